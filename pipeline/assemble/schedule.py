"""When the parties meet: every second month, moved off weekends and holidays, and saying so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline import danish
from pipeline.schooldays import SchoolCalendar, add_months

LONGEST_DELAY = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A proposed day; `planned` is the day it would have been, `why` what stood in the way there."""

    day: dt.date
    planned: dt.date
    why: str = ""

    @property
    def note(self) -> str:
        if self.day == self.planned:
            return ""
        return f"flyttet fra {danish.format_date_long(self.planned)} ({self.why})"


def meeting_days(start: dt.date, end: dt.date, months: int, calendar: SchoolCalendar) -> tuple[Meeting, ...]:
    """A meeting every `months` months from the start to the end of a course, on school days.

    A day on which school is closed moves to the next school day. It moves earlier instead where the next
    school day lies past the end of the course, or is weeks away: the last meeting before the summer holidays
    is held before them. All are proposals.

    Source: 001_06c0b31cd508fc6a.txt, "løbende statusmøder hver anden måned".
    """
    meetings: list[Meeting] = []
    n = 1
    while (planned := add_months(start, months * n)) <= end:
        why = calendar.why_closed(planned)
        day = planned
        if why:
            day = calendar.next_school_day(planned)
            if day > end or day - planned > LONGEST_DELAY or (meetings and day <= meetings[-1].day):
                day = calendar.previous_school_day(planned)
        if start < day <= end and not (meetings and day <= meetings[-1].day):
            meetings.append(Meeting(day=day, planned=planned, why=why))
        n += 1
    return tuple(meetings)


def talk_days(start: dt.date, end: dt.date, days: int, calendar: SchoolCalendar) -> tuple[Meeting, ...]:
    """A talk every `days` days after the start, up to the end, on school days.

    A talk on a closed day moves to the next school day, if that is no further off than half the way to the
    next talk; otherwise it falls away, as weekly talks do in holidays. All are proposals.

    Source: 002_8dfccadced6abe3c.txt, "samtaler med forældrene hver fjerde uge", "en gang om ugen".
    """
    talks: list[Meeting] = []
    planned = start
    while (planned := planned + dt.timedelta(days=days)) <= end:
        why = calendar.why_closed(planned)
        day = calendar.next_school_day(planned) if why else planned
        if day <= end and (day - planned).days <= days // 2:
            talks.append(Meeting(day=day, planned=planned, why=why))
    return tuple(talks)
