"""Answers in bold below labels in plain type: read as if all of it were in plain type.

Else what somebody says in such an answer, `Vi har prøvet:`, would look like a label in bold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeGuard

from pipeline.interpret.ink import bare, is_bold
from pipeline.interpret.lines import BULLET, is_label
from pipeline.interpret.sheet import Sheet
from pipeline.records.layout import Block, TextLine

_SEVERAL: Final = 2
_LONGEST: Final = 120
"""Letters of a label."""
_FEW_WORDS: Final = 8
"""Of a heading."""


def with_plain_answers(sheet: Sheet, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with such answers in plain type, where several labels and nearly all have them."""
    pairs = [(above, below) for above, below in pairwise(blocks) if _is_label_alone(sheet, above)]
    answers = [
        _is_bold(below)
        for above, below in pairs
        if not _is_bold(above) and not _may_head(sheet, below) and not _is_label_alone(sheet, below)
    ]
    usual = sum(_is_bold(above) and not _is_bold(below) for above, below in pairs if _is_line(below))
    if sum(answers) < _SEVERAL or 5 * sum(answers) < 4 * len(answers) or 4 * usual > sum(answers):
        return blocks
    done: list[Block] = [*blocks[:1]]
    within = False
    for above, block, below in zip(blocks, blocks[1:], (*blocks[2:], None), strict=False):
        said = not _may_head(sheet, block) or _leads_on(block, below)
        within = _is_bold(block) and ((_is_line(above) and not _is_bold(above)) or within) and said
        done.append(replace(block, bold=()) if within and isinstance(block, TextLine) else block)
    return done


def _leads_on(block: Block, below: Block | None) -> bool:
    """Whether a line says what the bold one below it goes on with: `Vi har prøvet:`."""
    said = isinstance(block, TextLine) and block.text.rstrip().endswith(":")
    return said and below is not None and _is_bold(below)


def _is_label_alone(sheet: Sheet, block: Block) -> bool:
    """Whether a line is nothing but a label: no leader behind it, and no answer."""
    if not isinstance(block, TextLine) or block.level >= 0 or block.filled or len(block.text) > _LONGEST:
        return False
    alone = "\t" not in block.text and block.text.rstrip()[-1:] not in "._…"
    return alone and is_label(sheet.ask(block.text.strip()))


def _is_line(block: Block) -> TypeGuard[TextLine]:
    return isinstance(block, TextLine) and block.level < 0


def _is_bold(block: Block) -> bool:
    return _is_line(block) and is_bold(block)


def _may_head(sheet: Sheet, block: Block) -> bool:
    """Whether a line may be a heading: one that we know, or a few words in one that nobody knows."""
    if not isinstance(block, TextLine) or block.level >= 0 or sheet.heading(block.text) is not None:
        return True
    words = bare(block.text).strip()
    few = len(words.split()) <= _FEW_WORDS and words[-1:].isalnum() and words[:1].isupper()
    return few and BULLET.match(words) is None
