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

from pipeline.extract.words import Page, Ruling, WordLine, chunks_of, lines_of

_SAME: Final = 1.5
"""Points that answers end beside the usual place, and labels begin."""
_LINES, _STARTS = 5, 4
"""So many lines have it, and their answers begin at so many places."""
_MOST: Final = 0.7
"""Of the lines of a label and one answer, so many."""
_APART: Final = 1.5
"""Answers are read so far behind the longest label, in letter sizes."""
_BEFORE, _FOOT = 1.5, 0.4
"""A line that leads to an answer ends so near before it and to the foot of its letters, in their sizes."""
_NEXT: Final = 0.8
"""The rest of an answer stands so close below it, in letter sizes."""


_LED: Final = re.compile(r"\.{3,}|_{3,}|…")
"""A line to write on reaches to the edge by itself."""


class _Edges(NamedTuple):
    """Where labels begin, where answers end, and where the answers that are no single line begin."""

    left: float
    right: float
    start: float
    beyond: bool
    """Some of the answers begin further left than others' labels end."""


def with_answers_to_the_left(pages: Sequence[Page]) -> list[Page]:
    """The pages with such answers moved to where the longest of them begins."""
    lines = {page.number: lines_of([one for one in page.words if not one.turned]) for page in pages}
    edges = _edges([line for page in pages for line in lines[page.number]])
    if edges is None:
        return [*pages]
    done: list[Page] = []
    for page in pages:
        answers = [*_answers(lines[page.number], edges)]
        moved = {
            word: word.moved(right=edges.start - answer.x0) for answer in answers for word in answer.words
        }
        words = tuple(moved.get(word, word) for word in page.words)
        rulings = tuple(one for one in page.rulings if not _leads(one, answers))
        done.append(replace(page, words=words, rulings=rulings))
    return done


def _leads(ruling: Ruling, answers: Sequence[WordLine]) -> bool:
    """Whether a line is drawn up to one of the answers from its label."""
    return ruling.level and any(
        0 <= one.x0 - ruling.x1 <= _BEFORE * one.size and abs(one.bottom - ruling.top) <= _FOOT * one.size
        for one in answers
    )


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
    start = min(start, *starts)
    ends = max(label.x1 + _APART * label.size for label, _ in own)
    return _Edges(left, right, max(start, ends), beyond=start < ends)


def _answers(lines: Sequence[WordLine], edges: _Edges) -> Iterator[WordLine]:
    """Each line of such an answer."""
    above: WordLine | None = None
    for line in lines:
        *before, last = chunks_of(line)
        ends = abs(last.x1 - edges.right) <= _SAME and (last.x0 > edges.start + _SAME or edges.beyond)
        labelled = len(before) == 1 and abs(before[0].x0 - edges.left) <= _SAME and before[0].x1 < edges.start
        goes_on = not before and above is not None and line.top - above.bottom <= _NEXT * line.size
        if not ends or _LED.search(line.text) or not (labelled or goes_on):
            above = None
            continue
        above = last
        yield last
