"""The typeface of a PDF form: how wide its letters are, how a text breaks into lines, and what is embedded.

A form's fields are typed in by people, so the face is embedded as a simple font with all letters of Western
Europe, which every viewer can go on writing with. What else a text holds is shown with the same glyphs, by
their numbers, through a second font; a letter that the face lacks shows as its empty box.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, repeat

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import _h_e_a_d

from pipeline.pdfobjects.writing import Name, PdfFile, Ref, Stream

_CODES = {bytes([code]).decode("cp1252", "ignore"): code for code in range(32, 256)}
_CODES = {letter: code for letter, code in _CODES.items() if letter}
"""The letters of the simple font by their code in Windows' Western alphabet."""

# It warns of a date in the face's head that nobody needs.
_h_e_a_d.log.setLevel("ERROR")

ASCENT, LEADING = 0.95, 1.22
"""How far the first line stands below its top, and lines below each other, in parts of the size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFiles:
    """The bytes of the two TrueType files a form is set in."""

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A TrueType font: its glyph for each letter, and their widths in thousandths of the size."""

    content: bytes = field(repr=False)
    glyphs: dict[int, int] = field(repr=False)
    advances: list[float] = field(repr=False)
    letters: dict[str, float] = field(repr=False)
    """The width of each letter it has a glyph for; any other is as wide as the empty box."""
    name: str
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def glyph(self, letter: str) -> int:
        """The number of the letter's glyph, 0 (an empty box) where the face has none."""
        return self.glyphs.get(ord(letter), 0)

    def width(self, words: str, size: float) -> float:
        return self.extent(words) * size / 1000

    def extent(self, words: str) -> float:
        """The width in thousandths of the size."""
        return sum(map(self.letters.get, words, repeat(self.advances[0])))


@lru_cache(maxsize=8)
def open_face(content: bytes) -> Face:
    """The font in a TrueType file."""
    font = TTFont(io.BytesIO(content), lazy=True)
    head, line = font["head"], font["hhea"]
    parts = 1000 / head.unitsPerEm
    order = font.getGlyphOrder()
    numbers = {name: n for n, name in enumerate(order)}
    widths = font["hmtx"].metrics
    glyphs = {code: numbers[name] for code, name in font.getBestCmap().items()}
    # The no-break space is a wide one in some faces.
    glyphs[0xA0] = glyphs.get(0x20, 0)
    advances = [widths[name][0] * parts for name in order]
    return Face(
        content=content,
        glyphs=glyphs,
        advances=advances,
        letters={chr(code): advances[glyph] for code, glyph in glyphs.items()},
        name=font["name"].getDebugName(6) or "Font",
        box=tuple(round(side * parts) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ascent=round(line.ascent * parts),
        descent=round(line.descent * parts),
        cap_height=round(getattr(font["OS/2"], "sCapHeight", 1300) * parts),
    )


@lru_cache(maxsize=16)
def _subset(content: bytes, letters: str) -> bytes:
    """The font with the outlines of these letters only; every glyph keeps its number."""
    options = subset.Options()
    options.retain_gids = True
    options.notdef_outline = True
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "DSIG", "gasp"]
    font = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def wrap(words: str, face: Face, size: float, width: float) -> list[str]:
    """A text in lines that fit, broken between words; a word too long for a line breaks anywhere."""
    lines = []
    space = face.extent(" ")
    for paragraph in words.split("\n"):
        line, taken = "", 0.0
        for word in paragraph.split(" "):
            extent = face.extent(word)
            longer = taken + space + extent if line else extent
            if longer * size / 1000 <= width:
                line, taken = f"{line} {word}" if line else word, longer
                continue
            if line:
                lines.append(line)
            while extent * size / 1000 > width and len(word) > 1:
                fits = _fitting(word, face, size, width)
                lines.append(word[:fits])
                word = word[fits:]
                extent = face.extent(word)
            line, taken = word, extent
        lines.append(line)
    return lines


def _fitting(word: str, face: Face, size: float, width: float) -> int:
    """How many letters fit into the width, one at least."""
    taken = 0.0
    for n, letter in enumerate(word):
        taken += face.width(letter, size)
        if taken > width:
            return max(n, 1)
    return len(word)


@dataclass(slots=True)
class Typeface:
    """The fonts of one file: `R` regular and `B` bold, with `RX` and `BX` for letters beyond the simple ones.

    Texts are encoded first; `add_to` then embeds what they need.
    """

    regular: Face
    bold: Face
    _beyond: dict[str, set[str]] = field(default_factory=lambda: {"R": set(), "B": set()})

    @classmethod
    def of(cls, files: FontFiles) -> Typeface:
        return cls(regular=open_face(files.regular), bold=open_face(files.bold))

    def face(self, *, bold: bool) -> Face:
        return self.bold if bold else self.regular

    def show(self, words: str, size: float, *, bold: bool = False) -> str:
        """The operators that write a text where the text position is."""
        return " ".join(self._shown(words, size, "B" if bold else "R"))

    def _shown(self, words: str, size: float, key: str) -> Iterator[str]:
        face = self.face(bold=key == "B")
        for simple, letters in groupby(words.replace("\u00a0", " "), key=_CODES.__contains__):
            run = "".join(letters)
            if simple:
                codes = bytes(_CODES[letter] for letter in run).hex()
                yield f"/{key} {size:g} Tf <{codes}> Tj"
            else:
                self._beyond[key].update(run)
                codes = "".join(f"{face.glyph(letter):04x}" for letter in run)
                yield f"/{key}X {size:g} Tf <{codes}> Tj"

    def add_to(self, file: PdfFile) -> dict[str, Ref]:
        """Embeds the fonts; gives the resources by name."""
        resources: dict[str, Ref] = {}
        for key, face in (("R", self.regular), ("B", self.bold)):
            beyond = "".join(sorted(letter for letter in self._beyond[key] if face.glyph(letter)))
            made = _subset(face.content, "".join(_CODES) + beyond)
            embedded = file.add(Stream({"Length1": len(made)}, made))
            about = file.add(_descriptor(face, embedded))
            resources[key] = file.add(_simple(face, about))
            if self._beyond[key]:
                resources[f"{key}X"] = file.add(_by_number(face, about, self._beyond[key], file))
        return resources


def _descriptor(face: Face, embedded: Ref) -> dict[str, object]:
    return {
        "Type": Name("FontDescriptor"),
        "FontName": Name(face.name),
        "Flags": 32,
        "FontBBox": face.box,
        "ItalicAngle": 0,
        "Ascent": face.ascent,
        "Descent": face.descent,
        "CapHeight": face.cap_height,
        "StemV": 80,
        "FontFile2": embedded,
    }


def _simple(face: Face, about: Ref) -> dict[str, object]:
    by_code = {code: letter for letter, code in _CODES.items()}
    widths = [round(face.width(by_code[code], 1000)) if code in by_code else 0 for code in range(32, 256)]
    return {
        "Type": Name("Font"),
        "Subtype": Name("TrueType"),
        "BaseFont": Name(face.name),
        "FirstChar": 32,
        "LastChar": 255,
        "Widths": widths,
        "FontDescriptor": about,
        "Encoding": Name("WinAnsiEncoding"),
    }


def _by_number(face: Face, about: Ref, letters: Iterable[str], file: PdfFile) -> dict[str, object]:
    """A font whose codes are glyph numbers, with the way back to the letters for who copies or searches."""
    known = {face.glyph(letter): letter for letter in sorted(letters, reverse=True)}
    known[0] = "\ufffd"
    pairs = sorted(known.items())
    descendant = file.add(
        {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType2"),
            "BaseFont": Name(face.name),
            "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
            "FontDescriptor": about,
            "CIDToGIDMap": Name("Identity"),
            "W": [part for glyph, _ in pairs for part in (glyph, [round(face.advances[glyph])])],
        }
    )
    return {
        "Type": Name("Font"),
        "Subtype": Name("Type0"),
        "BaseFont": Name(face.name),
        "Encoding": Name("Identity-H"),
        "DescendantFonts": [descendant],
        "ToUnicode": file.add(Stream({}, _letters_of(pairs))),
    }


def _letters_of(pairs: list[tuple[int, str]]) -> bytes:
    lines = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in pairs]
    blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapped}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
