"""Where a paragraph stands, as a person counts who looks at the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pipeline.xml import Element, qn

_P, _TC, _TR, _TBL, _BOX = map(qn, ("w:p", "w:tc", "w:tr", "w:tbl", "w:txbxContent"))
_NOTES = {qn("w:footnote"): "footnote", qn("w:endnote"): "endnote"}
_HOLDERS = (_TC, _BOX, *_NOTES)


def places_of(root: Element) -> Mapping[Element, tuple[int, str]]:
    """Each paragraph of a part: its number among all paragraphs, and its place in words.

    Paragraphs are counted where they stand: on the page, or in their cell, note or text box. A cell with one
    paragraph needs no number for it.
    """
    order: Counter[Element | None] = Counter()
    held: dict[Element, tuple[Element | None, int]] = {}
    for paragraph in root.iter(_P):
        holder = _holder(paragraph)
        order[holder] += 1
        held[paragraph] = (holder, order[holder])
    names = _Names(root)
    found: dict[Element, tuple[int, str]] = {}
    for number, (paragraph, (holder, n)) in enumerate(held.items(), start=1):
        own = f"paragraph {n}" if holder is None or order[holder] > 1 else ""
        found[paragraph] = (number, ", ".join(filter(None, (names.of(holder), own))))
    return found


def _holder(node: Element) -> Element | None:
    """The cell, note or text box a node stands in; None on the page itself."""
    return next(node.iterancestors(*_HOLDERS), None)


class _Names:
    """What holds paragraphs, in words; each is worked out once."""

    def __init__(self, root: Element) -> None:
        self._known: dict[Element | None, str] = {None: ""}
        self._tables: dict[Element, int] = {}
        self._notes: dict[Element, int] = {}
        tables: Counter[Element | None] = Counter()
        for table in root.iter(_TBL):
            tables[_holder(table)] += 1
            self._tables[table] = tables[_holder(table)]
        notes: Counter[str] = Counter()
        for note in root.iter(*_NOTES):
            # Word's own notes (the line above them) bear a type, and nobody sees them as notes.
            if not note.get(qn("w:type")):
                notes[str(note.tag)] += 1
                self._notes[note] = notes[str(note.tag)]

    def of(self, holder: Element | None) -> str:
        if holder not in self._known and holder is not None:
            self._known[holder] = ", ".join(filter(None, (self.of(_holder(holder)), self._own(holder))))
        return self._known[holder]

    def _own(self, holder: Element) -> str:
        if holder.tag == _BOX:
            return "text box"
        if holder.tag in _NOTES:
            return f"{_NOTES[str(holder.tag)]} {self._notes.get(holder, 0)}"
        row = next(holder.iterancestors(_TR), None)
        table = next(holder.iterancestors(_TBL), None)
        if row is None or table is None:
            return "cell"
        rows = [one for one in table.iter(_TR) if next(one.iterancestors(_TBL), None) is table]
        cells = [one for one in row.iter(_TC) if next(one.iterancestors(_TR), None) is row]
        return f"table {self._tables[table]}, row {rows.index(row) + 1}, cell {cells.index(holder) + 1}"
