"""The mail server that mails leave by: one mail to one recipient, over a checked channel or not at all.

The only room that speaks SMTP. What became of a mail is a result; between its last byte and the server's
answer nobody knows, and that is a result too.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.records.channels import Relay

SECONDS: Final = 60.0
"""How long to wait for each answer of the server."""

TORN: Final = 99
"""The highest number that is no code of a reply: those have three digits."""

_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


class Fate(StrEnum):
    """What became of one attempt."""

    SENT = "sent"
    LATER = "later"
    """Nothing was handed over; the same mail may go through another time."""
    REFUSED = "refused"
    """The server will not have it: a person must act."""
    UNCERTAIN = "uncertain"
    """It may have been sent, or not: only a person may send it again."""
    UNSAFE = "unsafe"
    """The channel is not safe, so that nothing was said on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The fate of a mail, and the server's reply: its code, never its text, which may quote an address."""

    fate: Fate
    code: int = 0
    why: str = ""


def is_safe_for(relay: Relay, recipient: str) -> bool:
    """Whether the operator has listed the recipient's domain as secure."""
    domain = recipient.rpartition("@")[2].lower()
    return domain in {name.lower().lstrip("@") for name in relay.secure_domains}


def send(relay: Relay, message: bytes, recipient: str, *, notice: bool = False) -> Attempt:
    """Hand one mail over for one recipient.

    `message` has CRLF line ends. A `notice` bears the null envelope sender, so that its bounce can't answer.
    """
    server = _connected(relay)
    if isinstance(server, Attempt):
        return server
    try:
        return _hand_over(server, "" if notice else relay.sender, recipient, message)
    finally:
        server.close()


def try_out(relay: Relay) -> Attempt:
    """Connect, encrypt and log in as for a mail, and leave again: SENT says that a mail could go."""
    server = _connected(relay)
    if isinstance(server, Attempt):
        return server
    server.close()
    return Attempt(fate=Fate.SENT)


def _connected(relay: Relay) -> smtplib.SMTP | Attempt:
    """A connection ready for a mail, or why there is none."""
    try:
        return _connect(relay)
    except ssl.SSLCertVerificationError:
        return Attempt(fate=Fate.UNSAFE, why="certificate")
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return Attempt(fate=Fate.LATER, why="connect")
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        return Attempt(fate=Fate.UNSAFE, why="encryption")
    except smtplib.SMTPResponseException as error:
        if _is_torn(error.smtp_code):
            return Attempt(fate=Fate.LATER, why="connect")
        login = isinstance(error, smtplib.SMTPAuthenticationError)
        return _judged(error.smtp_code, "login" if login else "connect")
    except (OSError, smtplib.SMTPException):
        return Attempt(fate=Fate.LATER, why="connect")


def _connect(relay: Relay) -> smtplib.SMTP:
    """A connection that is encrypted by a certificate that was checked, and logged in."""
    context = ssl.create_default_context(cafile=relay.authority or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if relay.encryption == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(relay.host, relay.port, timeout=SECONDS)
    try:
        if relay.encryption != "tls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if relay.user:
            server.login(relay.user, relay.password)
    except BaseException:
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> Attempt:
    try:
        for stage, command in (
            ("mail", f"MAIL FROM:<{sender}>"),
            ("rcpt", f"RCPT TO:<{recipient}>"),
            ("data", "DATA"),
        ):
            code, _ = server.docmd(command)
            if _is_torn(code):
                return Attempt(fate=Fate.LATER, why="lost")
            if code // 100 != (3 if stage == "data" else 2):
                return _judged(code, stage)
        server.send(_DOT.sub(b"..", message.rstrip(b"\r\n")) + b"\r\n")
    except (OSError, smtplib.SMTPException):
        # The end of the mail was not said: no server keeps one that was cut off (RFC 5321, 4.2.5).
        return Attempt(fate=Fate.LATER, why="lost")
    try:
        server.send(b".\r\n")
        code, _ = server.getreply()
    except (OSError, smtplib.SMTPException):
        code = TORN
    if _is_torn(code):
        return Attempt(fate=Fate.UNCERTAIN, why="no reply")
    return Attempt(fate=Fate.SENT, code=code) if code // 100 == 2 else _judged(code, "accept")


def _is_torn(code: int) -> bool:
    """Whether a line was cut off within its code (`25`), or is none: what the server meant nobody knows."""
    return code <= TORN


def _judged(code: int, why: str) -> Attempt:
    """4xx is for now (greylisting, a full box); 5xx, and anything no standard knows, is for a person."""
    return Attempt(fate=Fate.LATER if code // 100 == 4 else Fate.REFUSED, code=code, why=why)
