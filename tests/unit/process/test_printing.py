"""Released letters as PDF: any machine reads them aloud, and they tell of nobody; or how to, in Word."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import sandbox
from pipeline.container import open_package
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.office import print_pdfs
from pipeline.office import running as office_running
from pipeline.pdfobjects.leaving import facts_of
from pipeline.process import Office, merge_files, recount, release_letters
from tests.casebook import changed, good
from tests.filled import catalogue, filled, incoming
from tests.offices import drop, office_in, run, shared_files, with_checked_law
from tests.samples import REFUSED_BY_SOF
from tests.tools import needs

DAY = dt.date(2026, 7, 1)
NUMBER = "SF-2026-0001"
GRANTED = ("application", "decision_buf", "decision_sof")
BY = "Birgit Prøvholm"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A case whose letters lie there as drafts, resting on law that people have checked."""
    with office_in(tmp_path) as made:
        ready = with_checked_law(made)
        for name in GRANTED:
            drop(ready, name, good(name))
        run(ready)
        yield ready


def folder(office: Office) -> Path:
    return office.workspace.cases / NUMBER


# ── printed ───────────────────────────────────────────────────────────────────────────────────────────


@needs("soffice")
def test_a_released_letter_lies_there_as_a_pdf_too(office: Office) -> None:
    released = release_letters(office, NUMBER, ["decision_social/1"], BY, DAY)
    assert [document.key for document in released.documents] == ["decision_social/1"]
    assert released.note == ""
    (pdf,) = folder(office).glob("*.pdf")
    assert pdf.stem == "Afgørelsesbrev støttende indsats - modtager 1"
    facts = facts_of(pdf.read_bytes())
    assert facts.tagged
    assert facts.title == "Afgørelsesbrev – støttende indsats"
    assert facts.language == "da-DK"
    assert facts.properties == ("Title",)
    assert facts.pages == 2
    content = pdf.read_bytes()
    assert not any(word in content for word in (b"LibreOffice", b"CreationDate", b"/Author", b"/Metadata"))


@needs("soffice")
def test_a_key_without_its_number_releases_every_recipients_letter_in_one_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    convert = office_running.convert

    def counted(sources: list[Path], *args: object, **kwargs: object) -> Path:
        started.append(len(sources))
        return convert(sources, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.office.printing.convert", counted)
    released = release_letters(office, NUMBER, ["decision_school", "child_letter"], BY, DAY)
    assert [one.key for one in released.documents] == [
        "decision_school/1",
        "decision_school/2",
        "child_letter",
    ]
    assert started == [3]
    assert len(list(folder(office).glob("*.pdf"))) == 3


@needs("soffice")
@pytest.mark.parametrize("words", [0, 15, 25, 140])
@pytest.mark.parametrize("decided", ["decision_sof", "refused"])
def test_the_letter_to_the_child_is_one_page_however_much_is_written(decided: str, words: int) -> None:
    long = " ".join(["eftermiddagen"] * words) or "Kort."
    sof = changed(good("decision_sof"), REFUSED_BY_SOF if decided == "refused" else {})
    files = [
        incoming("application", changed(good("application"), {"/child_view": long})),
        incoming("decision_buf", good("decision_refused" if decided == "refused" else "decision_buf")),
        incoming("decision_sof", changed(sof, {"/what_happens_now": long})),
    ]
    result = merge_files(files, catalogue(), DAY)
    child = next(one for one in result.made if one.due.key == "child_letter")
    assert facts_of(print_pdfs([child.content])[0]).pages == 1


@needs("soffice")
def test_the_same_letter_gives_the_same_pdf() -> None:
    word = filled("plan", good("plan"))
    first, second = print_pdfs([word, word])
    assert first == second == print_pdfs([word])[0]


@needs("soffice")
def test_half_a_batch_is_none() -> None:
    with pytest.raises(TemporaryFailure):
        print_pdfs([filled("plan", good("plan")), b"no document"])


def test_nothing_to_print_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert print_pdfs([]) == ()


# ── not printed ───────────────────────────────────────────────────────────────────────────────────────


def test_without_libreoffice_the_letter_is_released_and_people_are_told_how(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    released = release_letters(office, NUMBER, ["decision_school/1"], BY, DAY)
    assert released.documents[0].state == "released"
    assert "LibreOffice er ikke installeret her" in released.note
    assert "1) Åbn det frigivne brev" in released.note
    assert "2) Vælg Indstillinger" in released.note
    assert list(folder(office).glob("*.pdf")) == []


def test_a_print_that_fails_takes_no_release_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(documents: object) -> tuple[bytes, ...]:
        raise TemporaryFailure("no room")

    monkeypatch.setattr(sandbox, "can_print", lambda: True)
    monkeypatch.setattr(sandbox, "make_pdfs", fails)
    released = release_letters(office, NUMBER, ["decision_school/1"], BY, DAY)
    assert released.documents[0].state == "released"
    assert released.note.startswith("Brevene er frigivet, men LibreOffice kunne ikke")


@pytest.mark.parametrize(("path", "told"), [(os.devnull, True), (None, False)])
def test_the_receipt_says_where_nothing_can_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str | None, told: bool
) -> None:
    monkeypatch.setattr(sandbox, "can_print", lambda: path is None)
    with office_in(tmp_path) as made:
        for name in GRANTED:
            drop(made, name, good(name))
        run(made)
        receipts = sorted(made.workspace.cases.glob("*/kvitteringer/*.docx"))
        texts = [open_package(one.read_bytes())["word/document.xml"].decode("utf-8") for one in receipts]
    assert all(("LibreOffice er ikke installeret her" in text) is told for text in texts)
    assert all("Udkast – hjemmel skal kontrolleres" in text for text in texts)


def test_a_key_of_no_draft_is_an_error_as_before(office: Office) -> None:
    with pytest.raises(SetupError, match="no draft 'decision_market'"):
        release_letters(office, NUMBER, ["decision_market"], BY, DAY)


# ── cut off, or given again ───────────────────────────────────────────────────────────────────────────


def test_the_same_release_given_again_changes_nothing(office: Office) -> None:
    first = release_letters(office, NUMBER, ["decision_school"], BY, DAY)
    before = shared_files(office), office.register.trail_head()
    again = release_letters(office, NUMBER, ["decision_school"], BY, DAY + dt.timedelta(days=1))
    assert again.documents == first.documents
    assert (shared_files(office), office.register.trail_head()) == before
    with pytest.raises(SetupError, match="no draft 'decision_school/1'"):
        release_letters(office, NUMBER, ["decision_school/1"], "En Anden", DAY)


def test_all_letters_are_released_or_none(office: Office) -> None:
    (edited,) = folder(office).glob("Brev til barnet*.docx")
    edited.write_bytes(edited.read_bytes() + b"!")
    before = office.register.documents(NUMBER)
    with pytest.raises(SetupError, match="changed by hand"):
        release_letters(office, NUMBER, ["decision_social", "child_letter"], BY, DAY)
    assert office.register.documents(NUMBER) == before
    run(office, "2026-07-01")
    assert not list((office.workspace.cases / ".undervejs").iterdir())


def test_a_letter_that_is_on_record_and_not_in_its_place_is_put_there_by_the_next_round(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in its place is open on somebody's screen: it can't be moved."""

    def in_use(*_: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.process.placing.set_aside", in_use)
        with pytest.raises(TemporaryFailure, match="on record"):
            release_letters(office, NUMBER, ["decision_school/1"], BY, DAY)
    (released,) = [one for one in office.register.documents(NUMBER) if one.state == "released"]
    place = office.workspace.shared / released.path
    assert hashlib.sha256(place.read_bytes()).hexdigest() != released.sha256
    told = recount(office)
    assert told.problems == ()
    assert any("ikke lagt på plads endnu" in remark for remark in told.remarks)
    assert run(office, "2026-07-01").broken == ()
    assert hashlib.sha256(place.read_bytes()).hexdigest() == released.sha256
    assert recount(office).remarks == ()
