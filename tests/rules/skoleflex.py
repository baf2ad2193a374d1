"""What breaks each rule of Skoleflex: the rule, a straight form, and what is changed in it."""

from __future__ import annotations

from typing import Any

from tests.casebook import GONE

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
