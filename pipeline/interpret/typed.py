"""Tables that were typed with tabs: the heads of the columns in one line, below it each row as a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.definitions import Field, Rows
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.ink import BOLD, all_in, inked
from pipeline.interpret.lines import is_label, read_line, stands_out
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Layout, Span, TextLine, part_of

_LEAST: Final = 3
"""Columns of a table: two labels in a line may be two questions."""
_CELL: Final = re.compile(r"[^\t]+")
_ONE_TAB: Final = re.compile(r"(?:^|(?<=\t))[^\t]*")


def with_typed_tables(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with such lines as the tables they are, where each row below the heads fits its columns."""
    lists = [one for one in sheet.form.entries() if isinstance(one, Rows)]
    blocks: list[Block] = []
    n = 0
    while n < len(layout.blocks):
        head = layout.blocks[n]
        rows = _rows_below(layout.blocks[n + 1 :]) if _cells(head) else []
        heads = _heads(sheet, lists, head) if rows else []
        over = n > 0 and _fit(heads, layout.blocks[n - 1])  # then heads may stand below their answers
        goes_on = bool(rows) and _goes_on(sheet, rows[-1], layout.blocks[n + 1 + len(rows) :])
        whole = bool(heads) and not over and not goes_on and all(_fit(heads, row) for row in rows)
        if not whole or not isinstance(head, TextLine):
            blocks.append(head)
            n += 1
            continue
        lines = (_row(line, len(heads)) for line in (head, *rows))
        blocks.append(Grid(rows=tuple(lines)))
        n += 1 + len(rows)
    return replace(layout, blocks=tuple(blocks))


def _cells(block: Block, columns: int = 0) -> list[Span]:
    """Where the texts stand that tabs part, none where they are too few for a table.

    One tab before each of the other `columns` leaves a cell blank; else several in a row are one jump.
    """
    if not isinstance(block, TextLine) or block.level >= 0 or block.filled or "\n" in block.text:
        return []
    each = [Span(*cell.span()) for cell in _ONE_TAB.finditer(block.text)]
    if len(each) == columns:
        return each
    found = [Span(*cell.span()) for cell in _CELL.finditer(block.text) if cell[0].strip()]
    return found if len(found) >= _LEAST and not block.text.startswith("\t") else []


def _heads(sheet: Sheet, lists: Sequence[Rows], line: Block) -> list[Field | None]:
    """The columns of one list that the texts of a line name, each another one; none where one doesn't.

    In a line in bold one of several may be in words that nobody knows.
    """
    if not isinstance(line, TextLine):
        return []
    titles = [line.text[cell.start : cell.end].strip(" :*") for cell in _cells(line)]
    for rows in lists:
        named = [sheet.column(title, rows) for title in titles]
        fields = [one.field if is_label(one) else None for one in named]
        known = [one for one in fields if one is not None]
        few = len(titles) - (len(titles) > _LEAST and all_in(BOLD, inked(line)))
        if len(set(known)) == len(known) >= few and any(map(is_telling, known)):
            return fields
    return []


def _rows_below(blocks: Sequence[Block]) -> list[TextLine]:
    """The lines right below that have tabs between their words."""
    rows: list[TextLine] = []
    for block in blocks:
        if not isinstance(block, TextLine) or "\t" not in block.text.strip():
            break
        rows.append(block)
    return rows


def _goes_on(sheet: Sheet, row: TextLine, below: Sequence[Block]) -> bool:
    """Whether the cells of a row on a page may have their rest in the line below it; a paragraph is whole."""
    after = below[0] if below else None
    if row.box is None or not isinstance(after, TextLine) or stands_out(after):
        return False
    return not is_label(read_line(sheet, after).cut[0].named)


def _fit(heads: Sequence[Field | None], block: Block) -> bool:
    """Whether a line holds one text for each column that can stand there."""
    if not heads or not isinstance(block, TextLine) or len(cells := _cells(block, len(heads))) != len(heads):
        return False
    texts = [block.text[cell.start : cell.end].strip() for cell in cells]
    told = [(one, text) for one, text in zip(heads, texts, strict=True) if one and is_telling(one) and text]
    return bool(told) and all(fits(one, text) for one, text in told)


def _row(line: TextLine, columns: int) -> GridRow:
    cells = (part_of(line, cell.start, cell.end) for cell in _cells(line, columns))
    return GridRow(cells=tuple(GridCell(lines=(one,), column=n) for n, one in enumerate(cells)))
