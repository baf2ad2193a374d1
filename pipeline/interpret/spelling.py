"""Labels that are misspelt: the same but for a letter or two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from pipeline.interpret.vocabulary import Wording

SHORTEST, LONGEST = 6, 150
"""Letters of a label; a shorter one is another word when a letter is wrong."""
_SPELLING: Final = 85
_SENTENCE, _SENTENCE_SPELLING = 20, 90
"""A sentence has so many letters at least; two are one when they are so much alike."""


def alike(key: str, keys: Sequence[str]) -> list[tuple[float, int]]:
    """Which keys (folded labels) another one is like: how much of 100, and the number of each."""
    from rapidfuzz import process  # compiled, and needed for misspelt labels only
    from rapidfuzz.fuzz import ratio

    if not SHORTEST <= len(key) <= LONGEST:
        return []
    found = process.extract(key, keys, scorer=ratio, score_cutoff=_SPELLING, limit=None)
    return [
        (float(score), number)
        for said, score, number in found
        if len(said) >= SHORTEST and _digits(said) == _digits(key)
    ]


def nearly_among(said: str, sentences: Collection[str]) -> bool:
    """Whether a sentence is one of these but for a letter here and there."""
    from rapidfuzz import process  # compiled, and needed for what was recognised only
    from rapidfuzz.fuzz import ratio

    if len(said) < _SENTENCE:
        return False
    return process.extractOne(said, sentences, scorer=ratio, score_cutoff=_SENTENCE_SPELLING) is not None


def _digits(key: str) -> str:
    """A number is never misspelt: another one makes another label."""
    return re.sub(r"\D", "", key)


def as_spelt(wordings: Iterable[Wording], key: str) -> Iterator[Wording]:
    """The wordings without those that ask to the letter only, unless the label is spelt so."""
    return (one for one in wordings if one.key == key or not one.listed)
