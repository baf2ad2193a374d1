"""Lines to write on with the label in small type below each, as on cards and in old forms.

    Ida Prøve                 4.b
    ---------------------     --------------
    Barnets navn              Klasse

Whoever reads such a page from the top down takes a label for that of the answer after it. It is read so only
where its lines say so: nearly all of them have a label below, smaller than what is written above and nearer
to its line than to anything under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.frames import Frame, grid_of
from pipeline.extract.words import Page, PageWord, Ruling, WordLine, chunks_of, lines_of

_SHORTEST: Final = 60.0
"""Points that a line to write on is long at least."""
_NEAR: Final = 8.0
"""Points between a line and its label, or the foot of its answer."""
_OVERLAP: Final = 2.0
"""So much of either may lie across the line, or reach out of it at its sides."""
_SMALLER: Final = 0.88
"""Of the size of what is written, a label is no larger."""
_LEAST, _MOST = 3, 0.8
"""Lines with a label below: so many on a page, and of all its lines such a part."""
_HIGHEST: Final = 150.0
"""Points from a line to the head of its answer, at most."""
_DEEPEST: Final = 60.0
"""Points from a line to the last line of its label, at most."""
_MOST_LINES: Final = 400
_TO_WRITE_ON: Final = "______"
"""Stands for the answer that nobody wrote."""


class _Field(NamedTuple):
    """A line to write on with the label below it and what is written above."""

    line: Ruling
    label: list[WordLine]
    answer: list[WordLine]


def fields_over_labels(page: Page) -> tuple[Page, list[DrawnGrid]]:
    """The page without its fields that have a label below their line, and those fields.

    Those side by side are a table of their own; in each cell the label stands over the answer. All of the
    page and no table where it isn't made like that.
    """
    level = sorted((one for one in page.rulings if _is_to_write_on(one)), key=lambda one: (one.top, one.x0))
    if not _LEAST <= len(level) <= _MOST_LINES or any(not one.level for one in page.rulings):
        return page, []
    words = [word for word in page.words if not word.turned]
    labels = [_label_of(one, words) for one in level]
    answers = [_answer_of(one, level, labels, words) for one in level]
    fields = [_Field(*one) for one in zip(level, labels, answers, strict=True)]
    told = [one for one in fields if one.label]
    nearer = [one for one in told if _is_nearer(one, words)]
    if len(told) < _LEAST or len(told) < _MOST * len(level) or len(nearer) < len(told):
        return page, []
    if 2 * sum(any(len(chunks_of(line)) > 1 for line in one.label) for one in told) >= len(told):
        return page, []  # headings underlined, over labels with their answers beside them
    sizes = [line.size for one in told for line in one.answer]
    if 2 * sum(bool(one.answer) for one in told) < len(told):
        return page, []
    if max(line.size for one in told for line in one.label) > _SMALLER * min(sizes):
        return page, []
    taken = {id(word) for one in told for line in (*one.label, *one.answer) for word in line.words}
    rest = replace(page, words=tuple(word for word in page.words if id(word) not in taken))
    return rest, [_row(row, page) for row in _side_by_side(told)]


def _is_to_write_on(one: Ruling) -> bool:
    return one.level and one.x1 - one.x0 >= _SHORTEST


def _over_or_under(one: Ruling, words: Sequence[PageWord]) -> list[PageWord]:
    return [word for word in words if one.x0 - _OVERLAP <= word.box.x0 <= one.x1]


def _label_of(one: Ruling, words: Sequence[PageWord]) -> list[WordLine]:
    """The lines right below a drawn one, as far as they go on in one size."""
    near = (one.top - _OVERLAP, one.top + _DEEPEST)
    below = lines_of([word for word in _over_or_under(one, words) if near[0] < word.box.top < near[1]])
    found: list[WordLine] = []
    foot = one.top
    for line in below:
        if line.top - foot > (line.size * 0.7 if found else _NEAR):
            break
        if found and abs(line.size - found[0].size) > 0.1 * line.size:
            break
        found.append(line)
        foot = line.bottom
    return found


def _answer_of(
    one: Ruling, level: Sequence[Ruling], labels: Sequence[list[WordLine]], words: Sequence[PageWord]
) -> list[WordLine]:
    """The lines right above a drawn one that look alike, up to the line or label above them."""
    beside = [
        (other, label)
        for other, label in zip(level, labels, strict=True)
        if other.top < one.top - _OVERLAP and other.x0 < one.x1 and other.x1 > one.x0
    ]
    feet = [max([other.top, *(line.bottom for line in label)]) for other, label in beside]
    head = max([*feet, one.top - _HIGHEST])
    above = lines_of(
        [
            word
            for word in _over_or_under(one, words)
            if word.box.top > head - _OVERLAP and word.box.bottom < one.top + _OVERLAP
        ]
    )
    found: list[WordLine] = []
    foot = one.top
    for line in reversed(above):
        if foot - line.bottom > (line.size if found else _NEAR):
            break
        alike = not found or (
            line.bold == found[0].bold and abs(line.size - found[0].size) <= 0.1 * line.size
        )
        if not alike:
            break
        found.insert(0, line)
        foot = line.top
    return found


def _is_nearer(field: _Field, words: Sequence[PageWord]) -> bool:
    """Whether a label is nearer to the line above it than to what stands below it."""
    foot = max(line.bottom for line in field.label)
    below = [word.box.top for word in _over_or_under(field.line, words) if word.box.top >= foot - _OVERLAP]
    return not below or field.label[0].top - field.line.top < min(below) - foot


def _side_by_side(fields: Sequence[_Field]) -> list[list[_Field]]:
    rows: list[list[_Field]] = []
    for one in fields:
        if rows and abs(rows[-1][0].line.top - one.line.top) <= _OVERLAP:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.line.x0) for row in rows]


def _row(row: Sequence[_Field], page: Page) -> DrawnGrid:
    top = min([line.top for one in row for line in (*one.answer, *one.label)])
    cells = []
    for one in row:
        foot = max(line.bottom for line in one.label)
        head = min([line.top for line in one.answer], default=one.line.top)
        answer = one.answer or [_blank(one)]
        frame = Frame(one.line.x0, top, max(one.line.x1, one.line.x0), foot)
        cells.append((frame, [*_over(one.label, head), *answer]))
    return replace(grid_of(cells, page), cards=False, ruled=True)


def _over(label: Sequence[WordLine], head: float) -> list[WordLine]:
    """The lines of a label as they would stand right over an answer with this head."""
    up = max(line.bottom for line in label) - head + 1
    return [
        WordLine(
            tuple(
                replace(word, box=word.box._replace(top=word.box.top - up, bottom=word.box.bottom - up))
                for word in line.words
            )
        )
        for line in label
    ]


def _blank(field: _Field) -> WordLine:
    size, first = field.label[0].size, field.label[0].words[0]
    line = field.line
    box = first.box._replace(x0=line.x0, top=line.top - size, x1=line.x1, bottom=line.top)
    return WordLine((replace(first, text=_TO_WRITE_ON, box=box, bold=False),))
