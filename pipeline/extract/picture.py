"""What is drawn on the picture of a page: how it lies, its rulings, its check boxes.

A page has millions of dots, so they are looked at many at a time: as bytes that are searched and sliced, and
as one large number whose shifts move the whole picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from pipeline.extract.scan import PageImage
from pipeline.extract.strokes import merged
from pipeline.extract.words import Ruling
from pipeline.records.layout import Box

_INK: Final = 45
"""So much darker than the paper a dot of a thin grey line is at least."""
_STRONG: Final = 90
"""So much darker it is where somebody made a mark."""
_LEVEL_LENGTH, _UPRIGHT_LENGTH = 30.0, 17.0
"""The shortest rulings in points; no letter of a form is as wide or as high."""
_PIECE: Final = 11.0
_LEVEL_GAP, _UPRIGHT_GAP = 7.0, 2.5
"""A bad copy breaks a ruling into pieces. Upright gaps have to be smaller: letters stand below each other."""
_UNBROKEN: Final = 0.93
_BESIDE, _OUTSIDE = 0.2, 0.35
"""Share of ink that may stand right beside a ruling, and right outside each side of a box."""
_MOST_WEIGHT: Final = 1.6
_UPRIGHT_RUN: Final = 1.6
"""Runs so much longer than most are of a stroke that lies."""
_ASKEW: Final = 0.5
"""Points: letters keep clear of upright rulings, so what of one is left beside it can be painted over too."""
_DOTS_TO_CLIMB: Final = 300
"""A line that was made straight by the picture as a whole may still be a fifth of a degree askew."""
_LEAST_BOX, _MOST_BOX = 6.0, 16.0
_EDGE: Final = 0.85
"""Share of an edge that is dark."""
_CORNER: Final = 0.2
_MOST_BOXES: Final = 1000
_CLEAR, _MARKED = 0.02, 0.06
"""Share of a box that is inked when nothing, and when something, was set in it; in between nobody knows."""


class Run(NamedTuple):
    """Dark dots in a row without a gap, from `start` up to `end`."""

    row: int
    start: int
    end: int


class PictureBox(NamedTuple):
    """A check box and whether something is set in it; None where that can't be told."""

    box: Box
    ticked: bool | None


@dataclass(slots=True)
class _Stroke:
    """Runs of rows that follow each other and overlap."""

    first: int
    last: int
    start: int
    end: int
    weighted: int = 0
    """Sum of the middle row of each run times its length: a line slightly askew is placed in the middle."""
    length: int = 0

    def add(self, run: Run) -> None:
        self.last = run.row
        self.start, self.end = min(self.start, run.start), max(self.end, run.end)
        self.weighted += run.row * (run.end - run.start)
        self.length += run.end - run.start


@dataclass(frozen=True)
class Dots:
    """A picture in two tones: one byte for each dot, 1 for dark."""

    data: bytes
    width: int
    height: int

    def shifted(self, *steps: int) -> Dots:
        """Dark where the picture is, and where it is when moved by so many dots forwards."""
        size = len(self.data)
        number = int.from_bytes(self.data, "big")
        whole = (1 << 8 * size) - 1
        found = number
        for step in steps:
            found |= number >> 8 * step if step > 0 else (number << 8 * -step) & whole
        return replace(self, data=found.to_bytes(size, "big"))

    @cached_property
    def turned(self) -> Dots:
        """Rows as columns."""
        data = b"".join(self.data[column :: self.width] for column in range(self.width))
        return Dots(data, self.height, self.width)

    def runs(self, shortest: int) -> Iterator[Run]:
        wanted = b"\1" * shortest
        longer = re.compile(b"\1{%d,}" % shortest)
        for row in range(self.height):
            dots = self.data[row * self.width : (row + 1) * self.width]
            if wanted in dots:
                for run in longer.finditer(dots):
                    yield Run(row, run.start(), run.end())

    def stroke_width(self, x0: int, top: int, x1: int, bottom: int) -> float:
        """How wide the upright strokes of what stands in an area are: the mean of its dark runs.

        Runs along a level stroke are left out: `B` has more of them than `n`.
        """
        runs: list[int] = []
        for row in range(max(0, top), min(self.height, bottom)):
            dots = self.data[row * self.width + x0 : row * self.width + x1]
            runs += [len(run) for run in dots.split(b"\0") if run]
        if not runs:
            return 0.0
        middle = sorted(runs)[len(runs) // 2]
        upright = [run for run in runs if run <= _UPRIGHT_RUN * middle]
        return sum(upright) / len(upright)

    def share(self, x0: int, top: int, x1: int, bottom: int) -> float:
        """How much of an area is dark."""
        dark = sum(
            self.data.count(1, row * self.width + x0, row * self.width + x1) for row in range(top, bottom)
        )
        return dark / max(1, (x1 - x0) * (bottom - top))


def picture_rulings(page: PageImage) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
    """The level and the upright lines drawn on a page that lies straight, in points."""
    dots = dark_dots(page, _INK)
    point = page.dpi / 72
    level = [
        Ruling(one.start / point, at / point, one.end / point, at / point, weight)
        for one, at, weight in _lines(dots, point)
    ]
    upright = [
        Ruling(at / point, one.start / point, at / point, one.end / point, weight)
        for one, at, weight in _lines(dots.turned, point)
    ]
    return (
        tuple(one for one in merged(level, _LEVEL_GAP) if one.x1 - one.x0 >= _LEVEL_LENGTH),
        tuple(
            one
            for one in merged(upright, _UPRIGHT_GAP)
            if one.bottom - one.top >= _UPRIGHT_LENGTH and _is_unbroken(dots, one, point)
        ),
    )


def _is_unbroken(dots: Dots, upright: Ruling, point: float) -> bool:
    """Whether there is ink all the way down: `j` under `j` with a ruling between them is broken at each."""
    column = round(upright.x0 * point)
    rows = range(round(upright.top * point) + 2, round(upright.bottom * point) - 2)
    start = max(0, column - 3)
    inked = sum(1 in dots.data[row * dots.width + start : row * dots.width + column + 3] for row in rows)
    return inked >= _UNBROKEN * len(rows)


def _lines(dots: Dots, point: float) -> Iterator[tuple[_Stroke, float, float]]:
    """Each level line or piece of one with its middle in dots and its weight in points."""
    thick = dots.shifted(dots.width, -dots.width, 1, -1, 2, -2)
    for stroke in _strokes(thick.runs(round(_PIECE * point))):
        # The picture was thickened by a dot on both sides; a line askew climbs by a dot now and then.
        weight = max(1.0, stroke.length / (stroke.end - stroke.start) - 2) / point
        climb = 1 + (stroke.end - stroke.start) // _DOTS_TO_CLIMB
        is_thin = stroke.last - stroke.first - 1 <= _MOST_WEIGHT * point + climb
        if is_thin and _stands_alone(dots, stroke):
            # Its ends were thickened too.
            stroke.start, stroke.end = stroke.start + 2, stroke.end - 2
            yield stroke, stroke.weighted / stroke.length + 0.5, weight


def _stands_alone(dots: Dots, stroke: _Stroke) -> bool:
    """Whether next to nothing stands right above and below: else it is a row of letters that touch."""
    above, below = range(stroke.first - 3, stroke.first - 1), range(stroke.last + 2, stroke.last + 4)
    if above.start < 0 or below.stop > dots.height:
        return False
    return all(
        dots.share(stroke.start, rows.start, stroke.end, rows.stop) <= _BESIDE for rows in (above, below)
    )


def _strokes(runs: Iterator[Run]) -> list[_Stroke]:
    done: list[_Stroke] = []
    active: list[_Stroke] = []
    for run in runs:
        for stroke in [one for one in active if one.last < run.row - 1]:
            active.remove(stroke)
            done.append(stroke)
        home = next((one for one in active if one.start < run.end and run.start < one.end), None)
        if home is None:
            home = _Stroke(run.row, run.row, run.start, run.end)
            active.append(home)
        home.add(run)
    return done + active


# ── check boxes ───────────────────────────────────────────────────────────────────────────────────────


def picture_boxes(page: PageImage) -> tuple[PictureBox, ...]:
    """The check boxes on a page that lies straight: small squares with four dark sides."""
    point = page.dpi / 72
    dots, strong = dark_dots(page, _INK), dark_dots(page, _STRONG)
    thick = dots.shifted(dots.width, -dots.width)
    least, most = round(_LEAST_BOX * point), round(_MOST_BOX * point)
    edges = [run for run in thick.runs(least) if run.end - run.start <= most]
    found: list[PictureBox] = []
    for square in _squares(edges, dots):
        x0, top, x1, bottom = square
        inset = max(2, round(0.22 * (x1 - x0)))
        share = strong.share(x0 + inset, top + inset, x1 - inset, bottom - inset)
        ticked = True if share >= _MARKED else False if share <= _CLEAR else None
        box = Box(page.number, x0 / point, top / point, x1 / point, bottom / point)
        if not any(_meets(box, other.box) for other in found):
            found.append(PictureBox(box, ticked))
        if len(found) > _MOST_BOXES:
            return ()
    return tuple(found)


def _squares(edges: list[Run], dots: Dots) -> Iterator[tuple[int, int, int, int]]:
    """Each edge with an opposite one as far away as it is long, dark sides, and little right outside.

    A cross may reach over one edge, which then seems longer: so the other one is looked for by its ink.
    """
    for edge in edges:
        side = edge.end - edge.start
        slack = max(2, side // 6)
        # Upwards as well: it is the lower edge when a cross reaches over the upper one.
        for away in (side, -side):
            opposite = range(edge.row + away - slack, edge.row + away + slack)
            squares = ((edge.start, min(edge.row, row), edge.end, max(edge.row, row) + 1) for row in opposite)
            found = next((square for square in squares if _is_square(dots, *square)), None)
            if found is not None:
                yield found


def _is_square(dots: Dots, x0: int, top: int, x1: int, bottom: int) -> bool:
    if top < 3 or bottom + 3 > dots.height:
        return False
    return (
        all(dots.share(x0, row, x1, row + 1) >= _EDGE for row in (top, bottom - 1))
        and all(_is_side(dots, column, top, bottom) for column in (x0, x1 - 1))
        and _is_free(dots, x0, top, x1, bottom)
        and _has_corners(dots, x0, top, x1, bottom)
    )


def _has_corners(dots: Dots, x0: int, top: int, x1: int, bottom: int) -> bool:
    """Whether there is ink in all four corners: a bold `B`, `D` or `8` is as square, but round there."""
    return all(
        dots.share(max(0, x - 3), y - 2, x + 3, y + 3) >= _CORNER for x in (x0, x1) for y in (top, bottom)
    )


def _is_side(dots: Dots, column: int, top: int, bottom: int) -> bool:
    """Whether an upright line runs here, give or take two dots."""
    rows = range(top, bottom)
    dark = sum(
        1 in dots.data[row * dots.width + max(0, column - 2) : row * dots.width + column + 3] for row in rows
    )
    return dark >= _EDGE * len(rows)


def _is_free(dots: Dots, x0: int, top: int, x1: int, bottom: int) -> bool:
    """Whether little stands right outside each side. Round letters bulge there, and others go on."""
    if min(x0, top) < 3 or x1 + 3 > dots.width or bottom + 3 > dots.height:
        return False
    outside = (
        (x0, top - 3, x1, top - 1),
        (x0, bottom + 1, x1, bottom + 3),
        (x0 - 3, top, x0 - 1, bottom),
        (x1 + 1, top, x1 + 3, bottom),
    )
    return all(dots.share(*area) <= _OUTSIDE for area in outside)


def _meets(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def without_marks(page: PageImage, boxes: Sequence[PictureBox], rulings: Sequence[Ruling] = ()) -> PageImage:
    """The page with its check boxes and rulings painted over: a recogniser takes them for letters."""
    point = page.dpi / 72
    grey = bytearray(page.grey)
    paper = bytes([paper_tone(page)])
    areas = [(found.box.x0, found.box.top, found.box.x1, found.box.bottom) for found in boxes]
    for one in rulings:
        half = one.weight / 2 + (0.0 if one.level else _ASKEW)
        areas.append((one.x0 - half, one.top - half, one.x1 + half, one.bottom + half))
    for area in areas:
        x0, top, x1, bottom = (round(side * point) for side in area)
        x0, x1 = max(0, x0 - 2), min(page.width, x1 + 2)
        for row in range(max(0, top - 2), min(page.height, bottom + 3)):
            grey[row * page.width + x0 : row * page.width + x1] = paper * max(0, x1 - x0)
    return replace(page, grey=bytes(grey))


# ── tones ─────────────────────────────────────────────────────────────────────────────────────────────


def paper_tone(page: PageImage) -> int:
    """The tone of the paper: the most frequent of the light ones in every seventh row."""
    sample = b"".join(
        page.grey[row * page.width : (row + 1) * page.width] for row in range(0, page.height, 7)
    )
    return max(range(128, 256), key=sample.count)


def dark_dots(page: PageImage, by: int = _STRONG) -> Dots:
    """The page in two tones: dark is what is so much darker than the paper."""
    limit = paper_tone(page) - by
    table = bytes(tone < limit for tone in range(256))
    return Dots(page.grey.translate(table), page.width, page.height)
