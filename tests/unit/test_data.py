"""The data of the programmes: schemas, law, holidays and samples, held against each other."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Rows, get
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import compile_expression
from tests.unit.shipped import DOCUMENTS, FORM_IDS, FORMS, HOLIDAYS, LAW, META, PLUS, SAMPLES, SCHEMAS

# ── schemas ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_dialect_itself_is_a_schema() -> None:
    Draft202012Validator.check_schema(META.schema)


@pytest.mark.parametrize("name", FORM_IDS)
def test_a_form_schema_keeps_to_the_dialect_as_written_and_resolved(name: str) -> None:
    for schema in (DOCUMENTS[name], dict(FORMS[name].schema)):
        Draft202012Validator.check_schema(schema)
        assert [f"{list(error.absolute_path)}: {error.message}" for error in META.iter_errors(schema)] == []
    assert DOCUMENTS[name]["$id"] == name


def at(schema: Any, *keys: str) -> Any:
    for key in keys:
        schema = schema[key]
    return schema


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        (("properties", "child_view"), {"x-recomended": True}),
        (("properties", "child_view"), {"x-section": 3}),
        (("properties", "application_type"), {"x-widget": "tick"}),
        (("properties", "application_type"), {"x-choices": None}),
        (("properties", "application_type"), {"title": None}),
        (("properties", "child"), {"additionalProperties": None}),
        (("properties", "child", "properties", "grade"), {"x-width": "quarter"}),
        (("properties", "goals"), {"maxItems": None}),
        (("properties", "goals"), {"minItems": 0}),
        (("properties", "goals", "items", "properties", "goal"), {"format": "text"}),
        (("properties", "goals", "items", "properties", "goal"), {"maxLength": None}),
        (("properties", "supplier", "properties", "criteria"), {"uniqueItems": None}),
        ((), {"x-sections": []}),
        ((), {"x-form": {"who_fills": "Skolen"}}),
        ((), {"definitions": {}}),
    ],
)
def test_the_dialect_refuses_what_it_does_not_know(where: tuple[str, ...], wrong: dict[str, Any]) -> None:
    schema = copy.deepcopy(dict(FORMS["skoleflexplus/application.v1"].schema))
    node = at(schema, *where)
    for key, value in wrong.items():
        if value is None:
            del node[key]
        else:
            node[key] = value
    assert not META.is_valid(schema)


def test_the_dialect_refuses_rows_in_rows() -> None:
    schema = copy.deepcopy(dict(FORMS["skoleflexplus/application.v1"].schema))
    rows = schema["properties"]["goals"]
    rows["items"]["properties"]["steps"] = copy.deepcopy(rows)
    assert not META.is_valid(schema)


@pytest.mark.parametrize("name", FORM_IDS)
def test_every_property_of_a_form_stands_in_one_of_its_sections(name: str) -> None:
    shown = {entry.path[0] for entry in FORMS[name].entries()}
    assert shown == set(FORMS[name].schema["properties"])
    assert all(section.entries for section in FORMS[name].sections)
    keys = [section.key for section in FORMS[name].sections]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", FORM_IDS)
def test_labels_are_unique_where_they_stand_and_tags_fit_into_a_control(name: str) -> None:
    for section in FORMS[name].sections:
        labels = [entry.label for entry in section.entries]
        assert len(labels) == len(set(labels)), section.key
        for rows in (entry for entry in section.entries if isinstance(entry, Rows)):
            columns = [column.label for column in rows.columns]
            assert len(columns) == len(set(columns)), rows.tag
    fields = list(FORMS[name].fields())
    for field in fields:
        longest = max((choice.value for choice in field.choices), key=len, default="yes")
        assert len(f"{field.tag}:{longest}") <= 64, field.tag
    assert len({field.tag for field in fields}) == len(fields)


@pytest.mark.parametrize("name", FORM_IDS)
def test_what_can_be_chosen_has_words_of_its_own(name: str) -> None:
    for field in FORMS[name].fields():
        options = get(field_schema(FORMS[name], field), "/items") or field_schema(FORMS[name], field)
        assert list(options.get("enum", ())) == list(options.get("x-choices", ())), field.tag
        words = [choice.label for choice in field.choices]
        assert len({danish.fold(word) for word in words}) == len(words), field.tag
        assert not any(danish.is_empty_text(word) for word in words), field.tag
        assert set(options.get("x-answers", ())) <= set(options.get("enum", ())), field.tag
        ways = [danish.fold(way) for choice in field.choices for way in (choice.label, *choice.aliases)]
        assert len(set(ways)) == len(ways), field.tag


def field_schema(of: Form, field: Field) -> Any:
    node: Any = of.schema
    for key in field.path:
        node = node["items"] if key == "*" else node["properties"][key]
    return node


@pytest.mark.parametrize("name", FORM_IDS)
def test_laws_named_in_a_form_are_in_the_table_and_money_has_no_ore(name: str) -> None:
    known = {row["id"] for row in LAW["ref"]}
    assert {entry.law for entry in [*FORMS[name].fields(), *FORMS[name].entries()]} - {""} <= known
    for field in FORMS[name].fields():
        if field.kind is Kind.MONEY:
            assert field_schema(FORMS[name], field)["type"] == "integer"


def test_approvals_live_in_the_decision_only_and_the_plan_is_written_once() -> None:
    application = FORMS["skoleflexplus/application.v1"]
    assert not any("approv" in field.tag for field in application.fields())
    plan = FORMS["skoleflexplus/plan.v1"].schema["properties"]["plan"]["properties"]
    assert application.schema["properties"]["plan"]["properties"] == plan


# ── law and holidays ──────────────────────────────────────────────────────────────────────────────────


def test_the_law_table_is_dated_sourced_and_leads_from_old_to_new() -> None:
    refs = {row["id"]: row for row in LAW["ref"]}
    assert len(refs) == len(LAW["ref"])
    for row in LAW["ref"]:
        assert {"id", "text", "title", "source", "valid_from"} <= row.keys()
        assert row.keys() <= {
            "id", "text", "title", "source", "valid_from", "valid_to", "replaces", "note", "checked_on",
        }  # fmt: skip
        if "replaces" in row:
            assert refs[row["replaces"]]["valid_to"] < row["valid_from"]
    assert refs["bl_20"]["replaces"] == "sel_50"
    assert refs["bl_32_1"]["replaces"] == "sel_52_3"
    assert refs["sel_52_3"]["valid_to"] == dt.date(2023, 12, 31)


SPECIAL = "Klagenævnet for Specialundervisning"


@pytest.mark.parametrize(
    ("kind", "facts", "body"),
    [
        ("school", {"outcome": "granted", "hours": 10, "asked_hours": 10}, SPECIAL),
        ("school", {"outcome": "granted", "hours": 9, "asked_hours": 0}, SPECIAL),
        ("school", {"outcome": "granted", "hours": 8.5, "asked_hours": 10}, ""),
        ("school", {"outcome": "granted"}, ""),
        ("school", {"outcome": "partly_granted", "hours": 6, "asked_hours": 10}, SPECIAL),
        ("school", {"outcome": "refused", "hours": 0, "asked_hours": 10}, SPECIAL),
        ("school", {"outcome": "refused", "asked_hours": 6}, ""),
        ("social", {"outcome": "refused"}, "Ankestyrelsen"),
        ("social", {"outcome": "granted"}, "Ankestyrelsen"),
        ("social", {"outcome": "conditional"}, ""),
    ],
)
def test_complaint_guidance_is_chosen_or_missing(kind: str, facts: dict[str, Any], body: str) -> None:
    rows = [row for row in LAW["complaint"] if row["kind"] == kind]
    fitting = [row for row in rows if compile_expression(row["when"])(facts)]
    assert (fitting[0].get("body", "") if fitting else "") == body
    for row in (row for row in fitting if "unclear" not in row):
        assert row["body"] in row["text"]
        assert row["deadline"] in row["text"]
        assert "vurderer sagen igen" in row["text"]


def test_what_nobody_has_found_out_is_said_instead_of_guessed() -> None:
    """Support of few hours: no source says whom the family complains to, so a sentence says that."""
    unclear = [row for row in LAW["complaint"] if "unclear" in row]
    assert [row["id"] for row in unclear] == ["school_below_nine_hours"]
    for facts, fits in (
        ({"outcome": "granted", "hours": 8.5}, True),
        ({"outcome": "refused", "asked_hours": 6}, True),
        ({"outcome": "granted", "hours": 9}, False),
        ({"outcome": "refused", "hours": 0}, False),
    ):
        assert bool(compile_expression(unclear[0]["when"])(facts)) is fits, facts


def test_holidays_are_in_order_and_belong_to_their_school_year() -> None:
    for row in HOLIDAYS:
        first = int(row["school_year"][:4])
        assert row["school_year"] == f"{first}/{(first + 1) % 100:02}"
        assert dt.date(first, 6, 20) <= row["from"] <= row["to"] <= dt.date(first + 1, 8, 31)
        assert row["source"]
    calendar = SchoolCalendar.from_rows(HOLIDAYS)
    autumn = calendar.holidays_between(dt.date(2026, 10, 16), dt.date(2026, 12, 21))
    assert autumn == ("efterårsferie", "juleferie")


def test_the_terms_are_dated() -> None:
    days = [version["valid_from"] for version in PLUS["terms"]["version"]]
    assert days == sorted(set(days))


# ── nobody real ───────────────────────────────────────────────────────────────────────────────────────


FILES = [
    path
    for folder in (SCHEMAS, SAMPLES)
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".json", ".toml")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nobody_real_is_in_the_data(path: Path) -> None:
    text = path.read_text("utf-8")
    for address in re.findall(r"[\w.+-]+@[\w.-]+", text):
        assert re.search(r"\.(example|invalid)$", address), address
    for number in re.findall(r"(?<!\d)\d{6}-\d{4}(?!\d)", text):
        assert danish.is_replacement(number), number
    # The one employee whom the sources name; hashed, as the words are not to stand here either.
    real = {
        "edbdc1161c3d5d3f13c36f5eb5e810e8ba3ea41b8befd4aa00b8f7d2e8b50b40",
        "7478c084d5bbb4caa72170bb5db55d66ded7aa147d99a4eb0efff7fcec2fa088",
        "b1196b19fe25220e838e0cb26f9e75a1773d156cd0590b152651eaa3891a3da4",
    }
    words = {hashlib.sha256(word.casefold().encode()).hexdigest() for word in re.findall(r"\w+", text)}
    assert not words & real
