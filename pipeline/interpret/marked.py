"""Printed answers of which one is marked by its looks, in one line or several: given a box each.

`Ja   Nej` with a line below `Nej`, or a ring round it, says the same as two boxes with a cross in the second.
In words of an office's own, such answers are known by what stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Final, NamedTuple

from pipeline.definitions import Field, Kind
from pipeline.interpret.chosen import BETWEEN, LOOKS, SLASHED, Marks, is_in, stripped
from pipeline.interpret.lines import is_label
from pipeline.interpret.offers import offer_of
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.records.layout import TICKED, UNTICKED, Layout, Span, TextLine

_CHUNK: Final = re.compile(r"[^\t\n]+")
_AROUND: Final = " \t\n\u00a0/|,;.:·•–-"
_LONGEST: Final = 220
"""Letters of a line of answers; more are prose."""


class _Printed(NamedTuple):
    """A printed answer in a line; the value it stands for is None where nobody knows its words."""

    span: Span
    value: str | None
    marked: bool


def with_marked_as_boxes(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with a box before each printed answer where one of them is marked by its looks."""
    offering = tuple(one for one in sheet.form.fields() if offers(one))
    for marks in LOOKS:
        if any(map(marks, layout.lines())):
            layout = layout.with_lines(partial(_boxed, sheet, offering, marks))
    return layout


def _boxed(
    sheet: Sheet, offering: Sequence[Field], marks: Marks, lines: Sequence[TextLine]
) -> Iterator[TextLine]:
    at = 0
    while at < len(lines):
        best: list[list[_Printed]] = []
        stretch = [*takewhile(_may_answer, lines[at:])]
        if _differ(marks, stretch):
            runs = (_run(sheet, one, marks, stretch) for one in offering)
            best = max(runs, key=lambda run: sum(map(len, run)), default=[])
        for line, answers in zip(lines[at:], best, strict=False):
            yield _with_boxes(line, answers)
        if not best:
            yield lines[at]
        at += max(len(best), 1)


def _differ(marks: Marks, lines: Sequence[TextLine]) -> bool:
    """Whether some words of the lines have the look and others lack it."""
    wholly = [is_in(stripped(one.text, Span(0, len(one.text)), _AROUND), marks(one)) for one in lines]
    return not all(wholly) and any(map(marks, lines))


def _may_answer(line: TextLine) -> bool:
    """Whether a line may consist of printed answers: short, and neither a heading, a field nor ticked."""
    text = line.text
    return not (len(text) > _LONGEST or line.level >= 0 or line.filled or line.struck or MARK.search(text))


def _run(sheet: Sheet, field: Field, marks: Marks, lines: Sequence[TextLine]) -> list[list[_Printed]]:
    """The answers of one question in the first lines; none where they don't show which is chosen."""
    run: list[list[_Printed]] = []
    said: set[str] = set()
    for line in lines:
        answers = _answers(sheet, field, marks(line), line, first=not run)
        values = [one.value for one in answers if one.value is not None]
        if not answers or said.intersection(values) or len({*values}) < len(values):
            break
        said.update(values)
        run.append(answers)
    told = [one for answers in run for one in answers]
    chosen = sum(one.marked for one in told)
    most = len(told) - 1 if field.kind is Kind.CHOICES else 1
    known = len(said) > 1 and 2 * len(said) >= len(told)
    return run if known and 1 <= chosen <= most else []


def _answers(
    sheet: Sheet, field: Field, marked: Sequence[Span], line: TextLine, *, first: bool
) -> list[_Printed]:
    """The printed answers a line consists of, behind a label where it is the first; none if it says more."""
    text = line.text
    chunks = [stripped(text, Span(*one.span()), _AROUND) for one in _CHUNK.finditer(text)]
    chunks = [one for one in chunks if one.start < one.end]
    answers: list[_Printed] = []
    for chunk in chunks:
        found = [*_in_chunk(field, marked, text, chunk)]
        if not found and chunk is chunks[0] and is_label(sheet.ask(text[chunk.start : chunk.end])):
            if not first:
                return []
            continue  # the label they answer
        if len(found) > 1 and len(answers) == 1 and answers[0].value is None:
            answers = []  # words before several answers that slashes part are their label
        answers += found or [_Printed(chunk, None, is_in(chunk, marked))]
    named = sum(one.value is not None for one in answers)
    partly = any(
        mark.start < one.span.end and one.span.start < mark.end and not one.marked
        for one in answers
        for mark in marked
    )
    return answers if answers and 2 * named >= len(answers) and not partly else []


def _in_chunk(field: Field, marked: Sequence[Span], text: str, chunk: Span) -> Iterator[_Printed]:
    """The answers that a stretch of text consists of; none where it says anything else.

    Where slashes part them, one may be in words that nobody knows: `Ja / Nej / Venter`.
    """
    value = option_named(field, text[chunk.start : chunk.end])
    if value is not None:
        yield _Printed(chunk, value, is_in(chunk, marked))
        return
    found = [
        Span(*one.span()) for one in offer_of(field).printed.finditer(text, chunk.start, chunk.end) if one[0]
    ]
    ends = [chunk.start, *(one.end for one in found)]
    begins = [*(one.start for one in found), chunk.end]
    if found and all(BETWEEN.fullmatch(text, end, begin) for end, begin in zip(ends, begins, strict=True)):
        for one in found:
            yield _Printed(one, option_named(field, text[one.start : one.end]), is_in(one, marked))
        return
    if ":" in text[chunk.start : chunk.end] or "?" in text[chunk.start : chunk.end]:
        return  # `Aktivitet: Læsning / Pauser`: a label is no part of an answer
    parts = [
        stripped(text, Span(*one.span()), _AROUND) for one in SLASHED.finditer(text, chunk.start, chunk.end)
    ]
    values = [option_named(field, text[one.start : one.end]) for one in parts]
    if sum(value is not None for value in values) > 1:
        for one, value in zip(parts, values, strict=True):
            yield _Printed(one, value, is_in(one, marked))


def _with_boxes(line: TextLine, answers: Sequence[_Printed]) -> TextLine:
    """The line with a box before each answer; what marked one of them is gone."""
    signs = {one.span.start: f"{TICKED if one.marked else UNTICKED} " for one in answers}
    text = "".join(signs.get(n, "") + letter for n, letter in enumerate(line.text))

    def behind(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        kept = (one for one in spans if not any(is_in(one, (said.span,)) for said in answers))
        return tuple(Span(moved(one.start), moved(one.end - 1) + 1) for one in kept)

    def moved(place: int) -> int:
        return place + sum(len(sign) for start, sign in signs.items() if start <= place)

    return replace(
        line,
        text=text,
        underlined=behind(line.underlined),
        coloured=behind(line.coloured),
        bold=behind(line.bold),
        faint=behind(line.faint),
        broken=tuple(map(moved, line.broken)),
    )
