"""What a case is to others: its grants one by one, what is promised, and what stopped early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pipeline.facts import Course
from pipeline.process.courses import courses_of
from pipeline.records import Filed, Status, Submission
from pipeline.register import CaseRow
from tests.casebook import changed
from tests.filled import catalogue
from tests.programmes.book import form_of
from tests.reports.records import good
from tests.tilbageslusning import PLAN_2, YEAR_2

PLUS, TF, BAL = "skoleflexplus", "tilbageslusningsflex", "skolefleks-ballerup"


def courses(programme: str, day: str, *forms: str | tuple[str, Mapping[str, Any]]) -> list[Course]:
    """The courses of one case with these forms, in the order of their first days."""
    known = catalogue().programme(programme)
    filed = []
    for n, told in enumerate(forms):
        name, changes = (told, {}) if isinstance(told, str) else told
        submission = Submission(
            file="",
            sha256="",
            status=Status.ACCEPTED,
            programme=programme,
            form=form_of(programme, name),
            version=1,
            data=changed(good(programme, name), changes),
        )
        filed.append(Filed(sequence=n, submission=submission))
    row = CaseRow(number="X-1", programme=programme, opened_on="2026-06-01")
    return sorted(courses_of(known, row, filed, dt.date.fromisoformat(day)), key=lambda course: course.first)


def test_a_granted_course_holds_its_place_before_it_begins() -> None:
    (course,) = courses(BAL, "2026-09-12", "application", "recommendation", "decision")
    assert (course.granted, course.holds) == (True, True)
    assert (course.first, course.last, course.amount) == ("2026-10-01", "2027-09-30", 180_000)
    assert course.group
    assert course.school


def test_an_application_holds_no_place_and_a_promise_does_until_it_runs_out() -> None:
    (asked,) = courses(BAL, "2026-09-12", "application")
    assert (asked.granted, asked.holds) == (False, False)
    (promised,) = courses(PLUS, "2026-06-01", "prior_commitment")
    assert (promised.granted, promised.holds, promised.first) == (False, True, "")
    (expired,) = courses(PLUS, "2029-01-01", "prior_commitment")
    assert not expired.holds


def test_a_second_year_is_a_course_of_its_own_before_and_after_it_begins() -> None:
    second = ("application", "plan", "decision", "extension", ("plan", PLAN_2), ("decision", YEAR_2))
    years = [("2026-08-10", "2027-08-09"), ("2027-08-10", "2028-08-09")]
    for day in ("2027-06-15", "2027-09-01", "2028-12-01"):
        found = courses(TF, day, *second)
        assert [(one.first, one.last) for one in found] == years, day
        assert all(one.granted for one in found), day
        assert [one.amount for one in found] == [300_000, 300_000]
    (first,) = courses(TF, "2027-06-15", *second[:3])
    assert (first.first, first.last) == years[0]


def test_a_second_year_that_nobody_has_granted_is_not_granted() -> None:
    found = courses(TF, "2027-06-15", "application", "plan", "decision", "extension")
    assert [(one.first, one.granted) for one in found] == [("2026-08-10", True), ("2027-08-10", False)]


def test_a_course_that_stopped_takes_its_days_until_then_and_no_more() -> None:
    for day in ("2027-02-20", "2027-06-01"):
        (course,) = courses(TF, day, "application", "plan", "decision", "ending")
        assert course.first == "2026-08-10"
        assert course.last == good(TF, "ending")["last_day"]
