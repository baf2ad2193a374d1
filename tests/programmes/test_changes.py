"""The form of changes, which every programme has: each rule is broken once, and says what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline.process.reading import calendar_of
from pipeline.programme import Rule
from pipeline.records import Problem
from pipeline.rules import run_rules
from tests.casebook import changed
from tests.filled import catalogue
from tests.programmes.book import good

OTHERS = tuple(name for name in catalogue().programmes if name != "skoleflexplus")
"""SkoleflexPLUS's rules are broken with its others."""
SAID: dict[str, dict[str, Any]] = {
    "change.start": {"period": {"start": "2026-09-01"}},
    "change.period": {"period": {"end": "2027-03-01"}},
    "change.school": {"school": {"name": "Prøvesøens Skole", "refers": True}},
    "change.school.refers": {"school": {"name": "Prøvesøens Skole", "refers": True}},
    "change.school_leader": {"school": {"leader": {"name": "Torben Øvelund"}}},
    "change.supplier": {"supplier": {"name": "Stien I/S (fiktiv)"}},
    "change.caseworker": {"caseworker": {"name": "Jytte Skabelund"}},
    "change.psychologist": {"psychologist": {"name": "Solveig Prøvedal"}},
    "change.ppr_contact": {"ppr_contact": {"name": "Solveig Prøvedal"}},
    "change.social_contact": {"social_contact": {"name": "Jytte Skabelund"}},
    "change.custody": {"guardian": {"name": "Mette Testrup", "has_custody": True}},
    "change.address": {"guardian": {"name": "Mette Testrup", "address": "Prøvevej 1"}},
    "change.ending": {"ending": {"last_day": "2027-02-26", "asked_by_family": True}},
    "change.ending.reasoning": {
        "ending": {"last_day": "2027-02-26", "reasoning_to_family": "Målene er nået."}
    },
    "change.moving_away": {"ending": {"last_day": "2027-02-26"}},
}
"""What a change says where its rule has nothing to say."""
RULES = [
    (name, rule) for name in OTHERS for rule in catalogue().programme(name).rules if rule.form == "change"
]


def problems(programme: str, data: Any) -> list[Problem]:
    known = catalogue().programme(programme)
    run = run_rules(
        [rule for rule in known.rules if rule.form == "change"],
        "change",
        data,
        terms=known.terms_on("2026-09-01"),
        day=dt.date(2026, 9, 1),
        calendar=calendar_of(known),
    )
    return list(run.problems)


@pytest.mark.parametrize(("programme", "rule"), RULES, ids=[f"{name}-{rule.id}" for name, rule in RULES])
def test_a_change_says_what_is_new_or_is_asked_for_it(programme: str, rule: Rule) -> None:
    kind = next(word for word in rule.when.replace("'", " ").split() if f"'{word}'" in rule.when)
    bare = {"child": good(programme, "application")["child"], "kind": kind, "valid_from": "2026-09-01"}
    found = [problem.code for problem in problems(programme, bare)]
    assert rule.id in found
    told = changed(bare, {f"/{key}": value for key, value in SAID[rule.id].items()})
    assert rule.id not in [problem.code for problem in problems(programme, told)]
    assert rule.says.endswith(".")


@pytest.mark.parametrize("programme", OTHERS)
def test_every_kind_of_change_is_asked_for_what_is_new(programme: str) -> None:
    form = catalogue().programme(programme).forms["change"]
    kinds = {choice.value for field in form.fields() if field.pointer == "/kind" for choice in field.choices}
    ruled = {kind for name, rule in RULES if name == programme for kind in kinds if f"'{kind}'" in rule.when}
    assert ruled == kinds
    sets = {change.id for change in catalogue().programme(programme).changes if change.form == "change"}
    assert kinds - {"ending", "moving_away"} == sets
