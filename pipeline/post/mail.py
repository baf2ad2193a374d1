"""One mail, taken apart: who says they wrote it, what they wrote, and every file in it, however deep.

Python's own parser does the parsing; everything it may trip over (two senders, unknown character sets, a mail
in a mail two thousand deep) has a clear end here. Headers are read as text and never trusted.
"""

from __future__ import annotations

import email
import email.header
import email.utils
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from pipeline.container import MEGABYTE, open_package, sniff
from pipeline.danish.text import clean_line, clean_prose
from pipeline.errors import InputRejected
from pipeline.post.html import text_of_html
from pipeline.post.msg import eml_of_msg, is_msg
from pipeline.post.tnef import tnef_files

LARGEST: Final = 50 * MEGABYTE
DEEPEST: Final = 20
MOST_PARTS: Final = 200
ORNAMENT: Final = 40_000
"""Bytes; a smaller picture shown inside the text is the logo of a signature and no file that was sent."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
_BULK = frozenset({"bulk", "list", "junk"})
_LOOP = "X-Skoleflex-Loop"
_MACHINES = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", _LOOP)
_MOST_HOPS = 50
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_HEAD = 64_000
_EVERY_MAIL = (rb"^from:", rb"^(?:date|received|message-id|mime-version|x-unsent):")
_SIGNATURES = frozenset(f"application/{name}-signature" for name in ("pkcs7", "x-pkcs7", "pgp"))
_SECRET = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file in a mail: the name its sender gave it, which is data and never a path."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a mail says of itself, and what is in it.

    `sender` is the address in its one From header, in small letters, or nothing where there is none or more
    than one. `machine` says that a program sent it: it is never answered. `bounced` holds the Message-IDs of
    mails it reports as not delivered. `authentication` are the Authentication-Results headers, the topmost
    first. `plain` says that its text was written as text, not as a page. `refused` are codes of what in it
    can't be opened.
    """

    message_id: str
    sender: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    files: tuple[AttachedFile, ...] = field(repr=False)
    machine: bool = False
    bounced: tuple[str, ...] = ()
    in_reply_to: str = ""
    plain: bool = False
    authentication: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_mail(content: bytes) -> Mail:
    """The mail that these bytes are (RFC 5322), with every file in it: from mails, zips, winmail.dat.

    Raises InputRejected: `file.empty`, `file.too_large` (limit_mb), `mail.too_deep` (limit), `mail.too_many`
    (limit).
    """
    if not content.strip():
        raise InputRejected("file.empty")
    if len(content) > LARGEST:
        raise InputRejected("file.too_large", limit_mb=LARGEST // MEGABYTE)
    message = _parse(content)
    found = _Parts()
    found.take(message)
    return Mail(
        message_id=_first(message, "Message-ID"),
        sender=sender_of(message),
        subject=header_text(_raw(message, "Subject")),
        text=clean_prose("\n".join(found.texts or map(text_of_html, found.pages))).strip(),
        files=tuple(found.files),
        machine=is_machine(message),
        bounced=tuple(found.bounced),
        in_reply_to=_only(message_ids(message, "In-Reply-To")),
        plain=bool(found.texts),
        authentication=tuple(_unfold(str(value)) for value in message.get_all("Authentication-Results", ())),
        refused=tuple(dict.fromkeys(found.refused)),
    )


def open_parcel(content: bytes) -> Mail | None:
    """The mail or the zip that one file is, taken apart; None for a file that is only itself.

    Raises InputRejected as `read_mail`, and as `open_package` for a zip that can't be opened.
    """
    if is_msg(content):
        return read_mail(eml_of_msg(content))
    if is_eml(content):
        return read_mail(content)
    if sniff(content) != "zip":
        return None
    open_package(content)
    found = _Parts()
    found.take_files([("", content)], 0)
    return Mail(message_id="", sender="", subject="", text="", files=tuple(found.files))


def is_eml(content: bytes) -> bool:
    """Whether these bytes begin with the headers of a mail."""
    head = content[:_HEAD].replace(b"\r\n", b"\n").split(b"\n\n")[0]
    return all(re.search(name, head, re.IGNORECASE | re.MULTILINE) for name in _EVERY_MAIL)


def _parse(content: bytes) -> Message:
    try:
        return email.message_from_bytes(content)
    except RecursionError:
        raise InputRejected("mail.too_deep", limit=DEEPEST) from None


# ── headers ───────────────────────────────────────────────────────────────────────────────────────────


def sender_of(message: Message) -> str:
    """The address that one mail says it is from; nothing where it names none, or more than one."""
    values = message.get_all("From", ())
    if len(values) != 1:
        return ""
    # Encoded words are for names: an address that comes out of one is a trick.
    addresses = [address for _, address in email.utils.getaddresses([_unfold(str(values[0]))])]
    if len(addresses) != 1 or not _ADDRESS.fullmatch(addresses[0]):
        return ""
    return addresses[0].lower()


def is_machine(message: Message) -> bool:
    """Whether a program, a list or a mail server sent it: whoever answers such a mail starts a loop."""
    automatic = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    return (
        automatic != "no"
        or str(message.get("Precedence", "")).strip().lower() in _BULK
        or any(name in message for name in _MACHINES)
        or "X-Auto-Response-Suppress" in message
        or str(message.get("Return-Path", "")).strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or sender_of(message).partition("@")[0] in ("mailer-daemon", "postmaster")
        or len(message.get_all("Received", ())) > _MOST_HOPS
    )


def header_text(value: str) -> str:
    """A header as people read it, on one line; what can't be decoded shows as replacement signs."""
    try:
        pieces = email.header.decode_header(value)
    except (ValueError, email.errors.HeaderParseError):
        return _unfold(value)
    decoded = "".join(
        _decode(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces
    )
    return _unfold(clean_line(decoded))


def _raw(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def message_ids(message: Message, *names: str) -> tuple[str, ...]:
    """The Message-IDs in these headers, without what folding and strangers put round them."""
    found = (_MESSAGE_ID.findall(_unfold(_raw(message, name))) for name in names)
    return tuple(dict.fromkeys(id for ids in found for id in ids))


def _only(ids: tuple[str, ...]) -> str:
    return ids[0] if len(ids) == 1 else ""


def _first(message: Message, name: str) -> str:
    return next(iter(message_ids(message, name)), "")


def _unfold(value: str) -> str:
    return " ".join(value.split())


def _decode(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", "strict")
    except (LookupError, UnicodeDecodeError):
        # What Danish mail programs mean when they say nothing, or say something wrong.
        return content.decode("cp1252", "replace")


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────────


class _Parts:
    """What is met on the walk through a mail. The walk has its own stack: nesting can't exhaust Python's."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pages: list[str] = []
        self.files: list[AttachedFile] = []
        self.bounced: list[str] = []
        self.refused: list[str] = []
        self.parts = 0

    def take(self, message: Message) -> None:
        stack: list[tuple[Message, int, bool]] = [(message, 0, True)]
        while stack:
            part, depth, outermost = stack.pop()
            self.count(depth)
            kind = part.get_content_type()
            if kind in _SECRET:
                self.refused.append("mail.encrypted")
            elif kind == "message/delivery-status":
                continue
            elif kind == "text/rfc822-headers" or (kind == "message/rfc822" and _in_report(message)):
                self.bounced += _returned_ids(part)
            elif kind in ("message/partial", "message/external-body"):
                self.refused.append("mail.not_whole")
            elif part.is_multipart():
                inner = part.get_payload()
                own = outermost and kind != "message/rfc822"
                stack += [(one, depth + 1, own) for one in reversed(list(_messages(inner)))]
            else:
                self.take_leaf(part, kind, depth, outermost)

    def count(self, depth: int) -> None:
        self.parts += 1
        if depth > DEEPEST:
            raise InputRejected("mail.too_deep", limit=DEEPEST)
        if self.parts > MOST_PARTS:
            raise InputRejected("mail.too_many", limit=MOST_PARTS)

    def take_leaf(self, part: Message, kind: str, depth: int, outermost: bool) -> None:
        content = _payload(part)
        name = _file_name(part)
        if not name and kind in ("text/plain", "text/html"):
            # Of a mail in a mail only the files count: its text is what somebody else wrote.
            if outermost:
                told = self.texts if kind == "text/plain" else self.pages
                told.append(_decode(content, part.get_content_charset()))
        elif kind in _SIGNATURES or _is_ornament(part, kind, content):
            return
        elif kind in _TNEF or name.lower() == "winmail.dat":
            self.take_files(tnef_files(content), depth)
        elif content:
            self.take_files([(name, content)], depth)

    def take_files(self, files: Sequence[tuple[str, bytes]], depth: int) -> None:
        """Files as they are; a zip or a mail among them by what is in it."""
        stack = [(name, content, depth) for name, content in reversed(files)]
        while stack:
            name, content, deep = stack.pop()
            if deep > depth:
                self.count(deep)
            if sniff(content) == "zip":
                try:
                    members = open_package(content)
                except InputRejected:
                    self.files.append(AttachedFile(name=name, content=content))
                    continue
                inner = [(_last(member), members[member], deep + 1) for member in members if members[member]]
                stack += reversed(inner)
            elif is_msg(content) or is_eml(content):
                self.take_forwarded(content, deep)
            else:
                self.files.append(AttachedFile(name=name, content=content))

    def take_forwarded(self, content: bytes, depth: int) -> None:
        inner = _parse(eml_of_msg(content) if is_msg(content) else content)
        wrapped = Message()
        wrapped.set_type("message/rfc822")
        wrapped.set_payload([inner])
        self.count(depth + 1)
        self.take(wrapped)


def _is_ornament(part: Message, kind: str, content: bytes) -> bool:
    return kind.startswith("image/") and "Content-ID" in part and len(content) < ORNAMENT


def _messages(payload: object) -> Iterator[Message]:
    if isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))


def _payload(part: Message) -> bytes:
    """The bytes of a part; base64 that is broken gives what can be decoded."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    """The name a part says its file has, its last piece only; nothing where it says none."""
    try:
        name = part.get_filename("")
    except (LookupError, UnicodeError, ValueError, TypeError):
        return "fil"
    return _last(header_text(name)) if name else ""


def _last(name: str) -> str:
    return re.split(r"[/\\]", clean_line(name))[-1].strip()


def _in_report(message: Message) -> bool:
    return message.get_content_type() == "multipart/report"


def _returned_ids(part: Message) -> Iterator[str]:
    """The Message-ID of the mail that a delivery report sends back."""
    inner = next(_messages(part.get_payload()), None)
    if inner is None:
        inner = email.message_from_bytes(_payload(part))
    if found := _first(inner, "Message-ID"):
        yield found
