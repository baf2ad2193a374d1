"""Tables that were spreadsheets, questions in a row, frames, and what stands between labels and answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridCell, GridRow, Place, Span, TextLine
from tests.unit.interpret.layouts import cell, line, rows_of, said_in, table

CHILD = line("Barnet/den unge", level=1)
PLUS = {"name": "plan", "programme": "skoleflexplus"}


def in_bold(text: str, *labels: str) -> TextLine:
    spans = (Span(at := text.index(label), at + len(label)) for label in labels)
    return TextLine(text=text, place=Place(), bold=tuple(spans))


# ── blank rows and columns ────────────────────────────────────────────────────────────────────────────


def test_a_blank_column_between_labels_and_answers_is_air() -> None:
    said, doubts = said_in(
        CHILD,
        table(
            ("", "Barnets/den unges navn", "", "Ida Prøve", ""),
            ("", "Barnets adresse", "", "Prøvegade 1", ""),
            ("", "Postnr.", "", "2100", ""),
        ),
    )
    assert doubts == []
    assert said == {"child.name": "Ida Prøve", "child.address": "Prøvegade 1", "child.postal_code": "2100"}


def test_a_blank_column_before_other_labels_is_one_of_answers_nobody_gave() -> None:
    said, _ = said_in(
        CHILD,
        table(
            ("Barnets/den unges navn", "", "Barnets adresse", "Prøvegade 1"),
            ("Klasse", "", "Postnr.", "2100"),
            ("By", "", "Behov for tolk", "Nej"),
        ),
    )
    assert "child.name" not in said
    assert (said["child.address"], said["child.postal_code"]) == ("Prøvegade 1", "2100")


def test_a_sheet_is_its_sections_with_lists_among_them() -> None:
    said, doubts = said_in(
        table(
            ("A", "Forløbet", "", ""),
            ("1", "Sagsnummer", "", "SP-2026-0001"),
            ("", "", "", ""),
            ("B", "Barnet", "", ""),
            ("1", "Barnets/den unges navn", "", "Ida Prøve"),
            ("2", "Barnets cpr-nr.", "", "630812-5002"),
            ("", "", "", ""),
            ("C", "Planlagte møder", "", ""),
            ("", "Dato", "Møde", "Deltagere"),
            ("", "20.10.2026", "Statusmøde", "Ida og skolen"),
            ("", "10.12.2026", "", "Ida og skolen"),
        ),
        **PLUS,
    )
    assert doubts == []
    assert said == {
        "case_no": "SP-2026-0001",
        "child.name": "Ida Prøve",
        "child.cpr": "630812-5002",
        "plan.meetings[0].date": "20.10.2026",
        "plan.meetings[0].type": "Statusmøde",
        "plan.meetings[0].participants": "Ida og skolen",
        "plan.meetings[1].date": "10.12.2026",
        "plan.meetings[1].participants": "Ida og skolen",
    }


def test_a_list_whose_middle_cells_are_blank_keeps_its_columns() -> None:
    said, _ = said_in(
        line("Planlagte møder", level=2),
        table(
            ("Dato", "Møde", "Deltagere"),
            *((f"{day}.10.2026", "", "Ida og skolen") for day in (20, 21, 22, 23)),
        ),
        **PLUS,
    )
    assert {said[f"plan.meetings[{n}].participants"] for n in range(4)} == {"Ida og skolen"}


@pytest.mark.parametrize("cross", ["☒", "X", "x", "[x]"])
@pytest.mark.parametrize(
    "head",
    [
        [("", "Ja", "Nej")],
        [("Navn", "Rosa Prøve", ""), ("Sæt kryds", "Ja", "Nej")],
        [("Sæt kryds", "", ""), ("", "Ja", "Nej")],  # no word above tells what stands between
    ],
)
def test_crosses_below_ja_and_nej_stay_where_they_are(head: list[tuple[str, ...]], cross: str) -> None:
    rows = (
        ("Fritaget for Digital Post", "", cross),
        ("Har forældremyndighed", cross, ""),
        ("Barnet bor her", "", cross),
        ("Skal brevene sendes hertil?", "", cross),
    )
    said, _ = said_in(
        line("Forældrene og deres samtykke", level=1), line("Forælder 1", level=2), table(*head, *rows)
    )
    said.pop("guardians[0].name", None)
    assert said == {
        "guardians[0].digital_post_exempt:no": "☒",
        "guardians[0].has_custody:yes": "☒",
        "guardians[0].lives_with_child:no": "☒",
        "guardians[0].send_letters:no": "☒",
    }


def test_a_column_of_help_between_labels_and_answers_moves_no_answer() -> None:
    said, _ = said_in(
        CHILD,
        table(
            ("Spørgsmål", "Vejledning", "Svar"),
            ("Barnets/den unges navn", "Skrives kort", "Ida Prøve"),
            ("Barnets adresse", "", "Prøvegade 1"),
            ("Postnr.", "", "2100"),
            ("By", "", "Valby"),
        ),
    )
    assert said["child.name"] == "Ida Prøve"
    assert (said["child.address"], said["child.postal_code"], said["child.city"]) == (
        "Prøvegade 1",
        "2100",
        "Valby",
    )


def test_questions_asked_again_in_another_language_are_no_answers() -> None:
    said, doubts = said_in(
        CHILD,
        table(
            ("Dansk", "English", "Svar / Answer"),
            ("Barnets/den unges navn", "Child's name", "Ida Prøve"),
            ("Barnets adresse", "Address", ""),
            ("Postnr.", "", "2100"),
        ),
    )
    assert (said, doubts) == ({"child.name": "Ida Prøve", "child.postal_code": "2100"}, [])


def test_below_a_head_that_says_so_answers_stand_beside_their_questions() -> None:
    said, doubts = said_in(
        table(
            ("Nr.", "Oplysning", "Svar"),
            ("1", "Hvilken skole går barnet på?", "Skolen ved Prøvesøen"),
            ("2", "Briller eller høreapparat", "Læsebriller"),
        ),
        **PLUS,
    )
    assert said == {"school.name": "Skolen ved Prøvesøen"}
    assert doubts == ["answer.unplaced: Læsebriller"]


def test_a_group_before_one_question_is_no_question() -> None:
    said, doubts = said_in(
        table(
            ("Barnet", "Barnets/den unges navn", "Ida Prøve"),
            ("Skole", "Skolens navn", "Østre Prøveskole"),
            ("Leverandør", "Leverandørens navn", "Prøvehuset"),
        ),
        **PLUS,
    )
    assert doubts == []
    assert said == {
        "child.name": "Ida Prøve",
        "school.name": "Østre Prøveskole",
        "supplier.name": "Prøvehuset",
    }


# ── several questions in one paragraph ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sign", [".", ";"])
def test_bold_questions_in_one_paragraph_and_the_sign_that_ends_each_answer(sign: str) -> None:
    text = f"Skole: Åsen{sign} Planen gælder fra: 10.08.2026{sign} Planen gælder til: 25.06.2027{sign}"
    said, doubts = said_in(in_bold(text, "Skole:", "Planen gælder fra:", "Planen gælder til:"), **PLUS)
    assert doubts == []
    assert said["school.name"] == "Åsen"
    assert said["plan.period.start"].startswith("10.08.2026")


def test_a_name_keeps_its_full_stop_where_dates_have_none() -> None:
    text = "Skole: Åsen jr. Planen gælder fra: 10.08.2026 Planen gælder til: 25.06.2027"
    said, _ = said_in(in_bold(text, "Skole:", "Planen gælder fra:", "Planen gælder til:"), **PLUS)
    assert said["school.name"] == "Åsen jr."


def test_bold_type_within_an_answer_begins_no_label() -> None:
    text = "Leverandør: Prøvehuset i Åsen, hvor Ida bor"
    said, _ = said_in(in_bold(text, "Åsen"), **PLUS)
    assert said == {"supplier.name": "Prøvehuset i Åsen, hvor Ida bor"}


def test_what_a_question_tells_at_its_end_is_no_answer() -> None:
    said, _ = said_in(
        line("Barnet", level=1),
        line("Hvem er eleven? Beskriv kort", bold=True),
        line("Ida har en god ven."),
        programme="skolefleks-ballerup",
    )
    assert said == {"pupil": "Ida har en god ven."}


@pytest.mark.parametrize("number", ["§ 3.", "§ 3, stk. 2.", "Stk. 2.", "§ 12 a."])
def test_paragraphs_of_a_law_count_questions(number: str) -> None:
    said, _ = said_in(CHILD, line(f"{number} Barnets/den unges navn: Ida Prøve"))
    assert said == {"child.name": "Ida Prøve"}


def test_a_question_counted_as_the_one_before_is_no_part_of_its_answer() -> None:
    said, doubts = said_in(
        CHILD,
        line("§ 3. Barnets/den unges eget perspektiv: Jeg vil blive her."),
        line("§ 4. Fritidstilbud: Klub Månen"),
    )
    assert said == {"child_view": "Jeg vil blive her."}
    assert doubts == ["answer.unplaced: Klub Månen"]


@pytest.mark.parametrize("nothing", ["Ikke relevant", "ikke relevant.", "n/a", "/", "Uaktuelt"])
def test_what_is_said_to_be_of_no_matter_is_no_answer(nothing: str) -> None:
    assert said_in(CHILD, table(("Barnets adresse", nothing))) == ({}, [])


# ── frames, fields and lines ──────────────────────────────────────────────────────────────────────────


def frame(text: str, *, shaded: bool = True) -> Grid:
    return Grid(rows=(GridRow(cells=(GridCell(column=0, lines=(line(text),), shaded=shaded),)),))


def test_what_stands_in_frames_below_labels_answers_them_whatever_its_words() -> None:
    asked = (
        ("Skolens navn", "Skolen ved Prøvesøen"),
        ("Tid til fælles forberedelse", "Læreren siger: »Ro om morgenen.«"),
        ("Sådan deler vi oplysninger", "Vi har prøvet: en bog, der følger Ida."),
    )
    said, doubts = said_in(
        *(block for label, text in asked for block in (line(label, bold=True), frame(text))), name="agreement"
    )
    assert doubts == []
    assert [*said.values()] == [text for _, text in asked]


def test_a_frame_that_begins_with_a_label_of_its_own_is_read_as_such() -> None:
    said, _ = said_in(
        *(
            block
            for label in ("Om skolen", "Om leverandøren", "Om planen")
            for block in (line(label, bold=True), frame("Skole: Åsen"))
        ),
        **PLUS,
    )
    assert said["school.name"] == "Åsen"


def test_where_answers_are_fields_a_printed_line_is_none() -> None:
    def field(text: str) -> TextLine:
        return replace(line(text), filled=(Span(0, len(text)),))

    asked = ("Skole", "Leverandør", "Koordinator for planen", "Planen gælder fra", "Planen gælder til")
    answers = ("Åsen", "Broen", "Bo Prøve", "10.08.2026", "25.06.2027")
    said, doubts = said_in(
        *(one for label, text in zip(asked, answers, strict=True) for one in (line(label), field(text))),
        line("Mål og aktivitet 1", bold=True),
        line("Mål"),
        field("Ida kommer hver dag"),
        line("Note"),
        field(""),
        line("Øvrigt", level=1),
        line("Særlige hensyn ved møder"),
        field("Mødet holdes i stueetagen"),
        **PLUS,
    )
    assert "plan.rows[0].note" not in said
    assert doubts == ["answer.unplaced: Mødet holdes i stueetagen"]


def test_an_option_that_is_a_heading_too_answers_the_label_above_it() -> None:
    said, doubts = said_in(
        line("Bilag og underskrifter", level=1),
        line("Bilag 1", bold=True),
        *map(line, ("Slags", "PPV", "Titel", "PPV af 21. april 2026")),
        line("Bilag 2", bold=True),
        *map(line, ("Slags", "Andet bilag", "Titel", "Udtalelse")),
    )
    assert doubts == []
    assert said == {
        "attachments[0].kind": "PPV",
        "attachments[0].title": "PPV af 21. april 2026",
        "attachments[1].kind": "Andet bilag",
        "attachments[1].title": "Udtalelse",
    }


def test_a_small_word_below_a_numbered_label_is_its_answer() -> None:
    said, doubts = said_in(
        line("Parterne", level=1),
        *map(
            line, ("3a. Skole: navn", "Ægir Prøve", "3b. Skole: stilling", "skoleleder", "3c. Skole: telefon")
        ),
        line("00 00 00 11"),
        name="agreement",
    )
    assert doubts == []
    assert said["parties.school.role"] == "skoleleder"


def test_a_list_that_lost_its_cells_is_a_table_again() -> None:
    said, doubts = said_in(
        line("Planlagte møder", level=2),
        *map(line, ("Dato", "Møde", "Deltagere")),
        *map(line, ("20.10.2026", "Statusmøde", "Ida og skolen")),
        *map(line, ("10.12.2026", "Aftaleforum", "Ida og leverandøren")),
        **PLUS,
    )
    assert doubts == []
    assert said["plan.meetings[1].participants"] == "Ida og leverandøren"


def test_two_parents_side_by_side_go_on_below_a_bar() -> None:
    bar = GridRow(cells=(replace(cell(0, "Samtykke til støttende indsats"), span=3),))
    rows = table(
        ("", "Forælder 1", "Forælder 2"),
        ("Navn", "Rosa Prøve", "Bo Prøve"),
        ("Støttende indsats: svar", "Nej", "Ja"),
        ("Støttende indsats: dato", "", "3. juni 2026"),
    ).rows
    said, doubts = said_in(
        line("Forældrene og deres samtykke", level=1), Grid(rows=(*rows[:2], bar, *rows[2:]))
    )
    assert doubts == []
    assert (said["guardians[0].consent_measure.answer"], said["guardians[1].consent_measure.answer"]) == (
        "Nej",
        "Ja",
    )
    assert "guardians[0].consent_measure.date" not in said


def test_a_label_in_bold_over_its_answer_in_one_cell_joins_nothing() -> None:
    label = replace(line("Underskrevet", bold=True))
    signed = GridCell(column=0, lines=(label, line("Ja")))
    said, _ = said_in(
        line("Underskrifter", level=1),
        line("Underskrift 1", bold=True),
        Grid(
            rows=(
                *rows_of((("Rolle", "Forælder"), ("Dato", "05.05.2026"))).rows,
                GridRow(cells=(signed, cell(1))),
            )
        ),
    )
    assert said["signatures[0].signed"] == "Ja"


def test_a_line_that_a_leader_ends_goes_on_with_the_label_above() -> None:
    said, _ = said_in(
        line("Ophør", level=1),
        line("Familien har selv bedt om, at"),
        line("forløbet stopper ..........: Nej"),
        line("Hvorfor stopper forløbet?"),
        line("* ........................: Ida trives igen."),
        name="ending",
        programme="tilbageslusningsflex",
    )
    assert said["asked_by_family"] == "Nej"
    assert said["reasoning_to_family"] == "Ida trives igen."


def test_numbers_that_count_on_from_the_table_before_are_no_answers() -> None:
    said, doubts = said_in(
        CHILD,
        table(
            ("8", "Barnets/den unges navn", "Ida Prøve"),
            ("9", "Barnets adresse", "Prøvegade 1"),
            ("10", "Postnr.", "2100"),
        ),
    )
    assert doubts == []
    assert said == {"child.name": "Ida Prøve", "child.address": "Prøvegade 1", "child.postal_code": "2100"}


def test_who_a_parent_is_begins_no_other_parent() -> None:
    said, _ = said_in(
        line("Forældrene og deres samtykke", level=1),
        line("Forælder 1", bold=True),
        *map(line, ("Relation", "Mor", "Navn", "Rosa Prøve")),
        line("Forælder 2", bold=True),
        *map(line, ("Relation", "Far", "Navn", "Bo Prøve")),
    )
    assert [said[f"guardians[{n}].relation"] for n in (0, 1)] == ["Mor", "Far"]
    assert [said[f"guardians[{n}].name"] for n in (0, 1)] == ["Rosa Prøve", "Bo Prøve"]


def test_what_a_question_says_in_brackets_may_be_all_that_it_asks() -> None:
    said, _ = said_in(
        line("Hvem drejer sagen sig om? (barnets navn)"),
        line("Ida Prøve"),
        name="decision",
        programme="skolefleks-ballerup",
    )
    assert said == {"child.name": "Ida Prøve"}


def test_answers_in_larger_type_than_bold_headings_are_no_headings() -> None:
    steps = ("Hvad beslutningen gælder", "Beslutningen", "Brevet")
    asked = (
        ("Ansøgningens version", "1"),
        ("Ledende BEKU-medlem", "Bo Prøve"),
        ("Brevet underskrives af", "Rosa"),
    )
    said, doubts = said_in(
        *(
            one
            for n, (step, (label, answer)) in enumerate(zip(steps, asked, strict=True), 1)
            for one in (
                line(f"Trin {n} af 3: {step}", bold=True),
                line(label),
                line(answer, level=1),
            )
        ),
        name="decision",
    )
    assert doubts == []
    assert [*said.values()] == [answer for _, answer in asked]


def test_a_long_label_of_two_lines_may_have_a_colon_in_a_number() -> None:
    said, _ = said_in(
        line("Forældre og samtykke", level=1),
        line("Forældrenes holdning .......... De er enige."),
        line("Forældrene ved, hvordan skolen vil imødekomme barnets behov, og at de ikke"),
        line("skal forvente 1:1-støtte ..... Ja"),
        programme="tilbageslusningsflex",
    )
    assert said == {"guardians_view": "De er enige.", "no_one_to_one_told": "Ja"}


def test_an_underlined_line_below_a_text_may_be_a_heading() -> None:
    text = "Systemer og journal"
    under = TextLine(text=text, place=Place(), underlined=(Span(0, len(text)),))
    said, doubts = said_in(
        line("Det får barnet i stedet", bold=True),
        line("Ida trives igen."),
        line("- pausekort"),
        under,
        name="ending",
        programme="tilbageslusningsflex",
    )
    assert said["what_happens_now"].startswith("Ida trives igen.")
    assert doubts == ["answer.maybe_more: what_happens_now"]


def test_numbers_that_run_through_small_tables_are_no_answers() -> None:
    rows = [
        *(("Barnets navn", "Ida Øst"), ("Barnets cpr-nr.", "621112-5002"), ("Klasse", "4.b")),
        *(("Adresse", "Prøvevej 1"), ("Postnr.", "2100"), ("By", "København Ø"), ("Hjemmesprog", "Dansk")),
    ]
    tables = (table((str(n), *row)) for n, row in enumerate(rows, start=1))
    said, doubts = said_in(line("Barnet/den unge", level=1), *tables)
    assert len(said) == len(rows)
    assert doubts == []
