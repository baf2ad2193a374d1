"""Mails: subject and text from a template, the draft that a mail program opens unsent, and what is sent.

Nothing is sent from here. A value can't add a header, a recipient or a line to the subject.
"""

from __future__ import annotations

import datetime as dt
import email
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Final

from pipeline.errors import RenderError, SetupError
from pipeline.records import Trace
from pipeline.render.flaws import Flaw, TemplateSpot, flaw
from pipeline.render.language import Language, read_language, told_once
from pipeline.render.placing import order_flaws
from pipeline.render.tags import Tag, find_text_tags, tag_flaws
from pipeline.templating import compile_text

LOOP: Final = "X-Skoleflex-Loop"
"""The header by which a mail of ours is known when it comes back."""
_KINDS: Final = {
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "pdf",
}
_SUBJECT: Final = "Subject:"
_CPR = re.compile(r"[0-9]{6}[- ]?[0-9]{4}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """What a mail says, and where each value in it came from."""

    subject: str
    body: str = field(repr=False)
    traces: tuple[Trace, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """A mail's template as it was read: what it asks for, and every fault in it, placed by its lines."""

    flaws: tuple[Flaw, ...]
    tags: tuple[Tag, ...]
    language: Language


def read_mail(template: str) -> ReadMail:
    """The template judged without a value; never raises."""
    text = template.replace("\r\n", "\n")
    tags = find_text_tags(text)
    language = read_language(tags, text=True)
    flaws = (
        [] if text.startswith(_SUBJECT) else [flaw("mail.subject", TemplateSpot(place="line 1", paragraph=1))]
    )
    flaws += (one for tag in tags for one in tag_flaws(tag, plain=True))
    # Subject and text are merged apart: a block that opens in the one can't end in the other.
    halves = [[(tag, None) for tag in tags if (tag.spot.paragraph == 1) is first] for first in (True, False)]
    flaws += (one for half in halves for one in order_flaws(half))
    return ReadMail(flaws=tuple(told_once(flaws, language)), tags=tags, language=language)


def render_mail(template: str, name: str, context: Mapping[str, Any]) -> MailDraft:
    """The mail that a template makes of a context: its first line is `Subject: …`, the rest is the text.

    Raises RenderError naming template, line and tag: for an unknown or absent value, and for a subject that
    is empty, has more than one line, or holds a cpr number or `=?`.
    """
    head, _, text = template.replace("\r\n", "\n").partition("\n")
    if not head.startswith(_SUBJECT):
        raise RenderError(f"{name}: the first line must be '{_SUBJECT} …'")
    subject = compile_text(head.removeprefix(_SUBJECT).strip(), name, "subject").merge(context)
    # An empty line in place of the first one: a fault is told by its line in the file.
    body = compile_text(f"\n{text}", name, "body").merge(context)
    # As `splitlines` sees it: a mail program may break a header at more signs than the line feed.
    if len(subject.text.splitlines()) != 1 or not subject.text.strip() or "\t" in subject.text:
        raise RenderError(f"{name}: the subject must be one line, and a value in it makes it another number")
    if _CPR.search(subject.text):
        raise RenderError(f"{name}: the subject would hold a cpr number")
    if "=?" in subject.text:
        # What looks like an encoded word is read as the word it encodes: another subject.
        raise RenderError(f"{name}: the subject holds '=?', which mail programs read as something else")
    return MailDraft(
        subject=subject.text.strip(), body=body.text.lstrip("\n"), traces=(*subject.traces, *body.traces)
    )


def as_eml(draft: MailDraft, to: str, message_id: str, date: dt.datetime) -> bytes:
    """The draft as an .eml file that opens in a mail program as unsent; same arguments, same bytes.

    `to` is one address, several between commas, or nothing where the sender is to choose. `date` must know
    its time zone. Raises SetupError for an address that is none: addresses come from settings.
    """
    message = _addressed(draft, to, message_id, date)
    message["X-Unsent"] = "1"
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes()


def as_mail(
    draft: MailDraft,
    sender: str,
    to: str,
    message_id: str,
    date: dt.datetime,
    *,
    answers: str = "",
    attached: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """The mail as it goes to the mail server; same arguments, same bytes.

    It says that a program wrote it, so that no other program answers. `answers` is the Message-ID of the mail
    it is an answer to. `attached` are files by name. Raises SetupError for an address that is none.
    """
    message = _addressed(draft, to, message_id, date)
    if not to or not _ADDRESS.fullmatch(sender):
        raise SetupError("a mail needs one sender and one recipient")
    message["From"] = sender
    if answers:
        message["In-Reply-To"] = answers
        message["References"] = answers
    message["Auto-Submitted"] = "auto-replied" if answers else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[LOOP] = "1"
    for n, (name, content) in enumerate(attached):
        message.add_attachment(content, maintype="application", subtype=_kind_of(name), filename=name)
        if n == 0:
            # The standard library draws it by lot; the same mail is to be the same bytes.
            message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def read_draft(eml: bytes) -> MailDraft:
    """The draft that `as_eml` wrote, read back; a person may have sent, changed or addressed it meanwhile."""
    message = email.message_from_bytes(eml, policy=SMTP)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return MailDraft(subject=str(message.get("Subject", "")), body=text, traces=())


def renamed(draft: MailDraft, subject: str) -> MailDraft:
    """The draft under another subject."""
    return replace(draft, subject=subject)


def has_files(mail: bytes) -> bool:
    """Whether something is attached to a mail of ours."""
    return email.message_from_bytes(mail).is_multipart()


def is_address(text: str) -> bool:
    """Whether this is one mail address and nothing else."""
    return bool(_ADDRESS.fullmatch(text))


def _addressed(draft: MailDraft, to: str, message_id: str, date: dt.datetime) -> EmailMessage:
    addresses = [address.strip() for address in to.split(",") if address.strip()]
    if not all(map(is_address, addresses)):
        raise SetupError("a recipient's mail address is not one (name@place.example)")
    message = EmailMessage(policy=SMTP)
    if addresses:
        message["To"] = ", ".join(addresses)
    message["Subject"] = draft.subject
    message["Date"] = date
    message["Message-ID"] = message_id
    message.set_content(draft.body, charset="utf-8", cte="quoted-printable")
    return message


def _kind_of(name: str) -> str:
    return _KINDS.get(name.rpartition(".")[2].lower(), "octet-stream")
