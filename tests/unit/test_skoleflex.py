"""Skoleflex and Skoleflex MINI: their rules, what they share, and that nobody takes one for another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest

from pipeline.container import open_package, repack
from pipeline.process import read_file
from pipeline.programme import Programme
from pipeline.records import FindingKind, IncomingFile, Problem, Severity, Status
from pipeline.rules import run_rules
from pipeline.schooldays import SchoolCalendar
from pipeline.validate import validate
from tests.casebook import GONE, changed
from tests.filled import catalogue
from tests.skoleflex.samples import FOLDER, FULL, MINI, PROGRAMMES, form_of, good

DAY = dt.date(2026, 6, 12)
BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("S01", "application", {"/school/refers": GONE}),
    ("S01.caseworker", "application", {"/caseworker_refers": GONE}),
    ("S01.two", "application", {"/caseworker/name": "Birgit  PRØVHOLM"}),
    ("S01.unit", "application", {"/caseworker/unit": "bch"}),
    ("S02.school", "application", {"/school_contribution": GONE}),
    ("S02.social", "application", {"/social_contribution": GONE}),
    ("S03", "application", {"/period/start": "2026-06-12"}),
    ("S03.plan", "application", {"/plan/rows/0/status": "in_progress"}),
    ("S04", "application", {"/intervention_step": GONE}),
    ("S04.weighting", "application", {"/plan/rows/0/activity": GONE}),
    ("audience.at_risk", "application", {"/audience/at_risk": False}),
    ("audience.can_thrive", "application", {"/audience/can_thrive": False}),
    ("period.order", "application", {"/period/end": "2026-08-09"}),
    ("signatures", "application", {"/signatures/0/signed": GONE}),
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
    *(
        (f"consent.{rule}.{consent}", "application", change)
        for consent in ("consent_measure", "consent_sharing_supplier", "consent_psychologist", "consulted")
        for rule, change in (
            ("answer", {f"/guardians/0/{consent}/answer": GONE}),
            (
                "noted_by",
                {f"/guardians/0/{consent}/form": "oral", f"/guardians/0/{consent}/noted_by": GONE},
            ),
        )
    ),
    ("ppv.date", "application", {"/ppv/date": GONE}),
    ("ppv.future", "application", {"/ppv/date": "2026-09-01"}),
    ("ppv.hours_unit", "application", {"/ppv/hours_unit": GONE}),
    ("assessment.date", "application", {"/social_assessment/date": GONE}),
    ("assessment.future", "application", {"/social_assessment/date": "2026-09-01"}),
    ("assessment.law", "application", {"/social_assessment/type": "boernefaglig_sel50"}),
    ("measures.law", "application", {"/existing_social_measures/0/legal_basis": "SEL § 52, stk. 3"}),
    ("measures.none", "application", {"/no_existing_social_measures": True}),
    ("measures.coordination", "application", {"/existing_social_measures/0/coordination": GONE}),
    *(
        (rule, form, change)
        for form in ("application", "plan")
        for rule, change in (
            ("plan.order", {"/plan/rows/0/end": "2026-08-01"}),
            ("plan.start", {"/plan/rows/0/start": "2026-08-09"}),
            ("plan.end", {"/plan/rows/1/end": "2027-08-10"}),
        )
    ),
    ("plan.case", "plan", {"/child/cpr": GONE}),
    ("plan.period", "plan", {"/plan/period/end": GONE}),
    ("plan.period.order", "plan", {"/plan/period/end": "2026-07-01"}),
    ("plan.coordinator", "plan", {"/plan/coordinator": GONE}),
    ("S02", "decision", {"/members/buf": GONE}),
    ("S02.sof", "decision", {"/members/sof": GONE}),
    ("S02.two", "decision", {"/members/sof/name": "henrik Fiktivsen"}),
    ("S02.social", "decision", {"/social_part": GONE}),
    ("decision.signatory", "decision", {"/social_part/signatory": GONE}),
    ("decision.reasoning.school", "decision_refused", {"/school_part/reasoning_to_family": GONE}),
    ("decision.reasoning.social", "decision_refused", {"/social_part/reasoning_to_family": GONE}),
    ("decision.what_happens_now", "decision_refused", {"/school_part/what_happens_now": GONE}),
    ("decision.condition", "decision", {"/outcome": "conditional"}),
    ("decision.no_condition", "decision", {"/condition": "Når PPV'en foreligger."}),
    ("decision.hours", "decision", {"/school_part/granted_weekly_hours": GONE}),
    ("decision.measure", "decision", {"/social_part/social_measure/purpose": GONE}),
    ("decision.family_view", "decision", {"/family_view": GONE}),
]


def problems(programme: Programme, name: str, data: Any) -> list[Problem]:
    form = programme.forms[form_of(name)]
    run = run_rules(
        programme.rules,
        form.name,
        data,
        terms=programme.terms_on(DAY.isoformat()),
        day=DAY,
        calendar=SchoolCalendar.from_rows(programme.holidays),
    )
    return [*validate(data, form, phone_exempt=programme.phone_exempt), *run.problems]


@pytest.mark.parametrize("name", ["application", "decision", "decision_refused", "plan"])
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_good_data_have_neither_errors_nor_warnings(programme: str, name: str) -> None:
    found = problems(catalogue().programme(programme), name, good(name))
    assert {problem.code for problem in found} <= {"cpr.replacement", "cvr.leading_zero"}


@pytest.mark.parametrize(("rule", "name", "changes"), BROKEN)
def test_a_broken_rule_says_what_to_do(rule: str, name: str, changes: dict[str, Any]) -> None:
    found = problems(catalogue().programme(FULL), name, changed(good(name), changes))
    said = [problem for problem in found if problem.code == rule]
    assert said, {problem.code for problem in found}
    assert all("{" not in problem.says and "…" not in problem.says.replace("hvis …", "") for problem in said)


def test_every_rule_is_broken_once() -> None:
    programme = catalogue().programme(FULL)
    # The rules of changes are broken in tests/programmes/test_changes.py.
    told = {(rule.form, rule.id) for rule in programme.rules if rule.form != "change"}
    assert told - {(form_of(name), rule) for rule, name, _ in BROKEN} == {("application", "period.length")}
    assert {f"S0{n}" for n in range(1, 5)} <= {rule for _, rule in told}


def test_rules_leave_the_decision_to_people() -> None:
    for rule in catalogue().programme(FULL).rules:
        words = re.sub(r"{{.*?}}", "", rule.says).casefold()
        assert not re.search(r"\b(afvist|afslag|afvises|ugyldig|fejl)\b", words), rule.id
        assert rule.source, rule.id
        if rule.kind is FindingKind.CRITERION:
            assert "beku" in words, rule.id


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_length_of_a_course_is_a_question_only_where_it_is_configured(programme: str) -> None:
    known = catalogue().programme(programme)
    assert known.terms_on("2026-06-12")["course_months"] == 0
    assert known.terms_on("2026-06-12")["buf_amount"] == known.terms_on("2026-06-12")["sof_amount"] == 0
    (terms,) = known.terms
    short = replace(known, terms=({**terms, "course_months": 6},))
    (said,) = [p for p in problems(short, "application", good("application")) if p.code == "period.length"]
    assert (said.severity, said.kind) == (Severity.WARNING, FindingKind.CRITERION)
    assert "6 måneder" in said.says


def test_mini_is_skoleflex_but_for_its_names_and_the_shorter_effort() -> None:
    full, mini = (catalogue().programme(programme) for programme in PROGRAMMES)
    assert mini.rules == full.rules
    assert mini.documents == full.documents
    assert mini.templates == full.templates
    assert (full.case_prefix, mini.case_prefix) == ("SK", "SM")
    for name, form in full.forms.items():
        other = mini.forms[name]
        assert other.title == form.title.replace("Skoleflex", "Skoleflex MINI")
        assert [field.tag for field in other.fields()] == [field.tag for field in form.fields()]
    label = mini.forms["application"].find("/audience/can_thrive")
    assert label is not None
    assert "kortere indsats" in label.label


# ── nobody takes one for another ──────────────────────────────────────────────────────────────────────


def unmarked(content: bytes, *names: tuple[str, str]) -> IncomingFile:
    """A filled form as somebody made it anew: without the mark, the tags and the names of the controls."""
    parts = dict(open_package(content))
    body = parts["word/document.xml"].decode("utf-8")
    body = re.sub(r"<w:(?:tag|alias) w:val=\"[^\"]*\"/>", "", body)
    changes = {"word/document.xml": body, "docProps/custom.xml": ""}
    for part in [name for name in parts if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", name)]:
        text = changes.get(part) or parts[part].decode("utf-8")
        for old, new in names:
            text = text.replace(old, new)
        changes[part] = text
    custom = parts["docProps/custom.xml"].decode("utf-8")
    changes["docProps/custom.xml"] = re.sub(r"<property .*</property>", "", custom, flags=re.DOTALL)
    bare = repack(content, {part: text.encode("utf-8") for part, text in changes.items()})
    return IncomingFile(name="skema.docx", content=bare)


@pytest.mark.parametrize(
    "sample",
    [
        *(f"{programme}/application/good" for programme in PROGRAMMES),
        *(f"{programme}/decision/good" for programme in PROGRAMMES),
        *(f"{programme}/plan/good" for programme in PROGRAMMES),
        "skoleflexplus/application/good",
        "skoleflexplus/plan/good",
        "skoleflexplus/decision/good-buf",
    ],
)
def test_a_form_without_its_mark_is_known_by_its_name(sample: str) -> None:
    read = read_file(unmarked((FOLDER / f"{sample}.docx").read_bytes()), catalogue(), DAY)
    assert (read.programme, read.form) == tuple(sample.split("/")[:2])
    assert read.status is Status.ACCEPTED, [finding.message for finding in read.findings]


@pytest.mark.parametrize(
    ("written", "programme"),
    [
        ("Skole-flex", FULL),
        ("Skoleflex-MINI", MINI),
        ("SkoleflexMINI", MINI),
        ("Skoleflex (MINI)", MINI),
        ("MINI Skoleflex", MINI),
        ("MINI-Skoleflex", MINI),
        ("Skoleflex mini", MINI),
        ("Skoleflex+", "skoleflexplus"),
        ("Skoleflex PLUS", "skoleflexplus"),
        ("Skoleflex (PLUS)", "skoleflexplus"),
    ],
)
def test_a_name_is_known_however_it_is_written(written: str, programme: str) -> None:
    content = (FOLDER / f"{FULL}/application/good.docx").read_bytes()
    read = read_file(unmarked(content, ("Skoleflex", written)), catalogue(), DAY)
    # The questions of another programme are others: then it is none of ours, never this one.
    assert read.programme in (programme, "")
    if programme in PROGRAMMES:
        assert (read.programme, read.form) == (programme, "application")


@pytest.mark.parametrize("written", ["SkoleFleks", "Skole-fleks", "Skolefleks Ballerup", "Skoleflexi"])
def test_a_name_that_only_sounds_alike_is_none_of_these(written: str) -> None:
    content = (FOLDER / f"{FULL}/application/good.docx").read_bytes()
    read = read_file(unmarked(content, ("Skoleflex", written)), catalogue(), DAY)
    assert read.programme not in (*PROGRAMMES, "skoleflexplus")
