"""The sender's own PDF with notes at the fields that need a look, and otherwise as it came.

The notes are added at the end of the file. A reader of forms sees no difference: a note is no field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline import danish
from pipeline.annotate.word import CRITERION, SAID
from pipeline.errors import InputRejected
from pipeline.pdfobjects import OpenPdf, PdfPage, guarded, open_pdf
from pipeline.pdfobjects.adding import PageMark, with_marks
from pipeline.pdfobjects.fields import FieldKind, FoundField, FoundForm, find_fields
from pipeline.pdfobjects.writing import Name, Stream, number
from pipeline.records import Finding, FindingKind, Severity
from pipeline.records.layout import Box

_SIDE, _STEP, _EDGE, _BORDER = 15.0, 17.0, 34.0, 4.0
"""The size of a note's sign, how far two stand apart, how far from the page's sides,
and how far from its upper and lower edge at least."""
_FIRST: Final = 60.0
"""Where notes without a place begin, from the top of the first page."""
_FILL: Final = {Severity.ERROR: (1.0, 0.8, 0.6), Severity.WARNING: (1.0, 0.95, 0.6)}
_SIGN: Final = {Severity.ERROR: (0.85, 0.3, 0.1), Severity.WARNING: (0.9, 0.7, 0.1)}
_SHOWN, _UNMOVED = 1 << 2, (1 << 3) | (1 << 4)
"""Flags: printed; neither enlarged nor turned with the page."""


def annotate_pdf(
    content: bytes,
    findings: Sequence[Finding],
    spots: Mapping[str, Box] | None = None,
    *,
    written: dt.datetime | None = None,
) -> bytes | None:
    """A copy of the PDF with a note for each error and warning; notices get none.

    A note stands beside the field it is about, which is marked in colour: a form field by its name, else the
    place in `spots` by the finding's pointer; notes without a place stand at the top of the first page.
    `written` is the date they bear. None where there is nothing to say, and where the file can't be added to
    safely: damaged, locked or signed. The same arguments give the same bytes.
    """
    told = [finding for finding in findings if finding.severity in SAID]
    if not told:
        return None
    try:
        pdf, found = _opened(content)
        marked = with_marks(content, _marks(pdf.pages, found.fields, told, spots or {}, written))
        if marked is None:
            return None
        # A file that only opens by repair may read otherwise once something stands behind it.
        after, found_after = _opened(marked)
        same = found_after == found and after.info == pdf.info and len(after.pages) == len(pdf.pages)
        return marked if same else None
    except InputRejected:
        return None


@guarded
def _opened(content: bytes) -> tuple[OpenPdf, FoundForm]:
    pdf = open_pdf(content)
    if not pdf.pages:
        raise InputRejected("file.damaged")
    return pdf, find_fields(pdf)


def _marks(
    pages: Sequence[PdfPage],
    found: Sequence[FoundField],
    findings: Sequence[Finding],
    spots: Mapping[str, Box],
    written: dt.datetime | None,
) -> dict[int, list[PageMark]]:
    """The notes and highlights of each page, by its number."""
    fields = _Fields.of(found)
    margins: dict[int, _Margins] = {}
    marks: dict[int, list[PageMark]] = {}
    for finding in findings:
        places = fields.places(finding.pointer) or [box for box in [spots.get(finding.pointer)] if box]
        places = [box for box in places if 1 <= box.page <= len(pages)]
        page = pages[places[0].page - 1 if places else 0]
        margin = margins.setdefault(page.number, _Margins(*page.size))
        corner = margin.free(places[0].top - 2 if places else _FIRST)
        there = marks.setdefault(page.number, [])
        there.append(_note(finding, page, corner, written, len(there)))
        there += [_highlight(finding, page, box) for box in places if box.page == page.number]
    return marks


def _sentence(finding: Finding) -> str:
    said = CRITERION if finding.kind is FindingKind.CRITERION else SAID[finding.severity]
    label = f"{finding.label} – " if finding.label else ""
    return f"{said}: {label}{finding.message}"


@dataclass(slots=True)
class _Margins:
    """Where notes stand already on a page, by the column they stand in."""

    width: float
    height: float
    taken: dict[float, list[float]] = field(default_factory=dict)

    def free(self, wanted: float) -> tuple[float, float]:
        """The left and upper side of the first place that no note covers and that lies on the page.

        In the right margin at the wanted height, else right below or above it; then in the left margin, and
        then ever further inwards. On a page covered all over, a note lies on another one.
        """
        top = min(max(wanted, _BORDER), self.height - _SIDE - _BORDER)
        for left in self._columns():
            others = self.taken.setdefault(left, [])
            if (found := self._free_in(others, top)) is not None:
                others.append(found)
                return left, found
        return self.width - _EDGE, top

    def _columns(self) -> Iterator[float]:
        inwards = 0.0
        while _EDGE + inwards < self.width / 2:
            yield self.width - _EDGE - inwards
            yield _EDGE - _SIDE + inwards
            inwards += _STEP

    def _free_in(self, others: Sequence[float], wanted: float) -> float | None:
        """The place nearest to the wanted one, below before above."""
        steps = [wanted, *(other + _STEP for other in others), *(other - _STEP for other in others)]
        # A hundredth of leeway: two steps apart may come out as a hair less.
        found = [
            top
            for top in steps
            if _BORDER <= top <= self.height - _SIDE - _BORDER
            and all(abs(top - other) >= _STEP - 0.01 for other in others)
        ]
        return min(found, key=lambda top: (top < wanted, abs(top - wanted))) if found else None


# ── where a finding belongs ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Fields:
    """The visible fields of the file by name, and which rows of each group say something."""

    by_name: Mapping[str, list[Box]]
    rows: Mapping[str, list[str]]

    @classmethod
    def of(cls, fields: Sequence[FoundField]) -> _Fields:
        by_name: dict[str, list[Box]] = {}
        rows: dict[str, list[str]] = {}
        for one in fields:
            boxes = [widget.box for widget in one.widgets if widget.box and not widget.hidden]
            if one.kind is FieldKind.SIGNATURE or not boxes:
                continue
            by_name.setdefault(one.name, []).extend(boxes)
            group, bracket, rest = one.name.partition("[")
            if bracket and any(not danish.is_empty_text(value) for value in one.values):
                used = rows.setdefault(group, [])
                row = rest.partition("]")[0]
                used += [] if row in used else [row]
        return cls(by_name, rows)

    def places(self, pointer: str) -> list[Box]:
        """Where the field of a pointer is; of a group or a list, its first field."""
        name = self._name(pointer)
        if not name:
            return []
        exact = [box for key, boxes in self.by_name.items() if key.partition(":")[0] == name for box in boxes]
        if exact:
            return exact
        inside = (boxes for key, boxes in self.by_name.items() if key.startswith((f"{name}.", f"{name}[")))
        return next(inside, [])[:1]

    def _name(self, pointer: str) -> str:
        """The field's name: rows that say nothing don't count in the data, but have their fields."""
        name = ""
        for key in pointer.strip("/").split("/"):
            if not key.isdecimal():
                name += f".{key}" if name else key
                continue
            used = self.rows.get(name, [])
            if int(key) >= len(used):
                return name
            name += f"[{used[int(key)]}]"
        return name


# ── how notes look ────────────────────────────────────────────────────────────────────────────────────


def _dated(written: dt.datetime | None) -> Iterator[tuple[str, str]]:
    if written is not None:
        stamp = written.astimezone(dt.UTC) if written.tzinfo else written
        yield "M", f"D:{stamp:%Y%m%d%H%M%S}{'Z' if written.tzinfo else ''}"


def _note(
    finding: Finding, page: PdfPage, corner: tuple[float, float], written: dt.datetime | None, n: int
) -> PageMark:
    """The sign that opens the note: a small speech bubble."""
    left, top = corner
    box = Box(page.number, left, top, left + _SIDE, top + _SIDE)
    colour = _SIGN[finding.severity]
    bubble = "1 5 13 9 re B 3 5 m 3 1.5 l 7 5 l B"
    lines = "1 1 1 RG 1 w 3.5 11.2 m 11.5 11.2 l 3.5 8.2 m 9.5 8.2 l S"
    look = f"{_ink(colour)} rg 0.25 G 0.5 w {bubble} {lines}"
    return PageMark(
        entries={
            "Type": Name("Annot"),
            "Subtype": Name("Text"),
            "Rect": list(page.rectangle(box)),
            "Contents": _sentence(finding),
            "Name": Name("Comment"),
            "C": list(colour),
            "F": _SHOWN | _UNMOVED,
            "NM": f"skoleflex-{page.number}-{n}",
            **dict(_dated(written)),
        },
        look=Stream(
            {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [0, 0, 15, 15]}, look.encode()
        ),
    )


def _highlight(finding: Finding, page: PdfPage, box: Box) -> PageMark:
    """The field in colour, through which its text shows."""
    x0, y0, x1, y1 = page.rectangle(box)
    colour = _FILL[finding.severity]
    shape = f"/G gs {_ink(colour)} rg {number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re f"
    through = {"ExtGState": {"G": {"Type": Name("ExtGState"), "BM": Name("Multiply")}}}
    return PageMark(
        entries={
            "Type": Name("Annot"),
            "Subtype": Name("Highlight"),
            "Rect": [x0, y0, x1, y1],
            "QuadPoints": [x0, y1, x1, y1, x0, y0, x1, y0],
            "C": list(colour),
            "F": _SHOWN,
        },
        look=Stream(
            {
                "Type": Name("XObject"),
                "Subtype": Name("Form"),
                "BBox": [x0, y0, x1, y1],
                "Resources": through,
            },
            shape.encode(),
        ),
        follows=True,
    )


def _ink(colour: Sequence[float]) -> str:
    return " ".join(f"{part:g}" for part in colour)
