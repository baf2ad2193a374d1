"""Which of several answers is ticked, underlined or left standing: every way people mark a box."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline import danish
from pipeline.danish.labels import NEGATING, label_words, without_brackets
from pipeline.definitions import Field, Kind
from pipeline.interpret.ink import BOLD, STRUCK, all_in, bare, has, without
from pipeline.interpret.offers import Offer, offer_of

_YES, _NO = "\ue020", "\ue021"
"""A ticked and an empty box, whatever they were."""

_TICKED: Final = re.compile(r"[☒☑✓✔✗✘■🗹🗷]|\[\s*[xX]\s*\]|\(\s*[xX]\s*\)")
_EMPTY: Final = re.compile(r"[☐□▢❏❑]|\[\s*\]|\(\s*\)")
MARK: Final = re.compile(r"[☒☑✓✔✗✘■🗹🗷☐□▢❏❑]|\[\s?[xX]?\s?\]|\(\s?[xX]?\s?\)")
"""A box, ticked or not, however it is drawn."""
_BLANK_LINE: Final = re.compile(r"(?<!\w)_+\s*([xX])\s*_*(?!\w)|(?<![\w)])_{2,}(?!\w)")
"""A short line that a cross belongs on. Right behind a word or bracket it is the line that was written on."""
_WRITTEN: Final = re.compile(r"_{4,}\s*[^\W_]|_{2,}\s*[^\W_][^_]*_{2,}\s*$")
"""A word on a line to write on: a long one before it, or some of it on either side."""
LONE_X: Final = re.compile(r"(?<!\w)(?<!(?<!\.)\.)[xX](?!\w|\.(?!\.\.))")
"""A cross by itself, with a leader round it at most: `Nej X......`, but no abbreviation."""
_UNFINISHED: Final = re.compile(r"(?i)(?:[ /](?:og|eller|samt|til|for|i|af)|[/&,-])$")
_SIGN_OR_WORDS: Final = re.compile(f"([{_YES}{_NO}])|([^{_YES}{_NO}]+)")
_APART: Final = re.compile(r"\s{2}|[\t\n]")
_JUMP: Final = 10
"""How far apart a tab puts two things, in blanks."""
_IN_BRACKETS: Final = re.compile(r"[^()/|,;]+\(([^()]+)\)")
_LIST: Final = 3
"""Answers of a list; what only two have in common tells too little."""
_BETWEEN: Final = " \t\n\u00a0/|,;.:–-_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """The values that are marked; `other`: marked words that are none of the field's answers.

    `unboxed`: the answers stand beside each other with nothing between them. They had boxes once, which a
    program may have dropped together with the cross in one of them.
    """

    options: tuple[str, ...]
    other: str = ""
    unboxed: bool = False


def options_of(field: Field) -> Mapping[str, str]:
    """The answers a field offers, by the value of each: `yes`, `no`, or those of the list."""
    return offer_of(field).labels


def option_named(field: Field, words: str) -> str | None:
    """The answer that words without any box name."""
    return _option(words, offer_of(field))


def printed_options(field: Field, text: str) -> tuple[str, ...]:
    """The answers of a field that a text lists, with or without boxes; none where it says anything else."""
    offer = offer_of(field)
    words = [token for token in _tokens(_drawn(text, offer), offer) if not token.sign]
    said = [token.option for token in words if token.option is not None]
    return tuple(dict.fromkeys(said)) if len(said) == len(words) else ()


def mark_of(text: str) -> bool | None:
    """Whether a text that is nothing but a box or a cross is ticked; None where it says more, or nothing."""
    plain = bare(text).strip(" \u00a0_.")
    if plain in ("x", "X"):
        return True
    return bool(_TICKED.search(plain)) if MARK.fullmatch(plain) else None


def offers(field: Field) -> bool:
    return field.kind in (Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES)


def ticks(field: Field, text: str) -> Ticks | None:
    """What is marked among the answers of a field; None where the text draws no boxes and strikes nothing.

    No option at all means that the answers are printed and none is marked.
    """
    offer = offer_of(field)
    drawn = _drawn(bare(without(STRUCK, text)), offer)
    if _YES in drawn or _NO in drawn:
        return _boxes(field, text, drawn, offer)
    if (left_standing := _left_standing(text, offer)) is not None:
        return Ticks(options=(left_standing,))
    whole = _listed(bare(text), offer)
    if len(whole) < 2:
        return None
    if has(STRUCK, text):
        left = _listed(bare(without(STRUCK, text)), offer)
        several = field.kind is Kind.CHOICES and 0 < len(left) < len(whole)
        one = len(left) == 1 or several
        return Ticks(options=left) if one else Ticks(options=tuple(left or whole), other=bare(text))
    if has(BOLD, text) and not all_in(BOLD, text):
        return Ticks(options=(), other=bare(text))
    plain = bare(text).strip()
    if field.kind is Kind.CHOICES and len(whole) == len(offer.labels):
        return Ticks(options=(), unboxed=True)  # all that the form prints
    separated = bool(re.search(r"[/|\t]| {2}", plain)) or field.kind is not Kind.CHOICES
    return Ticks(options=(), unboxed=not re.search(r"[/|,;]", plain)) if separated else None


def is_unmarked(field: Field, text: str) -> bool:
    """Whether a text is nothing but the boxes of a question, none of them ticked."""
    marked = ticks(field, text) if offers(field) else None
    return marked == Ticks(options=())


def _left_standing(text: str, offer: Offer) -> str | None:
    """The one answer that isn't crossed out, where another one is; some may be in an office's own words."""
    if not has(STRUCK, text):
        return None
    left = _option(bare(without(STRUCK, text)), offer)
    others = {_option(one[0], offer) for one in offer.printed.finditer(bare(text)) if one[0]}
    return left if others - {left, None} else None


def _drawn(text: str, offer: Offer) -> str:
    drawn = _EMPTY.sub(_NO, _TICKED.sub(_YES, text))
    folded = _folded(drawn)
    if any(label in folded for label in offer.folded):
        if _YES not in drawn and _NO not in drawn:  # where boxes are drawn, a short line is none
            drawn = _BLANK_LINE.sub(lambda found: _YES if found[1] else _NO, drawn)
        if _YES not in drawn:
            drawn = LONE_X.sub(_YES, drawn)
    return drawn


def _folded(text: str) -> str:
    return danish.fold(_unsigned(text))


def _unsigned(text: str) -> str:
    return text.replace(_YES, "").replace(_NO, "")


def _boxes(field: Field, text: str, drawn: str, offer: Offer) -> Ticks:
    """Each box with the words beside it, on whichever side they stand."""
    tokens = _by_turns(drawn, offer) or _tokens(drawn, offer)
    signs = [token for token in tokens if token.sign]
    words = [token for token in tokens if not token.sign]
    told = drawn.replace(_YES, "☒").replace(_NO, "☐")
    if not words:
        # A box without words: the one box of a tick field.
        yes = any(token.text == _YES for token in signs)
        single = field.widget == "tick" and len(signs) == 1
        return Ticks(options=("yes",) if single and yes else (), other="" if single or not yes else told)
    blank = len(words) == 1 and all(sign.text == _NO for sign in signs) and not MARK.search(text)
    if blank and field.widget != "tick":
        written = words[0].option is not None and _WRITTEN.search(text)
        if written:
            return Ticks(options=(str(words[0].option),))
        return Ticks(options=(), other=text)  # `__ Ja`: the answer, or one that lacks its cross
    if len(signs) == len(words):
        return _in_turn(tokens, told)
    return _nearest(signs, words, drawn, told)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    sign: bool
    option: str | None = None


def _tokens(drawn: str, offer: Offer) -> list[_Token]:
    """Boxes, answers and other words in their order."""
    found: list[_Token] = []
    for part in _SIGN_OR_WORDS.finditer(drawn):
        if part[1]:
            found.append(_Token(part[1], part.start(), part.end(), True))
            continue
        whole = part[2].strip(_BETWEEN)
        if not whole:
            continue
        if (option := _option(whole, offer)) is not None:
            at = part.start() + part[2].index(whole)
            found.append(_Token(whole, at, at + len(whole), False, option))
            continue
        found += _words_of(part[2], part.start(), offer)
    return found


def _by_turns(drawn: str, offer: Offer) -> list[_Token]:
    """Boxes and answers, where each box has the words of one answer; none where they stand otherwise.

    Answers in other words are known by what they share with one of those that the others leave over.
    """
    parts = [(one, one[0].strip(_BETWEEN)) for one in _SIGN_OR_WORDS.finditer(drawn)]
    parts = [(one, said) for one, said in parts if said]
    turns = all(bool(one[1]) != bool(below[1]) for (one, _), (below, _) in pairwise(parts))
    words = [said for one, said in parts if not one[1]]
    if not turns or 2 * len(words) != len(parts) or len(words) != len(offer.labels) or len(words) < _LIST:
        return []
    named = iter(_told_apart(words, offer))
    return [
        _Token(said, one.start(), one.end(), bool(one[1]), None if one[1] else next(named))
        for one, said in parts
    ]


def _told_apart(words: Sequence[str], offer: Offer) -> list[str | None]:
    """The values of all answers that a form prints; in other words than ours those that alone share some."""
    named = [_option(one, offer) for one in words]
    left = {value: label_words(label) for value, label in offer.labels.items() if value not in named}
    told = list(named)
    for n, one in enumerate(words):
        if named[n] is None:
            said = label_words(one)
            near = [value for value, label in left.items() if _share(said, label)]
            others = [other for m, other in enumerate(words) if m != n and named[m] is None]
            alone = len(near) == 1 and not any(_share(label_words(other), left[near[0]]) for other in others)
            told[n] = near[0] if alone else None
    return told


def _share(said: frozenset[str], label: frozenset[str]) -> bool:
    """Whether words say some of the same, and neither says that it isn't so."""
    return bool(said & label - NEGATING) and said & NEGATING == label & NEGATING


def _words_of(text: str, start: int, offer: Offer) -> list[_Token]:
    """The answers in a stretch without boxes, and what else stands there."""
    found: list[_Token] = []
    at = 0
    for name in offer.printed.finditer(text):
        found += _other(text, at, name.start(), start)
        found.append(
            _Token(name[0], start + name.start(), start + name.end(), False, _option(name[0], offer))
        )
        at = name.end()
    return found + _other(text, at, len(text), start)


def _other(text: str, begin: int, end: int, start: int) -> list[_Token]:
    said = text[begin:end].strip(_BETWEEN)
    if not said:
        return []
    at = start + begin + text[begin:end].index(said)
    return [_Token(said, at, at + len(said), False)]


def _in_turn(tokens: list[_Token], told: str) -> Ticks:
    """As many boxes as words: they take turns, boxes first or words first."""
    if any(one.sign == other.sign for one, other in zip(tokens[::2], tokens[1::2], strict=True)):
        return Ticks(options=(), other=told)
    if any(one.sign != tokens[0].sign for one in tokens[::2]):
        return Ticks(options=(), other=told)
    ticked: list[str] = []
    other: list[str] = []
    for one, two in zip(tokens[::2], tokens[1::2], strict=True):
        sign, words = (one, two) if one.sign else (two, one)
        if sign.text == _YES and words.option is not None:
            ticked.append(words.option)
        elif sign.text == _YES:
            other.append(words.text)
    return Ticks(options=tuple(dict.fromkeys(ticked)), other=", ".join(other))


def _nearest(signs: list[_Token], words: list[_Token], drawn: str, told: str) -> Ticks:
    """Crosses among plain words: each belongs to the nearer one, and nobody can say in the middle."""
    if any(sign.text == _NO for sign in signs) or any(word.option is None for word in words):
        return Ticks(options=(), other=told)
    ticked: list[str] = []
    for sign in signs:
        before = [word for word in words if word.end <= sign.start]
        after = [word for word in words if word.start >= sign.end]
        near = _gap(drawn[before[-1].end : sign.start]) if before else 999
        far = _gap(drawn[sign.end : after[0].start]) if after else 999
        # A cross that begins a line may belong to the last answer of the line before.
        wrapped = before and "\n" in drawn[before[-1].end : sign.start] and near > far >= _JUMP
        if near == far or wrapped:
            return Ticks(options=(), other=told)
        ticked.append(str((before[-1] if near < far else after[0]).option))
    if len(set(ticked)) < len(signs):
        return Ticks(options=(), other=told)
    return Ticks(options=tuple(ticked))


def _gap(between: str) -> int:
    """How far apart two things stand: a colon joins, a jump is wide, a comma, slash or line is a wall."""
    if between.strip() == ":":
        return 0
    return len(between) + _JUMP * between.count("\t") + (100 if re.search(r"[,;/|\n]", between) else 0)


def _option(words: str, offer: Offer) -> str | None:
    """The answer that these words are: to the letter, else the one that says the same."""
    plain = _unsigned(words).strip(_BETWEEN)
    if not plain:
        return None
    if (value := offer.spelt.get(danish.fold(plain))) is not None:
        return value
    if _APART.search(plain):
        return None  # several answers beside or below each other
    if _UNFINISHED.search(plain):
        return None  # `BUF og`, whose rest stands elsewhere
    said = label_words(without_brackets(plain))
    if (value := offer.saying.get(said) or offer.saying.get(said - offer.about)) is not None:
        return value  # `Fagligt område` says what its question does
    within = _IN_BRACKETS.fullmatch(plain)
    return offer.spelt.get(danish.fold(within[1])) if within else None  # `Ved samtale (mundtligt)`


def _listed(text: str, offer: Offer) -> tuple[str, ...]:
    """The answers that a text without boxes lists, where it says nothing else."""
    rest = " " + text.casefold() + " "
    found = []
    for said, value in offer.ways:
        pattern = rf"(?<!\w){re.escape(said.casefold())}(?!\w)"
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest, count=1)
            found.append(value)
    return tuple(value for value in offer.labels if value in found) if not re.search(r"\w", rest) else ()
