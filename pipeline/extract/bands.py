"""Tables with level rulings between their rows, and none between their columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.columns import ALIGNED, choice_chunks, fit
from pipeline.extract.drawn import DrawnGrid, clusters
from pipeline.extract.habits import Habits
from pipeline.extract.margins import is_name_in_margin
from pipeline.extract.rowbreaks import GUTTER, Fitted, drawn_row, rows_of
from pipeline.extract.words import Page, WordLine, lines_of

_HEAD_AND_WHOLE: Final = 3
_LEAST_COLUMNS: Final = 3


def rows_by_gutters(
    page: Page, left: float, right: float, ys: Sequence[float], habits: Habits, *, open_sided: bool
) -> DrawnGrid | None:
    """A table with level rulings at `ys` and none between its columns; None where no columns are to be seen.

    Rulings that only underline what is written on them are no table: then their labels stand beside them.
    """
    bands: list[list[WordLine]] = []
    for top, bottom in pairwise(ys):
        level = [word for word in page.words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
        inside = [word for word in level if left - ALIGNED <= word.box.x0 <= right]
        if open_sided and len(inside) < len(level):
            return None
        bands.append(lines_of(inside))
    chunks = [[choice_chunks(line) for line in band] for band in bands]
    starts = _starts([line for band in chunks for line in band], left) or [left]
    if open_sided and (len(starts) < 2 or _are_sections(chunks, starts)):
        return None
    above = _head_over(page, left, right, ys[0], starts) if open_sided else []
    if above:
        heads = [*starts, *(chunk.x0 for chunk in above[0] if chunk.x0 > starts[-1] + GUTTER)]
        if all(fit(line, heads, crossing=True) for band in chunks for line in band):
            starts = heads  # its last columns are blank in every row
        chunks.insert(0, above)
        ys = [above[0][0].top - 1, *ys]
    # Rulings over and under a head and under the whole table part no rows; one more below the head does.
    parted = len(ys) > _HEAD_AND_WHOLE or len(starts) < 2
    rows = []
    padding = min((line[0].x0 - left for band in chunks for line in band), default=0.0)
    right -= min(max(padding, 0.0), GUTTER)
    for top, bottom, band in zip(ys, ys[1:], chunks, strict=False):
        fitted = [fit(line, starts, crossing=True) or [(0, _one(line))] for line in band]
        whole: list[list[Fitted]] = [[*fitted]]
        groups = whole if parted else rows_of(fitted, starts, right, habits)
        untold = len(groups) > 1 and len(fitted[0]) > 1 and all(len(line) < 2 for line in fitted[1:])
        for n, group in enumerate(whole if untold else groups):
            own = [chunk for line in group for _, chunk in line]
            low = min((chunk.top for chunk in own), default=top) if n else top
            rows.append(drawn_row(group, starts, right, (low, bottom)))
            rows[-1].several = untold
    grid = DrawnGrid(rows=rows, edges=(left, *starts[1:], right), top=ys[0], bottom=ys[-1], page=page.number)
    grid.closed = not open_sided
    return grid


def _are_sections(bands: Sequence[Sequence[Sequence[WordLine]]], starts: Sequence[float]) -> bool:
    """Whether rulings part sections, each with its name in the margin and several rows beside that."""
    if len(starts) < _LEAST_COLUMNS:
        return False
    named = [band for band in bands if band and band[0][0].x0 <= starts[0] + GUTTER]
    names = [[word for word in band[0][0].words if word.box.x1 < starts[1]] for band in named]
    begin = [
        sum(word.text[:1].isupper() and abs(word.box.x0 - starts[1]) <= ALIGNED for word in words)
        for band in named
        if (words := [word for line in band for chunk in line for word in chunk.words])
    ]
    told = len(named) > 1 and all(words and is_name_in_margin(WordLine(tuple(words))) for words in names)
    return told and sum(rows > 1 for rows in begin) > 1


def _head_over(
    page: Page, left: float, right: float, top: float, starts: Sequence[float]
) -> list[list[WordLine]]:
    """The line right over the first ruling, if it stands in the columns: the head, or the first row."""
    near = [
        word
        for word in page.words
        if 0 <= top - (word.box.top + word.box.bottom) / 2 <= 1.6 * word.size
        and left - ALIGNED <= word.box.x0 <= right
    ]
    lines = [choice_chunks(line) for line in lines_of(near)]
    if len(lines) != 1:
        return []
    more = [chunk.x0 for chunk in lines[0] if chunk.x0 > starts[-1] + GUTTER]
    fitted = fit(lines[0], [*starts, *more], crossing=True)
    return lines if fitted is not None and len(fitted) > 1 else []


def _one(chunks: Sequence[WordLine]) -> WordLine:
    return WordLine(tuple(word for chunk in chunks for word in chunk.words))


def _starts(lines: Sequence[Sequence[WordLine]], left: float) -> list[float]:
    """Where chunks of two lines or more begin, of those that have several; `left` is where all begin."""
    several = [line for line in lines if len(line) > 1]
    if not several:
        return []
    inner = [chunk.x0 for line in several for chunk in line[1:]]
    inner += [line[0].x0 for line in lines if line[0].x0 > left + GUTTER]
    told = [x for x in clusters(inner, ALIGNED) if sum(abs(x - one) <= ALIGNED for one in inner) > 1]
    return [left, *told]
