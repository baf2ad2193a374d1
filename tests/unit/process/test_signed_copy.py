"""A form that was printed for a case, signed and scanned lies with its case, and nothing is read from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import InputRejected
from pipeline.process import Office, case_account, merge_files
from pipeline.records import IncomingFile
from tests.answered import filled_in
from tests.casebook import good
from tests.filled import catalogue, filled
from tests.offices import drop, office_in, run, shared_files
from tests.tools import as_pdf, needs
from tests.unit.extract.scans import drawn, picture_pdf

CASE, DAY = "SF-2026-0001", "2026-06-30"
TODAY = dt.date.fromisoformat(DAY)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        yield opened


@pytest.fixture(scope="session")
def copies() -> dict[str, bytes]:
    """The agreement as it comes back on paper, by the case it was printed for."""
    made = {}
    for case in (CASE, "SF-2026-0099"):
        printed = as_pdf(filled("agreement", good("agreement"), case))
        made[case] = picture_pdf(list(drawn(printed, 150)))
    return made


def scan_in(office: Office, name: str, content: bytes) -> None:
    (office.workspace.inbox / f"{name}.pdf").write_bytes(content)


@needs("soffice")
def test_it_is_filed_with_its_case_and_nothing_is_read_from_it(
    office: Office, copies: dict[str, bytes]
) -> None:
    drop(office, "application", good("application"))
    run(office, DAY)
    before, told = shared_files(office), case_account(office, CASE, TODAY)
    scan_in(office, "scan 0001", copies[CASE])
    (took,) = run(office, DAY).took
    assert (took.end, took.case_number) == ("attachment", CASE)
    (row,) = office.register.inputs_where(end="attachment")
    assert (row.submission.data, dict(row.submission.sources)) == ({}, {})
    added = set(shared_files(office)) - set(before)
    copy = f"sager/{CASE}/bilag/Underskrevet kopi {DAY}-0002.pdf"
    assert added == {copy, f"opgaver/{CASE} Opgave 1.docx"}
    assert (office.workspace.shared / copy).read_bytes() == copies[CASE]
    now = case_account(office, CASE, TODAY)
    (task,) = now["tasks"]
    assert {**now, "tasks": []} == told
    assert task["title"].startswith("Underskrifter: Samarbejdsaftale")
    page = office.workspace.questions / f"{CASE} Opgave 1.docx"
    (office.workspace.inbox / "svar.docx").write_bytes(
        filled_in(page.read_bytes(), "signed", by="Karen-Marie Skriversen")
    )
    assert [took.end for took in run(office, DAY).took] == ["accepted"]
    (task,) = case_account(office, CASE, TODAY)["tasks"]
    assert (task["answer"], task["answered_by"]) == ("signed", "Karen-Marie Skriversen")
    assert run(office, DAY).took == ()


@needs("soffice")
def test_the_same_scan_again_is_a_duplicate(office: Office, copies: dict[str, bytes]) -> None:
    drop(office, "application", good("application"))
    scan_in(office, "scan", copies[CASE])
    run(office, DAY)
    before = shared_files(office)
    scan_in(office, "scan igen", copies[CASE])
    assert [took.end for took in run(office, DAY).took] == ["duplicate"]
    assert shared_files(office) == before


@needs("soffice")
def test_one_for_a_case_that_is_not_here_waits_for_a_person(office: Office, copies: dict[str, bytes]) -> None:
    drop(office, "application", good("application"))
    scan_in(office, "scan", copies["SF-2026-0099"])
    ends = {took.file: took for took in run(office, DAY).took}
    assert ends["scan.pdf"].end == "waiting"
    assert "SF-2026-0099" in ends["scan.pdf"].reason
    page = office.workspace.shared / ends["scan.pdf"].place
    assert page.is_relative_to(office.workspace.questions)
    content = filled_in(page.read_bytes(), "other", by="Karen-Marie Skriversen", case_no=CASE)
    (office.workspace.inbox / "svar.docx").write_bytes(content)
    run(office, DAY)
    (row,) = office.register.inputs_where(end="attachment")
    assert row.case_number == CASE, "filed as a copy, and not taken for a form"


@needs("soffice")
def test_a_case_that_gets_the_number_later_is_another_one(office: Office, copies: dict[str, bytes]) -> None:
    scan_in(office, "scan", copies[CASE])
    assert [took.end for took in run(office, DAY).took] == ["waiting"]
    drop(office, "application", good("application"))
    assert [took.case_number for took in run(office, "2026-07-01").took] == [CASE]
    run(office, "2026-07-02")
    assert not office.register.inputs_where(end="attachment")
    assert len([*office.workspace.questions.iterdir()]) == 1


@needs("soffice")
def test_merged_with_other_files_it_says_nothing(copies: dict[str, bytes]) -> None:
    files = [
        IncomingFile(name="a.docx", content=filled("application", good("application"), CASE)),
        IncomingFile(name="decision.docx", content=filled("decision_buf", good("decision_buf"), CASE)),
        IncomingFile(name="scan.pdf", content=copies[CASE]),
    ]
    alone = merge_files(files[:2], catalogue(), TODAY)
    together = merge_files(files, catalogue(), TODAY)
    assert together.accepted
    assert [one.due.key for one in together.made] == [one.due.key for one in alone.made] != []
    assert together.outlook
    assert alone.outlook
    assert together.outlook.waiting == alone.outlook.waiting


@needs("soffice")
def test_copies_alone_make_no_case(copies: dict[str, bytes]) -> None:
    with pytest.raises(InputRejected, match=r"case\.only_copies"):
        merge_files([IncomingFile(name="scan.pdf", content=copies[CASE])], catalogue(), TODAY)
