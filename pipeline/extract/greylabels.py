"""Rows of labels in grey with answers in bold beside them, as case systems print what they hold.

    Adresse      **Prøvevej 1**      Postnr.   **2100**
    Hvorfor?     **Hun trives her, og det går
                 bedre med dansk.**

The looks alone tell labels from answers, whatever lies between them. A line in bold that begins where the
answer above it does goes on with it; one in grey that stands as near goes on with its label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow, clusters
from pipeline.extract.habits import pitch
from pipeline.extract.words import Page, PageWord, WordLine, chunks_of, lines_of

_SAME: Final = 2.5
"""Points that what begins at one place may differ."""
_FEWEST: Final = 6
"""Lines of a document that begin with a label in grey and its answer in bold; fewer may be anything."""
_LETTERS: Final = 3
"""Of a label; what is shorter is a number before a heading."""
_NEARER: Final = 1.12
"""Lines of one text stand at most so much further apart than usual."""
_APART: Final = 2.6
"""Rows further apart, in letter sizes, are of no one table."""


class _Piece(NamedTuple):
    """What of a line is of one look: a label, or an answer."""

    line: WordLine
    answers: bool


class _Pitch(NamedTuple):
    """How far lines of one text stand apart at most (0 if none tell), and whether rows stand further."""

    within: float
    parted: bool


@dataclass(slots=True)
class _Row:
    slots: list[tuple[float, bool, list[WordLine]]] = field(default_factory=list)
    """Where each label and answer begins, which of the two it is, and its lines."""
    last: WordLine | None = None

    def add(self, pieces: Iterable[_Piece], line: WordLine) -> None:
        for piece in pieces:
            lines = self.lines_at(piece)
            if lines is None:
                self.slots.append((piece.line.x0, piece.answers, [piece.line]))
            else:
                lines.append(piece.line)
        self.last = line

    def lines_at(self, piece: _Piece) -> list[WordLine] | None:
        return next(
            (
                lines
                for x, answers, lines in self.slots
                if answers == piece.answers and abs(x - piece.line.x0) <= _SAME
            ),
            None,
        )

    def answered(self) -> Iterator[tuple[float, float]]:
        """Where each label begins that is answered, and where its answer does."""
        for (label, asked, _), (answer, answers, _) in pairwise(sorted(self.slots, key=lambda slot: slot[0])):
            if answers and not asked:
                yield label, answer

    @property
    def first(self) -> WordLine:
        return self.slots[0][2][0]


def with_grey_labels(pages: Sequence[Page]) -> tuple[list[Page], dict[int, list[DrawnGrid]]]:
    """The tables of such rows, by the number of the page they begin on.

    The words of a table still stand on that page; those of an answer that goes on stand on the next no more.
    """
    lines = {page.number: lines_of([word for word in page.words if not word.turned]) for page in pages}
    told = [pieces for own in lines.values() for line in own if _is_row(pieces := _pieces(line))]
    if len(told) < _FEWEST:
        return [*pages], {}
    labels = clusters([piece.line.x0 for row in told for piece in row if not piece.answers], _SAME)
    usual = _pitch_of(lines)
    right = max(line.x1 for own in lines.values() for line in own)
    tables: list[list[_Row]] = []
    row: _Row | None = None
    for line in (line for page in pages for line in lines[page.number]):
        pieces = _pieces(line)
        if row is not None and _goes_on(row, pieces, line, usual):
            row.add(pieces, line)
            continue
        begins = _is_row(pieces) or (
            bool(pieces)
            and not any(piece.answers for piece in pieces)
            and all(any(abs(piece.line.x0 - x) <= _SAME for x in labels) for piece in pieces)
        )
        if not begins:
            row = None
            continue
        new = _Row()
        new.add(pieces, line)
        if row is None or not _is_below(tables[-1], new):
            tables.append([])
        tables[-1].append(new)
        row = new
    grids = [_grid(rows, right) for rows in tables if any(any(one.answered()) for one in rows)]
    carried = {
        id(word)
        for grid in grids
        for cell in grid.cells()
        for line in cell.lines
        for word in line.words
        if line.page > grid.page
    }
    rest = [
        replace(page, words=tuple(word for word in page.words if id(word) not in carried)) for page in pages
    ]
    return rest, {number: [*own] for number, own in groupby(grids, lambda grid: grid.page)}


def _pieces(line: WordLine) -> list[_Piece]:
    """A line cut at its gaps and where its looks change; nothing where it has others, too."""
    pieces: list[_Piece] = []
    for chunk in chunks_of(line):
        begun: list[tuple[bool, list[PageWord]]] = []
        for word in chunk.words:
            says = any(map(str.isalnum, word.text))
            if word.filled or word.whole or (says and word.bold == word.faint):
                return []
            if begun and (begun[-1][0] == word.bold or not says):
                begun[-1][1].append(word)
            else:
                begun.append((word.bold, [word]))
        pieces += [_Piece(WordLine(tuple(words)), bold) for bold, words in begun]
    return pieces


def _is_row(pieces: Sequence[_Piece]) -> bool:
    """Whether a line begins with a label, and an answer stands right behind one."""
    if not pieces or pieces[0].answers or sum(map(str.isalpha, pieces[0].line.text)) < _LETTERS:
        return False
    answered = any(not a.answers and b.answers for a, b in pairwise(pieces))
    return answered and not any(a.answers and b.answers for a, b in pairwise(pieces))


def _pitch_of(lines: Mapping[int, Sequence[WordLine]]) -> _Pitch:
    """What the lines tell that have nothing but the rest of an answer, and those that begin rows."""
    within: list[float] = []
    rows: list[float] = []
    for above, line in (pair for own in lines.values() for pair in pairwise(own)):
        before, pieces = _pieces(above), _pieces(line)
        if not before or not pieces:
            continue
        if len(pieces) == 1 and pieces[0].answers and before[-1].answers:
            within += [pitch(above, line)] if abs(before[-1].line.x0 - pieces[0].line.x0) <= _SAME else []
        elif _is_row(before) and _is_row(pieces):
            rows.append(pitch(above, line))
    if not within:
        return _Pitch(0.0, parted=False)
    usual = _NEARER * sorted(within)[len(within) // 2]
    return _Pitch(usual, parted=bool(rows) and sorted(rows)[len(rows) // 2] > usual)


def _goes_on(row: _Row, pieces: Sequence[_Piece], line: WordLine, usual: _Pitch) -> bool:
    """Whether a line has nothing but more of the labels and answers of a row."""
    last = row.last
    if not pieces or last is None or any(row.lines_at(piece) is None for piece in pieces):
        return False
    asks = any(not piece.answers for piece in pieces)
    if last.page != line.page:
        return last.page + 1 == line.page and not asks
    if not asks:
        return pitch(last, line) <= (usual.within or _APART)
    small = all(piece.line.text[:1].islower() for piece in pieces if not piece.answers)
    return (usual.parted or small) and pitch(last, line) <= (usual.within or _APART)


def _is_below(rows: Sequence[_Row], new: _Row) -> bool:
    """Whether a row is of the table above it: near it, its answers at the same places."""
    last = rows[-1].last
    if last is None or last.page != new.first.page or rows[-1].first.page != last.page:
        return False
    known = [pair for row in rows for pair in row.answered()]
    elsewhere = any(
        abs(label - other) <= _SAME < abs(answer - place)
        for label, answer in new.answered()
        for other, place in known
    )
    return not elsewhere and pitch(last, new.first) <= _APART


def _grid(rows: Sequence[_Row], right: float) -> DrawnGrid:
    """A table of such rows: a label that nothing answers has an empty cell behind it."""
    edges = clusters([x for row in rows for x, _, _ in row.slots], _SAME)
    drawn = [DrawnRow(cells=[*_cells(row, edges, right)]) for row in rows]
    lines = [line for row in rows for _, _, own in row.slots for line in own]
    first, page = lines[0], lines[0].page
    grid = DrawnGrid(
        rows=drawn,
        edges=(*edges, right),
        top=min(line.top for line in lines if line.page == page),
        bottom=max(line.bottom for line in lines if line.page == page),
        page=page,
        ruled=True,
    )
    last = max(line.page for line in lines)
    grid.last_page = last if last > first.page else 0
    return grid


def _cells(row: _Row, edges: Sequence[float], right: float) -> Iterator[DrawnCell]:
    ends = [*edges, right]
    slots = sorted(row.slots, key=lambda slot: slot[0])
    starts = [_nearest(edges, x) for x, _, _ in slots]
    page = row.first.page
    told = [line for _, _, own in slots for line in own if line.page == page]
    top, bottom = min(line.top for line in told), max(line.bottom for line in told)

    def cell(column: int, end: int, lines: list[WordLine]) -> DrawnCell:
        return DrawnCell(
            column=column, span=end - column, x0=ends[column], top=top, x1=ends[end], bottom=bottom,
            right=ends[end], lines=lines,
        )  # fmt: skip

    for n, (_, answers, lines) in enumerate(slots):
        end = starts[n + 1] if n + 1 < len(slots) else len(edges)
        behind = n + 1 < len(slots) and slots[n + 1][1]
        if answers or behind or end <= starts[n] + 1:
            yield cell(starts[n], end, lines)
        else:
            yield cell(starts[n], starts[n] + 1, lines)
            yield cell(starts[n] + 1, end, [])


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - x))
