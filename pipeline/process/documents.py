"""A case's documents: made when due, kept while they say the same, frozen once released."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assemble import Case, Documents, Known, Outlook, due_documents, next_steps
from pipeline.assemble.case import date_leaf
from pipeline.catalogue import Catalogue
from pipeline.delivery import alone, safe_name, set_aside, write_file
from pipeline.errors import RenderError, SetupError
from pipeline.process.casework import case_of
from pipeline.process.making import DRAFT_UNCHECKED, Made, Workshop, make_document
from pipeline.process.receipts import STATES
from pipeline.process.released import (
    CORRECTION,
    FROZEN,
    NEW_DECISION,
    remake_wanted,
    replaced_keys,
    rests_on,
    send_task,
    stale_tasks,
)
from pipeline.process.tasks import update_tasks
from pipeline.records import DueDocument
from pipeline.register import CaseRow, DocumentRow, Register, TaskEntry
from pipeline.settings import Workspace
from pipeline.templating import compile_expression
from pipeline.views import Leaf, View

BY_HAND = " (rettet i hånden)"
EARLIER = "tidligere"
"""The folder in a case where drafts go that no longer hold."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What casework with a register stands on."""

    workspace: Workspace
    register: Register
    catalogue: Catalogue

    def case(self, row: CaseRow, day: dt.date, holding: frozenset[CaseRow] | None = None) -> Case:
        """The case as it is on a day. `holding` are the cases that take a place of their programme; they are
        counted where nobody has counted them yet."""
        taken = self.holding(day) if holding is None else holding
        others = [one for one in taken if one.programme == row.programme and one.number != row.number]
        answered = {task.key: task.answer for task in self.register.tasks(row.number) if task.answer}
        return self._case(row, day, Known(places_taken=len(others), answers=answered))

    def _case(self, row: CaseRow, day: dt.date, known: Known) -> Case:
        programme = self.catalogue.programme(row.programme)
        return case_of(programme, self.register.filed(row.number), row.number, day, known)

    def holding(self, day: dt.date) -> frozenset[CaseRow]:
        """The cases that take one of the places their programme has."""
        return frozenset(
            row
            for row in self.register.cases()
            if (programme := self.catalogue.programmes.get(row.programme))
            and programme.holds_place
            and compile_expression(programme.holds_place)(self._case(row, day, Known()).names)
        )

    def row(self, number: str) -> CaseRow:
        """The case of that number on record. Raises SetupError where there is none."""
        row = self.register.find_case(number)
        if row is None:
            raise SetupError("there is no case of that number here")
        return row

    def workshop(self, *, released: bool = False) -> Workshop:
        return Workshop(catalogue=self.catalogue, recipients=self.workspace.recipients, released=released)


def bring_up_to_date(
    office: Office, row: CaseRow, day: dt.date, holding: frozenset[CaseRow] | None = None
) -> CaseWork:
    """Make what is due and new, keep what says the same, set aside what is due no more.

    Doing it twice changes nothing: a document is made again only when a value it prints or a branch it takes
    is another. What is released is never touched: where the case says something else by now, that is a task
    for a person, and only the answer makes another letter.
    """
    case = office.case(row, day, holding)
    outlook = due_documents(case)
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
            document = _following(document, before, follows)
        elif before and before.version > 1 and (earlier := _last_released(office, row, key)):
            document = _following(document, earlier, remake_wanted(earlier, answered))
        try:
            kept = _made_anew(office, case, document, before, day)
        except RenderError as error:
            failed.append(f"»{document.title}« kan ikke laves endnu: skabelonen skal rettes ({error}).")
            continue
        if kept:
            held[key] = kept
            new.append(kept)
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
    tasks = update_tasks(office.register, row.number, (*asked, *outlook.tasks), day)
    return CaseWork(
        case=case,
        outlook=outlook,
        steps=next_steps(case, counted(office, held, tasks)),
        documents=tuple(held.values()),
        new=tuple(new),
        tasks=tasks,
        failed=tuple(failed),
    )


def counted(office: Office, held: Mapping[str, DocumentRow], tasks: Sequence[TaskEntry]) -> Documents:
    """How the documents of a case stand, for its next steps."""
    states = [document.state for document in held.values()]
    unsent = (d for d in held.values() if _is_mail(d) and d.state == "ready" and _path(office, d).exists())
    return Documents(
        drafts=states.count("draft"),
        released=states.count("released"),
        mails=len(list(unsent)),
        tasks=sum(task.state == "open" for task in tasks),
    )


def _of_earlier_period(key: str, outlook: Outlook) -> bool:
    """Whether a document was made for another period (an earlier year of the course): it is history."""
    document, _, period = key.partition("/")[0].partition(".")
    return document in outlook.periods and outlook.periods[document] != period


def _last_released(office: Office, row: CaseRow, key: str) -> DocumentRow | None:
    """The letter that a draft follows, if one was released before it."""
    released = [old for old in office.register.versions(row.number, key) if old.state in FROZEN]
    return released[-1] if released else None


def _following(due: DueDocument, earlier: DocumentRow, answer: str) -> DueDocument:
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
    today's. A mail is never made twice for the same values: gone from the outbox means sent.
    """
    if before and before.state in ("draft", "ready"):
        there = _path(office, before).exists() or _is_mail(before)
        if there and _says_dated(office, case, due, before.dated) == before.says:
            return None
    made = make_document(case, due, office.workshop())
    if made.document.kind == "mail":
        same = [old for old in office.register.versions(case.number, due.key) if old.says == made.says]
        if same:
            return _taken_up_again(office, same[-1])
    return _keep(office, case, made, before, day)


def _says_dated(office: Office, case: Case, due: DueDocument, dated: str) -> str:
    """What the document would say today with the date on it that it bears."""
    day = date_leaf(dt.date.fromisoformat(dated), "calculated")
    return make_document(case, replace(due, context={**due.context, "today": day}), office.workshop()).says


def _taken_up_again(office: Office, mail: DocumentRow) -> DocumentRow | None:
    """The mail of the same values, moved back to the outbox if it was taken back before it was sent."""
    path = _path(office, mail)
    aside = office.workspace.cases / mail.case_number / EARLIER / path.name
    if mail.state != "withdrawn" or not aside.exists():
        return None
    set_aside(aside, path.parent)
    back = replace(mail, state="ready")
    office.register.save_document(back)
    return back


def _keep(
    office: Office,
    case: Case,
    made: Made,
    before: DocumentRow | None,
    day: dt.date,
    released_by: str = "",
) -> DocumentRow:
    """Put a made document where staff find it, and on record with its manifest.

    What lies there already is set aside, never overwritten: a file that people made or changed says so in
    its name.
    """
    folder = office.workspace.cases / case.number
    if made.document.kind == "mail":
        path = office.workspace.outbox / f"{case.number} {safe_name(made.file)}"
    else:
        path = folder / safe_name(made.file)
    if not (path.exists() and path.read_bytes() == made.content):
        ours = before is not None and not _edited(office, before)
        replaced = before is not None and before.state not in FROZEN
        for old in {path, _path(office, before) if before and replaced else path}:
            set_aside(old, folder / EARLIER, "" if ours else BY_HAND)
        write_file(path, made.content)
    draft = "draft" if made.document.released else "ready"
    kept = DocumentRow(
        case_number=case.number,
        key=made.due.key,
        version=before.version + 1 if before else 1,
        title=made.due.title,
        path=path.relative_to(office.workspace.shared).as_posix(),
        sha256=made.sha256,
        says=made.says,
        dated=day.isoformat(),
        state="released" if released_by else draft,
        released_by=released_by,
        released_on=day.isoformat() if released_by else "",
        manifest=[*made.manifest(case), *rests_on(case, made.document)],
    )
    office.register.save_document(kept)
    return kept


def _withdraw(office: Office, due: set[str], held: dict[str, DocumentRow], past: set[str]) -> None:
    """Set aside every document that is due no more: nobody shall send it by mistake.

    What was made for an earlier period stays as it was, but for drafts nobody has released. A mail that has
    left the outbox can't be taken back, and stays on record as it was.
    """
    for key, document in held.items():
        if key in due or document.state not in ("draft", "ready"):
            continue
        if key in past and document.state == "ready":
            continue
        earlier = office.workspace.cases / document.case_number / EARLIER
        remark = BY_HAND if _edited(office, document) else ""
        if set_aside(_path(office, document), earlier, remark) or not _is_mail(document):
            held[key] = replace(document, state="withdrawn")
            office.register.save_document(held[key])


def _edited(office: Office, document: DocumentRow) -> bool:
    """Whether somebody has changed the file since it was made."""
    path = _path(office, document)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != document.sha256


def _is_mail(document: DocumentRow) -> bool:
    return document.path.endswith(".eml")


def _path(office: Office, document: DocumentRow) -> Path:
    return office.workspace.shared / document.path


def row_of(document: DocumentRow) -> Mapping[str, str]:
    """How a document stands on a receipt."""
    held = document.state == "draft" and any(
        told.get("text") == DRAFT_UNCHECKED for told in document.manifest
    )
    status = STATES["unchecked" if held else document.state]
    return {"title": document.title, "file": Path(document.path).name, "status": status}


def release(office: Office, number: str, key: str, by: str, day: dt.date) -> DocumentRow:
    """A named official stands behind a draft: it is made without the draft mark, and never changes again.

    Raises SetupError where there is no such draft, where it is not the one that lay there to be read, or
    where it rests on a legal row nobody has checked; TemporaryFailure while a run is at work.
    """
    row = office.row(number)
    with alone(office.workspace.lock):
        work = bring_up_to_date(office, row, day)
        before = next((document for document in work.documents if document.key == key), None)
        due = next((one for one in work.outlook.due if one.key == key), None)
        if before is None or due is None or before.state != "draft":
            drafts = ", ".join(document.key for document in work.documents if document.state == "draft")
            raise SetupError(f"no draft {key!r} in {number}; drafts: {drafts or 'none'}")
        if before in work.new:
            raise SetupError(f"{key} was made anew just now; read it first, then release it")
        if _edited(office, before):
            raise SetupError(
                f"{key} was changed by hand in Word. Put the change in the form it comes from and send that "
                "again; a released letter says exactly what its forms say."
            )
        if earlier := _last_released(office, row, key):
            due = _following(due, earlier, remake_wanted(earlier, work.tasks))
        made = make_document(work.case, due, office.workshop(released=True))
        if made.unchecked:
            raise SetupError(
                f"{key} can't be released: nobody has checked the law it rests on "
                f"({', '.join(made.unchecked)}). Hold these rows of law.toml against the law as published, "
                "and give them a checked_on date."
            )
        released = _keep(office, work.case, made, before, day, released_by=by)
        bring_up_to_date(office, row, day)
        return released
