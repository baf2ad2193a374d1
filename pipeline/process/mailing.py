"""Mails in: each looked at once, its files taken in as those of the folder are, the mail itself left alone.

Nothing is marked or moved before the files of a mail are on record (`mail_ends` does it then). A mail without
a form stays exactly as it was: the mailbox belongs to people.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final

from pipeline import sandbox
from pipeline.errors import FileDelayed, InputRejected, PipelineError, SetupError, TemporaryFailure
from pipeline.intake.mailbox import Envelope, OpenMailbox, open_mailbox
from pipeline.post import Mail, own_words
from pipeline.post.mail import LARGEST
from pipeline.post.trust import may_write
from pipeline.process.approving import APPROVED, answered_in, leave_unclear, take_approval
from pipeline.process.attachments import keep_in_archive
from pipeline.process.child import noted_child
from pipeline.process.offices import Office
from pipeline.process.reading import is_held_up
from pipeline.process.taking import decide, deciding, read_incoming
from pipeline.process.tasks import DENMARK
from pipeline.process.troubles import Troubles, where
from pipeline.records import IncomingFile, Status, Submission
from pipeline.records.channels import MailIn
from pipeline.register import InputRow, MailRow

TAKING: Final = "taking"
"""The end of a mail whose files are being put on record."""
UNREADABLE: Final = frozenset(
    {"file.encrypted", "file.damaged", "file.empty", "file.zip_bomb", "file.unsafe_member", "file.too_large"}
)
"""Codes of files that nobody can use as they are: they are explained to the sender and not filed."""
WHOSE: Final = "Filen kom i en mail med skemaer om flere sager: {cases}. Vælg den sag, den er bilag til."
NOBODYS: Final = "Filen kom i en mail, hvis skema venter på en sag. Vælg den sag, den er bilag til."


@dataclass(frozen=True, slots=True, kw_only=True)
class _TakenApart:
    """A mail whose files are read: each with what it says."""

    row: MailRow
    content: bytes
    files: tuple[tuple[IncomingFile, Submission], ...]


def take_mails(
    office: Office, now: dt.datetime, day: dt.date | None, troubles: Troubles, said: list[InputRow]
) -> None:
    """Look at the new mails of an area's mailbox, in order, and take in those that hold forms.

    What was taken is added to `said` as it is. A mail that meets a bug is left to people and delays no other.
    Raises TemporaryFailure where the server is away, or lets nobody in.
    """
    told = office.workspace.mail_in
    if told is None:
        return
    with ExitStack() as stack:
        box = enter_mailbox(stack, told)
        for envelope in _new(office, box, told, now):
            row = _first_row(box, told, envelope, now)
            try:
                said += _look_at(office, box, told, row, envelope, now, day)
            except FileDelayed as error:
                # The next round begins with this mail again: none may be passed over.
                raise TemporaryFailure(str(error)) from error
            except (PipelineError, OSError):
                # A disk that is full says nothing about the mail: it is looked at again.
                raise
            except Exception as error:  # noqa: BLE001 - one mail delays no other
                troubles.broken.append(where(error))
                office.register.save_incoming(replace(row, end="unreadable"))


def enter_mailbox(stack: ExitStack, told: MailIn) -> OpenMailbox:
    """The mailbox, open as long as the stack. A password that is wrong keeps nothing else from its work: it
    is TemporaryFailure, and `doctor` says what to mend."""
    try:
        return stack.enter_context(open_mailbox(told.account))
    except SetupError as error:
        raise TemporaryFailure(str(error)) from error


def _new(office: Office, box: OpenMailbox, told: MailIn, now: dt.datetime) -> Iterator[Envelope]:
    """The mails nobody has looked at. In a mailbox that is met for the first time: those that come from now
    on. Where the server has numbered its mails anew: those since the last one, which are known by content."""
    name = told.account.name
    highest = office.register.highest_uid(name, box.validity)
    if highest is not None:
        yield from box.new_since(highest)
        return
    last = office.register.last_looked_at(name)
    if last:
        yield from box.since(dt.datetime.fromisoformat(last).date() - dt.timedelta(days=1))
    elif box.next_uid > 1:
        begin = Envelope(uid=box.next_uid - 1, size=0)
        office.register.save_incoming(replace(_first_row(box, told, begin, now), end="start"))


def _first_row(box: OpenMailbox, told: MailIn, envelope: Envelope, now: dt.datetime) -> MailRow:
    name = told.account.name
    key = f"{name}\0{box.validity}\0{envelope.uid}"
    return MailRow(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        box=name,
        validity=box.validity,
        uid=envelope.uid,
        message_id=envelope.message_id,
        received_at=now.isoformat(timespec="seconds"),
    )


def _look_at(
    office: Office,
    box: OpenMailbox,
    told: MailIn,
    row: MailRow,
    envelope: Envelope,
    now: dt.datetime,
    day: dt.date | None,
) -> list[InputRow]:
    """One mail: what became of its files, put on record with it."""
    before = office.register.find_incoming(row.id)
    if before is not None and before.end != TAKING:
        return []
    asked = answered_in(office, envelope)
    wanted = (envelope.may_hold_files or asked is not None) and envelope.size <= LARGEST
    content = box.fetch(envelope.uid) if wanted else None
    if content is None:
        office.register.save_incoming(row)
        return []
    row = replace(row, sha256=hashlib.sha256(content).hexdigest())
    known = office.register.same_incoming(row.message_id, row.sha256)
    if known is not None and known.id != row.id and known.end != TAKING:
        _meet_again(office, row, known)
        return []
    today = day or now.astimezone(DENMARK).date()
    if asked is not None and take_approval(office, told, row, content, asked, today):
        return []
    opened = _open(office, told, row, content, today)
    if opened is None:
        if asked is not None and (found := office.register.find_incoming(row.id)) and found.end == "left":
            leave_unclear(office, found, asked, "files")
        return []
    office.register.save_incoming(replace(opened.row, end=TAKING))
    _keep(office, "mail", content)
    for file, _ in opened.files:
        keep_in_archive(office, file)
    with deciding(office):
        rows = list(_record(office, opened, now, today))
    back = any(one.end == "returned" for one in rows)
    office.register.save_incoming(
        replace(opened.row, end="taken", folder=told.mend if back else told.done, state="owed")
    )
    return rows


def _meet_again(office: Office, row: MailRow, known: MailRow) -> None:
    """The same mail under another number. What was still owed to it is owed to it here; a mail that somebody
    has moved back is theirs."""
    if known.state == "owed" and known.validity != row.validity:
        office.register.save_incoming(replace(known, state="gone"))
        # What it answered is told of under its first number.
        end = "left" if known.end == APPROVED else known.end
        row = replace(known, id=row.id, validity=row.validity, uid=row.uid, end=end)
    office.register.save_incoming(row)


def _open(office: Office, told: MailIn, row: MailRow, content: bytes, day: dt.date) -> _TakenApart | None:
    """The mail taken apart and its files read; None for one that is left to people, and on record then."""
    try:
        mail = sandbox.open_mail(content)
    except InputRejected as rejected:
        _keep(office, "mail", content)
        office.register.save_incoming(replace(row, end="unreadable", words=rejected.code))
        return None
    for message_id in mail.bounced:
        _note_bounce(office, message_id)
    if mail.bounced:
        office.register.save_incoming(replace(row, end="bounce"))
        return None
    if mail.files and not may_write(mail, told.senders, told.server):
        _keep(office, "mail", content)
        office.register.save_incoming(replace(row, end="stranger", sender=mail.sender))
        return None
    files = tuple(_read(office, file, day) for file in _files(office, mail))
    if any(is_held_up(submission) for _, submission in files):
        raise TemporaryFailure("a mail holds a form of a programme that stands still")
    if not any(is_form(submission) for _, submission in files):
        office.register.save_incoming(row)
        return None
    # A machine, and whom a machine speaks for, gets no answer.
    sender = "" if mail.machine else mail.sender
    refused = " ".join(mail.refused)
    return _TakenApart(
        row=replace(row, sender=sender, words=own_words(mail.text), refused=refused),
        content=content,
        files=files,
    )


def is_form(submission: Submission) -> bool:
    """Whether a file was read as a form, however much is to be mended in it."""
    return bool(submission.form)


def _files(office: Office, mail: Mail) -> Iterator[IncomingFile]:
    channel = office.workspace.channel.replace("folder", "mail", 1)
    for number, file in enumerate(mail.files, 1):
        yield IncomingFile(name=file.name or f"fil {number}", content=file.content, channel=channel)


def _read(office: Office, file: IncomingFile, day: dt.date) -> tuple[IncomingFile, Submission]:
    kept = office.register.find_kept(file.sha256)
    submission = kept.submission if kept else read_incoming(office, file, day)
    return file, replace(submission, file=file.name)


def _record(office: Office, opened: _TakenApart, now: dt.datetime, day: dt.date) -> Iterator[InputRow]:
    """Each file with its end: the forms first, since they say whose the others are. In the mail's order.

    Source: DOMAIN D2, D9.
    """
    rows = [_row(office, opened, number, now) for number in range(len(opened.files))]
    done: dict[int, InputRow] = {}
    for number, (_, submission) in enumerate(opened.files):
        if is_form(submission):
            done[number] = office.register.find_input(rows[number].id) or decide(
                office, rows[number], submission, day
            )
    homes = sorted({row.case_number for row in done.values() if row.case_number and row.end != "returned"})
    open_ends = any(row.end == "waiting" for row in done.values())
    for number, (_, submission) in enumerate(opened.files):
        if number not in done:
            loose = _loose(office, rows[number], submission, homes, open_ends)
            done[number] = office.register.record(loose)
    yield from (done[number] for number in sorted(done))


def _row(office: Office, opened: _TakenApart, number: int, now: dt.datetime) -> InputRow:
    file, submission = opened.files[number]
    return InputRow(
        id=f"{opened.row.id}-{number + 1:03d}",
        sha256=file.sha256,
        channel=file.channel,
        received_at=now.isoformat(timespec="seconds"),
        end="returned",
        submission=submission,
        child=noted_child(submission, office.catalogue),
    )


def _loose(
    office: Office, row: InputRow, submission: Submission, homes: Sequence[str], open_ends: bool
) -> InputRow:
    """The end of a file that is no form: a paper of the one case its mail is about, else a question."""
    kept = office.register.find_kept(row.sha256)
    if kept is not None and kept.id != row.id:
        reason = f"Samme fil som én, der er modtaget {kept.received_at[:10]}."
        return replace(row, end="duplicate", case_number=kept.case_number, reason=reason, delivered=True)
    codes = {finding.code for finding in submission.findings}
    if codes & UNREADABLE:
        return row
    paper = Submission(file=submission.file, sha256=submission.sha256, status=Status.ACCEPTED)
    if len(homes) == 1 and not open_ends:
        return replace(row, end="attachment", case_number=homes[0], submission=paper)
    reason = WHOSE.format(cases=", ".join(homes)) if homes else NOBODYS
    return replace(row, end="waiting", submission=paper, reason=reason)


def _keep(office: Office, name: str, content: bytes) -> None:
    keep_in_archive(office, IncomingFile(name=name, content=content))


def _note_bounce(office: Office, message_id: str) -> None:
    sent = office.register.mail_bearing(message_id)
    if sent is not None and sent.state != "returned":
        office.register.save_mail(replace(sent, state="returned", why="not delivered"))
