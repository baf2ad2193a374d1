"""How light what is drawn or written is, and whether it has a colour."""

from __future__ import annotations

import re
from typing import Final

_COLOURFUL: Final = 0.25
"""How far apart the parts of what anybody calls a colour are."""
_RGB: Final = re.compile(r"[0-9A-Fa-f]{6}")


def lightness(color: object, space: str = "") -> float:
    """0 for black, 1 for white, by the parts of a colour and its space; black where that tells nothing."""
    try:
        parts = [float(part) for part in (color if isinstance(color, list | tuple) else (color,))]
    except (TypeError, ValueError):
        return 0.0
    if space in ("Separation", "DeviceN"):
        return 1 - min(1.0, max(parts))  # how much ink of each
    if space == "Lab":
        return parts[0] / 100
    if len(parts) == 3:
        return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]
    if len(parts) == 4:
        return max(0.0, 1 - 0.299 * parts[0] - 0.587 * parts[1] - 0.114 * parts[2] - parts[3])
    return parts[0] if len(parts) == 1 and space not in ("Indexed", "Pattern") else 0.0


def is_colourful(color: object) -> bool:
    """Whether red, green and blue (or cyan, magenta, yellow and black) make no black, grey or white."""
    if not isinstance(color, list | tuple) or len(color) not in (3, 4):
        return False
    try:
        return bool(max(color[:3]) - min(color[:3]) >= _COLOURFUL)
    except TypeError:
        return False


def rgb_of(code: str) -> tuple[float, ...]:
    """Red, green and blue of `RRGGBB`, each from 0 to 1; nothing of `auto` or anything else."""
    return tuple(part / 255 for part in bytes.fromhex(code)) if _RGB.fullmatch(code) else ()
