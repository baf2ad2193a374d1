"""A mailbox that people use too: new mails are seen by their headers, and fetched without marking them.

The only room that speaks IMAP. Nothing is changed in the mailbox but by `put_away`, which is called when the
mail's files are on record. A connection that breaks is a TemporaryFailure: the next one goes on from the
register.
"""

from __future__ import annotations

import datetime as dt
import email
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from imap_tools import BaseMailBox, MailBox
from imap_tools.errors import ImapToolsError, MailboxLoginError

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.intake.tokens import microsoft_token
from pipeline.post.mail import header_text, message_ids
from pipeline.records.channels import MailAccount

SECONDS: Final = 60.0
"""How long to wait for each answer of the server."""
IDLE_SECONDS: Final = 9 * 60
"""The longest one IDLE stands: servers and firewalls drop what is silent for longer."""
AT_ONCE: Final = 100
"""So many headers are asked for in one command."""

_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_BROKEN = (imaplib.IMAP4.error, OSError, ImapToolsError, EOFError)
_HEADERS: Final = "MESSAGE-ID CONTENT-TYPE IN-REPLY-TO REFERENCES SUBJECT"
_ASKED: Final = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({_HEADERS})])"
_UID: Final = re.compile(rb"\bUID (\d+)")
_SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d+)")
_ONLY_TEXT: Final = frozenset({"text/plain", "text/html", "multipart/alternative"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A mail as its headers tell: its number in the folder, its size in bytes, whether files may be in it,
    its subject, and the Message-IDs of the mails it refers to."""

    uid: int
    size: int
    message_id: str = ""
    may_hold_files: bool = True
    subject: str = field(default="", repr=False)
    refers_to: tuple[str, ...] = ()


class OpenMailbox:
    """A folder of the mailbox, open. Its methods raise TemporaryFailure where the connection breaks."""

    def __init__(self, box: BaseMailBox, account: MailAccount) -> None:
        self._box = box
        self._account = account
        told = box.folder.status(account.folder, ("UIDVALIDITY", "UIDNEXT"))
        self.validity = int(told["UIDVALIDITY"])
        self.next_uid = int(told["UIDNEXT"])

    def new_since(self, uid: int) -> Iterator[Envelope]:
        """The mails whose number is above `uid`, in order, by their headers alone."""
        with _clear():
            # `n:*` always names the last mail, however low its number is.
            numbers = [int(one) for one in self._box.uids(f"UID {uid + 1}:*") if int(one) > uid]
        yield from self._in_order(sorted(numbers))

    def since(self, day: dt.date) -> Iterator[Envelope]:
        """The mails that came on a day or later, in order, by their headers alone."""
        with _clear():
            # The months' names are the protocol's, whatever the machine speaks.
            asked = f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"
            numbers = sorted(int(one) for one in self._box.uids(asked))
        yield from self._in_order(numbers)

    def numbered(self, uid: int) -> Envelope | None:
        """The mail of that number; None where it is gone."""
        with _clear():
            return next(iter(self._envelopes([uid])), None)

    def fetch(self, uid: int) -> bytes | None:
        """The whole mail, left unread as it is; None where somebody has moved it meanwhile."""
        with _clear():
            _, answer = self._box.client.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
        return next((part[1] for part in answer if isinstance(part, tuple)), None)

    def put_away(self, uid: int, folder: str, *, read: bool) -> None:
        """Move a mail into a folder, made where there is none, as read or unread; twice is as once."""
        with _clear():
            envelope = next(iter(self._envelopes([uid])), None)
            if envelope is None:
                return
            self._flag(uid, r"\Seen", read)
            if not self._box.folder.exists(folder):
                self._box.folder.create(folder)
            self._move(envelope, folder)

    def mark_read(self, folder: str, message_id: str) -> bool:
        """Mark the mail with this Message-ID in a folder as read; whether it was found there."""
        with _clear():
            found = self._find(folder, message_id)
            for uid in found:
                self._flag(uid, r"\Seen", True)
            self._box.folder.set(self._account.folder)
        return bool(found)

    @property
    def can_wait(self) -> bool:
        """Whether the server tells of new mails by itself (IDLE)."""
        return "IDLE" in self._box.client.capabilities

    def wait(self, seconds: float = IDLE_SECONDS) -> bool:
        """Wait until the server tells of something new (IDLE), `seconds` at most; whether it did.

        Where the server knows no IDLE it returns at once with False: the caller polls. After True, open the
        mailbox anew to see what it is.
        """
        if not self.can_wait:
            return False
        with _clear():
            self._box.idle.start()  # type: ignore[no-untyped-call]
            told = bool(self._box.idle.poll(timeout=min(seconds, IDLE_SECONDS)))
        # What was told may have been read in halves: after that this line is good for nothing more.
        with suppress(*_BROKEN) if told else _clear():
            self._box.idle.stop()  # type: ignore[no-untyped-call]
        return told

    def _in_order(self, numbers: Sequence[int]) -> Iterator[Envelope]:
        for start in range(0, len(numbers), AT_ONCE):
            with _clear():
                envelopes = self._envelopes(numbers[start : start + AT_ONCE])
            yield from envelopes

    # ── commands ──────────────────────────────────────────────────────────────────────────────────────

    def _envelopes(self, uids: Sequence[int]) -> list[Envelope]:
        if not uids:
            return []
        _, answer = self._box.client.uid("FETCH", ",".join(map(str, uids)), _ASKED)
        found = []
        for part, after in zip(answer, [*answer[1:], b""], strict=True):
            if not isinstance(part, tuple):
                continue
            # A server may tell number and size before the headers or after them.
            told = part[0] + (after if isinstance(after, bytes) else b"")
            uid, size = _UID.search(told), _SIZE.search(told)
            if uid is None:
                continue
            headers = email.message_from_bytes(part[1])
            found.append(
                Envelope(
                    uid=int(uid[1]),
                    size=int(size[1]) if size else 0,
                    message_id=" ".join(str(headers.get("Message-ID", "")).split()),
                    may_hold_files=headers.get_content_type() not in _ONLY_TEXT,
                    subject=header_text(str(headers.get("Subject", ""))),
                    refers_to=message_ids(headers, "In-Reply-To", "References"),
                )
            )
        return sorted(found, key=lambda envelope: envelope.uid)

    def _flag(self, uid: int, flag: str, on: bool) -> None:
        self._ok(self._box.client.uid("STORE", str(uid), f"{'+' if on else '-'}FLAGS.SILENT", f"({flag})"))

    def _move(self, envelope: Envelope, folder: str) -> None:
        uid = envelope.uid
        client = self._box.client
        name = self._quoted(folder)
        if "MOVE" in client.capabilities:
            self._ok(client.uid("MOVE", str(uid), name))
            return
        # A copy may lie there from a try that was cut off before the mail itself was taken away.
        # Another mail may bear its Message-ID: the size tells them apart.
        there = self._envelopes(self._find(folder, envelope.message_id)) if envelope.message_id else []
        already = any(copy.size == envelope.size for copy in there)
        self._box.folder.set(self._account.folder)
        if not already:
            self._ok(client.uid("COPY", str(uid), name))
        self._flag(uid, r"\Deleted", True)
        # A plain EXPUNGE would also take what people have marked and not yet cleared away themselves.
        if "UIDPLUS" in client.capabilities:
            self._ok(client.uid("EXPUNGE", str(uid)))

    def _find(self, folder: str, message_id: str) -> list[int]:
        if not self._box.folder.exists(folder):
            return []
        self._box.folder.set(folder)
        sought = message_id.replace("\\", "").replace('"', "")
        return [int(one) for one in self._box.uids(f'HEADER Message-ID "{sought}"')]

    def _quoted(self, folder: str) -> str:
        from imap_tools.utils import encode_folder

        return '"' + encode_folder(folder).decode("ascii").strip('"') + '"'

    def _ok(self, answer: tuple[str, object]) -> None:
        if answer[0] != "OK":
            raise imaplib.IMAP4.error("the mail server refused a command")


@contextmanager
def open_mailbox(account: MailAccount, token: Callable[[], str] | None = None) -> Iterator[OpenMailbox]:
    """The folder of an account, logged in over a checked TLS channel; by an access token where the account
    has them, from `token` or from Microsoft's login.

    Raises SetupError for a user, password or certificate that is wrong, TemporaryFailure where the server
    is away.
    """
    box = _connect(account)
    try:
        _log_in(box, account, token or _source(account))
        with _clear():
            # A server tells some of what it can do only after the login (Dovecot: MOVE).
            _, told = box.client.capability()
            box.client.capabilities = tuple(told[-1].decode("ascii", "replace").upper().split())
            opened = OpenMailbox(box, account)
        yield opened
    finally:
        try:
            box.logout()
        except _BROKEN:
            box.client.shutdown()


class _StartTls(BaseMailBox):
    """A mailbox that is encrypted after the greeting, and whose line is closed where that fails."""

    def __init__(self, account: MailAccount, context: ssl.SSLContext) -> None:
        self._account, self._context = account, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._account.host, self._account.port, SECONDS)
        try:
            client.starttls(self._context)
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


def _connect(account: MailAccount) -> BaseMailBox:
    context = ssl.create_default_context(cafile=account.authority or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if account.encryption == "starttls":
            return _StartTls(account, context)
        return MailBox(account.host, account.port, timeout=SECONDS, ssl_context=context)
    except ssl.SSLCertVerificationError as error:
        raise SetupError("the mail server's certificate is not one this machine trusts") from error
    except _BROKEN as error:
        raise TemporaryFailure("the mail server can't be reached") from error


def _source(account: MailAccount) -> Callable[[], str] | None:
    if account.oauth2 is None:
        return None
    return microsoft_token(account.oauth2.tenant, account.oauth2.client, account.oauth2.secret)


def _log_in(box: BaseMailBox, account: MailAccount, token: Callable[[], str] | None) -> None:
    try:
        if token is not None:
            box.xoauth2(account.user, token(), initial_folder=account.folder)
        else:
            box.login(account.user, account.password, initial_folder=account.folder)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise TemporaryFailure("the mail server broke off") from error
        if token is not None:
            raise SetupError("the mail server lets the app into no mailbox of this user") from error
        raise SetupError("the mail server does not know this user and password") from error
    except _BROKEN as error:
        raise TemporaryFailure("the mail server broke off") from error


@contextmanager
def _clear() -> Iterator[None]:
    """What can go wrong on the line, as the one thing it means: try again."""
    try:
        yield
    except _BROKEN as error:
        raise TemporaryFailure("the connection to the mail server broke") from error
