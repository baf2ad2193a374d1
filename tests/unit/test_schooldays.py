"""School days, public holidays and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SetupError
from pipeline.schooldays import DaysOff, SchoolCalendar, add_months, public_holiday

COPENHAGEN = SchoolCalendar.from_rows(
    [
        {"name": "efterårsferie", "from": date(2026, 10, 12), "to": date(2026, 10, 16)},
        {"name": "juleferie", "from": date(2026, 12, 21), "to": date(2027, 1, 4)},
        {"name": "vinterferie", "from": date(2027, 2, 15), "to": date(2027, 2, 19)},
        {"name": "grundlovsdag", "from": date(2026, 6, 5), "to": date(2026, 6, 5)},
        {"name": "sommerferie", "from": date(2027, 6, 28), "to": date(2027, 8, 6)},
    ]
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "nytårsdag"),
        (date(2026, 4, 2), "skærtorsdag"),
        (date(2026, 4, 3), "langfredag"),
        (date(2026, 4, 6), "anden påskedag"),
        (date(2026, 5, 14), "kristi himmelfartsdag"),
        (date(2026, 5, 25), "anden pinsedag"),
        (date(2026, 12, 25), "juledag"),
        (date(2023, 5, 5), "store bededag"),
        (date(2024, 4, 26), ""),
        (date(2026, 5, 1), ""),
        (date(2026, 6, 5), ""),
        (date(2026, 12, 24), ""),
    ],
)
def test_public_holidays(day: date, name: str) -> None:
    assert public_holiday(day) == name


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 1), "søndag"),
        (date(2027, 1, 1), "nytårsdag"),
        (date(2027, 5, 1), "lørdag"),
        (date(2027, 7, 1), "sommerferie"),
        (date(2026, 10, 14), "efterårsferie"),
        (date(2026, 6, 5), "grundlovsdag"),
        (date(2026, 9, 1), ""),
    ],
)
def test_why_school_is_closed(day: date, why: str) -> None:
    assert COPENHAGEN.why_closed(day) == why


def test_the_nearest_school_days() -> None:
    assert COPENHAGEN.next_school_day(date(2026, 9, 1)) == date(2026, 9, 1)
    assert COPENHAGEN.next_school_day(date(2026, 11, 1)) == date(2026, 11, 2)
    assert COPENHAGEN.next_school_day(date(2026, 12, 24)) == date(2027, 1, 5)
    assert COPENHAGEN.next_school_day(date(2027, 7, 1)) == date(2027, 8, 9)
    assert COPENHAGEN.previous_school_day(date(2027, 7, 1)) == date(2027, 6, 25)
    assert COPENHAGEN.previous_school_day(date(2026, 9, 1)) == date(2026, 9, 1)


def test_a_calendar_without_school_days_is_the_operators_mistake() -> None:
    always = SchoolCalendar(days_off=(DaysOff(name="lukket", first=date(2020, 1, 1), last=date(2040, 1, 1)),))
    with pytest.raises(SetupError, match="2026-09-01"):
        always.next_school_day(date(2026, 9, 1))
    with pytest.raises(SetupError, match="before it begins"):
        SchoolCalendar.from_rows([{"name": "ferie", "from": date(2026, 2, 2), "to": date(2026, 2, 1)}])


def test_holidays_in_a_stretch_of_days() -> None:
    names = COPENHAGEN.holidays_between(date(2026, 9, 1), date(2027, 8, 31))
    assert names == ("efterårsferie", "juleferie", "vinterferie", "sommerferie")
    assert COPENHAGEN.holidays_between(date(2026, 10, 16), date(2026, 10, 16)) == ("efterårsferie",)
    assert COPENHAGEN.holidays_between(date(2026, 10, 17), date(2026, 12, 20)) == ()
    assert COPENHAGEN.holidays_between(date(2026, 10, 16), date(2026, 10, 12)) == ()


def test_overlapping_a_holiday() -> None:
    assert COPENHAGEN.overlaps_holiday(date(2026, 9, 1), date(2026, 10, 12))
    assert not COPENHAGEN.overlaps_holiday(date(2026, 9, 1), date(2026, 10, 11))
    # A single day off is no holiday: every long course meets one.
    assert not COPENHAGEN.overlaps_holiday(date(2026, 6, 1), date(2026, 6, 10))
    assert not COPENHAGEN.overlaps_holiday(date(2026, 10, 16), date(2026, 10, 12))


def test_lying_wholly_in_a_holiday() -> None:
    assert COPENHAGEN.wholly_in_holiday(date(2026, 10, 12), date(2026, 10, 16))
    # with the weekends round it
    assert COPENHAGEN.wholly_in_holiday(date(2026, 10, 10), date(2026, 10, 18))
    assert not COPENHAGEN.wholly_in_holiday(date(2026, 10, 9), date(2026, 10, 16))
    # a weekend, or a single day off, is no holiday
    assert not COPENHAGEN.wholly_in_holiday(date(2026, 9, 5), date(2026, 9, 6))
    assert not COPENHAGEN.wholly_in_holiday(date(2026, 6, 5), date(2026, 6, 5))
    assert not COPENHAGEN.wholly_in_holiday(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 9, 1), 2, date(2026, 11, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 8, 10), 12, date(2027, 8, 10)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -2, date(2025, 11, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_adding_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(-240, 240))
def test_months_go_forth_and_back(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)
    if day.day <= 28:
        assert add_months(there, -months) == day


def test_the_calendar_knows_how_far_it_reaches() -> None:
    def row(first: date, last: date) -> dict[str, object]:
        return {"name": "ferie", "from": first, "to": last}

    assert SchoolCalendar().known_until() == date.min
    winter = row(date(2027, 2, 15), date(2027, 2, 19))
    assert SchoolCalendar.from_rows([winter]).known_until() == date(2027, 2, 19)
    summer = row(date(2027, 6, 28), date(2027, 8, 6))
    assert SchoolCalendar.from_rows([winter, summer]).known_until() == date(2027, 9, 30)
