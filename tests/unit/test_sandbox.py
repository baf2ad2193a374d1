"""The door: every kind of file comes in by it, and what can't be read leaves as a code."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import re
from typing import Any

import pytest

from pipeline import ocr
from pipeline.container import open_package, write_package
from pipeline.errors import InputRejected
from pipeline.process import read_file
from pipeline.records import ExtractedForm, IncomingFile, Mark, Severity, Status
from pipeline.sandbox import make_commented, make_form, make_pdf_form, read_document
from tests.bench.producers import as_strict, as_type
from tests.casebook import changed, good
from tests.filled import PROGRAMME, catalogue, filled
from tests.tools import as_pdf, by_libreoffice, needs
from tests.unit.annotate.marks import finding
from tests.unit.extract.printed import drawn_pdf
from tests.unit.extract.scans import drawn, picture_pdf, quarter_turns
from tests.words import DOCM, DOTM, DOTX

DAY = dt.date(2026, 8, 10)
CASE = "SF-2026-0137"
NAME = "agreement"
DATA = good(NAME)
WORD = filled(NAME, DATA)
MARK = Mark(programme=PROGRAMME, form=NAME, version=1)


def pdf_form(data: Any = DATA, case: str = "") -> bytes:
    return make_pdf_form(catalogue().programme(PROGRAMME), NAME, catalogue().templates, data, case)


def data_of(content: bytes) -> Any:
    """The data of a file that says nothing an official would have to look at."""
    read = read_file(IncomingFile(name="x", content=content), catalogue(), DAY)
    assert read.status is Status.ACCEPTED, [one.message for one in read.findings]
    assert [one.message for one in read.findings if one.severity is not Severity.NOTICE] == []
    return read.data


def flowing(data: Any) -> Any:
    """The data with the line ends within its values as blanks: on paper they may be anywhere."""
    return json.loads(re.sub(r"(\\n|\s)+", " ", json.dumps(data)))


def words_of(form: ExtractedForm) -> str:
    assert form.layout is not None
    return " ".join(" ".join(line.text.split()) for line in form.layout.lines())


# ── Word and its relatives ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(bytes, id="docx"),
        pytest.param(as_strict, id="strict"),
        pytest.param(as_type(DOCM), id="docm"),
        pytest.param(as_type(DOTX), id="dotx"),
        pytest.param(as_type(DOTM), id="dotm"),
    ],
)
def test_every_kind_of_word_file_says_the_same(change: Any) -> None:
    assert read_document(change(WORD)).mark == MARK
    assert data_of(change(WORD)) == DATA


@needs("soffice")
@pytest.mark.parametrize(
    ("target", "kind"), [("odt", "odt"), ("rtf", "rtf"), ("doc:MS Word 97", "doc"), ("fodt", "fodt")]
)
def test_what_libreoffice_can_open_is_read_as_the_word_file_it_makes(target: str, kind: str) -> None:
    content = by_libreoffice({"form": WORD}, target)["form"]
    assert b"word/document.xml" not in content[:4000], kind
    assert "file.converted" in read_document(content).notices
    assert flowing(data_of(content)) == flowing(DATA)


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────


def test_our_own_pdf_form_is_read_by_its_fields() -> None:
    form = read_document(pdf_form())
    assert (form.mark, form.layout) == (MARK, None)
    assert data_of(pdf_form()) == DATA


def test_a_pdf_form_made_for_a_case_names_it() -> None:
    form = read_document(pdf_form(case=CASE))
    assert form.mark
    assert form.mark.case == CASE


def test_the_fields_of_another_makers_pdf_stand_where_they_are_on_its_pages() -> None:
    content = drawn_pdf(_by_others)
    form = read_document(content)
    assert form.mark is None
    assert words_of(form) == (
        "Ansøgning om SkoleflexPLUS Barnets fulde navn Ida Ibsen Prøve Skolens navn Skolen ved Prøvesøen "
        "Har barnet en sag? ☒ Ja ☐ Nej"
    )
    assert [answer.raw for answer in form.answers if not answer.checked] == [
        "Ida Ibsen Prøve", "Skolen ved Prøvesøen", "☐",
    ]  # fmt: skip


def _by_others(canvas: Any) -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(57, 770, "Ansøgning om SkoleflexPLUS")
    canvas.setFont("Helvetica", 10)
    fields = canvas.acroForm
    for n, (label, value) in enumerate(
        [("Barnets fulde navn", "Ida Ibsen Prøve"), ("Skolens navn", "Skolen ved Prøvesøen")]
    ):
        y = 730 - 30 * n
        canvas.drawString(57, y, label)
        fields.textfield(name=f"Text{n}", value=value, x=200, y=y - 5, width=250, height=18)
    canvas.drawString(57, 660, "Har barnet en sag?")
    for x, word, ticked in ((200, "Ja", True), (260, "Nej", False)):
        fields.checkbox(name=f"Check{word}", x=x, y=657, size=12, checked=ticked)
        canvas.drawString(x + 16, 660, word)


@needs("soffice")
def test_a_printed_form_is_read_by_its_pages() -> None:
    content = as_pdf(filled(NAME, DATA, CASE))
    form = read_document(content)
    assert (form.mark, form.answers, form.case) == (None, (), CASE)
    assert flowing(data_of(content)) == flowing(DATA)


# ── paper ─────────────────────────────────────────────────────────────────────────────────────────────


def scan(content: bytes, turns: int = 0) -> bytes:
    """The Word file printed, laid on the glass and scanned."""
    pages = [quarter_turns(page, turns) for page in drawn(as_pdf(content), 200)]
    return picture_pdf(pages)


@needs("soffice")
def test_a_scan_of_a_form_made_for_a_case_is_a_signed_copy_and_nothing_is_read_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "_run", lambda *_, **__: pytest.fail("nothing is to be recognised"))
    form = read_document(scan(filled(NAME, DATA, CASE)))
    assert form.mark == Mark(programme=PROGRAMME, form=NAME, version=1, case=CASE)
    assert (form.answers, form.layout, form.notices) == ((), None, ("file.signed_copy",))


@needs("soffice")
def test_without_a_recogniser_another_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda language="dan": False)
    content = scan(WORD)
    with pytest.raises(InputRejected, match=r"file\.scan"):
        read_document(content)


@needs("soffice")
@needs("tesseract")
@pytest.mark.parametrize("turns", [0, 1])
def test_what_is_recognised_on_a_scan_is_proposed_and_its_code_names_the_form(
    turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = scan(WORD, turns)
    form = read_document(content)
    assert form.proposed
    assert form.mark == MARK
    assert form.notices == ("file.filled_by_hand", "file.recognised")
    assert DATA["school"]["name"] in words_of(form)
    # To recognise it all a second time takes half a minute.
    monkeypatch.setattr("pipeline.sandbox.read_document", {content: form}.__getitem__)
    read = read_file(IncomingFile(name="x.pdf", content=content), catalogue(), DAY)
    assert (read.programme, read.form, read.status) == (PROGRAMME, NAME, Status.REJECTED)
    assert "/child/cpr" not in read.sources or "cpr" not in read.data.get("child", {})
    doubted = {one.pointer for one in read.findings if one.severity is not Severity.NOTICE}
    assert not [pointer for pointer in read.sources if not _is_told(pointer, doubted)]


def _is_told(pointer: str, doubted: set[str]) -> bool:
    return any(pointer == one or pointer.startswith(f"{one}/") for one in doubted if one)


@needs("soffice")
@needs("tesseract")
def test_where_a_scan_has_no_code_the_words_at_its_foot_name_form_and_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.extract.scan._codes_on", lambda page: [])
    form = read_document(scan(filled(NAME, DATA, CASE)))
    assert (form.mark, form.proposed) == (None, True)
    assert form.case == CASE
    assert "samarbejdsaftale" in form.titles[0].casefold()


# ── what can't be read ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"bare tekst", "file.unknown"),
        (b"<html><body>Hej</body></html>", "file.html"),
        (write_package([("a.txt", b"x")]), "file.not_word"),
        (b"%PDF-1.7\n%%EOF", "file.damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        (WORD[: len(WORD) // 2], "file.damaged"),
        (pdf_form()[:900], "file.damaged"),
    ],
)
def test_what_can_not_be_read_is_told_by_a_code(content: bytes, code: str) -> None:
    with pytest.raises(InputRejected) as rejected:
        read_document(content)
    assert rejected.value.code == code


def test_libraries_say_nothing_of_a_strangers_file(caplog: pytest.LogCaptureFixture) -> None:
    torn = pdf_form().replace(b"endobj", b"endob ", 5)
    with caplog.at_level(logging.DEBUG), contextlib.suppress(InputRejected):
        read_document(torn)
    assert [record for record in caplog.records if record.name.startswith(("pypdf", "pdfminer"))] == []


# ── what goes back ────────────────────────────────────────────────────────────────────────────────────


def test_a_comment_goes_into_every_kind_of_word_file() -> None:
    form = catalogue().form(f"{PROGRAMME}/{NAME}")
    for content in (WORD, as_strict(WORD), as_type(DOCM)(WORD)):
        copy = make_commented(content, [finding("/school/name")], form)
        assert copy
        assert "word/comments.xml" in open_package(copy)


def test_a_note_goes_into_a_pdf_and_the_file_itself_stays_as_it_came() -> None:
    form = catalogue().form(f"{PROGRAMME}/{NAME}")
    copy = make_commented(pdf_form(), [finding("/school/name", message="Ret det.")], form)
    assert copy
    assert copy.startswith(pdf_form())
    assert data_of(copy) == DATA


def test_nothing_goes_back_of_what_is_no_document() -> None:
    form = catalogue().form(f"{PROGRAMME}/{NAME}")
    assert make_commented(b"bare tekst", [finding("/school/name")], form) is None
    assert make_commented(WORD, [], form) is None


def test_a_form_is_made_for_a_case_in_both_kinds() -> None:
    programme = catalogue().programme(PROGRAMME)
    word = make_form(programme, NAME, catalogue().templates["form.docx"], changed(DATA, {}), CASE)
    pdf = make_pdf_form(programme, NAME, catalogue().templates, DATA, CASE)
    assert read_document(word).mark == read_document(pdf).mark
