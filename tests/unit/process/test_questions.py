"""Tasks: opened once, answered by name, gone when their cause is; released letters and what follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import SetupError
from pipeline.process import Office, case_account, release, resolve
from tests.answered import words
from tests.casebook import as_child, changed, good
from tests.filled import PROGRAMME
from tests.offices import drop, office_in, printing_cheaply, run, shared_files, with_checked_law

CASE = "SF-2026-0001"
DAY = dt.date(2026, 7, 1)
GRANTED = ("application", "decision_buf", "decision_sof")
OTHER_WORDS = {"/family_view": "Alma vil gerne begynde med det samme, og begge forældre er enige med hende."}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with printing_cheaply(), office_in(tmp_path / "kontor") as opened:
        yield with_checked_law(opened)


def granted(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)


def open_tasks(office: Office) -> dict[str, str]:
    return {task.title: task.name for task in office.register.tasks(CASE) if task.state == "open"}


def test_a_protected_address_is_a_task_with_a_page_that_goes_when_it_is_answered(office: Office) -> None:
    hidden = changed(good("application"), {"/guardians/0/protected_address": True})
    drop(office, "application", hidden)
    for name in GRANTED[1:]:
        drop(office, name, good(name))
    run(office)
    page = office.workspace.questions / f"{CASE} Opgave 1.docx"
    told = words(page.read_bytes())
    assert "Kontrolleret – det kan sendes" in told
    assert "Alma Testrup Eksempelsen, 621112-xxxx" in told
    before = shared_files(office)
    run(office)
    assert shared_files(office) == before, "a second run changes nothing"
    resolve(office, f"{CASE}/1", "checked", "Karen-Marie Skriversen", DAY, "Talt med mor.")
    assert not page.exists()
    task = case_account(office, CASE, DAY)["tasks"][0]
    assert (task["answered_by"], task["answered_on"], task["note"]) == (
        "Karen-Marie Skriversen",
        "2026-07-01",
        "Talt med mor.",
    )


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        (f"{CASE}/2", "perhaps", "no answer 'perhaps'"),
        (f"{CASE}/70", "sent", "no open task"),
        ("SF-2026-0009/1", "sent", "no case of that number"),
        ("2026-06-30-0099", "ny", "no file called"),
    ],
)
def test_an_answer_nobody_asked_for_is_refused(office: Office, name: str, answer: str, said: str) -> None:
    granted(office)
    release(office, CASE, "decision_school/1", "Birgit Prøvholm", DAY)
    with pytest.raises(SetupError, match=said):
        resolve(office, name, answer, "Nogen", DAY)


def test_an_answer_is_given_once(office: Office) -> None:
    granted(office)
    release(office, CASE, "decision_school/1", "Birgit Prøvholm", DAY)
    name = open_tasks(office)["Send brevet: Afgørelsesbrev – undervisning (modtager 1)"]
    resolve(office, name, "sent", "Birgit Prøvholm", DAY)
    with pytest.raises(SetupError, match="was answered by Birgit Prøvholm"):
        resolve(office, name, "sent", "En anden", DAY)


def test_a_task_goes_when_its_cause_is_gone_and_comes_back_with_it(office: Office) -> None:
    granted(office)
    release(office, CASE, "decision_school/1", "Birgit Prøvholm", DAY)
    stale = "Frigivet brev: Afgørelsesbrev – undervisning (modtager 1)"
    for n, (other, there) in enumerate([(OTHER_WORDS, True), ({}, False), (OTHER_WORDS, True)]):
        again = changed(good("decision_buf"), {**other, "/remarks": f"Note {n}"})
        drop(office, "decision_buf", again, file=f"igen {n}")
        run(office, "2026-07-02")
        assert (stale in open_tasks(office)) is there


def test_every_released_version_is_kept_and_named(office: Office) -> None:
    granted(office)
    first = release(office, CASE, "decision_school/1", "Birgit Prøvholm", DAY)
    content = (office.workspace.shared / first.path).read_bytes()
    drop(office, "decision_buf", changed(good("decision_buf"), OTHER_WORDS))
    run(office, "2026-07-02")
    name = open_tasks(office)["Frigivet brev: Afgørelsesbrev – undervisning (modtager 1)"]
    resolve(office, name, "correction", "Birgit Prøvholm", dt.date(2026, 7, 2))
    run(office, "2026-07-03")
    second = release(office, CASE, "decision_school/1", "Birgit Prøvholm", dt.date(2026, 7, 3))
    assert second.path.endswith("Afgørelsesbrev undervisning - modtager 1 - berigtigelse.docx")
    assert (office.workspace.shared / first.path).read_bytes() == content
    told = case_account(office, CASE, dt.date(2026, 7, 3))["documents"]
    mine = [(one["version"], one["state"]) for one in told if one["key"] == "decision_school/1"]
    assert mine == [(first.version, "released"), (second.version, "released")]
    assert run(office, "2026-07-04").made == ()


def test_another_template_never_makes_a_released_letter_due_again(office: Office) -> None:
    granted(office)
    release(office, CASE, "decision_school/1", "Birgit Prøvholm", DAY)
    programme = office.catalogue.programme(PROGRAMME)
    other = {**programme.templates, "decision_school.docx": programme.templates["decision_social.docx"]}
    law = tuple(replace(row, text=f"{row.text} (ny)") for row in programme.laws)
    spelled = replace(programme, templates=other, laws=law)
    later = replace(office, catalogue=replace(office.catalogue, programmes={programme.id: spelled}))
    run(later, "2026-07-02")
    assert not any(title.startswith("Frigivet brev") for title in open_tasks(later))


def test_a_twelfth_course_is_a_question_and_no_refusal(office: Office) -> None:
    for n in range(11):
        name, cpr = f"Barn {'ABCDEFGHIJK'[n]} Prøvesen", f"6112{10 + n}-{4000 + n * 7}"
        drop(office, "prior_commitment", as_child(good("prior_commitment"), name, cpr), file=f"{n}")
    run(office, "2026-05-13")
    tasks = [task for row in office.register.cases() for task in office.register.tasks(row.number)]
    assert {task.title for task in tasks} == {"Alle pladser er optaget"}
    assert len(tasks) == 11, "each of the eleven sees ten others"
    assert all("Det er ikke et afslag" in task.says for task in tasks)


def test_the_command_answers_and_says_what_it_did(tmp_path: Path) -> None:
    root = tmp_path / "kontor"
    with office_in(root) as office:
        for name in (*GRANTED, "agreement"):
            drop(office, name, good(name))
        run(office, "2026-08-10")
        drop(office, "change_ending", good("change_ending"))
        run(office, "2027-02-10")
    call = CliRunner().invoke
    shown = call(cli, ["case", CASE, "-w", str(root), "--today", "2027-02-10"])
    assert f"Opgave {CASE}/1: Forløbet ophører" in shown.output
    answered = call(
        cli,
        ["resolve", f"{CASE}/1", "--answer", "told", "--by", "Karen-Marie Skriversen", "-w", str(root)],
    )
    assert (answered.exit_code, answered.stdout.strip()) == (0, CASE)
    shown = call(cli, ["case", CASE, "-w", str(root), "--today", "2027-02-11"])
    assert "Alle har fået besked – Karen-Marie Skriversen" in " ".join(shown.output.split())
    again = call(cli, ["resolve", f"{CASE}/1", "--answer", "told", "--by", "X", "-w", str(root)])
    assert isinstance(again.exception, SetupError)
