"""The mail tables of `skoleflex.toml`: a mailbox to read, a server to send by. Passwords stand elsewhere."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.records.channels import Approver, MailAccount, MailIn, OAuth2, Relay

_SERVER: Final = {"host", "port", "user", "encryption", "password_env", "password_file", "authority"}
_IN: Final = _SERVER | {"folder", "senders", "server", "done", "mend", "tenant", "client"}
_OUT: Final = _SERVER | {"sender", "secure_domains"}
_APPROVER: Final = {"role", "email", "name", "title", "from", "to"}
_ADDRESS: Final = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_PORTS: Final = {("in", "tls"): 993, ("in", "starttls"): 143, ("out", "tls"): 465, ("out", "starttls"): 587}


def mail_in(told: Mapping[str, Any]) -> MailIn | None:
    """The mailbox of the table `[mail.in]`; None where there is none. Raises ValueError by setting."""
    if not told:
        return None
    check_known(told, _IN, "mail.in: ")
    encryption = _encryption(told, "tls", "mail.in")
    secret = _secret(told, "mail.in")
    tenant, client = (_text(told, name, "mail.in") for name in ("tenant", "client"))
    account = MailAccount(
        host=_text(told, "host", "mail.in", needed=True),
        port=_port(told, ("in", encryption)),
        user=_text(told, "user", "mail.in", needed=True),
        password="" if tenant else secret,
        oauth2=OAuth2(tenant=tenant, client=client, secret=secret) if tenant else None,
        encryption=encryption,
        authority=_text(told, "authority", "mail.in"),
        folder=_text(told, "folder", "mail.in") or "INBOX",
    )
    return MailIn(
        account=account,
        senders=_texts(told, "senders", "mail.in"),
        server=_text(told, "server", "mail.in"),
        done=_text(told, "done", "mail.in") or "Modtaget",
        mend=_text(told, "mend", "mail.in") or "Til rettelse",
    )


def relay(told: Mapping[str, Any]) -> Relay | None:
    """The server of the table `[mail.out]`; None where there is none. Raises ValueError by setting."""
    if not told:
        return None
    check_known(told, _OUT, "mail.out: ")
    encryption = _encryption(told, "starttls", "mail.out")
    return Relay(
        host=_text(told, "host", "mail.out", needed=True),
        port=_port(told, ("out", encryption)),
        sender=_text(told, "sender", "mail.out", needed=True),
        encryption=encryption,
        user=_text(told, "user", "mail.out"),
        password=_secret(told, "mail.out"),
        authority=_text(told, "authority", "mail.out"),
        secure_domains=_texts(told, "secure_domains", "mail.out"),
    )


def approvers(told: Sequence[Mapping[str, Any]]) -> tuple[Approver, ...]:
    """Those of the rows `[[approvers]]`, who may approve by mail. Raises ValueError by setting."""
    if not isinstance(told, list) or not all(isinstance(row, Mapping) for row in told):
        raise ValueError("approvers must be rows: [[approvers]]")
    return tuple(_approver(row, f"approvers, row {n}") for n, row in enumerate(told, start=1))


def _approver(row: Mapping[str, Any], where: str) -> Approver:
    check_known(row, _APPROVER, f"{where}: ")
    address = _text(row, "email", where, needed=True).lower()
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"{where}: email must be one address")
    first, last = row.get("from", dt.date.min), row.get("to", dt.date.max)
    if type(first) is not dt.date or type(last) is not dt.date or first > last:
        raise ValueError(f"{where}: from and to are days, as 2026-08-01, the first one first")
    return Approver(
        role=_text(row, "role", where, needed=True),
        address=address,
        name=_text(row, "name", where, needed=True),
        title=_text(row, "title", where),
        first=first,
        last=last,
    )


def check_known(told: Mapping[str, Any], names: set[str], where: str) -> None:
    """Raises ValueError naming the first key of a table that no setting has."""
    if unknown := sorted(set(told) - names):
        hint = " (the password stands in a file or in the environment)" if "password" in unknown else ""
        raise ValueError(f"{where}unknown setting {unknown[0]!r}{hint}")


def _text(told: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or (needed and not value):
        raise ValueError(f"{where}: {name} must be a text")
    return value


def _texts(told: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = told.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{where}: {name} must be a list of texts")
    return tuple(values)


def _port(told: Mapping[str, Any], usual: tuple[str, str]) -> int:
    port = told.get("port", _PORTS[usual])
    if not isinstance(port, int) or not 0 < port < 65536:
        raise ValueError(f"mail.{usual[0]}: port must be a number")
    return port


def _encryption(told: Mapping[str, Any], usual: str, where: str) -> str:
    encryption = _text(told, "encryption", where) or usual
    if encryption not in ("tls", "starttls"):
        raise ValueError(f"{where}: encryption is 'tls' or 'starttls'; without it nothing is said")
    return encryption


def _secret(told: Mapping[str, Any], where: str) -> str:
    """The password, or the app's secret: from a variable of the environment or a file, never from here."""
    variable, file = _text(told, "password_env", where), _text(told, "password_file", where)
    if file:
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ValueError(f"{where}: password_file can't be read") from None
    if variable and variable not in os.environ:
        raise ValueError(f"{where}: the environment has no {variable}")
    return os.environ.get(variable, "") if variable else ""
