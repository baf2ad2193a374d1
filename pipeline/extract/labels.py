"""Answers that only their label names, and the labels of those that have a name.

A label stands in the cell to the left, in the head of the column, in the cell above, or before a colon in the
same paragraph. What a label means is for others to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.extract.found import (
    FoundCell,
    FoundControl,
    FoundParagraph,
    FoundTable,
    Level,
    Spot,
    Story,
    Way,
)

_MAX_LINE_LABEL = 120
_HELP_SIGNS = ("(", "[", "<")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text and the label it stands under; `start` orders it among what else was found."""

    start: int
    spot: Spot
    label: str
    raw: str
    items: tuple[int, ...] = ()


IsTaken = Callable[[FoundControl | None], bool]
"""Whether something inside this control belongs to an answer already."""


def labelled_texts(story: Story, is_taken: IsTaken) -> Iterator[LabelledText]:
    """Every cell and line that a label names, outside the controls; empty ones too."""
    for table in story.tables:
        yield from _of_table(story, table, is_taken)
    for paragraph in story.paragraphs:
        if paragraph.cell is None:
            yield from _of_lines(story, [paragraph], is_taken)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def _of_table(story: Story, table: FoundTable, is_taken: IsTaken) -> Iterator[LabelledText]:
    heads = _heads(story, table)
    ordinal = 0
    for row in table.rows:
        if row.header:
            continue
        if heads and len(row.cells) > 1:
            for cell in row.cells:
                if _is_open(cell, is_taken) and heads.get(cell.column):
                    yield _labelled(story, cell, heads[cell.column], (ordinal,))
            ordinal += 1
        if len(row.cells) in (2, 4):
            for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
                yield from _of_pair(story, label.origin or label, value, is_taken)
        elif len(row.cells) == 1:
            yield from _of_lines(story, row.cells[0].paragraphs, is_taken)


def _heads(story: Story, table: FoundTable) -> dict[int, str]:
    """The heads of the columns, by column; of several header rows the lowest that says something."""
    heads: dict[int, str] = {}
    for row in table.rows:
        if not row.header:
            break
        for cell in row.cells:
            text = "" if cell.controls else _cell_label(story, cell)
            if text:
                heads[cell.column] = text
    return heads


def _cell_label(story: Story, cell: FoundCell) -> str:
    """The label in a cell: its first paragraph and those that look the same; the others are help text."""
    whole = story.label_text(cell.start, cell.end)
    said = [one for one in cell.paragraphs if one.end > one.start] if whole else []
    if len(said) < 2:
        return whole
    alike = takewhile(lambda paragraph: paragraph.style == said[0].style, said)
    return "\n".join(filter(None, (story.label_text(one.start, one.end) for one in alike)))


def _is_open(cell: FoundCell, is_taken: IsTaken) -> bool:
    """A cell that may be an answer of its own: nothing in it is one, and it is no other cell's rest."""
    return not (cell.controls or cell.tables or cell.origin or is_taken(cell.inside))


def _labelled(story: Story, cell: FoundCell, label: str, items: tuple[int, ...] = ()) -> LabelledText:
    return LabelledText(
        start=cell.start, spot=cell.spot, label=label, raw=story.cell_text(cell), items=items
    )


def _of_pair(story: Story, label: FoundCell, value: FoundCell, is_taken: IsTaken) -> Iterator[LabelledText]:
    if not _is_open(value, is_taken) or label.controls or label.tables:
        return
    words, text = _cell_label(story, label), story.cell_text(value).strip()
    if not words:
        return
    within, beside = _split(words), _split(text.partition("\n")[0])
    says_more = within is not None and within[1] and not within[1].startswith(_HELP_SIGNS)
    if says_more and (beside or not text):
        # `Navn: Ida | Klasse: 4.b`: each cell has its own label.
        yield from _of_lines(story, label.paragraphs, is_taken)
        yield from _of_lines(story, value.paragraphs, is_taken)
    else:
        yield _labelled(story, value, words)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────


def _of_lines(
    story: Story, paragraphs: Sequence[FoundParagraph], is_taken: IsTaken
) -> Iterator[LabelledText]:
    for paragraph in paragraphs:
        if paragraph.controls or paragraph.level >= 0 or is_taken(paragraph.inside):
            continue
        label = ""
        lines: list[str] = []
        for line in story.text(paragraph.start, paragraph.end).split("\n"):
            found = _split(line)
            if found is None:
                lines.append(line)
                continue
            if label:
                yield _line(paragraph, label, lines)
            label, lines = found[0], [found[1]]
        if label:
            yield _line(paragraph, label, lines)


def _split(line: str) -> tuple[str, str] | None:
    """The two sides of `Label: value`. A label holds a letter or digit, and is no `https://`."""
    label, colon, value = line.partition(":")
    label = label.strip()
    if not colon or not 0 < len(label) <= _MAX_LINE_LABEL or value.startswith("//"):
        return None
    return (label, value.strip()) if any(map(str.isalnum, label)) else None


def _line(paragraph: FoundParagraph, label: str, lines: Sequence[str]) -> LabelledText:
    return LabelledText(
        start=paragraph.start, spot=paragraph.spot, label=label, raw="\n".join(lines).strip()
    )


# ── labels of controls ────────────────────────────────────────────────────────────────────────────────


def label_of(story: Story, control: FoundControl) -> str:
    """The text that stands before or beside a control; empty when there is none to be sure of."""
    if control.level is Level.ROWS and len(control.cells) > 1:
        return _cell_label(story, control.cells[0])
    if control.level is not Level.TEXT:
        return _beside(story, control.cells[0]) if control.cells else ""
    if control.setup.way is Way.CHECK and control.paragraph is not None:
        return _box_label(story, control, control.paragraph)
    before = story.label_text(_end_before(control), control.start)
    if before:
        return before
    return _beside(story, control.cell) if control.cell is not None else _above(story, control)


def _end_before(control: FoundControl) -> int:
    """Where the words before a control start: after the control before it, or with the paragraph."""
    before = control.before
    if before is not None:
        return max(before.start, before.end)
    return control.paragraph.start if control.paragraph is not None else control.start


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
    if not question:
        question = _box_question(story, box, bool(words.strip())) if box.cell else _above(story, box)
    return " ".join(part.strip() for part in (question, words) if part.strip())


def _box_question(story: Story, box: FoundControl, has_words: bool) -> str:
    """What the table asks beside a box: the row's first cell, with the column's head where no words stand."""
    cell = box.cell
    if cell is None or has_words or not cell.place:
        return _beside(story, cell) if cell is not None else ""
    row, top = cell.row, cell.row.table.rows[0]
    head = top.cell_at(cell.column)
    label = row.cells[0].origin or row.cells[0]
    is_head = top is not row and (top.header or not _cell_label(story, top.cells[0]))
    if not is_head or head is None or label.controls:
        return _beside(story, cell)
    return f"{_cell_label(story, label)} {_cell_label(story, head)}"


def _beside(story: Story, cell: FoundCell) -> str:
    """The label of a cell: the column's head, the cell to its left, the one above, the top of the column."""
    row, rows = cell.row, cell.row.table.rows
    top = rows[0].cell_at(cell.column)
    left = row.cells[cell.place - 1] if cell.place else None
    above = rows[row.number - 1].cell_at(cell.column) if row.number else None
    for candidate in (top if rows[0].header else None, left, above, top):
        label = candidate and (candidate.origin or candidate)
        if label and label is not cell and not label.controls:
            text = _cell_label(story, label)
            if text:
                return text
    return ""


def _above(story: Story, control: FoundControl) -> str:
    """The paragraph before, where it ends with a colon and is no answer itself."""
    place = bisect_left(story.paragraphs, control.start, key=lambda paragraph: paragraph.start)
    if control.paragraph is not None:
        place = bisect_left(story.paragraphs, control.paragraph.start, key=lambda paragraph: paragraph.start)
    if not place:
        return ""
    before = story.paragraphs[place - 1]
    text = "" if before.controls or before.cell else story.label_text(before.start, before.end)
    return text if text.endswith(":") else ""
