"""Reading lines outside tables: whose answer a line is, and what is said where nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Place, Span, TextLine
from tests.unit.interpret.layouts import line, said_in, table

SOCIAL = line("Socialforvaltningen", level=1)
CHILD = line("Barnet/den unge", level=1)
MEETINGS = (line("Fælles BUF-SOF-arbejdsplan", level=1), line("Møder", bold=True))


def test_a_label_alone_above_several_answers_of_its_kind_heads_a_list() -> None:
    said, doubts = said_in(
        *MEETINGS, line("Dato for mødet", bold=True), line("1. september 2026"), line("3. oktober 2026")
    )
    assert said == {"plan.meetings[0].date": "1. september 2026", "plan.meetings[1].date": "3. oktober 2026"}
    assert doubts == []


def test_text_right_behind_an_answer_may_be_its_rest() -> None:
    said, doubts = said_in(
        CHILD, line("Barnets navn: Ida"), line("Yndlingsret og andet"), line("Barnets adresse: Prøvevej 1")
    )
    assert said["child.name"] == "Ida"
    assert "answer.maybe_less: child.name" in doubts
    assert "text.unplaced: Yndlingsret og andet" in doubts


def test_a_plain_line_that_only_looks_like_a_label_among_bold_ones_is_quoted() -> None:
    said, doubts = said_in(
        CHILD,
        line("Barnets navn", bold=True),
        line("Ida Prøve"),
        line("Barnets adresse", bold=True),
        line("Prøvevej 1"),
        line("By", bold=True),
        line("Vanløse"),
        line("Barnets klasse"),
        line("Barnets sprog", bold=True),
        line("Dansk"),
    )
    assert said["child.name"] == "Ida Prøve"
    assert any(one.endswith("Barnets klasse") for one in doubts)


def test_answers_below_each_other_are_options_though_a_colon_stands_in_them() -> None:
    said, doubts = said_in(
        line("Afgørelsen", level=1),
        line("Indsats efter barnets lov § 32:"),
        line("Nr. 2: støtte i hjemmet"),
        line("Nr. 3: kontaktperson"),
        line("Nr. 5: familiebehandling eller behandling af barnets problemer X"),
        line("Nr. 8: anden hjælp"),
        name="decision",
    )
    assert [tag for tag in said if "number" in tag] == ["social_measure.number:5"]
    assert doubts == []


def test_a_heading_that_could_ask_for_the_name_below_it_asks_nothing() -> None:
    said, doubts = said_in(SOCIAL, line("Sagsbehandler", bold=True), line("Navn: Rosa Prøve"))
    assert said == {"caseworker.name": "Rosa Prøve"}
    assert doubts == []


def test_a_label_right_before_its_boxes_is_one_wherever_it_stands_in_the_line() -> None:
    said, doubts = said_in(
        CHILD, line("Barnets sprog ____Dansk____   Behov for tolk [ ] Ja     [x] Nej   By ___Vanløse____")
    )
    assert said == {"child.language": "Dansk", "child.interpreter:no": "☒", "child.city": "Vanløse"}
    assert doubts == []


def test_words_where_a_number_is_asked_for_are_put_in_doubt() -> None:
    said, doubts = said_in(line("Sagen", level=1), line("Sagsnummer: Rosa Prøve"), name="decision")
    assert (said, doubts) == ({"case_no": "Rosa Prøve"}, ["label.loose: case_no"])
    for other in ("Rosa Prøve", "rosa17@proeve.example"):
        # Not in the field's own words, the number may be of something else altogether.
        said, doubts = said_in(line("Sagen", level=1), line(f"Journalnummer: {other}"), name="decision")
        assert (said, doubts) == ({}, [f"answer.unplaced: {other}"])
    _, doubts = said_in(line("Sagen", level=1), line("Journalnummer: 24/11873"), name="decision")
    assert doubts == []


def test_a_label_that_names_a_second_question_in_brackets_is_asked_about_where_nothing_decides() -> None:
    label = line("Hvilken klasse (trin)? 7")
    assert said_in(CHILD, label) == ({"child.grade": "7"}, [])
    assert said_in(label) == ({}, ["label.ambiguous: 7"])


def test_boxes_within_a_text_are_another_questions() -> None:
    _, doubts = said_in(
        CHILD,
        line("Barnets perspektiv:"),
        line("Hun vil blive i klassen."),
        line("Rum [x] Stort   [ ] Lille"),
    )
    assert any("child" in one and one.startswith("answer.") for one in doubts)


def test_a_cross_before_the_rest_of_a_leader_is_one() -> None:
    said, doubts = said_in(CHILD, line("Behov for tolk: ......Ja     Nej X..........."))
    assert (said, doubts) == ({"child.interpreter:no": "☒"}, [])
    said, doubts = said_in(CHILD, line("Behov for tolk: ......X Ja     Nej ..........."))
    assert (said, doubts) == ({"child.interpreter:yes": "☒"}, [])


def test_words_between_two_lines_to_write_on_are_a_label_though_nobody_knows_them() -> None:
    said, doubts = said_in(
        line("PPR-kontaktens telefon ____00 00 00 83____   Familiens støtteperson ____Ægir Prøve____"),
        programme="skolefleks-ballerup",
    )
    assert (said, doubts) == ({"ppr.phone": "00 00 00 83"}, ["answer.unplaced: Ægir Prøve"])


def test_an_answer_is_judged_without_the_line_it_is_written_on() -> None:
    said, doubts = said_in(
        line("Eleven", level=1),
        line("By ___Vanløse___   Hvilken klasse (trin)? ____8. klasse____"),
        programme="tilbageslusningsflex",
    )
    assert (said, doubts) == ({"child.city": "Vanløse", "child.grade": "8. klasse"}, [])


def test_what_a_parent_says_is_quoted_whole_where_two_questions_may_ask_for_it() -> None:
    said, doubts = said_in(
        line("Oplysninger om forældremyndighedsindehavere", bold=True),
        line("Hvad siger forælderen?"),
        line("Læreren siger: Når der er ro, går det."),
        programme="tilbageslusningsflex",
    )
    assert (said, doubts) == ({}, ["label.ambiguous: Læreren siger: Når der er ro, går det."])


def test_where_labels_without_a_colon_are_bold_a_plain_line_is_the_answer() -> None:
    said, doubts = said_in(
        line("Barnets skole", bold=True),
        line("Prøveskolen"),
        line("Skoledistrikt", bold=True),
        line("Prøvebyen"),
        line("Pædagogisk leder", bold=True),
        line("Finn Prøve"),
        line("Repræsentantens stilling", bold=True),
        line("Distriktsskoleleder"),
        line("Beskrivelse af eleven:"),
        line("Hun vil blive i klassen."),
        line("Elevens perspektiv:"),
        line("Jeg vil blive."),
        programme="skolefleks-ballerup",
    )
    assert said["presenter.title"] == "Distriktsskoleleder"
    assert said["child_view"] == "Jeg vil blive."
    assert doubts == []


def test_a_list_of_answers_is_cut_nowhere_though_one_is_worded_like_a_label() -> None:
    """`PPR` is a label elsewhere; here it is one of those who may sign."""
    said, _ = said_in(
        line("Underskrifter", bold=True),
        line("Hvem skriver under?    Forælder        PPR     X Afgivende skole"),
        programme="skolefravaerstilbud",
    )
    assert said == {"signatures[0].role:school": "☒"}


def test_the_line_below_a_label_tells_which_of_two_questions_in_it_is_meant() -> None:
    said, doubts = said_in(
        CHILD, line("Hvilken klasse (trin)?", bold=True), line("4. kl."), programme="tilbageslusningsflex"
    )
    assert (said, doubts) == ({"child.grade": "4. kl."}, [])


def test_points_below_what_may_be_a_question_or_a_texts_own_words_are_asked_about() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        line("Skolens indsats i dag", bold=True),
        line("Effekt: Det går bedre."),
        line("Vi har prøvet:"),
        line("- ro om morgenen"),
        line("- pausekort"),
    )
    assert said["existing_school_measures[0].effect"] == "Det går bedre."
    assert "answer.maybe_less: existing_school_measures[].effect" in doubts


def test_an_answer_of_a_few_written_on_a_line_is_no_empty_box() -> None:
    said, doubts = said_in(
        line("Socialrådgiver", level=1),
        line("Navn __Ægir Prøve____   Team ____Børn og Unge (BBU)____"),
        programme="tilbageslusningsflex",
    )
    assert (said["caseworker.unit"], doubts) == ("Børn og Unge (BBU)", [])
    said, _ = said_in(CHILD, line("Behov for tolk ____ Ja ____"))
    assert said == {"child.interpreter": "Ja ____"}, "an answer, or one that lacks its cross: asked about"


def test_answers_that_fit_no_question_beside_them_move_to_no_other_one() -> None:
    said, _ = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        table(
            ("Samtykke til at sende akter", "Nej"),
            ("Er forælderen spurgt til råds om skoletilbuddet?", "Ja X Nej Ikke spurgt"),
        ),
        programme="skolefravaerstilbud",
    )
    assert said["guardians[0].consent_sharing.answer"] == "Nej"
    assert said["guardians[0].consulted.answer"] == "Ja X Nej Ikke spurgt"


def test_what_stands_at_the_head_of_the_page_leans_on_nothing_in_the_body() -> None:
    head = TextLine(text="Ønsket startdato: 10.8.2026", place=Place(part="sidehoved"))
    said, doubts = said_in(
        line("Handleplanen", level=1),
        line("Mål 1", bold=True),
        line("Målet: At komme i skole"),
        line("Starter den: 1.9.2026"),
        head,
        programme="skoleflex-mini",
    )
    assert said["period.start"] == "10.8.2026"
    # The text ends in a question with a date.
    assert doubts == ["answer.maybe_more: goals[].goal", "answer.unplaced: 1.9.2026"]


def test_what_follows_a_text_box_leans_on_the_same_heading_as_the_box() -> None:
    boxed = TextLine(text="Navn: Ida Eksempelsen", place=Place(part="tekstboks"))
    said, doubts = said_in(
        line("Forældremyndighedens indehavere", level=1),
        line("Mor", bold=True),
        boxed,
        line("Tlf.: 00 00 00 12"),
        programme="tilbageslusningsflex",
    )
    assert said["guardians[0].phone"] == "00 00 00 12"
    assert doubts == []


def test_a_question_in_unknown_words_with_boxes_is_none_of_the_question_above() -> None:
    said, doubts = said_in(
        line("Forældremyndighedens indehavere", level=1),
        line("Mor", bold=True),
        line("Navn: Ida Eksempelsen"),
        line("Har forældremyndighed [x] Ja     [ ] Nej"),
        line("Barnet bor mon hos forælderen [x] Ja     [ ] Nej   Drikker hun mælk [ ] Ja     [x] Nej"),
        programme="tilbageslusningsflex",
    )
    assert "guardians[0].has_custody:yes" in said
    assert "guardians[0].lives_with_child:yes" in said
    assert doubts == ["answer.unplaced: [ ] Ja     [x] Nej"]


def test_the_box_of_the_first_answer_is_no_part_of_a_label_behind_a_colon() -> None:
    said, doubts = said_in(
        line("Forældremyndighedens indehavere", level=1),
        line("Mor", bold=True),
        line("Navn: Ida Eksempelsen"),
        line("Deling med psykologen: hvordan [x] Skriftligt     [ ] Mundtligt"),
        programme="tilbageslusningsflex",
    )
    assert "guardians[0].consent_psychologist.form:written" in said
    assert doubts == []


def test_a_comma_parts_a_value_from_the_next_label_though_a_word_of_that_label_ends_the_value() -> None:
    said, doubts = said_in(line("Skolen", level=1), line("Navn: Den Åbne Skole (fiktiv), Inst.nr.: 000059"))
    assert doubts == []
    assert said == {"school.name": "Den Åbne Skole (fiktiv)", "school.institution_no": "000059"}


def test_a_dot_between_questions_parts_them_and_in_a_letterhead_nothing() -> None:
    said, doubts = said_in(
        line("Østre Prøveskole · Skolevej 7 · 2100 København Ø"),
        line("Barnet/den unge", level=1),
        line("Barnets navn: Ida Øst · Klasse: 4.b"),
    )
    assert doubts == []
    assert said == {"child.name": "Ida Øst", "child.class_name": "4.b"}


def test_a_dash_for_no_answer_may_stand_before_the_sign_that_parts_questions() -> None:
    for sign in ("·", "|"):
        said, doubts = said_in(CHILD, line(f"Klasse: - {sign} Barnets navn: Ida {sign} Behov for tolk? Nej"))
        assert (said, doubts) == ({"child.name": "Ida", "child.interpreter": "Nej"}, [])


def test_den_alone_asks_for_the_day() -> None:
    said, doubts = said_in(
        line("Planlagte møder", level=1),
        line("Møde 1", bold=True),
        line("Den: 5. oktober 2026"),
        line("Deltagere: Ida"),
    )
    assert doubts == []
    assert said == {"plan.meetings[0].date": "5. oktober 2026", "plan.meetings[0].participants": "Ida"}


def test_the_line_a_text_is_written_on_is_no_part_of_it() -> None:
    said, _ = said_in(
        line("Barnet/den unge", level=1),
        line("Barnets egne ord: ____ Jeg er glad. Men ...træt ............."),
    )
    assert said == {"child_view": "Jeg er glad. Men ...træt"}


def test_a_bold_answer_that_goes_on_behind_a_break_is_one() -> None:
    text = "Vi har aftalt følgende.\nDet hjælper med en makker.\nIda er glad"
    said, _ = said_in(
        line("Barnets navn → Ida Øst"),
        replace(line(f"Barnets eget perspektiv → {text}"), bold=(Span(26, 26 + len(text)),)),
        *(line(f"Mål {n}", bold=True) for n in (1, 2, 3)),
    )
    assert said == {"child.name": "Ida Øst", "child_view": text}


@pytest.mark.parametrize(
    ("first", "own"),
    [
        ("B4  Barnets eget perspektiv", "B5  Bilag fremsendt i Digital Post => Ja"),
        ("Barnets eget perspektiv", "Skemaet er modtaget i sekretariatet af:\tKLN"),
    ],
)
def test_a_question_of_its_own_is_no_part_of_the_text_above_it(first: str, own: str) -> None:
    said, doubts = said_in(line(f"{first}: Ida kommer ofte i skole."), line(own))
    assert said == {"child_view": "Ida kommer ofte i skole."}
    assert doubts == [f"answer.unplaced: {own[-3:].strip()}"]


def run_in(label: str, value: str) -> TextLine:
    return replace(line(f"{label} {value}"), bold=(Span(0, len(label)),))


def test_a_full_stop_ends_bold_labels_where_it_ends_several() -> None:
    said, doubts = said_in(
        run_in("Barnets fulde navn.", "Ida Øst"),
        run_in("CPR-nr. på barnet.", "621112-5002"),
        run_in("Barnets eget perspektiv.", "Ida kommer ofte i skole."),
        run_in("Skemaet er modtaget i sekretariatet af.", "KLN"),
    )
    assert said == {
        "child.name": "Ida Øst",
        "child.cpr": "621112-5002",
        "child_view": "Ida kommer ofte i skole.",
    }
    assert doubts == ["answer.unplaced: KLN"]


def test_of_two_labels_in_a_line_the_one_that_takes_a_date_is_answered_by_it() -> None:
    said, doubts = said_in(
        line("Ophør", level=1),
        line("Hvornår er sidste dag?\tNy kommune:"),
        line("26. marts 2027"),
        name="change",
        programme="skolefleks-ballerup",
    )
    assert (said, doubts) == ({"ending.last_day": "26. marts 2027"}, [])


def grey(label: str, value: str) -> TextLine:
    start = len(label) + 1
    return replace(line(f"{label} {value}"), faint=(Span(start, start + len(value)),))


def test_where_answers_are_grey_a_grey_sentence_that_begins_as_help_does_is_one() -> None:
    text = "Hvis planen ikke virker, mødes vi igen."
    below = replace(line(text), faint=(Span(0, len(text)),))
    said, _ = said_in(
        CHILD,
        grey("Barnets navn:", "Ida Øst"),
        grey("Barnets cpr-nr.:", "621112-5002"),
        grey("Hvilken klasse går barnet i?", "4.b"),
        line("Barnets perspektiv:"),
        below,
    )
    assert said["child_view"] == text
    said, _ = said_in(CHILD, line("Barnets navn: Ida Øst"), line("Barnets perspektiv:"), below)
    assert "child_view" not in said


def test_a_tab_between_the_number_of_a_question_and_its_words_parts_nothing() -> None:
    said, doubts = said_in(
        line("1.\tBarnet/den unge", bold=True),
        line("1.1\tBarnets navn", bold=True),
        line("Ida Øst"),
        line("1.2\tBarnets klasse", bold=True),
        line("4.b"),
    )
    assert (said, doubts) == ({"child.name": "Ida Øst", "child.class_name": "4.b"}, [])
