"""A case's documents: made when due, kept while they say the same, frozen once released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assemble import Case, Outlook, due_documents
from pipeline.catalogue import Catalogue
from pipeline.delivery import safe_name, set_aside, write_file
from pipeline.errors import RenderError, SetupError
from pipeline.process.casework import case_of
from pipeline.process.making import Made, Workshop, make_document
from pipeline.process.receipts import STATES
from pipeline.records import DueDocument, Filed
from pipeline.register import CaseRow, DocumentRow, Register
from pipeline.settings import Workspace

EARLIER = "tidligere"
"""The folder in a case where drafts go that no longer hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """A case after its documents were brought up to date; `failed` are sentences about templates that
    could not be merged."""

    case: Case
    outlook: Outlook
    documents: tuple[DocumentRow, ...]
    new: tuple[DocumentRow, ...]
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What casework with a register stands on."""

    workspace: Workspace
    register: Register
    catalogue: Catalogue

    def case(self, row: CaseRow, day: dt.date) -> tuple[Case, list[Filed]]:
        filed = self.register.filed(row.number)
        return case_of(self.catalogue.programme(row.programme), filed, row.number, day), filed

    def workshop(self, *, released: bool = False) -> Workshop:
        return Workshop(catalogue=self.catalogue, recipients=self.workspace.recipients, released=released)


def bring_up_to_date(office: Office, row: CaseRow, day: dt.date) -> CaseWork:
    """Make what is due and new, keep what says the same, set aside drafts whose gates have closed.

    Doing it twice changes nothing: a document is made again only when a value it prints or a branch it takes
    is another. What is released is never touched.
    """
    case, filed = office.case(row, day)
    outlook = due_documents(case)
    held = {document.key: document for document in office.register.documents(row.number)}
    new: list[DocumentRow] = []
    failed: list[str] = []
    for due in outlook.due:
        before = held.get(due.key)
        if before and before.state == "released":
            continue
        try:
            made = _newly_said(office, filed, row, due, before, day)
        except RenderError as error:
            failed.append(f"»{due.title}« kan ikke laves endnu: skabelonen skal rettes ({error}).")
            continue
        if made:
            held[due.key] = _keep(office, case, made, before, day)
            new.append(held[due.key])
    _withdraw(office, {due.key for due in outlook.due}, held)
    return CaseWork(
        case=case,
        outlook=outlook,
        documents=tuple(held.values()),
        new=tuple(new),
        failed=tuple(failed),
    )


def _newly_said(
    office: Office,
    filed: list[Filed],
    row: CaseRow,
    due: DueDocument,
    before: DocumentRow | None,
    day: dt.date,
) -> Made | None:
    """The document as it is to be made today; nothing where what lies there says the same.

    A document carries the date on which it was made: only when something else in it has changed does it get
    today's.
    """
    workshop = office.workshop()
    if before and before.state != "withdrawn":
        programme = office.catalogue.programme(row.programme)
        then = case_of(programme, filed, row.number, dt.date.fromisoformat(before.dated))
        same = next((old for old in due_documents(then).due if old.key == due.key), None)
        # A mail that is gone from the outbox has been sent: it is never made twice for the same values.
        there = _path(office, before).exists() or _is_mail(before)
        if same and there and make_document(then, same, workshop).says == before.says:
            return None
    return make_document(
        case_of(office.catalogue.programme(row.programme), filed, row.number, day), due, workshop
    )


def _keep(office: Office, case: Case, made: Made, before: DocumentRow | None, day: dt.date) -> DocumentRow:
    """Put a made document where staff find it, and on record with its manifest."""
    folder = office.workspace.cases / case.number
    mail = made.document.kind == "mail"
    path = (
        (office.workspace.outbox / f"{case.number} {made.file}") if mail else (folder / safe_name(made.file))
    )
    if not (path.exists() and path.read_bytes() == made.content):
        if before:
            set_aside(_path(office, before), folder / EARLIER)
        write_file(path, made.content)
    kept = DocumentRow(
        case_number=case.number,
        key=made.due.key,
        version=before.version + 1 if before else 1,
        title=made.due.title,
        path=path.relative_to(office.workspace.shared).as_posix(),
        sha256=made.sha256,
        says=made.says,
        dated=day.isoformat(),
        state="draft" if made.document.released else "ready",
        manifest=made.manifest(case),
    )
    office.register.save_document(kept)
    return kept


def _withdraw(office: Office, due: set[str], held: dict[str, DocumentRow]) -> None:
    """Set aside every document that is due no more: nobody shall send it by mistake.

    A mail that has left the outbox can't be taken back, and stays on record as it was.
    """
    for key, document in held.items():
        if key in due or document.state not in ("draft", "ready"):
            continue
        earlier = office.workspace.cases / document.case_number / EARLIER
        if set_aside(_path(office, document), earlier) or not _is_mail(document):
            held[key] = replace(document, state="withdrawn")
            office.register.save_document(held[key])


def _is_mail(document: DocumentRow) -> bool:
    return document.path.endswith(".eml")


def _path(office: Office, document: DocumentRow) -> Path:
    return office.workspace.shared / document.path


def row_of(document: DocumentRow) -> Mapping[str, str]:
    """How a document stands on a receipt."""
    return {"title": document.title, "file": Path(document.path).name, "status": STATES[document.state]}


def release(office: Office, number: str, key: str, by: str, day: dt.date) -> DocumentRow:
    """A named official stands behind a draft: it is made without the draft mark, and never changes again.

    Raises SetupError where there is no such draft, or where it rests on a legal row nobody has checked.
    """
    row = office.register.find_case(number)
    if row is None:
        raise SetupError(f"no case {number}")
    work = bring_up_to_date(office, row, day)
    before = next((document for document in work.documents if document.key == key), None)
    due = next((one for one in work.outlook.due if one.key == key), None)
    if before is None or due is None or before.state != "draft":
        drafts = ", ".join(document.key for document in work.documents if document.state == "draft")
        raise SetupError(f"no draft {key!r} in {number}; drafts: {drafts or 'none'}")
    made = make_document(work.case, due, office.workshop(released=True))
    if made.unchecked:
        raise SetupError(
            f"{key} can't be released: nobody has checked the law it rests on ({', '.join(made.unchecked)}). "
            "Hold these rows of law.toml against the law as published, and give them a checked_on date."
        )
    kept = _keep(office, work.case, made, before, day)
    released = replace(kept, state="released", released_by=by, released_on=day.isoformat())
    office.register.save_document(released)
    return released
