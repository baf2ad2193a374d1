"""A page in pieces for a recogniser: each cell between its rulings, and each block of lines outside them.

A recogniser's own idea of columns joins cells and loses what stands alone in one; a cell by itself is a few
lines of text, which is what it is best at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.extract.paragraphs import habits_of
from pipeline.extract.picture import dark_dots, paper_tone
from pipeline.extract.rulings import grids_of
from pipeline.extract.scan import PageImage
from pipeline.extract.words import Page, Ruling

MARGIN: Final = 12
"""Dots of paper round a piece: letters at the very edge are misread."""
_INSIDE, _ASIDE = 3, 7
"""Dots that a cell keeps from the rulings above and below it, and from those beside it, which are further from
its letters: a ruling may be a little askew, and is placed by what is usual in its column."""
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
    pieces += [_piece(outside, *block) for block in _blocks(outside)]
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
        for row in grid.rows:
            for cell in row.cells:
                key = (cell.column, cell.span)
                if cell.continues and key in tall:
                    tall[key][3] = cell.bottom
                    continue
                if key in tall:
                    yield _dots(tall.pop(key), point, page)
                tall[key] = [cell.x0, cell.top, cell.x1, cell.bottom]
        for sides in tall.values():
            yield _dots(sides, point, page)


def _dots(sides: Sequence[float], point: float, page: PageImage) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = (round(side * point) for side in sides)
    return (
        max(0, x0 + _ASIDE),
        max(0, top + _INSIDE),
        min(page.width, x1 - _ASIDE),
        min(page.height, bottom - _INSIDE),
    )


def _blocks(page: PageImage) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of rows with ink, apart from each other by rows without any."""
    dots = dark_dots(page, _GRAIN)
    inked = bytes(1 in dots.data[at : at + page.width] for at in range(0, len(dots.data), page.width))
    blank = round(_BLANK * page.dpi / 72)
    for found in re.finditer(b"\1(?:\0{0,%d}\1)*" % blank, inked):
        yield 0, found.start(), page.width, found.end()


def _piece(page: PageImage, x0: int, top: int, x1: int, bottom: int) -> Piece | None:
    """The part with its ink and a margin of paper; None where there is none."""
    paper = paper_tone(page)
    light = bytes(range(paper - _GRAIN, 256))
    rows = [page.grey[row * page.width + x0 : row * page.width + x1] for row in range(top, bottom)]
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
