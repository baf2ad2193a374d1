"""Each function over the facts at its limit, one below and one above, and what counts as taking a place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.facts import (
    AT_ONCE,
    CALENDAR_YEAR,
    FUNCTIONS,
    SCHOOL_YEAR,
    Course,
    Courses,
    Facts,
    amount_granted,
    fact_functions,
    other_courses,
    places_taken,
    places_taken_in,
    year_around,
    years_before,
)
from tests.filled import catalogue

CHILD = "740314-4007"


def course(case: str, **told: Any) -> Course:
    return replace(
        Course(
            case=case,
            programme="p",
            title="Prøveforløb",
            holds=True,
            granted=True,
            first="2026-08-01",
            last="2027-07-31",
        ),
        **told,
    )


def facts(*courses: Course) -> Facts:
    return Facts(programme="p", case="mine", courses=Courses(courses))


def many(count: int, **told: Any) -> Facts:
    return facts(*(course(f"c{n}", **told) for n in range(count)), course("mine", **told))


@pytest.mark.parametrize("limit", [10, 16])
def test_places_are_counted_up_to_the_limit_without_the_case_that_asks(limit: int) -> None:
    for count in (limit - 1, limit, limit + 1):
        taken = places_taken(many(count), AT_ONCE, "2026-09-01", "2027-06-30")
        assert (taken >= limit) == (count >= limit)
        assert taken == count


def test_a_place_that_is_only_reserved_counts_whatever_the_days() -> None:
    promised = course("promised", granted=False, first="", last="")
    later = course("later", first="2027-01-01", last="2027-12-31")
    assert places_taken(facts(promised, later), AT_ONCE, "2026-09-01", "2026-12-31") == 1
    assert places_taken(facts(promised, later), AT_ONCE, "2026-09-01", "2027-01-01") == 2
    asked = course("asked", holds=False, granted=False)
    assert places_taken(facts(asked), AT_ONCE, "2026-09-01") == 0


def test_places_at_once_are_those_of_the_fullest_day_and_not_all_there_were() -> None:
    one_after_another = facts(
        course("a", first="2026-08-01", last="2026-12-31"),
        course("b", first="2027-01-01", last="2027-07-31"),
    )
    assert places_taken(one_after_another, AT_ONCE, "2026-08-01", "2027-07-31") == 1
    meeting = facts(
        course("a", first="2026-08-01", last="2027-01-01"),
        course("b", first="2027-01-01", last="2027-07-31"),
    )
    assert places_taken(meeting, AT_ONCE, "2026-08-01", "2027-07-31") == 2
    assert places_taken(meeting, AT_ONCE, "2026-08-01", "2026-12-31") == 1
    assert places_taken(meeting, AT_ONCE, "2027-08-01", "") == 0


@pytest.mark.parametrize(
    ("counted_by", "asked", "found"),
    [
        (CALENDAR_YEAR, "2026-12-31", 2),
        (CALENDAR_YEAR, "2027-01-01", 1),
        (SCHOOL_YEAR, "2026-07-31", 1),
        (SCHOOL_YEAR, "2026-08-01", 1),
    ],
)
def test_places_by_the_year_are_all_that_have_a_day_in_it(counted_by: str, asked: str, found: int) -> None:
    both = facts(
        course("spring", first="2026-01-10", last="2026-07-31"),
        course("autumn", first="2026-08-01", last="2027-06-30"),
    )
    assert places_taken(both, counted_by, asked) == found


def test_a_renewed_course_takes_one_place_and_another_programme_none() -> None:
    renewed = facts(
        course("a", first="2025-08-01", last="2026-07-31"),
        course("a", first="2026-08-01", last="2027-07-31"),
        course("b", programme="q"),
    )
    assert places_taken(renewed, AT_ONCE, "2026-01-01", "2027-12-31") == 1
    assert places_taken(renewed, CALENDAR_YEAR, "2026-01-01") == 1


def test_a_district_has_a_limit_of_its_own() -> None:
    for count in (5, 6, 7):
        here = [course(f"h{n}", group="Åvænget") for n in range(count)]
        there = [course(f"t{n}", group="Søparken") for n in range(9)]
        taken = places_taken_in(facts(*here, *there), "  aavænget ", AT_ONCE, "2026-09-01")
        assert (taken >= 6) == (count >= 6)


def test_the_pool_is_asked_about_from_the_krone_that_is_too_much() -> None:
    pool, asked = 5_000_000, 200_000
    for granted in (pool - asked - 1, pool - asked, pool - asked + 1):
        given = facts(course("a", amount=granted - 1), course("b", amount=1))
        assert (amount_granted(given, SCHOOL_YEAR, "2026-08-10") + asked > pool) == (granted + asked > pool)


def test_money_counts_in_the_year_of_the_first_day_once_it_is_granted() -> None:
    given = facts(
        course("a", first="2026-12-31", amount=1),
        course("b", first="2027-01-01", amount=10),
        course("c", granted=False, amount=100),
        course("mine", amount=1000),
        course("undated", first="", last="", amount=10_000),
    )
    assert amount_granted(given, CALENDAR_YEAR, "2026-05-01") == 10_001
    assert amount_granted(given, CALENDAR_YEAR, "2027-05-01") == 10_010
    assert amount_granted(given, SCHOOL_YEAR, "2027-05-01") == 10_011
    assert amount_granted(given, AT_ONCE, "2027-07-31") == 10_011
    assert amount_granted(given, AT_ONCE, "2027-08-01") == 10_000


def test_two_courses_at_once_are_named_with_their_days_and_one_after_the_other_is_none() -> None:
    other = course("X-1", programme="q", title="Andetforløb", child="7403144007")
    known = facts(other, course("mine", child=CHILD), course("Y-1", child="621112-5002"))
    told = other_courses(known, CHILD, "2027-07-31", "2028-07-30")
    assert told == "Andetforløb i sag X-1 (1. august 2026 til 31. juli 2027)"
    assert other_courses(known, CHILD, "2027-08-01", "2028-07-30") == ""
    assert other_courses(known, CHILD, "2025-08-01", "2026-07-31") == ""
    assert other_courses(known, CHILD, "2025-08-01", "2026-08-01") == told
    assert other_courses(facts(replace(other, granted=False, holds=False)), CHILD, "2026-09-01") == ""


@pytest.mark.parametrize(
    ("last", "years"),
    [("2026-07-30", 1), ("2026-07-31", 1), ("2026-08-01", 2), ("2025-10-01", 1), ("", 1)],
)
def test_a_year_that_was_begun_counts(last: str, years: int) -> None:
    held = course("old", child=CHILD, first="2025-08-01", last=last)
    assert years_before(facts(held), CHILD, "2027-08-01") == years


def test_years_count_over_all_cases_of_the_child_up_to_the_one_that_begins() -> None:
    first = course("old", child=CHILD, first="2024-08-01", last="2025-07-31")
    second = course("mine", child=CHILD, first="2025-08-01", last="2026-07-31")
    third = course("mine", child=CHILD, first="2026-08-01", last="2027-07-31", granted=False)
    elsewhere = course("q", programme="q", child=CHILD, first="2020-08-01", last="2021-07-31")
    known = facts(first, second, third, elsewhere)
    assert [years_before(known, CHILD, day) for day in ("2024-08-01", "2025-08-01", "2026-08-01")] == [
        0,
        1,
        2,
    ]
    assert years_before(known, "621112-5002", "2026-08-01") == 0


def test_a_year_that_nobody_knows_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="calendar_year"):
        year_around("fiscal", "2026-01-01")


def test_every_function_can_be_called_by_its_name_and_without_a_register_finds_nothing() -> None:
    called = fact_functions(Facts())
    assert set(called) == set(FUNCTIONS)
    assert called["places_taken"](AT_ONCE, "2026-08-01", "") == 0
    assert called["places_taken_in"]("Åvænget", AT_ONCE, "2026-08-01", "") == 0
    assert called["amount_granted"](SCHOOL_YEAR, "2026-08-01") == 0
    assert called["other_courses"](CHILD, "2026-08-01", "") == ""
    assert called["years_before"](CHILD, "2026-08-01") == 0


def test_no_function_is_there_that_no_programme_calls() -> None:
    said = " ".join(
        text
        for programme in catalogue().programmes.values()
        for row in programme.tasks
        for text in (row.when, row.says)
    )
    assert {name for name in FUNCTIONS if f"{name}(" in said} == set(FUNCTIONS)


def test_a_question_that_rests_on_facts_is_no_refusal_and_says_who_decides() -> None:
    rows = [
        (programme.id, row)
        for programme in catalogue().programmes.values()
        for row in programme.tasks
        if any(f"{name}(" in row.when for name in FUNCTIONS)
    ]
    assert {name for name, _ in rows} == set(catalogue().programmes)
    for name, row in rows:
        assert "Det er ikke et afslag: " in row.says, (name, row.id)
        assert any(word in row.says for word in ("tager stilling", "ser på")), (name, row.id)
        assert row.who.partition(" ")[0].casefold() in row.says.casefold(), (name, row.id)
