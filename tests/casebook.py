"""The invented people and courses that tests and samples are made of.

`good()` gives the data of a straight course; `changed` gives it with some values changed or taken away.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.danish import birth_date

DATA = Path(__file__).parent / "data" / "skoleflexplus"
GONE = object()
"""As a value in `changed`: the value is taken away."""


def good(name: str) -> Any:
    """The data of a straight course: `application`, `plan`, `agreement`, `decision_buf`, `decision_sof`."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def changed(data: Any, changes: Mapping[str, Any]) -> Any:
    """A copy of the data with the value at each JSON Pointer replaced, added or (GONE) taken away."""
    mine = copy.deepcopy(data)
    for pointer, value in changes.items():
        *parents, last = pointer.strip("/").split("/")
        node = mine
        for key in parents:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if value is GONE:
            del node[int(last) if isinstance(node, list) else last]
        elif isinstance(node, list):
            node[int(last) :] = [value, *node[int(last) + 1 :]]
        else:
            node[last] = value
    return mine


def as_child(data: Any, name: str, cpr: str) -> Any:
    """The same course for another child: every mention of the first one's names and number is replaced."""
    first = good("application")["child"]
    text = json.dumps(data, ensure_ascii=False)
    text = text.replace(first["name"], name).replace(first["cpr"], cpr)
    text = text.replace(first["name"].split()[0], name.split()[0])
    mine = json.loads(text)
    if "birth_date" in mine.get("child", {}):
        mine["child"]["birth_date"] = birth_date(cpr).isoformat()
    return mine


LONG = "Her står der mere, end der kan være i feltet. "

# What breaks each rule of the programme: the form, and the changes to its good data.
# A caseworker can read a row as: "if the sender writes this, rule so-and-so says its sentence."
BROKEN: dict[str, tuple[str, Mapping[str, Any]]] = {
    "P01.buf": ("application", {"/budget/buf": 150000, "/budget/total": 325000}),
    "P01.sof": ("application", {"/budget/sof": 150000, "/budget/total": 325000}),
    "P01.sum": ("application", {"/budget/total": 340000}),
    "P01.price": ("agreement", {"/supplier/price": 360000}),
    "P02": ("application", {"/period/end": "2027-06-30", "/plan": GONE}),
    "P02.agreement": ("agreement", {"/end_date": "2027-06-30"}),
    "P04": ("application", {"/ppv/recommends_special_support": False}),
    "P04.date": ("application", {"/ppv/date": GONE}),
    "P04.future": ("application", {"/ppv/date": "2026-07-01"}),
    "P04.unanswered": ("application", {"/ppv/recommends_special_support": GONE}),
    "P04.ordered": ("application", {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}),
    "P04.ordered_on": ("application", {"/ppv": {"status": "ordered"}}),
    "P04.not_ordered": ("application", {"/ppv": {"status": "not_ordered"}}),
    "P05": ("application", {"/social_assessment/recommends_support": False}),
    "P05.missing": ("application", {"/social_assessment": GONE}),
    "P05.date": ("application", {"/social_assessment/date": GONE}),
    "P05.unanswered": ("application", {"/social_assessment/recommends_support": GONE}),
    "P05.law": ("application", {"/social_assessment/type": "boernefaglig_sel50"}),
    "P05.law.new": ("application", {"/social_assessment/date": "2023-11-01"}),
    "P05.law.measure": (
        "application",
        {"/existing_social_measures/0/legal_basis": "Serviceloven § 52, stk. 3, nr. 6"},
    ),
    "P06": ("application", {"/day_treatment/alternative": False}),
    "P07": ("application", {"/another_supplier": "Prøvehusets Skolehjælp"}),
    "P07.special": ("application", {"/supplier/special_competences": False}),
    "P07.social": ("application", {"/supplier/social_competences": False}),
    "P07.criteria": ("application", {"/supplier/criteria": ["cooperation"]}),
    "P07.contact": ("application", {"/supplier/contact": GONE}),
    "P08": ("application", {"/bbu_case": False}),
    "P08.unit": ("application", {"/caseworker/unit": "bch"}),
    "P09": ("application", {"/existing_school_measures/0/description": "To lærere"}),
    "P09.over": ("application", {"/existing_school_measures/0/lessons_per_week": 9}),
    "P09.under": ("application", {"/existing_school_measures/0/lessons_per_week": 2}),
    "P10": ("application", {"/existing_social_measures/0/coordination": GONE}),
    "P10.missing": ("application", {"/existing_social_measures": GONE}),
    "P10.none": ("application", {"/no_existing_social_measures": True}),
    "P11": ("application", {"/plan/rows/0/in_holidays": "continues_buf"}),
    "P11.wholly": ("application", {"/plan/rows/0/start": "2026-10-12", "/plan/rows/0/end": "2026-10-16"}),
    "P11.blank": ("application", {"/plan/rows/0/in_holidays": GONE}),
    "P12": ("decision_buf", {"/approver/title": GONE}),
    "P13": ("agreement", {"/parties/school/name": "Nadia Broprøve"}),
    "P13.signatures": ("agreement", {"/signatures/0/signed": GONE}),
    "P13.roles": ("agreement", {"/signatures/0/role": "school"}),
    "P14": ("agreement", {"/family_contact/phone": GONE, "/family_contact/email": GONE}),
    "P15": ("agreement", {"/meeting_series/2/date": "2027-02-01"}),
    "P15.order": ("agreement", {"/meeting_series/6": {"date": "2027-06-03", "type": "status"}}),
    "P15.first": ("agreement", {"/meeting_series/0": GONE, "/start_date": "2026-06-10", "/end_date": "2027-06-09"}),
    "P15.last": ("agreement", {"/start_date": "2026-12-10", "/end_date": "2027-12-09"}),
    "P17": ("application", {"/plan/rows/0/status": "in_progress"}),
    "P18": ("application", {"/school/leader_confirms": GONE}),
    "P18.leader": ("application", {"/school/leader": GONE}),
    "prior_commitment.given": ("application", {"/prior_commitment/given": False}),
    "prior_commitment.missing_date": ("application", {"/prior_commitment/date": GONE}),
    "prior_commitment.date": ("application", {"/prior_commitment/date": "2026-06-20"}),
    "aftaleforum.date": ("application", {"/aftaleforum/date": "2026-06-13"}),
    "child.birth_date": ("application", {"/child/birth_date": "2012-11-03"}),
    "child.age": ("application", {"/period/start": "2031-08-11", "/period/end": "2032-08-10", "/plan": GONE}),
    "child.grade": ("application", {"/child/class_name": "6.a"}),
    "child.conversation": ("application", {"/child_conversation": GONE}),
    "custody": (
        "application",
        {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    "guardian.cpr": ("application", {"/guardians/0/cpr": "621112-5002"}),
    "guardian.address": ("application", {"/guardians/0/address": GONE}),
    "guardian.contact": ("application", {"/guardians/0/phone": GONE, "/guardians/0/email": GONE}),
    "letters.reason": ("application", {"/guardians/1/send_letters": False}),
    "consent.noted_by.consent_measure": (
        "application",
        {"/guardians/0/consent_measure/form": "oral", "/guardians/0/consent_measure/noted_by": GONE},
    ),
    "consent.noted_by.consent_sharing_supplier": (
        "application",
        {
            "/guardians/0/consent_sharing_supplier/form": "oral",
            "/guardians/0/consent_sharing_supplier/noted_by": GONE,
        },
    ),
    "consent.noted_by.consent_psychologist": (
        "application",
        {"/guardians/1/consent_psychologist/noted_by": GONE},
    ),
    "consent.noted_by.consulted": ("application", {"/guardians/0/consulted/noted_by": GONE}),
    "child.name": ("application", {"/child/name": "Alma"}),
    **{
        f"consent.answer.{which}": ("application", {f"/guardians/0/{which}/answer": GONE})
        for which in ("consent_measure", "consent_sharing_supplier", "consent_psychologist", "consulted")
    },
    "ppv.weekly_hours": ("application", {"/ppv/weekly_hours": GONE}),
    "ppv.hours_unit": ("application", {"/ppv/hours_unit": GONE}),
    "ppv.hours": ("application", {"/ppv/weekly_hours": 8}),
    "ppv.lessons": ("application", {"/ppv/hours_unit": "lessons", "/ppv/weekly_hours": 11}),
    "goals.special": ("application", {"/goals/0/area": "social"}),
    "goals.social": (
        "application",
        {"/goals": [{"area": "special", "goal": "Alma er i klassen hver dag.", "indicators": "Fremmøde."}]},
    ),
    "feasibility.length": ("application", {"/feasibility": "Det kan vi godt."}),
    "plan.order": ("application", {"/plan/rows/0/start": "2026-09-10", "/plan/rows/0/end": "2026-09-01"}),
    "plan.start": ("application", {"/plan/rows/0/start": "2026-08-01"}),
    "plan.end": ("application", {"/plan/rows/0/end": "2027-08-20"}),
    "plan.period": ("plan", {"/plan/period": GONE}),
    "plan.period.order": ("plan", {"/plan/period": {"start": "2026-08-10", "end": "2026-08-09"}}),
    "plan.coordinator": ("plan", {"/plan/coordinator": GONE}),
    "decision.reasoning": ("decision_refused", {"/reasoning_to_family": GONE}),
    "decision.reasoning_length": ("decision_refused", {"/reasoning_to_family": "Det er ikke nok."}),
    "decision.what_happens_now": ("decision_refused", {"/what_happens_now": GONE}),
    "decision.condition": ("decision_buf", {"/outcome": "conditional"}),
    "decision.no_condition": ("decision_buf", {"/condition": "Hvis PPV'en peger på det."}),
    "decision.hours": ("decision_buf", {"/granted_weekly_hours": GONE}),
    "decision.measure.number": ("decision_sof", {"/social_measure/number": GONE}),
    "decision.measure.purpose": ("decision_sof", {"/social_measure/purpose": GONE}),
    "decision.measure.expected_duration": ("decision_sof", {"/social_measure/expected_duration": GONE}),
    "decision.family_view": ("decision_buf", {"/family_view": GONE}),
}

# What can't be broken alone.
COMPANIONS: dict[str, set[str]] = {
    "P04.ordered_on": {"P04.ordered"},
    "plan.period.order": {"plan.start", "plan.end"},
}


def form_of(name: str) -> str:
    """The form a set of good data belongs to: `decision_buf` → `decision`."""
    return name.partition("_")[0]
