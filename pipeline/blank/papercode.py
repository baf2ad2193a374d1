"""The code that a printed form bears: as a matrix of modules, as a picture, and in the foot of a Word page.

The same form and case give the same code, picture and markup.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import segno

from pipeline.blank.markup import Markup, quoted

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]
"""The modules of a code row by row, True for dark; without the blank edge that a code needs round it."""

SIDE_MM: Final = 14.0
"""How large a code is printed. With 33 modules one is 0.42 mm: over two dots even of a fax."""
QUIET_MM: Final = 1.0
"""So much stays blank round a code at least; readers want two modules."""
TO_EDGE_MM: Final = 4.8
"""What an office printer can't reach at the paper's edge is 4.2 mm."""

EMU_PER_MM: Final = 36_000
EMU_PER_TWIP: Final = 635
_DOTS: Final = 8
"""Picture dots for each module: so many that no program blurs the edges when it scales them."""
_FIRST_ID: Final = 9000
"""Ids of drawings count through a document; a shell's own pictures have the low ones."""
_ALT: Final = "Kode, som scanneren læser: skema, version og sagsnummer. Det samme står som tekst i sidefoden."

_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


@lru_cache(maxsize=64)
def code_matrix(text: str) -> Matrix:
    """The QR code of a text with error correction M or, where that takes no more room, better."""
    code = segno.make_qr(text, error="m")
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


@lru_cache(maxsize=8)
def code_png(matrix: Matrix) -> bytes:
    """The code as a black and white picture, each module a square of dots."""
    rows = []
    for modules in matrix:
        bits = "".join(("0" if dark else "1") * _DOTS for dark in modules)
        packed = int(bits, 2).to_bytes(len(bits) // 8, "big")
        rows.append((b"\0" + packed) * _DOTS)
    side = len(matrix) * _DOTS
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFoot:
    """A page in twips: its size, `margin` to the right of the text, `bottom` below the foot."""

    page_width: int
    page_height: int
    margin: int
    bottom: int

    @property
    def has_room(self) -> bool:
        """Whether the margin holds the code with what must stay blank round it."""
        return self.margin * EMU_PER_TWIP >= (SIDE_MM + TO_EDGE_MM + QUIET_MM) * EMU_PER_MM


def code_run(relation: str, foot: PageFoot, number: int = 1) -> Markup:
    """The run of a Word footer that shows the code; `relation` is the id of its picture.

    It stands in the margin to the right of the foot, and takes no room from the page; where the margin is
    narrow it stands in the line, and the foot grows. `number` tells the footers of a document apart.
    """
    side = round(SIDE_MM * EMU_PER_MM)
    extent = f'<wp:extent cx="{side}" cy="{side}"/>'
    named = f'<wp:docPr id="{_FIRST_ID + number}" name="Kode {number}" descr={quoted(_ALT)}/>'
    picture = (
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{_FIRST_ID + number}" name="Kode {number}"/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill><a:blip r:embed={quoted(relation)}/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
    if foot.has_room:
        left = foot.page_width * EMU_PER_TWIP - side - round(TO_EDGE_MM * EMU_PER_MM)
        top = (foot.page_height - foot.bottom) * EMU_PER_TWIP - side
        drawing = (
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
            ' behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
            f"{extent}<wp:wrapNone/>{named}{picture}</wp:anchor>"
        )
    else:
        drawing = f'<wp:inline distT="0" distB="0" distL="0" distR="0">{extent}{named}{picture}</wp:inline>'
    return f"<w:r {_NAMESPACES}><w:drawing>{drawing}</w:drawing></w:r>"
