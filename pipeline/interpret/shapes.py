"""Whether a text has the shape of an answer, and not of what parts two: a colon, a bar, a question."""

from __future__ import annotations

import re
from typing import Final

from pipeline.definitions import Field, Kind
from pipeline.interpret.ink import without_leaders
from pipeline.records.layout import TICKED, UNTICKED

_BEGINS_CUT: Final = re.compile(r"[:;,|]|(?:-|[._…]{3,})\s*\n")
_ENDS_CUT: Final = (";", "|")
_LABEL_LOST: Final = (": ", "| ", ":\t")
"""How a line within a text begins whose label is lost."""
_ASKS_ALONE: Final = re.compile(r"[^\n]{1,80}[:?]")
"""A text that is no more than a question: perhaps the next one of the form."""
_BARRED: Final = re.compile(r"[^\n|]*\w +\| +\w[^\n]*")
"""A line with a bar in it, as between a label and its answer."""
_LABELLED: Final = re.compile(r"\w[^\n]*[:?] +\S")
"""A short answer with a label or a question in it: `Version: 1`."""
_BOXED: Final = re.compile(rf"[{TICKED}{UNTICKED}]\s*\w[^{TICKED}{UNTICKED}\n]*(?:\n|$)")
"""A box with its words, where the field offers none."""
_VALUE_ALONE: Final = re.compile(
    r"(?i)(?:kr\.? ?)?\d[\d.]*(?:,\d\d|,-)?(?: ?kr\.?)?|\+?[\d ]{8,}|[^\s@]+@[^\s@]+"
    r"|\d{1,2}[./ -]{1,2}(?:\d{1,2}|[a-zæøå]+)[./ -]{1,2}\d{2,4}|\d{6}[- ]?\d{4}"
)
"""An amount, number, date, telephone or address of e-mail, where a text is asked for."""
_LINES: Final = 2
"""Of a short answer: more hold something else."""


def looks_cut_out(field: Field, raw: str) -> bool:
    """Whether a text answers more or less than its field asks, as far as its shape tells."""
    if field.kind is not Kind.TEXT:
        return False
    first, *below = raw.strip().split("\n")
    if _BEGINS_CUT.match(raw.strip()) or raw.rstrip().endswith(_ENDS_CUT):
        return True
    if any(line.lstrip().startswith(_LABEL_LOST) for line in below):
        return True
    if _ASKS_ALONE.fullmatch(without_leaders(raw)) or _BOXED.match(raw.strip()):
        return True
    if field.multiline and _VALUE_ALONE.fullmatch(raw.strip()):
        return True
    if field.multiline:
        return not below and _BARRED.fullmatch(first) is not None
    return len(below) >= _LINES or _LABELLED.match(first) is not None
