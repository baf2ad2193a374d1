"""Where a walk through a Word part stands: what is open, and what was found so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from pipeline.errors import InputRejected
from pipeline.extract.found import (
    ControlSetup,
    FoundBox,
    FoundCell,
    FoundControl,
    FoundParagraph,
    FoundRow,
    FoundTable,
    Level,
    Spot,
    Story,
    Units,
    Way,
)
from pipeline.wordml.styles import WordStyles
from pipeline.xml import Element

MAX_NESTED_TABLES: Final = 32
MAX_CELLS: Final = 20_000
"""Of one table."""
MAX_SPAN: Final = 63
"""Columns; Word's own limit."""

MAX_FOUND: Final = 250_000
"""Paragraphs of one part, and controls; a book has some thousands."""

Step: TypeAlias = "Element | tuple[Callable[[Walk, object], None], object]"
"""What waits to be walked: an element, or something to close once all before it is done."""


@dataclass(slots=True, eq=False)
class OpenField:
    """A complex field (`w:fldChar`) whose end is still to come."""

    control: FoundControl | None
    in_code: bool = True
    code: str = ""
    prompt: str = ""
    """What it shows before anybody writes in it, where it says so."""


@dataclass(slots=True, eq=False)
class WaitingBox:
    """A text box met on the way, to be walked when the text it floats over is done."""

    content: Element
    heading: str
    page: int
    cell: FoundCell | None
    control: FoundControl | None
    units: Units
    anchor: int


@dataclass(slots=True, eq=False)
class Walk:
    """The state of one walk. Input is never recursed into: `waiting` is the stack."""

    styles: WordStyles
    part: str
    story: Story = field(default_factory=Story)
    waiting: list[Step] = field(default_factory=list)
    boxes: deque[WaitingBox] = field(default_factory=deque)

    level: Level = Level.TEXT
    table: FoundTable | None = None
    row: FoundRow | None = None
    cell: FoundCell | None = None
    paragraph: FoundParagraph | None = None
    carried: FoundParagraph | None = None
    """A paragraph whose end was deleted: the next one goes on in it."""
    control: FoundControl | None = None
    units: Units = ()
    fields: list[OpenField] = field(default_factory=list)
    muted: int = 0
    """How many open fields are still in their code, which is no text."""
    held: list[str] = field(default_factory=list)
    simple_fields: int = 0
    """How many `w:fldSimple` are open."""
    struck: bool = False
    """The run being read is crossed out."""
    underlined: bool = False
    coloured: bool = False
    grey: bool = False
    """The run being read is in the style of prompts."""
    bold: bool = False
    """The run being read stands out: bold, underlined or highlighted."""
    italic: bool = False

    heading: str = ""
    tables_open: int = 0
    tables_seen: int = 0
    rows_seen: int = 0
    lines_seen: int = 0
    page: int = 1
    turned: bool = False
    """A page break was met and no text since: Word's own mark of the same break may follow."""
    size: int = 0

    # ── text ──────────────────────────────────────────────────────────────────────────────────────────

    def write(self, text: str) -> None:
        if self.muted:
            self.held.append(text)
            return
        if self.struck:
            self.story.struck.add(len(self.story.pieces))
        if self.underlined:
            self.story.underlined.add(len(self.story.pieces))
        if self.coloured:
            self.story.coloured.add(len(self.story.pieces))
        if self.grey:
            self.story.grey.add(len(self.story.pieces))
        if self.bold:
            self.story.bold.add(len(self.story.pieces))
        if self.italic:
            self.story.italic.add(len(self.story.pieces))
        if self.part and (self.fields or self.simple_fields):
            self.story.computed.add(len(self.story.pieces))
        self.story.pieces.append(text)
        self.size += len(text)
        self.turned = False

    def here(self) -> int:
        return len(self.story.pieces)

    def spot(self) -> Spot:
        if self.tables_open:
            return Spot(self.page, self.heading, self.tables_seen, self.rows_seen, 0, self.part)
        return Spot(self.page, self.heading, 0, 0, self.lines_seen + 1, self.part)

    def turn_page(self, *, rendered: bool) -> None:
        """A page break; `rendered` for the mark that Word leaves where a page ended on its screen."""
        if rendered:
            self.story.pages_known = True
            if self.turned:
                self.turned = False
                return
        self.page += 1
        self.turned = not rendered
        here, control = self.here(), self.control
        for found in (self.paragraph, self.cell):
            # Word marks the new page inside the first run of what stands on it.
            if found is not None and found.start == here:
                found.spot = found.spot._replace(page=self.page)
        while control is not None and control.start == here:
            control.spot = control.spot._replace(page=self.page)
            control = control.parent

    # ── controls ──────────────────────────────────────────────────────────────────────────────────────

    def open_control(self, setup: ControlSetup) -> FoundControl:
        """Notes a control or legacy field that starts here; the caller says where it ends."""
        parent = self.control
        number = len(self.story.controls)
        if setup.way is Way.ITEM:
            group = parent.setup.tag or parent.setup.alias or f"#{parent.number}" if parent else ""
            self.units = (*self.units, (group, number))
        control = FoundControl(
            setup=setup,
            spot=self.spot(),
            level=self.level,
            start=self.here(),
            size_before=self.size,
            parent=parent,
            cell=self.cell,
            paragraph=self.paragraph,
            units=self.units,
            number=number,
            before=self.paragraph.controls[-1] if self.paragraph and self.paragraph.controls else None,
        )
        self.story.controls.append(control)
        self.check_count(number)
        if setup.way not in (Way.SECTION, Way.ITEM, Way.FRAME):
            if self.cell is not None:
                self.cell.controls += 1
                self.cell.row.controls += 1
            if self.paragraph is not None:
                self._append(self.paragraph, control)
            is_box = setup.way is Way.CHECK
            while parent is not None and not (parent.holds_boxes if is_box else parent.holds_controls):
                parent.holds_controls = True
                parent.holds_boxes = parent.holds_boxes or is_box
                parent = parent.parent
        return control

    def check_count(self, found: int) -> None:
        if found >= MAX_FOUND:
            raise InputRejected("file.too_complex", limit=MAX_FOUND)

    def _append(self, paragraph: FoundParagraph, control: FoundControl) -> None:
        # Most paragraphs hold none, and there may be a hundred thousand: a list only where one is needed.
        if isinstance(paragraph.controls, tuple):
            paragraph.controls = []
        paragraph.controls.append(control)
        before = control.before
        if before is not None:
            before.after = control
        if control.setup.way is Way.CHECK:
            control.first_box = (before.first_box if before is not None else None) or control

    def close_control(self, control: FoundControl) -> None:
        control.end = self.here()
        ends_paragraph = control.end > control.start and self.story.pieces[-1] == "\n"
        control.size = self.size - control.size_before - ends_paragraph

    # ── tables ────────────────────────────────────────────────────────────────────────────────────────

    def open_table(self) -> FoundTable:
        if self.tables_open >= MAX_NESTED_TABLES:
            raise InputRejected("file.nested_tables", limit=MAX_NESTED_TABLES)
        if self.tables_open == 0:
            self.tables_seen += 1
            self.rows_seen = 0
        self.tables_open += 1
        if self.cell is not None:
            self.cell.tables += 1
        control = self.control
        while control is not None and not control.holds_table:
            control.holds_table = True
            control = control.parent
        table = FoundTable(outer=self.cell)
        self.story.tables.append(table)
        return table

    def open_row(self, table: FoundTable, *, header: bool, before: int) -> FoundRow:
        if self.tables_open == 1:
            self.rows_seen += 1
        row = FoundRow(table=table, number=len(table.rows), header=header, width=before)
        table.rows.append(row)
        return row

    def open_cell(self, row: FoundRow, *, span: int, continued: str, shaded: bool) -> FoundCell:
        row.table.cells += 1
        if row.table.cells > MAX_CELLS or span > MAX_SPAN:
            raise InputRejected("file.huge_table", cells=MAX_CELLS, columns=MAX_SPAN)
        cell = FoundCell(
            row=row,
            column=row.width,
            spot=self.spot(),
            start=self.here(),
            inside=self.control,
            place=len(row.cells),
            origin=_origin(row, continued),
            shaded=shaded,
        )
        row.width += span
        row.cells.append(cell)
        control = self.control
        while control is not None and control.level is not Level.TEXT and control.cell is row.table.outer:
            control.cells.append(cell)
            control = control.parent
        return cell

    # ── text boxes ────────────────────────────────────────────────────────────────────────────────────

    def put_off(self, content: Element) -> None:
        self.boxes.append(
            WaitingBox(content, self.heading, self.page, self.cell, self.control, self.units, self.here())
        )

    def enter_box(self, waiting: WaitingBox) -> FoundBox:
        """Starts on a text box: nothing is open in it but the repeated items that hold it."""
        box = FoundBox(start=self.here(), anchor=waiting.anchor)
        self.story.boxes.append(box)
        for holder in (waiting.cell, waiting.control):
            if holder is not None:
                holder.boxes += (box,)
        self.part = self.part or "tekstboks"
        self.heading, self.page, self.units = waiting.heading, waiting.page, waiting.units
        self.level, self.table, self.row, self.cell = Level.TEXT, None, None, None
        self.paragraph, self.carried, self.control = None, None, None
        self.fields, self.muted, self.held = [], 0, []
        self.lines_seen = 0
        return box


def _origin(row: FoundRow, continued: str) -> FoundCell | None:
    """The cell that the row's next one continues: "above" or "beside" it."""
    if continued == "beside":
        before = row.cells[-1] if row.cells else None
    elif continued == "above" and row.number:
        before = row.table.rows[row.number - 1].cell_at(row.width)
    else:
        return None
    return before and (before.origin or before)
