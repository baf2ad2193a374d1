"""Checklists: a question in each row, a cross below `Ja` or `Nej`, or the answer in words behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.interpret.framed import HEADS, text_of
from pipeline.interpret.ticks import mark_of
from pipeline.records.layout import Grid, GridCell, GridRow, TextLine

_YES_OR_NO: Final = frozenset({"ja", "nej"})


def with_one_answer(grid: Grid) -> Grid:
    """The table with what stands below `Ja`, `Nej` and `Svar` as the one answer of each row.

    As it is where its first row isn't `Spørgsmål | Ja | Nej | Svar`, with or without the last.
    """
    if len(grid.rows) < 2 or not grid.rows[0].cells:
        return grid
    question, *heads = grid.rows[0].cells
    columns = {cell.column: text_of(cell).casefold() for cell in heads}
    words = [*columns.values()]
    rest = {word for word in words if word not in _YES_OR_NO}
    if not {*words} >= _YES_OR_NO or not rest <= HEADS or text_of(question).casefold() not in HEADS:
        return grid
    rows = [_answered(row, columns) for row in grid.rows[1:]]
    return replace(grid, rows=tuple(rows))


def _answered(row: GridRow, columns: dict[int, str]) -> GridRow:
    if len(row.cells) != len(columns) + 1:
        return row
    first, *others = row.cells
    lines: list[TextLine] = []
    for cell in others:
        head = columns.get(cell.column, "")
        told = [line for line in cell.lines if danish.clean_line(line.text)]
        if head in _YES_OR_NO and told and _is_ticked(cell, head):
            option = head.capitalize()
            lines.append(replace(told[0], text=f"☒ {option}", bold=(), faint=(), struck=(), filled=()))
        elif head not in _YES_OR_NO or mark_of(text_of(cell)) is None:
            lines += told
    last = others[-1]
    span = last.column + last.span - others[0].column
    return replace(row, cells=(first, GridCell(column=others[0].column, span=span, lines=tuple(lines))))


def _is_ticked(cell: GridCell, head: str) -> bool:
    """Whether a cell below `Ja` or `Nej` holds a cross, or the word itself."""
    return mark_of(text_of(cell)) is True or text_of(cell).casefold() == head
