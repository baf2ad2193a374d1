"""Where the forms of a case contradict each other: both places quoted, and a person says which one stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import danish
from pipeline.assemble.parts import Chosen, Held
from pipeline.definitions import get
from pipeline.programme import Comparison, Programme

STANDS, MEND = "stands", "mend"
"""The answers of a named person: the first of two places stands; or the second does, and a form is mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two places that differ. `says` quotes both; `key` names this very difference; `first` is the place that
    holds if a person lets it stand, `second` the other."""

    key: str
    label: str
    says: str
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    held: Held
    pointer: str
    value: Any


def conflicts_of(programme: Programme, chosen: Chosen, answers: Mapping[str, str]) -> Iterator[Conflict]:
    """Every difference between values that must agree, but for those a named person has settled.

    Where three places differ the first two that disagree are quoted: mending one brings the next. A place
    that somebody has overruled is held against no other. A form of the time before a change says what was
    right then, and contradicts nothing.
    """
    for comparison in programme.comparisons:
        seen: list[_Place] = []
        for place in _places(comparison, programme, chosen):
            other = next((one for one in seen if _differ(one, place, comparison)), None)
            found = _conflict(comparison, other, place) if other else None
            if found is None:
                seen.append(place)
            elif answers.get(found.key) != STANDS:
                yield found
                break


def _places(comparison: Comparison, programme: Programme, chosen: Chosen) -> Iterator[_Place]:
    values = [(value.partition(":")[0], value.partition(":")[2]) for value in comparison.values]
    openers = {part.name for part in programme.parts if part.sources[0].form == programme.opens}
    opening = next((pointer for name, pointer in values if name in openers), "")
    for name, pointer in values:
        held = chosen.parts.get(name)
        found = get(held.submission.data, pointer) if held else None
        if held and found is not None:
            place = _Place(held=held, pointer=pointer, value=found)
            if not _of_another_time(place, opening, comparison, chosen):
                yield place


def _of_another_time(place: _Place, opening: str, comparison: Comparison, chosen: Chosen) -> bool:
    """Whether a form says what the case said when it came, or will say, and not what it says on the day."""
    if not opening or chosen.current is None:
        return False
    if place.held.submission.form == chosen.current.form:
        # Another section of the same form: what stood there before a change was made is no contradiction.
        unchanged = get(chosen.current.original, opening)
        return place.pointer != opening and not _unlike(place.value, unchanged, comparison.fold)
    if not _unlike(place.value, get(chosen.current.data, opening), comparison.fold):
        return False
    before = [version for version in chosen.versions if version.sequence < place.held.sequence]
    then = [*before[-1:], *(version for version in chosen.versions if version.ahead)]
    return any(not _unlike(place.value, get(v.submission.data, opening), comparison.fold) for v in then)


def _differ(one: _Place, other: _Place, comparison: Comparison) -> bool:
    return _unlike(one.value, other.value, comparison.fold)


def _unlike(one: Any, other: Any, fold: bool) -> bool:
    return danish.fold(str(one)) != danish.fold(str(other)) if fold else bool(one != other)


def _conflict(comparison: Comparison, first: _Place, second: _Place) -> Conflict:
    told = f"{first.value}|{second.held.part.name}|{second.value}"
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Conflict(
        key=f"conflict:{comparison.id}:{digest}",
        label=comparison.label,
        first=_quoted(first),
        second=_quoted(second),
        says=f"{comparison.label}: oplysningerne passer ikke sammen. {_quoted(first)}, "
        f"men {_quoted(second)}. Ret det ene sted, og send skemaet igen.",
    )


def _quoted(place: _Place) -> str:
    """»Eksempelskolen« i Ansøgning (afsnit 4. Skolen, række 1) – with the text as it stood."""
    source = place.held.submission.sources.get(place.pointer)
    raw = source.raw if source else str(place.value)
    where = f" ({source.place})" if source and source.place else ""
    return f"»{raw}« i {place.held.part.label}{where}"
