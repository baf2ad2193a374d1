"""Rows of a list that may be the rest of the row above them, where a page or a cell broke it in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from pipeline.definitions import Path
from pipeline.interpret.entries import Entry, takes_lines

_POINT: Final = re.compile(r"\s*[-–•*·‣]\s")
_Item = tuple[Path, tuple[int, ...]]
"""A list, by the path of its items, and the number of one of them."""


def may_go_on(entries: Sequence[Entry]) -> frozenset[int]:
    """The ids of the texts in rows of which one may be the rest of the other.

    A text that begins with a point of a list, or small where the one above hasn't ended, seldom begins a row.
    """
    prose = [entry for entry in entries if entry.item and entry.said and takes_lines(entry.field)]
    broken = {item for pair in _broken(prose) for item in map(_item_of, pair)}
    return frozenset(id(one) for one in prose if _item_of(one) in broken)


def _broken(prose: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Texts of one column below each other that may be one."""
    for _, same in groupby(sorted(prose, key=_column), _column):
        column = sorted(same, key=lambda one: one.item)
        if _POINT.match(column[0].raw):
            continue  # all of them may be lists
        for above, below in pairwise(column):
            small = below.raw[:1].islower() and not above.ended
            if above.item[:-1] == below.item[:-1] and (small or _POINT.match(below.raw)):
                yield above, below


def _column(entry: Entry) -> Path:
    return entry.field.path


def _item_of(entry: Entry) -> _Item:
    path = entry.field.path
    return path[: len(path) - path[::-1].index("*")], entry.item
