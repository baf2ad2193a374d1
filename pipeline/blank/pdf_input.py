"""What is filled in on a PDF form: text fields, lists and check boxes, as values to place on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.blank.controls import DATE_PROMPT, boxes_of
from pipeline.blank.shown import shown
from pipeline.definitions import Field, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field of the form, or one of its boxes.

    `name` is the field's tag with the number of its row, `hint` what a screen reader says. `ticked` is set
    for boxes only, `choices` are the texts of a list, `longest` is 0 where no length is set.
    """

    name: str
    hint: str
    value: str = ""
    multiline: bool = False
    required: bool = False
    longest: int = 0
    choices: tuple[str, ...] = ()
    ticked: bool | None = None


def named(tag: str, item: str) -> str:
    """The tag with the number of the row: `goals[].goal` in `/goals/2` is `goals[2].goal`."""
    return tag.replace("[]", f"[{item.rpartition('/')[2]}]", 1) if item else tag


def text_input(entry: Field, value: Any, item: str, where: str) -> Input:
    """The input of a field that is written, dated or chosen from a list; `where` is what it is part of."""
    return Input(
        name=named(entry.tag, item),
        hint=_hint(entry.label, where, entry.help, DATE_PROMPT if entry.kind is Kind.DATE else ""),
        value="" if value is None else shown(entry, value),
        multiline=entry.multiline,
        required=entry.required and not item,
        longest=entry.max_length if entry.kind is Kind.TEXT else 0,
        choices=tuple(choice.label for choice in entry.choices) if entry.kind is Kind.CHOICE else (),
    )


def box_inputs(entry: Field, value: Any, item: str, where: str) -> list[tuple[Input, str]]:
    """The boxes of a field, each with the words beside it."""
    return [
        (
            Input(
                name=named(tag, item),
                hint=_hint(entry.label, words, where, entry.help),
                required=entry.widget == "tick" and entry.required and not item,
                ticked=ticked,
            ),
            words,
        )
        for tag, words, ticked in boxes_of(entry, value)
    ]


HINT_PARTS = " · "
"""The label stands first in a hint, up to this."""


def _hint(*parts: str) -> str:
    return HINT_PARTS.join(part for part in parts if part)
