"""Rows of labels and answers on either side of one column of colons, as case systems print what they hold.

    Navn ................... : Ida Prøve
    Hvad siger barnet selv?  : Hun trives her, og det går
    (husk datoen) ..........   bedre med dansk.

Each row begins with its colon. What stands below it is the rest of its label to the left of the colons, the
rest of its answer to the right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.habits import pitch
from pipeline.extract.words import Page, PageWord, WordLine, lines_of

_SAME: Final = 1.5
"""Points that the colons of one column stand apart."""
_FEWEST: Final = 6
"""Lines of a document that have such a colon; fewer may be anything."""
_MOST: Final = 0.8
"""Of all lines that have a colon standing alone, so many have it in the column."""
_COLON: Final = re.compile(r"[._…·-]*:")
_LEADER: Final = re.compile(r"[._…·]{2,}|\.")
_LED: Final = re.compile(r"(.*?[^\W_])([?!)»\"]?)[._…·]{3,}:?")
"""A label's last word, and the leader right behind it."""
_INDENT: Final = 40.0
"""Points that a line of an answer may be set in, or a colon before it be apart from it."""
_APART: Final = 2.6
"""Rows further apart, in letter sizes, are of no one table; nor is a line that far below an answer."""
_NEARER: Final = 1.12
"""Lines of one label stand at most so much further apart than usual."""


class _Colons(NamedTuple):
    """Where the colons end, and where the answers behind them begin."""

    end: float
    start: float


@dataclass(slots=True)
class _ColonRow:
    label: list[WordLine]
    answer: list[WordLine]
    last: WordLine


def has_colons_between(pages: Sequence[Page]) -> bool:
    """Whether most of what the pages say stands in such rows."""
    alone = sum(_COLON.fullmatch(word.text) is not None for page in pages for word in page.words)
    return alone >= _FEWEST and _column([line for page in pages for line in _lines(page)]) is not None


def with_colons_between(pages: Sequence[Page]) -> tuple[list[Page], dict[int, list[DrawnGrid]]]:
    """The tables of such rows, by the number of the page they begin on.

    The words of a table still stand on that page; those of an answer that goes on stand on the next no more.
    """
    lines = {page.number: _lines(page) for page in pages}
    colons = _column([line for own in lines.values() for line in own])
    if colons is None:
        return [*pages], {}
    usual = _pitch_of(lines, colons)
    right = max(line.x1 for own in lines.values() for line in own)
    tables: list[list[_ColonRow]] = []
    taken: set[int] = set()
    row: _ColonRow | None = None
    for line in (line for page in pages for line in lines[page.number]):
        told = _sides(line, colons)
        begins = told is not None and bool(told[0]) and any(_is_colon(one, colons) for one in line.words)
        if told is None or not (begins or (row is not None and _goes_on(row, told, line, usual))):
            row = None
            continue
        taken |= {id(word) for word in line.words}
        label, answer = told
        if row is not None and not begins:
            row.label += [WordLine(tuple(label))] if label else []
            row.answer += [WordLine(tuple(answer))] if answer else []
            row.last = line
            continue
        if row is None or row.last.page != line.page or pitch(row.last, line) > _APART:
            tables.append([])
        row = _ColonRow([WordLine(tuple(label))], [WordLine(tuple(answer))] if answer else [], line)
        tables[-1].append(row)
    grids = [_grid(rows, colons, right) for rows in tables]
    by_page = {number: [*own] for number, own in groupby(grids, lambda grid: grid.page)}
    return [_without(page, taken, by_page.get(page.number, ())) for page in pages], by_page


def _without(page: Page, taken: set[int], grids: Sequence[DrawnGrid]) -> Page:
    """The page with no other words of the rows than those of its own tables: no colons, no leaders."""
    own = [word for grid in grids for cell in grid.cells() for line in cell.lines for word in line.words]
    rest = [word for word in page.words if id(word) not in taken]
    return replace(page, words=(*rest, *(word for word in own if word.box.page == page.number)))


def _lines(page: Page) -> list[WordLine]:
    return lines_of([word for word in page.words if not word.turned])


def _column(lines: Sequence[WordLine]) -> _Colons | None:
    """The one column of colons of a document, where there is one."""
    found = [
        (word, line.words[n + 1 :])
        for line in lines
        for n, word in enumerate(line.words)
        if n and _COLON.fullmatch(word.text) and not word.filled
    ]
    if len(found) < _FEWEST:
        return None
    places = Counter(round(word.box.x1) for word, _ in found)
    end = float(places.most_common(1)[0][0])
    own = [(word, behind) for word, behind in found if abs(word.box.x1 - end) <= _SAME]
    starts = Counter(round(behind[0].box.x0) for _, behind in own if behind)
    if len(own) < max(_FEWEST, _MOST * len(found)) or not starts:
        return None
    return _Colons(end, float(starts.most_common(1)[0][0]))


def _is_colon(word: PageWord, colons: _Colons) -> bool:
    return word.text[-1:] == ":" and abs(word.box.x1 - colons.end) <= _SAME


def _sides(line: WordLine, colons: _Colons) -> tuple[list[PageWord], list[PageWord]] | None:
    """What of a line stands to the left of the colons and what to the right; None if a word does both."""
    label: list[PageWord] = []
    answer: list[PageWord] = []
    for word in line.words:
        if word.box.x0 >= colons.end - _SAME:
            answer.append(word)
        elif word.box.x1 > colons.end + _SAME:
            return None
        elif not _is_colon(word, colons):
            label.append(word)
        elif not _COLON.fullmatch(word.text):
            label.append(replace(word, text=word.text[:-1]))  # it is full up to its colon
    if answer and not colons.start - _SAME <= answer[0].box.x0 <= colons.start + _INDENT:
        return None
    return (label, answer) if label or answer else None


def _is_led(line: Iterable[PageWord]) -> bool:
    """Whether a leader ends it."""
    *_, last = line
    return bool(_LEADER.fullmatch(last.text) or _LED.fullmatch(last.text))


def _pitch_of(lines: Mapping[int, Sequence[WordLine]], colons: _Colons) -> float:
    """How far lines of one answer stand apart, in letter sizes; 0 if none tell."""
    within = [
        pitch(above, line)
        for own in lines.values()
        for above, line in pairwise(own)
        if abs(line.x0 - colons.start) <= _SAME and above.x0 < colons.end
        if any(_is_colon(word, colons) for word in above.words)
    ]
    return sorted(within)[len(within) // 2] if within else 0.0


def _goes_on(
    row: _ColonRow, told: tuple[list[PageWord], list[PageWord]], line: WordLine, usual: float
) -> bool:
    """Whether a line without a colon has more of the label and the answer above it."""
    label, _ = told
    if row.last.page != line.page:
        return not label and row.last.page + 1 == line.page
    if not label:
        return pitch(row.last, line) <= _APART
    near = pitch(row.last, line) <= (_NEARER * usual or _APART)
    ended = len(row.label) > 1 and any(map(_is_led, (one.words for one in row.label)))
    return near and not ended and (_is_led(label) or label[0].text[:1].islower())


def _grid(rows: Sequence[_ColonRow], colons: _Colons, right: float) -> DrawnGrid:
    page = rows[0].label[0].page
    left = min(line.x0 for row in rows for line in row.label)
    edges = (left, colons.start, max(right, colons.start + _INDENT))
    drawn: list[DrawnRow] = []
    for row in rows:
        own = [line for line in (*row.label, *row.answer) if line.page == row.label[0].page]
        top, bottom = min(line.top for line in own), max(line.bottom for line in own)
        wide = min(line.x1 for line in _unled(row.label)[:-1] or row.label)
        cells = [
            DrawnCell(
                column=n,
                span=1,
                x0=edges[n],
                top=top,
                x1=edges[n + 1],
                bottom=bottom,
                right=reach,
                lines=lines,
            )
            for n, (reach, lines) in enumerate(((wide, _unled(row.label)), (right, row.answer)))
        ]
        drawn.append(DrawnRow(cells=cells))
    grid = DrawnGrid(
        rows=drawn,
        edges=edges,
        top=drawn[0].cells[0].top,
        bottom=max(
            cells.cells[0].bottom for cells, row in zip(drawn, rows, strict=True) if row.label[0].page == page
        ),
        page=page,
        ruled=True,
    )
    last = max(row.last.page for row in rows)
    grid.last_page = last if last > page else 0
    return grid


def _unled(label: Sequence[WordLine]) -> list[WordLine]:
    """The lines of a label without their leaders."""
    lines: list[WordLine] = []
    for line in label:
        words = [*line.words]
        while len(words) > 1 and _LEADER.fullmatch(words[-1].text):
            words.pop()
        if cut := _LED.fullmatch(words[-1].text):
            words[-1] = replace(words[-1], text=cut[1] + cut[2])
        lines.append(WordLine(tuple(words)))
    return lines
