"""Cards: frames painted on a page, each round lines that are a form of their own, read one after the other.

Side by side they look like the columns of a table. What tells them: each has several lines, and asks what the
ones beside it ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.words import Page, PageWord, WordLine, chunks_of, lines_of

_LEVEL: Final = 3.0
"""Points that the tops of cards side by side may differ, and their sides over a page break."""
_LEAST: Final = (80.0, 30.0)
"""How wide and high a card is at least."""
_BROADEST: Final = 0.7
"""Of the page; a broader frame is round whatever stands on the page."""
_FEWEST_LINES: Final = 3
_MOST_FRAMES: Final = 300
"""More painted areas than that on a page are a drawing."""
_PAPER: Final = 0.999
_LONGEST_LABEL: Final = 60
_NUMBER: Final = re.compile(r"\W*\d*\W*")


class Frame(NamedTuple):
    """What a painted area bounds, in points."""

    x0: float
    top: float
    x1: float
    bottom: float


_Card: TypeAlias = tuple[Frame, list[WordLine]]


def cards_of(page: Page, carried: Sequence[Frame] = ()) -> list[DrawnGrid]:
    """The cards of a page, those side by side as the cells of one row.

    `carried`: the cards that the page break before may have cut; those right below go on with them.
    """
    cards = [(frame, lines) for frame, words in _filled(page) if (lines := _lines(words))]
    found: list[DrawnGrid] = []
    for row in _rows(cards):
        on_top = not found and bool(carried)
        goes_on = on_top and all(any(_same_sides(frame, one) for one in carried) for frame, _ in row)
        alone = len(row) == 1 and len(row[0][1]) >= _FEWEST_LINES and not _has_beside(row[0], page)
        if goes_on or alone or (len(row) > 1 and _ask_the_same(row)):
            found.append(grid_of(row, page, goes_on=goes_on))
    return found


def cards_by_page(pages: Sequence[Page]) -> dict[int, list[DrawnGrid]]:
    """The cards of each page, by its number; those at its head may go on with what the page before cut."""
    found: dict[int, list[DrawnGrid]] = {}
    carried: tuple[Frame, ...] = ()
    for page in pages:
        cards = found[page.number] = cards_of(page, carried)
        last = cards[-1] if cards else None
        cut = last is not None and all(word.box.top < last.bottom for word in page.words)
        carried = _frames_in(last) if last is not None and cut else ()
    return found


def are_side_by_side(cards: Sequence[DrawnGrid]) -> bool:
    """Whether cards stand beside each other, or go on from such."""
    return any(len(grid.cells()) > 1 or grid.continues for grid in cards)


def _frames_in(grid: DrawnGrid) -> tuple[Frame, ...]:
    return tuple(Frame(cell.x0, cell.top, cell.x1, cell.bottom) for cell in grid.cells())


def without_words(page: Page, cards: Sequence[DrawnGrid]) -> Page:
    """The page without what stands in its cards."""
    taken = {
        id(word) for grid in cards for cell in grid.cells() for line in cell.lines for word in line.words
    }
    return replace(page, words=tuple(word for word in page.words if id(word) not in taken)) if taken else page


def _filled(page: Page) -> Iterator[tuple[Frame, list[PageWord]]]:
    """The innermost painted areas of the size of a card, with the words in them."""
    frames = {
        Frame(one.x0, one.top, one.x1, one.bottom)
        for one in page.shades
        if one.light < _PAPER
        and _LEAST[0] <= one.x1 - one.x0 <= _BROADEST * page.width
        and one.bottom - one.top >= _LEAST[1]
    }
    words = [word for word in page.words if not word.turned]
    if len(frames) > _MOST_FRAMES:
        return
    for frame in sorted(frames, key=lambda one: (one.top, one.x0)):
        if not any(_holds(frame, other) for other in frames):
            yield frame, [word for word in words if _stands_in(word, frame)]


def _holds(frame: Frame, other: Frame) -> bool:
    inside = frame.x0 - 1 <= other.x0 and other.x1 <= frame.x1 + 1
    return frame != other and inside and frame.top - 1 <= other.top and other.bottom <= frame.bottom + 1


def _stands_in(word: PageWord, frame: Frame) -> bool:
    x, y = word.box.x0 + 1, (word.box.top + word.box.bottom) / 2
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def _lines(words: Sequence[PageWord]) -> list[WordLine]:
    """The lines of a card; none where they are those of a table."""
    lines = lines_of(words)
    return [] if any(len(chunks_of(line)) > 1 for line in lines) else lines


def _rows(cards: Sequence[_Card]) -> list[list[_Card]]:
    rows: list[list[_Card]] = []
    for card in cards:
        if rows and abs(card[0].top - rows[-1][0][0].top) <= _LEVEL and card[0].x0 >= rows[-1][-1][0].x1 - 1:
            rows[-1].append(card)
        else:
            rows.append([card])
    return rows


def _has_beside(card: _Card, page: Page) -> bool:
    """Whether anything stands beside a frame, which then is a cell of a table."""
    frame, lines = card
    own = {id(word) for line in lines for word in line.words}
    return any(
        id(word) not in own and frame.top < (word.box.top + word.box.bottom) / 2 < frame.bottom
        for word in page.words
    )


def _ask_the_same(row: Sequence[_Card]) -> bool:
    """Whether several lines stand in each card, and one of them in its neighbours as well."""
    if any(len(lines) < _FEWEST_LINES for _, lines in row):
        return False
    asked = [{_said(line) for line in lines} - {""} for _, lines in row]
    return all(one & other for one, other in combinations(asked, 2))


def _said(line: WordLine) -> str:
    """The words of what may be a label, without its number."""
    label = line.text.partition(":")[0] if ":" in line.text else line.text
    return "" if len(label) > _LONGEST_LABEL else _NUMBER.sub(" ", label.casefold()).strip()


def _same_sides(frame: Frame, other: Frame) -> bool:
    return max(abs(frame.x0 - other.x0), abs(frame.x1 - other.x1)) <= _LEVEL


def grid_of(row: Sequence[_Card], page: Page, *, goes_on: bool = False) -> DrawnGrid:
    """Frames side by side with the lines in each, as a row of cells that are read one after the other."""
    cells = [
        DrawnCell(
            column=n,
            span=1,
            x0=frame.x0,
            top=frame.top,
            x1=frame.x1,
            bottom=frame.bottom,
            right=frame.x1 - max(min(line.x0 for line in lines) - frame.x0, 0.0),
            lines=lines,
        )
        for n, (frame, lines) in enumerate(row)
    ]
    return DrawnGrid(
        rows=[DrawnRow(cells=cells)],
        edges=(*(cell.x0 for cell in cells), cells[-1].x1),
        top=min(cell.top for cell in cells),
        bottom=max(cell.bottom for cell in cells),
        page=page.number,
        cards=True,
        continues=goes_on,
    )
