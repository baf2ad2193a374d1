"""A case's documents: made when due, kept while they say the same, frozen once released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assemble import Case, Documents, Outlook, due_documents, next_steps
from pipeline.assemble.case import date_leaf
from pipeline.delivery import EARLIER, require_standing, safe_name, set_aside
from pipeline.errors import RenderError
from pipeline.facts import Facts
from pipeline.process.approved import approval_tasks
from pipeline.process.confirming import confirming_tasks
from pipeline.process.following import following_mail
from pipeline.process.making import DRAFT_UNCHECKED, Made, make_document
from pipeline.process.offices import Office as Office
from pipeline.process.placing import BY_HAND, has_bytes, is_edited, path_of, place_documents, stage
from pipeline.process.receipts import STATES
from pipeline.process.released import (
    CORRECTION,
    FROZEN,
    NEW_DECISION,
    RELEASE,
    release_tasks,
    remake_wanted,
    replaced_keys,
    rests_on,
    send_task,
    stale_tasks,
)
from pipeline.process.tasks import update_tasks
from pipeline.records import DueDocument
from pipeline.register import CaseRow, DocumentRow, TaskEntry
from pipeline.views import Leaf, View

TURN = 30.0
"""Seconds for which a command waits for its turn with the cases."""

REMAKES = {
    CORRECTION: ("berigtigelse", "Berigtigelse"),
    NEW_DECISION: ("ny afgørelse", "Ny afgørelse"),
}
"""What the file of a letter that follows a released one is called, by the answer that asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """A case after its documents and tasks were brought up to date; `failed` are sentences about templates
    that could not be merged."""

    case: Case
    outlook: Outlook
    steps: tuple[Mapping[str, str], ...]
    documents: tuple[DocumentRow, ...]
    new: tuple[DocumentRow, ...]
    tasks: tuple[TaskEntry, ...] = ()
    failed: tuple[str, ...] = ()


def bring_up_to_date(office: Office, row: CaseRow, day: dt.date, facts: Facts | None = None) -> CaseWork:
    """Make what is due and new, keep what says the same, set aside what is due no more.

    Doing it twice changes nothing: a document is made again only when a value it prints or a branch it takes
    is another. What is released is never touched: where the case says something else by now, that is a task
    for a person, and only the answer makes another letter.
    """
    place_documents(office, row.number)
    case = office.case(row, day, facts)
    outlook = due_documents(case, office.asks(row, day))
    held = {document.key: document for document in office.register.documents(row.number)}
    due = {document.key: document for document in outlook.due}
    past = {key for key in held if _of_earlier_period(key, outlook)}
    answered = office.register.tasks(row.number)
    new: list[DocumentRow] = []
    failed: list[str] = []
    for key, document in due.items():
        before = held.get(key)
        if before and before.state in FROZEN:
            follows = remake_wanted(before, answered)
            if not follows:
                continue
            document = following_letter(document, before, follows)
        elif before and before.version > 1 and (earlier := last_released(office, row, key)):
            document = following_letter(document, earlier, remake_wanted(earlier, answered))
        try:
            kept = _made_anew(office, case, document, before, day)
        except RenderError as error:
            failed.append(f"»{document.title}« kan ikke laves endnu: skabelonen skal rettes ({error}).")
            continue
        if kept:
            held[key] = kept
            new += [kept] if kept.state != "withdrawn" else []
    _withdraw(office, set(due), held, past)
    frozen = [document for document in held.values() if document.state in FROZEN]
    asked = [send_task(document) for document in frozen if document.state == "released"]
    replaced = replaced_keys(case.programme, outlook, frozen)
    asked += [
        task
        for document in frozen
        if document.key not in past | replaced
        for task in stale_tasks(case, document, due.get(document.key), outlook, answered)
    ]
    ready = release_tasks(document for document in held.values() if is_releasable(document))
    eyes = (*confirming_tasks(office.register, case), *approval_tasks(office.register, case))
    tasks = update_tasks(office.register, row.number, (*asked, *outlook.tasks, *eyes, *ready), day)
    return CaseWork(
        case=case,
        outlook=outlook,
        steps=next_steps(case, counted(office, held, tasks, asked_for(case, outlook))),
        documents=tuple(held.values()),
        new=tuple(new),
        tasks=tasks,
        failed=tuple(failed),
    )


def asked_for(case: Case, outlook: Outlook) -> int:
    """How many approvals are asked for by mail now."""
    asks = {approval.document for approval in case.programme.approvals}
    return sum(due.document in asks for due in outlook.due)


def counted(
    office: Office, held: Mapping[str, DocumentRow], tasks: Sequence[TaskEntry], asked: int
) -> Documents:
    """How the documents of a case stand, for its next steps; `asked` approvals are asked for by mail."""
    states = [document.state for document in held.values()]
    unsent = (d for d in held.values() if _is_mail(d) and d.state == "ready" and path_of(office, d).exists())
    return Documents(
        drafts=states.count("draft"),
        released=states.count("released"),
        mails=len(list(unsent)),
        tasks=sum(task.state == "open" and not task.key.startswith(RELEASE) for task in tasks),
        asked=asked,
    )


def _of_earlier_period(key: str, outlook: Outlook) -> bool:
    """Whether a document was made for another period (an earlier year of the course): it is history."""
    document, _, period = key.partition("/")[0].partition(".")
    return document in outlook.periods and outlook.periods[document] != period


def last_released(office: Office, row: CaseRow, key: str) -> DocumentRow | None:
    """The letter that a draft follows, if one was released before it."""
    released = [old for old in office.register.versions(row.number, key) if old.state in FROZEN]
    return released[-1] if released else None


def following_letter(due: DueDocument, earlier: DocumentRow, answer: str) -> DueDocument:
    """The letter as one that follows a released one: it says so in its name, and its template may say it."""
    name, shown = REMAKES[answer]
    day = date_leaf(dt.date.fromisoformat(earlier.released_on), "register")
    return replace(
        due,
        title=f"{due.title} – {name}",
        file=f"{due.file} - {name}",
        context={**due.context, "earlier": View({"kind": Leaf(answer, shown, "register"), "date": day})},
    )


def _made_anew(
    office: Office, case: Case, due: DueDocument, before: DocumentRow | None, day: dt.date
) -> DocumentRow | None:
    """The document as it was made today; None where what lies there says the same.

    A document carries the date on which it was made: only when something else in it has changed does it get
    today's. A mail is never made twice for the same values, unless it was taken back before it was sent:
    gone from the outbox means sent. One that says something else by now is taken back.
    """
    if before and before.state in ("draft", "ready"):
        there = path_of(office, before).exists() or _is_mail(before)
        seen = following_mail(office, case, due, before.version) if _is_mail(before) else due
        if there and _says_dated(office, case, seen, before.dated) == before.says:
            return None
    if before and _is_mail(before):
        due = following_mail(office, case, due)
    made = make_document(case, due, office.workshop())
    if made.document.kind == "mail":
        same = [old for old in office.register.versions(case.number, due.key) if old.says == made.says]
        if same and same[-1].state != "withdrawn":
            return _taken_back(office, before) if before and before.says != made.says else None
        if same and before and (aside := _lying_aside(office, same[-1])):
            again = replace(same[-1], version=before.version + 1, state="ready")
            return _put(office, again, aside.read_bytes(), before)
    return keep_document(office, case, made, before, day)


def _says_dated(office: Office, case: Case, due: DueDocument, dated: str) -> str:
    """What the document would say today with the date on it that it bears."""
    day = date_leaf(dt.date.fromisoformat(dated), "calculated")
    return make_document(case, replace(due, context={**due.context, "today": day}), office.workshop()).says


def keep_document(
    office: Office, case: Case, made: Made, before: DocumentRow | None, day: dt.date
) -> DocumentRow:
    """Put a made document on record with its manifest, and where staff find it. A mail it replaces that has
    not been sent is on record as one that never will be."""
    return _put(office, row_for(office, case, made, before, day), made.content, before)


def _put(office: Office, row: DocumentRow, content: bytes, before: DocumentRow | None) -> DocumentRow:
    stage(office, row, content)
    with office.register.together():
        if before and _waits_to_be_sent(office, before):
            office.register.save_document(replace(before, state="withdrawn"))
        office.register.save_document(row)
    place_documents(office, row.case_number)
    return row


def _lying_aside(office: Office, mail: DocumentRow) -> Path | None:
    """The mail as it was taken back, if it lies there still."""
    path = path_of(office, mail)
    folder = office.workspace.cases / mail.case_number / EARLIER
    return next((one for one in sorted(folder.glob(f"{path.stem}*")) if has_bytes(one, mail)), None)


def row_for(
    office: Office,
    case: Case,
    made: Made,
    before: DocumentRow | None,
    day: dt.date,
    released_by: str = "",
) -> DocumentRow:
    """The next version of a document as it will stand on record."""
    home = office.workspace.outbox if made.document.kind == "mail" else office.workspace.cases / case.number
    name = f"{case.number} {safe_name(made.file)}" if made.document.kind == "mail" else safe_name(made.file)
    draft = "draft" if made.document.released else "ready"
    return DocumentRow(
        case_number=case.number,
        key=made.due.key,
        version=before.version + 1 if before else 1,
        title=made.due.title,
        path=(home / name).relative_to(office.workspace.shared).as_posix(),
        sha256=made.sha256,
        says=made.says,
        dated=day.isoformat(),
        state="released" if released_by else draft,
        released_by=released_by,
        released_on=day.isoformat() if released_by else "",
        manifest=[*made.manifest(case), *rests_on(case, made.document)],
    )


def _withdraw(office: Office, due: set[str], held: dict[str, DocumentRow], past: set[str]) -> None:
    """Set aside every document that is due no more: nobody shall send it by mistake.

    What was made for an earlier period stays as it was, but for drafts nobody has released. A mail that has
    left the outbox can't be taken back, and stays on record as it was. The row goes first: what it says was
    withdrawn and still lies there is set aside by the next round, if this one is cut off.
    """
    for key, document in held.items():
        if key in due or document.state not in ("draft", "ready", "withdrawn"):
            continue
        if key in past and document.state == "ready":
            continue
        if document.state != "withdrawn":
            held[key] = _taken_back(office, document) or document
        elif has_bytes(path_of(office, document), document):
            _set_aside(office, document)


def _taken_back(office: Office, document: DocumentRow) -> DocumentRow | None:
    """A draft, or a mail that was not sent, withdrawn and set aside; None where a mail has left."""
    path = path_of(office, document)
    if not path.exists():
        require_standing(path)
        if _is_mail(document):
            return None
    withdrawn = replace(document, state="withdrawn")
    office.register.save_document(withdrawn)
    _set_aside(office, document)
    return withdrawn


def _set_aside(office: Office, document: DocumentRow) -> None:
    earlier = office.workspace.cases / document.case_number / EARLIER
    set_aside(path_of(office, document), earlier, BY_HAND if is_edited(office, document) else "")


def _waits_to_be_sent(office: Office, document: DocumentRow) -> bool:
    return _is_mail(document) and document.state == "ready" and path_of(office, document).exists()


def _is_mail(document: DocumentRow) -> bool:
    return document.path.endswith(".eml")


def is_releasable(document: DocumentRow) -> bool:
    """Whether a letter is a draft that waits for nothing but its official."""
    return document.state == "draft" and not any(
        told.get("text") == DRAFT_UNCHECKED for told in document.manifest
    )


def row_of(document: DocumentRow) -> Mapping[str, str]:
    """How a document stands on a receipt."""
    held = document.state == "draft" and not is_releasable(document)
    status = STATES["unchecked" if held else document.state]
    return {"title": document.title, "file": Path(document.path).name, "status": status}
