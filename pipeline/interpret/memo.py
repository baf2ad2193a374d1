"""What was found out once and is kept: forms print the same words again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST_KEPT: Final = 20_000
"""Then all is forgotten, so that a service that reads for months keeps no more than this of what it read."""


def kept(memo: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What was made for a key before, or is made now."""
    try:
        return memo[key]  # asked once: a key's hash is most of what asking costs
    except KeyError:
        if len(memo) >= _MOST_KEPT:
            memo.clear()
    made = memo[key] = make()
    return made
