"""A question that several labels ask, or one label in several places, and what makes that doubtful."""

from __future__ import annotations

from pipeline.interpret.entries import Entry
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import is_unmarked
from pipeline.interpret.vocabulary import Fit


def says_otherwise(sheet: Sheet, entry: Entry, other: Entry) -> bool:
    """Whether one label asks under several headings, or in several items, and gets other answers.

    It names something of each.
    """
    if entry.item or other.label != entry.label or not other.said or other.raw == entry.raw:
        return False
    return other.place.heading != entry.place.heading or any(
        one.item for one in _between(sheet, entry, other)
    )


def says_again(sheet: Sheet, entry: Entry, other: Entry) -> bool:
    """Whether what another label was told stands at one in words of its own: that may ask for something else.

    `Planens sidste dag` may be the day that a form asks for as `Slutdato`, and in most forms isn't.
    """
    if other is entry or other.label == entry.label or not other.said or other.raw != entry.raw:
        return False
    parted = entry.place.heading != other.place.heading or not all(
        one.item for one in _between(sheet, entry, other)
    )
    away = bool(entry.item) and parted
    return (entry.fit is Fit.ALIKE and other.fit is Fit.SURE) or away


def asks_too(sheet: Sheet, other: Entry, entry: Entry) -> bool:
    """Whether the same was asked elsewhere, and got no answer.

    Right above the label that got one (`Sagsbehandler`, then `Navn: Ida`) it is the heading of that; so it is
    above others of its group, where it is one to the letter.
    """
    if (other.said and not is_unmarked(other.field, "\n".join(other.texts))) or other.fit is Fit.LOOSE:
        return False
    at = next(n for n, one in enumerate(sheet.entries) if one is other)
    below = sheet.entries[at + 1 :][:1]
    if not below or (other.heads and below == [entry]):
        return not below
    heading = sheet.heading(other.label)
    if heading is None or not heading.exact:
        return True
    return not all(heading.keys & set(sheet.lexicon.keys_of(one.field)[:1]) for one in (*below, entry))


def _between(sheet: Sheet, entry: Entry, other: Entry) -> list[Entry]:
    first, *_, last = (n for n, one in enumerate(sheet.entries) if one is entry or one is other)
    return sheet.entries[first + 1 : last]
