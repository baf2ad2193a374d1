"""What a dash or a colon parts: a label from its answer, or a label from the words it goes on with.

`Skole – Åsen` is answered, `Skole – titel` asks for something, and `Indsats – det gør vi` says what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.danish.labels import label_words
from pipeline.interpret.entries import takes_lines
from pipeline.interpret.ink import bare
from pipeline.interpret.pieces import Ask, Stretch, asked_as, words_of
from pipeline.interpret.vocabulary import GENERIC, NAME, NOTHING, Fit, Named
from pipeline.records.layout import Layout

_DASHED: Final = re.compile(r"(\s*[^\W\d][^:\t\n–—]{1,80}?) [–—-] (?=\S)")
_GOES_ON: Final = re.compile(r"[a-zæøå][^\d:?]{1,40}(?:[:?].*)?|.*\?|[^:]{1,40}:.*")
"""How a label goes on behind a dash: `Skole – titel`, `Skole – hvem?`, `Skole – navn: Ida`."""
_SMALL: Final = re.compile(r"[a-zæøå][^\d(]{1,40}")
_NAMES: Final = ("navn", "fulde navn")
_SEVERAL: Final = 2
_SHORT_ANSWER, _SHORT_LABEL = 60, 3


def labels_end_in_dashes(layout: Layout, ask: Ask) -> bool:
    """Whether a dash parts several labels from their answers: `Navn – Ida`; more than go on behind it."""
    told = {True: 0, False: 0}
    for line in layout.lines():
        found = _DASHED.match(line.text) if line.level < 0 else None
        if found and (named := ask(found[1])).fields and named.fit is Fit.SURE:
            told[_GOES_ON.fullmatch(line.text, found.end()) is None] += 1
    return told[True] > max(_SEVERAL, told[False])


def is_parted(text: str, pieces: Sequence[Stretch], n: int, named: Named, *, dashed: bool) -> bool:
    """Whether a dash parts a label from its answer: `Navn på leverandør – Åsen`."""
    rest = bare(text[pieces[n].ends_at :])
    sure = named.field is not None and named.fit is not Fit.LOOSE
    if dashed and n == 0 and named.field is not None:
        words = bare(text[pieces[n].start : pieces[n].end])
        return sure or len(words.split()) <= _SHORT_LABEL
    return n == 0 and sure and len(rest) <= _SHORT_ANSWER and not re.search(r"[:–—]|\w[.?!] ", rest)


def in_small_words(
    text: str, pieces: Sequence[Stretch], n: int, ask: Ask, *, whole: bool = False
) -> tuple[str, Named, int, int] | None:
    """The label that goes on behind a dash in small words, what it names, and where it starts and ends.

    What asks for something nobody knows there, `Skole – titel`, is a label without a field. Behind a colon
    only what everybody has is asked, at the end of the line: `Skole: titel`. `whole`: the line is bold as a
    whole, so that no part of it is the answer.
    """
    if pieces[n].after not in ("dash", "colon") or n + 1 >= len(pieces):
        return None
    first, rest = pieces[n], pieces[n + 1]
    small = bare(text[rest.start : rest.end]).strip()
    asks = bool(label_words(small) & GENERIC - NAME) or small in _NAMES
    ends = ("colon", "asked", "line", "stop") if first.after == "dash" else ("line", "stop")
    if (
        (rest.after not in ends and not (whole and rest.after == "bold"))
        or not _SMALL.fullmatch(small)
        or not (asks or first.after == "dash")
    ):
        return None
    head = asked_as(words_of(text[first.start : first.end]), ask)
    label = words_of(text[first.start : rest.end])
    named, one = asked_as(label, ask), head.field
    if named.fields and named.fit is not Fit.LOOSE:
        # `Indsats – hvad gør vi?` may ask who does it too, but for its first word.
        return label, head if one in named.fields else named, first.start, n + 1
    if one is None or head.fit is Fit.LOOSE:
        return None
    if asks:
        return label, NOTHING, first.start, n + 1
    if rest.after == "stop":
        return None  # it may be the answer
    if takes_lines(one):
        return label, head, first.start, n + 1
    return None if rest.after == "line" else (label, NOTHING, first.start, n + 1)
