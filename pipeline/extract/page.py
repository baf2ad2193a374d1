"""Reading a printed PDF: what it draws, page by page, as words, lines and areas.

Nothing in a file is acted on: no script, no link, no attachment. A file may be made to hang or eat memory, so
it is read only in a child that can be stopped.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import (
    MATRIX_IDENTITY,
    Matrix,
    PathSegment,
    Point,
    Rect,
    apply_matrix_pt,
    apply_matrix_rect,
    decode_text,
    mult_matrix,
)

from pipeline.errors import InputRejected
from pipeline.extract.acroform import FilledForm
from pipeline.extract.arrangement import layout_of, titles_of
from pipeline.extract.colours import is_colourful, lightness
from pipeline.extract.combs import without_combs
from pipeline.extract.fields import with_fields
from pipeline.extract.glyphs import FontLooks, Glyph, font_looks, is_language, letter, words_of
from pipeline.extract.otherwise import OtherLayouts
from pipeline.extract.rings import without_rings
from pipeline.extract.strokes import Drawing, merged, with_boxes, without_text_lines
from pipeline.extract.words import Page, PageWord, Shade, lines_of, typed_words
from pipeline.records import ExtractedForm
from pipeline.records.layout import Box

MAX_PAGES: Final = 50
MAX_TYPED: Final = 500
MAX_GLYPHS: Final = 60_000
"""Letters on one page; an honest one has some 5 000."""
_FEW_LETTERS: Final = 60
"""A page that is a picture may bear so many letters of the machine that scanned it."""
_FAINT_FROM, _FAINT_TO = 0.25, 0.9


def read_page_pdf(content: bytes, filled: FilledForm | None = None) -> ExtractedForm:
    """What stands on the pages of a printed PDF, as a layout; its answers and notices are those of `filled`.

    `filled` is what its form fields say (`read_fields`); where they answer anything, each field stands among
    the printed words as one of them.
    Raises InputRejected: `file.encrypted` (it opens with a password only), `file.damaged`, `file.xfa`,
    `file.scan` (pictures only), `file.too_many_pages` and `file.too_complex` (limit), `file.no_text_map`.

    Notices: `file.scanned_page` (some pages are pictures, and what stands there is not read),
    `file.ocr_layer` (text that somebody had recognised from a picture: the form is a proposal then),
    `file.hidden_text` (text that nobody sees was left out).
    """
    pages, notices = read_page_words(content)
    answers, said = (filled.form.answers, filled.form.notices) if filled is not None else ((), ())
    if filled is not None and answers:
        pages = with_fields(pages, filled.widgets)
    layout = layout_of(pages)
    return ExtractedForm(
        mark=None,
        titles=titles_of(layout),
        answers=answers,
        notices=tuple(sorted({*notices, *said})),
        layout=layout,
        others=OtherLayouts(pages, layout),
        proposed="file.ocr_layer" in notices,
    )


def read_page_words(content: bytes) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages of a PDF with what stands on them, and the notices; raises as `read_page_pdf` does."""
    try:
        pages = [_read(page, number) for number, page in enumerate(_pages(content), start=1)]
    except InputRejected:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise InputRejected("file.encrypted") from None
    except Exception:  # noqa: BLE001
        # The library tells damage in a dozen ways, KeyError and RecursionError among them.
        raise InputRejected("file.damaged") from None
    if not pages:
        raise InputRejected("file.damaged")
    if all(page.picture or not page.words for page in pages):
        raise InputRejected("file.scan")
    if not is_language("".join(word.text for page in pages for word in page.words)):
        raise InputRejected("file.no_text_map")
    told = {
        "file.scanned_page": any(page.picture for page in pages),
        "file.ocr_layer": any(page.recognised for page in pages),
        "file.hidden_text": any(page.hidden for page in pages),
    }
    return tuple(pages), tuple(sorted(code for code, is_so in told.items() if is_so))


def _pages(content: bytes) -> Iterator[PDFPage]:
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    if _is_xfa(document):
        raise InputRejected("file.xfa")
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MAX_PAGES:
            raise InputRejected("file.too_many_pages", limit=MAX_PAGES)
        yield page


def _is_xfa(document: PDFDocument) -> bool:
    """Whether the form lives in XML, and the pages only say that another program is needed."""
    form = resolve1(document.catalog.get("AcroForm"))
    if not isinstance(form, dict) or "XFA" not in form:
        return False
    return bool(resolve1(document.catalog.get("NeedsRendering"))) or not resolve1(form.get("Fields"))


# ── one page ──────────────────────────────────────────────────────────────────────────────────────────


def _read(page: PDFPage, number: int) -> Page:
    device = _drawn(page)
    turned = max(device.turned, key=lambda way: len(device.turned[way]), default=0)
    if turned and len(device.turned[turned]) > len(device.glyphs):
        # All of the page was drawn sideways.
        page.rotate = (page.rotate + turned) % 360
        device = _drawn(page)
    seen, recognised, hidden = device.seen()
    words = words_of(seen, number)
    words, rulings = without_rings(*with_boxes(words, device.drawing, number), device.drawing.rings)
    words, rulings = without_text_lines(*without_combs(words, merged(rulings)))
    letters = sum(len(word.text) for word in words)
    covered = sum(map(_area, device.pictures))
    share = covered / (device.width * device.height)
    picture = (share > 0.5 and letters < _FEW_LETTERS and not recognised) or (share > 0.02 and not letters)
    return Page(
        number=number,
        width=device.width,
        height=device.height,
        words=(*words, *_turned_words(device, number), *_typed(page, device, number)),
        rulings=() if device.drawing.is_art else tuple(rulings),
        shades=tuple(device.drawing.shades),
        picture=picture,
        recognised=recognised > len(seen) / 2,
        hidden=hidden,
    )


def _typed(page: PDFPage, device: _Device, number: int) -> Iterator[PageWord]:
    """Text that was typed onto the page afterwards: it is no part of what the page draws."""
    for told in [resolve1(one) for one in resolve1(page.annots) or ()][:MAX_TYPED]:
        if not isinstance(told, dict) or literal_name(resolve1(told.get("Subtype"))) != "FreeText":
            continue
        text, rect = resolve1(told.get("Contents")), resolve1(told.get("Rect"))
        if isinstance(text, bytes) and isinstance(rect, list) and len(rect) == 4:
            a, b, c, d = (float(resolve1(one)) for one in rect)
            x0, y0, x1, y1 = apply_matrix_rect(device.upright, (a, b, c, d))
            yield from typed_words(
                decode_text(text), Box(number, x0, device.height - y1, x1, device.height - y0)
            )


def _drawn(page: PDFPage) -> _Device:
    resources = PDFResourceManager()
    device = _Device(resources)
    PDFPageInterpreter(resources, device).process_page(page)
    return device


def _turned_words(device: _Device, number: int) -> Iterator[PageWord]:
    """Text that runs up or down the page, each run a word of its own; slanting text is decoration."""
    for way, glyphs in device.turned.items():
        if way == 180:
            continue
        for line in lines_of(words_of(glyphs, number)):
            # Along the line, a run is read as one word: nothing else can stand beside it.
            x0, x1 = (line.top, line.bottom) if way == 90 else (-line.bottom, -line.top)
            top, bottom = (-line.x1, -line.x0) if way == 90 else (line.x0, line.x1)
            yield PageWord(
                text=line.text,
                box=Box(number, x0, top, x1, bottom),
                bold=line.bold,
                faint=line.faint,
                turned=True,
            )


def _looks(font: PDFFont) -> FontLooks:
    name = font.fontname
    told = font.descriptor if isinstance(font.descriptor, dict) else {}
    return font_looks(
        name.decode("latin-1") if isinstance(name, bytes) else str(name),
        {key: resolve1(told.get(key)) for key in ("FontWeight", "ItalicAngle", "Flags")},
        single=not font.is_multibyte(),
    )


class _Device(PDFTextDevice):
    """Takes what a page draws as it is drawn, turned upright, measured from the upper left corner."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.width = self.height = 0.0
        self.upright = MATRIX_IDENTITY
        self.glyphs: list[Glyph] = []
        self.turned: dict[int, list[Glyph]] = {}
        self.pictures: list[Shade] = []
        self.drawing = Drawing()
        self._unpainted: list[Glyph] = []
        self._white: list[Glyph] = []
        self._fonts: dict[int, FontLooks] = {}
        self._mode = self._under = 0
        self._shown = Shade(0.0, 0.0, 0.0, 0.0, 1.0)
        self._frames: list[Shade] = []

    def seen(self) -> tuple[list[Glyph], int, bool]:
        """The glyphs to be read, how many of them lie unseen by a picture, and whether any were left out."""
        large = [one for one in self.pictures if _area(one) > 0.25 * self.width * self.height]
        by_picture = [glyph for glyph in self._unpainted if _lies_in(glyph, large)]
        dark = [shade for shade in self.drawing.shades if shade.light < 0.85] + self.pictures
        on_dark = [glyph for glyph in self._white if _lies_in(glyph, dark)]
        read = len(by_picture) + len(on_dark)
        hidden = read < len(self._unpainted) + len(self._white)
        return [*self.glyphs, *by_picture, *on_dark], len(by_picture) + self._under, hidden

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.upright = ctm
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.width, self.height = x1 - x0, y1 - y0
        left, low, right, high = apply_matrix_rect(ctm, page.cropbox)
        self._shown = Shade(left, self.height - high, right, self.height - low, 1.0)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        x0, y0, x1, y1 = apply_matrix_rect(mult_matrix(matrix, self.ctm or MATRIX_IDENTITY), bbox)
        self._frames.append(Shade(x0, self.height - y1, x1, self.height - y0, 1.0))

    def end_figure(self, name: str) -> None:
        self._frames.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:
        self.pictures.append(self._frames[-1])
        if _area(self._frames[-1]) > 0.6 * self.width * self.height:
            # What is drawn before it lies under it.
            self._under = len(self.glyphs)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        add = partial(
            self.drawing.add,
            weight=graphicstate.linewidth,
            stroke=stroke,
            fill=fill,
            light=lightness(graphicstate.ncolor, graphicstate.ncs.name),
            line=lightness(graphicstate.scolor, graphicstate.scs.name),
        )
        ctm = self.ctm or MATRIX_IDENTITY
        corners: list[Point] = []
        curved = False
        for way, *numbers in path:
            if way == "m":
                add(corners, curved=curved)
                corners, curved = [], False
            if way == "h":
                corners += corners[:1]
            points = [apply_matrix_pt(ctm, point) for point in zip(numbers[::2], numbers[1::2], strict=False)]
            corners += [(x, self.height - y) for x, y in points]
            curved = curved or way in "cvy"
        add(corners, curved=curved)

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self, matrix: Matrix, font: PDFFont, fontsize: float, scaling: float, rise: float, cid: int,
        ncs: PDFColorSpace, graphicstate: PDFGraphicState,
    ) -> float:  # fmt: skip
        advance: float = font.char_width(cid) * fontsize * scaling
        looks = self._fonts.get(id(font)) or self._fonts.setdefault(id(font), _looks(font))
        try:
            told = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            told = "\0"
        text = letter(told, cid if looks.single else -1, looks.picture)
        size = fontsize * math.hypot(matrix[2], matrix[3])
        if not text or size < 1:
            return advance
        if len(self.glyphs) > MAX_GLYPHS:
            raise InputRejected("file.too_complex", limit=MAX_GLYPHS)
        light = lightness(graphicstate.ncolor, graphicstate.ncs.name)
        bold, faint = looks.bold or self._mode == 2, looks.faint or _FAINT_FROM <= light < _FAINT_TO
        look = bold, faint, is_colourful(graphicstate.ncolor)
        self._take(text, matrix, advance or 0.4 * fontsize, rise, size, light, look)
        return advance

    def _take(
        self, text: str, matrix: Matrix, advance: float, rise: float, size: float, light: float,
        look: tuple[bool, bool, bool],
    ) -> None:  # fmt: skip
        a, b, c, d, e, f = matrix
        x, y = e + rise * c, self.height - f - rise * d
        if abs(b) < 0.1 * abs(a):
            if a > 0:
                glyph = Glyph(text, x, x + a * advance, y, size, *look)
                if not (
                    self._shown.x0 <= x < self._shown.x1 and self._shown.top <= y <= self._shown.bottom + size
                ) or self._mode in (3, 7):
                    self._unpainted.append(glyph)
                elif light > 0.97:
                    self._white.append(glyph)
                else:
                    self.glyphs.append(glyph)
                return
            way, glyph = 180, Glyph(text, -x, -x - a * advance, -y, size, *look)
        elif abs(a) < 0.1 * abs(b):
            way = 90 if b > 0 else 270
            along = -y if b > 0 else y
            glyph = Glyph(text, along, along + abs(b) * advance, x if b > 0 else -x, size, *look)
        else:
            return
        self.turned.setdefault(way, []).append(glyph)


def _area(one: Shade) -> float:
    return (one.x1 - one.x0) * (one.bottom - one.top)


def _lies_in(glyph: Glyph, areas: Sequence[Shade]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.size
    return any(one.x0 - 1 <= x <= one.x1 + 1 and one.top - 1 <= y <= one.bottom + 1 for one in areas)
