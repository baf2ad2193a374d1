"""One run: empty the inbox, look at what waited, bring every case up to date, tell staff what became of what.

Nothing is lost on the way: a file's bytes are in the archive and its end is on record before it leaves the
claim folder; receipts and returned copies still owed after a crash are written by the next run.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import danish
from pipeline.assemble.case import date_leaf
from pipeline.delivery import alone, write_file, write_once
from pipeline.errors import TemporaryFailure
from pipeline.intake.folder import Claimed, claim_files, waiting
from pipeline.process.documents import CaseWork, Office, bring_up_to_date, row_of
from pipeline.process.joining import find_home
from pipeline.process.printing import how_to_print
from pipeline.process.questions import DENMARK, came_on, label_of, question_path, show_tasks, task_line
from pipeline.process.reading import is_held_up, is_signed_copy, read_file
from pipeline.process.receipts import commented_copy, receipt, returned_list, waiting_note
from pipeline.process.stopped import show_standing_still, standing_still, workable_cases
from pipeline.records import IncomingFile, Status, Submission
from pipeline.register import InputRow

RECEIPTS = "kvitteringer"
ATTACHMENTS = "bilag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What became of one file: its end, its case, and where staff find what there is to find."""

    file: str
    end: str
    case_number: str = ""
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did. `untouched` are files that could not be read just now and stay where they are;
    `stopped` says which programmes stand still."""

    took: tuple[Took, ...]
    made: tuple[tuple[str, str], ...]
    failed: tuple[str, ...] = ()
    untouched: int = 0
    broken: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


SETTLE = 2.0
"""Seconds for which a file in the inbox must have stood still before it is taken."""


def run_once(
    office: Office, now: dt.datetime, today: dt.date | None = None, settle: float = SETTLE
) -> RunReport:
    """Work off the inbox once. `now` is in UTC; `today` is its day in Denmark unless another is wanted.

    One file or case that meets a bug delays no other: it stays as it is, and the report names the bug.
    Raises TemporaryFailure where another run holds the workspace.
    """
    day = today or now.astimezone(DENMARK).date()
    with alone(office.workspace.lock):
        taken: list[str] = []
        held_up: list[Took] = []
        broken: list[str] = []
        untouched = 0
        for claimed in claim_files(office.workspace.inbox, office.workspace.claimed, settle):
            with _one_alone(broken):
                try:
                    came = _take_in(office, claimed, now, day)
                    if isinstance(came, Took):
                        held_up.append(came)
                    else:
                        taken.append(came.id)
                except OSError:
                    # Locked, unreadable, or no room: it stays where it is, and the next run tries again.
                    untouched += 1
        untouched += len(waiting(office.workspace.inbox)) - len(held_up)
        _look_again(office, day)
        works: dict[str, CaseWork] = {}
        facts = office.facts(day)
        for case in workable_cases(office):
            with _one_alone(broken):
                works[case.number] = bring_up_to_date(office, case, day, facts)
                show_tasks(office, works[case.number].tasks)
        told: dict[str, str] = {}
        for owed in office.register.inputs_where(delivered=False):
            if _can_be_told(office, owed) and (not owed.case_number or owed.case_number in works):
                with _one_alone(broken):
                    told[owed.id] = _tell(office, owed, works)
        stopped = standing_still(office)
        show_standing_still(office, stopped, len(held_up))
    rows = [row for id in taken if (row := office.register.find_input(id))]
    return RunReport(
        took=(*(_took(row, told.get(row.id, "")) for row in rows), *held_up),
        made=tuple((number, document.title) for number, work in works.items() for document in work.new),
        failed=tuple(sentence for work in works.values() for sentence in work.failed),
        untouched=untouched,
        broken=tuple(broken),
        stopped=stopped,
    )


@contextmanager
def _one_alone(broken: list[str]) -> Iterator[None]:
    """Work on one file or case: a bug met in it is noted, by kind and place and never by value."""
    try:
        yield
    except TemporaryFailure:
        raise
    except Exception as error:  # noqa: BLE001 - the loop goes on with the next one
        last = traceback.extract_tb(error.__traceback__)[-1]
        broken.append(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}")


def _take_in(office: Office, claimed: Claimed, now: dt.datetime, day: dt.date) -> InputRow | Took:
    """Archive, read, decide the end, put it on record – then let go of the file.

    A form of a programme that stands still is put back: it has no end before it can be read.
    """
    row = office.register.find_input(claimed.id)
    if row is None:
        file = claimed.read()
        submission = read_file(file, office.catalogue, day)
        if is_held_up(submission):
            claimed.give_back(office.workspace.inbox)
            name = danish.mask_cprs(file.name)
            return Took(file=name, end="stopped", reason=submission.findings[0].message)
        _archive(office, file)
        row = _record(office, claimed.id, file, submission, now, day)
    claimed.done(row.sha256)
    return row


def _archive(office: Office, file: IncomingFile) -> None:
    path = office.workspace.archive / file.sha256[:2] / file.sha256
    if not path.exists():
        write_file(path, file.content)


def _record(
    office: Office, id: str, file: IncomingFile, submission: Submission, now: dt.datetime, day: dt.date
) -> InputRow:
    row = InputRow(
        id=id,
        sha256=file.sha256,
        channel=file.channel,
        received_at=now.isoformat(timespec="seconds"),
        end="returned",
        submission=submission,
    )
    kept = office.register.find_kept(file.sha256)
    if kept:
        reason = f"Samme fil som én, der er modtaget {kept.received_at[:10]}."
        return office.register.record(
            replace(row, end="duplicate", case_number=kept.case_number, reason=reason, delivered=True)
        )
    if submission.status is not Status.ACCEPTED:
        return office.register.record(row)
    home = find_home(submission, office, day)
    taken = "attachment" if is_signed_copy(submission) else "accepted"
    end = "waiting" if home.question else taken
    row = replace(row, end=end, case_number=home.case_number, reason=home.question)
    return office.register.record(row, opens=home.opens)


def _look_again(office: Office, day: dt.date) -> None:
    """Files that fitted no case: one may have come in the meantime.

    Nothing in a signed copy tells whose it is, so one whose case wasn't here waits for a person: a case that
    gets its number later is another one.
    """
    for row in office.register.inputs_where(end="waiting"):
        if is_signed_copy(row.submission) or not _can_be_told(office, row):
            continue
        home = find_home(row.submission, office, day)
        if home.case_number:
            office.register.join(row.id, home.case_number)
            question_path(office, row).unlink(missing_ok=True)


def _can_be_told(office: Office, row: InputRow) -> bool:
    """Whether what a file says can be worked with: its programme, if it has one, doesn't stand still."""
    return not row.submission.programme or row.submission.programme in office.catalogue.programmes


# ── telling staff ─────────────────────────────────────────────────────────────────────────────────────


def _tell(office: Office, row: InputRow, works: dict[str, CaseWork]) -> str:
    """Write what the end of an input owes to staff, and note that it is written."""
    label = label_of(row)
    came = date_leaf(came_on(row), "register")
    if row.end == "accepted":
        work = works[row.case_number]
        made = [row_of(document) for document in work.documents if document.state != "withdrawn"]
        also = filter(None, (*map(task_line, work.tasks), *work.failed, *how_to_print(work.documents)))
        told = receipt(
            work.case,
            row.submission,
            work.outlook,
            work.steps,
            made,
            office.catalogue,
            came,
            also,
        )
        place = office.workspace.cases / row.case_number / RECEIPTS / f"Kvittering {label}.docx"
        write_once(place, told.content)
    elif row.end == "attachment":
        place = office.workspace.cases / row.case_number / ATTACHMENTS / f"Underskrevet kopi {label}.pdf"
        write_once(place, _original(office, row).read_bytes())
    elif row.end == "returned":
        place = office.workspace.returned / label
        ending = Path(row.submission.file).suffix.lower()
        safe_ending = ending if ending in (".docx", ".doc", ".pdf", ".odt", ".rtf") else ""
        content = _original(office, row).read_bytes()
        write_once(place / f"Det indsendte skema{safe_ending}", content)
        commented = commented_copy(
            content,
            _read_again(office, row, content),
            office.catalogue,
            dt.datetime.fromisoformat(row.received_at),
        )
        if commented:
            write_once(place / commented.name, commented.content)
        copy = commented.name if commented else ""
        listed = returned_list(row.submission, came, office.catalogue, copy=copy)
        write_once(place / "Det skal rettes.docx", listed.content)
    else:
        place = question_path(office, row)
        note = waiting_note(row.submission, row.reason, came, office.catalogue)
        write_once(place, note.content)
    office.register.mark_delivered(row.id)
    return place.relative_to(office.workspace.shared).as_posix()


def _original(office: Office, row: InputRow) -> Path:
    return office.workspace.archive / row.sha256[:2] / row.sha256


def _read_again(office: Office, row: InputRow, content: bytes) -> Submission:
    """The submission with the spots of its findings, which the register doesn't keep.

    What is told stays what was found when the file came, whatever a newer catalogue would find.
    """
    file = IncomingFile(name=row.submission.file, content=content, channel=row.channel)
    fresh = read_file(file, office.catalogue, came_on(row))
    return fresh if fresh.findings == row.submission.findings else row.submission


def _took(row: InputRow, place: str) -> Took:
    return Took(
        file=danish.mask_cprs(row.submission.file),
        end=row.end,
        case_number=row.case_number,
        place=place,
        reason=row.reason,
    )
