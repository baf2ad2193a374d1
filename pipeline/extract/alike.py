"""Which level lines look as if they were of one table."""

from __future__ import annotations

from typing import Final

from pipeline.extract.words import Ruling

NEAR: Final = 3.0
"""Lines that come so near to each other meet."""
_HEAD_ROW: Final = 30.0
_SAME_WEIGHT: Final = 0.3
_THICKER: Final = 0.1
_MOST_OPEN: Final = 0.2
"""Of the line below a head: so much may have no line below it in the rows."""


def are_alike(above: Ruling, below: Ruling) -> bool:
    """Whether two lines begin and end at one place, and are as thick as lines of one table."""
    ends = abs(below.x1 - above.x1) <= NEAR or is_below_head(above, below)
    return abs(below.x0 - above.x0) <= NEAR and ends and _are_as_thick(above, below)


def _are_as_thick(above: Ruling, below: Ruling) -> bool:
    """Whether two lines are as thick as each other, or the upper one the thicker one below a head."""
    thicker = above.weight - below.weight
    return abs(thicker) <= _SAME_WEIGHT or (thicker > 0 and below.top - above.top <= _HEAD_ROW)


def is_below_head(above: Ruling, below: Ruling) -> bool:
    """Whether a thicker line, as below a head, goes on further to the right than the one below it.

    The last column holds what a web page lets a person do with a row, and has no line of its own.
    """
    most = (above.x1 - above.x0) * _MOST_OPEN
    return above.weight > below.weight + _THICKER and 0 <= above.x1 - below.x1 <= most
