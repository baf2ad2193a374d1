"""Help that was left at a label: the form's own words are no answer, grey words are one to confirm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Block, Span, TextLine
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line, rows_of, table


def asks(label: str, behind: str = "", *, bold: bool = True) -> TextLine:
    """A label, and in the same line what stands behind it in grey."""
    looks = (Span(0, len(label)),) if bold else ()
    text = f"{label} {behind}"
    return replace(line(text), bold=looks, faint=(Span(len(label) + 1, len(text)),) if behind else ())


def said_in(*lines: Block) -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(*lines, name="decision")


def test_the_forms_own_help_is_no_answer() -> None:
    told = asks("Interne bemærkninger:", "Kommer ikke med i noget brev.")
    assert said_in(asks("Udfald:"), line("Godkendt"), told) == ({"outcome": "Godkendt"}, [])
    assert said_in(
        asks("Udfald:"), line("Godkendt"), line("Interne bemærkninger: Kommer ikke med i noget brev.")
    ) == ({"outcome": "Godkendt"}, [])


def test_grey_words_alone_among_dark_answers_are_asked_about() -> None:
    told = asks("Interne bemærkninger:", "Dem gemmer vi på sagen.")
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), told)
    assert (said, doubts) == (
        {"outcome": "Godkendt", "remarks": "Dem gemmer vi på sagen."},
        ["answer.maybe_more: remarks"],
    )


def test_where_all_answers_are_grey_they_are_none_the_less_for_it() -> None:
    lines = (
        asks("Udfald:", "Godkendt"),
        asks("Begrundelse til familien:", "Det går godt."),
        asks("Mødedato:", "3. juni 2026"),
        asks("Interne bemærkninger:", "Ringet til skolen."),
    )
    said, doubts = said_in(*lines)
    assert said["remarks"] == "Ringet til skolen."
    assert not [one for one in doubts if "remarks" in one]


def test_help_behind_an_answer_is_no_part_of_it() -> None:
    told = asks("10. juni 2026", "Dag, måned og år", bold=False)
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), asks("Mødedato:"), told)
    assert (said.popitem()[1], doubts) == ("10. juni 2026", [])


def test_dark_words_that_help_stands_behind_may_be_the_label() -> None:
    told = asks("Til internt brug: det skal huskes", "Skriv kort", bold=False)
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), told)
    assert (said["remarks"], doubts) == ("det skal huskes", ["answer.maybe_more: remarks"])


def test_a_dash_may_part_the_help_from_the_label_it_stands_behind() -> None:
    told = asks("Internt: bemærkninger", "– Kommer ikke med i noget brev.")
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), told)
    assert (said["remarks"], doubts) == ("bemærkninger", ["answer.maybe_more: remarks"])


def test_a_question_about_the_school_is_no_question_for_its_name() -> None:
    said, doubts = layouts.said_in(
        line("Ny skole eller skoleleder", level=1),
        table(("Skole", "Prøveskolen"), ("Skolens kontaktlærer", "Lærerteamet")),
        name="change",
        programme="skoleflex",
    )
    assert (said, doubts) == ({"school.name": "Prøveskolen"}, ["answer.unplaced: Lærerteamet"])


def test_what_an_office_says_of_its_form_at_the_foot_is_no_answer() -> None:
    said, doubts = said_in(
        asks("Interne bemærkninger:"), line("Ringet."), line("Skemaet opbevares i elevens mappe.")
    )
    assert said == {"remarks": "Ringet."}
    assert doubts == ["text.unplaced: Skemaet opbevares i elevens mappe."]


@pytest.mark.parametrize("help_text", ["(Ét mål ad gangen.)", "(Skriv kort.)"])
def test_help_in_brackets_over_an_answer_is_no_part_of_it(help_text: str) -> None:
    reason = asks("Begrundelse til familien", help_text)
    said, doubts = said_in(
        asks("Udfald:"), line("Godkendt"), reason, line("Ida har det godt."), line("Alt går.")
    )
    assert said["reasoning_to_family"] == "Ida har det godt.\nAlt går."
    assert doubts == []


def test_a_line_in_brackets_in_plain_type_over_an_answer_is_asked_about() -> None:
    grid = rows_of((("Begrundelse til familien",), ("(Ét mål ad gangen.)", "Ida har det godt.")))
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), grid)
    assert said["reasoning_to_family"] == "(Ét mål ad gangen.)\nIda har det godt."
    assert doubts == ["answer.maybe_more: reasoning_to_family"]


def test_help_in_brackets_that_goes_on_in_the_next_line() -> None:
    grid = rows_of(
        (("Begrundelse til familien",), ("(Skriv kort, og", "ikke for svært.)", "Ida har det godt."))
    )
    said, doubts = said_in(asks("Udfald:"), line("Godkendt"), grid)
    assert (said["reasoning_to_family"], doubts) == ("Ida har det godt.", [])


def test_the_forms_own_help_in_brackets_is_no_answer() -> None:
    said, doubts = said_in(
        asks("Udfald:"), line("Godkendt"), table(("Interne bemærkninger", "(Kommer ikke med i noget brev.)"))
    )
    assert (said, doubts) == ({"outcome": "Godkendt"}, [])
