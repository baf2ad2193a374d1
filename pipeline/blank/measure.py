"""About how much room words take: for choosing between layouts, not for setting type.

All lengths are twips (1/20 point, 57 to a millimetre). The widths of letters are those of Calibri, and of
Carlito, which was made to have the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.definitions import Field, Kind

LABEL, VALUE, HEAD = 9.5, 10.0, 8.5
"""The sizes in points of the shell's styles for labels, answers and column heads."""

BOX = 250
"""A check box and the blank after it."""
GAP = 150
"""Between one box's words and the next box."""

PADDING = 142

_LETTERS = {
    "'il jI.,": 240, ":;()f-J": 290, "t!rs/z": 360, "cLxkvyFS?gZaåETY": 465, "e–§*0123456789»«": 505,
    "KPXbdhnopquøCBRVAÅ": 540, "DHGUNOØQ&": 645, "w%Ææ": 730, "mMW": 820,
}  # fmt: skip
_THOUSANDTHS = {letter: width for letters, width in _LETTERS.items() for letter in letters}
"""Widths of letters in thousandths of the size; bold is about a fortieth wider."""

_WIDEST = {
    Kind.DATE: "00-00-0000",
    Kind.CPR: "000000-0000",
    Kind.PHONE: "00 00 00 00",
    Kind.CVR: "00000000",
    Kind.EAN: "0000000000000",
    Kind.MONEY: "000.000 kr.",
    Kind.POSTAL_CODE: "0000",
    Kind.INSTITUTION: "000000",
    Kind.GRADE: "00",
    Kind.INTEGER: "0000",
    Kind.NUMBER: "00,00",
    Kind.EMAIL: "fornavn@eksempel.dk",
}


def width_of(words: str, points: float, *, bold: bool = False) -> int:
    """How wide a text is on one line."""
    thousandths = sum(_THOUSANDTHS.get(letter, 505) for letter in words)
    return round(thousandths * points * (0.0205 if bold else 0.02))


def lines_of(text: str, points: float, width: int) -> int:
    """In about how many lines a text stands; a tenth is added for what doesn't fill its line."""
    room = max(width - PADDING, 1)
    return sum(1 + width_of(line, points) * 11 // (room * 10) for line in text.split("\n"))


def box_widths(words: Sequence[str]) -> list[int]:
    return [BOX + width_of(word, VALUE) + GAP for word in words]


def least_width(entry: Field) -> int:
    """The width in which an answer stands on one line; for free text, in which it can be written at all."""
    if entry.kind is Kind.BOOLEAN:
        words = ["Ja"] if entry.widget == "tick" else ["Ja", "Nej"]
        return sum(box_widths(words)) + PADDING - GAP
    if entry.kind is Kind.CHOICE and entry.widget == "ticks":
        return sum(box_widths([choice.label for choice in entry.choices])) + PADDING - GAP
    if entry.kind is Kind.CHOICES:
        return max(box_widths([choice.label for choice in entry.choices])) + PADDING - GAP
    if entry.kind is Kind.CHOICE:
        return max(width_of(choice.label, VALUE) for choice in entry.choices) + PADDING
    if entry.kind in _WIDEST:
        unit = f" {entry.unit}" if entry.unit else ""
        return width_of(_WIDEST[entry.kind] + unit, VALUE) + PADDING
    return 1100


def column_widths(columns: Sequence[Field], heads: Sequence[str], width: int) -> list[int]:
    """The widths of a table's columns: first what must stand in each, then the rest to the long texts."""
    least = [
        max(_longest_word(head), _narrowest(column)) for column, head in zip(columns, heads, strict=True)
    ]
    wishes = [_wish(column) for column in columns]
    spare = width - sum(least)
    if spare < 0:
        shares = [width * part // sum(least) for part in least]
    else:
        total = sum(wishes) or 1
        shares = [part + round(spare * wish / total) for part, wish in zip(least, wishes, strict=True)]
    shares[-1] += width - sum(shares)
    return shares


def _longest_word(words: str) -> int:
    return max((width_of(word, HEAD, bold=True) for word in words.split()), default=0) + PADDING


def _narrowest(entry: Field) -> int:
    """As `least_width`, but a list's choices may break between words."""
    if entry.kind is Kind.CHOICE and entry.widget != "ticks":
        words = [word for choice in entry.choices for word in choice.label.split()]
        return max(width_of(word, VALUE) for word in words) + PADDING
    return least_width(entry)


def _wish(column: Field) -> float:
    """How much a column gains from room to spare."""
    if column.multiline:
        return 6
    if column.widget == "tick":
        return 4  # a signature may stand beside the box
    if column.kind is Kind.TEXT:
        return 4 if column.max_length > 60 else 2
    if column.kind is Kind.EMAIL:
        return 3
    if column.kind in (Kind.CHOICE, Kind.CHOICES):
        return 1
    return 0.2
