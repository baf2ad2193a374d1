"""What staff are told: the receipt of an accepted file, the list that goes back with a returned one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import danish, sandbox
from pipeline.assemble import Case, Outlook
from pipeline.assemble.case import NO_NUMBER
from pipeline.assemble.view import shown
from pipeline.catalogue import Catalogue
from pipeline.definitions import Field, Form, get
from pipeline.process.making import Made, make_proved, template_of
from pipeline.records import Finding, FindingKind, RenderedDocument, Severity, Status, Submission
from pipeline.templating import compile_text
from pipeline.views import Absent, Leaf, View

RETURNED = "Skemaet er sendt tilbage, fordi noget mangler. Det er ikke et afslag."
UNREAD = "Filen er sendt tilbage, fordi den ikke kunne læses som et skema. Det er ikke et afslag."
SEVERITIES = {
    Severity.ERROR: "Skal rettes",
    Severity.WARNING: "Bør ses efter",
    Severity.NOTICE: "Til orientering",
}
CRITERION = "Vurderes af myndigheden"
COMMENTED = "Ret her"
"""The name of the copy with comments that goes back beside the untouched file."""
PERHAPS_A_PAPER = "Er det et bilag til en sag, så læg det i sagens mappe under bilag i stedet."
HOW_TO_MEND = "Ret helst i »{name}«: jeres eget skema med kommentarer ved felterne."
STATES = {
    "draft": "Udkast – afventer frigivelse",
    "unchecked": "Udkast – hjemmel skal kontrolleres",
    "ready": "Klar",
    "released": "Frigivet",
    "sent": "Frigivet og sendt",
    "withdrawn": "Trukket",
}


def receipt(
    case: Case,
    submission: Submission,
    outlook: Outlook,
    steps: Sequence[Mapping[str, str]],
    made: Sequence[Mapping[str, str]],
    catalogue: Catalogue,
    received: Leaf,
    also: Iterable[str] = (),
) -> RenderedDocument:
    """The kvittering: what became of the file, what comes next, what was read and made, what waits.

    `received` is the day the file came. `steps` are the next steps, `made` are rows of `title`, `file` and
    `status`; `also` further sentences, each a line of its own.
    """
    headline = compile_text(case.programme.received[submission.form])(case.names).strip()
    context = {
        **_head(headline, submission, case.number, received),
        "case": case.names["case"],
        "today": case.names["today"],
        "read": _rows(read_rows(case)),
        "made": _rows(made),
        "waits": _rows({"text": text} for text in waiting_sentences(outlook)),
        "findings": _findings(submission.findings),
        "next": _rows(steps),
        "also": _rows({"text": text} for text in also),
    }
    template = template_of(case.programme, "receipt.docx", catalogue)
    return make_proved(template, "receipt.docx", context, "Kvittering")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedCopy:
    """The sender's own form with comments, and what it is called."""

    name: str
    content: bytes


def commented_copy(
    content: bytes, submission: Submission, catalogue: Catalogue, written: dt.datetime | None = None
) -> CommentedCopy | None:
    """The sender's own form with comments at what is to be mended; `written` is the day they bear.

    None for a file that was not read as a form, that has nothing to mend, or that can't be commented.
    """
    if not submission.form:
        return None
    form = catalogue.form_of(submission.programme, submission.form, submission.version)
    return commented_as(content, submission.findings, form, written)


def commented_as(
    content: bytes, findings: Sequence[Finding], form: Form, written: dt.datetime | None = None
) -> CommentedCopy | None:
    """`commented_copy` of a file that was read as this form."""
    commented = sandbox.make_commented(content, findings, form, written)
    if commented is None:
        return None
    ending = "pdf" if commented.startswith(b"%PDF") else "docx"
    return CommentedCopy(name=f"{COMMENTED}.{ending}", content=commented)


def returned_list(
    submission: Submission, day: Leaf, catalogue: Catalogue, *, copy: str = "", headline: str = ""
) -> RenderedDocument:
    """The list that goes back with a file: what is to be mended, and where.

    `copy` is the name of the copy with comments that lies beside it; `headline` says what became of the file,
    where it was no form of a programme.
    """
    headline = headline or (RETURNED if submission.status is Status.REJECTED else UNREAD)
    hint = PERHAPS_A_PAPER if headline == UNREAD else HOW_TO_MEND.format(name=copy) if copy else ""
    context = {
        **_head(headline, submission, submission.case, day, hint),
        "today": day,
        "findings": _findings(submission.findings),
    }
    return make_proved(catalogue.templates["shared/returned.docx"], "returned.docx", context, "Til rettelse")


def _head(
    headline: str, submission: Submission, number: str, received: Leaf, subline: str = ""
) -> dict[str, Any]:
    file = danish.clean_line(danish.mask_cprs(submission.file)) or "fil uden navn"
    return _page_head(headline, file, number, received, subline)


def _page_head(headline: str, file: str, number: str, received: Leaf, subline: str = "") -> dict[str, Any]:
    return {
        "receipt": View(
            {
                "headline": _leaf(headline),
                "file": _leaf(file),
                "number": _leaf(number or NO_NUMBER),
                "received": received,
                "subline": _leaf(subline) if subline else Absent(path="receipt.subline"),
            }
        )
    }


def read_rows(case: Case) -> Iterable[Mapping[str, str]]:
    """The values that staff recognise a case by, each with the place it was read from."""
    for entry in case.programme.summary:
        name, _, pointer = entry.partition(":")
        held = case.parts.get(name)
        value = get(held.submission.data, pointer) if held else None
        field = held.form.find(pointer) if held else None
        if held and value is not None and isinstance(field, Field):
            source = held.submission.sources.get(pointer)
            place = f"{held.part.label}, {source.place}" if source and source.place else held.part.label
            yield {"label": field.label, "value": shown(field, value), "place": place}


def waiting_sentences(outlook: Outlook) -> list[str]:
    """What the case waits for, each reason once."""
    return list(dict.fromkeys(reason for waiting in outlook.waiting for reason in waiting.reasons))


def _findings(findings: Iterable[Finding]) -> tuple[View, ...]:
    return _rows(
        {
            "severity": CRITERION if finding.kind is FindingKind.CRITERION else SEVERITIES[finding.severity],
            "label": finding.label,
            "place": finding.place,
            "message": finding.message,
        }
        for finding in findings
    )


def made_row(made: Made) -> Mapping[str, str]:
    """How a document that was just made stands on a receipt."""
    draft = "unchecked" if made.unchecked else "draft"
    state = draft if made.document.released else "ready"
    return {"title": made.due.title, "file": made.file, "status": STATES[state]}


def _rows(rows: Iterable[Mapping[str, str]]) -> tuple[View, ...]:
    return tuple(View({key: _leaf(text) for key, text in row.items()}) for row in rows)


def _leaf(text: str) -> Leaf:
    return Leaf(text, text, "receipt")
