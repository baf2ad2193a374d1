"""From the words, rulings and shades of pages to their layout: pure geometry, whatever they came from."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from pipeline.extract.boxes import with_labels
from pipeline.extract.colons import has_colons_between, with_colons_between
from pipeline.extract.columns import tables_in
from pipeline.extract.drawn import DrawnCell, DrawnGrid
from pipeline.extract.fieldrows import with_boxes_at_their_labels, with_rows_of_fields
from pipeline.extract.frames import are_side_by_side, cards_by_page, cards_of, without_words
from pipeline.extract.furniture import foot_of, without_furniture, without_line_numbers
from pipeline.extract.greylabels import with_grey_labels
from pipeline.extract.gutters import with_labels_to_the_left
from pipeline.extract.habits import Habits, habits_of
from pipeline.extract.hanging import with_hanging_answers
from pipeline.extract.linedrows import with_rows_on_lines
from pipeline.extract.margins import with_names_in_margin_over
from pipeline.extract.newspaper import unrolled
from pipeline.extract.overlabels import labels_over_answers, with_answers_below
from pipeline.extract.pagebreaks import joined_over_pages
from pipeline.extract.paragraphs import paragraphs, shown_right
from pipeline.extract.rulings import grids_of
from pipeline.extract.setright import with_answers_to_the_left
from pipeline.extract.signlines import fields_over_labels
from pipeline.extract.typedrules import parted, without_typed_rules
from pipeline.extract.underlined import underlined_fields
from pipeline.extract.words import Page, Ruling, WordLine, lines_of
from pipeline.extract.wrapped import text_line
from pipeline.extract.writelines import with_lines_to_write_on
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Layout, Place, TextLine

MAX_TITLES: Final = 10
_TITLE, _HEADING = 1.45, 1.12
"""So much larger than the text a title and a heading are."""
_MOST_HEADING: Final = 120
_FOOT: Final = "sidens nederste kant"
"""What part of a document a line is in that stands at the foot of a page, far below all else."""
_Found: TypeAlias = WordLine | DrawnGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """Which of the signs by which a layout is told are believed; each can mislead, on some page or other."""

    columns: bool = True
    """A blank stripe down the middle of a page parts two columns of it."""
    rulings: bool = True
    """Rulings make the cells of tables."""
    starts: bool = True
    """Texts that begin below each other make the columns of a table without rulings."""
    breaks: bool = True
    """What stands at the head of a page may go on from the foot of the one before it."""


ALL: Final = Trusted()


def layout_of(pages: Sequence[Page], trusted: Trusted = ALL) -> Layout:
    """What stands on the pages, in reading order: lines and tables; what repeats at their edges set apart.

    A table, row or paragraph that a page break cuts is one. The place of each line names its page, the last
    heading, and in tables the number of the table and row.
    """
    bare = with_answers_to_the_left([without_line_numbers(page) for page in pages])
    by_colons = trusted.starts and has_colons_between(bare)
    over = labels_over_answers(bare) if trusted.starts and not by_colons else []
    aligned, beside = with_labels_to_the_left(bare) if not by_colons and not over else (bare, {})
    aligned, lined = with_rows_on_lines(aligned) if trusted.rulings else (aligned, {})
    kept, furniture = without_furniture([with_lines_to_write_on(page) for page in aligned])
    kept = [without_words(page, lined.get(page.number, ())) for page in kept]
    framed = cards_by_page(kept)
    whole = (
        {number for number, cards in framed.items() if are_side_by_side(cards)} | beside.keys() | lined.keys()
    )
    unparted = by_colons or not trusted.columns
    flat = [(page, None) if page.number in whole or unparted else unrolled(page) for page in kept]
    folds = {page.number: ends for page, ends in flat if ends is not None}
    kept = [page for page, _ in flat]
    rows_told = with_colons_between if by_colons else with_grey_labels
    kept, told = rows_told(kept) if trusted.starts and not folds else (kept, {})
    captioned = fields_over_labels(kept)
    habits = habits_of([lines_of(page.words) for page in kept])
    over = over if not folds else []
    found: list[_Found] = []
    widths: dict[int, float] = {}
    rulings: dict[int, list[Ruling]] = {}
    for page, following in zip(kept, [*kept[1:], None], strict=True):
        cards = cards_of(page) if page.number in folds else framed[page.number]
        page, labelled = captioned[page.number]
        cards = [*cards, *labelled, *beside.get(page.number, ())] or underlined_fields(page)
        cards = [*cards, *told.get(page.number, ()), *lined.get(page.number, ())]
        rest = without_words(page, cards)
        grids, free = grids_of(rest, habits) if trusted.rulings else ([], [*rest.words])
        grids, free = with_labels(grids, free)
        below, free = with_answers_below(free, over, page.rulings, following)
        grids = sorted([*grids, *cards, *below], key=lambda one: (one.top, one.edges[0]))
        lines = with_names_in_margin_over(lines_of([word for word in free if not word.turned]))
        lines, typed = without_typed_rules(lines)
        widths[page.number] = folds.get(page.number) or _right_of(page, lines)
        rulings[page.number] = [*(one for one in page.rulings if one.level), *typed]
        last = found[-1] if found else None
        cut = isinstance(last, DrawnGrid) and last.page == page.number - 1 and _may_be_cut(last)
        carried = last.edges[:-1] if cut and isinstance(last, DrawnGrid) and trusted.breaks else ()
        tables = partial(tables_in, right=widths[page.number], habits=habits) if trusted.starts else _as_lines
        ordered = _in_order(grids, parted(lines, typed), tables, carried)
        found += with_boxes_at_their_labels(with_rows_of_fields(ordered))
        found += lines_of([word for word in free if word.turned])
    found = joined_over_pages(found) if trusted.breaks else found
    found = with_hanging_answers(found, widths, habits, rulings)
    feet = {page.number: foot_of(page) for page in kept if page.number not in folds}
    return Layout(blocks=tuple(_Blocks(habits, widths, rulings, feet).of(found)), furniture=furniture)


def titles_of(layout: Layout) -> tuple[str, ...]:
    """The titles and headings of a layout, else its first bold line."""
    lines = [block for block in layout.blocks if isinstance(block, TextLine)]
    titles = [line.text for line in lines if line.level >= 0]
    if not titles:
        titles = [line.text for line in lines if line.bold == ((0, len(line.text)),)][:1]
    return tuple(titles[:MAX_TITLES])


def _right_of(page: Page, lines: Sequence[WordLine]) -> float:
    """How far the text of a page goes: as its broken sentences do, else to a margin as on the left."""
    if not lines:
        return page.width
    left = min(line.x0 for line in lines)
    margin = page.width - left
    return shown_right(lines, margin if margin > left else page.width)


def _may_be_cut(grid: DrawnGrid) -> bool:
    """Whether only where its text begins tells the columns of a table, on the next page too."""
    return not grid.cards and (not grid.ruled or grid.banded)


def _as_lines(lines: Sequence[WordLine], carried: Sequence[float]) -> list[_Found]:
    """What stands on a page where no table is looked for."""
    return [*lines]


def _in_order(
    grids: Sequence[DrawnGrid],
    stretches: Sequence[Sequence[WordLine]],
    tables: Callable[..., list[_Found]],
    carried: Sequence[float],
) -> list[_Found]:
    """Tables and lines from the top down; each stretch of lines is looked through for tables of its own."""
    found: list[_Found] = []
    waiting = [*grids]
    for lines in stretches:
        stretch: list[WordLine] = []
        for line in lines:
            while waiting and waiting[0].top < (line.top + line.bottom) / 2:
                found += tables(stretch, carried=() if found else carried)
                stretch = []
                found.append(waiting.pop(0))
            stretch.append(line)
        found += tables(stretch, carried=() if found else carried)
    return found + waiting


@dataclass(slots=True)
class _Blocks:
    """Makes the blocks of a layout, and counts tables and lines on the way."""

    habits: Habits
    widths: dict[int, float]
    rulings: dict[int, list[Ruling]]
    feet: dict[int, float]
    """Where on a page its foot begins; not told of pages in two columns, which are read as one long one."""
    heading: str = ""
    table: int = 0
    line: int = 0

    def of(self, found: Sequence[_Found]) -> list[Block]:
        blocks: list[Block] = []
        stretch: list[WordLine] = []
        for one in [*found, None]:
            if isinstance(one, WordLine):
                stretch.append(one)
                continue
            blocks += self._paragraphs(stretch)
            stretch = []
            if one is not None and one.cards:
                for cell in one.cells():
                    blocks += self._paragraphs(cell.lines, cell.right)
            elif one is not None:
                blocks.append(self._grid(one))
        return blocks

    def _paragraphs(self, lines: Sequence[WordLine], right: float = 0.0) -> list[Block]:
        """The lines in paragraphs; `right` is how far they can go, where that isn't told by their page."""
        if not lines:
            return []
        right = right or self.widths[lines[0].page]
        blocks: list[Block] = []
        for group in paragraphs(lines, right, self.habits, self.rulings):
            text = " ".join(line.text for line in group)
            level = self._level(group, text)
            if level >= 0 or (all(line.bold for line in group) and _is_heading(text)):
                self.heading = text
            self.line += 1
            first = group[0]
            part = _FOOT if first.top >= self.feet.get(first.page, math.inf) else ""
            place = Place(page=first.page, heading=self.heading, paragraph=self.line, part=part)
            blocks.append(text_line(group, place, self.habits, right, level))
        return blocks

    def _level(self, group: Sequence[WordLine], text: str) -> int:
        """By the size of its letters: 0 for a title, 1 for a heading, -1 for text."""
        size = min(line.size for line in group)
        if not _is_heading(text) or size < _HEADING * self.habits.size:
            return -1
        if round(2 * size) / 2 in self.habits.common and not all(line.bold for line in group):
            return -1
        return 0 if size >= _TITLE * self.habits.size else 1

    def _grid(self, drawn: DrawnGrid) -> Grid:
        self.table += 1
        self.line = 0
        rows = [
            GridRow(
                cells=tuple(self._cell(cell, n) for cell in row.cells),
                header=row.header,
                cut=row.cut,
                open=row.open,
                several=row.several,
            )
            for n, row in enumerate(drawn.rows, start=1)
        ]
        return Grid(rows=tuple(rows))

    def _cell(self, cell: DrawnCell, row: int) -> GridCell:
        lines = []
        for group in paragraphs(cell.lines, cell.right, self.habits, self.rulings):
            self.line += 1
            place = Place(
                page=group[0].page, heading=self.heading, table=self.table, row=row, paragraph=self.line
            )
            lines.append(text_line(group, place, self.habits, cell.right))
        return GridCell(
            lines=tuple(lines),
            column=cell.column,
            span=cell.span,
            continues=cell.continues,
            shaded=cell.shaded,
        )


def _is_heading(text: str) -> bool:
    return len(text) <= _MOST_HEADING and "\t" not in text and ":" not in text and any(map(str.isalpha, text))
