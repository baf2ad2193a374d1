"""Labels that the end of a line has cut: each made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.interpret.lines import is_one_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Span, TextLine, part_of

_MOST_RESTS: Final = 3
"""Lines that a label may go on for."""
_LED: Final = re.compile(r"(?P<rest>(?:[^.…_:\t]|:(?=\d)){0,80}?)\s*(?:_{4,}|\.{4,}|…{2,})")
"""A line that ends its label with a leader, after some words or none."""


def with_whole_labels(sheet: Sheet, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines with labels of two lines in one: `Deling:\tIda` over `noteret af` asks who noted it."""
    waiting = [*reversed(lines)]
    while waiting:
        line = waiting.pop()
        for count in range(1, min(_MOST_RESTS, len(waiting)) + 1):
            rests = waiting[-count:][::-1]
            whole = _whole_label(sheet, line, rests) or _led_label(sheet, line, rests)
            if whole is not None:
                line = whole
                del waiting[-count:]
                break
        yield line


def _whole_label(sheet: Sheet, line: TextLine, rests: Sequence[TextLine]) -> TextLine | None:
    """The line with the rest of its label, where only all of it is a label to the letter."""
    if line.filled:
        return None
    if any(one.filled or "\t" in one.text or not one.text[:1].islower() for one in rests):
        return None
    label, jump, value = line.text.partition("\t")
    *begun, rest = (one.text for one in rests)
    if not is_one_label(sheet, " ".join([label, *begun]), rest):
        return None
    said = " ".join([label, *begun, rest]).strip(" :") + ":"
    label_looks, shift = part_of(line, 0, len(label)), len(said) - len(label)

    def looks(own: tuple[Span, ...], of_label: tuple[Span, ...]) -> tuple[Span, ...]:
        behind = (Span(one.start + shift, one.end + shift) for one in own if one.start > len(label))
        return (*((Span(0, len(said)),) if of_label else ()), *behind)

    return replace(
        line,
        text=f"{said}{jump}{value}",
        bold=looks(line.bold, label_looks.bold),
        faint=looks(line.faint, label_looks.faint),
        struck=looks(line.struck, ()),
        underlined=looks(line.underlined, ()),
        coloured=looks(line.coloured, ()),
        broken=(),
    )


def _led_label(sheet: Sheet, line: TextLine, rests: Sequence[TextLine]) -> TextLine | None:
    """The line with the rest of its label and the leader behind that: `forløbet stopper ......: Nej`."""
    *begun, last = (one.text for one in rests)
    led = _LED.match(last)
    if (
        led is None
        or not re.search(r"\w", last.replace("_", " "))
        or line.filled
        or "\t" in line.text
        or any(one.filled for one in rests)
    ):
        return None
    words = " ".join([line.text.strip(), *begun])
    rest = led["rest"].strip(" *")
    whole = f"{words} {rest}".rstrip(" *")
    known = sheet.ask(whole).spelt and (not rest or (rest[:1].islower() and not sheet.ask(rest).spelt))
    return replace(line, text=f"{words} {last}", broken=()) if known and not _LED.match(words) else None
