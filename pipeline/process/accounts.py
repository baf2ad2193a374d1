"""A case told to people: one line in the list, or everything about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pipeline.assemble import due_documents, prefilled
from pipeline.definitions import get
from pipeline.process.documents import Office
from pipeline.process.receipts import read_rows, waiting_sentences


def case_lines(office: Office, day: dt.date) -> list[dict[str, str]]:
    """Every case: number, child, school, state, and the most urgent next step."""
    lines = []
    for row in office.register.cases():
        case, filed = office.case(row, day)
        steps = due_documents(case).next_steps
        opener = next(e.submission for e in reversed(filed) if e.submission.form == case.programme.opens)
        lines.append(
            {
                "case": row.number,
                "programme": case.programme.title,
                "child": str(get(opener.data, case.programme.child_name) or ""),
                "school": str(get(opener.data, case.programme.place) or ""),
                "state": str(case.names["state"]),
                "next": f"{steps[0]['who']}: {steps[0]['what']}" if steps else "",
            }
        )
    return lines


def case_account(office: Office, number: str, day: dt.date) -> dict[str, Any]:
    """All about one case. Raises SetupError where there is none of that number."""
    row = office.row(number)
    case, _ = office.case(row, day)
    outlook = due_documents(case)
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
            for document in office.register.documents(number)
        ],
        "conflicts": list(case.conflicts),
        "voided": list(case.voided),
        "waiting": waiting_sentences(outlook),
        "next": [dict(step) for step in outlook.next_steps],
    }


def prefill_form(office: Office, number: str, form: str, day: dt.date) -> dict[str, Any]:
    """The data a form of the programme is filled in with from a case."""
    row = office.row(number)
    case, _ = office.case(row, day)
    return prefilled(case, form)
