"""Small counts hidden, so that nobody can work them out from the figures that are left.

A count of one to four children is small: it is shown as *under 5*. Where a total would tell it all the same,
another count of the same line is hidden too, or the total is. What is proved before anything is shown: every
hidden count could still be another one, for a reader who knows all that is shown, that the small ones are 1
to 4 and that the others are not.

Counts that add up are a tree: a total, its parts, their parts. In a tree of sums the least and the most that
each count can be are found by going up once and down once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

FEW: Final = 5
"""The least count that is shown; nought is shown too, as it tells of nobody."""

_MUCH = 10**9
Path = tuple[int, ...]


class Shown(Enum):
    """How a count comes before people."""

    AS_IT_IS = "shown"
    SMALL = "small"
    """Said to be under five."""
    COVERING = "covering"
    """Hidden, so that it gives no small one away; a reader may know that it is five or more."""
    UNNAMED = "unnamed"
    """The rest of a total, which stands nowhere but in the difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count and the counts it is the sum of. `unnamed`: the rest of a sum, which is shown nowhere."""

    value: int
    parts: tuple[Count, ...] = ()
    unnamed: bool = False


def is_small(value: int) -> bool:
    return 0 < value < FEW


def hide_small(total: Count) -> dict[Path, Shown]:
    """How each count of a tree is shown, by its path: `()` the total, `(1,)` its second part.

    A count that is small itself must have no parts: nothing of it could be shown. Raises ValueError for one
    that has, and where a count can't be kept, so that nothing is published then.
    """
    tree = dict(_walk(total))
    if any(is_small(count.value) and count.parts for count in tree.values()):
        raise ValueError("a small count is shown without its parts")
    shown = {path: _at_first(count) for path, count in tree.items()}
    while (told := _given_away(tree, shown)) is not None:
        cover = _cover(tree, shown, told)
        if cover is None:
            raise ValueError("a small count can't be kept here")
        shown[cover] = Shown.COVERING
    return shown


def _walk(count: Count, path: Path = ()) -> Iterator[tuple[Path, Count]]:
    yield path, count
    for n, part in enumerate(count.parts):
        yield from _walk(part, (*path, n))


def _at_first(count: Count) -> Shown:
    if count.unnamed:
        return Shown.UNNAMED
    return Shown.SMALL if is_small(count.value) else Shown.AS_IT_IS


def _given_away(tree: Mapping[Path, Count], shown: Mapping[Path, Shown]) -> Path | None:
    """The first hidden count that a reader can work out: sums of what is shown first, then from below."""
    ranges = possible(tree, shown)
    for path in sorted(tree, key=lambda path: (not _is_told_by_parts(tree, shown, path), -len(path), path)):
        least, most = ranges[path]
        hidden = shown[path] is not Shown.AS_IT_IS
        harmless = shown[path] is Shown.UNNAMED and not is_small(tree[path].value)
        if hidden and least == most and not harmless:
            return path
    return None


def _is_told_by_parts(tree: Mapping[Path, Count], shown: Mapping[Path, Shown], path: Path) -> bool:
    parts = _parts(tree, path)
    return bool(parts) and all(shown[part] is Shown.AS_IT_IS for part in parts)


def possible(tree: Mapping[Path, Count], shown: Mapping[Path, Shown]) -> dict[Path, tuple[int, int]]:
    """The least and the most that each count can be, for a reader who sees what is shown."""
    ranges = {path: _alone(count, shown[path]) for path, count in tree.items()}
    for path in sorted(tree, key=len, reverse=True):
        if parts := _parts(tree, path):
            low, high = (sum(ranges[part][end] for part in parts) for end in (0, 1))
            ranges[path] = (max(ranges[path][0], low), min(ranges[path][1], high))
    for path in sorted(tree, key=len):
        parts = _parts(tree, path)
        low, high = (sum(ranges[part][end] for part in parts) for end in (0, 1))
        narrowed = {}
        for part in parts:
            least, most = ranges[part]
            others_least, others_most = low - least, high - most
            narrowed[part] = (
                max(least, ranges[path][0] - others_most),
                min(most, ranges[path][1] - others_least),
            )
        ranges |= narrowed
    return ranges


def _alone(count: Count, shown: Shown) -> tuple[int, int]:
    match shown:
        case Shown.AS_IT_IS:
            return count.value, count.value
        case Shown.SMALL:
            return 1, FEW - 1
        case Shown.COVERING:
            return FEW, _MUCH
        case Shown.UNNAMED:
            return 0, _MUCH


def _parts(tree: Mapping[Path, Count], path: Path) -> list[Path]:
    return [(*path, n) for n in range(len(tree[path].parts))]


def _cover(tree: Mapping[Path, Count], shown: Mapping[Path, Shown], told: Path) -> Path | None:
    """What is hidden next to keep a count: the least of its parts where all of them are shown; else the least
    one beside it, else the total above, and so on up."""
    if _is_told_by_parts(tree, shown, told):
        return min(
            (path for path in _parts(tree, told) if tree[path].value),
            key=lambda path: (tree[path].value, path),
        )
    for length in range(len(told), 0, -1):
        above = told[: length - 1]
        beside = [
            path for path in _parts(tree, above) if shown[path] is Shown.AS_IT_IS and tree[path].value >= FEW
        ]
        if beside:
            return min(beside, key=lambda path: (tree[path].value, path))
        if shown[above] is Shown.AS_IT_IS:
            return above
    return None
