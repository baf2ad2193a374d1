"""What is kept how long: filings, holds, the clock, and deletion. Every function works within its caller's
transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.register import audit, inputs
from pipeline.register.audit import Trail
from pipeline.register.rows import FilingRow, HoldRow, TickRow
from pipeline.register.tables import (
    aliases,
    approvals,
    case_areas,
    cases,
    documents,
    filings,
    holds,
    mails,
    outbox,
    tasks,
    ticks,
)


def file(connection: Connection, trail: Trail, row: FilingRow) -> None:
    """The case is filed in a system; a later day for the same system takes the earlier one's place."""
    same = (filings.c.case_number == row.case_number) & (filings.c.system == row.system)
    before = connection.execute(select(filings.c.filed_on).where(same)).scalar()
    if before == row.filed_on:
        return
    connection.execute(delete(filings).where(same))
    told = {name: getattr(row, name) for name in row.__dataclass_fields__} | {"noted_at": trail.now()}
    connection.execute(insert(filings).values(**told))
    trail.append(connection, "filed", _case(connection, trail, row.case_number), by=row.noted_by)


def filings_of(connection: Connection, number: str) -> list[FilingRow]:
    query = select(filings).where(filings.c.case_number == number).order_by(filings.c.filed_on)
    return [FilingRow(**row._mapping) for row in connection.execute(query)]


def hold(connection: Connection, trail: Trail, number: str, reason: str, by: str) -> None:
    if any(row.reason == reason for row in holds_of(connection, number) if not row.lifted_by):
        return
    connection.execute(
        insert(holds).values(
            id=secrets.token_hex(8),
            case_number=number,
            reason=reason,
            set_by=by,
            set_at=trail.now(),
            lifted_by="",
            lifted_at="",
        )
    )
    trail.append(connection, "held", _case(connection, trail, number), by=by)


def lift(connection: Connection, trail: Trail, number: str, by: str) -> bool:
    """Lift every hold of a case; whether there was one."""
    mine = (holds.c.case_number == number) & (holds.c.lifted_by == "")
    if not connection.execute(select(holds.c.id).where(mine)).first():
        return False
    connection.execute(update(holds).where(mine).values(lifted_by=by, lifted_at=trail.now()))
    trail.append(connection, "hold lifted", _case(connection, trail, number), by=by)
    return True


def holds_of(connection: Connection, number: str) -> list[HoldRow]:
    query = select(holds).where(holds.c.case_number == number).order_by(holds.c.set_at, holds.c.id)
    rows = connection.execute(query)
    return [HoldRow(**{name: held for name, held in row._mapping.items() if name != "id"}) for row in rows]


def note(connection: Connection, trail: Trail, event: str, number: str, by: str, id: str) -> None:
    trail.append(connection, event, _case(connection, trail, number), by=by, id=id)


def last_tick(connection: Connection) -> TickRow | None:
    query = select(ticks.c.wall, ticks.c.boot, ticks.c.running, ticks.c.doubt)
    row = connection.execute(query).first()
    return TickRow(**row._mapping) if row else None


def save_tick(connection: Connection, row: TickRow) -> None:
    connection.execute(delete(ticks))
    told = {name: getattr(row, name) for name in row.__dataclass_fields__}
    connection.execute(insert(ticks).values(name="last", **told))


def case_id(connection: Connection, trail: Trail, number: str) -> str:
    """The id that stands for a case in the trail and in the log of deletions."""
    return _case(connection, trail, number)


def forget_case(connection: Connection, trail: Trail, number: str, also: Sequence[str], by: str) -> None:
    """Remove every row about a case, and the inputs `also`; the trail keeps their ids, and that they went."""
    if not connection.execute(select(cases.c.number).where(cases.c.number == number)).first():
        forget_inputs(connection, trail, also, by)
        return
    own = [row.id for row in inputs.where(connection, case=number)]
    subject = _case(connection, trail, number)
    forget_inputs(connection, trail, [*own, *also], by)
    trail.append(connection, "forgotten", subject, by=by)
    for table in (case_areas, approvals, outbox, documents, tasks, filings, holds, aliases):
        connection.execute(delete(table).where(table.c.case_number == number))
    connection.execute(delete(cases).where(cases.c.number == number))


def forget_inputs(connection: Connection, trail: Trail, ids: Sequence[str], by: str) -> None:
    there = inputs.ends(connection)
    for id in dict.fromkeys(ids):
        if id in there:
            trail.append(connection, "forgotten", id, by=by)
    inputs.remove(connection, ids)


def known_ids(connection: Connection) -> set[str]:
    """Every id by which a case, input or mail of this register can be told."""
    kept = set(connection.execute(select(aliases.c.id).where(aliases.c.kind == "case")).scalars())
    came = set(connection.execute(select(mails.c.id).where(mails.c.end != "forgotten")).scalars())
    return kept | came | set(inputs.ends(connection))


def forgotten(connection: Connection) -> set[str]:
    """The ids that the trail says were forgotten."""
    return {link.subject for link in audit.links(connection) if link.event == "forgotten"}


def _case(connection: Connection, trail: Trail, number: str) -> str:
    return trail.alias(connection, "case", number, number)
