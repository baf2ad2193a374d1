"""What stands on a document's pages, whatever the file: lines and tables in reading order, not interpreted.

A Word file of any maker, a printed PDF and a scan all become this. Who reads a form by its labels reads only
this, so what is learnt of layouts once holds for every kind of file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import NamedTuple, TypeAlias

TICKED, UNTICKED = "☒", "☐"
"""How each check box stands in a text, whatever draws it: a control, a legacy field, a picture font."""


class Span(NamedTuple):
    """A stretch of a line's text, by the numbers of its characters."""

    start: int
    end: int


class Box(NamedTuple):
    """Where on a page something stands: points from the upper left corner; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a document something stands; numbers count from 1, 0 means not known."""

    page: int = 0
    heading: str = ""
    table: int = 0
    row: int = 0
    paragraph: int = 0
    part: str = ""
    number: int = -1
    """Of a Word file: which of its `w:p` elements, in the order of the part. Not shown."""
    box: Box | None = None
    """Of a page: what it covers. Not shown."""

    @property
    def in_margin(self) -> bool:
        """Whether it is in what repeats on each page: its header or footer."""
        return self.part in ("sidehoved", "sidefod")

    @property
    def in_body(self) -> bool:
        """Whether it is in the text itself; a text box is where it is anchored."""
        return self.part in ("", "tekstboks")

    def __str__(self) -> str:
        """The place as a person would say it, in Danish; empty when nothing is known."""
        words = [
            f"side {self.page}" if self.page else "",
            f"afsnit {self.heading}" if self.heading else "",
            self.part,
            f"tabel {self.table}" if self.table else "",
            f"række {self.row}" if self.row else "",
            f"linje {self.paragraph}" if self.paragraph else "",
        ]
        return ", ".join(word for word in words if word)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One paragraph as the eye sees it, or one line where nothing says what a paragraph is.

    A tab, and any gap too wide for a blank, is `\\t`; a line break within it is `\\n`. `struck` is crossed
    out; `bold` stands out as labels do, `faint` (grey or italic) steps back as help does; `filled` stands in
    a control or form field, so it is an answer or a prompt and no label. An empty control is an empty span.
    `underlined` has a line of its own below it; `coloured` is written in a colour, or highlighted.
    `broken` are blanks that stand for the end of a line, and may lie within a word that was too long for it.
    """

    text: str
    place: Place
    struck: tuple[Span, ...] = ()
    underlined: tuple[Span, ...] = ()
    coloured: tuple[Span, ...] = ()
    bold: tuple[Span, ...] = ()
    faint: tuple[Span, ...] = ()
    filled: tuple[Span, ...] = ()
    broken: tuple[int, ...] = ()
    level: int = -1
    """0 for a title, 1 to 9 for headings, -1 for anything else."""
    number: int = -1
    """Of a Word file: which of its `w:p` elements this is, in the order of the part. -1: not known."""
    box: Box | None = None
    """Of a page: what the line covers."""

    @property
    def spot(self) -> Place:
        """Its place, with which paragraph it is and what it covers."""
        return replace(self.place, number=self.number, box=self.box)


def part_of(line: TextLine, start: int, end: int) -> TextLine:
    """The part of a line from one place in its text to another, with its looks."""

    def within(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        cut = (Span(max(one.start, start) - start, min(one.end, end) - start) for one in spans)
        return tuple(one for one in cut if one.start < one.end)

    return replace(
        line,
        text=line.text[start:end],
        struck=within(line.struck),
        underlined=within(line.underlined),
        coloured=within(line.coloured),
        bold=within(line.bold),
        faint=within(line.faint),
        filled=within(line.filled),
        broken=tuple(place - start for place in line.broken if start <= place < end),
    )


def without_part(line: TextLine, start: int, end: int) -> TextLine:
    """The line without what stands between two places in its text; its other looks stay where they are."""
    head, tail = part_of(line, 0, start), part_of(line, end, len(line.text))

    def behind(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(one.start + start, one.end + start) for one in spans)

    return replace(
        head,
        text=head.text + tail.text,
        struck=head.struck + behind(tail.struck),
        underlined=head.underlined + behind(tail.underlined),
        coloured=head.coloured + behind(tail.coloured),
        bold=head.bold + behind(tail.bold),
        faint=head.faint + behind(tail.faint),
        filled=head.filled + behind(tail.filled),
        broken=head.broken + tuple(place + start for place in tail.broken),
    )


def joined(lines: Sequence[TextLine]) -> TextLine:
    """Several lines as one, with a line break between them; it is where the first one is."""
    starts = [*accumulate((len(line.text) + 1 for line in lines[:-1]), initial=0)]

    def together(looks: str) -> tuple[Span, ...]:
        return tuple(
            Span(one.start + start, one.end + start)
            for line, start in zip(lines, starts, strict=True)
            for one in getattr(line, looks)
        )

    return replace(
        lines[0],
        text="\n".join(line.text for line in lines),
        struck=together("struck"),
        underlined=together("underlined"),
        coloured=together("coloured"),
        bold=together("bold"),
        faint=together("faint"),
        filled=together("filled"),
        broken=tuple(at + start for line, start in zip(lines, starts, strict=True) for at in line.broken),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell of a table: it starts in grid column `column` (from 0) and covers `span` of them.

    `continues`: it goes on with the cell above it (merged), and has no lines of its own.
    """

    lines: tuple[TextLine, ...]
    column: int
    span: int = 1
    continues: bool = False
    shaded: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    cells: tuple[GridCell, ...]
    header: bool = False
    """Marked as a header row that repeats on each page."""
    cut: bool = False
    """A page break lies before it, and it may be the rest of the row above."""
    open: bool = False
    """A page break lies behind it, and what stands on the next page may be its rest."""
    several: bool = False
    """Its columns are known, but not how many rows it is: its cells may hold the texts of several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; one inside a cell of another stands as a block of its own right behind the outer one."""

    rows: tuple[GridRow, ...]


Block: TypeAlias = TextLine | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A whole document. Text boxes, headers, footers and notes are blocks whose place names the part.

    What repeats on every page (page numbers, running heads) is in `furniture`, not among the blocks.
    """

    blocks: tuple[Block, ...]
    furniture: tuple[str, ...] = ()

    def lines(self) -> Iterator[TextLine]:
        """Every line, those in cells included, in reading order."""
        for block in self.blocks:
            if isinstance(block, TextLine):
                yield block
            else:
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.lines

    def with_lines(self, change: Callable[[Sequence[TextLine]], Iterable[TextLine]]) -> Layout:
        """The layout with what its lines become: those of one cell, and those between tables, together."""
        blocks: list[Block] = []
        for flows, group in groupby(self.blocks, lambda block: isinstance(block, TextLine)):
            if flows:
                blocks += change([one for one in group if isinstance(one, TextLine)])
                continue
            for grid in group:
                if not isinstance(grid, TextLine):
                    rows = (
                        replace(
                            row,
                            cells=tuple(replace(cell, lines=tuple(change(cell.lines))) for cell in row.cells),
                        )
                        for row in grid.rows
                    )
                    blocks.append(replace(grid, rows=tuple(rows)))
        return replace(self, blocks=tuple(blocks))
