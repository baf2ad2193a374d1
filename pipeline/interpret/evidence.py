"""What an answer itself tells of its field, where the label alone is not enough.

Printed options that only one question has, a kind of value that only one field of the group takes. This can
settle which of a few fields is meant, or confirm a label in unknown words; it never overrules a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.danish import Unclear, parse_yes_no
from pipeline.definitions import Field, Kind
from pipeline.interpret.composed import joined
from pipeline.interpret.convert import convert
from pipeline.interpret.ink import bare, without_leaders
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.several import is_half_range, is_range, share_out
from pipeline.interpret.ticks import MARK, offers, option_named, printed_options, ticks
from pipeline.interpret.vocabulary import (
    CONTACTS,
    ELSE_ASKED,
    NOTHING,
    OTHER_THAN_ASKED,
    Context,
    Fit,
    Named,
)
from pipeline.records import Answer, Place

_OF_SOMETHING: Final = re.compile(r"(?i)(.+?)\s(?:af|for|fra|hos|i|med|om|på|til|ved)\s")
"""What is asked for, before what it belongs to."""
_OF_SOMEBODY: Final = re.compile(r"(?i)\W*\w+s\s+(\w[\w-]+)\W*")
"""What is asked for, behind whom it belongs to."""

_TELLING: Final = frozenset({Kind.EMAIL, Kind.PHONE, Kind.CPR, Kind.CVR, Kind.EAN, Kind.INSTITUTION})
"""Kinds of value that are what they are wherever they stand."""

_TYPED: Final = _TELLING | {Kind.DATE, Kind.MONEY, Kind.NUMBER, Kind.INTEGER, Kind.GRADE, Kind.POSTAL_CODE}

_TOLD: Final = 2
"""Words of a label that are those of a period: with so many it is that one's wherever it stands."""


def decide(lexicon: Lexicon, named: Named, label: str, texts: Sequence[str], context: Context) -> Named:
    """What a label names, when it is known what stands under it."""
    text = "\n".join(texts)
    if not bare(text).strip():
        sure = named.field is not None and named.fit is Fit.LOOSE
        confirmed = sure and named.field is not None and confirms(lexicon, named.field, label, "", context)
        return replace(named, fit=Fit.ALIKE) if confirmed else named
    if named.together:
        return named
    if (is_range(text) or is_half_range(text)) and (both := _start_and_end(lexicon, named, label, context)):
        return both
    if (
        named.field is not None
        and not named.spelt
        and (both := _last_of_several(lexicon, named, label, text, context))
    ):
        return both
    possible = [one for one in named.fields if fits(one, text)]
    words_only = possible and all(one.kind is Kind.TEXT and not one.multiline for one in possible)
    if words_only and (other := _by_options(lexicon, text, context)):
        return other  # several printed answers beside each other are no name
    if len(named.fields) > 1:
        telling = [one for one in possible if one.kind is not Kind.TEXT]
        meant = telling if len(telling) == 1 else possible
        if not possible and not ticks_nothing(text):
            return _by_options(lexicon, text, context) or named
        return replace(named, fields=tuple(meant), fit=Fit.ALIKE) if len(meant) == 1 else named
    one = named.field
    if one is not None:
        misled = named.fit is Fit.ALIKE or offers(one) or (one.kind is Kind.TEXT and not one.multiline)
        if misled and not ticks_nothing(text) and not fits(one, text):
            # Boxes with the words of another question, or beside a question that offers none.
            return _by_options(lexicon, text, context) or (named if offers(one) else NOTHING)
        away = lexicon.rows_of(one) and not {*context.keys, *context.last} & {*lexicon.keys_of(one)}
        if away and offers(one) and not fits(one, text):
            return NOTHING  # no answer of a list that is at home elsewhere
        if named.fit is not Fit.LOOSE:
            return _by_answer(lexicon, named, label, text, context) or named
        if confirms(lexicon, one, label, text, context):
            return replace(named, fit=Fit.ALIKE)
        named = named if fits(one, text) else NOTHING
        return _by_options(lexicon, text, context) or named
    return (
        _by_options(lexicon, text, context)
        or _by_kind(lexicon, label, text, context)
        or _by_party(lexicon, label, text, context)
        or named
    )


def _is_asked_here(lexicon: Lexicon, one: Field, context: Context) -> bool:
    return lexicon.is_near(one, context) or _is_in_section(lexicon, one, context)


def _is_in_section(lexicon: Lexicon, one: Field, context: Context) -> bool:
    return lexicon.rows_of(one) is None and not context.keys.isdisjoint(lexicon.homes[one.path].keys)


def _last_of_several(lexicon: Lexicon, named: Named, label: str, text: str, context: Context) -> Named | None:
    """All that a label asks for whose last words alone were heard, where the answer holds all of it.

    `Underskriver, stilling: Bo Øst, rektor` is two answers, and `Skoleleder, tlf.: 00 00 00 33` is one.
    """
    both = joined(lexicon, label, context, None)
    if both is None or named.field != both.fields[-1]:
        return None
    return both if len(share_out(both.fields, text) or ()) == len(both.fields) else None


def _start_and_end(lexicon: Lexicon, named: Named, label: str, context: Context) -> Named | None:
    """The one pair of dates in a section that says from when until when, if a label may ask for both."""
    dates = [one for one in lexicon.form.fields() if one.kind is Kind.DATE]
    pairs = [
        (first, last)
        for first, last in pairwise(dates)
        if first.path[:-1] == last.path[:-1] and (first.path[-1], last.path[-1]) == ("start", "end")
    ]
    words = lexicon.words(label)

    def said(pair: tuple[Field, Field]) -> int:
        """How many of the label's words are those of the two dates, or of what they are of."""
        own = frozenset().union(*(lexicon.said_of[one.path] for one in pair))
        return len(words & (own | lexicon.homes[pair[0].path].group_words))

    most = max(map(said, pairs), default=0)
    told = [pair for pair in pairs if most and said(pair) == most]
    # The one whose dates the label names, or that it says more than one word of, else the one asked for here.
    pairs = [pair for pair in told if named.fields and all(one in pair for one in named.fields)]
    if not pairs and (most < _TOLD or len(told) > 1):
        told = [pair for pair in told if any(_is_asked_here(lexicon, one, context) for one in pair)]
    pairs = pairs or told
    if len(pairs) != 1:
        return None
    one = named.field
    other = one if one not in pairs[0] else None
    if other and lexicon.is_near(other, context) and len(words & lexicon.said_of[other.path]) >= most:
        return None  # the label asks that as much as it asks for the period
    return Named(fields=pairs[0], fit=Fit.ALIKE, together=True)


def fits(one: Field, text: str) -> bool:
    """Whether a text can be an answer to the field."""
    plain = without_leaders(bare(text)).strip()
    if offers(one):
        found = ticks(one, text)
        if found is None and one.kind is Kind.BOOLEAN:
            return not isinstance(parse_yes_no(plain), Unclear)
        return not found.other if found is not None else option_named(one, plain) is not None
    if one.kind in _TYPED:
        return not isinstance(convert(one, Answer(raw=plain, place=Place(), by="")), Unclear)
    return ticks_nothing(text)


def is_telling(one: Field) -> bool:
    """Whether only some texts can answer a field: a date, an amount, one of a few words."""
    return offers(one) or is_typed(one)


def is_typed(one: Field) -> bool:
    """Whether only a number, a date or the like answers a field, so that no label is an answer to it."""
    return one.kind in _TYPED


def ticks_nothing(text: str) -> bool:
    """Whether no boxes are drawn in a text."""
    return len(MARK.findall(text)) < 2


def confirms(lexicon: Lexicon, one: Field, label: str, text: str, context: Context) -> bool:
    """Whether a label with an unknown word may be trusted: its answer fits, nothing says otherwise."""
    unknown = lexicon.unknown_words(one, label)
    if not lexicon.is_near(one, context) or unknown & ELSE_ASKED:
        return False
    # `Transport til skole` and `Skolens transport` ask for that, not for the school.
    asked = _OF_SOMETHING.match(label) or _OF_SOMEBODY.fullmatch(label)
    if asked is not None and lexicon.words(asked[1]) and lexicon.words(asked[1]) <= unknown:
        return False
    if offers(one) and one.kind is not Kind.BOOLEAN and len(printed_options(one, bare(text))) > 1:
        return True
    return len(unknown) == 1 and (not bare(text).strip() or fits(one, text))


def _by_answer(lexicon: Lexicon, named: Named, label: str, text: str, context: Context) -> Named | None:
    """The question beside a short text's whose printed answer this is, where the label may mean either."""
    one = named.field
    if one is None or one.kind is not Kind.TEXT or one.multiline:
        return None
    # `Klasse (trin)`: to the letter the class; in brackets stands the grade, and so says the answer.
    aside = re.search(r"\(([^()]+)\)", label)
    other = lexicon.name(aside[1], context).field if aside else None
    if other is not None and other.kind in _TYPED and other != one and fits(other, text):
        near = lexicon.is_near(other, context)
        return Named(fields=(other,) if near else (one, other), fit=Fit.ALIKE)
    if one.path[-1] == "name" and not named.spelt:
        # `Hvilket nummer har psykologen?`: a telephone or an address of e-mail is nobody's name.
        told = _contact_of(lexicon, one, text) or _by_party(lexicon, label, text, context)
        if told is not None:
            return told
    if named.fit is Fit.SURE:
        return None
    words = lexicon.words(label)
    found = [
        other
        for other in lexicon.form.fields()
        if other.kind is Kind.CHOICE
        and words & lexicon.said_of[other.path]
        and lexicon.is_near(other, context)
        and option_named(other, bare(text)) is not None
    ]
    return Named(fields=tuple(found), fit=Fit.ALIKE) if len(found) == 1 else None


def _contact_of(lexicon: Lexicon, name: Field, text: str) -> Named | None:
    """The telephone or e-mail of the person a field names, where that is what a text is."""
    beside = (other for other in lexicon.form.fields() if other.path[:-1] == name.path[:-1])
    found = [other for other in beside if other.kind in CONTACTS and fits(other, text)]
    return Named(fields=tuple(found), fit=Fit.ALIKE) if len(found) == 1 else None


def _by_party(lexicon: Lexicon, label: str, text: str, context: Context) -> Named | None:
    """The one question of a list that offers just this answer, where the label is in the list's own words.

    `Hvem skriver under?` may ask for a name, but `Sagsbehandler` is none.
    """
    listed = [one for one in lexicon.form.fields() if lexicon.rows_of(one) and lexicon.is_near(one, context)]
    words = lexicon.words(label)
    known = frozenset().union(*(lexicon.said_of[one.path] for one in listed))
    found = [
        one for one in listed if one.kind is Kind.CHOICE and option_named(one, bare(text).strip()) is not None
    ]
    return Named(fields=tuple(found), fit=Fit.ALIKE) if len(found) == 1 and words and words <= known else None


def _by_options(lexicon: Lexicon, text: str, context: Context) -> Named | None:
    """The one field whose printed options these are."""
    found = [
        one
        for one in lexicon.form.fields()
        if one.kind in (Kind.CHOICE, Kind.CHOICES) and len(printed_options(one, bare(text))) > 1
    ]
    near = [one for one in found if lexicon.is_near(one, context)] or found
    return Named(fields=tuple(near), fit=Fit.ALIKE) if len(near) == 1 else None


def _by_kind(lexicon: Lexicon, label: str, text: str, context: Context) -> Named | None:
    """The one field of the group that takes a value of this kind."""
    if lexicon.words(label) & (lexicon.parties | OTHER_THAN_ASKED):
        return None
    group = [one for one in lexicon.form.fields() if lexicon.is_near(one, context) and one.kind in _TELLING]
    fitting = [one for one in group if fits(one, text)]
    return Named(fields=tuple(fitting), fit=Fit.ALIKE) if len(fitting) == 1 else None


def column_by_answers(columns: Iterable[Field], answers: Sequence[str]) -> Named:
    """The one column of a list that can hold all these answers, where its head says nothing we know."""
    said = [text for text in answers if bare(text).strip()]
    if not said:
        return NOTHING
    fitting = [one for one in columns if is_telling(one) and all(fits(one, text) for text in said)]
    return Named(fields=tuple(fitting), fit=Fit.ALIKE) if len(fitting) == 1 else NOTHING
