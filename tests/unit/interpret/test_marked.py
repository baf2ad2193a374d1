"""Printed answers in words of an office's own, or on several lines, of which one is underlined or ringed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Block, Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line, table

GOALS = line("Mål og indsatser i skole, familie og fritid", level=1)


def said_in(*blocks: Block, programme: str = "skoleflexplus") -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(*blocks, name="plan", programme=programme)


def chosen(text: str, word: str) -> TextLine:
    start = text.index(word)
    return replace(line(text), underlined=(Span(start, start + len(word)),))


def test_words_of_an_office_are_told_by_those_beside_them() -> None:
    said, doubts = said_in(
        GOALS,
        line("Mål og indsats 1", bold=True),
        line("Status", bold=True),
        chosen("Ikke begyndt\tKører videre\tMålet er nået\tJusteret\tStoppet", "Kører videre"),
    )
    boxes = "☐ Ikke begyndt\t☒ Kører videre\t☐ Målet er nået\t☐ Justeret\t☐ Stoppet"
    assert (said, doubts) == ({"plan.rows[0].status": boxes}, [])


def test_a_chosen_answer_in_words_nobody_knows_is_asked_about() -> None:
    said, _ = said_in(
        GOALS,
        line("Mål og indsats 1", bold=True),
        line("Status", bold=True),
        chosen("I gang\tJusteret\tStoppet\tSat på standby", "Sat på standby"),
    )
    assert said["plan.rows[0].status"].endswith("☒ Sat på standby")
    assert not any(key.endswith((":in_progress", ":adjusted", ":stopped")) for key in said)


def test_answers_of_one_question_on_several_lines() -> None:
    lines = (
        line("Hverdagsrutiner i familien Selv gå til og fra skole"),
        line("Støtte i undervisningen Støtte i frikvartererne"),
        chosen("Forløb uden for skolen", "Forløb uden for skolen"),
    )
    cells = (GridCell(column=0, lines=(line("Aktivitet"),)), GridCell(column=1, lines=lines))
    said, doubts = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktivitet 1", bold=True),
        Grid(rows=(GridRow(cells=cells),)),
        programme="skoleflex-mini",
    )
    assert (said, doubts) == ({"plan.rows[0].activity:outside_school": "☒"}, [])


def test_a_label_may_stand_before_them_and_they_go_on_below() -> None:
    said, doubts = said_in(
        GOALS,
        line("Mål og indsats 1", bold=True),
        chosen("Ansvarlig part\tSkolen Ressourcecentret Leverandøren", "Leverandøren"),
        line("Socialforvaltningen Familien"),
    )
    assert (said, doubts) == ({"plan.rows[0].responsible.party:supplier": "☒"}, [])


def test_words_underlined_in_a_text_are_no_answers() -> None:
    text = "Skole og familie arbejder sammen om fritid"
    said, _ = said_in(
        GOALS, line("Mål og indsats 1", bold=True), line("Mål", bold=True), chosen(text, "Skole")
    )
    assert said == {"plan.rows[0].goal": text}


def test_a_bold_label_that_says_much_of_an_answer_chooses_none() -> None:
    said, doubts = layouts.said_in(
        line("Beslutningens udfald:", bold=True),
        line("Afslag"),
        line("Betingelser for godkendelsen:", bold=True),
        name="decision",
    )
    assert (said, doubts) == ({"outcome": "Afslag"}, [])


def answered(text: str) -> tuple[dict[str, str], list[str]]:
    return said_in(GOALS, line("Mål og indsats 1", bold=True), table(("Status", text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("☐ Ikke startet ☒ I gang nu ☐ Nået ☐ Justeret ☐ Stoppet", "in_progress"),
        ("☐ Ikke startet ☐ I gang nu ☐ Nået ☒ Justeret ☐ Stoppet", "adjusted"),
        ("☐ Ikke begyndt endnu ☐ I gang nu ☒ Målet er så nået ☐ Justeret ☐ Stoppet", "reached"),
    ],
)
def test_answers_in_other_words_are_known_by_what_the_others_leave_over(text: str, value: str) -> None:
    said, doubts = answered(text)
    assert (said, doubts) == ({f"plan.rows[0].status:{value}": "☒"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "☐ Ikke startet ☐ I gang ☒ Målet er ikke nået ☐ Justeret ☐ Stoppet",  # says the contrary
        "☐ Ikke startet ☐ I gang ☒ Venter ☐ Justeret ☐ Stoppet",  # shares nothing
        "☐ Ikke startet ☒ I gang nu ☐ I gang igen ☐ Justeret ☐ Stoppet",  # two may be it
    ],
)
def test_an_answer_in_other_words_that_tell_too_little_is_asked_about(text: str) -> None:
    said, _ = answered(text)
    assert list(said) == ["plan.rows[0].status"]


@pytest.mark.parametrize(
    ("words", "value"), [("Specialpædagogisk område", "special"), ("Socialpædagogisk", "social")]
)
def test_an_answer_may_say_what_its_question_says(words: str, value: str) -> None:
    said, _ = layouts.said_in(
        line("Mål og samarbejde", level=1), line("Mål 1", bold=True), table(("Område", f"☒ {words}"))
    )
    assert said == {f"goals[0].area:{value}": "☒"}


def test_one_of_answers_that_slashes_part_is_underlined_and_another_in_an_offices_own_words() -> None:
    text = "Arena: Skole / Familie / Ude i fritiden"
    said, doubts = said_in(GOALS, line("Mål og indsats 1", bold=True), chosen(text, "Familie"))
    assert (said, doubts) == ({"plan.rows[0].arena:familie": "☒"}, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("☐ Skriftligt ☒ I samtale (mundtligt)", {"guardians[0].consulted.form:oral": "☒"}),
        ("Skriftligt / I samtale (mundtligt)", {}),
        ("Brev (skriftligt) og møde (mundtligt)", {}),
    ],
)
def test_a_bracket_behind_one_answer_may_name_it(text: str, said: dict[str, str]) -> None:
    found, _ = layouts.said_in(
        line("Forældre og samtykke", level=1), line("Forælder 1", bold=True), table(("Samråd: hvordan", text))
    )
    assert {key: one for key, one in found.items() if ":" in key} == said
