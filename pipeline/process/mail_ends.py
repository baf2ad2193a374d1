"""What a mail is owed once its files are on record: one answer, and its place in the mailbox.

Done again after being cut off, it is done once: the answer has the id of its mail, and a mail that lies in
its folder is not moved again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace

from pipeline.delivery import write_file, write_once
from pipeline.intake.mailbox import OpenMailbox
from pipeline.process.confirming import WORDS
from pipeline.process.mail_answers import answer_draft, copy_name
from pipeline.process.mailing import enter_mailbox
from pipeline.process.offices import Office
from pipeline.process.receipts import COMMENTED
from pipeline.process.sending import ANSWERS
from pipeline.process.tasks import DENMARK, label_of
from pipeline.register import InputRow, MailRow, OutboxRow
from pipeline.relay import is_safe_for
from pipeline.render.mail import as_eml, as_mail


def end_mails(office: Office, now: dt.datetime, day: dt.date) -> None:
    """Answer the mails of an area that were taken in, and put them away; mark those as read that somebody has
    read. Raises TemporaryFailure where the mail server is away: the answers are on record then."""
    told = office.workspace.mail_in
    if told is None:
        return
    owed = [row for row in office.register.incoming(state="owed") if row.box == told.account.name]
    ready = [row for row in owed if all(one.delivered for one in office.register.inputs_of_mail(row.id))]
    for row in ready:
        if row.sender:
            _answer(office, row, now, day)
    unread = [row for row in office.register.incoming(state="unread") if row.box == told.account.name]
    seen = [row for row in unread if _words_were_read(office, row)]
    if ready or seen:
        with ExitStack() as stack:
            _put_away(office, enter_mailbox(stack, told), ready, seen)


def _put_away(office: Office, box: OpenMailbox, ready: Iterable[MailRow], seen: Iterable[MailRow]) -> None:
    for row in ready:
        there = box.numbered(row.uid) if row.validity == box.validity else None
        if there is not None and there.message_id == row.message_id:
            box.put_away(row.uid, row.folder, read=not row.words)
        office.register.save_incoming(replace(row, state="unread" if row.words else "read"))
    for row in seen:
        box.mark_read(row.folder, row.message_id)
        office.register.save_incoming(replace(row, state="read"))


def _words_were_read(office: Office, row: MailRow) -> bool:
    """Whether somebody has ticked that what the sender wrote beside the form is read, in every case of it."""
    cases = {one.case_number for one in office.register.inputs_of_mail(row.id) if one.case_number}
    tasks = [task for case in cases for task in office.register.tasks(case)]
    asked = [task for task in tasks if task.key == f"{WORDS}:{row.id}"]
    return bool(asked) and all(task.state == "answered" for task in asked)


def _answer(office: Office, row: MailRow, now: dt.datetime, day: dt.date) -> None:
    """Put the answer where it is sent from; without a mail server as a draft where staff find it."""
    relay = office.workspace.mail_out
    inputs = office.register.inputs_of_mail(row.id)
    folders = {one.id: label_of(one) for one in inputs if one.end == "returned"}
    copies = list(_copies(office, inputs)) if relay and is_safe_for(relay, row.sender) else []
    received = dt.datetime.fromisoformat(row.received_at).astimezone(DENMARK)
    draft = answer_draft(office, inputs, row.refused.split(), received, day, folders, attached=bool(copies))
    message_id = f"<{row.id}.answer@skoleflex.invalid>"
    if relay is None:
        eml = as_eml(draft, row.sender, message_id, received)
        write_once(office.workspace.outbox / f"Svar {label_of(inputs[0])}.eml", eml)
        return
    if office.register.find_mail(row.id) is None:
        content = as_mail(
            draft, relay.sender, row.sender, message_id, now, answers=row.message_id, attached=copies
        )
        write_file(office.workspace.data / ANSWERS / f"{row.id}.eml", content)
        owed = OutboxRow(
            id=row.id,
            case_number="",
            document_key="answer",
            document_version=1,
            role="sender",
            message_id=message_id,
            recipient=row.sender,
            mail=row.id,
        )
        office.register.save_incoming(row, owed)


def _copies(office: Office, inputs: Iterable[InputRow]) -> Iterable[tuple[str, bytes]]:
    """The senders' own forms with comments, by the number of the file in the mail."""
    for number, row in enumerate(inputs, 1):
        folder = office.workspace.returned / label_of(row)
        if row.end == "returned" and folder.is_dir():
            for path in sorted(folder.glob(f"{COMMENTED}.*")):
                yield copy_name(number, path.suffix), path.read_bytes()
