"""A case told to people: one line in the list, or everything about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.assemble import Case, due_documents, next_steps, prefilled
from pipeline.definitions import get
from pipeline.process.answer_pages import is_answer
from pipeline.process.attachments import attachment_lines
from pipeline.process.documents import Office, asked_for, counted
from pipeline.process.pages import UNKNOWN, page_form
from pipeline.process.questions import find_input
from pipeline.process.receipts import read_rows, waiting_sentences
from pipeline.process.released import FROZEN
from pipeline.register import CaseRow, DocumentRow
from pipeline.wording import label_of as label_of_field

_LABEL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4,}")

MEND = "Den, der står for opsætningen: Ret fejlen i programmets filer."


def case_lines(office: Office, day: dt.date) -> list[dict[str, str]]:
    """Every case: number, child, school, state, and the most urgent next step."""
    lines = []
    facts = office.facts(day)
    for row in office.register.cases():
        if row.programme not in office.catalogue.programmes:
            still = {"case": row.number, "programme": row.programme, "state": "Står stille"}
            lines.append({**still, "child": "", "school": "", "next": MEND})
            continue
        case = office.case(row, day, facts)
        steps = _steps(office.of_case(row.number), row, case)
        lines.append(
            {
                "case": row.number,
                "programme": case.programme.title,
                "child": said_of(case, case.programme.child_name),
                "school": said_of(case, case.programme.place),
                "state": str(case.names["state"]),
                "next": f"{steps[0]['who']}: {steps[0]['what']}" if steps else "",
            }
        )
    return lines


def said_of(case: Case, pointer: str) -> str:
    """What stands at a pointer of the newest form that may open a case."""
    forms = (*case.programme.opens_early, case.programme.opens)
    held = sorted(
        (part for part in case.parts.values() if part.submission.form in forms),
        key=lambda part: forms.index(part.submission.form),
    )
    return str(get(held[-1].submission.data, pointer) or "") if held else ""


def _steps(office: Office, row: CaseRow, case: Case) -> tuple[Mapping[str, str], ...]:
    asks = office.asks(row, case.day)
    asked = asked_for(case, due_documents(case, asks)) if asks else 0
    held = {document.key: document for document in office.register.documents(case.number)}
    return next_steps(case, counted(office, held, office.register.tasks(case.number), asked))


def case_account(office: Office, number: str, day: dt.date) -> dict[str, Any]:
    """All about one case. Raises SetupError where there is none of that number."""
    row = office.row(number)
    office = office.of_case(number)
    case = office.case(row, day)
    outlook = due_documents(case, office.asks(row, day))
    return {
        "case": number,
        "programme": case.programme.title,
        "state": str(case.names["state"]),
        "opened": row.opened_on,
        "read": [dict(line) for line in read_rows(case)],
        "documents": [
            {
                "key": document.key,
                "title": document.title,
                "version": document.version,
                "state": document.state,
                "file": Path(document.path).name,
                "dated": document.dated,
                "released_by": document.released_by,
            }
            for key in dict.fromkeys(one.key for one in office.register.documents(number))
            for document in _told_of(office.register.versions(number, key))
        ],
        "conflicts": [conflict.says for conflict in case.conflicts],
        "voided": list(case.voided),
        "past": [str(sentence) for sentence in case.names["past"]],
        "waiting": waiting_sentences(outlook),
        "attachments": list(attachment_lines(office, case)),
        "tasks": [
            {
                "task": task.name,
                "state": task.state,
                "title": task.title,
                "says": task.says,
                "who": task.who,
                "by": task.by,
                "choices": dict(task.choices),
                "answer": task.answer,
                "answered_by": task.answered_by,
                "answered_on": task.answered_on,
                "note": task.note,
            }
            for task in office.register.tasks(number)
            if task.state != "gone"
        ],
        "filed": [
            {"system": filing.system, "on": filing.filed_on, "by": filing.noted_by}
            for filing in office.register.filings(number)
        ],
        "holds": [
            {"reason": hold.reason, "by": hold.set_by}
            for hold in office.register.holds(number)
            if not hold.lifted_by
        ],
        "next": [dict(step) for step in _steps(office, row, case)],
    }


def values_read(office: Office, name: str) -> list[dict[str, str]] | None:
    """What was read from the file that a receipt or an answered page is about, by the label in its name; None
    where the name bears none, or no file here has it."""
    label = _LABEL.search(name)
    row = find_input(office, label[0]) if label else None
    if row is None or not row.submission.sources:
        return None
    submission = row.submission
    if is_answer(submission):
        title = f"Opgave {submission.case}"
        form = page_form(UNKNOWN, office.catalogue)
    else:
        form = office.catalogue.form_of(submission.programme, submission.form, submission.version)
        title = form.title
    return [
        {
            "text": source.raw,
            "field": label_of_field(pointer, form),
            "form": title,
            "place": source.place,
        }
        for pointer, source in submission.sources.items()
    ]


def _told_of(versions: Sequence[DocumentRow]) -> list[DocumentRow]:
    """The newest version of a document, and every one that was released before it."""
    return [version for version in versions[:-1] if version.state in FROZEN] + [*versions[-1:]]


def prefill_form(office: Office, number: str, form: str, day: dt.date) -> dict[str, Any]:
    """The data a form of the programme is filled in with from a case, with every change that is known."""
    return prefilled(office.case(office.row(number), day).ahead, form)
