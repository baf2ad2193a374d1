"""The shipped data as tests hold it against itself: forms, rules, tables and good samples."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from pipeline.definitions import Form
from pipeline.formschema import form_from_schema, resolve_refs
from pipeline.programme import Rule
from pipeline.records import FindingKind, Problem, Severity
from pipeline.rules import run_rules
from pipeline.schooldays import SchoolCalendar
from pipeline.validate import validate
from tests.casebook import form_of

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SAMPLES = ROOT / "tests" / "data"
DOCUMENTS: dict[str, dict[str, Any]] = {
    path.relative_to(SCHEMAS).as_posix().removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in sorted(SCHEMAS.rglob("*.schema.json"))
}
FORM_IDS = [name for name in DOCUMENTS if name != "shared"]
META = Draft202012Validator(json.loads((SCHEMAS / "form.meta.json").read_text("utf-8")))


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SCHEMAS / name).read_text("utf-8"))


PLUS = toml("skoleflexplus/programme.toml")
LAW = toml("law.toml")
HOLIDAYS = toml("holidays.toml")["holiday"]
RULES = tuple(
    Rule(**{**row, "severity": Severity(row["severity"]), "kind": FindingKind(row["kind"])})
    for row in PLUS["rule"]
)


def form(name: str) -> Form:
    programme, _, version = name.partition("/")
    word, _, number = version.partition(".v")
    return form_from_schema(resolve_refs(DOCUMENTS[name], DOCUMENTS, name), programme, word, int(number))


FORMS = {name: form(name) for name in FORM_IDS}
PLUS_SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((SAMPLES / "skoleflexplus").glob("*.json"))
}


def plus_form(sample: str) -> Form:
    return FORMS[f"skoleflexplus/{form_of(sample)}.v1"]


def problems(sample: str, data: dict[str, Any]) -> list[Problem]:
    """What the schema and the rules have to say about a sample, with the terms and the day of its case."""
    its_form = plus_form(sample)
    here = [row for row in HOLIDAYS if row["municipality"] == PLUS["municipality"]]
    run = run_rules(
        [rule for rule in RULES if rule.form == its_form.name],
        its_form.name,
        data,
        terms=PLUS["terms"]["version"][-1],
        day=dt.date(2026, 6, 12),
        calendar=SchoolCalendar.from_rows(here),
    )
    return [*validate(data, its_form, phone_exempt=tuple(PLUS["phone_exempt"])), *run.problems]
