"""Table rows of a PDF form: what stands in their cells, how high that is, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.blank import measure
from pipeline.blank.pdf_font import ASCENT, LEADING, Typeface, wrap
from pipeline.blank.pdf_input import Input
from pipeline.blank.sheet import (
    BOTTOM,
    GREY,
    LEFT,
    TOP,
    Lines,
    SheetPage,
    Strip,
    TextRun,
    height_of,
    paint_lines,
    set_lines,
)

VALUE, LABEL, ABOVE, HELP, HEAD, SMALL = 10.0, 9.5, 8.5, 8.0, 8.5, 7.5
"""Sizes of type, those of the Word form's shell."""

PAD_TOP, PAD_LEFT, PAD_RIGHT = 1.2, 4.25, 2.85
INSET = 1.5
"""Between the edge of a field and the text in it."""
LINE = VALUE * LEADING
FIELD = LINE + 1.0
"""The height of a field with one line."""
BOX, BOX_GAP = 8.6, 12.5
"""The side of a check box, and from its left edge to its words."""
_NARROW = 56.0
"""The width of a field for a number or a date."""
_HIGHEST = BOTTOM - TOP - 60
"""A text longer than this much of a page is set smaller."""


class Item(Protocol):
    """Something in a cell."""

    def height(self, width: float) -> float: ...

    def paint(self, leaf: SheetPage, x: float, top: float, width: float, room: float) -> None:
        """Draws it; `room` is the height it may stretch to."""
        ...


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[TextRun, ...]
    typeface: Typeface

    def _lines(self, width: float) -> Lines:
        return set_lines(self.runs, width, self.typeface)

    def height(self, width: float) -> float:
        return height_of(self._lines(width))

    def paint(self, leaf: SheetPage, x: float, top: float, width: float, room: float) -> None:
        paint_lines(leaf, self._lines(width), x, top)


@dataclass(frozen=True, slots=True)
class Fill:
    """A field to write in; it is as wide as its cell, or leaves room for its unit."""

    input: Input
    typeface: Typeface
    least: float = FIELD
    unit: str = ""
    prompt: str = ""
    """Stands small at the end of the field, where there is room for it."""

    def height(self, width: float) -> float:
        if not self.input.value or not (self.input.multiline or self._is_long(width)):
            return self.least
        lines = wrap(self.input.value, self.typeface.regular, VALUE, width - 2 * INSET)
        return min(max(self.least, len(lines) * LINE + 2 * INSET + 2), _HIGHEST)

    def _is_long(self, width: float) -> bool:
        return self.typeface.regular.width(self.input.value, VALUE * 0.75) > width - 2 * INSET

    def paint(self, leaf: SheetPage, x: float, top: float, width: float, room: float) -> None:
        entry = self.input
        if not entry.multiline and not entry.choices and self._is_long(width):
            entry = replace(entry, multiline=True)
        height = max(room, self.least) if entry.multiline else FIELD
        end = x + width
        base = top + VALUE * ASCENT + 0.8
        if self.unit:
            end = x + min(_NARROW, width - self.typeface.regular.width(self.unit, VALUE) - 5)
            leaf.words(TextRun(self.unit, VALUE), end + 3, base)
        elif self.prompt and not entry.value and width > _NARROW + 46:
            end -= self.typeface.regular.width(self.prompt, HELP) + 2
            leaf.words(TextRun(self.prompt, HELP, colour=GREY), end + 2, base)
        if entry.choices:
            end -= 8
            leaf.arrow(end + 1.5, top + FIELD / 2)
        leaf.input(entry, x - INSET, top, end, top + height - 0.6)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Check boxes beside each other where they fit, else in columns below each other."""

    boxes: tuple[tuple[Input, tuple[TextRun, ...]], ...]
    typeface: Typeface

    def _columns(self, width: float) -> list[float]:
        """Where the columns start."""
        widths = [part / 20 for part in measure.box_widths([_said(runs) for _, runs in self.boxes])]
        if sum(widths) - measure.GAP / 20 <= width + PAD_RIGHT:
            return [sum(widths[:n]) for n in range(len(widths))]
        count = max(1, int(width // max(widths)))
        return [max(widths) * n for n in range(count)]

    def _rows(self, width: float) -> list[list[tuple[float, Input, Lines]]]:
        starts = self._columns(width)
        rows = []
        for n in range(0, len(self.boxes), len(starts)):
            some = self.boxes[n : n + len(starts)]
            ends = [*starts[1:], width] if len(some) > 1 else [width]
            row = [
                (start, box, set_lines(runs, max(end - start - BOX_GAP, 20), self.typeface))
                for start, end, (box, runs) in zip(starts, ends, some, strict=False)
            ]
            rows.append(row)
        return rows

    def height(self, width: float) -> float:
        return sum(max(_box_height(lines) for _, _, lines in row) for row in self._rows(width))

    def paint(self, leaf: SheetPage, x: float, top: float, width: float, room: float) -> None:
        for row in self._rows(width):
            for start, box, lines in row:
                y = top + 2.4
                leaf.box(x + start, y, x + start + BOX, y + BOX)
                leaf.input(box, x + start, y, x + start + BOX, y + BOX)
                paint_lines(leaf, lines, x + start + BOX_GAP, top + 0.8)
            top += max(_box_height(lines) for _, _, lines in row)


def _said(runs: Sequence[TextRun]) -> str:
    return "".join(run.words for run in runs)


def _box_height(lines: Lines) -> float:
    return max(height_of(lines), LINE) + 1.2


@dataclass(frozen=True, slots=True)
class Small:
    """What only the program fills in: a label and a narrow field in one small line."""

    label: str
    input: Input
    typeface: Typeface

    def height(self, width: float) -> float:
        return SMALL * LEADING + 5

    def paint(self, leaf: SheetPage, x: float, top: float, width: float, room: float) -> None:
        end = leaf.words(TextRun(f"{self.label}: ", SMALL, colour=GREY), x, top + 2 + SMALL * ASCENT)
        leaf.input(self.input, end, top + 1, min(end + 140, x + width), top + SMALL * LEADING + 4)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that reaches to `end`, in twips from the left edge of the table."""

    end: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    cells: tuple[SheetCell, ...]
    least: float = 0.0
    header: bool = False
    """Stands again where a page breaks its table."""
    keep: bool = False
    """Stays with the next row."""


def row_strips(rows: Sequence[SheetRow], before: float = 0.0) -> list[Strip]:
    """A table's rows; its header rows stay with the next row and stand again on a new page."""
    strips: list[Strip] = []
    again: tuple[Strip, ...] = ()
    for n, row in enumerate(rows):
        strip = _strip(row, before if n == 0 else 0.0, () if row.header else again)
        strips.append(strip)
        if row.header:
            again = (*again, strip)
    return strips


def _strip(row: SheetRow, before: float, again: tuple[Strip, ...]) -> Strip:
    spans = _spans(row)
    height = max(row.least, *(_height(cell, end - start) for cell, start, end in spans))

    def paint(leaf: SheetPage, top: float) -> None:
        for cell, start, end in spans:
            x, room = LEFT + start, end - start
            if start > 0:
                leaf.rule(x, top, x, top + height)
            left = PAD_LEFT if start > 0 else 0.0
            at, width = top + PAD_TOP, room - left - PAD_RIGHT
            for n, item in enumerate(cell.items):
                used = item.height(width)
                last = n == len(cell.items) - 1
                item.paint(leaf, x + left, at, width, top + height - at if last else used)
                at += used
        leaf.rule(LEFT, top + height, LEFT + spans[-1][2], top + height)

    return Strip(height=height, paint=paint, before=before, keep=row.header or row.keep, again=again)


def _spans(row: SheetRow) -> list[tuple[SheetCell, float, float]]:
    ends = [cell.end / 20 for cell in row.cells]
    return list(zip(row.cells, [0.0, *ends], ends, strict=False))


def _height(cell: SheetCell, room: float) -> float:
    width = room - PAD_LEFT - PAD_RIGHT
    return sum(item.height(width) for item in cell.items) + PAD_TOP + 0.8
