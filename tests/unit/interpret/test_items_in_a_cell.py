"""All of an item in one cell below its number: labels alone in their lines, and what answers them below."""

from __future__ import annotations

from pipeline.records.layout import Grid
from tests.unit.interpret.layouts import line, rows_of, said_in

PLAN = line("Mål, aktiviteter og indsatser", level=2)
FIRST = (
    "Mål",
    "Hun læser bedre.",
    "Delmål",
    "\xa0",
    "Indsats",
    "To timer om ugen.",
    "Hvor ofte",
    "Ugentligt",
)


def card(number: int, *texts: str) -> Grid:
    return rows_of(((f"Mål nr. {number}",),), (texts,))


def test_labels_and_answers_by_turns_in_a_cell_are_an_item() -> None:
    second = ("Mål", "Hun er med i frikvarteret.", "Indsats", "En makker", "Start", "10.8.2026")
    said, doubts = said_in(PLAN, card(1, *FIRST), card(2, *second))
    assert doubts == []
    assert said == {
        "plan.rows[0].goal": "Hun læser bedre.",
        "plan.rows[0].measure": "To timer om ugen.",
        "plan.rows[0].frequency": "Ugentligt",
        "plan.rows[1].goal": "Hun er med i frikvarteret.",
        "plan.rows[1].measure": "En makker",
        "plan.rows[1].start": "10.8.2026",
    }


def test_two_labels_in_a_cell_may_be_words_of_the_first_ones_answer() -> None:
    said, _ = said_in(PLAN, card(1, "Mål", "Hun læser bedre.", "Indsats", "To timer om ugen."))
    assert "plan.rows[0].measure" not in said


def test_a_title_below_an_answer_that_is_whole_is_a_label_nobody_knows() -> None:
    said, doubts = said_in(PLAN, card(1, *FIRST, "Takten lige nu", "Rolig", "Slut", "25.6.2027"))
    assert doubts == ["answer.unplaced: Rolig"]
    assert said["plan.rows[0].frequency"] == "Ugentligt"
    assert said["plan.rows[0].end"] == "25.6.2027"


def test_a_title_below_a_blank_answer_is_no_answer() -> None:
    texts = tuple("Sådan gør vi herfra" if text == "Indsats" else text for text in FIRST)
    said, doubts = said_in(PLAN, card(1, *texts, "Start", "10.8.2026"))
    assert doubts == ["answer.unplaced: To timer om ugen."]
    assert "plan.rows[0].sub_goal" not in said


def test_a_title_over_a_blank_answer_is_no_line_of_the_text_above_it() -> None:
    said, doubts = said_in(PLAN, card(1, *FIRST[2:], "Mål", "Hun læser bedre.", "Sidste ord", "\xa0"))
    assert doubts == []
    assert said["plan.rows[0].goal"] == "Hun læser bedre."


def test_words_that_are_nearly_a_label_and_say_how_often_are_quoted_where_nothing_answers_them() -> None:
    said, doubts = said_in(PLAN, card(1, *FIRST[:-2], "Takt", "2 gange om ugen", "Slut", "25.6.2027"))
    assert doubts == ["answer.unplaced: 2 gange om ugen"]
    assert "plan.rows[0].frequency" not in said
