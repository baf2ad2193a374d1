"""Answers to approvals that were asked for by mail: taken where nothing about them is unclear, else left.

What is taken is put on record and asks for a person's eyes (`approved`); nothing else comes of it. What is
unclear stays unread where it lies, and is listed with what is unclear about it (`mail_left`).
Source: 001_06c0b31cd508fc6a.txt (a leading member of each administration approves by mail).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline import sandbox
from pipeline.errors import InputRejected
from pipeline.intake.mailbox import Envelope
from pipeline.post import Mail
from pipeline.post.approval import Approval, hash_of_key, key_in, read_approval, why_no_answer
from pipeline.post.trust import is_vouched_for, may_write
from pipeline.process.approved import approval_of, is_current
from pipeline.process.attachments import keep_in_archive
from pipeline.process.offices import Office
from pipeline.records import IncomingFile
from pipeline.records.channels import Approver, MailIn
from pipeline.register import ApprovalRow, MailRow

APPROVED, UNCLEAR = "approval", "unclear"
"""The end of a mail that answers what was asked, and of one that may and is left to people."""


def answered_in(office: Office, envelope: Envelope) -> ApprovalRow | None:
    """What a mail may be an answer to, by the mails it refers to or the key in its subject."""
    asked = office.register.approvals.asked_in(envelope.refers_to) if envelope.refers_to else None
    key = key_in(envelope.subject)
    return asked or (office.register.approvals.with_key(hash_of_key(key)) if key else None)


def take_approval(
    office: Office, told: MailIn, row: MailRow, content: bytes, asked: ApprovalRow, day: dt.date
) -> bool:
    """Put a mail on record as an answer to what was asked, or as unclear; False where it is for others to
    take: one that can't be opened, reports that ours did not arrive, or holds files."""
    try:
        mail = sandbox.open_mail(content)
    except InputRejected:
        return False
    if mail.bounced or (mail.files and may_write(mail, told.senders, told.server)):
        return False
    why, approver, said = _judge(office, told, mail, asked, day)
    if approver is None or said is None:
        leave_unclear(office, row, asked, why)
        return True
    keep_in_archive(office, IncomingFile(name="mail", content=content))
    taken = replace(row, end=APPROVED, folder=told.done, state="owed")
    answer = replace(
        asked,
        mail=row.id,
        granted=said.granted,
        name=approver.name,
        title=approver.title,
        answered_on=day.isoformat(),
        words=said.words,
        reason=said.reason,
    )
    if office.register.approvals.answer(taken, answer):
        office.touch(asked.case_number)
    else:
        leave_unclear(office, row, asked, "answered")
    return True


def leave_unclear(office: Office, row: MailRow, asked: ApprovalRow, why: str) -> None:
    """The mail stays as it is; why, and in what case, is told to staff."""
    office.register.save_incoming(replace(row, end=UNCLEAR, words=f"{why} {asked.case_number}"))


def _judge(
    office: Office, told: MailIn, mail: Mail, asked: ApprovalRow, day: dt.date
) -> tuple[str, Approver | None, Approval | None]:
    """Why the mail is no clear answer; or nothing, who approves and what they say."""
    sent = office.register.find_mail(asked.id)
    home = office.of_case(asked.case_number)
    approval = approval_of(office, asked)
    if sent is None or approval is None or not told.server:
        return "off", None, None
    if why := why_no_answer(mail, sent.message_id):
        return why, None, None
    if not is_vouched_for(mail.sender, mail.authentication, told.server):
        return "unvouched", None, None
    listed = [one for one in home.workspace.may_approve(approval.role, day) if one.address == mail.sender]
    if not listed:
        return "sender", None, None
    if hash_of_key(key_in(mail.subject)) != asked.key_hash:
        return "key", None, None
    said = read_approval(mail.text, (listed[0].name, listed[0].title))
    if said is None:
        return "words", None, None
    why = is_current(home.case(home.row(asked.case_number), day), approval, asked)
    return (why, None, None) if why else ("", listed[0], said)
