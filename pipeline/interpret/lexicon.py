"""Which field a printed label names, whatever its wording, and what a heading is the heading of.

A wording counts by its words, not its letters: every word that a field's label is made of must be there, and
what else is there must belong to where the field stands. What could be two fields is said to be; a label with
a word nobody knows is a guess that a person has to confirm. Misspelt labels are found letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

from pipeline import danish
from pipeline.danish.labels import COMMON_WORDS, compound_parts, label_words, without_brackets, without_number
from pipeline.definitions import Field, Form, Kind, Path, Rows
from pipeline.interpret.several import parts_of_label

Words = frozenset[str]
NO_WORDS: Words = frozenset()

_CHILD: Final = label_words("barn")
WEAK: Final = _CHILD | label_words("forløb") | label_words("tilbud")
"""What the whole form is about: it may be said or left out in any label."""

_AGREEMENT: Final = label_words("aftale")

_KIND_WORDS: Final = {
    Kind.DATE: label_words("dato"),
    Kind.CPR: label_words("cpr"),
    Kind.PHONE: label_words("telefon"),
    Kind.EMAIL: label_words("email"),
    Kind.MONEY: label_words("beløb") | label_words("kr") | label_words("kroner"),
    Kind.CVR: label_words("cvr"),
    Kind.EAN: label_words("ean"),
}
_GENERIC: Final = frozenset().union(
    *_KIND_WORDS.values(),
    *map(
        label_words, ("navn", "adresse", "postnr", "by", "stilling", "bemærkning", "klasse", "start", "slut")
    ),
    *map(label_words, ("beskyttet adresse", "underskrift", "begrundelse", "svar", "version", "periode")),
)
"""Words that are part of many labels: alone they name no field but under its heading."""

_PERSON: Final = re.compile(r"\b(mor|far|moder|fader|værge|plejemor|plejefar)(?:s|en|ens)?\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<=\S\s)(?<![\d./,-])\b([1-9]|1[0-9])\b(?![\d./,-])(?!.*\d)")
"""The number of a repeated item behind a word of a label, where no other digit stands in it."""

OTHER_THAN_ASKED: Final = frozenset().union(
    *map(
        label_words,
        (
            "tidligere", "forrige", "sidste", "næste", "kommende", "anden", "andet", "andre", "ekstra", "øvrig",
            "øvrige", "alternativ", "ikke", "uden", "før", "efter", "foreslået", "mulig", "afgivende",
            "modtagende", "søskende", "ingen", "hvis", "nej", "kun", "også", "gammel", "ny",
            "følgende",
        ),
    )
)  # fmt: skip
"""Words that make another question of a label."""

_LISTS_IN_BRACKETS: Final = re.compile(r"([^()]+)\(([^()]*(?:,|\bog\b)[^()]*)\)")
"""`Psykolog (navn, telefon og e-mail)`"""

_SPELLING: Final = 85
_APART: Final = 8
_SHORTEST, _LONGEST = 6, 150
_MOST_WORDS: Final = 9
"""Of a label with a word in it that nobody knows; what is longer is a sentence."""

_SURE, _GAP, _SPELT, _NO_HOME, _UNKNOWN = 9.0, 0.2, 0.5, 2.0, 10.0
_OTHER_GROUP: Final = 0.9
"""Under the heading of one group, another group of its list or section is farther off."""


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
class _Wording:
    field: Field
    words: Words
    key: str
    count: int
    """How many words it is written with."""
    is_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """Where a field is at home: its keys from the nearest to the farthest, and the words said there."""

    keys: tuple[str, ...]
    group_words: Words
    words: Words
    """Those of its group and list."""
    section_words: Words
    rows: Rows | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownHeading:
    words: Words
    key: str
    heading: Heading
    is_title: bool


@dataclass(slots=True, kw_only=True)
class Lexicon:
    """All wordings of one form. `of` makes it; the other functions ask it."""

    form: Form
    wordings: tuple[_Wording, ...]
    homes: dict[Path, _Home]
    headings: tuple[_KnownHeading, ...]
    vocabulary: Words
    parties: Words
    weak: Words
    said_of: dict[Path, Words]
    """All words that a field's own wordings are made of."""
    by_word: dict[str, list[int]]
    """The numbers of the wordings that a word stands in."""
    _known: dict[tuple[str, Context, Path | None], Named] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form) -> Lexicon:
        homes = dict(_homes(form))
        said = [
            (one, words, n == 0)
            for one in form.fields()
            for n, words in enumerate(dict.fromkeys((one.label, *one.aliases)))
        ]
        base = _atoms(frozenset().union(*(label_words(words) for _, words, _ in said), _GENERIC, WEAK))
        wordings = [
            _Wording(
                field=one,
                words=words,
                key=danish.fold(said_as),
                count=len(said_as.split()),
                is_title=is_title,
            )
            for one, said_as, is_title in said
            for words in dict.fromkeys(
                (_split(label_words(without_brackets(said_as)), base), _split(label_words(said_as), base))
            )
        ]
        headings = tuple(_headings(form, homes))
        by_word: dict[str, list[int]] = {}
        said_of: dict[Path, Words] = {}
        for number, wording in enumerate(wordings):
            said_of[wording.field.path] = said_of.get(wording.field.path, NO_WORDS) | wording.words
            for word in wording.words:
                by_word.setdefault(word, []).append(number)
        parties = frozenset().union(*(one.words for one in headings)) - WEAK - _GENERIC
        return cls(
            form=form,
            wordings=tuple(wordings),
            homes=homes,
            headings=headings,
            vocabulary=base,
            parties=parties,
            said_of=said_of,
            by_word=by_word,
            weak=WEAK
            | (frozenset().union(*map(label_words, form.names)) - base)
            | (_split(label_words(form.title), base) - parties - COMMON_WORDS - _GENERIC)
            | (_AGREEMENT if danish.fold("aftale") in danish.fold(form.title) else NO_WORDS),
        )

    # ── labels ────────────────────────────────────────────────────────────────────────────────────────

    def name(self, label: str, context: Context, rows: Path | None = None) -> Named:
        """What a label names here; with `rows` as the head of a column of that list."""
        asked = (label, context, rows)
        if asked not in self._known:
            self._known[asked] = self._name(label, context, rows)
        return self._known[asked]

    def _name(self, label: str, context: Context, rows: Path | None) -> Named:
        plain = without_number(" ".join(danish.clean_line(label).split())).strip(" :*?.–-")
        if not any(map(str.isalnum, plain)) or len(plain) > 2 * _LONGEST:
            return NOTHING
        wordings = [one for one in self.wordings if rows is None or one.field.path[: len(rows)] == rows]
        found = NOTHING
        if _LISTS_IN_BRACKETS.fullmatch(plain) and (joined := self._joined(plain, context, rows)):
            return joined
        for said in dict.fromkeys((plain, without_brackets(plain))):
            words = self.words(said)
            found = self._by_words(words, wordings, context, said, rows)
            if found.fields and found.fit is not Fit.LOOSE:
                return found
            if numbered := _NUMBER.search(said):
                rest = _NUMBER.sub(" ", said, count=1)
                named = self._by_words(self.words(rest), wordings, context, rest, rows)
                if named.fields and named.fit is not Fit.LOOSE and self._repeats(named):
                    return replace(named, item=numbered[1])
        by_letters = self._by_letters(without_brackets(plain), wordings, context)
        if by_letters.fields:
            return by_letters
        return self._joined(plain, context, rows) or found

    def _joined(self, label: str, context: Context, rows: Path | None) -> Named | None:
        """Several fields that one label joins, each certain; later ones lean on the first."""
        parts = parts_of_label(label)
        if bracketed := _LISTS_IN_BRACKETS.fullmatch(label):
            inner = parts_of_label(bracketed[2])
            parts = tuple(f"{bracketed[1].strip()} {part}" for part in inner) if len(inner) > 1 else parts
        if not 1 < len(parts) <= 4:
            return None
        fields: list[Field] = []
        item = ""
        for part in parts:
            named = self.name(part, context, rows)
            one = named.field
            if one is None or named.fit is Fit.LOOSE or named.together or one in fields:
                return None
            fields.append(one)
            item = item or named.item
            context = replace(context, last=self.keys_of(one), last_words=self.group_words(one), lost=False)
        lists = {self.homes[one.path].rows for one in fields}
        if len({one.path[:-1] for one in fields}) > 1 and len(lists) > 1:
            return None
        return Named(fields=tuple(fields), fit=Fit.ALIKE, item=item, together=True)

    def words(self, label: str) -> Words:
        """The words of a label, compounds taken apart where both parts are known here."""
        return _split(label_words(label), self.vocabulary)

    def _repeats(self, named: Named) -> bool:
        return all(self.homes[one.path].rows for one in named.fields)

    def _by_words(
        self,
        words: Words,
        wordings: Sequence[_Wording],
        context: Context,
        label: str,
        in_list: Path | None,
    ) -> Named:
        key = danish.fold(label)
        costs: dict[Path, tuple[float, bool, Field]] = {}
        for one in self._possible(words, wordings, context):
            cost = self._cost(one, words, context)
            if cost is not None and in_list is not None and (words - one.words) & _CHILD:
                cost = None  # the head of a list's column speaks of its items, never of the child
            if cost is not None and one.key == key:
                cost -= _SPELT
            if cost is not None and (one.field.path not in costs or cost < costs[one.field.path][0]):
                costs[one.field.path] = (cost, one.words == words, one.field)
        ranked = sorted(costs.values(), key=lambda found: found[0])
        if not ranked:
            return NOTHING
        best, exact, first = ranked[0]
        person = _PERSON.search(label) if self.homes[first.path].rows else None
        item = person[1].casefold() if person else ""
        if in_list is None and self._is_elsewhere(first, context, words, key):
            return NOTHING
        if best >= _SURE:
            telling = any(
                not (one.words <= _GENERIC | WEAK)
                for one in wordings
                if one.field == first and one.words <= words
            )
            near = in_list is not None or self._distance(self.homes[first.path], context, NO_WORDS) < 1
            alone = near and (len(ranked) == 1 or ranked[1][0] > best + _UNKNOWN / 2)
            other = self.unknown_words(first, label) & OTHER_THAN_ASKED
            short = len(label.split()) <= _MOST_WORDS
            if best < 2 * _UNKNOWN and alone and telling and short and not other:
                return Named(fields=(first,), fit=Fit.LOOSE, item=item)
            return NOTHING
        rivals = [one for cost, _, one in ranked if cost < best + _GAP]
        if len(rivals) == 1 and in_list is None and not self._near(first, context, words):
            rivals += self._meant_too(first, words, context, key)
        spelt = any(one.key == key for one in self.wordings if one.field == first)
        return Named(
            fields=tuple(rivals), fit=Fit.SURE if spelt or exact else Fit.ALIKE, item=item, spelt=spelt
        )

    def _possible(self, words: Words, wordings: Sequence[_Wording], context: Context) -> Iterable[_Wording]:
        """The wordings that share a word with a label or, for one that says little, with its place."""
        if len(wordings) < len(self.wordings):
            return wordings
        shared = words | (context.last_words | context.words if words <= _GENERIC else NO_WORDS)
        numbers = sorted({number for word in shared for number in self.by_word.get(word, ())})
        return (wordings[number] for number in numbers)

    def _cost(self, one: _Wording, words: Words, context: Context) -> float | None:
        """How far a label is from a wording here: 0 the same under its own heading, None where it is none."""
        home = self.homes[one.field.path]
        around = self._around(home, context)
        kind = _KIND_WORDS.get(one.field.kind, NO_WORDS) | (
            _NAME if one.field.path[-1] == "name" else NO_WORDS
        )
        missing = one.words - words
        if missing - around - self.weak or not (one.words & words or (words <= kind and one.words <= around)):
            return None
        extra = words - one.words
        own = (extra & self.said_of[one.field.path]) - _GENERIC - WEAK
        extra -= own
        around_here = home.keys[-1] in context.keys or home.keys[-1] in context.last
        local = extra & (home.words | kind | (home.section_words if around_here else NO_WORDS))
        weak = (extra - local) & self.weak
        unknown = extra - local - weak
        if unknown & self.parties:
            return None
        cost = 0.5 * len(missing & self.weak - around) + 0.1 * len(missing & around)
        cost += (
            0.05 * len(local & kind)
            + 0.25 * len(local - kind)
            + 0.15 * len(own)
            + (0.5 if home.group_words & WEAK or not home.rows else 2.0) * len(weak & _CHILD)
            + 0.3 * len(weak - _CHILD)
        )
        return (
            cost
            + _UNKNOWN * len(unknown)
            + self._distance(home, context, extra)
            + (0 if one.is_title else 0.01)
        )

    def _around(self, home: _Home, context: Context) -> Words:
        """The words of a field's group that its place in the document says."""
        if context.last and home.keys[0] == context.last[0]:
            return context.last_words | context.words
        said = context.last_words if context.last else context.words
        return home.group_words & (said | context.words)

    def _distance(self, home: _Home, context: Context, extra: Words) -> float:
        """How far from its home a label stands; a word of the list beside those of the label brings it there."""
        listed = f"r:{'/'.join(home.rows.path)}" if home.rows else ""
        if home.rows is not None and extra & _row_words(home.rows) - _GENERIC:
            in_other = any(key[0] == "r" for key in context.keys) and listed not in context.keys
            return _OTHER_GROUP if in_other else 0.0
        if context.last and home.keys[0] == context.last[0]:
            return 0.0
        if context.last and listed in context.last:
            return _OTHER_GROUP if home.keys[0] != listed and context.last[0] != listed else 0.05
        if home.keys[0] in context.keys:
            return 0.0
        grouped = any(key[0] == "g" for key in context.keys)
        if listed and listed in context.keys:
            return _OTHER_GROUP if grouped else 0.0
        if home.keys[-1] in context.keys:
            return _OTHER_GROUP if any(key[0] != "s" for key in context.keys) else 0.5
        if context.last and home.keys[-1] in context.last:
            return 0.4
        return 2 * _NO_HOME if home.rows is not None else _NO_HOME

    def _near(self, one: Field, context: Context, words: Words) -> bool:
        """Whether a label's place says whose it is: the heading, the field before it, a word of its group."""
        home = self.homes[one.path]
        if self._distance(home, context, NO_WORDS) <= 0.1:
            return True
        said = home.group_words | (_row_words(home.rows) if home.rows else NO_WORDS)
        return bool(words & said - _GENERIC)

    def _meant_too(self, first: Field, words: Words, context: Context, key: str) -> list[Field]:
        """Other fields that a label may mean because it says too little: all whose label holds its words."""
        said = words - WEAK
        if not said <= _GENERIC and self.homes[first.path].rows is None:
            return []
        if self.homes[first.path].rows is None and self._is_own_title(first, key):
            return []
        if not context.lost and not context.keys and self.homes[first.path].rows is None:
            # At the head of a form its own single fields are meant.
            own = [one for one in self.wordings if one.field == first and one.words == words]
            if own:
                return []
        others = [one.field for one in self.wordings if said <= one.words and one.field.path != first.path]
        return [*{one.path: one for one in others}.values()]

    def _is_elsewhere(self, first: Field, context: Context, words: Words, key: str) -> bool:
        """Whether a label stands under a heading where its field is not at home, and says too little by itself."""
        home = self.homes[first.path]
        if not context.keys or self._distance(home, context, words) < _NO_HOME:
            return False
        if home.rows is None:
            return words <= _GENERIC | self.weak and not self._is_own_title(first, key)
        return not words & _row_words(home.rows) - _GENERIC

    def _is_own_title(self, first: Field, key: str) -> bool:
        """Whether a label is to the letter the one this field is printed with, and no other one is."""
        named = [one for one in self.wordings if one.key == key]
        return any(one.is_title for one in named) and all(one.field.path == first.path for one in named)

    def _by_letters(self, label: str, wordings: list[_Wording], context: Context) -> Named:
        """The field whose label this is but for a letter or two."""
        from rapidfuzz import process  # compiled, and needed for misspelt labels only
        from rapidfuzz.fuzz import ratio

        key, count = danish.fold(label), len(label.split())
        if not _SHORTEST <= len(key) <= _LONGEST:
            return NOTHING
        digits = re.sub(r"\D", "", key)
        # A word more or less makes another label; only letters may be misspelt.
        possible = [one for one in wordings if one.count == count and len(one.key) >= _SHORTEST]
        alike = process.extract(
            key, [one.key for one in possible], scorer=ratio, score_cutoff=_SPELLING, limit=None
        )
        near = [
            (score, possible[number].field)
            for found, score, number in alike
            if re.sub(r"\D", "", found) == digits
        ]
        best = max((score for score, _ in near), default=0)
        if best < _SPELLING:
            return NOTHING
        found = {one.path: one for score, one in near if score > best - _APART}
        if len(found) > 1:
            at_home = {path: one for path, one in found.items() if self._near(one, context, NO_WORDS)}
            found = at_home or found
        return Named(fields=tuple(found.values()), fit=Fit.ALIKE)

    # ── headings ──────────────────────────────────────────────────────────────────────────────────────

    def heading(self, text: str, context: Context) -> Heading | None:
        """What a heading is the heading of; None where nobody knows."""
        plain = without_number(" ".join(danish.clean_line(text).split())).strip(" :*?.–-")
        if not any(map(str.isalnum, plain)) or len(plain) > _LONGEST:
            return None
        said = self.words(without_brackets(plain))
        numbered = re.search(r"\s(?:nr\.?\s*)?([0-9]{1,2})$", plain)
        digits = frozenset({numbered[1]}) if numbered else NO_WORDS
        words = said - digits if said - digits else said
        key = danish.fold(re.sub(r"[\d.\s]+$", "", plain))
        scored = [
            (1.0 if one.key == key else 0.99 * self._likeness(words, one.words), one) for one in self.headings
        ]
        best = max((score for score, _ in scored), default=0.0)
        found = [one for score, one in scored if score == best]
        if best < _SAME_HEADING:
            found = self._spelt_headings(key)
        if not found:
            return None
        found = [one for one in found if one.is_title] or found
        found = [one for one in found if one.heading.keys & context.keys] or found
        rows = next((one.heading.rows for one in found if one.heading.rows), None)
        person = _PERSON.search(plain)
        return Heading(
            keys=frozenset().union(*(one.heading.keys for one in found)),
            words=frozenset().union(*(one.heading.words for one in found)),
            rows=rows,
            item=person[1].casefold() if person and rows else " ".join(sorted(digits)),
            exact=best > 0.95,
        )

    def _likeness(self, words: Words, other: Words) -> float:
        said, known = words - self.weak or words, other - self.weak or other
        return len(said & known) / len(said | known) if said and known else 0.0

    def _spelt_headings(self, key: str) -> list[_KnownHeading]:
        """The headings that this one is but for a letter or two."""
        from rapidfuzz.fuzz import ratio

        spelt = [(ratio(key, one.key), one) for one in self.headings if len(one.key) >= _SHORTEST]
        best = max((score for score, _ in spelt), default=0.0)
        return [one for score, one in spelt if score == best] if best >= _SPELLING else []

    def says_something(self, label: str) -> bool:
        """Whether a title has any word that counts; `Oplysninger` has none."""
        return bool(label_words(f"{label} navn") - _NAME)

    def is_near(self, one: Field, context: Context) -> bool:
        """Whether a place in a document is under the heading, or in the group, of a field."""
        home = self.homes[one.path]
        return self._distance(home, context, NO_WORDS) <= 0.1

    def unknown_words(self, one: Field, label: str) -> Words:
        """The words of a label that are no part of its field's name, group or place."""
        words = self.words(without_brackets(label))
        home = self.homes[one.path]
        own = frozenset().union(
            *(said.words for said in self.wordings if said.field == one and said.words & words)
        )
        return words - own - home.words - home.section_words - self.weak - _KIND_WORDS.get(one.kind, NO_WORDS)

    def is_generic(self, label: str) -> bool:
        """Whether a label says nothing by itself: `Navn`, `Dato`."""
        return self.words(label) <= _GENERIC | self.weak

    def keys_of(self, one: Field) -> tuple[str, ...]:
        return self.homes[one.path].keys

    def group_words(self, one: Field) -> Words:
        return self.homes[one.path].group_words

    def own_words(self, one: Field) -> Words:
        """The words of a field's group, and those that its label shares with the others of it."""
        return self.homes[one.path].group_words | (label_words(one.label) - _GENERIC)

    def rows_of(self, one: Field) -> Rows | None:
        return self.homes[one.path].rows


_NAME: Final = label_words("navn")
_SAME_HEADING: Final = 0.6
"""How alike the words of two headings must be."""


def _atoms(words: Words) -> Words:
    """Those of the words that are no compounds of others, and the words every form knows."""
    known = words | COMMON_WORDS
    return frozenset(
        word for word in known if word in COMMON_WORDS or compound_parts(word, known - {word}) is None
    )


def _split(words: Words, known: Words) -> Words:
    """The words with compounds taken apart where both parts are known."""
    found: set[str] = set()
    for word in words:
        parts = None if word in known else compound_parts(word, known)
        found.update(parts or (word,))
    return frozenset(found)


def _row_words(rows: Rows) -> Words:
    return frozenset().union(*map(label_words, filter(None, (rows.item_label, rows.label))))


def _homes(form: Form) -> Iterator[tuple[Path, _Home]]:
    owners = frozenset().union(*(_row_words(entry) for entry in form.entries() if isinstance(entry, Rows)))
    for section in form.sections:
        for entry in section.entries:
            rows = entry if isinstance(entry, Rows) else None
            for one in entry.columns if isinstance(entry, Rows) else (entry,):
                group = one.path[:-1]
                own = [f"g:{'/'.join(group)}"] if group and group[-1] != "*" else []
                listed = [f"r:{'/'.join(rows.path)}"] if rows else []
                words = label_words(one.group) if own and one.group else NO_WORDS
                if rows:
                    words |= _row_words(rows)
                yield (
                    one.path,
                    _Home(
                        keys=(*own, *listed, f"s:{section.key}"),
                        group_words=_group_words(one, own, section.title),
                        words=words,
                        section_words=label_words(section.title) - owners,
                        rows=rows,
                    ),
                )


def _group_words(one: Field, own: list[str], section: str) -> Words:
    """The words with which a field's group is named: by its heading or by its own name."""
    if own and one.group:
        return label_words(without_brackets(one.group))
    return label_words(section) if "*" not in one.path else NO_WORDS


def _headings(form: Form, homes: dict[Path, _Home]) -> Iterator[_KnownHeading]:
    """Every heading of the form, and what else people call it."""
    for section in form.sections:
        own = Heading(keys=frozenset({f"s:{section.key}"}), words=label_words(section.title))
        yield _known_heading(section.title, own)
        for entry in section.entries:
            if isinstance(entry, Rows):
                listed = Heading(
                    keys=frozenset({f"r:{'/'.join(entry.path)}", f"s:{section.key}"}),
                    words=_row_words(entry),
                    rows=entry,
                )
                for title in dict.fromkeys(filter(None, (entry.label, entry.item_label))):
                    yield _known_heading(title, listed)
                for alias in entry.aliases:
                    yield _known_heading(alias, listed, is_title=False)
    groups = {(one.group, homes[one.path].keys): one for one in form.fields() if one.group}
    for title, keys in groups:
        if keys[0].startswith("g:"):
            words = label_words(without_brackets(title))
            yield _known_heading(title, Heading(keys=frozenset({keys[0], keys[-1]}), words=words))
    for one in form.fields():
        keys = homes[one.path].keys
        if one.path[-1] == "name" and keys[0].startswith("g:"):
            # `PPR-psykolog` asks for the name where an answer follows; above more labels it is a heading.
            for alias in (one.label, *one.aliases):
                if not label_words(alias) & (_NAME | WEAK):
                    words = label_words(without_brackets(one.group or alias))
                    heading = Heading(keys=frozenset({keys[0], keys[-1]}), words=words)
                    yield _known_heading(alias, heading, is_title=False)


def _known_heading(title: str, heading: Heading, *, is_title: bool = True) -> _KnownHeading:
    plain = re.sub(r"[\d.\s]+$", "", title)
    return _KnownHeading(
        words=label_words(without_brackets(plain)), key=danish.fold(plain), heading=heading, is_title=is_title
    )
