"""Invented courses of Tilbageslusningsflex as files, and the shipped samples that are made of them.

`SKOLEFLEX_UPDATE=1 pytest tests/golden` writes the samples anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.casebook import GONE
from tests.programmes import book
from tests.programmes.book import Sample

PROGRAMME = "tilbageslusningsflex"
FOLDER = book.FOLDER / PROGRAMME
CHILDREN = {
    "good": ("Sofus Tilbageby Prøvesen", "750412-4007"),
    "waiting": ("Thor Ventesen Prøve", "690912-4008"),
    "refused": ("Bertil Udkast Prøvegaard", "710413-4011"),
    "extended": ("Elmer Fortsat Prøveby", "820113-4006"),
    "stopped": ("Hannibal Slutprøve", "661112-4013"),
    "third": ("Gorm Tredjeår Prøve", "730612-4018"),
    "fault": ("Vagn Papirprøve", "640712-4004"),
    "acroform": ("Ebbe Skærmprøve", "680812-4007"),
    "changed": ("Tue Skifteprøve", "730712-4003"),
    "unheard": ("Laust Høringsprøve", "670413-4000"),
    "leaving": ("Regnar Ophørsprøve", "780912-4007"),
}
REFUSED = {
    "/outcome": "refused",
    "/granted_weekly_hours": GONE,
    "/reasoning_to_family": "Psykologen skriver, at Bertil stadig har brug for et lille og roligt sted at "
    "lære hele dagen. Vi har lagt vægt på, at behandlingsplanen først ser et skift om et år, og at Bertil "
    "selv siger, at han helst vil vente.",
    "/what_happens_now": "Bertil fortsætter på Prøvegården. Karen-Marie Skriversen ringer til jer i næste "
    "uge, og vi ser på det igen ved næste revurdering.",
}
# Who hears a family has not made up its mind, and says so.
UNHEARD = {
    "/outcome": "refused",
    "/granted_weekly_hours": GONE,
    "/family_view": GONE,
    "/reasoning_to_family": "Laust er begyndt at være med på holdet i matematik på Prøvegården, og "
    "psykologen peger på, at et skift lige nu kan gøre det sværere. Vi er i tvivl, om en stor klasse vil "
    "hjælpe ham nu.",
    "/what_happens_now": "I får et brev, når vi har læst jeres svar. Indtil da fortsætter alt som nu.",
}
UNHEARD_SOCIAL = {
    "/outcome": "refused",
    "/social_measure": GONE,
    "/family_view": GONE,
    "/reasoning_to_family": "Den kontaktperson, I allerede har, hjælper, og I vil gerne fortsætte med ham. "
    "Vi er i tvivl, om en ny støttende indsats oveni vil hjælpe jer mere lige nu.",
    "/what_happens_now": "I får et brev, når vi har læst jeres svar. Indtil da fortsætter alt som nu.",
}
YEAR_2 = {
    "/application_version": GONE,
    "/decided_on": "2027-06-03",
    "/reasoning_to_family": "Opfølgningen viser, at støtten virker, og at Elmer stadig har brug for holdet i "
    "matematik og for en fast voksen om morgenen for at kunne være i klassen.",
    "/what_happens_now": "Vi mødes i Aftaleforum i august og aftaler de nye mål sammen.",
}
MEASURE_2 = {
    "/application_version": GONE,
    "/social_measure/expected_duration": "12 måneder, fra 10. august 2027 til 9. august 2028",
}
PLAN_2 = {
    "/revised_on": "2027-05-20",
    "/year_no": 2,
    "/period": {"start": "2027-08-10", "end": "2028-08-09"},
    "/rows/0/start": "2027-08-10",
    "/rows/0/end": "2028-06-23",
    "/rows/1/start": "2027-08-10",
    "/rows/1/end": "2028-08-09",
    "/rows/2/start": "2027-09-01",
    "/rows/2/end": "2028-06-23",
    "/meetings": GONE,
}


def good(name: str) -> Any:
    """The data of a straight course, by its form."""
    return book.good(PROGRAMME, name)


def filled(form: str, data: Any, case: str = "") -> bytes:
    """The Word file of a set of data."""
    return book.filled(PROGRAMME, form, data, case)


def _sample(form: str, child: str = "good", changes: Mapping[str, Any] | None = None) -> Sample:
    return Sample(programme=PROGRAMME, data=form, child=CHILDREN[child], changes=changes or {})


def _case(child: str, *forms: str, **changes: Mapping[str, Any]) -> dict[str, Sample]:
    return {f"{form}/{child}": _sample(form, child, changes.get(form, {})) for form in forms}


_TOLD: dict[str, Sample] = {
    # A straight course: cover and plan, BEKU's grant, SOF's own decision, the slip that came back.
    **_case("good", "application", "plan", "decision", "measure", "sent"),
    # Granted, but the PPV isn't there yet, and nobody has said when day treatment ends.
    **_case(
        "waiting",
        *("application", "plan", "decision"),
        application={"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}},
        plan={"/day_treatment/ends_on": GONE},
    ),
    **_case("refused", "application", "plan", "decision", decision=REFUSED),
    # A second year: applied for anew, granted anew.
    **_case("extended", "application", "extension", "plan", "decision", plan=PLAN_2, decision=YEAR_2),
    "measure/extended": _sample("measure", "extended", {"/decided_on": "2027-06-07", **MEASURE_2}),
    # It stops before its time, for a family that was heard and for one that wasn't; a no to one that wasn't.
    **_case("stopped", "application", "plan", "decision", "ending"),
    **_case("leaving", "application", "plan", "decision"),
    "ending/leaving-unheard": _sample("ending", "leaving", {"/family_view": GONE}),
    **_case(
        "unheard",
        *("application", "plan", "decision", "measure"),
        decision=UNHEARD,
        measure=UNHEARD_SOCIAL,
    ),
    # Another psychologist: BUF Fagligt Center is told again.
    **_case("changed", "application", "plan", "decision"),
    "change/changed": _sample("change_psychologist", child="changed"),
    # A third year is a question to BEKU, never a return.
    **_case("third", "extension", extension={"/year_no": 3}),
    # One thing wrong in each: sent back.
    "application/fault-T01-sum": _sample("application", child="fault", changes={"/budget/total": 290000}),
    "application/fault-no-psychologist": _sample(
        "application", child="fault", changes={"/psychologist": {"phone": "00000004"}}
    ),
    "application/fault-no-custody": _sample(
        "application",
        child="fault",
        changes={"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    "plan/fault-no-social-goal": _sample("plan", child="fault", changes={"/goals/1/area": "special"}),
    "decision/fault-no-reasoning": _sample(
        "decision", child="fault", changes={**REFUSED, "/reasoning_to_family": GONE}
    ),
    "measure/fault-no-purpose": _sample("measure", child="fault", changes={"/social_measure/purpose": GONE}),
    "sent/fault-no-date": _sample(
        "sent", child="fault", changes={"/case_no": "TF-2026-0001", "/sent_on": GONE}
    ),
    "extension/fault-T01-sum": _sample("extension", child="fault", changes={"/budget/total": 1}),
    "change/fault-no-name": _sample(
        "change_psychologist", child="fault", changes={"/psychologist": {"phone": "00000041"}}
    ),
    "ending/fault-no-last-day": _sample("ending", child="fault", changes={"/last_day": GONE}),
}
_TOLD["sent/good"] = _sample("sent", changes={"/case_no": "TF-2026-0001"})
_TOLD["application/good-acroform"] = replace(_sample("application", "acroform"), suffix=".pdf")
SAMPLES = {f"{PROGRAMME}/{name}": sample for name, sample in _TOLD.items()}
