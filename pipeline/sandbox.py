"""The one door through which documents nobody here wrote are read, and letters and forms are made.

Everything behind it takes bytes and gives values, so the door can move into a limited child process without
a caller noticing. Programs from outside (LibreOffice, a recogniser of characters) are called from here only.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.annotate.word import annotate_word
from pipeline.blank.word import blank_word
from pipeline.container import sniff
from pipeline.definitions import Form
from pipeline.errors import InputRejected
from pipeline.extract.word import read_word
from pipeline.papermark import paper_payload, parse_foot
from pipeline.programme import Programme
from pipeline.records import ExtractedForm, Finding, Mark, RenderedDocument
from pipeline.render.calendar import meetings_calendar
from pipeline.render.mail import MailDraft, render_mail
from pipeline.render.word import compile_word, render_word
from pipeline.views import View

if TYPE_CHECKING:
    from pipeline.extract.acroform import FilledForm
    from pipeline.extract.scan import PageImage
    from pipeline.extract.words import Page
    from pipeline.post import Mail

for _library in ("pypdf", "pdfminer"):
    # What they have to say of a stranger's file quotes it, and nobody could act on it.
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

NOT_READ = {
    "empty": "file.empty",
    "ole-encrypted": "file.encrypted",
    "html": "file.html",
    "zip": "file.not_word",
}
CONVERTED = {"odt": "odt", "rtf": "rtf", "ole": "doc"}
"""The kinds of file that LibreOffice makes a Word file of, and its names for them."""

PDF_LETTERS = ("fonts/Carlito-Regular.ttf", "fonts/Carlito-Bold.ttf")
"""The type of the PDF forms, among the shipped templates."""


def read_document(content: bytes) -> ExtractedForm:
    """What stands in a document, whatever its name says it is.

    Raises InputRejected with a code that says why it can't be read.
    """
    kind = sniff(content)
    if kind == "docx":
        return read_word(content)
    if kind == "pdf":
        return _read_pdf(content)
    if kind in CONVERTED:
        from pipeline.office import convert_to_word, left_behind

        read = read_word(convert_to_word(content, CONVERTED[kind]))
        return _noticing(read, {"file.converted", *left_behind(content)})
    raise InputRejected(NOT_READ.get(kind, "file.unknown"))


def _noticing(read: ExtractedForm, codes: set[str]) -> ExtractedForm:
    return replace(read, notices=tuple(sorted({*read.notices, *codes})))


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────


def _read_pdf(content: bytes) -> ExtractedForm:
    """A PDF by what it is: a form with fields, a print with text, or a picture of paper."""
    from pipeline.extract.acroform import read_fields

    filled = read_fields(content)
    form = filled.form
    if form.answers and form.mark:
        return form
    try:
        return _read_pages(content, filled)
    except InputRejected as rejected:
        if form.answers:
            return form  # the fields say what they say, whatever lies below them
        if rejected.code != "file.scan":
            raise
    return _read_scan(content)


def _read_pages(content: bytes, filled: FilledForm) -> ExtractedForm:
    """The printed pages, with what stands in form fields of others laid where it stands."""
    from pipeline.extract.page import read_page_pdf

    read = read_page_pdf(content, filled)
    if read.proposed and (copy := _signed_copy(content)) is not None:
        return copy
    lines = read.layout.furniture if read.layout is not None else ()
    foot = next((found for line in lines if (found := parse_foot(line)) is not None), None)
    return replace(read, case=foot.case if foot else "")


def _signed_copy(content: bytes) -> ExtractedForm | None:
    """The scan of a form we made for a case; a form filled in by hand is none."""
    copy = _scan_of_ours(content)
    return copy if copy is not None and "file.signed_copy" in copy.notices else None


def _scan_of_ours(content: bytes) -> ExtractedForm | None:
    """The scan of a form of ours, by the codes on its pages."""
    from pipeline.extract.scan import signed_copy

    return signed_copy(content)


def _read_scan(content: bytes) -> ExtractedForm:
    """A picture of paper: a signed copy of what we have, else what a recogniser proposes."""
    from pipeline import ocr
    from pipeline.extract.recognised import foot_of, scanned_form
    from pipeline.extract.scan import page_images

    ours = _scan_of_ours(content)
    if ours is not None and "file.signed_copy" in ours.notices:
        return ours
    if not ocr.available():
        raise InputRejected("file.scan")
    read = scanned_form([_recognised(image) for image in page_images(content, ocr.DPI)])
    if ours is not None:
        # Its code names the form for certain, and no case: what stands there is still only proposed.
        return replace(_noticing(read, set(ours.notices)), mark=ours.mark)
    foot = foot_of(read.layout) if read.layout is not None else None
    if foot is None:
        return read
    return replace(read, case=foot.case, titles=(foot.title, *read.titles))


def _recognised(image: PageImage) -> Page:
    """The words on a page, whichever way it lay on the glass."""
    from pipeline import ocr
    from pipeline.extract.recognised import page_of, readable
    from pipeline.extract.regions import pieces_of
    from pipeline.extract.straighten import turned

    page = readable(turned(image, ocr.quarter_turn(image)))
    return page_of(page, ocr.read_words(page.image, pieces_of(page.image, page.rulings)))


def open_mail(content: bytes) -> Mail:
    """A mail taken apart. Raises InputRejected with a code that says why it can't be."""
    from pipeline.post import read_mail

    return read_mail(content)


# ── the sender's own document ─────────────────────────────────────────────────────────────────────────


def make_commented(
    content: bytes, findings: Sequence[Finding], form: Form, written: dt.datetime | None = None
) -> bytes | None:
    """The sender's own document with a comment at each error and warning, and otherwise as it came.

    Word files get comments, PDFs notes; what LibreOffice had to convert is commented as the Word file it
    became. None where there is nothing to say, or the document is of a kind that can't be commented.
    """
    kind = sniff(content)
    if kind == "pdf":
        from pipeline.annotate.pdf import annotate_pdf

        spots = {
            finding.pointer: finding.spot.box
            for finding in findings
            if finding.spot is not None and finding.spot.box is not None
        }
        return annotate_pdf(content, findings, spots, written=written)
    if kind in CONVERTED:
        from pipeline.office import convert_to_word

        try:
            content = convert_to_word(content, CONVERTED[kind])
        except InputRejected:
            return None
    elif kind != "docx":
        return None
    return annotate_word(content, findings, form, written=written)


# ── documents of ours ─────────────────────────────────────────────────────────────────────────────────


def make_word(template: bytes, name: str, context: Mapping[str, Any], title: str) -> RenderedDocument:
    """A letter or plan from its template. Raises RenderError naming what in the template can't be merged."""
    return render_word(compile_word(template, name), context, title=title)


def make_mail(template: str, name: str, context: Mapping[str, Any]) -> MailDraft:
    """A mail's subject and body from its template. Raises RenderError as `make_word`."""
    return render_mail(template, name, context)


def make_calendar(number: str, meetings: Sequence[View], stamp: dt.datetime, key: str) -> bytes:
    """The meetings of a case as a calendar file; `key` tells cases apart that have no number yet."""
    return meetings_calendar(number, meetings, stamp, key)


def can_print() -> bool:
    """Whether finished documents can be made PDFs here."""
    from pipeline import office

    return office.available()


def make_pdfs(documents: Sequence[bytes]) -> tuple[bytes, ...]:
    """Finished Word documents as tagged PDFs, all in one start of LibreOffice; TemporaryFailure without."""
    from pipeline.office import print_pdfs

    return print_pdfs(documents)


def make_form(
    programme: Programme, form: str, shell: bytes, data: Mapping[str, Any] | None = None, case: str = ""
) -> bytes:
    """A form of the programme as a Word file: blank, or filled in with `data`, or made for a `case`."""
    return blank_word(
        programme.forms[form],
        shell,
        data,
        case,
        municipality=programme.municipality,
        programme=programme.title,
    )


def make_pdf_form(
    programme: Programme,
    form: str,
    templates: Mapping[str, bytes],
    data: Mapping[str, Any] | None = None,
    case: str = "",
) -> bytes:
    """A form of the programme as a PDF to fill in; `templates` hold the type it is set in."""
    from pipeline.blank.papercode import code_matrix
    from pipeline.blank.pdf import blank_pdf
    from pipeline.blank.pdf_font import FontFiles

    made = programme.forms[form]
    mark = Mark(programme=made.programme, form=made.name, version=made.version, case=case)
    return blank_pdf(
        made,
        data,
        case,
        fonts=FontFiles(regular=templates[PDF_LETTERS[0]], bold=templates[PDF_LETTERS[1]]),
        municipality=programme.municipality,
        programme=programme.title,
        code_of=lambda page: code_matrix(paper_payload(mark, page)),
    )
