"""What a heading is the heading of: a section, a group, a list or one item of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline import danish
from pipeline.danish.labels import label_words, without_brackets, without_number
from pipeline.definitions import Form, Path, Rows
from pipeline.interpret.memo import kept
from pipeline.interpret.spelling import LONGEST, alike
from pipeline.interpret.vocabulary import (
    NAME,
    NO_WORDS,
    PERSON,
    WEAK,
    FieldHome,
    Heading,
    Words,
    either_way,
    list_key,
    row_words,
)

_SAME_HEADING: Final = 0.6
"""How alike the words of two headings must be."""
_AS_TITLE: Final = 0.995
"""How alike a question must be to a title: the same to the letter."""
_AND_MORE: Final = 0.9
"""How alike a heading is that says all words of another one, and some of what is asked below it."""
_SEVERAL: Final = re.compile(r"(?i)[/,&]|\b(?:og|eller)\b")
_OF: Final = re.compile(r"(?i)\s(?:af|for|fra|hos|i|om|på|til|ved)\s")
_OF_ALL: Final = re.compile(r"(?<=\d)(?:\s+af\s+|\s*/\s*)\d{1,2}$")
"""`Forælder 1 af 2`."""
_ORDINAL: Final = re.compile(r"\s*([0-9]{1,2})\.\s+(?=[a-zæøå])")
"""`2. forælder`, where a section's number would stand before a capital letter."""
_PARTS: Final = re.compile(r":\s|\s[–—-]\s")
_AS_GOOD: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHeading:
    words: Words
    key: str
    heading: Heading
    is_title: bool
    local: Words = NO_WORDS
    """The words of what stands below it, which the heading may say too: `Parternes underskrifter`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """All headings of a form; `weak` are words that any of them may leave out."""

    known: tuple[KnownHeading, ...]
    weak: Words
    _named: dict[tuple[str, frozenset[str]], Heading | None] = field(default_factory=dict)

    def name(self, text: str, words_of: Callable[[str], Words], around: frozenset[str]) -> Heading | None:
        """What a heading is the heading of; None where nobody knows.

        `words_of` takes a title apart, `around` are the keys of the place it stands in.
        """
        return kept(self._named, (text, around), lambda: self._name(text, words_of, around))

    def _name(self, text: str, words_of: Callable[[str], Words], around: frozenset[str]) -> Heading | None:
        plain = without_number(" ".join(danish.clean_line(text).split())).strip(" :*?.–-")
        if not any(map(str.isalnum, plain)) or len(plain) > LONGEST:
            return None
        plain = _OF_ALL.sub("", plain)
        if (tail := _PARTS.split(plain)[-1]) != plain:
            # `Bilag: Bilag 1` is a section and a card of it.
            card = self._name(tail, words_of, around)
            if card is not None and card.is_card:
                return card
        title = without_brackets(plain)
        said = words_of(title)
        numbered = re.search(r"\s(?:nr\.?\s*)?([0-9]{1,2})$", plain) or _ORDINAL.match(text)
        digits = frozenset({numbered[1]}) if numbered else NO_WORDS
        # Taken apart as labels are, and as it stands: `Statusmøder` is a heading, `status` and `møder` none.
        readings = {way - digits or way for way in (said, label_words(title))}
        key = danish.fold(re.sub(r"[\d.\s]+$", "", plain))
        # `Leverandør af indsatsen` is about a supplier, as `Leverandør` is.
        about = label_words(_OF.split(title)[0])
        head = about if any(one.words == about for one in self.known) else NO_WORDS
        scored = [
            (1.0 if one.key == key else max(self._likeness(words, head, one) for words in readings), one)
            for one in self.known
        ]
        best = max((score for score, _ in scored), default=0.0)
        # `Skole` is an alias to the letter, yet where the parties are listed it is their title `Skolen`.
        found = [one for score, one in scored if score > best - _AS_GOOD]
        asks = text.rstrip().endswith("?")
        if best < (_AS_TITLE if asks else _SAME_HEADING):
            # `Hvad er du til barnet?` is no heading of the child, though that is all it says.
            found = [] if asks else self._spelt(key)
        if not found:
            return None
        found = [one for one in found if one.is_title] or found
        found = [one for one in found if one.key == key] or found
        # `Indsats 1` goes on with the list it stands in, before any other of the same section.
        at_home = [one for one in found if (of := one.heading.rows) and list_key(of.path) in around]
        found = at_home or [one for one in found if one.heading.keys & around] or found
        rows = next((one.heading.rows for one in found if one.heading.rows), None)
        # `Forældre/værge` heads all of them.
        person = None if _SEVERAL.search(plain) else PERSON.search(plain)
        return Heading(
            keys=frozenset().union(*(one.heading.keys for one in found)),
            words=frozenset().union(*(one.heading.words for one in found)),
            rows=rows,
            # `Mor 1` and `Mor 2` are two.
            item=" ".join([*([person[1].casefold()] if person and rows else []), *sorted(digits)]),
            exact=best > 0.95,
        )

    def _likeness(self, words: Words, head: Words, one: KnownHeading) -> float:
        said, known = words - self.weak or words, one.words - self.weak or one.words
        if not said or not known:
            return 0.0
        likeness = 0.99 * len(said & known) / len(said | known)
        if known < said and (not head or known & head):
            # What else it says may be said below it.
            likeness = max(likeness, _AND_MORE * len(known) / len(known | (said - one.local)))
        return likeness

    def _spelt(self, key: str) -> list[KnownHeading]:
        """The headings that this one is but for a letter or two."""
        found = alike(key, [one.key for one in self.known])
        best = max((score for score, _ in found), default=0.0)
        return [self.known[number] for score, number in found if score == best]


def headings_of(form: Form, homes: dict[Path, FieldHome], base: Words) -> Iterator[KnownHeading]:
    """Every heading of the form, and what else people call it."""
    for one in _headings_of(form, homes):
        yield replace(one, heading=replace(one.heading, words=either_way(one.heading.words, base)))


def _headings_of(form: Form, homes: dict[Path, FieldHome]) -> Iterator[KnownHeading]:
    for section in form.sections:
        own = Heading(keys=frozenset({f"s:{section.key}"}), words=label_words(section.title))
        yield _known_heading(section.title, own)
        for entry in section.entries:
            if isinstance(entry, Rows):
                listed = Heading(
                    keys=frozenset({list_key(entry.path), f"s:{section.key}"}),
                    words=row_words(entry),
                    rows=entry,
                )
                local = frozenset().union(
                    *(label_words(said) for one in entry.columns for said in (one.label, *one.aliases))
                )
                for title in dict.fromkeys(filter(None, (entry.label, entry.item_label))):
                    yield _known_heading(title, listed, local=local)
                for alias in entry.aliases:
                    yield _known_heading(alias, listed, is_title=False, local=local)
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
                if not label_words(alias) & (NAME | WEAK):
                    words = label_words(without_brackets(one.group or alias))
                    heading = Heading(keys=frozenset({keys[0], keys[-1]}), words=words)
                    yield _known_heading(alias, heading, is_title=False)


def _known_heading(
    title: str, heading: Heading, *, is_title: bool = True, local: Words = NO_WORDS
) -> KnownHeading:
    plain = re.sub(r"[\d.\s]+$", "", title)
    return KnownHeading(
        words=label_words(without_brackets(plain)),
        key=danish.fold(plain),
        heading=heading,
        is_title=is_title,
        local=local,
    )
