"""Answers that only their label names: cells beside a label or below a head, and `Label: value`.

What a label means is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.found import (
    FoundCell,
    FoundControl,
    FoundParagraph,
    FoundTable,
    Spot,
    Story,
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
            text = "" if cell.controls else story.cell_label(cell)
            if text:
                heads[cell.column] = text
    return heads


def _is_open(cell: FoundCell, is_taken: IsTaken) -> bool:
    """A cell that may be an answer of its own: nothing in it is one, and it is no other cell's rest."""
    return not (cell.controls or cell.tables or cell.origin or is_taken(cell.inside))


def _labelled(story: Story, cell: FoundCell, label: str, items: tuple[int, ...] = ()) -> LabelledText:
    return LabelledText(start=cell.start, spot=cell.spot, label=label, raw=story.cell_text(cell), items=items)


def _of_pair(story: Story, label: FoundCell, value: FoundCell, is_taken: IsTaken) -> Iterator[LabelledText]:
    if not _is_open(value, is_taken) or label.controls or label.tables:
        return
    words, text = story.cell_label(label), story.cell_text(value).strip()
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
    return LabelledText(start=paragraph.start, spot=paragraph.spot, label=label, raw="\n".join(lines).strip())
