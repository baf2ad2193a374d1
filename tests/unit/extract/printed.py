"""Pages as words and rulings, and PDFs as a canvas draws them, for the tests of printed documents."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.extract.arrangement import layout_of
from pipeline.extract.words import Page, PageWord, Ruling, Shade
from pipeline.records.layout import Box, Grid, Layout, TextLine

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 57.0, 538.0


def written(
    text: str, x: float, top: float, *, page: int = 1, size: float = 10.0, **looks: Any
) -> list[PageWord]:
    """The words of a text from `x` on; each letter is half as broad as high, a blank a quarter."""
    words = []
    for word in text.split(" "):
        width = 0.5 * size * len(word)
        words.append(PageWord(text=word, box=Box(page, x, top, x + width, top + size), **looks))
        x += width + 0.25 * size
    return words


def page_of(*texts: Sequence[PageWord], number: int = 1, **drawn: Any) -> Page:
    return Page(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        words=tuple(word for text in texts for word in text),
        **drawn,
    )


def level(y: float, x0: float = LEFT, x1: float = RIGHT, weight: float = 0.5) -> Ruling:
    return Ruling(x0, y, x1, y, weight)


def upright(x: float, top: float, bottom: float) -> Ruling:
    return Ruling(x, top, x, bottom)


def shade(x0: float, top: float, x1: float, bottom: float, light: float = 0.8) -> Shade:
    return Shade(x0, top, x1, bottom, light)


def laid(*pages: Page) -> Layout:
    return layout_of(pages)


def told(layout: Layout) -> list[Any]:
    """What a layout says: a line as its text, a table as rows of cells, paragraphs parted by `\\n`."""
    return [
        block.text
        if isinstance(block, TextLine)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in layout.blocks
    ]


def grids(layout: Layout) -> list[Grid]:
    return [block for block in layout.blocks if isinstance(block, Grid)]


def drawn_pdf(draw: Callable[[Any], None], **settings: Any) -> bytes:
    """What a reportlab canvas draws, as a PDF file. Its y counts from the bottom of the page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **settings)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return file.getvalue()
