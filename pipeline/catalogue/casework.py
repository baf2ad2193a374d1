"""What a programme says of the life of a case, held against its forms: changes, parts, tasks, places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.catalogue.figures import figure_faults
from pipeline.definitions import Form
from pipeline.programme import Change, Programme

Said = Callable[[str, set[str]], Iterable[str]]
"""What is wrong with an expression that may use these names."""


def case_faults(
    programme: Programme, known: set[str], names_of: Callable[[Form], set[str]], said: Said
) -> Iterator[tuple[str, str]]:
    """Each thing wrong with how a case lives, as the place it stands in and the message.

    `known` are the names a case has, `names_of` those of a form.
    """
    terms = {name for name in known if name.startswith("terms.")}
    opener = programme.forms[programme.opens]
    for change in programme.changes:
        place = f"change {change.id}"
        form = programme.forms.get(change.form)
        if form is None:
            yield place, f"no form is called {change.form!r}"
            continue
        for source in filter(None, (change.when, change.valid_from, change.named, *change.sets.values())):
            yield from ((place, message) for message in said(source, names_of(form) | terms))
        yield from ((place, message) for message in _lost(change, opener))
    for part in programme.parts:
        forms = [programme.forms[source.form] for source in part.sources]
        seen = {name for form in forms for name in names_of(form)} | terms
        seen |= {f"current.{name}" for name in names_of(opener)}
        for message in said(part.where, seen) if part.where else ():
            yield f"part {part.name}", message
        for pointer in part.bound:
            if not all(_has(form, pointer) for form in (opener, *forms)):
                yield f"part {part.name}", f"is bound to {pointer!r}, which not all of its forms have"
    for task in programme.tasks:
        for answer in sorted(set(task.effects) - set(task.choices)):
            yield f"task {task.id}", f"effects: {answer!r} is none of its choices"
    part_name, _, pointer = programme.attachments.partition(":")
    listing = next((part for part in programme.parts if part.name == part_name), None)
    if programme.attachments and not (
        listing and all(_has(programme.forms[one.form], pointer) for one in listing.sources)
    ):
        yield "case attachments", f"{programme.attachments!r} is no list of its forms"
    for form_name in programme.opens_early:
        if form_name not in programme.forms:
            yield "case opens_early", f"no form is called {form_name!r}"
    case = (programme.closed, programme.asks_first, programme.holds_place, *programme.rests_on)
    for source in filter(None, case):
        yield from (("case", message) for message in said(source, known))
    yield from figure_faults(programme, known, said)
    for document in programme.documents:
        for message in said(document.per, known) if document.per else ():
            yield f"document {document.id}", message


def _lost(change: Change, opener: Form) -> Iterator[str]:
    """The places of a change that the form it changes doesn't have."""
    for pointer in (*change.sets, *([f"{change.rows}/*/{change.key}"] if change.rows else [])):
        if not _has(opener, pointer):
            yield f"sets {pointer!r}, which {opener.name} doesn't have"


def _has(form: Form, pointer: str) -> bool:
    below = f"{pointer}/"
    return form.find(pointer) is not None or any(entry.pointer.startswith(below) for entry in form.entries())
