"""The few pieces of WordprocessingML a form is made of, as text.

Building markup as text is several times faster than building elements, and a form has thousands of them.
All that comes from outside goes through `text` or `quoted` here; what XML can't hold at all
is refused where the parts come together (see `word`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

Markup = str


def quoted(value: str) -> Markup:
    """An attribute's value with its quotes."""
    return quoteattr(value)


def text(value: str) -> Markup:
    """The inside of a run: the text verbatim, each line break as `w:br`."""
    lines = value.split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in lines)


def run(value: str, style: str = "", properties: Markup = "") -> Markup:
    """A run; `style` is the id of a character style, `properties` stands after it in `w:rPr`."""
    if style:
        properties = f"<w:rStyle w:val={quoted(style)}/>{properties}"
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{inside}{text(value)}</w:r>"


TAB: Markup = "<w:r><w:tab/></w:r>"


def paragraph(content: Markup, style: str, properties: Markup = "") -> Markup:
    """A paragraph; `style` is the id of a paragraph style, `properties` stands after it in `w:pPr`."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoted(style)}/>{properties}</w:pPr>{content}</w:p>"


def tab_stops(positions: Iterable[int]) -> Markup:
    stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in positions)
    return f"<w:tabs>{stops}</w:tabs>"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell that reaches to `end` (twips from the table's left edge); `content` is paragraphs."""

    end: int
    content: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the cells from left to right, the last one ending at the table's right edge."""

    cells: tuple[Cell, ...]
    height: int = 0
    header: bool = False
    may_split: bool = False
    flush: bool = True
    """The first cell starts at the text margin, so that labels stand under their heading."""


def table(rows: Iterable[Row | Markup], style: str, edges: Iterable[int], caption: str = "") -> Markup:
    """A table of fixed width. `edges` are the right edges that any of its cells may have.

    A `rows` item that is markup already (rows inside a control) is taken as it is; it must have been made
    by `table_row` with the same edges.
    """
    grid = sorted(set(edges))
    widths = [end - start for start, end in zip([0, *grid], grid, strict=False)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    inside = "".join(row if isinstance(row, str) else table_row(row, grid) for row in rows)
    named = f"<w:tblCaption w:val={quoted(caption)}/>" if caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val={quoted(style)}/><w:tblW w:w="{grid[-1]}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0"'
        f' w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{named}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{inside}</w:tbl>"
    )


def table_row(row: Row, grid: list[int]) -> Markup:
    """One row on a grid of column edges (sorted); a cell spans the columns up to its end."""
    properties = "" if row.may_split else "<w:cantSplit/>"
    if row.height:
        properties += f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>'
    if row.header:
        properties += "<w:tblHeader/>"
    parts = [f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>"]
    start, column = 0, 0
    for cell in row.cells:
        last = grid.index(cell.end)
        span = last - column + 1
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{cell.end - start}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
            + ('<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>' if start == 0 and row.flush else "")
            + f"</w:tcPr>{cell.content}</w:tc>"
        )
        start, column = cell.end, last + 1
    parts.append("</w:tr>")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a shell by their name: Word writes other ids in other languages, but the same names."""

    ids: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.ids[name]
