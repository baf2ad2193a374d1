"""Tables that nothing is drawn round: columns told by where the text of several lines begins.

Only what is certain becomes a table. A line that fits no column stays a line, with `\\t` where its gaps are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow, clusters
from pipeline.extract.paragraphs import Habits, goes_on, shown_right
from pipeline.extract.words import Page, WordLine, chunks_of, lines_of
from pipeline.records.layout import TICKED, UNTICKED

_ALIGNED: Final = 3.0
"""Text that begins so near to the same place is set below each other."""
_MOST_APART: Final = 3.5
"""Lines further apart, in letter sizes, are of no one table."""
_GUTTER: Final = 11.0
"""Word's cells leave as much between two texts."""
_BULLETS: Final = frozenset("•▪●○◦‣–-*☐☒✓✔✗")


def tables_in(
    lines: Sequence[WordLine], right: float, habits: Habits, carried: Sequence[float] = ()
) -> list[WordLine | DrawnGrid]:
    """The lines of a page from the top down, those that make a table as one. `right`: how far a line can go.

    `carried`: where the columns begin of a table that the page break before may have cut.
    """
    found: list[WordLine | DrawnGrid] = []
    chunks = [_chunks(line) for line in lines]
    at = _carried_on(chunks, carried)
    if at:
        fitted = [_fit(line, carried) or [] for line in chunks[:at]]
        found.append(_grid_of(_rows(fitted, carried, right, habits), carried, right))
    while at < len(lines):
        end, starts = _run(lines, chunks, at, right)
        grid = None
        if starts:
            fitted = [_fit(chunks[n], starts) or [] for n in range(at, end)]
            grid = _grid(fitted, starts, right, habits)
        if grid is None:
            found.append(lines[at])
            at += 1
        else:
            found.append(grid)
            at = end
    return found


def rows_by_gutters(
    page: Page, left: float, right: float, ys: Sequence[float], habits: Habits, *, open_sided: bool
) -> DrawnGrid | None:
    """A table with level rulings at `ys` and none between its columns; None where no columns are to be seen.

    Rulings that only underline what is written on them are no table: then their labels stand beside them.
    """
    bands: list[list[WordLine]] = []
    for top, bottom in zip(ys, ys[1:], strict=False):
        level = [word for word in page.words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
        inside = [word for word in level if left - _ALIGNED <= word.box.x0 <= right]
        if open_sided and len(inside) < len(level):
            return None
        bands.append(lines_of(inside))
    chunks = [[_chunks(line) for line in band] for band in bands]
    starts = _starts([line for band in chunks for line in band], left) or [left]
    if len(starts) < 2 and open_sided:
        return None
    rows = []
    padding = min((line[0].x0 - left for band in chunks for line in band), default=0.0)
    right -= min(max(padding, 0.0), _GUTTER)
    for top, bottom, band in zip(ys, ys[1:], chunks, strict=False):
        fitted = [_fit(line, starts, crossing=True) or [(0, _one(line))] for line in band]
        groups = _rows(fitted, starts, right, habits) if len(ys) <= 4 and len(starts) > 1 else [fitted]
        for n, group in enumerate(groups):
            own = [chunk for line in group for _, chunk in line]
            low = min((chunk.top for chunk in own), default=top) if n else top
            rows.append(_drawn_row(group, starts, right, (low, bottom)))
    grid = DrawnGrid(rows=rows, edges=(left, *starts[1:], right), top=ys[0], bottom=ys[-1], page=page.number)
    grid.closed = not open_sided
    return grid


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────


def _chunks(line: WordLine) -> list[WordLine]:
    """The line at its jumps, with a choice between check boxes as one."""
    chunks: list[WordLine] = []
    for chunk in chunks_of(line):
        if chunks and _is_choice(chunks[-1]) and _is_choice(chunk):
            chunks[-1] = WordLine(chunks[-1].words + chunk.words)
        else:
            chunks.append(chunk)
    return chunks


def _is_choice(chunk: WordLine) -> bool:
    return len(chunk.words) > 1 and chunk.words[0].text[:1] in (TICKED, UNTICKED, "☑")


def _one(chunks: Sequence[WordLine]) -> WordLine:
    return WordLine(tuple(word for chunk in chunks for word in chunk.words))


def _starts(lines: Sequence[Sequence[WordLine]], left: float | None = None) -> list[float]:
    """Where the chunks of at least two lines begin, of those that have several; the first is where all begin."""
    several = [line for line in lines if len(line) > 1]
    if not several:
        return []
    first = min(line[0].x0 for line in lines) if left is None else left
    inner = [chunk.x0 for line in several for chunk in line[1:]]
    inner += [line[0].x0 for line in lines if line[0].x0 > first + _GUTTER]
    told = [x for x in clusters(inner, _ALIGNED) if sum(abs(x - one) <= _ALIGNED for one in inner) > 1]
    return [first, *told]


def _run(
    lines: Sequence[WordLine], chunks: Sequence[list[WordLine]], at: int, right: float
) -> tuple[int, list[float]]:
    """How far a table goes that begins with this line, and where its columns begin; none if it is no table."""
    if len(chunks[at]) < 2 or _is_bullet(chunks[at][0]):
        return at + 1, []
    left = chunks[at][0].x0
    end = at + 1
    while end < len(lines) and lines[end].page == lines[at].page:
        apart = lines[end].top - lines[end - 1].bottom
        if apart > _MOST_APART * lines[end].size or lines[end].x0 < left - _ALIGNED:
            break
        if _wraps_to_margin(chunks[end - 1], chunks[end], right):
            # A paragraph with a tab in it; how far down this one goes, nobody can tell.
            end -= 1
            break
        end += 1
    if end <= at:
        return at + 1, []
    starts = [x for x in _starts(chunks[at:end], left) if x == left or _is_among(chunks[at:end], x)]
    while end > at + 1:
        fits = [_fit(chunks[n], starts) for n in range(at, end)]
        good = next((n for n, fit in enumerate(fits) if fit is None), len(fits))
        if at + good == end:
            break
        end = at + good
        starts = _starts(chunks[at:end], left) if end > at else []
    last = _last_of_table(chunks, at, end, starts)
    starts = _starts(chunks[at:last], left) if last > at else []
    usable = len(starts) > 1 and all(_fit(chunks[n], starts) for n in range(at, last))
    return (last, starts) if usable else (at + 1, [])


def _wraps_to_margin(chunks: Sequence[WordLine], following: Sequence[WordLine], right: float) -> bool:
    """Whether the last of several texts in a line goes on at the left margin, and so is in no column."""
    last, first = chunks[-1], following[0]
    full = last.x1 + first.words[0].box.x1 - first.x0 > right - 0.5 * last.size
    below = abs(first.x0 - chunks[0].x0) <= _ALIGNED
    return len(chunks) > 1 and len(following) == 1 and below and full and first.text[:1].islower()


def _carried_on(chunks: Sequence[list[WordLine]], starts: Sequence[float]) -> int:
    """How many of the first lines stand in columns that begin there."""
    if len(starts) < 2 or not chunks:
        return 0
    number = 0
    while number < len(chunks) and _fit(chunks[number], starts):
        if len(chunks[number]) < 2 and chunks[number][0].x0 < starts[0] + _GUTTER:
            last = chunks[number - 1] if number else []
            # A first column alone: the label of a row that nobody has filled in, or text below the table.
            if not last or chunks[number][0].top - last[0].bottom > chunks[number][0].size:
                break
        number += 1
    return _last_of_table(chunks, 0, number, starts)


def _is_among(lines: Sequence[Sequence[WordLine]], x: float) -> bool:
    return any(abs(chunk.x0 - x) <= _ALIGNED for line in lines for chunk in line)


def _last_of_table(
    chunks: Sequence[list[WordLine]], at: int, end: int, starts: Sequence[float]
) -> int:
    """Lines at the end that have nothing but a first column are text below the table."""
    while end > at and len(chunks[end - 1]) < 2 and (not starts or chunks[end - 1][0].x0 < starts[0] + _GUTTER):
        end -= 1
    return end


def _is_bullet(chunk: WordLine) -> bool:
    text = chunk.text
    return text in _BULLETS or (len(text) <= 3 and text[-1] in ".)")


def _fit(
    chunks: Sequence[WordLine], starts: Sequence[float], *, crossing: bool = False
) -> list[tuple[int, WordLine]] | None:
    """Each chunk with the number of its column; None where one begins in none, or reaches into the next.

    A chunk that begins between two columns goes on with the one before it.
    """
    fitted: list[tuple[int, WordLine]] = []
    for chunk in chunks:
        column = next((n for n, x in enumerate(starts) if abs(chunk.x0 - x) <= 1.5 * _ALIGNED), None)
        if column is None and not fitted and crossing:
            column = max((n for n, x in enumerate(starts) if x <= chunk.x0 + _ALIGNED), default=0)
        if column is None and not fitted:
            return None
        if column is None:
            column, before = fitted.pop()
            chunk = WordLine(before.words + chunk.words)
        if not crossing and column + 1 < len(starts) and chunk.x1 > starts[column + 1] - 1:
            return None
        fitted.append((column, chunk))
    return fitted


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────


def _grid(
    fitted: Sequence[list[tuple[int, WordLine]]], starts: Sequence[float], right: float, habits: Habits
) -> DrawnGrid | None:
    groups = _rows(fitted, starts, right, habits)
    several = sum(len(line) > 1 for line in fitted)
    if several < 2 and not (several == 1 and len(groups) == 1 and len(fitted) > 1):
        return None
    return _grid_of(groups, starts, right)


def _grid_of(
    groups: Sequence[Sequence[Sequence[tuple[int, WordLine]]]], starts: Sequence[float], right: float
) -> DrawnGrid:
    lines = [chunk for group in groups for line in group for _, chunk in line]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    rows = [
        _drawn_row(group, starts, right, (group[0][0][1].top, group[-1][-1][1].bottom)) for group in groups
    ]
    return DrawnGrid(rows=rows, edges=(*starts, right), top=top, bottom=bottom, page=lines[0].page)


def _rows(
    fitted: Sequence[list[tuple[int, WordLine]]], starts: Sequence[float], right: float, habits: Habits
) -> list[list[list[tuple[int, WordLine]]]]:
    """The lines in rows: a line is of the row above if each of its texts goes on from the text above it."""
    rights = _rights(fitted, starts, right)
    rows: list[list[list[tuple[int, WordLine]]]] = []
    for n, line in enumerate(fitted):
        if n and _is_rest(dict(fitted[n - 1]), line, rows[-1], rights, habits):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_rest(
    above: dict[int, WordLine],
    line: Sequence[tuple[int, WordLine]],
    row: Sequence[Sequence[tuple[int, WordLine]]],
    rights: Sequence[float],
    habits: Habits,
) -> bool:
    last = {column: chunk for one in row for column, chunk in one}
    first = line[0][1]
    pitch = (first.bottom - max(chunk.bottom for chunk in above.values())) / first.size
    near = pitch <= 1.18 * (habits.pitch or 1.25)
    if line[0][0] > 0:
        return near and all(column in last for column, _ in line)
    if not all(column in above for column, _ in line):
        return False
    full = [goes_on(above[column], chunk, rights[column], habits) for column, chunk in line]
    return all(full) or (near and all(_breaks_off(above[column], chunk) for column, chunk in line) and any(
        above[column].x1 - above[column].x0 > 0.7 * (rights[column] - above[column].x0) for column, _ in line
    ))


def _breaks_off(line: WordLine, following: WordLine) -> bool:
    """Whether a text goes on in the middle of a sentence."""
    return following.text[0].islower() and line.text[-1] not in ".:;?!" and line.bold == following.bold


def _rights(
    fitted: Sequence[list[tuple[int, WordLine]]], starts: Sequence[float], right: float
) -> list[float]:
    """How far the text of each column can go."""
    rights = []
    for column in range(len(starts)):
        own = [chunk for line in fitted for n, chunk in line if n == column]
        last = column + 1 == len(starts)
        most = max([chunk.x1 for chunk in own] + [right if last else starts[column + 1] - _GUTTER])
        rights.append(shown_right(own, most))
    return rights


def _drawn_row(
    group: Sequence[Sequence[tuple[int, WordLine]]],
    starts: Sequence[float],
    right: float,
    height: tuple[float, float],
) -> DrawnRow:
    """The cells of a row; a text that reaches into the next columns covers them."""
    ends = [*starts[1:], right]
    covers = {column: column for column in range(len(starts))}
    for line in group:
        for column, chunk in line:
            reach = max((n for n, x in enumerate(starts) if n == column or x < chunk.x1 - 1), default=column)
            covers[column] = max(covers[column], reach)
    cells = []
    column = 0
    while column < len(starts):
        last = max(covers[column], column)
        own = [WordLine(chunk.words) for line in group for n, chunk in line if column <= n <= last]
        x1 = ends[last]
        cells.append(
            DrawnCell(
                column=column, span=last - column + 1, x0=starts[column], top=height[0], x1=x1, bottom=height[1],
                right=x1 if last + 1 == len(starts) else max([x1 - _GUTTER, *(line.x1 for line in own)]),
                lines=own,
            )
        )  # fmt: skip
        column = last + 1
    return DrawnRow(cells=cells)
