"""An approval that came by mail: first a question to a person, whose yes alone makes a decision of it
(`deciding`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from pipeline import danish
from pipeline.assemble import Case
from pipeline.process.offices import Office
from pipeline.programme import MailApproval
from pipeline.records import Task
from pipeline.register import ApprovalRow, MailRow, Register

BY_MAIL, COUNTS = "approval", "counts"
"""What the keys of these tasks begin with, and the answer that makes a decision of the mail."""
CHOICES: Final = {
    COUNTS: "Ja – svaret lægges på sagen",
    "unused": "Nej – svaret bruges ikke",
}
TITLE = "Svar pr. mail: {label}"
WROTE = "{who} skrev {day}: »{words}«"
GRANTED = (
    " Er det en godkendelse uden betingelser, og er det den rette, der svarer? Den står først i sagen, når "
    "du siger ja. Svaret gælder ansøgningen, som den er nu (kontrolkode {code})."
)
REFUSED = (
    " Er det et endeligt svar, og er det den rette, der svarer? Der er ikke truffet nogen afgørelse, og "
    "familien får ikke besked af mailen. Begrundelsen til familien skrives i beslutningsskemaet. Svaret "
    "gælder ansøgningen, som den er nu (kontrolkode {code})."
)
WHO, BY = "Sagsbehandler", "når svaret er kommet"


def approval_of(office: Office, asked: ApprovalRow) -> MailApproval | None:
    """The programme's row for what was asked; None where it has none (any more)."""
    programme = office.catalogue.programmes.get(office.row(asked.case_number).programme)
    rows = programme.approvals if programme else ()
    return next((one for one in rows if one.id == asked.approval), None)


def is_current(case: Case, approval: MailApproval, asked: ApprovalRow) -> str:
    """Why an answer to what was asked counts for nothing in the case as it is: `stale` where the application
    has changed, `answered` where a decision is there. Empty where it counts."""
    if str(case.ahead.names["case"].control_code) != asked.code:
        return "stale"
    held = case.ahead.parts.get(approval.part)
    return "answered" if held and not held.void else ""


def approval_tasks(register: Register, case: Case) -> Iterator[Task]:
    """One task for each answer of a case that counts for the application as it is."""
    labels = {part.name: part.label for part in case.programme.parts}
    held = register.approvals.of_case(case.number) if case.programme.approvals else []
    answers = [(row, asked) for row in case.programme.approvals for asked in held if asked.approval == row.id]
    for approval, asked in answers:
        mail = register.find_incoming(asked.mail)
        if mail is None:
            continue
        why = is_current(case, approval, asked)
        if not why or (why == "answered" and made_of(case, approval, mail)):
            yield Task(
                key=f"{BY_MAIL}:{asked.id}",
                title=TITLE.format(label=labels[approval.part]),
                says=_quoted(asked) + (GRANTED if asked.granted else REFUSED).format(code=asked.code),
                who=WHO,
                by=BY,
                choices=CHOICES,
            )


def made_of(case: Case, approval: MailApproval, mail: MailRow) -> bool:
    """Whether the decision that is there is this very mail, whose question was cut off before its end."""
    held = case.ahead.parts.get(approval.part)
    return held is not None and held.submission.sha256 == mail.sha256


def _quoted(asked: ApprovalRow) -> str:
    who = f"{asked.name} ({asked.title})" if asked.title else asked.name
    words = " / ".join(" ".join(line.split()) for line in asked.words.split("\n") if line.strip())
    return WROTE.format(who=who, day=day_of(asked), words=words)


def day_of(asked: ApprovalRow) -> str:
    """The day of an answer, as people write it."""
    return danish.format_date_long(dt.date.fromisoformat(asked.answered_on))
