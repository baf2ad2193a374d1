"""Lines drawn as other people's form fields: Word's old ones, and content controls."""

from __future__ import annotations

from pipeline.definitions import Kind
from tests.bench.pen import Pen, label_cell, table
from tests.bench.sheet import Group, Line
from tests.words import (
    box,
    cell,
    control,
    date_control,
    dropdown,
    legacy_box,
    legacy_list,
    legacy_text,
    paragraph,
    row,
    run,
)


def legacy(group: Group, pen: Pen) -> str:
    """Word's old form fields, with the names Word gives them."""
    rows = []
    for line in group.lines:
        if len(line.options) == 2 or line.kind is Kind.CHOICES:
            pieces = [
                legacy_box(pen.name("Kontrol"), checked=o.chosen) + run(f" {o.label}") for o in line.options
            ]
            filled = [paragraph(piece) for piece in pieces]
        elif line.options:
            chosen = [n for n, option in enumerate(line.options, start=1) if option.chosen]
            entries = ["Vælg", *(option.label for option in line.options)]
            filled = [paragraph(legacy_list(pen.name("Rulleliste"), entries, chosen[0] if chosen else 0))]
        else:
            filled = [paragraph(legacy_text(pen.name("Tekst"), line.text or "\u2002" * 5))]
        rows.append(row(label_cell(pen.label(line)), cell(*filled)))
    return str(table(rows, 2, 3))


def foreign_controls(group: Group, pen: Pen) -> str:
    """Content controls, whose tags and titles say nothing of our fields."""
    return str(
        table([row(label_cell(pen.label(line)), cell(*_controls(line, pen))) for line in group.lines], 2, 3)
    )


def _controls(line: Line, pen: Pen) -> list[str]:
    tag = pen.name("felt_")
    if len(line.options) == 2 or line.kind is Kind.CHOICES:
        return [paragraph(box(pen.name("afkryds"), o.chosen), f" {o.label}") for o in line.options]
    if line.options:
        chosen = next((o.label for o in line.options if o.chosen), "")
        listed = [(o.label, str(n)) for n, o in enumerate(line.options, start=1)]
        return [paragraph(dropdown(tag, chosen or "Vælg et element.", listed, placeholder=not chosen))]
    if not line.texts:
        return [paragraph(control("Klik eller tryk her for at skrive tekst.", tag, placeholder=True))]
    if line.kind is Kind.DATE:
        return [paragraph(date_control(tag, line.text))]
    return [paragraph(control(text, f"{tag}_{n}")) for n, text in enumerate(line.texts)]
