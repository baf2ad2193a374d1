"""Answers written in a colour of their own: told from what the form prints as a person tells them.

Where a document's colour parts answers from labels, what is coloured is made what a form field holds, so it
is no label however it is worded, and ends the label before it where nothing else does: `Sprog Dansk`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.interpret.lines import is_label, stands_out
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Layout, Span, TextLine, part_of

_SEVERAL: Final = 3
"""Answers in colour that show what the colour says."""
_FEW: Final = 4
"""So many times as many as whatever shows something else."""
_ANSWER: Final = re.compile(r"(?i)\s*(?:(?:dit |jeres |vores )?svar|besvarelse)\s*:\s*")
"""What stands before an answer, and is no part of it."""
_AROUND: Final = " \t\u00a0:–-*"


def with_coloured_answers(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with coloured words as what was filled in, where colour is what answers have here."""
    if not any(line.coloured for line in layout.lines()):
        return layout
    layout = layout.with_lines(_with_coloured_words)
    told = [one for pair in pairwise(_lines_in_turn(layout)) for one in _told_by(sheet, *pair)]
    if told.count(True) < _SEVERAL or told.count(True) < _FEW * told.count(False):
        return layout
    return layout.with_lines(partial(_with_fields, sheet))


def _with_coloured_words(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with what says something in colour: a red star behind a label doesn't."""
    return [
        replace(
            line,
            coloured=tuple(
                one for one in line.coloured if any(map(str.isalnum, line.text[one.start : one.end]))
            ),
        )
        for line in lines
    ]


def _lines_in_turn(layout: Layout) -> Iterator[TextLine | None]:
    """The lines of the document as they are read, None between what stands in different rows."""
    yield None
    for block in layout.blocks:
        if isinstance(block, TextLine):
            yield block
        else:
            for row in block.rows:
                yield None
                for cell in row.cells:
                    yield from cell.lines
            yield None
    yield None


def _told_by(sheet: Sheet, before: TextLine | None, line: TextLine | None) -> Iterator[bool]:
    """Whether colour shows an answer, or what is none, in a line behind another one."""
    if line is None or line.level >= 0:
        return
    begins = _colour_begins(line)
    said = line.text[:begins].strip(_AROUND)
    if begins == len(line.text):
        if any(one.named.fields and one.value.strip() for one in sheet.cut(line.text)) or line.coloured:
            yield False  # a label in the colour of its answer, or in one of its own
    elif said:
        yield from [True] if is_label(sheet.ask(said)) else []
    elif stands_out(line) and sheet.heading(line.text) is not None:
        yield False
    elif before is not None and _colour_begins(before) == len(before.text):
        if is_label(sheet.ask(before.text.strip(_AROUND))):
            yield True
        elif is_label(sheet.ask(line.text.strip(_AROUND))):
            yield False


def _colour_begins(line: TextLine) -> int:
    """Where the colour begins that the line ends in; behind its end where it ends in none."""
    to_its_end = bool(line.coloured) and not line.text[line.coloured[-1].end :].strip()
    return line.coloured[-1].start if to_its_end else len(line.text)


def _with_fields(sheet: Sheet, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines with coloured words as form fields, one for all that stands below each other in colour."""
    waiting: TextLine | None = None
    for line in (_with_field(sheet, one) for one in lines):
        if waiting is not None and _goes_on(waiting, line):
            text = f"{waiting.text}\n{line.text}"
            ends = Span(waiting.filled[-1].start, len(text))
            waiting = replace(waiting, text=text, filled=(*waiting.filled[:-1], ends))
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting


def _goes_on(line: TextLine, after: TextLine) -> bool:
    """Whether a field that ends a line goes on in the next one, which is in colour as a whole."""
    ends = bool(line.coloured and line.filled) and not line.text[line.filled[-1].end :].strip()
    whole = after.filled == after.coloured == (Span(0, len(after.text)),)
    return ends and whole and line.place.part == after.place.part


def _with_field(sheet: Sheet, line: TextLine) -> TextLine:
    """The line with its coloured words as form fields, but for headings and what was chosen in it."""
    if not line.coloured or line.filled or line.struck or line.level >= 0:
        return line
    if stands_out(line) and sheet.heading(line.text) is not None:
        return line
    if (sign := _ANSWER.match(line.text)) is not None and sign.end() > line.coloured[0].start:
        line = part_of(line, sign.end(), len(line.text))
    return replace(line, filled=line.coloured)
