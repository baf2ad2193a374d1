"""A scanned page as every other page is: the words a recogniser made out, its rulings, its check boxes.

The recogniser is a program from outside and is called elsewhere; it gets the page as `readable` made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from pipeline.extract.arrangement import layout_of, titles_of
from pipeline.extract.otherwise import OtherLayouts
from pipeline.extract.picture import PictureBox, dark_dots, picture_boxes, picture_rulings, without_marks
from pipeline.extract.scan import PageImage, without_codes
from pipeline.extract.straighten import straightened
from pipeline.extract.words import DESCENT, Page, PageWord, RecognisedWord, Ruling
from pipeline.papermark import FootMark, parse_foot
from pipeline.records import ExtractedForm, Layout
from pipeline.records.layout import TICKED, UNTICKED, Box

LEAST_CONFIDENCE: Final = 4.0
"""Of 100; what is less sure is dirt, or the drawing of something."""
_TALL: Final = frozenset("bdfhkltß|/()[]{}0123456789!?&@%§ÆØÅæABCDEFGHIJKLMNOPQRSTUVWXYZåéi")
_DEEP: Final = frozenset("gjpqyQ,;()[]{}|/@")
_LAST_LINES: Final = 2
"""Where a scan is of one page, nothing repeats, and its foot is among its last lines."""
_STARS: Final = frozenset("”“„\"'*«»")
"""Alone, and seen as any of these, it is the star of a label: Danish recognisers know no stars."""
_BOLD, _MOST = 1.18, 0.65
"""Strokes so much wider than usual are bold; shares of a line's letters."""
_UNEVEN: Final = 0.3
"""By so much words of one line seem to differ in size that don't."""
_X_HEIGHT, _CAP_HEIGHT, _DEPTH = 0.5, 0.68, 0.2
"""How high and deep letters are, in sizes of their font."""


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
        others=OtherLayouts(pages, layout),
        proposed=True,
    )


def foot_of(layout: Layout) -> FootMark | None:
    """What the foot of the pages says where its code can't be read; None unless all feet say the same.

    Its title is as it was recognised: it is one of our forms only if one bears that title in that version.
    """
    last = [line.text for line in layout.lines()][-_LAST_LINES:]
    feet = {
        (foot.title, foot.version, foot.case): foot
        for text in (*layout.furniture, *last)
        if (foot := parse_foot(text)) is not None
    }
    return next(iter(feet.values())) if len(feet) == 1 else None


def page_of(page: ReadablePage, words: Sequence[RecognisedWord]) -> Page:
    """The page with its words; a check box is a word, and both signs where it can't be told which it is."""
    image = page.image
    point = image.dpi / 72
    sure = [word for word in words if word.confidence >= LEAST_CONFIDENCE]
    letters = _page_words(sure)
    bold = _bold(_stroke_widths(image, letters), sure)
    signs = [PageWord(text=_sign(found), box=_as_letter(found.box)) for found in page.boxes]
    return Page(
        number=image.number,
        width=image.width / point,
        height=image.height / point,
        words=(*(replace(word, bold=n in bold) for n, word in enumerate(letters)), *signs),
        rulings=page.rulings,
        recognised=True,
    )


def _stroke_widths(image: PageImage, words: Sequence[PageWord]) -> list[float]:
    """How wide the strokes of each word are for its size, 1 for what is usual on the page."""
    dots, point = dark_dots(image), image.dpi / 72
    widths = []
    for word in words:
        x0, top, x1, bottom = (round(side * point) for side in word.box[1:])
        widths.append(dots.stroke_width(x0, top, x1, bottom) / word.size)
    usual = sorted(widths)[len(widths) // 2] if widths else 0.0
    return [width / usual if usual else 1.0 for width in widths]


def _bold(widths: Sequence[float], words: Sequence[RecognisedWord]) -> set[int]:
    """The numbers of the bold words. Where most of a line is, all of it is; where little is, none."""
    lines: dict[tuple[int, int, int], list[int]] = {}
    for n, word in enumerate(words):
        lines.setdefault(_line_of(word), []).append(n)
    bold: set[int] = set()
    for line in lines.values():
        wide = [n for n in line if widths[n] >= _BOLD]
        share = sum(len(words[n].text) for n in wide) / sum(len(words[n].text) for n in line)
        bold.update(line if share >= _MOST else () if share < 1 - _MOST else wide)
    return bold


def _sign(found: PictureBox) -> str:
    if found.ticked is None:
        return UNTICKED + TICKED
    return TICKED if found.ticked else UNTICKED


def _as_letter(box: Box) -> Box:
    """A check box stands on the base line, or a little below it."""
    size = box.bottom - box.top
    return box._replace(top=box.top - 0.1 * size, bottom=box.bottom + 0.1 * size)


def _page_words(words: Sequence[RecognisedWord]) -> list[PageWord]:
    """The words in boxes as high as their font, in the same order; those of one line are of one size.

    Ink alone is half as high in `on` as in `og` or `On`, and the height of a star or a dash says nothing:
    such signs stand where the nearest word does.
    """
    found: list[PageWord] = []
    for _, line in groupby(words, key=_line_of):
        own = [_page_word(word) for word in line]
        told = [word for word in own if any(map(str.isalnum, word.text))]
        sizes = sorted(word.size for word in told if len(word.text) > 1) or [word.size for word in told]
        usual = sizes[len(sizes) // 2] if sizes else 0.0
        for word in own:
            if not told:
                found.append(word)
            elif word in told:
                found.append(_of_size(word, usual) if abs(word.size - usual) <= _UNEVEN * usual else word)
            else:
                near = min(told, key=lambda one, at=word.box: abs(one.box.x1 - at.x0))  # type: ignore[misc]
                box = _of_size(near, usual).box
                found.append(replace(word, box=word.box._replace(top=box.top, bottom=box.bottom)))
    return found


def _line_of(word: RecognisedWord) -> tuple[int, int, int]:
    return word.block, word.paragraph, word.line


def _of_size(word: PageWord, size: float) -> PageWord:
    """The word in letters of that size, on the line it stands on."""
    base = word.box.bottom - DESCENT * word.size
    box = word.box._replace(top=base - (1 - DESCENT) * size, bottom=base + DESCENT * size)
    return replace(word, box=box)


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
        text=word.text, box=word.box._replace(top=base - (1 - DESCENT) * size, bottom=base + DESCENT * size)
    )
