"""Days on which children go to school, and those on which they don't.

Public holidays come from the `holidays` library, of which this module is the only user. School holidays and
other days off (1 May, Grundlovsdag, Christmas Eve) are data: each municipality has its own.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from pipeline.errors import SetupError


def public_holiday(day: date) -> str:
    """The Danish name of a public holiday (`skærtorsdag`), empty on any other day."""
    return _public_holidays(day.year).get(day, "")


@cache
def _public_holidays(year: int) -> dict[date, str]:
    from holidays import country_holidays  # half a second to import, and few commands ask

    found = country_holidays("DK", years=year, language="da")
    return {day: str(name)[:1].lower() + str(name)[1:] for day, name in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """Days from `first` to `last`, both included, on which the school is closed.

    `holiday` tells a school holiday, in which no money for schooling may be used, from a single day off.
    """

    name: str
    first: date
    last: date
    holiday: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """When school is closed, as far as the given days off reach."""

    days_off: tuple[DaysOff, ...] = ()

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> SchoolCalendar:
        """The calendar of rows with `name`, `from` and `to`; a row of one day is a day off, no holiday.

        Raises SetupError for a row that ends before it begins.
        """
        days_off = []
        for row in rows:
            name, first, last = str(row["name"]), row["from"], row["to"]
            if last < first:
                raise SetupError(f"holiday {name!r} ends on {last}, before it begins on {first}")
            days_off.append(DaysOff(name=name, first=first, last=last, holiday=first != last))
        return cls(days_off=tuple(days_off))

    def why_closed(self, day: date) -> str:
        """Why there is no school that day (`efterårsferie`, `nytårsdag`, `søndag`); empty on a school day."""
        if name := public_holiday(day):
            return name
        if off := next((off.name for off in self.days_off if off.first <= day <= off.last), ""):
            return off
        return {5: "lørdag", 6: "søndag"}.get(day.weekday(), "")

    def next_school_day(self, day: date) -> date:
        """The first school day on the day or after it."""
        return self._nearest(day, timedelta(days=1))

    def previous_school_day(self, day: date) -> date:
        """The last school day on the day or before it."""
        return self._nearest(day, timedelta(days=-1))

    def add_school_days(self, day: date, count: int) -> date:
        """The school day that lies `count` school days after the day."""
        for _ in range(count):
            day = self.next_school_day(day + timedelta(days=1))
        return day

    def overlaps_holiday(self, start: date, end: date) -> bool:
        """Whether any day from start to end lies in a school holiday; a single day off is none."""
        return any(self._holidays(start, end))

    def wholly_in_holiday(self, start: date, end: date) -> bool:
        """Whether there is no school at all from start to end, and a school holiday is the reason."""
        if not self.overlaps_holiday(start, end) or (end - start).days > 366:
            return False
        return all(self.why_closed(start + timedelta(days=n)) for n in range((end - start).days + 1))

    def holidays_between(self, start: date, end: date) -> tuple[str, ...]:
        """The names of the school holidays from start to end, in order, each once."""
        return tuple(dict.fromkeys(off.name for off in self.holidays_in(start, end)))

    def holidays_in(self, start: date, end: date) -> tuple[DaysOff, ...]:
        """The school holidays that have a day from start to end, in order."""
        return tuple(sorted(self._holidays(start, end), key=lambda off: off.first))

    def known_until(self) -> date:
        """The last day the calendar can speak of; the earliest date there is where nothing is entered.

        Between the summer holidays and the end of September there are none, so an entered summer reaches so
        far.
        """
        last = max((off.last for off in self.days_off if off.holiday), default=date.min)
        return date(last.year, 9, 30) if last.month in (7, 8) else last

    def _holidays(self, start: date, end: date) -> Iterator[DaysOff]:
        if start > end:
            return iter(())
        return (off for off in self.days_off if off.holiday and off.first <= end and off.last >= start)

    def _nearest(self, day: date, step: timedelta) -> date:
        for n in range(366):
            if not self.why_closed(day + n * step):
                return day + n * step
        raise SetupError(f"the school calendar has no school day within a year of {day.isoformat()}")


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier), the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
