"""Tables that are told by colour alone: rows of shaded cells right below each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.words import Page, Ruling, Shade

_NEAR: Final = 3.0
_LEAST_SHADE: Final = (20.0, 8.0)
"""A cell is so wide and high at least."""
_BROAD: Final = 0.9
"""So much of a table's breadth a box takes that is none of its cells."""


def shaded_parts(page: Page, found: Sequence[DrawnGrid]) -> list[list[Ruling]]:
    """Rulings round cells that are told by their colour alone; the cells between and behind may have none.

    Shades in tables that are `found` already are left out.
    """
    shades = [
        one
        for one in page.shades
        if one.is_painted
        and one.x1 - one.x0 >= _LEAST_SHADE[0]
        and _LEAST_SHADE[1] <= one.bottom - one.top < 0.4 * page.height
        and not any(
            one.top < grid.bottom
            and one.bottom > grid.top
            and one.x0 < grid.edges[-1]
            and one.x1 > grid.edges[0]
            for grid in found
        )
    ]
    stacks: list[list[list[Shade]]] = []
    for shade in sorted(shades, key=lambda one: (round(one.top), one.x0)):
        row = stacks[-1][-1] if stacks else []
        if row and abs(shade.top - row[0].top) + abs(shade.bottom - row[0].bottom) <= _NEAR:
            row.append(shade)
        elif row and -1 <= shade.top - row[0].bottom <= _NEAR:
            stacks[-1].append([shade])
        else:
            stacks.append([[shade]])
    return [_sides(rows, page) for rows in stacks if len(rows) > 1 and _tells_columns(rows, page)]


def boxes_between(page: Page) -> list[float]:
    """Where shaded boxes stand between two level lines and touch neither: they are no row of a table.

    A shaded row reaches from line to line, and is as broad as they are.
    """
    level = [one for one in page.rulings if one.level and one.x1 - one.x0 >= _LEAST_SHADE[0]]
    found = []
    for box in page.shades if level else ():
        broad = [
            one
            for one in level
            if box.x0 >= one.x0 - _NEAR
            and box.x1 <= one.x1 + _NEAR
            and box.x1 - box.x0 >= _BROAD * (one.x1 - one.x0)
        ]
        above = any(one.top < box.top for one in broad) and any(one.top > box.bottom for one in broad)
        touched = any(
            min(abs(one.top - box.top), abs(one.top - box.bottom)) <= _NEAR or box.top < one.top < box.bottom
            for one in broad
        )
        if above and not touched and box.is_painted and box.bottom - box.top >= _LEAST_SHADE[1]:
            found.append(box.top)
    return found


def _tells_columns(rows: Sequence[Sequence[Shade]], page: Page) -> bool:
    """Rows that are shaded from end to end tell nothing of their cells."""
    right = max(one.x1 for row in rows for one in row)
    top, bottom = rows[0][0].top, rows[-1][0].bottom
    return any(len(row) > 1 for row in rows) or any(
        word.box.x0 > right and top <= (word.box.top + word.box.bottom) / 2 <= bottom for word in page.words
    )


def _sides(rows: Sequence[Sequence[Shade]], page: Page) -> list[Ruling]:
    """The sides of the cells that shades make, row below row, as rulings."""
    left = min(one.x0 for row in rows for one in row)
    right = max(one.x1 for row in rows for one in row)
    top, bottom = rows[0][0].top, rows[-1][0].bottom
    words = [word.box for word in page.words if top <= (word.box.top + word.box.bottom) / 2 <= bottom]
    reach = max([right, *(box.x1 + 1 for box in words)])
    sides = [Ruling(left, top, left, bottom), Ruling(reach, top, reach, bottom)]
    for row in rows:
        low, high = row[0].top, row[0].bottom
        sides += [Ruling(left, y, reach, y) for y in (low, high)]
        sides += [Ruling(x, low, x, high) for one in row for x in (one.x0, one.x1) if left < x < reach]
    return sides
