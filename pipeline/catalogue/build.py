"""From the tables of a `programme.toml` and its schemas to the programme they describe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pipeline.catalogue.files import FaultyFile, FileFault
from pipeline.definitions import Form
from pipeline.formschema import form_from_schema, resolve_refs
from pipeline.programme import (
    Change,
    Comparison,
    Complaint,
    Document,
    Fingerprint,
    Gate,
    LawRef,
    LetterPart,
    MailApproval,
    NextStep,
    Part,
    PartSource,
    Programme,
    Reasoning,
    Rule,
    TaskRow,
)
from pipeline.records import FindingKind, Severity
from pipeline.validate.dialect import schema_faults

_Row = TypeVar("_Row", LawRef, Complaint)
SCHEMA_END = ".schema.json"
_FORM_FILE = re.compile(r"(?P<name>[a-z0-9_]+)\.v(?P<version>[0-9]+)\.schema\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What stands in the files: schemas by name, programmes by folder, flaws by programme."""

    schemas: Mapping[str, Mapping[str, Any]]
    templates: Mapping[str, bytes]
    told: Mapping[str, Mapping[str, Any]]
    flaws: Mapping[str, Sequence[FileFault]]
    meta: Mapping[str, Any]
    law: Mapping[str, Any]
    holidays: tuple[Mapping[str, Any], ...]
    holidays_unknown: tuple[Mapping[str, Any], ...] = ()


def build_programme(told: Mapping[str, Any], templates: Mapping[str, bytes], sources: Sources) -> Programme:
    """The programme that `told` says, whole: with what it takes from the one it is based on.

    Raises FaultyFile for a form's schema that can't be used; KeyError, TypeError or ValueError for a table
    that `table_faults` would have had something to say about.
    """
    name = told["id"]
    case = told["case"]
    law = sources.law
    names = tuple(dict.fromkeys((told["title"], *told.get("spellings", ()))))
    forms, older = _forms(name, told["forms"], names, sources)
    return Programme(
        id=name,
        title=told["title"],
        municipality=told["municipality"],
        based_on=told.get("based_on", ""),
        case_prefix=case["prefix"],
        opens=case["opens"],
        opens_early=tuple(case.get("opens_early", ())),
        closed=case.get("closed", ""),
        asks_first=case.get("asks_first", ""),
        holds_place=case.get("holds_place", ""),
        course=told.get("course", {}),
        report=told.get("report", {}),
        rests_on=tuple(case.get("rests_on", ())),
        no_news=tuple(case.get("no_news", ())),
        changes=tuple(Change(**row) for row in told.get("change", ())),
        tasks=tuple(TaskRow(**row) for row in told.get("task", ())),
        approvals=tuple(_approval(row) for row in told.get("approval", ())),
        child_name=case["child_name"],
        child_cpr=case["child_cpr"],
        place=case["place"],
        case_number=case.get("number", ""),
        received=told["received"],
        approval_code=case.get("approval_code", ""),
        approval_day=case.get("approval_day", ""),
        approval_version=case.get("approval_version", ""),
        summary=tuple(case.get("summary", ())),
        attachments=case.get("attachments", ""),
        forms=forms,
        older_forms=older,
        form_dates=told.get("form_dates", {}),
        phone_exempt=tuple(told.get("phone_exempt", ())),
        terms=tuple(_iso(version) for version in told.get("terms", {}).get("version", ())),
        rules=tuple(_rule(row) for row in told.get("rule", ())),
        parts=tuple(_part(row) for row in told.get("part", ())),
        fingerprint=tuple(
            Fingerprint(label=row["label"], fields=tuple(row["fields"]))
            for row in told.get("fingerprint", ())
        ),
        comparisons=tuple(
            Comparison(**{**row, "values": tuple(row["values"])}) for row in told.get("same", ())
        ),
        derived=told.get("derived", {}),
        gates=tuple(Gate(**row) for row in told.get("gate", ())),
        documents=tuple(_document(row) for row in told.get("document", ())),
        next_steps=tuple(NextStep(**row) for row in told.get("next", ())),
        senders=told.get("sender", {}),
        meetings=told.get("meetings", {}),
        complaint_facts=told.get("complaint_facts", {}),
        prefill=told.get("prefill", {}),
        laws=tuple(_known(LawRef, _iso(row)) for row in law.get("ref", ())),
        complaints=tuple(_known(Complaint, _iso(row)) for row in law.get("complaint", ())),
        letters=_letters(law),
        reasoning=_reasoning(law.get("reasoning", {})),
        holidays=tuple(row for row in sources.holidays if row["municipality"] == told["municipality"]),
        templates=templates,
    )


def _forms(
    programme: str,
    wanted: Sequence[str],
    names: tuple[str, ...],
    sources: Sources,
) -> tuple[dict[str, Form], tuple[Form, ...]]:
    """The newest version of each form the programme names, and the older ones."""
    versions: dict[str, list[Form]] = {}
    for key, schema in sources.schemas.items():
        folder, _, file = key.partition("/")
        match = _FORM_FILE.fullmatch(f"{file}.schema.json")
        if folder == programme and match and match["name"] in wanted:
            name, version = match["name"], int(match["version"])
            try:
                form = form_from_schema(resolve_refs(schema, sources.schemas, key), programme, name, version)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                said = [*schema_faults(schema, sources.meta)] or [("", f"{type(error).__name__} {error}")]
                raise FaultyFile(*(FileFault(f"schemas/{key}{SCHEMA_END}", *one) for one in said)) from error
            versions.setdefault(name, []).append(replace(form, names=names))
    missing = [name for name in wanted if name not in versions]
    if missing:
        raise ValueError(f"no schema for the form {missing[0]!r}")
    for found in versions.values():
        found.sort(key=lambda form: form.version, reverse=True)
    older = tuple(form for name in wanted for form in versions[name][1:])
    return {name: versions[name][0] for name in wanted}, older


def _rule(row: Mapping[str, Any]) -> Rule:
    told = dict(row)
    told["severity"] = Severity(told.get("severity", "error"))
    told["kind"] = FindingKind(told.get("kind", "form"))
    return Rule(**told)


def _approval(row: Mapping[str, Any]) -> MailApproval:
    return MailApproval(**{**row, "encloses": tuple(row.get("encloses", ()))})


def _part(row: Mapping[str, Any]) -> Part:
    sources = tuple(PartSource(**source) for source in row["sources"])
    return Part(**{**row, "sources": sources, "bound": tuple(row.get("bound", ()))})


def _document(row: Mapping[str, Any]) -> Document:
    lists = ("needs", "recipients", "must", "must_not", "replaces")
    return Document(**{**row, **{key: tuple(row[key]) for key in lists if key in row}})


def _letters(law: Mapping[str, Any]) -> dict[str, tuple[LetterPart, ...]]:
    """What each kind of letter must hold."""
    return {
        row["id"]: tuple(LetterPart(**{**part, "prints": tuple(part["prints"])}) for part in row["part"])
        for row in law.get("letter", ())
    }


def _reasoning(told: Mapping[str, Any]) -> Reasoning:
    return Reasoning(min_characters=told.get("min_characters", 0), phrases=tuple(told.get("phrases", ())))


def _iso(row: Mapping[str, Any]) -> dict[str, Any]:
    """TOML's dates as ISO texts: everywhere else in the program a day is one."""
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}


def _known(kind: type[_Row], row: Mapping[str, Any]) -> _Row:
    """The record without keys that are for readers of the table only (`note`)."""
    fields = getattr(kind, "__dataclass_fields__")  # noqa: B009
    return kind(**{key: value for key, value in row.items() if key in fields})
