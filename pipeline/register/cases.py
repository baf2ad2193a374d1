"""Cases and their numbers. Every function works within its caller's transaction."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from pipeline.register.audit import Trail
from pipeline.register.rows import CaseRow
from pipeline.register.tables import cases, numbers


def every(connection: Connection, programme: str = "") -> list[CaseRow]:
    query = select(cases).order_by(cases.c.number)
    if programme:
        query = query.where(cases.c.programme == programme)
    return [CaseRow(**row._mapping) for row in connection.execute(query)]


def find(connection: Connection, number: str) -> CaseRow | None:
    row = connection.execute(select(cases).where(cases.c.number == number)).first()
    return CaseRow(**row._mapping) if row else None


def open_case(connection: Connection, trail: Trail, case: CaseRow) -> str:
    """The number of a new case: the next one that begins as `case.number` does, which ends in `-`."""
    number = _next_number(connection, case.number)
    connection.execute(
        insert(cases).values(number=number, programme=case.programme, opened_on=case.opened_on)
    )
    trail.append(connection, "opened", trail.alias(connection, "case", number, number))
    return number


def _next_number(connection: Connection, prefix: str) -> str:
    """One past the last number ever given, also where its case is no more: a printed form with that number
    must never come to lie in another child's case."""
    mine = numbers.c.prefix == prefix
    given = connection.execute(select(numbers.c.last).where(mine)).scalar()
    last = (_highest(connection, prefix) if given is None else given) + 1
    if given is None:
        connection.execute(insert(numbers).values(prefix=prefix, last=last))
    else:
        connection.execute(update(numbers).where(mine).values(last=last))
    return f"{prefix}{last:04d}"


def _highest(connection: Connection, prefix: str) -> int:
    """The highest number given before numbers were noted; only a register of an early version has one."""
    begins = cases.c.number.startswith(prefix, autoescape=True)
    given = connection.execute(select(cases.c.number).where(begins)).scalars()
    return max((int(number.removeprefix(prefix)) for number in given), default=0)
