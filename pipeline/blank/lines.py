"""Rows of labels and answers: lines, groups in a matrix, and what only the program fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.blank import measure
from pipeline.blank.controls import boxes_of
from pipeline.blank.layout import LABEL, Line, Lines, Matrix, machine_fields
from pipeline.blank.markup import TAB, Cell, Markup, Row, run, tab_stops
from pipeline.blank.page import TEXT_LINE, Page
from pipeline.definitions import Field, Kind, Rows

_TALL = 6000
"""A text of this height (a third of a page) may break across pages; every other row stays in one piece."""


def edges_of(rows: Sequence[Row]) -> list[int]:
    return [cell.end for row in rows for cell in row.cells]


def rows_of(block: Lines | Matrix, page: Page, item: str) -> list[Row]:
    """The table rows of a block; `item` is the pointer of the card that holds it, or empty."""
    if isinstance(block, Matrix):
        return _matrix_rows(block, page, item)
    return [_row_of(line, page, item) for line in block.lines]


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────


def _row_of(line: Line, page: Page, item: str) -> Row:
    edges = [page.at(end) for end in line.ends]
    if len(edges) == 1:
        entry = line.fields[0]
        tag, _, ticked = boxes_of(entry, page.value(entry, item))[0]
        words = run(f" {entry.label}") + page.star(entry)
        box = page.controls.box(entry.label, tag, ticked=ticked)
        content = page.paragraph("Skema svar", box + words) + help_text(entry.help, page)
        return Row((Cell(edges[0], content),), height=page.density.line)
    if line.stacked:
        cells = [
            Cell(edge, _label(entry, page, above=True) + answer(entry, page, item, edge - before))
            for entry, before, edge in zip(line.fields, [0, *edges], edges, strict=False)
        ]
        return Row(tuple(cells), height=page.density.stacked)
    cells, widths = [], []
    for n, entry in enumerate(line.fields):
        label, value = edges[2 * n], edges[2 * n + 1]
        widths.append(value - label)
        cells += [Cell(label, _label(entry, page)), Cell(value, answer(entry, page, item, value - label))]
    height = max(page.density.height(entry) for entry in line.fields)
    return Row(tuple(cells), height=height, may_split=is_tall(line.fields, widths, page, item))


def is_tall(fields: Sequence[Field], widths: Sequence[int], page: Page, item: str) -> bool:
    """Whether a text of the row is so high that a page might not hold it."""
    texts = [(page.value(entry, item), width) for entry, width in zip(fields, widths, strict=True)]
    return any(
        isinstance(text, str) and measure.lines_of(text, measure.VALUE, width) * TEXT_LINE > _TALL
        for text, width in texts
    )


def _label(entry: Field, page: Page, *, above: bool = False) -> Markup:
    style = "Skema ledetekst over" if above else "Skema ledetekst"
    keep = "<w:keepNext/>" if above else ""
    return page.paragraph(style, run(entry.label) + page.star(entry), keep) + help_text(entry.help, page)


def help_text(words: str, page: Page) -> Markup:
    return page.paragraph("Skema hjælp", run(words)) if words else ""


def answer(entry: Field, page: Page, item: str, width: int) -> Markup:
    """The answer's paragraphs."""
    value = page.value(entry, item)
    if entry.kind in (Kind.BOOLEAN, Kind.CHOICES) or (entry.kind is Kind.CHOICE and entry.widget == "ticks"):
        return _boxes(entry, page, value, width)
    unit = run(f" {entry.unit}") if entry.unit else ""
    return page.paragraph("Skema svar", page.controls.entry(entry, value) + unit)


def _boxes(entry: Field, page: Page, value: Any, width: int) -> Markup:
    """Check boxes beside each other where they fit, else in columns below each other."""
    boxes = boxes_of(entry, value)
    parts = [
        page.controls.box(entry.label, tag, ticked=ticked) + run(f"\u00a0{words}")
        for tag, words, ticked in boxes
    ]
    widths = measure.box_widths([words for _, words, _ in boxes])
    room = width - measure.PADDING
    if sum(widths) - measure.GAP <= room:
        columns = len(parts)
        stops = [sum(widths[: n + 1]) for n in range(columns - 1)]
    else:
        columns = max(1, room // max(widths))
        stops = [max(widths) * n for n in range(1, columns)]
    lines = [parts[n : n + columns] for n in range(0, len(parts), columns)]
    tabs = tab_stops(stops) if stops else ""
    return "".join(page.paragraph("Skema svar", TAB.join(line), tabs) for line in lines)


def _matrix_rows(block: Matrix, page: Page, item: str) -> list[Row]:
    first = block.groups[0].fields
    needed = sum(measure.least_width(entry) for entry in first)
    titles = max(measure.width_of(group.title, measure.LABEL, bold=True) for group in block.groups)
    label = min(page.at(LABEL), max(titles + 2 * measure.GAP, page.width - needed))
    widths = measure.column_widths(first, block.heads, page.width - label)
    ends = [label + sum(widths[: n + 1]) for n in range(len(widths))]
    heads = [
        Cell(end, page.paragraph("Skema kolonne", run(head) + (page.star(entry) if head else "")))
        for end, head, entry in zip(ends, block.heads, first, strict=True)
    ]
    corner = Cell(label, page.paragraph("Skema kolonne", ""))
    # Inside a card the heads are not the table's first row, and can't be repeated.
    rows = [Row((corner, *heads), header=not item)] if any(block.heads) else []
    for group in block.groups:
        star = "" if block.heads[0] else page.star(group.fields[0])
        title = page.paragraph("Skema ledetekst", run(group.title) + star) + help_text(group.help, page)
        cells = [
            Cell(end, answer(entry, page, item, width))
            for end, width, entry in zip(ends, widths, group.fields, strict=True)
        ]
        rows.append(Row((Cell(label, title), *cells), height=page.density.line))
    return rows


def machine_lines(entries: Sequence[Field | Rows], page: Page, item: str) -> Markup:
    """What only the program fills in, small."""
    return "".join(
        page.paragraph(
            "Skema maskinfelt",
            run(f"{entry.label}: ") + page.controls.entry(entry, page.value(entry, item)),
        )
        for entry in machine_fields(entries)
    )
