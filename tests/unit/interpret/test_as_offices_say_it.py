"""Labels as offices put them: short, as questions, with a role in them; each means one field or none."""

from __future__ import annotations

import pytest

from tests.unit.interpret.layouts import line, said_in

T06 = "tilbageslusningsflex"


def field_of(heading: str, label: str, answer: str, **form: str) -> str:
    """The tag of the field that a label below a heading asks for; nothing where that is not certain."""
    said, doubts = said_in(line(heading, bold=True), line(f"{label}: {answer}"), **form)
    return "".join(said) if not doubts else ""


@pytest.mark.parametrize(
    "label",
    ["Træffes på tlf.", "Direkte telefonnummer", "Psykologen kan træffes på", "Ring til psykologen på"],
)
def test_where_somebody_can_be_reached_is_a_telephone(label: str) -> None:
    said, doubts = said_in(
        line("Psykolog", bold=True),
        line("Navn: Yasin Prøvholm"),
        line(f"{label}: 00 00 00 26"),
        programme=T06,
    )
    assert said == {"psychologist.name": "Yasin Prøvholm", "psychologist.phone": "00 00 00 26"}
    assert doubts == []


@pytest.mark.parametrize(
    ("label", "answer", "tag"),
    [
        ("Postnr. (barn)", "2100", "child.postal_code"),
        ("Fødselsdato (elev)", "3. maj 2014", "child.birth_date"),
        ("Klassetrin (tal)", "6", "child.grade"),
    ],
)
def test_whose_it_is_and_how_to_write_it_is_no_question(label: str, answer: str, tag: str) -> None:
    assert field_of("Barnet/den unge", label, answer) == tag


def test_where_a_child_goes_is_the_school_and_not_the_child() -> None:
    said, doubts = said_in(line("Barnet går på: Prøveskolen"), name="plan")
    assert (said, doubts) == ({"school.name": "Prøveskolen"}, [])


def test_the_number_of_a_school_is_not_its_name() -> None:
    assert field_of("Skolen", "Skolens nr.", "280999") == "school.institution_no"


@pytest.mark.parametrize(
    "label", ["Samtykke til indsatsen", "Siger du ja til indsatsen?", "Giver du lov til indsatsen?"]
)
def test_yes_and_leave_are_consent(label: str) -> None:
    said, doubts = said_in(line("Mor", bold=True), line("Navn: Ida Øst"), line(f"{label}: Ja"))
    assert said == {"guardians[0].name": "Ida Øst", "guardians[0].consent_measure.answer": "Ja"}
    assert doubts == []


@pytest.mark.parametrize(
    ("label", "answer", "tag"),
    [
        ("Er der udarbejdet en PPV?", "Foreligger", "ppv.status"),
        ("PPV er udarbejdet af", "Yasin Prøvholm", "ppv.author"),
        ("Hvem har lavet PPV'en?", "Yasin Prøvholm", "ppv.author"),
    ],
)
def test_a_question_that_yes_answers_asks_for_nobody(label: str, answer: str, tag: str) -> None:
    assert field_of("PPV og alternativ", label, answer) == tag


def test_what_is_of_the_child_is_not_every_helper_of_it() -> None:
    heading = line("Ny sagsbehandler eller psykolog", bold=True)
    said, _ = said_in(heading, line("Barnets sagsbehandler: Ida Øst"), name="change", programme=T06)
    assert "psychologist.name" not in said
