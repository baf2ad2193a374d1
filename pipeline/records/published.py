"""A report as it is put before people: sections of sentences, tables and bars, all of it fit to be
published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of text; the first column says what a row is about, the others are figures.

    `over` are headings above the others, each with the number of columns below it; `foot` is the total.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    over: tuple[tuple[str, int], ...] = ()
    words: bool = False
    """The other columns are words, and stand to the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar. `value` is None where the figure is hidden; `shown` is how it is written; `planned`: to
    come."""

    label: str
    value: int | None
    shown: str
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars on one scale, with a line at the `limit` where there is one."""

    caption: str
    bars: tuple[Bar, ...]
    limit: int = 0
    limit_label: str = ""

    @property
    def scale(self) -> int:
        """The value at which a bar is as long as there is room."""
        return max([1, self.limit, *(bar.value or 0 for bar in self.bars)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    title: str
    says: tuple[str, ...] = ()
    blocks: tuple[Table | Bars, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one programme and year. `day` is the day they were drawn up, as an ISO text."""

    programme: str
    municipality: str
    title: str
    year: int
    day: str
    lead: tuple[str, ...]
    privacy: str
    """What is hidden, and how to read that it is."""
    sections: tuple[ReportSection, ...]
    notes: tuple[str, ...]
