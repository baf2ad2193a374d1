"""Documents, each version with its manifest. Every function works within its caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.register.audit import Trail
from pipeline.register.rows import DocumentRow
from pipeline.register.tables import documents

EVENTS = {"draft": "made", "ready": "made"}
"""What the trail calls a document's coming into a state; any other state is an event of its own name."""


def newest(connection: Connection, number: str) -> list[DocumentRow]:
    rows = connection.execute(
        select(documents).where(documents.c.case_number == number).order_by(documents.c.id)
    )
    return list({row.key: _row(row) for row in rows}.values())


def versions(connection: Connection, number: str, key: str = "") -> list[DocumentRow]:
    mine = documents.c.case_number == number
    query = select(documents).where(mine & (documents.c.key == key) if key else mine)
    return [_row(row) for row in connection.execute(query.order_by(documents.c.key, documents.c.version))]


def save(connection: Connection, trail: Trail, row: DocumentRow) -> None:
    values = {name: getattr(row, name) for name in row.__dataclass_fields__}
    same = (
        (documents.c.case_number == row.case_number)
        & (documents.c.key == row.key)
        & (documents.c.version == row.version)
    )
    before = connection.execute(select(documents.c.state, documents.c.sha256).where(same)).first()
    if before is None:
        connection.execute(insert(documents).values(**values))
    else:
        connection.execute(update(documents).where(same).values(**values))
    if before is None or (before.state, before.sha256) != (row.state, row.sha256):
        name = f"{row.case_number} {row.key} {row.version}"
        subject = trail.alias(connection, "document", name, row.case_number)
        actor = row.released_by if row.state == "released" else ""
        trail.append(connection, EVENTS.get(row.state, row.state), subject, by=actor)


def with_bytes(connection: Connection, sha256: str) -> DocumentRow | None:
    query = select(documents).where(documents.c.sha256 == sha256).order_by(documents.c.id.desc())
    row = connection.execute(query).first()
    return _row(row) if row else None


def _row(row: Row[Any]) -> DocumentRow:
    return DocumentRow(**{key: value for key, value in row._mapping.items() if key != "id"})
