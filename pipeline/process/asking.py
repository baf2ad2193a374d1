"""Approvals asked for by mail: one mail to each who may approve, with a key that only that mail bears.

What is asked for is a document like every other, made while its programme says so; it goes out by the rules
of all mails. The key and what the mail encloses are put to it here, and kept apart from what staff can open.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import Final

from pipeline.delivery import write_file
from pipeline.post.approval import LETTERS, hash_of_key, with_key
from pipeline.process.documents import is_edited
from pipeline.process.offices import Office
from pipeline.process.sending import ANSWERS, mail_id, waits_in_outbox
from pipeline.process.stopped import workable_cases
from pipeline.programme import MailApproval
from pipeline.records.channels import Approver
from pipeline.register import ApprovalRow, CaseRow, DocumentRow, OutboxRow
from pipeline.render.mail import as_mail, read_draft, renamed

GROUPS: Final = 4
"""Of four letters: 20 to the power of 16 keys."""


def queue_requests(office: Office, now: dt.datetime, day: dt.date) -> None:
    """Put a mail on record for each approval that is to be asked for, to each who may give it on the day."""
    for case in workable_cases(office):
        wanted = office.catalogue.programme(case.programme).approvals
        if wanted:
            home = office.of_case(case.number)
            held = {document.key.partition(".")[0]: document for document in _ready(home, case)}
            for approval in wanted:
                if approval.document in held:
                    _ask(home, case, approval, held, now, day)


def _ready(office: Office, case: CaseRow) -> Iterator[DocumentRow]:
    return (one for one in office.register.documents(case.number) if one.state == "ready")


def _ask(
    office: Office,
    case: CaseRow,
    approval: MailApproval,
    held: dict[str, DocumentRow],
    now: dt.datetime,
    day: dt.date,
) -> None:
    draft = held[approval.document]
    enclosed = [held[name] for name in approval.encloses if name in held]
    complete = len(enclosed) == len(approval.encloses) and not any(is_edited(office, one) for one in enclosed)
    if not waits_in_outbox(office, draft) or not complete:
        return
    for approver in office.workspace.may_approve(approval.role, day):
        id = mail_id(office.register.case_id(case.number), draft.key, str(draft.version), approver.address)
        if office.register.find_mail(id) is None:
            _put_ready(office, id, approval, approver, draft, enclosed, now, day)


def _put_ready(
    office: Office,
    id: str,
    approval: MailApproval,
    approver: Approver,
    draft: DocumentRow,
    enclosed: list[DocumentRow],
    now: dt.datetime,
    day: dt.date,
) -> None:
    relay = office.workspace.mail_out
    assert relay is not None  # noqa: S101 - else nobody may approve
    key = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))
    mail = OutboxRow(
        id=id,
        case_number=draft.case_number,
        document_key=draft.key,
        document_version=draft.version,
        role=f"{approval.role}/{id[:8]}",
        message_id=f"<{id}@skoleflex.invalid>",
        recipient=approver.address,
    )
    told = read_draft((office.workspace.shared / draft.path).read_bytes())
    files = [office.workspace.shared / one.path for one in enclosed]
    content = as_mail(
        renamed(told, with_key(told.subject, key)),
        relay.sender,
        approver.address,
        mail.message_id,
        now,
        attached=[(path.name, path.read_bytes()) for path in files],
    )
    write_file(office.workspace.data / ANSWERS / f"{id}.eml", content)
    code = str(office.case(office.row(draft.case_number), day).ahead.names["case"].control_code)
    asked = ApprovalRow(
        id=id,
        case_number=draft.case_number,
        approval=approval.id,
        code=code,
        key_hash=hash_of_key(key),
    )
    office.register.approvals.ask(mail, asked)
