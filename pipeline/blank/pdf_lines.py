"""Sections, lines, tables and cards of a PDF form, laid out as those of the Word form are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.blank import measure
from pipeline.blank.controls import DATE_PROMPT
from pipeline.blank.layout import LABEL as LABEL_END
from pipeline.blank.layout import WHOLE, Line, Lines, Matrix, blocks, machine_fields
from pipeline.blank.page import Density
from pipeline.blank.pdf_cells import (
    ABOVE,
    FIELD,
    HEAD,
    HELP,
    LABEL,
    VALUE,
    Boxes,
    Fill,
    Item,
    Paragraph,
    SheetCell,
    SheetRow,
    Small,
)
from pipeline.blank.pdf_font import Typeface
from pipeline.blank.pdf_input import box_inputs, text_input
from pipeline.blank.sheet import ACCENT, GREY, LEFT, RIGHT, TextRun
from pipeline.definitions import Field, Kind, Rows, get

TWIPS = round((RIGHT - LEFT) * 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the parts of one form are made with; `where` is the section or card they stand in."""

    typeface: Typeface
    data: Any
    density: Density
    where: str = ""
    item: str = ""
    """The pointer of the row or card, or empty."""

    def value(self, entry: Field) -> Any:
        keys = entry.path[entry.path.index("*") + 1 :] if self.item else entry.path
        return get(self.data, f"{self.item}/{'/'.join(keys)}")

    def words(self, *runs: TextRun) -> Paragraph:
        return Paragraph(runs, self.typeface)


def star(entry: Field | Rows, size: float) -> tuple[TextRun, ...]:
    return (TextRun("\u00a0*", size, True, ACCENT),) if entry.required or entry.needed else ()


def rows_of(block: Lines | Matrix, desk: Desk) -> list[SheetRow]:
    """The table rows of a block."""
    if isinstance(block, Matrix):
        return _matrix_rows(block, desk)
    return [_row_of(line, desk) for line in block.lines]


def _row_of(line: Line, desk: Desk) -> SheetRow:
    edges = [TWIPS * end // WHOLE for end in line.ends]
    if len(edges) == 1:
        entry = line.fields[0]
        box, _ = box_inputs(entry, desk.value(entry), desk.item, desk.where)[0]
        said = (TextRun(entry.label, VALUE), *star(entry, VALUE))
        statement = Boxes(((box, said),), desk.typeface)
        return SheetRow(
            (SheetCell(edges[0], (statement, *help_words(entry.help, desk))),), desk.density.line / 20
        )
    if line.stacked:
        cells = [
            SheetCell(edge, (*label_words(entry, desk, ABOVE), answer(entry, desk, FIELD)))
            for entry, edge in zip(line.fields, edges, strict=False)
        ]
        return SheetRow(tuple(cells), desk.density.stacked / 20)
    cells = []
    for n, entry in enumerate(line.fields):
        least = desk.density.height(entry) / 20 - 4 if entry.multiline else FIELD
        cells.append(SheetCell(edges[2 * n], label_words(entry, desk, LABEL)))
        cells.append(SheetCell(edges[2 * n + 1], (answer(entry, desk, least),)))
    return SheetRow(tuple(cells), max(desk.density.height(entry) for entry in line.fields) / 20)


def label_words(entry: Field, desk: Desk, size: float) -> tuple[Item, ...]:
    label = desk.words(TextRun(entry.label, size, True), *star(entry, size))
    return (label, *help_words(entry.help, desk))


def help_words(words: str, desk: Desk) -> tuple[Item, ...]:
    return (desk.words(TextRun(words, HELP, colour=GREY)),) if words else ()


def answer(entry: Field, desk: Desk, least: float) -> Item:
    """Where the answer is written or ticked."""
    value = desk.value(entry)
    if entry.kind in (Kind.BOOLEAN, Kind.CHOICES) or (entry.kind is Kind.CHOICE and entry.widget == "ticks"):
        boxes = box_inputs(entry, value, desk.item, desk.where)
        return Boxes(tuple((box, (TextRun(words, VALUE),)) for box, words in boxes), desk.typeface)
    prompt = DATE_PROMPT if entry.kind is Kind.DATE else ""
    return Fill(text_input(entry, value, desk.item, desk.where), desk.typeface, least, entry.unit, prompt)


def _matrix_rows(block: Matrix, desk: Desk) -> list[SheetRow]:
    first = block.groups[0].fields
    needed = sum(measure.least_width(entry) for entry in first)
    titles = max(measure.width_of(group.title, measure.LABEL, bold=True) for group in block.groups)
    label = min(TWIPS * LABEL_END // WHOLE, max(titles + 2 * measure.GAP, TWIPS - needed))
    widths = measure.column_widths(first, block.heads, TWIPS - label)
    ends = [label + sum(widths[: n + 1]) for n in range(len(widths))]
    heads = [
        SheetCell(end, (desk.words(TextRun(head, HEAD, True), *(star(entry, HEAD) if head else ())),))
        for end, head, entry in zip(ends, block.heads, first, strict=True)
    ]
    # Inside a card the heads are not the table's first row, and don't stand again.
    top = SheetRow((SheetCell(label, ()), *heads), header=not desk.item, keep=True)
    rows = [top] if any(block.heads) else []
    for group in block.groups:
        mark = () if block.heads[0] else star(group.fields[0], LABEL)
        title = (desk.words(TextRun(group.title, LABEL, True), *mark), *help_words(group.help, desk))
        cells = [
            SheetCell(end, (answer(entry, desk, FIELD),))
            for end, entry in zip(ends, group.fields, strict=True)
        ]
        rows.append(SheetRow((SheetCell(label, title), *cells), desk.density.line / 20))
    return rows


def machine_items(entries: Sequence[Field | Rows], desk: Desk) -> tuple[Item, ...]:
    """What only the program fills in, small."""
    return tuple(
        Small(entry.label, text_input(entry, desk.value(entry), desk.item, desk.where), desk.typeface)
        for entry in machine_fields(entries)
    )


# ── repeated groups ───────────────────────────────────────────────────────────────────────────────────


def table_rows(rows: Rows, items: Sequence[Desk], desk: Desk) -> list[SheetRow]:
    """A header row and a row for each item."""
    columns = [column for column in rows.columns if not column.hidden]
    widths = measure.column_widths(columns, [column.label for column in columns], TWIPS)
    ends = [sum(widths[: n + 1]) for n in range(len(widths))]
    heads = [
        SheetCell(end, label_words(column, desk, HEAD)) for end, column in zip(ends, columns, strict=True)
    ]
    tall = any(column.multiline for column in columns)
    height = desk.density.line / 20 + (12.2 if tall else 0)
    made = [SheetRow(tuple(heads), header=True)]
    for one in items:
        answers: list[tuple[Item, ...]] = [
            (answer(column, one, height - 4 if column.multiline else FIELD),) for column in columns
        ]
        answers[-1] += machine_items(rows.columns, one)
        made.append(
            SheetRow(tuple(SheetCell(end, cell) for end, cell in zip(ends, answers, strict=True)), height)
        )
    return made


def card_rows(rows: Rows, item: Desk, title: str) -> list[SheetRow]:
    """A card: its title, which stands again where a page breaks it, and the lines of its fields."""
    made = [SheetRow((SheetCell(TWIPS, (item.words(TextRun(title, VALUE, True, ACCENT)),)),), header=True)]
    for block in blocks(rows.columns):
        if not isinstance(block, Rows):
            made += rows_of(block, item)
    if hidden := machine_items(rows.columns, item):
        made.append(SheetRow((SheetCell(TWIPS, hidden),)))
    return made
