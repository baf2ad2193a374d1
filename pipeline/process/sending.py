"""Mails out: each one on record before anybody connects, sent once, and held where the channel isn't safe.

A mail whose fate nobody knows – the line broke after its last byte, or the process died while it was sent –
is parked for a person and never sent again by itself. Recipients come from the settings by role, never from a
form.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from pipeline.delivery import set_aside
from pipeline.errors import SetupError
from pipeline.process.documents import TURN
from pipeline.process.offices import Office
from pipeline.process.tasks import DENMARK
from pipeline.records.channels import Relay
from pipeline.register import SENDING, ApprovalRow, CaseRow, DocumentRow, OutboxRow
from pipeline.relay import Attempt, Fate, is_safe_for, send
from pipeline.render.mail import as_mail, has_files, is_address, read_draft

SENT: Final = "sendt"
"""The folder in a case where mails lie that have been sent."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=5), dt.timedelta(hours=1)
GIVE_UP: Final = dt.timedelta(days=5)
BRAKE: Final = 50
"""So many mails in ten minutes are more than casework makes: something is wrong, and sending stops."""
MOST_ANSWERS: Final = 20
ANSWER_SPAN: Final = dt.timedelta(hours=1)
DIVIDER: Final = "\n" + "-" * 40 + "\n\n"
BRAKE_SPAN: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """What one round of sending did: how many mails went, how many wait, and how many ask for a person."""

    sent: int = 0
    waiting: int = 0
    parked: int = 0


def queue_mails(office: Office) -> None:
    """Put every mail of a case that lies ready in the outbox on record, one for each recipient's role. What
    costs is what lies there, not how many cases there are."""
    for home in office.everywhere():
        with suppress(FileNotFoundError):
            for number in sorted({path.name.partition(" ")[0] for path in home.workspace.outbox.iterdir()}):
                case = office.register.find_case(number)
                if case and case.programme in office.catalogue.programmes:
                    _queue(home, case)


def _queue(office: Office, case: CaseRow) -> None:
    documents = office.catalogue.programme(case.programme).documents
    rows = office.register.mails(case_number=case.number)
    known = {(row.document_key, row.document_version, row.role) for row in rows}
    for document in office.register.documents(case.number):
        name = document.key.partition("/")[0].partition(".")[0]
        roles = next((told.recipients for told in documents if told.id == name), ())
        if not _waits_in_outbox(office, document):
            continue
        for role in roles:
            if (document.key, document.version, role) not in known:
                office.register.save_mail(_first(office, document, role))
        for row in rows:  # it went, and we were cut off before it was filed
            if (row.document_key, row.document_version, row.state) == (
                document.key,
                document.version,
                "sent",
            ):
                _file_away(office, row)


def _first(office: Office, document: DocumentRow, role: str) -> OutboxRow:
    number = document.case_number
    id = mail_id(office.register.case_id(number), document.key, str(document.version), role)
    return OutboxRow(
        id=id,
        case_number=number,
        document_key=document.key,
        document_version=document.version,
        role=role,
        message_id=f"<{id}@skoleflex.invalid>",
    )


def send_due(office: Office, now: dt.datetime) -> Dispatch:
    """Send what is ready and may be sent; one process at a time. `now` is in UTC.

    A mail that was being sent when a process died is uncertain: only `settle` sends it again.
    """
    with office.register.alone(SENDING, TURN):
        for row in office.register.mails(state="sending"):
            office.register.save_mail(replace(row, state="uncertain", why="no reply"))
        sent = 0
        for row in office.register.mails(state="ready"):
            home = office.of_case(row.case_number) if row.case_number else office.of_mail(row.mail)
            sent += _try(home, home.workspace.mail_out, row, now)
    states = office.register.mail_states()
    return Dispatch(
        sent=sent,
        waiting=states["ready"],
        parked=sum(states[state] for state in ("uncertain", "failed", "returned")),
    )


def settle(office: Office, id: str, *, again: bool, by: str) -> OutboxRow:
    """A person says what became of a mail: send it again, or it did arrive.

    Raises SetupError for an unknown id, and for a mail that isn't waiting for a person.
    """
    row = office.register.find_mail(id)
    if row is None:
        raise SetupError("there is no mail of that id in the outbox")
    if row.state not in ("uncertain", "failed", "returned"):
        raise SetupError(f"the mail is {row.state}: nothing is to be decided")
    settled = office.register.save_mail(
        replace(row, state="ready" if again else "sent", next_try="", attempts=0, why=f"by {by}")
    )
    if not again:
        _file_away(office.of_case(row.case_number) if row.case_number else office, settled)
    return settled


def _try(office: Office, relay: Relay | None, row: OutboxRow, now: dt.datetime) -> bool:
    """One attempt at one mail; whether it went."""
    if row.next_try > _stamp(now):
        return False
    recipient = row.recipient or office.workspace.recipients.get(row.role, "")
    why, message = _ready(office, relay, row, recipient, now)
    if why or relay is None:
        _hold(office, row, why)
        return False
    if not office.register.claim_mail(row.id):
        return False
    attempt = send(relay, message, recipient, notice=bool(row.mail))
    after = _after(replace(row, attempts=row.attempts + 1), attempt, now)
    office.register.save_mail(after)
    if after.state == "sent":
        _file_away(office, after)
    return after.state == "sent"


def _ready(
    office: Office, relay: Relay | None, row: OutboxRow, recipient: str, now: dt.datetime
) -> tuple[str, bytes]:
    """Why a mail can't go now, or nothing and the mail as it goes."""
    if relay is None:
        return "no relay", b""
    if not is_address(recipient):
        return "no address", b""
    if not row.mail and not is_safe_for(relay, recipient):
        return "not secure", b""
    if office.register.sent_since(_stamp(now - BRAKE_SPAN)) >= BRAKE:
        return "brake", b""
    if row.mail:
        return _answer(office, relay, row, recipient, now)
    document = _document(office, row)
    asked = office.register.approvals.find(row.id)
    if document is None or not (asked or _waits_in_outbox(office, document)):
        return "gone", b""
    if asked:
        return _request(office, row, document, asked, now)
    draft = (office.workspace.shared / document.path).read_bytes()
    if hashlib.sha256(draft).hexdigest() != document.sha256:
        return "changed", b""
    return "", as_mail(read_draft(draft), relay.sender, recipient, row.message_id, now)


def _request(
    office: Office, row: OutboxRow, document: DocumentRow, asked: ApprovalRow, now: dt.datetime
) -> tuple[str, bytes]:
    """As `_ready` for a mail that asks for an approval, which lies ready with its key."""
    may = office.workspace.may_approve(row.role.rpartition("/")[0], now.astimezone(DENMARK).date())
    path = office.workspace.data / ANSWERS / f"{row.id}.eml"
    told = office.register.approvals.of_case(row.case_number)
    answered = any(one.mail for one in told if (one.approval, one.code) == (asked.approval, asked.code))
    listed = row.recipient in {one.address for one in may}
    if answered or not listed or document.state != "ready" or not path.exists():
        return "gone", b""
    draft = office.workspace.shared / document.path
    went = office.workspace.cases / row.case_number / SENT / draft.name
    if draft.exists() and hashlib.sha256(draft.read_bytes()).hexdigest() != document.sha256:
        return "changed", b""
    return ("", path.read_bytes()) if draft.exists() or went.exists() else ("gone", b"")


def _answer(
    office: Office, relay: Relay, row: OutboxRow, recipient: str, now: dt.datetime
) -> tuple[str, bytes]:
    """As `_ready` for an answer. One sender gets so many in an hour; what waits then goes as one."""
    path = office.workspace.data / ANSWERS / f"{row.id}.eml"
    if not path.exists():
        return "gone", b""
    content = path.read_bytes()
    if office.register.sent_since(_stamp(now - ANSWER_SPAN), recipient) >= MOST_ANSWERS:
        return "many", b""
    if has_files(content) and not is_safe_for(relay, recipient):
        return "not secure", b""
    if row.why != "many":
        return "", content
    drafts = [read_draft(content)]
    for other in office.register.mails(state="ready"):
        if other.recipient == recipient and other.why == "many" and other.id != row.id:
            drafts.append(read_draft((path.parent / f"{other.id}.eml").read_bytes()))
            office.register.save_mail(replace(other, state="withdrawn", why="gathered"))
    gathered = replace(drafts[0], body=DIVIDER.join(draft.body for draft in drafts))
    return "", as_mail(gathered, relay.sender, recipient, row.message_id, now, answers=row.message_id)


ANSWERS: Final = "svar"
"""The folder beside the register where answers lie until they are sent."""


def _hold(office: Office, row: OutboxRow, why: str) -> None:
    state = "withdrawn" if why == "gone" else "ready"
    if state == "withdrawn" and not row.mail:
        (office.workspace.data / ANSWERS / f"{row.id}.eml").unlink(missing_ok=True)
    if (row.why, row.state) != (why, state):
        office.register.save_mail(replace(row, why=why, state=state))


def _after(row: OutboxRow, attempt: Attempt, now: dt.datetime) -> OutboxRow:
    """The mail after an attempt. Nothing of a server's words is kept: they may quote an address."""
    why = f"{attempt.why} {attempt.code or ''}".strip()
    if attempt.fate is Fate.SENT:
        return replace(row, state="sent", why="")
    if attempt.fate is Fate.UNCERTAIN:
        return replace(row, state="uncertain", why=why)
    if attempt.fate is Fate.REFUSED or row.attempts > _MOST_TRIES:
        return replace(row, state="failed", why=why)
    wait = min(FIRST_WAIT * 2 ** min(row.attempts - 1, 8), LONGEST_WAIT)
    return replace(row, state="ready", why=why, next_try=_stamp(now + wait))


_MOST_TRIES: Final = GIVE_UP // LONGEST_WAIT


def _file_away(office: Office, row: OutboxRow) -> None:
    """A mail that went to all its recipients leaves the outbox for its case; what was kept ready to send
    goes."""
    (office.workspace.data / ANSWERS / f"{row.id}.eml").unlink(missing_ok=True)
    if row.mail:
        return
    same = (row.document_key, row.document_version)
    others = office.register.mails(case_number=row.case_number)
    states = {o.state for o in others if (o.document_key, o.document_version) == same}
    if states - {"sent", "withdrawn"}:
        return
    if document := _document(office, row):
        folder = office.workspace.cases / row.case_number / SENT
        set_aside(office.workspace.shared / document.path, folder)


def _document(office: Office, row: OutboxRow) -> DocumentRow | None:
    versions = office.register.versions(row.case_number, row.document_key)
    return next((one for one in versions if one.version == row.document_version), None)


def _waits_in_outbox(office: Office, document: DocumentRow) -> bool:
    path = office.workspace.shared / document.path
    ours = path.suffix == ".eml" and path.parent == office.workspace.outbox
    return ours and document.state == "ready" and path.exists()


def mail_id(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def _stamp(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="seconds")
