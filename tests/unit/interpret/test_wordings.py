"""What offices call a question in other words than the form: classes of wordings, none of them a guess."""

from __future__ import annotations

import pytest

from pipeline.definitions import Field
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.vocabulary import Context, Fit
from tests.unit.interpret.layouts import form

PLUS, MINI = "skoleflexplus", "skoleflex-mini"
BALLERUP, ABSENCE, BACK = "skolefleks-ballerup", "skolefravaerstilbud", "tilbageslusningsflex"
PARENT = "/guardians/*"


def asked(label: str, *keys: str, name: str = "application", programme: str = PLUS) -> list[str]:
    named = Lexicon.of(form(name, programme)).name(label, Context(keys=frozenset(keys)))
    return [] if named.fit is Fit.LOOSE else [one.pointer for one in named.fields]


@pytest.mark.parametrize(
    ("label", "pointer"),
    [
        ("Samtykke til at sende akter til Skolefraværstilbuddet: svar", "consent_sharing/answer"),
        ("Samtykke til at sende akter til Skolefraværstilbuddet: dato", "consent_sharing/date"),
        ("Samtykke til at sende akter til Skolefraværstilbuddet: hvordan givet", "consent_sharing/form"),
        ("Samtykke til at sende akter: noteret i sagen af", "consent_sharing/noted_by"),
        ("Samråd med forælderen: noteret i journalen af", "consulted/noted_by"),
        ("Dato for svar på at sende akter", "consent_sharing/date"),
        ("Svar om samråd noteret af", "consulted/noted_by"),
        ("Hvad er du i forhold til barnet?", "relation"),
        ("Forhold til barnet", "relation"),
        ("Hvem er du for barnet? (mor, far m.m.)", "relation"),
        ("Form for svar om samråd", "consulted/form"),
    ],
)
def test_what_is_asked_of_each_parent(label: str, pointer: str) -> None:
    assert asked(label, "r:guardians", "s:guardians", programme=ABSENCE) == [f"{PARENT}/{pointer}"]


def test_an_answer_behind_a_colon_asks_nothing() -> None:
    assert asked("Klassetrin ved start: 2. klasse", "s:child", programme=ABSENCE) == []


@pytest.mark.parametrize("label", ["Postnr./by", "Postnr/By", "Postnummer/by"])
def test_two_questions_that_a_stroke_parts_are_no_misspelt_one(label: str) -> None:
    assert asked(label, "s:child") == ["/child/postal_code", "/child/city"]


@pytest.mark.parametrize(
    ("label", "pointer", "name", "programme"),
    [
        ("Hvilken aktivitet?", "/plan/rows/*/activity", "application", MINI),
        ("Hvornår er PPV'en fra?", "/ppv/date", "application", MINI),
        ("Barnets klasse nu", "/child/class_name", "application", MINI),
        ("Planperiode: til", "/plan/period/end", "application", MINI),
        ("Planen træder i kraft", "/plan/period/start", "application", MINI),
        ("PPV'ens forfatter", "/ppv/author", "application", MINI),
        ("Barnets sagsbehandler", "/caseworker/name", "application", MINI),
        ("Sådan gør vi i praksis", "/plan/rows/*/measure", "application", MINI),
        ("Virkning hidtil", "/existing_school_measures/*/effect", "application", MINI),
        ("Slags undersøgelse", "/social_assessment/type", "application", MINI),
        ("Samtalen med barnet er holdt af", "/child_conversation/held_by", "application", MINI),
        ("Elevplanen er fra", "/day_treatment/pupil_plan_date", "plan", BACK),
        ("Navn på dagbehandlingstilbud", "/day_treatment/provider", "plan", BACK),
        ("Hvordan løfter skole, ressourcecenter og leverandør opgaven sammen?", "/feasibility", "", PLUS),
        ("Sådan løfter skole, ressourcecenter og leverandør opgaven sammen", "/feasibility", "", PLUS),
    ],
)
def test_other_words_ask_the_same(label: str, pointer: str, name: str, programme: str) -> None:
    of = {"name": name or "application", "programme": programme}
    field = form(**of).find(pointer)
    assert isinstance(field, Field)
    keys = Lexicon.of(form(**of)).keys_of(field)
    assert asked(label, *(key for key in keys if not key.startswith("g:")), **of) == [pointer]


def test_the_letter_is_from_somebody_and_a_plan_from_a_day() -> None:
    decision = {"name": "decision", "programme": MINI}
    assert asked("Brevet er fra", "s:school_part", **decision) == ["/school_part/signatory/name"]
