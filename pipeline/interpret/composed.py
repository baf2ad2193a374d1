"""Labels made of several: `Postnr. og by` asks for two fields, `Samtykke … (dato)` for one within a group."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol

from pipeline.danish.labels import AS_NUMBER
from pipeline.definitions import Field, Kind, Path
from pipeline.interpret.several import parts_of_label, tail_of
from pipeline.interpret.vocabulary import (
    CHILD,
    GENERIC,
    KIND_WORDS,
    NAME,
    NO_WORDS,
    NOTHING,
    Context,
    FieldHome,
    Fit,
    Heading,
    Named,
    Words,
)

_QUESTIONS = ("hvem ", "hvad ", "hvor", "hvilke")
"""How a question begins that what stands in brackets behind it may say in fewer words."""
_MOST_PARTS = 4
_ASKS_MORE = re.compile(r"\s+[a-zæøå][^\d:]{2,40}")
"""What may go on with a label behind its colon: small words, and no value."""
_OF_ITEM = re.compile(r"(\S[^:>]*?\s\d{1,2})\s*(?:[:>/|·]|\s[–—-]\s|,)\s*(\S.*)")


class KnowsLabels(Protocol):
    """What knows the single labels of a form."""

    homes: dict[Path, FieldHome]

    def name(self, label: str, context: Context, rows: Path | None = None) -> Named: ...

    def words(self, label: str) -> Words: ...

    def own_words(self, one: Field) -> Words: ...

    def heading(self, text: str, context: Context) -> Heading | None: ...


def joined(asked: KnowsLabels, label: str, context: Context, rows: Path | None) -> Named | None:
    """Several fields that one label joins, each certain; later ones lean on the first."""
    parts = parts_of_label(label)
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    fields: list[Field] = []
    item = ""
    for part in parts:
        named = asked.name(part, context, rows)
        one = named.field
        if one is None or named.fit is Fit.LOOSE or named.together or one in fields:
            return None
        fields.append(one)
        item = item or named.item
        home = asked.homes[one.path]
        context = replace(context, last=home.keys, last_words=home.group_words, lost=False)
    lists = {asked.homes[one.path].rows for one in fields}
    if len({one.path[:-1] for one in fields}) > 1 and len(lists) > 1:
        return None
    return Named(fields=tuple(fields), fit=Fit.ALIKE, item=item, together=True)


def by_card(asked: KnowsLabels, label: str, context: Context) -> Named | None:
    """What a label asks of the item whose number stands before it: `Forælder 2 > Navn`, `Møde 1: Dato`."""
    if (found := _OF_ITEM.fullmatch(label)) is None:
        return None
    card = asked.heading(found[1], context)
    if card is None or not card.is_card or card.rows is None:
        return None
    named = asked.name(found[2], Context(keys=card.keys, words=card.words))
    rows = {asked.homes[one.path].rows for one in named.fields}
    return replace(named, item=card.item) if rows == {card.rows} and named.fit is not Fit.LOOSE else None


def by_tail(asked: KnowsLabels, label: str, context: Context, rows: Path | None) -> Named | None:
    """What a label's end asks of the group that its beginning names: `Samtykke … (dato)`.

    Nothing at all where the end asks for something that the group doesn't have; None where it says nothing.
    """
    if (parts := tail_of(label)) is None:
        return None
    head, tail = parts
    if asked.words(tail) <= CHILD or tail.casefold() in AS_NUMBER:
        return None  # `Postnr. (barn)`, `Klassetrin (tal)`: whose it is or how to write it, and no question
    told = "(" in label and len(tail.split()) > 1 and head.casefold().startswith(_QUESTIONS)
    aside = asked.name(tail, context, rows) if told else NOTHING
    if aside.spelt and aside.field is not None and not asked.name(head, context, rows).spelt:
        return replace(aside, fit=Fit.ALIKE)  # `Hvem drejer sagen sig om (barnets navn)`
    if asked.words(head) <= GENERIC:
        # `Tlf. (skoleleder)`: whose it is stands behind it.
        named = asked.name(f"{tail} {head}", context, rows)
        if named.field is not None and asked.words(head) & KIND_WORDS.get(named.field.kind, NO_WORDS):
            return named
    first = asked.name(head, context, rows).field
    if first is None or (first.kind is Kind.TEXT and "(" in label):
        return None  # `Klasse (trin)` is told by its answer
    if not asked.homes[first.path].keys[0].startswith("g:"):
        return None
    named, within = _asked_within(asked, first, tail, rows)
    if within:
        return named
    asks_else = asked.words(tail) & GENERIC - NAME - KIND_WORDS.get(first.kind, NO_WORDS)
    return NOTHING if asks_else and named.field != first else None


def by_part(asked: KnowsLabels, label: str, context: Context, rows: Path | None) -> Named | None:
    """What a label behind its colon asks of the group that the words before it name: `Samtykke …: dato`.

    Behind a name only what everybody has is asked: `Skoleleder: telefon`. Else it is an answer.
    """
    head, _, tail = label.rpartition(":")
    named = asked.name(head, context, rows) if _ASKS_MORE.fullmatch(tail) else NOTHING
    first = named.field
    if first is None or named.fit is Fit.LOOSE or not asked.homes[first.path].keys[0].startswith("g:"):
        return None
    if first.kind is not Kind.CHOICE and not asked.words(tail) <= GENERIC:
        return None
    named, within = _asked_within(asked, first, tail, rows)
    again = named.field == first and asked.words(tail) <= GENERIC  # `Deling: svaret er`
    return named if within or again else None


def _asked_within(asked: KnowsLabels, first: Field, tail: str, rows: Path | None) -> tuple[Named, bool]:
    """What words ask in the group of a field, and whether it is certain and another field of that group."""
    keys = asked.homes[first.path].keys
    inside = Context(keys=frozenset(keys[:1]), last=keys, last_words=asked.own_words(first))
    # `dato for svaret` asks when the one before it was answered.
    own = asked.words(first.label)
    apart = " ".join(word for word in tail.split() if not (said := asked.words(word)) or said - own)
    told = [asked.name(said, inside, rows) for said in dict.fromkeys((tail, apart))]
    for named in told:
        one = named.field
        within = one is not None and one != first and asked.homes[one.path].keys[0] == keys[0]
        if within and named.fit is not Fit.LOOSE:
            return replace(named, fit=Fit.ALIKE), True
    return replace(told[0], fit=Fit.ALIKE), False
