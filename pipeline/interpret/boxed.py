"""Labels that stand right before the boxes or printed answers of their question, with nothing between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.definitions import Field
from pipeline.interpret.ink import bare
from pipeline.interpret.pieces import Ask, Stretch, asked_as, words_of
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.interpret.vocabulary import Fit, Named

_BOX_BEFORE: Final = re.compile(rf"(?:{MARK.pattern})$")
_BOX: Final = re.compile(rf"{MARK.pattern}|(?<!_)_[xX]_(?!_)|(?<![\w_])_{{2,3}}(?![\w_])")


def is_boxed(text: str, begins: int, piece: Stretch) -> bool:
    """Whether words are one of several answers with boxes, that some unknown question before them offers."""
    before = text[begins : piece.start].rstrip(" \u00a0")
    if piece.after not in ("gap", "leader", "stop") or (bare(before).strip() and not _BOX.search(before)):
        return False
    behind = text[piece.end :].lstrip(" \u00a0")
    return bool(_BOX_BEFORE.search(before) or _BOX.match(behind))


def goes_on(
    text: str, pieces: Sequence[Stretch], n: int, named: Named, ask: Ask
) -> tuple[str, Named, int, int] | None:
    """A longer label that ends behind its own colon, right before its answers, where the shorter has none.

    `Deling med leverandøren: skriftligt eller mundtligt Skriftligt _X_ Mundtligt ___`.
    """
    piece, field = pieces[n], named.field
    if piece.after != "colon" or field is None or not offers(field) or n + 1 == len(pieces):
        return None
    words = words_of(text[pieces[n + 1].start : pieces[n + 1].end])
    if not words or any(option_named(field, words[:end]) for end in range(1, len(words) + 1)):
        return None
    read = before_options(text, piece.start, pieces[n + 1].end, ask, over_colon=True)
    return read if read is not None and read[1].field != field else None


def over_colon(
    text: str, pieces: Sequence[Stretch], n: int, ask: Ask, asked: Sequence[Field]
) -> tuple[str, Named, int, int] | None:
    """A label that goes on behind its own colon to the first of its boxes: `Samråd: svar (x) Ja ( ) Nej`."""
    if n + 1 == len(pieces) or not MARK.search(text[pieces[n].ends_at : pieces[n + 1].end]):
        return None
    read = before_boxes(text, replace(pieces[n], end=pieces[n + 1].end), ask, asked)
    return read if read is not None and read[1].spelt else None


def before_options(
    text: str, start: int, end: int, ask: Ask, *, over_colon: bool = False
) -> tuple[str, Named, int, int] | None:
    """A label right before the first of its printed answers: `Behov for tolk Ja ___ Nej _X_`."""
    spoken = text[start:end]
    words = [*re.finditer(r"\S+", spoken)]
    if bare(spoken) != spoken or len(words) < 2:
        return None
    box = MARK.search(spoken)
    for count in range(1, min(5, len(words))):
        option = spoken[words[-count].start() :]
        ends = min(words[-count].start(), box.start() if box else len(spoken))  # its box belongs to an answer
        label = spoken[:ends].strip(" ,;")
        named = asked_as(label, ask)
        field = named.field
        if field is None or named.fit is Fit.LOOSE or (":" in label and not named.spelt and not over_colon):
            continue
        if offers(field) and option_named(field, option) is not None:
            return label, named, start, -(start + ends)
    return None


def behind_boxes(text: str, begins: int, piece: Stretch, ask: Ask) -> tuple[str, Named, int, int] | None:
    """A label with its own boxes, a jump behind the boxes of another one, whatever it names.

    `[x] Ja     [ ] Nej   Drikker barnet mælk [ ] Ja     [x] Nej`: in such a line each box stands before its
    answer, so that words before one are none.
    """
    box = MARK.search(text, piece.start, piece.end)
    boxes_first = MARK.match(text[begins:].lstrip(" \u00a0")) is not None
    if box is None or piece.before != "gap" or not boxes_first:
        return None
    label = words_of(text[piece.start : box.start()]).strip(" :")
    return (label, asked_as(label, ask), piece.start, -box.start()) if label else None


def before_boxes(
    text: str, piece: Stretch, ask: Ask, asked: Sequence[Field]
) -> tuple[str, Named, int, int] | None:
    """A label right before the first of its boxes or boxed answers: `Hvor [x] Skole   [ ] Familie`.

    `asked` are the fields of the label before it, one of whose answers this may be.
    """
    box = MARK.search(text, piece.start, piece.end)
    if box is None or bare(text[piece.start : box.end()]) != text[piece.start : box.end()]:
        return None
    label = text[piece.start : box.start()].strip(" :")
    if any(offers(one) and option_named(one, label) is not None for one in asked):
        return None
    named = asked_as(label, ask)
    if named.field is not None and offers(named.field) and (named.fit is not Fit.LOOSE or not asked):
        return label, named, piece.start, -box.start()
    return before_options(text, piece.start, box.start(), ask)
