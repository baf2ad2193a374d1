"""Tables from the lines that are drawn round their cells.

Sides that are not drawn are taken as drawn where the rulings of the table end, so a table with level rulings
and inner upright ones alone has its outer cells too.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.extract.alike import NEAR, are_alike, is_below_head
from pipeline.extract.bands import rows_by_gutters
from pipeline.extract.boxes import join_combs
from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow, clusters
from pipeline.extract.habits import Habits
from pipeline.extract.headbars import below_bars
from pipeline.extract.headrules import below_head_rules
from pipeline.extract.paragraphs import is_label_like
from pipeline.extract.shades import boxes_between, shaded_parts
from pipeline.extract.words import Page, PageWord, Ruling, WordLine, chunks_of, lines_of
from pipeline.extract.writelines import LEADER

_SHORT: Final = 6.0
_COLUMN: Final = 20.0
"""Points that a column is wide and a cell high at least, where only one of its level lines is drawn."""
_PADDING: Final = 6.0
_HEADING: Final = 1.15
"""Letters so much larger than the text's are of a heading, which stands in no table without sides."""
_EVEN: Final = 0.01
_MOST_PAIRS: Final = 600_000
_MOST_CELLS: Final = 4_000


def grids_of(page: Page, habits: Habits) -> tuple[list[DrawnGrid], list[PageWord]]:
    """The tables of a page from the top down, and the words that stand in none."""
    grids: list[DrawnGrid] = []
    words = [*page.words]
    headings = [
        word.box.bottom
        for word in page.words
        # Among lines to write on a level one is another such line, below its label, and no table's.
        if word.size > _HEADING * habits.size - _EVEN or word.text == LEADER
    ]
    headed, under = below_head_rules(page, habits)
    rulings = [one for one in page.rulings if one not in under]
    parts = _parts(rulings, [*headings, *boxes_between(page)])
    found = [*headed, *(grid for part in parts if (grid := _lattice(part, page, habits)) is not None)]
    for told in (below_bars, shaded_parts):
        shaded = [_lattice(part, page, habits) for part in told(page, found)]
        found += [grid for grid in shaded if grid is not None and len(grid.edges) > 2]
    # The inner ones first: they take their words out of the cells that they stand in.
    for grid in sorted(_real(found, page), key=_area):
        grid.ruled = grid.ruled or not any(grid is one for one in headed)
        words = _filled_in(grid, words, page)
        join_combs(grid)
        lines = [line for cell in grid.cells() for line in cell.lines]
        if len(grid.cells()) == 1 and any(len(chunks_of(line)) > 1 for line in lines):
            # A frame round lines that may be a table themselves.
            words += [word for line in lines for word in line.words]
        else:
            grids += _without_headings(grid, words)
    return sorted(grids, key=lambda one: (one.top, one.edges[0])), words


def _area(grid: DrawnGrid) -> float:
    return (grid.bottom - grid.top) * (grid.edges[-1] - grid.edges[0])


# ── what belongs together ─────────────────────────────────────────────────────────────────────────────


def _parts(rulings: Sequence[Ruling], headings: Sequence[float] = ()) -> list[list[Ruling]]:
    """The rulings in groups that hang together: by crossing, or as level lines below each other."""
    level = [one for one in rulings if one.level and one.x1 - one.x0 > _SHORT]
    upright = [one for one in rulings if not one.level and one.bottom - one.top > _SHORT]
    if len(level) * len(upright) > _MOST_PAIRS:
        return []
    own = [*level, *upright]
    heads = list(range(len(own)))

    def head(n: int) -> int:
        while heads[n] != n:
            heads[n] = heads[heads[n]]
            n = heads[n]
        return n

    for i, across in enumerate(level):
        for j, up in enumerate(upright, start=len(level)):
            if across.meets(up, NEAR):
                heads[head(i)] = head(j)
    for i, j in _below_each_other(level, upright, headings):
        heads[head(i)] = head(j)
    parts: dict[int, list[Ruling]] = {}
    for n, one in enumerate(own):
        parts.setdefault(head(n), []).append(one)
    return [part for part in parts.values() if sum(one.level for one in part) > 1 or _is_rest(part)]


def _is_rest(part: Sequence[Ruling]) -> bool:
    """The rest of a row that a page break cut: one level line, and an upright one parting what is above."""
    level = [one for one in part if one.level]
    return len(level) == 1 and any(
        abs(one.bottom - level[0].top) <= NEAR
        and level[0].x0 + _COLUMN < one.x0 < level[0].x1 - _COLUMN
        and one.bottom - one.top >= _COLUMN
        for one in part
        if not one.level
    )


def _below_each_other(
    level: Sequence[Ruling], upright: Sequence[Ruling], headings: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Pairs of level lines that look the same and have none between, where no side of the table is drawn."""
    order = sorted(range(len(level)), key=lambda n: level[n].top)
    for at, i in enumerate(order):
        one = level[i]
        for j in order[at + 1 :]:
            other = level[j]
            if other.top - one.top <= NEAR or other.x0 >= one.x1 or other.x1 <= one.x0:
                continue
            alike = not any(one.top < y < other.top for y in headings) and are_alike(one, other)
            if alike and not any(_is_side(up, one) or _is_side(up, other) for up in upright):
                yield i, j
            break


def _is_side(up: Ruling, level: Ruling) -> bool:
    touches = up.top - NEAR <= level.top <= up.bottom + NEAR
    return touches and min(abs(up.x0 - level.x0), abs(up.x0 - level.x1)) <= NEAR


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────────


def _lattice(part: Sequence[Ruling], page: Page, habits: Habits) -> DrawnGrid | None:
    """The cells that a group of rulings makes, still empty; None where they make none."""
    level = [one for one in part if one.level]
    upright = [one for one in part if not one.level]
    left, right = min(one.x0 for one in level), max(one.x1 for one in level)
    xs, ys = clusters([one.x0 for one in upright], NEAR), clusters([one.top for one in level], NEAR)
    if not xs or xs[0] - left > 2 * NEAR:
        xs.insert(0, left)
    if right - xs[-1] > 2 * NEAR:
        xs.append(right)
    # Where upright lines end without a level one, a side of the table is not drawn.
    ends = clusters([y for one in upright for y in (one.top, one.bottom)], NEAR)
    ys = sorted([*ys, *(y for y in ends if all(abs(y - other) > 2 * NEAR for other in ys))])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    inner = [one for one in upright if xs[0] + 2 * NEAR < one.x0 < xs[-1] - 2 * NEAR]
    if not inner and (len(ys) > 2 or (not upright and is_below_head(*level[:2]))):
        return rows_by_gutters(page, xs[0], xs[-1], ys, habits, open_sided=not upright)
    if not upright:
        return None
    rows = [_row(level, upright, xs, top, bottom) for top, bottom in itertools.pairwise(ys)]
    _mark_merged(rows, level)
    rows = [row for row in rows if row.cells]
    if not rows:
        return None
    closed = (
        bool(upright) and min(_covered(upright, x, ys[0], ys[-1], level=False) for x in (xs[0], xs[-1])) > 0
    )
    return DrawnGrid(rows=rows, edges=tuple(xs), top=ys[0], bottom=ys[-1], page=page.number, closed=closed)


def _row(
    level: Sequence[Ruling], upright: Sequence[Ruling], xs: Sequence[float], top: float, bottom: float
) -> DrawnRow:
    bounds = [
        n
        for n, x in enumerate(xs)
        if n in (0, len(xs) - 1) or _covered(upright, x, top, bottom, level=False) >= 0.5 * (bottom - top)
    ]
    cells = []
    for start, end in itertools.pairwise(bounds):
        x0, x1 = xs[start], xs[end]
        drawn = max(_covered(level, y, x0, x1, level=True) for y in (top, bottom)) >= 0.5 * (x1 - x0)
        if drawn or (start > 0 and end < len(xs) - 1):
            cells.append(DrawnCell(column=start, span=end - start, x0=x0, top=top, x1=x1, bottom=bottom))
    return DrawnRow(cells=cells)


def _covered(rulings: Sequence[Ruling], at: float, start: float, end: float, *, level: bool) -> float:
    """How much of a stretch at a height (or breadth) is drawn."""
    if level:
        pieces = [(one.x0, one.x1) for one in rulings if abs(one.top - at) <= NEAR]
    else:
        pieces = [(one.top, one.bottom) for one in rulings if abs(one.x0 - at) <= NEAR]
    covered, reached = 0.0, start
    for a, b in sorted(pieces):
        a, b = max(a, reached), min(b, end)
        if b > a:
            covered += b - a
            reached = b
    return covered


def _mark_merged(rows: Sequence[DrawnRow], level: Sequence[Ruling]) -> None:
    """Cells with no line between them are one; the lower ones go on with the upper."""
    for above, below in itertools.pairwise(rows):
        for cell in below.cells:
            upper = next((c for c in above.cells if c.column == cell.column and c.span == cell.span), None)
            if upper is None or abs(upper.bottom - cell.top) > NEAR:
                continue
            if _covered(level, cell.top, cell.x0, cell.x1, level=True) < 0.5 * (cell.x1 - cell.x0):
                cell.continues = True


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────


def _filled_in(grid: DrawnGrid, words: Sequence[PageWord], page: Page) -> list[PageWord]:
    """Puts words into the cells that they stand in; the others are given back."""
    if all(cell.right for cell in grid.cells()):
        # Its words are in it already, but those that an inner table has taken.
        free = {id(word) for word in words}
        for cell in grid.cells():
            left = [tuple(word for word in line.words if id(word) in free) for line in cell.lines]
            cell.lines = [WordLine(own) for own in left if own]
        taken = {id(word) for cell in grid.cells() for line in cell.lines for word in line.words}
        return [word for word in words if id(word) not in taken]
    inside: dict[int, list[PageWord]] = {}
    cells = grid.cells()
    numbers = iter(range(len(cells)))
    rows = [(row.cells[0].top, [(next(numbers), cell) for cell in row.cells]) for row in grid.rows]
    tops = [top for top, _ in rows]
    rest = []
    for word in words:
        box = word.box
        x, y = min((box.x0 + box.x1) / 2, box.x0 + word.size), (box.top + box.bottom) / 2
        if not (grid.top <= y <= grid.bottom and grid.edges[0] - NEAR <= x <= grid.edges[-1] + NEAR):
            rest.append(word)
            continue
        row = rows[max(bisect_right(tops, y) - 1, 0)][1]
        at = next((n for n, c in row if c.top <= y < c.bottom and c.x0 - NEAR <= x < c.x1), None)
        if at is None:
            rest.append(word)
        else:
            inside.setdefault(at, []).append(word)
    _hand_up(grid, inside)
    for n, cell in enumerate(cells):
        cell.lines = lines_of(inside.get(n, ()))
    padding = _padding(grid)
    for cell in cells:
        cell.right = cell.x1 - padding
        middle = (cell.top + cell.bottom) / 2
        cell.shaded = any(
            one.is_painted
            and one.x0 <= cell.x0 + NEAR
            and one.x1 >= cell.x1 - NEAR
            and one.top < middle < one.bottom
            for one in page.shades
        )
    return rest


def _padding(grid: DrawnGrid) -> float:
    """How far texts keep from the side of their cell, by what is usual on the left of the inner ones."""
    cells = [cell for cell in grid.cells() if cell.lines]
    inner = [cell for cell in cells if cell.column] or cells
    indents = sorted(max(0.0, min(line.x0 for line in cell.lines) - cell.x0) for cell in inner)
    usual = indents[len(indents) // 3] if indents else 0.0
    return max(usual, 1.0) if usual <= 2 * _PADDING else _PADDING


def _hand_up(grid: DrawnGrid, inside: dict[int, list[PageWord]]) -> None:
    """Words in a cell that goes on with the one above it stand in that one."""
    number = {id(cell): n for n, cell in enumerate(grid.cells())}
    owners: dict[tuple[int, int], int] = {}
    for row in grid.rows:
        for cell in row.cells:
            n, key = number[id(cell)], (cell.column, cell.span)
            if cell.continues and key in owners:
                inside.setdefault(owners[key], []).extend(inside.pop(n, ()))
            else:
                owners[key] = n


# ── what only looks like a table ──────────────────────────────────────────────────────────────────────


def _real(grids: Sequence[DrawnGrid], page: Page) -> list[DrawnGrid]:
    """Without frames round other things, and boxes within a cell."""

    def lies_in(one: DrawnGrid, other: DrawnGrid) -> bool:
        return (
            one is not other
            and other.top - NEAR <= one.top
            and one.bottom <= other.bottom + NEAR
            and other.edges[0] - NEAR <= one.edges[0]
            and one.edges[-1] <= other.edges[-1] + NEAR
        )

    frames = [
        one
        for one in grids
        if len(one.cells()) == 1
        and (any(lies_in(other, one) for other in grids) or _area(one) > 0.4 * page.width * page.height)
    ]
    kept = [one for one in grids if not any(one is frame for frame in frames)]
    return [one for one in kept if len(one.cells()) > 1 or not any(lies_in(one, other) for other in kept)]


def _without_headings(grid: DrawnGrid, words: list[PageWord]) -> list[DrawnGrid]:
    """The table cut where a heading, or a label over its answer, is all between two lines of it.

    The words of those are given back.
    """
    parts: list[list[DrawnRow]] = [[]]
    for row in grid.rows:
        only = row.cells[0]
        own = [word for line in only.lines for word in line.words]
        heading = len(row.cells) == 1 and len(grid.edges) > 2 and not only.shaded and is_label_like(own)
        labelled = grid.banded and only.span == len(grid.edges) - 1 and _is_label_over_text(only)
        if (heading or labelled) and not grid.closed:
            words += own
            parts.append([])
        else:
            parts[-1].append(row)
    if len(parts) == 1:
        return [grid]
    return [
        DrawnGrid(
            rows=rows,
            edges=grid.edges,
            top=rows[0].cells[0].top,
            bottom=rows[-1].cells[0].bottom,
            page=grid.page,
        )
        for rows in parts
        if rows
    ]


def _is_label_over_text(cell: DrawnCell) -> bool:
    """Whether a cell has one bold line, and below it others that aren't."""
    bold = [n for n, line in enumerate(cell.lines) if line.bold]
    return len(bold) == 1 and bold[0] < len(cell.lines) - 1
