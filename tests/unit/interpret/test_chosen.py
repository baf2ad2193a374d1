"""Answers chosen by their looks, or with a filled circle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.interpret.chosen import with_chosen
from pipeline.records.layout import Block, Grid, GridCell, GridRow, Layout, Span, TextLine
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line, table

CHILD = line("Barnet/den unge", level=1)
PARENTS = line("Forældre og samtykke", level=1)


def said_in(*blocks: Block) -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(*blocks, programme="skoleflex")


def chosen(text: str, *words: str, by: str = "underlined") -> TextLine:
    """A line with some words that look different."""
    spans = tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)
    looks: dict[str, tuple[Span, ...]] = {by: spans}
    return replace(line(text), **looks)  # type: ignore[arg-type]


def beside(label: str, *answer: TextLine) -> Grid:
    cells = (GridCell(column=0, lines=(line(label),)), GridCell(column=1, lines=answer))
    return Grid(rows=(GridRow(cells=cells),))


@pytest.mark.parametrize("text", ["Ja / Nej", "Ja, Nej", "Ja   Nej", "Ja\tNej", "Ja | Nej"])
@pytest.mark.parametrize(("word", "value"), [("Ja", "yes"), ("Nej", "no")])
@pytest.mark.parametrize("by", ["underlined", "coloured", "bold"])
def test_of_answers_beside_each_other_the_one_that_looks_different_is_chosen(
    text: str, word: str, value: str, by: str
) -> None:
    said, doubts = said_in(CHILD, beside("Behov for tolk", chosen(text, word, by=by)))
    assert (said, doubts) == ({f"child.interpreter:{value}": "☒"}, [])


def test_the_longest_list_of_answers_is_meant() -> None:
    said, doubts = said_in(
        PARENTS,
        line("Forælder 1", bold=True),
        table(("Navn", "Rosa Prøve")),
        beside("Støttende indsats: svar", chosen("Ja / Nej / Ikke spurgt", "Ikke spurgt")),
    )
    assert (said["guardians[0].consent_measure.answer:not_asked"], doubts) == ("☒", [])


def test_a_label_may_stand_before_them_in_their_line() -> None:
    said, doubts = said_in(CHILD, line("Barnets navn: Ida"), chosen("Behov for tolk: Ja / Nej", "Nej"))
    assert (said, doubts) == ({"child.name": "Ida", "child.interpreter:no": "☒"}, [])


def test_answers_below_each_other() -> None:
    said, doubts = said_in(CHILD, beside("Behov for tolk", line("Ja"), chosen("Nej", "Nej")))
    assert (said, doubts) == ({"child.interpreter:no": "☒"}, [])


@pytest.mark.parametrize("words", [("Ja", "Nej"), ("Ja / Nej",)], ids=["both", "all as one"])
def test_where_all_are_underlined_nothing_is_chosen(words: tuple[str, ...]) -> None:
    printed = said_in(CHILD, beside("Behov for tolk", line("Ja / Nej")))
    assert said_in(CHILD, beside("Behov for tolk", chosen("Ja / Nej", *words))) == printed


@pytest.mark.parametrize("by", ["underlined", "coloured", "bold"])
def test_two_of_many_answers_below_each_other_are_no_list_of_which_one_is_chosen(by: str) -> None:
    lines = (chosen("Nået", "Nået", by=by), line("I gang"))
    form = layouts.form("plan", "skoleflexplus")
    assert not any(one.struck for one in with_chosen(Layout(blocks=lines), form).lines())


def test_a_word_underlined_in_a_text_is_the_texts_own() -> None:
    text = "Hun siger selv ja til det, og nej til bussen."
    said, doubts = said_in(CHILD, beside("Barnets/den unges eget perspektiv", chosen(text, "ja")))
    assert (said, doubts) == ({"child_view": text}, [])


@pytest.mark.parametrize(
    ("text", "value"), [("● Ja   ○ Nej", "yes"), ("◯ Ja   ◉ Nej", "no"), ("○ Ja   ⦿ Nej", "no")]
)
def test_a_circle_before_an_answer_is_a_box(text: str, value: str) -> None:
    said, doubts = said_in(CHILD, table(("Behov for tolk", text)))
    assert (said, doubts) == ({f"child.interpreter:{value}": "☒"}, [])


def test_a_circle_on_a_line_of_its_own_is_one_where_others_are() -> None:
    said, doubts = said_in(CHILD, beside("Behov for tolk", line("● Ja"), line("○ Nej")))
    assert (said, doubts) == ({"child.interpreter:yes": "☒"}, [])


def test_full_circles_alone_are_bullets() -> None:
    text = "● Ja, hun vil gerne\n● ro"
    said, _ = said_in(CHILD, table(("Barnets/den unges eget perspektiv", text)))
    assert said == {"child_view": text}


def test_an_x_on_one_of_several_short_lines_is_a_tick() -> None:
    options = (
        "__ Børnefaglig undersøgelse efter barnets lov § 20 (tidl. § 50)",
        "X Afdækning efter barnets lov § 19",
    )
    said, doubts = layouts.said_in(
        line("Den sociale undersøgelse", level=1),
        table(("Undersøgelse",), ("\n".join(options),), ("Undersøgelsens dato",), ("2026-03-22",)),
    )
    assert doubts == []
    assert said == {"social_assessment.type:afdaekning_bl19": "☒", "social_assessment.date": "2026-03-22"}


@pytest.mark.parametrize("before", [True, False])
def test_one_box_beside_each_statement_says_yes_or_no(before: bool) -> None:
    rows = [(text, box) for text, box in zip(("Behov for tolk", "Beskyttet adresse"), "☒☐", strict=True)]
    said, doubts = said_in(CHILD, table(*(row[::-1] if before else row for row in rows)))
    assert (said, doubts) == ({"child.interpreter:yes": "☒", "child.protected_address:no": "☒"}, [])


def test_an_empty_box_alone_is_asked_about() -> None:
    said, doubts = said_in(CHILD, table(("Behov for tolk", "☐"), ("Beskyttet adresse", "☐")))
    assert (said, doubts) == ({}, ["choice.left_empty: "])


def test_crosses_below_answers_answer_the_question_above_them() -> None:
    said, doubts = said_in(
        line("PPR", level=1), line("PPV (sæt x):"), table(("Foreligger", "Er bestilt"), ("", "x"))
    )
    assert (said, doubts) == ({"ppv.status:ordered": "☒"}, [])


def test_of_answers_beside_each_other_the_one_with_an_x_for_its_short_line_is_chosen() -> None:
    said, doubts = said_in(CHILD, line("Behov for tolk"), line("_ Ja   X Nej"))
    assert (said, doubts) == ({"child.interpreter:no": "☒"}, [])


def test_an_x_within_an_answer_is_no_box() -> None:
    layout = Layout(blocks=(line("_ Ja   X Nej"), line("Kl. X Ja"), line("Plan X og _ Nej")))
    (box, *others) = with_chosen(layout, layouts.form()).lines()
    assert box.text == "☐ Ja   ☒ Nej"
    assert [one.text for one in others] == ["Kl. X Ja", "Plan X og _ Nej"]
