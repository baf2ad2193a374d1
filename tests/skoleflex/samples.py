"""The samples of Skoleflex and Skoleflex MINI: the two have the same forms, so the same data fill both in."""

from __future__ import annotations

from typing import Any

from tests.casebook import GONE
from tests.programmes import book
from tests.programmes.book import FOLDER, Sample

__all__ = ["FOLDER", "FULL", "MINI", "PROGRAMMES", "SAMPLES", "form_of", "good"]
FULL, MINI = PROGRAMMES = ("skoleflex", "skoleflex-mini")

# Invented children; the numbers are replacement numbers (day + 60) of nobody.
CHILDREN = {
    FULL: {
        "good": ("Sigrid Flexholm Prøve", "650313-4010"),
        "refused": ("Merle Papirgaard", "690714-4028"),
        "unheard": ("Ingrid Høreby", "770512-4048"),
        "school-only": ("Vilde Skoledal", "830913-4010"),
        "criteria": ("Lærke Trinby", "620214-4010"),
        "fault": ("Edel Fejlskov", "741112-4058"),
        "stopped": ("Astrid Slutmark", "650313-4002"),
        "leaving": ("Solvej Ophørsdal", "760913-4008"),
    },
    MINI: {
        "good": ("Dagny Korthus", "860415-4058"),
        "refused": ("Agnes Kladdeby", "680813-4010"),
        "unheard": ("Ronja Spørgdal", "790114-4006"),
        "school-only": ("Viola Minihøj", "710612-4048"),
        "criteria": ("Tuva Skemaø", "631013-4048"),
        "fault": ("Birte Miniskov", "810214-4008"),
        "stopped": ("Karoline Minislut", "670513-4004"),
        "leaving": ("Ellinor Miniophør", "721113-4008"),
    },
}


# Who hears a family has not made up its mind, and says so.
IN_DOUBT_OF_SCHOOL = (
    "{0} har været væk i lange perioder, også når der var to lærere i klassen. Psykologen skriver, at "
    "støtte kan hjælpe hende. Vi er i tvivl, om hun lige nu kan have gavn af støtte i den store klasse, "
    "eller om hun først har brug for ro og et mindre sted at lære."
)
IN_DOUBT_OF_HOME = (
    "Den kontaktperson, I allerede har, hjælper, og I vil gerne fortsætte med ham. Vi er i tvivl, om en ny "
    "støttende indsats oveni vil hjælpe jer mere lige nu."
)


def good(name: str) -> Any:
    """The data of a straight course: `application`, `decision`, `decision_refused`, `plan`."""
    return book.good(FULL, name)


def form_of(name: str) -> str:
    return name.partition("_")[0]


def _samples(programme: str) -> dict[str, Sample]:
    children = CHILDREN[programme]

    def of(data: str, child: str = "good", **changes: Any) -> Sample:
        told = {"/" + key.replace("__", "/"): value for key, value in changes.items()}
        return Sample(programme=programme, data=data, child=children[child], changes=told)

    cpr = children["fault"][1]
    told = {
        # A straight course, and its plan as it was changed on a meeting.
        "application/good": of("application"),
        "decision/good": of("decision"),
        "plan/good": of("plan"),
        "application/good-acroform": Sample(
            programme=programme, data="application", child=children["good"], suffix=".pdf"
        ),
        # BEKU says no; it says no before the family was heard; it grants what is in the school only.
        "application/refused": of("application", "refused"),
        "decision/refused": of("decision_refused", "refused"),
        "application/unheard": of("application", "unheard"),
        "decision/unheard": of(
            "decision_refused",
            "unheard",
            family_view=GONE,
            school_part__reasoning_to_family=IN_DOUBT_OF_SCHOOL.format(children["unheard"][0].split()[0]),
            social_part__reasoning_to_family=IN_DOUBT_OF_HOME,
        ),
        "application/school-only": of("application", "school-only"),
        "decision/school-only": of(
            "decision", "school-only", social_part=GONE, school_part__granted_weekly_hours=10
        ),
        # It stops before its time, after the family was heard.
        "application/stopped": of("application", "stopped"),
        "decision/stopped": of("decision", "stopped"),
        "change/stopped": of("change_stopped", "stopped"),
        "application/leaving": of("application", "leaving"),
        "decision/leaving": of("decision", "leaving"),
        "change/leaving-unheard": of("change_stopped", "leaving", ending__family_view=GONE),
        "change/fault-no-last-day": of("change_stopped", "fault", ending__last_day=GONE),
        # What only BEKU judges: taken in.
        "application/criteria": of(
            "application",
            "criteria",
            audience__at_risk=False,
            caseworker__unit="bch",
            social_contribution=GONE,
            period__start="2026-06-12",
            plan=GONE,
        ),
        # One thing wrong in each: sent back.
        "application/fault-S01-leader": of("application", "fault", school__refers=GONE),
        "application/fault-S01-caseworker": of("application", "fault", caseworker_refers=GONE),
        "application/fault-S04-step": of("application", "fault", intervention_step=GONE),
        "application/fault-no-custody": of(
            "application", "fault", guardians__0__has_custody=False, guardians__1__has_custody=False
        ),
        "application/fault-cpr-date": Sample(
            programme=programme, data="application", child=children["fault"], texts={cpr: "910212-4002"}
        ),
        "decision/fault-S02-sof": of("decision", "fault", members__sof=GONE),
        "decision/fault-no-reasoning": of("decision_refused", "fault", school_part__reasoning_to_family=GONE),
        "plan/fault-order": of("plan", "fault", plan__rows__0__end="2026-08-01"),
    }
    return {f"{programme}/{name}": sample for name, sample in told.items()}


SAMPLES = {name: sample for programme in PROGRAMMES for name, sample in _samples(programme).items()}
