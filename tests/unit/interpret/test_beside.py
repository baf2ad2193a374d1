"""Text beside the fields of a form of ours: what is the form's own, what is somebody's, how it is told."""

from __future__ import annotations

import pytest

from pipeline.blank import body
from pipeline.blank.word import blank_word
from pipeline.catalogue import load_catalogue
from pipeline.extract.word import read_word
from pipeline.interpret import interpret, printed
from pipeline.records import Answer, ExtractedForm, LooseText, Place, Problem, Severity
from tests.unit.interpret.reading import box, tagged
from tests.unit.small import FORM


def problems_of(*answers: Answer, loose: LooseText) -> list[Problem]:
    document = ExtractedForm(mark=None, titles=(), answers=answers, loose=(loose,))
    return [problem for problem in interpret(document, FORM).problems if problem.code.startswith("a")]


def beside(text: str, after: int = 0, near: tuple[int, ...] = (0,), where: str = "line") -> LooseText:
    return LooseText(text=text, place=Place(table=1, row=2), where=where, near=near, after=after)


def test_the_words_of_the_head_are_those_that_the_blank_prints() -> None:
    assert printed.STAR_NOTE == body.STAR_NOTE
    shell = load_catalogue().templates["form.docx"]
    for form in load_catalogue().forms():
        assert interpret(read_word(blank_word(form, shell)), form).problems == ()


def test_text_beside_an_empty_field_is_told() -> None:
    [problem] = problems_of(tagged("child.name", "Skriv her", empty=True), loose=beside(" Alma"))
    assert (problem.code, problem.pointer, problem.severity) == (
        "answer.beside",
        "/child/name",
        Severity.ERROR,
    )
    assert problem.params["raw"] == "Alma"
    assert "first" not in problem.params


def test_text_beside_a_filled_field_quotes_both() -> None:
    [problem] = problems_of(tagged("start", "1. august 2026"), loose=beside(" måske"))
    assert (problem.params["first"], problem.params["raw"]) == ("1. august 2026", "måske")


@pytest.mark.parametrize(
    ("tag", "raw", "words"),
    [
        ("budget", "175.000", " kr."),
        ("hours", "9", " lektioner"),
        ("hours", "9", " lektioner pr. uge"),
        ("child.name", "Alma", " . "),
        ("child.name", "Alma", "______"),
        ("child.name", "Alma", " Alma"),
    ],
)
def test_what_changes_nothing_is_nobodys_concern(tag: str, raw: str, words: str) -> None:
    assert problems_of(tagged(tag, raw), loose=beside(words)) == []


@pytest.mark.parametrize(
    ("tag", "raw", "words"),
    [
        ("budget", "175.000", "0"),
        ("budget", "175.000", " om året"),
        ("hours", "9", " ?"),
        ("hours", "9", " timer"),
        ("funding", "Social", " ?"),
        ("child.name", "Alma", " Bo"),
    ],
)
def test_what_may_change_the_answer_is_a_problem(tag: str, raw: str, words: str) -> None:
    [problem] = problems_of(tagged(tag, raw), loose=beside(words))
    assert problem.code == "answer.beside"


def test_words_behind_a_box_are_those_of_the_box() -> None:
    answers = (box("child.interpreter:yes"), box("child.interpreter:no", checked=False))
    assert problems_of(*answers, loose=beside("\u00a0Ja\t", near=(0, 1))) == []
    [problem] = problems_of(*answers, loose=beside("\u00a0Ja, men kun til møder\t", near=(0, 1)))
    assert problem.params["raw"] == ", men kun til møder"
    [problem] = problems_of(*answers, loose=beside("\u00a0Nej\t", near=(0, 1)))
    assert problem.params["raw"] == "Nej"


def test_a_label_as_the_blank_bore_it_then_is_a_label() -> None:
    old = tagged("child.name", "Alma", alias="Elevens fulde navn")
    label = beside("Elevens fulde navn\u00a0*", after=-1, where="row")
    assert problems_of(old, loose=label) == []


def test_documents_of_others_print_what_they_like() -> None:
    answer = Answer(raw="Alma", place=Place(), by="label", label="Barnets navn")
    assert problems_of(answer, loose=beside("Vejledning", where="")) == []
