"""Open questions answered on their pages: filled in by the controls, dropped in the inbox, taken by a run."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.container import open_package
from pipeline.process import Office, RunReport, case_account, resolve
from pipeline.process.answer_pages import answer_page
from pipeline.records import IncomingFile, Status, Submission
from pipeline.register import InputRow, TaskEntry
from pipeline.settings import MARK
from tests.answered import controls, filled_in, words
from tests.casebook import as_child, changed, good
from tests.offices import drop, office_in, printing_cheaply, run, shared_files, with_checked_law
from tests.tools import as_pdf, by_libreoffice, needs

CASE = "SF-2026-0001"
GRANTED = ("application", "decision_buf", "decision_sof")
BY = "Karen-Marie Skriversen"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with printing_cheaply(), office_in(tmp_path / "kontor") as opened:
        yield with_checked_law(opened)


def page_of(office: Office, title: str) -> Path:
    """The page in the folder of open questions that bears this title."""
    (found,) = [path for path in office.workspace.questions.glob("*.docx") if title in _title(path)]
    return found


def _title(path: Path) -> str:
    return (
        open_package(path.read_bytes())["docProps/core.xml"]
        .decode()
        .partition("<dc:title>")[2]
        .partition("<")[0]
    )


def answer(
    office: Office, page: Path, tick: str | list[str] = "", day: str = "2026-07-01", **told: str
) -> RunReport:
    """Fill the page in, move it to the inbox, run."""
    content = filled_in(page.read_bytes(), tick, **told)
    page.unlink()
    (office.workspace.inbox / page.name).write_bytes(content)
    return run(office, day)


def task(office: Office, title: str) -> TaskEntry:
    return [one for one in office.register.tasks(CASE) if title in one.title][-1]


def granted(office: Office, **more: object) -> None:
    drop(office, "application", changed(good("application"), more))
    for name in GRANTED[1:]:
        drop(office, name, good(name))
    run(office)


def in_case(office: Office, pattern: str) -> list[str]:
    folder = office.workspace.cases / CASE
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern))


# ── each kind of question ─────────────────────────────────────────────────────────────────────────────


def test_a_letter_is_released_by_its_page(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    told = words(page.read_bytes())
    assert "»Afgørelsesbrev undervisning - modtager 1.docx«, version 1" in told
    assert "Alma Testrup Eksempelsen, 621112-xxxx" in told
    assert "621112-5002" not in told
    (took,) = answer(office, page, "release", by=BY, note="Læst begge breve.").took
    assert (took.end, took.case_number) == ("accepted", CASE)
    released = {d.key: d for d in office.register.documents(CASE) if d.state == "released"}
    assert set(released) == {"decision_school/1", "decision_school/2"}
    assert {(d.released_by, d.released_on) for d in released.values()} == {(BY, "2026-07-01")}
    answered = task(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    assert (answered.state, answered.answered_by, answered.note) == ("answered", BY, "Læst begge breve.")
    assert not page.exists()
    assert in_case(office, "svar/*") == ["svar/Svar 2026-07-01-0004.docx"]
    assert page_of(office, "Send brevet: Afgørelsesbrev – undervisning (modtager 1)")
    before = shared_files(office)
    again = run(office, "2026-07-01")
    assert (again.took, again.made, again.broken) == ((), (), ())
    assert shared_files(office) == before


def test_a_letter_that_is_not_right_yet_stays_a_draft_and_is_asked_about_anew(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    answer(office, page, "hold", by=BY, note="Slutdatoen er forkert.")
    assert not page.exists()
    assert {d.state for d in office.register.documents(CASE) if d.key.startswith("decision_school")} == {
        "draft"
    }
    heard = {"/family_view": "Alma vil gerne begynde, og begge forældre er enige med hende i det."}
    drop(office, "decision_buf", changed(good("decision_buf"), heard))
    run(office, "2026-07-02")
    assert "version 2" in words(page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning").read_bytes())


def test_a_decision_is_taken_back_on_the_page_of_its_letter(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    answer(office, page, "undo", by=BY, note="Der var ikke truffet nogen beslutning.")
    states = {d.key: d.state for d in office.register.documents(CASE)}
    assert {states[key] for key in states if key.startswith("decision_")} == {"withdrawn"}
    account = case_account(office, CASE, dt.date(2026, 7, 1))
    assert any("Afventer beslutning fra BUF" in reason for reason in account["waiting"])
    (told,) = [one for one in account["tasks"] if one["title"].startswith("Trukket tilbage: ")]
    assert (told["answered_by"], told["note"]) == (BY, "Der var ikke truffet nogen beslutning.")
    before = shared_files(office)
    run(office, "2026-07-01")
    assert shared_files(office) == before
    # A new decision counts like any other.
    drop(office, "decision_buf", changed(good("decision_buf"), {"/remarks": "Anden behandling."}))
    run(office, "2026-07-01")
    assert {d.key: d.state for d in office.register.documents(CASE)}["decision_school/1"] == "draft"


def test_a_letter_remade_since_its_page_was_written_is_never_released_unseen(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    old = filled_in(page.read_bytes(), "release", by=BY)
    heard = {"/family_view": "Alma vil gerne begynde, og begge forældre er enige med hende i det."}
    drop(office, "decision_buf", changed(good("decision_buf"), heard))
    run(office, "2026-07-02")
    (office.workspace.inbox / page.name).write_bytes(old)
    (took,) = run(office, "2026-07-03").took
    assert took.end == "returned"
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]
    # The same when the new decision and the page lie in the inbox together.
    page = page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning")
    drop(
        office,
        "decision_buf",
        changed(good("decision_buf"), {"/family_view": f"{heard} Igen."}),
        file="a",
    )
    (office.workspace.inbox / "b.docx").write_bytes(filled_in(page.read_bytes(), "release", by=BY))
    ends = [took.end for took in run(office, "2026-07-04").took]
    assert ends == ["accepted", "returned"]
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]


def test_a_letter_changed_by_hand_is_not_released_by_its_page(office: Office) -> None:
    granted(office)
    letter = office.workspace.cases / CASE / "Afgørelsesbrev undervisning - modtager 2.docx"
    letter.write_bytes(letter.read_bytes() + b"\0")
    (took,) = answer(
        office, page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning"), "release", by=BY
    ).took
    assert took.end == "returned"
    assert "Brevet er rettet i Word" in words(
        (office.workspace.shared / took.place / "Det skal rettes.docx").read_bytes()
    )
    assert not [d for d in office.register.documents(CASE) if d.state == "released"], (
        "not the other copy either"
    )


def conflicting(office: Office) -> Path:
    granted(office)
    drop(office, "agreement", changed(good("agreement"), {"/school/name": "Skolen ved Prøvesøen"}))
    run(office)
    return page_of(office, "Afklar: Skole")


def test_a_conflict_is_settled_on_its_page(office: Office) -> None:
    page = conflicting(office)
    told = words(page.read_bytes())
    assert "»Eksempelskolen« i Ansøgning" in told
    assert "»Skolen ved Prøvesøen« i Samarbejdsaftale" in told
    assert "Intet sendes imens" in told, "what each answer brings about"
    answer(office, page, "stands", by=BY)
    assert task(office, "Afklar: Skole").answer == "stands"
    assert not office.case(office.row(CASE), dt.date(2026, 7, 1)).conflicts


def test_the_other_side_of_a_conflict_is_noted_and_the_case_still_waits(office: Office) -> None:
    answer(office, conflicting(office), "mend", by=BY, note="Alma går på Skolen ved Prøvesøen.")
    assert task(office, "Afklar: Skole").answered_by == BY
    assert office.case(office.row(CASE), dt.date(2026, 7, 1)).conflicts


def test_a_question_of_the_programme_is_answered_on_its_page(office: Office) -> None:
    granted(office, **{"/guardians/0/protected_address": True})
    page = page_of(office, "Adressebeskyttelse")
    answer(office, page, "checked", by=BY)
    assert task(office, "Adressebeskyttelse").answer == "checked"
    assert "Fælles BUF-SOF-arbejdsplan.docx" in in_case(office, "*.docx")


def test_sent_and_stale_letters_are_answered_on_their_pages(office: Office) -> None:
    granted(office)
    answer(office, page_of(office, "Frigiv brevet: Afgørelsesbrev – undervisning"), "release", by=BY)
    answer(office, page_of(office, "Send brevet: Afgørelsesbrev – undervisning (modtager 2)"), "sent", by=BY)
    assert {d.key: d.state for d in office.register.documents(CASE)}["decision_school/2"] == "sent"
    heard = {"/family_view": "Alma vil gerne begynde, og begge forældre er enige med hende i det."}
    drop(office, "decision_buf", changed(good("decision_buf"), heard))
    run(office, "2026-07-02")
    page = page_of(office, "Frigivet brev: Afgørelsesbrev – undervisning (modtager 2)")
    answer(office, page, "correction", "2026-07-03", by=BY)
    assert any("berigtigelse" in name for name in in_case(office, "*.docx"))


def test_a_waiting_file_is_placed_on_its_page(office: Office) -> None:
    drop(office, "application", good("application"))
    other = as_child(good("application"), "Alma Testrup Eksempelsen-Ny", good("application")["child"]["cpr"])
    drop(office, "application", other, file="621112-5002 igen")
    run(office)
    page = page_of(office, "Hvilken sag hører skemaet til?")
    assert "621112-5002" not in words(page.read_bytes())
    assert f"answer:{CASE}" in controls(page.read_bytes())
    (took,) = answer(office, page, "ny", by=BY).took
    assert (took.end, took.case_number) == ("accepted", "SF-2026-0002")
    assert not office.register.inputs_where(end="waiting")
    assert list(office.workspace.questions.glob("*Afklares*")) == []
    folder = office.workspace.cases / "SF-2026-0002"
    assert [path.name for path in (folder / "svar").iterdir()] == ["Svar 2026-07-01-0003.docx"]
    assert (folder / "Samlet ansøgning til BEKU.docx").exists()


def test_a_file_that_belongs_nowhere_is_laid_aside_by_name(office: Office) -> None:
    drop(office, "agreement", good("agreement"))
    run(office)
    page = page_of(office, "Hvilken sag hører skemaet til?")
    report = answer(office, page, "drop", by=BY)
    assert [(took.end, took.case_number) for took in report.took] == [("accepted", "")]
    assert not office.register.inputs_where(end="waiting")
    (folder,) = office.workspace.returned.iterdir()
    assert {path.name for path in folder.iterdir()} == {
        "Det indsendte skema.docx",
        "Det skal rettes.docx",
        "Svar 2026-07-01-0002.docx",
    }
    assert f"lagt til side af {BY}" in words((folder / "Det skal rettes.docx").read_bytes())
    before = shared_files(office)
    assert run(office, "2026-07-01").took == ()
    assert shared_files(office) == before
    assert not page.exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Skriv sagsnummeret på den sag"),
        ("SF-2026-0099", "Sagen SF-2026-0099 findes ikke her"),
    ],
)
def test_another_case_needs_its_number(office: Office, written: str, said: str) -> None:
    drop(office, "agreement", good("agreement"))
    run(office)
    page = page_of(office, "Hvilken sag hører skemaet til?")
    assert "answer:ny" not in controls(page.read_bytes()), "an agreement opens no case"
    (took,) = answer(office, page, "other", by=BY, case_no=written).took
    assert took.end == "returned"
    assert said in words((office.workspace.shared / took.place / "Det skal rettes.docx").read_bytes())
    assert office.register.inputs_where(end="waiting")
    assert page.exists(), "the question is still asked"


def test_another_case_is_found_by_its_number(office: Office) -> None:
    child = as_child(good("agreement"), "Alma Testrup Nielsen", good("application")["child"]["cpr"])
    drop(office, "agreement", child)
    run(office)
    drop(office, "application", good("application"))
    run(office)
    (took,) = answer(office, page_of(office, "Hvilken sag"), "other", by=BY, case_no="sf-2026-0001").took
    assert (took.end, took.case_number) == ("accepted", CASE)


@needs("soffice")
def test_a_page_saved_by_libreoffice_counts_as_well(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    content = filled_in(page.read_bytes(), "release", by=BY, note="Læst med Alma.")
    saved = by_libreoffice({"side": content}, "docx:MS Word 2007 XML")["side"]
    assert saved != content
    page.unlink()
    (office.workspace.inbox / "side.docx").write_bytes(saved)
    (took,) = run(office, "2026-07-01").took
    assert took.end == "accepted", took
    assert {d.key: d.state for d in office.register.documents(CASE)}["child_letter"] == "released"
    assert task(office, "Frigiv brevet: Brev til barnet").note == "Læst med Alma."


@needs("soffice")
def test_a_page_saved_as_pdf_is_answered_by_nobody(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    printed = as_pdf(filled_in(page.read_bytes(), "release", by=BY))
    (office.workspace.inbox / "side.pdf").write_bytes(printed)
    (took,) = run(office, "2026-07-01").took
    assert took.end == "returned"
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]


# ── wrong answers ─────────────────────────────────────────────────────────────────────────────────────


def returned(office: Office, report: RunReport) -> tuple[str, Path]:
    """What the list says that went back with the page, and the folder it lies in."""
    (took,) = report.took
    assert took.end == "returned", took
    place = office.workspace.shared / took.place
    assert (place / "Det indsendte svar.docx").exists()
    return words((place / "Det skal rettes.docx").read_bytes()), place


@pytest.mark.parametrize(
    ("tick", "by", "said"),
    [
        (["release", "hold"], BY, "Svar"),
        ([], BY, "Svar"),
        ("release", "", "Navn"),
        ("release", "?", "Skriv navnet på den, der har taget stilling"),
    ],
)
def test_an_unclear_answer_goes_back_with_comments(
    office: Office, tick: str | list[str], by: str, said: str
) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    told, place = returned(office, answer(office, page, tick, by=by))
    assert said in told
    assert "Svaret er ikke noteret" in told
    comments = open_package((place / "Ret her.docx").read_bytes())["word/comments.xml"].decode()
    assert "Skal rettes: " in comments
    assert task(office, "Frigiv brevet: Brev til barnet").state == "open"
    assert page.exists(), "the question is still asked"
    # The commented copy is mended and dropped: the answer counts.
    mended = (place / "Ret her.docx").read_bytes()
    rest = {"tick": "release"} if tick == [] else {"by": BY}
    if tick != ["release", "hold"]:
        (office.workspace.inbox / "rettet.docx").write_bytes(filled_in(mended, **rest))
        (took,) = run(office, "2026-07-02").took
        assert took.end == "accepted"


def test_a_question_is_answered_once(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    late = filled_in(page.read_bytes(), "release", by="En Anden")
    same = filled_in(page.read_bytes(), "hold", by=BY)
    answer(office, page, "hold", by=BY)
    (office.workspace.inbox / "igen.docx").write_bytes(same)
    (took,) = run(office, "2026-07-02").took
    assert took.end == "duplicate"
    (office.workspace.inbox / "sent.docx").write_bytes(late)
    told, _ = returned(office, run(office, "2026-07-02"))
    assert f"allerede besvaret 1. juli 2026 af {BY}" in told
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]


def test_a_question_whose_cause_is_gone_is_answered_by_nobody(office: Office) -> None:
    page = conflicting(office)
    late = filled_in(page.read_bytes(), "stands", by=BY)
    drop(office, "agreement", good("agreement"), file="rettet")
    run(office)
    assert not page.exists()
    (office.workspace.inbox / "sent.docx").write_bytes(late)
    told, _ = returned(office, run(office, "2026-07-02"))
    assert "Spørgsmålet på siden er der ikke længere" in told


def test_a_page_of_another_workspace_answers_nothing(office: Office, tmp_path: Path) -> None:
    granted(office)
    with office_in(tmp_path / "et andet kontor") as plain:
        for root in (plain.workspace.data, plain.workspace.shared):
            (root / MARK).write_text("ffffffff", "ascii")
        other = with_checked_law(plain)
        granted(other)
        page = filled_in(page_of(other, "Frigiv brevet: Brev til barnet").read_bytes(), "release", by=BY)
    (office.workspace.inbox / "fremmed.docx").write_bytes(page)
    told, _ = returned(office, run(office))
    assert "en anden arbejdsmappe" in told
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]


def test_a_page_that_comes_by_mail_answers_nothing(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    content = filled_in(page.read_bytes(), "release", by=BY)
    file = IncomingFile(name="side.docx", content=content, channel="mail:fælles")
    empty = Submission(file=file.name, sha256=file.sha256, status=Status.UNKNOWN_FORM)
    row = InputRow(
        id="1",
        sha256=file.sha256,
        channel=file.channel,
        received_at="2026-07-01T09:00:00+00:00",
        end="returned",
        submission=empty,
    )
    taken = answer_page(office, row, file, dt.date(2026, 7, 1))
    assert (taken.end, [one.code for one in taken.submission.findings]) == ("returned", ["task.channel"])
    assert not [d for d in office.register.documents(CASE) if d.state == "released"]


def test_a_page_without_its_mark_answers_nothing(office: Office) -> None:
    granted(office)
    page = page_of(office, "Frigiv brevet: Brev til barnet")
    told, _ = returned(office, answer(office, page, "release", by=BY, ticket="noget andet"))
    assert "Sidens mærke mangler" in told


def test_a_page_somebody_wrote_on_is_kept_when_its_question_is_gone(office: Office) -> None:
    page = conflicting(office)
    page.write_bytes(filled_in(page.read_bytes(), note="Ring til skolen."))
    drop(office, "agreement", good("agreement"), file="rettet")
    run(office)
    assert not page.exists()
    (kept,) = (office.workspace.cases / CASE / "tidligere").glob("*Opgave*")
    assert "Ring til skolen." in words(kept.read_bytes())


def test_the_command_and_the_page_are_the_same(office: Office) -> None:
    granted(office)
    name = task(office, "Frigiv brevet: Brev til barnet").name
    resolve(office, name, "release", BY, dt.date(2026, 7, 1))
    assert {d.key: d.state for d in office.register.documents(CASE)}["child_letter"] == "released"


def test_no_page_names_a_cpr_number_in_its_file_or_properties(office: Office) -> None:
    granted(office, **{"/guardians/0/protected_address": True})
    for path in office.workspace.questions.glob("*"):
        package = open_package(path.read_bytes())
        text = "".join(
            part.decode("utf-8", "replace") for name, part in package.items() if name.endswith("xml")
        )
        assert not re.search(r"621112-?\d{4}", path.name + text)
