"""The letters of Tilbageslusningsflex; `SKOLEFLEX_UPDATE=1` writes them anew."""

from __future__ import annotations

import datetime as dt
import email
from email.policy import default
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.container import open_package
from pipeline.process import merge_files
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.golden.shelf import UPDATE
from tests.golden.test_letters import paragraphs
from tests.tilbageslusning import FOLDER

LETTERS = Path(__file__).with_name("tilbageslusning")
COURSES = {
    "good": ("2026-06-30", ("application", "plan", "decision", "measure")),
    "refused": ("2026-06-30", ("application", "plan", "decision")),
    "extended": ("2027-06-10", ("application", "plan", "decision", "extension")),
    "stopped": ("2027-01-20", ("application", "plan", "decision", "ending")),
}
"""The samples of each course, and the day on which its letters are written."""

EXPECTED = {
    "good": ("child_letter", "decision_school", "decision_social"),
    "refused": ("decision_school",),
    "extended": ("extended_school",),
    "stopped": ("stopped_school",),
}
OTHERS = {
    "good": (
        *("beku_package", "cover_slip", "journal_csc", "journal_kingo", "kmd_sheet", "notification"),
        *("resource_notice", "work_plan"),
    ),
    "refused": ("beku_package", "cover_slip", "journal_csc", "journal_kingo"),
    "extended": (
        *("beku_package", "cover_slip", "journal_csc", "journal_kingo", "kmd_sheet", "notification"),
        *("resource_notice",),
    ),
    "stopped": ("beku_package", "ending_notice", "journal_csc", "journal_kingo", "kmd_sheet", "work_plan"),
}
LETTER_NAMES = [(course, letter) for course, letters in EXPECTED.items() for letter in letters]


@lru_cache(maxsize=8)
def made_of(course: str) -> dict[str, bytes]:
    """Every document of a course, letters to their first recipient."""
    day, forms = COURSES[course]
    names = [f"{form}/{course}.docx" for form in forms]
    files = [IncomingFile(name=name, content=(FOLDER / name).read_bytes()) for name in names]
    result = merge_files(files, catalogue(), dt.date.fromisoformat(day))
    assert result.accepted
    return {one.document.id: one.content for one in result.made if not one.due.key.endswith("/2")}


def said(course: str, letter: str) -> str:
    return "\n".join(text for text in paragraphs(made_of(course)[letter]) if text) + "\n"


@pytest.mark.parametrize("course", COURSES)
def test_each_course_has_its_documents(course: str) -> None:
    assert sorted(made_of(course)) == sorted((*EXPECTED[course], *OTHERS[course]))


@pytest.mark.parametrize(("course", "letter"), LETTER_NAMES)
def test_a_letter_says_what_it_said(course: str, letter: str) -> None:
    path, text = LETTERS / f"{course}-{letter}.txt", said(course, letter)
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize(("course", "letter"), LETTER_NAMES)
def test_no_letter_promises_one_to_one_or_names_the_register_s_code(course: str, letter: str) -> None:
    text = said(course, letter)
    assert "supplerende undervisning" not in text.casefold()
    assert "150.000" not in text
    assert "leverandør" not in text.casefold()
    if "1:1" in text:
        assert "I skal ikke forvente en voksen kun til jeres barn (1:1-støtte)" in text


def test_the_letter_says_when_day_treatment_ends_and_who_gets_a_copy() -> None:
    text = said("good", "decision_school")
    assert "slutter den 7. august 2026" in text
    assert "1:1-støtte" in text
    assert "Kopi: Psykolog Jonas Modelsen" in text
    assert "UU-vejlederen er med" in text


def test_the_code_of_the_register_stands_on_its_sheet_alone() -> None:
    package = open_package(made_of("good")["kmd_sheet"])["word/document.xml"].decode("utf-8")
    assert "supplerende undervisning" in package
    assert "ikke det retlige grundlag" in package


def test_the_mail_has_exactly_the_six_values() -> None:
    text = made_of("good")["notification"].decode("utf-8")
    told = email.message_from_string(text, policy=default)
    body = told.get_content()
    lines = [line.partition(": ") for line in body.splitlines() if ": " in line]
    assert {label: value for label, _, value in lines} == {
        "Navn": "Sofus Tilbageby Prøvesen",
        "Cpr-nr.": "750412-4007",
        "Skole": "Eksempelskolen",
        "Skoleleder": "Birgit Prøvholm",
        "Sagsbehandler": "Karen-Marie Skriversen",
        "Barnets psykolog": "Jonas Modelsen",
        "Sagsnummer": "ikke tildelt",
    }
    assert "750412" not in told["Subject"]
