"""A scanned page as every other page is: the words a recogniser made out, its rulings, its check boxes.

The recogniser is a program from outside and is called elsewhere; it gets the page as `readable` made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.arrangement import layout_of, titles_of
from pipeline.extract.glyphs import ASCENT, DESCENT
from pipeline.extract.picture import PictureBox, picture_boxes, picture_rulings, without_marks
from pipeline.extract.scan import PageImage, without_codes
from pipeline.extract.straighten import straightened
from pipeline.extract.words import Page, PageWord, Ruling
from pipeline.records import ExtractedForm
from pipeline.records.layout import TICKED, UNTICKED, Box

LEAST_CONFIDENCE: Final = 30.0
"""Of 100; what is less sure is dirt, or the drawing of something."""
_TALL: Final = frozenset("bdfhkltß|/()[]{}0123456789!?&@%§ÆØÅæABCDEFGHIJKLMNOPQRSTUVWXYZåéi")
_DEEP: Final = frozenset("gjpqyQ,;()[]{}|/@")
_STARS: Final = frozenset("”“„\"'*«»")
"""Alone, and seen as any of these, it is the star of a label: Danish recognisers know no stars."""
_X_HEIGHT, _CAP_HEIGHT, _DEPTH = 0.5, 0.68, 0.2
"""How high and deep letters are, in sizes of their font."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedWord:
    """A word a recogniser made out, how sure it is (0 to 100), and the box round its ink in points.

    `block` and `line` number what it took for a block of text and a line of it.
    """

    text: str
    confidence: float
    box: Box
    block: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadablePage:
    """A page laid straight and without all that is no letter, and what was taken from it."""

    image: PageImage
    boxes: tuple[PictureBox, ...]
    rulings: tuple[Ruling, ...]


def readable(page: PageImage) -> ReadablePage:
    """The page for a recogniser: straight, its codes, check boxes and rulings noted and painted over."""
    page = straightened(without_codes(page))
    boxes = picture_boxes(page)
    level, upright = picture_rulings(page)
    rulings = (*level, *upright)
    return ReadablePage(image=without_marks(page, boxes, rulings), boxes=boxes, rulings=rulings)


def scanned_form(pages: Sequence[Page]) -> ExtractedForm:
    """What was recognised on the pages of a scan, as a layout; all of it is a proposal."""
    layout = layout_of(pages)
    return ExtractedForm(
        mark=None,
        titles=titles_of(layout),
        answers=(),
        notices=("file.recognised",),
        layout=layout,
        proposed=True,
    )


def page_of(page: ReadablePage, words: Sequence[RecognisedWord]) -> Page:
    """The page with its words; a check box is a word, and both signs where it can't be told which it is."""
    image = page.image
    signs = [PageWord(text=_sign(found), box=_as_letter(found.box)) for found in page.boxes]
    return Page(
        number=image.number,
        width=image.width * 72 / image.dpi,
        height=image.height * 72 / image.dpi,
        words=(*(_page_word(word) for word in words if word.confidence >= LEAST_CONFIDENCE), *signs),
        rulings=page.rulings,
        recognised=True,
    )


def _sign(found: PictureBox) -> str:
    if found.ticked is None:
        return UNTICKED + TICKED
    return TICKED if found.ticked else UNTICKED


def _as_letter(box: Box) -> Box:
    """A check box stands on the base line, or a little below it."""
    size = box.bottom - box.top
    return box._replace(top=box.top - 0.1 * size, bottom=box.bottom + 0.1 * size)


def _page_word(word: RecognisedWord) -> PageWord:
    """The word in a box as high as its font: ink alone is half as high in `on` as in `og` or `On`."""
    tall = any(sign in _TALL for sign in word.text)
    deep = any(sign in _DEEP for sign in word.text)
    height = word.box.bottom - word.box.top
    above, below = _CAP_HEIGHT if tall else _X_HEIGHT, _DEPTH if deep else 0.0
    if not any(map(str.isalnum, word.text)):
        return PageWord(text="*" if word.text in _STARS else word.text, box=word.box)
    size = height / (above + below)
    base = word.box.bottom - below * size
    return PageWord(
        text=word.text, box=word.box._replace(top=base - ASCENT * size, bottom=base + DESCENT * size)
    )
