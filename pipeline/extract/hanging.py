"""Answers that hang behind their labels: all their lines begin where the first does, right of all labels.

    Reason...........: She likes it here.
                       What we tried:
                       - a desk of her own

To the eye the lines are one cell beside the label, whatever they look like; so they are made one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from pipeline.extract.drawn import DrawnGrid, row_of
from pipeline.extract.habits import Habits
from pipeline.extract.paragraphs import LED, paragraphs
from pipeline.extract.words import PageWord, Ruling, WordLine

_Found: TypeAlias = WordLine | DrawnGrid
_SAME: Final = 0.4
"""Lines that begin so near to the same place, in letter sizes, begin there."""


def with_hanging_answers(
    found: Sequence[_Found], widths: Mapping[int, float], habits: Habits, rulings: Mapping[int, list[Ruling]]
) -> list[_Found]:
    """Each label that leads over to an answer of several paragraphs as a row of the two.

    So is one with several lines over text that no label begins: it may look like the rest of the answer.

    `widths`: how far the text of each page goes; `rulings`: the level ones of each.
    """
    done: list[_Found] = []
    at = 0
    while at < len(found):
        first = found[at]
        end = at + 1
        label = _label_of(first) if isinstance(first, WordLine) else 0
        if isinstance(first, WordLine) and label:
            while end < len(found) and _hangs(found[end], first.words[label].box.x0):
                end += 1
        lines = [one for one in found[at:end] if isinstance(one, WordLine)]
        right = widths[first.page]
        several = len(lines) > 1 and len(paragraphs(lines, right, habits, rulings)) > 1
        ended = len(lines) > 1 and _ends(found[end : end + 1])
        done += [_row(lines, label, right)] if several or ended else found[at:end]
        at = end
    return done


def _label_of(line: WordLine) -> int:
    """How many of the first words are a label that leads over to what stands behind it; 0 without either."""
    for number in range(1, len(line.words)):
        if LED.fullmatch(" ".join(word.text for word in line.words[:number])):
            return number
    return 0


def _hangs(one: _Found, x: float) -> bool:
    return isinstance(one, WordLine) and abs(one.x0 - x) < _SAME * one.size and not _label_of(one)


def _without_leader(words: Sequence[PageWord]) -> WordLine:
    """A label without the dots that lead over to its answer: in a cell of its own, none are needed."""
    *others, last = words
    text = last.text.rstrip(" ._…:")
    return WordLine((*others, replace(last, text=f"{text}:"))) if text or not others else WordLine((*others,))


def _ends(below: Sequence[_Found]) -> bool:
    """Whether what stands below an answer shows by its place alone that it is none of it."""
    return any(isinstance(one, WordLine) and not _label_of(one) for one in below)


def _row(lines: Sequence[WordLine], label: int, right: float) -> DrawnGrid:
    first = lines[0]
    own, answer = _without_leader(first.words[:label]), WordLine(first.words[label:])
    top, bottom = first.top, max(line.bottom for line in lines if line.page == first.page)
    edges = (first.x0, answer.x0, max([right, *(line.x1 for line in lines)]))
    cells = ((edges[0], edges[1], edges[1], [own]), (edges[1], edges[2], edges[2], [answer, *lines[1:]]))
    return DrawnGrid(rows=[row_of(cells, top, bottom)], edges=edges, top=top, bottom=bottom, page=first.page)
