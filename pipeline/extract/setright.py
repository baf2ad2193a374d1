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


def with_answers_to_the_left(pages: Sequence[Page]) -> list[Page]:
    """The pages with such answers moved to where the longest of them begins."""
    lines = {page.number: lines_of([one for one in page.words if not one.turned]) for page in pages}
    edges = _edges([line for page in pages for line in lines[page.number]])
    if edges is None:
        return [*pages]
    done: list[Page] = []
    for page in pages:
        moved = dict(_moved(lines[page.number], edges))
        done.append(replace(page, words=tuple(moved.get(word, word) for word in page.words)))
    return done


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
            yield word, word.moved(right=edges.start - last.x0)
