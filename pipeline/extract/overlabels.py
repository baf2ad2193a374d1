"""Labels side by side in a look of their own, each with its answer right below it, and nothing drawn there.

    Barnets navn        Klassetrin
                        3
    Postnr.             By
    2450                Prøvekøbing

Where both are answered the columns tell themselves. Where one is blank nothing in the two lines does, but
the document does: its labels all look alike, and stand at the same places over their answers. So what begins
where a label does is that label's answer, and a label with nothing below it has an empty cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from pipeline.extract.columns import ALIGNED, choice_chunks, fit
from pipeline.extract.drawn import DrawnGrid, row_of
from pipeline.extract.words import Page, PageWord, Ruling, WordLine, chunks_of, lines_of

_MOST: Final = 4
"""So many labels stand side by side at most; more are the head of a table."""
_LINES, _ANSWERED = 4, 3
"""So many different lines of such labels a document has, and so many of them with an answer."""
_FEW_LINES: Final = 2
"""Fewer lines will do of small or grey labels, where others of the look stand alone over their answers."""
_SMALLER: Final = 0.93
"""Labels that are neither grey nor bold are so small, beside their answers."""
_LARGER: Final = 1.08
_SIZE: Final = 0.6
"""Points that letters of one look may differ."""
_NEAR, _FURTHER = 0.9, 0.5
"""An answer stands so near below its label, in letter sizes; and so much further than usual, at most."""
_WITHIN: Final = 0.8
"""Between the lines of one answer is at most so much air, in letter sizes, …"""
_NEXT_ROW: Final = 3.0
"""… the next row of a table stands no further down, …"""
_TIGHT: Final = 0.45
"""… and so much is between the lines of a label."""
_TABLES: Final = 0.25
"""Of what stands below such labels, no more has row below row: else they head tables."""


class _LabelLook(NamedTuple):
    """What all the words of a label look like."""

    bold: bool
    faint: bool
    size: float

    def is_of(self, line: WordLine) -> bool:
        told = [word for word in line.words if any(map(str.isalnum, word.text))]
        return bool(told) and all(self._has(word) for word in told)

    def _has(self, word: PageWord) -> bool:
        typed = word.filled or word.whole or word.struck or word.turned
        alike = word.bold == self.bold and word.faint == self.faint
        return alike and not typed and abs(word.size - self.size) <= _SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class OverLabels:
    """How labels stand over their answers in a document: their look, and where all but the first begin."""

    look: _LabelLook
    inner: tuple[float, ...]
    near: float = 0.0
    """Points from a label to its answer, at most; 0 if that isn't told yet."""


@dataclass(slots=True)
class _RowOver:
    """Labels and answers by the number of their columns; `taken` lines of the page are its."""

    starts: list[float]
    labels: dict[int, list[WordLine]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[int, list[WordLine]] = field(default_factory=lambda: defaultdict(list))
    taken: int = 1
    further: bool = False
    """A line stands below it in its columns that is no more of its labels: the next row of a table, maybe."""
    below: int = 0
    """Lines behind the first that have the answers of several columns."""

    @property
    def foot(self) -> float:
        return max(line.bottom for own in (*self.labels.values(), *self.answers.values()) for line in own)

    @property
    def label_foot(self) -> float:
        return max(line.bottom for own in self.labels.values() for line in own)

    @property
    def gap(self) -> float:
        first = min(own[0].top for own in self.answers.values())
        return first - max(own[-1].bottom for n, own in self.labels.items() if n in self.answers)


def labels_over_answers(pages: Sequence[Page]) -> list[OverLabels]:
    """The ways in which labels stand over answers on these pages; none where too few of them do."""
    found: dict[OverLabels, list[tuple[_RowOver, float, str]]] = {}
    told = [lines_of([word for word in page.words if not word.turned]) for page in pages]
    for lines in told:
        for n, line in enumerate(lines):
            way = _way_of(line)
            if way is None:
                continue
            way = next((one for one in found if _are_alike(one, way)), way)
            row = _row(lines, n, way)
            if row is not None:
                above = line.top - lines[n - 1].bottom if n else line.size
                found.setdefault(way, []).append((row, above, line.text))
    ways = (_told(way, rows, told) for way, rows in found.items())
    return [way for way in ways if way is not None]


def with_answers_below(
    words: Sequence[PageWord],
    ways: Sequence[OverLabels],
    rulings: Sequence[Ruling],
    following: Page | None,
) -> tuple[list[DrawnGrid], list[PageWord]]:
    """The tables of such labels among the words of a page, and the words that are left.

    `following`: the page behind it, on which the last answers may go on.
    """
    if not ways:
        return [], [*words]
    lines = lines_of([word for word in words if not word.turned])
    right = max((line.x1 for line in lines), default=0.0)
    grids: list[DrawnGrid] = []
    at = 0
    while at < len(lines):
        row = next((one for way in ways if (one := _row(lines, at, way)) is not None), None)
        last = row is not None and at + row.taken == len(lines)
        if row is None or _is_drawn(row, rulings) or (last and _may_go_on(ways, following)):
            at += 1
            continue
        grids.append(_grid(row, right))
        at += row.taken
    taken = {
        id(word) for grid in grids for cell in grid.cells() for line in cell.lines for word in line.words
    }
    return grids, [word for word in words if id(word) not in taken]


def _way_of(line: WordLine) -> OverLabels | None:
    """The way of labels that a line may be of: several texts of one look."""
    chunks = chunks_of(line)
    if not 2 <= len(chunks) <= _MOST:
        return None
    first = next((word for word in line.words if any(map(str.isalnum, word.text))), line.words[0])
    look = _LabelLook(first.bold, first.faint, first.size)
    if not all(look.is_of(chunk) for chunk in chunks) or not all(map(_has_letters, chunks)):
        return None
    return OverLabels(look=look, inner=tuple(chunk.x0 for chunk in chunks[1:]))


def _has_letters(chunk: WordLine) -> bool:
    return any(map(str.isalpha, chunk.text))


def _are_alike(one: OverLabels, other: OverLabels) -> bool:
    looks = one.look[:2] == other.look[:2] and abs(one.look.size - other.look.size) <= _SIZE
    return looks and len(one.inner) == len(other.inner) and _begin_alike(one.inner, other.inner)


def _begin_alike(some: Sequence[float], others: Sequence[float]) -> bool:
    return all(abs(a - b) <= ALIGNED for a, b in zip(some, others, strict=True))


def _alone_over_answers(lines: Sequence[WordLine], look: _LabelLook) -> int:
    """How many labels of a look stand alone over text of another one that begins right below them."""
    return sum(
        abs(line.x0 - below.x0) <= ALIGNED
        and below.top - line.bottom <= _NEAR * look.size
        and look.is_of(line)
        and not look.is_of(below)
        and len(chunks_of(line)) == 1
        for line, below in pairwise(lines)
    )


def _told(
    way: OverLabels, rows: Sequence[tuple[_RowOver, float, str]], pages: Sequence[Sequence[WordLine]]
) -> OverLabels | None:
    """The way with what its rows tell; None where they may be anything. `pages`: all lines of each."""
    answered = [(row, above) for row, above, _ in rows if row.answers]
    sizes = [line.size for row, _ in answered for own in row.answers.values() for line in own]
    lines = len({text for _, _, text in rows})
    if lines < _LINES or len(answered) < _ANSWERED:
        both = any(len(row.answers) == len(row.labels) for row, _ in answered)
        small = bool(sizes) and (way.look.faint or way.look.size <= _SMALLER * median(sizes))
        if lines < _FEW_LINES or not both or not small:
            return None
        alone = sum(_alone_over_answers(own, way.look) for own in pages)
        if lines + alone < _LINES + _FEW_LINES:
            return None
    larger = way.look.size > _LARGER * median(sizes)
    if larger or not (way.look.bold or way.look.faint or way.look.size <= _SMALLER * median(sizes)):
        return None
    # What stands nearer to the text above it than to what is below may be a label below its answer.
    unclear = sum(above <= row.gap + 1 for row, above in answered)
    tables = sum(row.further or row.below > 0 for row, _ in answered)
    if unclear > _TABLES * len(answered) or tables > _TABLES * len(answered):
        return None
    near = median(row.gap for row, _ in answered) + _FURTHER * way.look.size
    return OverLabels(look=way.look, inner=way.inner, near=near)


def _row(lines: Sequence[WordLine], at: int, way: OverLabels) -> _RowOver | None:
    """The labels of a line with what stands below them; None where that begins in no label's place."""
    line = lines[at]
    starts = [line.x0, *way.inner]
    if line.x0 >= way.inner[0] - ALIGNED:
        return None
    head = fit(chunks_of(line), starts)
    if head is None or len(head) < 2 or not all(way.look.is_of(chunk) for _, chunk in head):
        return None
    if not all(any(abs(chunk.x0 - x) <= ALIGNED for x in starts) for _, chunk in head):
        return None
    row = _RowOver(starts)
    for column, chunk in head:
        row.labels[column].append(chunk)
    while at + row.taken < len(lines):
        below = lines[at + row.taken]
        if _ends(row, below, way):
            break
        fitted = _columns_of(below, starts)
        if fitted is None or any(word.whole for word in below.words):
            return None
        if any(column not in row.labels for column, _ in fitted):
            return None  # below no label
        row.below += len(fitted) > 1 and bool(row.answers)
        for column, chunk in fitted:
            (row.labels if way.look.is_of(chunk) else row.answers)[column].append(chunk)
        row.taken += 1
    return row


def _columns_of(line: WordLine, starts: Sequence[float]) -> list[tuple[int, WordLine]] | None:
    """What of a line is in which column; boxes with wide gaps between may be all of one."""
    fitted = fit(choice_chunks(line), starts)
    at = next((n for n, x in enumerate(starts) if abs(line.x0 - x) <= ALIGNED), None)
    if fitted is not None or at is None or (at + 1 < len(starts) and line.x1 > starts[at + 1] - 1):
        return fitted
    return [(at, line)]


def _ends(row: _RowOver, below: WordLine, way: OverLabels) -> bool:
    """Whether a line is none of a row: other labels, a heading, or too far down."""
    fitted = _columns_of(below, row.starts)
    labels = [(column, chunk) for column, chunk in fitted or () if way.look.is_of(chunk)]
    if fitted is None and any(way.look.is_of(chunk) for chunk in chunks_of(below)[:1]):
        return True
    if labels:
        return not all(_goes_on(row, column, chunk) for column, chunk in labels)
    if (below.bold and way.look.bold) or below.x0 < row.starts[0] - ALIGNED:
        return True
    if row.answers:
        gap = (below.top - row.foot) / below.size
        row.further = _WITHIN < gap <= _NEXT_ROW and fitted is not None and len(fitted) > 1
        return gap > _WITHIN
    return below.top - row.label_foot > (way.near or _NEAR * way.look.size)


def _goes_on(row: _RowOver, column: int, chunk: WordLine) -> bool:
    """Whether a text in the look of labels is the next line of the label above it."""
    above = row.labels.get(column)
    if not above or column in row.answers:
        return False
    return chunk.top - above[-1].bottom <= _TIGHT * chunk.size


def _is_drawn(row: _RowOver, rulings: Collection[Ruling]) -> bool:
    """Whether a line is drawn between the labels and their answers, or between the columns."""
    top = min(line.top for own in row.labels.values() for line in own)
    foot = row.foot
    for one in rulings:
        if one.x1 < row.starts[0] - ALIGNED:
            continue
        if one.level and one.x1 - one.x0 > row.labels[0][0].size and top < one.top < foot - 1:
            return True
        if not one.level and one.top < foot and one.bottom > top and row.starts[0] < one.x0 < row.starts[-1]:
            high = min(one.bottom, foot) - max(one.top, top)
            if high > (foot - top) / 2:
                return True
    return False


def _may_go_on(ways: Sequence[OverLabels], following: Page | None) -> bool:
    """Whether the next page begins with what may be the rest of an answer."""
    lines = lines_of([word for word in following.words if not word.turned]) if following is not None else []
    if not lines:
        return False
    first = lines[0]
    return not (first.bold or any(way.look.is_of(chunks_of(first)[0]) for way in ways))


def _grid(row: _RowOver, right: float) -> DrawnGrid:
    """A table of one row: in each cell a label, and what stands below it."""
    ends = [*row.starts[1:], max(right, row.starts[-1] + 1)]
    top = min(line.top for own in row.labels.values() for line in own)
    cells = (
        (x, end, end, [*row.labels.get(n, ()), *row.answers.get(n, ())])
        for n, (x, end) in enumerate(zip(row.starts, ends, strict=True))
    )
    return DrawnGrid(
        rows=[row_of(cells, top, row.foot)],
        edges=(row.starts[0], *ends),
        top=top,
        bottom=row.foot,
        page=row.labels[0][0].page,
        ruled=True,
    )
