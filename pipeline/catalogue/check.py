"""The data, proved without running a case: every name leads somewhere, every template finds its values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from pipeline.catalogue.casework import case_faults
from pipeline.catalogue.files import FaultyFile
from pipeline.catalogue.forms import form_flaws, stray_files
from pipeline.catalogue.letters import guidance_faults, lacking_parts, letter_faults
from pipeline.catalogue.load import Catalogue, read_catalogue
from pipeline.catalogue.references import reference_faults
from pipeline.definitions import Form
from pipeline.errors import RenderError
from pipeline.programme import Document, Programme, Rule
from pipeline.render.word import variables
from pipeline.rules import functions
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import functions as called
from pipeline.templating import names, text_names

CASE_NAMES = ("case.number", "case.programme", "case.municipality", "case.control_code", "today")
CASE_FACTS = ("places_taken", "last_meeting", "next_meeting")
DOCUMENT_FACTS = ("documents.drafts", "documents.released", "documents.mails", "documents.tasks")
STEP = ("who", "what", "by", "to", "how", "signs", "journal")
MEETING = ("number", "date", "weekday", "kind", "note")
FOR_LETTERS = (
    "draft",
    "law_checked",
    "earlier.kind",
    "earlier.date",
    "complaint.body",
    "complaint.send_to",
    "complaint.deadline",
    "complaint.text",
)
FOR_RECEIPTS = (
    *(f"receipt.{key}" for key in ("headline", "subline", "file", "number", "received")),
    *(f"read[].{key}" for key in ("label", "value", "place")),
    *(f"made[].{key}" for key in ("title", "file", "status")),
    *(f"findings[].{key}" for key in ("severity", "label", "place", "message")),
    *(f"next[].{key}" for key in STEP),
    "waits[].text",
    "also[].text",
    "today",
    "case.number",
    "case.programme",
    "case.municipality",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFault:
    """Something wrong in the data. An error stops the programme it is in, a warning doesn't."""

    severity: str
    file: str
    place: str
    message: str


def check_catalogue(*overlays: Path) -> tuple[DataFault, ...]:
    """Everything wrong with the shipped data and the overlays on it, errors before warnings.

    What is wrong with one programme hides nothing that is wrong with another.
    """
    try:
        catalogue = read_catalogue(*overlays)
    except FaultyFile as error:
        return tuple(_error(*flaw) for flaw in error.flaws)
    faults = [_error(*flaw) for stopped in catalogue.stopped.values() for flaw in stopped.flaws]
    faults += [_error(*flaw) for flaw in stray_files(overlays, catalogue)]
    faults += _shared_templates(catalogue)
    for programme in catalogue.programmes.values():
        faults += programme_faults(programme, catalogue)
        for document in programme.documents:
            place = (f"schemas/{programme.id}/programme.toml", f"document {document.id}")
            faults += [_error(*place, message) for message in guidance_faults(document, programme)]
            faults += _template(document, programme)
    faults += _law(catalogue)
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.severity != "error"))


def programme_faults(programme: Programme, catalogue: Catalogue) -> Iterator[DataFault]:
    """What stops a programme: everything wrong with what it says of itself and of its forms.

    What is wrong with a template, or with the guidance it needs, stops its letter alone.
    """
    file = f"schemas/{programme.id}/programme.toml"
    known = _case_names(programme)
    yield from (_error(*flaw) for flaw in form_flaws(programme, catalogue))
    for rule in programme.rules:
        yield from _rule(rule, programme, file)
    yield from _references(programme, file)
    yield from _expressions(programme, file)
    for place, message in case_faults(programme, known, _form_names, _said):
        yield _error(file, place, message)
    for place, message in reference_faults(programme, known, _said):
        yield _error(file, place, message)
    yield from _reach(programme, file)


def _error(file: str, place: str, message: str) -> DataFault:
    return DataFault(severity="error", file=file, place=place, message=message)


# ── names in rules, gates, documents ──────────────────────────────────────────────────────────────────


def _form_names(form: Form, root: str = "", base: str = "") -> set[str]:
    """Every dotted path of a form's fields, rows as `goals[].goal`, below `root`."""
    prefix = tuple(key for key in base.split("/") if key)
    fields = (field for field in form.fields() if field.path[: len(prefix)] == prefix)
    return {
        ".".join(filter(None, (root, *field.path[len(prefix) :]))).replace(".*", "[]") for field in fields
    }


def _case_names(programme: Programme) -> set[str]:
    known = {*CASE_NAMES, *programme.derived, "conflicts[]", "voided[]", "past[]", *CASE_FACTS}
    known |= {f"answers.{task.id}" for task in programme.tasks}
    for part in programme.parts:
        for source in part.sources:
            known |= _form_names(programme.forms[source.form], part.name, source.at)
    known |= {f"law.{ref.id}" for ref in programme.laws}
    known |= {f"terms.{key}" for version in programme.terms for key in version}
    return known | {f"meetings[].{key}" for key in MEETING}


def _unknown(used: Iterable[str], known: set[str]) -> Iterator[str]:
    """What is wrong with each path that leads nowhere, with the nearest that leads somewhere."""
    for path in sorted(path for path in used if path not in known):
        reachable = _reachable(frozenset(known))
        if path.rstrip("[]") not in reachable and path not in reachable:
            near = difflib.get_close_matches(path, sorted(known), n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield f"no field is called {path!r}{hint}"


@lru_cache(maxsize=64)
def _reachable(known: frozenset[str]) -> frozenset[str]:
    """The paths, and all that lead to them."""
    return frozenset(path[:n] for path in known for n in (*_stops(path), len(path)))


def _stops(path: str) -> Iterator[int]:
    for n, letter in enumerate(path):
        if letter in ".[":
            yield n
        if letter == "[":
            yield n + 2


def _said(source: str, known: set[str], text: bool = False) -> Iterator[str]:
    """What is wrong with an expression, or a text with tags."""
    try:
        yield from _unknown(text_names(source) if text else names(source), known)
        calls = called(source) if not text or "{" in source else frozenset()
        for name in sorted(calls - set(functions(SchoolCalendar.from_rows(())))):
            yield f"no function is called {name!r}"
    except RenderError as error:
        yield str(error)


def _rule(rule: Rule, programme: Programme, file: str) -> Iterator[DataFault]:
    form = programme.forms.get(rule.form)
    place = f"rule {rule.id}"
    if form is None:
        yield _error(file, place, f"no form is called {rule.form!r}")
        return
    known = _form_names(form) | {"form_date", "number"}
    known |= {f"terms.{key}" for version in programme.terms for key in version}
    if rule.each:
        rows = rule.each.strip("/").removesuffix("/*").replace("/", ".")
        known |= {f"row.{path.removeprefix(f'{rows}[].')}" for path in known if path.startswith(f"{rows}[].")}
    pointer = f"{rule.each}/{rule.at}".rstrip("/") if rule.each else rule.at
    if form.find(pointer) is None and not any(e.pointer.startswith(f"{pointer}/") for e in form.entries()):
        yield _error(file, place, f"points at {pointer!r}, which {rule.form} doesn't have")
    for source in filter(None, (rule.when, rule.must)):
        yield from (_error(file, place, message) for message in _said(source, known))
    yield from (_error(file, place, message) for message in _said(rule.says, known, text=True))


def _references(programme: Programme, file: str) -> Iterator[DataFault]:
    """Gates, forms, templates and senders that documents name are there."""
    gates = {gate.id for gate in programme.gates}
    for document in programme.documents:
        place = f"document {document.id}"
        for need in document.needs:
            if need not in gates:
                yield _error(file, place, f"needs the gate {need!r}, which there is not")
        if document.form and document.form not in programme.forms:
            yield _error(file, place, f"no form is called {document.form!r}")
        if document.template and document.template not in programme.templates:
            yield _error(file, place, f"no template is called {document.template!r}")
        if document.sender and document.sender not in programme.senders:
            yield _error(file, place, f"no sender is called {document.sender!r}")
        yield from (_error(file, place, message) for message in letter_faults(document, programme))
    parts = {part.name: part for part in programme.parts}
    for comparison in programme.comparisons:
        for value in comparison.values:
            name, _, pointer = value.partition(":")
            part = parts.get(name)
            if part is None:
                yield _error(file, f"same {comparison.id}", f"no part is called {name!r}")
            elif not any(programme.forms[source.form].find(pointer) for source in part.sources):
                yield _error(file, f"same {comparison.id}", f"{name} has no field {pointer!r}")
    opener = programme.forms[programme.opens]
    for mark in programme.fingerprint:
        for pointer in mark.fields:
            if (
                opener.find(pointer) is None
                and opener.section_of(pointer) is None
                and not any(entry.pointer.startswith(f"{pointer}/") for entry in opener.entries())
            ):
                yield _error(file, f"fingerprint {mark.label}", f"{programme.opens} has no {pointer!r}")


def _expressions(programme: Programme, file: str) -> Iterator[DataFault]:
    """Every expression and sentence over the case asks only for what a case has."""
    known = _case_names(programme) | set(DOCUMENT_FACTS)
    told: list[tuple[str, str, bool]] = []
    told += [(f"derived {name}", source, False) for name, source in programme.derived.items()]
    told += [(f"complaint_facts {name}", source, False) for name, source in programme.complaint_facts.items()]
    for gate in programme.gates:
        told += [(f"gate {gate.id}", gate.open, False), (f"gate {gate.id}", gate.waits, True)]
    for document in programme.documents:
        wanted = (document.when, document.each, document.outcome)
        told += [(f"document {document.id}", source, False) for source in wanted if source]
        unless = document.reasons_unless
        for message in _said(unless, known | _about(document, known)) if unless else ():
            yield _error(file, f"document {document.id}", message)
    for step in programme.next_steps:
        told.append((f"next {step.id}", step.when, False))
        told += [(f"next {step.id}", getattr(step, key), True) for key in STEP]
    for task in programme.tasks:
        told += [(f"task {task.id}", source, False) for source in (task.when, task.key)]
        told += [(f"task {task.id}", getattr(task, key), True) for key in ("title", "says", "who", "by")]
    for form, values in programme.prefill.items():
        for pointer, source in values.items():
            place = f"prefill.{form} {pointer}"
            if programme.forms[form].find(pointer.replace("/*/", "/0/")) is None:
                yield _error(file, place, f"{form} has no such field")
            if "[]." in source:
                yield from (_error(file, place, message) for message in _unknown(source.split(" or "), known))
            else:
                told.append((place, source, False))
    facts = {*programme.complaint_facts, "date"}
    asked_for = {document.complaint for document in programme.documents}
    for row in (row for row in programme.complaints if row.kind in asked_for):
        yield from (_error("schemas/law.toml", row.id, message) for message in _said(row.when, facts))
        told.append((f"complaint {row.id}", row.text, True))
    for place, source, text in told:
        yield from (_error(file, place, message) for message in _said(source, known, text))


def _about(document: Document, known: set[str]) -> set[str]:
    """The names of what a letter is about, as its template calls them."""
    prefix = f"{document.about}."
    return {f"decision.{name.removeprefix(prefix)}" for name in known if name.startswith(prefix)}


def _reach(programme: Programme, file: str) -> Iterator[DataFault]:
    """Every pattern of what a document must and must not carry means a field there is.

    A misspelt `must_not` would guard nothing.
    """
    origins = {f"law:{row.id}" for row in programme.laws} | {
        f"complaint:{row.id}" for row in programme.complaints
    }
    for part in programme.parts:
        for source in part.sources:
            fields = programme.forms[source.form].fields()
            origins |= {f"{part.name}:{field.pointer.replace('/*/', '/0/')}" for field in fields}
    for document in programme.documents:
        for pattern in (*document.must, *document.must_not):
            if not any(fnmatchcase(origin, pattern) for origin in origins):
                yield _error(file, f"document {document.id}", f"no field is meant by {pattern!r}")


# ── templates and law ─────────────────────────────────────────────────────────────────────────────────


def _template(document: Document, programme: Programme) -> Iterator[DataFault]:
    content = programme.templates.get(document.template)
    if content is None:
        return
    known = _case_names(programme) | set(FOR_LETTERS)
    known |= {f"sender.{key}" for key in programme.senders.get(document.sender, {})}
    if document.about:
        known |= _about(document, known)
    if document.each:
        rows = f"{document.each}[]."
        known |= {f"recipient.{path.removeprefix(rows)}" for path in known if path.startswith(rows)}
    file = f"templates/{programme.id}/{document.template}"
    faults = list(_asks(file, content, known))
    yield from faults
    if not faults and document.letter in programme.letters:
        yield from (_error(file, "", message) for message in lacking_parts(document, programme, content))


def _shared_templates(catalogue: Catalogue) -> Iterator[DataFault]:
    for name, content in catalogue.templates.items():
        if name.startswith("shared/"):
            yield from _asks(f"templates/{name}", content, set(FOR_RECEIPTS))


def _asks(file: str, content: bytes, known: set[str]) -> Iterator[DataFault]:
    """What a template asks for and nobody has, with the place it asks in."""
    try:
        if file.endswith(".j2"):
            for message in _said(content.decode("utf-8"), known, text=True):
                yield _error(file, "", message)
            return
        for use in variables(content):
            for message in _unknown([use.path], known):
                yield _error(file, f"{use.part}, paragraph {use.paragraph}", f"{message} (»{use.context}«)")
    except (RenderError, UnicodeDecodeError) as error:
        yield _error(file, "", str(error))


def _law(catalogue: Catalogue) -> Iterator[DataFault]:
    """Legal rows that nobody has held against the law as published."""
    unchecked: dict[str, None] = {}
    for programme in catalogue.programmes.values():
        unchecked |= {row.id: None for row in programme.laws if not row.checked_on}
        unchecked |= {row.id: None for row in programme.complaints if not row.checked_on}
    for name in unchecked:
        yield DataFault(
            severity="warning",
            file="schemas/law.toml",
            place=name,
            message="nobody has checked this row (no checked_on): letters that rest on it stay "
            "»UDKAST – hjemmel skal kontrolleres«",
        )
