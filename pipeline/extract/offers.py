"""Content that is stored more than once for programs of different age (`mc:AlternateContent`)."""

from __future__ import annotations

from typing import Final

from pipeline.xml import Element, qn

_CHOICE, _FALLBACK = qn("mc:Choice"), qn("mc:Fallback")
_WORDS_OWN: Final = (
    "http://schemas.microsoft.com/",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)


def shown_offer(alternatives: Element) -> Element | None:
    """The one that Word shows: the first it has all names of, else the one for every other program.

    Names that Word doesn't have are those of other makers; where all offers are theirs, the first is taken.
    """
    choices = alternatives.findall(_CHOICE)
    known = [choice for choice in choices if all(map(_is_words_own, _needed(choice)))]
    offers = [*known, *alternatives.findall(_FALLBACK), *choices]
    return offers[0] if offers else None


def _needed(choice: Element) -> list[str]:
    """The namespaces that a program must know to show a choice."""
    return [choice.nsmap.get(prefix) or "" for prefix in choice.get("Requires", "").split()]


def _is_words_own(namespace: str) -> bool:
    return namespace.startswith(_WORDS_OWN)
