"""Form fields of a PDF among the words printed round them, so that labels say what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.acroform import Widget
from pipeline.extract.words import Page, PageWord
from pipeline.records.layout import TICKED, UNTICKED, Box

_COVERED = 0.6
"""So much of a word lies in a field when the field's own drawing of its value printed it."""
_LINE_HEIGHT = 14.0


def with_fields(pages: Sequence[Page], widgets: Iterable[Widget]) -> tuple[Page, ...]:
    """The pages with each field's value as words in its box, in place of what was drawn there.

    An empty field is an empty word, so that the label before it is known to have no answer. Boxes of any kind
    are the pair of signs.
    """
    by_page: dict[int, list[Widget]] = {}
    for widget in widgets:
        by_page.setdefault(widget.box.page, []).append(widget)
    return tuple(
        replace(page, words=_words(page, by_page[page.number])) if page.number in by_page else page
        for page in pages
    )


def _words(page: Page, widgets: Sequence[Widget]) -> tuple[PageWord, ...]:
    boxes = [widget.box for widget in widgets]
    printed = [word for word in page.words if not any(_lies_in(word.box, box) for box in boxes)]
    return (*printed, *(word for widget in widgets for word in _of_widget(widget)))


def _lies_in(word: Box, field: Box) -> bool:
    width = min(word.x1, field.x1) - max(word.x0, field.x0)
    height = min(word.bottom, field.bottom) - max(word.top, field.top)
    area = max((word.x1 - word.x0) * (word.bottom - word.top), 0.01)
    return width > 0 and height > 0 and width * height > _COVERED * area


def _of_widget(widget: Widget) -> Iterable[PageWord]:
    """The words of a field; a value of several lines is laid line below line within its box."""
    box = widget.box
    if widget.checked is not None:
        yield PageWord(text=TICKED if widget.checked else UNTICKED, box=box)
        return
    lines = [
        line for line in widget.text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()
    ]
    if widget.empty or not lines:
        return
    height = min((box.bottom - box.top) / len(lines), _LINE_HEIGHT)
    for n, line in enumerate(lines):
        top = box.top + n * height if len(lines) > 1 else (box.top + box.bottom - height) / 2
        yield PageWord(
            text=line.strip(),
            box=Box(box.page, box.x0 + 1, top, box.x1 - 1, top + height),
            filled=True,
        )
