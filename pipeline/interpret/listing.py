"""Cells that list questions with their answers, line by line: they are read as the lines they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.interpret.framed import text_of, without_heads
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import begins_with_question, is_label, read_line
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Block, Grid, GridCell, GridRow, TextLine

_TITLE_AND_LINES, _SEVERAL = 2, 2
_LONGEST_TITLE: Final = 60
_TITLE: Final = 2
"""The level of a heading that the cell beside a list is."""
_LABELLED: Final = re.compile(r"\W*\w[^:?\n]{0,80}[:?](?:\s|$)")
"""How a line begins that asks something and may hold the answer."""


def as_flow(sheet: Sheet, grid: Grid) -> list[Block]:
    """The table with cells that list questions and answers line by line as those lines, below their title.

    `Forløbet | Skole: Prøveskolen / Leverandør: Broen`: what one line leaves open the next doesn't answer.
    """
    listing = [row for row in grid.rows if _lists(sheet, row)]
    if not listing:
        return [grid]
    columns = {_said(row)[-1].column for row in listing}
    blocks: list[Block] = []
    for row in without_heads(grid).rows:
        said = _said(row)
        goes_along = len(said) > 1 and said[-1].column in columns and _begins_with_label(said[-1])
        if row in listing or (goes_along and len(said) == _TITLE_AND_LINES):
            titles = [line for cell in said[:-1] for line in cell.lines if danish.clean_line(line.text)]
            blocks += [replace(line, level=_TITLE) if len(titles) == 1 else line for line in titles]
            blocks += said[-1].lines
        elif blocks and isinstance(blocks[-1], Grid):
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, row))
        else:
            blocks.append(replace(grid, rows=(row,)))
    return blocks


def _lists(sheet: Sheet, row: GridRow) -> bool:
    """Whether the last cell of a row, alone or behind a title, lists several known questions with answers."""
    said = _said(row)
    if not 0 < len(said) <= _TITLE_AND_LINES:
        return False
    if len(said) == _TITLE_AND_LINES and (
        len(text_of(said[0])) > _LONGEST_TITLE or begins_with_question(sheet, said[0].lines)
    ):
        return False
    return _lists_alone(sheet, said[-1])


def _lists_alone(sheet: Sheet, cell: GridCell) -> bool:
    lines = [line for line in cell.lines if danish.clean_line(line.text)]
    if len(lines) < _SEVERAL or any(line.filled for line in lines):
        return False
    if _asks_above(sheet, lines):
        return True
    if 2 * sum(bool(_LABELLED.match(line.text)) for line in lines) <= len(lines):
        return False
    first = [read_line(sheet, line).cut[0] for line in lines]
    known = [one for one in first if one.named.fields and not one.bare_label and bare(one.value).strip()]
    return len({one.named.fields[0].path for one in known}) >= _SEVERAL


def _asks_above(sheet: Sheet, lines: Sequence[TextLine]) -> bool:
    """Whether lines begin with known questions, the first of all lines one of them.

    Two may be one, and a line of its answer.
    """
    asked = {
        n: found.named.fields[0].path
        for n, line in enumerate(lines)
        if _LABELLED.match(line.text) and is_label((found := read_line(sheet, line).cut[0]).named)
    }
    return 0 in asked and len(set(asked.values())) > _SEVERAL


def _begins_with_label(cell: GridCell) -> bool:
    first = next((line for line in cell.lines if danish.clean_line(line.text)), None)
    return first is not None and _LABELLED.match(first.text) is not None


def _said(row: GridRow) -> list[GridCell]:
    return [cell for cell in row.cells if cell.text.strip()]
