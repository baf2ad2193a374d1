"""The words that labels are made of, where each field is at home, and what a label can turn out to name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from pipeline import danish
from pipeline.danish.labels import COMMON_WORDS, compound_parts, label_words, without_brackets
from pipeline.definitions import Field, Form, Kind, Path, Rows

Words = frozenset[str]
NO_WORDS: Words = frozenset()

CHILD: Final = label_words("barn")
WEAK: Final = CHILD | label_words("forløb") | label_words("tilbud")
"""What the whole form is about: it may be said or left out in any label."""

AGREEMENT: Final = label_words("aftale")

KIND_WORDS: Final = {
    Kind.DATE: label_words("dato"),
    Kind.CPR: label_words("cpr"),
    Kind.PHONE: label_words("telefon"),
    Kind.EMAIL: label_words("email"),
    Kind.MONEY: label_words("beløb") | label_words("kr") | label_words("kroner"),
    Kind.CVR: label_words("cvr"),
    Kind.EAN: label_words("ean"),
}
CONTACTS: Final = frozenset({Kind.PHONE, Kind.EMAIL})
"""What anybody has one of, so that its label tells nobody apart."""
GENERIC: Final = frozenset().union(
    *KIND_WORDS.values(),
    *map(
        label_words, ("navn", "adresse", "postnr", "by", "stilling", "bemærkning", "klasse", "start", "slut")
    ),
    *map(label_words, ("beskyttet adresse", "underskrift", "begrundelse", "svar", "version", "periode")),
)
"""Words that are part of many labels: alone they name no field but under its heading."""


OTHER_THAN_ASKED: Final = frozenset(
    stem
    for row in (
        "tidligere forrige sidste næste kommende anden andet andre ekstra øvrig øvrige alternativ ikke uden",
        "før efter foreslået mulig afgivende modtagende søskende ingen hvis nej kun også gammel ny",
        "følgende siger fortæller",
    )
    for word in row.split()
    for stem in label_words(word)
)
"""Words that make another question of a label."""

NAME: Final = label_words("navn")
ELSE_ASKED: Final = OTHER_THAN_ASKED | GENERIC - NAME
"""Words that ask for something else where they are no words of a label: `Psykologens telefonnummer`."""

PERSON: Final = re.compile(r"\b(mor|far|moder|fader|værge|plejemor|plejefar)(?:s|en|ens)?\b", re.IGNORECASE)
"""Whose label it is, where a list is of people."""


_ASKED_WITH: Final = {
    "hvem": frozenset({Kind.BOOLEAN, Kind.DATE, Kind.MONEY, Kind.NUMBER, Kind.INTEGER, Kind.GRADE}),
    "hvornår": frozenset({Kind.BOOLEAN, Kind.CPR, Kind.CVR, Kind.EAN, Kind.PHONE, Kind.EMAIL, Kind.MONEY}),
}
"""The word a question begins with, and the kinds of value that can't answer it."""


_FILLED_IN_BY: Final = re.compile(r"(?i)(?:udfyldes|forbeholdt)\b(?:\s\w+){1,4}")
"""What a form says over what somebody else fills in: `Udfyldes af kommunen`."""


class Fit(IntEnum):
    """How certain it is that a label names its field."""

    SURE = 0
    ALIKE = 1
    """Misspelt, or in words of its own that say the same."""
    LOOSE = 2
    """There are words in it that nobody knows: a person has to confirm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a label names: no field, one, or several that it could be. `item` tells repeated items apart."""

    fields: tuple[Field, ...] = ()
    fit: Fit = Fit.SURE
    item: str = ""
    spelt: bool = False
    """The label is to the letter one that the field has."""
    together: bool = False
    """One answer holds the values of all these fields: `Postnr. og by`."""
    party: bool = False
    """It names one who takes part (`item`), and each time it is met another one: two sign as `Forælder`."""

    @property
    def field(self) -> Field | None:
        return self.fields[0] if len(self.fields) == 1 else None


NOTHING: Final = Named()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Whose heading it is: the sections, groups and lists, by their keys; `words` are those of the group."""

    keys: frozenset[str]
    words: Words
    rows: Rows | None = None
    item: str = ""
    exact: bool = False
    """The very words of the form."""
    party: bool = False
    """It names one who takes part, as a label may."""
    called: str = ""
    """What it calls the item whose number it bears."""

    @property
    def is_card(self) -> bool:
        """Whether it is the number of an item, to the letter: `Mål 2`."""
        return self.rows is not None and self.item.isdigit() and self.exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where in a document a label stands: under which heading, and behind which field.

    `lost`: under a heading nobody knows, or behind something unknown, so that short labels say nothing.
    """

    keys: frozenset[str] = frozenset()
    words: Words = NO_WORDS
    last: tuple[str, ...] = ()
    last_words: Words = NO_WORDS
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    field: Field
    words: Words
    key: str
    count: int
    """How many words it is written with."""
    is_title: bool
    who: bool = False
    """It asks who: `PPV'en er skrevet af`."""
    whether: bool = False
    """It is a question that yes or no answers: `Er der lavet en PPV?`"""
    listed: bool = False
    """It is nothing but answers, `Mor, far eller andet?`, and asks so to the letter only."""


_FROM_OR_TO: Final = re.compile(r"(?i)(?:dato(?:en)?\s+)?(fra|til)(?:\s+(?:dato|den))?")
_CALLED: Final = re.compile(r"(?i)hvad hedder (\w.*)")
_NO_NAME: Final = frozenset({"hvad", "beskriv", "begrund", "forklar"})
"""How a label begins that asks for nobody's name."""


_WHICH: Final = re.compile(r"(?i)hvilke[nt]? ([^\W\d_]{4,})")
_DONE_BY: Final = re.compile(r"(?i).*\w(?:et|t|ne) af")
"""How a label ends that asks who has done something: `Samtalen er holdt af`."""

_ASKING: Final = frozenset({"hvem", "hvad", "hvornår", "hvorfor"})
_LISTED: Final = re.compile(r"\w+(?:, \w+)+ eller \w+\?")
_WHO: Final = re.compile(r"(?i)hvem\s|.*(?<!siden)\saf\W*$")
_WHETHER: Final = frozenset({"er", "har", "skal", "må", "kan", "vil", "bor", "foreligger", "findes"})
"""How a question begins that yes or no answers."""


def in_words_of_labels(asked: str, wordings: Sequence[Wording]) -> str:
    """What other words ask, as labels say it: `Hvad hedder barnet` as its name, `Til dato` as `Til`.

    `Hvilken aktivitet` asks what `Aktivitet` does. What is a label itself says what it says.
    """
    from_or_to, which = _FROM_OR_TO.fullmatch(asked), _WHICH.fullmatch(asked)
    if (from_or_to or which) and danish.fold(asked) in {one.key for one in wordings}:
        return asked
    if from_or_to:
        return from_or_to[1]
    if which:
        return which[1].capitalize()
    called = _CALLED.fullmatch(asked)
    return f"{called[1]} navn" if called else asked


def asked_by(label: str, wordings: Sequence[Wording], rows: Path | None) -> list[Wording]:
    """The wordings a label may be, with `rows` those of that list: none whose field can't answer it.

    `Hvem skriver under?` is no question that yes or no answers, `Hvad er besluttet?` none that a name does.
    """
    if _FILLED_IN_BY.fullmatch(label):
        return []
    first = label.partition(" ")[0].casefold()
    never = _ASKED_WITH.get("hvem" if _DONE_BY.fullmatch(label) else first, frozenset())
    who, whether = _asks_who(label), _asks_whether(label)
    return [
        one
        for one in wordings
        if (rows is None or one.field.path[: len(rows)] == rows)
        and one.field.kind not in never
        and not ((whether or first in _NO_NAME) and one.field.path[-1] == "name")
        and not (first in _ASKING and _asks_otherwise(first, one.key))
        and not (who and (one.whether or _is_yes_or_no(one.field)))
        and not (whether and one.who)
    ]


def _asks_who(said: str) -> bool:
    return _WHO.match(said) is not None


def _asks_whether(said: str) -> bool:
    return said.partition(" ")[0].casefold() in _WHETHER


def _is_yes_or_no(one: Field) -> bool:
    values = {choice.value for choice in one.choices}
    return one.kind is Kind.BOOLEAN or values >= {"yes", "no"}


def _asks_otherwise(first: str, key: str) -> bool:
    """Whether a wording asks with another word: who has decided is not what has been."""
    return any(key.startswith(word) for word in _ASKING - {first})


def called(one: Wording, words: Words) -> Words:
    """What a label may say besides the words of a line's own: `Navn på stedet` asks what `Sted` does."""
    line = one.field.kind is Kind.TEXT and not one.field.multiline
    return NAME if line and one.words & words - WEAK else NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHome:
    """Where a field is at home: its keys from the nearest to the farthest, and the words said there."""

    keys: tuple[str, ...]
    group_words: Words
    words: Words
    """Those of its group and list."""
    section_words: Words
    rows: Rows | None
    own_row_words: Words = NO_WORDS
    """Words of its list that no other list of the form is called by: they alone bring a label there."""


_DATED: Final = re.compile(r"([^\W\d_]{4,}?)s?dato")
"""A date and what it is the date of."""


def atoms(words: Words) -> Words:
    """Those of the words that are no compounds of others, and the words every form knows."""
    known = words | COMMON_WORDS
    return frozenset(
        word for word in known if word in COMMON_WORDS or compound_parts(word, known - {word}) is None
    )


def base_of(form: Form) -> Words:
    """The words that the labels of a form are made of."""
    said = frozenset().union(*(label_words(w) for one in form.fields() for w in (one.label, *one.aliases)))
    # `Ansøgningsdato` asks what `Dato for ansøgningen` does, so `ansøgning` is a word here too.
    before = (found[1] for word in said if (found := _DATED.fullmatch(word)))
    return atoms(said | GENERIC | WEAK | frozenset().union(*map(label_words, before)))


def wordings_of(form: Form, base: Words) -> Iterator[Wording]:
    """Every wording of every label, with and without what stands in brackets."""
    for one in form.fields():
        for n, said in enumerate(dict.fromkeys((one.label, *one.aliases))):
            ways = (split(label_words(without_brackets(said)), base), split(label_words(said), base))
            for words in dict.fromkeys(ways):
                yield Wording(
                    field=one,
                    words=words,
                    key=danish.fold(said),
                    count=len(said.split()),
                    is_title=n == 0,
                    who=_asks_who(said),
                    whether=_asks_whether(said),
                    listed=_LISTED.fullmatch(said) is not None,
                )


def split(words: Words, known: Words) -> Words:
    """The words with compounds taken apart where both parts are known."""
    found: set[str] = set()
    for word in words:
        parts = None if word in known else compound_parts(word, known)
        found.update(parts or (word,))
    return frozenset(found)


def either_way(words: Words, known: Words) -> Words:
    """The words as they stand, and with compounds taken apart as those of labels are."""
    return words | split(words, known)


def list_key(path: Path) -> str:
    """The key of a list's heading, as a place in a document bears it."""
    return f"r:{'/'.join(path)}"


def row_words(rows: Rows) -> Words:
    return frozenset().union(*map(label_words, filter(None, (rows.item_label, rows.label))))


def homes_of(form: Form, base: Words) -> Iterator[tuple[Path, FieldHome]]:
    lists = [row_words(entry) for entry in form.entries() if isinstance(entry, Rows)]
    owners = frozenset().union(*lists)
    shared = frozenset(word for word in owners if sum(word in words for words in lists) > 1)
    roles = {one.path[:-1]: _role_words(one) for one in form.fields() if one.path[-1] == "name"}
    for section in form.sections:
        for entry in section.entries:
            rows = entry if isinstance(entry, Rows) else None
            for one in entry.columns if isinstance(entry, Rows) else (entry,):
                group = one.path[:-1]
                own = [f"g:{'/'.join(group)}"] if group and group[-1] != "*" else []
                listed = [list_key(rows.path)] if rows else []
                words = label_words(one.group) if own and one.group else NO_WORDS
                if rows:
                    words |= row_words(rows)
                yield (
                    one.path,
                    FieldHome(
                        keys=(*own, *listed, f"s:{section.key}"),
                        group_words=either_way(_group_words(one, own, section.title), base),
                        words=words | (roles.get(group, NO_WORDS) if own else NO_WORDS),
                        section_words=label_words(section.title) - owners,
                        rows=rows,
                        own_row_words=row_words(rows) - shared - GENERIC if rows else NO_WORDS,
                    ),
                )


def _role_words(name: Field) -> Words:
    """What the person is called whose name a field asks for: `PPR-medarbejder`."""
    return frozenset().union(*map(label_words, (name.label, *name.aliases))) - NAME


def _group_words(one: Field, own: list[str], section: str) -> Words:
    """The words with which a field's group is named: by its heading or by its own name."""
    if own and one.group:
        return label_words(without_brackets(one.group))
    return label_words(section) if "*" not in one.path else NO_WORDS
