"""Which area of the workspace a case lies in: told once, when its first file is handled, and never
changed."""

from __future__ import annotations

from sqlalchemy import insert, select

from pipeline.register.store import Register
from pipeline.register.tables import case_areas


def place_case(register: Register, number: str, area: str) -> None:
    """The case lies in that area, unless it lies in one already."""
    with register._transaction() as connection:
        there = connection.execute(select(case_areas).where(case_areas.c.case_number == number)).first()
        if there is None:
            connection.execute(insert(case_areas).values(case_number=number, area=area))


def areas_of_cases(register: Register) -> dict[str, str]:
    """The area of every case that lies in one."""
    with register._transaction() as connection:
        rows = connection.execute(select(case_areas.c.case_number, case_areas.c.area))
        return {row.case_number: row.area for row in rows}


def area_of_case(register: Register, number: str) -> str:
    """The area of a case; empty where it lies in none yet."""
    with register._transaction() as connection:
        query = select(case_areas.c.area).where(case_areas.c.case_number == number)
        return str(connection.execute(query).scalar() or "")
