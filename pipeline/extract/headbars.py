"""Tables whose columns are told by a bar of shaded heads alone: nothing is drawn round the rows below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.words import Page, PageWord, Ruling, Shade

_NEAR: Final = 2.0
_FEWEST: Final = 3
"""Heads of a bar: two shaded cells side by side may be a label and its answer."""
_LEAST: Final = (12.0, 8.0)
"""A head is so wide and high at least."""
_FARTHEST: Final = 2.4
"""The next row begins no farther below the last line than this, in sizes of its letters."""
_APART: Final = 0.9
"""Rows are parted by so much white, in sizes of their letters."""


def below_bars(page: Page, found: Sequence[DrawnGrid]) -> list[list[Ruling]]:
    """Rulings round the cells below bars of heads, row below row; what lies in a table `found` is left out.

    A row belongs to the bar above it while each of its words stands below one head, and no farther left.
    """
    parts: list[list[Ruling]] = []
    bottom = 0.0
    for bar in _bars(page):
        top, left, right = bar[0].top, bar[0].x0, bar[-1].x1
        taken = any(
            top < one.bottom and bar[0].bottom > one.top and left < one.edges[-1] and right > one.edges[0]
            for one in found
        )
        if taken or top < bottom:
            continue
        ends = _rows_below(page, bar)
        if ends:
            bottom = ends[-1]
            edges = [*(one.x0 for one in bar), right]
            levels = [top, bar[0].bottom, *ends]
            parts.append(
                [
                    *(Ruling(left, y, right, y) for y in levels),
                    *(Ruling(x, top, x, bottom) for x in edges),
                ]
            )
    return parts


def _bars(page: Page) -> Iterator[list[Shade]]:
    """The rows of shaded cells, each touching the next, that all hold words; from the top down."""
    rows: list[list[Shade]] = []
    shades = (one for one in page.shades if one.is_painted and one.x1 - one.x0 >= _LEAST[0])
    for shade in sorted(shades, key=lambda one: (round(one.top), one.x0)):
        last = rows[-1][-1] if rows else None
        if last is not None and _is_beside(last, shade):
            rows[-1].append(shade)
        else:
            rows.append([shade])
    for row in rows:
        high = row[0].bottom - row[0].top >= _LEAST[1]
        if len(row) >= _FEWEST and high and all(any(_words_in(page, cell)) for cell in row):
            yield row


def _is_beside(one: Shade, other: Shade) -> bool:
    level = abs(one.top - other.top) <= _NEAR and abs(one.bottom - other.bottom) <= _NEAR
    return level and abs(other.x0 - one.x1) <= _NEAR


def _words_in(page: Page, cell: Shade) -> Iterator[PageWord]:
    for word in page.words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
        if cell.x0 <= x < cell.x1 and cell.top <= y < cell.bottom:
            yield word


def _rows_below(page: Page, bar: Sequence[Shade]) -> list[float]:
    """Where each row below a bar ends."""
    head = [word for cell in bar for word in _words_in(page, cell)]
    starts = [min(word.box.x0 for word in _words_in(page, cell)) for cell in bar]
    size = max(word.size for word in head)
    striped = [row for row in _striped(page, bar) if row.top >= bar[0].bottom - _NEAR]
    below = sorted(
        (word for word in page.words if word.box.top >= bar[0].bottom - _NEAR and not word.turned),
        key=lambda word: word.box.top,
    )
    reached = bar[0].bottom
    words: list[PageWord] = []
    for word in below:
        stripe = next((one for one in striped if one.top <= word.box.top < one.bottom), None)
        reached = max([reached, *(one.bottom for one in striped if one.top <= reached + _NEAR)])
        near = word.box.top - reached <= _FARTHEST * max(word.size, size)
        if not near or word.size > 1.2 * size or not _is_below(word, bar, starts):
            if stripe is not None and not words:
                return []
            break
        words.append(word)
        reached = max(reached, word.box.bottom)
    return _ends(words, [one for one in striped if one.top <= reached], bar)


def _striped(page: Page, bar: Sequence[Shade]) -> list[Shade]:
    """The rows below a bar that are shaded cell by cell as its heads are: every second one, as a rule."""
    found = [
        one
        for one in page.shades
        if abs(one.x0 - bar[0].x0) <= _NEAR and abs(one.x1 - bar[0].x1) <= _NEAR and one.is_painted
    ]
    return sorted(found, key=lambda one: one.top)


def _is_below(word: PageWord, bar: Sequence[Shade], starts: Sequence[float]) -> bool:
    """Whether a word stands below one head, and begins no farther left than that does."""
    box = word.box
    for cell, start in zip(bar, starts, strict=True):
        if cell.x0 <= box.x0 < cell.x1:
            return start - _NEAR <= box.x0 and box.x1 <= cell.x1 + 1
    return False


def _ends(words: Sequence[PageWord], striped: Sequence[Shade], bar: Sequence[Shade]) -> list[float]:
    """Where rows end: where a shaded one begins or ends, else where white parts them."""
    if not words:
        return []
    bounds = sorted({bar[0].bottom, *(y for one in striped for y in (one.top, one.bottom))})
    bounds = [bounds[0], *(y for before, y in pairwise(bounds) if y - before > _NEAR)]
    ends = bounds[1:]
    last = max(word.box.bottom for word in words)
    rest = [word for word in words if word.box.top >= bounds[-1] - _NEAR]
    if not rest:
        return ends
    if striped:
        return [*ends, last + _NEAR]  # every second row is shaded, so that this is one
    reached = min(word.box.top for word in rest)
    for word in sorted(rest, key=lambda one: one.box.top):
        if word.box.top - reached >= _APART * word.size:
            ends.append((word.box.top + reached) / 2)
        reached = max(reached, word.box.bottom)
    return [*ends, last + _NEAR]
