"""What a run does with the inbox, the register and the cases' folders."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.container import open_package
from pipeline.errors import SetupError
from pipeline.intake.desk import open_desk
from pipeline.process import (
    Office,
    case_account,
    case_lines,
    cases,
    prefill_form,
    read_file,
    release,
    run_once,
    taking,
    telling,
)
from pipeline.process.documents import bring_up_to_date
from pipeline.records import IncomingFile, Submission
from pipeline.register import CASES
from tests.casebook import GONE, as_child, changed, good
from tests.filled import filled
from tests.offices import NOW, drop, office_in, printing_cheaply, run, shared_files, with_checked_law
from tests.samples import tampered

LIST = "oversigt.html"
GRANTED = ("application", "decision_buf", "decision_sof")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with printing_cheaply(), office_in(tmp_path / "kontor") as opened:
        yield opened


def ends(office: Office, day: str = "2026-06-30") -> dict[str, str]:
    return {took.file.removesuffix(".docx"): took.end for took in run(office, day).took}


def made(office: Office, day: str = "2026-06-30") -> list[str]:
    return [title for _, title in run(office, day).made]


def documents(office: Office, number: str = "SF-2026-0001") -> dict[str, str]:
    return {document.key: document.state for document in office.register.documents(number)}


def test_a_straight_course_from_application_to_notification(office: Office) -> None:
    drop(office, "application", good("application"))
    assert ends(office, "2026-06-15") == {"application": "accepted"}
    assert documents(office) == {"beku_application": "ready"}
    for name in ("decision_buf", "decision_sof"):
        drop(office, name, good(name))
    assert "Afgørelsesbrev – undervisning (modtager 2)" in made(office)
    data = prefill_form(office, "SF-2026-0001", "agreement", dt.date(2026, 6, 30))
    assert "cpr" not in data["child"]
    agreement = changed(good("agreement"), {"/child/cpr": GONE, "/case_no": data["case_no"]})
    drop(office, "agreement", agreement, case="SF-2026-0001")
    assert ends(office, "2026-08-01") == {"agreement": "accepted"}
    assert "notification" not in documents(office)
    assert made(office, "2026-08-10") == ["Orientering til koordinationsgruppen"]
    (mail,) = office.workspace.outbox.iterdir()
    assert b"621112-5002" in mail.read_bytes()
    assert b"621112" not in mail.read_bytes().partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    (line,) = case_lines(office, dt.date(2026, 8, 10))
    assert line["state"] == "Iværksat"


def test_running_twice_changes_nothing(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    before = shared_files(office)
    again = run(office)
    assert (again.took, again.made) == ((), ())
    later = run(office, "2026-07-03")
    assert later.made == ()
    after = shared_files(office)
    assert {name for name in after if before.get(name) != after[name]} == {LIST}, "it bears the day"
    assert set(after) == set(before)


def test_the_same_application_with_other_plan_pages_remakes_the_plan_and_nothing_else(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    before = shared_files(office)
    second = changed(good("application"), {"/plan/rows/0/frequency": "3 formiddage om ugen"})
    drop(office, "application", second, file="ansøgning igen")
    assert made(office, "2026-07-02") == ["Fælles BUF-SOF-arbejdsplan"]
    after = shared_files(office)
    touched = {name for name in after if before.get(name) != after[name]}
    case = "sager/SF-2026-0001"
    assert touched == {
        LIST,
        f"{case}/Fælles BUF-SOF-arbejdsplan.docx",
        f"{case}/tidligere/Fælles BUF-SOF-arbejdsplan.docx",
        f"{case}/kvitteringer/Kvittering 2026-07-02-0004.docx",
    }


def test_a_changed_supplier_takes_the_drafts_back(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    second = changed(
        good("application"), {"/application_date": "2026-06-28", "/supplier/name": "Stien I/S (fiktiv)"}
    )
    drop(office, "application", second)
    run(office, "2026-07-02")
    states = documents(office)
    assert states.pop("beku_application") == "ready"
    assert set(states.values()) == {"withdrawn"}
    folder = office.workspace.cases / "SF-2026-0001"
    assert [path.name for path in folder.glob("*.docx")] == ["Samlet ansøgning til BEKU.docx"]
    waiting = case_account(office, "SF-2026-0001", dt.date(2026, 7, 2))["waiting"]
    assert any("Leverandøren er ændret i version 2" in sentence for sentence in waiting)


def test_a_file_is_returned_with_its_original_and_a_list(office: Office) -> None:
    wrong = changed(good("application"), {"/budget/total": 1})
    drop(office, "application", wrong, file="621112-5002 Alma")
    (took,) = run(office).took
    assert (took.file, took.end) == ("621112-xxxx Alma.docx", "returned")
    folder = office.workspace.shared / took.place
    assert sorted(path.name for path in folder.iterdir()) == [
        "Det indsendte skema.docx",
        "Det skal rettes.docx",
        "Ret her.docx",
    ]
    assert (folder / "Det indsendte skema.docx").read_bytes() == filled("application", wrong)
    comments = open_package((folder / "Ret her.docx").read_bytes())["word/comments.xml"]
    assert b"Skal rettes: " in comments
    assert b'w:date="2026-06-30T09:00:00Z"' in comments
    listed = open_package((folder / "Det skal rettes.docx").read_bytes())["word/document.xml"].decode()
    assert "»Ret her.docx«" in listed
    assert list(office.workspace.inbox.glob("*.docx")) == []
    assert office.register.cases() == []


def test_the_commented_copy_is_taken_in_once_it_is_mended(office: Office) -> None:
    drop(office, "application", changed(good("application"), {"/budget/buf": 175_001}))
    (took,) = run(office).took
    copy = (office.workspace.shared / took.place / "Ret her.docx").read_bytes()
    mended = tampered(copy, {"175.001 kr.": "175.000 kr."})
    (office.workspace.inbox / "rettet.docx").write_bytes(mended)
    assert ends(office, "2026-07-01") == {"rettet": "accepted"}


def test_a_file_that_is_no_form_goes_back_with_its_list_alone(office: Office) -> None:
    (office.workspace.inbox / "billede.docx").write_bytes(b"%PDF-1.7")
    (took,) = run(office).took
    folder = office.workspace.shared / took.place
    assert sorted(path.name for path in folder.iterdir()) == [
        "Det indsendte skema.docx",
        "Det skal rettes.docx",
    ]
    listed = open_package((folder / "Det skal rettes.docx").read_bytes())["word/document.xml"].decode()
    assert "Ret her" not in listed


def test_what_was_returned_may_come_again_and_what_was_accepted_is_a_duplicate(office: Office) -> None:
    wrong = changed(good("application"), {"/budget/total": 1})
    drop(office, "application", wrong)
    assert ends(office) == {"application": "returned"}
    drop(office, "application", wrong)
    assert ends(office) == {"application": "returned"}
    drop(office, "application", good("application"))
    assert ends(office) == {"application": "accepted"}
    drop(office, "application", good("application"), file="den samme")
    assert ends(office) == {"den samme": "duplicate"}
    assert len(office.register.filed("SF-2026-0001")) == 1


def test_a_form_without_a_case_waits_until_there_is_one(office: Office) -> None:
    drop(office, "decision_buf", good("decision_buf"))
    assert ends(office) == {"decision_buf": "waiting"}
    assert [path.name for path in office.workspace.questions.iterdir()] == ["2026-06-30-0001 Afklares.docx"]
    drop(office, "application", good("application"))
    assert ends(office) == {"application": "accepted"}
    assert list(office.workspace.questions.iterdir()) == []
    assert len(office.register.filed("SF-2026-0001")) == 2


@pytest.mark.parametrize(
    ("name", "cpr"), [("Alma Skrivefejlsen", "621112-5002"), ("Alma Testrup Eksempelsen", "740313-4028")]
)
def test_a_child_that_is_nearly_the_same_is_a_question(office: Office, name: str, cpr: str) -> None:
    drop(office, "application", good("application"))
    run(office)
    drop(office, "decision_buf", as_child(good("decision_buf"), name, cpr))
    assert ends(office) == {"decision_buf": "waiting"}


def test_a_case_number_that_meets_another_cpr_is_a_question(office: Office) -> None:
    drop(office, "application", good("application"))
    run(office)
    other = as_child(good("decision_buf"), "Ellen Modelsen Prøvholt", "740313-4028")
    drop(office, "decision_buf", other, case="SF-2026-0001")
    assert ends(office) == {"decision_buf": "waiting"}
    (row,) = office.register.inputs_where(end="waiting")
    assert "cpr-nr. er et andet" in row.reason


def test_a_conflict_is_accepted_holds_the_case_and_quotes_both_places(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    drop(office, "agreement", changed(good("agreement"), {"/school/name": "Skolen ved Prøvesøen"}))
    assert ends(office) == {"agreement": "accepted"}
    account = case_account(office, "SF-2026-0001", dt.date(2026, 6, 30))
    assert account["state"] == "På hold"
    (conflict,) = account["conflicts"]
    assert "»Eksempelskolen« i Ansøgningen (" in conflict
    assert "»Skolen ved Prøvesøen« i Samarbejdsaftalen (" in conflict
    assert set(documents(office).values()) == {"withdrawn"}


def test_a_notification_that_was_sent_is_not_made_again(office: Office) -> None:
    for name in (*GRANTED, "agreement"):
        drop(office, name, good(name))
    run(office, "2026-08-10")
    (mail,) = office.workspace.outbox.iterdir()
    mail.unlink()
    assert made(office, "2026-08-11") == []
    assert list(office.workspace.outbox.iterdir()) == []
    drop(
        office,
        "agreement",
        changed(good("agreement"), {"/school/name": "Skolen ved Prøvesøen"}),
        file="anden",
    )
    run(office, "2026-08-12")
    drop(office, "agreement", changed(good("agreement"), {"/version": 3}), file="rettet")
    assert "Orientering til koordinationsgruppen" not in made(office, "2026-08-13")


def test_a_parent_who_is_no_longer_to_have_a_letter_has_none_lying_there(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    second = changed(
        good("application"),
        {"/guardians/1/send_letters": False, "/guardians/1/send_letters_reason": "Efter eget ønske."},
    )
    drop(office, "application", second)
    run(office, "2026-07-01")
    states = documents(office)
    assert states["decision_school/2"] == states["decision_social/2"] == "withdrawn"
    assert states["decision_school/1"] == "draft"
    folder = office.workspace.cases / "SF-2026-0001"
    assert [path.name for path in folder.glob("*modtager 2.docx")] == []


def test_a_refusal_after_a_grant_takes_plan_and_approval_sheet_back(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    drop(office, "decision_refused", good("decision_refused"))
    run(office, "2026-07-01")
    gone = {"approval_sheet", "work_plan", "agreement", "meetings", "calendar"}
    assert {key for key, state in documents(office).items() if state == "withdrawn"} >= gone


# ── release ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_that_rests_on_unchecked_law_cannot_be_released(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    with pytest.raises(SetupError, match="nobody has checked the law"):
        release(office, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", dt.date(2026, 7, 1))


def test_a_released_letter_is_frozen(office: Office) -> None:
    office = with_checked_law(office)
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    day = dt.date(2026, 7, 1)
    released = release(office, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", day)
    assert (released.state, released.released_by, released.version) == ("released", "Birgit Prøvholm", 2)
    letter = office.workspace.shared / released.path
    before = letter.read_bytes()
    drop(
        office, "decision_buf", changed(good("decision_buf"), {"/family_view": "Alma vil gerne begynde nu."})
    )
    run(office, "2026-07-02")
    assert letter.read_bytes() == before
    assert documents(office)["decision_school/1"] == "released"
    assert documents(office)["decision_school/2"] == "draft"


def test_a_released_letter_that_the_case_has_left_behind_is_told_of(office: Office) -> None:
    office = with_checked_law(office)
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    release(office, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", dt.date(2026, 7, 1))
    work = bring_up_to_date(office, office.register.cases()[0], dt.date(2026, 7, 1))
    (send,) = (task for task in work.tasks if task.key.startswith("send:"))
    assert list(send.choices) == ["sent"]
    drop(office, "decision_refused", good("decision_refused"))
    run(office, "2026-07-02")
    work = bring_up_to_date(office, office.register.cases()[0], dt.date(2026, 7, 2))
    (task,) = (task for task in work.tasks if task.key.startswith("released:"))
    assert "men sagen siger noget andet nu" in task.says
    assert list(task.choices) == ["keep", "correction", "new_decision"]
    assert documents(office)["decision_school/1"] == "released"


def test_parents_keep_their_letters_when_they_are_named_in_another_order(office: Office) -> None:
    office = with_checked_law(office)
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    released = release(office, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", dt.date(2026, 7, 1))
    assert b"Mette Testrup" in open_package(_file(office, released.path))["word/document.xml"]
    mother, father = good("application")["guardians"]
    drop(office, "application", changed(good("application"), {"/guardians": [father, mother]}))
    assert not [title for title in made(office, "2026-07-02") if title.startswith("Afgørelsesbrev")]
    second = next(d for d in office.register.documents("SF-2026-0001") if d.key == "decision_school/2")
    assert "Søren Åge" in open_package(_file(office, second.path))["word/document.xml"].decode("utf-8")


def _file(office: Office, path: str) -> bytes:
    return (office.workspace.shared / path).read_bytes()


def test_a_draft_changed_by_hand_is_kept_and_never_released(office: Office) -> None:
    office = with_checked_law(office)
    for name in GRANTED:
        drop(office, name, good(name))
    run(office)
    letter = office.workspace.cases / "SF-2026-0001" / "Afgørelsesbrev undervisning - modtager 1.docx"
    letter.write_bytes(letter.read_bytes() + b"!")
    with pytest.raises(SetupError, match="changed by hand"):
        release(office, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", dt.date(2026, 7, 1))
    drop(
        office, "decision_buf", changed(good("decision_buf"), {"/family_view": "Alma vil gerne begynde nu."})
    )
    run(office, "2026-07-02")
    kept = letter.parent / "tidligere" / f"{letter.stem} (rettet i hånden).docx"
    assert kept.read_bytes().endswith(b"!")


def test_a_file_of_the_staffs_own_is_never_written_over(office: Office) -> None:
    drop(office, "application", good("application"))
    folder = office.workspace.cases / "SF-2026-0001"
    folder.mkdir(parents=True)
    (folder / "Samlet ansøgning til BEKU.docx").write_bytes(b"vores egen")
    run(office)
    kept = folder / "tidligere" / "Samlet ansøgning til BEKU (rettet i hånden).docx"
    assert kept.read_bytes() == b"vores egen"


def test_a_mail_taken_back_unsent_comes_back_as_it_was(office: Office) -> None:
    for name in (*GRANTED, "agreement"):
        drop(office, name, good(name))
    run(office, "2026-08-10")
    (mail,) = office.workspace.outbox.iterdir()
    before = mail.read_bytes()
    other = changed(good("agreement"), {"/school/name": "Skolen ved Prøvesøen"})
    drop(office, "agreement", other, file="anden")
    run(office, "2026-08-11")
    assert list(office.workspace.outbox.iterdir()) == []
    drop(office, "agreement", changed(good("agreement"), {"/version": 3}), file="rettet")
    run(office, "2026-08-12")
    assert mail.read_bytes() == before
    assert len(list(office.workspace.outbox.iterdir())) == 1


# ── approvals that bind ───────────────────────────────────────────────────────────────────────────────


def test_an_approval_given_before_a_version_of_the_same_date_does_not_count_for_it(office: Office) -> None:
    for name in GRANTED:
        drop(office, name, {k: v for k, v in good(name).items() if k != "application_version"})
    run(office)
    drop(office, "application", changed(good("application"), {"/supplier/name": "Stien I/S (fiktiv)"}))
    run(office, "2026-07-01")
    assert documents(office)["decision_school/1"] == "withdrawn"


def test_an_approval_of_a_version_by_its_number_counts_for_that_version_only(office: Office) -> None:
    drop(office, "application", good("application"))
    run(office, "2026-06-15")
    drop(office, "application", changed(good("application"), {"/supplier/name": "Stien I/S (fiktiv)"}))
    run(office, "2026-06-16")
    for name in ("decision_buf", "decision_sof"):
        drop(office, name, {**good(name), "application_version": 1})
    run(office)
    account = case_account(office, "SF-2026-0001", dt.date(2026, 6, 30))
    assert len(account["voided"]) == 2


def test_an_application_to_end_a_course_makes_no_letters(office: Office) -> None:
    for name in (*GRANTED, "agreement"):
        drop(office, name, good(name))
    run(office, "2026-08-10")
    ended = changed(good("application"), {"/application_type": "termination"})
    drop(office, "application", ended, case="SF-2026-0001")
    run(office, "2026-09-01")
    account = case_account(office, "SF-2026-0001", dt.date(2026, 9, 1))
    assert account["state"] != "Iværksat"
    assert any("en ændring eller et ophør" in sentence for sentence in account["waiting"])


# ── nothing is lost ───────────────────────────────────────────────────────────────────────────────────


class Cut(BaseException):
    """Stands for the process being killed: nothing after it runs."""


STEPS = (
    (taking, "keep_in_archive"),
    (taking, "read_file"),
    (cases, "look_again"),
    (cases, "bring_up_to_date"),
    (cases, "tell"),
    (telling, "write_once"),
    (telling, "receipt"),
)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("room", "step"), STEPS)
def test_a_run_cut_off_at_any_step_ends_as_if_it_had_not_been(
    office: Office, tmp_path: Path, room: ModuleType, step: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {
        **{name: good(name) for name in GRANTED},
        "plan": changed(good("plan"), {"/plan/rows/0/goal": GONE}),
    }
    with office_in(tmp_path / "uforstyrret") as calm:
        for name, data in names.items():
            drop(calm, name, data)
        run(calm)
        expected = shared_files(calm)
    for name, data in names.items():
        drop(office, name, data)
    whole = getattr(room, step)

    def cut(*args: object, **kwargs: object) -> None:
        if when == "after":
            whole(*args, **kwargs)
        raise Cut

    monkeypatch.setattr(room, step, cut)
    with pytest.raises(Cut):
        run(office)
    monkeypatch.undo()
    run(office)
    assert shared_files(office) == expected
    archived = [path for path in office.workspace.archive.rglob("*") if path.is_file()]
    assert len(archived) == len(names)


def test_a_register_made_by_a_newer_version_is_refused(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        database = office.workspace.database
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SetupError, match="newer"), office_in(tmp_path / "kontor"):
        pass


def test_a_run_whose_turn_with_the_cases_never_comes_is_told_to_try_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.process.cases.TURN", 0.1)
    drop(office, "application", good("application"))
    with office.register.alone(CASES):
        report = run(office)
    assert [took.end for took in report.took] == ["accepted"]
    assert report.untouched
    assert re.match(r"process \d+ on .* is at work", report.delays[0])
    assert documents(office) == {}
    assert [took.end for took in run(office).took] == [], "its end was on record already"
    assert documents(office)


def test_a_file_that_grows_while_it_is_taken_is_kept_whole(office: Office) -> None:
    whole = filled("application", good("application"))
    path = office.workspace.inbox / "langsom.docx"
    path.write_bytes(whole[:5000])
    with open_desk(office.workspace.claimed) as desk:
        claimed = desk.claim(path)
        assert claimed
        half = claimed.read()
        claimed.path.write_bytes(whole)
        claimed.done(half.sha256)
    assert [took.end for took in run(office).took] == ["accepted"]


def test_a_file_that_is_still_changing_is_left_for_the_next_run(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.workspace.inbox / "langsom.docx"
    path.write_bytes(b"PK")
    monkeypatch.setattr("pipeline.process.run.time.sleep", lambda _: path.write_bytes(b"PK more"))
    report = run_once(office, NOW, settle=2.0)
    assert (report.took, report.untouched) == ((), 1)
    assert path.read_bytes() == b"PK more"


def test_two_files_in_a_claim_folder_both_reach_their_end(office: Office) -> None:
    left = office.workspace.claimed / "abc"
    left.mkdir()
    (left / "a.docx").write_bytes(filled("application", good("application")))
    (left / "b.docx").write_bytes(filled("plan", good("plan")))
    (office.workspace.claimed / "c.docx").write_bytes(filled("decision_buf", good("decision_buf")))
    assert sorted(took.end for took in run(office).took) == ["accepted"] * 3


def test_the_newest_file_wins_whatever_it_is_called(office: Office) -> None:
    older, newer = good("application"), changed(good("application"), {"/supplier/name": "Stien I/S (fiktiv)"})
    drop(office, "application", newer, file="Ansøgning (2)")
    drop(office, "application", older, file="Ansøgning")
    os.utime(office.workspace.inbox / "Ansøgning.docx", (1_000_000, 1_000_000))
    run(office)
    assert office.register.filed("SF-2026-0001")[-1].submission.data["supplier"]["name"].startswith("Stien")


def test_a_bug_met_in_one_file_delays_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_file

    def broken(file: IncomingFile, *rest: object) -> Submission:
        if file.name == "ond.docx":
            raise ZeroDivisionError("621112-5002")
        return whole(file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "read_file", broken)
    drop(office, "plan", good("plan"), file="ond")
    drop(office, "application", good("application"))
    report = run(office)
    assert [took.end for took in report.took] == ["accepted"]
    assert len(report.broken) == 1
    assert "621112" not in report.broken[0]


@pytest.mark.parametrize("name", [b"ans\xf8gning.docx", "æ\u0301\u202e.docx".encode(), b"x" * 250 + b".docx"])
def test_strange_names_of_files_stop_nothing(office: Office, name: bytes) -> None:
    path = os.fsencode(office.workspace.inbox) + b"/" + name
    with open(path, "wb") as file:
        file.write(filled("application", good("application")))
    report = run(office)
    assert [took.end for took in report.took] == ["accepted"]
    assert report.broken == report.failed == ()


def test_lock_files_and_half_files_stay_where_they_are(office: Office) -> None:
    for name in ("~$ansøgning.docx", ".skjult.docx", "halv.docx.part", "kopi.tmp", "Thumbs.db"):
        (office.workspace.inbox / name).write_bytes(b"x")
    (office.workspace.inbox / "mappe").mkdir()
    (office.workspace.inbox / "lænke.docx").symlink_to("/etc/hostname")
    assert run(office).took == ()
    assert len(list(office.workspace.inbox.iterdir())) == 8
