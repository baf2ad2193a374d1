"""Files of data → frozen records. The shipped folders come first, a workspace's are laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.catalogue.build import SCHEMA_END, Sources, build_programme
from pipeline.catalogue.files import (
    FaultyFile,
    FileFault,
    data_files,
    names_in,
    programme_of,
    read_bytes,
    read_json,
    read_toml,
    shipped,
)
from pipeline.catalogue.keys import holiday_faults, law_faults, table_faults
from pipeline.definitions import Form
from pipeline.errors import SetupError
from pipeline.programme import Programme

LAW, HOLIDAYS, META = "schemas/law.toml", "schemas/holidays.toml", "schemas/form.meta.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A programme in whose files something is wrong: none of its forms is read, none of its letters made.

    `names` are those it is known by: while it stands still they are no other programme's.
    """

    id: str
    names: tuple[str, ...]
    flaws: tuple[FileFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All programmes, the templates they share, the schemas as written and the dialect they keep to."""

    programmes: Mapping[str, Programme]
    templates: Mapping[str, bytes] = field(repr=False)
    schemas: Mapping[str, Mapping[str, Any]] = field(repr=False)
    meta: Mapping[str, Any] = field(repr=False)
    holidays_unknown: Mapping[str, str] = field(default_factory=dict)
    """The municipalities whose holidays nobody has entered, and why."""
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """The programmes of which an overlay says something; "" for what all of them share."""

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

    @property
    def approving_roles(self) -> frozenset[str]:
        """All of whom some programme asks an approval by mail, by role."""
        return frozenset(one.role for programme in self.programmes.values() for one in programme.approvals)

    def programme(self, name: str) -> Programme:
        if name in self.stopped:
            raise SetupError(f"the programme {name!r} stands still: {self.stopped[name].flaws[0]}")
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


def read_catalogue(*overlays: Path) -> Catalogue:
    """The catalogue from the shipped folder with `overlays` (workspaces) laid over it, later ones on top.

    A programme whose files can't be used is stopped, with what is wrong in them; the others are there. Raises
    FaultyFile where the fault is in what all of them stand on: the law, the holidays, the shared definitions.
    """
    files = data_files([shipped(), *overlays])
    sources = _read(files)
    programmes: dict[str, Programme] = {}
    stopped: dict[str, Stopped] = {}
    for name in sorted({*sources.told, *sources.flaws}):
        try:
            programmes[name] = _built(name, sources)
        except FaultyFile as fault:
            names = names_in(files.get(f"schemas/{name}/programme.toml"))
            stopped[name] = Stopped(id=name, names=names or (name,), flaws=fault.flaws)
    return Catalogue(
        programmes=programmes,
        templates=sources.templates,
        schemas=sources.schemas,
        meta=sources.meta,
        holidays_unknown={row["municipality"]: row["why"] for row in sources.holidays_unknown},
        stopped=stopped,
        own=frozenset(programme_of(name) for name in data_files(overlays) if name.startswith("schemas/")),
    )


def _read(files: Mapping[str, Path]) -> Sources:
    """What stands in the files, those of one programme apart from those of another."""
    schemas: dict[str, Mapping[str, Any]] = {}
    templates: dict[str, bytes] = {}
    told: dict[str, Mapping[str, Any]] = {}
    flaws: dict[str, list[FileFault]] = {}
    for name, path in files.items():
        programme = programme_of(name)
        try:
            if name.startswith("schemas/") and name.endswith(SCHEMA_END):
                schemas[name.removeprefix("schemas/").removesuffix(SCHEMA_END)] = read_json(name, path)
            elif name.startswith("templates/"):
                templates[name.removeprefix("templates/")] = read_bytes(name, path)
            elif programme and name == f"schemas/{programme}/programme.toml":
                told[programme] = read_toml(name, path)
        except FaultyFile as fault:
            if not programme:
                raise
            flaws.setdefault(programme, []).extend(fault.flaws)
    law, holidays = (read_toml(name, files[name]) for name in (LAW, HOLIDAYS))
    shared = [FileFault(LAW, *fault) for fault in law_faults(law)]
    shared += [FileFault(HOLIDAYS, *fault) for fault in holiday_faults(holidays)]
    if shared:
        raise FaultyFile(*shared)
    return Sources(
        schemas=schemas,
        templates=templates,
        told=told,
        flaws=flaws,
        meta=read_json(META, files[META]),
        law=law,
        holidays=tuple(holidays.get("holiday", ())),
        holidays_unknown=tuple(holidays.get("unknown", ())),
    )


# ── one programme ─────────────────────────────────────────────────────────────────────────────────────


def _built(name: str, sources: Sources) -> Programme:
    """The programme in a folder. Raises FaultyFile with everything wrong in its files."""
    file = f"schemas/{name}/programme.toml"
    flaws = list(sources.flaws.get(name, ()))
    told = sources.told.get(name)
    if told is None:
        raise FaultyFile(*(flaws or [FileFault(file, "", "is missing")]))
    base = str(told.get("based_on", ""))
    below = sources.told.get(base, {})
    if base and (not below or base in sources.flaws or any(table_faults(below, below))):
        raise FaultyFile(
            FileFault(file, "based_on", f"{base!r} isn't there, or something is wrong in its files")
        )
    if "based_on" in below:
        raise FaultyFile(FileFault(file, "based_on", f"{base!r} is itself based on another programme"))
    whole = _laid_over(below, told)
    flaws += [FileFault(file, *fault) for fault in table_faults(told, whole)]
    if told.get("id") != name:
        flaws.append(FileFault(file, "id", f"must be {name!r}, as its folder is called"))
    if flaws:
        raise FaultyFile(*flaws)
    templates = {
        template.removeprefix(f"{owner}/"): content
        for owner in filter(None, (base, name))
        for template, content in sources.templates.items()
        if template.startswith(f"{owner}/")
    }
    try:
        return build_programme(whole, templates, sources)
    except (KeyError, TypeError, ValueError) as error:
        raise FaultyFile(FileFault(file, "", f"{type(error).__name__} {error}")) from error


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = {
        key: _laid_over(below[key], value)
        for key, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(key), Mapping)
    }
    return {**below, **above, **merged}
