"""Form fields of a PDF among the words printed round them, so that labels say what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.acroform import Widget
from pipeline.extract.undersides import changed_places, labels_below
from pipeline.extract.words import Page, PageWord, WordLine
from pipeline.records.layout import TICKED, UNTICKED, Box

_COVERED = 0.6
"""So much of a word lies in a field when the field's own drawing of its value printed it."""
_SIZE = 10.0
_TALL = 2.0
"""A box of so many letter heights is for several lines, and they begin at its top."""


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
    """The page without the words that the fields' own drawings printed."""
    boxes = [widget.box for widget in widgets]
    words = tuple(word for word in page.words if not any(_lies_in(word.box, box) for box in boxes))
    return replace(page, words=words)


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
