"""Layouts that other offices print: what stands over, under, beside or within what."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridRow, Span
from tests.unit.interpret.layouts import cell, line, said_in, table

T06 = "tilbageslusningsflex"
PUPIL = line("Eleven", level=1)
PARENTS = line("Forældre", level=1)


def cells(*texts: tuple[str, ...]) -> Grid:
    """One row of cells, each with several lines."""
    return Grid(rows=(GridRow(cells=tuple(cell(n, *lines) for n, lines in enumerate(texts))),))


# ── labels over, under and beside their answers ──────────────────────────────────────────────────────


def test_two_labels_over_their_answers_are_no_label_with_its_answer() -> None:
    said, doubts = said_in(
        line("Generelt", level=1),
        table(("Barnets navn", "Barnets cpr-nr."), ("Åse Kladdebo", "811211-8250")),
        name="change",
        programme=T06,
    )
    assert (said, doubts) == ({"child.name": "Åse Kladdebo", "child.cpr": "811211-8250"}, [])


def test_an_answer_that_names_its_own_question_is_its_answer() -> None:
    said, _ = said_in(
        line("Målene", level=1),
        table(("Trin på indsatstrappen", "Revideret den"), ("Trin 3", "1/2 2026")),
        name="plan",
        programme="skoleflex",
    )
    assert said == {"intervention_step": "Trin 3", "revised_on": "1/2 2026"}


def test_the_first_cell_of_an_unmerged_row_may_be_the_heading_of_the_labels_below() -> None:
    said, doubts = said_in(
        table(
            ("Psykolog", "", "", ""),
            ("For- og efternavn", "Mobil", "E-mail", ""),
            ("Ellen O'Prøve", "00000029", "a@b.example", ""),
        ),
        name="change",
        programme=T06,
    )
    assert said == {
        "psychologist.name": "Ellen O'Prøve",
        "psychologist.phone": "00000029",
        "psychologist.email": "a@b.example",
    }
    assert doubts == []


def test_two_labels_that_nobody_answered_answer_each_other_neither() -> None:
    said, _ = said_in(line("Skoleoplysninger", level=1), table(("Skoleleder", "Tlf.")), name="change")
    assert said == {}


def test_labels_may_stand_below_their_answers() -> None:
    said, _ = said_in(
        line("Barnet", level=1),
        table(
            ("Ægir Skitsegård", "660812-8415"),
            ("Elevens navn", "Barnets cpr-nr."),
            ("Østre Prøveskole", "Springbrættet I/S"),
            ("Nuværende skole", "Leverandørens navn"),
        ),
        name="plan",
        programme="skoleflex-mini",
    )
    assert said == {
        "child.name": "Ægir Skitsegård",
        "child.cpr": "660812-8415",
        "school.name": "Østre Prøveskole",
        "supplier.name": "Springbrættet I/S",
    }


def test_words_below_a_question_with_a_blank_beside_it_may_be_its_answer() -> None:
    said, doubts = said_in(
        line("Til familien", level=1),
        table(("Det sker der nu", ""), ("Hvis planen ikke virker, mødes vi igen.", "")),
        name="decision",
    )
    assert said == {"what_happens_now": "Hvis planen ikke virker, mødes vi igen."}
    assert doubts == ["label.loose: what_happens_now"]


def test_a_bold_line_with_jumps_heads_the_columns_of_the_table_below() -> None:
    head = line("Dato\tMøde\tDeltagere", bold=True)
    said, _ = said_in(
        line("Planen og møderne", level=1),
        head,
        table(("14. oktober 2026", "Statusmøde", "Alma"), ("8. februar 2027", "Aftaleforum", "Skolen")),
        name="plan",
        programme="skoleflex",
    )
    assert said["plan.meetings[0].date"] == "14. oktober 2026"
    assert said["plan.meetings[1].participants"] == "Skolen"


# ── items of a list ───────────────────────────────────────────────────────────────────────────────────


def test_items_beside_each_other_are_each_asked_the_same() -> None:
    said, doubts = said_in(
        PARENTS,
        table(
            ("Mor", "", "Far", ""),
            ("Navn", "Ida Øst", "Navn", "Bo Vest"),
            ("Tlf.", "00 00 00 51", "Tlf.", "00 00 00 71"),
        ),
    )
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[1].name": "Bo Vest",
        "guardians[0].phone": "00 00 00 51",
        "guardians[1].phone": "00 00 00 71",
    }
    assert doubts == []


def test_items_may_be_cards_in_a_cell_each() -> None:
    said, doubts = said_in(
        PARENTS,
        cells(
            ("Mor", "Navn: Ida Prøve", "Tlf.: 00 00 00 11"), ("Far", "Navn: Bo Prøve", "Tlf.: 00 00 00 12")
        ),
    )
    assert said == {
        "guardians[0].name": "Ida Prøve",
        "guardians[0].phone": "00 00 00 11",
        "guardians[1].name": "Bo Prøve",
        "guardians[1].phone": "00 00 00 12",
    }
    assert doubts == []


def test_each_line_that_asks_the_same_again_is_an_item() -> None:
    said, doubts = said_in(
        line("Planlagte møder", level=1),
        line("Dato: 15/12-26; Møde: Statusmøde; Deltagere: Alma og far"),
        line("Dato: 9/2 2027; Møde: Aftaleforum; Deltagere: skole og mor"),
        name="plan",
    )
    assert said == {
        "plan.meetings[0].date": "15/12-26",
        "plan.meetings[0].type": "Statusmøde",
        "plan.meetings[0].participants": "Alma og far",
        "plan.meetings[1].date": "9/2 2027",
        "plan.meetings[1].type": "Aftaleforum",
        "plan.meetings[1].participants": "skole og mor",
    }
    assert doubts == []


def test_an_instruction_below_a_label_is_told_and_is_no_item() -> None:
    said, doubts = said_in(
        line("Fælles mål", bold=True),
        line("Skriv højst tre mål."),
        line("Mål", bold=True),
        table(("Område", "Mål", "Tegn"), ("Specialpædagogisk", "Læse", "Læser")),
        name="plan",
        programme=T06,
    )
    assert "Skriv højst tre mål." not in said.values()
    assert doubts == ["text.unplaced: Skriv højst tre mål."]


# ── whose answer it is ────────────────────────────────────────────────────────────────────────────────


def test_the_number_of_another_person_is_asked_of_the_one_whose_name_stands_before() -> None:
    said, doubts = said_in(
        line("Psykolog", bold=True),
        line("Navn: Yasin Prøvholm"),
        line("Kontorets telefon: 00 00 00 26"),
        programme=T06,
    )
    assert said == {"psychologist.name": "Yasin Prøvholm"}
    assert doubts == ["label.ambiguous: 00 00 00 26"]


def test_postal_code_and_town_behind_the_street_have_fields_of_their_own() -> None:
    said, doubts = said_in(PUPIL, line("Barnets adresse: Prøvevej 1, 2100 København Ø"))
    assert said == {"child.address": "Prøvevej 1", "child.postal_code": "2100", "child.city": "København Ø"}
    assert doubts == []


def test_an_address_that_is_crossed_out_is_not_taken_apart() -> None:
    struck = replace(line("Barnets adresse: Prøvevej 1, 2100 København Ø"), struck=(Span(17, 45),))
    said, _ = said_in(PUPIL, struck)
    assert "child.postal_code" not in said
    assert "child.city" not in said


def test_from_and_to_are_the_beginning_and_the_end_of_the_course() -> None:
    said, _ = said_in(
        line("Indstillingen", level=1),
        table(
            ("Indstillingsdato", "1. maj 2026"),
            ("Forløb fra (dato)", "10. august 2026"),
            ("Forløb til (dato)", "25. juni 2027"),
        ),
        programme="skoleflex",
    )
    assert said == {
        "application_date": "1. maj 2026",
        "period.start": "10. august 2026",
        "period.end": "25. juni 2027",
    }


def test_an_answer_with_no_box_below_the_ticked_one_turns_nothing_round() -> None:
    for boxed in (
        (line("Bevilling\tx Bevilget"), line("Ikke bevilget")),
        (cells(("Bevilling",), ("x Bevilget", "Ikke bevilget")),),
    ):
        said, _ = said_in(
            line("Bevillingen", level=1), *boxed, name="decision", programme="skolefleks-ballerup"
        )
        assert said == {"outcome:granted": "☒"}


def test_an_answer_below_its_label_is_no_heading_though_it_sounds_like_one() -> None:
    for school in ("Østre Skole", "Den Åbne Skole", "Skolen ved Søen"):
        said, _ = said_in(
            line("Skolens navn", bold=True),
            line(school),
            line("Barnets navn", bold=True),
            line("Ida Prøve"),
            name="sent",
            programme=T06,
        )
        assert said == {"school.name": school, "child.name": "Ida Prøve"}


def test_a_question_with_its_answer_behind_it_in_a_cell_is_no_label_as_a_whole() -> None:
    said, _ = said_in(
        line("Fælles BUF-SOF-arbejdsplan", level=1),
        line("Mål og indsats 1", bold=True),
        table(("Hvor tit? 1 gang om ugen", ""), ("Starter den", "1.9.2026")),
    )
    assert said["plan.rows[0].frequency"] == "1 gang om ugen"


def test_the_star_of_a_required_field_is_no_answer() -> None:
    label = "Hvordan kan skole, ressourcecenter og leverandør løfte opgaven sammen? *"
    said, doubts = said_in(line("Mål og samarbejde", level=1), table((label, "Vi ringer."), ("x", "")))
    assert (said, doubts) == ({"feasibility": "Vi ringer."}, [])


def test_words_below_a_label_that_may_be_the_next_one_are_to_be_confirmed() -> None:
    said, doubts = said_in(
        line("Barnet/den unge", level=1),
        line("Adresse"),
        line("Sprog Bakken"),
        line("Barnets navn"),
        line("Ida Prøve"),
    )
    assert said == {"child.address": "Sprog Bakken", "child.name": "Ida Prøve"}
    assert doubts == ["label.loose: child.address"]


# ── nothing is lost, and nothing taken in ─────────────────────────────────────────────────────────────


def test_words_without_a_colon_below_a_heading_are_quoted() -> None:
    for words in ("Barnets adresse Prøvevej 1", "Elevens telefon 00 00 00 22     Barnets klasse: 6.b"):
        _, doubts = said_in(line("Barnet/den unge", level=1), line(words), line("Barnets navn: Ida Prøve"))
        assert [one for one in doubts if one.startswith("text.unplaced: ")], words


def test_what_looks_like_a_label_and_holds_a_value_is_quoted() -> None:
    _, doubts = said_in(PUPIL, line("Barnets navn: Freja"), line("Født d. 20-01-2012\t\tKlassetrin: 1"))
    assert "text.unplaced: Født d. 20-01-2012" in doubts


def test_what_stands_a_jump_behind_an_answer_is_put_in_doubt() -> None:
    _, doubts = said_in(PUPIL, line("Barnets navn: Yasin Prøve\t\tVores ref. 24/11873"))
    assert doubts == ["answer.holds_more: child.name"]


def test_a_sentence_that_begins_like_help_is_quoted_where_nothing_asks_for_it() -> None:
    _, doubts = said_in(
        line("Til familien", level=1),
        line("Hvilke regler er fulgt?", bold=True),
        line("Hvis planen ikke virker, mødes vi igen."),
        line("Det sker der nu", bold=True),
        line("Vi ringer."),
        name="decision",
    )
    assert "answer.unplaced: Hvis planen ikke virker, mødes vi igen." in doubts


def test_a_numbered_question_in_unknown_words_is_no_part_of_the_answer_above() -> None:
    said, doubts = said_in(
        line("Ophøret", level=1),
        line("1.1 Hvorfor stopper forløbet?"),
        line("Hun er glad."),
        line("1.2 Allergier"),
        line("Ingen"),
        name="ending",
        programme=T06,
    )
    assert said == {"reasoning_to_family": "Hun er glad."}
    assert "text.unplaced: 1.2 Allergier" in doubts


def test_a_blank_line_to_write_on_is_an_answer_nobody_gave() -> None:
    said, doubts = said_in(
        line("Ophøret", level=1),
        line("Det har familien og barnet sagt til ophøret:"),
        line("____"),
        line("Journaliseret af: HKJ"),
        name="change",
    )
    assert (said, doubts) == ({}, ["answer.unplaced: HKJ"])


def test_a_line_beside_the_next_label_is_no_part_of_the_text_above() -> None:
    said, doubts = said_in(
        PUPIL,
        line("Barnets perspektiv:"),
        line("Det er godt."),
        line("Samtalen med barnet fandt sted d. 22/5-26\t\tHoldt af: Rosa"),
        programme="skoleflex",
    )
    assert said["child_view"] == "Det er godt."
    assert "text.unplaced: Samtalen med barnet fandt sted d. 22/5-26" in doubts


def test_the_rest_of_a_label_is_no_answer() -> None:
    said, doubts = said_in(
        line("Barnet", level=1),
        line("Barnets stemme – hvad fortæller barnet selv?"),
        line("Jeg vil gerne."),
    )
    assert (said, doubts) == ({"child_view": "Jeg vil gerne."}, [])
    _, doubts = said_in(
        line("Øvrigt", bold=True),
        line("Psykologen: navn og evt. titel: Ida Prøve"),
        name="change",
        programme=T06,
    )
    assert doubts == ["answer.holds_more: psychologist.name"]


# ── lists one after the other ────────────────────────────────────────────────────────────────────────

STATUS, GOALS = line("Status på det forløb, der er gået", level=1), line("Mål for det nye år", level=1)


def test_the_second_item_of_a_list_goes_on_with_it_though_another_list_is_named_so() -> None:
    said, _ = said_in(
        STATUS,
        line("Mål indtil nu 1", level=2),
        table(("Målet", "Læse bedre"), ("Hvad er der sket?", "Han læser")),
        line("Mål 2", level=2),
        table(("Målet", "Komme hver dag"), ("Hvad er der sket?", "Han kommer")),
        GOALS,
        line("Mål 1", level=2),
        table(
            ("Målet", "Regne bedre"),
        ),
        name="extension",
        programme="skoleflexplus",
    )
    assert said == {
        "status[0].goal": "Læse bedre",
        "status[0].note": "Han læser",
        "status[1].goal": "Komme hver dag",
        "status[1].note": "Han kommer",
        "goals[0].goal": "Regne bedre",
    }


def test_a_question_of_another_list_asked_again_is_quoted_though_its_answer_is_the_same() -> None:
    said, doubts = said_in(
        STATUS,
        table(("Målet", "Læse bedre"), ("Hvad er der sket?", "Det går bedre")),
        GOALS,
        table(
            ("Hvordan ses det, at målet er nået?", "Han læser højt"), ("Hvad er der sket?", "Det går bedre")
        ),
        name="extension",
        programme="skoleflexplus",
    )
    assert said["status[0].note"] == "Det går bedre"
    assert any("Det går bedre" in one for one in doubts)


def test_text_below_a_lone_colon_is_no_part_of_the_answer_above() -> None:
    said, doubts = said_in(
        line("Hvad siger barnet selv?"),
        line("Det er svært at komme ind ad døren."),
        line(" :"),
        line("Vi mødes igen i januar."),
        name="status",
    )
    assert said == {"child_view": "Det er svært at komme ind ad døren."}
    assert doubts == ["answer.maybe_less: child_view", "text.unplaced: Vi mødes igen i januar."]


PLAN = line("Mål og indsatser i skole, familie og fritid", level=1)


def test_a_card_below_the_heading_of_a_list_is_its_item_though_another_lists_items_are_named_so() -> None:
    said, _ = said_in(
        line("Mål", level=1),
        table(("Mål og indsats", "Ida kommer hver dag.")),
        PLAN,
        line("Mål 1", level=2),
        table(("Hvad er målet?", "Ida går selv i skole."), ("Delmål", "Halvvejs.")),
        name="application",
        programme="skoleflex",
    )
    assert said == {
        "goals[0].goal": "Ida kommer hver dag.",
        "plan.rows[0].goal": "Ida går selv i skole.",
        "plan.rows[0].sub_goal": "Halvvejs.",
    }


def test_words_of_another_list_say_nothing_below_the_heading_of_this_one() -> None:
    said, doubts = said_in(
        line("Mål for forløbet", level=1),
        line("Mål 1", level=2),
        table(("Målets område", "Socialpædagogisk"), ("Målet og betalingen", "En makker i klassen.")),
    )
    assert said == {"goals[0].area": "Socialpædagogisk"}
    assert doubts == ["answer.unplaced: En makker i klassen."]


def test_the_number_of_a_card_tells_its_item_though_the_card_before_was_not_met() -> None:
    said, doubts = said_in(
        PLAN,
        line("Mål og indsats 1", level=2),
        table(("Delmål", "Til hjørnet")),
        line("Mål og indsats 3", level=2),
        table(("Delmål", "Hele vejen")),
    )
    assert said == {"plan.rows[0].sub_goal": "Til hjørnet", "plan.rows[2].sub_goal": "Hele vejen"}
    assert doubts == ["rows.mixed: "]


def test_who_a_numbered_person_is_begins_no_other_one() -> None:
    said, _ = said_in(
        PARENTS,
        line("Forælder 1", level=2),
        line("Mor", bold=True),
        table(("Navn", "Bo Prøve"), ("Telefon", "00 00 00 31")),
        line("Forælder 2", level=2),
        line("Far", bold=True),
        table(("Navn", "Rosa Test"), ("Telefon", "00 00 00 32")),
    )
    assert said == {
        "guardians[0].name": "Bo Prøve",
        "guardians[0].phone": "00 00 00 31",
        "guardians[1].name": "Rosa Test",
        "guardians[1].phone": "00 00 00 32",
    }


def test_rows_told_in_two_ways_are_to_be_compared() -> None:
    said, doubts = said_in(
        PARENTS,
        line("Forælderens telefon: 00 00 00 31"),
        line("Forælder 2", level=2),
        line("Forælderens telefon: 00 00 00 32"),
    )
    assert set(said.values()) == {"00 00 00 31", "00 00 00 32"}
    assert doubts == ["rows.mixed: "]


# ── what a label asks ────────────────────────────────────────────────────────────────────────────────


def test_the_end_of_a_label_asks_within_the_group_its_beginning_names() -> None:
    consent = "Samtykke til støttende indsats (barnets lov § 32)"
    said, _ = said_in(
        PARENTS,
        line("Forælder 1", level=2),
        table(
            (consent, "Ja"),
            (f"{consent} (dato)", "09.06.2026"),
            (f"{consent} – noteret af", "Noor Testrup"),
        ),
        name="application",
        programme="skoleflex",
    )
    assert said == {
        "guardians[0].consent_measure.answer": "Ja",
        "guardians[0].consent_measure.date": "09.06.2026",
        "guardians[0].consent_measure.noted_by": "Noor Testrup",
    }


def test_answers_to_choose_from_in_brackets_are_no_words_of_the_label() -> None:
    said, doubts = said_in(
        PARENTS, line("Forælder 1", level=2), table(("Ført som (mor, far, andet)", "Mor")), programme=T06
    )
    assert (said, doubts) == ({}, ["answer.unplaced: Mor"])
    said, doubts = said_in(
        PARENTS, line("Forælder 1", level=2), table(("Er barnets (mor, far, andet)", "Mor")), programme=T06
    )
    assert (said, doubts) == ({"guardians[0].relation": "Mor"}, [])


def test_the_number_of_a_person_is_asked_by_what_the_person_is_called() -> None:
    said, _ = said_in(
        line("Parterne", level=1),
        table(
            ("Beslutningstagerens navn", "Ægir Prøve"),
            ("Beslutningstagerens enhed", "Område Prøve"),
            ("Barnets navn", "Ida Ibsen"),
        ),
        name="decision",
    )
    assert said == {
        "approver.name": "Ægir Prøve",
        "approver.unit": "Område Prøve",
        "child.name": "Ida Ibsen",
    }


def test_a_postal_code_with_its_town_has_two_fields_where_the_town_is_asked_nowhere() -> None:
    said, _ = said_in(
        line("Eleven", level=1),
        table(("Barnets adresse", "Prøvegade 1"), ("Postnr./by", "2720 Vanløse")),
        programme="skolefleks-ballerup",
    )
    assert said == {
        "child.address": "Prøvegade 1",
        "child.postal_code": "2720",
        "child.city": "Vanløse",
    }


def test_eight_digits_that_are_a_date_are_nobodys_number() -> None:
    said, doubts = said_in(PARENTS, table(("Navn", "Bo Prøve"), ("Givet den", "05-06-2026")))
    assert "05-06-2026" not in said.values()
    assert doubts == ["answer.unplaced: 05-06-2026"]


# ── where an answer stands ───────────────────────────────────────────────────────────────────────────


def test_an_answer_in_italics_behind_its_label_is_no_part_of_it() -> None:
    text = "Barnets navn: Ida Prøve"
    said, _ = said_in(PUPIL, replace(line(text), faint=(Span(14, len(text)),)))
    assert said == {"child.name": "Ida Prøve"}


def test_a_frame_below_its_label_holds_the_answer() -> None:
    said, doubts = said_in(
        line("Elevens navn"),
        table(("Ida Prøve",)),
        line("Trives barnet?"),
        table(("Ja, det meste af tiden.",)),
    )
    assert said == {"child.name": "Ida Prøve"}
    assert doubts == ["answer.unplaced: Ja, det meste af tiden."]


def test_a_frame_with_labels_of_its_own_answers_no_label_above_it() -> None:
    said, _ = said_in(line("Eleven:"), cells(("Elevens navn: Ida Prøve", "Klasse: 3.b")))
    assert said == {"child.name": "Ida Prøve", "child.class_name": "3.b"}


def test_a_column_of_running_numbers_is_no_answer() -> None:
    said, doubts = said_in(
        table(
            ("Nr.", "Spørgsmål", "Svar"),
            ("1.1", "Elevens navn", "Ida Prøve"),
            ("1.2", "Hvordan går det i frikvartererne?", "Godt."),
            ("1.3", "Klasse", "3.b"),
        )
    )
    assert said == {"child.name": "Ida Prøve", "child.class_name": "3.b"}
    assert doubts == ["answer.unplaced: Godt."]


def test_help_before_the_line_to_write_on_leaves_no_line_in_the_answer() -> None:
    said, _ = said_in(line("Barnets adresse: (Skriv kort) ___Prøvegade 1, st. th.____"), programme=T06)
    assert said == {"child.address": "Prøvegade 1, st. th."}


def test_help_left_alone_where_the_answer_stands_is_put_in_doubt() -> None:
    help_text = "Udfyldes af skolen"
    faint = replace(line(help_text), faint=(Span(0, len(help_text)),))
    row = GridRow(cells=(cell(0, "Skoleleders navn"), replace(cell(1), lines=(faint,))))
    _, doubts = said_in(line("Skolen", level=1), Grid(rows=(row,)))
    assert doubts == ["answer.maybe_more: school.leader.name"]


def test_a_note_of_the_writers_own_is_quoted_though_it_begins_as_help() -> None:
    _, doubts = said_in(PUPIL, line("Elevens navn: Ida"), line("NB! Far må ikke få brevene."))
    assert "text.unplaced: NB! Far må ikke få brevene." in doubts


def test_the_title_of_the_form_asks_for_nothing() -> None:
    said, _ = said_in(
        line("Statusmøde i SkoleflexPLUS"),
        line("Den, der leder mødet, skriver referatet."),
        line("Mål", level=1),
        line("Mål 1", level=2),
        table(("Målet", "Ida møder hver dag."), ("Hvor langt er vi?", "I gang")),
        name="status",
    )
    assert said == {"goals[0].goal": "Ida møder hver dag.", "goals[0].status": "I gang"}


def test_a_title_with_a_dash_is_no_label_with_its_answer() -> None:
    said, doubts = said_in(
        line("SKOLEFLEX PLUS – ansøgning"), line("Skolen", level=1), table(("Skole", "Prøveskolen"))
    )
    assert (said, doubts) == ({"school.name": "Prøveskolen"}, [])


def test_boxes_that_were_all_left_empty_say_nothing_at_a_question_nobody_knows() -> None:
    _, doubts = said_in(
        line("Skolen", level=1),
        table(
            ("Er familien glad?", "☐ Ja ☐ Nej"),
            ("Er familien træt?", "☒ Ja ☐ Nej"),
            ("Er familien rask?", "☐ Ja x ☐ Nej"),
        ),
    )
    assert doubts == ["answer.unplaced: ☒ Ja ☐ Nej", "answer.unplaced: ☐ Ja x ☐ Nej"]


def test_a_question_in_two_parts_with_its_answer_behind_it_is_no_label_as_a_whole() -> None:
    said, doubts = said_in(
        PARENTS,
        line("Forælder 1", level=2),
        table(("Deling med leverandøren: hvordan: Skriftligt X", "Mundtligt")),
    )
    assert said == {"guardians[0].consent_sharing_supplier.form:written": "☒"}
    assert doubts == ["text.unplaced: Mundtligt"]


def test_the_head_of_another_column_within_an_answer_puts_it_in_doubt() -> None:
    _, doubts = said_in(
        line("Mål", level=1),
        table(("Område", "Mål og indsats"), ("Specialpædagogisk", "Indikatorer\nLæse bedre")),
        name="application",
    )
    assert doubts == ["answer.maybe_more: goals[].goal"]


def test_labels_in_plain_type_within_a_text_in_a_cell_put_it_in_doubt() -> None:
    in_cell = cells(("Barnets egne ord:", "Det er svært.", "Det har vi aftalt:", "En makker."))
    said, doubts = said_in(line("Til næste gang", bold=True), in_cell, name="status")
    assert said == {"child_view": "Det er svært.\nDet har vi aftalt:\nEn makker."}
    assert doubts == ["answer.maybe_more: child_view"]


def test_a_word_that_labels_are_made_of_is_put_in_doubt_as_an_answer() -> None:
    _, doubts = said_in(line("Skolen", level=1), table(("Skoleleders navn", "Underskrift")))
    assert doubts == ["answer.holds_more: school.leader.name"]


def test_a_label_that_stands_twice_answers_itself_only_in_doubt() -> None:
    _, doubts = said_in(
        line("Socialforvaltningen", level=1),
        table(("Socialforvaltning: stilling", "Socialforvaltning: stilling")),
        name="agreement",
    )
    assert doubts == ["answer.holds_more: parties.social.role"]
