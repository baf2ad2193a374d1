"""What recognisers take for something else, told by the words round it; and what another reading does better.

All of it stays a proposal that a person confirms. Only what no Danish form says is mended: a dash as long as
an English one, a law with an eighth in place of its section sign, an address without its `@`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from pipeline.extract.words import RecognisedWord
from pipeline.records.layout import Box

_DANISH: Final = re.compile(r"[æøåÆØÅ]")
_ALIKE: Final = 0.55
"""How alike two readings of a word are in which a letter of Danish was taken for one or two others."""
_DASHES: Final = frozenset("-–—_")
_LONG_DASH: Final = 0.34
"""Of the size of its letters: so wide a dash is none of those within words."""
_QUOTES: Final = str.maketrans("“”„‟", '""""')
_NO_LETTERS: Final = re.compile(r"[|¦‘’'`´_~\\·.,;:“”\"]+|[—–-]{2,}")
"""Alone in a line, or at its edge by a ruling: what is left of one, or dirt."""
_EDGE: Final = re.compile(r"^\|(?=[A-ZÆØÅ0-9])|(?<=\w)\|$")
"""A ruling that sticks to a word."""
_BRACKETS: Final = re.compile(r"\([xX]?\)|\[[xX]?\]")
_FILLED: Final = re.compile(r"^([(\[])[|1lI!j90]([)\]])")
"""An empty box made of brackets, beside another one."""
_STUCK: Final = re.compile(r"[lI|](alt|gang|skoleferier)([*\"”:]*)")
_LOST_AT: Final = re.compile(r"(?<=[a-z0-9])(?:\(?&|[©®QÆ]|\(@)(?=[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$)")
_SECTION: Final = frozenset({"8", "&", "$", "S", "5", "$8"})
_LAW: Final = re.compile(r"(?:love?n?s?|\(?tidl\.|jf\.|efter|og|bekendtgørelsens?)$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,3}[.,)]*$")
_MARK_BEHIND: Final = re.compile(r"([A-ZÆØÅa-zæøå]*[a-zæøå])(X)|(Ja|Nej)(x)")
_TICK: Final = frozenset({"v", "V", "√", "Y", "Vv", "vV", "w"})
_CROSS: Final = frozenset({"Xx", "xX", "xx", "XX", "><"})


def mended(
    words: Sequence[RecognisedWord], danish: Sequence[RecognisedWord] = ()
) -> tuple[RecognisedWord, ...]:
    """The words with what was confused put right; `danish` are the same words read as Danish alone."""
    spelt = [_spelt(word, danish) for word in words]
    pieces = groupby(spelt, key=lambda word: word.block)
    return tuple(word for _, piece in pieces for word in _in_piece(list(piece)))


def _spelt(word: RecognisedWord, danish: Sequence[RecognisedWord]) -> RecognisedWord:
    """In two languages at once æ, ø and å are sometimes read as what English has for them."""
    if "@" in word.text or _DANISH.search(word.text) or not any(map(str.isalpha, word.text)):
        return word
    for other in danish:
        if other.block == word.block and _same_place(word.box, other.box) and _DANISH.search(other.text):
            likeness = SequenceMatcher(None, word.text, other.text).ratio()
            if likeness >= _ALIKE and abs(len(word.text) - len(other.text)) <= 2:
                return replace(word, text=other.text)
    return word


def _same_place(one: Box, other: Box) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return high > 0 and wide >= 0.8 * max(one.x1 - one.x0, other.x1 - other.x0)


def _in_piece(words: Sequence[RecognisedWord]) -> Iterator[RecognisedWord]:
    if len(words) == 1 and words[0].text in _TICK | _CROSS:
        yield replace(words[0], text="✓" if words[0].text in _TICK else "X")
        return
    for _, line in groupby(words, key=lambda word: (word.paragraph, word.line)):
        yield from _in_line([*line])


def _in_line(words: Sequence[RecognisedWord]) -> Iterator[RecognisedWord]:
    size = max(word.box.bottom - word.box.top for word in words)
    if len(words) > 1 and words[0].text == "|" and words[1].text[0].islower():
        words = [replace(words[0], text="I"), *words[1:]]  # `I efteråret`
    while words and _NO_LETTERS.fullmatch(words[0].text):
        words = words[1:]
    while words and _NO_LETTERS.fullmatch(words[-1].text) and words[-1].text not in ('"', "”"):
        words = words[:-1]
    words = [part for word in words for part in _preposition(word)]
    words = [replace(word, text=_EDGE.sub("", word.text)) for word in words]
    if any(_BRACKETS.match(word.text) for word in words):
        words = [replace(word, text=_FILLED.sub(r"\1\2", word.text)) for word in words]
    for n, word in enumerate(words):
        before = words[n - 1].text if n else ""
        after = words[n + 1].text if n + 1 < len(words) else ""
        if word.text in _DASHES:
            wide = word.box.x1 - word.box.x0 >= _LONG_DASH * size
            yield replace(word, text="–" if n and wide else "-")
        elif word.text in _SECTION and _LAW.search(before) and _NUMBER.match(after):
            yield replace(word, text="§")
        elif found := _MARK_BEHIND.fullmatch(word.text):
            yield from _apart(word, *filter(None, found.groups()))
        elif word.text == "Ne" and any(one.text in ("Ja", "Jax", "JaX") for one in words):
            yield replace(word, text="Nej")  # its last letter was cut by the ruling below
        else:
            text = _LOST_AT.sub("@", word.text.translate(_QUOTES)).replace("—", "–")
            yield replace(word, text=text)


def _preposition(word: RecognisedWord) -> Iterator[RecognisedWord]:
    """`I` before a word is a thin stroke, and sticks to it as `l` or `|` does: `I alt`, `I gang`."""
    if found := _STUCK.fullmatch(word.text):
        yield from _apart(word, *(("I", found[1], found[2]) if found[2] else ("I", found[1])))
    else:
        yield word


def _apart(word: RecognisedWord, *texts: str) -> Iterator[RecognisedWord]:
    """The cross set behind a word and that word, as broad as they are long."""
    letters = sum(map(len, texts)) + 0.5 * (len(texts) - 1)
    step, x = (word.box.x1 - word.box.x0) / letters, word.box.x0
    for text in texts:
        yield replace(word, text=text, box=word.box._replace(x0=x, x1=x + step * len(text)))
        x += step * (len(text) + 0.5)
