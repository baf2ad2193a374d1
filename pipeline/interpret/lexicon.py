"""Which field a printed label names, whatever its wording, and what a heading is the heading of.

A wording counts by its words, not its letters: every word that a field's label is made of must be there, and
what else is there must belong to where the field stands. What could be two fields is said to be; a label with
a word nobody knows is a guess that a person has to confirm. Misspelt labels are found letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline import danish
from pipeline.danish.labels import COMMON_WORDS, label_words, without_brackets, without_number
from pipeline.definitions import Field, Form, Path, Rows
from pipeline.interpret.composed import by_card, by_part, by_tail, joined
from pipeline.interpret.headings import Headings, headings_of
from pipeline.interpret.memo import kept
from pipeline.interpret.places import (
    NO_HOME,
    around,
    asked_here,
    at_home_here,
    distance,
    in_other_list,
    is_of_child,
    is_of_other,
    left_out,
    sections_asking,
    single_here,
)
from pipeline.interpret.several import lists_in_brackets, without_choices
from pipeline.interpret.spelling import LONGEST, alike, as_spelt
from pipeline.interpret.vocabulary import (
    AGREEMENT,
    CHILD,
    ELSE_ASKED,
    GENERIC,
    KIND_WORDS,
    NAME,
    NO_WORDS,
    NOTHING,
    OTHER_THAN_ASKED,
    PERSON,
    WEAK,
    Context,
    FieldHome,
    Fit,
    Heading,
    Named,
    Wording,
    Words,
    asked_by,
    base_of,
    called,
    homes_of,
    in_words_of_labels,
    list_key,
    split,
    wordings_of,
)

_NUMBER: Final = re.compile(r"(?<=\S\s)(?<![\d./,-])\b([1-9]|1[0-9])\b(?![\d./,-])(?!.*\d)")
"""The number of a repeated item behind a word of a label, where no other digit stands in it."""

_MOST_WORDS: Final = 9
"""Of a label with a word in it that nobody knows; what is longer is a sentence."""

_SURE, _GAP, _SPELT, _UNKNOWN, _APART = 9.0, 0.2, 0.5, 10.0, 8.0


@dataclass(slots=True, kw_only=True)
class Lexicon:
    """All wordings of one form. `of` makes it; the other functions ask it."""

    form: Form
    wordings: tuple[Wording, ...]
    homes: dict[Path, FieldHome]
    headings: Headings
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
        base = base_of(form)
        homes = dict(homes_of(form, base))
        wordings = tuple(wordings_of(form, base))
        known = tuple(headings_of(form, homes, base))
        by_word: dict[str, list[int]] = {}
        said_of: dict[Path, Words] = {}
        for number, wording in enumerate(wordings):
            said_of[wording.field.path] = said_of.get(wording.field.path, NO_WORDS) | wording.words
            for word in wording.words:
                by_word.setdefault(word, []).append(number)
        parties = frozenset().union(*(one.words for one in known)) - WEAK - GENERIC
        names = frozenset().union(*map(label_words, form.names)) - base
        title = split(label_words(form.title), base) - parties - COMMON_WORDS - GENERIC
        is_agreement = danish.fold("aftale") in danish.fold(form.title)
        weak = WEAK | names | title | (AGREEMENT if is_agreement else NO_WORDS)
        return cls(
            form=form,
            wordings=wordings,
            homes=homes,
            headings=Headings(known=known, weak=weak | label_words("fra")),
            vocabulary=base,
            parties=parties,
            said_of=said_of,
            by_word=by_word,
            weak=weak,
        )

    # ── labels ────────────────────────────────────────────────────────────────────────────────────────

    def name(self, label: str, context: Context, rows: Path | None = None) -> Named:
        """What a label names here; with `rows` as the head of a column of that list."""
        return kept(self._known, (label, context, rows), lambda: self._name(label, context, rows))

    def _name(self, label: str, context: Context, rows: Path | None) -> Named:
        plain = without_number(" ".join(danish.clean_line(label).split())).strip(" :*?.–-")
        if not any(map(str.isalnum, plain)) or len(plain) > 2 * LONGEST:
            return NOTHING
        plain = in_words_of_labels(plain, self.wordings)
        wordings, found = asked_by(plain, self.wordings, rows), NOTHING
        if lists_in_brackets(plain) and (both := joined(self, plain, context, rows)):
            return both
        if (asked := by_card(self, plain, context) or by_tail(self, plain, context, rows)) is not None:
            # `Skole – titel` asks nothing of the school's name, but all the words are another label's.
            named = self._by_words(self.words(plain), wordings, context, plain, rows)
            return asked if asked.fields or named.fit is not Fit.SURE else named
        for said in dict.fromkeys((without_choices(plain), without_brackets(plain))):
            words = self.words(said)
            found = self._by_words(words, wordings, context, said, rows)
            if found.fields and found.fit is not Fit.LOOSE:
                return found
            if numbered := _NUMBER.search(said):
                rest = _NUMBER.sub(" ", said, count=1)
                named = self._by_words(self.words(rest), wordings, context, rest, rows)
                repeats = all(self.homes[one.path].rows for one in named.fields)
                if named.fields and named.fit is not Fit.LOOSE and repeats:
                    return replace(named, item=numbered[1])
        if asked := joined(self, plain, context, rows) or by_part(self, plain, context, rows):
            return asked
        by_letters = self._by_letters(without_brackets(plain), wordings, context)
        return by_letters if by_letters.fields else found

    def words(self, label: str) -> Words:
        """The words of a label, compounds taken apart where both parts are known here."""
        return split(label_words(label), self.vocabulary)

    def _by_words(
        self,
        words: Words,
        wordings: Sequence[Wording],
        context: Context,
        label: str,
        in_list: Path | None,
    ) -> Named:
        key = danish.fold(label)
        foreign = CHILD if in_list is not None and list_key(in_list) in context.keys else WEAK
        costs: dict[Path, tuple[float, bool, Field]] = {}
        to_the_word: dict[Path, Field] = {}
        asked_in = sections_asking(words, words - GENERIC - self.weak, self.wordings, self.homes)
        for one in as_spelt(self._possible(words, wordings, context), key):
            if one.key == key or one.words == words:
                to_the_word[one.field.path] = one.field
            cost = self._cost(one, words, context)
            left = words - one.words
            there = self.homes[one.field.path].keys[-1]
            # A column's head speaks of the list's items; and all of it may be another field's label there.
            if (in_list is not None and left & foreign) or (left - GENERIC - self.weak and there in asked_in):
                continue
            if cost is not None and one.key == key:
                cost -= _SPELT
            if cost is not None and (one.field.path not in costs or cost < costs[one.field.path][0]):
                costs[one.field.path] = (cost, one.words == words, one.field)
        ranked = sorted(costs.values(), key=lambda found: found[0])
        if not ranked:
            return NOTHING
        best, exact, first = ranked[0]
        person = PERSON.search(label)
        item = person[1].casefold() if person and self.homes[first.path].rows else ""
        spelt = any(one.key == key for one in self.wordings if one.field == first)
        if in_list is None and not spelt and self._is_elsewhere(first, context, words, key):
            return NOTHING
        if best >= _SURE:
            asking = [one.words for one in wordings if one.field == first and one.words <= words]
            telling = any(not said <= GENERIC | WEAK for said in asking)
            near = in_list is not None or distance(self.homes[first.path], context) < 1
            alone = near and (len(ranked) == 1 or ranked[1][0] > best + _UNKNOWN / 2)
            other = self.unknown_words(first, label) & ELSE_ASKED
            short = len(label.split()) <= _MOST_WORDS
            if best < 2 * _UNKNOWN and alone and telling and short and not other:
                return Named(fields=(first,), fit=Fit.LOOSE, item=item)
            return NOTHING
        rivals = [one for cost, _, one in ranked if cost < best + _GAP]
        if len(rivals) == 1 and in_list is None and not self._near(first, context, words):
            rivals += self._meant_too(first, words, context, key)
        rivals += asked_here(first, self.form.fields(), self.homes, context, words)
        rivals += single_here(first, words, self.wordings, self.homes, context) if in_list is None else ()
        if words - GENERIC and first.path not in to_the_word:
            # To the word another's label, though away from home; lists are asked at home only.
            rivals += (one for one in to_the_word.values() if self.rows_of(one) is None)
        if in_list is None and not context.lost and len(rivals) > 1:
            rivals = at_home_here(rivals, to_the_word, self.homes, context)
        fit = Fit.SURE if spelt or exact else Fit.ALIKE
        return Named(fields=tuple(dict.fromkeys(rivals)), fit=fit, item=item, spelt=spelt)

    def _possible(self, words: Words, wordings: Sequence[Wording], context: Context) -> Iterable[Wording]:
        """The wordings that share a word with a label or, for one that says little, with its place."""
        if len(wordings) < len(self.wordings):
            return wordings
        shared = words | (context.last_words | context.words if words <= GENERIC else NO_WORDS)
        numbers = sorted({number for word in shared for number in self.by_word.get(word, ())})
        return (wordings[number] for number in numbers)

    def _cost(self, one: Wording, words: Words, context: Context) -> float | None:
        """How far a label is from a wording here: 0 the same under its own heading, None where it is none."""
        home = self.homes[one.field.path]
        if is_of_child(words) and is_of_other(home) and not CHILD <= one.words <= words:
            return None
        said_here = around(home, context)
        kind = NAME if one.field.path[-1] == "name" else KIND_WORDS.get(one.field.kind, NO_WORDS)
        shared, missing = one.words & words, one.words - words
        if missing - said_here - self.weak or not (shared or (words <= kind and one.words <= said_here)):
            return None
        if missing and shared <= CHILD < one.words:
            return None
        extra = words - one.words
        own = (extra & self.said_of[one.field.path]) - GENERIC - WEAK
        extra -= own
        around_here = home.keys[-1] in context.keys or home.keys[-1] in context.last
        local = home.words | kind | called(one, words)
        local = extra & (local | (home.section_words - self.parties if around_here else NO_WORDS))
        weak = (extra - local) & self.weak
        unknown = extra - local - weak
        if unknown & self.parties:
            return None
        cost = left_out(one, missing & self.weak, said_here) + 0.1 * len(missing & said_here)
        cost += (
            0.05 * len(local & kind)
            + 0.25 * len(local - kind)
            + 0.15 * len(own)
            + (0.5 if home.group_words & WEAK or not home.rows else 2.0) * len(weak & CHILD)
            + 0.3 * len(weak - CHILD)
        )
        return cost + _UNKNOWN * len(unknown) + distance(home, context, extra) + (0 if one.is_title else 0.01)

    def _near(self, one: Field, context: Context, words: Words) -> bool:
        """Whether a label's place says whose it is: the heading, the field before it, a word of its group."""
        home = self.homes[one.path]
        if distance(home, context) <= 0.1:
            return True
        return bool(words & (home.group_words | home.own_row_words) - GENERIC)

    def _meant_too(self, first: Field, words: Words, context: Context, key: str) -> list[Field]:
        """Other fields that a label may mean because it says too little: all whose label holds its words."""
        said = words - WEAK
        if self.homes[first.path].rows is None and (
            not said <= GENERIC or is_of_child(words) or self._is_own_title(first, key)
        ):
            return []
        at_head = not context.lost and not context.keys and self.homes[first.path].rows is None
        if at_head and any(one.field == first and one.words == words for one in self.wordings):
            return []  # at the head of a form its own single fields are meant
        others = {one.field.path: one.field for one in self.wordings if said <= one.words}
        return [one for path, one in others.items() if path != first.path]

    def _is_elsewhere(self, first: Field, context: Context, words: Words, key: str) -> bool:
        """Whether a label stands where its field is not at home, and says too little by itself."""
        if (home := self.homes[first.path]).rows is not None and in_other_list(home, context):
            return True
        if not context.keys or distance(home, context, words) < NO_HOME:
            return False
        if home.rows is None:
            told = self._is_own_title(first, key) or (is_of_child(words) and not is_of_other(home))
            return words <= GENERIC | self.weak and not told
        return not words & home.own_row_words

    def _is_own_title(self, first: Field, key: str) -> bool:
        """Whether a label is to the letter the one this field is printed with, and no other one is."""
        named = [one for one in self.wordings if one.key == key]
        return any(one.is_title for one in named) and all(one.field.path == first.path for one in named)

    def _by_letters(self, label: str, wordings: Sequence[Wording], context: Context) -> Named:
        """The field whose label this is but for a letter or two; one of a list only where that is at home."""
        key, count = danish.fold(label), len(label.split())
        # A word of other labels is none misspelt, and a word more or less makes another label.
        other = self.words(label) & (OTHER_THAN_ASKED | self.by_word.keys())
        possible = [one for one in wordings if one.count == count and other <= one.words]
        near = alike(key, [one.key for one in possible])
        best = max((score for score, _ in near), default=0.0)
        found = {
            one.path: one
            for score, number in near
            if score > best - _APART
            for one in [possible[number].field]
            if not self.homes[one.path].rows or distance(self.homes[one.path], context) < NO_HOME
        }
        if len(found) > 1:
            found = {path: one for path, one in found.items() if self._near(one, context, NO_WORDS)} or found
        return Named(fields=tuple(found.values()), fit=Fit.ALIKE)

    # ── headings and places ───────────────────────────────────────────────────────────────────────────

    def heading(self, text: str, context: Context) -> Heading | None:
        """What a heading is the heading of; None where nobody knows."""
        return self.headings.name(text, self.words, context.keys)

    def says_something(self, label: str) -> bool:
        """Whether a title has any word that counts; `Oplysninger` has none."""
        return bool(label_words(f"{label} navn") - NAME)

    def is_near(self, one: Field, context: Context) -> bool:
        """Whether a place in a document is under the heading, or in the group, of a field."""
        return distance(self.homes[one.path], context) <= 0.1

    def namesakes(self, label: str) -> list[Field]:
        """The fields that have a label of these very words."""
        words = self.words(label)
        return list({one.field.path: one.field for one in self.wordings if one.words == words}.values())

    def unknown_words(self, one: Field, label: str) -> Words:
        """The words of a label that are no part of its field's name, group or place."""
        words = self.words(without_brackets(label))
        home = self.homes[one.path]
        said = (known.words for known in self.wordings if known.field == one and known.words & words)
        own = frozenset().union(*said)
        return words - own - home.words - home.section_words - self.weak - KIND_WORDS.get(one.kind, NO_WORDS)

    def is_generic(self, label: str) -> bool:
        """Whether a label says nothing by itself: `Navn`, `Dato`."""
        return self.words(label) <= GENERIC | self.weak

    def keys_of(self, one: Field) -> tuple[str, ...]:
        return self.homes[one.path].keys

    def own_words(self, one: Field) -> Words:
        """The words of a field's group, and those that its label shares with the others of it."""
        return self.homes[one.path].group_words | (self.words(one.label) - GENERIC)

    def rows_of(self, one: Field) -> Rows | None:
        return self.homes[one.path].rows
