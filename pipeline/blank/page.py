"""What all parts of one form share, and how much room its answers get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.blank.controls import Controls
from pipeline.blank.layout import WHOLE
from pipeline.blank.markup import Markup, Styles, paragraph, run
from pipeline.definitions import Field, Rows, get

TEXT_LINE = 244
"""A line of type in the size of answers, in twips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How high a line of the form is at least.

    `line` with an answer, `stacked` with labels above their answers, in twips; with a text, in lines of type:
    `short` up to a thousand characters, `more` for each further thousand.
    """

    line: int
    stacked: int
    short: int
    more: int

    def height(self, entry: Field) -> int:
        if not entry.multiline:
            return self.line
        return TEXT_LINE * (self.short + self.more * ((entry.max_length - 1) // 1000)) + 56


ROOMY = Density(line=454, stacked=600, short=3, more=2)
"""8 mm a line, as handwriting wants it."""
CROWDED = Density(line=369, stacked=530, short=2, more=1)
"""6.5 mm: for forms of several pages, which are mostly filled in on a screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the parts of a form are made with."""

    styles: Styles
    controls: Controls
    width: int
    data: Any
    density: Density = ROOMY
    counters: Mapping[str, int]
    """The list number of each group of cards, by its tag: the cards count themselves."""

    def at(self, edge: int) -> int:
        """Where an edge of the layout lies, in twips."""
        return self.width * edge // WHOLE

    def paragraph(self, style: str, content: Markup, properties: Markup = "") -> Markup:
        return paragraph(content, self.styles[style], properties)

    def star(self, entry: Field | Rows) -> Markup:
        return run("\u00a0*", self.styles["Skema stjerne"]) if entry.required or entry.needed else ""

    def value(self, entry: Field, item: str) -> Any:
        """What the data says of a field; `item` is the pointer of the row or card that holds it, or empty."""
        keys = entry.path[entry.path.index("*") + 1 :] if item else entry.path
        return get(self.data, f"{item}/{'/'.join(keys)}")
