"""What breaks each rule of SkoleFleks: the rule, a straight form, and what is changed in it."""

from __future__ import annotations

from typing import Any

from tests.casebook import GONE

FEW = "For kort."
BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    (
        "B00.custody",
        "application",
        {"/guardians/0/has_custody": False, "/guardians/1/has_custody": False},
    ),
    ("B00.period", "application", {"/period/end": "2026-09-01"}),
    ("B00.effect", "application", {"/expected_effect": FEW}),
    ("B01", "application", {"/amount_requested": 6000000}),
    ("B02", "application", {"/amount_requested": 260000}),
    ("B04", "application", {"/support_hours/paid_by_school": False}),
    ("B07.mandate", "application", {"/presenter/mandate": False}),
    ("B00.kui", "application", {"/kui_contact": GONE}),
    ("B02.recommended", "recommendation", {"/amount_recommended": GONE}),
    ("B02.granted", "decision", {"/amount_granted": GONE}),
    ("B07", "decision", {"/amount_granted": 150000}),
    ("B00.reason", "decision_refused", {"/reasoning_to_school": GONE}),
    ("B06", "evaluation", {"/effect": FEW}),
]
