"""Invented courses of Tilbageslusningsflex as files, and the shipped samples that are made of them.

`SKOLEFLEX_UPDATE=1 pytest tests/golden` writes the samples anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.catalogue import shipped
from pipeline.danish import birth_date
from pipeline.sandbox import make_form, make_pdf_form
from tests.casebook import GONE, changed
from tests.filled import catalogue

PROGRAMME = "tilbageslusningsflex"
DATA = Path(__file__).parent / "data" / PROGRAMME
FOLDER = shipped() / "samples" / PROGRAMME
CHILDREN = {
    "good": ("Sofus Tilbageby Prøvesen", "750412-4007"),
    "waiting": ("Thora Ventesen Prøve", "690912-4008"),
    "refused": ("Bertil Udkast Prøvegaard", "710413-4011"),
    "extended": ("Ester Fortsat Prøveby", "820113-4006"),
    "stopped": ("Hannibal Slutprøve", "661112-4013"),
    "third": ("Gry Tredjeår Prøve", "730612-4018"),
    "fault": ("Vigga Papirprøve", "640712-4004"),
    "acroform": ("Ebbe Skærmprøve", "680812-4007"),
    "changed": ("Tue Skifteprøve", "730712-4003"),
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
YEAR_2 = {
    "/application_version": GONE,
    "/decided_on": "2027-06-03",
    "/reasoning_to_family": "Opfølgningen viser, at støtten virker, og at Ester stadig har brug for holdet i "
    "matematik og for en fast voksen om morgenen for at kunne være i klassen.",
    "/what_happens_now": "Vi mødes i Aftaleforum i august og aftaler de nye mål sammen.",
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
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def as_child(data: Any, name: str, cpr: str) -> Any:
    """The same course for another child: every mention of the first one's names and number is replaced."""
    first_name, first_cpr = CHILDREN["good"]
    text = json.dumps(data, ensure_ascii=False).replace(first_name, name).replace(first_cpr, cpr)
    mine = json.loads(text.replace(first_name.split()[0], name.split()[0]))
    if "birth_date" in mine.get("child", {}):
        mine["child"]["birth_date"] = birth_date(cpr).isoformat()
    return mine


def filled(form: str, data: Any, case: str = "") -> bytes:
    """The Word file of a set of data."""
    return _filled(form.removesuffix("_psychologist"), json.dumps(data), case)


@lru_cache(maxsize=128)
def _filled(form: str, data: str, case: str) -> bytes:
    known = catalogue()
    return make_form(known.programme(PROGRAMME), form, known.templates["form.docx"], json.loads(data), case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A filled form: whose, of which form, and what differs from the straight course."""

    form: str
    child: str = "good"
    changes: Mapping[str, Any] = field(default_factory=dict)

    def filling(self) -> Any:
        return changed(as_child(good(self.form), *CHILDREN[self.child]), self.changes)

    def content(self) -> bytes:
        return filled(self.form, self.filling())

    def as_pdf_form(self) -> bytes:
        known = catalogue()
        return make_pdf_form(known.programme(PROGRAMME), self.form, known.templates, self.filling())


def _case(child: str, *forms: str, **changes: Mapping[str, Any]) -> dict[str, Sample]:
    return {
        f"{form}/{child}": Sample(form=form, child=child, changes=changes.get(form, {})) for form in forms
    }


SAMPLES: dict[str, Sample] = {
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
    **_case("stopped", "application", "plan", "decision", "ending"),
    # Another psychologist: BUF Fagligt Center is told again.
    **_case("changed", "application", "plan", "decision"),
    "change/changed": Sample(form="change_psychologist", child="changed"),
    # A third year is a question to BEKU, never a return.
    **_case("third", "extension", extension={"/year_no": 3}),
    # One thing wrong in each: sent back.
    "application/fault-T01-sum": Sample(form="application", child="fault", changes={"/budget/total": 290000}),
    "application/fault-no-psychologist": Sample(
        form="application", child="fault", changes={"/psychologist": {"phone": "00000004"}}
    ),
    "application/fault-no-custody": Sample(
        form="application",
        child="fault",
        changes={"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    "plan/fault-no-social-goal": Sample(form="plan", child="fault", changes={"/goals/1/area": "special"}),
    "decision/fault-no-reasoning": Sample(
        form="decision", child="fault", changes={**REFUSED, "/reasoning_to_family": GONE}
    ),
    "measure/fault-no-purpose": Sample(
        form="measure", child="fault", changes={"/social_measure/purpose": GONE}
    ),
    "sent/fault-no-date": Sample(
        form="sent", child="fault", changes={"/case_no": "TF-2026-0001", "/sent_on": GONE}
    ),
    "extension/fault-T01-sum": Sample(form="extension", child="fault", changes={"/budget/total": 1}),
    "change/fault-no-name": Sample(
        form="change_psychologist", child="fault", changes={"/psychologist": {"phone": "00000041"}}
    ),
    "ending/fault-no-last-day": Sample(form="ending", child="fault", changes={"/last_day": GONE}),
}
SAMPLES["sent/good"] = Sample(form="sent", changes={"/case_no": "TF-2026-0001"})
PDF_FORMS = {"application/good-acroform": Sample(form="application", child="acroform")}
NAMES = (*(f"{name}.docx" for name in SAMPLES), *(f"{name}.pdf" for name in PDF_FORMS))
