"""The status meetings of a course as a calendar file. Home of icalendar.

Whole days that block no time: no hour has been agreed. No event names anybody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from icalendar import Calendar, Event

from pipeline.views import View


def meetings_calendar(number: str, meetings: Sequence[View], stamp: dt.datetime, key: str = "") -> bytes:
    """An .ics file with an event for each meeting; the same arguments give the same bytes.

    `number` is the case's (it stands in each summary), or words where it has none yet: then `key`, any text
    that is the case's own, keeps its events apart from another case's. Each meeting is a view with `number`,
    `date`, `kind` and `note`, which is absent or says where the meeting was moved from. `stamp` must know its
    time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//skoleflex//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in meetings:
        day = dt.date.fromisoformat(meeting.date.value)
        event = Event()
        event.add("uid", _identity(number, key, str(meeting.number.value)))
        event.add("dtstamp", stamp.astimezone(dt.UTC))
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
        event.add("summary", f"{meeting.kind} {number}" if _is_number(number) else str(meeting.kind))
        event.add("transp", "TRANSPARENT")
        if meeting.note:
            event.add("description", str(meeting.note))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _is_number(number: str) -> bool:
    return any(sign.isdecimal() for sign in number)


def _identity(*words: str) -> str:
    """A name for an event that stays the same when its day changes, so that a calendar moves it."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32] + "@skoleflex.invalid"
