"""Deleting mails of no case, and those that a case alone knows of: what is kept here, never the mailbox.

A mail nobody could read may hold anything about anybody, so it is kept for a time and no longer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.catalogue.retention import Retention, retention_of
from pipeline.process.documents import Office
from pipeline.process.sending import ANSWERS
from pipeline.process.tasks import DENMARK
from pipeline.register import MailRow
from pipeline.schooldays import add_months

OF_NO_CASE: Final = ("stranger", "unreadable", "unclear")
"""The ends of mails that were left to people and that no case knows of."""


def old_mails(office: Office, limits: Sequence[Retention], day: dt.date) -> Iterator[MailRow]:
    """The mails of no case that have been kept long enough on a day, in the order they came."""
    months = retention_of(limits, "", day).mail_months
    if months:
        rows = (row for end in OF_NO_CASE for row in office.register.incoming(end=end))
        old = (row for row in rows if _came(row).date() <= add_months(day, -months))
        yield from sorted(old, key=lambda row: (row.received_at, row.id))


def forget_mails(office: Office, rows: Iterable[MailRow]) -> None:
    """Delete what is kept of these mails. What is left on record is that a mail was looked at."""
    for row in rows:
        # A file of the same bytes may have come by the folder.
        if row.sha256 and not office.register.inputs_of_bytes(row.sha256):
            (office.workspace.archive / row.sha256[:2] / row.sha256).unlink(missing_ok=True)
        office.register.forget_incoming(row.id)


def forget_approvals(office: Office, number: str) -> None:
    """Delete the answers to what was asked by mail in a case, and the mails that still wait to ask."""
    for asked in office.register.approvals.of_case(number):
        (office.workspace.data / ANSWERS / f"{asked.id}.eml").unlink(missing_ok=True)
        mail = office.register.find_incoming(asked.mail) if asked.mail else None
        if mail is not None and mail.end != "forgotten":
            forget_mails(office, [mail])


def came_at(row: MailRow) -> str:
    """When a mail came, by a clock in Denmark."""
    return _came(row).strftime("%Y-%m-%d %H:%M")


def _came(row: MailRow) -> dt.datetime:
    return dt.datetime.fromisoformat(row.received_at).astimezone(DENMARK)
