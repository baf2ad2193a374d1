"""Labels that are set to the right, up to their answers: read as if they were set to the left, in a column.

They end at the same place in many lines, and the answers begin at another right behind it. No line by itself
tells so, for the gap is hardly wider than a blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.extract.words import Page, PageWord, WordLine, lines_of

_NARROW: Final = 0.7
"""A gap of so many letter sizes may part columns; a blank is a quarter of one."""
_WIDER: Final = 2.0
"""It is so much wider than the blanks of its line."""
_LINES: Final = 5
"""So many lines have it at the very same place."""
_SAME: Final = 1.0


def with_labels_to_the_left(page: Page) -> Page:
    """The page with such labels moved to where the longest of them begins, their other lines with them."""
    lines = [line for line in lines_of(page.words) if not line.words[0].turned]
    gaps = [_first_gap(line) for line in lines]
    often = Counter(_place(gap) for gap in gaps if gap is not None)
    moved: dict[int, float] = {}
    for place, times in often.items():
        own = [n for n, gap in enumerate(gaps) if gap is not None and _place(gap) == place]
        starts = {round(lines[n].x0) for n in own}
        if times >= _LINES and 2 * len(starts) > times:
            end = lines[own[0]].words[_at(gaps[own[0]]) - 1].box.x1
            left = min(lines[n].x0 for n in own)
            rest = [
                n
                for n in range(own[0], own[-1] + 2)
                if n < len(lines) and abs(lines[n].x1 - end) <= _SAME and lines[n].x0 >= left
            ]
            for n in {*own, *rest}:
                label = lines[n].words[: _at(gaps[n])] if n in own else lines[n].words
                moved |= {id(word): lines[n].x0 - left for word in label}
    if not moved:
        return page
    words = (_to_the_left(word, moved.get(id(word), 0.0)) for word in page.words)
    return replace(page, words=tuple(words))


_Gap = tuple[float, float, int]
"""Where the text before it ends, where it goes on, and the number of the word behind it."""


def _first_gap(line: WordLine) -> _Gap | None:
    """The first gap of a line that may part a label from its answer."""
    words = line.words
    widths = [after.box.x0 - before.box.x1 for before, after in pairwise(words)]
    for at, gap in enumerate(widths, start=1):
        usual = _median([*widths[: at - 1], *widths[at:]])
        if gap >= _NARROW * words[at].size and gap >= _WIDER * usual and not words[at].whole:
            return words[at - 1].box.x1, words[at].box.x0, at
    return None


def _place(gap: _Gap) -> tuple[int, int]:
    return round(gap[0] / _SAME), round(gap[1] / _SAME)


def _at(gap: _Gap | None) -> int:
    return gap[2] if gap is not None else 0


def _median(widths: Sequence[float]) -> float:
    return sorted(widths)[len(widths) // 2] if widths else 0.0


def _to_the_left(word: PageWord, by: float) -> PageWord:
    return replace(word, box=word.box._replace(x0=word.box.x0 - by, x1=word.box.x1 - by)) if by else word
