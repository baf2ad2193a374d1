"""Whatever kind of file is sent back: each finding stands in the copy, which says what the file said."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.container import open_package, sniff
from pipeline.process import commented_copy, read_file
from pipeline.records import Finding, IncomingFile, Severity, Status, Submission
from pipeline.sandbox import make_pdf_form
from tests.bench.acro import HABITS, acroform
from tests.bench.cases import PROGRAMME, Filled, filled_form
from tests.bench.layouts import LAYOUTS
from tests.bench.sheet import sheet_of
from tests.casebook import GONE, changed
from tests.filled import catalogue, filled
from tests.tools import as_pdf, by_libreoffice, needs, word_faults
from tests.unit.annotate.marks import BODY, remarks, unmarked

DAY = dt.date(2026, 9, 1)
WRONG = {"/child/cpr": "910212-4002", "/school/name": GONE}
"""A number of a day that isn't there, and an answer that is missing."""


@lru_cache(maxsize=1)
def spoilt() -> Filled:
    """An agreement that somebody filled in wrong."""
    told = filled_form(catalogue(), "agreement", 5, whole=True)
    return replace(told, data=changed(told.data, WRONG))


def foreign_word(folder: Path) -> bytes:
    dice = random.Random(5)
    return LAYOUTS["two-column"].draw(LAYOUTS["two-column"].sheet(spoilt(), dice), dice)


def foreign_paragraphs(folder: Path) -> bytes:
    dice = random.Random(5)
    layout = LAYOUTS["paragraphs label: value"]
    return layout.draw(layout.sheet(spoilt(), dice), dice)


def saved_as_odt(folder: Path) -> bytes:
    return by_libreoffice({"form": filled("agreement", spoilt().data)}, "odt")["form"]


def own_pdf_form(folder: Path) -> bytes:
    known = catalogue()
    return make_pdf_form(known.programme(PROGRAMME), "agreement", known.templates, spoilt().data)


def foreign_pdf_form(folder: Path) -> bytes:
    return acroform(sheet_of(spoilt(), random.Random(5)), HABITS["tooltips"])


def printed(folder: Path) -> bytes:
    return as_pdf(filled("agreement", spoilt().data))


MAKERS: Mapping[str, Callable[[Path], bytes]] = {
    "foreign word": foreign_word,
    "foreign paragraphs": foreign_paragraphs,
    "own pdf form": own_pdf_form,
    "foreign pdf form": foreign_pdf_form,
}
BY_LIBREOFFICE: Mapping[str, Callable[[Path], bytes]] = {"odt": saved_as_odt, "printed": printed}


def read(content: bytes) -> Submission:
    return read_file(IncomingFile(name="x", content=content), catalogue(), DAY)


def told_of(submission: Submission) -> list[Finding]:
    return [finding for finding in submission.findings if finding.severity is not Severity.NOTICE]


def same_said(copy: Submission, original: Submission) -> None:
    """The data, the places and all findings but those on what kind of file it was."""
    assert (copy.data, copy.sources, copy.status) == (original.data, original.sources, original.status)
    assert told_of(copy) == told_of(original)


@pytest.mark.parametrize("name", MAKERS)
def test_each_finding_stands_in_the_copy(name: str, tmp_path: Path) -> None:
    check(MAKERS[name](tmp_path), tmp_path)


@needs("soffice")
@pytest.mark.parametrize("name", BY_LIBREOFFICE)
def test_each_finding_stands_in_the_copy_of_what_libreoffice_made(name: str, tmp_path: Path) -> None:
    check(BY_LIBREOFFICE[name](tmp_path), tmp_path)


def check(content: bytes, folder: Path) -> None:
    submission = read(content)
    assert submission.status is Status.REJECTED
    assert {"/child/cpr", "/school/name"} <= {finding.pointer for finding in told_of(submission)}
    copy = commented_copy(content, submission, catalogue())
    assert copy
    is_pdf = copy.name.endswith(".pdf")
    said = notes_in(copy.content, submission) if is_pdf else comments_in(content, copy.content, folder)
    assert len(said) == len(told_of(submission))
    for finding in told_of(submission):
        message = " ".join(finding.message.split())
        assert any(message in " ".join(one.split()) for one in said), message
    if is_pdf:
        assert copy.content.startswith(content)
    same_said(read(copy.content), submission)


def comments_in(content: bytes, copy: bytes, folder: Path) -> list[str]:
    if sniff(content) == "docx":
        assert unmarked(open_package(copy)[BODY]) == open_package(content)[BODY]
        assert word_faults(copy, folder) == word_faults(content, folder)
    made = remarks(copy)
    (cpr,) = [remark for remark in made if "910212-4002" in remark.words]
    assert "910212-4002" in cpr.about or "pr" in cpr.about.casefold() or "personn" in cpr.about.casefold()
    return [remark.words for remark in made]


def notes_in(copy: bytes, submission: Submission) -> list[str]:
    """The words of the notes; the one on the number must stand beside it."""
    (cpr,) = [finding for finding in told_of(submission) if finding.pointer == "/child/cpr"]
    assert cpr.spot
    assert cpr.spot.box
    notes = []
    for number, page in enumerate(PdfReader(io.BytesIO(copy)).pages, start=1):
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            if note["/Subtype"] != "/Text":
                continue
            left, bottom, right, top = map(float, note["/Rect"])
            assert 0 < left < right < float(page.mediabox.right)
            assert 0 < bottom < top < float(page.mediabox.top)
            notes.append(str(note["/Contents"]))
            if "910212-4002" in notes[-1]:
                assert number == cpr.spot.box.page
                assert float(page.mediabox.top) - top == pytest.approx(cpr.spot.box.top, abs=20)
    return notes
