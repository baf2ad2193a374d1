"""Forms that say each label twice, in Danish and in English: `Barnets navn / Child's name`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Layout, TextLine, without_part

_AGAIN: Final = re.compile(
    r"\s*/\s*(?P<other>[A-Z][A-Za-z'’.,() -]{1,80}?)(?=\s*(?:$|[:?*\t\n☐☒☑□\[_…/]|\s{2}|\.{3}))"
)
"""A stroke, and words without any Danish letter up to what ends a label or an answer to choose."""
_ENGLISH: Final = re.compile(
    r"(?i)\b(?:the|of|and|names?|date|birth|address|number|no|reg|phone|child|school|class|grade|postal|postcode"
    r"|city|town|parents?|mother|father|guardian|yes|language|interpreter|teacher|worker|provider|view|end|from"
    r"|until|reason|goals?|measures?|participants|meeting|decision|signature|signed|consent|amount|change|what"
    r"|who|when|how|which|why|will|does|are|has|new|current|support|psychologist|title|unit|protected|hours|week)\b"
)
"""Words of English labels that are no Danish ones, as `by`, `start` and `total` are."""
_SEVERAL: Final = 3
"""Labels that are said twice, before all are taken to be."""


def in_danish(sheet: Sheet, layout: Layout) -> Layout:
    """The layout without the English words behind labels and answers to choose from, where it has them."""
    again = (found for line in layout.lines() if (found := _AGAIN.search(line.text)) is not None)
    twice = (found for found in again if _ENGLISH.search(found["other"]) and _is_asked(sheet, found))
    if sum(1 for _ in zip(twice, range(_SEVERAL), strict=False)) < _SEVERAL:
        return layout
    return layout.with_lines(partial(_lines_in_danish, sheet))


def _lines_in_danish(sheet: Sheet, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    for line in lines:
        at = 0
        while (found := _AGAIN.search(line.text, at)) is not None:
            at = found.end()
            if _ENGLISH.search(found["other"]) or (
                _is_asked(sheet, found) and not _asks(sheet, found["other"])
            ):
                at = found.start()
                line = without_part(line, at, found.end())
        yield line


def _is_asked(sheet: Sheet, found: re.Match[str]) -> bool:
    """Whether a label stands before the stroke."""
    return _asks(sheet, found.string[: found.start()])


def _asks(sheet: Sheet, words: str) -> bool:
    return is_label(sheet.ask(words)) or sheet.heading(words) is not None
