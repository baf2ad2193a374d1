"""Names of sections that stand in a margin of their own, left of all that is asked and answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.extract.words import WordLine, chunks_of

_AIR: Final = 20.0
"""Points that a margin reaches out to the left of the text at least."""
_SAME: Final = 3.0
_LINES: Final = 5
"""Lines that begin where the text does, at least."""
_FEW: Final = 0.35
"""Of all lines of a page, no more have something in the margin."""
_LETTERS: Final = 3
_GAP: Final = 0.8
"""Between two lines of one name is no more air than that, in letter sizes."""


def with_names_in_margin_over(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines of a page with each name in its margin as a bold line before what stands beside it.

    Such names are in capitals; what stands at the margin and reaches into the text, a title or
    a footer, stays as it is, and so do tables that begin further left than the text of the page.
    """
    begins = Counter(round(line.x0 / _SAME) for line in lines)
    often, times = max(begins.items(), key=lambda one: one[1], default=(0, 0))
    body = min((line.x0 for line in lines if round(line.x0 / _SAME) == often), default=0.0)
    names = {n: name for n, line in enumerate(lines) if (name := _name_in(line, body)) is not None}
    beside = sum(len(names[n].words) < len(lines[n].words) for n in names)
    rows = sum(line.x0 <= body - _AIR and len(chunks_of(line)) > 1 for line in lines) - beside
    if times < _LINES or beside <= rows or len(names) > _FEW * len(lines):
        return [*lines]  # among rows that begin there too, what is in capitals is a cell of theirs
    done: list[WordLine] = []
    at, last = -1, None
    for n, line in enumerate(lines):
        if (name := names.get(n)) is None:
            done.append(line)
            continue
        if last is not None and name.top - last.bottom <= _GAP * name.size:
            done[at] = WordLine((*done[at].words, *name.words))  # the name goes on
        else:
            at = len(done)
            done.append(name)
        last = name
        if rest := line.words[len(name.words) :]:
            done.append(WordLine(rest))
    return done


def _name_in(line: WordLine, body: float) -> WordLine | None:
    """What a line has in the margin, in bold; None where it has nothing, or runs on into the text."""
    first = WordLine(tuple(word for word in line.words if word.box.x1 <= body - 1))
    rest = line.words[len(first.words) :]
    if not first.words or line.x0 > body - _AIR or line.words[0].turned:
        return None
    apart = not rest or abs(rest[0].box.x0 - body) <= _SAME or len(chunks_of(line)) > 1
    if not apart or not is_name_in_margin(first):
        return None
    return WordLine(tuple(replace(word, bold=True, faint=False) for word in first.words))


def is_name_in_margin(text: WordLine) -> bool:
    """Whether words look like the name of a section: in capitals, which labels in a margin are not."""
    told = sum(map(str.isalpha, text.text)) >= _LETTERS and not text.text.endswith((":", "."))
    return told and text.text.isupper()
