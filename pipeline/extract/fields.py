"""Form fields of a PDF among the words printed round them, so that labels say what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.acroform import Widget
from pipeline.extract.undersides import changed_places, labels_below
from pipeline.extract.words import Page, PageWord, Ruling, WordLine
from pipeline.records.layout import TICKED, UNTICKED, Box

_COVERED = 0.6
"""So much of a word lies in a field when the field's own drawing of its value printed it."""
_SIZE = 10.0
_TALL = 2.0
"""A box of so many letter heights is for several lines, and they begin at its top."""
_MOST_PAIRS = 200_000
"""Of fields and lines; a page of more is a drawing."""
_FRAME = 4.0
"""Points between a field and the frame drawn round it, at most."""


def with_fields(pages: Sequence[Page], widgets: Iterable[Widget]) -> tuple[Page, ...]:
    """The pages with each field as one word in its box, in place of what was drawn there.

    The word is the field's value, line breaks and all: how it was set within the box says nothing. An empty
    field is an empty word, so that the label before it is known to have no answer. Boxes of any kind are the
    pair of signs.
    """
    by_page: dict[int, list[Widget]] = {}
    for widget in widgets:
        by_page.setdefault(widget.box.page, []).append(widget)
    bare = [_without_values(page, by_page.get(page.number, ())) for page in pages]
    below = labels_below(bare, by_page)
    return tuple(
        replace(page, words=_words(page.words, by_page[page.number], below.get(page.number, ())))
        if page.number in by_page
        else page
        for page in bare
    )


def _without_values(page: Page, widgets: Sequence[Widget]) -> Page:
    """The page without what the fields' own drawings printed: their words, and frames within a table."""
    boxes = [widget.box for widget in widgets]
    few = len(boxes) * len(page.rulings) <= _MOST_PAIRS
    words = tuple(word for word in page.words if not any(_lies_in(word.box, box) for box in boxes))
    sides = {n for box in (boxes if few else ()) for n in _frame_of(box, boxes, page.rulings)}
    rulings = tuple(one for n, one in enumerate(page.rulings) if n not in sides)
    return replace(page, words=words, rulings=rulings)


def _frame_of(field: Box, fields: Sequence[Box], rulings: Sequence[Ruling]) -> list[int]:
    """The numbers of the lines right round a field that has a row of a table for itself in its column.

    The table's own lines are longer; where it has none between its rows, the fields' frames tell them.
    """
    frame: list[int] = []
    over, under = [], []
    for n, one in enumerate(rulings):
        sides = [abs(one.x0 - field.x0) <= _FRAME, abs(one.x1 - field.x1) <= _FRAME]
        ends = [abs(one.top - field.top) <= _FRAME, abs(one.bottom - field.bottom) <= _FRAME]
        if (all(sides) and any(ends)) if one.level else (all(ends) and any(sides)):
            frame.append(n)
        elif one.level and one.x0 < field.x0 and one.x1 > field.x1:
            over += [one.top] if one.top <= field.top else []
            under += [one.top] if one.top >= field.bottom else []
    if not (frame and over and under):
        return []
    head, foot = max(over), min(under)
    others = (one for one in fields if one is not field and one.x0 < field.x1 and one.x1 > field.x0)
    return [] if any(head < one.bottom and one.top < foot for one in others) else frame


def _words(
    printed: Sequence[PageWord], widgets: Sequence[Widget], below: Sequence[tuple[Widget, WordLine]]
) -> tuple[PageWord, ...]:
    size = _usual_size(printed)
    words, lowered = changed_places(printed, below)
    return (*words, *(_of_widget(widget, words, size, lowered.get(id(widget))) for widget in widgets))


def _lies_in(word: Box, field: Box) -> bool:
    width = min(word.x1, field.x1) - max(word.x0, field.x0)
    height = min(word.bottom, field.bottom) - max(word.top, field.top)
    area = max((word.x1 - word.x0) * (word.bottom - word.top), 0.01)
    return width > 0 and height > 0 and width * height > _COVERED * area


def _usual_size(words: Sequence[PageWord]) -> float:
    sizes = sorted(word.size for word in words for _ in word.text)
    return sizes[len(sizes) // 2] if sizes else _SIZE


def _of_widget(
    widget: Widget, printed: Sequence[PageWord], size: float, lowered: Box | None = None
) -> PageWord:
    """The field as a word of the usual size, on the line of the label beside it or where it was `lowered`."""
    box = lowered or widget.box
    height = min(size, box.bottom - box.top)
    if widget.checked is not None:
        top = (box.top + box.bottom - height) / 2
        place = box._replace(top=top, bottom=top + height)
        return PageWord(text=TICKED if widget.checked else UNTICKED, box=place)
    beside = _beside(box, printed) if lowered is None else None
    if beside is not None:
        top = beside.bottom - height
    elif box.bottom - box.top > _TALL * height:
        top = box.top
    else:
        top = (box.top + box.bottom - height) / 2
    place = Box(box.page, box.x0 + 1, top, box.x1 - 1, top + height)
    return PageWord(text="" if widget.empty else _text(widget.text), box=place, filled=True, whole=True)


def _beside(box: Box, printed: Sequence[PageWord]) -> Box | None:
    """The printed word that stands nearest on the left of a field, on a line that meets it."""
    level = [
        word.box
        for word in printed
        if word.box.x1 <= box.x0 + 2
        and min(word.box.bottom, box.bottom) - max(word.box.top, box.top)
        > (word.box.bottom - word.box.top) / 2
    ]
    nearest = max((one.x1 for one in level), default=0.0)
    # Of a label of several lines the first one.
    return min((one for one in level if nearest - one.x1 < 3 * _SIZE), key=lambda one: one.top, default=None)


def _text(value: str) -> str:
    lines = (" ".join(line.split()) for line in value.splitlines())
    return "\n".join(line for line in lines if line)
