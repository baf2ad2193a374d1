"""Finished Word documents as tagged PDF, many in one start of LibreOffice."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.errors import InputRejected, TemporaryFailure
from pipeline.office.running import SECONDS, convert
from pipeline.pdfobjects.leaving import PdfFacts, facts_of, without_traces

_TARGET = "pdf:writer_pdf_Export"
_EACH: Final = 10.0
"""Further seconds for each document of a batch."""


def print_pdfs(documents: Sequence[bytes]) -> tuple[bytes, ...]:
    """Each Word document as a PDF with tags, title and language, and no word of who or what made it when.

    Raises TemporaryFailure where LibreOffice is missing, takes too long, or makes of one of them no PDF that
    can be read aloud: half a batch is none.
    """
    if not documents:
        return ()
    try:
        with tempfile.TemporaryDirectory(prefix="print-", ignore_cleanup_errors=True) as name:
            printed = _printed(Path(name), documents)
    except OSError:
        raise TemporaryFailure("no room or right to print a document here") from None
    except InputRejected as rejected:
        raise TemporaryFailure(f"LibreOffice could not print the documents ({rejected.code})") from None
    if not all(_can_be_read_aloud(facts_of(pdf)) for pdf in printed):
        raise TemporaryFailure("LibreOffice made a PDF without tags, title or language")
    return printed


def _printed(folder: Path, documents: Sequence[bytes]) -> tuple[bytes, ...]:
    sources = []
    for n, content in enumerate(documents):
        sources.append(folder / f"{n}.docx")
        sources[-1].write_bytes(content)
    out = convert(sources, folder, _TARGET, seconds=SECONDS + _EACH * len(sources))
    return tuple(without_traces((out / f"{source.stem}.pdf").read_bytes()) for source in sources)


def _can_be_read_aloud(facts: PdfFacts) -> bool:
    return facts.tagged and bool(facts.title) and facts.language.startswith("da")
