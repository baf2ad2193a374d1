"""Answers that only their label names: cells beside a label or below a head, and `Label: value`.

What a label means is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.found import (
    FoundCell,
    FoundControl,
    FoundParagraph,
    FoundRow,
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
    end: int
    spot: Spot
    label: str
    raw: str
    items: tuple[int, ...] = ()


IsTaken = Callable[[FoundControl | None], bool]
"""Whether something inside this control belongs to an answer already."""


Items = Mapping[int, tuple[int, ...]]
"""The repeated rows that hold each control, by its number."""


def labelled_texts(story: Story, is_taken: IsTaken, items: Items) -> Iterator[LabelledText]:
    """Every cell and line that a label names, outside the controls; empty ones too."""
    numbers, cards = _row_numbers(story, items), _card_numbers(story, items)
    for table in story.tables:
        for text in _of_table(story, table, is_taken, numbers):
            card = () if text.items or not table.rows else _card_of(table, cards)
            yield replace(text, items=card) if card else text
    for paragraph in story.paragraphs:
        if paragraph.cell is None:
            yield from _of_lines(story, [paragraph], is_taken)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def _row_numbers(story: Story, items: Items) -> dict[int, tuple[int, ...]]:
    """The repeated row that each table row is, by its identity, where its controls say so.

    A row whose controls are gone must not be taken for another one: under -1 stands the first number that no
    control has.
    """
    numbers: dict[int, tuple[int, ...]] = {-1: (1 + max((n[0] for n in items.values()), default=-1),)}
    for control in story.controls:
        if control.cell is not None and control.number in items:
            numbers.setdefault(id(control.cell.row), items[control.number])
    return numbers


def _card_numbers(story: Story, items: Items) -> dict[int, tuple[int, ...]]:
    """The repeated item that each control round one or more of its controls is, by its number."""
    cards: dict[int, tuple[int, ...]] = {}
    for control in story.controls:
        holder = control.parent
        while holder is not None and holder.setup.way is not Way.ITEM:
            holder = holder.parent
        if holder is not None and control.number in items:
            cards.setdefault(holder.number, items[control.number])
    return cards


def _card_of(table: FoundTable, cards: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The item that holds a whole table, where one does."""
    first = next((cell for row in table.rows for cell in row.cells), None)
    holder = first.inside if first is not None else None
    while holder is not None and holder.setup.way is not Way.ITEM:
        holder = holder.parent
    return cards.get(holder.number, ()) if holder is not None and holder.level is not Level.ROWS else ()


def _of_table(
    story: Story, table: FoundTable, is_taken: IsTaken, numbers: dict[int, tuple[int, ...]]
) -> Iterator[LabelledText]:
    heads = _heads(story, table)
    for row in table.rows:
        if row.header:
            continue
        if title := _row_title(story, row, heads):
            for cell in row.cells[1:]:
                if _is_open(cell, is_taken) and heads.get(cell.column):
                    yield _labelled(story, cell, f"{title} {heads[cell.column]}")
            continue
        if heads and len(row.cells) > 1:
            if id(row) not in numbers:
                numbers[id(row)] = numbers[-1]
                numbers[-1] = (numbers[-1][0] + 1,)
            for cell in row.cells:
                if _is_open(cell, is_taken) and heads.get(cell.column):
                    yield _labelled(story, cell, heads[cell.column], numbers[id(row)])
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


def _row_title(story: Story, row: FoundRow, heads: dict[int, str]) -> str:
    """The label of a row in a table whose corner is blank: such rows are questions, and no list of things."""
    first = row.cells[0] if heads and len(row.cells) > 1 else None
    return "" if first is None or first.controls or heads.get(first.column) else story.cell_label(first)


def _is_open(cell: FoundCell, is_taken: IsTaken) -> bool:
    """A cell that may be an answer of its own: nothing in it is one, and it is no other cell's rest."""
    return not (cell.controls or cell.tables or cell.origin or is_taken(cell.inside))


def _labelled(story: Story, cell: FoundCell, label: str, items: tuple[int, ...] = ()) -> LabelledText:
    return LabelledText(
        start=cell.start,
        end=cell.end,
        spot=cell.spot,
        label=label,
        raw=story.cell_text(cell),
        items=items,
    )


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
    return LabelledText(
        start=paragraph.start,
        end=paragraph.end,
        spot=paragraph.spot,
        label=label,
        raw="\n".join(lines).strip(),
    )
