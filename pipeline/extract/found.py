"""What the walk through a Word part finds: paragraphs, tables and controls as stretches of one text.

All text of a part is one list of pieces in reading order; everything found remembers where in it it starts
and ends. So a text that stands in a control, in a cell and in a paragraph at once is kept once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import Final, NamedTuple, TypeAlias

from pipeline.records import Place
from pipeline.xml import Element

Units: TypeAlias = tuple[tuple[str, int], ...]
"""The repeated items that hold something, outermost first: the name of the group, a number for the item."""


MAX_LABEL: Final = 1_000
"""Characters of the longest label, its help text included; what is longer is no label."""


class Way(StrEnum):
    """How a control is answered; the last three hold other content and are no answer themselves."""

    TEXT = "text"
    CHECK = "check"
    CHOICE = "choice"
    DATE = "date"
    SECTION = "section"
    ITEM = "item"
    FRAME = "frame"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSetup:
    """What a control says of itself, apart from the text it shows.

    `shown` is the answer of a legacy field that shows none in the text. `options` pairs what a list shows
    with what it stores.
    """

    way: Way
    tag: str = ""
    alias: str = ""
    placeholder: bool = False
    checked: bool | None = None
    iso: str = ""
    shown: str = ""
    options: tuple[tuple[str, str], ...] = ()
    legacy: bool = False


class Spot(NamedTuple):
    """A place while walking; cheaper to make than a `Place`, of which only few are needed."""

    page: int
    heading: str
    table: int
    row: int
    line: int
    part: str

    def as_place(self, *, pages_known: bool) -> Place:
        return Place(
            page=self.page if pages_known else 0,
            heading=self.heading,
            table=self.table,
            row=self.row,
            paragraph=self.line,
            part=self.part,
        )


class Level(StrEnum):
    """What a control stands round: rows of a table, cells of a row, or paragraphs and text."""

    ROWS = "rows"
    CELLS = "cells"
    TEXT = "text"


@dataclass(slots=True, kw_only=True, eq=False)
class FoundTable:
    outer: FoundCell | None
    rows: list[FoundRow] = field(default_factory=list)
    cells: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class FoundRow:
    table: FoundTable
    number: int
    header: bool = False
    width: int = 0
    """How many columns of the grid the row has taken up."""
    controls: int = 0
    cells: list[FoundCell] = field(default_factory=list)

    def cell_at(self, column: int) -> FoundCell | None:
        """The cell that starts in this column of the grid."""
        place = bisect_left(self.cells, column, key=lambda cell: cell.column)
        found = self.cells[place : place + 1]
        return found[0] if found and found[0].column == column else None


@dataclass(slots=True, kw_only=True, eq=False)
class FoundCell:
    row: FoundRow
    column: int
    spot: Spot
    start: int
    inside: FoundControl | None
    """The innermost control that stands round the cell."""
    end: int = 0
    place: int = 0
    """Its number in the row, from 0."""
    origin: FoundCell | None = None
    """The cell above or beside it that it continues: to the eye it is part of that one."""
    shaded: bool = False
    controls: int = 0
    tables: int = 0
    paragraphs: list[FoundParagraph] = field(default_factory=list)
    boxes: tuple[FoundBox, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class FoundParagraph:
    spot: Spot
    start: int
    cell: FoundCell | None
    inside: FoundControl | None
    end: int = 0
    style: str = ""
    level: int = -1
    """0 for a title, 1 to 9 for headings, -1 for anything else."""
    controls: tuple[FoundControl, ...] | list[FoundControl] = ()
    element: Element | None = None
    within: FoundControl | None = None
    """The form field that began in a paragraph before it and has not ended."""
    words_follow: bool = False
    """Words stand after the last of its boxes: so each box belongs to the words behind it."""


@dataclass(slots=True, kw_only=True, eq=False)
class FoundControl:
    setup: ControlSetup
    spot: Spot
    level: Level
    start: int
    size_before: int
    """How many characters of the part stand before it."""
    parent: FoundControl | None
    cell: FoundCell | None
    paragraph: FoundParagraph | None
    units: Units
    number: int
    before: FoundControl | None
    """The control before it in the same paragraph."""
    after: FoundControl | None = None
    first_box: FoundControl | None = None
    """For a box, the first of the boxes it follows without another control between."""
    end: int = -1
    size: int = 0
    holds_controls: bool = False
    holds_boxes: bool = False
    holds_table: bool = False
    cells: list[FoundCell] = field(default_factory=list)
    boxes: tuple[FoundBox, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class FoundBox:
    """A text box; it is read after the text it floats over, and belongs to what it is anchored in."""

    start: int
    end: int = 0
    anchor: int = 0
    """Where in the text it floats."""


@dataclass(slots=True, kw_only=True, eq=False)
class Story:
    """All that was found in one part, in the order of the document."""

    pieces: list[str] = field(default_factory=list)
    paragraphs: list[FoundParagraph] = field(default_factory=list)
    tables: list[FoundTable] = field(default_factory=list)
    controls: list[FoundControl] = field(default_factory=list)
    boxes: list[FoundBox] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    """The pieces that are crossed out."""
    underlined: set[int] = field(default_factory=set)
    coloured: set[int] = field(default_factory=set)
    """The pieces in a colour that is no grey, or highlighted."""
    grey: set[int] = field(default_factory=set)
    """The pieces in the style of prompts."""
    bold: set[int] = field(default_factory=set)
    """The pieces that stand out: bold, underlined, highlighted."""
    italic: set[int] = field(default_factory=set)
    computed: set[int] = field(default_factory=set)
    """The pieces of a header or footer that Word writes itself, as the page number."""
    pages_known: bool = False

    def text(self, start: int, end: int) -> str:
        """A stretch of the text, its paragraphs joined by line breaks."""
        return "".join(self.pieces[start:end]).removesuffix("\n")

    def is_struck(self, start: int, end: int) -> bool:
        """Whether some of a stretch is crossed out."""
        return self._holds(self.struck, start, end)

    def is_grey(self, start: int, end: int) -> bool:
        """Whether some of a stretch stands in the style of prompts."""
        return self._holds(self.grey, start, end)

    def _holds(self, marked: set[int], start: int, end: int) -> bool:
        return bool(marked) and any(
            piece in marked and self.pieces[piece].strip() for piece in range(start, end)
        )

    def label_text(self, start: int, end: int) -> str:
        """A stretch that may be a label, without blanks around it; nothing where it is too long for one."""
        size, last = 0, start
        while last < end and size <= MAX_LABEL:
            size += len(self.pieces[last])
            last += 1
        return self.text(start, end).strip() if size <= MAX_LABEL else ""

    def first_words(self, paragraphs: Iterable[FoundParagraph]) -> str:
        """The label in some paragraphs: the first and those that look the same; the others are help text."""
        said = [one for one in paragraphs if one.end > one.start]
        alike = takewhile(lambda paragraph: paragraph.style == said[0].style, said)
        return "\n".join(filter(None, (self.label_text(one.start, one.end) for one in alike)))

    def cell_label(self, cell: FoundCell) -> str:
        """The label in a cell; empty where more stands in it than a label and its help."""
        whole = self.label_text(cell.start, cell.end)
        return (self.first_words(cell.paragraphs) or whole) if whole else ""

    def cell_text(self, cell: FoundCell) -> str:
        """What stands in a cell; a text box counts where it holds all there is."""
        own = self.text(cell.start, cell.end)
        if cell.boxes and not own.strip():
            return "\n".join(self.text(box.start, box.end) for box in cell.boxes)
        return own
