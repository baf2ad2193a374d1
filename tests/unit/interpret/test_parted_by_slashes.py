"""Printed answers that slashes part, one of them chosen by its looks and one in words that nobody knows."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Span, TextLine
from tests.unit.interpret.layouts import line, said_in

FIRST = line("Forælder 1", level=2)
NAME = line("Navn\tIda Øst")
SHARED = "Oplysninger må deles med psykologen"


def chosen(word: str) -> TextLine:
    """Answers that slashes part, one of them in bold."""
    text = f"{SHARED}: svaret er\tJa / Nej / Venter på svar"
    start = text.index(word)
    return replace(line(text), bold=(Span(start, start + len(word)),))


def test_answers_that_slashes_part_may_have_one_that_nobody_knows() -> None:
    said, doubts = said_in(FIRST, NAME, chosen("Nej"))
    assert doubts == []
    assert said["guardians[0].consent_psychologist.answer:no"] == "☒"


def test_where_the_one_that_nobody_knows_is_chosen_none_is_taken() -> None:
    said, doubts = said_in(FIRST, NAME, chosen("Venter på svar"))
    assert not any(tag.endswith((":no", ":yes")) for tag in said)
    assert said != {"guardians[0].name": "Ida Øst"} or doubts


def test_a_label_before_a_colon_is_no_part_of_the_first_answer() -> None:
    text = "Samråd: Ja / Nej / Venter på svar"
    start = text.index("Nej")
    bold = replace(line(text), bold=(Span(start, start + len("Nej")),))
    said, doubts = said_in(FIRST, NAME, bold)
    assert (said["guardians[0].consulted.answer:no"], doubts) == ("☒", [])
