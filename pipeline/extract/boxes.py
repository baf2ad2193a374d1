"""Drawn boxes to write in: one with the label beside or over it, and rows of them for single letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.words import PageWord, WordLine, chunks_of, lines_of

_COMB: Final = 26.0
"""Boxes for single letters are no wider."""
_LEAST_COMB: Final = 4
_BESIDE, _FAR = 160.0, 360.0
"""A label ends no further from its box: where another may stand over it, and where none does."""
_OVER: Final = 8.0
_SMALLER: Final = 0.9
"""Letters so much smaller than those of the answer are a label's."""
_MOST_LABEL: Final = 100


def with_labels(
    grids: Sequence[DrawnGrid], words: Sequence[PageWord]
) -> tuple[list[DrawnGrid], list[PageWord]]:
    """Each box of its own with its label: beside it as a cell, over it as its first line; and the words left.

    A box that nothing is written in and no label belongs to is left out.
    """
    free = [*words]
    done = []
    for grid in grids:
        cells = grid.cells()
        if len(cells) == 1 and grid.ruled:
            over = [] if _has_label(cells[0]) else _over(cells[0], free)
            reach = _BESIDE if over or _has_label(cells[0]) else _FAR
            label = _beside(grid, grids, free, reach)
            if label:
                _put_beside(grid, label)
            else:
                label = over
                cells[0].lines[:0] = lines_of(label)
            free = _without(free, label)
        elif grid.ruled:
            free = _with_labels_beside(grid, free) if len(grid.edges) == 2 else _with_head(grid, free)
        if len(grid.cells()) > 1 or cells[0].lines:
            done.append(grid)
    return done, free


def _without(words: Sequence[PageWord], taken: Sequence[PageWord]) -> list[PageWord]:
    numbers = {id(word) for word in taken}
    return [word for word in words if id(word) not in numbers]


def _with_labels_beside(grid: DrawnGrid, words: list[PageWord]) -> list[PageWord]:
    """A column of boxes with a label on the left of each gets a column of labels; the words left."""
    labels = []
    for cell in grid.cells():
        level = [
            word
            for word in words
            if word.box.x1 <= cell.x0 + 1 and cell.top <= (word.box.top + word.box.bottom) / 2 <= cell.bottom
        ]
        lines = lines_of(level)
        near = lines and max(line.x1 for line in lines) >= cell.x0 - _FAR
        if not near or any(len(chunks_of(line)) > 1 for line in lines):
            return words
        labels.append(lines)
    left = min(line.x0 for lines in labels for line in lines)
    for row, lines in zip(grid.rows, labels, strict=False):
        cell = row.cells[0]
        row.cells.insert(
            0,
            DrawnCell(
                column=0,
                span=1,
                x0=left,
                top=cell.top,
                x1=cell.x0,
                bottom=cell.bottom,
                right=cell.x0,
                lines=lines,
            ),
        )
        cell.column = 1
    grid.edges = (left, *grid.edges)
    return _without(words, [word for lines in labels for line in lines for word in line.words])


def _with_head(grid: DrawnGrid, words: list[PageWord]) -> list[PageWord]:
    """A bold line right over a table, with a text over each column, is its first row; the words left."""
    near = [
        word
        for word in words
        if -1 <= grid.top - word.box.bottom <= _OVER and grid.edges[0] - 2 <= word.box.x0 < grid.edges[-1]
    ]
    lines = lines_of(near)
    first = grid.rows[0].cells
    if len(lines) != 1 or not lines[0].bold or any(_is_bold(cell) for cell in first):
        return words
    chunks = chunks_of(lines[0])
    columns = [
        next((cell for cell in first if cell.x0 - 2 <= chunk.x0 and chunk.x1 <= cell.x1 + 2), None)
        for chunk in chunks
    ]
    if len(chunks) != len(first) or columns != [*first]:
        return words
    line = lines[0]
    cells = [
        replace(cell, top=line.top, bottom=cell.top, lines=[chunk], shaded=False)
        for cell, chunk in zip(first, chunks, strict=True)
    ]
    grid.rows.insert(0, DrawnRow(cells=cells))
    grid.top = line.top
    return _without(words, near)


def _is_bold(cell: DrawnCell) -> bool:
    return any(line.bold for line in cell.lines)


def _has_label(cell: DrawnCell) -> bool:
    """Whether a box begins with its label: in bold, with a colon, or smaller than what is below."""
    first, below = (*cell.lines[:2], None, None)[:2]
    if first is None or first.bold or first.text.rstrip().endswith(":"):
        return first is not None
    return below is not None and first.size <= _SMALLER * below.size


def _beside(
    grid: DrawnGrid, grids: Sequence[DrawnGrid], words: Sequence[PageWord], reach: float
) -> list[PageWord]:
    """The words on the left of a box, from the next box on, if they end within `reach` of it."""
    left = grid.edges[0]
    before = max(
        (
            other.edges[-1]
            for other in grids
            if other is not grid
            and other.edges[-1] <= left + 1
            and other.top < grid.bottom
            and other.bottom > grid.top
        ),
        default=0.0,
    )
    level = [
        word
        for word in words
        if before - 1 <= word.box.x0
        and word.box.x1 <= left + 1
        and grid.top - 2 <= (word.box.top + word.box.bottom) / 2 <= grid.bottom + 2
        and not word.turned
    ]
    lines = lines_of(level)
    near = [chunks_of(line)[-1] for line in lines]
    if (
        not near
        or max(chunk.x1 for chunk in near) < left - reach
        or any(len(chunks_of(line)) > 1 for line in lines)
    ):
        return []
    return [word for chunk in near for word in chunk.words]


def _put_beside(grid: DrawnGrid, label: Sequence[PageWord]) -> None:
    cell = grid.cells()[0]
    lines = lines_of(label)
    left = min(line.x0 for line in lines)
    first = DrawnCell(
        column=0, span=1, x0=left, top=cell.top, x1=cell.x0, bottom=cell.bottom, right=cell.x0, lines=lines
    )
    cell.column = 1
    grid.rows = [DrawnRow(cells=[first, cell])]
    grid.edges = (left, cell.x0, cell.x1)


def _over(cell: DrawnCell, words: Sequence[PageWord]) -> list[PageWord]:
    """The words of the line right over a box, if it begins where the box does."""
    near = [
        word
        for word in words
        if -2 <= cell.top - word.box.bottom <= _OVER
        and cell.x0 - _OVER <= word.box.x0
        and word.box.x1 <= cell.x1 + _OVER
        and not word.turned
    ]
    lines = lines_of(near)
    if len(lines) != 1:
        return []
    chunk = chunks_of(lines[0])[0]
    if cell.lines and _SMALLER * chunk.size > cell.lines[0].size:
        return []  # a heading over a box that has its label in it
    fits = abs(chunk.x0 - cell.x0) <= _OVER and len(chunk.text) <= _MOST_LABEL
    return [*chunk.words] if fits else []


# ── boxes for single letters ──────────────────────────────────────────────────────────────────────────


def join_combs(grid: DrawnGrid) -> None:
    """A row of boxes for one letter each is one cell."""
    for row in grid.rows:
        cells = row.cells
        narrow = [cell.x1 - cell.x0 <= _COMB and len(cell.text) <= 1 and not cell.continues for cell in cells]
        others = {cell.column for other in grid.rows if other is not row for cell in other.cells}
        start = 0
        joined: list[DrawnCell] = []
        while start < len(cells):
            end = start
            while end < len(cells) and narrow[end] and (end == start or cells[end].column not in others):
                end += 1
            if end - start >= _LEAST_COMB:
                first = cells[start]
                words = [word for cell in cells[start:end] for line in cell.lines for word in line.words]
                first.span = sum(cell.span for cell in cells[start:end])
                first.x1 = first.right = cells[end - 1].x1
                first.lines = [WordLine((_spelt(words),))] if words else []
            joined.append(cells[start])
            start = max(end, start + 1) if end - start >= _LEAST_COMB else start + 1
        row.cells = joined


def _spelt(words: Sequence[PageWord]) -> PageWord:
    first, last = words[0].box, words[-1].box
    return PageWord(
        text="".join(word.text for word in words), box=first._replace(x1=last.x1), bold=words[0].bold
    )
