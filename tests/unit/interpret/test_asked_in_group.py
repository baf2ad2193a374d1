"""Small words behind the colon of a label that ask for another field of its group: `Samråd: hvordan`."""

from __future__ import annotations

from tests.unit.interpret.layouts import line, said_in

FIRST = line("Forælder 1", level=2)
NAME = line("Navn\tIda Øst")
SHARED = "Oplysninger må deles med psykologen"


def test_what_is_asked_within_a_group_may_stand_before_a_jump() -> None:
    said, doubts = said_in(
        FIRST,
        NAME,
        line(f"{SHARED}: svaret er\tJa"),
        line(f"{SHARED}: den\t9.6.2026"),
        line(f"{SHARED}: hvordan\tMundtligt"),
        line(f"{SHARED}: skrevet ned af\tBo Holm"),
    )
    assert doubts == []
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].consent_psychologist.answer": "Ja",
        "guardians[0].consent_psychologist.date": "9.6.2026",
        "guardians[0].consent_psychologist.form": "Mundtligt",
        "guardians[0].consent_psychologist.noted_by": "Bo Holm",
    }


def test_one_of_the_printed_answers_behind_a_colon_is_no_label() -> None:
    said, _ = said_in(FIRST, NAME, line("Samråd: nej"), line("Samråd – hvordan: mundtligt"))
    assert said["guardians[0].consulted.answer"] == "Nej"


def test_what_is_given_to_somebody_is_shared_with_them() -> None:
    """And is no question for who they are."""
    said, doubts = said_in(
        FIRST,
        NAME,
        line("Oplysninger til psykologen: svar: Ja"),
        line("Oplysninger til psykologen: dato: 9.6.2026"),
        line("Oplysninger til psykologen: skrevet ned af: Bo Holm"),
    )
    assert doubts == []
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].consent_psychologist.answer": "Ja",
        "guardians[0].consent_psychologist.date": "9.6.2026",
        "guardians[0].consent_psychologist.noted_by": "Bo Holm",
    }
