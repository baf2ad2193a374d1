"""Which lines of a page are labels set to the right and their answers, below each other in one column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.extract.aligned import (
    BEFORE,
    SAME,
    START,
    Column,
    columns_of,
    ends_there,
    has_both,
    is_close,
    is_over_ruling,
    parts_of,
)
from pipeline.extract.words import Page, PageWord, Shade, WordLine, lines_of

_INDENT: Final = 30.0
"""Points that a line of an answer may be set in."""
_APART: Final = 3.5
"""Text further below an answer, in letter sizes, is no part of it."""
_AT_EDGE: Final = 2
"""So many lines from the edge of a page, for a running head or its number may stand there."""


class AlignedStretch(NamedTuple):
    """Lines below each other that are labels and answers in one such column."""

    column: Column
    lines: tuple[WordLine, ...]


def stretches_of(pages: Sequence[Page]) -> dict[int, list[AlignedStretch]]:
    """The stretches of each page, by its number."""
    lines = {page.number: lines_of([word for word in page.words if not word.turned]) for page in pages}
    columns = columns_of([(page, lines[page.number]) for page in pages])
    found: dict[int, list[AlignedStretch]] = {}
    cut: AlignedStretch | None = None
    for page in pages:
        own = [*_stretches(lines[page.number], page, columns)]
        rest = _rest(lines[page.number], page, cut) if cut is not None and columns else None
        others = [*_without(own, rest)] if rest is not None else own
        # A bold rest looks like a heading over the next label.
        if rest is not None and (others == own or rest.lines[0].bold):
            own = [rest, *others]
        found[page.number] = own
        last = [*lines[page.number]][-_AT_EDGE:]
        cut = own[-1] if own and any(own[-1].lines[-1] is line for line in last) else None
    return found


def _without(stretches: Sequence[AlignedStretch], rest: AlignedStretch) -> Iterator[AlignedStretch]:
    """The stretches without the lines of what goes on from the page before."""
    gone = set(map(id, rest.lines))
    for one in stretches:
        lines = tuple(line for line in one.lines if id(line) not in gone)
        if lines:
            yield one._replace(lines=lines)


def _rest(lines: Sequence[WordLine], page: Page, cut: AlignedStretch) -> AlignedStretch | None:
    """What stands at the head of a page where answers do, where a page break may have cut one."""
    column = cut.column
    bold = all(word.bold for word in parts_of(cut.lines[-1], column)[2])
    for n, line in enumerate(lines[:_AT_EDGE]):
        goes_on = not line.bold or (bold and line.text[:1].islower())
        if abs(line.x0 - column.start) <= START and goes_on:
            end = n + 1
            while end < len(lines) and _fits(lines, end, n, column, page) and lines[end].x0 > column.end:
                end += 1
            return AlignedStretch(column, tuple(lines[n:end]))
    return None


def _stretches(lines: Sequence[WordLine], page: Page, columns: Sequence[Column]) -> Iterator[AlignedStretch]:
    """Lines below each other in one column, from its first label on; a heading over an answer goes before."""
    begins = 0
    column: Column | None = None
    for n, line in enumerate(lines):
        known = [column, *columns] if column is not None else columns
        own = next((one for one in known if has_both(line, one) or _is_alone(lines, n, one, page)), None)
        goes_on = column is not None and _fits(lines, n, begins, column, page)
        if goes_on and column is not None and line.x0 > column.end:
            continue  # a line of an answer, whatever else it may look like
        if column is not None and (own is not column if own else not goes_on):
            yield AlignedStretch(column, tuple(lines[begins:n]))
            column, begins = None, n
        if own is not None and column is None:
            column, begins = own, _over(own, lines, begins, n)
    if column is not None:
        yield AlignedStretch(column, tuple(lines[begins:]))


def _over(column: Column, lines: Sequence[WordLine], least: int, at: int) -> int:
    """The first of the lines right over a pair that stand where answers do, or are a label's first lines."""
    while at > least:
        margin, label, answer = parts_of(lines[at - 1], column)
        begins = bool(answer) and abs(answer[0].box.x0 - column.start) <= BEFORE and not label
        ends = bool(label) and not answer and ends_there(label, column)
        # The second line of a name in the margin, below one beside a heading.
        name = bool(margin) and at - 1 > least and _is_name_above(margin, lines[at - 2], column)
        if (
            not (begins or ends or (name and not label and not answer))
            or lines[at].top - lines[at - 1].bottom > _APART * lines[at].size
        ):
            break
        at -= 1
    return at


def _is_name_above(margin: Sequence[PageWord], above: WordLine, column: Column) -> bool:
    """Whether the line above has the first words of a name in the margin, beside labels or answers."""
    name, label, answer = parts_of(above, column)
    near = bool(name) and margin[0].box.top - name[-1].box.bottom <= margin[0].size
    return near and abs(name[0].box.x0 - margin[0].box.x0) <= SAME and bool(label or answer)


def _is_alone(lines: Sequence[WordLine], n: int, column: Column, page: Page) -> bool:
    """Whether a line is a label that nobody has answered, or that stands between the lines of its answer."""
    line = lines[n]
    _, label, answer = parts_of(line, column)
    if not label or answer or not ends_there(label, column):
        return False
    near = [one for one in lines[max(n - 1, 0) : n + 2] if one is not line and is_close(line, one)]
    beside = any(abs(one.x0 - column.start) <= START for one in near)
    at_foot = n + _AT_EDGE >= len(lines)
    return not column.ruled or beside or at_foot or is_over_ruling(line, column, page)


def _fits(lines: Sequence[WordLine], n: int, begins: int, column: Column, page: Page) -> bool:
    """Whether a line below goes on: with a label's rest, or an answer's, or a name in the margin."""
    line = lines[n]
    margin, label, answer = parts_of(line, column)
    if label and not ends_there(label, column):
        return False
    if answer and not column.start - BEFORE <= answer[0].box.x0 <= column.start + _INDENT:
        return False
    if answer and not label and not margin:
        return line.top - lines[n - 1].bottom <= _APART * line.size
    if label or answer:
        return True
    if any(area_of(word, page, column) for word in margin):
        return True
    above = [parts_of(one, column)[0] for one in lines[begins:n]]
    return any(words and line.top - words[-1].box.bottom <= line.size for words in above)


def area_of(word: PageWord, page: Page, column: Column) -> Shade | None:
    """The painted margin that a word stands in, left of all labels."""
    x, y = word.box.x0 + 1, (word.box.top + word.box.bottom) / 2
    return next(
        (
            one
            for one in page.shades
            if one.is_painted and one.x0 <= x <= one.x1 <= column.left + SAME and one.top <= y <= one.bottom
        ),
        None,
    )
