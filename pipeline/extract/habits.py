"""What is usual in a document: letters, lines, and the words that tell how a line was broken."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.words import PageWord, WordLine, chunks_of

HYPHENATED: Final = re.compile(r"[a-zæøåéüöä]-$")
KEPT_BEFORE: Final = frozenset({"og", "eller", "samt", "og/eller", "til"})
"""Words before which a hyphen belongs to its word: `skole- og hjem`."""
_BLANK: Final = 0.6
"""The widest blank between two words of a text, in letter sizes."""
_COMMON: Final = 0.2
"""Headings are no such part of all letters."""
_BROKEN: Final = 3
"""Lines that break in the middle of a sentence, all at one distance."""
AROUND: Final = '.,;:()»«"?!*'
"""What stands round a word and is no part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is usual in a document: the size of its letters, the distance of its lines, hyphenated words."""

    size: float
    pitch: float
    """From base line to base line, in letter sizes; 0 if no two lines tell."""
    hyphened: frozenset[str]
    whole: frozenset[str]
    """Words that no line end can have cut: those behind the first of a line. All letters made small."""
    common: frozenset[float] = frozenset()
    """Sizes, to half a point, that much of the text has: none of them makes a heading."""
    dashed: bool = False
    """Words within a line end in dashes, so that one at its end may be no hyphen."""
    columns: tuple[tuple[int, ...], ...] = ()
    """Where the texts of a line begin, for each way in which those of several lines do, three or more."""


def habits_of(columns: Iterable[Sequence[WordLine]]) -> Habits:
    """From the lines of each cell or column of the document."""
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    hyphened: set[str] = set()
    whole: set[str] = set()
    broken: Counter[float] = Counter()
    dashed = False
    begun: Counter[tuple[int, ...]] = Counter()
    for lines in columns:
        begun.update(tuple(round(chunk.x0) for chunk in chunks_of(line)) for line in lines)
        for n, line in enumerate(lines):
            for word, after in itertools.zip_longest(line.words, line.words[1:]):
                sizes[round(word.size * 2) / 2] += len(word.text)
                if word is not line.words[0] and not word.whole:
                    whole.add(word.text.strip(AROUND).casefold())
                if after is not None and not word.whole:
                    dashed = dashed or _is_dashed(word, after)
                if "-" in word.text[1:-1] and not word.whole:
                    hyphened.add(word.text.casefold().strip('.,;:()»«"'))
            if n and lines[n - 1].page == line.page and abs(lines[n - 1].size - line.size) < 1:
                pitches[round(pitch(lines[n - 1], line) * 20) / 20] += 1
                if _broke(lines[n - 1], line):
                    broken[round(pitch(lines[n - 1], line) * 20) / 20] += 1
    told = sum(pitches.values())
    usual = min((p for p, count in pitches.items() if count >= max(2, 0.1 * told) and p > 0.8), default=0.0)
    # Where nearly all lines are rows of a table, those that text breaks into are few, and nearer.
    within, times = max(broken.items(), key=lambda one: one[1], default=(0.0, 0))
    usual = within if times >= _BROKEN and 0.8 < within < usual else usual
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    common = frozenset(one for one, letters in sizes.items() if letters >= _COMMON * sum(sizes.values()))
    return Habits(
        size=size,
        pitch=usual,
        hyphened=frozenset(hyphened),
        whole=frozenset(whole),
        common=common,
        dashed=dashed,
        columns=tuple(starts for starts, count in begun.items() if len(starts) > 2 and count > 2),
    )


def _broke(line: WordLine, below: WordLine) -> bool:
    """Whether a line breaks in the middle of a sentence that goes on right below it."""
    small = below.words[0].text[:1].islower() and line.text[-1:] not in ".:;?!"
    return small and abs(line.x0 - below.x0) < 0.5 * line.size


def _is_dashed(word: PageWord, after: PageWord) -> bool:
    """Whether a dash stands behind a word that no `og` follows: `pausekort- en makker`.

    What stands further away is of another cell, and the dash at the end of its line.
    """
    near = after.box.x0 - word.box.x1 <= _BLANK * word.size
    dash = near and HYPHENATED.search(word.text) is not None
    return dash and after.text[:1].islower() and after.text not in KEPT_BEFORE


def pitch(line: WordLine, following: WordLine) -> float:
    """From base line to base line, in letter sizes."""
    return (following.bottom - line.bottom) / (max(line.size, following.size) or 1.0)
