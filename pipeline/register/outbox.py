"""Mails on their way. Every function works within its caller's transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from pipeline.register.audit import Trail
from pipeline.register.rows import OutboxRow
from pipeline.register.tables import outbox


def save(connection: Connection, trail: Trail, row: OutboxRow) -> OutboxRow:
    """Put a mail on record, or what became of it. Its Message-ID is the one it had first."""
    same = outbox.c.id == row.id
    before = connection.execute(select(outbox).where(same)).first()
    told = {name: getattr(row, name) for name in row.__dataclass_fields__} | {"changed_at": trail.now()}
    told["case_number"] = row.case_number or None
    if before is None:
        connection.execute(insert(outbox).values(**told))
    else:
        told["message_id"] = before.message_id
        connection.execute(update(outbox).where(same).values(**told))
    if before is None or before.state != row.state:
        trail.append(connection, f"mail {row.state}", _subject(connection, trail, row))
    return _row(told)


def claim(connection: Connection, trail: Trail, id: str) -> bool:
    """Take a mail that is ready, to send it; False where somebody else has."""
    mine = (outbox.c.id == id) & (outbox.c.state == "ready")
    told = {"state": "sending", "attempts": outbox.c.attempts + 1, "changed_at": trail.now(), "why": ""}
    return connection.execute(update(outbox).where(mine).values(**told)).rowcount == 1


def find(connection: Connection, id: str) -> OutboxRow | None:
    row = connection.execute(select(outbox).where(outbox.c.id == id)).first()
    return _row(dict(row._mapping)) if row else None


def bearing(connection: Connection, message_id: str) -> OutboxRow | None:
    """The mail that went out with this Message-ID."""
    row = connection.execute(select(outbox).where(outbox.c.message_id == message_id)).first()
    return _row(dict(row._mapping)) if row else None


def sent_since(connection: Connection, time: str, recipient: str = "") -> int:
    """How many mails went out since a time (UTC, ISO), to everybody or to one sender as answers."""
    query = (
        select(func.count()).select_from(outbox).where(outbox.c.state == "sent", outbox.c.changed_at >= time)
    )
    if recipient:
        query = query.where(outbox.c.recipient == recipient)
    return int(connection.execute(query).scalar_one())


def states(connection: Connection) -> Counter[str]:
    """How many mails there are in each state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def where(connection: Connection, *, state: str = "", case_number: str = "") -> list[OutboxRow]:
    query = select(outbox).order_by(outbox.c.changed_at, outbox.c.id)
    if state:
        query = query.where(outbox.c.state == state)
    if case_number:
        query = query.where(outbox.c.case_number == case_number)
    return [_row(dict(row._mapping)) for row in connection.execute(query)]


def _row(told: Mapping[str, Any]) -> OutboxRow:
    return OutboxRow(**{**told, "case_number": told["case_number"] or ""})


def _subject(connection: Connection, trail: Trail, row: OutboxRow) -> str:
    """What the trail calls the mail: its document's alias, or the random id of the mail it answers."""
    if not row.case_number:
        return row.mail
    name = f"{row.case_number} {row.document_key} {row.document_version}"
    return trail.alias(connection, "document", name, row.case_number)
