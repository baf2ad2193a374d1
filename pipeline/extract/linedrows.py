"""Fields with a line drawn below each answer and the label in front of it, where labels take several lines.

The lines part the rows: all that stands in front of one, down from the line above, is one label, wherever in
its height the answer stands. Rows with labels of one line alone need no such help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, TypeAlias

from pipeline.extract.drawn import DrawnGrid, row_of
from pipeline.extract.words import Page, PageWord, Ruling, WordLine, chunks_of, lines_of

_SHORTEST: Final = 40.0
"""Points; a shorter line has no room for an answer that needs it."""
_SAME: Final = 1.5
_FEWEST: Final = 3
"""Lines that begin below each other: two may be anything."""
_MOST_LINES: Final = 400
_LEADING: Final = 0.45
"""Between two lines of one label is at most so much air, in letter sizes."""
_SAME_SIZE: Final = 0.08
_HIGHEST: Final = 90.0
"""Points that a row is high at most."""
_OVER: Final = 2.0
"""How far words may reach over where their cell ends."""
_Cell: TypeAlias = tuple[list[WordLine], list[WordLine]]
"""A label and its answer."""


@dataclass(slots=True)
class _FieldRow:
    """Level lines at one height, and the label and the answer of each; `top`: where it begins."""

    rules: list[Ruling]
    cells: list[_Cell] = field(default_factory=list)
    top: float = 0.0

    @property
    def foot(self) -> float:
        return self.rules[0].top

    @property
    def is_broken(self) -> bool:
        """Whether a label has several lines."""
        return any(len(label) > 1 for label, _ in self.cells)


def with_rows_on_lines(pages: Sequence[Page]) -> tuple[list[Page], dict[int, list[DrawnGrid]]]:
    """The pages without the lines of such rows, and the tables of them by the number of the page.

    The words of those tables still stand on the pages.
    """
    lines = {page.number: _fields(page) for page in pages}
    begun = [rule.x0 for rules in lines.values() for rule in rules]
    found = {
        page.number: _blocks(page, [one for one in lines[page.number] if _are_several(begun, one.x0)])
        for page in pages
    }
    if not any(row.is_broken for blocks in found.values() for rows in blocks for row in rows):
        return [*pages], {}
    done: list[Page] = []
    for page in pages:
        drawn = {rule for rows in found[page.number] for row in rows for rule in row.rules}
        done.append(replace(page, rulings=tuple(one for one in page.rulings if one not in drawn)))
    tables = {page.number: [_grid(rows, page) for rows in found[page.number]] for page in pages}
    return done, {number: grids for number, grids in tables.items() if grids}


def _fields(page: Page) -> list[Ruling]:
    """The level lines of a page that are long enough to write on, and bound no cell."""
    level = [one for one in page.rulings if one.level and one.x1 - one.x0 >= _SHORTEST]
    upright = [one for one in page.rulings if not one.level]
    if len(level) > _MOST_LINES or len(upright) > _MOST_LINES:
        return []
    return [one for one in level if not any(one.meets(up, _SAME) for up in upright)]


def _are_several(begun: Sequence[float], x0: float) -> bool:
    return sum(abs(x0 - other) <= _SAME for other in begun) >= _FEWEST


def _blocks(page: Page, rules: Sequence[Ruling]) -> list[list[_FieldRow]]:
    """The rows of a page in blocks, each right below the one before it."""
    level = [one for one in page.rulings if one.level]
    blocks: list[list[_FieldRow]] = []
    before: _FieldRow | None = None
    for row in _rows(sorted(rules, key=lambda one: (one.top, one.x0))):
        _fill(row, before, level, page)
        if row.cells and blocks and before is not None and row.top == before.foot:
            blocks[-1].append(row)
        elif row.cells:
            blocks.append([row])
        before = row if row.cells else None
    return blocks


def _rows(rules: Sequence[Ruling]) -> list[_FieldRow]:
    rows: list[_FieldRow] = []
    for one in rules:
        if rows and abs(one.top - rows[-1].foot) <= _SAME:
            rows[-1].rules.append(one)
        else:
            rows.append(_FieldRow([one]))
    for row in rows:
        row.rules.sort(key=lambda one: one.x0)
    return rows


def _fill(row: _FieldRow, before: _FieldRow | None, level: Sequence[Ruling], page: Page) -> None:
    """Finds the labels and answers of a row; it stays without cells where other things stand there."""
    above = [one.top for one in level if one.top < row.foot - _SAME and one.x1 > row.rules[0].x0]
    top = max([*above, row.foot - _HIGHEST])
    within = [
        word
        for word in page.words
        if not word.turned and top < (word.box.top + word.box.bottom) / 2 < row.foot + _SAME
    ]
    cells: list[_Cell] = []
    if before is not None and abs(before.foot - top) <= _SAME:
        row.top, cells = before.foot, _cells(row.rules, within)
    if not _are_labelled(cells):
        cells = _up_from(row, lines_of(within))
        row.top = min((line.top for cell in cells for part in cell for line in part), default=row.foot) - 1
    row.cells = cells if _are_labelled(cells) else []


def _are_labelled(cells: Sequence[_Cell]) -> bool:
    return bool(cells) and all(_is_label(label) for label, _ in cells)


def _up_from(row: _FieldRow, lines: Sequence[WordLine]) -> list[_Cell]:
    """The cells of a row that none stands right above: lines from its foot up that hold together."""
    words: list[PageWord] = []
    reached = row.foot
    found: list[_Cell] = []
    for line in reversed(lines):
        cells = _cells(row.rules, [*words, *line.words])
        if not cells or reached - line.bottom > _LEADING * line.size:
            break
        if any(label and not _is_label(label) for label, _ in cells):
            break
        words += line.words
        reached, found = line.top, cells
    return found


def _cells(rules: Sequence[Ruling], words: Sequence[PageWord]) -> list[_Cell]:
    """The lines in front of each rule, and those on it; none where a word stands across its bounds."""
    cells: list[_Cell] = []
    taken = 0
    end = 0.0
    for rule in rules:
        label = [word for word in words if end <= word.box.x0 < rule.x0 - _SAME]
        answer = [word for word in words if rule.x0 - _SAME <= word.box.x0 < rule.x1]
        across = any(word.box.x1 > rule.x0 + _OVER for word in label)
        if across or any(word.box.x1 > rule.x1 + _OVER for word in answer):
            return []
        cells.append((lines_of(label), lines_of(answer)))
        taken += len(label) + len(answer)
        end = rule.x1
    return cells if taken == len(words) else []


def _go_together(above: WordLine, below: WordLine) -> bool:
    near = below.top - above.bottom <= _LEADING * below.size
    looks = (above.bold, above.faint) == (below.bold, below.faint)
    return near and looks and abs(above.size - below.size) <= _SAME_SIZE * below.size


def _is_label(lines: Sequence[WordLine]) -> bool:
    """Whether lines that begin below each other, without a jump in them, are one label."""
    whole = all(len(chunks_of(line)) == 1 and abs(line.x0 - lines[0].x0) <= _SAME for line in lines)
    return bool(lines) and whole and all(_go_together(*two) for two in pairwise(lines))


def _grid(rows: Sequence[_FieldRow], page: Page) -> DrawnGrid:
    """The rows as a table; where one has fewer fields than another, its last answer goes on to the end."""
    left = min(row.cells[0][0][0].x0 for row in rows)
    most = max(rows, key=lambda row: len(row.rules))
    inner = [x for rule in most.rules for x in (rule.x0, rule.x1)][:-1]
    edges = (left, *inner, max(rule.x1 for row in rows for rule in row.rules))
    drawn = []
    for row in rows:
        sides = [(rule, *cell) for rule, cell in zip(row.rules, row.cells, strict=True)]
        parts = [
            part
            for rule, label, answer in sides
            for part in ((label[0].x0, rule.x0, rule.x0 - 1, label), (rule.x0, rule.x1, rule.x1, answer))
        ]
        drawn.append(row_of(parts, row.top, row.foot))
        drawn[-1].cells[-1].span = len(edges) - len(parts)
    grid = DrawnGrid(rows=drawn, edges=edges, top=rows[0].top, bottom=rows[-1].foot, page=page.number)
    grid.ruled = grid.closed = True
    return grid
