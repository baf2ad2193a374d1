"""What a paragraph says whose lines a page has wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.extract.habits import AROUND, HYPHENATED, KEPT_BEFORE, Habits
from pipeline.extract.words import WordLine, is_jump
from pipeline.records.layout import Box, Place, Span, TextLine

_VOWELS: Final = frozenset("aeiouyæøåéüöä")
_ADDRESS: Final = re.compile(r"@|/|_|^www\.|[a-z]\.[a-z]|[0-9]")
_NO_ENDS: Final = frozenset(
    {"og", "på", "med", "har", "som", "skal", "ikke", "hvor", "når", "fra", "eller", "hvis"}
)
"""Words that no other word ends in."""
_WIDE: Final = "mwæ"
_LONG_WORD: Final = 8
_NO_WORD: Final = re.compile(r"[b-df-hj-np-tv-xz][.,:;]?")
"""A letter that is no word."""


def text_line(
    lines: Sequence[WordLine], place: Place, habits: Habits, right: float, level: int = -1
) -> TextLine:
    """The lines of one paragraph as one; `right` is how far they can go."""
    text = ""
    broken: list[int] = []
    struck: list[Span] = []
    underlined: list[Span] = []
    coloured: list[Span] = []
    bold: list[Span] = []
    faint: list[Span] = []
    filled: list[Span] = []
    for n, line in enumerate(lines):
        for at, word in enumerate(line.words):
            if at:
                text += "\t" if is_jump(line, at) else " "
            elif n:
                text = _broken_text(text, line, lines[n - 1], habits, right)
                if text.endswith(" ") and _may_be_cut(lines[n - 1], line, right):
                    broken.append(len(text) - 1)
            start = len(text)
            text += word.text
            for looks_so, spans in (
                (word.struck, struck),
                (word.underlined, underlined),
                (word.coloured, coloured),
                (word.bold, bold),
                (word.faint, faint),
                (word.filled, filled),
            ):
                if looks_so:
                    _mark(spans, start, len(text))
    return TextLine(
        text=text,
        place=place,
        struck=tuple(struck),
        underlined=tuple(underlined),
        coloured=tuple(coloured),
        bold=tuple(bold),
        faint=tuple(faint),
        filled=tuple(filled),
        broken=tuple(broken),
        level=level,
        box=_box(lines),
    )


def _mark(spans: list[Span], start: int, end: int) -> None:
    """Goes on with the last stretch if only a blank lies between."""
    if spans and start - spans[-1].end <= 1:
        start = spans.pop().start
    spans.append(Span(start, end))


def _broken_text(text: str, following: WordLine, line: WordLine, habits: Habits, right: float) -> str:
    """The text of a paragraph up to the end of a line, ready for the next line to be put behind it.

    A hyphen at the end of a line goes when small letters stand on both sides of it, so that it may have come
    from breaking the word. It stays before `og` and `eller` (`skole- og hjem`), behind a single letter
    (`e-mail`) or what is an abbreviation (no vowel), in addresses, and where the document hyphenates the
    word elsewhere.
    """
    last, first = line.words[-1].text, following.words[0].text
    whole = f"{last}{first}".casefold().strip(AROUND)
    if last.endswith("-") and len(last) > 1:
        if first.casefold().strip(AROUND) in KEPT_BEFORE:
            return f"{text} "
        part = last[:-1].rpartition("-")[2]
        soft = HYPHENATED.search(last) is not None and first[:1].islower() and not _ADDRESS.search(whole)
        if (
            soft
            and not habits.dashed
            and len(part) > 1
            and _VOWELS & set(part.casefold())
            and whole not in habits.hyphened
        ):
            return text[:-1]
        return text if first[:1].isalnum() else f"{text} "
    alone = len(line.words) == 1
    long = len(last) >= _LONG_WORD or _fills(line, following, right)
    if alone and first[:1].islower() and ((long and whole in habits.whole) or first == "s"):
        return text  # a word too long for its cell
    if alone and long and last.isalpha() and _NO_WORD.fullmatch(first):
        return text  # and its last letter, which is no word
    small = not first[:1].isupper() and not following.words[0].bold
    if alone and _ADDRESS.search(last) and small and len(following.words) == 1:
        return text
    return f"{text} "


def _may_be_cut(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether the end of a line may lie within a word, which nothing says: `Kontaktperson` over `en`.

    A word that is too long for its cell is cut where the cell ends, without a hyphen.
    """
    word, rest = line.words[-1], following.words[0]
    if (
        len(line.words) > 1
        or word.whole
        or rest.whole
        or not (word.text[-1:].isalpha() and rest.text[:1].islower())
    ):
        return False
    return rest.text.strip(AROUND) not in _NO_ENDS and _fills(line, following, right)


def _fills(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether the first letter of the next line had no room on this one."""
    rest = following.words[0]
    letter = (rest.box.x1 - rest.box.x0) / max(len(rest.text), 1)
    return right - line.x1 < letter * (1.7 if rest.text[:1] in _WIDE else 1.15)


def _box(lines: Sequence[WordLine]) -> Box:
    """What they cover of the page; of what goes on in another column or page, the part before that."""
    own: list[Box] = []
    for line in lines:
        boxes = [word.true for word in line.words]
        if own and (boxes[0].page != own[0].page or boxes[0].bottom < own[-1].top):
            break
        own += boxes
    return Box(
        own[0].page,
        min(one.x0 for one in own),
        min(one.top for one in own),
        max(one.x1 for one in own),
        max(one.bottom for one in own),
    )
