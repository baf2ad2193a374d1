"""Tables whose rows take turns: a row of labels, below it a row of their answers, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline import danish
from pipeline.interpret.cells import BOTH, EMPTY, LABEL, CellView, CellViews, shape_of

_FEWEST = 2
"""Pairs of rows that make a ladder; one alone may be the head of a list."""


_MANY = 4
"""Pairs among which one answer may look like a label."""


def ladder_of(rows: Sequence[CellViews], start: int) -> int:
    """How many pairs of a label row and an answer row follow each other from a row on; 0 where too few do.

    All of them together tell: an answer that is worded like a label (`Skole`, `I gang`) then stays an answer,
    and a label that nobody knows stays a label.
    """
    if not _asks(rows[start]):
        return 0
    pairs: list[tuple[CellViews, CellViews]] = []
    for n in range(start, len(rows) - 1, 2):
        upper, lower = rows[n], rows[n + 1]
        if shape_of(upper) != shape_of(lower) or not _may_ask(upper) or (_asks(lower) and not _asks(upper)):
            break
        if len(upper) == 1 and upper[0].named.item.isdigit() and lower[0].kind == LABEL:
            break  # `Mål 2` over the first of its labels
        pairs.append((upper, lower))
    while pairs and not _asks(pairs[-1][0]):
        pairs.pop()
    asked = [view for upper, _ in pairs for view in upper if view.kind != EMPTY]
    said = [view for _, lower in pairs for view in lower if view.kind != EMPTY]
    labels = sum(view.kind == LABEL for view in asked)
    mistaken = sum(view.kind in (LABEL, BOTH) for view in said)
    told = len(pairs) >= _FEWEST and 3 * labels >= 2 * len(asked) and 2 * labels > len(said)
    columns = {view.cell.column for upper, _ in pairs for view in upper}
    sure = len(pairs) >= _MANY or labels == len(asked)
    by_turns = all(_takes_turns(pairs, column, sure=sure) for column in columns)
    return len(pairs) if told and 3 * mistaken <= len(said) and by_turns and not _all_again(pairs) else 0


def _takes_turns(pairs: Sequence[tuple[CellViews, CellViews]], column: int, *, sure: bool) -> bool:
    """Whether labels stand in the upper rows of a column only; but for one answer, where all else is sure.

    A column with hardly a label in them is none: `1. klasse` may be worded as one.
    """
    asked = sum(view.kind != EMPTY for upper, _ in pairs for view in upper if view.cell.column == column)
    above = sum(view.kind == LABEL for upper, _ in pairs for view in upper if view.cell.column == column)
    below = sum(view.kind == LABEL for _, lower in pairs for view in lower if view.cell.column == column)
    return 2 * above >= asked and (2 * below < max(above, 1) or (below == 1 and sure))


def _asks(views: CellViews) -> bool:
    """Whether a row is labels, as far as anybody knows them."""
    said = [view for view in views if view.kind != EMPTY]
    return bool(said) and 2 * sum(view.kind == LABEL for view in said) >= len(said)


def _may_ask(views: CellViews) -> bool:
    """Whether a row may be labels: a line in each cell, and no answer in the same cell."""
    return any(view.kind != EMPTY for view in views) and all(
        view.kind == LABEL or (view.kind != BOTH and _lines(view) <= 1) for view in views
    )


def _lines(view: CellView) -> int:
    return sum(bool(danish.clean_line(line.text)) for line in view.lines)


def _all_again(pairs: Sequence[tuple[CellViews, CellViews]]) -> bool:
    """Whether each row of labels is the same: the rows of one list under its head, then."""
    return all(
        [one.label for one in before] == [one.label for one in after]
        for (before, _), (after, _) in pairwise(pairs)
    )
