"""From single glyphs, as a page draws them, to words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.extract.words import DESCENT, PageWord
from pipeline.records.layout import TICKED, UNTICKED, Box

UNKNOWN: Final = "\ufffd"
"""Stands for a glyph that the file doesn't say the letter of."""

ASCENT: Final = 1 - DESCENT
"""Every box reaches so far above and below the base line, in letter sizes, whatever its font says."""

_LOOSE, _LOOSE_WITH_BLANKS = 0.15, 0.25
"""A gap of so many letter sizes is a blank: where no blanks are drawn, and where they are."""
_JUMP: Final = 1.0
_TWICE: Final = 0.12
"""Glyphs drawn again so near to where they stand are one, made fatter."""

_MOST_UNKNOWN: Final = 0.1
_VOWELS: Final = frozenset("aeiouyæøåéèüöä")
_TOO_FEW, _LEAST_VOWELS, _MOST_VOWELS = 100, 0.2, 0.65
"""From so many letters on, a text has so many vowels; Danish has some 0.38."""
_BOLD_NAMES, _SLANTED_NAMES = ("bold", "black", "heavy", "demi"), ("italic", "oblique")

_PICTURES: Final = {
    "wingdings2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"},
    "wingdings": dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), "☐")
    | {0x78: "☒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☒", 0xE0: "→", 0xE8: "→"}
    | dict.fromkeys((0x6C, 0x6E, 0x76, 0x9F, 0xA7, 0xD8, 0x77), "•"),
    "dingbats": dict.fromkeys((0x6F, 0x70, 0x71, 0x72), "☐")
    | {0x33: "✓", 0x34: "✔", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x6C: "•", 0x6E: "•"},
    "webdings": {0x61: "✓", 0x63: "☐", 0x72: "✗", 0x67: "•"},
    "symbol": {0xB7: "•", 0x2D: "-", 0xA8: "•"},
}
"""What the letters of picture fonts show, by a part of the font's name."""

_SAME: Final = (
    dict.fromkeys("❏❐❑❒□▢◻⬜", UNTICKED)
    | dict.fromkeys("☑🗹🗷🗵⌧⊠☓", TICKED)
    | dict.fromkeys("\u00ad\u2010\u2011", "-")
    | {"\u00a0": " ", "\uf0b7": "•", "\uf0a7": "•"}
)
"""Signs that mean the same. A soft hyphen that is drawn is a hyphen."""
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


class Glyph(NamedTuple):
    """One drawn letter: from where to where on its base line, and how it looks."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    faint: bool
    coloured: bool


@dataclass(frozen=True, slots=True)
class FontLooks:
    """How the letters of a font look; `single`: its codes are bytes, which say what a picture font shows."""

    bold: bool
    faint: bool
    picture: str
    single: bool


def font_looks(name: str, told: Mapping[str, object], *, single: bool) -> FontLooks:
    """By its name and what its descriptor tells (`FontWeight`, `ItalicAngle`, `Flags`)."""
    lower = name.casefold()
    weight, slant, flags = told.get("FontWeight"), told.get("ItalicAngle"), told.get("Flags")
    heavy = isinstance(weight, int | float) and weight >= 600
    forced = isinstance(flags, int) and bool(flags & 1 << 18)
    return FontLooks(
        bold=heavy or forced or any(one in lower for one in _BOLD_NAMES),
        faint=any(one in lower for one in _SLANTED_NAMES) or (isinstance(slant, int | float) and slant != 0),
        picture=picture_font(name),
        single=single,
    )


def picture_font(name: str) -> str:
    """Which of the known picture fonts this is, or nothing."""
    name = name.casefold().replace(" ", "").replace("-", "")
    if "opensymbol" in name or "segoe" in name or "noto" in name:
        return ""
    return next((key for key in _PICTURES if key in name), "")


def letter(told: str, code: int, picture: str) -> str:
    """What a glyph says: `told` by the file, or by its `code` in a picture font; UNKNOWN where nothing is.

    Empty for what nobody sees.
    """
    if picture:
        at = ord(told) if len(told) == 1 and told != "\0" else code
        if 0 <= at < 0x100 or 0xF000 <= at < 0xF100:
            return _PICTURES[picture].get(at & 0xFF, UNKNOWN)
    if told.isalnum():
        return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), told)
    if told in _SAME:
        return _SAME[told]
    if told.startswith("(cid:"):
        return UNKNOWN
    if len(told) == 1:
        kind = unicodedata.category(told)
        if 0xF000 <= ord(told) < 0xF100 and (shown := _PICTURES["wingdings"].get(ord(told) & 0xFF)):
            return shown  # the codes of Wingdings, kept by the font that stands in for it
        if kind in ("Co", "Cn", "Cs") or (kind == "Cc" and told not in "\t\r\n"):
            return UNKNOWN
        if kind == "Cf":
            return ""
        if kind[0] == "Z" or told in "\t\r\n":
            return " "
    return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), told)


def is_language(text: str) -> bool:
    """Whether a document's letters can be trusted: hardly any unknown, and as many vowels as words have.

    A file may name its letters wrongly, so that they come out as others.
    """
    letters = [char for char in text.casefold() if char.isalpha()]
    vowels = sum(char in _VOWELS for char in letters)
    unknown = text.count(UNKNOWN)
    plausible = len(letters) < _TOO_FEW or _LEAST_VOWELS <= vowels / len(letters) <= _MOST_VOWELS
    return unknown <= _MOST_UNKNOWN * len(text) and plausible


@dataclass(slots=True)
class _Stretch:
    """Glyphs that follow each other without a gap."""

    glyphs: list[Glyph]
    blank_before: bool = False
    blank_after: bool = False
    base: float = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.base, self.x0, self.x1 = self.glyphs[0].base, self.glyphs[0].x0, self.glyphs[-1].x1

    @property
    def size(self) -> float:
        return self.glyphs[0].size


def words_of(glyphs: Sequence[Glyph], page: int) -> list[PageWord]:
    """The words that level glyphs make, as they are drawn: by blanks and by gaps."""
    pieces = [piece for run in _runs(_drawn_once(glyphs)) for piece in _pieces(run)]
    return [_word(piece, page) for piece in _joined(pieces)]


def _drawn_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Without the glyphs that are drawn again almost where they stand to look bold."""
    kept: list[Glyph] = []
    places: dict[tuple[str, int, int], int] = {}
    for glyph in glyphs:
        if glyph.text == " ":
            kept.append(glyph)
            continue
        near = _TWICE * glyph.size or 1.0
        column, line = int(glyph.x0 / near), int(glyph.base / near)
        first = -1
        for key in ((glyph.text, column + i, line + j) for i in (0, -1, 1) for j in (0, -1, 1)):
            if key in places:
                there = kept[places[key]]
                if abs(there.x0 - glyph.x0) < near and abs(there.base - glyph.base) < near:
                    first = places[key]
                    break
        if first >= 0:
            kept[first] = kept[first]._replace(bold=True)
        else:
            places[glyph.text, column, line] = len(kept)
            kept.append(glyph)
    return kept


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that go on from one another on one base line, blanks among them."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run:
            last = run[-1]
            size = max(last.size, glyph.size)
            gap = glyph.x0 - last.x1
            if abs(glyph.base - last.base) > 0.12 * size or not -0.9 * size <= gap <= _JUMP * size:
                yield run
                run = []
        run.append(glyph)
    if run:
        yield run


def _pieces(run: list[Glyph]) -> Iterator[_Stretch]:
    """A run cut at its blanks and gaps; where all letters are spaced out, a gap is what is wider still."""
    gaps = sorted(b.x0 - a.x1 for a, b in itertools.pairwise(run) if " " not in (a.text, b.text))
    usual = max(gaps[len(gaps) // 2], 0.0) if len(gaps) > 3 else 0.0
    blanks = any(glyph.text == " " for glyph in run)
    loose = _LOOSE_WITH_BLANKS if blanks else _LOOSE
    current: list[Glyph] = []
    after_blank = False
    for glyph in run:
        blank = glyph.text == " "
        apart = bool(current) and glyph.x0 - current[-1].x1 > usual + loose * glyph.size
        if current and (blank or apart or _ends_label(current[-1], glyph)):
            yield _Stretch(current, after_blank, blank)
            current, after_blank = [], False
        if blank:
            after_blank = True
        else:
            current.append(glyph)
    if current:
        yield _Stretch(current, after_blank)


def _ends_label(glyph: Glyph, after: Glyph) -> bool:
    """Whether a label in bold ends right where its answer begins: `Sprog?Dansk`, with no room left."""
    return glyph.bold and not after.bold and glyph.text in ":?" and after.text.isalnum()


def _joined(pieces: list[_Stretch]) -> Iterator[_Stretch]:
    """Pieces that touch, though they were drawn at different times, are one word."""
    pieces.sort(key=lambda one: one.base)
    start = 0
    for end in range(1, len(pieces) + 1):
        if end < len(pieces) and pieces[end].base - pieces[start].base <= 0.08 * pieces[start].size:
            continue
        line = sorted(pieces[start:end], key=lambda one: one.x0)
        start = end
        last = line[0]
        for piece in line[1:]:
            gap = piece.x0 - last.x1
            apart = last.blank_after or piece.blank_before or _ends_label(last.glyphs[-1], piece.glyphs[0])
            if not apart and -0.2 * piece.size <= gap <= 0.1 * piece.size:
                last = _Stretch(last.glyphs + piece.glyphs, last.blank_before, piece.blank_after)
            else:
                yield last
                last = piece
        yield last


def _word(piece: _Stretch, page: int) -> PageWord:
    glyphs = piece.glyphs
    size = max(glyph.size for glyph in glyphs)
    half = len(glyphs) / 2
    return PageWord(
        text=unicodedata.normalize("NFC", "".join(glyph.text for glyph in glyphs)),
        box=Box(
            page,
            piece.x0,
            piece.base - ASCENT * size,
            max(piece.x1, glyphs[-1].x1),
            piece.base + DESCENT * size,
        ),
        bold=sum(glyph.bold for glyph in glyphs) > half,
        faint=sum(glyph.faint for glyph in glyphs) > half,
        coloured=sum(glyph.coloured for glyph in glyphs) > half,
    )
