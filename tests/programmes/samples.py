"""The shipped samples of every programme but SkoleflexPLUS: which there are, each made from good data."""

from __future__ import annotations

from typing import Any

from tests import tilbageslusning
from tests.casebook import GONE
from tests.programmes.book import FOLDER, Sample
from tests.skoleflex import samples as skoleflex

__all__ = ["FOLDER", "SAMPLES"]

LTK = "skolefravaerstilbud"
# Invented children; the numbers are replacement numbers (day + 60) of nobody.
REFUSED = ("Storm Papirlund", "660711-4011")
UNHEARD = ("Viggo Skemaholt", "740712-4019")
CRITERIA = ("Linus Øvebæk", "750812-4001")
FAULTY = ("Bjarke Fejlby", "671111-4015")
STOPPED = ("Malthe Skiftelund", "690612-4007")
LEAVING = ("Villum Ophørsby", "640912-4001")
INVITED = ("Anker Samtalelund", "690911-4010")
MOVING_ON = ("Viggo Udslusby", "701112-4008")
ON_SCREEN = ("Sofus Formularlund", "630912-4039")
# Who hears a family has not made up its mind, and says so.
IN_DOUBT = (
    "Viggo har på det sidste været i skole fire dage om ugen på et lille hold, og han har fortalt, at han "
    "helst vil blive dér. PPR peger på, at et skift lige nu kan gøre det sværere. Vi er i tvivl, om en plads "
    "i tilbuddet vil hjælpe ham nu."
)


BALLERUP = "skolefleks-ballerup"
NOT_GRANTED = ("Karl-Emil Udkastby", "691212-4019")
CRITERION = ("Nynne Prøveskov", "611008-4038")
WRONG = ("Eskild Rettelund", "631009-4011")
ENDED = ("Filippa Slutskov", "710612-4056")


def _ballerup(data: str, child: tuple[str, str] | None = None, **changes: Any) -> Sample:
    told = {"/" + key.replace("__", "/"): value for key, value in changes.items()}
    return Sample(programme=BALLERUP, data=data, child=child, changes=told)


def _ltk(data: str, child: tuple[str, str] | None = None, **changes: Any) -> Sample:
    told = {"/" + key.replace("__", "/"): value for key, value in changes.items()}
    return Sample(programme=LTK, data=data, child=child, changes=told)


SAMPLES: dict[str, Sample] = {
    # A straight course in Skolefraværstilbuddet.
    f"{LTK}/application/good": _ltk("application"),
    f"{LTK}/decision/good": _ltk("decision"),
    f"{LTK}/enrolment/good": _ltk("enrolment_held", child__cpr="651012-4039"),
    f"{LTK}/plan/good": _ltk("plan", child__cpr="651012-4039"),
    f"{LTK}/application/good-acroform": Sample(
        programme=LTK, data="application", child=ON_SCREEN, suffix=".pdf"
    ),
    # The committee says no; it says no without having heard the family; it looks at a criterion.
    f"{LTK}/application/refused": _ltk("application", REFUSED),
    f"{LTK}/decision/refused": _ltk("decision_refused", REFUSED),
    f"{LTK}/application/unheard": _ltk("application", UNHEARD),
    f"{LTK}/decision/unheard": _ltk(
        "decision_refused", UNHEARD, family_view=GONE, reasoning_to_family=IN_DOUBT
    ),
    f"{LTK}/application/criteria-L02": _ltk("application", CRITERIA, child__grade=5, child__class_name="5.a"),
    f"{LTK}/decision/criteria-L08": _ltk("decision", CRITERIA, end="2027-06-25"),
    # It stops before its time, after the family was heard.
    f"{LTK}/application/stopped": _ltk("application", STOPPED),
    f"{LTK}/decision/stopped": _ltk("decision", STOPPED),
    f"{LTK}/change/stopped": _ltk("change_stopped", STOPPED),
    # So does this one, but the family has yet to be heard.
    f"{LTK}/application/leaving": _ltk("application", LEAVING),
    f"{LTK}/decision/leaving": _ltk("decision", LEAVING),
    f"{LTK}/change/leaving-unheard": _ltk("change_stopped", LEAVING, ending__family_view=GONE),
    # The first talk is still to come; the young person moves on.
    f"{LTK}/application/invited": _ltk("application", INVITED),
    f"{LTK}/decision/invited": _ltk("decision", INVITED),
    f"{LTK}/enrolment/invited": _ltk("enrolment", INVITED, child__cpr=INVITED[1]),
    f"{LTK}/application/moving-on": _ltk("application", MOVING_ON),
    f"{LTK}/decision/moving-on": _ltk("decision", MOVING_ON),
    f"{LTK}/enrolment/moving-on": _ltk("enrolment_held", MOVING_ON, child__cpr=MOVING_ON[1]),
    f"{LTK}/plan/moving-on": _ltk("plan_leaving", MOVING_ON, child__cpr=MOVING_ON[1]),
    # One thing wrong in each: sent back.
    f"{LTK}/change/fault-no-last-day": _ltk("change_stopped", FAULTY, ending__last_day=GONE),
    f"{LTK}/application/fault-no-parents-voice": _ltk("application", FAULTY, parents_view=GONE),
    f"{LTK}/application/fault-no-files": _ltk("application", FAULTY, case_files=GONE),
    f"{LTK}/application/fault-no-custody": _ltk(
        "application", FAULTY, guardians__0__has_custody=False, guardians__1__has_custody=False
    ),
    f"{LTK}/application/fault-cpr-date": Sample(
        programme=LTK, data="application", child=FAULTY, texts={FAULTY[1]: "910211-4015"}
    ),
    f"{LTK}/decision/fault-no-reasoning": _ltk("decision_refused", FAULTY, reasoning_to_family=GONE),
    f"{LTK}/enrolment/fault-no-contact": _ltk("enrolment", primary_contact=GONE),
    f"{LTK}/plan/fault-no-next-place": _ltk("plan_leaving", exit__towards=GONE),
    # A grant in SkoleFleks, and its evaluation after a year.
    f"{BALLERUP}/application/good": _ballerup("application"),
    f"{BALLERUP}/recommendation/good": _ballerup("recommendation"),
    f"{BALLERUP}/decision/good": _ballerup("decision"),
    f"{BALLERUP}/evaluation/good": _ballerup("evaluation", child__cpr="680512-4006"),
    f"{BALLERUP}/application/refused": _ballerup("application", NOT_GRANTED),
    f"{BALLERUP}/recommendation/refused": _ballerup(
        "recommendation",
        NOT_GRANTED,
        outcome="not_recommended",
        amount_recommended=GONE,
        reason="Klubben og skolen kan lave indsatsen sammen inden for det, de har.",
    ),
    f"{BALLERUP}/decision/refused": _ballerup("decision_refused", NOT_GRANTED),
    f"{BALLERUP}/application/criteria-B04": _ballerup(
        "application", CRITERION, support_hours__paid_by_school=False
    ),
    # The effort stops before its time.
    f"{BALLERUP}/application/stopped": _ballerup("application", ENDED),
    f"{BALLERUP}/recommendation/stopped": _ballerup("recommendation", ENDED),
    f"{BALLERUP}/decision/stopped": _ballerup("decision", ENDED),
    f"{BALLERUP}/change/stopped": _ballerup("change_stopped", ENDED),
    # One thing wrong in each: sent back.
    f"{BALLERUP}/change/fault-no-last-day": _ballerup("change_stopped", WRONG, ending__last_day=GONE),
    f"{BALLERUP}/application/fault-no-support-hours": _ballerup(
        "application", WRONG, support_hours__outcome=GONE
    ),
    f"{BALLERUP}/application/fault-period": _ballerup("application", WRONG, period__end="2026-09-01"),
    f"{BALLERUP}/recommendation/fault-no-amount": _ballerup("recommendation", WRONG, amount_recommended=GONE),
    f"{BALLERUP}/decision/fault-no-amount": _ballerup("decision", WRONG, amount_granted=GONE),
    f"{BALLERUP}/evaluation/fault-no-effect": _ballerup("evaluation", effect=GONE),
}
SAMPLES |= skoleflex.SAMPLES | tilbageslusning.SAMPLES
