"""A decision made of an answer that came by mail, once a person has said that it is one.

It says what the mail says and what the programme's data takes from the case, and nothing else: what the
letters need beside it is told as missing, and they wait for it by their gates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.assemble import Case
from pipeline.assemble.prefill import filled_with
from pipeline.definitions import leaves
from pipeline.delivery import write_once
from pipeline.process.approved import approval_of, day_of, is_current, made_of
from pipeline.process.child import noted_child
from pipeline.process.offices import Office
from pipeline.process.reading import examine
from pipeline.process.releasing import Refused
from pipeline.process.tasks import label_of
from pipeline.programme import MailApproval
from pipeline.records import Severity, Source, Status, Submission
from pipeline.register import ApprovalRow, InputRow, MailRow
from pipeline.views import Absent, Leaf, View

COUNTED = "Svar pr. mail fra {name} {day}; set af {by}."
FOLDER, FILE = "svar", "Svar pr. mail {label}.eml"
PLACE = "mail af {day}"


def count_approval(office: Office, key: str, by: str, day: dt.date) -> None:
    """Make a decision of the answer that a task is about, and lay the mail into the folder of its case.

    Doing it again changes nothing. Raises Refused where the application is another by now, or a decision has
    come another way.
    """
    asked = office.register.approvals.find(key.partition(":")[2])
    mail = office.register.find_incoming(asked.mail) if asked else None
    approval = approval_of(office, asked) if asked else None
    if asked is None or mail is None or approval is None:
        raise Refused("task.gone", "there is no such answer")
    case = office.case(office.row(asked.case_number), day)
    why = is_current(case, approval, asked)
    if why and not (why == "answered" and made_of(case, approval, mail)):
        raise Refused(f"approval.{why}", "the answer doesn't count for the case as it is now")
    came_by = office.of_mail(mail.id).workspace
    id = f"{mail.id}-001"
    row = office.register.find_input(id)
    if row is None:
        decision = _decision(case, approval, asked, mail, day)
        row = InputRow(
            id=id,
            sha256=mail.sha256,
            channel=came_by.channel.replace("folder", "mail", 1),
            received_at=mail.received_at,
            end="accepted",
            case_number=asked.case_number,
            submission=decision,
            child=noted_child(decision, office.catalogue),
            reason=COUNTED.format(name=asked.name, day=asked.answered_on, by=by),
        )
        row = office.register.record(row)
    original = (office.workspace.archive / mail.sha256[:2] / mail.sha256).read_bytes()
    home = office.of_case(asked.case_number).workspace.cases / asked.case_number / FOLDER
    write_once(home / FILE.format(label=label_of(row)), original)


def _decision(
    case: Case, approval: MailApproval, asked: ApprovalRow, mail: MailRow, day: dt.date
) -> Submission:
    """The form as the mail and the case fill it in. What it lacks is a warning: it goes back to nobody."""
    form = case.programme.forms[approval.form]
    data = filled_with(case.ahead, approval.form, approval.sets, answer=_answer(asked))
    place = PLACE.format(day=day_of(asked))
    told = dict(leaves(data))
    sources = {
        pointer: Source(raw=str(told[pointer]), place=place, by="mail")
        for pointer, expression in approval.sets.items()
        if "answer." in expression and pointer in told
    }
    sound, findings, skipped = examine(data, form, case.programme, day, sources=sources)
    return Submission(
        file="Svar pr. mail.eml",
        sha256=mail.sha256,
        status=Status.ACCEPTED,
        programme=case.programme.id,
        form=form.name,
        version=form.version,
        case=case.number,
        data=sound,
        findings=tuple(
            replace(one, severity=Severity.WARNING) if one.severity is Severity.ERROR else one
            for one in findings
        ),
        sources=sources,
        skipped_rules=skipped,
    )


def _answer(asked: ApprovalRow) -> View:
    """The answer as the expressions of the programme see it."""
    said = {
        "granted": asked.granted,
        "name": asked.name,
        "title": asked.title,
        "day": asked.answered_on,
        "reason": asked.reason,
        "code": asked.code,
    }
    return View(
        {
            name: Absent(path=f"answer.{name}") if value == "" else Leaf(value, str(value), "mail")
            for name, value in said.items()
        }
    )
