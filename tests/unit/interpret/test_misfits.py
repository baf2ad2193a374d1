"""What an answer that doesn't fit its field tells of the lists and fields round it."""

from __future__ import annotations

import pytest

from pipeline.interpret import interpret
from pipeline.records import ExtractedForm, Severity
from pipeline.records.layout import Block, Layout
from tests.unit.interpret.layouts import form, line, said_in, table
from tests.unit.interpret.reading import read, tagged

PLAN = line("Fælles BUF-SOF-arbejdsplan", level=1)


def problems_of(*blocks: Block, name: str = "application") -> list[str]:
    """`code: pointer` of the errors and warnings of reading a document by its labels."""
    document = ExtractedForm(mark=None, titles=(), answers=(), layout=Layout(blocks=blocks))
    return [
        f"{one.code}: {one.pointer}"
        for one in interpret(document, form(name)).problems
        if one.severity is not Severity.NOTICE
    ]


def test_one_answer_that_is_none_casts_doubt_on_its_list() -> None:
    problems = problems_of(
        PLAN, table(("Mål", "Delmål", "Startdato"), ("I skole", "Om morgenen", "Klasselæreren"))
    )
    assert "date.unclear: /plan/rows/0/start" in problems
    assert "rows.misfit: /plan/rows" in problems


def test_a_vague_answer_casts_none() -> None:
    problems = problems_of(
        PLAN, table(("Mål", "Delmål", "Startdato"), ("I skole", "Om morgenen", "i starten af juni"))
    )
    assert problems == ["date.imprecise: /plan/rows/0/start"]


def test_lists_of_our_own_fields_are_as_they_are() -> None:
    assert [one.code for one in read(tagged("goals[].by", "ved ikke")).problems] == ["date.unclear"]


def test_an_answer_that_holds_anothers_is_named_where_that_one_is_missing() -> None:
    problems = problems_of(line("Leverandør", level=1), table(("CVR-nr.", "kun EAN 9526422550066")))
    assert problems == ["cvr.form: /supplier/cvr", "answer.maybe_beside: /supplier/ean"]


def test_a_date_that_answers_no_question_of_words_is_looked_for_near_it_and_then_anywhere() -> None:
    number = ("Sagsnummer", "5. oktober 2026")
    assert problems_of(table(number), name="status") == [
        "label.loose: /case_no",
        "answer.maybe_beside: /held_on",
    ]
    other = ("Statusmødet er holdt den", "1. oktober 2026")
    assert problems_of(table(number, other), name="status") == [
        "label.loose: /case_no",
        "answer.maybe_beside: /next_meeting",
    ]


def test_an_answered_field_is_not_looked_for() -> None:
    problems = problems_of(
        line("Leverandør", level=1),
        table(("CVR-nr.", "kun EAN 9526422550066"), ("EAN-nr.", "9526422550066")),
    )
    assert problems == ["cvr.form: /supplier/cvr"]


def test_texts_amid_answers_that_fit_nowhere_are_to_be_confirmed() -> None:
    problems = problems_of(
        table(("Barnets navn", "2100"), ("Barnets cpr-nummer", "Ida Øst"), ("Barnets postnr.", "Klasselærer"))
    )
    assert problems[-1] == "answer.amid_misfits: /child/name"


def test_one_misfit_in_a_section_leaves_its_texts_alone() -> None:
    problems = problems_of(table(("Barnets navn", "Ida Øst"), ("Barnets cpr-nummer", "det har vi ikke")))
    assert problems == ["cpr.form: /child/cpr"]


@pytest.mark.parametrize(
    "answer", [": Ida Øst", "-;", "; 2.b", "Ida Øst |", "Version: 1", "Hvilken? Den her"]
)
def test_a_short_answer_that_was_cut_out_of_a_line_is_to_be_confirmed(answer: str) -> None:
    _, doubts = said_in(table(("Barnets sprog", answer)))
    assert doubts == ["answer.holds_more: child.language"]


def test_a_text_may_have_a_colon_in_it() -> None:
    said, doubts = said_in(line("Barnets/den unges eget perspektiv", level=1), line("Hun siger: det går."))
    assert doubts == []
    assert said == {"child_view": "Hun siger: det går."}


@pytest.mark.parametrize("answer", ["Tolærerordning", "Holder pause", "( ) Nej"])
def test_words_of_the_form_are_to_be_confirmed_as_answers(answer: str) -> None:
    _, doubts = said_in(table(("Barnets sprog", answer)))
    assert doubts == ["label.loose: child.language"]


def test_what_names_the_items_of_a_list_may_be_an_answer_in_it() -> None:
    said, doubts = said_in(line("Forældre", level=1), table(("Navn", "Relation"), ("Ida Øst", "Mor")))
    assert doubts == []
    assert said["guardians[0].relation"] == "Mor"


BOXED = tuple((label, "☐ Ja ☒ Nej") for label in ("Behov for tolk", "Beskyttet adresse"))
TYPED = tuple((label, "Nej") for label in ("Behov for tolk", "Beskyttet adresse"))
ASTRAY = ("PPR peger på specialpædagogisk bistand", "☐ Ja ☒ Nej\n☐ Ja ☒ Nej")
AT_HOME = ("PPR peger på specialpædagogisk bistand", "☐ Ja ☒ Nej")
UNBOXED = ("Barnet har en sag i BBU", "")


def test_a_question_without_boxes_among_those_with_boxes_is_asked_about() -> None:
    _, doubts = said_in(table(*BOXED, ASTRAY, UNBOXED))
    assert "choice.no_boxes: " in doubts


@pytest.mark.parametrize("others", [(*BOXED, AT_HOME), (*TYPED, ASTRAY), (*TYPED, AT_HOME)])
def test_an_unanswered_question_is_nothing_strange_where_all_boxes_are_at_home(
    others: tuple[tuple[str, str], ...],
) -> None:
    _, doubts = said_in(table(*others, UNBOXED))
    assert "choice.no_boxes: " not in doubts
