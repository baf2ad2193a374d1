"""Every kind of letter, word for word: what a family reads is looked at before it changes.

`SKOLEFLEX_UPDATE=1` writes the texts anew; read them aloud then.
"""

from __future__ import annotations

import re

import pytest

from tests.golden.courses import COURSES, HERE, TOLD, made_of, said
from tests.golden.shelf import UPDATE

NAMES = [(name, letter) for name, course in COURSES.items() for letter in course.letters]
NO_LAW = ("child", "start_invitation", "invitation", "orientation", "grant")
"""Letters that rest on no row of the law table."""
LONGEST_SENTENCE, USUAL_SENTENCE = 40, 13
OFFICES = re.compile(r"\b(?:herunder|vedrørende|ovennævnte|endvidere|hvorfor der)\b|\bjf\.", re.IGNORECASE)
BLAME = re.compile(r"\b(?:ulovligt|pjæk\w*|skulk\w*|nægter|skyldes jer\w*|vægring\w*)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", COURSES)
def test_each_course_has_its_documents(name: str) -> None:
    course = COURSES[name]
    assert sorted(made_of(name)) == sorted((*course.letters, *course.others))


@pytest.mark.parametrize(("name", "letter"), NAMES)
def test_a_letter_says_what_it_said(name: str, letter: str) -> None:
    path, text = COURSES[name].words_of(letter), "\n".join(said(name, letter)) + "\n"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_there_is_no_text_of_a_letter_that_nobody_writes() -> None:
    assert set(HERE.glob("*/*.txt")) == {COURSES[name].words_of(letter) for name, letter in NAMES}


@pytest.mark.parametrize(("name", "letter"), NAMES)
def test_a_letter_is_in_plain_danish_and_blames_nobody(name: str, letter: str) -> None:
    """Short sentences, the decision before the law, and none of the words only offices use."""
    body = said(name, letter)
    text = " ".join(body)
    assert "§" not in " ".join(body[: len(body) // 2])
    assert not OFFICES.search(text)
    assert not BLAME.search(text)
    parts = (part for line in body for part in re.split(r"[.!?:]\s", line))
    sentences = [words for one in parts if len(words := one.split()) > 2]
    assert max(map(len, sentences)) <= LONGEST_SENTENCE
    assert sum(map(len, sentences)) / len(sentences) <= USUAL_SENTENCE


@pytest.mark.parametrize(("name", "letter"), NAMES)
def test_a_letter_of_law_says_that_its_law_is_unchecked(name: str, letter: str) -> None:
    marked = "UDKAST – hjemmel skal kontrolleres" in " ".join(said(name, letter))
    assert marked or letter.startswith(NO_LAW)


@pytest.mark.parametrize(("name", "letter"), NAMES)
def test_a_letter_says_nothing_that_its_programme_must_not(name: str, letter: str) -> None:
    body = said(name, letter)
    for rule in TOLD["never"]:
        if COURSES[name].programme in rule["programmes"]:
            text = " ".join(body[:-1] if rule.get("foot") else body)
            assert not re.search(rule["pattern"], text), rule["why"]


@pytest.mark.parametrize(("name", "letter"), [one for one in NAMES if one[1].startswith("child")])
def test_the_letter_to_the_child_says_du_and_no_law(name: str, letter: str) -> None:
    text = " ".join(said(name, letter))
    assert " du " in text
    assert "§" not in text
    assert "lov" not in text.replace("lov til", "")
    assert "Du må tage en voksen med" in text
    assert "Du må gerne klage" in text
    assert "Telefon" in text
