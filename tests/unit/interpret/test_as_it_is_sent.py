"""Forms as they come in mails, memos and letters, and tables whose labels stand below their answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridRow, Span
from tests.unit.interpret.layouts import cell, line, said_in, table
from tests.unit.interpret.test_other_layouts import cells

LONG = "Ida kommer ofte i skole."
ASKED = "Hvordan kan skole, ressourcecenter og leverandør løfte opgaven sammen?"


# ── mails, memos, letters ─────────────────────────────────────────────────────────────────────────────


def test_from_and_to_at_the_head_of_a_mail_answer_nothing() -> None:
    said, doubts = said_in(
        line("Fra: Skolens kontor"),
        line("Til: Visitationen <visitation@kommune.example>"),
        line("Emne: Ændring i et forløb"),
        line("Barnets navn: Ida Øst"),
        name="change",
    )
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


def test_a_form_that_asks_from_and_to_at_its_head_is_no_mail() -> None:
    said, _ = said_in(
        line("Periode", level=1), line("Fra: 10-08-2026"), line("Til: 09-08-2027"), line("Barnets navn: Ida")
    )
    assert said == {"period.start": "10-08-2026", "period.end": "09-08-2027", "child.name": "Ida"}


@pytest.mark.parametrize(
    ("closing", "quoted"),
    [
        ("Med venlig hilsen", []),
        ("Mvh. Bo på kontoret", ["text.unplaced: Mvh. Bo på kontoret"]),
        ("- Venlig hilsen Bo", ["text.unplaced: - Venlig hilsen Bo"]),
    ],
)
def test_the_closing_of_a_letter_is_no_part_of_its_last_answer(closing: str, quoted: list[str]) -> None:
    said, doubts = said_in(
        line("Det aftalte", level=1),
        line(f"Barnets eget perspektiv: {LONG}"),
        line(closing),
        line("Prøveskolen"),
    )
    assert said == {"child_view": LONG}
    assert doubts == [*quoted, "text.unplaced: Prøveskolen"]


def test_what_stands_below_the_closing_of_a_letter_asks_and_answers_nothing() -> None:
    lines = ("Navn: Ida", "Enhed: -", "Venlig hilsen", "Kontoret", "Vi ses i skolen.")
    said, doubts = said_in(line("Barnet", level=1), *map(line, lines))
    assert said == {"child.name": "Ida"}
    assert [one for one in doubts if "Kontoret" in one or "Vi ses" in one]
    system = "Denne besked er markeret som følsom. Udskrevet fra Aula."
    assert not any("Aula" in one for one in said_in(*map(line, (*lines[:4], system)))[1])


def test_a_form_may_go_on_below_the_closing_of_the_letter_it_came_with() -> None:
    said, _ = said_in(line("Venlig hilsen"), line("Kontoret"), line("Barnet", level=1), line("Navn: Ida"))
    assert said == {"child.name": "Ida"}


def test_a_greeting_in_a_cell_is_part_of_the_answer_there() -> None:
    said, _ = said_in(table(("Barnets eget perspektiv", "Kære alle.\nVenlig hilsen Ida")))
    assert said == {"child_view": "Kære alle.\nVenlig hilsen Ida"}


def test_a_date_is_to_be_confirmed_where_a_number_is_asked_for() -> None:
    _, doubts = said_in(line("Sagsnr.: den 6. august 2026"), line("Barnets navn: Ida"), name="status")
    assert doubts == ["label.loose: case_no"]


STARTING = "Det siger barnet/den unge om starten: -"
BEGUN = line("Opstartssamtale: 11-09-2026")


@pytest.mark.parametrize("heading", ["*** Samtalerne ***", "--- Samtalerne ---", "== Samtalerne =="])
def test_a_heading_between_ornaments_answers_no_label_above_it(heading: str) -> None:
    blocks = (line(STARTING), line(heading), BEGUN)
    said, doubts = said_in(*blocks, name="enrolment", programme="skolefravaerstilbud")
    assert (said, doubts) == ({"start_meeting": "11-09-2026"}, [])


@pytest.mark.parametrize("ornaments", ["* * *", "***", "~ ~ ~ ~", "• • •"])
def test_ornaments_that_part_two_texts_are_none(ornaments: str) -> None:
    blocks = (line(STARTING), line("Det går godt."), line(ornaments), BEGUN)
    said, doubts = said_in(*blocks, name="enrolment", programme="skolefravaerstilbud")
    assert (said, doubts) == ({"start_meeting": "11-09-2026", "child_view": "Det går godt."}, [])


@pytest.mark.parametrize(
    "note",
    [
        "Modtaget: 12.6.2026",
        "Modtaget den: 12-06-2026 Journalnr. 17.38.25-G01-971-26",
        "Forbeholdt forvaltningen: 17.38.25-G01-971-26",
    ],
)
def test_what_an_office_notes_of_itself_is_told_as_a_notice(note: str) -> None:
    said, doubts = said_in(line(note), line("Barnet", level=1), line("Navn: Ida Øst"))
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


def test_what_somebody_writes_where_an_office_notes_is_told() -> None:
    _, doubts = said_in(line("Modtaget: Rapport fra PPR"), line("Barnet", level=1), line("Navn: Ida Øst"))
    assert doubts == ["answer.unplaced: Rapport fra PPR"]


def test_a_line_over_a_row_of_dashes_is_a_heading() -> None:
    blocks = (line(STARTING), line("Samtalerne"), line("----------"), BEGUN)
    said, doubts = said_in(*blocks, name="enrolment", programme="skolefravaerstilbud")
    assert (said, doubts) == ({"start_meeting": "11-09-2026"}, [])


@pytest.mark.parametrize(
    "mark", ["*** UDSKRIFT SLUT ***", "--- Slut ---", "== SIDSTE SIDE ==", "Udskrift slut"]
)
def test_what_a_program_prints_behind_all_answers_is_none(mark: str) -> None:
    said, doubts = said_in(
        line("Barnet", level=1), line("Navn: Ida Øst"), line("Barnets egne ord:"), line(mark)
    )
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


def test_a_title_below_an_unanswered_label_is_to_be_confirmed_where_answers_stand_beside_theirs() -> None:
    beside = [line(f"{label}: x") for label in ("Barnets navn", "Kontaktperson", "Sagsnr.")]
    blocks = (*beside, line(STARTING), line("Det store møde"), BEGUN)
    _, doubts = said_in(*blocks, name="enrolment", programme="skolefravaerstilbud")
    assert "answer.maybe_more: child_view" in doubts


def test_a_heading_in_capitals_answers_no_label_above_it() -> None:
    said, doubts = said_in(
        line("ØKONOMI"),
        line("I alt: 5.000 kr."),
        line("PERIODE"),
        line("Forløbet starter: 10-08-2026"),
        line("BARNET"),
        line("Navn: Ida Øst"),
        line("Barnets eget perspektiv:"),
        line("SKOLEN"),
        line("Navn: Prøveskolen"),
        line("MÅL"),
        line("Mål 1"),
        line("Mål og indsats: Ida møder."),
        line("Mål 2"),
        line("Mål og indsats: Ida læser."),
        line("Tegn på, at målet nås:"),
        line("BILAG OG UNDERSKRIFTER"),
        line("Bilagets titel: PPV"),
    )
    assert said == {
        "budget.total": "5.000 kr.",
        "period.start": "10-08-2026",
        "attachments[0].title": "PPV",
        "child.name": "Ida Øst",
        "school.name": "Prøveskolen",
        "goals[0].goal": "Ida møder.",
        "goals[1].goal": "Ida læser.",
    }
    assert doubts == []


def test_a_numbered_line_above_labels_is_a_card_and_answers_no_label_above_it() -> None:
    said, doubts = said_in(
        line("Barnet", bold=True),
        line("Navn: Ida Øst"),
        line("Skolen", bold=True),
        line("Navn: Prøveskolen"),
        line("Mål", bold=True),
        line("Mål 1"),
        line("Mål og indsats: Ida møder."),
        line("Tegn på, at målet nås:"),
        line("Mål 2"),
        line("Mål og indsats: Ida læser."),
    )
    assert said == {
        "child.name": "Ida Øst",
        "school.name": "Prøveskolen",
        "goals[0].goal": "Ida møder.",
        "goals[1].goal": "Ida læser.",
    }
    assert doubts == []


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Fritidstilbud: Klub Prøvehjørnet", "Klub Prøvehjørnet"),
        ("Skolens vision: En skole for alle", "En skole for alle"),
        ("Hvad siger søskende? De er glade.", "De er glade."),
    ],
)
def test_a_line_below_a_text_that_may_be_the_next_question_is_quoted(question: str, quoted: str) -> None:
    said, doubts = said_in(line(f"{ASKED} {LONG}"), line(question))
    assert said["feasibility"].startswith(LONG)
    assert doubts == ["answer.maybe_more: feasibility", f"answer.unplaced: {quoted}"]


@pytest.mark.parametrize("own", ["Læreren siger: Ida er glad.", "Vi har aftalt følgende: en makker."])
def test_what_somebody_says_within_a_text_is_no_question(own: str) -> None:
    said, doubts = said_in(line(f"{ASKED} {LONG}"), line(own))
    assert (said["feasibility"], doubts) == (f"{LONG}\n{own}", [])


def test_the_number_of_pupils_is_not_the_class() -> None:
    said, doubts = said_in(line("Barnet", level=1), line("Antal elever i klassen: 24"))
    assert (said, doubts) == ({}, ["answer.unplaced: 24"])


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def test_labels_may_stand_below_their_answers_in_one_column() -> None:
    said, doubts = said_in(
        line("Barnet", level=1),
        table(("Ida Øst",), ("Barnets navn",), ("660812-8415",), ("Cpr-nr.",), ("",), ("Klasse",)),
    )
    assert said == {"child.name": "Ida Øst", "child.cpr": "660812-8415"}
    assert doubts == []


def test_a_heading_over_labels_that_nobody_answered_is_no_answer() -> None:
    said, _ = said_in(table(("Om eleven",), ("Barnets navn",), ("Ida Øst",), ("Skole",)))
    assert "Om eleven" not in said.values()


def test_labels_below_their_answers_in_other_tables_are_so_in_this_one() -> None:
    said, doubts = said_in(
        line("Barnet", level=1),
        table(("Ida Øst", "660812-8415"), ("Barnets navn", "Cpr-nr.")),
        line("Periode", level=1),
        table(("01-08-2026", "01-02-2027"), ("Forløbet starter", "Forløbet slutter")),
        line("Skolen", level=1),
        table(("Prøveskolen", ""), ("Skole", "")),
    )
    assert said == {
        "child.name": "Ida Øst",
        "child.cpr": "660812-8415",
        "period.start": "01-08-2026",
        "period.end": "01-02-2027",
        "school.name": "Prøveskolen",
    }
    assert doubts == []


def test_a_row_of_labels_over_answers_of_their_kinds_is_one_though_some_are_worded_as_labels() -> None:
    said, doubts = said_in(
        line("Beslutningen", level=1),
        table(
            ("Beslutningen", "Besluttet den", "Ledende BEKU-medlem", "Stillingsbetegnelse", "Enhed"),
            ("Bevilget", "d. 12. juni 2026", "Ida Øst", "formand for BEKU", "Område Prøve"),
        ),
        name="decision",
        programme="tilbageslusningsflex",
    )
    assert said == {
        "outcome": "Bevilget",
        "decided_on": "d. 12. juni 2026",
        "approver.name": "Ida Øst",
        "approver.title": "formand for BEKU",
        "approver.unit": "Område Prøve",
    }
    assert doubts == []


def test_the_heads_of_questions_and_answers_are_no_text() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        table(("Spørgsmål", "Svar", "Bemærkninger"), ("Skole", "Prøveskolen", "")),
    )
    assert (said, doubts) == ({"school.name": "Prøveskolen"}, [])


def test_a_question_below_the_title_of_its_card_is_no_part_of_its_answer() -> None:
    said, doubts = said_in(
        cells(("Barnet", "Navn: Ida Øst"), ("Barnets skole", "Hvilken skole går barnet på? Prøveskolen")),
        name="prior_commitment",
    )
    assert said == {"child.name": "Ida Øst", "school.name": "Prøveskolen"}
    assert doubts == []


def test_a_date_beside_a_blank_is_no_label_that_nobody_answered() -> None:
    _, doubts = said_in(line("Barnet", level=1), table(("30-08-2026", ""), ("Barnets navn", "Ida")))
    assert "text.unplaced: 30-08-2026" in doubts


def test_boxes_below_words_nobody_knows_answer_them() -> None:
    said, doubts = said_in(
        line("Socialforvaltningen", level=1),
        table(
            ("Sagsbehandler", "Hvad er der lavet?"),
            ("Bo Prøve", "☒ Afdækning efter barnets lov § 19   ☐ Andet"),
        ),
        programme="skoleflex-mini",
    )
    assert said["caseworker.name"] == "Bo Prøve"
    assert [one for one in doubts if "Bo Prøve" in one] == []


def test_a_label_beside_a_label_may_be_its_answer() -> None:
    _, doubts = said_in(line("Skolen", level=1), table(("Skole", "Psykologen", "")))
    assert doubts == ["text.unplaced: Psykologen"]


def bar(*texts: str) -> GridRow:
    return GridRow(cells=(replace(cell(0, *texts), span=2),))


def test_a_card_in_a_bar_ends_the_questions_above_it_in_their_table() -> None:
    pair = table(("Ansvarlig part", "(x) Skolen ( ) Familien")).rows[0]
    asked = ("Hvad er tegn på, at det lykkes?", "Ida er glad.", "Note", "Skolen ringer.")
    first = (bar("Mål og aktivitet 1"), bar("Mål"), bar("Ida møder."), pair, *map(bar, asked))
    second = (bar("Mål og aktivitet 2"), bar("Mål"), bar("Ida læser."), pair)
    said, doubts = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        Grid(rows=(*first, *second)),
        name="plan",
        programme="skoleflex",
    )
    assert (said["plan.rows[0].goal"], said["plan.rows[1].goal"]) == ("Ida møder.", "Ida læser.")
    assert doubts == []


def test_a_card_in_an_unmerged_row_of_pairs_begins_an_item() -> None:
    rows = (
        ("Mål 1", ""),
        ("Mål og indsats:", "Ida møder."),
        ("Mål 2", ""),
        ("Mål og indsats:", "Ida læser."),
    )
    said, doubts = said_in(line("Mål", level=1), table(*rows))
    assert said == {"goals[0].goal": "Ida møder.", "goals[1].goal": "Ida læser."}
    assert doubts == []


def test_a_label_may_go_on_below_the_title_of_whose_name_it_asks() -> None:
    said, _ = said_in(
        line("Skolen", level=1), cells(("Skoleleder", "Navn", "Ida Øst"), ("Skole", "Østskolen"))
    )
    assert said == {"school.leader.name": "Ida Øst", "school.name": "Østskolen"}


def test_a_question_is_no_heading_though_it_says_no_more_than_one() -> None:
    said, _ = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder", bold=True),
        cells(("For- og efternavn", "Ida Øst")),
        cells(("Hvad er du til barnet?", "Mor")),
        cells(("Postnr.", "2100")),
    )
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].relation": "Mor",
        "guardians[0].postal_code": "2100",
    }


def test_a_name_is_no_answer_to_a_question_of_a_list_elsewhere() -> None:
    said, doubts = said_in(
        line("Stamdata", level=1),
        table(("Barnets navn", "Ida Øst"), ("Hvem leverer indsatsen?", "Åsen")),
        name="plan",
        programme="skoleflex",
    )
    assert "plan.rows[0].responsible.party" not in said
    assert "Åsen" in (*said.values(), *(doubt.rpartition(": ")[2] for doubt in doubts))


# ── what some programs and people leave ───────────────────────────────────────────────────────────────


def test_a_form_without_a_single_tick_says_so() -> None:
    boxes = [(label, "☐ Ja ☐ Nej") for label in ("Behov for tolk", "Beskyttet adresse")]
    rows = (*(("Barnets navn", "Ida"), ("Klasse", "8.b"), ("Cpr-nr.", "660812-8415"), ("By", "Øst")), *boxes)
    blocks = (line("Barnet", level=1), table(*rows), line("Orienteret om bisidder: ☐ Ja ☐ Nej"))
    _, doubts = said_in(*blocks, line("Barnet har en sag i BBU: ☐ Ja ☐ Nej"))
    assert doubts == ["choice.none_ticked: "]
    _, doubts = said_in(*blocks, line("Barnet har en sag i BBU: ☒ Ja ☐ Nej"))
    assert doubts == []


def test_what_counts_an_item_is_no_text_and_its_first_question_asked_again_begins_the_next() -> None:
    bold = replace(line("2) Dato: 15-12-2026\nDeltagere: Bo"), bold=(Span(0, 2),))
    said, doubts = said_in(
        line("Planlagte møder", level=1),
        line("1) Dato: 16-10-2026"),
        line("Deltagere: Alma"),
        bold,
        line("3) Dato: 20-01-2027"),
        line("Deltagere: Ida"),
        name="plan",
    )
    assert [said[f"plan.meetings[{n}].participants"] for n in range(3)] == ["Alma", "Bo", "Ida"]
    assert doubts == []


def test_an_answer_behind_the_word_answer_is_that_of_the_question_above() -> None:
    said, doubts = said_in(
        line("1.1 Barnets navn*"), line("Svar: Ida"), line("1.2 Klasse"), line("Svar: 8.b")
    )
    assert (said, doubts) == ({"child.name": "Ida", "child.class_name": "8.b"}, [])


def test_a_heading_of_several_persons_is_the_name_of_none() -> None:
    said, doubts = said_in(
        line("Forældre/værge", level=1), table(("", "Forælder 1", "Forælder 2"), ("Navn", "Ida", "Bo"))
    )
    assert said == {"guardians[0].name": "Ida", "guardians[1].name": "Bo"}
    assert doubts == []


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Navn på barnet", " – Ida", "Ida"),
        ("Navn på barnet .....", ": Ida", "Ida"),
    ],
)
def test_what_parts_a_label_from_its_answer_is_no_part_of_it(label: str, value: str, expected: str) -> None:
    text = line(label + value)
    said, _ = said_in(replace(text, bold=(Span(0, len("Navn på barnet")),)))
    assert said == {"child.name": expected}


def test_what_a_label_lists_behind_a_colon_is_shared_out() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        table(("Skoleleder: navn, tlf., mail", "Ida Øst, tlf. 00 00 00 11, mail: ida@skole.example")),
    )
    assert said == {
        "school.leader.name": "Ida Øst",
        "school.leader.phone": "00 00 00 11",
        "school.leader.email": "ida@skole.example",
    }
    assert doubts == []


@pytest.mark.parametrize(
    "answer", ["Ida Øst, skoleleder", "Går barnet i SFO? Ja", "Barnets adresse", "Hvem er det?"]
)
def test_what_is_more_than_a_name_is_put_in_doubt(answer: str) -> None:
    _, doubts = said_in(line("Skolen", level=1), table(("Skoleleders navn", answer)))
    assert doubts == ["answer.holds_more: school.leader.name"]


def test_lines_with_labels_of_their_own_are_no_answer_to_the_label_beside_their_cell() -> None:
    grid = Grid(
        rows=(
            GridRow(
                cells=(
                    cell(0, "Til næste gang"),
                    cell(
                        1, "Dato for næste møde: 12-12-2026", "Skrevet af: Ida Øst", "Det har vi aftalt: Alt."
                    ),
                )
            ),
        )
    )
    said, doubts = said_in(line("Til næste gang", level=1), grid, name="status")
    assert said == {"next_meeting": "12-12-2026", "written_by": "Ida Øst", "agreed": "Alt."}
    assert doubts == []


def test_faint_prose_is_no_help_in_a_form_that_is_filled_in_so() -> None:
    texts = ("Planen er lagt.", "Hvis planen ikke virker, mødes vi igen.")
    faint = [replace(line(text), faint=(Span(0, len(text)),)) for text in texts]
    said, _ = said_in(line(ASKED), *faint)
    assert said == {"feasibility": "\n".join(texts)}


def test_the_caption_of_a_table_that_says_its_heading_again_asks_nothing() -> None:
    headings = [line(text, bold=True) for text in ("Økonomi", "Periode", "Bilag")]
    said, doubts = said_in(
        *headings,
        line("Bilag"),
        table(("Slags", "Titel"), ("PPV", "PPV af 21. april"), ("Andet bilag", "Referat")),
    )
    assert said["attachments[0].title"] == "PPV af 21. april"
    assert doubts == []


def test_master_data_of_somebody_are_headed_as_that_ones() -> None:
    said, doubts = said_in(
        line("BARNETS STAMOPLYSNINGER"), line("Navn: Ida"), line("SKOLENS STAMDATA"), line("Navn: Øst")
    )
    assert (said, doubts) == ({"child.name": "Ida", "school.name": "Øst"}, [])
