"""The recogniser of words: what it gives on forms as they are scanned, and that it can't do harm."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import ocr
from pipeline.definitions import Kind, leaves
from pipeline.errors import InputRejected
from pipeline.extract.page import read_page_pdf
from pipeline.extract.recognised import page_of, readable, scanned_form
from pipeline.extract.regions import Piece, pieces_of
from pipeline.extract.scan import PageImage
from pipeline.records import ExtractedForm
from pipeline.records.layout import TICKED, UNTICKED
from tests.casebook import good
from tests.tools import as_pdf, needs
from tests.unit.blank.forms import filled, form_of
from tests.unit.extract.scans import drawn, quarter_turns, with_noise

WHITE = PageImage(number=1, width=80, height=60, dpi=100, grey=b"\xff" * 4800)


def whole(page: PageImage) -> Piece:
    return Piece(left=0, top=0, width=page.width, height=page.height, grey=page.grey)


WHOLE = whole(WHITE)
AS_WRITTEN = (Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.POSTAL_CODE, Kind.CPR, Kind.INTEGER)
"""Kinds of values that stand in a form as they stand in the data."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place where a test can put another `tesseract`."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")
    ocr.available.cache_clear()
    yield tmp_path / "tesseract"
    ocr.available.cache_clear()


def install(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────────


def written(form: ExtractedForm) -> str:
    assert form.layout is not None
    return " ".join(" ".join(line.text.split()) for line in form.layout.lines())


@needs("soffice")
@needs("tesseract")
def test_nine_of_ten_values_of_a_scanned_form_are_read_rightly_and_every_tick() -> None:
    form = form_of("agreement")
    pdf = as_pdf(filled(form))
    pages = []
    for image in drawn(pdf, ocr.DPI):
        page = readable(with_noise(image, 20))
        pages.append(page_of(page, ocr.read_words(page.image, pieces_of(page.image, page.rulings))))
    scanned, printed = written(scanned_form(pages)), written(read_page_pdf(pdf))
    fields = {pointer: form.find(pointer) for pointer, _ in leaves(good(form.name))}
    values = [
        " ".join(str(value).split())
        for pointer, value in leaves(good(form.name))
        if getattr(fields[pointer], "kind", None) in AS_WRITTEN
    ]
    values = [value for value in values if value in printed]
    read = [value for value in values if value in scanned]
    assert len(values) > 30
    assert len(read) >= 0.9 * len(values), sorted(set(values) - set(read))
    assert any(letter in value for value in read for letter in "æøåÆØÅ")
    assert [scanned.count(sign) for sign in (TICKED, UNTICKED)] == [
        printed.count(sign) for sign in (TICKED, UNTICKED)
    ]


@needs("soffice")
@needs("tesseract")
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_it_is_told_how_a_page_lies(turns: int) -> None:
    image = next(drawn(as_pdf(filled(form_of("decision"))), 150))
    assert ocr.quarter_turn(quarter_turns(image, turns)) == (360 - 90 * turns) % 360


@needs("tesseract")
def test_on_a_white_page_there_is_nothing() -> None:
    page = PageImage(number=1, width=800, height=600, dpi=200, grey=b"\xff" * 480_000)
    assert ocr.read_words(page, (whole(page),)) == ()
    assert ocr.quarter_turn(page) == 0


# ── the program ───────────────────────────────────────────────────────────────────────────────────────


def test_without_the_program_a_scan_is_refused(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert not ocr.available()
    with pytest.raises(InputRejected, match=r"file\.scan"):
        ocr.read_words(WHITE, (WHOLE,))
    assert ocr.quarter_turn(WHITE) == 0


def test_without_the_language_it_is_not_there(program: Path) -> None:
    install(program, "echo 'List of available languages (1):'; echo eng")
    assert not ocr.available()
    assert ocr.available("eng")


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "cat >/dev/null; exit 3"])
def test_a_program_that_fails_is_a_refusal(program: Path, script: str) -> None:
    install(program, script)
    with pytest.raises(InputRejected, match=r"file\.scan"):
        ocr.read_words(WHITE, (WHOLE,))


@pytest.mark.parametrize(
    "told", ["", "rubbish", "a\tb\n5\t1", "head\n5\tx\tx\tx\tx\tx\tx\tx\tx\tx\tx\tord", "head\n\\377\\376"]
)
def test_rubbish_is_no_word(program: Path, told: str) -> None:
    install(program, f"cat >/dev/null; printf '{told}'")
    assert ocr.read_words(WHITE, (WHOLE,)) == ()


def test_a_program_that_hangs_is_ended_with_its_children(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = program.parent / "child"
    install(program, f"(sleep 60 & echo $! > {mark}; wait)")
    monkeypatch.setattr(ocr, "SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(InputRejected, match=r"file\.scan"):
        ocr.read_words(WHITE, (WHOLE,))
    assert time.monotonic() - started < 10
    child = Path("/proc") / mark.read_text().strip() / "stat"
    for _ in range(50):
        if not child.exists() or child.read_text().split(") ")[1][0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the child lives on")


def test_it_sees_nothing_of_the_environment(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hemmelig")
    seen = program.parent / "seen"
    install(program, f"cat >/dev/null; env > {seen}")
    ocr.read_words(WHITE, (WHOLE,))
    assert "hemmelig" not in seen.read_text()
    assert "OMP_THREAD_LIMIT=1" in seen.read_text()
