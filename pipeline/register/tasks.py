"""Tasks of cases and what became of them. Every function works within its caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pipeline.register.audit import Trail
from pipeline.register.rows import TaskEntry
from pipeline.register.tables import tasks


def of_case(connection: Connection, number: str) -> list[TaskEntry]:
    query = select(tasks).where(tasks.c.case_number == number).order_by(tasks.c.number)
    return [_row(row) for row in connection.execute(query)]


def save(connection: Connection, trail: Trail, row: TaskEntry) -> TaskEntry:
    """The task with its number: what has none yet (0) gets the next, or the one it was given before."""
    mine = tasks.c.case_number == row.case_number
    number = row.number or _numbered(connection, row)
    same = mine & (tasks.c.number == number)
    before = connection.execute(select(tasks.c.state).where(same)).scalar() if number else None
    if not number:
        last = connection.execute(select(func.max(tasks.c.number)).where(mine)).scalar()
        number = (last or 0) + 1
    saved = replace(row, number=number)
    values = {name: getattr(saved, name) for name in saved.__dataclass_fields__}
    if before is None:
        connection.execute(insert(tasks).values(**values))
    else:
        connection.execute(update(tasks).where(same).values(**values))
    if before != saved.state and saved.state == "answered":
        subject = trail.alias(connection, "task", saved.name, saved.case_number)
        trail.append(connection, "answered", subject, by=saved.answered_by)
    return saved


def _numbered(connection: Connection, row: TaskEntry) -> int:
    """The number of the task with this key, for a call that is made again after its answer was lost."""
    same = (tasks.c.case_number == row.case_number) & (tasks.c.key == row.key)
    return connection.execute(select(tasks.c.number).where(same)).scalar() or 0


def _row(row: Row[Any]) -> TaskEntry:
    return TaskEntry(**{key: value for key, value in row._mapping.items() if key != "id"})
