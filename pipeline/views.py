"""What templates see: read-only values that know their Danish text and where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One printable value: the value itself, its Danish text, and where it came from.

    Prints as `text`; compares, orders and tests as `value`, so that a template may both show a date and
    ask whether an outcome is `'granted'`.
    """

    value: Any
    text: str
    origin: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        # Called by autoescape: without it a Leaf would be trusted as markup by some filters.
        return escape(self.text)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Leaf) else other))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < (other.value if isinstance(other, Leaf) else other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > (other.value if isinstance(other, Leaf) else other))

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Absent:
    """A field the form has and nobody filled in: false in a test, an error where it would be printed."""

    path: str

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Absent) or other is None

    def __hash__(self) -> int:
        return 0


class View:
    """A read-only tree of `Leaf`, `Absent`, `View` and tuples that templates walk with dots.

    An unknown name is an `AttributeError`, which a strict template turns into a failure naming it.
    """

    __slots__ = ("_children",)

    def __init__(self, children: Mapping[str, Any]) -> None:
        self._children = dict(children)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._children[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._children[name]

    def __bool__(self) -> bool:
        return any(self._children.values())


def leaves_of(view: View) -> Iterator[Leaf]:
    """Every leaf of the tree, those of repeated rows included."""
    waiting: list[Any] = [view]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Leaf):
            yield node
        elif isinstance(node, View):
            waiting.extend(node._children.values())
        elif isinstance(node, tuple):
            waiting.extend(node)
