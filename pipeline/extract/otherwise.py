"""What stands on printed pages, laid out in other ways than at first sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.arrangement import Trusted, layout_of
from pipeline.extract.words import Page
from pipeline.records.layout import Layout

_OTHERWISE: Final = (
    Trusted(columns=False),
    Trusted(starts=False),
    Trusted(rulings=False),
    Trusted(breaks=False),
)


@dataclass(frozen=True, slots=True)
class OtherLayouts:
    """The other layouts that pages may have, each made when it is asked for, and none of them twice.

    Only geometry tells a layout here. Who knows what the words say can tell which of several is the right
    one.
    """

    pages: Sequence[Page]
    first: Layout

    def __iter__(self) -> Iterator[Layout]:
        told = [self.first]
        for trusted in _OTHERWISE:
            layout = layout_of(self.pages, trusted)
            if layout not in told:
                told.append(layout)
                yield layout
