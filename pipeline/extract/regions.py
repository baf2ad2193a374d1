"""A page in pieces for a recogniser: each cell between its rulings, and each block of lines outside them.

A recogniser's own idea of columns joins cells and loses what stands alone in one; a cell by itself is a few
lines of text, which is what it is best at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.extract.habits import habits_of
from pipeline.extract.picture import dark_dots, paper_tone
from pipeline.extract.rulings import grids_of
from pipeline.extract.scan import PageImage
from pipeline.extract.words import Page, Ruling

MARGIN: Final = 12
"""Dots of paper round a piece: letters at the very edge are misread."""
_INSIDE: Final = 3
"""Dots that a cell keeps from the rulings above and below it, which may be a little askew."""
_BESIDE, _OF_RULING = 8, 0.6
"""So near to the side of a cell, ink over so much of its height is what is left of the ruling beside it."""
_OPEN: Final = 8
"""Dots that a cell reaches beyond the side of a table where none is drawn: its letters begin right there."""
_BLANK: Final = 7.0
"""So many points without ink part two blocks; lines of one are nearer to each other."""
_GRAIN: Final = 40
"""What is lighter than paper less this is the grain of the copy."""
_LEAST_INK, _LEAST_SIZE = 12, 12
"""Dots: with less there is no letter, not even a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a page as rows of dots; `left` and `top` are where its first dot lies on the page."""

    left: int
    top: int
    width: int
    height: int
    grey: bytes = field(repr=False)


def pieces_of(page: PageImage, rulings: Sequence[Ruling]) -> tuple[Piece, ...]:
    """All of the page on which there is ink, in pieces: cells first, then blocks from the top down.

    The page has to lie straight, and its rulings to be painted over.
    """
    clean = _without_grain(page)
    cells = list(_cells(page, rulings))
    rest = bytearray(clean.grey)
    paper = bytes([paper_tone(clean)])
    pieces = []
    for x0, top, x1, bottom in cells:
        pieces.append(_piece(clean, x0, top, x1, bottom))
        for row in range(top, bottom):
            rest[row * page.width + x0 : row * page.width + x1] = paper * (x1 - x0)
    outside = replace(clean, grey=bytes(rest))
    pieces += [_piece(outside, *block, whole=True) for block in _blocks(outside)]
    return tuple(piece for piece in pieces if piece is not None)


def _without_grain(page: PageImage) -> PageImage:
    paper = paper_tone(page)
    table = bytes(paper if tone > paper - _GRAIN else tone for tone in range(256))
    return replace(page, grey=page.grey.translate(table))


def _cells(page: PageImage, rulings: Sequence[Ruling]) -> Iterator[tuple[int, int, int, int]]:
    """The cells that the rulings make, in dots; those that go on over a row are one."""
    point = page.dpi / 72
    drawn = Page(
        number=page.number,
        width=page.width / point,
        height=page.height / point,
        words=(),
        rulings=tuple(rulings),
    )
    grids, _ = grids_of(drawn, habits_of([]))
    for grid in grids:
        tall: dict[tuple[int, int], list[float]] = {}
        aside = 0.0 if grid.closed else _OPEN / point
        for row in grid.rows:
            for cell in row.cells:
                key = (cell.column, cell.span)
                if cell.continues and key in tall:
                    tall[key][3] = cell.bottom
                    continue
                if key in tall:
                    yield _dots(tall.pop(key), point, page)
                left = cell.x0 - (aside if cell.column == 0 else 0.0)
                right = cell.x1 + (aside if cell.column + cell.span == len(grid.edges) - 1 else 0.0)
                tall[key] = [left, cell.top, right, cell.bottom]
        for sides in tall.values():
            yield _dots(sides, point, page)


def _dots(sides: Sequence[float], point: float, page: PageImage) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(side * point) for side in sides)
    return (
        max(0, x0),
        max(0, top + _INSIDE),
        min(page.width, x1),
        min(page.height, bottom - _INSIDE),
    )


def _blocks(page: PageImage) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of rows with ink, apart from each other by rows without any."""
    dots = dark_dots(page, _GRAIN)
    inked = bytes(1 in dots.data[at : at + page.width] for at in range(0, len(dots.data), page.width))
    blank = round(_BLANK * page.dpi / 72)
    for found in re.finditer(b"\1(?:\0{0,%d}\1)*" % blank, inked):
        yield 0, found.start(), page.width, found.end()


def _without_sides(rows: list[bytes], paper: int) -> list[bytes]:
    """The rows of a cell without what is left of the rulings beside it."""
    wide = len(rows[0]) if rows else 0
    edges = (*range(min(_BESIDE, wide)), *range(max(0, wide - _BESIDE), wide))
    inked = {at for at in edges if sum(row[at] < paper - _GRAIN for row in rows) >= _OF_RULING * len(rows)}
    if not inked:
        return rows
    cleaned = [bytearray(row) for row in rows]
    for row in cleaned:
        for at in inked:
            row[at] = paper
    return [bytes(row) for row in cleaned]


def _piece(page: PageImage, x0: int, top: int, x1: int, bottom: int, *, whole: bool = False) -> Piece | None:
    """The part with its ink and a margin of paper; None where there is none."""
    paper = paper_tone(page)
    light = bytes(range(paper - _GRAIN, 256))
    rows = [page.grey[row * page.width + x0 : row * page.width + x1] for row in range(top, bottom)]
    if not whole:
        rows = _without_sides(rows, paper)
    ink = [len(row.translate(None, light)) for row in rows]
    inked = [n for n, amount in enumerate(ink) if amount]
    if x1 - x0 < _LEAST_SIZE or sum(ink) < _LEAST_INK:
        return None
    rows = rows[inked[0] : inked[-1] + 1]
    side, blank = bytes([paper]) * MARGIN, bytes([paper]) * (x1 - x0 + 2 * MARGIN)
    return Piece(
        left=x0 - MARGIN,
        top=top + inked[0] - MARGIN,
        width=len(blank),
        height=len(rows) + 2 * MARGIN,
        grey=blank * MARGIN + b"".join(side + row + side for row in rows) + blank * MARGIN,
    )
