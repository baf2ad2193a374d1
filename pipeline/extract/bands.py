"""Tables with level rulings between their rows, and none between their columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Final

from pipeline.extract.columns import ALIGNED, AT, choice_chunks, fit
from pipeline.extract.drawn import DrawnGrid, DrawnRow, clusters
from pipeline.extract.habits import Habits
from pipeline.extract.margins import is_name_in_margin
from pipeline.extract.rowbreaks import GUTTER, Fitted, drawn_row, rows_of
from pipeline.extract.words import Page, PageWord, WordLine, lines_of

_HEAD_AND_WHOLE: Final = 3
_LEAST_COLUMNS: Final = 3
_STRIPE: Final = 0.45
"""Of a letter's size: so broad is what parts two columns at least."""
_HEAD_LINES: Final = 3
_NEAR_HEAD: Final = 0.6
_ONE_ROW: Final = 2
"""Rulings of a table that has a head and one row below it."""


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
    if open_sided:
        starts = sorted([*starts, *_gutters(bands, starts, _near(page, left, right, ys[0]))])
    if open_sided and (len(starts) < 2 or _are_sections(chunks, starts)):
        return None
    above = _head_over(page, left, right, ys[0], starts) if open_sided else []
    alone = len(ys) == _ONE_ROW
    if alone and (not _is_head(above, bands[0]) or _goes_on(page, left, right, ys[-1], starts)):
        return None
    if above:
        heads = [*starts, *_behind(above, starts)]
        if all(fit(line, heads, crossing=True) for band in chunks for line in band):
            starts = heads  # its last columns are blank in every row
        chunks.insert(0, above)
        ys = [above[0][0].top - 1, *ys]
    ys, chunks, titles = _with_headings_apart(ys, chunks, starts)
    # Rulings over and under a head and under the whole table part no rows; one more below the head does.
    parted = alone or len(ys) > _HEAD_AND_WHOLE or len(starts) < 2
    rows: list[DrawnRow] = []
    padding = min((line[0].x0 - left for band in chunks for line in band), default=0.0)
    right -= min(max(padding, 0.0), GUTTER)
    for at, (top, bottom, band) in enumerate(zip(ys, ys[1:], chunks, strict=False)):
        if at in titles:
            rows.append(drawn_row([[(0, band[0][0])]], starts[:1], right, (top, bottom)))
            rows[-1].cells[0].span = len(starts)
            continue
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
    grid.closed, grid.banded = not open_sided, open_sided
    return grid


def _with_headings_apart(
    ys: Sequence[float], bands: Sequence[list[list[WordLine]]], starts: Sequence[float]
) -> tuple[Sequence[float], list[list[list[WordLine]]], set[int]]:
    """The bands with headings over a label apart from it, bold where few labels are, and which those are.

    Where bold lines stand over texts that go across the columns, they are labels of those.
    """
    found = [_headings_over(band) for band in bands]
    across = starts[1] if len(starts) > 1 else inf
    if any(over and band[over][0].x1 > across for over, band in zip(found, bands, strict=True)):
        found = [
            over if any(len(line) > 1 for line in band) else 0
            for over, band in zip(found, bands, strict=True)
        ]
    labels = [band[0][0].bold for band, over in zip(bands, found, strict=True) if band and not over]
    if not any(found) or 3 * sum(labels) > len(labels):
        return ys, [*bands], set()
    tops, parted = [*ys[:1]], list[list[list[WordLine]]]()
    heads: set[int] = set()
    for bottom, band, over in zip(ys[1:], bands, found, strict=True):
        for line, below in pairwise(band[: over + 1]):
            heads.add(len(parted))
            tops.append((line[0].bottom + below[0].top) / 2)
            parted.append([line])
        tops.append(bottom)
        parted.append(band[over:])
    return tops, parted, heads


def _headings_over(band: Sequence[Sequence[WordLine]]) -> int:
    """How many bold lines stand alone over the first label of a band."""
    over = 0
    while over < len(band) and len(band[over]) == 1 and band[over][0].bold:
        over += 1
    below = band[over][0] if over < len(band) else None
    return over if below is not None and over and abs(band[0][0].x0 - below.x0) <= GUTTER else 0


def _is_head(above: Sequence[Sequence[WordLine]], band: Sequence[WordLine]) -> bool:
    """Whether a line of several grey or bold texts stands over a row that looks otherwise."""
    texts = [chunk for line in above for chunk in line]
    if len(texts) < _LEAST_COLUMNS or not band:
        return False
    if all(one.bold for one in texts):
        return not any(line.bold for line in band)
    return all(one.faint for one in texts) and not any(line.faint for line in band)


def _goes_on(page: Page, left: float, right: float, foot: float, starts: Sequence[float]) -> bool:
    """Whether one more row stands right below the last ruling, which the end of the page has cut."""
    below = [
        word
        for word in page.words
        if 0 <= word.box.top - foot <= word.size and left - ALIGNED <= word.box.x0 <= right
    ]
    return sum(any(abs(word.box.x0 - x) <= ALIGNED for word in below) for x in starts) > 1


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
    lines = [_at_starts(choice_chunks(line), starts) for line in lines_of(_near(page, left, right, top))]
    if len(lines) != 1:
        lines = _of_several_lines(_near(page, left, right, top, _HEAD_LINES), top, starts)
    if not lines:
        return []
    more = _behind(lines, starts)
    fitted = [fit(line, [*starts, *more], crossing=True) for line in lines]
    several = max(len(line or ()) for line in fitted)
    return lines if all(fitted) and several > 1 else []


def _behind(lines: Sequence[Sequence[WordLine]], starts: Sequence[float]) -> list[float]:
    """Where the texts of a head begin that stand behind the last column told by the rows."""
    begun = [chunk.x0 for line in lines for chunk in line if chunk.x0 > starts[-1] + GUTTER]
    return clusters(begun, GUTTER)


def _at_starts(chunks: Sequence[WordLine], starts: Sequence[float]) -> list[WordLine]:
    """The texts of a head, cut where a word begins right over a column, however near to the one before it."""
    cut: list[list[PageWord]] = []
    for chunk in chunks:
        cut.append([])
        for word in chunk.words:
            if cut[-1] and any(abs(word.box.x0 - x) <= AT for x in starts):
                cut.append([])
            cut[-1].append(word)
    return [WordLine(tuple(words)) for words in cut]


def _of_several_lines(over: Sequence[PageWord], top: float, starts: Sequence[float]) -> list[list[WordLine]]:
    """The grey lines of a head of which some go on in another one: each is right over the ruling or the next.

    Heads that are set in the middle of their row stand half a line above or below those beside them.
    """
    lines: list[list[WordLine]] = []
    foot = top
    for line in reversed(lines_of([word for word in over if word.faint and not word.bold])):
        if foot - line.bottom > _NEAR_HEAD * line.size or len(starts) < _LEAST_COLUMNS:
            break
        lines.insert(0, _at_starts(choice_chunks(line), starts))
        foot = line.top
    return lines if len(lines) <= _HEAD_LINES else []


def _gutters(
    bands: Sequence[Sequence[WordLine]], starts: Sequence[float], heads: Sequence[PageWord]
) -> list[float]:
    """Where columns begin that no wide gap tells: right behind a stripe that no line writes in.

    Words of several rows begin there, or of one and its head; no blank of a text is so wide in all its lines.
    """
    rows = [[word for line in band for word in line.words] for band in bands]
    words = [word for row in rows for word in row]
    if not words:
        return []
    size = sorted(word.size for word in words)[len(words) // 2]
    begun = clusters([word.box.x0 for row in rows for word in row], 1.0)
    return [
        x
        for x in begun
        if x > starts[0] + GUTTER
        and all(abs(x - one) > GUTTER for one in starts)
        and _rows_at(rows, x, 1.0) + _rows_at([heads], x, AT) > 1
        and not any(word.box.x0 < x - 1.0 and word.box.x1 > x - _STRIPE * size for word in words)
    ]


def _rows_at(rows: Sequence[Sequence[PageWord]], x: float, near: float) -> int:
    """How many rows have a word that begins there."""
    return sum(any(abs(word.box.x0 - x) <= near for word in row) for row in rows)


def _near(page: Page, left: float, right: float, top: float, lines: int = 1) -> list[PageWord]:
    """The words of so many lines right over the first ruling."""
    return [
        word
        for word in page.words
        if 0 <= top - (word.box.top + word.box.bottom) / 2 <= 1.6 * lines * word.size
        and left - ALIGNED <= word.box.x0 <= right
    ]


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
