"""Which lines make one row, in a table whose columns are known and whose rows nothing is drawn between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.habits import Habits
from pipeline.extract.paragraphs import goes_on, shown_right
from pipeline.extract.words import WordLine
from pipeline.records.layout import TICKED, UNTICKED

GUTTER: Final = 11.0
"""Word's cells leave as much between two texts."""
_LONG: Final = 0.7
"""Text that takes so much of its column may go on in the next line."""
_PITCH, _LARGER, _MOST_PITCH = 1.25, 1.18, 2.4
_NEARER: Final = 0.85
_ASKS: Final = (":", "?")
_RUNNING: Final = re.compile(r"(\d{1,3})[.)]?")
_ENOUGH: Final = 2
"""So many rows apart from the one above tell that all of them are."""

Fitted: TypeAlias = Sequence[tuple[int, WordLine]]
"""The texts of one line with the numbers of their columns."""


def table_of(
    fitted: Sequence[Fitted],
    starts: Sequence[float],
    right: float,
    habits: Habits,
    *,
    carried: bool,
    below: WordLine | None,
) -> tuple[DrawnGrid | None, int]:
    """The table that lines in columns make, and how many of the lines are in it.

    Where gaps tell its rows, all of them are; else it ends before the first row that may as well be the rest
    of the row above. Below a head that row and all behind it are one more, which says that it may be several.
    It ends before a row that the line `below`, which stands in no column, may be the rest of. `carried`: it
    goes on with a table of the page before, so one line is enough.
    """
    rights = _rights(fitted, starts, right)
    apart = _rows_numbered(fitted) or _rows_apart(fitted, rights, habits, carried=carried)
    groups = apart or rows_of(fitted, starts, right, habits)
    if below is not None and _may_go_on(groups[-1][-1], below, rights, habits):
        groups.pop()
    untold: list[Fitted] = []
    if not apart:
        doubtful = (n for n in range(len(groups)) if _is_doubtful(groups, n, rights, habits))
        certain = next(doubtful, len(groups))
        if certain < len(groups) and _is_head(groups):
            certain = max(certain, 1)
            untold = [line for group in groups[certain:] for line in group]
            groups = [*groups[:certain], untold]
        else:
            groups = groups[:certain]
    lines = [line for group in groups for line in group]
    several = sum(len(line) > 1 for line in lines)
    if not lines or not (carried or several > 1 or (several == 1 and len(groups) == 1 and len(lines) > 1)):
        return None, 0
    chunks = [chunk for line in lines for _, chunk in line]
    rows = [
        drawn_row(group, starts, right, (group[0][0][1].top, group[-1][-1][1].bottom)) for group in groups
    ]
    rows[-1].several = bool(untold)
    grid = DrawnGrid(
        rows=rows,
        edges=(*starts, right),
        top=min(chunk.top for chunk in chunks),
        bottom=max(chunk.bottom for chunk in chunks),
        page=chunks[0].page,
    )
    return grid, len(lines)


def _is_head(groups: Sequence[Sequence[Fitted]]) -> bool:
    """Whether the first row is bold, has text in several columns, and no other text is bold."""
    bold, *others = ([chunk.bold for line in group for _, chunk in line] for group in groups)
    return len(groups[0][0]) > 1 and bool(others) and all(bold) and not any(map(any, others))


def _rows_apart(
    fitted: Sequence[Fitted], rights: Sequence[float], habits: Habits, *, carried: bool
) -> list[list[Fitted]]:
    """The lines in rows where wider gaps part them; none where gaps don't tell, or not all of it.

    Each row begins with several texts, one in the first column, and from line to line its cells only come to
    their ends. `carried`: the first lines may be the rest of a row that the page break cut.
    """
    near = near_pitch(habits)
    rows: list[list[Fitted]] = [[*fitted[:1]]]
    for before, line in pairwise(fitted):
        if _pitch(before, line) > near:
            rows.append([line])
        elif _only_goes_on(rows[-1][0] if len(rights) > 2 else before, before, line, rights):
            rows[-1].append(line)
        else:
            return []
    begun = rows[1:] if carried else rows
    whole = all(len(row[0]) > 1 and row[0][0][0] == 0 for row in begun)
    return rows if whole and len(rows) + carried > 1 and any(len(row) > 1 for row in rows) else []


def _rows_numbered(fitted: Sequence[Fitted]) -> list[list[Fitted]]:
    """The lines in rows where a first column counts them, 1, 2, 3, with or without a head over it."""
    begun = [n for n, line in enumerate(fitted) if line[0][0] == 0]
    head = begun[:1] if begun[:1] == [0] and not _RUNNING.fullmatch(fitted[0][0][1].text) else []
    counted = begun[len(head) :]
    numbers = [int(found[1]) for n in counted if (found := _RUNNING.fullmatch(fitted[n][0][1].text))]
    running = all(after == before + 1 for before, after in pairwise(numbers))
    alone = any(len(fitted[n]) < _ENOUGH for n in begun)
    if len(numbers) < _ENOUGH or len(numbers) < len(counted) or not running or alone or begun[0] > 0:
        return []
    return [[*fitted[a:b]] for a, b in pairwise([*begun, len(fitted)])]


def _only_goes_on(first: Fitted, before: Fitted, line: Fitted, rights: Sequence[float]) -> bool:
    """Whether nothing begins in a line that stands close below another one; `first` is that of its row.

    Where some cells of the row have come to their ends, or a text breaks off, the line begins none.
    """
    above = dict(before)
    if not all(column in above for column, _ in line):
        return False
    if len(line) < len(first) or had_no_room(above[line[0][0]], line[0][1], rights[line[0][0]]):
        return True
    return any(breaks_off(above[column], chunk) for column, chunk in line)


def had_no_room(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether a text that has not come to an end broke because the next word, a capital one, was too long."""
    if line.words[-1].whole or following.words[0].whole or line.bold != following.bold:
        return False
    word = following.words[0].box
    return line.text[-1] not in ".:;?!" and line.x1 + 0.25 * line.size + word.x1 - word.x0 > right


def rows_of(
    fitted: Sequence[Fitted], starts: Sequence[float], right: float, habits: Habits
) -> list[list[Fitted]]:
    """The lines in rows: a line is of the row above if each of its texts goes on from the text above it."""
    rights = _rights(fitted, starts, right)
    rows: list[list[Fitted]] = []
    for n, line in enumerate(fitted):
        below = fitted[n + 1] if n + 1 < len(fitted) else None
        if n and _is_rest(fitted[n - 1], line, below, rows[-1], rights, habits):
            rows[-1].append(line)
        else:
            rows.append([line])
    return _in_spaced_rows(rows, habits)


def _in_spaced_rows(rows: list[list[Fitted]], habits: Habits) -> list[list[Fitted]]:
    """Where rows stand apart from each other, what stands close below one is another paragraph of it."""
    near = near_pitch(habits)
    apart = [_pitch(upper[-1], lower[0]) > near for upper, lower in pairwise(rows) if len(lower[0]) > 1]
    if len(apart) < _ENOUGH or not all(apart) or any(_asks_anew(*two) for two in pairwise(rows)):
        return rows
    joined = rows[:1]
    for row in rows[1:]:
        if _pitch(joined[-1][-1], row[0]) > near:
            joined.append(row)
        else:
            joined[-1] = [*joined[-1], *row]
    return joined


def _asks_anew(upper: Sequence[Fitted], lower: Sequence[Fitted]) -> bool:
    """Whether two rows begin with what ends as a label does, so that neither is of the other."""
    first = [[chunk for line in row for column, chunk in line if column == 0] for row in (upper, lower)]
    return all(texts and texts[-1].text[-1:] in _ASKS and not texts[-1].words[-1].whole for texts in first)


def _is_rest(
    before: Fitted,
    line: Fitted,
    below: Fitted | None,
    row: Sequence[Fitted],
    rights: Sequence[float],
    habits: Habits,
) -> bool:
    above = dict(before)
    pitch = _pitch(before, line)
    near = pitch <= near_pitch(habits)
    if line[0][0] > 0:
        # Another line or paragraph, unless it stands nearer to a label below.
        labelled = below is not None and below[0][0] == 0 and _pitch(line, below) < _NEARER * pitch
        told = {column for one in row for column, _ in one}
        return pitch <= _MOST_PITCH and not labelled and all(column in told for column, _ in line)
    if not all(column in above for column, _ in line):
        return False
    if all(goes_on(above[column], chunk, rights[column], habits) for column, chunk in line):
        return True
    if near and _asks_in_cells(row[0]) and not any(chunk.words[0].bold for _, chunk in line):
        return True
    pairs = [(above[column], chunk, rights[column]) for column, chunk in line]
    boxes = len(pairs) > 1 and all(_is_option(one) for upper, chunk, _ in pairs[1:] for one in (upper, chunk))
    begins = line[0][1].text[:1].islower() or had_no_room(above[line[0][0]], line[0][1], rights[line[0][0]])
    if near and boxes and begins:
        return True  # a label that goes on beside the next of its check boxes
    if near and _label_goes_on(row[0][0], above[0], line[0][1], rights[0]):
        return True  # beside another paragraph of its answer
    return (
        near
        and all(breaks_off(upper, chunk) for upper, chunk, _ in pairs)
        and any(_is_long(upper, right) for upper, _, right in pairs)
    )


def _label_goes_on(first: tuple[int, WordLine], above: WordLine, text: WordLine, right: float) -> bool:
    """Whether a label that begins with a capital letter had no room left for its next word, a small one."""
    begins = first[0] == 0 and first[1].text[:1].isupper()
    return begins and text.text[:1].islower() and had_no_room(above, text, right)


def _asks_in_cells(line: Fitted) -> bool:
    """Whether each text is a bold label, and behind one of them its answer begins: `Ansvarlig: Rosa`."""
    labels = [[word for word in chunk.words if word.bold] for _, chunk in line]
    asked = all(
        own and chunk.words[0].bold and own[-1].text[-1] in _ASKS
        for own, (_, chunk) in zip(labels, line, strict=True)
    )
    return asked and any(not chunk.words[-1].bold for _, chunk in line)


def _is_option(chunk: WordLine) -> bool:
    return chunk.text[:1] in (TICKED, UNTICKED, "☑")


def _is_doubtful(groups: Sequence[Sequence[Fitted]], n: int, rights: Sequence[float], habits: Habits) -> bool:
    """Whether a row may be the rest of the one above, or have its own rest in the next one.

    A text that begins in the middle of a sentence, under one that fills its column and has not come to an
    end, may be its rest. Sentences in a first column are no label, and may be of one cell with those above.
    """
    for upper, lower in pairwise(groups[max(n - 1, 0) : n + 2]):
        above = dict(upper[-1])
        if _pitch(upper[-1], lower[0]) > near_pitch(habits):
            continue
        if any(
            column in above and breaks_off(above[column], chunk) and _is_long(above[column], rights[column])
            for column, chunk in lower[0]
        ):
            return True
    for row in groups[n : n + 2]:
        if {column for line in row for column, _ in line} == {0} and _is_prose(row, rights):
            return True
    near = [groups[at] for at in (n - 1, n, n + 1) if 0 <= at < len(groups)]
    if any(
        _is_prose(upper, rights)
        and (_is_prose(lower, rights) or len(lower[0]) == 1)
        and _pitch(upper[-1], lower[0]) <= near_pitch(habits)
        for upper, lower in pairwise(near)
    ):
        return True
    # Text below that may be of this row, or of one whose label stands in the middle of it.
    return any(row[0][0][0] > 0 for row in groups[max(n, 1) : n + 2])


def _is_prose(row: Sequence[Fitted], rights: Sequence[float]) -> bool:
    """Whether sentences stand in its first column: where each begins a row or paragraph, nothing tells."""
    first = [chunk for line in row for column, chunk in line if column == 0]
    whole = any(word.whole for chunk in first for word in chunk.words)
    return bool(first) and not whole and first[-1].text.endswith(".") and _is_long(first[0], rights[0])


def _may_go_on(last: Fitted, below: WordLine, rights: Sequence[float], habits: Habits) -> bool:
    if below.page != last[0][1].page or _pitch(last, ((0, below),)) > near_pitch(habits):
        return False
    small = not below.text[:1].isupper()
    return not below.words[0].whole and any(
        not chunk.words[-1].whole
        and chunk.text[-1] not in ".:;?!"
        and (small or _is_long(chunk, rights[column]))
        for column, chunk in last[1:]
    )


def near_pitch(habits: Habits) -> float:
    return _LARGER * (habits.pitch or _PITCH)


def _pitch(before: Fitted, line: Fitted) -> float:
    first = line[0][1]
    return (first.bottom - max(chunk.bottom for _, chunk in before)) / first.size


def breaks_off(line: WordLine, following: WordLine) -> bool:
    """Whether a text goes on in the middle of a sentence; a form field is whole."""
    if line.words[-1].whole or following.words[0].whole:
        return False
    if following.text[0].isdigit() and len(line.words) == 1:
        return False  # a date or number below another one
    small = not following.text[0].isupper() and following.text[0] not in "»\"'" and not _is_option(following)
    return small and line.text[-1] not in ".:;?!" and line.bold == following.bold


def _is_long(line: WordLine, right: float) -> bool:
    return line.x1 - line.x0 > _LONG * (right - line.x0)


def _rights(fitted: Sequence[Fitted], starts: Sequence[float], right: float) -> list[float]:
    """How far the text of each column can go."""
    rights = []
    for column in range(len(starts)):
        own = [chunk for line in fitted for n, chunk in line if n == column]
        last = column + 1 == len(starts)
        most = max([chunk.x1 for chunk in own] + [right if last else starts[column + 1] - GUTTER])
        rights.append(shown_right(own, most))
    return rights


def drawn_row(
    group: Sequence[Fitted], starts: Sequence[float], right: float, height: tuple[float, float]
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
        own = [chunk for line in group for n, chunk in line if column <= n <= last]
        x1 = ends[last]
        cells.append(
            DrawnCell(
                column=column,
                span=last - column + 1,
                x0=starts[column],
                top=height[0],
                x1=x1,
                bottom=height[1],
                right=x1 if last + 1 == len(starts) else max([x1 - GUTTER, *(line.x1 for line in own)]),
                lines=own,
            )
        )
        column = last + 1
    return DrawnRow(cells=cells)
