"""Meetings every second month, on school days, saying where they were moved from."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.assemble.schedule import meeting_days
from pipeline.process.reading import calendar_of
from tests.filled import PROGRAMME, catalogue


def days(start: str, end: str, months: int = 2) -> list[tuple[str, str]]:
    calendar = calendar_of(catalogue().programme(PROGRAMME))
    found = meeting_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end), months, calendar)
    return [(meeting.day.isoformat(), meeting.note) for meeting in found]


def test_a_course_from_the_first_of_september_meets_sundays_holidays_and_summer() -> None:
    assert days("2026-09-01", "2027-08-31") == [
        ("2026-11-02", "flyttet fra 1. november 2026 (søndag)"),
        ("2027-01-05", "flyttet fra 1. januar 2027 (nytårsdag)"),
        ("2027-03-01", ""),
        ("2027-05-03", "flyttet fra 1. maj 2027 (arbejdernes kampdag)"),
        ("2027-06-25", "flyttet fra 1. juli 2027 (sommerferie)"),
    ]


def test_the_last_meeting_moves_earlier_rather_than_past_the_end() -> None:
    assert days("2026-08-10", "2027-08-09")[-1] == ("2027-06-10", "")
    assert days("2026-10-12", "2027-02-13")[-1] == ("2027-02-12", "")
    (_, last) = days("2026-08-14", "2026-12-26", 4)[-1], days("2026-08-22", "2026-12-23", 4)[-1]
    assert last == ("2026-12-18", "flyttet fra 22. december 2026 (juleferie)")


@pytest.mark.parametrize(("start", "end"), [("2026-08-10", "2026-09-30"), ("2026-08-10", "2026-08-10")])
def test_a_course_shorter_than_two_months_has_none(start: str, end: str) -> None:
    assert days(start, end) == []


def test_a_start_on_the_31st_keeps_to_the_months_last_day() -> None:
    assert days("2026-08-31", "2027-02-28", 6) == [("2027-02-26", "flyttet fra 28. februar 2027 (søndag)")]
