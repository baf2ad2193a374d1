"""What families of the other programmes read, word for word; `SKOLEFLEX_UPDATE=1` writes the texts anew."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.process import merge_files
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.golden.shelf import UPDATE
from tests.golden.test_letters import LONGEST_SENTENCE, USUAL_SENTENCE, paragraphs
from tests.programmes.samples import FOLDER

LETTERS = Path(__file__).with_name("programme_letters")
LTK, BAL = "skolefravaerstilbud", "skolefleks-ballerup"
COURSES = {
    f"{LTK}-good": ("2026-09-03", ("application/good", "decision/good")),
    f"{LTK}-refused": ("2026-09-03", ("application/refused", "decision/refused")),
    f"{LTK}-unheard": ("2026-09-03", ("application/unheard", "decision/unheard")),
    f"{LTK}-enrolled": ("2026-09-16", ("application/good", "decision/good", "enrolment/good")),
    f"{BAL}-good": ("2026-09-11", ("application/good", "recommendation/good", "decision/good")),
    f"{BAL}-refused": ("2026-09-11", ("application/refused", "recommendation/refused", "decision/refused")),
    f"{LTK}-stopped": ("2027-01-20", ("application/stopped", "decision/stopped", "change/stopped")),
    f"{BAL}-stopped": (
        "2027-03-02",
        ("application/stopped", "recommendation/stopped", "decision/stopped", "change/stopped"),
    ),
}
"""The samples of each course, and the day on which its letters are written."""

EXPECTED = {
    f"{LTK}-good": ("decision_letter",),
    f"{LTK}-refused": ("decision_letter",),
    f"{LTK}-unheard": ("hearing",),
    f"{LTK}-enrolled": ("decision_letter", "start_invitation"),
    f"{BAL}-good": ("grant", "orientation"),
    f"{BAL}-refused": ("grant", "orientation"),
    f"{LTK}-stopped": ("stopped",),
    f"{BAL}-stopped": ("orientation_stopped",),
}
NAMES = [(course, letter) for course, letters in EXPECTED.items() for letter in letters]
BLAME = re.compile(r"\b(?:ulovligt|pjæk\w*|skulk\w*|nægter|skyldes jer\w*|vægring\w*)\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def letters(course: str) -> dict[str, bytes]:
    """What an official releases or a recipient of its own gets: to the first recipient of each."""
    day, samples = COURSES[course]
    programme = next(name for name in catalogue().programmes if course.startswith(f"{name}-"))
    files = [
        IncomingFile(name=f"{name}.docx", content=(FOLDER / programme / f"{name}.docx").read_bytes())
        for name in samples
    ]
    result = merge_files(files, catalogue(), dt.date.fromisoformat(day))
    assert result.accepted
    return {
        one.document.id: one.content
        for one in result.made
        if one.due.key.endswith("/1") or (one.document.released and "/" not in one.due.key)
    }


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
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_there_is_no_text_of_a_letter_that_nobody_writes() -> None:
    assert {path.stem for path in LETTERS.glob("*")} == {"-".join(name) for name in NAMES}


@pytest.mark.parametrize(("course", "letter"), NAMES)
def test_a_letter_is_in_plain_danish_and_blames_nobody(course: str, letter: str) -> None:
    body = said(course, letter)
    text = " ".join(body)
    assert "jf." not in text
    assert "§" not in " ".join(body[: len(body) // 2])
    assert not re.search(r"\b(?:herunder|vedrørende|ovennævnte|endvidere|hvorfor der)\b", text, re.IGNORECASE)
    assert not BLAME.search(text)
    parts = (part for line in body for part in re.split(r"[.!?:]\s", line))
    sentences = [words for one in parts if len(words := one.split()) > 2]
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert sum(map(len, sentences)) / len(sentences) <= USUAL_SENTENCE


def test_the_calendar_of_talks_names_nobody() -> None:
    """S2's cadence: talks with the parents every fourth week, with the child every week."""
    today, samples = COURSES[f"{LTK}-enrolled"]
    files = [
        IncomingFile(name=f"{name}.docx", content=(FOLDER / LTK / f"{name}.docx").read_bytes())
        for name in samples
    ]
    made = {
        one.document.id: one for one in merge_files(files, catalogue(), dt.date.fromisoformat(today)).made
    }
    calendar = made["calendar"].content.decode()
    assert not re.search(r"Ravn|Skovpr|Testholm|651012|Eksempelbakken|Sanne", calendar)
    of: dict[str, list[dt.date]] = {}
    for event in calendar.split("BEGIN:VEVENT")[1:]:
        kind, day = (re.search(rf"{key}:(\S+)", event) for key in ("SUMMARY", "DTSTART;VALUE=DATE"))
        assert kind
        assert day
        of.setdefault(kind[1], []).append(dt.date.fromisoformat(day[1]))
    assert of["Indskrivningssamtale"] == [dt.date(2026, 9, 14)]
    assert of["Opstartssamtale"] == [dt.date(2026, 10, 5)]
    assert of["Forældresamtale"] == [dt.date(2026, 11, 2), dt.date(2026, 11, 30), dt.date(2026, 12, 28)]
    assert of["Udviklingssamtale"][:3] == [dt.date(2026, 9, 22), dt.date(2026, 9, 29), dt.date(2026, 10, 6)]


@pytest.mark.parametrize("course", [f"{BAL}-good", f"{BAL}-refused"])
def test_amounts_are_the_schools_matter_and_every_page_says_it_is_a_proposal(course: str) -> None:
    """D11: no amount in the orientation, three in the grant; a proposal of 2020; no "§ 9, stk. 4"."""
    grant, orientation = (" ".join(said(course, letter)) for letter in ("grant", "orientation"))
    assert not re.search(r"\bkr\b|\d{3}\.000", orientation)
    given = "180.000 kr." if course.endswith("good") else "Intet beløb"
    assert f"Ansøgt af skolen 200.000 kr. Indstillet af udvalget {given} Bevilget {given}" in grant
    for text in (grant, orientation):
        assert "Bygger på et forslag fra 2020" in text
        assert "§" not in text
