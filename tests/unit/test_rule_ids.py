"""Every rule of the sources is kept somewhere in the data, and what keeps it speaks up when it is broken.

`tests/data/rules.toml` says where each is kept. Rows over one form are broken in
`tests/rules`, tasks over the register in `tests/contract/test_register_rules.py`, gates here.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.assemble import Case, due_documents
from pipeline.catalogue import shipped
from pipeline.container import open_package
from pipeline.process.casework import case_of
from pipeline.records import Filed, Status, Submission
from pipeline.templating import compile_expression, compile_text
from pipeline.xml import parse
from tests.casebook import GONE, changed
from tests.contract import test_register_rules
from tests.filled import catalogue
from tests.programmes.book import form_of
from tests.reports.records import good
from tests.rules.broken import BOOKS

TOLD = tomllib.loads((Path(__file__).parents[1] / "data" / "rules.toml").read_text("utf-8"))["programme"]
IDS = [(one["id"], rule) for one in TOLD for rule in one["ids"]]
HOW_MANY = {
    "skoleflexplus": 18,
    "tilbageslusningsflex": 9,
    "skolefravaerstilbud": 8,
    "skolefleks-ballerup": 7,
    "skoleflex": 4,
}
"""As many rules as the sources state of each programme, counted by hand."""

BROKEN = {book.programme: {rule for rule, _, _ in book.broken} for book in BOOKS}
STRAIGHT = {
    "skoleflexplus": ("2026-09-01", ("application", "decision_buf", "decision_sof", "agreement")),
    "skolefleks-ballerup": ("2026-10-02", ("application", "recommendation", "decision")),
}
"""A day on which a straight course is under way, and the forms that came until then."""

GATES: Mapping[tuple[str, str], tuple[str, tuple[str, ...], dict[str, dict[str, Any]]]] = {
    ("skoleflexplus", "ppv"): (
        "",
        (),
        {"application": {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}},
    ),
    ("skoleflexplus", "assessment"): ("", (), {"application": {"/social_assessment": GONE}}),
    ("skoleflexplus", "decided"): ("", ("decision_sof",), {}),
    ("skoleflexplus", "granted"): ("", ("decision_buf",), {}),
    ("skoleflexplus", "agreement"): ("", ("agreement",), {}),
    ("skoleflexplus", "signed"): ("", (), {"agreement": {"/signatures/2/signed": GONE}}),
    ("skoleflexplus", "started"): ("2026-08-09", (), {}),
    ("skolefleks-ballerup", "recommended"): ("", ("recommendation",), {}),
    ("skolefleks-ballerup", "decided"): ("", ("decision",), {}),
    ("skolefleks-ballerup", "amount"): ("", (), {"decision": {"/amount_granted": GONE}}),
}
"""What closes each gate: another day, forms that didn't come, values that are others."""


def kept(programme: str, rule: str) -> list[tuple[str, str]]:
    told = next(one for one in TOLD if one["id"] == programme)
    return [(kind, name) for kind, _, name in (text.partition(" ") for text in told["kept"][rule])]


def test_the_list_is_whole() -> None:
    assert {one["id"]: len(one["ids"]) for one in TOLD} == HOW_MANY
    for one in TOLD:
        letter = one["ids"][0][0]
        assert one["ids"] == [f"{letter}{n:02}" for n in range(1, len(one["ids"]) + 1)]
        assert set(one["kept"]) == set(one["ids"])
        assert set(one.get("unclear", {})) <= set(one["ids"])


@pytest.mark.parametrize(("programme", "rule"), IDS)
def test_a_rule_is_kept_where_the_list_says_and_broken_in_a_test(programme: str, rule: str) -> None:
    known = catalogue().programme(programme)
    there = {
        "rule": {one.id for one in known.rules},
        "task": {one.id for one in known.tasks},
        "gate": {one.id for one in known.gates},
        "document": {one.id for one in known.documents},
        "part": {one.name for one in known.parts},
        "terms": set(known.terms[-1]),
        "meetings": {""} if known.meetings else set(),
        "nowhere": {"§ 9, stk. 4"},
    }
    by_run = Path(test_register_rules.__file__).read_text("utf-8")
    proved = False
    for kind, name in kept(programme, rule):
        assert name in there[kind], (kind, name)
        proved |= kind == "rule" and name in BROKEN[programme]
        proved |= kind == "gate" and (programme, name) in GATES
        proved |= kind == "task" and f'"{name}"' in by_run
        proved |= kind == "nowhere"
    assert proved


def test_every_row_that_bears_an_id_of_the_sources_is_on_the_list() -> None:
    for one in TOLD:
        rows = {rule.id for rule in catalogue().programme(one["id"]).rules}
        ids = {row.partition(".")[0] for row in rows if re.match(r"[PTLBS](?!00)[0-9]{2}\b", row)}
        assert ids <= set(one["ids"]) | {"P12"}, one["id"]


# ── gates ─────────────────────────────────────────────────────────────────────────────────────────────


def the_case(programme: str, gate: str = "") -> Case:
    """A straight course, or one in which a gate is closed."""
    day, forms = STRAIGHT[programme]
    other_day, without, changes = GATES[(programme, gate)] if gate else ("", (), {})
    filed = [
        Filed(
            sequence=n,
            submission=Submission(
                file="",
                sha256="",
                status=Status.ACCEPTED,
                programme=programme,
                form=form_of(programme, name),
                version=1,
                data=changed(good(programme, name), changes.get(name, {})),
            ),
        )
        for n, name in enumerate(forms)
        if name not in without
    ]
    return case_of(catalogue().programme(programme), filed, "X-1", dt.date.fromisoformat(other_day or day))


@pytest.mark.parametrize(("programme", "gate"), GATES)
def test_a_gate_is_open_on_a_straight_course_and_says_what_it_waits_for_when_it_is_closed(
    programme: str, gate: str
) -> None:
    (row,) = (one for one in catalogue().programme(programme).gates if one.id == gate)
    straight, closed = the_case(programme), the_case(programme, gate)
    assert compile_expression(row.open)(straight.names)
    assert not compile_expression(row.open)(closed.names)
    says = compile_text(row.waits)(closed.names).strip()
    assert says[-1] in ".)"
    reasons = [reason for waiting in due_documents(closed).waiting for reason in waiting.reasons]
    assert any(says in reason or reason in says for reason in reasons), reasons


def test_p16_the_notification_carries_its_three_values_and_waits_for_the_first_day() -> None:
    due = {document.document for document in due_documents(the_case("skoleflexplus")).due}
    assert "notification" in due
    for gate in ("agreement", "started", "ppv", "granted"):
        outlook = due_documents(the_case("skoleflexplus", gate))
        assert "notification" not in {document.document for document in outlook.due}
        assert "notification" in {waiting.document for waiting in outlook.waiting}


def test_b05_no_document_prints_the_paragraph_whose_number_has_changed() -> None:
    for path in (shipped() / "templates" / "skolefleks-ballerup").glob("*.docx"):
        body = parse(open_package(path.read_bytes())["word/document.xml"])
        text = " ".join("".join(str(part) for part in body.itertext()).split())
        assert text
        assert not re.search(r"§\s*9\b", text), path.name
    for form in catalogue().programme("skolefleks-ballerup").forms.values():
        assert "§ 9" not in str(form.schema)
