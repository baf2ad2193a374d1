"""Approvals asked for by mail: one mail to each who may approve, with a key that only that mail bears.

What is asked for is a document like every other, made while its programme says so; it goes out by the rules
of all mails. The key and what the mail encloses are put to it here, and kept apart from what staff can open.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from pipeline.assemble import Case
from pipeline.delivery import write_file
from pipeline.post.approval import LETTERS, hash_of_key, with_key
from pipeline.process.documents import CaseWork
from pipeline.process.making import HOUR
from pipeline.process.offices import Office
from pipeline.process.placing import is_edited
from pipeline.process.sending import ANSWERS, SENT, mail_id
from pipeline.programme import MailApproval
from pipeline.records.channels import Approver
from pipeline.register import ApprovalRow, DocumentRow, OutboxRow
from pipeline.render.mail import as_mail, read_draft, renamed

GROUPS: Final = 4
"""Of four letters: 20 to the power of 16 keys."""


def queue_requests(office: Office, work: CaseWork, day: dt.date) -> None:
    """Put a mail on record for each approval that a case asks for, to each who may give it on the day; so to
    a deputy whose time begins while nobody has answered."""
    due = {one.document: one.key for one in work.outlook.due}
    held = {document.key: document for document in work.documents if document.state == "ready"}
    for approval in work.case.programme.approvals:
        draft = held.get(due.get(approval.document, ""))
        enclosed = [held[key] for name in approval.encloses if (key := due.get(name, "")) in held]
        if draft is None or len(enclosed) < len(approval.encloses):
            continue
        rows = office.register.mails(case_number=draft.case_number)
        known = {(row.document_version, row.recipient) for row in rows if row.document_key == draft.key}
        for approver in office.workspace.may_approve(approval.role, day):
            if (draft.version, approver.address) not in known:
                _put_ready(office, work.case, approval, approver, draft, enclosed)


def _draft(office: Office, document: DocumentRow) -> bytes | None:
    """What is to be asked, as it waits or as it went to others; None where somebody has changed or taken
    it."""
    waits = office.workspace.shared / document.path
    went = office.workspace.cases / document.case_number / SENT / waits.name
    content = next((path.read_bytes() for path in (waits, went) if path.exists()), b"")
    return content if hashlib.sha256(content).hexdigest() == document.sha256 else None


def _put_ready(
    office: Office,
    case: Case,
    approval: MailApproval,
    approver: Approver,
    draft: DocumentRow,
    enclosed: Sequence[DocumentRow],
) -> None:
    relay, content = office.workspace.mail_out, _draft(office, draft)
    if relay is None or content is None or any(is_edited(office, one) for one in enclosed):
        return
    case_id = office.register.case_id(draft.case_number)
    id = mail_id(case_id, draft.key, str(draft.version), approver.address)
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
    told = read_draft(content)
    files = [office.workspace.shared / one.path for one in enclosed]
    made = as_mail(
        renamed(told, with_key(told.subject, key)),
        relay.sender,
        approver.address,
        mail.message_id,
        dt.datetime.combine(case.day, HOUR, dt.UTC),
        attached=[(path.name, path.read_bytes()) for path in files],
    )
    write_file(office.workspace.data / ANSWERS / f"{id}.eml", made)
    asked = ApprovalRow(
        id=id,
        case_number=draft.case_number,
        approval=approval.id,
        code=str(case.ahead.names["case"].control_code),
        key_hash=hash_of_key(key),
    )
    office.register.approvals.ask(mail, asked)
