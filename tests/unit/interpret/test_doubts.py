"""Answers whose text, look and stored state don't agree."""

from __future__ import annotations

import pytest

from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line
from tests.unit.interpret.reading import box, one_problem, read, tagged


def test_crossed_out_text_is_no_answer() -> None:
    assert one_problem(tagged("child.name", "Anna Alma", struck=True)).code == "text.struck"


def test_text_that_the_file_calls_a_prompt() -> None:
    assert one_problem(tagged("child.name", "Alma", empty=True)).code == "text.as_prompt"
    assert read(tagged("child.name", "Skriv her", empty=True)).problems == ()


@pytest.mark.parametrize("raw", ["Skriv herAlma", "Skriv her Alma", "Skriv Alma her"])
def test_a_prompt_beside_the_answer(raw: str) -> None:
    problem = one_problem(tagged("child.name", raw))
    assert (problem.code, problem.params["raw"]) == ("text.prompt_left", raw)


def test_half_a_prompt_in_its_own_grey() -> None:
    assert one_problem(tagged("child.name", "Skriv h", grey=True)).code == "text.prompt_left"
    assert one_problem(tagged("child.name", "AlmaSkriv her", grey=True)).code == "text.prompt_left"
    assert read(tagged("child.name", "Skriv h")).data == {"child": {"name": "Skriv h"}}


def test_a_sentence_may_begin_as_the_prompt_does() -> None:
    assert read(tagged("child.view", "Skriv her, hvad I tænker")).problems == ()


@pytest.mark.parametrize(
    ("checked", "sign"),
    [(True, "☐"), (True, ""), (True, "nej"), (False, "☒"), (False, "x"), (True, "☒ måske")],
)
def test_a_box_whose_sign_says_otherwise(checked: bool, sign: str) -> None:
    problem = one_problem(tagged("child.interpreter:yes", sign, checked=checked))
    assert (problem.code, problem.pointer) == ("box.disagrees", "/child/interpreter")


@pytest.mark.parametrize("sign", ["☒", "☑", "✓", "\ufffd"])
def test_a_ticked_box_looks_ticked(sign: str) -> None:
    assert read(tagged("child.interpreter:yes", sign, checked=True)).data == {"child": {"interpreter": True}}
    assert read(box("child.interpreter:no", checked=False)).problems == ()


def test_an_answer_beside_another_fields_label() -> None:
    problem = one_problem(tagged("child.name", "Eksempelskolen", label="Skole"))
    assert (problem.code, problem.params["other"]) == ("answer.moved", "Skole")
    assert read(tagged("child.name", "Alma", label="Barnets navn")).problems == ()


@pytest.mark.parametrize("raw", ["12\n345", "12\t345"])
def test_two_numbers_are_not_one(raw: str) -> None:
    assert one_problem(tagged("budget", raw)).code == "money.unclear"


@pytest.mark.parametrize("answer", ["05-05-2026", "21. april 2026"])
@pytest.mark.parametrize(
    "questions",
    ["PPV'ens dato\tHvis bestilt: hvornår", "PPV'ens dato:\tYndlingsdag:"],
)
def test_an_answer_below_two_questions_side_by_side_may_be_that_to_either(
    answer: str, questions: str
) -> None:
    said, doubts = layouts.said_in(
        line("Skolen", level=1),
        line(questions, bold=True),
        line(answer),
        line("Klasse: 4.b"),
    )
    assert not [key for key in said if key.startswith("ppv")]
    assert any(answer in one for one in doubts)


def test_a_question_asked_again_whose_boxes_were_left_empty_is_asked_twice() -> None:
    blank, ticked = "☐ Ja ☐ Nej ☐ Ikke spurgt", "☒ Ja ☐ Nej ☐ Ikke spurgt"
    said, doubts = layouts.said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", level=2),
        line(f"Samtykke til deling med psykologen: {blank}"),
        line(f"Deling med psykologen: {ticked}"),
        programme="skoleflex",
    )
    assert said["guardians[0].consent_psychologist.answer:yes"] == "☒"
    assert {one.partition(":")[0] for one in doubts} == {"label.twice"}


def test_what_a_question_is_about_may_stand_in_brackets_behind_its_mark() -> None:
    said, doubts = layouts.said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", level=2),
        line("Samtykke til deling med psykologen\t☐ Ja ☐ Nej ☐ Ikke spurgt"),
        line("Er forælderen hørt? (samråd)\t☒ Ja ☐ Nej ☐ Ikke spurgt"),
        programme="skoleflex",
    )
    assert said["guardians[0].consulted.answer:yes"] == "☒"
    assert doubts == []
