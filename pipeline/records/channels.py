"""Where mails come from and leave by, as the operator has set it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """An app registration of Microsoft 365, which gives access tokens in place of a password."""

    tenant: str
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccount:
    """A mailbox. `encryption` is `tls` or `starttls`; `authority` a file of certificates to trust instead of
    the system's."""

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    oauth2: OAuth2 | None = None
    encryption: str = "tls"
    authority: str = ""
    folder: str = "INBOX"

    @property
    def name(self) -> str:
        """What the register calls the folder."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIn:
    """How mails come in: `senders` are those who may write, addresses and domains (`@skolen.example`);
    `server` the name under which the operator's own server vouches for them, or nothing; `done` and `mend`
    the folders a mail is moved to whose files were all taken, or some of them sent back."""

    account: MailAccount
    senders: Collection[str] = ()
    server: str = ""
    done: str = "Modtaget"
    mend: str = "Til rettelse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The server mails leave by. `encryption` is `starttls` or `tls`; `secure_domains` are those whose mail
    the operator calls safe."""

    host: str
    port: int
    sender: str
    encryption: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    secure_domains: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Somebody who may approve by mail for a role, from `first` to `last` day (a deputy), or without end."""

    role: str
    address: str
    name: str
    title: str = ""
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
