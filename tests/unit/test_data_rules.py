"""What sends a form of SkoleflexPLUS back, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.definitions import prune
from pipeline.records import FindingKind, Severity
from tests.casebook import GONE, changed
from tests.unit.shipped import PLUS_SAMPLES, problems


def sends_back(sample: str, changes: dict[str, Any]) -> set[str]:
    return {
        problem.code
        for problem in problems(sample, prune(changed(PLUS_SAMPLES[sample], changes)))
        if problem.severity is Severity.ERROR and problem.kind is FindingKind.FORM
    }


@pytest.mark.parametrize(
    ("sample", "changes"),
    [
        ("application", {"/ppv": {"status": "not_ordered"}}),
        ("application", {"/social_assessment": GONE}),
        ("application", {"/signatures": GONE}),
        ("application", {"/signatures": [{"name": "Mette Testrup"}]}),
        ("agreement", {"/signatures": GONE}),
        ("application", {"/plan": GONE}),
        ("application", {"/plan": {"coordinator": "Karen-Marie Skriversen"}}),
        ("application", {f"/guardians/0/{key}": GONE for key in ("consent_measure", "consulted")}),
        ("application", {"/guardians/0/consent_measure": {"date": "2026-06-09"}}),
        ("application", {"/guardians/0/consent_measure/answer": "no"}),
        ("application", {"/bbu_case": False, "/caseworker/unit": "bch", "/child/grade": 10}),
        ("application", {"/ppv/recommends_special_support": False, "/day_treatment/alternative": False}),
        ("application", {"/another_supplier": "Ingen."}),
        ("application", {"/budget/buf": 150000, "/budget/total": 325000}),
        ("application", {"/guardians/1/send_letters": False}),
        ("plan", {"/child/cpr": GONE, "/case_no": "SF-2026-0137"}),
    ],
)
def test_what_never_sends_a_form_back(sample: str, changes: dict[str, Any]) -> None:
    assert sends_back(sample, changes) == set()


@pytest.mark.parametrize(
    "pointer",
    [
        *("/child/cpr", "/child/name", "/school/name", "/supplier/name", "/caseworker/name", "/child_view"),
        *("/guardians", "/existing_school_measures", "/goals", "/feasibility", "/budget/total"),
        *("/period/start", "/ppv/status"),
    ],
)
def test_what_an_application_cannot_be_without(pointer: str) -> None:
    assert "required" in sends_back("application", {pointer: GONE})


@pytest.mark.parametrize("funding", ["buf", "buf_sof", "sof", "school", "none", GONE])
def test_money_from_buf_in_the_holidays_is_met_whoever_pays_otherwise(funding: Any) -> None:
    row = {"/plan/rows/0/funding": funding, "/plan/rows/0/in_holidays": "continues_buf"}
    assert sends_back("application", row) == {"P11"}


def test_a_series_with_meetings_moved_past_a_holiday_is_fine() -> None:
    days = ["2026-08-31", "2026-10-30", "2027-01-05", "2027-03-05", "2027-05-05", "2027-06-24"]
    series = [{"date": day} for day in days]
    found = problems("agreement", changed(PLUS_SAMPLES["agreement"], {"/meeting_series": series}))
    assert not [problem for problem in found if problem.code.startswith("P15")]


def test_a_broken_rule_is_told_of_even_where_its_sentence_names_what_is_missing() -> None:
    data = changed(PLUS_SAMPLES["application"], {"/guardians/0/name": GONE, "/guardians/0/city": GONE})
    (problem,) = (one for one in problems("application", data) if one.code == "guardian.address")
    assert "mangler for …" in problem.says
