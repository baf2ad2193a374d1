"""The data, proved without running a case: every name leads somewhere, every template finds its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.catalogue.casework import case_faults
from pipeline.catalogue.faults import DataFault, error
from pipeline.catalogue.letters import letter_faults
from pipeline.catalogue.load import Catalogue, load_catalogue
from pipeline.catalogue.naming import DOCUMENT_FACTS, STEP, about_names, case_names, form_names, said, unknown
from pipeline.catalogue.tables import table_warnings
from pipeline.catalogue.templates import template_faults
from pipeline.definitions import Rows
from pipeline.errors import SetupError
from pipeline.programme import Programme, Rule
from pipeline.validate.dialect import schema_faults


def check_catalogue(*overlays: Path) -> tuple[DataFault, ...]:
    """Everything wrong with the shipped data and the overlays on it, errors before warnings."""
    try:
        catalogue = load_catalogue(*overlays)
    except SetupError as unreadable:
        return (error("", "", str(unreadable)),)
    faults = [*_schemas(catalogue), *template_faults(catalogue)]
    for programme in catalogue.programmes.values():
        file = f"schemas/{programme.id}/programme.toml"
        faults += _labels(programme)
        for rule in programme.rules:
            faults += _rule(rule, programme, file)
        faults += _references(programme, file)
        faults += _expressions(programme, file)
        life = case_faults(programme, case_names(programme), form_names, said)
        faults += [error(file, place, message) for place, message in life]
        faults += _reach(programme, file)
    faults += table_warnings(catalogue)
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.severity != "error"))


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────────


def _schemas(catalogue: Catalogue) -> Iterator[DataFault]:
    """Each form's schema bears only keywords and annotations of the dialect."""
    meta = catalogue.meta
    for name, schema in catalogue.schemas.items():
        if "/" in name:
            for pointer, message in schema_faults(schema, meta):
                yield error(f"schemas/{name}.schema.json", pointer, message)


def _labels(programme: Programme) -> Iterator[DataFault]:
    """No label stands twice where a reader could take one for the other."""
    for form in programme.forms.values():
        file = f"schemas/{programme.id}/{form.name}.v{form.version}.schema.json"
        for section in form.sections:
            yield from _twice(file, f"section {section.title!r}", (entry.label for entry in section.entries))
            for rows in section.entries:
                if isinstance(rows, Rows):
                    yield from _twice(file, f"rows {rows.label!r}", (column.label for column in rows.columns))


def _twice(file: str, place: str, labels: Iterable[str]) -> Iterator[DataFault]:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            yield error(file, place, f"two fields are labelled {label!r}; give each its own label")
        seen.add(label)


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
    for source in filter(None, (rule.when, rule.must)):
        yield from (error(file, place, message) for message in said(source, known))
    yield from (error(file, place, message) for message in said(rule.says, known, text=True))


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
    for row in programme.complaints:
        yield from (error("schemas/law.toml", row.id, message) for message in said(row.when, facts))
        told.append((f"complaint {row.id}", row.text, True))
        if bool(row.unclear) == bool(row.body and row.send_to and row.deadline and row.text):
            yield error(
                "schemas/law.toml", row.id, "needs body, send_to, deadline and text, or only `unclear`"
            )
    for place, source, text in told:
        yield from (error(file, place, message) for message in said(source, known, text))


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
                yield error(file, f"document {document.id}", f"no field is meant by {pattern!r}")
