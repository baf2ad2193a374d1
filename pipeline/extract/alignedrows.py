"""Labels set to the right with their answers: the rows that drawn lines part, or wider gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.extract.aligned import Column
from pipeline.extract.drawn import DrawnGrid, DrawnRow, row_of
from pipeline.extract.words import WordLine

_NEXT: Final = 0.45
"""A label so far below all above it, in letter sizes, begins a row where no line is drawn."""
_WIDER: Final = 0.12
"""A gap so much wider than those of a text, in letter sizes, parts rows."""
_BESIDE: Final = 1.0
"""A heading begins so many points before or behind the answers, or is so much further from them."""
_HEADING: Final = 1.08


class LevelLine(NamedTuple):
    """What stands at one height: a line of a label, a line of an answer, or both."""

    label: WordLine | None
    answer: WordLine | None

    @property
    def top(self) -> float:
        return min(one.top for one in (self.label, self.answer) if one is not None)

    @property
    def bottom(self) -> float:
        return max(one.bottom for one in (self.label, self.answer) if one is not None)


def rows_between(
    levels: Sequence[LevelLine],
    heights: Sequence[float],
    column: Column,
    breaks: Collection[int],
    right: float,
) -> Iterator[DrawnGrid]:
    """The tables that lines of labels and answers make; headings among them are left out, and part them.

    `heights` part its rows. `breaks`: the lines that a name in the margin stands beside first. `right`: how
    far an answer can go.
    """
    rows: list[DrawnRow] = []
    for first, band in _bands(levels, heights):
        heads = _headings(band, column)
        if heads or any(first <= n < first + len(band) for n in breaks):
            yield from _table(rows, column, right)
            rows = []
        for group in _groups(band[heads:]):
            if rows and all(one.label is None for one in group):
                rows[-1].cells[1].lines += [one.answer for one in group if one.answer is not None]
            else:
                rows.append(_row(group, column, right))
    yield from _table(rows, column, right)


def heights_between(levels: Sequence[LevelLine], inner: float) -> list[float] | None:
    """Where wider gaps part the rows; None where rows stand as near to each other as lines of one answer.

    What stands close over a label is its row's: the label may stand beside the middle of its answer. `inner`:
    how far lines of an answer stand apart.
    """
    gaps = [lower.top - upper.bottom for upper, lower in pairwise(levels)]
    both = [one.label is not None and one.answer is not None for one in levels]
    outer = [gap for n, gap in enumerate(gaps, start=1) if both[n] and both[n - 1]]
    size = median(one.bottom - one.top for one in levels)
    near = inner + _WIDER * size
    if 2 * sum(gap > near for gap in outer) < len(outer):
        return None
    return [
        (levels[n - 1].bottom + levels[n].top) / 2
        for n, gap in enumerate(gaps, start=1)
        if gap > near and _begins_row(levels, gaps, n, near)
    ]


def _begins_row(levels: Sequence[LevelLine], gaps: Sequence[float], n: int, near: float) -> bool:
    """Whether a label stands in a line, or close below it."""
    while n < len(levels) and levels[n].label is None:
        if n == len(gaps) or gaps[n] > near:
            return _is_bold(levels[n])
        n += 1
    return n < len(levels)


def _bands(levels: Sequence[LevelLine], heights: Sequence[float]) -> Iterator[tuple[int, list[LevelLine]]]:
    """The lines between two heights, with the number of the first of them."""
    band: list[LevelLine] = []
    begins = 0
    for n, level in enumerate(levels):
        middle = (level.top + level.bottom) / 2
        if band and any(band[-1].top < y < middle for y in heights):
            yield begins, band
            band, begins = [], n
        band.append(level)
    if band:
        yield begins, band


def _headings(band: Sequence[LevelLine], column: Column) -> int:
    """How many bold lines stand over the first label of a band, and are no part of its answer."""
    first = band[0].answer
    if first is not None and first.text[:1].islower():
        return 0  # the rest of a sentence
    heads = 0
    while heads < len(band) and band[heads].label is None and _is_bold(band[heads]):
        heads += 1
    rest = [one.answer for one in band[heads:] if one.answer is not None]
    if not heads or heads == len(band) or not rest or not all(one.bold for one in rest):
        return heads
    last = band[heads - 1].answer
    apart = last is not None and (
        abs(last.x0 - rest[0].x0) > _BESIDE
        or last.size > _HEADING * rest[0].size
        or rest[0].top - last.bottom > _NEXT * last.size
    )
    return heads if apart else 0


def _is_bold(level: LevelLine) -> bool:
    return level.answer is not None and level.answer.bold


def _groups(band: Sequence[LevelLine]) -> Iterator[list[LevelLine]]:
    """The rows of a band: more than one where no line is drawn below some."""
    group: list[LevelLine] = []
    for level in band:
        if (
            any(one.label is not None for one in group)
            and level.label is not None
            and level.answer is not None
            and level.top - max(one.bottom for one in group) > _NEXT * level.label.size
        ):
            yield group
            group = []
        group.append(level)
    if group:
        yield group


def _row(group: Sequence[LevelLine], column: Column, right: float) -> DrawnRow:
    top, bottom = min(one.top for one in group), max(one.bottom for one in group)
    middle = (column.end + column.start) / 2
    label = [one.label for one in group if one.label is not None]
    answer = [one.answer for one in group if one.answer is not None]
    # Whatever breaks a label, its lines are one.
    cells = ((column.left, middle, column.left, label), (middle, right, right, answer))
    return row_of(cells, top, bottom)


def _table(rows: list[DrawnRow], column: Column, right: float) -> Iterator[DrawnGrid]:
    if rows:
        cells = [cell for row in rows for cell in row.cells]
        yield DrawnGrid(
            rows=rows,
            edges=(column.left, (column.end + column.start) / 2, right),
            top=min(cell.top for cell in cells),
            bottom=max(cell.bottom for cell in cells),
            page=next(line.page for cell in cells for line in cell.lines),
            ruled=True,
        )
