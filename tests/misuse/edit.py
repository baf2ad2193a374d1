"""What people and programs do to a filled form, as edits of its XML.

Each edit gets the body and one control with its value and says what may come of it: the same data as before
(SAME), nothing but a finding (FINDING), or other data that is what a reader sees too (VISIBLE).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.xml import Element, parse, qn

SAME = object()
FINDING = object()
VISIBLE = object()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

Edit = Callable[[Element, Element], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misuse:
    """An edit, the kinds of control it is for, and whether it is none of anybody's concern."""

    name: str
    edit: Edit
    kinds: frozenset[str]
    harmless: bool = False


def piece(markup: str) -> Element:
    """One element of WordprocessingML."""
    name, _, rest = markup.partition(">")
    closed = name.endswith("/")
    name = name.removesuffix("/")
    return parse(f"{name} {W}{'/' if closed else ''}>{rest}".encode())


def run(text: str, properties: str = "") -> Element:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return piece(f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>')


def content(sdt: Element) -> Element:
    found = sdt.find(qn("w:sdtContent"))
    assert found is not None
    return found


def properties(sdt: Element) -> Element:
    found = sdt.find(qn("w:sdtPr"))
    assert found is not None
    return found


def shown(sdt: Element) -> str:
    return "".join(node.text or "" for node in content(sdt).iter(qn("w:t")))


def write(sdt: Element, *parts: Element) -> None:
    """Replaces what stands in a control."""
    inside = content(sdt)
    for child in list(inside):
        inside.remove(child)
    inside.extend(parts)


def around(element: Element, name: str) -> Element:
    """The nearest element of this name that holds the given one."""
    return next(element.iterancestors(qn(name)))


def unwrap(sdt: Element) -> None:
    """Takes the control away and leaves its content."""
    for child in list(content(sdt)):
        sdt.addprevious(child)
    sdt.getparent().remove(sdt)  # type: ignore[union-attr]


MISUSES: list[Misuse] = []
TEXTS, ENTRIES = frozenset({"line", "prose"}), frozenset({"line", "prose", "cpr", "date", "number", "choice"})
BOXES, EMPTY = frozenset({"box"}), frozenset({"empty"})
ANY = ENTRIES | BOXES


def misuse(kinds: frozenset[str], *, harmless: bool = False) -> Callable[[Edit], Edit]:
    def add(edit: Edit) -> Edit:
        MISUSES.append(Misuse(name=edit.__name__, edit=edit, kinds=kinds, harmless=harmless))
        return edit

    return add


def is_item(sdt: Element) -> bool:
    return properties(sdt).find(qn("w15:repeatingSectionItem")) is not None


def is_filled(sdt: Element) -> bool:
    return properties(sdt).find(qn("w:showingPlcHdr")) is None


def tag_of(sdt: Element) -> str:
    found = properties(sdt).find(qn("w:tag"))
    return "" if found is None else found.get(qn("w:val"), "")
