"""Each rule of the programmes here is broken once, says why in Danish, and no criterion returns a file."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from pipeline.process.reading import calendar_of
from pipeline.programme import Rule
from pipeline.records import FindingKind, Problem
from pipeline.rules import run_rules
from tests.casebook import GONE, changed
from tests.filled import catalogue
from tests.programmes.book import PROGRAMMES, form_of, good

LTK, BAL = "skolefravaerstilbud", "skolefleks-ballerup"
FEW = "For kort."
BROKEN: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    (LTK, "L02"): ("application", {"/child/grade": 5}),
    (LTK, "L00.custody"): (
        "application",
        {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    (LTK, "L00.parents_voice"): ("application", {"/parents_view": FEW}),
    (LTK, "L00.ppr_voice"): ("application", {"/ppr_view": FEW}),
    (LTK, "L00.school_voice"): ("application", {"/school_view": FEW}),
    (LTK, "L00.goals"): ("application", {"/goals/1/area": "personal"}),
    (LTK, "L00.meeting"): ("application", {"/meeting_date": "2026-08-25"}),
    (LTK, "L00.postponed"): ("decision_postponed", {"/missing": GONE}),
    (LTK, "L00.reasoning"): ("decision_refused", {"/reasoning_to_family": GONE}),
    (LTK, "L00.what_happens_now"): ("decision_refused", {"/what_happens_now": GONE}),
    (LTK, "L00.family_view"): ("decision", {"/family_view": GONE}),
    (LTK, "L08"): ("decision", {"/end": "2027-06-25"}),
    (LTK, "L03"): ("enrolment_held", {"/start_meeting": "2026-11-05"}),
    (LTK, "L03.held"): ("enrolment_held", {"/first_day": GONE}),
    (LTK, "L04"): ("enrolment_held", {"/parent_talks": [{"date": "2026-11-02"}, {"date": "2026-12-20"}]}),
    (LTK, "L04.order"): (
        "enrolment_held",
        {"/parent_talks": [{"date": "2026-11-30"}, {"date": "2026-11-02"}]},
    ),
    (LTK, "L05"): ("enrolment_held", {"/development_talks": "other"}),
    (LTK, "L06"): ("plan", {"/teaching": [{"subject": "danish", "goal": "Læse"}]}),
    (LTK, "L06.more"): ("plan_leaving", {"/progress": GONE}),
    (LTK, "L06.which"): ("plan_leaving", {"/other_subjects": GONE}),
    (LTK, "L07"): ("enrolment_held", {"/secondary_contact": "Sanne Modelkær"}),
    (LTK, "L07.reach"): (
        "enrolment_held",
        {"/primary_contact/phone": GONE, "/primary_contact/email": GONE},
    ),
    (LTK, "L00.start_goals"): ("plan", {"/start_goals/1/area": "personal"}),
    (LTK, "L00.exit"): ("plan_leaving", {"/exit/towards": GONE}),
    (BAL, "B00.custody"): (
        "application",
        {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    (BAL, "B00.period"): ("application", {"/period/end": "2026-09-01"}),
    (BAL, "B00.effect"): ("application", {"/expected_effect": FEW}),
    (BAL, "B01"): ("application", {"/amount_requested": 6000000}),
    (BAL, "B02"): ("application", {"/amount_requested": 260000}),
    (BAL, "B04"): ("application", {"/support_hours/paid_by_school": False}),
    (BAL, "B07.mandate"): ("application", {"/presenter/mandate": False}),
    (BAL, "B00.kui"): ("application", {"/kui_contact": GONE}),
    (BAL, "B02.recommended"): ("recommendation", {"/amount_recommended": GONE}),
    (BAL, "B02.granted"): ("decision", {"/amount_granted": GONE}),
    (BAL, "B07"): ("decision", {"/amount_granted": 150000}),
    (BAL, "B00.reason"): ("decision_refused", {"/reasoning_to_school": GONE}),
    (BAL, "B06"): ("evaluation", {"/effect": FEW}),
}
RULES = {
    (name, rule.id): rule
    for name in PROGRAMMES
    for rule in catalogue().programme(name).rules
    if rule.form != "change"  # those are broken in test_changes
}


def problems(programme: str, sample: str, data: Any) -> list[Problem]:
    known = catalogue().programme(programme)
    form = form_of(programme, sample)
    run = run_rules(
        [rule for rule in known.rules if rule.form == form],
        form,
        data,
        terms=known.terms_on("2026-09-01"),
        day=dt.date(2026, 9, 1),
        calendar=calendar_of(known),
    )
    return list(run.problems)


@pytest.mark.parametrize("key", RULES)
def test_a_rule_finds_what_breaks_it_and_nothing_where_all_is_well(key: tuple[str, str]) -> None:
    programme, rule = key
    sample, changes = BROKEN[key]
    fine = {problem.code for problem in problems(programme, sample, good(programme, sample))}
    found = {
        problem.code for problem in problems(programme, sample, changed(good(programme, sample), changes))
    }
    assert rule not in fine
    assert rule in found


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do_and_turns_nobody_down(rule: Rule) -> None:
    assert rule.says.endswith((".", "?", "{% endif %}"))
    assert rule.source
    assert not re.search(r"\b(?:afvist|godkendt|afslås|udelukket)\b", rule.says, re.IGNORECASE)
    if rule.kind is FindingKind.CRITERION:
        assert re.search("tager stilling|ser på|ser .* på", rule.says)


def test_nothing_is_broken_here_that_is_no_rule() -> None:
    assert set(BROKEN) == set(RULES)
