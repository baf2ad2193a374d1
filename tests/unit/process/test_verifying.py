"""The recount finds every kind of damage, and nothing where there is none."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import TemporaryFailure
from pipeline.process import Office, recount
from pipeline.process.attachments import keep_in_archive
from pipeline.process.forgetting import LOG
from pipeline.process.verifying import hash_of
from pipeline.records import IncomingFile
from pipeline.register import CASES
from tests.casebook import GONE, changed, good
from tests.offices import drop, office_in, run

NUMBER = "SF-2026-0001"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every end has been reached once; its register is closed."""
    folder = tmp_path_factory.mktemp("worked") / "kontor"
    with office_in(folder) as office:
        drop(office, "application", good("application"))
        drop(office, "application", changed(good("application"), {"/child/cpr": GONE}), file="mangler")
        run(office)
        drop(office, "application", good("application"), file="igen")
        drop(office, "decision_buf", good("decision_buf"))
        drop(office, "plan", changed(good("plan"), {"/child/name": "En Helt Anden"}), file="fremmed")
        run(office)
    return folder


@pytest.fixture
def office(worked: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "kontor"
    shutil.copytree(worked, folder)
    with office_in(folder) as opened:
        yield opened


def test_what_is_whole_is_found_whole(office: Office) -> None:
    found = recount(office)
    assert found.problems == ()
    assert found.remarks == ()
    assert found.counts == {
        "received": 5,
        "accepted": 2,
        "returned": 1,
        "attachment": 0,
        "duplicate": 1,
        "waiting": 1,
        "originals": 4,
        "documents": 1,
    }
    assert found.trail == office.register.trail_head()


def originals(office: Office) -> list[Path]:
    return sorted(path for path in office.workspace.archive.rglob("*") if path.is_file())


def an_original_lost(office: Office) -> None:
    originals(office)[0].unlink()


def an_original_changed(office: Office) -> None:
    path = originals(office)[0]
    path.write_bytes(path.read_bytes() + b" ")


def an_original_misplaced(office: Office) -> None:
    path = originals(office)[0]
    path.rename(office.workspace.archive / path.name)


def an_original_linked(office: Office) -> None:
    path = originals(office)[0]
    away = office.workspace.root / "andetsteds"
    path.rename(away)
    path.symlink_to(away)


def a_file_of_nobody(office: Office) -> None:
    (office.workspace.archive / "ab").mkdir(exist_ok=True)
    (office.workspace.archive / "ab" / "gæt.docx").write_bytes(b"?")


def half_a_file(office: Office) -> None:
    (office.workspace.archive / ".0a1b.tmp").write_bytes(b"?")


def row_by_row(office: Office, statement: str) -> None:
    with sqlite3.connect(office.workspace.database) as connection:
        connection.execute(statement)
        assert connection.total_changes


def a_row_lost(office: Office) -> None:
    row_by_row(office, "DELETE FROM inputs WHERE \"end\" = 'returned'")


def a_row_made_up(office: Office) -> None:
    row_by_row(
        office,
        'INSERT INTO inputs (id, sha256, channel, received_at, "end", reason, submission, delivered) '
        "SELECT 'ffff', sha256, channel, received_at, \"end\", reason, submission, delivered FROM inputs"
        " LIMIT 1",
    )


def a_strange_end(office: Office) -> None:
    row_by_row(office, "UPDATE inputs SET \"end\" = 'godkendt' WHERE \"end\" = 'waiting'")


def a_trail_cut_off(office: Office) -> None:
    row_by_row(office, "UPDATE audit_head SET sequence = sequence + 1")


def a_released_letter_lost(office: Office) -> None:
    letter(office).unlink()


def a_released_letter_changed(office: Office) -> None:
    letter(office).write_bytes(b"noget andet")


def letter(office: Office) -> Path:
    (document,) = office.register.documents(NUMBER)
    office.register.save_document(replace(document, state="released", released_by="Ane Leder"))
    return office.workspace.shared / document.path


def what_was_deleted_is_back(office: Office) -> None:
    id = office.register.case_id(NUMBER)
    (office.workspace.data / LOG).write_text(f"2026-06-30T09:00:00+00:00 {id}\n", "ascii")


DAMAGE: dict[Callable[[Office], None], str] = {
    an_original_lost: "mangler i arkivet",
    an_original_changed: "er ændret: indholdet",
    an_original_misplaced: "som ingen sag ejer",
    an_original_linked: "som ingen sag ejer",
    a_file_of_nobody: "som ingen sag ejer",
    half_a_file: "som ingen sag ejer",
    a_row_lost: "1 modtagne filer mangler i registeret",
    a_row_made_up: "sporet ved ikke",
    a_strange_end: "»godkendt«",
    a_trail_cut_off: "Sporet over hændelser er brudt",
    a_released_letter_lost: "»Samlet ansøgning til BEKU« mangler",
    a_released_letter_changed: "er ændret efter frigivelsen",
    what_was_deleted_is_back: "1 slettede sager, filer eller mails er tilbage",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_each_damage_is_found(office: Office, damage: Callable[[Office], None]) -> None:
    damage(office)
    problems = recount(office).problems
    assert any(DAMAGE[damage] in sentence for sentence in problems), problems


def test_a_seal_that_was_kept_is_held_against_the_trail(office: Office) -> None:
    _, seal = office.register.trail_head()
    office.register.note("read", NUMBER, "Bo")
    assert recount(office, seal).problems == ()
    assert "findes ikke i sporet" in recount(office, "0" * 64).problems[0]


def test_what_mends_itself_is_a_remark(office: Office) -> None:
    (document,) = office.register.documents(NUMBER)
    path = office.workspace.shared / document.path
    content = path.read_bytes()
    path.unlink()
    found = recount(office)
    assert found.problems == ()
    assert "næste kørsel laver det igen" in found.remarks[0]
    path.write_bytes(content + b" ")
    assert "rettet i hånden" in recount(office).remarks[0]


def test_an_original_whose_file_still_waits_is_nobodys_fault(office: Office) -> None:
    """A run that was cut off between archive and register: the file still lies where it was claimed."""
    file = IncomingFile(name="x.docx", content=b"cut off", channel="folder")
    keep_in_archive(office, file)
    (office.workspace.claimed / "c1").mkdir()
    (office.workspace.claimed / "c1" / "x.docx").write_bytes(file.content)
    assert recount(office).problems == ()
    shutil.rmtree(office.workspace.claimed / "c1")
    assert "som ingen sag ejer" in recount(office).problems[0]


def test_no_recount_while_a_run_is_at_work(office: Office) -> None:
    with office.register.alone(CASES), pytest.raises(TemporaryFailure):
        recount(office)


def test_sentences_name_nobody(office: Office) -> None:
    for damage in (an_original_changed, a_row_lost, a_file_of_nobody):
        damage(office)
    told = json.dumps(recount(office).problems, ensure_ascii=False)
    child = good("application")["child"]
    assert child["name"].split()[0] not in told
    assert child["cpr"] not in told


def test_a_large_file_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "stor"
    path.write_bytes(b"x" * (1 << 21))
    assert hash_of(path) == IncomingFile(name="x", content=path.read_bytes(), channel="x").sha256
