"""Fields side by side that a line is drawn below: a label, its answer right below it, and the line.

Each field has a line of its own, so that those of one row may lie at different heights; their labels stand on
one. Labels that stand below their lines, or in front of them, are none such.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final, TypeAlias

from pipeline.extract.drawn import DrawnGrid, clusters
from pipeline.extract.frames import Frame, grid_of
from pipeline.extract.words import Page, Ruling, WordLine, lines_of

_Field: TypeAlias = tuple[Frame, list[WordLine]]
_SHORTEST: Final = 60.0
"""Points that a field is broad at least."""
_GAP: Final = (3.0, 40.0)
"""What lies between two fields."""
_SAME: Final = 1.5
_SEVERAL: Final = 2
"""Rows of such fields on a page, and lines below each other: one alone may be anything."""
_MOST_LINES: Final = 400
_HIGHEST: Final = 120.0
"""Points from the foot of a field to its label, at most."""
_MARGIN: Final = 2.0
"""How far the words of a field may reach out of it."""
_CLEAR: Final = 3.0
"""The blank between a line and the label below it, in points."""


def underlined_fields(page: Page) -> list[DrawnGrid]:
    """The rows of such fields from the top down, each field a cell that is read by itself."""
    level = sorted((one for one in page.rulings if one.level), key=lambda one: one.top)
    if len(level) > _MOST_LINES:
        return []
    columns = _columns(level)
    if len(columns) < 2:
        return []
    own = [[one for one in level if _is_in(one, column)] for column in columns]
    edges = [*level, *(Ruling(one.x0, one.bottom, one.x1, one.bottom) for one in page.shades)]
    fields = [[_lines_over(one, edges, page) for one in rulings] for rulings in own]
    heads = clusters([lines[0].top for column in fields for lines in column if lines], _CLEAR)
    found: list[DrawnGrid] = []
    for head in heads:
        row = [
            (Frame(one.x0, head, one.x1, one.top), below)
            for rulings, column in zip(own, fields, strict=True)
            for one, lines in zip(rulings, column, strict=True)
            if (below := _from(lines, head))
        ]
        row = _with_unruled(row, columns, page)
        if len(row) > 1 and _are_fields(row, page):
            found.append(grid_of(row, page))
    return found if len(found) >= _SEVERAL else []


def _columns(level: Sequence[Ruling]) -> list[tuple[float, float]]:
    """The sides of several lines each that lie below each other, beside those of the next column."""
    sides: dict[tuple[float, float], int] = {}
    for one in level:
        if one.x1 - one.x0 >= _SHORTEST:
            key = next((key for key in sides if _is_in(one, key)), (one.x0, one.x1))
            sides[key] = sides.get(key, 0) + 1
    told = sorted(key for key, number in sides.items() if number >= _SEVERAL)
    beside = [(a, b) for a, b in combinations(told, 2) if _GAP[0] <= b[0] - a[1] <= _GAP[1]]
    return sorted({column for pair in beside for column in pair})


def _is_in(one: Ruling, column: tuple[float, float]) -> bool:
    return abs(one.x0 - column[0]) <= _SAME and abs(one.x1 - column[1]) <= _SAME


def _lines_over(one: Ruling, edges: Sequence[Ruling], page: Page) -> list[WordLine]:
    """The lines over a drawn one, up to what is drawn above them."""
    above = [
        edge.top for edge in edges if edge.top < one.top - _SAME and edge.x0 < one.x1 and edge.x1 > one.x0
    ]
    top = max([*above, one.top - _HIGHEST])
    lines = lines_of(
        [
            word
            for word in page.words
            if top < (word.box.top + word.box.bottom) / 2 < one.top + _MARGIN
            and one.x0 - _MARGIN <= word.box.x0 <= one.x1
            and not word.turned
        ]
    )
    if not lines or lines[0].top - top < _CLEAR:
        return []
    # Another field that no line is drawn below may stand over it: boxes to tick, as a rule.
    begun = [n for n in range(1, len(lines)) if lines[n].bold and not lines[n - 1].bold]
    return lines[begun[-1] :] if begun else lines


def _with_unruled(row: Sequence[_Field], columns: Sequence[tuple[float, float]], page: Page) -> list[_Field]:
    """A row with the field beside it that no line is drawn below, as boxes to tick have none."""
    if not row:
        return []
    top, foot = min(frame.top for frame, _ in row), max(frame.bottom for frame, _ in row)
    found = [*row]
    for left, right in columns:
        if any(frame.x0 < right and frame.x1 > left for frame, _ in row):
            continue
        words = [
            word
            for word in page.words
            if top - _CLEAR <= word.box.top < foot and left - _MARGIN <= word.box.x0 <= right
        ]
        lines = lines_of(words)
        if len(lines) < 2 or abs(lines[0].top - top) > _CLEAR:
            continue
        if lines[0].bold and not any(line.bold for line in lines[1:]):
            found.append((Frame(left, top, right, foot), lines))
    return sorted(found, key=lambda one: one[0].x0)


def _from(lines: Sequence[WordLine], head: float) -> list[WordLine]:
    """The lines from the one at this height on; what stands over it is a heading, or text, over the row."""
    at = next((n for n, line in enumerate(lines) if abs(line.top - head) <= _CLEAR), None)
    return [] if at is None else [*lines[at:]]


def _are_fields(row: Sequence[_Field], page: Page) -> bool:
    """Whether labels with answers right below them are all that stands there."""
    told = {id(word) for _, lines in row for line in lines for word in line.words}
    top, foot = min(lines[0].top for _, lines in row), max(frame.bottom for frame, _ in row)
    left, right = row[0][0].x0, row[-1][0].x1
    rest = [
        word
        for word in page.words
        if id(word) not in told and top <= word.box.top < foot and left <= word.box.x0 <= right
    ]
    if any(_parts(one, (left, top, right, foot)) for one in page.rulings if not one.level):
        return False  # cells of a table
    within = all(line.x1 <= frame.x1 + _MARGIN for frame, lines in row for line in lines)
    answered = any(len(lines) > 1 for _, lines in row)
    return not rest and within and answered and not any(map(_is_loose, (lines for _, lines in row)))


def _parts(upright: Ruling, field: tuple[float, float, float, float]) -> bool:
    """Whether an upright line bounds or crosses fields; a low one is the side of a box to tick."""
    left, top, right, foot = field
    beside = left - _GAP[0] <= upright.x0 <= right + _GAP[0]
    return beside and min(upright.bottom, foot) - max(upright.top, top) > (foot - top) / 2


def _is_loose(lines: Sequence[WordLine]) -> bool:
    """Whether the answer stands far below its label: the label may be that of a line above it."""
    return len(lines) > 1 and lines[1].top - lines[0].bottom > lines[0].size
