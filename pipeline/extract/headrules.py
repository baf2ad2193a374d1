"""Tables with a line below their bold heads, or below each row too: where the heads begin, columns do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.extract.alike import NEAR
from pipeline.extract.columns import ALIGNED, AT, fit
from pipeline.extract.drawn import DrawnGrid, DrawnRow, clusters
from pipeline.extract.habits import Habits
from pipeline.extract.rowbreaks import GUTTER, Fitted, breaks_off, drawn_row, had_no_room, near_pitch
from pipeline.extract.words import Page, PageWord, Ruling, WordLine, chunks_of, lines_of

_FEWEST: Final = 3
"""Columns of such a table: a line below two texts may be that of a letterhead."""
_ABOVE, _WITHIN = 0.9, 0.5
"""Letter sizes between heads and the line below them, and between two lines of the heads."""
_OVER: Final = 0.6
"""A line so near over heads is the upper one of a table that has several, in letter sizes."""
_MOST_LINES: Final = 4
_THINNER: Final = 0.1
"""A line below a row is so much thinner than that below the heads; one at the foot of a table isn't."""
_SAME_SIZE: Final = 0.08
_FARTHER: Final = 1.15
"""So much more white than between the rows is between the last of them and text below."""
_FARTHEST: Final = 2.4
"""The next row begins no farther below than this, in letter sizes."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of heads, and the ruling below them."""

    rule: Ruling
    lines: list[WordLine]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def size(self) -> float:
        return self.lines[-1].size


def below_head_rules(page: Page, habits: Habits) -> tuple[list[DrawnGrid], list[Ruling]]:
    """Tables below lines that are drawn under heads, with their words, and the lines that are theirs alone.

    A row goes on while each of its texts begins where a head does.
    """
    grids: list[DrawnGrid] = []
    used: list[Ruling] = []
    lines = lines_of([word for word in page.words if not word.turned])
    for rule in sorted((one for one in page.rulings if one.level), key=lambda one: one.top):
        head = _head_over(page, rule, lines) if rule not in used else None
        grid, below = _table(page, head, lines, habits) if head is not None else (None, [])
        if grid is not None:
            grids.append(grid)
            used += [rule, *below]
    upright = [one for one in page.rulings if not one.level]
    # One that is also a side of something round the table stays with that.
    return grids, [rule for rule in used if not any(rule.meets(one, NEAR) for one in upright)]


def _head_over(page: Page, rule: Ruling, lines: Sequence[WordLine]) -> _Head | None:
    """The bold lines right over a ruling that goes from the first column to the last."""
    own: list[WordLine] = []
    foot = rule.top
    for line in reversed([one for one in lines if one.bottom <= rule.top + 1]):
        near = _WITHIN if own else _ABOVE
        if foot - line.bottom > near * line.size or len(own) == _MOST_LINES or not line.bold:
            break
        if own and abs(line.size - own[-1].size) > _SAME_SIZE * line.size:
            break
        own.insert(0, line)
        foot = line.top
    within = all(rule.x0 - ALIGNED <= line.x0 and line.x1 <= rule.x1 + ALIGNED for line in own)
    if not own or not within or max(len(chunks_of(line)) for line in own) < 2:
        return None
    drawn = _is_drawn(page, rule, own[0].top - _OVER * own[0].size, rule.top + NEAR)
    return None if drawn else _Head(rule, own)


def _table(
    page: Page, head: _Head, lines: Sequence[WordLine], habits: Habits
) -> tuple[DrawnGrid | None, list[Ruling]]:
    """The table below its heads, and the lines below its rows; None where no texts stand in its columns."""
    rule = head.rule
    below = [one for one in lines if one.top >= rule.top - 1 and one.x1 > rule.x0 and one.x0 < rule.x1]
    starts = _starts(head, below)
    heads = [_in_columns(line, starts) for line in head.lines]
    if len(starts) < _FEWEST or not all(heads):
        return None, []
    rules = _row_rules(page, rule, below, starts)
    if rules:
        rows = _between(rules, rule, below, starts, habits)
        foot = rows[-1].cells[0].bottom
    else:
        fitted = _rows_below(rule, below, starts)
        near = below[:1] and below[0].top - rule.top <= _FARTHEST * head.size
        foot = max(text.bottom for _, text in fitted[-1]) + 1 if fitted else rule.top + head.size
        if (near and not fitted) or _is_drawn(page, rule, rule.top, foot + head.size):
            return None, []
        rows = _drawn_rows(fitted, starts, rule, habits)
    top = head.top - 1
    drawn = [drawn_row([line for line in heads if line], starts, rule.x1, (top, rule.top)), *rows]
    edges = (rule.x0, *starts[1:], rule.x1)
    grid = DrawnGrid(rows=drawn, edges=edges, top=top, bottom=foot, page=page.number)
    grid.banded, grid.ruled = True, bool(rules)
    return grid, rules


def _is_drawn(page: Page, rule: Ruling, top: float, foot: float) -> bool:
    """Whether another line is drawn across a table between two heights."""
    others = [one for one in page.rulings if one is not rule and one.x0 < rule.x1 and one.x1 > rule.x0]
    return any(top <= one.bottom and one.top <= foot for one in others)


def _row_rules(page: Page, rule: Ruling, below: Sequence[WordLine], starts: Sequence[float]) -> list[Ruling]:
    """The lines as long as that below the heads, down to the last with only texts in columns over it."""
    level = [
        one
        for one in page.rulings
        if one.level
        and one.top > rule.top + NEAR
        and max(abs(one.x0 - rule.x0), abs(one.x1 - rule.x1)) <= NEAR
    ]
    found: list[Ruling] = []
    for one in sorted(level, key=lambda ruling: ruling.top):
        above = found[-1] if found else rule
        band = [line for line in below if above.top < (line.top + line.bottom) / 2 < one.top]
        crossed = any(
            up.bottom > above.top + 1 and up.top < one.top - 1 and one.x0 - NEAR <= up.x0 <= one.x1 + NEAR
            for up in page.rulings
            if up is not one and up is not above
        )
        if crossed or not band or any(line.bold or not _in_columns(line, starts) for line in band):
            break
        found.append(one)
    return found


def _between(
    rules: Sequence[Ruling], rule: Ruling, below: Sequence[WordLine], starts: Sequence[float], habits: Habits
) -> list[DrawnRow]:
    """The rows that lines part, and one that the end of the page cut; a line at the foot alone parts none."""
    rows: list[DrawnRow] = []
    for above, one in pairwise([rule, *rules]):
        band = [line for line in below if above.top < (line.top + line.bottom) / 2 < one.top]
        fitted = [_in_columns(line, starts) for line in band]
        if len(rules) == 1 and one.weight > rule.weight - _THINNER:
            rows += _drawn_rows(fitted, starts, rule, habits)
        else:
            rows.append(drawn_row(fitted, starts, rule.x1, (above.top, one.top)))
    rest = [line for line in below if line.top > rules[-1].top - 1]
    cut = _rows_below(rules[-1], rest, starts)
    near = cut and cut[0][0][1].top - rules[-1].top <= _ABOVE * cut[0][0][1].size
    if near and len(cut[0]) > 1:
        rows.append(drawn_row(cut, starts, rule.x1, (rules[-1].top, cut[-1][0][1].bottom)))
    return rows


def _starts(head: _Head, below: Sequence[WordLine]) -> list[float]:
    """Where columns begin: with a head behind a gap, or one under which a text of the first row begins."""
    texts = [chunk.x0 for line in head.lines for chunk in chunks_of(line)]
    first = [one.x0 for line in below[:1] for one in chunks_of(line)]
    words = [word.box.x0 for line in head.lines for word in line.words]
    texts += [x for x in words if any(abs(x - one) <= AT for one in first)]
    starts = clusters(texts, AT)
    left = head.rule.x0
    if starts[0] - left <= GUTTER:
        return starts
    return [first[0] if first and abs(first[0] - left) <= GUTTER else left, *starts]


def _in_columns(line: WordLine, starts: Sequence[float]) -> list[tuple[int, WordLine]]:
    """The texts of a line, each beginning where its column does; none if one begins elsewhere."""
    cut: list[list[PageWord]] = []
    for chunk in chunks_of(line):
        cut.append([])
        for word in chunk.words:
            if cut[-1] and any(abs(word.box.x0 - x) <= AT for x in starts):
                cut.append([])
            cut[-1].append(word)
    fitted = fit([WordLine(tuple(words)) for words in cut], starts) or []
    return fitted if all(abs(chunk.x0 - starts[column]) <= ALIGNED for column, chunk in fitted) else []


def _rows_below(rule: Ruling, below: Sequence[WordLine], starts: Sequence[float]) -> list[Fitted]:
    """The lines below heads that stand in their columns, and look as the first of them does."""
    rows: list[Fitted] = []
    reached = rule.top
    for line in below:
        fitted = _in_columns(line, starts)
        first = rows[0][0][1] if rows else line
        alike = abs(line.size - first.size) <= _SAME_SIZE * first.size
        if not fitted or not alike or line.top - reached > _FARTHEST * line.size:
            break
        column, text = fitted[0]
        if text.bold != first.bold or (not column and text.faint != first.faint):
            break
        rows.append(fitted)
        reached = line.bottom
    while len(rows) > 1 and len(rows[-1]) == 1 and not rows[-1][0][0] and _stands_off(rows):
        rows.pop()
    return rows


def _stands_off(rows: Sequence[Fitted]) -> bool:
    """Whether the last line lies farther below the one before it than any other does."""
    gaps = [below[0][1].top - max(text.bottom for _, text in above) for above, below in pairwise(rows)]
    return gaps[-1] > _FARTHER * max(gaps[:-1], default=0.0)


def _drawn_rows(
    lines: Sequence[Fitted], starts: Sequence[float], rule: Ruling, habits: Habits
) -> list[DrawnRow]:
    """The lines in rows, those that stand apart; else in one that says that it may be several."""
    if not lines:
        return [drawn_row([], starts, rule.x1, (rule.top, rule.top + NEAR))]
    groups: list[list[Fitted]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if (line[0][1].bottom - before[0][1].bottom) / line[0][1].size > near_pitch(habits):
            groups.append([line])
        else:
            groups[-1].append(line)
    begun = [group[0] for group in groups]
    in_first = all(line[0][0] == 0 for line in begun)
    alike = len({line[0][0] for line in begun}) == 1 and all(len(line) > 1 for line in begun)
    told = len(groups) > 1 and (in_first or alike)
    if not told:
        groups = [[*lines]]
        told = all(_goes_on(lines[0], *two, [*starts[1:], rule.x1]) for two in pairwise(lines))
    rows = []
    for group in groups:
        own = [chunk for line in group for _, chunk in line]
        height = (min(chunk.top for chunk in own), max(chunk.bottom for chunk in own))
        rows.append(drawn_row(group, starts, rule.x1, height))
    rows[-1].several = not told
    return rows


def _goes_on(first: Fitted, before: Fitted, line: Fitted, ends: Sequence[float]) -> bool:
    """Whether a line is surely of the row above it: its label had no room, and less of it is left."""
    above = dict(before)
    if not all(column in above for column, _ in line):
        return False
    rest = [
        breaks_off(above[column], text) or had_no_room(above[column], text, ends[column] - GUTTER / 2)
        for column, text in line
    ]
    return (rest[0] or line[0][0] > 0) and (len(line) < len(first) or all(rest))
