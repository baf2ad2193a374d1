"""A line cut into its labels and what stands behind each: `Navn: Ida   Klasse: 8.b`, leaders, tabs, boxes.

Where a value ends and the next label begins is told by what separates them: a colon, a question mark, a tab,
a leader, a wide gap, the edge of a field, the end of bold type. Text alone never makes a label of itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pipeline.definitions import Kind
from pipeline.interpret.boxed import before_boxes, before_options, behind_boxes, goes_on, is_boxed, over_colon
from pipeline.interpret.dashes import in_small_words, is_parted
from pipeline.interpret.ink import BOLD, FAINT, FILLED, all_in, bare, closed, has, without_arrow
from pipeline.interpret.pieces import (
    Ask,
    Stretch,
    asked_as,
    asked_with_aside,
    asks_in_group,
    looks_unknown,
    pieces_of,
    unlike,
    words_of,
)
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.interpret.vocabulary import NOTHING, Fit, Named

_CROSS: Final = re.compile(r"^[xX]\s+|\s+[xX]$")
_LINE: Final = re.compile(r"[._]{4,}|…{2,}")
_REST_OF_LABEL: Final = re.compile(rf"[^.:?!\n]+[:?][{BOLD[1]}{FAINT[1]}]?\s*(?:\n|$)")
_REST_IN_BOLD: Final = re.compile(rf"{BOLD[0]}[^.:?!\n{''.join(BOLD)}]+(?:[:?]{BOLD[1]}|{BOLD[1]}[:?])")
_ORDINAL: Final = re.compile(r"\s*(?:\(?\d{1,2}[a-z]?[.)]|[-–•*·])\s*")
"""What counts an item before its first label: `2) Dato: …`."""
_COLON: Final = re.compile(r"^[\s._…]*:\s*")
"""What may end the leader behind a label: `Navn ......: Ida`."""
_DASH: Final = re.compile("^([\ue010-\ue018\\s]*)[–—-]\\s+")
"""What parts a bold label from its answer; where more lines begin so, it lists the answer."""
_DASHED_LINES: Final = re.compile(r"\n\s*[–—-]\s")
_PARTED: Final = re.compile(r"(?:(?<=[\w).])\s*,|\s*[;|·])\s*$")
"""What parts a value from the next label in its line."""
_STRONG: Final = frozenset({"begin", "gap", "pipe", "leader", "line", "end", "start"})
"""What a label may begin behind, in the middle of a line."""

_SAYS_LABEL: Final = frozenset({"colon", "asked", "field", "leader", "gap", "bold", "dash", "line", "stop"})
_MOST_WORDS = 8


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

    @property
    def is_on_line(self) -> bool:
        """Whether a line to write on stands behind the label, blank or filled in: `Hvem var med? .......`"""
        return bool(self.label) and _LINE.search(bare(self.whole)) is not None


class _Spoken(NamedTuple):
    """A label found in a line: where it starts, where its value begins, and what stands between them."""

    label: str
    named: Named
    start: int
    begins: int
    after: str
    bold: bool


def segments(
    text: str,
    ask: Ask,
    *,
    single: Callable[[Named], bool],
    lists: Callable[[str], bool],
    dashed: bool = False,
) -> list[Segment]:
    """The labels of an inked line with their values, in order.

    `single` says whether what a label names is answered in one line, so that the next label may follow;
    `lists`, whether a text is nothing but several answers of one question: no other label stands in it.
    `dashed`: in this document a dash parts labels from answers.
    """
    if box := _box_with_label(text, ask):
        return [box]
    pieces = pieces_of(text)
    if all_in(BOLD, text) and any(piece.after == "dash" for piece in pieces):
        # Bold as a whole is a label or heading as a whole.
        if read := in_small_words(text, pieces, 0, ask, whole=True):
            label, named, start, last = read
            ends = pieces[last].ends_at
            return _with_values(text, [_Spoken(label, named, start, ends, "stop", bold=True)])
        pieces = (Stretch(0, len(text), "start", "stop", len(text)),)
    found: list[_Spoken] = []
    n = 0
    while n < len(pieces):
        read = _label_at(text, pieces, n, ask, found, single, dashed=dashed)
        if read is None or (found and lists(bare(text[found[-1].begins :]))):
            n += 1
            continue
        label, named, start, last = read
        if last < 0:
            # The label ends within its piece, where the first of its answers begins.
            found.append(_Spoken(label, named, start, -last, "gap", bold=False))
            while n < len(pieces) and pieces[n].end <= -last:
                n += 1
            n += 1
            continue
        piece = pieces[last]
        bold = all_in(BOLD, closed(text[start : piece.end] + (BOLD[1] if piece.after == "bold" else "")))
        found.append(_Spoken(label, named, start, piece.ends_at, piece.after, bold))
        n = last + 1
    return _with_values(text, found)


def _with_values(text: str, found: Sequence[_Spoken]) -> list[Segment]:
    segs: list[Segment] = []
    first = found[0].start if found else len(text)
    if bare(text[:first]).strip(" \t\n") and not (found and _ORDINAL.fullmatch(bare(text[:first]))):
        lead = closed(text[:first])
        segs.append(Segment(label="", named=NOTHING, value=lead, whole=lead))
    for n, one in enumerate(found):
        ends = found[n + 1].start if n + 1 < len(found) else len(text)
        value = closed(text[one.begins : ends])
        if n + 1 < len(found):
            value = _PARTED.sub("", value)
        if bare(value).strip() == "*":
            value = ""  # the sign of a field that must be filled in
        if one.after == "dash" and (rest := _REST_OF_LABEL.match(value) or _REST_IN_BOLD.match(value)):
            value = value[rest.end() :]  # the label goes on: `Samarbejdet – sådan gør vi:`
        if one.after in ("leader", "bold", "asked"):
            value = _COLON.sub("", value)
        if one.after in ("bold", "asked") and not _DASHED_LINES.search(value):
            value = _DASH.sub(r"\1", value)
        value = without_arrow(value)
        if one.after == "field":
            value = closed(FILLED[0] + text[one.begins : ends])
        segs.append(
            Segment(
                label=one.label,
                named=one.named,
                value=value,
                whole=closed(text[one.start : ends]),
                bare_label=one.after in ("stop", "bold"),
                bold=one.bold,
            )
        )
    return segs


def _label_at(
    text: str,
    pieces: Sequence[Stretch],
    n: int,
    ask: Ask,
    found: Sequence[_Spoken],
    single: Callable[[Named], bool],
    *,
    dashed: bool,
) -> tuple[str, Named, int, int] | None:
    """The label that begins with this piece (or ends it), what it names, where it starts and ends."""
    piece = pieces[n]
    words = words_of(text[piece.start : piece.end])
    if piece.before == "field" or piece.after not in _SAYS_LABEL or not words:
        return None
    asked = found[-1].named.fields if found else ()
    if MARK.search(words):
        begins = not found or (asked and piece.before in _STRONG)
        if begins and (read := before_boxes(text, piece, ask, asked)):
            return read
        return behind_boxes(text, found[-1].begins, piece, ask) if found else None
    # `Nr. 2: støtte i hjemmet` is one answer, though a colon stands in it.
    said = (_CROSS.sub("", words), words_of(text[piece.start : pieces[min(n + 1, len(pieces) - 1)].end]))
    if any(offers(one) and option_named(one, option) is not None for one in asked for option in said):
        return None
    if found and not asked and is_boxed(text, found[-1].begins, piece):
        return None
    strong = not found or piece.before in _STRONG or _bold_starts(text, piece)
    if strong:
        if not dashed and (behind := in_small_words(text, pieces, n, ask)):
            return behind
        if piece.after == "colon" and (read := over_colon(text, pieces, n, ask, asked)):
            return read
        if piece.after == "leader" and (read := before_options(text, piece.start, piece.end, ask)):
            return read
        for last in (n + 1, n):
            if last > n and (last >= len(pieces) or piece.after not in ("colon", "dash")):
                continue
            if last > n and unlike(text, piece, pieces[last]):
                continue  # behind a colon that is an answer, or help: no part of the label
            label = words_of(text[piece.start : pieces[last].end])
            named = asked_with_aside(text, pieces[last], label, ask)
            if last > n and not _is_whole(text, pieces[last], named, asked_as(words, ask)):
                continue
            dash = piece.after == "dash" and last == n and not named.spelt
            if dash and not is_parted(text, pieces, n, named, dashed=dashed):
                continue
            loose = named.fit is Fit.LOOSE and n > 0
            written = last == n and _is_written_on_line(text, pieces, n, found, named)
            if named.fields and not loose and not written and _ends_well(text, pieces, last, found):
                return goes_on(text, pieces, n, named, ask) or (label, named, piece.start, last)
        ends = [piece.end]
        if piece.after == "colon" and n + 1 < len(pieces):
            ends.append(pieces[n + 1].end)
        for end in ends:
            if read := before_options(text, piece.start, end, ask):
                return read
        unknown = looks_unknown(piece, words) and _may_begin(text, piece, n, found)
        return (words, NOTHING, piece.start, n) if unknown else None
    if piece.after in ("colon", "asked") and found and single(found[-1].named):
        return _label_behind(text, piece, n, ask)
    return None


def _may_begin(text: str, piece: Stretch, n: int, found: Sequence[_Spoken]) -> bool:
    """Whether a label that nobody knows may begin here: with the line, or well apart from what is before."""
    apart = piece.before in ("begin", "gap", "line") or text[piece.start - 2 : piece.start].isspace()
    asks = bool(found) and piece.after in ("colon", "asked")
    return n == 0 or (asks and apart) or (bool(found) and _is_ruled_off(text, found[-1], piece))


def _is_ruled_off(text: str, before: _Spoken, piece: Stretch) -> bool:
    """Whether words stand a jump behind a line with its answer on it, and have such a line of their own."""
    answer = bare(text[before.begins : piece.start])
    ruled = before.after == "leader" and piece.before == piece.after == "leader"
    return ruled and bool(re.search(r"\w.*[._\u2026](?:[ \u00a0]{3,}|\t)\s*$", answer))


def _is_whole(text: str, rest: Stretch, named: Named, first: Named) -> bool:
    """Whether a label goes on behind its own colon: so it is spelt, and it ends as labels do.

    `first` is what it names without the rest: `Indsatstrappen: trin: Trin 3` asks what `Indsatstrappen` does.
    """
    again = named.fit is Fit.SURE and named.field == first.field is not None
    # `Samråd – dato: 9. juni` asks when, though `Samråd` asks something else.
    parted = named.fit is not Fit.LOOSE and named.field is not None and _words(text, rest)[:1].islower()
    spelt = (
        named.spelt
        or named.together
        or (rest.after in ("colon", "asked", "leader", "field") and (again or parted))
        or asks_in_group(_words(text, rest), named, first)
    )
    ends = _is_name(text, rest) or (rest.after in ("dash", "asked") and bool(_words(text, rest)))
    return spelt and not named.item and ends


def _words(text: str, piece: Stretch) -> str:
    return bare(text[piece.start : piece.end]).strip()


def _is_name(text: str, piece: Stretch) -> bool:
    """Whether a piece says something and ends as a label does."""
    return piece.after in ("colon", "field", "leader", "gap", "stop", "bold") and bool(_words(text, piece))


def _ends_well(text: str, pieces: Sequence[Stretch], last: int, found: Sequence[_Spoken]) -> bool:
    """Whether the piece may be a label: right behind an empty label its words may be the answer instead."""
    piece = pieces[last]
    if piece.after in ("colon", "asked", "field"):
        return True
    if piece.after in ("stop", "bold"):
        rest = bare(text[piece.ends_at :]).strip()
        if piece.after == "bold" and rest:
            return True
        return not found or bool(bare(text[found[-1].begins : pieces[last].start]).strip(" ._…\t\n"))
    behind = [words_of(text[one.start : one.end]) for one in pieces[last + 1 :]]
    if found and piece.before == "leader" and text[piece.start - 1 : piece.start] in ("_", ".", "…"):
        return False  # written on the line, without a blank before it
    if (
        found
        and not bare(text[found[-1].begins : piece.start]).strip(" ._…\t\n")
        and found[-1].after != "leader"
    ):
        return any(behind)
    return piece.after in ("leader", "gap") or any(behind)


def _is_written_on_line(
    text: str, pieces: Sequence[Stretch], n: int, found: Sequence[_Spoken], named: Named
) -> bool:
    """Whether words on a line to write on answer the label before it: `Skole: stilling ____ skoleleder ____`.

    Behind them nothing but the rest of the line stands, and they begin small, as no label does but `tlf.`.
    """
    piece, one = pieces[n], named.field
    if not found or found[-1].after != "leader" or not piece.before == piece.after == "leader":
        return False
    alone = not any(_words(text, rest) for rest in pieces[n + 1 :])
    return alone and _words(text, piece)[:1].islower() and one is not None and one.kind is Kind.TEXT


def _label_behind(text: str, piece: Stretch, n: int, ask: Ask) -> tuple[str, Named, int, int] | None:
    """A label at the end of a value: `Ida Ibsen Klasse:`. It begins with a capital, and is exactly one.

    Behind a comma it may begin with a small letter: `Ida Ibsen, klasse:`.
    """
    spoken = text[piece.start : piece.end]
    starts = [found.start() for found in re.finditer(r"(?<=\s)(?=[A-ZÆØÅ])|(?<=[,;]\s)(?=\w)", spoken)]
    # `Den Åbne Skole, Inst.nr.:`: what a comma parts from the value is the label, not the word before it.
    parted = [start for start in starts if spoken[:start].rstrip().endswith((",", ";"))]
    for start in (*parted[-1:], *starts[-_MOST_WORDS:]):
        label = words_of(spoken[start:])
        named = asked_as(label, ask)
        if named.field is not None and named.fit is Fit.SURE and bare(spoken[:start]).strip():
            return label, named, piece.start + start, n
    return None


def _bold_starts(text: str, piece: Stretch) -> bool:
    return text[: piece.end].rfind(BOLD[0]) >= piece.start - 1 and text[piece.start - 1 : piece.start] in (
        BOLD[0],
        " ",
        "\u00a0",
    )


def _box_with_label(text: str, ask: Ask) -> Segment | None:
    """A tick and the label of a single box, on either side: `☒ Skolelederen bekræfter …`."""
    marks = MARK.findall(text)
    if len(marks) != 1 or has(FILLED, text):
        return None
    label = words_of(MARK.sub(" ", text).replace("\t", " "))
    named = asked_as(label, ask)
    box = named.field is not None and named.field.widget == "tick"
    if not box or named.fit is Fit.LOOSE:
        return None
    return Segment(label=label, named=named, value=marks[0], whole=text)
