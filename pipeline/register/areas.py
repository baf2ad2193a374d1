"""Which area of the workspace a case lies in: told once, when its first file is handled, and never changed.

Every function works within its caller's transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from pipeline.register.tables import case_areas


def place(connection: Connection, number: str, area: str) -> None:
    """The case lies in that area, unless it lies in one already."""
    there = connection.execute(select(case_areas).where(case_areas.c.case_number == number)).first()
    if there is None:
        connection.execute(insert(case_areas).values(case_number=number, area=area))


def of_all(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(case_areas.c.case_number, case_areas.c.area))
    return {row.case_number: row.area for row in rows}


def of_case(connection: Connection, number: str) -> str:
    query = select(case_areas.c.area).where(case_areas.c.case_number == number)
    return str(connection.execute(query).scalar() or "")
