"""The one answer to a mail: what was taken in, what is to be mended and why, and nothing about the child.

Files are called by their number: a name may tell on somebody. What stood in a field is never quoted; the copy
of the form with comments says it, and goes along only over a channel that is safe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pipeline import danish, sandbox
from pipeline.process.offices import Office
from pipeline.process.receipts import COMMENTED
from pipeline.records import Finding, FindingKind, Severity, Submission
from pipeline.register import InputRow
from pipeline.render.mail import MailDraft
from pipeline.templating import compile_text
from pipeline.views import Leaf, View
from pipeline.wording import quotes_an_answer

TEMPLATE: Final = "shared/answer.mail.j2"
SIGNED: Final = "Skoleflex"
DENMARK_TIME: Final = "%H.%M"
ATTACHED = "Dit eget skema er vedhæftet med kommentarer ved felterne (»{name}«)."
LIES_THERE = "Er du i tvivl, så ring til os. Vi har skemaet med kommentarer liggende som nummer {folder}."
NO_COPY = "Er du i tvivl, så ring til os. Filen ligger her som nummer {folder}."
FILED = "er ikke læst som et skema. Den er gemt som bilag til sagsnummer {case}."
KNOWN = "har vi modtaget før. Den er ikke registreret igen."
ASKED = "er gemt. En medarbejder finder ud af, hvilken sag den hører til."
NO_FORM = "Filen kan ikke læses"
COMMENT = "se kommentaren ved feltet."
LOOK = "Svaret kan ikke bruges, som det står. Se efter det, og ret det."
"""What is said of a field whose answer would have to be quoted, with the commented form and without it."""
UNOPENED: Final = {
    "mail.encrypted": "En del af mailen er krypteret og ikke åbnet. Send den uden kode som sikker mail.",
    "mail.not_whole": "En del af mailen kunne ikke åbnes. Send den som en almindelig vedhæftet fil.",
}
"""What of a mail was not opened, and what to do, by code."""


def answer_draft(
    office: Office,
    inputs: Sequence[InputRow],
    refused: Iterable[str],
    received: dt.datetime,
    day: dt.date,
    folders: Mapping[str, str],
    *,
    attached: bool,
) -> MailDraft:
    """The answer to a mail with these inputs, in their order.

    `refused` are codes of what in the mail was not opened. `received` knows its time zone; `folders` hold the
    folder of each returned input by id; `attached` says that commented copies go along.
    """
    lines: dict[str, list[View]] = {"accepted": [], "returned": [], "waiting": [], "others": []}
    for number, row in enumerate(inputs, 1):
        where, told = _told(office, row, number, day, folders.get(row.id, ""), attached)
        lines[where].append(View({name: _leaf(value) for name, value in told.items()}))
    lines["unopened"] = [View({"text": _leaf(UNOPENED[code])}) for code in refused]
    mail = {
        "day": danish.format_date_long(received.date()),
        "time": received.strftime(DENMARK_TIME),
        "from": SIGNED,
    }
    context = {"mail": View({name: _leaf(value) for name, value in mail.items()}), **lines}
    return sandbox.make_mail(office.catalogue.templates[TEMPLATE].decode(), TEMPLATE, context)


def _told(
    office: Office, row: InputRow, number: int, day: dt.date, folder: str, attached: bool
) -> tuple[str, dict[str, object]]:
    """Under which heading a file stands, and what is said of it."""
    told: dict[str, object] = {"number": str(number), "form": _form(office, row.submission)}
    if row.end == "accepted":
        return "accepted", {**told, "case": row.case_number, "says": _headline(office, row, day)}
    if row.end == "returned":
        ending = ".pdf" if row.submission.file.lower().endswith(".pdf") else ".docx"
        copy = (
            ATTACHED.format(name=copy_name(number, ending)) if attached else LIES_THERE.format(folder=folder)
        )
        says = copy if row.submission.form else NO_COPY.format(folder=folder)
        lines = [View({"text": _leaf(text)}) for text in to_mend(row.submission.findings, attached)]
        return "returned", {**told, "lines": lines, "says": says}
    if row.end == "waiting" and row.submission.form:
        return "waiting", {**told, "says": f"Filen {ASKED}"}
    if row.end == "duplicate":
        return "others", {**told, "says": KNOWN}
    return "others", {**told, "says": FILED.format(case=row.case_number) if row.case_number else ASKED}


def copy_name(number: int, ending: str) -> str:
    """What the commented copy of a mail's file is called where it goes along."""
    return f"{COMMENTED} - fil {number}{ending}"


def to_mend(findings: Iterable[Finding], attached: bool) -> list[str]:
    """What is to be mended, each field by its printed label; why, where that quotes nobody's answer.

    `attached` says that the form goes along with its comments, which say the rest.
    """
    hidden = COMMENT if attached else LOOK
    lines = []
    for finding in findings:
        if finding.severity is not Severity.ERROR or finding.kind is not FindingKind.FORM:
            continue
        why = hidden if finding.pointer and quotes_an_answer(finding.code) else finding.message
        place = f" ({finding.place})" if finding.place else ""
        lines.append(danish.mask_cprs(f"{finding.label}{place}: {why}"))
    return lines


def _form(office: Office, submission: Submission) -> str:
    if not submission.form:
        return NO_FORM
    programme = office.catalogue.programme(submission.programme)
    return f"{programme.title}, {programme.forms[submission.form].title}"


def _headline(office: Office, row: InputRow, day: dt.date) -> str:
    case = office.case(office.row(row.case_number), day)
    return compile_text(case.programme.received[row.submission.form])(case.names).strip()


def _leaf(value: object) -> object:
    return Leaf(value, value, "register") if isinstance(value, str) else value
