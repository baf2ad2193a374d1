"""The letters of Skoleflex and Skoleflex MINI, word for word; `SKOLEFLEX_UPDATE=1` writes the texts anew."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue, shipped
from pipeline.container import open_package
from pipeline.process import merge_files
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.golden.test_letters import LONGEST_SENTENCE, UPDATE, USUAL_SENTENCE, paragraphs
from tests.skoleflex.samples import FOLDER, FULL, MINI

LETTERS = Path(__file__).with_name("skoleflex_letters")
DAYS = {"stopped": dt.date(2027, 1, 20)}
DAY = dt.date(2026, 6, 30)
LETTERS_ARE = ("decision", "hearing", "child", "stopped")
LETTERS_OF_BOTH = ("child_letter", "decision_school", "decision_social")
ALL = ("approval_sheet", "beku_application", *LETTERS_OF_BOTH, "work_plan")
STOPPED = (
    *("approval_sheet", "beku_application", "child_stopped", "stopped_school", "stopped_social", "work_plan"),
)
EXPECTED = {
    f"{FULL}/good": ALL,
    f"{FULL}/refused": ("beku_application", *LETTERS_OF_BOTH),
    f"{FULL}/unheard": ("beku_application", "hearing_school", "hearing_social"),
    f"{FULL}/school-only": ("approval_sheet", "beku_application", "decision_school", "work_plan"),
    f"{MINI}/good": ALL,
    f"{MINI}/refused": ("beku_application", *LETTERS_OF_BOTH),
    f"{FULL}/stopped": STOPPED,
    f"{MINI}/stopped": STOPPED,
}
NAMES = [
    (course, document)
    for course, documents in EXPECTED.items()
    for document in documents
    if document.startswith(LETTERS_ARE)
]


@lru_cache(maxsize=8)
def documents(course: str) -> dict[str, bytes]:
    """What is made of a course's referral and decision, to the first recipient of each."""
    programme, name = course.split("/")
    paths = [FOLDER / programme / form / f"{name}.docx" for form in ("application", "decision", "change")]
    files = [
        IncomingFile(name=f"{path.parent.name}.docx", content=path.read_bytes())
        for path in paths
        if path.exists()
    ]
    result = merge_files(files, catalogue(), DAYS.get(name, DAY))
    assert result.accepted
    return {one.document.id: one.content for one in result.made if not one.due.key.endswith("/2")}


def said(course: str, document: str) -> list[str]:
    return [text for text in paragraphs(documents(course)[document]) if text]


@pytest.mark.parametrize("course", EXPECTED)
def test_each_course_has_its_documents(course: str) -> None:
    assert tuple(sorted(documents(course))) == EXPECTED[course]


@pytest.mark.parametrize(("course", "letter"), NAMES)
def test_a_letter_says_what_it_said(course: str, letter: str) -> None:
    path = LETTERS / f"{course.replace('/', '-')}-{letter}.txt"
    text = "\n".join(said(course, letter)) + "\n"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_there_is_no_text_of_a_letter_that_nobody_writes() -> None:
    wanted = {f"{course.replace('/', '-')}-{letter}" for course, letter in NAMES}
    assert {path.stem for path in LETTERS.glob("*")} == wanted


@pytest.mark.parametrize(("course", "letter"), NAMES)
def test_a_letter_is_in_plain_danish(course: str, letter: str) -> None:
    body = said(course, letter)
    text = " ".join(body)
    assert "§" not in " ".join(body[: len(body) // 2])
    assert not re.search(r"\b(?:herunder|vedrørende|ovennævnte|endvidere|jf\.)", text, re.IGNORECASE)
    assert not re.search(r"ansøg|Aftaleforum|PLUS|dagbehandling|  |\.\.", " ".join(body[:-1])), text
    parts = (part for line in body for part in re.split(r"[.!?:]\s", line))
    sentences = [words for one in parts if len(words := one.split()) > 2]
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert sum(map(len, sentences)) / len(sentences) <= USUAL_SENTENCE


@pytest.mark.parametrize("course", EXPECTED)
def test_no_document_names_an_amount_that_nobody_configured(course: str) -> None:
    for document in documents(course):
        text = " ".join(said(course, document)) if document.startswith(LETTERS_ARE) else ""
        assert "kr." not in text
    sheet = documents(course).get("approval_sheet")
    assert sheet is None or "Beløb" not in " ".join(body_of(sheet))


def test_the_approval_sheet_prints_the_amounts_that_are_configured(tmp_path: Path) -> None:
    told = (shipped() / "schemas" / FULL / "programme.toml").read_text("utf-8")
    path = tmp_path / "schemas" / FULL / "programme.toml"
    path.parent.mkdir(parents=True)
    path.write_text(told.replace("buf_amount = 0", "buf_amount = 100000"), "utf-8")
    files = [
        IncomingFile(name=f"{form}.docx", content=(FOLDER / FULL / form / "good.docx").read_bytes())
        for form in ("application", "decision")
    ]
    made = merge_files(files, load_catalogue(tmp_path), DAY).made
    (sheet,) = [one.content for one in made if one.document.id == "approval_sheet"]
    assert "BUF 100.000 kr." in " ".join(body_of(sheet))


def body_of(content: bytes) -> list[str]:
    body = open_package(content)["word/document.xml"].decode("utf-8")
    return [re.sub(r"<[^>]*>", "", text) for text in re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL)]
