"""The repeated items of a document's lists: which there are, what told them apart, which is being read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import field as default
from typing import Final

from pipeline.definitions import Path, Rows
from pipeline.interpret.vocabulary import Heading

_MOST_MISSED: Final = 3
"""Items whose headings were not met, at most, before one with a number: a higher number is no item's."""


@dataclass(slots=True, kw_only=True)
class ListItem:
    """One of several repeated items: what tells it, and which of its labels were met."""

    name: str = ""
    by_heading: bool = False
    by_row: bool = False
    """It is a row of a table."""
    seen: dict[Path, None] = default(default_factory=dict)
    """In the order they were met."""

    def asks_anew(self, path: Path, *, at_line: bool) -> bool:
        """Whether a question that was met already begins the next item.

        Under a heading only the first one does, where others were met or begin in its line.
        """
        first = next(iter(self.seen), None)
        begins = path == first and not self.name and (at_line or len(self.seen) > 1)
        return path in self.seen and (not self.by_heading or begins)


@dataclass(slots=True, kw_only=True)
class Items:
    """The items of every list as far as they were met, and which of each is being read."""

    lists: dict[Path, list[ListItem]] = default(default_factory=dict)
    current: dict[Path, int] = default(default_factory=dict)
    at_line: bool = False
    """What is read begins a line in which several things are asked, …"""
    counted: bool = False
    """… or that begins with a number: `2) Mål: Læse bedre`."""
    card: Heading | None = None
    """The heading of the last item that one was met of."""

    def of(self, rows: Rows) -> list[ListItem]:
        return self.lists.setdefault(rows.path, [])

    def number(self, rows: Rows) -> int:
        """That of the item that is being read, from 0."""
        return self.current.get(rows.path, 0)

    def begin(self, rows: Rows, name: str) -> int:
        """The item that a heading or label names (`Mor`, `2`), or that a heading without a name begins."""
        items = self.of(rows)
        known = next((n for n, item in enumerate(items) if name and item.name == name), None)
        if known is not None:
            self.current[rows.path] = known
            return known
        if name.isdigit() and self._numbered(rows, int(name)):
            return self.number(rows)
        if name and any(item.name.isdigit() for item in items):
            return self.number(rows)  # `Mor` below `Forælder 1` tells who that is
        last = items[-1] if items else None
        if last is not None and not last.seen and last.by_heading and not last.name:
            last.name = name  # `Forældre`, then `Forælder 1`
        elif name or last is None or (last.seen and not (last.by_heading and last.name)):
            # Where items are told by name a heading without one begins no other: `Forælderens samtykke`.
            items.append(ListItem(name=name, by_heading=True))
        self.current[rows.path] = len(items) - 1
        return len(items) - 1

    def begin_party(self, rows: Rows, name: str, path: Path | None = None) -> int:
        """The item of one who takes part; the one being read, if it is theirs and was not asked this yet."""
        items = self.of(rows)
        here = items[self.number(rows)] if items else None
        if here is not None and here.name == name and (path not in here.seen if path else not here.seen):
            return self.number(rows)
        if here is not None and here is items[-1] and not here.seen and not here.name and here.by_heading:
            here.name = name  # `Underskrifter`, then `Skoleleder`
        else:
            items.append(ListItem(name=name, by_heading=True))
        self.current[rows.path] = len(items) - 1
        return len(items) - 1

    def _numbered(self, rows: Rows, number: int) -> bool:
        """Goes on with the item of a number, where one comes to stand: the numbers that people gave hold."""
        items = self.of(rows)
        if not 0 < number <= len(items) + _MOST_MISSED or (number <= len(items) and items[number - 1].name):
            return False
        self.reach(rows, number - 1)
        items[number - 1].name, items[number - 1].by_heading = str(number), True
        self.current[rows.path] = number - 1
        return True

    def in_doubt(self, rows: Rows, answered: Collection[int]) -> bool:
        """Whether answers may be another item's: one before them was not met, or they were told in two ways.

        Some by the number or heading of a card, say, and others by a row or by a question asked again.
        """
        items = self.of(rows)
        met = [items[n] for n in answered if n < len(items)]
        ways = {"row" if item.by_row else "name" if item.name else "asked again" for item in met}
        before = items[: max(answered, default=0)]
        return len(ways) > 1 or any(not (item.seen or item.by_row or item.name) for item in before)

    def is_next(self, rows: Rows, number: str) -> bool:
        """Whether the item of this number follows the last one of a list, or is the first of all."""
        met = [item for item in self.of(rows) if item.name or item.seen]
        if not met:
            return int(number) == 1
        return met[-1].name.isdigit() and int(met[-1].name) + 1 == int(number)

    def next_row(self, rows: Rows) -> int:
        """A new item of a list, for the next row of its table."""
        items = self.of(rows)
        if items and items[-1].by_heading and not items[-1].seen and not items[-1].name:
            items[-1].by_heading, items[-1].by_row = False, True
        else:
            items.append(ListItem(by_row=True))
        self.current[rows.path] = len(items) - 1
        return len(items) - 1

    def reach(self, rows: Rows, number: int) -> None:
        """Makes sure that there is an item of this number."""
        items = self.of(rows)
        items += [ListItem() for _ in range(len(items), number + 1)]

    def side_by_side(self, rows: Rows, path: Path, count: int) -> int:
        """The first of so many items beside each other: the last ones, unless those were asked this."""
        items = self.of(rows)
        before = items[-count:] if len(items) >= count else []
        if before and not any(path in item.seen for item in before):
            return len(items) - count
        blank = len(items) == 1 and not items[0].seen and not items[0].name  # the heading over all of them
        return 0 if blank else len(items)

    def next_unit(self, rows: Rows, asked: set[Path]) -> None:
        """A table begins that asks these: if the item before was asked one of them, it is the next item's.

        Not so below the heading of one item (`Forælder 1`): the next one has a heading too.
        """
        items = self.of(rows)
        if items and not self.in_card(rows) and asked & items[self.number(rows)].seen.keys():
            items.append(ListItem())
            self.current[rows.path] = len(items) - 1

    def asked(self, rows: Rows, path: Path) -> int:
        """The item whose question a label is, where nothing names it; notes that it was asked."""
        items = self.of(rows)
        if not items or items[self.number(rows)].asks_anew(path, at_line=self.at_line):
            items.append(ListItem())
            self.current[rows.path] = len(items) - 1
        return self.note(rows, path, self.number(rows))

    def note(self, rows: Rows, path: Path, number: int) -> int:
        """Goes on with the item of this number, which is asked something."""
        self.reach(rows, number)
        self.current[rows.path] = number
        self.of(rows)[number].seen[path] = None
        return number

    def in_card(self, rows: Rows) -> bool:
        """Whether the item that is being read stands under a heading of its own: `Mål 2`."""
        items = self.of(rows)
        return bool(items) and items[self.number(rows)].by_heading and bool(items[self.number(rows)].name)

    def asks_another(self, rows: Rows, path: Path, name: str) -> bool:
        """Whether the item that is being read has been asked this already, and under another name."""
        item = self.of(rows)[self.number(rows)]
        return path in item.seen and item.name != name
