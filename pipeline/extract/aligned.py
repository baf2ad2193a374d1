"""Labels that are set to the right, up to their answers: where they end and their answers begin tells them.

    Hvad det gælder          Barnets navn  Ida Prøve
                            --------------------------
                      Hvem skriver under  Bo Prøve
                                på planen

No line by itself tells so, for the gap is hardly wider than a blank. Many lines of a document do: they all
have it at the very same place, and their labels begin elsewhere. A name of a section may stand in a margin
beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.extract.paragraphs import BOX
from pipeline.extract.words import WIDE_GAP, Page, PageWord, Ruling, WordLine

SAME: Final = 1.5
"""Points that labels may end beside the usual place."""
START: Final = 4.0
"""Points that answers may begin beside it: a box has more air round it than a letter."""
_NARROW: Final = 0.35
"""A gap of so many letter sizes may part a label from its answer; a blank is a quarter of one, …"""
_WIDER: Final = 1.5
"""… and it is so much wider than the blanks of its line."""
_WIDE, _MUCH_WIDER = 0.6, 2.0
"""Such a gap is none between words, whatever other lines have."""
_LINES, _FEW_LINES = 5, 3
"""So many lines have it at the very same place; fewer will do where it is wide, or a line is drawn below."""
_STARTS: Final = 0.6
"""Of different labels, so many begin at different places."""
_ENOUGH: Final = 12
"""So many different places are enough, however many labels there are."""
_WORDY: Final = 0.8
"""Of labels, so many are words: figures set to the right are a column of a table."""
_IN_MARGIN: Final = 0.5
"""Beside no more of the labels something stands in the margin."""
_DRAWN: Final = 0.5
"""Of answers, so many have a line below them where lines part them."""
BEFORE: Final = 10.0
"""Points that a line drawn below an answer may begin before it, or a heading over it."""
_FOOT: Final = 16.0
"""Points from the foot of a label to the line drawn below its answer, at most, where that is blank."""
_CLOSE, _LONGER = 0.6, 80.0
"""Two lines of one row are so close, in letter sizes; a label is longer than others by so many points."""
_SHORTEST: Final = 60.0
_MOST, _MOST_DRAWN = 4_000, 400
"""So many gaps of a document are looked at, and no more lines and areas of a page: they are a drawing."""


class Column(NamedTuple):
    """Where labels end and their answers begin; `left` is where the longest label does."""

    end: float
    start: float
    left: float
    ruled: bool
    """Whether a line is drawn below each answer."""


class _Pair(NamedTuple):
    """A line with the gap that may part a label from its answer."""

    label: WordLine
    end: float
    start: float
    beside: bool
    """Whether something stands in the margin, and nothing is painted there."""
    wide: bool
    """Whether the gap alone tells, and not only many of them."""


def columns_of(pages: Sequence[tuple[Page, Sequence[WordLine]]]) -> list[Column]:
    """The columns of a document, those of most lines first."""
    pairs = [(page, pair) for page, lines in pages for line in lines for pair in _pairs(line, page)]
    found: list[Column] = []
    if len(pairs) > _MOST:
        return found
    while pairs:
        often = Counter((round(one.end), round(one.start)) for _, one in pairs)
        (end, start), times = often.most_common(1)[0]
        if times < _FEW_LINES:
            break
        own = [(page, one) for page, one in pairs if _is_at(one, end, start)]
        pairs = [(page, one) for page, one in pairs if not _is_at(one, end, start)]
        column = _column([one for _, one in own], [page for page, _ in pages])
        if column is not None:
            found.append(column._replace(left=_leftmost(column, pages)))
    return [*found, *_unanswered(pages, found)]


def _unanswered(
    pages: Sequence[tuple[Page, Sequence[WordLine]]], known: Sequence[Column]
) -> Iterator[Column]:
    """Columns of labels that nobody has answered: a line is drawn right behind each, at one place."""
    places: dict[tuple[int, int], list[tuple[WordLine, float]]] = {}
    for page, lines in pages:
        drawn = [one for one in page.rulings if one.level and one.x1 - one.x0 >= _SHORTEST]
        for line in lines if len(drawn) <= _MOST_DRAWN else ():
            if any(abs(line.x1 - one.end) <= 2 * SAME for one in known):
                continue
            label = WordLine(_label_before(line.words, page))
            behind = [one for one in drawn if line.top < one.top <= line.bottom + _FOOT]
            for one in behind:
                if 0 < one.x0 - line.x1 <= BEFORE:
                    key = round(line.x1), round(one.x0)
                    places.setdefault(key, []).append((label, one.x0))
    for own in places.values():
        starts = {round(label.x0 / SAME) for label, _ in own}
        if len(starts) >= _FEW_LINES:
            end, left = median(label.x1 for label, _ in own), min(label.x0 for label, _ in own)
            yield Column(end, median(x for _, x in own), left, ruled=True)


def _leftmost(column: Column, pages: Sequence[tuple[Page, Sequence[WordLine]]]) -> float:
    """Where the longest line of a label begins: one that no answer stands level with may be the longest."""
    left = column.left
    for page, lines in pages:
        for n, line in enumerate(lines):
            if abs(line.x1 - column.end) > SAME:
                continue
            begins = _label_before(line.words, page)[0].box.x0
            beside = [one for one in lines[max(n - 1, 0) : n + 2] if one is not line and is_close(line, one)]
            told = any(has_both(one, column) or abs(one.x0 - column.start) <= START for one in beside)
            if left - _LONGER <= begins < left and (told or is_over_ruling(line, column, page)):
                left = begins
    return left


def is_close(line: WordLine, other: WordLine) -> bool:
    upper, lower = sorted((line, other), key=lambda one: one.top)
    return lower.top - upper.bottom <= _CLOSE * line.size


def is_over_ruling(line: WordLine, column: Column, page: Page) -> bool:
    """Whether a label that stands alone has a line drawn below the answer beside it."""
    drawn = rulings_below(page, column) if column.ruled else []
    return any(line.top < one.top <= line.bottom + _FOOT for one in drawn)


def _is_at(pair: _Pair, end: float, start: float) -> bool:
    return abs(pair.end - end) <= SAME and abs(pair.start - start) <= START


def _pairs(line: WordLine, page: Page) -> Iterator[_Pair]:
    """What a line may be: a label and an answer at any gap that is wider than a blank."""
    words = line.words
    gaps = [after.box.x0 - before.box.x1 for before, after in pairwise(words)]
    for at, gap in enumerate(gaps, start=1):
        size = min(words[at].size, words[at - 1].size)
        others = [one for one in [*gaps[: at - 1], *gaps[at:]] if one <= WIDE_GAP * size]
        usual = median(others) if others else 0.0
        if words[at].whole or gap < _NARROW * size or gap < _WIDER * usual:
            continue
        label = _label_before(words[:at], page)
        begins = at - len(label)
        if any(BOX.match(word.text) for word in label):
            continue  # one of several choices
        beside = begins > 0 and not _is_parted(words[begins - 1], words[begins], page)
        wide = gap >= _WIDE * size and gap >= _MUCH_WIDER * usual
        yield _Pair(WordLine(label), words[at - 1].box.x1, words[at].box.x0, beside, wide)


def _label_before(words: Sequence[PageWord], page: Page) -> tuple[PageWord, ...]:
    """The words up to a gap, as far back as only blanks part them."""
    begins = len(words) - 1
    while begins > 0:
        before, word = words[begins - 1], words[begins]
        if word.box.x0 - before.box.x1 > WIDE_GAP * word.size or _is_parted(before, word, page):
            break
        begins -= 1
    return tuple(words[begins:])


def _is_parted(before: PageWord, word: PageWord, page: Page) -> bool:
    """Whether the side of a painted area lies between two words."""
    if len(page.shades) > _MOST_DRAWN:
        return False
    middle = (word.box.top + word.box.bottom) / 2
    return any(
        before.box.x1 - SAME <= one.x1 <= word.box.x0 + SAME and one.top <= middle <= one.bottom
        for one in page.shades
    )


def _column(own: Sequence[_Pair], pages: Sequence[Page]) -> Column | None:
    """The column that lines with a gap at one place make; None where they make none."""
    end, start = median(one.end for one in own), median(one.start for one in own)
    labels = {one.label.text: one.label.x0 for one in own}
    starts = {round(x / SAME) for x in labels.values()}
    wordy = sum(sum(map(str.isalpha, text)) > 1 for text in labels)
    beside = sum(one.beside for one in own)
    left = min(one.label.x0 for one in own)
    told = Column(end, start, left, ruled=False)
    drawn = sum(len(rulings_below(page, told)) for page in pages)
    ruled = drawn >= _DRAWN * len(own)
    certain = ruled or all(one.wide for one in own)
    if len(own) < (_FEW_LINES if certain else _LINES) or len(starts) < max(
        _FEW_LINES, min(_STARTS * len(labels), _ENOUGH)
    ):
        return None
    if wordy < _WORDY * len(labels) or beside > _IN_MARGIN * len(own):
        return None
    return told._replace(ruled=ruled)


def rulings_below(page: Page, column: Column) -> list[Ruling]:
    """The level lines that are drawn below answers, or right across from their labels on."""
    sides = [one for one in page.rulings if not one.level]
    if len(page.rulings) > _MOST_DRAWN:
        return []
    return [
        one
        for one in page.rulings
        if one.level
        and one.x1 >= column.start + _SHORTEST
        and (
            max(column.start - BEFORE, column.end - SAME) <= one.x0 <= column.start + SAME
            or one.x0 <= column.left + SAME
        )
        and not any(one.meets(side, SAME) for side in sides)
    ]


def parts_of(line: WordLine, column: Column) -> tuple[list[PageWord], list[PageWord], list[PageWord]]:
    """What of a line stands in the margin, in the labels and among the answers."""
    behind = [word for word in line.words if word.box.x1 > column.end + SAME]
    before = [word for word in line.words if word.box.x1 <= column.end + SAME]
    margin = [word for word in before if word.box.x1 < column.left]
    return margin, before[len(margin) :], behind


def ends_there(label: Sequence[PageWord], column: Column) -> bool:
    return abs(label[-1].box.x1 - column.end) <= SAME and label[0].box.x0 >= column.left - SAME


def has_both(line: WordLine, column: Column) -> bool:
    _, label, answer = parts_of(line, column)
    both = bool(label) and bool(answer) and ends_there(label, column)
    begins = both and abs(answer[0].box.x0 - column.start) <= START
    return begins and answer[0].box.x0 - label[-1].box.x1 >= _NARROW * line.size
