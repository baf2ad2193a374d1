"""Scans that the tests make: pages drawn as dots, made worse as paper and scanners do, and bound as a PDF."""

from __future__ import annotations

import random
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.extract.scan import PageImage


def picture_pdf(pages: Sequence[PageImage], jpegs: Sequence[bytes] = (), below: str = "") -> bytes:
    """A PDF each page of which is one picture; `jpegs` take the place of the dots, `below` is drawn first."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    kids = []
    for n, page in enumerate(pages):
        width, height = (round(side * 72 / page.dpi, 2) for side in (page.width, page.height))
        data, kind = (jpegs[n], b"DCTDecode") if jpegs else (zlib.compress(page.grey), b"FlateDecode")
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        drawn = f"{below} q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R"
            b"/Resources<<%s/XObject<</P %d 0 R>>>>>>"
            % (str(width).encode(), str(height).encode(), first + 1, font, first + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Filter/%s/Length %d>>stream\n%s\nendstream" % (page.width, page.height, kind, len(data), data)
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


def converted(page: PageImage, *changes: str) -> tuple[PageImage, bytes]:
    """The page as ImageMagick changes it and stores it as JPEG, and that JPEG."""
    header = b"P5 %d %d 255\n" % (page.width, page.height)
    line = ["convert", "pgm:-", *changes]
    dots = subprocess.run([*line, "pgm:-"], input=header + page.grey, capture_output=True, check=True).stdout
    jpeg = subprocess.run([*line, "jpg:-"], input=header + page.grey, capture_output=True, check=True).stdout
    kind, size, depth, grey = dots.split(b"\n", 3)
    assert (kind, depth) == (b"P5", b"255")
    width, height = (int(side) for side in size.split())
    return PageImage(number=page.number, width=width, height=height, dpi=page.dpi, grey=grey), jpeg


def saved(content: bytes, folder: Path) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(content)
    return path
