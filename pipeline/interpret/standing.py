"""Where the labels of a document's tables stand: below their answers, or over them in one cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.interpret.cells import (
    BOTH,
    EMPTY,
    LABEL,
    TEXT,
    CellView,
    CellViews,
    shape_of,
    view_of,
    with_answers,
)
from pipeline.interpret.entries import Entry
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Grid, GridRow, Layout

_SEVERAL = 2
"""Tables that show how the others of a document are to be read."""
_AS_A_RULE = 5
"""Cells with a label over its answer."""


def views_of(sheet: Sheet, row: GridRow) -> CellViews:
    return with_answers([view_of(sheet, cell) for cell in row.cells])


def labels_stand_below(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels stand below their answers in this document: several tables tell, and no fewer."""
    told = 0
    for block in layout.blocks:
        if isinstance(block, Grid) and len(block.rows) % 2 == 0:
            first = next((view_of(sheet, cell) for cell in block.rows[0].cells if cell.text.strip()), None)
            if first is not None and first.kind == TEXT:
                told += are_labels_below([views_of(sheet, row) for row in block.rows])
    return told >= _SEVERAL


def labels_stand_over(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels stand over their answers in one cell in this document, as a rule."""
    cells = (
        cell for block in layout.blocks if isinstance(block, Grid) for row in block.rows for cell in row.cells
    )
    said = [cell for cell in cells if cell.text.strip()]
    several = [cell for cell in said if len(cell.lines) > 1]
    both = sum(view_of(sheet, cell).kind == BOTH for cell in several)
    if both < _AS_A_RULE:
        return False
    answers = sum(view_of(sheet, cell).kind == TEXT for cell in said if len(cell.lines) == 1)
    return 4 * answers <= both


def are_labels_below(rows: Sequence[CellViews], *, as_others: bool = False) -> bool:
    """Whether the rows of a whole table are answers and labels by turns, each label below its answer.

    `as_others`: so they are in other tables of the document, and this one needs to tell less.
    """
    if len(rows) < 2 or len(rows) % 2 or len({shape_of(views) for views in rows}) > 1:
        return False
    pairs = [
        (above, below)
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
        for above, below in zip(upper, lower, strict=True)
        if below.kind != EMPTY or above.kind != EMPTY
    ]
    labels = [below for _, below in pairs if below.kind != EMPTY]
    told = [fits for above, below in pairs if (fits := answers_by_kind(above, below)) is not None]
    if any(view.kind == BOTH for view in labels) or not all(told):
        return False
    mistaken = [
        above for above, below in pairs if above.kind in (LABEL, BOTH) and not answers_by_kind(above, below)
    ]
    if as_others:
        asks = all(any(view.kind == LABEL for view in views) for views in rows[1::2])
        return asks and not all(view in mistaken for view in rows[0] if view.kind != EMPTY)
    if len(rows[0]) < 2 and not told:
        return False  # a heading over labels that nobody answered looks the same
    answers = [above for above, _ in pairs if above.kind != EMPTY]
    known = sum(view.kind == LABEL for view in labels)
    asked = {(one.field.path, one.item) for view in labels if (one := view.named).field is not None}
    apart = 3 * len(asked) >= 2 * len(labels)
    return bool(answers) and apart and 3 * known >= 2 * len(labels) and 4 * len(mistaken) <= len(answers)


def answers_by_kind(answer: CellView, label: CellView) -> bool | None:
    """Whether a text is what a label takes that takes one kind of answer, a date or an option, alone.

    None where the label is none such, or there is no text.
    """
    one = label.named.field if label.kind == LABEL else None
    if one is None or not is_telling(one) or answer.kind == EMPTY:
        return None
    return fits(one, "\n".join(answer.texts))


def labels_are_grey(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels with a colon are grey or in italics here, and the answers behind them in plain type."""
    grey = asked = 0
    for line in layout.lines():
        label = line.text.partition(":")[0]
        behind = len(label) + 1
        if line.level >= 0 or behind >= len(line.text.rstrip()) or not is_label(sheet.ask(label)):
            continue
        asked += 1
        grey += len(line.faint) == 1 and line.faint[0].start == 0 and 0 <= behind - line.faint[0].end <= 1
    return grey >= _AS_A_RULE and 3 * grey > 2 * asked


def labels_are_plain(entries: Iterable[Entry]) -> bool:
    """Whether most of what tables say stands below plain labels in their cells, however bold others are."""
    said = [entry for entry in entries if entry.said and entry.place.table]
    plain = sum(entry.plain and entry.heads for entry in said)
    return plain >= _AS_A_RULE and 2 * plain > len(said)
