"""Answers written in a colour of their own: told from what the form prints as a person tells them.

Where a document's colour parts answers from labels, what is coloured is made what a form field holds, so it
is no label however it is worded, and ends the label before it where nothing else does: `Sprog Dansk`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Layout, Span, TextLine

_SEVERAL: Final = 3
"""Answers in colour that show what the colour says."""
_FEW: Final = 4
"""So many times as many as whatever shows something else."""
_AROUND: Final = " \t\u00a0:–-*"


def with_coloured_answers(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with coloured words as what was filled in, where colour is what answers have here."""
    if not any(line.coloured for line in layout.lines()):
        return layout
    told = [one for pair in pairwise(_lines_in_turn(layout)) for one in _told_by(sheet, *pair)]
    if told.count(True) < _SEVERAL or told.count(True) < _FEW * told.count(False):
        return layout
    return layout.with_lines(partial(_with_fields, sheet))


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


def _told_by(sheet: Sheet, line: TextLine | None, after: TextLine | None) -> Iterator[bool]:
    """Whether colour shows an answer, or what is none, in a line and the one behind it."""
    if line is None or line.level >= 0:
        return
    begins = _colour_begins(line)
    said = line.text[:begins].strip(_AROUND)
    if said and is_label(sheet.ask(said)):
        if begins < len(line.text) or (after is not None and after.level < 0 and _colour_begins(after) == 0):
            yield True
    elif not said and (is_label(sheet.ask(line.text.strip(_AROUND))) or not _is_coloured_to_its_end(line)):
        yield False
    elif any(one.named.fields and one.value.strip() for one in sheet.cut(line.text)):
        yield False  # an answer in the colour of its label


def _colour_begins(line: TextLine) -> int:
    """Where the colour begins that the line ends in; behind its end where it ends in none."""
    return line.coloured[-1].start if _is_coloured_to_its_end(line) else len(line.text)


def _is_coloured_to_its_end(line: TextLine) -> bool:
    return bool(line.coloured) and not line.text[line.coloured[-1].end :].strip()


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
    if not line.text[: line.coloured[0].start].strip() and sheet.heading(line.text) is not None:
        return line
    fields = [Span(one.start, one.end) for one in line.coloured if line.text[one.start : one.end].strip()]
    return replace(line, coloured=tuple(fields), filled=tuple(fields))
