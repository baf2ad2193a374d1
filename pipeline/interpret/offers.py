"""The answers that a question offers, and what each of them is known by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
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
    printed: re.Pattern[str]
    """Any of the labels; the longest first, so that none hides within another."""
    folded: frozenset[str]
    spelt: Mapping[str, str]
    """The values by their folded labels, with and without what is bracketed; of equal ones the first."""
    saying: Mapping[frozenset[str], str]
    """The values by what their labels say; of those that say the same, none."""


@lru_cache(maxsize=2048)
def offer_of(field: Field) -> Offer:
    labels = dict(_YES_OR_NO)
    if field.kind is not Kind.BOOLEAN:
        labels = {choice.value: choice.label for choice in field.choices}
    spelt: dict[str, str] = {}
    for value, label in labels.items():
        spelt.setdefault(danish.fold(label), value)
        spelt.setdefault(danish.fold(without_brackets(label)), value)
    said = [(label_words(without_brackets(label)), value) for value, label in labels.items()]
    counted = Counter(words for words, _ in said)
    names = (re.escape(one).replace(r"\ ", r"\s+") for one in sorted(labels.values(), key=len, reverse=True))
    return Offer(
        labels=labels,
        printed=re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE),
        folded=frozenset(map(danish.fold, labels.values())),
        spelt=spelt,
        saying={words: value for words, value in said if counted[words] == 1},
    )
