"""A table as it is found on a page, before its lines are paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.extract.words import WordLine


@dataclass(slots=True, kw_only=True)
class DrawnCell:
    """A cell from grid column `column` on; text can go as far as `right`."""

    column: int
    span: int
    x0: float
    top: float
    x1: float
    bottom: float
    right: float = 0.0
    lines: list[WordLine] = field(default_factory=list)
    continues: bool = False
    shaded: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True, kw_only=True)
class DrawnRow:
    cells: list[DrawnCell]
    header: bool = False
    cut: bool = False
    """A page break lies before it, and it may be the rest of the row above."""
    open: bool = False
    """A page break lies behind it, and what stands on the next page may be its rest."""
    several: bool = False
    """Nobody can tell how many rows of the table it is."""

    @property
    def text(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(slots=True, kw_only=True)
class DrawnGrid:
    """`edges`: where its columns begin, and the last one ends. `last_page`: the one it goes on to, or 0."""

    rows: list[DrawnRow]
    edges: tuple[float, ...]
    top: float
    bottom: float
    page: int
    last_page: int = 0
    ruled: bool = False
    closed: bool = False
    """Its outer sides are drawn."""
    banded: bool = False
    """Nothing but level lines is drawn, which part its rows."""
    continues: bool = False
    """It is the rest of a table, by what stands over it."""
    cards: bool = False
    """Its cells are frames, each to be read from its head to its foot before the next one."""

    def cells(self) -> list[DrawnCell]:
        return [cell for row in self.rows for cell in row.cells]


def row_of(
    cells: Iterable[tuple[float, float, float, list[WordLine]]], top: float, bottom: float
) -> DrawnRow:
    """A row of cells: where each begins and ends, how far its text can go, and its lines."""
    return DrawnRow(
        cells=[
            DrawnCell(column=n, span=1, x0=x0, top=top, x1=x1, bottom=bottom, right=reach, lines=lines)
            for n, (x0, x1, reach, lines) in enumerate(cells)
        ]
    )


def clusters(values: Sequence[float], apart: float) -> list[float]:
    """The middle of each group of numbers that lie no further apart than this."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= apart:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]
