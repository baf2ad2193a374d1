"""A line's text with its looks written into it, so that it can be cut like any text and nothing gets lost.

Looks are pairs of private characters round what they hold; no text from a document keeps such characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.danish import ARROW
from pipeline.records.layout import Span, TextLine

STRUCK, BOLD, FAINT, FILLED = ("\ue010\ue011", "\ue012\ue013", "\ue014\ue015", "\ue016\ue017")
"""What opens and what closes each look."""

_BROKEN: Final = "\ue018"
"""Stands before a blank that may lie within a word."""

_LOOKS: Final = re.compile("[\ue010-\ue018]")
_PRIVATE: Final = re.compile("[\ue000-\ue0ff]")

_ARROW: Final = re.compile(rf"^([\ue010-\ue018\s]*)(?:{ARROW}|=(?=[\s\ue010-\ue018]|$))\s*")
_POINTS: Final = re.compile(rf"{ARROW}|=")
_SHORTENED: Final = re.compile(r"(?i)(?<!\w)(?:tv|th|mf|st|kl|co|jr|sr|m\.fl|m\.m|mv|osv)$")
"""What ends in a full stop of its own, before the dots of a leader."""


def inked(line: TextLine) -> str:
    """The text of a line with its looks written in; an arrow that points to an answer is no part of it."""
    text = line.text if line.text.isprintable() else _PRIVATE.sub("\ufffd", line.text)
    if not (line.struck or line.bold or line.faint or line.filled or line.broken):
        return without_arrow(text)
    at: dict[int, list[str]] = {}
    for look, spans in ((STRUCK, line.struck), (BOLD, line.bold), (FAINT, line.faint), (FILLED, line.filled)):
        for start, end in _whole(spans):
            if end > start or look is FILLED:
                at.setdefault(start, []).append(look[0])
                at.setdefault(end, []).insert(0, look[1]) if end > start else at[start].append(look[1])
    for place in line.broken:
        at.setdefault(place, []).append(_BROKEN)
    if not at:
        return without_arrow(text)
    cuts = sorted(at)
    pieces = [text[: cuts[0]]]
    for cut, following in zip(cuts, [*cuts[1:], len(text)], strict=True):
        pieces += [*at[cut], text[cut:following]]
    return without_arrow("".join(pieces))


def without_arrow(text: str) -> str:
    """The inked text without the arrow or equals sign before it that points to an answer."""
    return _ARROW.sub(r"\1", text, count=1) if _POINTS.search(text) else text


def _whole(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end and span.end > span.start:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def bare(text: str) -> str:
    """The text without its looks. Nothing that marks a look is printable, and most texts have none."""
    return text if text.isprintable() else _LOOKS.sub("", text)


def closed(text: str) -> str:
    """A stretch cut out of an inked text with each look that it holds half of made whole."""
    if text.isprintable():
        return text
    for look in (STRUCK, BOLD, FAINT, FILLED):
        opens, closes = look[0], look[1]
        for sign in re.findall(f"[{opens}{closes}]", text)[:1]:
            text = opens + text if sign == closes else text
        if text.rfind(opens) > text.rfind(closes):
            text += closes
    return text


@lru_cache
def _stretch(look: str) -> re.Pattern[str]:
    return re.compile(f"{look[0]}[^{look[1]}]*{look[1]}?")


@lru_cache
def _words_in(look: str) -> re.Pattern[str]:
    return re.compile(f"{look[0]}([^{look[1]}]*)")


def has(look: str, text: str) -> bool:
    """Whether some words of the text have the look."""
    return look[0] in text and any(bare(words).strip() for words in _words_in(look).findall(text))


def is_broken(text: str) -> bool:
    """Whether a word of the text may have been cut in two by the end of a line."""
    return _BROKEN in text


def all_in(look: str, text: str) -> bool:
    """Whether every word of the text has the look."""
    return has(look, text) and not any(map(str.isalnum, bare(without(look, text))))


def is_bold(line: TextLine) -> bool:
    """Whether every word of a line is bold."""
    return all_in(BOLD, inked(line))


def without(look: str, text: str) -> str:
    """The text without the words that have the look."""
    return _stretch(look).sub("", text) if look[0] in text else text


def without_leaders(text: str) -> str:
    """The text without the dots or underscores before and behind it; `3. tv.` keeps its own full stop."""
    text = re.sub(r"^[._…\s]{2,}", "", text)
    if (behind := re.search(r"[._…\s]{2,}$", text)) is None:
        return text
    said = text[: behind.start()]
    return said + "." if behind[0].startswith(".") and _SHORTENED.search(said) else said
