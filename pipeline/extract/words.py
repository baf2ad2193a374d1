"""What stands on a page before anybody knows what belongs together: words, rulings, shades.

Whatever gives words with their places can be laid out by `arrangement.layout_of`: a printed page, the fields
of a form, a recognised picture. Lengths are points from the upper left corner of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from pipeline.records.layout import Box

SAME_LINE: Final = 0.5
"""Two words stand on one line when they share this much of the lower one's height, …"""
SAME_BASE: Final = 0.35
"""… and their base lines are no further apart than this, in letter sizes."""
DESCENT: Final = 0.22
"""How much of a word's box is below its base line."""
WIDE_GAP: Final = 1.25
"""A gap of so many letter heights is no blank but a jump (`\\t`)."""
_LESS_WIDE: Final = 0.8
"""What parts a grey label from its answer may be less wide."""
_TYPED_SIZE: Final = 10.0
_STRETCHED: Final = 2.2
"""In a justified line all gaps are wide; one has to be so much wider than the others to be a jump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWord:
    """A word and its place. The height of the box is the size of its letters, descenders included.

    `filled` words were typed into the page. A `whole` one is all that stands in a form field, line breaks
    included; an empty text with `whole` is an empty field. `turned` ones run up or down the page, and are a
    whole line each. `underlined` ones have a line of their own below or round them.
    """

    text: str
    box: Box
    bold: bool = False
    faint: bool = False
    struck: bool = False
    underlined: bool = False
    coloured: bool = False
    filled: bool = False
    whole: bool = False
    turned: bool = False
    stood: Box | None = None
    """Where it stands on the page, once it has been moved to be read in its order."""

    @property
    def size(self) -> float:
        return self.box.x1 - self.box.x0 if self.turned else self.box.bottom - self.box.top

    @property
    def true(self) -> Box:
        """Where it stands on the page."""
        return self.stood or self.box

    def moved(self, *, right: float = 0.0, down: float = 0.0) -> PageWord:
        """The word to be read so many points further on, which stands where it does all the same."""
        return self.moved_to(
            self.box._replace(
                x0=self.box.x0 + right,
                top=self.box.top + down,
                x1=self.box.x1 + right,
                bottom=self.box.bottom + down,
            )
        )

    def moved_to(self, box: Box) -> PageWord:
        return replace(self, box=box, stood=self.true)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedWord:
    """A word a recogniser made out, how sure it is (0 to 100), and the box round its ink in points.

    `block`, `paragraph` and `line` number what it took for such.
    """

    text: str
    confidence: float
    box: Box
    block: int = 0
    paragraph: int = 0
    line: int = 0


class Ruling(NamedTuple):
    """A drawn line, level (`top == bottom`) or upright (`x0 == x1`), `weight` points thick."""

    x0: float
    top: float
    x1: float
    bottom: float
    weight: float = 0.5

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top

    def meets(self, upright: Ruling, near: float) -> bool:
        """Whether an upright line touches this level one, or comes as near as so many points."""
        beside = self.x0 - near <= upright.x0 <= self.x1 + near
        return beside and upright.top - near <= self.top <= upright.bottom + near


PAPER: Final = 0.97
"""Light of paper; a painted area is darker."""


class Shade(NamedTuple):
    """A painted area; `light` from 0 (black) to 1 (white)."""

    x0: float
    top: float
    x1: float
    bottom: float
    light: float

    @property
    def is_painted(self) -> bool:
        """Whether it is darker than paper."""
        return self.light < PAPER


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page: its number from 1, its size, and what stands on it in any order."""

    number: int
    width: float
    height: float
    words: tuple[PageWord, ...]
    rulings: tuple[Ruling, ...] = ()
    shades: tuple[Shade, ...] = ()
    picture: bool = False
    """A picture covers it, and next to no text stands on it."""
    recognised: bool = False
    """Its text lies unseen under or over a picture: somebody has had it recognised."""
    hidden: bool = False
    """Text that nobody sees was left out."""


Page: TypeAlias = PrintedPage


@dataclass(frozen=True, slots=True)
class WordLine:
    """The words of one line from left to right, within one cell, column or page."""

    words: tuple[PageWord, ...]

    @property
    def x0(self) -> float:
        return self.words[0].box.x0

    @property
    def x1(self) -> float:
        return max(word.box.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box.bottom for word in self.words)

    @property
    def page(self) -> int:
        return self.words[0].box.page

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes = sorted(word.size for word in self.words)
        return sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold; marks like `*` don't count."""
        told = [word for word in self.words if any(map(str.isalnum, word.text))]
        return bool(told) and all(word.bold for word in told)

    @property
    def faint(self) -> bool:
        return all(word.faint for word in self.words)


def typed_words(text: str, box: Box) -> list[PageWord]:
    """A text typed into a box on a page, as filled words: a line for each paragraph, from the top down.

    How the text is broken into lines within the box isn't told, so each paragraph is set as broad as the box.
    """
    paragraphs = [line.split() for line in text.splitlines() if line.strip()]
    words: list[PageWord] = []
    size = min(_TYPED_SIZE, (box.bottom - box.top) / max(len(paragraphs), 1) / 1.2)
    for n, paragraph in enumerate(paragraphs):
        letters = sum(map(len, paragraph)) + 0.5 * (len(paragraph) - 1)
        step = min(0.5 * size, (box.x1 - box.x0) / max(letters, 1))
        x, top = box.x0, box.top + 1.2 * size * n
        for word in paragraph:
            place = Box(box.page, x, top, x + step * len(word), top + size)
            words.append(PageWord(text=word, box=place, filled=True))
            x += step * (len(word) + 0.5)
    return words


def lines_of(words: Sequence[PageWord]) -> list[WordLine]:
    """The words in lines, from the top down. The words have to be of one page."""
    lines: list[list[PageWord]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda one: (one.box.top + one.box.bottom, one.box.x0)):
        top, bottom = word.box.top, word.box.bottom
        if spans and not word.turned and not lines[-1][0].turned:
            shared = min(bottom, spans[-1][1]) - max(top, spans[-1][0])
            high, other = bottom - top, spans[-1][1] - spans[-1][0]
            apart = abs((bottom - DESCENT * high) - (spans[-1][1] - DESCENT * other))
            if shared >= SAME_LINE * min(high, other) and apart <= SAME_BASE * max(high, other):
                lines[-1].append(word)
                continue
        lines.append([word])
        spans.append((top, bottom))
    return [WordLine(tuple(sorted(line, key=lambda one: one.box.x0))) for line in lines]


def is_jump(line: WordLine, at: int) -> bool:
    """Whether the gap before word number `at` is too wide for a blank, or parts two form fields."""
    words = line.words
    if words[at].whole and words[at - 1].whole:
        return True
    if words[at].text == ":" and not words[at].filled:
        return False  # it ends the label before it, however far it is set to the right
    gap = words[at].box.x0 - words[at - 1].box.x1
    size = max(words[at].size, words[at - 1].size)
    parted = _LESS_WIDE if words[at - 1].faint and not words[at].faint else WIDE_GAP
    if gap <= parted * size:
        return False
    others = sorted(words[n].box.x0 - words[n - 1].box.x1 for n in range(1, len(words)) if n != at)
    usual = others[(len(others) - 1) // 3] if len(others) > 2 else 0.0
    return usual <= 0 or gap > _STRETCHED * usual or usual > WIDE_GAP * size


def chunks_of(line: WordLine) -> list[WordLine]:
    """The line cut at its jumps."""
    chunks: list[list[PageWord]] = [[line.words[0]]]
    for at in range(1, len(line.words)):
        if is_jump(line, at):
            chunks.append([])
        chunks[-1].append(line.words[at])
    return [WordLine(tuple(chunk)) for chunk in chunks]
