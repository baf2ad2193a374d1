"""Tables as systems export them: a row for each question, with the name of its section before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline import danish
from pipeline.interpret.framed import text_of
from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Grid, GridRow

_COLUMNS: Final = 3
_SEVERAL: Final = 3
_TITLE: Final = 2
"""The level of a heading that the cells of the first column are."""


def with_sections_over(sheet: Sheet, grid: Grid) -> Grid:
    """The table with each section's name in a row over its questions: `Barnet | Navn | Ida`, row by row.

    Lists look alike, `Område | Mål | Tegn`: but no column of theirs is labels that the form knows.
    """
    rows = [row for row in grid.rows if not row.header]
    if not _are_questions(sheet, rows):
        return grid
    done: list[GridRow] = []
    said = ""
    for row in rows:
        first, *rest = row.cells
        if (title := text_of(first)) and title != said:
            lines = tuple(replace(one, level=_TITLE) for one in first.lines if danish.clean_line(one.text))
            over = replace(rest[0], span=sum(cell.span for cell in rest), lines=lines, shaded=True)
            done.append(GridRow(cells=(over,)))
        said = title or said
        done.append(replace(row, cells=tuple(rest)))
    return Grid(rows=tuple(done))


def _are_questions(sheet: Sheet, rows: Sequence[GridRow]) -> bool:
    """Whether the first column says the same again and again, and the second one asks in most rows."""
    if len(rows) < _SEVERAL or any(len(row.cells) != _COLUMNS for row in rows):
        return False
    titles = [text_of(row.cells[0]) for row in rows]
    again = sum(title == before for before, title in pairwise(titles) if title)
    asked = [text_of(row.cells[1]) for row in rows]
    known = sum(is_label(sheet.ask(label)) for label in asked)
    merged = sum(row.cells[0].continues for row in rows) >= _SEVERAL - 1
    if merged and 3 * known >= 2 * len(rows):
        return True
    if known == len(rows) and all(not title or sheet.heading(title) is not None for title in titles):
        return not any(is_label(sheet.ask(text_of(row.cells[2]))) for row in rows)
    return again >= max(_SEVERAL - 1, (len(rows) - len(set(titles))) / 2) and 2 * known >= len(rows)
