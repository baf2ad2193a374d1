"""What the styles of a Word file say of its paragraphs: which are headings, and how letters look in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from pipeline.wordml import WordFile, is_on, optional_part, relations, value_of
from pipeline.xml import Element, qn

TITLE_LEVEL: Final = 0
_BODY: Final = 10
"""The level of a style that says it is body text."""
_USUAL_LEVELS: Final = {"Title": TITLE_LEVEL, "Titel": TITLE_LEVEL} | {
    f"{name}{level}": level for name in ("Heading", "Overskrift") for level in range(1, 10)
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStyles:
    """The styles of a file, each by its id."""

    levels: Mapping[str, int]
    """Those of paragraphs that make a heading: 0 for the title, 1 to 9 for headings."""
    bold: frozenset[str] = frozenset()
    italic: frozenset[str] = frozenset()
    """Those whose letters are bold, or slanted, where a run says nothing of its own."""


def styles_of(word: WordFile) -> WordStyles:
    """The styles of a Word file; a style has what it says itself, or what the one says that it builds on.

    Headings are told by the style's name, which is English in every language of Word, and by its outline
    level.
    """
    targets = [item.target for item in relations(word.package, word.main) if item.kind == "styles"]
    root = optional_part(word.package, targets[0]) if targets else None
    if root is None:
        return WordStyles(levels=_USUAL_LEVELS)
    styles = {one.get(qn("w:styleId"), ""): one for one in root.iter(qn("w:style"))}
    base = {name: value_of(one.find(qn("w:basedOn"))) for name, one in styles.items()}
    paragraphs = [name for name, one in styles.items() if one.get(qn("w:type"), "paragraph") == "paragraph"]
    levels = _inherited({name: _own_level(styles[name]) for name in paragraphs}, base)
    bold, italic = (
        _inherited({name: _toggled(one, look) for name, one in styles.items()}, base)
        for look in ("w:b", "w:i")
    )
    return WordStyles(
        levels={name: level for name, level in levels.items() if level < _BODY},
        bold=frozenset(name for name, told in bold.items() if told),
        italic=frozenset(name for name, told in italic.items() if told),
    )


def _inherited(own: Mapping[str, T | None], base: Mapping[str, str]) -> dict[str, T]:
    """What each style says, or the nearest that it builds on; styles that build on each other say nothing."""
    found: dict[str, T | None] = {}
    for name in own:
        passed: dict[str, None] = {}
        step = name
        while step in own and own[step] is None and step not in found and step not in passed:
            passed[step] = None
            step = base[step]
        said = found[step] if step in found else own.get(step)
        found |= dict.fromkeys((name, *passed), said)
    return {name: said for name, said in found.items() if said is not None}


def _own_level(style: Element) -> int | None:
    name = value_of(style.find(qn("w:name"))).casefold()
    outline = value_of(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
    if name == "title":
        return TITLE_LEVEL
    if outline.isdecimal() and len(outline) < 3:
        return int(outline) + 1
    found = re.fullmatch(r"heading ([1-9])", name)
    return int(found[1]) if found else None


def _toggled(style: Element, look: str) -> bool | None:
    node = style.find(f"{qn('w:rPr')}/{qn(look)}")
    return None if node is None else is_on(node)
