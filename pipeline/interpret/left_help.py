"""Help left at a label is no answer: the form's own words, and grey ones behind what is written."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pipeline.definitions import Kind
from pipeline.interpret.entries import Entry, seldom_grey
from pipeline.interpret.helps import HELP, is_in_brackets
from pipeline.interpret.ink import BOLD, FAINT, all_in, bare, has, without
from pipeline.interpret.sheet import Sheet

_OPEN: Final = re.compile(r"\([^()]*$")
_MOST_LINES: Final = 4
"""Of what stands in brackets over an answer."""
_SHORT_LABEL: Final = 4
"""Words of a label; more may be a sentence."""


def leave_out_help(sheet: Sheet) -> None:
    """Takes what the form itself prints out of its answers; words that help stood behind may be a label."""
    for entry in sheet.entries:
        _join_brackets(entry)
    over = Counter(_words(entry.texts[0]) for entry in sheet.entries if _has_aside_over(entry))
    for entry in sheet.entries:
        if sheet.is_printed(entry.raw) or (is_in_brackets(entry.raw) and sheet.is_printed(entry.raw[1:-1])):
            entry.texts.clear()
            continue
        if _has_aside_over(entry) and (_helps(sheet, entry.texts[0]) or over[_words(entry.texts[0])] > 1):
            entry.texts.pop(0)
        if len(entry.texts) > 1 and _is_label_again(sheet, entry):
            entry.texts.pop(0)
        for at, text in enumerate(entry.texts):
            said = _without_help_behind(sheet, text)
            if said == text:
                continue
            entry.texts[at] = said
            # Help stands behind a question, as a rule: `Eleven: styrker og udfordringer (skriv kort)`.
            entry.may_hold_label = entry.may_hold_label or _may_ask(entry, said, at)


def is_help_alone(sheet: Sheet, entry: Entry) -> bool:
    """Whether all that stands at a label is in grey or italics, as help is: `Udfyldes af skolen`."""
    text = "".join(entry.texts)
    if entry.field.kind is not Kind.TEXT or not all_in(FAINT, text):
        return False
    return bool(HELP.match(bare(text).strip())) or seldom_grey(sheet.entries)


def begins_as_help(entry: Entry) -> bool:
    """Whether a text begins with a line that tells what to write, or may do: the rest of its question."""
    first = bare(entry.texts[0]).strip()
    return (_has_aside_over(entry) and is_in_brackets(first)) or (
        len(entry.texts) > 1
        and bool(HELP.match(first))
        and len(first.split()) <= _SHORT_LABEL
        and first[-1].isalpha()
    )


def _join_brackets(entry: Entry) -> None:
    """Makes the first lines of an answer one where they are in brackets together."""
    if not entry.texts or not _OPEN.match(_words(entry.texts[0])):
        return
    for last, text in enumerate(entry.texts[1:_MOST_LINES], start=1):
        if "(" in text:
            return
        if _words(text).endswith(")"):
            entry.texts[: last + 1] = [" ".join(_words(one) for one in entry.texts[: last + 1])]
            return


def _has_aside_over(entry: Entry) -> bool:
    """Whether an answer begins with a line in brackets or in grey, and the rest of it is in neither."""
    first, *rest = entry.texts or ("",)
    aside = is_in_brackets(first) or all_in(FAINT, first)
    return aside and bool(rest) and not any(has(FAINT, text) or is_in_brackets(text) for text in rest)


def _helps(sheet: Sheet, text: str) -> bool:
    """Whether a line in brackets over an answer can only be help: in grey, or telling what to write."""
    if not is_in_brackets(text):
        return False
    words = _words(text)
    return all_in(FAINT, text) or HELP.match(words) is not None or sheet.is_printed(words[1:-1])


def _words(text: str) -> str:
    return bare(text).strip()


def _is_label_again(sheet: Sheet, entry: Entry) -> bool:
    """Whether a bold line above an answer is words of its label: `Er barnet parat? Vurdering`."""
    first, *rest = entry.texts
    words = sheet.lexicon.words(bare(first))
    own = sheet.lexicon.said_of[entry.field.path]
    return bool(words) and words <= own and all_in(BOLD, first) and not any(has(BOLD, text) for text in rest)


def _may_ask(entry: Entry, said: str, at: int) -> bool:
    words = bare(said).strip()
    return at + 1 < len(entry.texts) or words[:1].islower()


def _without_help_behind(sheet: Sheet, text: str) -> str:
    """A text without the grey words it ends in, where those tell what to write."""
    if not has(FAINT, text):
        return text
    said, behind = text[: text.rindex(FAINT[0])], text[text.rindex(FAINT[0]) :]
    words = bare(behind).strip().lstrip("–—- ")
    helps = bool(HELP.match(words)) or sheet.is_printed(words)
    dark = any(map(str.isalnum, bare(without(FAINT, said))))
    ends = not any(map(str.isalnum, bare(without(FAINT, behind))))
    return said.rstrip() if helps and dark and ends else text
