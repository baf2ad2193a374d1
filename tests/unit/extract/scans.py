"""Scans that the tests make: pages drawn as dots, made worse as paper and scanners do, and bound as a PDF."""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2

from pipeline.extract.scan import PageImage


def picture_pdf(pages: Sequence[PageImage], below: str = "", above: str = "") -> bytes:
    """A PDF each page of which is one picture; `below` and `above` are drawn before and upon each."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    kids = []
    for page in pages:
        width, height = (round(side * 72 / page.dpi, 2) for side in (page.width, page.height))
        data = zlib.compress(page.grey)
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        drawn = f"{below} q {width} 0 0 {height} 0 0 cm /P Do Q {above}".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R"
            b"/Resources<<%s/XObject<</P %d 0 R>>>>>>"
            % (str(width).encode(), str(height).encode(), first + 1, font, first + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (page.width, page.height, len(data), data)
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return bound(objects)


def bound(objects: Sequence[bytes]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is its catalog."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n" % (size, rows, size)
        + b"startxref\n%d\n%%%%EOF" % start
    )


def quarter_turns(page: PageImage, turns: int) -> PageImage:
    """The page laid on the glass turned clockwise by quarters."""
    for _ in range(turns % 4):
        grey = b"".join(page.grey[column :: page.width][::-1] for column in range(page.width))
        page = PageImage(number=page.number, width=page.height, height=page.width, dpi=page.dpi, grey=grey)
    return page


def with_noise(page: PageImage, strength: int, seed: int = 7) -> PageImage:
    """The page with grain: each dot is lighter or darker by up to `strength`."""
    grain = random.Random(seed)
    noise = bytes(grain.randrange(2 * strength + 1) for _ in range(40_009))
    grey = bytes(max(0, min(255, dot + noise[n % 40_009] - strength)) for n, dot in enumerate(page.grey))
    return replaced(page, grey)


def as_fax(page: PageImage, threshold: int = 150) -> PageImage:
    """The page in black and white only."""
    table = bytes(0 if value < threshold else 255 for value in range(256))
    return replaced(page, page.grey.translate(table))


def replaced(page: PageImage, grey: bytes) -> PageImage:
    return PageImage(number=page.number, width=page.width, height=page.height, dpi=page.dpi, grey=grey)


def askew(page: PageImage, degrees: float) -> PageImage:
    """The page laid on the glass turned clockwise by a few degrees, dot by dot, with paper round it."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    width, height = page.width, page.height
    middle_x, middle_y = width / 2, height / 2
    grey = bytearray(b"\xff" * len(page.grey))
    for row in range(height):
        down = row - middle_y
        for column in range(width):
            across = column - middle_x
            x, y = (
                int(middle_x + across * cosine + down * sine),
                int(middle_y + down * cosine - across * sine),
            )
            if 0 <= x < width and 0 <= y < height:
                grey[row * width + column] = page.grey[y * width + x]
    return replaced(page, bytes(grey))


def blurred(page: PageImage) -> PageImage:
    """Each dot the mean of itself and the dots to the right, below and aslant."""
    dots, width = page.grey, page.width
    moved = zip(
        dots,
        dots[1:] + b"\xff",
        dots[width:] + b"\xff" * width,
        dots[width + 1 :] + b"\xff" * width + b"\xff",
        strict=True,
    )
    return replaced(page, bytes(sum(four) // 4 for four in moved))


def drawn(pdf: bytes, dpi: int) -> Iterator[PageImage]:
    """Every page of a PDF as dots, as a scanner would see it printed."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            stride, dots = bitmap.stride, bytes(bitmap.buffer)
            rows = (dots[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
            grey = b"".join(rows)
            yield PageImage(number=number, width=bitmap.width, height=bitmap.height, dpi=dpi, grey=grey)
