"""The body of a form: head, sections, tables and cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.blank import measure
from pipeline.blank.layout import Block, blocks
from pipeline.blank.lines import answer, edges_of, help_text, is_tall, machine_lines, rows_of
from pipeline.blank.markup import Cell, Markup, Row, run, table, table_row
from pipeline.blank.page import CROWDED, ROOMY, TEXT_LINE, Page
from pipeline.definitions import Field, Form, Rows, Section, get

_MANY_ANSWERS = 100
"""With more answers than this between two page breaks the lines stand closer."""

STAR_NOTE = "Felter med * skal udfyldes. I lister og grupper gælder det dem, I bruger."


def form_body(form: Form, page: Page, note: str) -> Markup:
    """Everything between the header and the footer."""
    parts = [_head(form, page, note)]
    for sections in _between_page_breaks(form.sections):
        answers = sum(_answers(entry) for section in sections for entry in section.entries)
        dense = replace(page, density=CROWDED if answers > _MANY_ANSWERS else ROOMY)
        parts += [_section(section, dense) for section in sections]
    return "".join(parts)


def _between_page_breaks(sections: Sequence[Section]) -> list[list[Section]]:
    parts: list[list[Section]] = []
    for section in sections:
        if section.page_break or not parts:
            parts.append([])
        parts[-1].append(section)
    return parts


def _answers(entry: Field | Rows) -> int:
    return len(entry.columns) * entry.shown if isinstance(entry, Rows) else 1


def _head(form: Form, page: Page, note: str) -> Markup:
    lines = [
        ("Hvem udfylder", form.who_fills),
        ("Hvem sender", form.who_sends),
        ("Hvad sker der så", form.what_happens),
    ]
    parts = [page.paragraph("Title", run(form.title))]
    if form.description:
        parts.append(page.paragraph("Subtitle", run(form.description)))
    for name, words in lines:
        if words:
            strong = run(f"{name}: ", properties="<w:b/><w:bCs/>")
            parts.append(page.paragraph("Skema indledning", strong + run(words)))
    if note:
        parts.append(page.paragraph("Skema note", run(note)))
    if any(entry.required or entry.needed for entry in form.fields()):
        before, _, after = STAR_NOTE.partition("*")
        star = run("*", page.styles["Skema stjerne"])
        parts.append(page.paragraph("Skema note", run(before) + star + run(after)))
    return "".join(parts)


def _section(section: Section, page: Page) -> Markup:
    break_before = "<w:pageBreakBefore/>" if section.page_break else ""
    parts = [page.paragraph("heading 1", run(section.title), break_before)]
    if section.help:
        parts.append(page.paragraph("Skema afsnitshjælp", run(section.help)))
    open_table = False
    for block in blocks(section.entries):
        # Two tables that touch become one in Word.
        if open_table and not isinstance(block, Rows):
            parts.append(_gap(page))
        parts.append(_block(block, section, page))
        open_table = not (isinstance(block, Rows) and block.widget == "cards")
    parts.append(machine_lines(section.entries, page, ""))
    return "".join(parts)


def _gap(page: Page) -> Markup:
    return page.paragraph("Skema mellemrum", "")


def _block(block: Block, section: Section, page: Page) -> Markup:
    if isinstance(block, Rows):
        return _rows_heading(block, section, page) + (_cards if block.widget == "cards" else _table)(
            block, page
        )
    rows = rows_of(block, page, "")
    return table(rows, page.styles["Skema tabel"], edges_of(rows))


# ── repeated groups ───────────────────────────────────────────────────────────────────────────────────


def _rows_heading(rows: Rows, section: Section, page: Page) -> Markup:
    star = page.star(rows)
    said = rows.label == section.title and not star
    heading = "" if said else page.paragraph("heading 2", run(rows.label) + star)
    return heading + (page.paragraph("Skema afsnitshjælp", run(rows.help)) if rows.help else "")


def _items(rows: Rows, page: Page) -> list[str]:
    """The pointers of the rows to show: as many as the data has, and no fewer than a blank shows."""
    data = get(page.data, rows.pointer)
    count = max(rows.shown, len(data) if isinstance(data, list) else 0, 1)
    return [f"{rows.pointer}/{n}" for n in range(count)]


def _table(rows: Rows, page: Page) -> Markup:
    columns = [column for column in rows.columns if not column.hidden]
    widths = measure.column_widths(columns, [column.label for column in columns], page.width)
    ends = [sum(widths[: n + 1]) for n in range(len(widths))]
    heads = [
        Cell(
            end,
            page.paragraph("Skema kolonne", run(column.label) + page.star(column))
            + help_text(column.help, page),
        )
        for end, column in zip(ends, columns, strict=True)
    ]
    height = page.density.line + (TEXT_LINE if any(column.multiline for column in columns) else 0)
    items = []
    for item in _items(rows, page):
        answers = [answer(column, page, item, width) for column, width in zip(columns, widths, strict=True)]
        answers[-1] += machine_lines(rows.columns, page, item)
        cells = tuple(Cell(end, answer) for end, answer in zip(ends, answers, strict=True))
        may_split = is_tall(columns, widths, page, item)
        items.append(table_row(Row(cells, height=height, may_split=may_split), ends))
    header = Row(tuple(heads), header=True)
    return table([header, page.controls.repeated(rows, items)], page.styles["Skema tabel"], ends, rows.label)


def _cards(rows: Rows, page: Page) -> Markup:
    number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{page.counters[rows.tag]}"/></w:numPr>'
    shape = [block for block in blocks(rows.columns) if not isinstance(block, Rows)]
    cards = []
    for item in _items(rows, page):
        # As a header it stands again at the top where a page breaks a card.
        lines = [Row((Cell(page.width, page.paragraph("Skema kort", "", number)),), header=True)]
        for block in shape:
            lines += rows_of(block, page, item)
        if hidden := machine_lines(rows.columns, page, item):
            lines.append(Row((Cell(page.width, hidden),)))
        cards.append(table(lines, page.styles["Skema tabel"], edges_of(lines)) + _gap(page))
    return page.controls.repeated(rows, cards)
