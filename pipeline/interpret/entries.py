"""What was met while a document was read: labels with what stands under them, and text that has no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Kind
from pipeline.interpret.ink import FAINT, all_in, bare
from pipeline.interpret.vocabulary import Fit
from pipeline.records.layout import Place

_SEVERAL: Final = 3


@dataclass(slots=True, kw_only=True)
class Entry:
    """A label that names a field, and the inked texts that stand under it."""

    field: Field
    item: tuple[int, ...]
    label: str
    fit: Fit
    place: Place
    texts: list[str] = default(default_factory=list)
    swallowed: list[tuple[str, str, Place]] = default(default_factory=list)
    """Lines that went into it though they could be labels of their own, with what stands behind them."""
    asked_within: list[tuple[str, str, Place]] = default(default_factory=list)
    """Lines of it that may be the form's next questions with their answers."""
    paragraphs: int = 0
    """How many paragraphs of a flow went into it; 0 where a cell bounds it."""
    heads: bool = False
    """Its label stands alone above what answers it."""
    on_line: bool = False
    """A line to write on stands behind its label, and nothing on it."""
    plain: bool = False
    """Its label doesn't stand out as the other ones that stand alone do."""
    by_field: bool = False
    """One form field below the label holds the whole answer."""
    may_go_on: bool = False
    """Text that stands right behind it, or that a page break parts from it, may be its rest."""
    may_hold_label: bool = False
    """Its last line may be another question, in words nobody knows and without an answer."""
    echoes: list[Field] = default(default_factory=list)
    """Fields whose labels are lines of it: its own words, if those were asked elsewhere."""
    joined: tuple[Entry, ...] = ()
    """The entries that share with this one what stands under their one label, this one the last of them."""

    @property
    def raw(self) -> str:
        return "\n".join(bare(text).strip() for text in self.texts).strip("\n")

    @property
    def ended(self) -> bool:
        """Whether its text has come to the end of a sentence."""
        return self.raw.endswith((".", "!", "?", "»", '"'))

    @property
    def said(self) -> bool:
        return not danish.is_empty_text(self.raw.strip(" :"))


@dataclass(slots=True, kw_only=True)
class Unplaced:
    """Text whose field nobody knows: behind a label that is none of the form's, or without any.

    `fields` are those it may belong to.
    """

    label: str
    texts: list[str]
    place: Place
    fields: tuple[Field, ...] = ()
    in_row: bool = False
    """It stands in a column of a list, and nobody can say in which row."""

    @property
    def raw(self) -> str:
        return "\n".join(bare(text).strip(" \t_…") for text in self.texts).strip("\n")


def takes_lines(one: Field) -> bool:
    """Whether an answer may go on over several paragraphs: prose, and lists of boxes."""
    return one.multiline or one.kind is Kind.CHOICES


def filled_in_grey(entries: Sequence[Entry]) -> bool:
    """Whether nearly all answers are grey or in italics, so that help can't be told by that."""
    grey, said = _grey_ones(entries)
    return grey >= _SEVERAL and 5 * grey >= 4 * said


def seldom_grey(entries: Sequence[Entry]) -> bool:
    """Whether most answers are in other type than grey or italics, so that one that is may be help."""
    grey, said = _grey_ones(entries)
    return 2 * grey <= said


def _grey_ones(entries: Sequence[Entry]) -> tuple[int, int]:
    """How many answers are all grey or in italics, and of how many."""
    said = [entry for entry in entries if entry.said]
    return sum(all(all_in(FAINT, text) for text in entry.texts) for entry in said), len(said)
