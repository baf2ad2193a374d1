"""Answers on lines of dots or underscores: the lines are no part of them, whatever is written on them."""

from __future__ import annotations

import pytest

from tests.unit.interpret.layouts import line, said_in

CHILD = line("Barnet/den unge", level=1)
BELOW = line("Barnets perspektiv:")


@pytest.mark.parametrize("rule", [" ....................", " ____________________"])
def test_each_line_of_a_text_may_end_in_the_line_it_is_written_on(rule: str) -> None:
    said, _ = said_in(
        CHILD, BELOW, line(f"Jeg er glad.{rule}"), line(f"- og træt{rule}"), line(rule.strip() * 3)
    )
    assert said == {"child_view": "Jeg er glad.\n- og træt"}


def test_what_somebody_says_on_the_lines_below_a_question_is_part_of_its_answer() -> None:
    said, doubts = said_in(
        CHILD,
        BELOW,
        line('Læreren siger: "Ida lærer hurtigt." Hun er glad. ____________________'),
        line("Vi har prøvet: ____________________"),
        line("- pausekort ____________________"),
        line("__________________________________________________"),
    )
    assert said == {
        "child_view": 'Læreren siger: "Ida lærer hurtigt." Hun er glad.\nVi har prøvet:\n- pausekort'
    }
    assert not [one for one in doubts if one.startswith("answer.unplaced")]


def test_a_text_may_say_what_was_asked_in_other_words_before_its_points() -> None:
    said, doubts = said_in(
        line("Skolens egen støttende indsats", level=1),
        line("Indsats 1", bold=True),
        line("Beskrivelse:"),
        line("Ida har en fast plads."),
        line("Vi har prøvet:"),
        line("- pausekort"),
        line("Lektioner pr. uge: 4"),
    )
    assert (
        said["existing_school_measures[0].description"]
        == "Ida har en fast plads.\nVi har prøvet:\n- pausekort"
    )
    assert doubts == []


def test_a_text_may_go_on_where_a_line_below_it_could_be_a_question_or_its_rest() -> None:
    _, doubts = said_in(
        CHILD, BELOW, line("Jeg er glad."), line("Hendes bedste fag: dansk og natur ________")
    )
    assert "answer.maybe_less: child_view" in doubts


@pytest.mark.parametrize("written", ["......2700 Brønshøj ......", "____ 2700 Brønshøj ________"])
def test_two_values_on_one_line_are_shared_out_without_the_line(written: str) -> None:
    said, doubts = said_in(CHILD, line(f"Postnr. og by: {written}"))
    assert (said, doubts) == ({"child.postal_code": "2700", "child.city": "Brønshøj"}, [])


def test_one_value_of_two_is_certain_where_its_kind_tells_which() -> None:
    said, doubts = said_in(CHILD, line("Postnr. og by: 2700 ________"))
    assert (said, doubts) == ({"child.postal_code": "2700"}, [])
