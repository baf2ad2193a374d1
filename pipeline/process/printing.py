"""Released letters as PDF, beside the Word files they say the same as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import sandbox
from pipeline.delivery import set_aside, write_file
from pipeline.errors import TemporaryFailure
from pipeline.process.documents import EARLIER
from pipeline.process.offices import Office
from pipeline.process.releasing import release
from pipeline.register import DocumentRow

IN_WORD = (
    "Sådan laver I dem i Word: 1) Åbn det frigivne brev, vælg Filer > Gem som, og vælg filtypen PDF. 2) Vælg "
    "Indstillinger, sæt flueben ved dokumentkoder til tilgængelighed, og gem PDF'en ved siden af brevet."
)
NO_OFFICE = f"LibreOffice er ikke installeret her, så brevene bliver ikke lavet som PDF. {IN_WORD}"
NOT_PRINTED = f"Brevene er frigivet, men LibreOffice kunne ikke lave dem som PDF lige nu. {IN_WORD}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Letters an official has released, and the Danish sentence on how to get PDFs where there are none."""

    documents: tuple[DocumentRow, ...]
    note: str = ""


def release_letters(office: Office, number: str, keys: Sequence[str], by: str, day: dt.date) -> Releases:
    """Release drafts one after the other, and print all of them at once.

    A key without its number stands for the letters of all recipients. Errors as `release`: what was released
    before one of them stays released.
    """
    office.row(number)
    office = office.of_case(number)
    drafts = [document.key for document in office.register.documents(number) if document.state == "draft"]
    wanted = dict.fromkeys(
        draft for key in keys for draft in ([one for one in drafts if one.partition("/")[0] == key] or [key])
    )
    released = tuple(release(office, number, key, by, day) for key in wanted)
    return Releases(documents=released, note=print_letters(office, released))


def _is_of(draft: str, document: str) -> bool:
    """Whether a key (`letter.2/1`) is one of the document's, with or without what it was made for."""
    every = draft.partition("/")[0]
    return document in (every, every.partition(".")[0])


def print_letters(office: Office, documents: Sequence[DocumentRow]) -> str:
    """Write each released Word file as PDF beside it; a sentence on what to do where that can't be done."""
    paths = [
        office.workspace.shared / document.path for document in documents if document.path.endswith(".docx")
    ]
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
        set_aside(place, path.parent / EARLIER)
        write_file(place, pdf)
    return ""


def how_to_print(documents: Iterable[DocumentRow]) -> tuple[str, ...]:
    """What a receipt says of letters that will be released where nothing can print them."""
    letters = any(document.state == "draft" for document in documents)
    return (NO_OFFICE,) if letters and not sandbox.can_print() else ()
