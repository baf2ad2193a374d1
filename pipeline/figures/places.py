"""Who is named: districts and schools as a tree of counts, with small ones put together or hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.facts import Course
from pipeline.figures.count import Tally, named, tally
from pipeline.figures.hide import FEW, Count, Shown, hide_small

REST = "Øvrige"
"""Groups that nobody listed in the data and that are small, or that nobody wrote down, taken together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShown:
    """A district or school in one year, and how its figures are shown."""

    name: str
    tally: Tally
    shown: Shown

    @property
    def hidden(self) -> bool:
        return self.shown is not Shown.AS_IT_IS


@dataclass(frozen=True, slots=True, kw_only=True)
class YearByPlace:
    """One year: all of it, by group, and by school."""

    total: PlaceShown
    groups: tuple[PlaceShown, ...] = ()
    schools: tuple[PlaceShown, ...] = ()

    @property
    def tells_amounts(self) -> bool:
        return self._tells([one.tally.amount for one in self.groups if one.hidden])

    @property
    def tells_persons(self) -> bool:
        return self._tells([round(one.tally.persons, 1) for one in self.groups if one.hidden])

    def _tells(self, hidden: Sequence[float]) -> bool:
        """Whether a total may stand: where the hidden ones are nought together, each of them would be
        told."""
        return not self.total.hidden and (not hidden or sum(hidden) > 0)


def settled(courses: Sequence[Course]) -> list[Course]:
    """The courses with the school and the group that their case has now: every child is in one place only."""
    newest = {one.case: one for one in sorted(courses, key=lambda one: one.first)}
    return [replace(one, school=newest[one.case].school, group=newest[one.case].group) for one in courses]


def groups_of(
    courses: Sequence[Course], years: Sequence[int], listed: Sequence[str]
) -> dict[str, list[Course]]:
    """The courses by district. Named are those the data list and those with five children in some year.

    What people type is never printed for fewer: it may be misspelt, or be something else than a district.
    """
    found = named(courses, lambda one: one.group)
    kept: dict[str, list[Course]] = {name: found.pop(name, []) for name in listed}
    rest: list[Course] = []
    for name, held in found.items():
        if name and any(tally(held, year).children >= FEW for year in years):
            kept[name] = held
        else:
            rest += held
    return {**kept, REST: rest} if rest else kept


def places_in(
    year: int, courses: Sequence[Course], groups: dict[str, list[Course]], *, schools: bool
) -> YearByPlace:
    """The counts of a year and how each is shown; of a total under five nothing more is said.

    With `schools`, those with five children or more are named too, below their group.
    """
    whole = tally(courses, year)
    if whole.children < FEW:
        return YearByPlace(total=_place("", whole, hide_small(Count(value=whole.children))[()]))
    lines = [
        (name, tally(held, year), _schools(held, year) if schools else {}) for name, held in groups.items()
    ]
    tree = Count(
        value=whole.children,
        parts=tuple(Count(value=told.children, parts=_counted(told, below)) for _, told, below in lines),
    )
    shown = hide_small(tree)
    return YearByPlace(
        total=_place("", whole, shown[()]),
        groups=tuple(_place(name, told, shown[(n,)]) for n, (name, told, _) in enumerate(lines)),
        schools=tuple(
            _place(school, told, shown[(n, m)])
            for n, (_, _, below) in enumerate(lines)
            for m, (school, told) in enumerate(below.items())
        ),
    )


def _schools(courses: Sequence[Course], year: int) -> dict[str, Tally]:
    """The schools that have five children or more."""
    told = {name: tally(held, year) for name, held in named(courses, lambda one: one.school).items() if name}
    return {name: one for name, one in told.items() if one.children >= FEW}


def _counted(group: Tally, schools: dict[str, Tally]) -> tuple[Count, ...]:
    """The schools that are named, and the rest of their group, which stands only in the difference.

    Where there is no rest, the schools tell their group: everybody knows which schools a district has.
    """
    named_ones = tuple(Count(value=one.children) for one in schools.values())
    rest = group.children - sum(one.value for one in named_ones)
    return (*named_ones, Count(value=rest, unnamed=True)) if rest and named_ones else named_ones


def _place(name: str, told: Tally, shown: Shown) -> PlaceShown:
    return PlaceShown(name=name, tally=told, shown=shown)
