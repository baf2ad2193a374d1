"""A workspace as it is set up: its two roots, its areas, its mail. Paths and values, nothing read or made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import delivery
from pipeline.errors import ShareAway
from pipeline.records.channels import Approver, MailIn, Relay

MARK = ".skoleflex"
"""The file by which the roots of a workspace are known; it holds the workspace's own id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a folder is watched, in seconds: how long a file must have stood still, how often it is looked for,
    and when a file that is never finished is told of."""

    settle: float = 5.0
    rescan: float = 10.0
    patience: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The folders of one area of a workspace, and the recipients of its mails by role.

    A workspace without areas is one area without a name. The register and the archive are for all of them.
    """

    root: Path
    shared: Path
    data: Path
    recipients: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    group: str = ""
    pace: Pace = field(default_factory=Pace)

    @property
    def channel(self) -> str:
        """How the register names the way a file came by this area's inbox."""
        return f"folder:{self.area}" if self.area else "folder"

    register_url: str = field(default="", repr=False)
    """Where the register is a PostgreSQL database: its address."""
    mail_in: MailIn | None = None
    mail_out: Relay | None = None
    approvers: tuple[Approver, ...] = ()

    @property
    def inbox(self) -> Path:
        return self.shared / delivery.INBOX

    @property
    def claimed(self) -> Path:
        """Where a file lies while it is worked on: in the inbox's own file system, hidden from staff."""
        return self.inbox / ".i-arbejde"

    @property
    def cases(self) -> Path:
        return self.shared / delivery.CASES

    @property
    def returned(self) -> Path:
        return self.shared / delivery.RETURNED

    @property
    def questions(self) -> Path:
        return self.shared / delivery.QUESTIONS

    @property
    def outbox(self) -> Path:
        return self.shared / delivery.OUTBOX

    @property
    def archive(self) -> Path:
        return self.data / delivery.ARCHIVE

    @property
    def pulses(self) -> Path:
        """Where each run and each watcher tells that it is alive, and what it did last."""
        return self.data / "puls"

    @property
    def touched(self) -> Path:
        """Names of cases to be brought up to date though no file came for them."""
        return self.data / "berørt"

    @property
    def database(self) -> Path:
        return self.data / "register.sqlite"

    def may_approve(self, role: str, day: dt.date) -> tuple[Approver, ...]:
        """Those who may approve by mail for a role on a day; nobody where mails can't be trusted: no mailbox
        whose server vouches for senders, or no server to ask by."""
        if self.mail_in is None or not self.mail_in.server or self.mail_out is None:
            return ()
        return tuple(one for one in self.approvers if one.role == role and one.first <= day <= one.last)

    def folders(self) -> tuple[Path, ...]:
        return (*self.shared_folders(), *self.data_folders())

    def shared_folders(self) -> tuple[Path, ...]:
        return (self.inbox, self.claimed, self.cases, self.returned, self.questions, self.outbox)

    def data_folders(self) -> tuple[Path, ...]:
        return (self.archive, self.pulses, self.touched)

    def require_share(self) -> None:
        """Raises ShareAway where the shared folder is away: an empty mount point bears no mark, and
        another workspace's share bears another."""
        try:
            same = (self.shared / MARK).read_bytes() == (self.data / MARK).read_bytes()
        except OSError:
            same = False
        if not same:
            where = f"of area {self.area} " if self.area else ""
            raise ShareAway(
                f"the shared folder {where}is away, or was never set up: {self.shared}. Is it new, run "
                f"'skoleflex init {self.root}'"
            )
