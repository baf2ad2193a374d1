"""What the register keeps, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.records import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One file that came in. `end` is `accepted`, `returned`, `attachment`, `duplicate` or `waiting`.

    `child` is the number of the child it names, empty where it names none, None where nobody has noted it.
    """

    id: str
    sha256: str
    channel: str
    received_at: str
    end: str
    submission: Submission = field(repr=False)
    case_number: str = ""
    reason: str = ""
    delivered: bool = False
    child: str | None = field(default=None, repr=False)
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    number: str
    programme: str
    opened_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One version of a document. `state` is `draft`, `ready`, `released`, `sent` or `withdrawn`."""

    case_number: str
    key: str
    version: int
    title: str
    path: str
    sha256: str
    says: str
    dated: str
    state: str
    manifest: Any = field(repr=False)
    released_by: str = ""
    released_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry:
    """A task of a case and what became of it. `state` is `open`, `answered` or `gone`."""

    case_number: str
    number: int
    key: str
    title: str
    says: str
    who: str
    by: str
    choices: Mapping[str, str]
    state: str
    opened_on: str
    answer: str = ""
    answered_by: str = ""
    answered_on: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """What people call it: `SF-2026-0001/2`."""
        return f"{self.case_number}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A mail on its way to one recipient: `message_id` never changes, so that no server takes it for another.

    It goes to the address that the settings give a `role`; an answer goes to `recipient`, who wrote the
    `mail` (its id), and bears no case number. `state` is `ready`, `sending`, `sent`, `uncertain` (its fate is
    unknown: a person decides), `failed`, `returned` (it came back as not delivered) or `withdrawn`;
    `next_try` is the time before which nobody tries again, and `why` says what the last try met.
    """

    id: str
    case_number: str
    document_key: str
    document_version: int
    role: str
    message_id: str
    state: str = "ready"
    attempts: int = 0
    next_try: str = ""
    changed_at: str = ""
    why: str = ""
    recipient: str = field(default="", repr=False)
    mail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A mail that was looked at: where it lies in its `box`, and what became of it.

    `end` is `taken`, `left` (it holds no form), `stranger`, `unreadable`, `bounce`, `approval` (it answers
    what was asked), `unclear` (it may, and a person reads it) or `forgotten`; `taking` while its files are
    put on record, `start` for the last mail that lay there when the box was first met. `words` is what the
    sender wrote beside the form, or a code that says why it is unreadable or unclear; `refused` are the codes
    of what in it could not be opened.
    `folder` is where it belongs now that its files are on record, or nothing where it stays; `state` is
    `owed` until it lies there, then `unread` or `read`.
    """

    id: str
    box: str
    validity: int
    uid: int
    message_id: str
    sha256: str = ""
    sender: str = field(default="", repr=False)
    received_at: str = ""
    end: str = "left"
    words: str = field(default="", repr=False)
    refused: str = ""
    folder: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    """An approval that was asked for by mail; `id` is that of the mail that asked (an OutboxRow).

    `approval` is the programme's `[[approval]]`, `code` the fingerprint of what is to be approved, `key_hash`
    the hash of the key in the mail's subject. Once answered, `mail` is the id of the answer, `name` and
    `title` are those the settings gave who wrote it, `words` is what it says and `reason` its reason.
    """

    id: str
    case_number: str
    approval: str
    code: str
    key_hash: str = field(repr=False)
    mail: str = ""
    granted: bool = False
    name: str = ""
    title: str = ""
    answered_on: str = ""
    words: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRow:
    """The case was filed (*journaliseret*) in a system on a day; `noted_by` says so."""

    case_number: str
    system: str
    filed_on: str
    noted_by: str
    noted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """Nothing of the case may be deleted while this is not lifted."""

    case_number: str
    reason: str
    set_by: str
    set_at: str
    lifted_by: str = ""
    lifted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One link of the audit trail; `subject` and `actor` are random ids."""

    sequence: int
    id: str
    at: str
    event: str
    subject: str
    actor: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TickRow:
    """When the clock was looked at: the wall's time, which boot of the machine, its seconds since then.

    `doubt` stands while the clock has jumped and nobody has said that it is right.
    """

    wall: str
    boot: str
    running: float
    doubt: str = ""
