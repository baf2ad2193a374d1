"""`merge` makes exactly the documents that are due and no other: the table says which, life by life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from pipeline.assemble import control_code
from pipeline.process import MergeResult, merge_files
from tests.casebook import GONE, changed, good
from tests.filled import PROGRAMME, catalogue, incoming

Changes = Mapping[str, Mapping[str, Any]]

BEFORE_START = "2026-08-09"
ON_START = "2026-08-10"
LETTERS = (
    "decision_school/1",
    "decision_school/2",
    "decision_social/1",
    "decision_social/2",
    "child_letter",
)
GRANTED = ("beku_application", "approval_sheet", *LETTERS, "work_plan", "agreement", "meetings", "calendar")
SIGNED = tuple(key for key in GRANTED if key != "agreement")
WITHOUT_PPV = {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}
REFUSED_BY_SOF = {
    "/outcome": "refused",
    "/reasoning_to_family": "Vi har lagt vægt på, at familien allerede får en støtte, der virker, og at den "
    "fortsætter. Derfor giver vi ikke en ny støttende indsats lige nu, men følger op sammen med jer.",
    "/what_happens_now": "Jeres kontaktperson fortsætter, og vi holder møde med jer om tre måneder.",
}
PARTLY_BUF = {
    "/outcome": "partly_granted",
    "/granted_weekly_hours": 6,
    "/reasoning_to_family": "Psykologen har vurderet, at Alma har brug for støtte i 10 timer om ugen. Skolen "
    "giver allerede fire timer på et lille hold, og de fortsætter. Derfor giver vi 6 timer oveni.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The files that came in, the day, what is made then – and a piece of each sentence on what waits."""

    files: tuple[str, ...]
    day: str
    makes: tuple[str, ...]
    waits: tuple[str, ...] = ()
    state: str
    but: Changes = field(default_factory=dict)


LIVES = {
    "only the application": Life(
        files=("application",),
        day="2026-06-15",
        makes=("beku_application",),
        waits=(
            "Afventer beslutning fra BUF og SOF.",
            "samarbejdsaftalen er ikke modtaget",
            "forløbet starter",
        ),
        state="Afventer beslutning",
    ),
    "one approval": Life(
        files=("application", "decision_buf"),
        day="2026-06-30",
        makes=("beku_application",),
        waits=("Afventer beslutning fra SOF.", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Afventer beslutning",
    ),
    "granted, nothing signed": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        makes=GRANTED,
        waits=("samarbejdsaftalen er ikke modtaget", "forløbet starter 10. august 2026"),
        state="Bevilget",
    ),
    "granted and signed, the day before the start": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=BEFORE_START,
        makes=SIGNED,
        waits=("forløbet starter 10. august 2026",),
        state="Bevilget",
    ),
    "granted and signed, on the first day": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=ON_START,
        makes=(*SIGNED, "notification"),
        state="Iværksat",
    ),
    "one signature missing on the first day": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=ON_START,
        but={"agreement": {"/signatures/1/signed": GONE}},
        makes=SIGNED,
        waits=("mangler underskrift",),
        state="Bevilget",
    ),
    "waiting for a PPV": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=ON_START,
        but={"application": WITHOUT_PPV},
        makes=("beku_application", "approval_sheet", "work_plan", "meetings", "calendar"),
        waits=("Afventer PPV (bestilt 2. juni 2026).",),
        state="Bevilget",
    ),
    "no assessment of the child's needs yet": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=ON_START,
        but={"application": {"/social_assessment": GONE}},
        makes=("beku_application", "approval_sheet", "work_plan", "meetings", "calendar"),
        waits=("Afventer den børnefaglige undersøgelse.",),
        state="Bevilget",
    ),
    "refused by both while the PPV and the assessment are not there: the family has its answer": Life(
        files=("application", "decision_refused", "decision_sof"),
        day="2026-06-30",
        but={"application": {**WITHOUT_PPV, "/social_assessment": GONE}, "decision_sof": REFUSED_BY_SOF},
        makes=("beku_application", "decision_social/1", "decision_social/2", "child_letter"),
        waits=("Klagevejledningen kan ikke vælges",),  # nobody knows yet how many hours were asked for
        state="Ikke bevilget",
    ),
    "a parent left out without a reason": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"application": {"/guardians/1/send_letters": False}},
        makes=tuple(key for key in GRANTED if key not in LETTERS),
        waits=("der står ikke hvorfor", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "a parent left out for a reason": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={
            "application": {"/guardians/1/send_letters": False, "/guardians/1/send_letters_reason": "Aftalt."}
        },
        makes=tuple(key for key in GRANTED if key not in ("decision_school/2", "decision_social/2")),
        waits=("samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "refused by both": Life(
        files=("application", "decision_refused", "decision_sof"),
        day="2026-06-30",
        but={"decision_sof": REFUSED_BY_SOF},
        makes=("beku_application", *LETTERS),
        state="Ikke bevilget",
    ),
    "partly granted by both": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"decision_buf": PARTLY_BUF, "decision_sof": {"/outcome": "partly_granted"}},
        makes=GRANTED,
        waits=("samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "refused before the family was heard: it is asked first": Life(
        files=("application", "decision_refused", "decision_sof"),
        day="2026-06-30",
        but={
            "decision_refused": {"/family_view": GONE},
            "decision_sof": {**REFUSED_BY_SOF, "/family_view": GONE},
        },
        makes=(
            "beku_application",
            "hearing_school/1",
            "hearing_school/2",
            "hearing_social/1",
            "hearing_social/2",
        ),
        waits=(
            "beslutningen fra BUF siger ikke, hvad familien og barnet har fortalt",
            "Hør familien først: høringsbrevet ligger klar som udkast.",
        ),
        state="Ikke bevilget",
    ),
    "partly granted with a ready-made phrase for a reasoning": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={
            "decision_buf": {
                **PARTLY_BUF,
                "/reasoning_to_family": "Efter en konkret og individuel vurdering. Se vedlagte.",
            }
        },
        makes=tuple(key for key in GRANTED if not key.startswith("decision_school")),
        waits=("stopper: begrundelsen er kun en standardsætning", "er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "refused by BUF, granted by SOF": Life(
        files=("application", "decision_refused", "decision_sof"),
        day="2026-06-30",
        makes=("beku_application", "decision_school/1", "decision_school/2"),
        waits=("SOF har godkendt, men forløbet er samlet set ikke bevilget. Bed SOF om en ny beslutning",),
        state="Ikke bevilget",
    ),
    "refused by BUF, nothing from SOF yet": Life(
        files=("application", "decision_refused"),
        day="2026-06-30",
        makes=("beku_application", "decision_school/1", "decision_school/2"),
        waits=("Brevet om støttende indsats venter på beslutningen fra SOF.",),
        state="Ikke bevilget",
    ),
    "godkendt, hvis": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"decision_sof": {"/outcome": "conditional", "/condition": "Hvis begge forældre siger ja."}},
        makes=("beku_application",),
        waits=("En beslutning har en betingelse", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Afventer beslutning",
    ),
    "the same person for both administrations": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"decision_sof": {"/approver/name": "Henrik Fiktivsen"}},
        makes=("beku_application",),
        waits=("Den samme person", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "conflicting schools": Life(
        files=("application", "decision_buf", "decision_sof", "agreement"),
        day=ON_START,
        but={"agreement": {"/school/name": "Skolen ved Prøvesøen"}},
        makes=(),
        waits=("»Eksempelskolen«",),
        state="På hold",
    ),
    "no consent to the measure from one parent": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"application": {"/guardians/1/consent_measure/answer": "not_asked"}},
        makes=tuple(key for key in GRANTED if not key.startswith(("decision_social", "child"))),
        waits=("samtykke til indsatsen mangler", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "no consent to share with the supplier": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"application": {"/guardians/0/consent_sharing_supplier/answer": "no"}},
        makes=tuple(key for key in GRANTED if key not in ("agreement", "work_plan")),
        waits=("samtykke til at dele", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "no plan yet": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"application": {"/plan": GONE}},
        makes=tuple(key for key in GRANTED if key != "work_plan"),
        waits=("Arbejdsplanen er ikke udfyldt", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
    "too few hours for the complaints board": Life(
        files=("application", "decision_buf", "decision_sof"),
        day="2026-06-30",
        but={"decision_buf": {"/granted_weekly_hours": 6}},
        makes=tuple(key for key in GRANTED if not key.startswith("decision_school")),
        waits=("Klagevejledningen kan ikke vælges", "samarbejdsaftalen er ikke modtaget", "forløbet starter"),
        state="Bevilget",
    ),
}


def merged(life: Life) -> MergeResult:
    files = [incoming(name, changed(good(name), life.but.get(name, {}))) for name in life.files]
    return merge_files(files, catalogue(), dt.date.fromisoformat(life.day))


@pytest.mark.parametrize("name", LIVES)
def test_exactly_what_is_due_is_made(name: str) -> None:
    life = LIVES[name]
    result = merged(life)
    assert result.case
    assert result.outlook
    assert tuple(made.due.key for made in result.made) == life.makes
    assert str(result.case.names["state"]) == life.state
    reasons = list(dict.fromkeys(reason for waiting in result.outlook.waiting for reason in waiting.reasons))
    assert len(reasons) == len(life.waits), reasons
    for said, reason in zip(life.waits, reasons, strict=True):
        assert said in reason


FIRST_STEPS = {
    "only the application": "Send den samlede ansøgning til BEKU",
    "one approval": "Send den samlede ansøgning til BEKU",
    "granted, nothing signed": "Læs udkastene",
    "waiting for a PPV": "Få PPV'en færdig",
    "no assessment of the child's needs yet": "Få den børnefaglige undersøgelse færdig",
    "refused by both": "Læs udkastene",
    "refused by BUF, granted by SOF": "Bed SOF om en beslutning",
    "refused by BUF, nothing from SOF yet": "Bed SOF om en beslutning",
    "godkendt, hvis": "En af beslutningerne er ikke endelig",
    "the same person for both administrations": "Den samme person står for begge",
    "conflicting schools": "Find ud af, hvilken oplysning der er rigtig",
    "no consent to the measure from one parent": "samtykke til støttende indsats",
    "no consent to share with the supplier": "En forælder med forældremyndighed har sagt nej",
}


@pytest.mark.parametrize("name", LIVES)
def test_every_case_says_who_does_what_next(name: str) -> None:
    result = merged(LIVES[name])
    assert result.steps
    assert all(all(step.values()) for step in result.steps)
    assert FIRST_STEPS.get(name, "") in result.steps[0]["what"]


def test_approvals_of_an_older_version_no_longer_count() -> None:
    first = good("application")
    code = control_code(catalogue().programme(PROGRAMME), first)
    second = changed(first, {"/application_date": "2026-06-26", "/supplier/name": "Stien I/S (fiktiv)"})
    decisions = [
        incoming(name, {**good(name), "control_code": code}) for name in ("decision_buf", "decision_sof")
    ]
    files = [incoming("application", first), *decisions, incoming("application", second)]
    result = merge_files(files, catalogue(), dt.date(2026, 6, 30))
    assert [made.due.key for made in result.made] == ["beku_application"]
    assert result.case
    assert [sentence[: sentence.index(" gælder")] for sentence in result.case.voided] == [
        "Godkendelsen fra BUF af 22. juni 2026",
        "Godkendelsen fra SOF af 24. juni 2026",
    ]
    assert all("gælder version 1" in sentence for sentence in result.case.voided)
    assert all("Leverandøren er ændret i version 2. Bed om ny godkendelse." in s for s in result.case.voided)


@pytest.mark.parametrize(
    "harmless",
    [
        {"/child/name": "Alma  testrup eksempelsen"},
        {"/school/leader/phone": "00000009"},
        {"/caseworker/name": "Karl Ny Sagsbehandler"},
        {"/plan/rows/0/frequency": "3 formiddage om ugen"},
    ],
)
def test_spelling_contact_data_and_the_plan_do_not_touch_an_approval(harmless: Mapping[str, Any]) -> None:
    first = good("application")
    programme = catalogue().programme(PROGRAMME)
    assert control_code(programme, changed(first, harmless)) == control_code(programme, first)


@pytest.mark.parametrize(
    "weighty",
    [
        {"/child/cpr": "740314-4007"},
        {"/school/name": "Skolen ved Prøvesøen"},
        {"/supplier/cvr": "00000132"},
        {"/goals/0/goal": "Alma er i skole hver dag."},
        {"/period/end": "2027-06-30"},
        {"/budget/buf": 1},
    ],
)
def test_child_school_supplier_goals_period_and_amounts_do(weighty: Mapping[str, Any]) -> None:
    first = good("application")
    programme = catalogue().programme(PROGRAMME)
    assert control_code(programme, changed(first, weighty)) != control_code(programme, first)


def test_a_file_that_must_be_mended_makes_nothing() -> None:
    files = [
        incoming("application", changed(good("application"), {"/budget/total": 1})),
        incoming("plan", good("plan")),
    ]
    result = merge_files(files, catalogue(), dt.date(2026, 6, 30))
    assert not result.accepted
    assert result.made == ()


def test_the_same_files_give_the_same_bytes() -> None:
    life = LIVES["granted and signed, on the first day"]
    first, second = merged(life), merged(life)
    assert {m.file: m.sha256 for m in first.made} == {m.file: m.sha256 for m in second.made}
    assert first.receipt
    assert second.receipt
    assert first.receipt.content == second.receipt.content
