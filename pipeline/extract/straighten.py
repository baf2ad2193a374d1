"""Pages that were scanned askew, on their side or upside down, laid straight.

A few degrees are made good by moving rows and columns as wholes: two shears are a rotation as long as the
angle is small, and no dot has to be looked at by itself.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from pipeline.extract.scan import PageImage

_LEAST: Final = 0.08
"""Less than that is left as it is: a dot or two over the width of a page."""
_CLEARLY: Final = 1.02
"""A page that looks as good as it lies is left alone."""
_STRIPS: Final = 32
_EVERY: Final = 3
"""So many dots of a row and rows of a page stand for one when the angle is sought."""
_INK: Final = 128
_PAPER: Final = b"\xff"


def turned(page: PageImage, degrees: int) -> PageImage:
    """The page turned clockwise by a multiple of 90 degrees."""
    if degrees % 360 == 180:
        return replace(page, grey=page.grey[::-1])
    if degrees % 180 == 90:
        backwards = degrees % 360 == 90
        columns = range(page.width) if backwards else range(page.width - 1, -1, -1)
        rows = (page.grey[column :: page.width] for column in columns)
        grey = b"".join(row[::-1] for row in rows) if backwards else b"".join(rows)
        return replace(page, width=page.height, height=page.width, grey=grey)
    return page


def straightened(page: PageImage) -> PageImage:
    """The page with its lines of text level; what is turned out of it is lost, which is paper only."""
    angle = skew(page)
    if abs(angle) < _LEAST:
        return page
    slope = -math.tan(math.radians(angle))
    level = _sheared(page.grey, page.width, slope)
    columns = b"".join(level[column :: page.width] for column in range(page.width))
    upright = _sheared(columns, page.height, -slope)
    grey = b"".join(upright[row :: page.height] for row in range(page.height))
    return replace(page, grey=grey)


def skew(page: PageImage) -> float:
    """By how many degrees lines of text climb to the left, negative when to the right; 0 where nothing tells.

    The page is cut into upright strips; at the right angle the dark rows of all strips fall together.
    """
    profiles = _profiles(page)
    if not any(map(any, profiles)):
        return 0.0
    coarse = max((step / 4 for step in range(-20, 21)), key=lambda angle: _sharpness(profiles, page, angle))
    fine = (coarse + step / 20 for step in range(-5, 6))
    best = max(fine, key=lambda angle: (_sharpness(profiles, page, angle), -abs(angle)))
    clear = _sharpness(profiles, page, best) > _CLEARLY * _sharpness(profiles, page, 0.0)
    return best if clear else 0.0


def _profiles(page: PageImage) -> list[list[int]]:
    """For each strip how many dots of each row are dark."""
    table = bytes(tone < _INK for tone in range(256))
    rows = [
        page.grey[row * page.width : (row + 1) * page.width : _EVERY].translate(table)
        for row in range(0, page.height, _EVERY)
    ]
    wide = max(1, len(rows[0]) // _STRIPS)
    return [[row.count(1, at, at + wide) for row in rows] for at in range(0, len(rows[0]), wide)]


def _sharpness(profiles: list[list[int]], page: PageImage, angle: float) -> int:
    """How unevenly ink is spread over the rows when each strip is moved as the angle says."""
    step = math.tan(math.radians(angle)) * page.width / _EVERY / len(profiles)
    margin = int(abs(step) * len(profiles)) + 1
    size = len(profiles[0])
    padded = [[0] * margin + profile + [0] * margin for profile in profiles]
    starts = [margin - round(step * (n - len(profiles) / 2)) for n in range(len(profiles))]
    moved = [profile[start : start + size] for profile, start in zip(padded, starts, strict=True)]
    return sum(total * total for total in map(sum, zip(*moved, strict=False)))


def _sheared(grey: bytes, width: int, slope: float) -> bytes:
    """Each row moved to the right by `slope` times its distance from the middle row, paper let in."""
    height = len(grey) // width
    rows = []
    for row in range(height):
        dots = grey[row * width : (row + 1) * width]
        by = round(slope * (row - height / 2))
        if by > 0:
            by = min(by, width)
            dots = _PAPER * by + dots[: width - by]
        elif by < 0:
            by = max(by, -width)
            dots = dots[-by:] + _PAPER * -by
        rows.append(dots)
    return b"".join(rows)
