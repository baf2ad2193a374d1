"""Released letters as PDF, beside the Word files they say the same as."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import sandbox
from pipeline.delivery import EARLIER, set_aside, write_file
from pipeline.errors import TemporaryFailure
from pipeline.process.offices import Office
from pipeline.register import DocumentRow

IN_WORD = (
    "Sådan laver I dem i Word: 1) Åbn det frigivne brev, vælg Filer > Gem som, og vælg filtypen PDF. 2) Vælg "
    "Indstillinger, sæt flueben ved dokumentkoder til tilgængelighed, og gem PDF'en ved siden af brevet."
)
NO_OFFICE = f"LibreOffice er ikke installeret her, så brevene bliver ikke lavet som PDF. {IN_WORD}"
NOT_PRINTED = f"Brevene er frigivet, men LibreOffice kunne ikke lave dem som PDF lige nu. {IN_WORD}"


def print_letters(office: Office, documents: Iterable[DocumentRow]) -> str:
    """Write each released Word file that lies there as PDF beside it; a sentence on what to do where that
    can't be done. Doing it again changes nothing."""
    paths = [office.workspace.shared / document.path for document in documents]
    paths = [path for path in paths if path.suffix == ".docx" and path.exists()]
    if not paths:
        return ""
    if not sandbox.can_print():
        return NO_OFFICE
    try:
        printed = sandbox.make_pdfs([path.read_bytes() for path in paths])
    except TemporaryFailure:
        return NOT_PRINTED
    for path, pdf in zip(paths, printed, strict=True):
        place = path.with_suffix(".pdf")
        if not (place.exists() and place.read_bytes() == pdf):
            set_aside(place, path.parent / EARLIER)
            write_file(place, pdf)
    return ""


def how_to_print(documents: Iterable[DocumentRow]) -> tuple[str, ...]:
    """What a receipt says of letters that will be released where nothing can print them."""
    letters = any(document.state == "draft" for document in documents)
    return (NO_OFFICE,) if letters and not sandbox.can_print() else ()
