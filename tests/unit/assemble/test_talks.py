"""Talks every so many days: on school days, moved a little or left out, as proposals."""

from __future__ import annotations

import datetime as dt

from pipeline.assemble.schedule import talk_days
from pipeline.process.reading import calendar_of
from tests.filled import PROGRAMME, catalogue

CALENDAR = calendar_of(catalogue().programme(PROGRAMME))  # it has school holidays


def days(start: str, end: str, every: int) -> list[str]:
    found = talk_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end), every, CALENDAR)
    return [talk.day.isoformat() for talk in found]


def test_weekly_talks_keep_their_day_and_fall_away_in_holidays() -> None:
    assert days("2026-09-29", "2026-10-27", 7) == ["2026-10-06", "2026-10-20", "2026-10-27"]


def test_a_talk_every_fourth_week_moves_past_a_holiday_and_the_next_keeps_its_day() -> None:
    assert days("2026-09-14", "2026-11-10", 28) == ["2026-10-19", "2026-11-09"]


def test_no_talk_lies_past_the_end() -> None:
    assert days("2026-09-14", "2026-10-16", 28) == []
    assert days("2026-09-14", "2026-09-14", 7) == []
