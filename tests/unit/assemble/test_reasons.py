"""A letter that must say why stops where the reasoning is none – and only there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline.assemble import due_documents
from pipeline.process import merge_files
from tests.casebook import GONE, changed, good
from tests.filled import PROGRAMME, catalogue, incoming

DAY = dt.date(2026, 6, 30)
LONG = (
    "Vi har lagt vægt på, at skolens lille hold virker, og at psykologen peger på ro og få voksne. Derfor "
    "giver vi støtten dér."
)
HELP = "Skrevet, så forældre og barn kan læse den. Skal udfyldes, medmindre alt er godkendt."
PHRASES = catalogue().programme(PROGRAMME).reasoning.phrases


def stopped(outcome: str, reasoning: Any) -> str:
    """What the school's letter waits for when BUF decides so, for that reason."""
    buf = changed(good("decision_buf"), {"/outcome": outcome, "/reasoning_to_family": reasoning})
    files = [incoming("application", good("application")), incoming("decision_buf", buf)]
    result = merge_files([*files, incoming("decision_sof", good("decision_sof"))], catalogue(), DAY)
    if result.case is None:
        return "sendt tilbage"
    waiting = [one for one in due_documents(result.case).waiting if one.document == "decision_school"]
    return " ".join(reason for one in waiting for reason in one.reasons)


@pytest.mark.parametrize(
    ("reasoning", "fault"),
    [
        (HELP, "begrundelsen er skemaets egen hjælpetekst."),
        (HELP.upper().replace(",", ""), "begrundelsen er skemaets egen hjælpetekst."),
        ("Begrundelse til familien", "begrundelsen er skemaets egen hjælpetekst."),
        (PHRASES[0], "begrundelsen er kun en standardsætning."),
        (" ".join(PHRASES[:4]), "begrundelsen er kun en standardsætning."),
        (f"{' '.join(PHRASES[:4])} Alma er 13 år.", "begrundelsen er kun en standardsætning."),
        ("å" * 79, "begrundelsen er kun på 79 tegn. Der skal mindst stå 80."),
    ],
)
def test_what_is_no_reasoning_stops_the_letter(reasoning: str, fault: str) -> None:
    said = stopped("partly_granted", reasoning)
    assert said.startswith("Brevet »Afgørelsesbrev – undervisning« stopper: ")
    assert fault in said
    assert "»Beslutning om SkoleflexPLUS«, feltet »Begrundelse til familien«" in said


@pytest.mark.parametrize("reasoning", [LONG, "å" * 80, f"{PHRASES[0]} {LONG}"])
def test_what_says_why_does_not(reasoning: str) -> None:
    assert stopped("partly_granted", reasoning) == ""


def test_no_reasoning_at_all_never_comes_as_far_as_a_letter() -> None:
    assert stopped("partly_granted", GONE) == "sendt tilbage"


@pytest.mark.parametrize("reasoning", [GONE, "Ja."])
def test_all_that_was_asked_for_needs_no_reasoning(reasoning: Any) -> None:
    assert stopped("granted", reasoning) == ""


def letters_of_the_end(ending: dict[str, Any]) -> tuple[set[str], str]:
    """Which letters of an end are due, and what the others wait for."""
    names = ("application", "decision_buf", "decision_sof")
    files = [incoming(name, good(name)) for name in names]
    form = changed(good("change_stopped"), {f"/ending/{key}": value for key, value in ending.items()})
    result = merge_files([*files, incoming("change_stopped", form)], catalogue(), dt.date(2027, 1, 12))
    assert result.case
    outlook = due_documents(result.case)
    made = {one.document for one in outlook.due if "stop" in one.document}
    waiting = [one for one in outlook.waiting if "stopped_s" in one.document or "hearing" in one.document]
    return made, " ".join(reason for one in waiting for reason in one.reasons)


def test_an_end_the_family_didnt_ask_for_is_explained_to_it() -> None:
    made, waits = letters_of_the_end({"reasoning_to_family": GONE})
    assert made == {"child_stopped"}
    assert "Brevet »Brev om ophør – undervisning« stopper: begrundelsen mangler." in waits
    assert "»Ændring i et SkoleflexPLUS-forløb«, feltet »Begrundelse til familien«" in waits
    assert "kun på 3 tegn" in letters_of_the_end({"reasoning_to_family": "Ja."})[1]


@pytest.mark.parametrize("ending", [{}, {"reasoning_to_family": GONE, "asked_by_family": True}])
def test_an_end_that_is_explained_or_asked_for_has_its_letters(ending: dict[str, Any]) -> None:
    made, waits = letters_of_the_end(ending)
    assert made == {"stopped_school", "stopped_social", "child_stopped"}
    assert waits == ""
