"""Checklists: a question in each row, a cross below `Ja` or `Nej`, or the answer in words behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.definitions import Kind
from pipeline.interpret.framed import text_of
from pipeline.interpret.noted import says_nothing
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import mark_of
from pipeline.records.layout import Block, Grid, GridCell, GridRow, TextLine

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
    if not {*words} >= _YES_OR_NO or not all(map(says_nothing, [*rest, text_of(question)])):
        return grid
    rows = [_answered(row, columns) for row in grid.rows[1:]]
    return replace(grid, rows=tuple(rows))


def with_boxes_behind(sheet: Sheet, grid: Grid) -> Grid:
    """The table with the box behind its statement in each row, where it stands before them all.

    Only where the statements are questions: before answers to choose from a box stands as it should.
    """
    rows = [row.cells for row in grid.rows]
    if not all(len(cells) == 2 and mark_of(text_of(cells[0])) is not None for cells in rows):
        return grid
    asked = [sheet.ask(text_of(cells[1])).field for cells in rows]
    if 2 * sum(one is not None and one.kind is Kind.BOOLEAN for one in asked) < len(rows):
        return grid
    turned = (
        (replace(first, lines=second.lines), replace(second, lines=first.lines)) for first, second in rows
    )
    return replace(
        grid,
        rows=tuple(replace(row, cells=cells) for row, cells in zip(grid.rows, turned, strict=True)),
    )


def as_boxes(sheet: Sheet, grid: Grid) -> Block:
    """A row of answers with a cross below one of them as a line of boxes: it answers the question above."""
    if len(grid.rows) != 2 or len(grid.rows[0].cells) != len(grid.rows[1].cells):
        return grid
    words, crosses = ([text_of(cell) for cell in row.cells] for row in grid.rows)
    marks = [mark_of(cross) if cross else False for cross in crosses]
    told = all(words) and any(marks) and None not in marks
    if not told or not sheet.lists_answers("   ".join(words)):
        return grid
    first = grid.rows[0].cells[0].lines[0]
    drawn = (f"{'☒' if mark else '☐'} {word}" for word, mark in zip(words, marks, strict=True))
    return replace(first, text="   ".join(drawn), bold=(), faint=(), struck=(), level=-1)


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
