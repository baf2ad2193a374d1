from __future__ import annotations

import datetime as dt
from typing import Any

from icalendar import Calendar

from pipeline.render.calendar import meetings_calendar
from pipeline.views import Absent, View
from tests.unit.render.letters import leaf

NOON = dt.datetime(2026, 9, 1, 14, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def meeting(number: int, day: str, note: str = "") -> View:
    return View(
        {
            "number": leaf(str(number), "fixed", number),
            "date": leaf("en dag", "calculated:meetings", day),
            "kind": leaf("Statusmøde", "fixed"),
            "note": leaf(note) if note else Absent("meetings/note"),
        }
    )


MEETINGS = [
    meeting(1, "2026-10-12"),
    meeting(2, "2026-11-02", "flyttet fra 1. november 2026 (søndag), fordi; ja"),
]


def events_of(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_events_are_whole_days_that_block_no_time() -> None:
    events = events_of(meetings_calendar("SF-2026-0137", MEETINGS, NOON))
    assert [event["SUMMARY"] for event in events] == ["Statusmøde SF-2026-0137"] * 2
    assert [(event["DTSTART"].dt, event["DTEND"].dt) for event in events] == [
        (dt.date(2026, 10, 12), dt.date(2026, 10, 13)),
        (dt.date(2026, 11, 2), dt.date(2026, 11, 3)),
    ]
    assert {event["TRANSP"] for event in events} == {"TRANSPARENT"}
    assert {event["DTSTAMP"].dt for event in events} == {dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)}
    assert events[1]["DESCRIPTION"] == "flyttet fra 1. november 2026 (søndag), fordi; ja"
    assert "DESCRIPTION" not in events[0]


def identities(number: str, meetings: list[View], key: str = "") -> list[str]:
    return [str(event["UID"]) for event in events_of(meetings_calendar(number, meetings, NOON, key))]


def test_identity_follows_the_meeting_and_not_its_day() -> None:
    first = identities("SF-2026-0137", MEETINGS)
    assert len(set(first)) == 2
    assert identities("SF-2026-0137", [meeting(1, "2026-10-13"), MEETINGS[1]]) == first
    assert not set(identities("SF-2026-0138", MEETINGS)) & set(first)
    assert not set(identities("ikke tildelt", MEETINGS, "a")) & set(identities("ikke tildelt", MEETINGS, "b"))


def test_same_bytes_and_lines_that_every_calendar_can_read() -> None:
    content = meetings_calendar("SF-2026-0137", MEETINGS, NOON)
    assert content == meetings_calendar("SF-2026-0137", MEETINGS, NOON)
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_without_a_number_the_summary_has_none() -> None:
    content = meetings_calendar("ikke tildelt", MEETINGS[:1], NOON, "x")
    assert [event["SUMMARY"] for event in events_of(content)] == ["Statusmøde"]
    assert events_of(meetings_calendar("SF-2026-0137", [], NOON)) == []
