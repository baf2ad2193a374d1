"""How labels and headings look in one document: seen once before it is read, as a person leafs through it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

from pipeline import danish
from pipeline.interpret.appearance import Looks
from pipeline.interpret.dashes import labels_end_in_dashes
from pipeline.interpret.ink import FAINT, all_in, inked, is_bold
from pipeline.interpret.lines import ends_as_label, is_label, stands_out
from pipeline.interpret.meant import is_line
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.vocabulary import Fit
from pipeline.records.layout import Grid, Layout, TextLine

_SEVERAL: Final = 2
_LONGEST_TITLE: Final = 100
_FIELDS: Final = 5
"""Lines that are nothing but a form field, where all answers are such."""


def looks_of(sheet: Sheet, layout: Layout) -> Looks:
    """Which lines can be labels and headings in this document by their looks."""
    bold = _labels_are_bold(sheet, layout)
    return Looks(
        bold_labels=bold,
        bold_unmarked=bold or _labels_are_bold(sheet, layout, unmarked=True),
        bold_asks=bold and _bold_lines_ask(sheet, layout),
        bold_in_cells=_labels_are_bold_in_cells(sheet, layout),
        faint_labels=_labels_are_faint(sheet, layout),
        styled_labels=_labels_are_styled(sheet, layout),
        label_signs=_signs_of_labels(sheet, layout),
        in_fields=_answers_are_fields(layout),
        dashed_labels=labels_end_in_dashes(layout, sheet.ask),
        # How thick a letter is, a picture tells of some lines and not of others.
        plain_headings=sheet.guessed or _headings_are_plain(sheet, layout),
    )


def _answers_are_fields(layout: Layout) -> bool:
    """Whether several lines are nothing but a form field below a line that is none."""
    lines = [block for block in layout.blocks if isinstance(block, TextLine)]
    fields = sum(bool(below.filled) and not line.filled for line, below in pairwise(lines))
    return fields >= _FIELDS


def _labels_are_bold(sheet: Sheet, layout: Layout, *, unmarked: bool = False) -> bool:
    """Whether labels that stand alone in a line outside tables are bold here, or styled as headings.

    `unmarked`: only those that end in nothing that marks them.
    """
    alone = [
        block.level > 0 or is_bold(block)
        for block in layout.blocks
        if isinstance(block, TextLine)
        and (block.level < 0 or (block.level > 0 and sheet.heading(block.text) is None))
        and len(block.text) < 120
        and not (unmarked and ends_as_label(block.text))
        and is_label(sheet.ask(block.text))
    ]
    return len(alone) > 2 and 3 * sum(alone) > 2 * len(alone)


def _bold_lines_ask(sheet: Sheet, layout: Layout) -> bool:
    """Whether bold labels have their answers in the lines below them, and headings a style of their own."""
    lines = [line for line in layout.blocks if isinstance(line, TextLine) and not line.filled]
    headings = [one for one in lines if (found := sheet.heading(one.text)) is not None and found.exact]
    styled = sum(one.level > 0 for one in headings)
    bold = sum(is_bold(one) and not is_label(sheet.ask(one.text)) for one in headings if one.level < 0)
    answered = sum(
        is_line(above) and above.level < 0 and is_bold(above) and is_label(sheet.ask(above.text.strip()))
        for above, below in pairwise(layout.blocks)
        if is_line(below) and below.level < 0 and not is_bold(below)
    )
    return answered > _SEVERAL and styled > _SEVERAL and styled > 4 * bold


def _labels_are_bold_in_cells(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels that share their cells with their answers are bold here, and the answers aren't."""
    grids = (block for block in layout.blocks if isinstance(block, Grid))
    cells = (cell for grid in grids for row in grid.rows for cell in row.cells)
    stacks = ([line for line in cell.lines if line.text.strip()] for cell in cells)
    told = [
        (is_label(sheet.ask(line.text.strip())), is_bold(line))
        for stack in stacks
        for line in stack
        if len(stack) > 1 and len(line.text) < _LONGEST_TITLE
    ]
    labels = [bold for known, bold in told if known]
    plain = sum(not bold for known, bold in told if not known)
    return len(labels) > _SEVERAL and 5 * sum(labels) >= 4 * len(labels) and 2 * plain >= len(labels)


def _labels_are_faint(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels that stand alone in a line are grey or in italics here, and what follows them is not."""
    lines = [block for block in layout.blocks if isinstance(block, TextLine) and block.level < 0]
    alone = [
        all_in(FAINT, inked(line)) and not all_in(FAINT, inked(after))
        for line, after in pairwise(lines)
        if len(line.text) < _LONGEST_TITLE and is_label(sheet.ask(line.text))
    ]
    return len(alone) > _SEVERAL and 3 * sum(alone) > 2 * len(alone)


def _signs_of_labels(sheet: Sheet, layout: Layout) -> frozenset[str]:
    """The signs that several labels end in which stand alone in a line."""
    ends = Counter(
        block.text.rstrip()[-1:]
        for block in layout.blocks
        if isinstance(block, TextLine)
        and not block.filled
        and len(block.text) < _LONGEST_TITLE
        and is_label(sheet.ask(block.text))
    )
    return frozenset(sign for sign in "*?" if ends[sign] >= _SEVERAL)


def _labels_are_styled(sheet: Sheet, layout: Layout) -> bool:
    """Whether labels have the style of headings in this document: several that can be nothing else do."""
    styled = [
        block
        for block in layout.blocks
        if isinstance(block, TextLine)
        and block.level > 0
        and sheet.heading(block.text) is None
        and sheet.ask(block.text).fit is Fit.SURE
    ]
    return len(styled) > 1


def _headings_are_plain(sheet: Sheet, layout: Layout) -> bool:
    """Whether headings of this document may look like any other line: unless most stand out.

    The numbers of items (`Mål 2`) don't count: they often look otherwise than the headings above them.
    """
    headings = {
        danish.fold(block.text): stands_out(block)
        for block in layout.blocks
        if isinstance(block, TextLine)
        and not block.filled
        and len(block.text) < 120
        and (found := sheet.heading(block.text)) is not None
        and not found.item.isdigit()
        and (block.text.isupper() or not is_label(sheet.ask(block.text)))
    }
    styled = sum(headings.values())
    return styled < 3 or 5 * styled < 4 * len(headings)
