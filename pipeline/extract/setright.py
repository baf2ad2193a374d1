"""Answers that are set to the right edge, far from their labels: read as if they began in one column.

    Barnets navn                            Ida Prøve
    Klasse                                        4.b

Each begins at a place of its own, so their columns can't be told by where they begin, but by where they end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.extract.words import Page, PageWord, WordLine, chunks_of, lines_of
from pipeline.records.layout import Box, Layout, TextLine

_SAME: Final = 1.5
"""Points that answers end beside the usual place, and labels begin."""
_LINES, _STARTS = 5, 4
"""So many lines have it, and their answers begin at so many places."""
_MOST: Final = 0.7
"""Of the lines of a label and one answer, so many."""
_NEXT: Final = 0.8
"""The rest of an answer stands so close below it, in letter sizes."""


_LED: Final = re.compile(r"\.{3,}|_{3,}|…")
"""A line to write on reaches to the edge by itself."""


class _Edges(NamedTuple):
    """Where labels begin, where answers end, and where the answers that are no single line begin."""

    left: float
    right: float
    start: float


class Moved(NamedTuple):
    """Where the words of an answer truly stand, and where they were moved to."""

    true: Box
    seen: Box


def with_answers_to_the_left(pages: Sequence[Page]) -> tuple[list[Page], list[Moved]]:
    """The pages with such answers moved to where the longest of them begins, and what was moved."""
    lines = {page.number: lines_of([one for one in page.words if not one.turned]) for page in pages}
    edges = _edges([line for page in pages for line in lines[page.number]])
    if edges is None:
        return [*pages], []
    done: list[Page] = []
    moved: list[Moved] = []
    for page in pages:
        words = dict(_moved(lines[page.number], edges))
        done.append(replace(page, words=tuple(words.get(word, word) for word in page.words)))
        moved += (Moved(old.box, new.box) for old, new in words.items())
    return done, moved


def put_back(layout: Layout, moved: Sequence[Moved]) -> Layout:
    """The layout with the place of each line that was moved as it is on the page."""
    pages: dict[int, list[Moved]] = {}
    for one in moved:
        pages.setdefault(one.true.page, []).append(one)
    if not pages:
        return layout

    def placed(line: TextLine) -> TextLine:
        box = line.box
        own = [one for one in pages.get(box.page, ()) if _lies_in(one.seen, box)] if box is not None else []
        if box is None or not own:
            return line
        alone = box.x0 >= min(one.seen.x0 for one in own) - _SAME
        x0 = min(one.true.x0 for one in own) if alone else box.x0
        return replace(line, box=box._replace(x0=x0, x1=max(one.true.x1 for one in own)))

    return layout.with_lines(lambda lines: map(placed, lines))


def _lies_in(word: Box, box: Box) -> bool:
    middle = (word.top + word.bottom) / 2
    return box.top <= middle <= box.bottom and box.x0 - _SAME <= word.x0 and word.x1 <= box.x1 + _SAME


def _edges(lines: Sequence[WordLine]) -> _Edges | None:
    pairs = [chunks for line in lines if len(chunks := chunks_of(line)) == 2 and not _LED.search(line.text)]
    if len(pairs) < _LINES:
        return None
    often = Counter((round(label.x0), round(answer.x1)) for label, answer in pairs)
    (left, right), _ = often.most_common(1)[0]
    begin = [(label, answer) for label, answer in pairs if abs(label.x0 - left) <= _SAME]
    own = [(label, answer) for label, answer in begin if abs(answer.x1 - right) <= _SAME]
    starts = [answer.x0 for _, answer in own]
    if (
        len(own) < max(_LINES, _MOST * len(begin))
        or len({round(x / _SAME) for x in starts}) < min(_STARTS, len(own))
        or any(word.whole for _, answer in own for word in answer.words)
    ):
        return None
    # Where text of several lines begins, answers do.
    texts = Counter(round(line.x0) for line in lines if left + _SAME < line.x0 <= min(starts) + _SAME)
    start = float(texts.most_common(1)[0][0]) if texts else min(starts)
    return _Edges(left, right, min(start, *starts))


def _moved(lines: Sequence[WordLine], edges: _Edges) -> Iterator[tuple[PageWord, PageWord]]:
    """Each word of such an answer with what becomes of it."""
    above: WordLine | None = None
    for line in lines:
        *before, last = chunks_of(line)
        ends = abs(last.x1 - edges.right) <= _SAME and last.x0 > edges.start + _SAME
        labelled = len(before) == 1 and abs(before[0].x0 - edges.left) <= _SAME and before[0].x1 < edges.start
        goes_on = not before and above is not None and line.top - above.bottom <= _NEXT * line.size
        if not ends or _LED.search(line.text) or not (labelled or goes_on):
            above = None
            continue
        above = last
        for word in last.words:
            by = last.x0 - edges.start
            box = word.box._replace(x0=word.box.x0 - by, x1=word.box.x1 - by)
            yield word, replace(word, box=box)
