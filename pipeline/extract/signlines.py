"""Lines to write on with the label in small type below each, as on cards and in old forms.

    Ida Prøve                 4.b
    ---------------------     --------------
    Barnets navn              Klasse

Whoever reads such a page from the top down takes a label for that of the answer after it. It is read so only
where its lines say so: nearly all of them have a label below, smaller than what is written above and nearer
to its line than to anything under it. A long answer has a line below each of its own, and its label below the
last; a page break may lie between. What is made so on one page is made so on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.signrows import SignField, closed_up, side_by_side, signed_row
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
_ANSWERED: Final = 0.25
"""Of its fields, a form has answered so many: they show how large answers are."""
_HIGHEST: Final = 150.0
"""Points from a line to the head of its answer, at most."""
_DEEPEST: Final = 60.0
"""Points from a line to the last line of its label, at most."""
_ROOM: Final = 3.0
"""Two lines to write on for one answer lie so near to each other, in letter sizes, where it is blank."""
_LARGER: Final = 1.1
_MOST_LINES: Final = 400


class _Captioned(NamedTuple):
    """The fields of a page that have a label; `cut`: the page ends within this one."""

    told: list[SignField]
    cut: SignField | None


_Read = tuple[Page, list[DrawnGrid]]


def fields_over_labels(pages: Iterable[Page]) -> dict[int, _Read]:
    """Each page by its number without its fields that have a label below their line, and those fields.

    Those side by side are a row of a table, each answer in a cell behind its label.
    """
    every = [*pages]
    usual = _usual_size(every)
    found = {page.number: (page, _fields_of(page, usual) if usual else None) for page in every}
    told = [fields.told for _, fields in found.values() if fields is not None]
    answered = sum(bool(one.answer) for own in told for one in own)
    made_so = any(len(own) >= _LEAST for own in told) and answered >= _ANSWERED * sum(map(len, told))
    done: dict[int, _Read] = {}
    cut: SignField | None = None
    for number, (page, fields) in found.items():
        if fields is None or not made_so or not fields.told:
            done[number], cut = (page, []), None
            continue
        rows = [signed_row(row, page) for row in side_by_side(fields.told)]
        first = fields.told[0]
        if cut is not None and _goes_on(cut, first, page):
            before, own = done[number - 1]
            done[number - 1] = (_without(before, [cut]), own)
            rows[0].rows[0].cells[1].lines[:0] = closed_up(cut)
        done[number], cut = (_without(page, fields.told), rows), fields.cut
    return done


def _without(page: Page, fields: Sequence[SignField]) -> Page:
    """The page without what stands in fields, and the lines that are drawn in them."""
    lines = [line for one in fields for line in (*one.label, *one.answer)]
    taken = {id(word) for line in lines for word in line.words}
    drawn = {one.line for one in fields} | {ruling for one in fields for ruling in one.within}
    return replace(
        page,
        words=tuple(word for word in page.words if id(word) not in taken),
        rulings=tuple(one for one in page.rulings if one not in drawn),
    )


def _to_write_on(page: Page) -> list[Ruling]:
    """The lines of a page that may be written on, from the top down: those that no upright one meets."""
    level = [one for one in page.rulings if one.level and one.x1 - one.x0 >= _SHORTEST]
    sides = [one for one in page.rulings if not one.level]
    if len(level) > _MOST_LINES or len(sides) > _MOST_LINES:
        return []
    free = [one for one in level if not any(_meet(side, one) for side in sides)]
    return sorted(free, key=lambda one: (one.top, one.x0))


def _meet(side: Ruling, level: Ruling) -> bool:
    across = level.x0 - _OVERLAP <= side.x0 <= level.x1 + _OVERLAP
    return across and side.top - _OVERLAP <= level.top <= side.bottom + _OVERLAP


def _usual_size(pages: Sequence[Page]) -> float:
    """The size of most letters that stand on such lines; 0 where none do."""
    found: list[float] = []
    for page in pages:
        words = [word for word in page.words if not word.turned]
        over = [_right_over(one, words) for one in _to_write_on(page)]
        found += [line.size for line in over if line is not None]
    return sorted(found)[len(found) // 2] if found else 0.0


def _fields_of(page: Page, usual: float) -> _Captioned | None:
    """The fields of a page; None where it isn't made of such, or what it has says so of too few."""
    level = _to_write_on(page)
    words = [word for word in page.words if not word.turned]
    labels = [_label_of(one, words, _SMALLER * usual) for one in level]
    above = _lines_within(level, labels, words, usual)
    inner = {id(one) for lines in above.values() for one in lines}
    fields = [
        SignField(one, label, _answer_of(one, above[id(one)], level, labels, words), above[id(one)])
        for one, label in zip(level, labels, strict=True)
        if id(one) not in inner
    ]
    told = [one for one in fields if one.label]
    untold = [one for one in fields if not one.label and not _is_below_heading(one, usual)]
    cut = untold.pop() if untold and untold[-1] is fields[-1] and _ends_page(untold[-1], page) else None
    if not told or len(told) < _MOST * (len(told) + len(untold)):
        return None
    if not all(_is_nearer(one, words) for one in told):
        return None
    if 2 * sum(any(len(chunks_of(line)) > 1 for line in one.label) for one in told) >= len(told):
        return None  # headings underlined, over labels with their answers beside them
    if _are_headings(told, words):
        return None
    answers = [line.size for one in told for line in one.answer]
    if max(line.size for one in told for line in one.label) > _SMALLER * min([usual, *answers]):
        return None
    return _Captioned(told, cut)


def _are_headings(fields: Sequence[SignField], words: Sequence[PageWord]) -> bool:
    """Whether bold headings stand on the lines, over text that is none and stands on no line."""
    bold = sum(bool(one.answer) and all(line.bold for line in one.answer) for one in fields)
    own = {id(word) for one in fields for line in (*one.label, *one.answer) for word in line.words}
    others = lines_of([word for word in words if id(word) not in own and not word.bold])
    return 2 * bold >= len(fields) and len(others) > len(fields)


def _right_over(one: Ruling, words: Sequence[PageWord]) -> WordLine | None:
    """The line that stands on a drawn one."""
    near = (one.top - _NEAR, one.top + _OVERLAP)
    lines = lines_of([word for word in _over_or_under(one, words) if near[0] <= word.box.bottom < near[1]])
    return lines[-1] if lines else None


def _lines_within(
    level: Sequence[Ruling], labels: Sequence[list[WordLine]], words: Sequence[PageWord], usual: float
) -> dict[int, list[Ruling]]:
    """For each line to write on those above it that one answer is written on as well, from the top down."""
    above: dict[int, list[Ruling]] = {id(one): [] for one in level}
    for n, (one, label) in enumerate(zip(level, labels, strict=True)):
        below = next((other for other in level[n + 1 :] if other.x0 < one.x1 and other.x1 > one.x0), None)
        same = below is not None and max(abs(below.x0 - one.x0), abs(below.x1 - one.x1)) <= _OVERLAP
        if below is not None and same and not label and _is_written_on(one, below, words, usual):
            above[id(below)] = [*above[id(one)], one]
    return above


def _is_written_on(one: Ruling, below: Ruling, words: Sequence[PageWord], usual: float) -> bool:
    """Whether between two drawn lines is nothing but text, close below the one and on the other."""
    top, bottom = one.top - _OVERLAP, below.top - _OVERLAP
    between = [word for word in _over_or_under(one, words) if top < word.box.top < bottom]
    if not between:
        return below.top - one.top <= _ROOM * usual
    foot = one.top
    for line in lines_of(between):
        if line.top - foot > usual or abs(line.size - usual) > 0.1 * usual:
            return False
        foot = line.bottom
    return below.top - foot <= _NEAR


def _is_below_heading(field: SignField, usual: float) -> bool:
    """Whether a line is drawn below a heading, and nobody is to write on it."""
    line = field.answer[-1] if field.answer else None
    return line is not None and (line.bold or line.size > _LARGER * usual)


def _ends_page(field: SignField, page: Page) -> bool:
    """Whether nothing stands below a field, so that its label may be on the next page."""
    lines = [word.box.top for word in page.words if word.box.top > field.line.top]
    return bool(field.answer) and not lines


def _goes_on(cut: SignField, first: SignField, page: Page) -> bool:
    """Whether the first field of a page is the rest of one that the page before ends with."""
    head = min(line.top for line in (*first.answer, *first.label))
    same = max(abs(first.line.x0 - cut.line.x0), abs(first.line.x1 - cut.line.x1)) <= _OVERLAP
    next_one = cut.answer[0].page + 1 == page.number
    return same and next_one and all(word.box.top >= head - _OVERLAP for word in page.words)


def _over_or_under(one: Ruling, words: Sequence[PageWord]) -> list[PageWord]:
    return [word for word in words if one.x0 - _OVERLAP <= word.box.x0 <= one.x1]


def _label_of(one: Ruling, words: Sequence[PageWord], largest: float) -> list[WordLine]:
    """The small lines right below a drawn one, as far as they go on in one size."""
    near = (one.top - _OVERLAP, one.top + _DEEPEST)
    below = lines_of([word for word in _over_or_under(one, words) if near[0] < word.box.top < near[1]])
    found: list[WordLine] = []
    foot = one.top
    for line in below:
        if line.top - foot > (line.size * 0.7 if found else _NEAR):
            break
        if line.size > largest or (found and abs(line.size - found[0].size) > 0.1 * line.size):
            break
        found.append(line)
        foot = line.bottom
    return found


def _answer_of(
    one: Ruling,
    within: Sequence[Ruling],
    level: Sequence[Ruling],
    labels: Sequence[list[WordLine]],
    words: Sequence[PageWord],
) -> list[WordLine]:
    """The lines right above a drawn one that look alike, up to the line or label above them.

    `within`: the drawn lines above it that are of the same answer.
    """
    first = within[0] if within else one
    beside = [
        (other, label)
        for other, label in zip(level, labels, strict=True)
        if other.top < first.top - _OVERLAP and other.x0 < one.x1 and other.x1 > one.x0
    ]
    feet = [max([other.top, *(line.bottom for line in label)]) for other, label in beside]
    head = max([*feet, first.top - _HIGHEST])
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


def _is_nearer(field: SignField, words: Sequence[PageWord]) -> bool:
    """Whether a label is nearer to the line above it than to what stands below it."""
    foot = max(line.bottom for line in field.label)
    below = [word.box.top for word in _over_or_under(field.line, words) if word.box.top >= foot - _OVERLAP]
    return not below or field.label[0].top - field.line.top < min(below) - foot
