"""How a figure is written, shown or hidden."""

from __future__ import annotations

from typing import Final

from pipeline import danish
from pipeline.figures.hide import FEW, Shown, is_small

SMALL: Final = f"under {FEW}"
HIDDEN: Final = "skjult"


def count_said(value: int, how: Shown) -> str:
    return {Shown.AS_IT_IS: danish.format_number(value), Shown.SMALL: SMALL}.get(how, HIDDEN)


def persons_said(value: float) -> str:
    """Full-year persons, with one decimal."""
    return f"{value:.1f}".replace(".", ",")


def children_said(value: int) -> str:
    return "ingen børn" if not value else f"{SMALL if is_small(value) else value} børn"


def within(name: str) -> str:
    """A name inside a sentence: `skoledistrikt`, but `BEKU-område`."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def kroner(amount: int) -> str:
    """An amount to stand inside a sentence that goes on."""
    return danish.format_money(amount)


def ended(sentence: str) -> str:
    """The sentence with one full stop, also where it ends in `kr.`."""
    return sentence if sentence.endswith(".") else f"{sentence}."
