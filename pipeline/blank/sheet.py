"""Pages on which strips stand below each other, and the few things that are drawn on them.

All lengths are points; `top` counts down from the upper edge, as the eye reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.blank.pdf_font import ASCENT, LEADING, Face, Typeface
from pipeline.blank.pdf_input import Input
from pipeline.pdfobjects.writing import number

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 20 * MM, 190 * MM
TOP, BOTTOM = 18 * MM, 279 * MM
"""Where the strips begin and end; below stands the footer."""

ACCENT, TEXT, GREY, RULE = "0B5A6B", "262626", "595959", "A6A6A6"


@dataclass(frozen=True, slots=True)
class TextRun:
    """Paragraph in one look."""

    words: str
    size: float
    bold: bool = False
    colour: str = TEXT


Lines = list[list[TextRun]]


@dataclass(frozen=True, slots=True)
class Placed:
    """An input and the place on its page where it is filled in."""

    input: Input
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class SheetPage:
    """One page in the making."""

    typeface: Typeface
    drawn: list[str] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def words(self, run: TextRun, x: float, base: float) -> float:
        """Writes on a base line; gives where the words end."""
        if run.words:
            shown = self.typeface.show(run.words, run.size, bold=run.bold)
            self.drawn.append(f"BT {ink(run.colour)} {number(x)} {number(HEIGHT - base)} Td {shown} ET")
        return x + self.typeface.face(bold=run.bold).width(run.words, run.size)

    def rule(
        self, x0: float, top: float, x1: float, bottom: float, width: float = 0.5, colour: str = RULE
    ) -> None:
        ends = f"{number(x0)} {number(HEIGHT - top)} m {number(x1)} {number(HEIGHT - bottom)} l"
        self.drawn.append(f"{number(width)} w {ink(colour, stroke=True)} {ends} S")

    def box(self, x0: float, top: float, x1: float, bottom: float, colour: str = TEXT) -> None:
        """The outline of a check box."""
        shape = f"{number(x0)} {number(HEIGHT - bottom)} {number(x1 - x0)} {number(bottom - top)} re"
        self.drawn.append(f"0.7 w {ink(colour, stroke=True)} {shape} S")

    def arrow(self, x: float, middle: float) -> None:
        """The sign of a list to choose from, small and grey."""
        y = HEIGHT - middle
        points = f"{number(x)} {number(y + 1.3)} m {number(x + 5)} {number(y + 1.3)} l"
        self.drawn.append(f"{ink(RULE)} {points} {number(x + 2.5)} {number(y - 1.7)} l f")

    def code(self, modules: Sequence[Sequence[bool]], x: float, top: float, side: float) -> None:
        """A square of dark and light modules."""
        step = side / max(len(modules), 1)
        parts = [ink("000000")]
        for n, row in enumerate(modules):
            for start, end in _dark(row):
                y = HEIGHT - top - (n + 1) * step
                parts.append(f"{x + start * step:.3f} {y:.3f} {(end - start) * step:.3f} {step:.3f} re")
        self.drawn.append("\n".join(parts) + " f")

    def input(self, input: Input, x0: float, top: float, x1: float, bottom: float) -> None:
        self.placed.append(Placed(input, x0, top, x1, bottom))


def _dark(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where the stretches of dark modules of a row start and end."""
    start = None
    for n, dark in enumerate([*row, False]):
        if dark and start is None:
            start = n
        elif not dark and start is not None:
            yield start, n
            start = None


def ink(colour: str, *, stroke: bool = False) -> str:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    return " ".join(f"{part:.3g}" for part in parts) + (" RG" if stroke else " rg")


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────────


def set_lines(runs: Sequence[TextRun], width: float, typeface: Typeface) -> Lines:
    """The runs in lines that fit, broken at blanks and at the line breaks in them."""
    lines: Lines = [[]]
    room = width
    for run in runs:
        face = typeface.face(bold=run.bold)
        for n, part in enumerate(run.words.split("\n")):
            if n:
                lines.append([])
                room = width
            room = _fill(lines, run, part, face, room, width)
    return lines


def _fill(lines: Lines, run: TextRun, words: str, face: Face, room: float, width: float) -> float:
    """Lays words behind what stands in the last line, new lines as needed; gives the room left."""
    pending = ""
    for n, word in enumerate(words.split(" ")):
        longer = f"{pending} {word}" if n else word
        if face.width(longer, run.size) <= room or (not pending.strip() and not lines[-1]):
            pending = longer
            continue
        if pending:
            lines[-1].append(TextRun(pending, run.size, run.bold, run.colour))
        lines.append([])
        room, pending = width, word
    if pending:
        lines[-1].append(TextRun(pending, run.size, run.bold, run.colour))
    return room - face.width(pending, run.size)


def height_of(lines: Lines) -> float:
    return sum(_size(line) * LEADING for line in lines)


def paint_lines(leaf: SheetPage, lines: Lines, x: float, top: float) -> None:
    for line in lines:
        at = x
        for run in line:
            at = leaf.words(run, at, top + _size(line) * ASCENT)
        top += _size(line) * LEADING


def _size(line: Sequence[TextRun]) -> float:
    return max((run.size for run in line), default=8.0)


# ── strips and pages ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A piece of the form over the whole width, never broken.

    `before` is room above it, given up at the top of a page. `keep`: it stays with the next strip. `again`
    stands once more above it where a new page begins with it.
    """

    height: float
    paint: Callable[[SheetPage, float], None]
    before: float = 0.0
    keep: bool = False
    new_page: bool = False
    again: tuple[Strip, ...] = ()


def paginate(strips: Sequence[Strip], typeface: Typeface) -> list[SheetPage]:
    """The strips on pages. What must stay together stays, as long as it fits on one page at all."""
    leaves = [SheetPage(typeface)]
    top = TOP
    for chunk in _chunks(strips):
        whole = sum(strip.before + strip.height for strip in chunk)
        begins = chunk[0].new_page and top > TOP
        if begins or (top > TOP and top + whole > BOTTOM):
            leaves.append(SheetPage(typeface))
            top = _paint(leaves[-1], chunk[0].again, TOP)
        for strip in chunk:
            if top + strip.before + strip.height > BOTTOM and top > TOP + 1:
                leaves.append(SheetPage(typeface))
                top = _paint(leaves[-1], strip.again, TOP)
            top = _paint(leaves[-1], (strip,), top)
    return leaves


def _paint(leaf: SheetPage, strips: Sequence[Strip], top: float) -> float:
    for strip in strips:
        top += strip.before if top > TOP else 0
        strip.paint(leaf, top)
        top += strip.height
    return top


def _chunks(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
