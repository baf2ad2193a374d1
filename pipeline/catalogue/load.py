"""Files of data → frozen records. The shipped folders come first, a workspace's are laid over them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pipeline.definitions import Form
from pipeline.errors import SetupError
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
    NextStep,
    Part,
    PartSource,
    Programme,
    Reasoning,
    Rule,
    TaskRow,
)
from pipeline.records import FindingKind, Severity

_Row = TypeVar("_Row", LawRef, Complaint)
_FORM_FILE = re.compile(r"(?P<name>[a-z0-9_]+)\.v(?P<version>[0-9]+)\.schema\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All programmes, the templates they share, the schemas as written and the dialect they keep to."""

    programmes: Mapping[str, Programme]
    templates: Mapping[str, bytes] = field(repr=False)
    schemas: Mapping[str, Mapping[str, Any]] = field(repr=False)
    meta: Mapping[str, Any] = field(repr=False)
    holidays_unknown: Mapping[str, str] = field(default_factory=dict)
    """The municipalities whose holidays nobody has entered, and why."""

    def forms(self) -> tuple[Form, ...]:
        """Every form in all its versions: each file is read by the schema its form was made from."""
        return tuple(
            form
            for programme in self.programmes.values()
            for form in (*programme.forms.values(), *programme.older_forms)
        )

    def newest_forms(self) -> tuple[Form, ...]:
        """Each form of every programme in the version that is filled in today."""
        return tuple(form for programme in self.programmes.values() for form in programme.forms.values())

    @property
    def roles(self) -> frozenset[str]:
        """All to whom a document of some programme goes, by role."""
        return frozenset(
            role
            for programme in self.programmes.values()
            for document in programme.documents
            for role in document.recipients
        )

    def programme(self, name: str) -> Programme:
        if name not in self.programmes:
            known = ", ".join(sorted(self.programmes))
            raise SetupError(f"no programme called {name!r}; known: {known}")
        return self.programmes[name]

    def form_of(self, programme: str, name: str, version: int) -> Form:
        """The form in the version that a file was read by; the newest where that version is gone."""
        known = [
            form
            for form in self.forms()
            if (form.programme, form.name, form.version) == (programme, name, version)
        ]
        return known[0] if known else self.form(f"{programme}/{name}")

    def form(self, name: str) -> Form:
        """The form `programme/form`; SetupError naming the known ones where there is none."""
        programme, _, form = name.partition("/")
        forms = self.programme(programme).forms
        if form not in forms:
            known = ", ".join(f"{programme}/{known}" for known in forms)
            raise SetupError(f"no form called {name!r}; known: {known}")
        return forms[form]


def shipped() -> Path:
    """The folder that holds the shipped `schemas`, `templates` and `samples`: in the package once it is
    installed, beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    return package / "_data" if (package / "_data").is_dir() else package.parent


def load_catalogue(*overlays: Path) -> Catalogue:
    """The catalogue from the shipped folder with `overlays` (workspaces) laid over it, later ones on top.

    Raises SetupError naming the file and what is wrong in it.
    """
    files = _files([shipped(), *overlays])
    schemas = {
        name.removeprefix("schemas/").removesuffix(".schema.json"): _json(path)
        for name, path in files.items()
        if name.endswith(".schema.json")
    }
    templates = {
        name.removeprefix("templates/"): _bytes(path)
        for name, path in files.items()
        if name.startswith("templates/")
    }
    law = _toml(files["schemas/law.toml"])
    calendar = _toml(files["schemas/holidays.toml"])
    holidays = tuple(calendar.get("holiday", ()))
    programmes = {}
    for name, path in sorted(files.items()):
        if name.startswith("schemas/") and name.endswith("/programme.toml"):
            try:
                told, own = _based(_toml(path), files, templates)
                programme = _programme(told, own, schemas, law, holidays)
            except (KeyError, TypeError, ValueError) as error:
                raise SetupError(f"{name}: {type(error).__name__} {error}") from error
            programmes[programme.id] = programme
    return Catalogue(
        programmes=programmes,
        templates=templates,
        schemas=schemas,
        meta=_json(files["schemas/form.meta.json"]),
        holidays_unknown={row["municipality"]: row["why"] for row in calendar.get("unknown", ())},
    )


def _files(roots: Sequence[Path]) -> dict[str, Path]:
    """Every data file by its path within a root; a file in a later root hides the same one in an earlier."""
    found: dict[str, Path] = {}
    for root in roots:
        for folder in ("schemas", "templates"):
            for path in sorted((root / folder).rglob("*")):
                if path.is_file() and not path.name.startswith(("~$", ".")):
                    found[path.relative_to(root).as_posix()] = path
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path.name}: {error.strerror}") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise SetupError(f"{path.name}: {error}") from error
    return loaded


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise SetupError(f"{path.name}: {error}") from error


# ── one programme ─────────────────────────────────────────────────────────────────────────────────────


def _based(
    told: Mapping[str, Any], files: Mapping[str, Path], templates: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What a programme says and the templates it has, laid over those of the one it is `based_on`.

    Tables are merged key by key; a list (`[[rule]]`, `spellings`) is given whole or not at all.
    """
    own = {
        name.partition("/")[2]: content
        for name, content in templates.items()
        if name.startswith(f"{told['id']}/")
    }
    if "based_on" not in told:
        return dict(told), own
    below = _toml(files[f"schemas/{told['based_on']}/programme.toml"])
    if "based_on" in below:
        raise ValueError(f"{told['based_on']!r} is itself based on another programme")
    return _laid_over(below, told), {**_based(below, files, templates)[1], **own}


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = {
        key: _laid_over(below[key], value)
        for key, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(key), Mapping)
    }
    return {**below, **above, **merged}


def _programme(
    told: Mapping[str, Any],
    templates: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    law: Mapping[str, Any],
    holidays: tuple[Mapping[str, Any], ...],
) -> Programme:
    name = told["id"]
    case = told["case"]
    names = tuple(dict.fromkeys((told["title"], *told.get("spellings", ()))))
    forms, older = _forms(name, told["forms"], names, schemas)
    return Programme(
        id=name,
        title=told["title"],
        municipality=told["municipality"],
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
        child_name=case["child_name"],
        child_cpr=case["child_cpr"],
        place=case["place"],
        case_number=case.get("number", ""),
        received=told["received"],
        approval_code=case.get("approval_code", ""),
        approval_day=case.get("approval_day", ""),
        approval_version=case.get("approval_version", ""),
        summary=tuple(case.get("summary", ())),
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
        holidays=tuple(row for row in holidays if row["municipality"] == told["municipality"]),
        templates=templates,
    )


def _forms(
    programme: str, wanted: Sequence[str], names: tuple[str, ...], schemas: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Form], tuple[Form, ...]]:
    """The newest version of each form the programme names, and the older ones."""
    versions: dict[str, list[Form]] = {}
    for key, schema in schemas.items():
        folder, _, file = key.partition("/")
        match = _FORM_FILE.fullmatch(f"{file}.schema.json")
        if folder == programme and match and match["name"] in wanted:
            name, version = match["name"], int(match["version"])
            form = form_from_schema(resolve_refs(schema, schemas, key), programme, name, version)
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
