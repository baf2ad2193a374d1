"""The rules of SkoleflexPLUS: each points at its form, is silent on good data and speaks up when broken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline.definitions import Rows, pattern_of, prune
from pipeline.records import FindingKind, Severity
from tests.casebook import GONE, changed, form_of
from tests.unit.shipped import FORMS, PLUS_SAMPLES, RULES, plus_form, problems


def test_every_rule_points_at_something_on_its_form() -> None:
    for rule in RULES:
        its_form = FORMS[f"skoleflexplus/{rule.form}.v1"]
        if rule.each:
            rows = its_form.find(rule.each.removesuffix("/*"))
            assert isinstance(rows, Rows), rule.id
            pointer = f"{rule.each}/{rule.at}"
        else:
            pointer = rule.at
        assert its_form.find(pointer) is not None, f"{rule.id}: {pointer}"


def test_no_rule_hides_behind_the_name_of_another() -> None:
    seen = [(rule.form, rule.id) for rule in RULES]
    assert len(seen) == len(set(seen))


def test_every_rule_of_the_procedure_that_needs_no_register_is_there() -> None:
    have = {rule.id.partition(".")[0] for rule in RULES}
    # Capacity (P03) and the notification (P16) are about all cases and about documents, not about one form.
    assert {f"P{n:02}" for n in range(1, 19)} - have == {"P03", "P16"}


def test_rules_say_what_to_do_in_words_that_leave_the_decision_to_people() -> None:
    for rule in RULES:
        words = re.sub(r"{{.*?}}", "", rule.says).casefold()
        assert not re.search(r"\b(afvist|afslag|afvises|ugyldig|fejl)\b", words), rule.id
        assert rule.says.rstrip()[-1] in ".?«}", rule.id
        assert rule.source, rule.id
        if rule.kind is FindingKind.CRITERION:
            assert "beku" in words, rule.id


@pytest.mark.parametrize("sample", PLUS_SAMPLES)
def test_a_good_sample_has_neither_errors_nor_warnings(sample: str) -> None:
    data = PLUS_SAMPLES[sample]
    structural = Draft202012Validator(plus_form(sample).schema)
    assert [error.message for error in structural.iter_errors(data)] == []
    assert prune(data) == data
    found = problems(sample, data)
    assert {problem.code for problem in found if problem.severity is not Severity.NOTICE} == set()
    assert {problem.code for problem in found} <= {"cpr.replacement", "cvr.leading_zero"}


BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("P01.buf", "application", {"/budget/buf": 150000}),
    ("P01.sof", "application", {"/budget/sof": 150000}),
    ("P01.sum", "application", {"/budget/total": 340000}),
    ("P02", "application", {"/period/end": "2027-06-30"}),
    ("prior_commitment.given", "application", {"/prior_commitment/given": False}),
    ("prior_commitment.missing_date", "application", {"/prior_commitment/date": GONE}),
    ("prior_commitment.date", "application", {"/prior_commitment/date": "2026-06-13"}),
    ("aftaleforum.date", "application", {"/aftaleforum/date": "2026-06-13"}),
    ("child.name", "application", {"/child/name": "Alma"}),
    ("child.birth_date", "application", {"/child/birth_date": "2012-11-03"}),
    ("child.age", "application", {"/period/start": "2031-08-11"}),
    ("child.grade", "application", {"/child/class_name": "6.b"}),
    ("child.conversation", "application", {"/child_conversation": GONE}),
    ("custody", "application", {"/guardians/0/has_custody": False, "/guardians/1/has_custody": GONE}),
    ("guardian.cpr", "application", {"/guardians/0/cpr": "621112-5002"}),
    ("guardian.address", "application", {"/guardians/1/city": GONE}),
    ("guardian.contact", "application", {"/guardians/1/phone": GONE, "/guardians/1/email": GONE}),
    ("letters.reason", "application", {"/guardians/1/send_letters": False}),
    ("letters.party", "application", {"/guardians/1/send_letters": False}),
    ("P18", "application", {"/school/leader_confirms": GONE}),
    ("P18.leader", "application", {"/school/leader": GONE}),
    ("P09", "application", {"/existing_school_measures/0/description": "Støtte i timerne."}),
    ("P09.over", "application", {"/existing_school_measures/0/lessons_per_week": 12}),
    ("P09.under", "application", {"/existing_school_measures/0/lessons_per_week": 2}),
    ("P08", "application", {"/bbu_case": False}),
    ("P08.unit", "application", {"/caseworker/unit": "bch"}),
    ("P05", "application", {"/social_assessment/recommends_support": False}),
    ("P05.missing", "application", {"/social_assessment": GONE}),
    ("P05.date", "application", {"/social_assessment/date": GONE}),
    ("P05.future", "application", {"/social_assessment/date": "2026-09-01"}),
    ("P05.unanswered", "application", {"/social_assessment/recommends_support": GONE}),
    ("P05.law", "application", {"/social_assessment/type": "boernefaglig_sel50"}),
    ("P05.law.new", "application", {"/social_assessment/date": "2023-11-20"}),
    ("P05.law.measure", "application", {"/existing_social_measures/0/legal_basis": "SEL § 52, stk. 3"}),
    ("P10", "application", {"/existing_social_measures/0/coordination": GONE}),
    ("P10.missing", "application", {"/existing_social_measures": GONE}),
    ("P10.none", "application", {"/no_existing_social_measures": True}),
    ("P04", "application", {"/ppv/recommends_special_support": False}),
    ("P04.ordered", "application", {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}),
    ("P04.ordered_on", "application", {"/ppv": {"status": "ordered"}}),
    ("P04.not_ordered", "application", {"/ppv": {"status": "not_ordered"}}),
    ("P04.date", "application", {"/ppv/date": GONE}),
    ("P04.future", "application", {"/ppv/date": "2026-09-01"}),
    ("P04.unanswered", "application", {"/ppv/recommends_special_support": GONE}),
    ("ppv.weekly_hours", "application", {"/ppv/weekly_hours": GONE}),
    ("ppv.hours_unit", "application", {"/ppv/hours_unit": GONE}),
    ("ppv.hours", "application", {"/ppv/weekly_hours": 8.5}),
    ("ppv.lessons", "application", {"/ppv/hours_unit": "lessons", "/ppv/weekly_hours": 11}),
    ("P06", "application", {"/day_treatment/alternative": False}),
    ("P07", "application", {"/another_supplier": "Stien ApS (fiktiv)"}),
    ("P07.special", "application", {"/supplier/special_competences": False}),
    ("P07.social", "application", {"/supplier/social_competences": False}),
    ("P07.criteria", "application", {"/supplier/criteria": ["cooperation"]}),
    ("P07.contact", "application", {"/supplier/contact": GONE}),
    ("goals.special", "application", {"/goals/0/area": "social"}),
    ("goals.social", "application", {"/goals/1/area": "special"}),
    ("feasibility.length", "application", {"/feasibility": "Det kan vi godt."}),
    ("P17", "application", {"/plan/rows/0/status": "in_progress"}),
    *(
        (rule, form, change)
        for form in ("application", "plan")
        for rule, change in (
            ("P11", {"/plan/rows/0/in_holidays": "continues_buf"}),
            ("P11.wholly", {"/plan/rows/0/start": "2026-10-12", "/plan/rows/0/end": "2026-10-16"}),
            ("P11.blank", {"/plan/rows/0/in_holidays": GONE}),
            ("plan.order", {"/plan/rows/0/end": "2026-08-01"}),
            ("plan.start", {"/plan/rows/0/start": "2026-08-09"}),
            ("plan.end", {"/plan/rows/1/end": "2027-08-10"}),
        )
    ),
    ("plan.case", "plan", {"/child/cpr": GONE}),
    ("P11.calendar", "application", {"/period/end": "2028-10-01"}),
    ("plan.period", "plan", {"/plan/period/end": GONE}),
    ("plan.period.order", "plan", {"/plan/period/end": "2026-07-01"}),
    ("plan.coordinator", "plan", {"/plan/coordinator": GONE}),
    ("P13", "agreement", {"/parties/school/name": "Karen-Marie  SKRIVERSEN"}),
    ("P13.signatures", "agreement", {"/signatures/2/signed": GONE}),
    ("P13.signatures", "agreement", {"/signatures": GONE}),
    ("P13.roles", "agreement", {"/signatures/2/role": "school"}),
    ("agreement.case", "agreement", {"/child/cpr": GONE}),
    ("P14", "agreement", {"/family_contact/phone": GONE, "/family_contact/email": GONE}),
    ("P15", "agreement", {"/meeting_series/2/date": "2027-02-08"}),
    ("P15.order", "agreement", {"/meeting_series/2/date": "2026-10-01"}),
    ("P15.first", "agreement", {"/meeting_series/0/date": "2026-10-27"}),
    ("P15.last", "agreement", {"/meeting_series/5/date": "2027-05-20"}),
    ("P02.agreement", "agreement", {"/end_date": "2027-08-10"}),
    ("P01.price", "agreement", {"/supplier/price": 360000}),
    ("P12", "decision_buf", {"/approver/title": GONE}),
    ("decision.reasoning", "decision_refused", {"/reasoning_to_family": GONE}),
    ("decision.reasoning_length", "decision_refused", {"/reasoning_to_family": "Det er ikke nok."}),
    ("decision.what_happens_now", "decision_refused", {"/what_happens_now": GONE}),
    ("decision.condition", "decision_buf", {"/outcome": "conditional"}),
    ("decision.no_condition", "decision_buf", {"/condition": "Når PPV'en foreligger."}),
    ("decision.hours", "decision_buf", {"/granted_weekly_hours": GONE}),
    ("decision.measure.number", "decision_sof", {"/social_measure/number": GONE}),
    ("decision.measure.purpose", "decision_sof", {"/social_measure": GONE}),
    ("decision.measure.expected_duration", "decision_sof", {"/social_measure/expected_duration": GONE}),
    ("decision.family_view", "decision_sof", {"/family_view": GONE}),
    *(
        change
        for consent in ("consent_measure", "consent_sharing_supplier", "consent_psychologist", "consulted")
        for change in (
            (f"consent.answer.{consent}", "application", {f"/guardians/0/{consent}/answer": GONE}),
            (
                f"consent.noted_by.{consent}",
                "application",
                {f"/guardians/1/{consent}/form": "oral", f"/guardians/1/{consent}/noted_by": GONE},
            ),
        )
    ),
    ("prior.order", "prior_commitment", {"/valid_until": "2026-05-11"}),
    ("status.case", "status", {"/case_no": GONE}),
    ("status.note", "status", {"/goals/1/note": GONE}),
    ("change.start", "change_start", {"/period": GONE}),
    ("change.period", "change_period", {"/period": GONE}),
    ("change.school", "change_school", {"/school": GONE}),
    ("change.school_leader", "change_school_leader", {"/school": GONE}),
    ("change.supplier", "change_supplier", {"/supplier": GONE}),
    ("change.caseworker", "change_caseworker", {"/caseworker": GONE}),
    ("change.custody", "change_custody", {"/guardian": GONE}),
    ("change.address", "change_address", {"/guardian": GONE}),
    ("change.ending", "change_ending", {"/ending": GONE}),
    ("change.ending.reasoning", "change_ending", {"/ending/reasoning_to_family": GONE}),
    ("change.moving_away", "change_moving_away", {"/ending/last_day": GONE}),
    ("change.school.leader", "change_school", {"/school/leader_confirms": GONE}),
    ("change.supplier.competences", "change_supplier", {"/supplier/special_competences": False}),
    ("extension.order", "extension", {"/period/end": "2027-08-09"}),
    ("extension.year", "extension", {"/period/end": "2028-06-30"}),
    ("extension.sum", "extension", {"/budget/total": 340_000}),
    ("extension.goals", "extension", {"/goals/1/area": "special"}),
]


@pytest.mark.parametrize(
    ("rule", "sample", "changes"), BROKEN, ids=[f"{row[1]}-{row[0]}-{n}" for n, row in enumerate(BROKEN)]
)
def test_a_rule_speaks_up_when_it_is_broken(rule: str, sample: str, changes: dict[str, Any]) -> None:
    data = changed(PLUS_SAMPLES[sample], changes)
    assert list(Draft202012Validator(plus_form(sample).schema).iter_errors(data)) == []
    met = [problem for problem in problems(sample, data) if problem.code == rule]
    assert len(met) >= 1
    told = next(one for one in RULES if one.id == rule and one.form == plus_form(sample).name)
    for problem in met:
        place = f"{told.each}/{told.at}" if told.each else told.at
        assert pattern_of(problem.pointer) == place
        assert problem.says[-1] in ".?«"
        assert "  " not in problem.says
        assert ".." not in problem.says
        assert "None" not in problem.says


def test_every_rule_was_broken_once() -> None:
    broken = {(form_of(sample), rule) for rule, sample, _ in BROKEN}
    assert {(rule.form, rule.id) for rule in RULES} == broken


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
