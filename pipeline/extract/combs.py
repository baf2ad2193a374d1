"""Rows of small boxes for one letter each, with air between groups of them: `[1][8] [0][6] [2][0][2][6]`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.drawn import clusters
from pipeline.extract.words import PageWord, Ruling

_NARROW, _WIDE = 6.0, 26.0
_LOW, _HIGH = 8.0, 30.0
_NEAR: Final = 1.5
_LEAST: Final = 4
_ALIKE: Final = 1.25
"""How much wider one box of a row may be than another."""
_AIR: Final = 1.2
"""Groups stand no further apart than so many boxes are wide."""
_MOST: Final = 2_000
"""Upright lines; more are no form's."""
_CROSSES: Final = frozenset("xX×✓✔☒ ")
_DATES: Final = frozenset([(2, 2, 4), (2, 2, 2), (4, 2, 2)])


@dataclass(slots=True)
class _Comb:
    """One row of boxes: the left and right side of each, group by group."""

    top: float
    bottom: float
    groups: list[list[tuple[float, float]]]

    @property
    def x0(self) -> float:
        return self.groups[0][0][0]

    @property
    def x1(self) -> float:
        return self.groups[-1][-1][1]

    @property
    def boxes(self) -> list[tuple[float, float]]:
        return [box for group in self.groups for box in group]


def without_combs(
    words: Sequence[PageWord], rulings: Sequence[Ruling]
) -> tuple[list[PageWord], list[Ruling]]:
    """The words with what stands in such a row as one of them, and the rulings without its boxes.

    Not those that are part of a ruled table, nor blank ones, nor a scale to set a cross on.
    """
    found, kept = [*words], [*rulings]
    for comb in _combs(rulings):
        inside = [word for word in found if word.text and _lies_in(word, comb)]
        text = _text_in(comb, inside)
        if not text or set(text) <= _CROSSES:
            continue
        first = inside[0]
        box = first.box._replace(x0=comb.x0, x1=comb.x1)
        found = [word for word in found if not any(word is one for one in inside)]
        found.append(PageWord(text=text, box=box, bold=first.bold, faint=first.faint))
        kept = [one for one in kept if not _is_of(one, comb)]
    return found, kept


def _combs(rulings: Sequence[Ruling]) -> Iterator[_Comb]:
    level = [one for one in rulings if one.level]
    upright = [one for one in rulings if not one.level and _LOW <= one.bottom - one.top <= _HIGH]
    if len(upright) > _MOST:
        return
    upright.sort(key=lambda one: (round(one.top), round(one.bottom)))
    rows: list[list[Ruling]] = []
    for one in upright:
        last = rows[-1][0] if rows else None
        if last and abs(one.top - last.top) <= _NEAR and abs(one.bottom - last.bottom) <= _NEAR:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        top, bottom = row[0].top, row[0].bottom
        over = [one for one in level if abs(one.top - top) <= _NEAR]
        groups: list[list[tuple[float, float]]] = []
        for x0, x1 in itertools.pairwise(clusters([one.x0 for one in row], _NEAR)):
            drawn = any(one.x0 <= x0 + _NEAR and one.x1 >= x1 - _NEAR for one in over)
            if not drawn or not _NARROW <= x1 - x0 <= _WIDE:
                continue
            last_x1 = groups[-1][-1][1] if groups else 0.0
            if groups and x0 - last_x1 <= _NEAR:
                groups[-1].append((x0, x1))
            else:
                groups.append([(x0, x1)])
        for comb in _together(top, bottom, groups):
            stands_alone = not any(
                one.x0 < comb.x1
                and one.x1 > comb.x0
                and (one.x0 < comb.x0 - _WIDE / 2 or one.x1 > comb.x1 + _WIDE / 2)
                for one in over
            )
            if stands_alone and len(comb.boxes) >= _LEAST and _are_alike(comb.boxes):
                yield comb


def _together(top: float, bottom: float, groups: Sequence[list[tuple[float, float]]]) -> list[_Comb]:
    """Groups of boxes with no more than a box between them, as one row each."""
    combs: list[_Comb] = []
    for group in groups:
        wide = group[0][1] - group[0][0]
        if combs and group[0][0] - combs[-1].x1 <= _AIR * wide:
            combs[-1].groups.append(group)
        else:
            combs.append(_Comb(top, bottom, [group]))
    return combs


def _are_alike(boxes: Sequence[tuple[float, float]]) -> bool:
    wide = [x1 - x0 for x0, x1 in boxes]
    return max(wide) <= _ALIKE * min(wide)


def _lies_in(word: PageWord, comb: _Comb) -> bool:
    middle = (word.box.top + word.box.bottom) / 2
    return (
        comb.x0 - _NEAR <= word.box.x0 and word.box.x1 <= comb.x1 + _NEAR and comb.top < middle < comb.bottom
    )


def _text_in(comb: _Comb, words: Sequence[PageWord]) -> str:
    """What the boxes say, with what parts their groups; nothing where a box holds several letters."""
    letters: dict[int, str] = {}
    signs: dict[int, str] = {}
    boxes = comb.boxes
    for word in words:
        wide = (word.box.x1 - word.box.x0) / len(word.text)
        for n, letter in enumerate(word.text):
            x = word.box.x0 + (n + 0.5) * wide
            at = next((n for n, (x0, x1) in enumerate(boxes) if x0 <= x < x1), None)
            if at is None:
                signs[sum(x1 <= x for _, x1 in boxes)] = letter
            elif at in letters:
                return ""
            else:
                letters[at] = letter
    said, at = [], 0
    for group in comb.groups:
        said.append("".join(letters.get(n, " ") for n in range(at, at + len(group))))
        at += len(group)
    dated = tuple(len(one) for one in said) in _DATES and all(one.isdigit() for one in said)
    text, at = said[0], len(comb.groups[0])
    for group, one in zip(comb.groups[1:], said[1:], strict=True):
        text += signs.get(at, "-" if dated else " ") + one
        at += len(group)
    return text.strip(" -")


def _is_of(one: Ruling, comb: _Comb) -> bool:
    within = comb.x0 - _NEAR <= one.x0 and one.x1 <= comb.x1 + _NEAR
    return within and comb.top - _NEAR <= one.top and one.bottom <= comb.bottom + _NEAR
