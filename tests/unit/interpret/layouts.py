"""Documents as lines and tables, and what reading them by their labels says."""

from __future__ import annotations

from functools import lru_cache

from pipeline.definitions import Form
from pipeline.interpret.by_labels import read_by_labels
from pipeline.records import Severity
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Layout, Place, Span, TextLine
from tests.filled import catalogue


@lru_cache(maxsize=8)
def form(name: str = "application", programme: str = "skoleflexplus") -> Form:
    return catalogue().programme(programme).forms[name]


def line(text: str, number: int = 0, *, bold: bool = False, level: int = -1) -> TextLine:
    looks = (Span(0, len(text)),) if bold else ()
    return TextLine(text=text, place=Place(row=number), bold=looks, level=level)


def cell(column: int, *texts: str) -> GridCell:
    return GridCell(column=column, span=1, lines=tuple(map(line, texts)))


def table(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        rows=tuple(
            GridRow(
                cells=tuple(
                    GridCell(column=column, span=1, lines=(line(text, number),) if text else ())
                    for column, text in enumerate(row)
                )
            )
            for number, row in enumerate(rows, 1)
        )
    )


def rows_of(*rows: tuple[tuple[str, ...], ...]) -> Grid:
    """A table of cells that hold several lines each."""
    return Grid(
        rows=tuple(
            GridRow(
                cells=tuple(
                    GridCell(column=column, lines=tuple(map(line, texts)))
                    for column, texts in enumerate(cells)
                )
            )
            for cells in rows
        )
    )


def said_in(
    *blocks: Block, name: str = "application", programme: str = "skoleflexplus"
) -> tuple[dict[str, str], list[str]]:
    """What a document says, by tag and number of the item, and its doubts: `code: what it is about`."""
    read = read_by_labels(Layout(blocks=blocks), form(name, programme))
    said = {
        answer.tag.replace("[]", "".join(f"[{number}]" for number in answer.items)): answer.raw
        for answer in read.answers
    }
    doubts = [f"{answer.doubt}: {answer.tag}" for answer in read.answers if answer.doubt]
    return said, doubts + [
        f"{one.code}: {one.params.get('raw', '')}"
        for one in read.problems
        if one.severity is not Severity.NOTICE
    ]
