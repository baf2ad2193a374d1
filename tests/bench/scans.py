"""Paper that has been through a scanner: grey pictures, a little crooked and a little dirty, in a PDF."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

DPI, SKEW, NOISE = 200, 0.6, 14


def missing() -> str:
    return ", ".join(name for name in ("pdftoppm", "tesseract") if shutil.which(name) is None)


def scanned(pdf: bytes, dice: random.Random) -> bytes:
    """The pages as a scanner gives them; the same dice give the same dirt."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        source = Path(name) / "page.pdf"
        source.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-r", str(DPI), "-gray", str(source), str(Path(name) / "page")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        pages = [_worn(Image.open(path), dice) for path in sorted(Path(name).glob("page*.pgm"))]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=85)
    return out.getvalue()


def _worn(page: Image.Image, dice: random.Random) -> Image.Image:
    page = page.convert("L").rotate(
        dice.uniform(-SKEW, SKEW), resample=Image.Resampling.BICUBIC, fillcolor=255
    )
    dirt = Image.frombytes("L", page.size, dice.randbytes(page.width * page.height))
    return Image.blend(page, dirt, NOISE / 255)
