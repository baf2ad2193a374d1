"""An answered page came back: read like every other form, and answered by the same code as the command.

Whatever isn't clear goes back with comments, and the question stays open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import danish, sandbox
from pipeline.assemble.case import date_leaf
from pipeline.definitions import Form
from pipeline.delivery import write_once
from pipeline.interpret import interpret
from pipeline.process.answering import Refused, Reply, take_answer
from pipeline.process.offices import Office
from pipeline.process.pages import (
    ANSWER,
    PAGES,
    SCHEMA,
    UNKNOWN,
    VERSION,
    Question,
    identity_of,
    named_in,
    page_form,
    ticket_of,
)
from pipeline.process.questions import find_question, find_task
from pipeline.process.reading import SIGNED_COPY, status_of
from pipeline.process.receipts import commented_as, returned_list
from pipeline.process.tasks import came_on, label_of
from pipeline.records import (
    ExtractedForm,
    Finding,
    FindingKind,
    IncomingFile,
    Severity,
    Status,
    Submission,
)
from pipeline.register import InputRow
from pipeline.validate import untold, validate, without_errors
from pipeline.wording import word_all
from pipeline.wording.tasks import REFUSED

ANSWERS = "svar"
"""The folder of a case in which the answered pages lie."""
NOT_TAKEN = "Svaret er ikke noteret: se nedenfor, hvad der mangler. Der er ikke ændret noget i sagen."
ABOUT = "Siden"
FOLDER_CHANNEL = "folder"
"""The one channel that answers come by: whoever may lay a file there works in the office."""


def is_answer(submission: Submission) -> bool:
    """Whether an input on record is the answered page of a question."""
    return submission.programme == PAGES


def answer_page(office: Office, row: InputRow, file: IncomingFile, day: dt.date) -> InputRow:
    """The row of an answered page: `accepted` with the case its answer is noted in, else `returned`."""
    extracted = sandbox.read_document(file.content)
    ticket = _ticket(extracted, office)
    name = named_in(ticket)[0]
    submission = _read(file, extracted, find_question(office, name), ticket, office)
    returned = replace(row, submission=submission, end="returned", case_number=_case_of(office, name))
    if submission.status is not Status.ACCEPTED:
        return returned
    reply = Reply(
        name=name,
        answer=submission.data["answer"],
        by=submission.data["by"],
        day=day,
        note=submission.data.get("note", ""),
        case_no=submission.data.get("case_no", "").upper(),
    )

    def accepted(number: str) -> InputRow:
        return replace(returned, end="accepted", case_number=number)

    try:
        # On record in one with what the answer does: it has been taken with all of it, or not at all.
        number = take_answer(office, reply, lambda number: office.register.record(accepted(number)))
    except Refused as refused:
        told = (*submission.findings, _about_page(refused.code, "/case_no", **refused.params))
        return replace(returned, submission=replace(submission, status=Status.REJECTED, findings=told))
    return accepted(number)


def _case_of(office: Office, name: str) -> str:
    number, slash, _ = name.partition("/")
    return number if slash and office.register.find_case(number) else ""


def _ticket(extracted: ExtractedForm, office: Office) -> str:
    """The hidden words by which a page says what it asks; empty where they are gone, or are several."""
    title = office.catalogue.schemas[SCHEMA]["properties"]["ticket"]["title"]
    found = {
        danish.clean_line(answer.raw)
        for answer in extracted.answers
        # LibreOffice drops the tags of controls and keeps their titles.
        if answer.tag == "ticket" or title in (answer.alias, answer.label)
    }
    return found.pop() if len(found) == 1 else ""


def _read(
    file: IncomingFile, extracted: ExtractedForm, question: Question | None, ticket: str, office: Office
) -> Submission:
    """What stands on a page, with every finding; accepted only where it answers the question there is."""
    empty = Submission(
        file=file.name,
        sha256=file.sha256,
        status=Status.REJECTED,
        programme=PAGES,
        form=ANSWER,
        version=VERSION,
        case=named_in(ticket)[0],
    )
    if found := _not_this_question(office, file, extracted, question, ticket):
        return replace(empty, findings=(found,))
    assert question is not None  # noqa: S101 - else it was not this question
    form = page_form(question, office.catalogue)
    read = interpret(extracted, form)
    problems = (*read.problems, *untold(validate(read.data, form), read.problems))
    data = without_errors(read.data, problems)
    findings = (*word_all(problems, form, read.sources, read.spots), *_unclear(data, form))
    return replace(
        empty,
        status=status_of(findings),
        data=data,
        findings=findings,
        sources={at: source for at, source in read.sources.items() if at != "/ticket"},
    )


def _not_this_question(
    office: Office, file: IncomingFile, extracted: ExtractedForm, question: Question | None, ticket: str
) -> Finding | None:
    """Why a page answers no question that is open here; None where it does."""
    name, identity = named_in(ticket)
    if file.channel.partition(":")[0] != FOLDER_CHANNEL:
        return _about_page("task.channel")
    if SIGNED_COPY in extracted.notices:
        return _about_page("task.paper")
    if not name:
        return _about_page("task.damaged")
    if identity != identity_of(office.workspace):
        return _about_page("task.foreign")
    task = find_task(office, name)
    if task is not None and task.state == "answered":
        answer = task.choices.get(task.answer, task.answer)
        day = danish.format_date_long(dt.date.fromisoformat(task.answered_on))
        return _about_page("task.answered", day=day, by=task.answered_by, answer=answer)
    if question is None:
        return _about_page("task.gone")
    if ticket != ticket_of(question, office.workspace):
        return _about_page("task.stale")
    return None


def _unclear(data: dict[str, object], form: Form) -> Iterable[Finding]:
    """What no schema says of the name: it has to be one."""
    name = str(data.get("by", ""))
    if name and sum(char.isalpha() for char in name) < 2:
        yield _about_page("task.no_name", "/by")


def _about_page(code: str, pointer: str = "", **params: str) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        kind=FindingKind.FORM,
        code=code,
        pointer=pointer,
        label=ABOUT,
        place="",
        message=REFUSED[code].format(**params),
    )


# ── telling staff ─────────────────────────────────────────────────────────────────────────────────────


def file_answer(office: Office, row: InputRow, content: bytes) -> Path:
    """An answered page, laid into the folder of its case as it came; one that was not taken goes back with
    comments, as a form does."""
    label = label_of(row)
    if row.end == "accepted":
        # Of a form that belongs to no case the answer goes where the form goes.
        home = office.workspace.cases / row.case_number / ANSWERS
        place = home if row.case_number else office.workspace.returned / row.submission.case
        return write_once(place / f"Svar {label}{_ending(row)}", content)
    place = office.workspace.returned / label
    write_once(place / f"Det indsendte svar{_ending(row)}", content)
    findings, form = _found_again(office, row, content)
    commented = commented_as(content, findings, form, dt.datetime.fromisoformat(row.received_at))
    if commented:
        write_once(place / commented.name, commented.content)
    came = date_leaf(came_on(row), "register")
    listed = returned_list(
        row.submission, came, office.catalogue, copy=commented.name if commented else "", headline=NOT_TAKEN
    )
    write_once(place / "Det skal rettes.docx", listed.content)
    return place


def _found_again(office: Office, row: InputRow, content: bytes) -> tuple[tuple[Finding, ...], Form]:
    """The findings with the spots they are about, which the register doesn't keep, and the page's form."""
    extracted = sandbox.read_document(content)
    ticket = _ticket(extracted, office)
    question = find_question(office, named_in(ticket)[0])
    if question is None or ticket != ticket_of(question, office.workspace):
        return row.submission.findings, page_form(UNKNOWN, office.catalogue)
    file = IncomingFile(name=row.submission.file, content=content, channel=row.channel)
    fresh = _read(file, extracted, question, ticket, office)
    same = fresh.findings == row.submission.findings
    return (fresh if same else row.submission).findings, page_form(question, office.catalogue)


def _ending(row: InputRow) -> str:
    ending = Path(row.submission.file).suffix.lower()
    return ending if ending in (".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf") else ""
