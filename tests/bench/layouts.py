"""Ways in which a form lies on the page. Each draws the lines of a group, or repeated rows; `LAYOUTS` names
the combinations.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench import fields, messages, rows, whole
from tests.bench import lines as drawn
from tests.bench.cases import Filled
from tests.bench.marks import COMMON, MARKS, WORD
from tests.bench.pen import Pen
from tests.bench.rows import Drawing, DrawRows
from tests.bench.sheet import Sheet, sheet_of

Body = Callable[[Sheet, Pen, Drawing], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`marks` are the ways of ticking it is used with; `combined` asks for several values at one label."""

    drawing: Drawing
    body: Body = whole.stacked
    marks: tuple[str, ...] = COMMON
    combined: bool = False
    prompts: bool = False

    def sheet(self, filled: Filled, dice: random.Random) -> Sheet:
        return sheet_of(filled, dice, combined=self.combined)

    def draw(self, sheet: Sheet, dice: random.Random) -> bytes:
        """The Word file."""
        pen = Pen(prompts=self.prompts, dice=dice, mark=dice.choice(self.marks), colons=dice.random() < 0.3)
        return whole.packed(self.body(sheet, pen, self.drawing), pen)


def _lines(lines: drawn.DrawLines, below: DrawRows = rows.header_table, **more: object) -> Layout:
    return Layout(drawing=Drawing(lines=lines, rows=below), **more)  # type: ignore[arg-type]


TWO = drawn.two_column
MIXED = tuple(
    Drawing(lines=lines, rows=below)
    for lines, below in (
        (TWO, rows.header_table),
        (TWO, rows.transposed),
        (drawn.four_column, rows.cards),
        (drawn.six_column, rows.shuffled_table),
        (drawn.label_above_in_cell, rows.header_table),
        (drawn.label_row_above, rows.plain_header_table),
        (drawn.colon_paragraphs, rows.cards),
        (drawn.colon_cells, rows.header_table),
        (drawn.tabbed, rows.plain_header_table),
        (drawn.label_paragraph, rows.cards),
        (drawn.options_in_cells, rows.matrix),
        (drawn.help_below_label, rows.header_table),
    )
)


def _mixed(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    if pen.mark not in MARKS:
        pen.mark = pen.dice.choice(("ballot", "check", "bracket"))
    return whole.mixed(sheet, pen, MIXED)


LAYOUTS: Mapping[str, Layout] = {
    "two-column": _lines(TWO),
    "one big table": _lines(TWO, rows.cards, body=whole.barred),
    "four-column": _lines(drawn.four_column),
    "six-column": _lines(drawn.six_column),
    "label above in cell": _lines(drawn.label_above_in_cell),
    "label row above": _lines(drawn.label_row_above),
    "paragraphs label: value": _lines(drawn.colon_paragraphs),
    "label: value in cells": _lines(drawn.colon_cells),
    "tabs": _lines(drawn.tabbed),
    "dots": _lines(drawn.dotted, marks=(WORD, "cross-after", "bracket")),
    "underscores": _lines(drawn.underscored, marks=(WORD, "line-after", "bracket")),
    "bold label paragraph": _lines(drawn.label_paragraph),
    "rows without header mark": _lines(TWO, rows.plain_header_table),
    "rows shuffled": _lines(TWO, rows.shuffled_table),
    "cards": _lines(TWO, rows.cards),
    "cards of paragraphs": _lines(drawn.colon_paragraphs, rows.cards),
    "transposed": _lines(TWO, rows.transposed),
    "matrix": _lines(TWO, rows.matrix),
    "numbered": _lines(drawn.numbered),
    "help in brackets": _lines(drawn.help_in_label),
    "help on second line": _lines(drawn.help_below_label),
    "help left in cell": _lines(drawn.help_in_value),
    "options in cells": _lines(drawn.options_in_cells, marks=("ballot", "check", "square")),
    "yes and no columns": _lines(drawn.yes_no_columns),
    "text boxes": _lines(drawn.boxed),
    "header and footer": _lines(TWO, body=whole.with_margins),
    "footnote": _lines(drawn.with_footnote, body=whole.stacked),
    "nested tables": _lines(drawn.nested),
    "legacy fields": _lines(fields.legacy),
    "foreign controls": _lines(fields.foreign_controls),
    "quoted mail": _lines(messages.quoted, rows.cards, marks=messages.IN_WORDS),
    "bulleted message": _lines(messages.bulleted, rows.cards, marks=messages.IN_WORDS),
    "starred questions": _lines(messages.starred, rows.cards, marks=messages.IN_WORDS),
    "dashes": _lines(messages.dashed, rows.cards, marks=messages.IN_WORDS),
    "coloured answers": _lines(messages.coloured, rows.cards, marks=(WORD,)),
    "exported": _lines(TWO, rows.cards, body=whole.exported, marks=(WORD, "bracket")),
    "one cell": _lines(messages.in_one_cell, rows.cards, marks=messages.IN_WORDS),
    "merged label cells": _lines(drawn.merged_labels),
    "several values at a label": _lines(TWO, combined=True),
    "several values in paragraphs": _lines(drawn.colon_paragraphs, combined=True),
    "prompts left": _lines(TWO, prompts=True),
    "prompts left, four-column": _lines(drawn.four_column, prompts=True),
    "mixed": _lines(TWO, body=_mixed),
    "mixed, several values": _lines(TWO, body=_mixed, combined=True),
    "letterhead": _lines(TWO, body=whole.with_letterhead),
    **{f"ticks {mark}": _lines(TWO, rows.cards, marks=(mark,)) for mark in MARKS},
    **{
        f"ticks {mark}, paragraphs": _lines(drawn.colon_paragraphs, rows.cards, marks=(mark,))
        for mark in MARKS
    },
}
