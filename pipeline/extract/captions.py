"""The label of each control: the text that a person filling it in goes by.

It stands before the control in the same paragraph, above it in the same cell, in the head of the column, in
the cell to the left, or in the row of labels above. Where none of these is sure, a control has no label.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.found import FoundCell, FoundControl, FoundParagraph, Level, Story, Way

_FURTHEST = 12
"""So many paragraphs above a control its label may stand in the same cell."""


def label_of(story: Story, control: FoundControl) -> str:
    """The label of a control; for a box the question and the words of this one box."""
    if control.level is Level.ROWS and len(control.cells) > 1:
        return story.cell_label(control.cells[0])
    if control.level is not Level.TEXT:
        return _beside(story, control.cells[0]) if control.cells else ""
    if control.setup.way is Way.CHECK and control.paragraph is not None:
        return _box_label(story, control, control.paragraph)
    return story.label_text(_end_before(control), control.start) or _around(story, control)


def _end_before(control: FoundControl) -> int:
    """Where the words before a control start: after the control before it, or with the paragraph."""
    before, holder = control.before, control.parent
    while before is not None and holder is not None:
        # What stands round this one does not stand before it.
        if holder is before:
            before = before.before
        holder = holder.parent
    if before is not None:
        return max(before.start, before.end)
    return control.paragraph.start if control.paragraph is not None else control.start


def _around(story: Story, control: FoundControl) -> str:
    """The label of a control whose own paragraph has no words for it."""
    if control.cell is None:
        return _above(story, control)
    return _within(story, control, control.cell) or _beside(story, control.cell)


def _within(story: Story, control: FoundControl, cell: FoundCell) -> str:
    """The paragraphs above a control in its cell, up to the control before; boxes may go on over lines."""
    place = _place(cell.paragraphs, control)
    above: list[FoundParagraph] = []
    for paragraph in reversed(cell.paragraphs[max(0, place - _FURTHEST) : place]):
        if not paragraph.controls:
            above.append(paragraph)
        elif above or control.setup.way is not Way.CHECK or not _holds_boxes(paragraph):
            break
    return story.first_words(above[::-1])


def _holds_boxes(paragraph: FoundParagraph) -> bool:
    return all(paragraph.controls[end].setup.way is Way.CHECK for end in (0, -1))


def _place(paragraphs: Sequence[FoundParagraph], control: FoundControl) -> int:
    """Which of the paragraphs a control stands in, or starts with."""
    start = control.paragraph.start if control.paragraph is not None else control.start
    return bisect_left(paragraphs, start, key=lambda paragraph: paragraph.start)


def _beside(story: Story, cell: FoundCell) -> str:
    """The label of a whole cell: its column's head, the cell to its left, or the row of labels above it."""
    row, rows = cell.row, cell.row.table.rows
    top, above = rows[0], rows[row.number - 1] if row.number else None
    head = _label_in(story, cell, top.cell_at(cell.column)) if top.header else ""
    left = _label_in(story, cell, row.cells[cell.place - 1]) if cell.place else ""
    if head or left:
        return _two_sided(story, cell) or head or left
    words = ""
    if above is not None and not above.controls:
        words = _label_in(story, cell, above.cell_at(cell.column))
    if not words and not top.controls and len(top.cells) == len(row.cells) > 1:
        words = _label_in(story, cell, top.cell_at(cell.column))
    # Where the row has a label of its own, the column's says only half.
    return f"{_label_in(story, cell, row.cells[0])} {words}".strip() if words else ""


def _two_sided(story: Story, cell: FoundCell, *, named: bool = False) -> str:
    """Row and column label where a table has both: its corner is blank or, if `named`, heads the rows."""
    row, top = cell.row, cell.row.table.rows[0]
    if not cell.place or top is row or top.controls or not top.cells:
        return ""
    if story.cell_label(top.cells[0]) and not (named and top.header):
        return ""
    sides = _label_in(story, cell, row.cells[0]), _label_in(story, cell, top.cell_at(cell.column))
    return " ".join(sides) if all(sides) else ""


def _label_in(story: Story, cell: FoundCell, candidate: FoundCell | None) -> str:
    """The label in another cell, or in the one it continues, unless controls stand there."""
    label = candidate and (candidate.origin or candidate)
    return story.cell_label(label) if label and label is not cell and not label.controls else ""


def _above(story: Story, control: FoundControl) -> str:
    """The paragraph before, where it ends with a colon and is no answer itself."""
    place = _place(story.paragraphs, control)
    before = story.paragraphs[place - 1] if place else None
    if before is None or before.controls or before.cell is not None:
        return ""
    words = story.label_text(before.start, before.end)
    return words if words.endswith(":") else ""


# ── boxes ─────────────────────────────────────────────────────────────────────────────────────────────


def _box_label(story: Story, box: FoundControl, paragraph: FoundParagraph) -> str:
    """The question and the words of one box (`Fælles forældremyndighed Ja`), whichever side they stand on."""
    first = box.first_box or box
    question = story.label_text(_end_before(first), first.start)
    if paragraph.words_follow:
        words = story.label_text(box.end, box.after.start if box.after is not None else paragraph.end)
    else:
        question, colon, words = question.rpartition(":")
        question = question if colon else ""
        if box is not first:
            words = story.label_text(_end_before(box), box.start)
    if not question and not words.strip() and box.cell is not None:
        question = _two_sided(story, box.cell, named=True)
    question = question or _around(story, box)
    return " ".join(part.strip() for part in (question, words) if part.strip())
