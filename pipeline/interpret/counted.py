"""Headings that count the items of a list: which list one goes on with, by the item before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.danish.labels import label_words
from pipeline.interpret.items import Items
from pipeline.interpret.vocabulary import Context, Heading, list_key

_COUNTED: Final = re.compile(r"(?:.*(?::|\s[–—-])\s)?\s*(\D{2,}?)(?:\s*\bnr\.?)?\s*([0-9]{1,2})\W*")
"""What an item is called, and its number; before it may stand what the list is called."""


def count_of(title: str) -> tuple[str, int] | None:
    """What an item is called, as it is compared, and its number: `Forældre – forælder nr. 2`."""
    counted = _COUNTED.fullmatch(danish.clean_line(title))
    return (danish.fold(counted[1]), int(counted[2])) if counted else None


def _first_of(
    called: str, number: int, context: Context, known: Iterable[Heading], items: Items
) -> Heading | None:
    """The first item of the list whose heading stands above, called by a word of it: `Indsats 1` below
    `Mål og indsatser`."""
    lists = [
        one
        for one in known
        if one.rows is not None and one.keys <= context.keys and list_key(one.rows.path) in context.keys
    ]
    words = label_words(called)
    own = next((one for one in lists if words & one.words), None)
    if own is None or own.rows is None or number != 1 or not items.is_next(own.rows, str(number)):
        return None
    return replace(own, item=str(number), exact=True, called=called)


def going_on(
    text: str, found: Heading | None, context: Context, known: Iterable[Heading], items: Items
) -> Heading | None:
    """A heading as that of the next item of the list it goes on with.

    `Mål 2` below `Mål indtil nu 1` goes on with that list, though another one's items are named so. And so
    does `Målområde 2` below `Aktiviteter – Målområde 1`, whatever it would say alone.
    """
    called, number = count_of(text) or ("", 0)
    card = items.card
    other = found is None or (not found.party and card is not None and not found.keys & card.keys)
    if card is not None and card.rows is not None and called and card.called == called and other:
        return replace(card, item=str(number)) if items.is_next(card.rows, str(number)) else found
    if found is None and called:
        return _first_of(called, number, context, known, items)
    if found is None or found.rows is None or not found.item.isdigit():
        return found
    found = replace(found, called=called)
    if found.keys & context.keys:
        return found
    going = (
        one
        for one in known
        if one.keys & context.keys and one.rows is not None and items.is_next(one.rows, found.item)
    )
    mine = (one for one in going if one.words & found.words)
    return next((replace(one, item=found.item, exact=found.exact, called=called) for one in mine), found)
