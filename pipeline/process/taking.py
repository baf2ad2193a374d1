"""Taking files in: archived, read, their end decided and on record – then let go of.

Several processes take files in side by side. What costs time, reading, is done by each for itself; deciding
an end and a case is done by one at a time, so that two forms of one child never open two cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from pipeline.errors import FileDelayed, StandsStill, TemporaryFailure
from pipeline.intake.desk import Claimed
from pipeline.process.answer_pages import answer_page
from pipeline.process.attachments import keep_in_archive
from pipeline.process.child import noted_child
from pipeline.process.joining import find_home
from pipeline.process.offices import Office
from pipeline.process.questions import question_of_file, question_path, take_away
from pipeline.process.reading import is_held_up, is_signed_copy, is_task_page, read_file
from pipeline.process.stopped import is_workable
from pipeline.process.tasks import DENMARK
from pipeline.records import IncomingFile, Status, Submission
from pipeline.register import CASES, DECIDING, InputRow

TURN = 60.0
"""Seconds to wait for others that decide about theirs; each takes a moment."""


def take_in(office: Office, claimed: Claimed, now: dt.datetime, day: dt.date | None = None) -> InputRow:
    """Archive, read, decide the end, put it on record – then let go of the file.

    A claim whose end is on record already, by whoever had it before, is only let go of. Raises FileDelayed
    where this file can't be read just now (StandsStill: a programme's data is wrong, and it is back in the
    inbox), TemporaryFailure where archive or register can't be written: then
    nothing is on record, the claim stays, and later files don't get ahead of it.
    """
    row = office.register.find_input(claimed.id)
    if row is None:
        with claimed.handled():
            with _delaying(FileDelayed, "a file can't be read"):
                file = claimed.read(office.workspace.channel)
            today = day or now.astimezone(DENMARK).date()
            submission = _said(office, file, today)
            if is_held_up(submission):
                claimed.give_back(office.workspace.inbox)
                raise StandsStill(submission.findings[0].message)
            with _delaying(TemporaryFailure, "the archive can't be written"):
                keep_in_archive(office, file)
            row = _record(office, claimed.id, file, submission, now, today)
    with _delaying(FileDelayed, "a file can't be removed from the inbox"):
        claimed.done(row.sha256)
    return row


@contextmanager
def _delaying(kind: type[TemporaryFailure], what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise kind(f"{what}: {error.strerror or type(error).__name__}") from error


def read_incoming(office: Office, file: IncomingFile, day: dt.date) -> Submission:
    """What a file says. Raises FileDelayed where there is no room to convert it."""
    try:
        return read_file(file, office.catalogue, day)
    except TemporaryFailure as error:  # no room to convert it; another file may need none
        raise FileDelayed(str(error)) from error


def _said(office: Office, file: IncomingFile, day: dt.date) -> Submission:
    kept = office.register.find_kept(file.sha256)
    # What was kept before says the same again: it needn't be read.
    return kept.submission if kept else read_incoming(office, file, day)


def _record(
    office: Office, id: str, file: IncomingFile, submission: Submission, now: dt.datetime, day: dt.date
) -> InputRow:
    row = InputRow(
        id=id,
        sha256=file.sha256,
        channel=file.channel,
        received_at=now.isoformat(timespec="seconds"),
        end="returned",
        submission=replace(submission, file=file.name),
        child=noted_child(submission, office.catalogue),
    )
    if is_task_page(submission):
        # An answer takes effect in its case at once: who answers has the turn with the cases.
        with office.register.alone(CASES, TURN):
            return office.register.find_input(id) or _answer(office, row, file, day)
    with deciding(office):
        there = office.register.find_input(id)  # where locks of machines aren't seen, the row decides
        return there or decide(office, row, submission, day)


def _answer(office: Office, row: InputRow, file: IncomingFile, day: dt.date) -> InputRow:
    return _duplicate(office, row) or office.register.record(answer_page(office, row, file, day))


@contextmanager
def deciding(office: Office) -> Iterator[None]:
    """Decide ends and cases, alone."""
    with _delaying(TemporaryFailure, "the lock can't be had"), office.register.alone(DECIDING, TURN):
        yield


def decide(office: Office, row: InputRow, submission: Submission, day: dt.date) -> InputRow:
    """The file with its end and its case, put on record; for who is `deciding`."""
    if duplicate := _duplicate(office, row):
        return duplicate
    if submission.status is not Status.ACCEPTED:
        return office.register.record(row)
    home = find_home(submission, office, day)
    taken = "attachment" if is_signed_copy(submission) else "accepted"
    end = "waiting" if home.question else taken
    row = replace(row, end=end, case_number=home.case_number, reason=home.question)
    return office.register.record(row, opens=home.opens)


def _duplicate(office: Office, row: InputRow) -> InputRow | None:
    """The row on record as a file that came before; None where its bytes are new."""
    kept = office.register.find_kept(row.sha256)
    if kept is None:
        return None
    reason = f"Samme fil som én, der er modtaget {kept.received_at[:10]}."
    return office.register.record(
        replace(row, end="duplicate", case_number=kept.case_number, reason=reason, delivered=True)
    )


def look_again(office: Office, day: dt.date) -> None:
    """Files that fitted no case: one may have come in the meantime.

    Nothing in a signed copy tells whose it is, so one whose case wasn't here waits for a person: a case that
    gets its number later is another one.
    """
    with deciding(office):
        for row in office.register.inputs_where(end="waiting"):
            if not row.submission.programme or is_signed_copy(row.submission) or not is_workable(office, row):
                continue
            home = find_home(row.submission, office, day)
            if home.case_number:
                with suppress(OSError):  # where the page can't be had now, `tell` takes it away
                    take_away(
                        office, question_of_file(office, row), question_path(office, row), home.case_number
                    )
                office.register.join(row.id, home.case_number)
