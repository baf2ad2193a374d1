"""A case's documents: made when due, kept while they say the same, frozen once released."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assemble import Case, Outlook, due_documents
from pipeline.catalogue import Catalogue
from pipeline.delivery import alone, safe_name, set_aside, write_file
from pipeline.errors import RenderError, SetupError
from pipeline.process.casework import case_of
from pipeline.process.making import Made, Workshop, make_document
from pipeline.process.receipts import STATES
from pipeline.records import DueDocument, Filed
from pipeline.register import CaseRow, DocumentRow, Register
from pipeline.settings import Workspace

RELEASED_STALE = (
    "»{title}« er frigivet, men sagen siger noget andet nu. Tag stilling: ingen ny afgørelse, en "
    "berigtigelse eller en ny afgørelse med ny klagefrist."
)
BY_HAND = " (rettet i hånden)"
EARLIER = "tidligere"
"""The folder in a case where drafts go that no longer hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """A case after its documents were brought up to date.

    `notes` are sentences about released documents that no longer say what the case says; `failed` about
    templates that could not be merged.
    """

    case: Case
    outlook: Outlook
    documents: tuple[DocumentRow, ...]
    new: tuple[DocumentRow, ...]
    notes: tuple[str, ...] = ()
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

    def row(self, number: str) -> CaseRow:
        """The case of that number on record. Raises SetupError where there is none."""
        row = self.register.find_case(number)
        if row is None:
            raise SetupError("there is no case of that number here")
        return row

    def workshop(self, *, released: bool = False) -> Workshop:
        return Workshop(catalogue=self.catalogue, recipients=self.workspace.recipients, released=released)


def bring_up_to_date(office: Office, row: CaseRow, day: dt.date) -> CaseWork:
    """Make what is due and new, keep what says the same, set aside what is due no more.

    Doing it twice changes nothing: a document is made again only when a value it prints or a branch it takes
    is another. What is released is never touched; where the case says something else by now, people are told.
    """
    case, filed = office.case(row, day)
    outlook = due_documents(case)
    held = {document.key: document for document in office.register.documents(row.number)}
    due = {document.key: document for document in outlook.due}
    new: list[DocumentRow] = []
    failed: list[str] = []
    notes = [
        RELEASED_STALE.format(title=document.title)
        for document in held.values()
        if document.state == "released" and not _still_says(office, row, filed, document, due)
    ]
    for key, document in due.items():
        before = held.get(key)
        if before and before.state == "released":
            continue
        try:
            kept = _made_anew(office, case, row, filed, document, before, day)
        except RenderError as error:
            failed.append(f"»{document.title}« kan ikke laves endnu: skabelonen skal rettes ({error}).")
            continue
        if kept:
            held[key] = kept
            new.append(kept)
    _withdraw(office, set(due), held)
    return CaseWork(
        case=case,
        outlook=outlook,
        documents=tuple(held.values()),
        new=tuple(new),
        notes=tuple(notes),
        failed=tuple(failed),
    )


def _made_anew(
    office: Office,
    case: Case,
    row: CaseRow,
    filed: list[Filed],
    due: DueDocument,
    before: DocumentRow | None,
    day: dt.date,
) -> DocumentRow | None:
    """The document as it was made today; None where what lies there says the same.

    A document carries the date on which it was made: only when something else in it has changed does it get
    today's. A mail is never made twice for the same values: gone from the outbox means sent.
    """
    if before and before.state != "withdrawn":
        there = _path(office, before).exists() or _is_mail(before)
        if there and _says_on(office, row, filed, before, released=False) == before.says:
            return None
    made = make_document(case, due, office.workshop())
    if made.document.kind == "mail":
        same = [old for old in office.register.versions(row.number, due.key) if old.says == made.says]
        if same:
            return _taken_up_again(office, same[-1])
    return _keep(office, case, made, before, day)


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


def _says_on(
    office: Office, row: CaseRow, filed: list[Filed], document: DocumentRow, *, released: bool
) -> str:
    """What the document would say had it been made from today's forms on its own date; empty if not due."""
    programme = office.catalogue.programme(row.programme)
    then = case_of(programme, filed, row.number, dt.date.fromisoformat(document.dated))
    same = next((old for old in due_documents(then).due if old.key == document.key), None)
    return make_document(then, same, office.workshop(released=released)).says if same else ""


def _still_says(
    office: Office, row: CaseRow, filed: list[Filed], document: DocumentRow, due: Mapping[str, DueDocument]
) -> bool:
    """Whether a released document still says what the case says."""
    if document.key not in due:
        return False
    try:
        return _says_on(office, row, filed, document, released=True) == document.says
    except RenderError:
        return False


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
        for old in {path, _path(office, before) if before else path}:
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
    return {"title": document.title, "file": Path(document.path).name, "status": STATES[document.state]}


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
        made = make_document(work.case, due, office.workshop(released=True))
        if made.unchecked:
            raise SetupError(
                f"{key} can't be released: nobody has checked the law it rests on "
                f"({', '.join(made.unchecked)}). Hold these rows of law.toml against the law as published, "
                "and give them a checked_on date."
            )
        return _keep(office, work.case, made, before, day, released_by=by)
