"""What a programme says of approvals by mail, held against its parts, forms and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pipeline.programme import MailApproval, Programme

ANSWER: Final = frozenset(f"answer.{key}" for key in ("granted", "name", "title", "day", "reason", "code"))
"""What an answer tells the expressions of `sets`."""


def approval_faults(
    programme: Programme, known: set[str], said: Callable[[str, set[str]], Iterable[str]]
) -> Iterator[tuple[str, str]]:
    """Each thing wrong with an approval that is given by mail, as the place it stands in and the message.

    `known` are the names a case has.
    """
    for approval in programme.approvals:
        place = f"approval {approval.id}"
        part = next((one for one in programme.parts if one.name == approval.part), None)
        if part is None or not part.approves:
            yield place, f"{approval.part!r} is no part that approves"
        elif approval.form not in {source.form for source in part.sources}:
            yield place, f"the part {approval.part!r} is not made of the form {approval.form!r}"
        documents = {document.id: document for document in programme.documents}
        asks = documents.get(approval.document)
        if asks is None or asks.kind != "mail" or asks.recipients or asks.each:
            yield place, f"{approval.document!r} is no mail without recipients: the settings name them"
        for name in approval.encloses:
            if name not in documents or documents[name].released or documents[name].each:
                yield place, f"encloses {name!r}, which is no document that lies ready once"
        yield from ((place, message) for message in _sets(approval, programme, known, said))


def _sets(
    approval: MailApproval,
    programme: Programme,
    known: set[str],
    said: Callable[[str, set[str]], Iterable[str]],
) -> Iterator[str]:
    """Every field that is filled is one, and everything the form can't do without is filled."""
    form = programme.forms.get(approval.form)
    if form is None:
        return
    for pointer, expression in approval.sets.items():
        if form.find(pointer) is None:
            yield f"sets {pointer!r}, which {form.name} doesn't have"
        yield from (f"sets {pointer}: {message}" for message in said(expression, known | ANSWER))
    filled = {*approval.sets, *programme.prefill.get(approval.form, {})}
    for entry in form.entries():
        if getattr(entry, "required", False) and entry.pointer not in filled:
            yield f"doesn't set {entry.pointer!r}, which {form.name} can't do without"
