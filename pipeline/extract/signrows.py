"""The fields that have their label below the line they are written on, side by side as rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.extract.drawn import DrawnGrid, row_of
from pipeline.extract.words import Page, Ruling, WordLine

_LEVEL: Final = 2.0
"""Points that the lines of one row may differ."""
_BRACKETED: Final = re.compile(r"\([^()]+(?:\([^()]*\)[^()]*)*\):?")


class SignField(NamedTuple):
    """The last of the lines to write on of a field, the label below it and what is written above."""

    line: Ruling
    label: list[WordLine]
    answer: list[WordLine]
    within: list[Ruling]
    """The lines above the last one."""


def side_by_side(fields: Sequence[SignField]) -> list[list[SignField]]:
    rows: list[list[SignField]] = []
    for one in fields:
        if rows and abs(rows[-1][0].line.top - one.line.top) <= _LEVEL:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.line.x0) for row in rows]


def signed_row(row: Sequence[SignField], page: Page) -> DrawnGrid:
    """Fields side by side: each label as a cell of its own before its answer, which may be blank."""
    top = min([line.top for one in row for line in (*one.answer, *one.label)])
    bottom = max(line.bottom for one in row for line in one.label)
    told = row_of((cell for one in row for cell in _cells(one)), top, bottom)
    return DrawnGrid(
        rows=[told],
        edges=(*(cell.x0 for cell in told.cells), told.cells[-1].x1),
        top=top,
        bottom=bottom,
        page=page.number,
        ruled=True,
    )


def _cells(field: SignField) -> Iterator[tuple[float, float, float, list[WordLine]]]:
    """Those of a label and its answer."""
    x0, x1 = field.line.x0, field.line.x1
    middle = (x0 + x1) / 2
    padding = max(min([line.x0 for line in field.answer], default=x0) - x0, 0.0)
    yield x0, middle, x1, _out_of_brackets(field.label)
    yield middle, x1, x1 - padding, closed_up(field)


def closed_up(field: SignField) -> list[WordLine]:
    """The lines of an answer as near to each other as in a text, where the drawn ones held them apart."""
    closed: list[WordLine] = []
    for line in field.answer:
        up = line.top - closed[-1].bottom if closed and field.within else 0.0
        closed.append(WordLine(tuple(word.moved(down=-up) for word in line.words)) if up > 0 else line)
    return closed


def _out_of_brackets(label: Sequence[WordLine]) -> list[WordLine]:
    """A label without the brackets round all of it, in which it is no help to another one."""
    if _BRACKETED.fullmatch(" ".join(line.text for line in label)) is None:
        return [*label]
    first = label[0].words[0]
    words = [[*line.words] for line in label]
    words[0][0] = replace(first, text=first.text[1:])
    words[-1][-1] = replace(words[-1][-1], text=words[-1][-1].text.rstrip(":")[:-1])
    told = [tuple(word for word in line if word.text) for line in words]
    return [WordLine(line) for line in told if line]
