"""Courses counted: children month by month, full-year persons, money by the day, days of waiting.

Numbers only; whether they may be shown is for `hide` to say.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline import danish
from pipeline.facts import Course, most_at_once, year_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A case that was applied for, and the day its first letter was released; empty while none is."""

    applied: str
    released: str = ""

    @property
    def days(self) -> int:
        return (dt.date.fromisoformat(self.released) - dt.date.fromisoformat(self.applied)).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    label: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a report is made from, without anything about a person that it doesn't count."""

    courses: tuple[Course, ...] = ()
    waits: tuple[Wait, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Some courses in one year: how many children, how many full-year persons, how much money."""

    children: int
    persons: float
    amount: int


def tally(courses: Iterable[Course], year: int) -> Tally:
    """The granted courses that have a day in the year.

    A full-year person (*helårsperson*) is a place held for all the days of the year; an amount is spread
    evenly over the days of its course, and the days in the year count.
    """
    held = [one for one in courses if one.granted and one.first and _days_in(one, year)]
    whole = 366 if calendar.isleap(year) else 365
    return Tally(
        children=len({one.case for one in held}),
        persons=sum(_days_in(one, year) for one in held) / whole,
        amount=round(sum(_amount_in(one, year) for one in held)),
    )


def _days_in(course: Course, year: int) -> int:
    first = max(dt.date.fromisoformat(course.first), dt.date(year, 1, 1))
    last = dt.date(year, 12, 31)
    if course.last:
        last = min(dt.date.fromisoformat(course.last), last)
    return max(0, (last - first).days + 1)


def _amount_in(course: Course, year: int) -> float:
    if not course.last:
        return course.amount if course.first[:4] == str(year) else 0
    whole = dt.date.fromisoformat(course.last) - dt.date.fromisoformat(course.first)
    return course.amount * _days_in(course, year) / (whole.days + 1)


def months(courses: Sequence[Course], year: int) -> list[int]:
    """The most courses at once in each month of the year, those that are granted and yet to begin
    included."""
    held = [one for one in courses if one.granted and one.first]
    return [
        most_at_once(
            held, f"{year}-{month:02}-01", f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
        )
        for month in range(1, 13)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What was granted in the year of a pool, from `first` to `last`."""

    first: str
    last: str
    grants: int
    amount: int


def granted(courses: Sequence[Course], year: int, counted_by: str) -> Granted:
    """By the first day of each course: the calendar year, or the school year that begins in `year`."""
    first, last = year_around(counted_by, f"{year}-08-01")
    mine = [one for one in courses if one.granted and first <= one.first <= last]
    return Granted(first=first, last=last, grants=len(mine), amount=sum(one.amount for one in mine))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Days of waiting: half of them were up to `middle`, the middle half from `low` to `high`."""

    letters: int
    low: int
    middle: int
    high: int


def spread(waits: Iterable[Wait], year: int) -> Spread:
    days = sorted(wait.days for wait in waits if wait.released[:4] == str(year) and wait.days >= 0)
    if not days:
        return Spread(letters=0, low=0, middle=0, high=0)
    half = len(days) // 2
    return Spread(
        letters=len(days),
        low=round(median(days[:half] or days)),
        middle=round(median(days)),
        high=round(median(days[-half:] or days)),
    )


def weeks(deadlines: Iterable[Deadline], day: dt.date, ahead: int = 8) -> list[tuple[dt.date, Counter[str]]]:
    """What is due in each of the next weeks, this one first, by its Monday; what is past is not in it."""
    monday = day - dt.timedelta(days=day.weekday())
    known = list(deadlines)
    found = []
    for n in range(ahead):
        start = monday + dt.timedelta(weeks=n)
        first, last = max(start, day).isoformat(), (start + dt.timedelta(days=6)).isoformat()
        found.append((start, Counter(one.label for one in known if first <= one.day <= last)))
    return found


def named(courses: Sequence[Course], of: Callable[[Course], str]) -> dict[str, list[Course]]:
    """The courses by what people wrote, spelled in whatever way most of them spelled it; nothing is `""`."""
    spelled: dict[str, Counter[str]] = {}
    held: dict[str, list[Course]] = {}
    for one in courses:
        key = danish.fold(of(one))
        spelled.setdefault(key, Counter())[of(one)] += 1
        held.setdefault(key, []).append(one)
    best = {key: min(counts, key=lambda text: (-counts[text], text)) for key, counts in spelled.items()}
    return {best[key]: held[key] for key in sorted(held, key=lambda key: (not key, key))}
