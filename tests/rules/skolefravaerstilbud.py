"""What breaks each rule of Skolefraværstilbuddet: the rule, a straight form, and what is changed in it."""

from __future__ import annotations

from typing import Any

from tests.casebook import GONE

FEW = "For kort."
BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("L02", "application", {"/child/grade": 5}),
    (
        "L00.custody",
        "application",
        {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    ("L00.parents_voice", "application", {"/parents_view": FEW}),
    ("L00.ppr_voice", "application", {"/ppr_view": FEW}),
    ("L00.school_voice", "application", {"/school_view": FEW}),
    ("L00.goals", "application", {"/goals/1/area": "personal"}),
    ("L00.meeting", "application", {"/meeting_date": "2026-08-25"}),
    ("L00.postponed", "decision_postponed", {"/missing": GONE}),
    ("L00.reasoning", "decision_refused", {"/reasoning_to_family": GONE}),
    ("L00.what_happens_now", "decision_refused", {"/what_happens_now": GONE}),
    ("L00.family_view", "decision", {"/family_view": GONE}),
    ("L08", "decision", {"/end": "2027-06-25"}),
    ("L03", "enrolment_held", {"/start_meeting": "2026-11-05"}),
    ("L03.held", "enrolment_held", {"/first_day": GONE}),
    ("L04", "enrolment_held", {"/parent_talks": [{"date": "2026-11-02"}, {"date": "2026-12-20"}]}),
    (
        "L04.order",
        "enrolment_held",
        {"/parent_talks": [{"date": "2026-11-30"}, {"date": "2026-11-02"}]},
    ),
    ("L05", "enrolment_held", {"/development_talks": "other"}),
    ("L06", "plan", {"/teaching": [{"subject": "danish", "goal": "Læse"}]}),
    ("L06.more", "plan_leaving", {"/progress": GONE}),
    ("L06.which", "plan_leaving", {"/other_subjects": GONE}),
    ("L07", "enrolment_held", {"/secondary_contact": "Sanne Modelkær"}),
    (
        "L07.reach",
        "enrolment_held",
        {"/primary_contact/phone": GONE, "/primary_contact/email": GONE},
    ),
    ("L00.start_goals", "plan", {"/start_goals/1/area": "personal"}),
    ("L00.exit", "plan_leaving", {"/exit/towards": GONE}),
]
