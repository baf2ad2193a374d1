"""Something added to a PDF at its end, so that every byte before stays as it came.

An update of this kind is part of the format: the new objects, a table of where they are, and a pointer to the
table that was the last one until now.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from pipeline.pdfobjects import PdfPage, as_list, entry, guarded, open_pdf, open_reader
from pipeline.pdfobjects.writing import Name, Ref, Stream, body_of, written

_TABLE = re.compile(rb"xref\s")
_STREAM = re.compile(rb"[0-9]+\s+[0-9]+\s+obj\b")
_POINTER = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*\Z")
_TAIL: Final = 2048
_KEPT: Final = ("/Root", "/Info", "/ID")


class NotAdded(Exception):
    """The file can't be added to safely: it is locked, signed, or its table had to be guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """An annotation: what it is, and how it looks. `follows`: it belongs to the one before it."""

    entries: Mapping[str, Any]
    look: Stream
    follows: bool = False


@guarded
def with_marks(content: bytes, marks: Mapping[int, Sequence[PageMark]]) -> bytes | None:
    """The file with annotations on its pages (by number, from 1); None where it can't be added to safely."""
    try:
        return _Addition.of(content).with_marks(marks)
    except NotAdded:
        return None


@dataclass(slots=True)
class _Addition:
    content: bytes
    reader: PdfReader
    pages: tuple[PdfPage, ...]
    previous: int
    in_table: bool
    next: int
    bodies: dict[tuple[int, int], bytes]

    @classmethod
    def of(cls, content: bytes) -> _Addition:
        reader = open_reader(content)
        pointer = _POINTER.search(content[-_TAIL:])
        # Offsets count from the first byte; before it nothing may stand.
        if reader.is_encrypted or b"/ByteRange" in content or not content.startswith(b"%PDF-") or not pointer:
            raise NotAdded
        at = int(pointer[1])
        in_table = _TABLE.match(content, at) is not None
        size = reader.trailer.get("/Size")
        if not (in_table or _STREAM.match(content, at)) or not isinstance(size, int):
            raise NotAdded
        known = [number for table in reader.xref.values() for number in table]
        return cls(
            content=content,
            reader=reader,
            pages=open_pdf(content).pages,
            previous=at,
            in_table=in_table,
            next=max(size, *known, *reader.xref_objStm, 1) + 1,
            bodies={},
        )

    def with_marks(self, marks: Mapping[int, Sequence[PageMark]]) -> bytes:
        for page in self.pages:
            if added := marks.get(page.number):
                self._extend(page, self._marks(page, added))
        return self._joined()

    def _marks(self, page: PdfPage, marks: Sequence[PageMark]) -> list[Ref]:
        made: list[Ref] = []
        for mark in marks:
            group = {"IRT": made[-1], "RT": Name("Group")} if mark.follows and made else {}
            look = self._add(mark.look)
            on = _ref(page.reference)
            made.append(self._add({**mark.entries, **group, "P": on, "AP": {"N": look}}))
        return made

    def _add(self, value: Any) -> Ref:
        number, self.next = self.next, self.next + 1
        self.bodies[number, 0] = body_of(value)
        return Ref(number)

    def _extend(self, page: PdfPage, made: Sequence[Ref]) -> None:
        """Lists the new annotations with the page's own, in the object that holds the list."""
        listed = entry(page.entries, "/Annots")
        longer = ArrayObject(as_list(listed))
        longer.extend(IndirectObject(ref.number, ref.generation, self.reader) for ref in made)
        apart, whole = _ref(page.entries.get("/Annots")), _ref(page.reference)
        if apart and isinstance(listed, list):
            self.bodies[apart.number, apart.generation] = _as_written(longer)
        elif whole:
            anew = DictionaryObject({**page.entries, NameObject("/Annots"): longer})
            self.bodies[whole.number, whole.generation] = _as_written(anew)
        else:
            raise NotAdded

    def _joined(self) -> bytes:
        parts = [self.content, b"" if self.content.endswith(b"\n") else b"\n"]
        at = sum(map(len, parts))
        places: dict[int, tuple[int, int]] = {}
        for (number, generation), body in sorted(self.bodies.items()):
            parts.append(b"%d %d obj\n%s\nendobj\n" % (number, generation, body))
            places[number] = (at, generation)
            at += len(parts[-1])
        if not self.in_table:
            places[self.next] = (at, 0)
        parts.append(self._table(places) if self.in_table else self._stream(places))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(parts)

    def _kept(self) -> bytes:
        """What the last trailer said of the whole file."""
        trailer = self.reader.trailer
        kept = [key.encode() + b" " + _as_written(trailer.raw_get(key)) for key in _KEPT if key in trailer]
        return b" ".join([*kept, b"/Prev %d" % self.previous])

    def _table(self, places: Mapping[int, tuple[int, int]]) -> bytes:
        sections = b"".join(
            b"%d %d\n" % (run[0], len(run)) + b"".join(b"%010d %05d n \n" % places[number] for number in run)
            for run in _runs(sorted(places))
        )
        return b"xref\n%strailer\n<</Size %d %s>>\n" % (sections, self.next, self._kept())

    def _stream(self, places: Mapping[int, tuple[int, int]]) -> bytes:
        rows = b"".join(
            b"\x01" + places[number][0].to_bytes(8, "big") + places[number][1].to_bytes(2, "big")
            for number in sorted(places)
        )
        index = [part for run in _runs(sorted(places)) for part in (run[0], len(run))]
        head = b"/Type /XRef /W [1 8 2] /Index %s /Length %d" % (written(index), len(rows))
        return b"%d 0 obj\n<<%s /Size %d %s>>\nstream\n%s\nendstream\nendobj\n" % (
            self.next,
            head,
            self.next + 1,
            self._kept(),
            rows,
        )


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """The numbers in stretches without a gap."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _ref(value: Any) -> Ref | None:
    return Ref(value.idnum, value.generation) if isinstance(value, IndirectObject) else None


def _as_written(value: Any) -> bytes:
    """An object of the library as it stands in a file."""
    made = io.BytesIO()
    value.write_to_stream(made)
    return made.getvalue()
