"""Tables that were spreadsheets: sections below each other, with blank rows and columns for air between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.interpret.checklists import with_one_answer
from pipeline.interpret.framed import text_of, without_columns, without_heads, without_numbers, without_signs
from pipeline.interpret.ink import BOLD, FAINT, all_in, inked
from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import LONE_X, MARK
from pipeline.records.layout import Block, Grid, GridCell, GridRow

_SEVERAL, _FEW = 2, 4
_TITLE, _LONGEST_TITLE = 2, 100
_WIDE: Final = 3
"""Columns of a sheet that has lists among its questions."""
_ENOUGH: Final = 3
"""Rows that look the same and so show where a sheet has its answers."""


def sections_of(sheet: Sheet, grid: Grid) -> list[Block]:
    """The table as its sections, each below its title and with answers right beside their labels.

    A title stands alone in its row, blank cells beside it. A table that is no spreadsheet stays as it is.
    """
    cells = [cell for row in grid.rows for cell in row.cells]
    if len(grid.rows) < _SEVERAL or any(cell.continues for cell in cells):
        return [grid]
    whole, headed = grid, with_one_answer(without_numbers(without_signs(grid)))
    headless = without_heads(headed)
    head = headed.rows[:1] if len(headless.rows) < len(headed.rows) else ()
    grid = _with_answers_beside(sheet, _without_gaps(sheet, _without_edges(headless)))
    said = [_said(row) for row in grid.rows]
    titles = [n for n in _titles_in(sheet, said) if len(grid.rows[n].cells) > 1]
    known = sum(sheet.heading(text_of(said[n][0])) is not None for n in titles)
    if known < _SEVERAL or (all(said) and len(grid.rows[0].cells) < _WIDE):
        return [whole if grid is headless else grid]
    blocks: list[Block] = []
    for n, row in enumerate(grid.rows):
        if n in titles:
            blocks.append(replace(said[n][0].lines[0], level=_TITLE))
        elif said[n] and blocks and isinstance(blocks[-1], Grid):
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, row))
        elif said[n]:
            blocks.append(replace(grid, rows=(*head, row)))  # each says how it is read
    return [_without_edges(block) if isinstance(block, Grid) else block for block in blocks]


def _titles_in(sheet: Sheet, said: Sequence[Sequence[GridCell]]) -> list[int]:
    """Which rows hold nothing but a title: below a blank row, or where it looks otherwise than labels do.

    One that only steps back, in grey or italics, is help unless the form has such a heading.
    """
    looks = Counter(_look(cells[0]) for cells in said if len(cells) == _SEVERAL)
    usual = looks.most_common(1)[0][0] if looks else None
    titles = []
    for n, cells in enumerate(said):
        if len(cells) != 1 or len(cells[0].lines) != 1 or cells[0].lines[0].filled:
            continue
        if len(text := text_of(cells[0])) > _LONGEST_TITLE or text.endswith("."):
            continue
        look = _look(cells[0])
        apart = usual is not None and look != usual
        stands_out = look.bold or look.shaded or sheet.heading(text) is not None
        if not n or not said[n - 1] or (apart and stands_out):
            titles.append(n)
    return titles


class _Look(NamedTuple):
    bold: bool
    faint: bool
    shaded: bool


def _look(cell: GridCell) -> _Look:
    texts = [inked(line) for line in cell.lines]
    return _Look(
        all(all_in(BOLD, text) for text in texts), all(all_in(FAINT, text) for text in texts), cell.shaded
    )


def _without_edges(grid: Grid) -> Grid:
    """The table without blank columns before and behind all that is written; two are left for an answer."""
    written = [cell.column for row in grid.rows for cell in _said(row)]
    if len(set(written)) < _SEVERAL:
        return grid
    first, last = min(written), max(*written, min(written) + 1)
    columns = {cell.column for row in grid.rows for cell in row.cells}
    return without_columns(grid, {n for n in columns if not first <= n <= last})


def _said(row: GridRow) -> list[GridCell]:
    return [cell for cell in row.cells if text_of(cell) or any(line.filled for line in cell.lines)]


def _without_gaps(sheet: Sheet, grid: Grid) -> Grid:
    """The table without blank columns between labels and answers, as spreadsheets have for air.

    A blank column before other labels is one of answers that nobody gave.
    """
    said: dict[int, list[GridCell]] = {}
    for row in grid.rows:
        for cell in row.cells:
            said.setdefault(cell.column, []).append(cell)
    written = {n: [text for cell in cells if (text := text_of(cell))] for n, cells in said.items()}
    blank = {
        n
        for n, cells in said.items()
        if not written[n] and not any(line.filled for cell in cells for line in cell.lines)
    }
    gaps = {n for n in blank if _parts_answers(sheet, [written[one] for one in sorted(written) if one > n])}
    return without_columns(grid, gaps - {min(said, default=0)})


def _parts_answers(sheet: Sheet, behind: Sequence[Sequence[str]]) -> bool:
    """Whether the first column with words behind a blank one holds answers: several, hardly one a label."""
    texts = next((column for column in behind if column), ())
    labels = sum(is_label(sheet.ask(text)) for text in texts)
    return len(set(texts)) >= _SEVERAL and labels <= max(1, len(texts) / _FEW)


def _with_answers_beside(sheet: Sheet, grid: Grid) -> Grid:
    """The table with each answer that stands blank cells away from its label right beside it.

    A row of a list may have a blank cell too: that is told by the rows above it, which have words there.
    """
    far = [_far_answer(row) for row in grid.rows]
    labelled = [one is not None and _asks(sheet, row, one) for one, row in zip(far, grid.rows, strict=True)]
    counted = Counter(one for one, asks in zip(far, labelled, strict=True) if one is not None and asks)
    common, times = max(counted.items(), key=lambda one: one[1], default=(None, 0))
    if common is None or times < max(_ENOUGH, far.count(common) / 2):
        return grid
    label, answer = common
    if any(text_of(cell) for cell in grid.rows[0].cells[label + 1 : answer]):
        return grid  # a head says what stands there
    helped = [row for n, row in enumerate(grid.rows) if far[n] != common and _is_helped(sheet, row, common)]
    if _SEVERAL * len(helped) >= times:
        return grid  # a column of help between labels and answers
    rows: list[GridRow] = []
    in_list = False
    for n, row in enumerate(grid.rows):
        if far[n] != common:
            in_list = any(text_of(cell) for cell in row.cells[label + 1 : answer])
        if far[n] != common or (in_list and not labelled[n]):
            rows.append(row)
            continue
        beside, there = row.cells[label + 1], row.cells[answer]
        cells = list(row.cells)
        cells[label + 1] = replace(beside, lines=there.lines, shaded=there.shaded)
        cells[answer] = replace(there, lines=beside.lines, shaded=beside.shaded)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(grid, rows=tuple(rows))


def _is_helped(sheet: Sheet, row: GridRow, far: tuple[int, int]) -> bool:
    label, answer = far
    if len(row.cells) <= answer or not _asks(sheet, row, far):
        return False
    return bool(text_of(row.cells[answer])) and any(text_of(cell) for cell in row.cells[label + 1 : answer])


def _asks(sheet: Sheet, row: GridRow, far: tuple[int, int]) -> bool:
    label, answer = (text_of(row.cells[n]) for n in far)
    if not any(map(str.isalnum, answer)) or LONE_X.fullmatch(answer) or MARK.search(answer):
        return False  # a cross in the column of what it says
    return is_label(sheet.ask(label)) and not is_label(sheet.ask(answer))


def _far_answer(row: GridRow) -> tuple[int, int] | None:
    """Which two cells of a row hold words, where blank ones stand between them and all others are blank."""
    said = [n for n, cell in enumerate(row.cells) if text_of(cell)]
    if len(said) != _SEVERAL or said[1] == said[0] + 1 or any(one.span > 1 for one in row.cells):
        return None
    return (said[0], said[1]) if not any(line.filled for one in row.cells for line in one.lines) else None
