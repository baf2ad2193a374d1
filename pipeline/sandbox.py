"""The one door through which documents nobody here wrote are read, and letters are made.

Everything behind it takes bytes and gives values, so the door can move into a limited child process without
a caller noticing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.annotate.word import annotate_word
from pipeline.blank.word import blank_word
from pipeline.container import sniff
from pipeline.definitions import Form
from pipeline.errors import InputRejected
from pipeline.extract.word import read_word
from pipeline.programme import Programme
from pipeline.records import ExtractedForm, Finding, RenderedDocument
from pipeline.render.calendar import meetings_calendar
from pipeline.render.mail import MailDraft, render_mail
from pipeline.render.word import compile_word, render_word
from pipeline.views import View

NOT_READ = {
    "empty": "file.empty",
    "ole": "file.old_word",
    "ole-encrypted": "file.encrypted",
    "rtf": "file.rtf",
    "odt": "file.odt",
    "html": "file.html",
    "pdf": "file.pdf",
    "zip": "file.not_word",
}


def read_document(content: bytes) -> ExtractedForm:
    """What stands in a document, whatever its name says it is.

    Raises InputRejected with a code that says why it can't be read.
    """
    kind = sniff(content)
    if kind == "docx":
        return read_word(content)
    raise InputRejected(NOT_READ.get(kind, "file.unknown"))


def make_commented(
    content: bytes, findings: Sequence[Finding], form: Form, written: dt.datetime | None = None
) -> bytes | None:
    """The sender's own document with a comment at each error and warning, and otherwise as it came.

    None where there is nothing to say, or the document is of a kind that can't be commented.
    """
    return annotate_word(content, findings, form, written=written) if sniff(content) == "docx" else None


def make_word(template: bytes, name: str, context: Mapping[str, Any], title: str) -> RenderedDocument:
    """A letter or plan from its template. Raises RenderError naming what in the template can't be merged."""
    return render_word(compile_word(template, name), context, title=title)


def make_mail(template: str, name: str, context: Mapping[str, Any]) -> MailDraft:
    """A mail's subject and body from its template. Raises RenderError as `make_word`."""
    return render_mail(template, name, context)


def make_calendar(number: str, meetings: Sequence[View], stamp: dt.datetime, key: str) -> bytes:
    """The meetings of a case as a calendar file; `key` tells cases apart that have no number yet."""
    return meetings_calendar(number, meetings, stamp, key)


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
