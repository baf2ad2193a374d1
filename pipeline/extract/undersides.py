"""Labels printed below the fields they name, as on cards to be written on: each changes place with its field.

Whoever reads a page from the top down takes a label for that of the field after it. A page is only turned
where its fields say so: most of those with a label near them have it below, and closer than any field under
it; or fields and labels take turns, and no label is left over at the top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipeline.extract.acroform import Widget
from pipeline.extract.words import Page, PageWord, WordLine, chunks_of, lines_of
from pipeline.records.layout import Box

_NEAR: Final = 8.0
"""Points between a field and its label, …"""
_OVERLAP: Final = 2.0
"""… which may reach into it a little."""
_INDENT: Final = 6.0
"""A label begins where its field does, give or take so much."""
_NEARER: Final = 2.0
"""So much nearer to its own field than to the next one."""
_LEVEL: Final = 6.0
"""Points between the top of a field and that of a line beside it."""
_LEAST: Final = 3
_FEW: Final = 20
"""So many times as many labels below their fields as are left over at the top."""
_MOST: Final = 0.8
"""Of the fields with a label over or under them, so many have it below."""


_Labelled = dict[int, list[tuple[Widget, WordLine]]]


def labels_below(pages: Iterable[Page], by_page: Mapping[int, Sequence[Widget]]) -> _Labelled:
    """Each field with the label below it, by page; empty unless the form as a whole is made like that."""
    near: list[tuple[int, Widget, Sequence[Widget], list[WordLine]]] = []
    for page in pages:
        fields = [widget for widget in by_page.get(page.number, ()) if widget.checked is None]
        chunks = [chunk for line in lines_of(page.words) for chunk in chunks_of(line)]
        near += [(page.number, field, fields, chunks) for field in fields]
    return _by_distance(near) or _by_turns(near)


def _by_distance(near: Iterable[tuple[int, Widget, Sequence[Widget], list[WordLine]]]) -> _Labelled:
    """Where labels are nearer to the field above them than to the one below them."""
    found: _Labelled = {}
    below = over = 0
    for number, field, fields, chunks in near:
        under = next((chunk for chunk in chunks if _is_under(chunk, field, fields)), None)
        if under is not None:
            below += 1
            found.setdefault(number, []).append((field, under))
        elif any(_gap_over(chunk, field) is not None for chunk in chunks):
            over += 1
    return found if below >= _LEAST and below >= _MOST * (below + over) else {}


def _by_turns(near: Sequence[tuple[int, Widget, Sequence[Widget], list[WordLine]]]) -> _Labelled:
    """Where fields and labels take turns, however near: the first of them is a field, the last a label.

    So a heading stands over the first field, and over no field a label that none stands below.
    """
    looks = Counter(
        _look(chunk)
        for _, field, _, chunks in near
        for chunk in chunks
        if _gap_under(chunk, field) is not None or _gap_over(chunk, field) is not None
    )
    usual = max(looks, key=lambda look: looks[look], default=None)
    found: _Labelled = {}
    below = over = neither = 0
    for number, field, _, chunks in near:
        labels = [chunk for chunk in chunks if _look(chunk) == usual]
        under = next((chunk for chunk in labels if _gap_under(chunk, field) is not None), None)
        has_over = any(_gap_over(chunk, field) is not None for chunk in labels)
        below += under is not None and not has_over
        over += under is None and has_over
        neither += under is None and not has_over
        if under is not None:
            found.setdefault(number, []).append((field, under))
    # A page may end between a field and its label.
    told = below >= max(_LEAST, _FEW * over) and neither <= (1 - _MOST) * len(near)
    return found if told else {}


def _look(chunk: WordLine) -> tuple[bool, int]:
    return chunk.bold, round(chunk.size)


def changed_places(
    words: Sequence[PageWord], labelled: Sequence[tuple[Widget, WordLine]]
) -> tuple[list[PageWord], dict[int, Box]]:
    """The words with each such label over its field, and where the fields stand then, by `id`."""
    raised: dict[int, float] = {}
    lowered: dict[int, Box] = {}
    moving = {id(word) for _, label in labelled for word in label.words}
    staying = lines_of([word for word in words if id(word) not in moving])
    for field, label in labelled:
        # On the line of the question that has its boxes below it in the next column.
        level = (line.top for line in staying if abs(line.top - field.box.top) <= _LEVEL)
        top = next(level, field.box.top)
        raised |= {id(word): top - label.top for word in label.words}
        lowered[id(field)] = field.box._replace(top=label.top, bottom=label.bottom)
    return [_moved(word, raised.get(id(word), 0.0)) for word in words], lowered


def _is_under(chunk: WordLine, field: Widget, fields: Sequence[Widget]) -> bool:
    gap = _gap_under(chunk, field)
    if gap is None:
        return False
    others = (_gap_over(chunk, other) for other in fields if other is not field)
    return all(other is None or other >= gap + _NEARER for other in others)


def _gap_under(chunk: WordLine, field: Widget) -> float | None:
    """How far below a field a chunk stands, in points; None where it isn't near it."""
    return _gap(chunk, field, chunk.top - field.box.bottom)


def _gap_over(chunk: WordLine, field: Widget) -> float | None:
    return _gap(chunk, field, field.box.top - chunk.bottom)


def _gap(chunk: WordLine, field: Widget, gap: float) -> float | None:
    fits = abs(chunk.x0 - field.box.x0) <= _INDENT and any(map(str.isalpha, chunk.text))
    return gap if fits and -_OVERLAP <= gap <= _NEAR else None


def _moved(word: PageWord, by: float) -> PageWord:
    return word.moved(down=by) if by else word
