"""Rules that a program has typed from side to side, `-----`, and breaks, `* * *`: they part two texts.

One right below a line that stands apart from all above it underlines a heading, and stays what shows that.
Any other says nothing. Short ones may be an answer, and lines to write on are others' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.habits import pitch
from pipeline.extract.paragraphs import is_break, is_typed_rule
from pipeline.extract.words import Ruling, WordLine, chunks_of

_APART: Final = 1.3
"""So much further than from its rule a heading stands from what is above it."""

_NO_END: Final = ".,;:"
"""No heading ends in one."""


def without_typed_rules(lines: Sequence[WordLine]) -> tuple[list[WordLine], list[Ruling]]:
    """The lines that say something or underline a heading, and all rules that are typed between them."""
    rules = [line for line in lines if is_typed_rule(line)]
    if not rules:
        return [*lines], []
    before = [None, *lines]
    useless = {
        id(rule)
        for n, (line, rule) in enumerate(pairwise(lines))
        if is_typed_rule(rule) and (is_break(rule) or not _is_underlined(before[n], line, rule))
    }
    useless |= {id(lines[0])} if is_typed_rule(lines[0]) else set()
    kept = [line for line in lines if id(line) not in useless]
    return kept, [Ruling(line.x0, y := (line.top + line.bottom) / 2, line.x1, y) for line in rules]


def parted(lines: Sequence[WordLine], rules: Sequence[Ruling]) -> list[list[WordLine]]:
    """The lines in stretches that no rule goes through: no table does either."""
    stretches: list[list[WordLine]] = [[]]
    above = 0
    for line in lines:
        passed = sum(one.top < line.bottom for one in rules)
        if passed > above:
            stretches.append([])
        above = passed
        stretches[-1].append(line)
    return stretches


def _is_underlined(above: WordLine | None, line: WordLine, rule: WordLine) -> bool:
    if is_typed_rule(line) or len(chunks_of(line)) > 1 or line.text[:1].islower() or line.text[-1] in _NO_END:
        return False
    apart = above is None or is_typed_rule(above) or pitch(above, line) > _APART * pitch(line, rule)
    return apart and abs(line.x0 - rule.x0) < line.size
