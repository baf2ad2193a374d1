"""A line cut into its labels and what stands behind each: `Navn: Ida   Klasse: 8.b`, leaders, tabs, boxes.

Where a value ends and the next label begins is told by what separates them: a colon, a question mark, a tab,
a leader, a wide gap, the edge of a field, the end of bold type. Text alone never makes a label of itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.definitions import Field
from pipeline.interpret.ink import BOLD, FAINT, FILLED, all_in, bare, closed, has, without
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.interpret.vocabulary import NOTHING, Fit, Named

Ask = Callable[[str], Named]
"""What a label names where it stands."""

_SEPARATOR: Final = re.compile(
    rf"(?P<colon>:(?!//)(?!\d)[{BOLD[1]}{FAINT[1]}]?)"
    rf"|(?P<asked>\?(?:\s*\((?!\s*[xX]?\s*\))[^()\n]*\)(?=[\s:{BOLD[1]}]))?(?:\s*\*)?\s*:?[{BOLD[1]}{FAINT[1]}]?(?=[\s{FILLED[0]}]|$))"
    r"|(?P<gap>[ \u00a0]*\t[\t \u00a0]*|[ \u00a0]{3,})"
    r"|(?P<leader>[ \u00a0]*(?:[._]{3,}|(?<![^\W_])_+|_+(?![^\W_])|…[.…_]*|(?:\. ){4,})[ \u00a0]*)"
    r"|(?P<line>\n)"
    rf"|(?P<field>{FILLED[0]})"
    rf"|(?P<end>{FILLED[1]})"
    rf"|(?P<bold>{BOLD[1]})"
    r"|(?P<dash> [–—-] )"
)
_ASIDE: Final = re.compile(r"\([^()\n]{1,80}\)")
"""What stands in brackets is cut nowhere."""
_BOX_BEFORE: Final = re.compile(rf"(?:{MARK.pattern})$")
_BOX: Final = re.compile(rf"{MARK.pattern}|(?<!_)_[xX]_(?!_)|(?<![\w_])_{{2,3}}(?![\w_])")
_CROSS: Final = re.compile(r"^[xX]\s+|\s+[xX]$")
_STRONG: Final = frozenset({"gap", "leader", "line", "end", "start"})
"""What a label may begin behind, in the middle of a line."""

_SAYS_LABEL: Final = frozenset({"colon", "asked", "field", "leader", "gap", "bold", "dash", "line", "stop"})
_LONGEST_LABEL, _MOST_WORDS, _UNKNOWN_WORDS = 160, 8, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A label and the inked text behind it. Without label: text before any label.

    `bare_label`: nothing but the label stands in the line, not even a colon.
    """

    label: str
    named: Named
    value: str
    whole: str
    """Both as they stand in the line."""
    bare_label: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    before: str
    after: str
    ends_at: int
    """Where the separator behind it ends."""


def segments(text: str, ask: Ask, *, single: Callable[[Named], bool]) -> list[Segment]:
    """The labels of an inked line with their values, in order.

    `single` says whether what a label names is answered in one line, so that the next label may follow.
    """
    if box := _box_with_label(text, ask):
        return [box]
    pieces = _pieces(text)
    if all_in(BOLD, text) and any(piece.after == "dash" for piece in pieces):
        # Bold as a whole is a label or heading as a whole.
        pieces = [_Piece(0, len(text), "start", "stop", len(text))]
    found: list[tuple[str, Named, int, int, str, bool]] = []
    n = 0
    while n < len(pieces):
        read = _label_at(text, pieces, n, ask, found, single)
        if read is None:
            n += 1
            continue
        label, named, start, last = read
        if last < 0:
            # The label ends within its piece, where the first of its answers begins.
            found.append((label, named, start, -last, "gap", False))
            while n < len(pieces) and pieces[n].end <= -last:
                n += 1
            n += 1
            continue
        piece = pieces[last]
        bold = all_in(BOLD, closed(text[start : piece.end] + (BOLD[1] if piece.after == "bold" else "")))
        found.append((label, named, start, piece.ends_at, piece.after, bold))
        n = last + 1
    return _with_values(text, found)


def _with_values(text: str, found: Sequence[tuple[str, Named, int, int, str, bool]]) -> list[Segment]:
    segs: list[Segment] = []
    first = found[0][2] if found else len(text)
    if bare(text[:first]).strip(" \t\n"):
        lead = closed(text[:first])
        segs.append(Segment(label="", named=NOTHING, value=lead, whole=lead))
    for n, (label, named, _, begins, after, bold) in enumerate(found):
        ends = found[n + 1][2] if n + 1 < len(found) else len(text)
        value = closed(text[begins:ends])
        if bare(value).strip() == "*":
            value = ""  # the sign of a field that must be filled in
        if after == "field":
            value = closed(FILLED[0] + text[begins:ends])
        segs.append(
            Segment(
                label=label,
                named=named,
                value=value,
                whole=closed(text[found[n][2] : ends]),
                bare_label=after in ("stop", "bold"),
                bold=bold,
            )
        )
    return segs


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    start, before = 0, "start"
    aside = [(found.start(), found.end()) for found in _ASIDE.finditer(text)]
    for sign in _SEPARATOR.finditer(text):
        if any(begin < sign.start() < end for begin, end in aside):
            continue
        kind = str(sign.lastgroup)
        pieces.append(_Piece(start, sign.start(), before, kind, sign.end()))
        start, before = sign.end(), kind
    pieces.append(_Piece(start, len(text), before, "stop", len(text)))
    return pieces


def _label_at(
    text: str,
    pieces: Sequence[_Piece],
    n: int,
    ask: Ask,
    found: Sequence[tuple[str, Named, int, int, str, bool]],
    single: Callable[[Named], bool],
) -> tuple[str, Named, int, int] | None:
    """The label that begins with this piece (or ends it), what it names, where it starts and ends."""
    piece = pieces[n]
    words = _words(text[piece.start : piece.end])
    if piece.before == "field" or piece.after not in _SAYS_LABEL or not words:
        return None
    asked = found[-1][1].fields if found else ()
    if MARK.search(words):
        begins = not found or (asked and piece.before in _STRONG)
        return _before_boxes(text, piece, ask, asked) if begins else None
    # `Nr. 2: støtte i hjemmet` is one answer, though a colon stands in it.
    said = (_CROSS.sub("", words), _words(text[piece.start : pieces[min(n + 1, len(pieces) - 1)].end]))
    if any(offers(one) and option_named(one, option) is not None for one in asked for option in said):
        return None
    if found and not asked and _is_boxed(text, found[-1][3], piece):
        return None
    strong = not found or piece.before in _STRONG or _bold_starts(text, piece)
    if strong:
        if piece.after == "leader" and (read := _before_options(text, piece.start, piece.end, ask)):
            return read
        for last in (n + 1, n):
            if last > n and (last >= len(pieces) or piece.after not in ("colon", "dash")):
                continue
            label = _words(text[piece.start : pieces[last].end])
            named = _asked(label, ask)
            if last > n and (not named.spelt or named.item or not _is_name(text, pieces[last])):
                continue
            if piece.after == "dash" and last == n and not named.spelt:
                continue
            loose = named.fit is Fit.LOOSE and n > 0
            if named.fields and not loose and _ends_well(text, pieces, last, found):
                return _goes_on(text, pieces, n, named, ask) or (label, named, piece.start, last)
        ends = [piece.end]
        if piece.after == "colon" and n + 1 < len(pieces):
            ends.append(pieces[n + 1].end)
        for end in ends:
            if read := _before_options(text, piece.start, end, ask):
                return read
        if n == 0 and _looks_unknown(piece, words):
            return words, NOTHING, piece.start, n
        if (
            found
            and piece.after in ("colon", "asked")
            and (piece.before in ("gap", "line") or text[piece.start - 2 : piece.start].isspace())
            and _looks_unknown(piece, words)
        ):
            return words, NOTHING, piece.start, n
        return None
    if piece.after in ("colon", "asked") and found and single(found[-1][1]):
        return _label_behind(text, piece, n, ask)
    return None


def _is_boxed(text: str, begins: int, piece: _Piece) -> bool:
    """Whether words are one of several answers with boxes, that some unknown question before them offers."""
    before = text[begins : piece.start].rstrip(" \u00a0")
    if piece.after not in ("gap", "leader", "stop") or (bare(before).strip() and not _BOX.search(before)):
        return False
    behind = text[piece.end :].lstrip(" \u00a0")
    return bool(_BOX_BEFORE.search(before) or _BOX.match(behind))


def _goes_on(
    text: str, pieces: Sequence[_Piece], n: int, named: Named, ask: Ask
) -> tuple[str, Named, int, int] | None:
    """A longer label that ends behind its own colon, right before its answers, where the shorter has none.

    `Deling med leverandøren: skriftligt eller mundtligt Skriftligt _X_ Mundtligt ___`.
    """
    piece, field = pieces[n], named.field
    if piece.after != "colon" or field is None or not offers(field) or n + 1 == len(pieces):
        return None
    words = _words(text[pieces[n + 1].start : pieces[n + 1].end])
    if not words or any(option_named(field, words[:end]) for end in range(1, len(words) + 1)):
        return None
    read = _before_options(text, piece.start, pieces[n + 1].end, ask, over_colon=True)
    return read if read is not None and read[1].field != field else None


def _before_options(
    text: str, start: int, end: int, ask: Ask, *, over_colon: bool = False
) -> tuple[str, Named, int, int] | None:
    """A label right before the first of its printed answers: `Behov for tolk Ja ___ Nej _X_`."""
    spoken = text[start:end]
    words = [*re.finditer(r"\S+", spoken)]
    if bare(spoken) != spoken or len(words) < 2:
        return None
    for count in range(1, min(5, len(words))):
        label, option = spoken[: words[-count].start()].strip(" ,;"), spoken[words[-count].start() :]
        named = _asked(label, ask)
        field = named.field
        if field is None or named.fit is Fit.LOOSE or (":" in label and not named.spelt and not over_colon):
            continue
        if offers(field) and option_named(field, option) is not None:
            return label, named, start, -(start + words[-count].start())
    return None


def _before_boxes(
    text: str, piece: _Piece, ask: Ask, asked: Sequence[Field]
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
    named = _asked(label, ask)
    if named.field is not None and named.fit is not Fit.LOOSE and offers(named.field):
        return label, named, piece.start, -box.start()
    return _before_options(text, piece.start, box.start(), ask)


def _asked(label: str, ask: Ask) -> Named:
    if len(label) > _LONGEST_LABEL or not any(map(str.isalnum, label)):
        return NOTHING
    return ask(label)


def _is_name(text: str, piece: _Piece) -> bool:
    """A label that goes on behind its own colon ends as labels do."""
    return piece.after in ("colon", "field", "leader", "gap", "stop", "bold") and bool(
        bare(text[piece.start : piece.end]).strip()
    )


def _ends_well(
    text: str, pieces: Sequence[_Piece], last: int, found: Sequence[tuple[str, Named, int, int, str, bool]]
) -> bool:
    """Whether the piece may be a label: right behind an empty label its words may be the answer instead."""
    piece = pieces[last]
    if piece.after in ("colon", "asked", "field"):
        return True
    if piece.after in ("stop", "bold"):
        rest = bare(text[piece.ends_at :]).strip()
        if piece.after == "bold" and rest:
            return True
        return not found or bool(bare(text[found[-1][3] : pieces[last].start]).strip(" ._…\t\n"))
    behind = [_words(text[one.start : one.end]) for one in pieces[last + 1 :]]
    if found and piece.before == "leader" and text[piece.start - 1 : piece.start] in ("_", ".", "…"):
        return False  # written on the line, without a blank before it
    if found and not bare(text[found[-1][3] : piece.start]).strip(" ._…\t\n") and found[-1][4] != "leader":
        return any(behind)
    return piece.after in ("leader", "gap") or any(behind)


def _label_behind(text: str, piece: _Piece, n: int, ask: Ask) -> tuple[str, Named, int, int] | None:
    """A label at the end of a value: `Ida Ibsen Klasse:`. It begins with a capital, and is exactly one."""
    spoken = text[piece.start : piece.end]
    starts = [found.start() for found in re.finditer(r"(?<=\s)(?=[A-ZÆØÅ])", spoken)]
    for start in starts[-_MOST_WORDS:]:
        label = _words(spoken[start:])
        named = _asked(label, ask)
        if named.field is not None and named.fit is Fit.SURE and bare(spoken[:start]).strip():
            return label, named, piece.start + start, n
    return None


def _words(text: str) -> str:
    """The words of a label: without looks, and without help in grey unless there is nothing else."""
    plain = bare(without(FAINT, closed(text))).strip()
    return plain if any(map(str.isalnum, plain)) else bare(text).strip()


def _bold_starts(text: str, piece: _Piece) -> bool:
    return text[: piece.end].rfind(BOLD[0]) >= piece.start - 1 and text[piece.start - 1 : piece.start] in (
        BOLD[0],
        " ",
        "\u00a0",
    )


def _looks_unknown(piece: _Piece, words: str) -> bool:
    """Whether text before a separator is a label that nobody knows, and no sentence."""
    if piece.after not in ("colon", "asked", "field", "gap", "leader"):
        return False
    most = 2 * _UNKNOWN_WORDS if piece.after == "asked" else _UNKNOWN_WORDS
    few = len(words.split()) <= most and len(words) <= 9 * most
    return few and words[:1] not in '-–•*»"(' and not words.endswith((".", ","))


def _box_with_label(text: str, ask: Ask) -> Segment | None:
    """A tick and the label of a single box, on either side: `☒ Skolelederen bekræfter …`."""
    marks = MARK.findall(text)
    if len(marks) != 1 or has(FILLED, text):
        return None
    label = _words(MARK.sub(" ", text).replace("\t", " "))
    named = _asked(label, ask)
    box = named.field is not None and named.field.widget == "tick"
    if not box or named.fit is Fit.LOOSE:
        return None
    return Segment(label=label, named=named, value=marks[0], whole=text)
