"""An inked line cut at all that may part a label from its value, and what a piece of it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline import danish
from pipeline.interpret.ink import BOLD, FAINT, FILLED, all_in, bare, closed, has, without
from pipeline.interpret.ticks import offers, option_named
from pipeline.interpret.vocabulary import NOTHING, Fit, Named

Ask = Callable[[str], Named]
"""What a label names where it stands."""

_TOLD: Final = (
    r"[ \u00a0](?:[Bb]eskriv|[Aa]ngiv|[Uu]ddyb|[Ss]kriv|[Rr]edegør|[Ss]æt kryds)"
    rf"(?: (?:kort|gerne|venligst|her|nærmere|evt\.?))*\.?(?=\s*:|[{BOLD[1]}{FAINT[1]}]|$)"
)
"""What a question may tell at its end: `Hvem er eleven? Beskriv kort`."""
_SEPARATORS: Final = (
    rf"(?P<colon>[ \u00a0]*:(?!//)(?!\d)[{BOLD[1]}{FAINT[1]}]?)"
    r"|(?P<star>(?<=[^\W\d]|[)?.])[ \u00a0]*\*[ \u00a0]+(?=[^\s:*|._…])(?!(?:skal|er|udfyldes)\b))"
    rf"|(?P<arrow>(?<=[^\W\d]|[)?.*])[ \u00a0]+(?:{danish.ARROW}|=)(?=[ \u00a0]|$))"
    rf"|(?P<asked>\?(?:\s*\((?!\s*[xX]?\s*\))[^()\n]*\)(?=[\s:{BOLD[1]}{FAINT[1]}]|$)|{_TOLD})?"
    rf"(?:\s*\*)?\s*:?[{BOLD[1]}{FAINT[1]}]?(?=[\s{FILLED[0]}]|$))"
    r"|(?P<gap>[ \u00a0]*\t[\t \u00a0]*|[ \u00a0]{3,})"
    r"|(?P<pipe>[ \u00a0]+\|[ \u00a0]+|[ \u00a0]+·[ \u00a0]+(?=[^·|:\n]{2,60}[:?])|;[ \u00a0]+(?=[A-ZÆØÅ]))"
    r"|(?P<leader>[ \u00a0]*(?:[._]{3,}|(?<![^\W_])_+|_+(?![^\W_])|…[.…_]*|(?:\. ){4,})[ \u00a0]*)"
    r"|(?P<line>\n)"
    rf"|(?P<field>{FILLED[0]})"
    rf"|(?P<end>{FILLED[1]})"
    rf"|(?P<bold>{BOLD[1]})"
    r"|(?P<dash> [–—-] (?![ \u00a0\t·|]))"
)
_SEPARATOR: Final = re.compile(_SEPARATORS)
_OR_BOLD: Final = re.compile(rf"{_SEPARATORS}|(?P<begin>(?<=[ \u00a0])(?={BOLD[0]}))")
"""In a line that begins in bold, a label begins where bold type does: `*Skole:* Åsen. *Klasse:* 4.b`."""
_ASIDE: Final = re.compile(r"\([^()\n]{1,200}\)")
"""What stands in brackets is cut nowhere."""

_FILLED_IN: Final = re.compile(rf"{FILLED[0]}[^{FILLED[1]}]*{FILLED[1]}")
_LONGEST_LABEL: Final = 160
_UNKNOWN_WORDS: Final = 9
_IN_GROUP: Final = 2
"""How long the path of a field of a group is, at least."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two separators, and which they are."""

    start: int
    end: int
    before: str
    after: str
    ends_at: int
    """Where the separator behind it ends."""


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> tuple[Stretch, ...]:
    """The line cut at its separators; what stands in brackets or a form field is cut nowhere."""
    pieces: list[Stretch] = []
    start, before = 0, "start"
    aside = [(found.start(), found.end()) for found in _ASIDE.finditer(text)]
    aside += [(found.start(), found.end() - 1) for found in _FILLED_IN.finditer(text)]
    labelled = text.startswith(BOLD[0]) and text.count(BOLD[0]) > 1
    for sign in (_OR_BOLD if labelled else _SEPARATOR).finditer(text):
        if sign.end() == start and before != "start":
            continue  # parted already
        if any(begin < sign.start() < end for begin, end in aside):
            continue
        # The sign of a field that must be filled in parts it from its answer, and so does an arrow.
        kind = "colon" if sign.lastgroup in ("star", "arrow") else str(sign.lastgroup)
        pieces.append(Stretch(start, sign.start(), before, kind, sign.end()))
        start, before = sign.end(), kind
    pieces.append(Stretch(start, len(text), before, "stop", len(text)))
    return tuple(pieces)


def asked_as(label: str, ask: Ask) -> Named:
    """What words name, where they can be a label."""
    if len(label) > _LONGEST_LABEL or not any(map(str.isalnum, label)):
        return NOTHING
    return ask(label)


def asked_with_aside(text: str, piece: Stretch, label: str, ask: Ask) -> Named:
    """What a question names; where it says so only in brackets behind its mark, what it names with those."""
    named = asked_as(label, ask)
    aside = bare(text[piece.end : piece.ends_at]).strip(" ?:*") if piece.after == "asked" else ""
    if named.spelt or not aside.startswith("("):
        return named
    told = asked_as(f"{label} {aside}", ask)
    alone = not named.fields and told.field is not None and told.fit is not Fit.LOOSE
    return told if told.spelt or alone else named


def words_of(text: str) -> str:
    """The words of a label: without looks, and without help in grey unless there is nothing else."""
    plain = bare(without(FAINT, closed(text))).strip()
    return plain if any(map(str.isalnum, plain)) else bare(text).strip()


def asks_in_group(words: str, named: Named, first: Named) -> bool:
    """Whether small words behind the colon of a label ask for another field of its group: `Samråd: hvordan`.

    Or say that they ask for the label's own answer, `Samråd: svaret er`, where that is one of printed ones.
    """
    one = named.field
    if one is None or not first.fields or named.fit is Fit.LOOSE or not words[:1].islower():
        return False
    group = all(len(one.path) >= _IN_GROUP and one.path[:-1] == other.path[:-1] for other in first.fields)
    if not group or not offers(first.fields[0]):
        return False
    return not any(offers(own) and option_named(own, words) is not None for own in (one, *first.fields))


def looks_unknown(piece: Stretch, words: str) -> bool:
    """Whether text before a separator is a label that nobody knows, and no sentence."""
    if piece.after not in ("colon", "asked", "field", "gap", "leader"):
        return False
    most = 2 * _UNKNOWN_WORDS if piece.after == "asked" else _UNKNOWN_WORDS
    few = len(words.split()) <= most and len(words) <= 9 * most
    return few and words[:1] not in '-–•*»"(' and not words.endswith((".", ","))


def unlike(text: str, piece: Stretch, rest: Stretch) -> bool:
    """Whether one of two pieces is grey or in italics and the other isn't; grey help may hold a colon."""
    if _is_faint(text, piece):
        return not _is_faint(text, rest)
    return _is_faint(text, rest) and not has(FAINT, closed(text[piece.start : piece.end]))


def _is_faint(text: str, piece: Stretch) -> bool:
    inside = text.rfind(FAINT[0], 0, piece.start) > text.rfind(FAINT[1], 0, piece.start)
    return all_in(FAINT, closed(FAINT[0] * inside + text[piece.start : piece.end]))
