"""The facts that one case needs of all others, loaded from the register: every course there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.assemble import Case
from pipeline.catalogue import Catalogue
from pipeline.definitions import get
from pipeline.facts import Course, Courses, Facts
from pipeline.process.casework import case_of
from pipeline.process.tasks import forms_that_count
from pipeline.programme import Programme
from pipeline.records import Filed
from pipeline.register import CaseRow, Register
from pipeline.templating import AbsentValue, compile_expression
from pipeline.views import Leaf

_RENEWED = 12
"""So many earlier grants of one case are looked for at most."""


def load_facts(
    register: Register, catalogue: Catalogue, day: dt.date, rows: Iterable[CaseRow] | None = None
) -> Facts:
    """Every course of every case on record, or of these `rows`, as they are on a day."""
    return Facts(
        courses=Courses(
            course
            for row in (register.cases() if rows is None else rows)
            if row.programme in catalogue.programmes
            for course in courses_of(
                catalogue.programme(row.programme), row, forms_that_count(register, row), day
            )
        )
    )


def courses_of(programme: Programme, row: CaseRow, filed: list[Filed], day: dt.date) -> list[Course]:
    """The grants of a case: that of the day, those before it, and one that is known and has yet to begin."""
    case = case_of(programme, filed, row.number, day)
    found = [_course(case)]
    if case.ahead is not case:
        found.append(_course(case.ahead))
    forms = {change.form for change in programme.changes}
    if any(one.submission.form in forms for one in filed):
        found += _earlier(programme, row, filed, found[0])
    # Of two that begin on the same day (an end that is to move), what holds today counts.
    return list({one.first: one for one in reversed(found)}.values())


def _earlier(programme: Programme, row: CaseRow, filed: list[Filed], course: Course) -> Iterator[Course]:
    """What the case was on the day before each of its first days: until a renewal holds, nobody sees it."""
    for _ in range(_RENEWED):
        if not course.first:
            return
        before = dt.date.fromisoformat(course.first) - dt.timedelta(days=1)
        earlier = _course(case_of(programme, filed, row.number, before))
        if not earlier.granted or not earlier.first or earlier.first >= course.first:
            return
        yield earlier
        course = earlier


def _course(case: Case) -> Course:
    """What the case is to others, as `[course]` of its programme says."""
    programme, told = case.programme, case.programme.course

    def said(key: str) -> Any:
        return plain_value(told.get(key, ""), case.names)

    opened = [case.parts[part.name].submission for part in programme.parts if part.name in case.parts]
    opened = [one for one in opened if one.form in (programme.opens, *programme.opens_early)]

    def written(pointer: str) -> str:
        return next((str(found) for one in opened if (found := get(one.data, pointer))), "")

    return Course(
        case=case.number,
        programme=programme.id,
        title=programme.title,
        child=written(programme.child_cpr),
        school=written(programme.place),
        group=str(said("group")),
        holds=bool(plain_value(programme.holds_place, case.names) or said("granted")),
        granted=bool(said("granted")),
        first=str(said("first")),
        last=str(said("last")),
        amount=int(said("amount") or 0),
    )


def plain_value(source: str, names: Mapping[str, Any]) -> Any:
    """The plain value of an expression over a case; an empty text where there is none."""
    if not source:
        return ""
    try:
        value = compile_expression(source)(names)
    except AbsentValue:
        return ""
    return value.value if isinstance(value, Leaf) else value or ""
