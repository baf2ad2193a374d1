"""Cells that list questions with their answers, line by line: they are read as the lines they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline import danish
from pipeline.definitions import Path
from pipeline.interpret.entries import takes_lines
from pipeline.interpret.framed import text_of, without_heads
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import BULLET, begins_with_question, is_label, read_line
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK
from pipeline.interpret.vocabulary import Fit, Named
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Span, TextLine

_TITLE_AND_LINES, _SEVERAL = 2, 2
_LONGEST_TITLE: Final = 60
_TITLE: Final = 2
"""The level of a heading that the cell beside a list is."""
_LINE: Final = "______"
_MOST_WORDS: Final = 8
"""Of a label that stands alone and that nobody knows."""
_ENDED: Final = re.compile(r"[.!?»\"]\s*$")
_LABELLED: Final = re.compile(r"\W*\w[^:?\n]{0,80}[:?](?:\s|$)")
"""How a line begins that asks something and may hold the answer."""


def as_flow(sheet: Sheet, grid: Grid) -> list[Block]:
    """The table with cells that list questions and answers line by line as those lines, below their title.

    `Forløbet | Skole: Prøveskolen / Leverandør: Broen`: what one line leaves open the next doesn't answer.
    """
    listing = [row for row in grid.rows if _lists(sheet, row)]
    if not listing:
        return [grid]
    columns = {_said(row)[-1].column for row in listing}
    blocks: list[Block] = []
    for row in without_heads(grid).rows:
        said = _said(row)
        goes_along = len(said) > 1 and said[-1].column in columns and _begins_with_label(said[-1])
        if row in listing or (goes_along and len(said) == _TITLE_AND_LINES):
            titles = [line for cell in said[:-1] for line in cell.lines if danish.clean_line(line.text)]
            blocks += [replace(line, level=_TITLE) if len(titles) == 1 else line for line in titles]
            blocks += said[-1].lines
        elif blocks and isinstance(blocks[-1], Grid):
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, row))
        else:
            blocks.append(replace(grid, rows=(row,)))
    return blocks


def _lists(sheet: Sheet, row: GridRow) -> bool:
    """Whether the last cell of a row, alone or behind a title, lists several known questions with answers."""
    said = _said(row)
    if not 0 < len(said) <= _TITLE_AND_LINES:
        return False
    if len(said) == _TITLE_AND_LINES and (
        len(text_of(said[0])) > _LONGEST_TITLE or begins_with_question(sheet, said[0].lines)
    ):
        return False
    return _lists_alone(sheet, said[-1])


def _lists_alone(sheet: Sheet, cell: GridCell) -> bool:
    lines = [line for line in cell.lines if danish.clean_line(line.text)]
    if len(lines) < _SEVERAL or any(line.filled for line in lines):
        return False
    if _asks_above(sheet, lines):
        return True
    if 2 * sum(bool(_LABELLED.match(line.text)) for line in lines) <= len(lines):
        return False
    first = [read_line(sheet, line).cut[0] for line in lines]
    known = [one for one in first if one.named.fields and not one.bare_label and bare(one.value).strip()]
    return len({one.named.fields[0].path for one in known}) >= _SEVERAL


def _asks_above(sheet: Sheet, lines: Sequence[TextLine]) -> bool:
    """Whether lines begin with known questions, the first of all lines one of them.

    Two may be one, and a line of its answer.
    """
    asked = {
        n: found.named.fields[0].path
        for n, line in enumerate(lines)
        if _LABELLED.match(line.text) and is_label((found := read_line(sheet, line).cut[0]).named)
    }
    return 0 in asked and len(set(asked.values())) > _SEVERAL


class Turns(NamedTuple):
    """The lines of a cell that are labels and answers by turns, and those that stand right below a label."""

    lines: list[TextLine]
    answers: list[TextLine]


def turns_of(sheet: Sheet, lines: Sequence[TextLine]) -> Turns | None:
    """Labels alone in their lines and what answers them below, where a cell holds them by turns.

    All of an item in the box of its own: several lines are such labels, each of another field, and most of
    them over a line that is none or is blank. Lines that can only be labels too, in words nobody knows, are
    bold ones with a colon: a title below an answer that has come to its end, or over or below a blank that is
    the answer to a label. What stands right below a label answers it.
    """
    if not _asks_line_by_line(sheet, lines):
        return None
    known = [_label_alone(sheet, line) for line in lines]
    said = [bool(danish.clean_line(line.text)) for line in lines]
    titles = [_is_title_alone(line) and sheet.heading(line.text) is None for line in lines]
    left = [known[n - 1] is not None or titles[n - 1] for n, says in enumerate(said) if n and not says]
    blanks = bool(left) and all(left)
    turns = Turns([], [])
    # Where blanks stand for answers, no label stands right below another.
    sure = [one is not None and (one.spelt or (not blanks and one.fit is Fit.SURE)) for one in known]
    last, waits, ended, blank = known[0], False, True, False
    for n, line in enumerate(lines):
        if not said[n]:
            if waits and blanks:
                turns.lines[-1] = _left_blank(turns.lines[-1])
            waits, blank = False, blanks
            continue
        follows = n + 1 < len(lines) and said[n + 1]
        over_text = (ended or blank) and follows and not sure[n + 1]
        over_text = over_text and not BULLET.match(lines[n + 1].text)
        asks = over_text if follows else blanks and n + 1 < len(lines)
        if known[n] is None and not waits and titles[n] and asks:
            line, last, waits = _as_label(line), None, True
        elif known[n] is not None and (sure[n] or not waits or not (blanks or _ENDED.search(line.text))):
            last, waits, ended = known[n], True, False
        else:
            turns.answers.extend([line] if waits else [])
            alone = last is not None and last.field is not None and not takes_lines(last.field)
            waits, ended = False, alone or _ENDED.search(line.text) is not None
        blank = False
        turns.lines.append(line)
    return turns


def _asks_line_by_line(sheet: Sheet, lines: Sequence[TextLine]) -> bool:
    """Whether several lines are labels alone, not much stands before them, and most have something below."""
    asked: dict[Path, bool] = {}
    before = 0
    for line, below in pairwise(lines):
        one = _asked_alone(sheet, line)
        if one is not None:
            asked[one] = asked.get(one, False) or _asked_alone(sheet, below) is None
        elif not asked and danish.clean_line(line.text):
            before += 1
            if before > _TITLE_AND_LINES or (before == 1 and not _is_title_alone(line)):
                return False
    return len(asked) > _SEVERAL and 3 * sum(asked.values()) > 2 * len(asked)


def _as_label(line: TextLine) -> TextLine:
    text = line.text.strip()
    text = text if text.endswith("?") else f"{text}:"
    return replace(line, text=text, bold=(Span(0, len(text)),), faint=(), broken=())


def _left_blank(label: TextLine) -> TextLine:
    """A label with nothing on the line to write on behind it: what stands below is something else."""
    return replace(label, text=f"{label.text.rstrip()} {_LINE}")


def _is_title_alone(line: TextLine) -> bool:
    """Whether a line could be a label by its looks: a few words that end in no sign."""
    words = line.text.split()
    title = len(words) <= _MOST_WORDS and line.text.lstrip()[:1].isupper() and not MARK.search(line.text)
    title = title and not line.filled and ":" not in line.text
    return title and (words[-1][-1].isalnum() or words[-1][-1] in "?)")


def _asked_alone(sheet: Sheet, line: TextLine) -> Path | None:
    """The field that a line asks for with its label alone, to the letter of it or in all of its words."""
    named = _label_alone(sheet, line)
    return named.fields[0].path if named is not None and named.fit is Fit.SURE else None


def _label_alone(sheet: Sheet, line: TextLine) -> Named | None:
    """What a line asks for that is nothing but a label."""
    if line.filled or line.level >= 0 or not danish.clean_line(line.text):
        return None
    read = read_line(sheet, line)
    return read.cut[0].named if read.only_label and is_label(read.cut[0].named) else None


def _begins_with_label(cell: GridCell) -> bool:
    first = next((line for line in cell.lines if danish.clean_line(line.text)), None)
    return first is not None and _LABELLED.match(first.text) is not None


def _said(row: GridRow) -> list[GridCell]:
    return [cell for cell in row.cells if cell.text.strip()]
