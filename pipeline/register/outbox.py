"""Mails on their way. Every function works within its caller's transaction."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from pipeline.register.audit import Trail
from pipeline.register.rows import OutboxRow
from pipeline.register.tables import outbox


def save(connection: Connection, trail: Trail, row: OutboxRow) -> OutboxRow:
    """Put a mail on record, or what became of it. Its Message-ID is the one it had first."""
    same = outbox.c.id == row.id
    before = connection.execute(select(outbox).where(same)).first()
    told = {name: getattr(row, name) for name in row.__dataclass_fields__} | {"changed_at": trail.now()}
    if before is None:
        connection.execute(insert(outbox).values(**told))
    else:
        told["message_id"] = before.message_id
        connection.execute(update(outbox).where(same).values(**told))
    if before is None or before.state != row.state:
        name = f"{row.case_number} {row.document_key} {row.document_version}"
        subject = trail.alias(connection, "document", name, row.case_number)
        trail.append(connection, f"mail {row.state}", subject)
    return OutboxRow(**told)


def where(connection: Connection, *, state: str = "", case_number: str = "") -> list[OutboxRow]:
    query = select(outbox).order_by(outbox.c.changed_at, outbox.c.id)
    if state:
        query = query.where(outbox.c.state == state)
    if case_number:
        query = query.where(outbox.c.case_number == case_number)
    return [OutboxRow(**row._mapping) for row in connection.execute(query)]
