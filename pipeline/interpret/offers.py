"""The answers that a question offers, and what each of them is known by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline import danish
from pipeline.danish.labels import label_words, without_brackets
from pipeline.definitions import Field, Kind

_YES_OR_NO: Final = {"yes": "Ja", "no": "Nej"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The answers a field offers, and what they are known by."""

    labels: Mapping[str, str]
    """By the value of each: `yes`, `no`, or those of the list."""
    ways: Sequence[tuple[str, str]]
    """What each value may be called, its label and other words, the longest first."""
    printed: re.Pattern[str]
    """Any of the ways; the longest first, so that none hides within another."""
    folded: frozenset[str]
    spelt: Mapping[str, str]
    """The values by their folded labels, with and without what is bracketed; of equal ones the first."""
    saying: Mapping[frozenset[str], str]
    """The values by what their labels say; of those that say the same, none. Other words count as spelt."""
    about: frozenset[str]
    """What the question itself says: an answer may say that too."""


@lru_cache(maxsize=2048)
def offer_of(field: Field) -> Offer:
    labels = dict(_YES_OR_NO)
    if field.kind is not Kind.BOOLEAN:
        labels = {choice.value: choice.label for choice in field.choices}
    ways = [(label, value) for value, label in labels.items()]
    ways += ((said, choice.value) for choice in field.choices for said in choice.aliases)
    spelt: dict[str, str] = {}
    for said, value in ways:
        spelt.setdefault(danish.fold(said), value)
        spelt.setdefault(danish.fold(without_brackets(said)), value)
    saying = [(label_words(without_brackets(label)), value) for value, label in labels.items()]
    counted = Counter(words for words, _ in saying)
    ways.sort(key=lambda way: -len(way[0]))
    names = (re.escape(said).replace(r"\ ", r"\s+") for said, _ in ways)
    return Offer(
        labels=labels,
        ways=ways,
        printed=re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE),
        folded=frozenset(danish.fold(said) for said, _ in ways),
        spelt=spelt,
        saying={words: value for words, value in saying if counted[words] == 1},
        about=label_words(field.label) - frozenset().union(*(words for words, _ in saying)),
    )
