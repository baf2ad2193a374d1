"""What a label with all that stands under it answers: the same as a control with the field's tag would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Kind
from pipeline.interpret.convert import convert
from pipeline.interpret.entries import Entry
from pipeline.interpret.evidence import is_typed
from pipeline.interpret.helps import HELP
from pipeline.interpret.ink import FAINT, STRUCK, all_in, bare, has, without_leaders
from pipeline.interpret.sorting import BRACKETED
from pipeline.interpret.ticks import offers, option_named, options_of, ticks
from pipeline.records import Answer, Place

_BULLET: Final = re.compile(r"^[–—•-]\s+(?=\w)")
_RULED: Final = re.compile(
    r"\A(?:_{3,}(?!_)|_+(?=[ \t])|\.{4,}|…{2,})[ \t]*(?=\S)|[ \t]*(?:_{3,}|\.{4,}|…{2,})[ \t]*$",
    re.MULTILINE,
)
"""The line to write on before a text, and behind each of its lines."""


def answers_of(entry: Entry, doubt: str) -> Iterator[Answer]:
    """What an entry says in its field's tag: one text, or each ticked box; `doubt` is a code or nothing."""
    one = entry.field
    texts = without_help(entry)
    text = "\n".join(texts)
    raw = "\n".join(bare(part).strip() for part in texts).strip("\n")
    plain = Answer(
        raw=raw,
        place=entry.place,
        by="label",
        tag=one.tag,
        label=entry.label,
        items=entry.item,
        struck=has(STRUCK, text),
        doubt=doubt,
    )
    if not offers(one):
        yield replace(plain, raw=_typed(one, raw))
        return
    marked = ticks(one, text)
    if marked is None:
        said = option_named(one, raw)
        label = options_of(one).get(said or "", "")
        yield replace(plain, raw=label or raw)
    elif marked.other:
        yield replace(plain, struck=one.kind is Kind.CHOICES and plain.struck)
    else:
        for option in marked.options:
            yield replace(plain, raw="☒", tag=f"{one.tag}:{option}", checked=True, struck=False)


def without_help(entry: Entry) -> list[str]:
    """The texts of an answer without the form's own help that was left in its cell."""
    help_text = danish.fold(entry.field.help) if entry.field.help else ""
    # Where all of an answer is grey or in italics, that is how the form was filled in.
    so_filled = len(entry.texts) > 1 and all(all_in(FAINT, text) for text in entry.texts)
    kept = [text for text in entry.texts if not _is_left_help(text, help_text, faint=not so_filled)]
    return kept if any(bare(text).strip() for text in kept) else list(entry.texts)


def _is_left_help(text: str, help_text: str, *, faint: bool) -> bool:
    plain = bare(text).strip()
    if not plain:
        return False
    if help_text and danish.fold(plain) == help_text:
        return True
    aside = (faint and all_in(FAINT, text)) or (plain[0] in "([<" and plain[-1] in ")]>")
    return aside and bool(HELP.match(plain))


def _typed(one: Field, raw: str) -> str:
    """An answer without leaders round it; a short one also without help in brackets beside it."""
    if one.multiline:
        return _RULED.sub("", raw)
    text = "\n".join(line.strip(" \t_…") for line in raw.split("\n")).strip("\n")
    text = _BULLET.sub("", text)  # of a list of one thing it says nothing
    if one.unit and text.endswith(one.unit) and danish.is_empty_text(text.removesuffix(one.unit)):
        return ""  # the unit is printed behind the field, and nothing stands before it
    if one.unit:
        # Printed at the right of a field, it stands a jump behind what is written there.
        text = re.sub(rf"\t+{re.escape(one.unit)}$", "", text)
    text = without_leaders(text)
    # Help may stand before the line to write on: `(skriv kort) ____Prøvegade 1____`.
    rest = without_leaders(
        BRACKETED.sub(lambda found: "" if HELP.match(found[0]) else found[0], text).strip()
    )
    if is_typed(one) and _unreadable(one, rest):
        # What stands in brackets beside a number or a date is no part of it.
        bare_value = BRACKETED.sub("", text).strip()
        rest = rest if _unreadable(one, bare_value) else bare_value
    return rest or text


def _unreadable(one: Field, text: str) -> bool:
    return isinstance(convert(one, Answer(raw=text, place=Place(), by="")), danish.Unclear)
