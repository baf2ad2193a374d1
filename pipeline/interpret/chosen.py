"""Answers chosen among printed ones by their looks, a filled circle, or an X on a short line.

They are made what the rest of reading knows: `Ja / Nej` with `Nej` underlined, coloured or bold is the same
as with `Ja` crossed out, and a circle or a short line before an answer is a box. Lines that are nothing but
such answers have got their boxes before (`marked`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from pipeline.definitions import Field, Form
from pipeline.interpret.offers import offer_of
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.records.layout import Layout, Span, TextLine

_FULL, _HOLLOW = "●◉⦿⚫🔘", "○◯⚪"
_AS_BOXES: Final = str.maketrans(dict.fromkeys(_FULL, "☒") | dict.fromkeys(_HOLLOW, "☐"))
_CIRCLED: Final = re.compile(rf"[{_FULL}{_HOLLOW}]\s*([^{_FULL}{_HOLLOW}\t\n]+)")
_ON_LINE: Final = re.compile(r"(_{1,3}|[xX])(?=[ \t]+(\S.*))")
"""What stands before an answer in a line of its own where it is ticked on a short line: `__ Ja`, `X Nej`."""
_SIGN: Final = re.compile(r"(?<!\S)(_{1,3}|[xX])(?=[ \t\u00a0]+\S)")
"""The same where answers stand beside each other: `_ Ja   X Nej`."""
BETWEEN: Final = re.compile(r"[\s/|,;·•–-]*")
"""What stands between two printed answers of one question."""
SLASHED: Final = re.compile(r"(?:[^/\s]|(?<=\S)/(?=\S)|[^\S\n]+(?!/))+")
"""What stands between slashes with blanks round them."""
_ENDS: Final = re.compile(r"[:?\t\n]")
"""What no list of answers goes on behind."""
_AROUND: Final = " \t\u00a0/|,;.:"

Marks = Callable[[TextLine], tuple[Span, ...]]
LOOKS: Final[tuple[Marks, ...]] = (attrgetter("underlined"), attrgetter("coloured"), attrgetter("bold"))
"""Looks that choose the answer that has them where another one lacks them."""


def with_chosen(layout: Layout, form: Form) -> Layout:
    """The layout with what a form's answers were chosen by made boxes and words that are crossed out."""
    offering = tuple(one for one in form.fields() if offers(one))
    circles = _circles_are_boxes(layout, offering)
    lines_ticked = _are_ticked_on_lines(layout, offering)

    def read(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
        boxed = [replace(one, text=one.text.translate(_AS_BOXES)) for one in lines] if circles else lines
        boxed = [_boxed(one, offering) for one in boxed] if lines_ticked else boxed
        for marks in LOOKS:
            if any(map(marks, boxed)):
                boxed = [_beside_each_other(one, offering, marks) for one in boxed]
        return tuple(boxed)

    if (
        not circles
        and not lines_ticked
        and not any(marks(line) for line in layout.lines() for marks in LOOKS)
    ):
        return layout
    return layout.with_lines(read)


def _circles_are_boxes(layout: Layout, offering: Sequence[Field]) -> bool:
    """Whether a hollow circle stands before a printed answer; where all are full, they are bullets."""
    return any(
        circled[0][0] in _HOLLOW and any(option_named(one, circled[1]) is not None for one in offering)
        for line in layout.lines()
        for circled in _CIRCLED.finditer(line.text)
    )


def _are_ticked_on_lines(layout: Layout, offering: Sequence[Field]) -> bool:
    """Whether one printed answer has an X before it, and another a short line: `__ Ja`, below it `X Nej`."""
    before = {_sign_before(line, offering) for line in layout.lines()}
    beside = {sign[1] for line in layout.lines() for sign in _signs_beside(line, offering)}
    return any(
        not signs.isdisjoint("xX") and any(sign.startswith("_") for sign in signs)
        for signs in (before, beside)
    )


def _signs_beside(line: TextLine, offering: Sequence[Field]) -> list[re.Match[str]]:
    """The X and short lines before several printed answers of one question that stand in one line."""
    signs = [*_SIGN.finditer(line.text)]
    if len(signs) < 2 or MARK.search(line.text):
        return []
    ends = [*(sign.start() for sign in signs[1:]), len(line.text)]
    said = [line.text[sign.end() : end].strip(_AROUND) for sign, end in zip(signs, ends, strict=True)]
    for one in offering:
        named = {option_named(one, text) for text in said}
        if None not in named and len(named) == len(said):
            return signs
    return []


def _sign_before(line: TextLine, offering: Sequence[Field]) -> str:
    """The X or short line before a printed answer in a line of its own; nothing where there is none."""
    found = _ON_LINE.match(line.text)
    if found is None or not any(option_named(one, found[2].strip()) is not None for one in offering):
        return ""
    return found[1]


def _boxed(line: TextLine, offering: Sequence[Field]) -> TextLine:
    """The line with a box for the X or short line before its answer; as long as it was."""
    for found in _signs_beside(line, offering):
        box = "☒" if found[1] in "xX" else "☐"
        line = replace(
            line, text=line.text[: found.start()] + box.ljust(len(found[1])) + line.text[found.end() :]
        )
    sign = _sign_before(line, offering)
    box = "" if not sign else "☐" if sign.startswith("_") else "☒"
    return replace(line, text=box.ljust(len(sign)) + line.text[len(sign) :]) if box else line


def _beside_each_other(line: TextLine, offering: Sequence[Field], marks: Marks) -> TextLine:
    """A line with the printed answers crossed out beside which another one is marked."""
    if not marks(line) or is_in(Span(0, len(line.text.rstrip())), marks(line)) or MARK.search(line.text):
        return line
    crossed: list[Span] = []
    for span in marks(line):
        chains = [_chain(line.text, span, one) for one in offering]
        chains += [_parted_by_slashes(line.text, span, one) for one in offering]
        longest = max(chains, key=len, default=())
        crossed += [one for one in longest if not is_in(one, marks(line))]
    if all(is_in(one, line.struck) for one in crossed):
        return line
    return replace(line, struck=tuple(sorted({*line.struck, *crossed})))


def _chain(text: str, span: Span, field: Field) -> tuple[Span, ...]:
    """The printed answers of a field that stand beside each other, that in the span among them."""
    found = [Span(one.start(), one.end()) for one in offer_of(field).printed.finditer(text) if one[0]]
    at = next((n for n, one in enumerate(found) if is_in(one, (span,))), None)
    if at is None or not _says_no_more(text, span, found[at]):
        return ()
    first = last = at
    while first and BETWEEN.fullmatch(text, found[first - 1].end, found[first].start):
        first -= 1
    while last + 1 < len(found) and BETWEEN.fullmatch(text, found[last].end, found[last + 1].start):
        last += 1
    chain = found[first : last + 1]
    different = {option_named(field, text[one.start : one.end]) for one in chain}
    return tuple(chain) if len(different) > 1 else ()


def _parted_by_slashes(text: str, span: Span, field: Field) -> tuple[Span, ...]:
    """The answers that slashes part, the one in the span among them; at least half of them the field offers.

    The others are in words of an office's own: `Skole / Familie / Ude i fritiden`.
    """
    start = max(text.rfind(sign, 0, span.start) + 1 for sign in ":?\t\n")
    end = _ENDS.search(text, span.end)
    within = (start, len(text) if end is None else end.start())
    parts = [stripped(text, Span(*one.span()), _AROUND) for one in SLASHED.finditer(text, *within)]
    named = [option_named(field, text[one.start : one.end]) for one in parts]
    known = [value for value in named if value is not None]
    marked = sum(is_in(one, (span,)) for one in parts)
    told = 2 * len(known) >= len(parts) > 1 and len({*known}) == len(known) > 1
    return tuple(parts) if told and marked == 1 else ()


def stripped(text: str, span: Span, around: str) -> Span:
    """The span without the blanks and signs round what it says."""
    said = text[span.start : span.end]
    start = span.start + len(said) - len(said.lstrip(around))
    return Span(start, max(start, span.start + len(said.rstrip(around))))


def _says_no_more(text: str, span: Span, answer: Span) -> bool:
    """Whether what is marked begins with an answer and says nothing before it."""
    return not text[span.start : answer.start].strip(_AROUND)


def is_in(words: Span, spans: Sequence[Span]) -> bool:
    """Whether one of the spans holds the words, but for a blank or sign at their ends."""
    return any(one.start <= words.start and words.end <= one.end + 1 for one in spans)
