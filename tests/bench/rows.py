"""How repeated rows are drawn: as tables one way or the other, or as cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.bench.lines import DrawLines
from tests.bench.marks import plain
from tests.bench.pen import Pen, header_row, heading, label_cell, table
from tests.bench.sheet import Group, Line, Repeated
from tests.words import cell, row

MOST_COLUMNS, MOST_ACROSS = 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How lines and rows of one document are drawn; `rows` may fall back on `lines` (cards)."""

    lines: DrawLines
    rows: DrawRows


DrawRows = Callable[[Repeated, Pen, Drawing], str]


def header_table(rows: Repeated, pen: Pen, drawing: Drawing, *, marked: bool = True) -> str:
    """A row of column names and a row for each item; cards where there are too many columns."""
    if len(rows.columns) > MOST_COLUMNS:
        return cards(rows, pen, drawing)
    drawn = [header_row(rows.columns, marked=marked)]
    drawn += [row(*(cell(*_written(line, pen)) for line in item)) for item in rows.items]
    if pen.dice.random() < 0.3:
        drawn.append(row(*(cell() for _ in rows.columns)))
    return heading(rows.heading, 2) + str(table(drawn, *(1,) * len(rows.columns)))


def plain_header_table(rows: Repeated, pen: Pen, drawing: Drawing) -> str:
    """The same without Word's mark of a header row."""
    return header_table(rows, pen, drawing, marked=False)


def shuffled_table(rows: Repeated, pen: Pen, drawing: Drawing) -> str:
    order = pen.dice.sample(range(len(rows.columns)), len(rows.columns))
    items = tuple(tuple(item[n] for n in order) for item in rows.items)
    return header_table(replace(rows, items=items), pen, drawing, marked=pen.dice.random() < 0.5)


def cards(rows: Repeated, pen: Pen, drawing: Drawing) -> str:
    """Each item under a heading of its own."""
    drawn = [heading(rows.heading, 2)]
    for head, lines in zip(rows.item_headings, rows.items, strict=True):
        drawn += [heading(head, 2), drawing.lines(Group(lines=lines, heading=head), pen)]
    return "".join(drawn)


def transposed(rows: Repeated, pen: Pen, drawing: Drawing) -> str:
    """Labels down, items across."""
    if not 2 <= len(rows.items) <= MOST_ACROSS:
        return header_table(rows, pen, drawing)
    drawn = [header_row(("", *rows.item_headings), marked=False)]
    for n, label in enumerate(rows.columns):
        drawn.append(row(label_cell(label), *(cell(*pen.blocks(item[n])) for item in rows.items)))
    return heading(rows.heading, 2) + str(table(drawn, *(1,) * (len(rows.items) + 1)))


CONSENTS = {
    "consent_measure": "Støttende indsats",
    "consent_sharing_supplier": "Deling med leverandøren",
    "consent_psychologist": "Deling med psykologen",
    "consulted": "Samråd",
}
CONSENT_COLUMNS = {"answer": "Svar", "date": "Dato", "form": "Hvordan", "noted_by": "Noteret af"}


def matrix(rows: Repeated, pen: Pen, drawing: Drawing) -> str:
    """Consents as a table of their own in each card: kinds down; answer, date, how, by whom across."""
    if rows.pointer != "/guardians":
        return header_table(rows, pen, drawing)
    drawn = [heading(rows.heading, 2)]
    for head, lines in zip(rows.item_headings, rows.items, strict=True):
        consents = {tuple(line.pointers[0].split("/")[-2:]): line for line in lines}
        others = tuple(line for line in lines if line.pointers[0].split("/")[-2] not in CONSENTS)
        drawn += [heading(head, 2), drawing.lines(Group(lines=others, heading=head), pen)]
        kinds = [kind for kind in CONSENTS if any(kind == key[0] for key in consents)]
        if not kinds:
            continue
        body = [header_row(("Samtykke til", *CONSENT_COLUMNS.values()))]
        for kind in kinds:
            found = [consents.get((kind, column)) for column in CONSENT_COLUMNS]
            body.append(row(label_cell(CONSENTS[kind]), *(cell(*_written(one, pen)) for one in found)))
        drawn.append(str(table(body, 3, 1, 2, 2, 3)))
    return "".join(drawn)


def _written(line: Line | None, pen: Pen) -> list[str]:
    """An answer in a narrow cell: in words, or a cross for what is only ticked."""
    if line is None:
        return [""]
    if line.pointers[0].endswith("/signed") and line.options[0].chosen:
        return [pen.dice.choice(("X", "Ja", "✓", "☒"))]
    return list(line.texts) or [plain(line)]
