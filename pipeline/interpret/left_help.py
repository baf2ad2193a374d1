"""Help left at a label is no answer: the form's own words, and grey ones behind what is written."""

from __future__ import annotations

from pipeline.interpret.entries import Entry
from pipeline.interpret.helps import HELP
from pipeline.interpret.ink import FAINT, bare, has, without
from pipeline.interpret.sheet import Sheet


def leave_out_help(sheet: Sheet) -> None:
    """Takes what the form itself prints out of its answers; words that help stood behind may be a label."""
    for entry in sheet.entries:
        if sheet.is_printed(entry.raw):
            entry.texts.clear()
            continue
        for at, text in enumerate(entry.texts):
            said = _without_help_behind(sheet, text)
            if said == text:
                continue
            entry.texts[at] = said
            # Help stands behind a question, as a rule: `Eleven: styrker og udfordringer (skriv kort)`.
            entry.may_hold_label = entry.may_hold_label or _may_ask(entry, said, at)


def _may_ask(entry: Entry, said: str, at: int) -> bool:
    words = bare(said).strip()
    return at + 1 < len(entry.texts) or words[:1].islower()


def _without_help_behind(sheet: Sheet, text: str) -> str:
    """A text without the grey words it ends in, where those tell what to write."""
    if not has(FAINT, text):
        return text
    said, behind = text[: text.rindex(FAINT[0])], text[text.rindex(FAINT[0]) :]
    words = bare(behind).strip()
    helps = bool(HELP.match(words)) or sheet.is_printed(words)
    dark = any(map(str.isalnum, bare(without(FAINT, said))))
    ends = not any(map(str.isalnum, bare(without(FAINT, behind))))
    return said.rstrip() if helps and dark and ends else text
