"""How labels, headings and answers look and lie in one document, as far as its own lines tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What is seen of a whole document before it is read."""

    bold_labels: bool = False
    """Labels that stand alone in their line are bold, so other such lines are answers."""
    bold_unmarked: bool = False
    """Those that end in no colon or question mark are."""
    bold_asks: bool = False
    """They are, and headings have a style of their own: a bold line is a label, known or not."""
    bold_in_cells: bool = False
    """Labels over their answers within a cell are bold, and their answers aren't."""
    faint_labels: bool = False
    """Labels that stand alone in their line are grey or in italics."""
    faint_before: bool = False
    """Labels with a colon are, before answers in plain type."""
    styled_labels: bool = False
    """Labels are printed in the style of headings."""
    label_signs: frozenset[str] = frozenset()
    """Those of `*` and `?` that labels which stand alone in their line end in."""
    dashed_labels: bool = False
    """A dash parts labels from their answers."""
    in_fields: bool = False
    """Answers that stand in lines of their own stand in form fields."""
    plain_headings: bool = True
    """Headings may look like any other line; else one that doesn't stand out is none."""
    labels_below: bool = False
    """Labels stand below their answers in the tables."""
    labels_over: bool = False
    """Labels stand over their answers within the cells, so that a cell answers no other one."""
