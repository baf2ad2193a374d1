"""Scans: which pages of a PDF are pictures, those pages as grey dots, and the codes of ours they bear.

Pictures are drawn by PDFium, whatever they are stored as, and only in a size that a page needs. Nothing is
read from them here but the codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from pipeline.errors import InputRejected
from pipeline.papermark import PaperMark, parse_payload
from pipeline.records import ExtractedForm, Mark

if TYPE_CHECKING:
    import pypdfium2
    import zxingcpp

MAX_PAGES: Final = 50
"""Of a file with scanned pages; a form has at most a dozen."""
MAX_DOTS: Final = 20_000_000
"""Of a page as it is drawn: A4 at 450 dpi. Larger paper is drawn with fewer dots to the inch."""
MAX_PICTURE_DOTS: Final = 150_000_000
"""Of one stored picture: A4 at 1200 dpi. What holds more is no scan of a form."""
MAX_OBJECTS: Final = 50_000
"""Of one page, counted before it is drawn; those beyond say no more of what it is."""
DPI: Final = 200
_ATTEMPTS: Final = (DPI, 120, 300)
"""Fewer dots even out the grain of a bad copy, more of them help with a small one."""

PageKind: TypeAlias = Literal["text", "picture", "blank"]

_POINTS_TO_INCH = 72
_COVERS = 0.8
"""Share of a page that a picture of the whole page takes at least; white edges may have been cut away."""
_STAMP = 200
"""So many letters may stand upon the picture of a page: scanners and signing services print such lines."""
_LIGHT = bytes(range(176, 256))
_WHITE = b"\xff"
_DARK_SHARE = 0.0002
_PREVIEW_DPI = 40
_INVISIBLE = (3, 7)
"""Text rendering modes that leave no ink: programs lay what they recognised over a scan in these."""
_WRONG_PASSWORD, _WRONG_SECURITY = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page as rows of dots, one byte each, 0 for black; `number` is that of the page, from 1."""

    number: int
    width: int
    height: int
    dpi: float
    grey: bytes = field(repr=False)


def kinds_of_pages(content: bytes) -> tuple[PageKind, ...]:
    """What each page of a PDF is: `text` that can be read, a `picture`, or `blank`.

    A scan over which a program laid the text it recognised is a picture. A page with form fields is text,
    whatever lies below them. Raises InputRejected: `file.damaged`, `file.encrypted`, `file.too_complex`.
    """
    with _Opened(content) as document:
        return tuple(_kind(document, number) for number in range(len(document)))


def page_images(content: bytes, dpi: int = DPI) -> Iterator[PageImage]:
    """The pages of a PDF that are pictures, one by one; as turned as the file says. Raises as above."""
    with _Opened(content) as document:
        for number in range(len(document)):
            if _kind(document, number) == "picture":
                yield _drawn(document, number, dpi)


def signed_copy(content: bytes) -> ExtractedForm | None:
    """The scan of a form of ours as what it is: its mark and no answers. None for any other file.

    Nothing but the codes is read. A scan is one when every page is a picture or blank and one of them at
    least bears a code. `file.signed_copy` stands in the notices when the code names a case, since then the
    data are known; `file.filled_by_hand` when it names none, as on a form that was printed empty.
    Raises InputRejected as `kinds_of_pages`, and `file.several_forms` when the pages are of several forms.
    """
    kinds = kinds_of_pages(content)
    if "picture" not in kinds or "text" in kinds:
        return None
    marks: set[Mark] = set()
    for dpi in _ATTEMPTS:
        marks = {code.mark for page in page_images(content, dpi) if (code := code_of(page)) is not None}
        if marks:
            break
    else:
        return None
    if len(marks) > 1:
        raise InputRejected("file.several_forms")
    mark: Mark = marks.pop()
    notice = "file.signed_copy" if mark.case else "file.filled_by_hand"
    return ExtractedForm(mark=mark, titles=(), answers=(), notices=(notice,))


def code_of(page: PageImage) -> PaperMark | None:
    """What the code on a page says, None for a page without one of ours that can be read.

    A page may lie on its side or upside down. One with several codes of ours that say different things
    (two pages side by side) says nothing.
    """
    found = {mark for code in _codes_on(page) if (mark := parse_payload(code.text)) is not None}
    return found.pop() if len(found) == 1 else None


def _codes_on(page: PageImage) -> list[zxingcpp.Barcode]:
    import zxingcpp  # compiled, and needed for scans only

    dots = memoryview(page.grey).cast("B", (page.height, page.width))
    return zxingcpp.read_barcodes(dots, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))


def without_codes(page: PageImage) -> PageImage:
    """The page with every code painted over, ours and others: their squares look like check boxes."""
    grey = bytearray(page.grey)
    for code in _codes_on(page):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
        x0, x1 = max(0, min(at.x for at in corners) - 2), min(page.width, max(at.x for at in corners) + 3)
        for row in range(max(0, min(at.y for at in corners) - 2), max(at.y for at in corners) + 3):
            if row < page.height:
                grey[row * page.width + x0 : row * page.width + x1] = _WHITE * max(0, x1 - x0)
    return replace(page, grey=bytes(grey))


# ── PDFium ────────────────────────────────────────────────────────────────────────────────────────────


class _Opened:
    """A PDF open in PDFium; its failures become InputRejected."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __enter__(self) -> pypdfium2.PdfDocument:
        import pypdfium2  # compiled, and needed for PDFs only

        try:
            self.document = pypdfium2.PdfDocument(self.content)
        except pypdfium2.PdfiumError as fault:
            encrypted = fault.err_code in (_WRONG_PASSWORD, _WRONG_SECURITY)
            raise InputRejected("file.encrypted" if encrypted else "file.damaged") from None
        if len(self.document) > MAX_PAGES:
            self.document.close()
            raise InputRejected("file.too_many_pages", limit=MAX_PAGES)
        return self.document

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> None:
        import pypdfium2

        self.document.close()
        if isinstance(fault, pypdfium2.PdfiumError):
            raise InputRejected("file.damaged") from None


def _kind(document: pypdfium2.PdfDocument, number: int) -> PageKind:
    page = document[number]
    try:
        if _has_fields(page):
            return "text"
        letters, covered = _visible_letters(page)
        if letters > (_STAMP if covered else 0):
            return "text"
        return "blank" if _is_blank(page) else "picture"
    finally:
        page.close()


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                return True
    return False


def _visible_letters(page: pypdfium2.PdfPage) -> tuple[int, bool]:
    """How many letters of a page can be seen, and whether a picture covers the page.

    Things are drawn in their order: what lies below such a picture can't be seen. Counting ends where the
    page is text for certain.
    """
    from pypdfium2 import raw

    width, height = page.get_size()
    letters, covered = 0, False
    text = page.get_textpage()
    try:
        for count, thing in enumerate(page.get_objects(max_depth=8, textpage=text)):
            if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
                across, down = thing.get_px_size()
                if across * down > MAX_PICTURE_DOTS:
                    raise InputRejected("file.too_complex", limit=MAX_PICTURE_DOTS)
                left, bottom, right, top = thing.get_bounds()
                if (right - left) * (top - bottom) >= _COVERS * width * height:
                    letters, covered = 0, True
            elif thing.type == raw.FPDF_PAGEOBJ_TEXT and _leaves_ink(thing):
                letters += len("".join(thing.extract().split()))
            if count >= MAX_OBJECTS:
                break
    finally:
        text.close()
    return letters, covered


def _leaves_ink(text: pypdfium2.PdfObject) -> bool:
    from pypdfium2 import raw

    return raw.FPDFTextObj_GetTextRenderMode(text) not in _INVISIBLE


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    grey, _, _ = _dots(page, _PREVIEW_DPI)
    return len(grey.translate(None, _LIGHT)) <= len(grey) * _DARK_SHARE


def _drawn(document: pypdfium2.PdfDocument, number: int, dpi: float) -> PageImage:
    page = document[number]
    try:
        width, height = page.get_size()
        inches = width * height / _POINTS_TO_INCH**2
        dpi = min(dpi, (MAX_DOTS / inches) ** 0.5 if inches else dpi)
        grey, across, down = _dots(page, dpi)
    finally:
        page.close()
    return PageImage(number=number + 1, width=across, height=down, dpi=dpi, grey=grey)


def _dots(page: pypdfium2.PdfPage, dpi: float) -> tuple[bytes, int, int]:
    bitmap = page.render(scale=dpi / _POINTS_TO_INCH, grayscale=True)
    try:
        dots, width, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
        if stride != width:
            dots = b"".join(dots[row * stride : row * stride + width] for row in range(bitmap.height))
        return dots, width, bitmap.height
    finally:
        bitmap.close()
