"""Deleting what its time is up for: first the list, then – by name, and only what was listed – the deletion.

A case goes when its limit has passed, it was filed (*journaliseret*) after the last thing that happened in
it, and nothing holds it. Files go before rows: cut off half-way, the next deletion finds the rows and ends.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import danish
from pipeline.catalogue.retention import Retention, retention_of
from pipeline.delivery import sync_folder
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.facts import Facts
from pipeline.process.child import child_of, children_of
from pipeline.process.clock import Clock, tick
from pipeline.process.documents import Office
from pipeline.process.forgetting_mails import came_at, forget_approvals, forget_mails, old_mails
from pipeline.process.placing import STAGED
from pipeline.process.questions import question_path
from pipeline.process.sending import ANSWERS
from pipeline.process.tasks import came_on, label_of
from pipeline.register import CASES, CaseRow, InputRow, MailRow
from pipeline.schooldays import add_months
from pipeline.settings import Workspace
from pipeline.templating import compile_expression
from pipeline.wording import forgetting as says

LOG = "sletninger.log"
"""In the data folder: time and id of all that was deleted, so that a restored backup is known for one."""
OVERVIEW = "oversigt.html"
"""Names every child; the next run writes it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCase:
    """A case whose time is up: its number, why, and the inputs that go with it."""

    number: str
    reason: str
    inputs: tuple[InputRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a deletion would delete; `kept` are sentences about cases past their limit that stay.

    `code` stands for exactly this list: a deletion is asked for by it.
    """

    cases: tuple[DueCase, ...]
    inputs: tuple[InputRow, ...]
    kept: tuple[str, ...]
    mails: tuple[MailRow, ...] = ()
    doubt: str = ""

    @property
    def code(self) -> str:
        names = [case.number for case in self.cases]
        ids = [row.id for row in (*(row for case in self.cases for row in case.inputs), *self.inputs)]
        ids += [mail.id for mail in self.mails]
        return hashlib.sha256("|".join((*names, "", *sorted(ids))).encode()).hexdigest()[:8]

    @property
    def empty(self) -> bool:
        return not self.cases and not self.inputs and not self.mails


def list_due(office: Office, limits: Sequence[Retention], day: dt.date, clock: Clock) -> Listing:
    """The dry run: what would go on `day`. Changes nothing but the note of when the clock was looked at."""
    doubt = tick(office.register, clock)
    due: list[DueCase] = []
    kept: list[str] = []
    cases = office.register.cases()
    loose = office.register.inputs_of_no_case()
    children = {case.number: children_of(office, case.number) for case in cases}
    reasons = {case.number: _passed(office, case, limits, day) for case in cases}
    stays = {
        case.number: why
        for case in cases
        if reasons[case.number]
        if (why := _stays(office, case, limits, day))
    }
    going = [case for case in cases if reasons[case.number] and case.number not in stays]
    kept += stays.values()
    gone = {case.number for case in going}
    staying: set[str] = set().union(*(theirs for number, theirs in children.items() if number not in gone))
    taken: set[str] = set()
    for case in going:
        # What went back to the sender of this child goes too, unless another case of the child is still open.
        mine = children[case.number] - staying
        with_it = [
            row for row in loose if row.id not in taken and child_of(row.submission, office.catalogue) in mine
        ]
        taken |= {row.id for row in with_it}
        own = office.register.inputs_where(case=case.number)
        due.append(DueCase(number=case.number, reason=reasons[case.number], inputs=(*own, *with_it)))
    old = [row for row in loose if row.id not in taken and _is_old(row, limits, day)]
    mails = tuple(old_mails(office, limits, day))
    return Listing(cases=tuple(due), inputs=tuple(old), kept=tuple(kept), mails=mails, doubt=doubt)


def _passed(office: Office, case: CaseRow, limits: Sequence[Retention], day: dt.date) -> str:
    """Why the limit of a case has passed; empty where it hasn't, or none is decided."""
    limit = retention_of(limits, case.programme, day)
    last = last_event(office, case)
    if limit.case_months:
        then = add_months(day, -limit.case_months)
        if last <= then and _was_over(office, case, then):
            return says.OVER.format(months=limit.case_months, last=danish.format_date_long(last))
    if limit.idle_months and last <= add_months(day, -limit.idle_months):
        return says.IDLE.format(months=limit.idle_months, last=danish.format_date_long(last))
    return ""


def _was_over(office: Office, case: CaseRow, day: dt.date) -> bool:
    closed = office.catalogue.programme(case.programme).closed
    return bool(closed) and bool(compile_expression(closed)(office.case(case, day, Facts()).names))


def last_event(office: Office, case: CaseRow) -> dt.date:
    """The day on which something last happened in a case: a file, a document, a release or an answer."""
    days = [case.opened_on]
    days += [came_on(row).isoformat() for row in office.register.inputs_where(case=case.number)]
    for document in office.register.versions(case.number):
        days += [document.dated, document.released_on]
    days += [task.answered_on for task in office.register.tasks(case.number)]
    return dt.date.fromisoformat(max(days))


def _stays(office: Office, case: CaseRow, limits: Sequence[Retention], day: dt.date) -> str:
    """Why a case past its limit is kept all the same; empty where nothing speaks against deleting it."""
    holds = [row for row in office.register.holds(case.number) if not row.lifted_by]
    if holds:
        return says.HELD.format(case=case.number, by=holds[0].set_by, reason=holds[0].reason)
    last = last_event(office, case)
    filed = {row.system: row.filed_on for row in office.register.filings(case.number)}
    late = {system for system, on in filed.items() if last <= dt.date.fromisoformat(on) <= day}
    wanted = retention_of(limits, case.programme, day).systems
    missing = (
        [system for system in wanted if system not in late] if wanted else [] if late else [says.ANYWHERE]
    )
    if missing:
        told = says.FILED_BEFORE if filed else says.NOT_FILED
        return told.format(case=case.number, systems=", ".join(missing), last=danish.format_date_long(last))
    return ""


def _is_old(row: InputRow, limits: Sequence[Retention], day: dt.date) -> bool:
    """Whether a file that belongs to no case has been kept long enough; what waits, waits for a person."""
    months = retention_of(limits, row.submission.programme, day).returned_months
    return row.end in ("returned", "duplicate") and months > 0 and came_on(row) <= add_months(day, -months)


# ── the deletion ──────────────────────────────────────────────────────────────────────────────────────


def forget(
    office: Office, limits: Sequence[Retention], day: dt.date, clock: Clock, *, code: str, by: str
) -> Listing:
    """Delete what the dry run with this code listed, for good.

    Raises SetupError where the list is another by now or the clock has jumped, TemporaryFailure while a run
    is at work or the shared folders are away.
    """
    with office.register.alone(CASES):
        listing = list_due(office, limits, day, clock)
        if listing.doubt:
            raise SetupError(says.DOUBT.format(day=listing.doubt))
        if listing.code != code:
            raise SetupError(says.OTHER_LIST)
        for area in office.everywhere():
            area.workspace.require_share()
        if not office.workspace.archive.is_dir():
            raise TemporaryFailure("the archive is away: nothing was deleted")
        try:
            for case in listing.cases:
                _forget_case(office, case, clock, by)
            _forget_inputs(office, listing.inputs, clock, by)
            _log(office.workspace, clock, [mail.id for mail in listing.mails])
            forget_mails(office, listing.mails)
            for area in office.everywhere():
                _clear_copies(area.workspace)
        except OSError as error:
            raise TemporaryFailure(f"a file could not be deleted ({error.strerror}); try again") from error
        office.register.make_small()
    return listing


def _forget_case(office: Office, case: DueCase, clock: Clock, by: str) -> None:
    ids = [row.id for row in case.inputs]
    _log(office.workspace, clock, [office.register.case_id(case.number), *ids])
    workspace = office.of_case(case.number).workspace
    for document in office.register.versions(case.number):
        (workspace.shared / document.path).unlink(missing_ok=True)
    for folder in (workspace.questions, workspace.outbox, workspace.cases / STAGED):
        for path in folder.glob(f"{case.number} *"):
            path.unlink(missing_ok=True)
    _remove_tree(workspace.cases / case.number)
    _remove_files(office, case.inputs)
    forget_approvals(office, case.number)
    office.register.forget_case(case.number, ids, by)


def _forget_inputs(office: Office, rows: Sequence[InputRow], clock: Clock, by: str) -> None:
    _log(office.workspace, clock, [row.id for row in rows])
    _remove_files(office, rows)
    office.register.forget_inputs([row.id for row in rows], by)


def _remove_files(office: Office, rows: Iterable[InputRow]) -> None:
    """The originals that no other input stands for, the returned copies, the questions where one belongs."""
    gone = {row.id: row for row in rows}
    for row in gone.values():
        if office.register.inputs_of_bytes(row.sha256) <= set(gone):
            (office.workspace.archive / row.sha256[:2] / row.sha256).unlink(missing_ok=True)
        _remove_tree(office.of_input(row).workspace.returned / label_of(row))
        question_path(office, row).unlink(missing_ok=True)
    for mail in office.register.mails_of_only(set(gone)):
        (office.workspace.archive / mail.sha256[:2] / mail.sha256).unlink(missing_ok=True)
        (office.workspace.data / ANSWERS / f"{mail.id}.eml").unlink(missing_ok=True)
        office.register.forget_incoming(mail.id)


def _remove_tree(folder: Path) -> None:
    """The folder and what is in it; a link is taken away, and what it leads to stays."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
        sync_folder(folder.parent)


def _clear_copies(workspace: Workspace) -> None:
    """What repeats the cases elsewhere: the register as it was before its last change of version, and the
    overview."""
    for copy in workspace.data.glob(f"{workspace.database.stem}.v*.sqlite"):
        copy.unlink()
    (workspace.shared / OVERVIEW).unlink(missing_ok=True)


def _log(workspace: Workspace, clock: Clock, ids: Sequence[str]) -> None:
    """Note time and id, on disk before anything goes."""
    if not ids:
        return
    now = clock.now.isoformat(timespec="seconds")
    descriptor = os.open(workspace.data / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{now} {id}\n" for id in ids)
        file.flush()
        os.fsync(file.fileno())


def logged_ids(workspace: Workspace) -> set[str]:
    """The ids of all that was deleted here, whatever the register remembers of it."""
    path = workspace.data / LOG
    return {line.split(" ")[1] for line in path.read_text("ascii").splitlines()} if path.exists() else set()


def told(listing: Listing) -> Mapping[str, object]:
    """The list as JSON: numbers, reasons and counts, and no names."""
    return {
        "cases": [{"case": c.number, "reason": c.reason, "files": len(c.inputs)} for c in listing.cases],
        "files": [{"file": label_of(row), "end": row.end} for row in listing.inputs],
        "mails": [{"received": came_at(mail), "end": mail.end} for mail in listing.mails],
        "kept": list(listing.kept),
        "clock": listing.doubt or None,
    }


def lines_of(listing: Listing) -> Iterator[tuple[str, str]]:
    """The list for people: what would go, and why."""
    for case in listing.cases:
        yield case.number, says.WITH_FILES.format(reason=case.reason, n=len(case.inputs))
    for row in listing.inputs:
        yield label_of(row), says.RETURNED.format(day=danish.format_date_long(came_on(row)))
    for mail in listing.mails:
        yield came_at(mail), says.MAILS[mail.end]
