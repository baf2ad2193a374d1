"""Forms that come as the text of a mail, a message or minutes: quoted, bulleted, starred, numbered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Span
from tests.unit.interpret.layouts import line, rows_of, said_in, table

CHILD = line("Barnet/den unge", level=1)
SOCIAL = line("Den støttende indsats", level=2)
PLAN = line("Fælles BUF-SOF-arbejdsplan", level=1)


def test_quoted_questions_are_answered_by_the_lines_below_them() -> None:
    said, doubts = said_in(
        line("> *Forælder 1*"),
        *map(line, ("> Navn", "Ida Øst", "> Støttende indsats: svar", "Ja", "> > Støttende indsats: dato")),
        line("9. juni 2026"),
    )
    assert doubts == []
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].consent_measure.answer": "Ja",
        "guardians[0].consent_measure.date": "9. juni 2026",
    }


def test_a_quoted_question_that_nobody_knows_ends_the_answer_above_it() -> None:
    said, doubts = said_in(
        CHILD,
        *map(line, ("> Barnets navn", "Ida Øst", "> Klasse", "4.b", "> Barnets egne ord", "Jeg er glad.")),
        *map(line, ("> Elevens yndlingsfag i år", "Billedkunst og natur")),
    )
    assert said["child_view"] == "Jeg er glad."
    assert doubts == ["answer.unplaced: Billedkunst og natur"]


def test_more_than_is_no_quotation() -> None:
    said, _ = said_in(CHILD, line("Barnets egne ord:"), line("> 30 dage hjemme"))
    assert said == {"child_view": "> 30 dage hjemme"}


@pytest.mark.parametrize("sign", ["•", "▪"])
def test_where_bullets_stand_before_labels_an_unknown_line_with_one_is_a_label(sign: str) -> None:
    asked = ("Barnets navn", "Ida Øst", "Barnets klasse", "4.b", "Barnets egne ord", "Jeg er glad.")
    lines = [line(f"{sign} {text}" if n % 2 == 0 else f"→ {text}") for n, text in enumerate(asked)]
    said, doubts = said_in(CHILD, *lines, line(f"{sign} Skolens journal er vedlagt"), line("→ Ja, to sider"))
    assert said == {"child.name": "Ida Øst", "child.class_name": "4.b", "child_view": "Jeg er glad."}
    assert doubts == ["answer.unplaced: Ja, to sider"]


def test_bullets_within_an_answer_are_its_own() -> None:
    said, _ = said_in(
        CHILD, line("Barnets egne ord:"), line("Hun ønsker ro."), line("• en makker"), line("• pauser")
    )
    assert said == {"child_view": "Hun ønsker ro.\n• en makker\n• pauser"}


@pytest.mark.parametrize("sign", ["→", "•", ">", "▪"])
def test_a_sign_alone_is_no_answer(sign: str) -> None:
    said, doubts = said_in(CHILD, line("Barnets navn"), line(sign), line("Klasse"), line("→ 4.b"))
    assert doubts == []
    assert said == {"child.class_name": "4.b"}


@pytest.mark.parametrize(
    "text", ["Barnets navn * Ida Øst", "Barnets navn* Ida Øst", "Barnets navn *: Ida Øst"]
)
def test_the_star_of_what_must_be_answered_parts_label_and_answer(text: str) -> None:
    assert said_in(CHILD, line(text)) == ({"child.name": "Ida Øst"}, [])


def test_a_star_in_a_text_parts_nothing() -> None:
    said, doubts = said_in(CHILD, line("Barnets egne ord: Jeg kom 2 * om ugen"))
    assert doubts == []
    assert said == {"child_view": "Jeg kom 2 * om ugen"}


@pytest.mark.parametrize("number", ["Ad 1.2)", "Ad 1", "Pkt. 1:", "Punkt 1.2."])
def test_points_of_an_agenda_are_no_words_of_a_label(number: str) -> None:
    said, doubts = said_in(CHILD, line(f"{number} Barnets navn: Ida Øst"), line(f"{number} Klasse: 4.b"))
    assert doubts == []
    assert said == {"child.name": "Ida Øst", "child.class_name": "4.b"}


def test_a_dash_behind_a_bold_question_is_no_part_of_the_answer() -> None:
    question = "Hvad er formålet med indsatsen? – "
    asked = replace(line(f"{question}Ro i hjemmet. Og en god morgen."), bold=(Span(0, len(question)),))
    said, _ = said_in(SOCIAL, asked, name="measure", programme="tilbageslusningsflex")
    assert said == {"social_measure.purpose": "Ro i hjemmet. Og en god morgen."}


def test_a_question_as_an_answer_is_to_be_confirmed() -> None:
    _, doubts = said_in(table(("Barnets egne ord", "Hvor længe ventes det at vare?")))
    assert doubts == ["answer.holds_more: child_view"]


def test_a_heading_of_the_form_within_a_text_is_asked_about() -> None:
    _, doubts = said_in(table(("Barnets egne ord", "Jeg er glad.\nFælles BUF-SOF-arbejdsplan")))
    assert doubts == ["answer.maybe_more: child_view"]


def test_an_unknown_question_below_one_without_an_answer_is_asked_about() -> None:
    _, doubts = said_in(
        line("Forældre", level=1),
        line("Navn: Ida Øst"),
        line("Bemærkninger:"),
        line("Kørsel til og fra skole: Kommer selv på cykel."),
    )
    assert "answer.unplaced: Kommer selv på cykel." in doubts


def test_a_frame_with_several_questions_over_their_answers_is_read_as_lines() -> None:
    frame = rows_of(
        (
            (
                *("Mål og indsats:", "Komme i skole.", "Område: Specialpædagogisk"),
                *("Tegn på, at målet nås:", "Hun kommer.", "Uden pres."),
            ),
        )
    )
    said, _ = said_in(line("Mål", level=1), line("Mål 1", bold=True), frame)
    assert said == {
        "goals[0].goal": "Komme i skole.",
        "goals[0].area": "Specialpædagogisk",
        "goals[0].indicators": "Hun kommer.\nUden pres.",
    }


@pytest.mark.parametrize("sign", ["→", "=", "=>", "->"])
def test_what_points_from_label_to_answer_parts_them(sign: str) -> None:
    said, doubts = said_in(
        CHILD, line(f"Barnets navn {sign} Ida Øst"), line(f"Barnets egne ord {sign}"), line("Jeg er glad.")
    )
    assert doubts == []
    assert said == {"child.name": "Ida Øst", "child_view": "Jeg er glad."}


def test_titles_between_single_stars_are_headings_and_answer_nothing() -> None:
    said, _ = said_in(
        *map(line, ("> Barnets navn", "Ida Øst", "> Leverandørens navn", "> *Planen og møderne*")),
        *map(line, ("> Planens koordinator", "Bo Prøve")),
        name="plan",
    )
    assert said == {"child.name": "Ida Øst", "plan.coordinator": "Bo Prøve"}


@pytest.mark.parametrize("words", ["Vedr. {}, cpr. {}", "Vedrørende {} (cpr-nr. {})", "Ang. {}, cpr.nr.: {}"])
def test_a_letter_says_whom_it_is_about(words: str) -> None:
    said, _ = said_in(line(words.format("Ida Øst", "671111-6476")), line("Klasse: 4.b"), name="plan")
    assert (said["child.name"], said["child.cpr"]) == ("Ida Øst", "671111-6476")


@pytest.mark.parametrize(
    "words", ["Ring endelig, hvis der er spørgsmål.", "Du er velkommen til at skrive ved spørgsmål."]
)
def test_a_farewell_is_no_answer_and_quoted(words: str) -> None:
    said, doubts = said_in(CHILD, line("Barnets egne ord:"), line("Jeg er glad."), line(words))
    assert said == {"child_view": "Jeg er glad."}
    assert doubts == [f"text.unplaced: {words}"]
