"""Labels that are set to the right, up to their answers: read as if they were set to the left, in a column.

Where a line is drawn below each answer, the lines part the rows. Names of sections in a margin beside them go
over what they stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.extract.aligned import SAME, Column, parts_of, rulings_below
from pipeline.extract.alignedrows import LevelLine, heights_between, rows_between
from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.stretches import AlignedStretch, area_of, stretches_of
from pipeline.extract.words import Page, PageWord, Ruling, WordLine

_NAME: Final = 0.8
"""Between two lines of one name in a margin is no more air than that, in letter sizes."""
_LEADING: Final = 0.35
"""Between lines of a text is at most so much air, in letter sizes, where none tells."""
_BLANK: Final = 0.25
_ABOVE: Final = 0.3
_FOOT: Final = 8.0
"""Points from the last answer to the line drawn below it, at most."""
_NEAR: Final = 0.35
_LARGER: Final = 1.08
_UNLIKE: Final = 0.15


class _Moved(NamedTuple):
    """What became of a stretch: its words by the `id` of those on the page, and the names in its margin."""

    words: dict[int, PageWord]
    names: list[PageWord]
    levels: list[LevelLine]
    breaks: list[int]


def with_labels_to_the_left(pages: Sequence[Page]) -> tuple[list[Page], dict[int, list[DrawnGrid]]]:
    """The pages with such labels moved to where the longest of them begins, and the tables of their rows.

    The words of those tables still stand on the pages, for whoever looks at what is usual there. Pages
    without such labels have no list of tables, not even an empty one.
    """
    found = stretches_of(pages)
    rights, inner = _rights(found), _gap_within(found)
    done: list[Page] = []
    tables: dict[int, list[DrawnGrid]] = {}
    for page in pages:
        changed = page
        for stretch in found[page.number]:
            changed, rows = _with(changed, stretch, rights[stretch.column], inner)
            tables[page.number] = [*tables.get(page.number, ()), *rows]
        done.append(changed)
    return done, tables


def _rights(found: Mapping[int, Sequence[AlignedStretch]]) -> dict[Column, float]:
    """How far the answers of each column go in the whole document."""
    rights: dict[Column, float] = {}
    for stretch in (one for own in found.values() for one in own):
        reach = max(line.x1 for line in stretch.lines)
        rights[stretch.column] = max(rights.get(stretch.column, 0.0), reach)
    return rights


def _gap_within(found: Mapping[int, Sequence[AlignedStretch]]) -> float:
    """How far the lines of an answer stand apart, by those that no label stands beside."""
    gaps: list[float] = []
    sizes: list[float] = []
    for stretch in (one for own in found.values() for one in own):
        for above, line in pairwise(stretch.lines):
            alone = not parts_of(line, stretch.column)[1] and line.bold == above.bold
            sizes.append(line.size)
            gaps += [gap] if alone and (gap := line.top - above.bottom) >= 0 else []
    if gaps:
        return sorted(gaps)[len(gaps) // 4]
    return _LEADING * sorted(sizes)[len(sizes) // 2] if sizes else 0.0


def _with(page: Page, stretch: AlignedStretch, right: float, inner: float) -> tuple[Page, list[DrawnGrid]]:
    """The page with the labels of one stretch moved, and its tables; none where nothing parts the rows."""
    column = stretch.column
    drawn: list[Ruling] = []
    if column.ruled:
        top, bottom = stretch.lines[0].top, max(line.bottom for line in stretch.lines)
        drawn = [one for one in rulings_below(page, column) if top < one.top <= bottom + _FOOT]
    alike = _are_of_one_size(stretch)
    moved = _moved(stretch, page, alone=alike or bool(drawn))
    heights: list[float] | None = sorted(one.top for one in drawn)
    if not heights:
        heights = heights_between(moved.levels, inner) if alike else None
    rows = [*rows_between(moved.levels, heights, column, moved.breaks, right)] if heights is not None else []
    if not rows:
        moved = _with_headings_moved(stretch, moved)
    gone = {id(word) for line in stretch.lines for word in parts_of(line, column)[0]}
    kept = [moved.words.get(id(word), word) for word in page.words if id(word) not in gone]
    rulings = tuple(one for one in page.rulings if one not in drawn)
    return replace(page, words=(*kept, *moved.names), rulings=rulings), rows


def _are_of_one_size(stretch: AlignedStretch) -> bool:
    """Whether labels are as large as their answers: else lines that belong together stand at two heights."""
    parts = (parts_of(line, stretch.column)[1:] for line in stretch.lines)
    both = [(label[0].size, answer[0].size) for label, answer in parts if label and answer]
    return all(abs(label - answer) <= _UNLIKE * answer for label, answer in both)


def _with_headings_moved(stretch: AlignedStretch, moved: _Moved) -> _Moved:
    """With headings over answers moved as labels are, so that they are no rest of the answer above."""
    words = {**moved.words}
    for n, line in enumerate(stretch.lines):
        if _is_heading(stretch, n):
            own = parts_of(line, stretch.column)[2]
            words |= {id(word): _to_the_left(word, own[0].box.x0 - stretch.column.left) for word in own}
    return moved._replace(words=words)


def _moved(stretch: AlignedStretch, page: Page, *, alone: bool) -> _Moved:
    """`alone`: also lines of a label that no answer stands level with."""
    column = stretch.column
    words: dict[int, PageWord] = {}
    levels: list[LevelLine] = []
    places: list[int] = []
    parts = [parts_of(line, column) for line in stretch.lines]
    for _, label, answer in parts:
        places.append(len(levels))
        by = label[0].box.x0 - column.left if label and (alone or answer) else 0.0
        shifted = {id(word): _to_the_left(word, by) for word in label} if by else {}
        words |= shifted
        if label or answer:
            told = [
                WordLine(tuple(shifted.get(id(one), one) for one in part)) for part in (label, answer) if part
            ]
            levels.append(LevelLine(told[0] if label else None, told[-1] if answer else None))
    names: list[PageWord] = []
    beside: list[int] = []
    for first, name in _names(parts):
        place, top = _place_of(first, name, stretch, page)
        beside.append(places[place])
        names += _on_one_line(name, top)
    return _Moved(words, names, levels, beside)


def _is_heading(stretch: AlignedStretch, n: int) -> bool:
    """Whether a line among answers is a heading: over a label, and bold or large as answers are not."""
    _, label, answer = parts_of(stretch.lines[n], stretch.column)
    below = stretch.lines[n + 1] if n + 1 < len(stretch.lines) else None
    if label or not answer or below is None:
        return False
    line = WordLine(tuple(answer))
    if not parts_of(below, stretch.column)[1]:
        return line.bold and _is_heading(stretch, n + 1)
    usual = [parts_of(one, stretch.column) for one in stretch.lines]
    answers = [WordLine(tuple(behind)) for _, before, behind in usual if before and behind]
    bold = 2 * sum(one.bold for one in answers) > len(answers)
    sizes = sorted(one.size for one in answers)
    if sizes and line.size > _LARGER * sizes[len(sizes) // 2]:
        return True
    above = stretch.lines[n - 1] if n else None
    apart = above is None or line.top - above.bottom > _NEAR * line.size
    return line.bold and (apart or not bold)


def _names(
    parts: Sequence[tuple[list[PageWord], list[PageWord], list[PageWord]]],
) -> Iterator[tuple[int, list[PageWord]]]:
    """Each name in the margin, with the number of the line it begins in."""
    first, name = 0, list[PageWord]()
    for n, (margin, _, _) in enumerate(parts):
        if name and margin and margin[0].box.top - name[-1].box.bottom > _NAME * margin[0].size:
            yield first, name
            name = []
        if margin:
            first = first if name else n
            name = [*name, *margin]
    if name:
        yield first, name


def _place_of(first: int, name: Sequence[PageWord], stretch: AlignedStretch, page: Page) -> tuple[int, float]:
    """Which line a name in the margin stands over, and the top of that."""
    area = area_of(name[0], page, stretch.column)
    top = area.top if area is not None else name[0].box.top - SAME
    for n, line in enumerate(stretch.lines):
        own = [word for part in parts_of(line, stretch.column)[1:] for word in part]
        middle = (line.top + line.bottom) / 2
        if own and (n >= first or area is not None) and top <= middle:
            return n, min(word.box.top for word in own)
    return first, name[0].box.top


def _on_one_line(name: Sequence[PageWord], below: float) -> Iterator[PageWord]:
    """A name as one bold line right over what stands beside it."""
    x, size = name[0].box.x0, max(word.size for word in name)
    for word in name:
        wide = word.box.x1 - word.box.x0
        box = word.box._replace(x0=x, x1=x + wide, top=below - _ABOVE - size, bottom=below - _ABOVE)
        yield replace(word.moved_to(box), bold=True, faint=False)
        x += wide + _BLANK * size


def _to_the_left(word: PageWord, by: float) -> PageWord:
    return word.moved(right=-by) if by else word
