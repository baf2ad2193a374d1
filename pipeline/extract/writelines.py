"""Lines to write on that a page draws behind a label: `Dato 24-08-2026`, the date on a line of its own.

To the eye such a line ends the label and holds the answer, or its absence. It becomes a leader of the text,
as if it had been typed, and no ruling of a table. So do dots that somebody has typed an answer over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.words import DESCENT, Page, PageWord, Ruling, WordLine, is_jump, lines_of
from pipeline.records.layout import Box

LEADER: Final = "____"
_SHORTEST: Final = 25.0
"""Points; a shorter ruling has no room for an answer."""
_BEHIND: Final = 1.2
"""The line begins so near behind its label, in letter sizes."""
_LOW: Final = 0.4
"""It lies so near to the foot of the letters, in their sizes."""
_OVER: Final = 0.5
"""So much of a word lies over dots that it is typed on."""
_MOST_DOTS: Final = 500
_DOTS: Final = re.compile(r"[._…]{5,}")
_WITH_DOTS: Final = re.compile(r"(.*?[^._…])([._…]{5,})")
_TOUCH: Final = 1.5
_ENDS_LABEL: Final = (":", "?", "*")


def with_lines_to_write_on(page: Page) -> Page:
    """The page with a leader for each such line, before what is written on it."""
    page, dotted = _without_dots(page)
    drawn = [*dotted, *(one for one in page.rulings if one.level and one.x1 - one.x0 >= _SHORTEST)]
    if not drawn:
        return page
    lines = [line for line in lines_of(page.words) if not line.words[0].turned]
    found = {ruling: label for ruling in drawn if (label := _label_of(ruling, lines, page.rulings))}
    leaders = [one for ruling, label in found.items() for one in _leaders(ruling, label, lines)]
    return replace(
        page,
        words=(*page.words, *leaders),
        rulings=tuple(one for one in page.rulings if one not in found),
    )


def _without_dots(page: Page) -> tuple[Page, list[Ruling]]:
    """The page without its dots to write on, and the lines they make, where something is typed over some."""
    if not any(_DOTS.search(word.text) for word in page.words):
        return page, []
    split = [part for word in page.words for part in _parts(word)]
    dots = [word for word in split if _DOTS.fullmatch(word.text)]
    others = [word for word in split if not _DOTS.fullmatch(word.text) and not word.turned]
    if not any(_lies_over(word.box, run.box) for run in dots[:_MOST_DOTS] for word in others):
        return page, []
    lines = [
        Ruling(run.box.x0, foot := run.box.bottom - DESCENT * run.size, run.box.x1, foot) for run in dots
    ]
    gone = set(map(id, dots))
    return replace(page, words=tuple(word for word in split if id(word) not in gone)), lines


def _parts(word: PageWord) -> list[PageWord]:
    """A word, or a label and the dots right behind it."""
    cut = _WITH_DOTS.fullmatch(word.text)
    if cut is None or word.turned:
        return [word]
    ends = word.box.x0 + (word.box.x1 - word.box.x0) * min(len(cut[1]) / len(word.text) * 2, 0.9)
    return [
        replace(word, text=cut[1], box=word.box._replace(x1=ends)),
        replace(word, text=cut[2], box=word.box._replace(x0=ends)),
    ]


def _lies_over(box: Box, dots: Box) -> bool:
    wide = min(box.x1, dots.x1) - max(box.x0, dots.x0)
    high = min(box.bottom, dots.bottom) - max(box.top, dots.top)
    return wide > _OVER * (box.x1 - box.x0) and high > _LOW * (box.bottom - box.top)


def _label_of(ruling: Ruling, lines: Sequence[WordLine], rulings: Sequence[Ruling]) -> PageWord | None:
    """The word right behind which a line begins; None where it begins elsewhere, or is part of a frame."""
    if any(not one.level and _touches(one, ruling) for one in rulings):
        return None
    for line in lines:
        if abs(ruling.top - line.bottom) > _LOW * line.size:
            continue
        before = [word for word in line.words if word.box.x1 <= ruling.x0 + _TOUCH]
        cut = any(word.box.x0 < ruling.x0 - _TOUCH < word.box.x1 - 2 * _TOUCH for word in line.words)
        behind = next((word for word in line.words if word.box.x0 >= ruling.x0 - _TOUCH), None)
        if before and not cut and not (behind is not None and behind.whole):
            label = before[-1]
            near = ruling.x0 - label.box.x1 <= _BEHIND * line.size
            told = any(map(str.isalnum, label.text)) or label.text in _ENDS_LABEL
            return label if near and told else None
    return None


def _touches(upright: Ruling, level: Ruling) -> bool:
    beside = min(abs(upright.x0 - level.x0), abs(upright.x0 - level.x1)) <= _TOUCH
    return beside and upright.top - _TOUCH <= level.top <= upright.bottom + _TOUCH


def _leaders(ruling: Ruling, label: PageWord, lines: Sequence[WordLine]) -> Iterator[PageWord]:
    """The leader behind the label, and one at the end of the line where it is full up to the next label."""
    yield _leader(label, max(label.box.x1 + 0.1, ruling.x0 - _TOUCH))
    line = next(line for line in lines if any(word is label for word in line.words))
    at = next((n for n, word in enumerate(line.words) if word.box.x0 >= ruling.x1 - _TOUCH), 0)
    behind = line.words[at]
    if at and line.words[at - 1] is not label and not is_jump(line, at):
        yield _leader(label, min(ruling.x1, behind.box.x0) - 0.3)


def _leader(label: PageWord, x0: float) -> PageWord:
    box = Box(label.box.page, x0, label.box.top, x0 + 0.2, label.box.bottom)
    return replace(label, text=LEADER, box=box, bold=False, faint=False)
