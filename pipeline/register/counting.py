"""How much of what the register holds, in one look and without reading any of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from pipeline.register.tables import cases, inputs, tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Inputs by their end, how many of them nobody was told of yet, cases, and open tasks."""

    ends: dict[str, int] = field(default_factory=dict)
    owed: int = 0
    cases: int = 0
    tasks: int = 0


def count(connection: Connection) -> Counts:
    ends = connection.execute(select(inputs.c.end, func.count()).group_by(inputs.c.end)).all()
    owed = select(func.count()).select_from(inputs).where(inputs.c.delivered.is_(False))
    opened = select(func.count()).select_from(cases)
    open_tasks = select(func.count()).select_from(tasks).where(tasks.c.state == "open")
    return Counts(
        ends={row[0]: row[1] for row in ends},
        owed=connection.execute(owed).scalar_one(),
        cases=connection.execute(opened).scalar_one(),
        tasks=connection.execute(open_tasks).scalar_one(),
    )


def cases_of_each(connection: Connection) -> dict[str, int]:
    """How many cases there are of each programme."""
    query = select(cases.c.programme, func.count()).group_by(cases.c.programme)
    return {row[0]: row[1] for row in connection.execute(query)}
