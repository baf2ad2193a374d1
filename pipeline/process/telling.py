"""Telling staff what became of a file: the receipt, what goes back, the question it raises."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pipeline.assemble.case import date_leaf
from pipeline.delivery import EARLIER, make_folder, set_aside, write_once
from pipeline.process.answer_pages import file_answer, is_answer
from pipeline.process.attachments import FOLDER, SIGNED, attachment_lines
from pipeline.process.documents import CaseWork, row_of
from pipeline.process.offices import Office
from pipeline.process.printing import how_to_print
from pipeline.process.questions import question_of_file, question_path, show_page, task_line
from pipeline.process.reading import is_signed_copy, read_file
from pipeline.process.receipts import commented_copy, receipt, returned_list
from pipeline.process.tasks import came_on, label_of
from pipeline.records import IncomingFile, Status, Submission
from pipeline.register import InputRow

RECEIPTS = "kvitteringer"
PAPERS = frozenset(
    {
        ".pdf",
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".txt",
        ".xlsx",
        ".jpg",
        ".jpeg",
        ".png",
        ".heic",
        ".tif",
        ".tiff",
    }
)
"""The endings that a paper keeps in its case's folder."""


def tell(office: Office, row: InputRow, work: CaseWork | None) -> str:
    """Write what the end of an input owes to staff, and note that it is written: where it lies.

    `work` is its case as it stands now, for what was accepted. Doing it again after being cut off writes the
    same again.
    """
    label = label_of(row)
    if row.case_number:
        make_folder(office.workspace.cases / row.case_number / FOLDER)
    if is_answer(row.submission):
        place = file_answer(office, row, _original(office, row).read_bytes())
    elif row.end == "accepted" and work:
        place = office.workspace.cases / row.case_number / RECEIPTS / f"Kvittering {label}.docx"
        write_once(place, _receipt(office, row, work))
        set_aside(question_path(office, row), office.workspace.cases / row.case_number / EARLIER)
    elif row.end == "attachment":
        place = office.workspace.cases / row.case_number / FOLDER / _paper_name(row, label)
        write_once(place, _original(office, row).read_bytes())
    elif row.end == "returned":
        place = office.workspace.returned / label
        _give_back(office, row, place)
    else:
        place = question_path(office, row)
        show_page(office, question_of_file(office, row), place)
    office.register.mark_delivered(row.id)
    return place.relative_to(office.workspace.shared).as_posix()


def _paper_name(row: InputRow, label: str) -> str:
    """What a paper is called that came by mail: its own name may tell on somebody."""
    if is_signed_copy(row.submission):
        return SIGNED.format(label=label)
    ending = Path(row.submission.file).suffix.lower()
    return f"Bilag {label}{ending if ending in PAPERS else '.bin'}"


def _receipt(office: Office, row: InputRow, work: CaseWork) -> bytes:
    made = [row_of(document) for document in work.documents if document.state != "withdrawn"]
    papers = attachment_lines(office, work.case)
    also = filter(None, (*map(task_line, work.tasks), *papers, *work.failed, *how_to_print(work.documents)))
    told = receipt(
        work.case,
        row.submission,
        work.outlook,
        work.steps,
        made,
        office.catalogue,
        date_leaf(came_on(row), "register"),
        also,
    )
    return told.content


def _give_back(office: Office, row: InputRow, place: Path) -> None:
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
    came = date_leaf(came_on(row), "register")
    aside = row.reason if row.submission.status is Status.ACCEPTED else ""
    listed = returned_list(row.submission, came, office.catalogue, copy=copy, headline=aside)
    write_once(place / "Det skal rettes.docx", listed.content)


def _original(office: Office, row: InputRow) -> Path:
    return office.workspace.archive / row.sha256[:2] / row.sha256


def _read_again(office: Office, row: InputRow, content: bytes) -> Submission:
    """The submission with the spots of its findings, which the register doesn't keep.

    What is told stays what was found when the file came, whatever a newer catalogue would find.
    """
    file = IncomingFile(name=row.submission.file, content=content, channel=row.channel)
    fresh = read_file(file, office.catalogue, came_on(row))
    return fresh if fresh.findings == row.submission.findings else row.submission
