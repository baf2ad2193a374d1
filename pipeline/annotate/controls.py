"""The content controls of a Word part, as far as a comment needs to tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import danish
from pipeline.xml import Element, backwards, qn

_SDT, _PROPERTIES, _CONTENT = qn("w:sdt"), qn("w:sdtPr"), qn("w:sdtContent")
_ALIAS, _TAG, _VALUE = qn("w:alias"), qn("w:tag"), qn("w:val")
_PROMPT, _BOX = qn("w:showingPlcHdr"), f"{qn('w14:checkbox')}/{qn('w14:checked')}"
_SECTION, _ITEM = qn("w15:repeatingSection"), qn("w15:repeatingSectionItem")
_FRAMES = (_SECTION, _ITEM, qn("w:docPartObj"), qn("w:group"))
_TABLE, _ROW, _TEXT = qn("w:tbl"), qn("w:tr"), qn("w:t")
_BLANKS = frozenset(map(qn, ("w:tab", "w:ptab", "w:br", "w:cr")))
_NOT_WORDS = frozenset(
    map(qn, ("w:sdt", "w:txbxContent", "w:del", "w:moveFrom", "w:pPr", "w:rPr", "mc:Fallback", "w:instrText"))
)
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control with a name. `holds_others` says that it stands round other content and is no answer."""

    element: Element
    tag: str
    alias: str
    holds_others: bool


def read_control(element: Element) -> Control | None:
    """The control, unless nothing in it says what it is for."""
    properties = element.find(_PROPERTIES)
    if properties is None:
        return None
    tag, alias = (_named(properties, name) for name in (_TAG, _ALIAS))
    if not (tag or alias):
        return None
    frame = any(properties.find(name) is not None for name in _FRAMES)
    holds_others = frame or next(element.iter(_TABLE), None) is not None
    return Control(element=element, tag=tag, alias=alias, holds_others=holds_others)


def _named(properties: Element, name: str) -> str:
    node = properties.find(name)
    return "" if node is None else node.get(_VALUE, "")


def paragraph_words(paragraph: Element) -> str:
    """A paragraph's own text: not that of controls in it, of text boxes, or what was deleted."""
    words: list[str] = []
    waiting = backwards(paragraph)
    while waiting:
        node = waiting.pop()
        if node.tag == _TEXT:
            words.append(node.text or "")
        elif node.tag in _BLANKS:
            words.append(" ")
        elif node.tag not in _NOT_WORDS:
            waiting.extend(backwards(node))
    return "".join(words)


def is_written(control: Control) -> bool:
    """Whether somebody answered: a ticked box, or text that is no prompt."""
    properties = control.element.find(_PROPERTIES)
    box = None if properties is None else properties.find(_BOX)
    if properties is not None and properties.find(qn("w14:checkbox")) is not None:
        return box is not None and box.get(qn("w14:val"), "1").casefold() not in _OFF
    prompt = None if properties is None else properties.find(_PROMPT)
    if prompt is not None and prompt.get(_VALUE, "1").casefold() not in _OFF:
        return False
    content = control.element.find(_CONTENT)
    texts = content.iter(_TEXT) if content is not None else ()
    return not danish.is_empty_text("".join(text.text or "" for text in texts))


# ── repeated rows ─────────────────────────────────────────────────────────────────────────────────────


def written_rows(controls: Sequence[Control], group: str) -> list[list[Control]]:
    """The rows of a group (`goals[]`) in which something is written, in the order of the document.

    That is how the rows of the data are numbered. A row is what a repeating item holds; where a program
    dropped the items, a row of the table, or what comes before a name occurs again.
    """
    members = [one for one in controls if one.tag.startswith(f"{group}.")]
    rows: dict[object, list[Control]] = {}
    by_row = _tables_by_row(members)
    run, seen, last_table = 0, set[str](), None
    for control in members:
        item, row, table = _held_by(control.element)
        key: object = item
        if item is None and table is not None and table in by_row:
            key = row
        elif item is None:
            if control.tag in seen or (seen and table is not last_table):
                run, seen = run + 1, set()
            seen.add(control.tag)
            last_table = table
            key = run
        rows.setdefault(key, []).append(control)
    return [row for row in rows.values() if any(map(is_written, row))]


def _held_by(element: Element) -> tuple[Element | None, Element | None, Element | None]:
    """The repeating item, the table row and the table that hold a control."""
    row = table = None
    for holder in element.iterancestors():
        if holder.tag == _ROW and row is None and table is None:
            row = holder
        elif holder.tag == _TABLE and table is None:
            table = holder
        elif holder.tag == _SDT and holder.find(f"{_PROPERTIES}/{_ITEM}") is not None:
            return holder, row, table
    return None, row, table


def _tables_by_row(controls: Iterable[Control]) -> set[Element]:
    """The tables in which each row is an item: a name stands in more than half of their rows."""
    rows: dict[Element, set[Element]] = {}
    names: dict[Element, dict[str, int]] = {}
    for control in controls:
        _, row, table = _held_by(control.element)
        if table is not None and row is not None:
            rows.setdefault(table, set()).add(row)
            counts = names.setdefault(table, {})
            counts[control.tag] = counts.get(control.tag, 0) + 1
    return {
        table
        for table, within in rows.items()
        if len(within) > 1 and 2 * max(names[table].values()) > len(within)
    }
