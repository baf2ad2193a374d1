"""Mails that were looked at in a mailbox. Every function works within its caller's transaction."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.register import inputs
from pipeline.register import outbox as sent
from pipeline.register.audit import Trail
from pipeline.register.rows import MailRow, OutboxRow
from pipeline.register.tables import mails, outbox


def save(connection: Connection, trail: Trail, row: MailRow, answer: OutboxRow | None = None) -> None:
    """Put a mail on record with its end, or what became of it since; and the answer owed for it, once."""
    if answer is not None and sent.find(connection, answer.id) is None:
        sent.save(connection, trail, answer)
    there = find(connection, row.id)
    told = {name: getattr(row, name) for name in row.__dataclass_fields__}
    if there is None:
        connection.execute(insert(mails).values(**told))
        if row.end != "left":
            trail.append(connection, f"mail {row.end}", row.id)
    else:
        connection.execute(update(mails).where(mails.c.id == row.id).values(**told))


def find(connection: Connection, id: str) -> MailRow | None:
    row = connection.execute(select(mails).where(mails.c.id == id)).first()
    return MailRow(**row._mapping) if row else None


def highest(connection: Connection, box: str, validity: int) -> int | None:
    """The number up to which every mail of a box was looked at to its end; None where it is a new one.

    One that was being taken when the process died is looked at again, and those behind it are passed over.
    """
    mine = (mails.c.box == box) & (mails.c.validity == validity)
    cut_off = select(func.min(mails.c.uid)).where(mine & (mails.c.end == "taking"))
    if (first := connection.execute(cut_off).scalar_one()) is not None:
        return int(first) - 1
    found = connection.execute(select(func.max(mails.c.uid)).where(mine)).scalar_one()
    return None if found is None else int(found)


def last_looked_at(connection: Connection, box: str) -> str:
    """When a mail of a box was last looked at, however it was numbered then; empty where none was."""
    query = select(func.max(mails.c.received_at)).where(mails.c.box == box)
    return str(connection.execute(query).scalar_one() or "")


def same(connection: Connection, message_id: str, sha256: str) -> MailRow | None:
    """A mail of the same Message-ID and the same bytes that was taken before, under whatever number."""
    mine = (mails.c.message_id == message_id) & (mails.c.sha256 == sha256)
    row = connection.execute(select(mails).where(mine)).first()
    return MailRow(**row._mapping) if row else None


def of_only(connection: Connection, ids: Set[str]) -> list[MailRow]:
    """The mails all of whose files are among these inputs."""
    found = []
    for id in sorted({input.partition("-")[0] for input in ids}):
        mail = find(connection, id)
        if mail is not None and {row.id for row in inputs.of_mail(connection, id)} <= ids:
            found.append(mail)
    return found


def hashes(connection: Connection) -> set[str]:
    """The hash of every mail that is kept in the archive."""
    kept = mails.c.end.in_(("taking", "taken", "stranger", "unreadable", "approval")) & (mails.c.sha256 != "")
    return set(connection.execute(select(mails.c.sha256).where(kept)).scalars())


def remove(connection: Connection, id: str) -> None:
    """Take a mail off the record, and the answer to it; what is kept says only that it was looked at."""
    bare = {"message_id": "", "sha256": "", "sender": "", "words": "", "end": "forgotten", "state": ""}
    connection.execute(delete(outbox).where(outbox.c.mail == id))
    connection.execute(update(mails).where(mails.c.id == id).values(**bare))


def where(connection: Connection, *, end: str = "", state: str = "") -> list[MailRow]:
    query = select(mails).order_by(mails.c.received_at, mails.c.uid)
    if end:
        query = query.where(mails.c.end == end)
    if state:
        query = query.where(mails.c.state == state)
    return [MailRow(**row._mapping) for row in connection.execute(query)]
