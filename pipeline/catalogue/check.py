"""The data, proved without running a case: every name leads somewhere, every template finds its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

from pipeline.catalogue.approvals import approval_faults
from pipeline.catalogue.casework import case_faults
from pipeline.catalogue.faults import DataFault, error
from pipeline.catalogue.files import FaultyFile
from pipeline.catalogue.forms import form_flaws, stray_files
from pipeline.catalogue.letters import guidance_faults, letter_faults
from pipeline.catalogue.load import Catalogue, read_catalogue
from pipeline.catalogue.naming import DOCUMENT_FACTS, STEP, about_names, case_names, form_names, said, unknown
from pipeline.catalogue.references import reference_faults
from pipeline.catalogue.tables import table_warnings
from pipeline.catalogue.templates import template_faults
from pipeline.programme import Programme, Rule


def check_catalogue(*overlays: Path) -> tuple[DataFault, ...]:
    """Everything wrong with the shipped data and the overlays on it, errors before warnings.

    What is wrong with one programme hides nothing that is wrong with another.
    """
    try:
        catalogue = read_catalogue(*overlays)
    except FaultyFile as unusable:
        return tuple(error(*flaw) for flaw in unusable.flaws)
    faults = [error(*flaw) for stopped in catalogue.stopped.values() for flaw in stopped.flaws]
    faults += [error(*flaw) for flaw in stray_files(overlays, catalogue)]
    faults += template_faults(catalogue)
    for programme in catalogue.programmes.values():
        faults += programme_faults(programme, catalogue)
        for document in programme.documents:
            place = (f"schemas/{programme.id}/programme.toml", f"document {document.id}")
            faults += [error(*place, message) for message in guidance_faults(document, programme)]
    faults += table_warnings(catalogue)
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.severity != "error"))


def programme_faults(programme: Programme, catalogue: Catalogue) -> Iterator[DataFault]:
    """What stops a programme: everything wrong with what it says of itself and of its forms.

    What is wrong with a template, or with the guidance it needs, stops its letter alone.
    """
    file = f"schemas/{programme.id}/programme.toml"
    known = case_names(programme)
    yield from (error(*flaw) for flaw in form_flaws(programme, catalogue))
    for rule in programme.rules:
        yield from _rule(rule, programme, file)
    yield from _references(programme, file)
    yield from _expressions(programme, file)
    for place, message in case_faults(programme, known, form_names, said):
        yield error(file, place, message)
    for place, message in approval_faults(programme, known, said):
        yield error(file, place, message)
    for place, message in reference_faults(programme, known, said):
        yield error(file, place, message)
    yield from _reach(programme, file)


# ── names in rules, gates, documents ──────────────────────────────────────────────────────────────────


def _rule(rule: Rule, programme: Programme, file: str) -> Iterator[DataFault]:
    form = programme.forms.get(rule.form)
    place = f"rule {rule.id}"
    if form is None:
        yield error(file, place, f"no form is called {rule.form!r}")
        return
    known = form_names(form) | {"form_date", "number"}
    known |= {f"terms.{key}" for version in programme.terms for key in version}
    if rule.each:
        rows = rule.each.strip("/").removesuffix("/*").replace("/", ".")
        known |= {f"row.{path.removeprefix(f'{rows}[].')}" for path in known if path.startswith(f"{rows}[].")}
    pointer = f"{rule.each}/{rule.at}".rstrip("/") if rule.each else rule.at
    if form.find(pointer) is None and not any(e.pointer.startswith(f"{pointer}/") for e in form.entries()):
        yield error(file, place, f"points at {pointer!r}, which {rule.form} doesn't have")
    asked = frozenset(known)
    for source in filter(None, (rule.when, rule.must)):
        yield from (error(file, place, message) for message in said(source, asked))
    yield from (error(file, place, message) for message in said(rule.says, asked, text=True))


def _references(programme: Programme, file: str) -> Iterator[DataFault]:
    """Gates, forms, templates and senders that documents name are there."""
    gates = {gate.id for gate in programme.gates}
    for document in programme.documents:
        place = f"document {document.id}"
        for need in document.needs:
            if need not in gates:
                yield error(file, place, f"needs the gate {need!r}, which there is not")
        if document.form and document.form not in programme.forms:
            yield error(file, place, f"no form is called {document.form!r}")
        if document.template and document.template not in programme.templates:
            yield error(file, place, f"no template is called {document.template!r}")
        if document.sender and document.sender not in programme.senders:
            yield error(file, place, f"no sender is called {document.sender!r}")
        yield from (error(file, place, message) for message in letter_faults(document, programme))
    parts = {part.name: part for part in programme.parts}
    for comparison in programme.comparisons:
        for value in comparison.values:
            name, _, pointer = value.partition(":")
            part = parts.get(name)
            if part is None:
                yield error(file, f"same {comparison.id}", f"no part is called {name!r}")
            elif not any(programme.forms[source.form].find(pointer) for source in part.sources):
                yield error(file, f"same {comparison.id}", f"{name} has no field {pointer!r}")
    opener = programme.forms[programme.opens]
    for mark in programme.fingerprint:
        for pointer in mark.fields:
            if (
                opener.find(pointer) is None
                and opener.section_of(pointer) is None
                and not any(entry.pointer.startswith(f"{pointer}/") for entry in opener.entries())
            ):
                yield error(file, f"fingerprint {mark.label}", f"{programme.opens} has no {pointer!r}")


def _expressions(programme: Programme, file: str) -> Iterator[DataFault]:
    """Every expression and sentence over the case asks only for what a case has."""
    known = case_names(programme) | set(DOCUMENT_FACTS)
    told: list[tuple[str, str, bool]] = []
    told += [(f"derived {name}", source, False) for name, source in programme.derived.items()]
    told += [(f"complaint_facts {name}", source, False) for name, source in programme.complaint_facts.items()]
    for gate in programme.gates:
        told += [(f"gate {gate.id}", gate.open, False), (f"gate {gate.id}", gate.waits, True)]
    for document in programme.documents:
        wanted = (document.when, document.each, document.outcome)
        told += [(f"document {document.id}", source, False) for source in wanted if source]
        unless = document.reasons_unless
        for message in said(unless, known | about_names(document, known)) if unless else ():
            yield error(file, f"document {document.id}", message)
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
                yield error(file, place, f"{form} has no such field")
            if "[]." in source:
                yield from (error(file, place, message) for message in unknown(source.split(" or "), known))
            else:
                told.append((place, source, False))
    facts = {*programme.complaint_facts, "date"}
    asked_for = {document.complaint for document in programme.documents}
    for row in (row for row in programme.complaints if row.kind in asked_for):
        yield from (error("schemas/law.toml", row.id, message) for message in said(row.when, facts))
        told.append((f"complaint {row.id}", row.text, True))
        if bool(row.unclear) == bool(row.body and row.send_to and row.deadline and row.text):
            yield error(
                "schemas/law.toml", row.id, "needs body, send_to, deadline and text, or only `unclear`"
            )
    asked = frozenset(known)
    for place, source, text in told:
        yield from (error(file, place, message) for message in said(source, asked, text))


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
            if not any(map(re.compile(translate(pattern)).match, origins)):
                yield error(file, f"document {document.id}", f"no field is meant by {pattern!r}")
