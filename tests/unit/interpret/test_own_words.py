"""Words that name a field and are said as something else: in a text, in a card, of a list's own items."""

from __future__ import annotations

from pipeline.records.layout import Grid, GridRow
from tests.unit.interpret.layouts import cell, line, said_in, table

ABSENCE = "skolefravaerstilbud"
BALLERUP = "skolefleks-ballerup"
POINTS = ("- en fast makker", "- pausekort")
SIGNED = line("Parternes underskrifter", bold=True)


def test_a_line_above_points_within_a_text_is_said_there() -> None:
    said, _ = said_in(
        line("Eleven", level=1),
        line("Barnets eget syn på sagen:"),
        line("Jeg vil helst blive i min klasse."),
        line("Vi har prøvet:"),
        *map(line, POINTS),
        line("Det er prøvet indtil nu", bold=True),
        table(("Tiltag", "Effekt"), ("Ro om morgenen", "Det hjalp")),
        programme=BALLERUP,
    )
    assert said["child_view"].endswith("\n".join(("Vi har prøvet:", *POINTS)))
    assert said["measures_tried[0].measure"] == "Ro om morgenen"
    assert "measures_tried[1].measure" not in said


def test_what_is_said_within_a_text_is_doubted_where_it_is_asked_nowhere_else() -> None:
    _, doubts = said_in(
        line("Eleven", level=1),
        line("Barnets eget syn på sagen:"),
        line("Jeg vil helst blive i min klasse."),
        line("Vi har prøvet:"),
        *map(line, POINTS),
        programme=BALLERUP,
    )
    assert "answer.maybe_more: child_view" in doubts


def test_a_label_alone_in_a_cell_asks_for_all_of_the_cell_below() -> None:
    said, doubts = said_in(
        line("Udfordringen", level=1),
        Grid(
            rows=(
                GridRow(cells=(cell(0, "Klassen og fællesskabet"),)),
                GridRow(cells=(cell(0, "Der er 24 i klassen.", "Vi har prøvet:", *POINTS),)),
            )
        ),
        programme=BALLERUP,
    )
    assert said == {"learning_environment": "\n".join(("Der er 24 i klassen.", "Vi har prøvet:", *POINTS))}
    assert doubts == []


def test_who_signs_is_a_party_where_parties_answer() -> None:
    rows = (("Hvem skriver under?", "Har skrevet under"), ("Forælder", "Ja"), ("PPR", "Ja"))
    said, doubts = said_in(SIGNED, table(*rows), programme=ABSENCE)
    assert said == {
        "signatures[0].role": "Forælder",
        "signatures[0].signed": "Ja",
        "signatures[1].role": "PPR",
        "signatures[1].signed": "Ja",
    }
    assert doubts == []


def test_one_signature_below_a_head_that_nobody_knows_is_a_row_too() -> None:
    said, _ = said_in(
        SIGNED,
        table(("Hvem skriver under?", "Dato"), ("Sagsbehandler", "14. august 2026")),
        programme=BALLERUP,
    )
    assert said == {"signatures[0].role": "Sagsbehandler", "signatures[0].date": "14. august 2026"}


def test_a_question_about_the_item_it_stands_under_is_not_the_form_s() -> None:
    said, doubts = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        line("Forælderens navn: Ida Prøve"),
        line("Hvad siger forælderen?"),
        line("Det går bedre nu."),
        programme="tilbageslusningsflex",
    )
    assert "guardians_view" not in said
    assert any("Det går bedre nu." in one for one in doubts)


def test_a_table_of_consents_in_a_card_is_the_same_parent_s() -> None:
    said, _ = said_in(
        line("Familien", level=1),
        line("Mor", bold=True),
        table(
            ("Forælderens navn", "Ida Prøve"),
            ("Deling med kvalitetsudvalget: svar", "Ja"),
            ("Deling med kvalitetsudvalget: dato", "18. august 2026"),
        ),
        table(("Samtykke til", "Svar", "Dato"), ("Samråd", "Nej", "14. august 2026")),
        programme=BALLERUP,
    )
    assert said["guardians[0].consulted.answer"] == "Nej"
    assert not any("guardians[1]" in tag for tag in said)


def test_a_section_to_the_letter_is_a_heading_behind_a_card_too() -> None:
    said, _ = said_in(
        line("Oplysninger om forældrene", bold=True),
        line("Forælder 1", bold=True),
        table(("Forælderens navn", "Ida Prøve"), ("Mailadresse", "ida@post.example")),
        line("Tre stemmer", bold=True),
        line("Forældrenes stemme", bold=True),
        line("Det går bedre nu."),
        programme=ABSENCE,
    )
    assert said["parents_view"] == "Det går bedre nu."


def test_printed_answers_beside_each_other_are_no_label() -> None:
    said, doubts = said_in(
        line("Skolen og psykologen", level=1),
        table(("Er støtten talt i timer eller lektioner?", "", ""), ("Timer     Lektioner X", "", "")),
        programme="tilbageslusningsflex",
    )
    assert said == {"ppv.hours_unit:lessons": "☒"}
    assert doubts == []


def test_a_label_in_capitals_joins_as_one_in_small_letters() -> None:
    said, _ = said_in(
        line("Skolen", level=1),
        table(("PSYKOLOG (NAVN, TELEFON OG E-MAIL)", "Ida Prøve, 00 00 00 75, ida@post.example")),
        programme="tilbageslusningsflex",
    )
    assert said == {
        "psychologist.name": "Ida Prøve",
        "psychologist.phone": "00 00 00 75",
        "psychologist.email": "ida@post.example",
    }


def test_side_and_head_of_a_crossing_table_lean_on_no_row_before() -> None:
    said, doubts = said_in(
        line("Skolen og psykologen", level=1),
        table(
            ("", "Navn", "Telefon", "E-mail"),
            ("Skoleleder", "Søren Prøve", "00 00 00 70", "s@skole.example"),
            ("Barnets psykolog", "Ida Prøve", "00 00 00 45", "i@ppr.example"),
        ),
        programme="tilbageslusningsflex",
    )
    assert said["psychologist.phone"] == "00 00 00 45"
    assert said["school.leader.phone"] == "00 00 00 70"
    assert doubts == []


def test_a_party_is_no_name_though_the_label_could_ask_for_one() -> None:
    said, _ = said_in(
        line("Underskrifter", level=1),
        line("Underskrift 1", bold=True),
        line("Hvem skriver under?: Sagsbehandler"),
        line("Navn (blokbogstaver): Ida Prøve"),
        programme="tilbageslusningsflex",
    )
    assert said == {"signatures[0].role": "Sagsbehandler", "signatures[0].name": "Ida Prøve"}


def test_the_date_of_something_is_asked_for_in_one_word_or_three() -> None:
    for asked in ("Dato for ansøgningen", "Ansøgningens dato", "Ansøgningen er dateret"):
        said, doubts = said_in(
            line("Indstilling", level=1), line(f"{asked}: 15. juni 2026"), programme=ABSENCE
        )
        assert (said, doubts) == ({"application_date": "15. juni 2026"}, []), asked


def test_the_answer_below_a_label_tells_that_the_label_is_another_s() -> None:
    said, doubts = said_in(
        line("Beslutningen", level=1),
        line("BEKU's beslutning", bold=True),
        line("Bevilget"),
        line("Dato for BEKU's beslutning", bold=True),
        line("18. juni 2026"),
        name="decision",
        programme="tilbageslusningsflex",
    )
    assert said == {"outcome": "Bevilget", "decided_on": "18. juni 2026"}
    assert doubts == []


def test_an_answer_with_a_colon_in_it_is_one_behind_a_tab_too() -> None:
    said, doubts = said_in(
        line("Den sociale del (SOF)", level=1),
        line("§ 32-indsats:\tNr. 2: støtte i hjemmet"),
        name="decision",
        programme="skoleflex",
    )
    assert said == {"social_part.social_measure.number": "Nr. 2: støtte i hjemmet"}
    assert doubts == []


def test_labels_over_blank_cells_answer_each_other_nothing() -> None:
    said, doubts = said_in(
        line("Udslusning", level=1),
        table(("Modtagende skole", "UU-vejleder"), ("", "")),
        name="plan",
        programme=ABSENCE,
    )
    assert (said, doubts) == ({}, [])


def test_one_row_below_labels_of_single_fields_is_no_item_of_a_list() -> None:
    said, _ = said_in(
        line("Fælles handleplan", level=1),
        table(("Fra", "Til", "Planansvarlig"), ("10. august 2026", "25. juni 2027", "Jørn Prøve")),
        programme="skoleflex-mini",
    )
    assert said["plan.period.start"] == "10. august 2026"
    assert said["plan.period.end"] == "25. juni 2027"
    assert not any("rows" in tag for tag in said)


def test_a_row_of_labels_over_one_row_of_answers_crosses_nothing() -> None:
    said, doubts = said_in(
        line("De tre parter", level=1),
        table(
            ("Stilling i socialforvaltningen:", "Sagsbehandlers telefon:", "Mail til socialforvaltningen:"),
            ("sagsbehandler", "00 00 00 03", "ida@bbu.example"),
        ),
        name="agreement",
    )
    assert said == {
        "parties.social.role": "sagsbehandler",
        "parties.social.phone": "00 00 00 03",
        "parties.social.email": "ida@bbu.example",
    }
    assert doubts == []


def test_labels_in_english_behind_the_danish_ones_are_no_part_of_anything() -> None:
    said, doubts = said_in(
        line("Barnet/den unge / The child", level=1),
        table(
            ("Barnets navn / Child's name", "Ida Øst"),
            ("Klasse / Class", "4.b"),
            ("Adresse / Address", "Prøvevej 1/2"),
            ("Behov for tolk / Interpreter needed", "☒ Ja / Yes   ☐ Nej / No"),
        ),
        line("Hvad siger barnet selv? / The child's own view: Skole/hjem går godt."),
    )
    assert said == {
        "child.name": "Ida Øst",
        "child.class_name": "4.b",
        "child.address": "Prøvevej 1/2",
        "child.interpreter:yes": "☒",
        "child_view": "Skole/hjem går godt.",
    }
    assert doubts == []


def test_a_stroke_between_danish_words_hides_neither() -> None:
    rows = (("Postnr. / By", "2100 København Ø"), ("Skole/afdeling", "Åsen"), ("Mor/far", "Bo"))
    said, _ = said_in(line("Barnet/den unge", level=1), table(*rows))
    assert said["child.postal_code"] == "2100"
    assert said["child.city"] == "København Ø"
