"""Counting: days of a year, money by the day, the fullest day of a month, half of a wait, weeks ahead."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from pipeline.facts import CALENDAR_YEAR, SCHOOL_YEAR, Course
from pipeline.figures.count import Deadline, Tally, Wait, granted, months, named, spread, tally, weeks


def course(case: str = "a", first: str = "2026-01-01", last: str = "2026-12-31", **told: Any) -> Course:
    return Course(case=case, programme="p", holds=True, first=first, last=last, **{"granted": True, **told})


@pytest.mark.parametrize(
    ("first", "last", "year", "persons"),
    [
        ("2026-01-01", "2026-12-31", 2026, 1.0),
        ("2026-01-01", "2026-01-01", 2026, 1 / 365),
        ("2023-07-01", "2024-06-30", 2024, 182 / 366),
        ("2023-07-01", "2024-06-30", 2023, 184 / 365),
        ("2026-12-31", "", 2027, 1.0),
        ("2027-01-01", "2027-12-31", 2026, 0.0),
    ],
)
def test_a_full_year_person_is_the_days_of_the_year(first: str, last: str, year: int, persons: float) -> None:
    assert tally([course(first=first, last=last)], year).persons == pytest.approx(persons)


def test_what_is_not_granted_or_has_no_first_day_is_not_counted() -> None:
    assert tally([course(granted=False), course(first="")], 2026) == Tally(children=0, persons=0, amount=0)


def test_an_amount_is_spread_over_the_days_of_its_course() -> None:
    year = course(first="2026-08-01", last="2027-07-31", amount=365_000)
    assert tally([year], 2026).amount == 153_000
    assert tally([year], 2027).amount == 212_000
    assert tally([course(first="2026-08-01", last="", amount=10)], 2026).amount == 10
    assert tally([course(first="2026-08-01", last="", amount=10)], 2027).amount == 0


def test_a_renewed_course_is_one_child_and_both_its_amounts() -> None:
    both = [
        course(first="2025-07-01", last="2026-06-30", amount=365),
        course(first="2026-07-01", last="2027-06-30", amount=730),
    ]
    told = tally(both, 2026)
    assert (told.children, told.amount) == (1, 181 + 368)
    assert told.persons == pytest.approx(1)


def test_a_month_is_told_by_its_fullest_day() -> None:
    held = [
        course("a", last="2026-02-14"),
        course("b", first="2026-02-14", last="2026-03-31"),
        course("c", first="2026-02-15", last="2026-12-31", granted=False),
    ]
    assert months(held, 2026) == [1, 2, 1] + [0] * 9
    assert months(held, 2025) == [0] * 12


def test_money_is_granted_in_the_year_of_the_first_day() -> None:
    held = [course("a", first="2026-07-31", amount=1), course("b", first="2026-08-01", amount=10)]
    calendar, school = granted(held, 2026, CALENDAR_YEAR), granted(held, 2026, SCHOOL_YEAR)
    assert (calendar.grants, calendar.amount) == (2, 11)
    assert (school.first, school.last, school.grants, school.amount) == ("2026-08-01", "2027-07-31", 1, 10)


def test_waiting_is_told_by_its_middle_and_its_middle_half() -> None:
    waits = [Wait(applied="2026-03-01", released=f"2026-03-{1 + days:02}") for days in (1, 5, 10, 20, 29)]
    told = spread(
        [*waits, Wait(applied="2026-03-01"), Wait(applied="2025-03-01", released="2025-03-09")], 2026
    )
    assert (told.letters, told.low, told.middle, told.high) == (5, 3, 10, 24)
    assert spread([], 2026).letters == 0
    assert spread(waits[:1], 2026).middle == 1


def test_the_weeks_ahead_begin_with_today_and_end_on_a_sunday() -> None:
    days = ("2026-11-24", "2026-11-25", "2026-11-29", "2026-11-30", "2027-01-17", "2027-01-18")
    found = weeks([Deadline(label="Møde", day=day) for day in days], dt.date(2026, 11, 25))
    assert [(monday.isoformat(), due) for monday, due in found if due] == [
        ("2026-11-23", Counter({"Møde": 2})),
        ("2026-11-30", Counter({"Møde": 1})),
        ("2027-01-11", Counter({"Møde": 1})),
    ]
    assert len(found) == 8


def test_one_name_spelled_in_several_ways_is_one_and_bears_the_usual_spelling() -> None:
    spelled = ("Åvænget", "aavænget ", "Åvænget", "Søparken", "")
    held = named([course(f"{n}", group=group) for n, group in enumerate(spelled)], lambda one: one.group)
    assert {name: len(courses) for name, courses in held.items()} == {"Søparken": 1, "Åvænget": 3, "": 1}
