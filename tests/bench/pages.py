"""Pages drawn by hand with reportlab: a form without rulings, printed, or with AcroForm fields to fill in."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tests.bench.sheet import Group, Line, Sheet
from tests.bench.simple import answer_text

WIDTH, HEIGHT, MARGIN = 595, 842, 56
TEXT, BOLD, SIZE, LEADING = "Helvetica", "Helvetica-Bold", 10, 13
VALUE_AT = 230
MOST_COLUMNS, LONG_WORD = 4, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a field lies: the page, its rectangle, whose answer it is, and which option (-1: the text)."""

    page: int
    box: tuple[float, float, float, float]
    line: Line
    option: int = -1


@dataclass(slots=True)
class Page:
    """A hand that draws a form from top to bottom; with `fields`, answers are spots and not printed."""

    title: str
    fields: bool
    mark: str = "bracket"
    above: bool = False
    """Labels stand above their answers, not before them."""
    hyphens: bool = False
    """Long words are broken at the ends of lines."""
    spots: list[Spot] = field(default_factory=list)
    out: io.BytesIO = field(default_factory=io.BytesIO)
    canvas: Canvas = field(init=False)
    y: float = 0.0
    number: int = 0

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.out, pagesize=(WIDTH, HEIGHT), invariant=True)
        self._new_page()

    def _new_page(self) -> None:
        if self.number:
            self.canvas.showPage()
        self.number += 1
        self.y = HEIGHT - MARGIN
        self.canvas.setFont(TEXT, 8)
        self.canvas.drawString(MARGIN, 28, f"Prøvekøbing Kommune · {self.title}")
        self.canvas.drawRightString(WIDTH - MARGIN, 28, f"Side {self.number}")

    def _need(self, height: float) -> None:
        if self.y - height < MARGIN:
            self._new_page()

    def text(
        self, text: str, *, x: float = MARGIN, font: str = TEXT, size: int = SIZE, width: float = 0
    ) -> None:
        """A paragraph that wraps; goes on over the page's end."""
        lines = simpleSplit(text, font, size, width or WIDTH - MARGIN - x) or [""]
        for line in _hyphenated(lines) if self.hyphens and not width else lines:
            self._need(LEADING)
            self.y -= size + 3
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.y, line)

    def heading(self, text: str, size: int) -> None:
        self._need(size * 4)
        self.y -= size * 0.7
        self.text(text, font=BOLD, size=size)
        self.y -= 3

    def line(self, line: Line) -> None:
        if self.fields:
            self._field_line(line)
        else:
            self._printed_line(line)
        self.y -= 4

    def _printed_line(self, line: Line) -> None:
        shown = answer_text(line, self.mark).split("\n")
        if self.above or line.long:
            self.text(line.label, font=BOLD)
            for text in shown:
                self.text(text)
            return
        self._need(3 * LEADING)
        top = self.y
        self.text(line.label, width=VALUE_AT - MARGIN - 12)
        after = self.y
        self.y = top
        for text in shown:
            self.text(text, x=VALUE_AT)
        self.y = min(self.y, after)

    def _field_line(self, line: Line) -> None:
        height = 70 if line.long else 15 * max(1, len(line.options))
        self._need(height + 2 * LEADING)
        above = self.above or line.long
        top = self.y
        self.text(line.label, width=0 if above else VALUE_AT - MARGIN - 12)
        below = self.y
        x, y = (MARGIN, self.y - 3) if above else (VALUE_AT, top)
        if line.options:
            for n, option in enumerate(line.options):
                y -= 15
                self.spots.append(Spot(page=self.number, box=(x, y, x + 11, y + 11), line=line, option=n))
                self.canvas.setFont(TEXT, SIZE)
                self.canvas.drawString(x + 16, y + 2, option.label)
        else:
            y -= height
            self.spots.append(Spot(page=self.number, box=(x, y, WIDTH - MARGIN, y + height - 1), line=line))
        self.y = min(below, y)

    def grid(self, columns: Sequence[str], items: Sequence[Sequence[Line]]) -> None:
        """Columns without rulings under their names."""
        width = (WIDTH - 2 * MARGIN) / len(columns)
        self._need(5 * LEADING)
        self._across([(label, BOLD) for label in columns], width)
        for item in items:
            self.y -= 3
            if self.fields:
                self._need(20)
                self.y -= 17
                for n, line in enumerate(item):
                    x = MARGIN + n * width
                    box = (x, self.y, x + width - 6, self.y + 15)
                    self.spots.append(Spot(page=self.number, box=box, line=line))
            else:
                self._across([(answer_text(line, "word"), TEXT) for line in item], width)

    def _across(self, texts: Sequence[tuple[str, str]], width: float) -> None:
        wrapped = [simpleSplit(text, font, SIZE, width - 10) or [""] for text, font in texts]
        self._need(max(map(len, wrapped)) * LEADING)
        top = self.y
        for n, (lines, (_, font)) in enumerate(zip(wrapped, texts, strict=True)):
            self.y = top
            self.canvas.setFont(font, SIZE)
            for text in lines:
                self.y -= LEADING
                self.canvas.drawString(MARGIN + n * width, self.y, text)
        self.y = top - max(map(len, wrapped)) * LEADING

    def finish(self) -> bytes:
        self.canvas.save()
        return self.out.getvalue()


def _hyphenated(lines: list[str]) -> list[str]:
    """The lines with the beginning of a long word that begins one moved up to the line before."""
    made = list(lines)
    for n in range(1, len(made)):
        word, _, rest = made[n].partition(" ")
        if len(word) >= LONG_WORD and word.isalpha() and word.islower():
            made[n - 1] += f" {word[:4]}-"
            made[n] = f"{word[4:]} {rest}".rstrip()
    return made


def drawn_page(sheet: Sheet, page: Page) -> bytes:
    """The whole form on as many pages as it takes."""
    page.heading(sheet.title, 17)
    for part in sheet.parts:
        page.heading(part.title, 13)
        for block in part.blocks:
            if isinstance(block, Group):
                if block.heading:
                    page.heading(block.heading, 11)
                for line in block.lines:
                    page.line(line)
                continue
            page.heading(block.heading, 11)
            if len(block.columns) <= MOST_COLUMNS:
                page.grid(block.columns, block.items)
                continue
            for head, lines in zip(block.item_headings, block.items, strict=True):
                page.heading(head, 10)
                for line in lines:
                    page.line(line)
    return page.finish()


def unruled(sheet: Sheet, dice: random.Random) -> bytes:
    """A printed form without any line."""
    page = Page(
        title=sheet.title,
        fields=False,
        mark=dice.choice(("word", "bracket", "paren")),
        above=dice.random() < 0.3,
        hyphens=dice.random() < 0.5,
    )
    return drawn_page(sheet, page)
