"""What lines and areas on a page are: rulings of tables, shades, check boxes, lines through words."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from pipeline.extract.words import PAPER, PageWord, Ruling, Shade
from pipeline.records.layout import TICKED, UNTICKED, Box

Corner: TypeAlias = tuple[float, float]

THIN: Final = 2.2
"""An area no wider than this is a line."""
_HAIR: Final = 0.05
_LEAST_BOX, _MOST_BOX = 4.0, 15.0
_RING: Final = (6.0, 40.0)
"""How high a ring round words is, at least and at most."""
_MOST_STROKES: Final = 6000
"""More lines than that on a page are a drawing, and say nothing of tables."""
_CROSSES: Final = frozenset("xX×✓✔✗✘☒vV")


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page, sorted by what it may be."""

    rulings: list[Ruling] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    squares: list[Shade] = field(default_factory=list)
    """Small upright squares with an outline."""
    slants: list[Shade] = field(default_factory=list)
    """What is drawn slantwise or filled, and small: ticks, crosses."""
    rings: list[Shade] = field(default_factory=list)
    """Round outlines with nothing painted in them, as high as a line of text."""

    @property
    def is_art(self) -> bool:
        return len(self.rulings) > _MOST_STROKES

    def add(
        self, corners: Sequence[Corner], *, weight: float, stroke: bool, fill: bool, light: float,
        line: float, curved: bool = False,
    ) -> None:  # fmt: skip
        """One path: `light` is the lightness of its area, `line` that of its outline, as far as painted."""
        if len(corners) < 2 or self.is_art:
            return
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        wide, high = x1 - x0, bottom - top
        stroke = stroke and line < PAPER
        if min(wide, high) <= THIN:
            if stroke or (fill and light < PAPER):
                self._thin(
                    x0, top, x1, bottom, weight if stroke and min(wide, high) < 0.1 else min(wide, high)
                )
            return
        small = wide <= _MOST_BOX and high <= _MOST_BOX
        empty = not fill or light >= PAPER
        if curved and stroke and empty and _RING[0] <= high <= _RING[1] and len(corners) > 7:
            self.rings.append(Shade(x0, top, x1, bottom, 1.0))
        upright = all(
            abs(a[0] - b[0]) < 0.3 or abs(a[1] - b[1]) < 0.3 for a, b in itertools.pairwise(corners)
        )
        if max(wide, high) <= 2 * _MOST_BOX and (curved or not upright):
            closed = abs(corners[0][0] - corners[-1][0]) + abs(corners[0][1] - corners[-1][1]) < 0.5
            if closed and stroke and len(corners) > 7 and _is_square(wide, high):
                self.squares.append(Shade(x0, top, x1, bottom, light if fill else 1.0))
            else:
                self.slants.append(Shade(x0, top, x1, bottom, 0.0))
            return
        area = Shade(x0, top, x1, bottom, light)
        if fill and not curved and light < PAPER and self.shades and _is_ring(self.shades[-1], area):
            self._ring(self.shades.pop(), area)
            return
        if small and stroke and _is_square(wide, high) and len(corners) >= 4:
            self.squares.append(Shade(x0, top, x1, bottom, light if fill else 1.0))
        elif small and fill and not stroke and light < 0.5:
            self.slants.append(area)
        if fill and not curved:
            self.shades.append(area)
        if stroke:
            for a, b in itertools.pairwise(corners):
                if abs(a[0] - b[0]) < 0.3 or abs(a[1] - b[1]) < 0.3:
                    self._thin(*_sorted(a, b), weight)

    def _ring(self, one: Shade, other: Shade) -> None:
        """The sides that one area leaves of another: a border, painted and not drawn."""
        x0, top = min(one.x0, other.x0), min(one.top, other.top)
        x1, bottom = max(one.x1, other.x1), max(one.bottom, other.bottom)
        if self.slants and self.slants[-1] is one:
            self.slants.pop()  # no filled square, but the first half of an outline
        if _is_square(x1 - x0, bottom - top):
            self.squares.append(Shade(x0, top, x1, bottom, 1.0))
            return
        sides = (
            (one.x0, other.x0, (x0, top, x0, bottom)),
            (one.x1, other.x1, (x1, top, x1, bottom)),
            (one.top, other.top, (x0, top, x1, top)),
            (one.bottom, other.bottom, (x0, bottom, x1, bottom)),
        )
        for a, b, place in sides:
            if abs(a - b) > _HAIR:
                self._thin(*place, abs(a - b))

    def _thin(self, x0: float, top: float, x1: float, bottom: float, weight: float) -> None:
        wide, high = x1 - x0, bottom - top
        if max(wide, high) <= THIN:
            return  # a dot, or the corner where two lines meet
        if wide >= high:
            middle = (top + bottom) / 2
            self.rulings.append(Ruling(x0, middle, x1, middle, weight))
        else:
            middle = (x0 + x1) / 2
            self.rulings.append(Ruling(middle, top, middle, bottom, weight))


def _is_ring(one: Shade, other: Shade) -> bool:
    """Whether two areas of one colour, one within the other, leave nothing but a line at their sides."""
    apart = [abs(a - b) for a, b in zip(one[:4], other[:4], strict=True)]
    outer, inner = (one, other) if one.bottom - one.top >= other.bottom - other.top else (other, one)
    within = outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.top <= inner.top
    return one.light == other.light and within and inner.bottom <= outer.bottom and _HAIR < max(apart) <= THIN


def _sorted(a: Corner, b: Corner) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _is_square(wide: float, high: float) -> bool:
    return _LEAST_BOX <= wide <= _MOST_BOX and _LEAST_BOX <= high <= _MOST_BOX and 0.7 <= wide / high <= 1.43


def merged(rulings: Iterable[Ruling], gap: float = 2.5) -> list[Ruling]:
    """The rulings with those that go on from one another as one: drawn cell by cell, dashed or dotted."""
    done: list[Ruling] = []
    for level in (True, False):
        rows: list[list[Ruling]] = []
        own = [one for one in rulings if one.level is level]
        for one in sorted(own, key=lambda r: (r.top, r.x0) if level else (r.x0, r.top)):
            at = one.top if level else one.x0
            if rows and at - (rows[-1][0].top if level else rows[-1][0].x0) <= 0.8:
                rows[-1].append(one)
            else:
                rows.append([one])
        for row in rows:
            done += _stretched(row, gap, level=level)
    return done


def _stretched(row: list[Ruling], gap: float, *, level: bool) -> Iterator[Ruling]:
    row.sort(key=lambda r: r.x0 if level else r.top)
    current = row[0]
    for one in row[1:]:
        if level and one.x0 <= current.x1 + gap:
            current = current._replace(x1=max(current.x1, one.x1), weight=max(current.weight, one.weight))
        elif not level and one.top <= current.bottom + gap:
            current = current._replace(
                bottom=max(current.bottom, one.bottom), weight=max(current.weight, one.weight)
            )
        else:
            yield current
            current = one
    yield current


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────


def without_text_lines(
    words: Sequence[PageWord], rulings: Sequence[Ruling]
) -> tuple[list[PageWord], list[Ruling]]:
    """The words, struck or underlined where a line runs through or below them; the rulings without those."""
    upright = [one for one in rulings if not one.level]
    found = [*words]
    kept = list(upright)
    by_top = sorted(range(len(words)), key=lambda n: words[n].box.top)
    tops = [words[n].box.top for n in by_top]
    for one in rulings:
        if not one.level:
            continue
        near = _near(words, by_top, tops, one)
        covered = sum(min(words[n].box.x1, one.x1) - max(words[n].box.x0, one.x0) for n in near)
        # Between the words it runs on, so blanks count as covered too.
        blanks = sum(words[n].size * 0.35 for n in near[1:])
        if any(one.meets(up, 1) for up in upright) or covered + blanks < 0.8 * (one.x1 - one.x0):
            kept.append(one)
            continue
        for n in near:
            box = words[n].box
            through = min(box.x1, one.x1) - max(box.x0, one.x0) >= 0.6 * (box.x1 - box.x0)
            height = (box.bottom - one.top) / words[n].size
            if through and 0.3 <= height <= 0.68:
                found[n] = replace(found[n], struck=True)
            elif through and height < 0.3:
                found[n] = replace(found[n], underlined=True)
    return found, kept


def _near(words: Sequence[PageWord], by_top: list[int], tops: list[float], one: Ruling) -> list[int]:
    """The words that a level line runs through or right under."""
    near = []
    for at in range(bisect_left(tops, one.top - 60.0), bisect_left(tops, one.top)):
        box = words[by_top[at]].box
        within = (
            box.top + 0.3 * (box.bottom - box.top) <= one.top <= box.bottom - 0.02 * (box.bottom - box.top)
        )
        if within and box.x0 < one.x1 and box.x1 > one.x0:
            near.append(by_top[at])
    return near


# ── check boxes ───────────────────────────────────────────────────────────────────────────────────────


def with_boxes(words: Sequence[PageWord], drawing: Drawing, page: int) -> tuple[list[PageWord], list[Ruling]]:
    """The words with each drawn check box as one of them, and the rulings without the boxes' sides."""
    squares = _alone([*drawing.squares, *_from_sides(drawing.rulings)])
    found, rulings = [*words], drawing.rulings
    for square in squares:
        inside = [word for word in found if _is_inside(word.box, square)]
        told = "".join(word.text for word in inside)
        if told and not (len(told) == 1 and told in _CROSSES):
            continue
        marked = bool(told) or square.light < 0.5 or any(_crosses(slant, square) for slant in drawing.slants)
        found = [word for word in found if word not in inside]
        size = max(square.bottom - square.top, 6.0)
        box = Box(page, square.x0, square.bottom - size, square.x1, square.bottom)
        found.append(PageWord(text=TICKED if marked else UNTICKED, box=box))
        rulings = [one for one in rulings if not _is_side(one, square)]
    return found, rulings


def _alone(squares: list[Shade]) -> list[Shade]:
    """The squares once each, without those that stand side by side: they are for single letters."""
    once: list[Shade] = []
    for square in squares:
        if not any(_overlap(square, other) for other in once):
            once.append(square)
    if len(once) > 400:
        return []
    return [
        one
        for one in once
        if not any(
            other is not one
            and abs(one.top - other.top) < 1.5
            and min(abs(one.x0 - other.x1), abs(one.x1 - other.x0)) < 1.5
            for other in once
        )
    ]


def _overlap(one: Shade, other: Shade) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 2 and high > 2


def _from_sides(rulings: Sequence[Ruling]) -> Iterator[Shade]:
    """Squares of four lines drawn on their own."""
    level = [one for one in rulings if one.level and _LEAST_BOX <= one.x1 - one.x0 <= _MOST_BOX]
    upright = [one for one in rulings if not one.level and _LEAST_BOX <= one.bottom - one.top <= _MOST_BOX]
    if len(level) > 400 or len(upright) > 400:
        return
    for above in level:
        for below in level:
            high = below.top - above.top
            if (
                not _is_square(above.x1 - above.x0, high)
                or abs(above.x0 - below.x0) + abs(above.x1 - below.x1) > 2
            ):
                continue
            sides = [
                one
                for one in upright
                if abs(one.top - above.top) < 1.5 and abs(one.bottom - below.top) < 1.5
                and min(abs(one.x0 - above.x0), abs(one.x0 - above.x1)) < 1.5
            ]  # fmt: skip
            if len({round(one.x0) for one in sides}) >= 2:
                yield Shade(above.x0, above.top, above.x1, below.top, 1.0)


def _is_inside(box: Box, square: Shade) -> bool:
    x, y = (box.x0 + box.x1) / 2, box.bottom - 0.45 * (box.bottom - box.top)
    return square.x0 - 1 < x < square.x1 + 1 and square.top - 1 < y < square.bottom + 1


def _crosses(slant: Shade, square: Shade) -> bool:
    x, y = (slant.x0 + slant.x1) / 2, (slant.top + slant.bottom) / 2
    large = max(slant.x1 - slant.x0, slant.bottom - slant.top) >= 0.4 * (square.x1 - square.x0)
    inside = square.x0 < x < square.x1 and square.top < y < square.bottom
    outline = slant.light >= 0.5
    return inside and large and not outline


def _is_side(one: Ruling, square: Shade) -> bool:
    return (
        square.x0 - 1.5 <= one.x0
        and one.x1 <= square.x1 + 1.5
        and square.top - 1.5 <= one.top
        and one.bottom <= square.bottom + 1.5
    )
