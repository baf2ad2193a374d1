"""Pages set in two columns, read down the one and then down the other.

The right column is moved below the left one, so that whatever reads a page from the top down finds it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from pipeline.extract.words import Page, PageWord, Ruling, Shade, WordLine, lines_of

Drawn = TypeVar("Drawn", Ruling, Shade)

_MIDDLE: Final = (0.4, 0.6)
"""Where on a page the gutter lies, in page widths."""
_STEP, _GUTTER = 2.0, 9.0
"""How finely it is looked for, and how broad it is at least, in points."""
_LINES: Final = 4
"""So many lines stand in either column at least."""
_LEVEL: Final = 1.0
"""Lines whose base or head is so near to the same are on one level."""
_MOST_LEVEL: Final = 0.6
"""Where more lines of either side are level with one of the other, they are rows of a table."""
_OF_COLUMN: Final = 0.6
_HEAD: Final = 0.25
"""Of the page: what is drawn across its middle so far up belongs to its head, and columns begin below it."""
_APART: Final = 24.0
"""Columns are no further from each other than this; their lines may all be shorter."""
_FRAMED: Final = 0.8


def unrolled(page: Page) -> tuple[Page, float | None]:
    """The page in one column, and how far that goes; as it is, and None, where it isn't set in two."""
    upright = [word for word in page.words if not word.turned]
    found = _gutter(page, upright)
    if found is None:
        return page, None
    gutter, top = found
    below = [word for word in upright if word.box.top >= top]
    left = lines_of([word for word in below if word.box.x1 <= gutter])
    right = lines_of([word for word in below if word.box.x0 >= gutter])
    if not _are_columns(page, left, right, gutter, top):
        return page, None
    begin = min(line.x0 for line in left)
    back = min(line.x0 for line in right) - begin
    down = left[-1].bottom + 0.3 * left[-1].size - right[0].top
    ends = max(begin + back - _APART, *(line.x1 for line in left), *(line.x1 - back for line in right))
    own = {id(word) for line in right for word in line.words}

    def drawn(one: Drawn) -> Drawn:
        return _moved(one, back, down) if one.x0 >= gutter - _STEP and one.top >= top else one

    moved = replace(
        page,
        height=page.height + down,
        words=tuple(word.moved(right=-back, down=down) if id(word) in own else word for word in page.words),
        rulings=tuple(drawn(one) for one in page.rulings if not _is_in_gutter(one, gutter)),
        shades=tuple(map(drawn, page.shades)),
    )
    return moved, ends


def _gutter(page: Page, words: Sequence[PageWord]) -> tuple[float, float] | None:
    """Where the middle of the page is blank from some height down to its foot, and that height."""
    low, high = (share * page.width for share in _MIDDLE)
    best: tuple[float, float] | None = None
    for step in range(int((high - low) / _STEP) + 1):
        x = low + step * _STEP
        inside = [word for word in words if word.box.x0 < x + _GUTTER / 2 and word.box.x1 > x - _GUTTER / 2]
        top = max((word.box.bottom for word in inside), default=0.0)
        if best is None or top <= best[1]:  # the furthest right: short lines leave room before it
            best = (x, top)
    if best is None:
        return None
    x, top = best
    drawn: list[Ruling | Shade] = [*(one for one in page.rulings if one.level), *page.shades]
    heads = [one.bottom for one in drawn if _is_across(one, x) and one.bottom <= _HEAD * page.height]
    return x, max(top, *heads) if heads else top


def _are_columns(
    page: Page, left: Sequence[WordLine], right: Sequence[WordLine], gutter: float, top: float
) -> bool:
    """Whether the two sides are columns of text, and not labels beside their answers or cells of a table."""
    if min(len(left), len(right)) < _LINES or _are_fields(page, left, right, gutter, top):
        return False
    if sum(line.bold for line in left) >= _FRAMED * len(left) and not any(line.bold for line in right):
        return False  # labels with their answers beside them
    foot = max(left[-1].bottom, right[-1].bottom)
    drawn: list[Ruling | Shade] = [*(one for one in page.rulings if one.level), *page.shades]
    head = max(left[0].top, right[0].top)  # what is drawn over both columns is the page's head
    if any(head <= one.top <= foot for one in drawn if _is_across(one, gutter)):
        return False
    sides = [one for one in page.rulings if not one.level and one.x0 > gutter]
    starts = [_start_of(line, sides) for line in right]
    begin = min(starts)
    if sum(abs(start - begin) <= _STEP for start in starts) < _OF_COLUMN * len(right):
        return False
    ruled = any(
        _is_in_gutter(one, gutter) and one.bottom - one.top >= _OF_COLUMN * (foot - top)
        for one in page.rulings
    )
    return ruled or max(_share_level(left, right), _share_level(right, left)) <= _MOST_LEVEL


def _is_across(one: Ruling | Shade, gutter: float) -> bool:
    return one.x0 < gutter - _GUTTER < gutter + _GUTTER < one.x1


def _start_of(line: WordLine, sides: Sequence[Ruling]) -> float:
    """Where a line begins: with the frame that stands right before it, if there is one."""
    middle = (line.top + line.bottom) / 2
    near = (one.x0 for one in sides if 0 <= line.x0 - one.x0 <= _GUTTER and one.top <= middle <= one.bottom)
    return min(near, default=line.x0)


def _are_fields(
    page: Page, left: Sequence[WordLine], right: Sequence[WordLine], gutter: float, top: float
) -> bool:
    """Whether what stands on the right is framed line by line, and on the left nothing: labels and fields."""
    sides = [one for one in page.rulings if not one.level and one.top >= top]
    framed = sum(one.x0 > gutter for one in sides)
    return framed >= _FRAMED * len(right) and len(sides) - framed < (1 - _FRAMED) * len(left)


def _share_level(lines: Sequence[WordLine], others: Sequence[WordLine]) -> float:
    """How many of the lines of one side have a line on the other at their height, by their base or head."""
    return sum(any(_is_level(line, other) for other in others) for line in lines) / len(lines)


def _is_level(line: WordLine, other: WordLine) -> bool:
    return min(abs(line.bottom - other.bottom), abs(line.top - other.top)) <= _LEVEL


def _is_in_gutter(one: Ruling, gutter: float) -> bool:
    return not one.level and abs(one.x0 - gutter) <= 2 * _GUTTER


def _moved(one: Drawn, back: float, down: float) -> Drawn:
    return one._replace(x0=one.x0 - back, top=one.top + down, x1=one.x1 - back, bottom=one.bottom + down)
