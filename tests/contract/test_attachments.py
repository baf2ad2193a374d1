"""Papers laid into a case's folder: filed unread, kept where they lie, held against the form's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.process import Office, case_account
from tests.answered import words
from tests.casebook import changed, good
from tests.offices import drop, office_in, run, shared_files

CASE = "SF-2026-0001"
LIST = [
    {"kind": "ppv", "title": "PPV for Alma", "date": "2026-05-12"},
    {"kind": "assessment", "title": "§ 20-undersøgelse"},
    {"kind": "other", "title": "Brev fra bedstefar"},
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        drop(opened, "application", changed(good("application"), {"/attachments": LIST}))
        run(opened)
        yield opened


def lay(office: Office, name: str, content: bytes = b"%PDF-1.4 noget") -> Path:
    path = office.workspace.cases / CASE / "bilag" / name
    path.write_bytes(content)
    return path


def lines(office: Office) -> list[str]:
    return list(case_account(office, CASE, dt.date(2026, 7, 1))["attachments"])


def test_the_receipt_says_which_papers_have_not_come(office: Office) -> None:
    (line,) = lines(office)
    assert "ikke modtaget: PPV for Alma, 12. maj 2026; § 20-undersøgelse; Brev fra bedstefar. Læg" in line
    (receipt,) = (office.workspace.cases / CASE / "kvitteringer").iterdir()
    assert line in words(receipt.read_bytes())


def test_a_paper_is_filed_unread_and_stays_where_it_lies(office: Office) -> None:
    paper = lay(office, "ppv.pdf", b"%PDF-1.4 hvad som helst")
    (took,) = run(office, "2026-07-01").took
    assert (took.file, took.end, took.case_number) == ("ppv.pdf", "attachment", CASE)
    (row,) = office.register.inputs_where(end="attachment")
    assert (row.channel, row.submission.data) == ("case folder", {})
    archived = office.workspace.archive / row.sha256[:2] / row.sha256
    assert archived.read_bytes() == paper.read_bytes()
    assert "PPV" not in lines(office)[0]
    before = shared_files(office)
    assert run(office, "2026-07-01").took == ()
    assert shared_files(office) == before


def test_a_paper_nobody_listed_is_told_of(office: Office) -> None:
    lay(office, "børnefaglig undersøgelse 2026.docx")
    lay(office, "brev-fra-bedstefar.jpg", b"\xff\xd8")
    lay(office, "skolens tegning.png", b"\x89PNG")
    run(office, "2026-07-01")
    missing, unlisted = lines(office)
    assert "modtaget: PPV for Alma, 12. maj 2026. Læg" in missing
    assert unlisted.endswith("skolens tegning.png.")


def test_a_paper_of_the_same_bytes_is_filed_once(office: Office) -> None:
    lay(office, "ppv.pdf")
    run(office, "2026-07-01")
    lay(office, "ppv kopi.pdf")
    assert run(office, "2026-07-01").took == ()


def test_a_paper_that_was_written_anew_is_filed_again(office: Office) -> None:
    lay(office, "ppv.pdf")
    run(office, "2026-07-01")
    lay(office, "ppv.pdf", b"%PDF-1.4 en ny udgave")
    (took,) = run(office, "2026-07-01").took
    assert took.end == "attachment"


def test_a_cpr_number_leaves_the_name_of_a_paper(office: Office) -> None:
    lay(office, "PPV 621112-5002.pdf")
    lay(office, "PPV 6211125002.pdf", b"%PDF-1.4 et andet")
    run(office, "2026-07-01")
    names = {path.name for path in (office.workspace.cases / CASE / "bilag").iterdir()}
    assert names == {"PPV 621112-xxxx.pdf", "PPV (2) 621112-xxxx.pdf"} or names == {
        "PPV 621112-xxxx.pdf",
        "PPV 621112-xxxx (2).pdf",
    }


def test_links_and_half_files_are_left_alone(office: Office, tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("nej", "utf-8")
    folder = office.workspace.cases / CASE / "bilag"
    (folder / "genvej.pdf").symlink_to(secret)
    (folder / "~$ppv.docx").write_bytes(b"x")
    (folder / "undermappe").mkdir()
    assert run(office, "2026-07-01").took == ()
