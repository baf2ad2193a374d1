"""The fields of a PDF form: their tree, their widgets, and how each looks filled in or empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.blank.pdf_cells import INSET, VALUE
from pipeline.blank.pdf_font import ASCENT, LEADING, Typeface, wrap
from pipeline.blank.pdf_input import Input
from pipeline.blank.sheet import HEIGHT, Placed
from pipeline.pdfobjects.writing import Name, PdfFile, Ref, Stream, number

_REQUIRED, _MULTILINE, _COMBO = 1 << 1, 1 << 12, 1 << 17
_PRINTED: Final = 4
_INK = "0.15 g"
APPEARANCE: Final = f"/R 0 Tf {_INK}"
"""What a viewer writes with: the embedded font, in the size that fits."""
CROSS_FONT: Final = {
    "Type": Name("Font"),
    "Subtype": Name("Type1"),
    "BaseFont": Name("ZapfDingbats"),
}
_TICKED, _UNTICKED = Name("Ja"), Name("Off")
NO_CHOICE: Final = " "
"""The item of a list that takes a choice back."""
_SMALLEST: Final = 4.0


@dataclass(slots=True)
class _Node:
    """A field that holds others: the parts of a name before and between its dots."""

    ref: Ref
    children: dict[str, _Node] = field(default_factory=dict)
    kids: list[Ref] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """The fields of one file. `place` adds one; `finish` writes those that only hold others."""

    file: PdfFile
    typeface: Typeface
    fonts: Ref
    """The resources that every appearance shares."""
    _root: _Node = field(default_factory=lambda: _Node(Ref(0)))

    def place(self, placed: Placed, page: Ref) -> Ref:
        """The widget of an input on its page."""
        parent, partial = self._parent(placed.input.name)
        x0, y0, x1, y1 = placed.x0, HEIGHT - placed.bottom, placed.x1, HEIGHT - placed.top
        entries = {
            "Type": Name("Annot"),
            "Subtype": Name("Widget"),
            "F": _PRINTED,
            "Rect": [x0, y0, x1, y1],
            "P": page,
            "T": partial,
            "TU": placed.input.hint,
            "Parent": None if parent is self._root else parent.ref,
            **self._kind(placed.input, x1 - x0, y1 - y0),
        }
        ref = self.file.add(entries)
        parent.kids.append(ref)
        return ref

    def finish(self) -> list[Ref]:
        """Writes the fields that hold others; gives the topmost fields in the order they were placed."""
        waiting = [(name, node, self._root) for name, node in self._root.children.items()]
        while waiting:
            name, node, parent = waiting.pop()
            above = None if parent is self._root else parent.ref
            self.file.put(node.ref, {"T": name, "Parent": above, "Kids": node.kids})
            waiting += [(kid, child, node) for kid, child in node.children.items()]
        return self._root.kids

    def _parent(self, name: str) -> tuple[_Node, str]:
        *above, partial = name.split(".")
        node = self._root
        for part in above:
            if part not in node.children:
                node.children[part] = _Node(self.file.keep())
                node.kids.append(node.children[part].ref)
            node = node.children[part]
        return node, partial

    def _kind(self, entry: Input, width: float, height: float) -> dict[str, Any]:
        required = _REQUIRED if entry.required else 0
        if entry.ticked is not None:
            return self._box(required, entry.ticked, width, height)
        look = self._look(_filled(entry, self.typeface, width, height), width, height)
        if entry.choices:
            return {
                "FT": Name("Ch"),
                "Ff": _COMBO | required,
                "Opt": self.file.share([NO_CHOICE, *entry.choices]),
                "V": entry.value or None,
                "DA": APPEARANCE.encode(),
                "AP": {"N": look},
            }
        return {
            "FT": Name("Tx"),
            "Ff": (_MULTILINE if entry.multiline else 0) | required,
            "MaxLen": entry.longest or None,
            "V": entry.value or None,
            "DA": APPEARANCE.encode(),
            "AP": {"N": look},
        }

    def _box(self, required: int, ticked: bool, width: float, height: float) -> dict[str, Any]:
        a, b, c = 1.6, width - 1.6, height - 1.6
        cross = f"{number(a)} {number(a)} m {number(b)} {number(c)} l {number(a)} {number(c)} m"
        state = _TICKED if ticked else _UNTICKED
        return {
            "FT": Name("Btn"),
            "Ff": required or None,
            "V": state,
            "AS": state,
            "DA": b"/ZaDb 0 Tf " + _INK.encode(),
            "MK": {"CA": "8"},
            "AP": {
                "N": {
                    _TICKED: self._look(
                        f"1.1 w 1 J 0.15 G {cross} {number(b)} {number(a)} l S", width, height
                    ),
                    _UNTICKED: self._look("", width, height),
                }
            },
        }

    def _look(self, drawn: str, width: float, height: float) -> Ref:
        entries = {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": [0, 0, width, height],
            "Resources": self.fonts,
        }
        return self.file.share(Stream(entries, drawn.encode()))


def _filled(entry: Input, typeface: Typeface, width: float, height: float) -> str:
    """The operators that show a text in its field: in the usual size, or smaller until it fits."""
    if not entry.value:
        return "/Tx BMC EMC"
    face, room = typeface.regular, width - 2 * INSET
    size = VALUE
    while True:
        lines = wrap(entry.value, face, size, room) if entry.multiline else [entry.value.replace("\n", " ")]
        fits = (
            len(lines) * size * LEADING <= height - 2
            if entry.multiline
            else face.width(lines[0], size) <= room
        )
        if fits or size <= _SMALLEST:
            break
        size -= 0.5
    top = height - INSET if entry.multiline else height - (height - size * LEADING) / 2
    shown = _visible(lines, size, height) if entry.multiline else lines
    text = f"{number(INSET)} {number(top - size * ASCENT)} Td {number(size * LEADING)} TL"
    written = " T* ".join(typeface.show(line, size) for line in shown)
    return f"/Tx BMC q 0 0 {number(width)} {number(height)} re W n BT {_INK} {text} {written} ET Q EMC"


def _visible(lines: list[str], size: float, height: float) -> list[str]:
    """The lines that stand in the field at all; the value itself holds all of them."""
    return lines[: int(height / (size * LEADING)) + 1]
