"""Lists that have lost their table: the heads of the columns line by line, below them each cell as a line.

So a table comes out of a copy as plain text, or of a nested one that was saved by another program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import danish
from pipeline.definitions import Field, Rows
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.ink import BOLD, all_in, bare, inked
from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Layout, TextLine

_LEAST, _ROWS = 3, 2
"""Columns and rows; two labels below each other may be two questions."""


def with_tables_restored(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with such lines as the tables they were, where each line fits its column in every row."""
    lists = [one for one in sheet.form.entries() if isinstance(one, Rows)]
    blocks: list[Block] = []
    n = 0
    while n < len(layout.blocks):
        heads = _heads_at(sheet, lists, layout.blocks, n)
        cells = _cells_below(sheet, layout.blocks, n + len(heads), heads) if heads else []
        rows = [cells[at : at + len(heads)] for at in range(0, len(cells), len(heads) or 1)]
        if len(rows) < _ROWS or not all(len(row) == len(heads) and _fit(heads, row) for row in rows):
            blocks.append(layout.blocks[n])
            n += 1
            continue
        lines = [line for line in layout.blocks[n : n + len(heads)] if isinstance(line, TextLine)]
        blocks.append(Grid(rows=tuple(map(_row, [lines, *rows]))))
        n += len(heads) + len(cells)
    return replace(layout, blocks=tuple(blocks))


def _heads_at(sheet: Sheet, lists: Sequence[Rows], blocks: Sequence[Block], n: int) -> list[Field]:
    """The columns of one list that as many lines from here on name, each alone; none where too few do."""
    best: list[Field] = []
    for rows in lists:
        found: list[Field] = []
        for block in blocks[n:]:
            if not isinstance(block, TextLine) or block.filled or block.level >= 0:
                break
            named = sheet.column(bare(inked(block)).strip(" :*"), rows)
            if named.field is None or not is_label(named) or named.field in found:
                break
            found.append(named.field)
        best = max(best, found, key=len)
    return best if len(best) >= _LEAST and any(map(is_telling, best)) else []


def _cells_below(sheet: Sheet, blocks: Sequence[Block], n: int, heads: Sequence[Field]) -> list[TextLine]:
    """The lines below the heads that are no labels and no headings."""
    cells: list[TextLine] = []
    for block in blocks[n:]:
        if not isinstance(block, TextLine) or block.level >= 0 or not danish.clean_line(block.text):
            break
        text = inked(block)
        asks = sheet.ask(bare(text).strip())
        if all_in(BOLD, text) or (is_label(asks) and asks.spelt and asks.field in heads) or block.filled:
            break
        cells.append(block)
    return cells


def _fit(heads: Sequence[Field], row: Sequence[TextLine]) -> bool:
    return all(not is_telling(one) or fits(one, cell.text) for one, cell in zip(heads, row, strict=True))


def _row(lines: Sequence[TextLine]) -> GridRow:
    return GridRow(cells=tuple(GridCell(lines=(line,), column=n) for n, line in enumerate(lines)))
