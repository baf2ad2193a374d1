"""Questions that run on in one line with nothing between them: `Tolk? [x] Ja [ ] Nej Post: [ ] Ja [x] Nej`.

The words behind a box are an answer and, right behind it, the next question; told by both being known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.definitions import Field
from pipeline.interpret.entries import Entry
from pipeline.interpret.ink import bare
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, options_of, ticks
from pipeline.interpret.vocabulary import Context, Fit

_ENDS_LABEL: Final = re.compile(r"_{1,}(?=[^_\s])|_{3,}|\.{3,}|…|:")


def part_run_ons(sheet: Sheet) -> None:
    """Gives each question in a text of boxes its own entry, where all of them are known."""
    for at in range(len(sheet.entries) - 1, -1, -1):
        entry = sheet.entries[at]
        if offers(entry.field) and len(entry.texts) == 1:
            parts = list(_parts(sheet, entry))
            if len(parts) > 1:
                sheet.entries[at : at + 1] = parts


def _parts(sheet: Sheet, entry: Entry) -> Iterator[Entry]:
    """The entry, and one for each known question that follows within its text."""
    while (found := _question_within(sheet, entry)) is not None:
        asked, label, begins, ends = found
        text = entry.texts[0]
        item = entry.item if sheet.lexicon.rows_of(asked) is not None else ()
        yield replace(entry, texts=[text[:begins]])
        entry = replace(entry, field=asked, label=label, item=item, texts=[text[ends:]])
    yield entry


def _question_within(sheet: Sheet, entry: Entry) -> tuple[Field, str, int, int] | None:
    """The question behind the first of the answers that has one, and where in the text it begins and ends."""
    text = entry.texts[0]
    marks = list(MARK.finditer(text))
    lexicon = sheet.lexicon
    context = Context(keys=frozenset(lexicon.keys_of(entry.field)))
    ends = [mark.start() for mark in marks[1:]] + [len(text)] * bool(marks)
    for mark, end in zip(marks, ends, strict=True):
        words = text[mark.end() : end]
        for option in options_of(entry.field).values():
            at = words.casefold().find(option.casefold())
            if at < 0 or bare(words[:at]).strip():
                continue
            begins = mark.end() + at + len(option)
            said, asks = _label_in(text[begins:end], more=end < len(text))
            label = bare(said).strip(" \t:")
            named = lexicon.name(label, context) if danish.clean_line(label) else None
            asked = named.field if named is not None and named.fit is not Fit.LOOSE else None
            if asked is None or asked == entry.field or (end < len(text) and not asks and not offers(asked)):
                continue
            mine = ticks(entry.field, text[:begins])
            if mine is not None and not mine.other and lexicon.rows_of(asked) == lexicon.rows_of(entry.field):
                return asked, label, begins, begins + len(said)
    return None


def _label_in(text: str, *, more: bool) -> tuple[str, bool]:
    """The label that a text begins with, up to a line to write on or a colon, and whether one ends it.

    `more`: a box follows the text, so all of it may be the label.
    """
    found = _ENDS_LABEL.search(text)
    return (text[: found.start()], True) if found else (text if more else "", False)
