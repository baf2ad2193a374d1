"""Rings drawn round words: the answer that was chosen among those that are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.words import PageWord, Ruling, Shade

_HIGH: Final = 3.0
"""A ring is no higher than that, in letter sizes: it goes round the words of one line, …"""
_ROOM: Final = 3.0
"""… and is at most so much broader than they are, so that it is no frame of a field to write in."""
_EDGE: Final = 1.5
"""How far, in points, a letter may stand out of its ring, and a side of the ring from where it ends."""


def without_rings(
    words: Sequence[PageWord], rulings: Sequence[Ruling], rings: Sequence[Shade]
) -> tuple[list[PageWord], list[Ruling]]:
    """The words with those in a ring underlined, for both choose an answer; the rulings without the rings."""
    found = {id(word): word for word in words}
    kept = [*rulings]
    for ring in rings:
        inside = [word for word in words if _is_round(ring, word)]
        if not inside or not _is_tight(ring, inside):
            continue
        found |= {id(word): replace(word, underlined=True) for word in inside}
        kept = [one for one in kept if not _is_of(ring, one)]
    return [*found.values()], kept


def _is_round(ring: Shade, word: PageWord) -> bool:
    middle = (word.box.top + word.box.bottom) / 2
    across = ring.x0 - _EDGE <= word.box.x0 and word.box.x1 <= ring.x1 + _EDGE
    return across and ring.top < middle < ring.bottom


def _is_tight(ring: Shade, inside: Sequence[PageWord]) -> bool:
    size = max(word.size for word in inside)
    wide = max(word.box.x1 for word in inside) - min(word.box.x0 for word in inside)
    return ring.bottom - ring.top <= _HIGH * size and ring.x1 - ring.x0 - wide <= _ROOM * size


def _is_of(ring: Shade, one: Ruling) -> bool:
    return (
        ring.x0 - _EDGE <= one.x0
        and one.x1 <= ring.x1 + _EDGE
        and ring.top - _EDGE <= one.top
        and one.bottom <= ring.bottom + _EDGE
    )
