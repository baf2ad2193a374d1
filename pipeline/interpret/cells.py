"""The cells of a table, each seen by itself: only a label, a label with its answer, other text, nothing.

And what rows of one shape have in common, which tells more than any cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline import danish
from pipeline.interpret.helps import is_in_brackets
from pipeline.interpret.ink import BOLD, FAINT, FILLED, all_in, bare, has, inked, is_bold, without
from pipeline.interpret.sheet import LONGEST_CELL, Sheet
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.interpret.vocabulary import NOTHING, Fit, Named
from pipeline.records.layout import GridCell, Place, TextLine

_ASKS_IN_BOLD: Final = re.compile(
    rf"{BOLD[0]}[^{BOLD[0]}{BOLD[1]}]+(?:[:?]\s*{BOLD[1]}|{BOLD[1]}\s*:)[^{BOLD[0]}]*\w"
)
_ASKS_IN_GREY: Final = re.compile(
    rf"\W*{FAINT[0]}[^{FAINT[1]}]*\w[^{FAINT[1]}\w]*(?:[:?]\s*{FAINT[1]}|{FAINT[1]}\s*:)"
)
LABEL, BOTH, TEXT, EMPTY = "label", "both", "text", "empty"


@dataclass(slots=True, kw_only=True)
class CellView:
    """A cell with what it is by itself: only a label, a label with its answer, other text, nothing."""

    cell: GridCell
    kind: str
    label: str
    named: Named

    @property
    def lines(self) -> tuple[TextLine, ...]:
        return self.cell.lines

    @property
    def texts(self) -> list[str]:
        return [inked(line) for line in self.cell.lines]

    @property
    def place(self) -> Place:
        for line in self.cell.lines:
            return line.spot
        return Place()

    @property
    def is_bold(self) -> bool:
        return all(is_bold(line) for line in self.cell.lines if danish.clean_line(line.text))


CellViews = list[CellView]


def view_of(sheet: Sheet, cell: GridCell) -> CellView:
    """What a cell is by itself, where the reading stands now."""
    lines = [line for line in cell.lines if danish.clean_line(line.text)]
    filled = [line for line in cell.lines if line.filled]
    if not lines or (cell.continues and not lines):
        return CellView(cell=cell, kind=TEXT if filled else EMPTY, label="", named=NOTHING)
    first = inked(lines[0])
    if lines[0].filled and all(line.filled for line in lines) and not plain_of(without_filled(first)):
        return CellView(cell=cell, kind=TEXT, label="", named=NOTHING)
    # What is grey below the first line is help; the first one may be a label in grey.
    said = [
        line for line in lines if not line.filled and (line is lines[0] or not all_in(FAINT, inked(line)))
    ]
    said = [line for line in said if not sheet.is_printed(line.text)] or said or lines[:1]
    whole = " ".join(plain_of(inked(line)) for line in said)
    label = plain_of(first)
    asked = len(label) <= LONGEST_CELL and not lines[0].filled and not MARK.search(label)
    named = sheet.ask(label) if asked else NOTHING
    drawn = any(MARK.search(line.text) for line in lines)
    # `*Underskrevet*`, below it `Ja` in plain type, is a label with its answer.
    parted = all_in(BOLD, first) and not any(has(BOLD, inked(line)) for line in said[1:])
    if len(whole) <= LONGEST_CELL and not filled and not drawn and whole != label:
        together = sheet.ask(whole)
        told = together.fields and not together.item and (together.spelt or not parted)
        # `Deling med psykologen:`, below it `hvordan`, asks for something else than its first line.
        other = together.fit is not Fit.LOOSE and together.field not in (None, named.field)
        if told and (not named.fields or together.fit < named.fit or other):
            return CellView(cell=cell, kind=LABEL, label=whole, named=together)
    cut = sheet.cut(first) if named.fields and not named.spelt else []
    same = bool(cut) and cut[0].named.spelt and cut[0].named.fields == named.fields
    if same and bare(cut[0].value).strip() and not is_in_brackets(cut[0].value):
        # `Socialforvaltning: stilling: sagsbehandler` answers what its first words ask.
        return CellView(cell=cell, kind=BOTH, label=cut[0].label, named=cut[0].named)
    if named.fields:
        rest = [line for line in cell.lines if line is not lines[0]]
        only_help = all(is_aside(line) or sheet.is_printed(line.text) for line in rest)
        return CellView(cell=cell, kind=LABEL if only_help else BOTH, label=label, named=named)
    cut = sheet.cut(first)
    if cut and cut[0].named.fields and not sheet.lists_answers(whole):
        has_value = bare(cut[0].value).strip(" ._…") or len(cut) > 1 or filled
        kind = BOTH if has_value or len(lines) > 1 else LABEL
        return CellView(cell=cell, kind=kind, label=cut[0].label, named=cut[0].named)
    heading = sheet.heading(label) if len(lines) > 1 and len(label) <= LONGEST_CELL else None
    if heading is not None and heading.item and (cut := sheet.cut(inked(lines[1]))) and cut[0].named.fields:
        return CellView(cell=cell, kind=BOTH, label=label, named=NOTHING)  # a card: `Mor`, `Navn: Ida`
    return CellView(cell=cell, kind=TEXT, label=whole, named=NOTHING)


def with_answers(views: CellViews) -> CellViews:
    """The cells of a row; one that is worded like a label but answers the question beside it is text.

    Beside bold labels that have their answers in their cells, one that nobody knows has its own too.
    """
    if any(view.kind == BOTH and asks_in_bold(view) for view in views):
        for view in views:
            view.kind = BOTH if view.kind == TEXT and asks_in_bold(view) else view.kind
    for label, beside in pairwise(views):
        one = label.named.field
        asks = label.kind == LABEL and one is not None and offers(one) and one != beside.named.field
        if asks and one and beside.kind == LABEL and option_named(one, title_of(beside)) is not None:
            beside.kind, beside.label, beside.named = TEXT, "", NOTHING
    return views


def asks_in_bold(view: CellView) -> bool:
    """Whether a cell begins with a bold label, as `Fra:` is, and goes on in other type."""
    return _ASKS_IN_BOLD.match("\n".join(view.texts).lstrip()) is not None


def without_filled(text: str) -> str:
    return without(FILLED, text)


def plain_of(text: str) -> str:
    """What a text says without help in grey; a label in grey, as `Stilling:` may be, is none."""
    said = bare(text if _ASKS_IN_GREY.match(text) else without(FAINT, text)).strip()
    return said if any(map(str.isalnum, said)) else bare(text).strip()


def is_aside(line: TextLine) -> bool:
    """Help below a label: in grey or italics, or in brackets."""
    if line.filled:
        return False
    text = inked(line)
    plain = bare(text).strip()
    if not plain or all_in(FAINT, text):
        return True
    return plain[0] in "([<" and plain[-1] in ")]>" and not MARK.match(plain)


def title_of(view: CellView) -> str:
    """What a cell is called: its words, without help in grey below them."""
    said = [text for text in view.texts if not all_in(FAINT, text)] or view.texts
    return plain_of(" ".join(plain_of(text) for text in said))


Shape = tuple[int, ...]
Patterns = dict[Shape, list[Counter[str]]]
"""What stands at each place of the rows that have the same columns."""


def shape_of(views: Sequence[CellView]) -> Shape:
    return tuple(view.cell.column for view in views)


def patterns_of(rows: Sequence[CellViews]) -> Patterns:
    found: Patterns = {}
    for views in rows:
        places = found.setdefault(shape_of(views), [Counter() for _ in views])
        for place, view in zip(places, views, strict=True):
            place[view.kind] += 1
    return found


def in_pairs(views: Sequence[CellView], patterns: Patterns, start: int = 0) -> bool:
    """Whether rows of this shape are labels and answers by turns, from this cell on."""
    places = patterns[shape_of(views)][start:]
    if len(places) % 2:
        return False
    labels = sum(place[LABEL] for place in places[::2])
    other = sum(place[TEXT] for place in places[::2])
    wrong = sum(place[LABEL] + place[BOTH] for place in places[1::2])
    answers = sum(place[TEXT] + place[EMPTY] for place in places[1::2])
    return labels >= other and answers >= wrong and labels > 0


def spans(views: Sequence[CellView]) -> bool:
    return views[0].cell.span > 1
