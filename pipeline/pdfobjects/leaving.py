"""PDF files of ours before they leave the house: what they tell of themselves, and nothing else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, NameObject

from pipeline.pdfobjects import as_dictionary, as_text, entry, guarded, open_pdf, open_reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What a reading aid needs of a file, and what else its properties tell."""

    title: str
    language: str
    tagged: bool
    pages: int
    properties: tuple[str, ...]


@guarded
def facts_of(content: bytes) -> PdfFacts:
    """The file's title, language, tags and the names of its properties. InputRejected as `open_pdf`."""
    pdf = open_pdf(content)
    marked = entry(as_dictionary(entry(pdf.catalog, "/MarkInfo")), "/Marked")
    return PdfFacts(
        title=pdf.info.get("Title", ""),
        language=as_text(entry(pdf.catalog, "/Lang")),
        tagged=bool(marked) and bool(as_dictionary(entry(pdf.catalog, "/StructTreeRoot"))),
        pages=len(pdf.pages),
        properties=tuple(sorted(pdf.info)),
    )


@guarded
def without_traces(content: bytes) -> bytes:
    """The same pages, tags and title, without the program, the person and the hour that made the file.

    The same content gives the same bytes. InputRejected as `open_pdf`.
    """
    title = open_pdf(content).info.get("Title", "")
    writer = PdfWriter(clone_from=open_reader(content))
    writer.pdf_header = "%PDF-1.7"
    writer.root_object.pop("/Metadata", None)
    writer.metadata = {NameObject("/Title"): title}
    identity = ByteStringObject(hashlib.sha256(title.encode()).digest()[:16])
    writer._ID = ArrayObject([identity, identity])  # the library's only way to name a file
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
