"""Every kind of letter, word for word: what a family reads is looked at before it changes.

`SKOLEFLEX_UPDATE=1` writes the texts anew; read them aloud then.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path

import pytest

from pipeline.container import open_package
from pipeline.process import merge_files
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.samples import FOLDER

LETTERS = Path(__file__).with_name("letters")
UPDATE = os.environ.get("SKOLEFLEX_UPDATE") == "1"
DECIDED = ("application/{0}", "decision/{0}-buf", "decision/{0}-sof")
COURSES = {
    "good": ("2026-06-30", DECIDED),
    "partly": ("2026-06-30", DECIDED),
    "refused": ("2026-06-30", DECIDED),
    "unheard": ("2026-06-30", DECIDED),
    "changed": ("2026-12-10", (*DECIDED, "change/{0}-supplier")),
    "extended": ("2027-06-10", (*DECIDED, "extension/{0}")),
    "stopped": ("2027-01-20", (*DECIDED, "change/{0}")),
    "leaving": ("2027-01-20", (*DECIDED, "change/{0}-unheard")),
}
"""The samples of each course by its name, and the day on which its letters are written."""

EXPECTED = {
    "good": ("child_letter", "decision_school", "decision_social"),
    "partly": ("child_letter", "decision_school", "decision_social"),
    "refused": ("child_letter", "decision_school", "decision_social"),
    "unheard": ("hearing_school", "hearing_social"),
    "changed": ("changed_school", "changed_social", "child_changed"),
    "extended": ("child_extended", "extended_school", "extended_social"),
    "stopped": ("child_stopped", "stopped_school", "stopped_social"),
    "leaving": ("hearing_stop_school", "hearing_stop_social"),
}
NAMES = [(course, letter) for course, letters in EXPECTED.items() for letter in letters]
LONGEST_SENTENCE, USUAL_SENTENCE = 40, 13


@lru_cache(maxsize=16)
def letters(course: str) -> dict[str, bytes]:
    """The letters that wait for an official's release, to the first recipient of each."""
    day, samples = COURSES[course]
    names = [sample.format(course) for sample in samples]
    files = [IncomingFile(name=name, content=(FOLDER / f"{name}.docx").read_bytes()) for name in names]
    result = merge_files(files, catalogue(), dt.date.fromisoformat(day))
    assert result.accepted
    made = [one for one in result.made if one.document.released and not one.due.key.endswith("/2")]
    return {one.document.id: one.content for one in made}


def paragraphs(content: bytes) -> Iterator[str]:
    """The text of the first page's head, the body and the foot, read without the program's own reading."""
    package = open_package(content)
    for part in ("word/header2.xml", "word/document.xml", "word/footer2.xml"):
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", package[part].decode("utf-8"), re.DOTALL):
            text = re.sub(r"<w:(?:br|tab)/>", " ", re.sub(r"<w:instrText.*?</w:instrText>", "", paragraph))
            yield unescape(re.sub(r"<[^>]*>", "", text)).strip()


def said(course: str, letter: str) -> list[str]:
    return [text for text in paragraphs(letters(course)[letter]) if text]


@pytest.mark.parametrize("course", EXPECTED)
def test_each_course_has_its_letters(course: str) -> None:
    assert tuple(sorted(letters(course))) == EXPECTED[course]


@pytest.mark.parametrize(("course", "letter"), NAMES)
def test_a_letter_says_what_it_said(course: str, letter: str) -> None:
    path = LETTERS / f"{course}-{letter}.txt"
    text = "\n".join(said(course, letter)) + "\n"
    if UPDATE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_there_is_no_text_of_a_letter_that_nobody_writes() -> None:
    assert {path.stem for path in LETTERS.glob("*")} == {"-".join(name) for name in NAMES}


@pytest.mark.parametrize(("course", "letter"), NAMES)
def test_a_letter_is_in_plain_danish(course: str, letter: str) -> None:
    """Short sentences, the decision before the law, and none of the words only offices use."""
    body = said(course, letter)
    text = " ".join(body)
    first = " ".join(body[: len(body) // 2])
    assert "jf." not in text
    assert "§" not in first
    assert not re.search(r"\b(?:herunder|vedrørende|ovennævnte|endvidere|hvorfor der)\b", text, re.IGNORECASE)
    parts = (part for line in body for part in re.split(r"[.!?:]\s", line))
    sentences = [words for one in parts if len(words := one.split()) > 2]
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert sum(map(len, sentences)) / len(sentences) <= USUAL_SENTENCE
    assert "UDKAST – hjemmel skal kontrolleres" in text or letter.startswith("child")


@pytest.mark.parametrize(("course", "letter"), [name for name in NAMES if name[1].startswith("child")])
def test_the_letter_to_the_child_says_du_and_no_law(course: str, letter: str) -> None:
    text = " ".join(said(course, letter))
    assert " du " in text
    assert "§" not in text
    assert "lov" not in text.replace("lov til", "")
    assert "Du må tage en voksen med" in text
    assert "Du må gerne klage" in text
    assert "Telefon" in text
