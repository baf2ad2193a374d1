"""The report on a programme and year: gathered from the register, told in figures, written for Word or the
web."""

from __future__ import annotations

import datetime as dt

from pipeline import danish
from pipeline.assemble import Case
from pipeline.figures import Deadline, Material, Wait, tell_report
from pipeline.process.courses import courses_of, plain_value
from pipeline.process.documents import Office
from pipeline.process.released import FROZEN
from pipeline.process.tasks import forms_that_count
from pipeline.records.published import Report
from pipeline.register import CaseRow
from pipeline.render.report_html import report_html
from pipeline.render.report_word import report_word


def report_on(office: Office, programme: str, year: int, day: dt.date) -> Report:
    """The figures of a programme's year as they are known on `day`. Raises SetupError for an unknown
    programme."""
    told = office.catalogue.programme(programme)
    courses, waits, deadlines = [], [], []
    facts = office.facts(day)
    for row in office.register.cases(programme):
        case = office.case(row, day, facts)
        courses += courses_of(told, row, forms_that_count(office.register, row), day)
        waits += _wait(office, row, case)
        deadlines += [
            Deadline(label=due["label"], day=found)
            for due in told.report.get("due", ())
            if (found := str(plain_value(due["day"], case.names)))
        ]
    material = Material(courses=tuple(courses), waits=tuple(waits), deadlines=tuple(deadlines))
    return tell_report(told, material, year, day)


def _wait(office: Office, row: CaseRow, case: Case) -> list[Wait]:
    """How long the family waited, or waits: nothing for a case without an application, or that is over."""
    told = case.programme.report
    applied = str(plain_value(told.get("applied", ""), case.names))
    if not applied:
        return []
    released = sorted(
        letter.released_on
        for key in {document.key for document in office.register.documents(row.number)}
        if key.partition("/")[0].partition(".")[0] in told.get("letters", ())
        for letter in office.register.versions(row.number, key)
        if letter.state in FROZEN and letter.released_on
    )
    if not released and plain_value(case.programme.closed, case.names):
        return []
    return [Wait(applied=applied, released=released[0] if released else "")]


def write_report(office: Office, report: Report, kind: str) -> bytes:
    """The report as a file: `docx` or `html`."""
    drawn_up = danish.format_date_long(dt.date.fromisoformat(report.day))
    if kind == "html":
        return report_html(report, drawn_up)
    return report_word(report, office.catalogue.templates["shared/report.docx"], drawn_up)
