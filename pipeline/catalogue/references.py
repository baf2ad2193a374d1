"""What a programme says of its fields outside rules and gates, held against its forms and parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import chain

from pipeline.definitions import Field, Form, Kind, Rows
from pipeline.programme import Document, Programme

Said = Callable[..., Iterable[str]]
"""What is wrong with an expression, or with a text with tags, that may use these names."""
Faults = Iterator[tuple[str, str]]
"""Each thing wrong, as the place it stands in and the message."""

NO_FIELD = "{form} has no field {pointer!r}"
_ANSWERED = re.compile(r"answers\.(\w+) *(?:==|!=) *'([^']*)'")


def reference_faults(programme: Programme, known: set[str], said: Said) -> Faults:
    """Each reference that leads nowhere. `known` are the names a case has."""
    yield from _case(programme)
    yield from _meetings(programme, known, said)
    for name, text in programme.received.items():
        yield from ((f"received {name}", message) for message in said(text, known, True))
    for name, pointer in programme.form_dates.items():
        field = programme.forms[name].find(pointer)
        if not isinstance(field, Field) or field.kind is not Kind.DATE:
            yield "form_dates", f"{name} has no date {pointer!r}"
    for document in programme.documents:
        for message in _document(document, programme, known, said):
            yield f"document {document.id}", message
    for rule in programme.rules:
        if rule.each and not isinstance(programme.forms[rule.form].find(rule.each.removesuffix("/*")), Rows):
            yield f"rule {rule.id}", f"{rule.form} has no rows {rule.each!r}"
    for task in programme.tasks:
        if not task.choices:
            yield f"task {task.id}", "has no 'choices': nobody could answer it"
    yield from _answers(programme)


def _case(programme: Programme) -> Faults:
    """Where in its forms a programme finds the child, the place, the number and the terms of an approval."""
    opener = programme.forms[programme.opens]
    for key in ("child_name", "child_cpr", "place"):
        pointer = getattr(programme, key)
        for form in (opener, *(programme.forms[name] for name in programme.opens_early)):
            if not isinstance(form.find(pointer), Field):
                yield f"case {key}", NO_FIELD.format(form=form.name, pointer=pointer)
    approving = [
        programme.forms[source.form] for part in programme.parts if part.approves for source in part.sources
    ]
    for key, pointer, forms in (
        ("number", programme.case_number, [*programme.forms.values()]),
        ("approval_code", programme.approval_code, approving),
        ("approval_day", programme.approval_day, approving),
        ("approval_version", programme.approval_version, approving),
    ):
        if pointer and not any(isinstance(form.find(pointer), Field) for form in forms):
            yield f"case {key}", f"no form it is asked of has a field {pointer!r}"
    parts = {part.name: [programme.forms[one.form] for one in part.sources] for part in programme.parts}
    for entry in programme.summary:
        name, _, pointer = entry.partition(":")
        if not any(isinstance(form.find(pointer), Field) for form in parts.get(name, ())):
            yield "case summary", f"no field is meant by {entry!r}"
    origins = {f"{name}:{field.pointer}" for name, forms in parts.items() for field in _fields(forms)}
    for pattern in programme.no_news:
        if not any(fnmatchcase(origin.replace("/*/", "/0/"), pattern) for origin in origins):
            yield "case no_news", f"no field is meant by {pattern!r}"


def _fields(forms: Iterable[Form]) -> Iterator[Field]:
    return chain.from_iterable(form.fields() for form in forms)


def _meetings(programme: Programme, known: set[str], said: Said) -> Faults:
    """Every expression of a series asks for what there is; a status is held at a kind of meeting there is."""
    told = programme.meetings
    several = "series" in told
    kinds: set[str] = set()
    for n, series in enumerate(told["series"] if several else [told] if told else [], start=1):
        place = f"meetings.series {n}" if several else "meetings"
        for key in ("on", "agreed", "start", "end", "every_months", "every_days"):
            if key in series:
                yield from ((place, f"{key}: {message}") for message in said(series[key], known))
        kinds.add(series["kind"])
        column = series.get("kind_of_agreed")
        if column:
            part, _, rows = series.get("agreed", "").partition(".")
            found = _column(programme, part, rows, column)
            if found is None:
                yield place, f"kind_of_agreed: the rows of {series.get('agreed', '')!r} have no {column!r}"
            else:
                kinds |= {choice.value for choice in found.choices}
    for kind in told.get("with_status", "").split():
        if kind not in kinds:
            yield "meetings with_status", f"there is no kind of meeting called {kind!r}"


def _column(programme: Programme, part_name: str, rows: str, column: str) -> Field | None:
    for part in programme.parts:
        for source in part.sources if part.name == part_name else ():
            found = programme.forms[source.form].find(f"{source.at}/{rows.replace('.', '/')}/0/{column}")
            if isinstance(found, Field):
                return found
    return None


def _document(document: Document, programme: Programme, known: set[str], said: Said) -> Iterator[str]:
    """What a kind of document needs, and what it says of its recipients."""
    if document.kind in ("word", "mail") and not document.template:
        yield f"is of the kind {document.kind!r} and names no template"
    if document.continues:
        parts = [part for part in programme.parts if part.name == document.continues]
        forms = {source.form for part in parts for source in part.sources}
        if document.form not in forms:
            yield f"continues {document.continues!r}, which is no part made of the form {document.form!r}"
    elif document.kind == "form" and document.form not in programme.prefill:
        yield f"fills in a form, and there is no [prefill.{document.form or '…'}] that says with what"
    if document.per and "{}" not in document.per_shown:
        yield "per_shown must hold {}, where what it is made for stands"
    if document.each:
        rows = f"{document.each}[]."
        columns = {name.removeprefix(rows) for name in known if name.startswith(rows)}
        if not columns:
            yield f"each: the case has no rows {document.each!r}"
        if not document.named:
            yield "has 'each' and no 'named': what tells its recipients apart"
        there = known | {f"recipient.{column}" for column in columns}
        for key in ("where", "named"):
            if source := getattr(document, key):
                yield from (f"{key}: {message}" for message in said(source, there))
    elif document.where or document.named:
        yield "'where' and 'named' mean nothing without 'each'"


def _answers(programme: Programme) -> Faults:
    """An answer that something waits for is one of those that the task has."""
    choices = {task.id: task.choices for task in programme.tasks}
    told = [(f"derived {name}", source) for name, source in programme.derived.items()]
    told += [(f"gate {gate.id}", source) for gate in programme.gates for source in (gate.open, gate.waits)]
    told += [(f"document {document.id}", document.when) for document in programme.documents]
    told += [(f"next {step.id}", step.when) for step in programme.next_steps]
    told += [(f"task {task.id}", task.when) for task in programme.tasks]
    for place, source in told:
        for task, answer in _ANSWERED.findall(source):
            if answer not in choices.get(task, {answer: ""}):
                yield place, f"the task {task!r} has no answer {answer!r}"
