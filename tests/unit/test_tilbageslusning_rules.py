"""The rules of Tilbageslusningsflex: each speaks up when broken, and no criterion sends a file back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.extract.word import read_word
from pipeline.identify import identify
from pipeline.process import examine
from pipeline.records import ExtractedForm, FindingKind, Severity
from tests import casebook
from tests.casebook import GONE, changed
from tests.filled import catalogue
from tests.filled import filled as plus_filled
from tests.tilbageslusning import PROGRAMME, filled, good

DAY = dt.date(2026, 6, 12)
FORMS = ("application", "plan", "decision", "measure", "sent", "extension", "ending")
FLEX = catalogue().programme(PROGRAMME)

BROKEN: dict[str, tuple[str, Mapping[str, Any]]] = {
    "T01.buf": ("application", {"/budget": {"buf": 175000, "sof": 150000, "total": 325000}}),
    "T01.sof": ("application", {"/budget": {"buf": 150000, "sof": 175000, "total": 325000}}),
    "T01.sum": ("application", {"/budget/total": 290000}),
    "T02.order": ("application", {"/period/end": "2026-01-01"}),
    "T02.year": ("application", {"/period/end": "2028-08-09"}),
    "T02.new": ("application", {"/application_type": "extension"}),
    "T03": ("application", {"/meeting_date": "2026-06-01"}),
    "T04": ("application", {"/no_one_to_one_told": GONE}),
    "T05": ("application", {"/uu_advisor": GONE}),
    "T06.plan": ("application", {"/attachments/0": GONE}),
    "T06.ppv": ("application", {"/ppv/recommends_special_support": False}),
    "T06.ppv.ordered": ("application", {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}),
    "T06.ppv.not_ordered": ("application", {"/ppv": {"status": "not_ordered"}}),
    "T06.ppv.ordered_on": ("application", {"/ppv": {"status": "ordered"}}),
    "T06.ppv.date": ("application", {"/ppv/date": GONE}),
    "T06.ppv.future": ("application", {"/ppv/date": "2026-07-01"}),
    "T06.ppv.unanswered": ("application", {"/ppv/recommends_special_support": GONE}),
    "ppv.weekly_hours": ("application", {"/ppv/weekly_hours": GONE}),
    "ppv.hours_unit": ("application", {"/ppv/hours_unit": GONE}),
    "ppv.hours": ("application", {"/ppv/weekly_hours": 4}),
    "ppv.lessons": ("application", {"/ppv/hours_unit": "lessons"}),
    "assessment.date": ("application", {"/social_assessment/date": GONE}),
    "assessment.future": ("application", {"/social_assessment/date": "2026-08-01"}),
    "assessment.law": ("application", {"/social_assessment/type": "boernefaglig_sel50"}),
    "assessment.law.new": ("application", {"/social_assessment/date": "2023-05-01"}),
    "joint": ("application", {"/signatures/1": GONE}),
    "joint.missing": ("application", {"/signatures": GONE}),
    "aftaleforum.date": ("application", {"/aftaleforum/date": "2026-07-01"}),
    "child.name": ("application", {"/child/name": "Sofus"}),
    "child.birth_date": ("application", {"/child/birth_date": "2012-04-16"}),
    "child.age": ("application", {"/period": {"start": "2040-08-10", "end": "2041-08-09"}}),
    "child.grade": ("application", {"/child/grade": 7}),
    "child.conversation": ("application", {"/child_conversation": GONE}),
    "custody": ("application", {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False}),
    "guardian.cpr": ("application", {"/guardians/0/cpr": "750412-4007"}),
    "guardian.address": ("application", {"/guardians/0/address": GONE}),
    "guardian.contact": ("application", {"/guardians/0/phone": GONE, "/guardians/0/email": GONE}),
    "letters.reason": ("application", {"/guardians/1/send_letters": False}),
    "letters.party": ("application", {"/guardians/1/send_letters": False}),
    "consent.answer.consent_measure": ("application", {"/guardians/0/consent_measure/answer": GONE}),
    "consent.answer.consent_psychologist": (
        "application",
        {"/guardians/0/consent_psychologist/answer": GONE},
    ),
    "consent.answer.consulted": ("application", {"/guardians/0/consulted/answer": GONE}),
    "consent.noted_by.consent_measure": (
        "application",
        {"/guardians/0/consent_measure": {"answer": "yes", "form": "oral"}},
    ),
    "consent.noted_by.consent_psychologist": (
        "application",
        {"/guardians/1/consent_psychologist/noted_by": GONE},
    ),
    "consent.noted_by.consulted": ("application", {"/guardians/0/consulted/noted_by": GONE}),
    "T02.third": ("plan", {"/year_no": 3}),
    "T06.pupil_plan": ("plan", {"/day_treatment/pupil_plan_date": GONE}),
    "T06.treatment_plan": ("plan", {"/day_treatment/treatment_plan_date": GONE}),
    "day_treatment.ends_on": ("plan", {"/day_treatment/ends_on": GONE}),
    "readiness.both": ("plan", {"/readiness/psychologist": GONE}),
    "readiness.date": ("plan", {"/readiness/date": GONE}),
    "T09": ("plan", {"/journalised": {"kingo": "2026-06-19"}}),
    "T09.kingo": ("plan", {"/journalised": {"csc": "2026-06-19"}}),
    "goals.special": ("plan", {"/goals/0/area": "social"}),
    "goals.social": ("plan", {"/goals/1/area": "special"}),
    "measures.words": ("plan", {"/existing_school_measures/0/description": "Et lille hold"}),
    "measures.coordination": ("plan", {"/existing_social_measures/0/coordination": GONE}),
    "plan.measure_words": ("plan", {"/rows/0/measure": "Hold"}),
    "T04.plan": ("plan", {"/rows/0/measure": "En fast voksen 1:1 hver formiddag i klassen hele året."}),
    "plan.responsible": ("plan", {"/rows/0/responsible": GONE}),
    "plan.order": ("plan", {"/rows/0/end": "2026-08-09"}),
    "plan.start": ("plan", {"/rows/0/start": "2026-06-01"}),
    "plan.end": ("plan", {"/rows/0/end": "2027-12-01"}),
    "T02.plan_year": ("plan", {"/period/end": "2028-08-09"}),
    "P12": ("decision", {"/approver/title": GONE}),
    "decision.reasoning": ("decision", {"/outcome": "partly_granted", "/reasoning_to_family": GONE}),
    "decision.reasoning_length": ("decision", {"/outcome": "refused", "/reasoning_to_family": "Nej."}),
    "decision.what_happens_now": ("decision", {"/outcome": "refused", "/what_happens_now": GONE}),
    "decision.condition": ("decision", {"/outcome": "conditional"}),
    "decision.no_condition": ("decision", {"/condition": "Når PPV'en er klar"}),
    "decision.hours": ("decision", {"/granted_weekly_hours": GONE}),
    "decision.family_view": ("decision", {"/family_view": GONE}),
    "approver": ("measure", {"/approver/title": GONE}),
    "measure.reasoning": ("measure", {"/outcome": "partly_granted", "/reasoning_to_family": GONE}),
    "measure.reasoning_length": ("measure", {"/outcome": "refused", "/reasoning_to_family": "Nej."}),
    "measure.what_happens_now": ("measure", {"/outcome": "refused", "/what_happens_now": GONE}),
    "measure.condition": ("measure", {"/outcome": "conditional"}),
    "measure.no_condition": ("measure", {"/condition": "Når undersøgelsen er klar"}),
    "measure.number": ("measure", {"/social_measure/number": GONE}),
    "measure.purpose": ("measure", {"/social_measure/purpose": GONE}),
    "measure.expected_duration": ("measure", {"/social_measure/expected_duration": GONE}),
    "measure.family_view": ("measure", {"/family_view": GONE}),
    "T02.second": ("extension", {"/year_no": 1}),
    "T02.number": ("extension", {"/year_no": GONE}),
    "T02.special": ("extension", {"/still_special": False}),
    "T02.social": ("extension", {"/still_social": False}),
    "extension.goals": ("extension", {"/goals/1": GONE}),
    "T08": ("ending", {"/kmd_changed_on": GONE}),
    "T08.told": ("ending", {"/told_centre_on": GONE}),
    "T08.late": ("ending", {"/reported_on": "2027-03-05"}),
    "T07.signed": ("sent", {"/signed": GONE}),
    "T07.each": ("sent", {"/sent_to_each": GONE}),
    "T07.copy": ("sent", {"/copy_sent": GONE}),
    "T07.case": ("sent", {"/case_no": GONE}),
}
"""What breaks each rule once: its form, and what is changed in the data of a straight course."""


def course(form: str) -> Any:
    data = good(form)
    return {**data, "case_no": "TF-2026-0001"} if form == "sent" else data


def codes(form: str, data: Any) -> dict[str, Any]:
    _, findings, _ = examine(data, FLEX.forms[form], FLEX, DAY)
    return {finding.code: finding for finding in findings}


@pytest.mark.parametrize("form", FORMS)
def test_a_straight_course_has_neither_errors_nor_warnings(form: str) -> None:
    found = codes(form, course(form))
    assert {code for code, one in found.items() if one.severity is not Severity.NOTICE} == set()


@pytest.mark.parametrize("code", BROKEN)
def test_a_rule_speaks_up_when_it_is_broken(code: str) -> None:
    form, changes = BROKEN[code]
    found = codes(form, changed(course(form), changes))
    assert code in found
    assert found[code].message.rstrip()[-1] in ".?«"


def test_every_rule_is_broken_once() -> None:
    # The rules of changes are broken in tests/programmes/test_changes.py.
    assert {rule.id for rule in FLEX.rules if rule.form != "change"} == set(BROKEN)
    assert {rule.form for rule in FLEX.rules} == {*FORMS, "change"}
    assert {f"T{n:02}" for n in range(1, 10)} <= {rule.id.partition(".")[0] for rule in FLEX.rules}


def test_a_criterion_leaves_the_decision_to_beku() -> None:
    for rule in FLEX.rules:
        if rule.kind is FindingKind.CRITERION:
            assert "BEKU" in rule.says, rule.id


def test_a_third_year_is_a_question_to_beku() -> None:
    found = codes("extension", changed(good("extension"), {"/year_no": 3}))
    assert found["T02.third"].kind is FindingKind.CRITERION
    assert "afslag" not in found["T02.third"].message
    assert all(one.kind is FindingKind.CRITERION for one in found.values() if one.severity is Severity.ERROR)


def stripped(content: bytes) -> ExtractedForm:
    return replace(read_word(content), mark=None)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_lost_its_mark_is_still_this_programme_s(form: str) -> None:
    found = identify(stripped(filled(form, course(form))), catalogue().forms()).form
    assert found is not None
    assert (found.programme, found.name) == (PROGRAMME, form)


@pytest.mark.parametrize("name", ["application", "plan", "decision_buf", "agreement", "extension", "status"])
def test_a_form_of_another_programme_is_not_taken_for_this_one(name: str) -> None:
    content = plus_filled(name, casebook.good(name))
    found = identify(stripped(content), catalogue().forms()).form
    assert found is not None
    assert (found.programme, found.name) == ("skoleflexplus", name.partition("_")[0])
