"""What a case doesn't know by itself: the other courses there are, and named functions over them.

The register loads the `Facts`; everything here is pure. Programme files call the functions of
`fact_functions` in the `when` of a task and in its sentence. What they find is a question to a named role: no
file goes back and no child is refused because of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from pipeline import danish

AT_ONCE: Final = "at_once"
CALENDAR_YEAR: Final = "calendar_year"
SCHOOL_YEAR: Final = "school_year"
COUNTED_BY: Final = (AT_ONCE, CALENDAR_YEAR, SCHOOL_YEAR)
"""How places and money are counted; which one, the programme's terms say: the sources don't."""

_FOREVER = "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One grant of one case: its child, its days and what it takes. A renewed course is one of each year.

    `holds`: takes a place, or has it reserved (promised, or granted and not begun). `granted`: people have
    said yes. Days are ISO texts; empty where nobody knows them yet.
    """

    case: str
    programme: str
    title: str = ""
    child: str = field(default="", repr=False)
    school: str = ""
    group: str = ""
    holds: bool = False
    granted: bool = False
    first: str = ""
    last: str = ""
    amount: int = 0

    def meets(self, first: str, last: str) -> bool:
        """Whether any of its days lies from `first` to `last`; a day nobody knows may be any."""
        return (not self.first or self.first <= (last or _FOREVER)) and (self.last or _FOREVER) >= first


class Courses(tuple[Course, ...]):
    """Every course on record; one child's are found without looking at the others."""

    @cached_property
    def _by_child(self) -> Mapping[str, list[Course]]:
        found: dict[str, list[Course]] = {}
        for one in self:
            if one.child:
                found.setdefault(danish.fold(one.child), []).append(one)
        return found

    def of_child(self, child: str) -> Sequence[Course]:
        return self._by_child.get(danish.fold(child), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Every course on record, and the case that asks."""

    programme: str = ""
    case: str = ""
    courses: Courses = field(default_factory=Courses)

    def others(self) -> list[Course]:
        """The courses of the programme's other cases."""
        return [one for one in self.courses if one.programme == self.programme and one.case != self.case]


def fact_functions(facts: Facts) -> dict[str, Callable[..., Any]]:
    """The functions that a programme's expressions over a case may call, each over these facts."""

    def over(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *told: function(facts, *told)

    return {name: over(function) for name, function in FUNCTIONS.items()}


def places_taken(facts: Facts, counted_by: str, first: str, last: str = "") -> int:
    """How many other courses take one of the programme's places, those with a place reserved included.

    By `at_once`: the most on any one day from `first` to `last` (to the end of time where that isn't known).
    By a year: all that have a day in the calendar or school year in which `first` lies.
    """
    return _taken([one for one in facts.others() if one.holds], counted_by, first, last)


def places_taken_in(facts: Facts, group: str, counted_by: str, first: str, last: str = "") -> int:
    """The same, of those in one group (a district) only."""
    same = danish.fold(group)
    held = [one for one in facts.others() if one.holds and danish.fold(one.group) == same]
    return _taken(held, counted_by, first, last)


def amount_granted(facts: Facts, counted_by: str, day: str) -> int:
    """What other courses have been granted in the year in which `day` lies, in kroner.

    The whole amount counts in the year of the course's first day, or from `day` on where there is none yet.
    By `at_once`: what is granted to those that run on the day or later.
    """
    granted = [one for one in facts.others() if one.granted]
    if counted_by == AT_ONCE:
        return sum(one.amount for one in granted if one.meets(day, ""))
    start, end = year_around(counted_by, day)
    return sum(one.amount for one in granted if not one.first or start <= one.first <= end)


def other_courses(facts: Facts, child: str, first: str, last: str = "") -> str:
    """The child's courses in other cases, of any programme, that have a day in common with these days.

    In Danish, to stand in a sentence: `SkoleFleks i sag SFB-2026-0001 (…)`; empty where there are none.
    """
    found = {
        one.case: one
        for one in facts.courses.of_child(child)
        if one.case != facts.case and (one.holds or one.granted)
        if one.meets(first, last)
    }
    return " og ".join(f"{one.title} i sag {one.case}{_days(one)}" for _, one in sorted(found.items()))


def years_before(facts: Facts, child: str, first: str) -> int:
    """How many years of the programme the child was granted before the one that begins on `first`.

    In this case and in others; a year that was begun counts as one.
    """
    mine = [one for one in facts.courses.of_child(child) if one.programme == facts.programme and one.granted]
    return sum(_begun_years(one) for one in mine if one.first and one.first < first)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "places_taken": places_taken,
    "places_taken_in": places_taken_in,
    "amount_granted": amount_granted,
    "other_courses": other_courses,
    "years_before": years_before,
}


def most_at_once(courses: list[Course], first: str, last: str) -> int:
    """The most of these courses that have the same day among theirs, from `first` to `last`."""
    # The number grows only on first days: it is enough to look at those.
    days = {first, *(one.first for one in courses if first <= one.first <= (last or _FOREVER))}
    return max(len({one.case for one in courses if one.meets(day, day)}) for day in days)


def year_around(counted_by: str, day: str) -> tuple[str, str]:
    """The first and the last day of the calendar or school year (from 1 August, FSL § 14 a) a day lies in."""
    year = int(day[:4])
    if counted_by == CALENDAR_YEAR:
        return f"{year}-01-01", f"{year}-12-31"
    if counted_by == SCHOOL_YEAR:
        begun = year if day[5:] >= "08-01" else year - 1
        return f"{begun}-08-01", f"{begun + 1}-07-31"
    raise ValueError(f"places and money are counted by one of {', '.join(COUNTED_BY)}")


def _taken(held: list[Course], counted_by: str, first: str, last: str) -> int:
    if counted_by == AT_ONCE:
        return most_at_once([one for one in held if one.meets(first, last)], first, last)
    return len({one.case for one in held if one.meets(*year_around(counted_by, first))})


def _begun_years(course: Course) -> int:
    if not course.last:
        return 1
    first, last = dt.date.fromisoformat(course.first), dt.date.fromisoformat(course.last)
    months = (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)
    return max(1, -(-months // 12))


def _days(course: Course) -> str:
    shown = [
        danish.format_date_long(dt.date.fromisoformat(day)) for day in (course.first, course.last) if day
    ]
    return f" ({' til '.join(shown)})" if shown else ""
