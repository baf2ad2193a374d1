"""Items told by name or number in the label itself, and what stands in one line break after another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret.layouts import cell, line, said_in, table


def rows_of(*rows: tuple[GridCell, ...]) -> Grid:
    return Grid(rows=tuple(GridRow(cells=row) for row in rows))


LONG = "Ida kommer ofte i skole."


# ── whose it is ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sign", [" > ", " – ", ": ", " / ", " · "])
def test_a_label_may_begin_with_the_item_it_asks_of(sign: str) -> None:
    said, doubts = said_in(
        table(
            (f"Forælder 1{sign}Navn", "Ida Øst"),
            (f"Forælder 1{sign}Telefon", "00 00 00 01"),
            (f"Forælder 2{sign}Navn", "Bo Vest"),
            (f"Forælder 2{sign}Telefon", "00 00 00 02"),
        )
    )
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].phone": "00 00 00 01",
        "guardians[1].name": "Bo Vest",
        "guardians[1].phone": "00 00 00 02",
    }
    assert doubts == []


@pytest.mark.parametrize("label", ["Tlf. (skoleleder)", "Telefon (skolelederen)"])
def test_whose_telephone_it_is_may_stand_in_brackets(label: str) -> None:
    said, doubts = said_in(line(label), line("00 00 00 07"))
    assert (said, doubts) == ({"school.leader.phone": "00 00 00 07"}, [])


def test_telephone_and_mail_behind_a_name_are_theirs() -> None:
    said, doubts = said_in(table(("Skoleleder", "Bo Vest, tlf. 00 00 00 07, mail bo@skole.example")))
    assert (said, doubts) == (
        {
            "school.leader.name": "Bo Vest",
            "school.leader.phone": "00 00 00 07",
            "school.leader.email": "bo@skole.example",
        },
        [],
    )


def test_what_is_asked_elsewhere_is_not_taken_from_behind_a_name() -> None:
    said, doubts = said_in(
        table(("Skoleleder", "Bo Vest, tlf. 00 00 00 07"), ("Skoleleders telefon", "00 00 00 08"))
    )
    assert said["school.leader.phone"] == "00 00 00 08"
    assert doubts  # two telephones: a person has to say which


@pytest.mark.parametrize("label", ["Til dato", "Dato til", "Til den"])
def test_a_date_until_is_the_end_and_no_other_date(label: str) -> None:
    said, _ = said_in(
        line("Mål og indsats 1", level=1), line("Fra dato: 10-08-2026"), line(f"{label}: 25-06-2027")
    )
    assert said == {"plan.rows[0].start": "10-08-2026", "plan.rows[0].end": "25-06-2027"}


# ── new lines within a paragraph ──────────────────────────────────────────────────────────────────────

ITEMS = (
    "Møde 1\nDato: 20-10-2026\nMøde: Statusmøde",
    "Møde 2\nDato: 15-12-2026\nMøde: Aftaleforum",
)
MET = {
    "plan.meetings[0].date": "20-10-2026",
    "plan.meetings[0].type": "Statusmøde",
    "plan.meetings[1].date": "15-12-2026",
    "plan.meetings[1].type": "Aftaleforum",
}


def test_each_line_of_a_paragraph_is_one() -> None:
    said, doubts = said_in(line("Planlagte møder", level=1), *map(line, ITEMS))
    assert (said, doubts) == (MET, [])


def test_a_cell_of_such_lines_is_read_as_they_stand() -> None:
    said, doubts = said_in(
        rows_of((cell(0, "Samråd: dato\n09-06-2026"), cell(1, "Samråd: svar\n☒ Ja ☐ Nej")))
    )
    assert said == {
        "guardians[0].consulted.date": "09-06-2026",
        "guardians[0].consulted.answer:yes": "☒",
    }
    assert doubts == []


def test_the_lines_that_a_field_holds_are_its_own() -> None:
    text = "Barnets perspektiv: Det går godt.\nSkolen: er rar"
    held = replace(line(text), filled=(Span(text.index("Det"), len(text)),))
    said, _ = said_in(held)
    assert said == {"child_view": "Det går godt.\nSkolen: er rar"}


def test_a_heading_is_one_however_it_is_broken() -> None:
    said, _ = said_in(line("Forælder\n1", bold=True), line("Navn: Ida Øst"))
    assert said == {"guardians[0].name": "Ida Øst"}


# ── answers and what looks like labels ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("arrow", ["--> ", "-> ", "=> ", "→ ", "–> ", "➔ "])
def test_an_arrow_before_an_answer_is_no_part_of_it(arrow: str) -> None:
    said, doubts = said_in(
        line("Barnets navn"), line(arrow + "Ida Øst"), line("Barnets cpr-nr."), line(arrow + "-")
    )
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


@pytest.mark.parametrize("arrow", ["–>", "->", "==>", "→", "➔"])
def test_an_arrow_parts_a_label_from_its_answer(arrow: str) -> None:
    said, doubts = said_in(
        line(f"A1  Barnets navn {arrow} Ida Øst"),
        line(f"A2  Barnets cpr-nr. {arrow}"),
        line(f"A3  Barnets adresse {arrow} Prøvevej 62, 1. sal"),
    )
    assert (said, doubts) == ({"child.name": "Ida Øst", "child.address": "Prøvevej 62, 1. sal"}, [])


@pytest.mark.parametrize("rest", ["klassen.", "siger: »Det går godt.«"])
def test_the_rest_of_a_sentence_is_no_label(rest: str) -> None:
    said, _ = said_in(line("Barnets perspektiv"), line("Ida er glad for at være i den nye"), line(rest))
    assert said == {"child_view": f"Ida er glad for at være i den nye\n{rest}"}


def test_a_line_that_a_box_answers_is_no_heading() -> None:
    """`Part` heads the parties too; here boxes with its own answers stand below it."""
    said, doubts = said_in(
        line("Underskrift 1", level=1),
        *(line("Part", level=1), line("☐ Leverandør"), line("☒ Skole"), line("☐ Socialforvaltning")),
        *(line("Navn", level=1), line("Bo Vest")),
        name="agreement",
    )
    assert said["signatures[0].name"] == "Bo Vest"
    assert said["signatures[0].role:school"] == "☒"
    assert doubts == []


def test_codes_below_a_head_of_numbers_are_no_answers() -> None:
    said, doubts = said_in(
        table(
            ("Nr.", "Oplysning", "Svar"),
            ("A2", "Barnets navn", "Ida Øst"),
            ("A5", "Klasse", "8.b"),
        )
    )
    assert (said, doubts) == ({"child.name": "Ida Øst", "child.class_name": "8.b"}, [])


def test_what_is_filled_in_answers_what_is_printed_over_it() -> None:
    def filled_in(column: int, text: str) -> GridCell:
        answer = replace(line(text), filled=(Span(0, len(text)),))
        return GridCell(column=column, span=1, lines=(answer,))

    said, _ = said_in(
        rows_of(
            (cell(0, "Barnets navn"), cell(1, "Personnummer (barnet)")),
            (filled_in(0, "Ida Øst"), filled_in(1, "850415-4670")),
        ),
        name="change",
    )
    assert said == {"child.name": "Ida Øst", "child.cpr": "850415-4670"}


def test_an_unanswered_question_does_not_take_the_next_one() -> None:
    said, doubts = said_in(
        rows_of((cell(0, "Note"),), (cell(0, "Bruger barnet briller til at læse?", "Nej"),)),
        line("Barnets navn: Ida Øst"),
    )
    assert said == {"child.name": "Ida Øst"}
    assert doubts == ["answer.unplaced: Nej"]


def test_a_group_with_an_aside_below_it_heads_its_cells() -> None:
    said, _ = said_in(
        rows_of(
            (cell(0, "Forælder 1", "(den ene)"), cell(1, "Navn: Ida Øst", "Beskyttet adresse: Nej")),
        )
    )
    assert said == {"guardians[0].name": "Ida Øst", "guardians[0].protected_address": "Nej"}


@pytest.mark.parametrize("closing", ["Hilsen klasselæreren", "Mange hilsner Bo", "Kh. Bo"])
def test_more_ways_to_end_a_letter(closing: str) -> None:
    said, doubts = said_in(line("Barnets perspektiv"), line(LONG), line(closing))
    assert (said, doubts) == ({"child_view": LONG}, [f"text.unplaced: {closing}"])


def test_a_faint_label_may_hold_a_colon() -> None:
    def faint(text: str) -> TextLine:
        return replace(line(text), faint=(Span(0, len(text)),))

    said, _ = said_in(faint("Samråd: dato"), line("09-06-2026"), faint("Samråd: svar"), line("Ja"))
    assert said == {"guardians[0].consulted.date": "09-06-2026", "guardians[0].consulted.answer": "Ja"}


# ── numbers, bullets and dashes round labels ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("before", ["1a. ", "3b) ", "2.1 ", "• ", "Spørgsmål: ", "Spørgsmål 4: ", "spm. 2: "])
def test_what_counts_a_question_is_no_part_of_it(before: str) -> None:
    said, doubts = said_in(line(f"{before}Barnets navn"), line("Ida Øst"))
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


@pytest.mark.parametrize(
    ("text", "tag", "answer"),
    [
        ("Hvilken skole går barnet på? – Østre Skole", "school.name", "Østre Skole"),
        ("Barnets navn – Ida Øst", "child.name", "Ida Øst"),
        ("Barnets navn: – Ida Øst", "child.name", "Ida Øst"),
    ],
)
def test_a_dash_may_stand_before_a_short_answer(text: str, tag: str, answer: str) -> None:
    assert said_in(line(text)) == ({tag: answer}, [])


def test_a_dash_within_a_sentence_parts_no_label_from_it() -> None:
    text = "Skolen – det er vi enige om. Ida er glad for den, og det: går godt."
    said, _ = said_in(line("Barnets perspektiv"), line(text))
    assert said == {"child_view": text}


@pytest.mark.parametrize("second", ["Forælder 2 af 2", "3. Forældre: Forælder 2", "Forælder 2/2"])
def test_the_name_of_an_item_may_say_of_how_many_or_stand_behind_its_section(second: str) -> None:
    said, doubts = said_in(
        *(line(second.replace("2", "1", 1), bold=True), line("Navn: Ida Øst"), line("Telefon: 00 00 00 01")),
        *(line(second, bold=True), line("Navn: Bo Vest"), line("Telefon: 00 00 00 02")),
    )
    assert {tag: raw for tag, raw in said.items() if tag.endswith("name")} == {
        "guardians[0].name": "Ida Øst",
        "guardians[1].name": "Bo Vest",
    }
    assert doubts == []


def test_the_name_of_an_item_over_a_label_in_one_cell_heads_the_rows_below_it() -> None:
    said, doubts = said_in(
        rows_of(
            (cell(0, "Forælder 1 af 2", "Navn"), cell(1, "Ida Øst")),
            (cell(0, "Telefon"), cell(1, "00 00 00 01")),
            (cell(0, "Forælder 2 af 2", "Navn"), cell(1, "Bo Vest")),
            (cell(0, "Telefon"), cell(1, "00 00 00 02")),
        )
    )
    assert (said, doubts) == (
        {
            "guardians[0].name": "Ida Øst",
            "guardians[0].phone": "00 00 00 01",
            "guardians[1].name": "Bo Vest",
            "guardians[1].phone": "00 00 00 02",
        },
        [],
    )


@pytest.mark.parametrize("nothing", ["Ikke besvaret", "(ikke udfyldt)", "Ubesvaret", "(tom)"])
def test_what_a_system_prints_where_nobody_answered_is_no_answer(nothing: str) -> None:
    assert said_in(line(f"Barnets navn: {nothing}"), line("Klasse: 8.b")) == ({"child.class_name": "8.b"}, [])


def test_a_question_within_a_card_is_no_heading_though_another_list_is_called_so() -> None:
    said, _ = said_in(
        line("Mål og indsats 1", level=2),
        *(line("Mål", level=3), line("At Ida kommer hver dag.")),
        *(line("Fra", level=3), line("10-08-2026")),
    )
    assert said == {"plan.rows[0].goal": "At Ida kommer hver dag.", "plan.rows[0].start": "10-08-2026"}


def test_where_labels_are_grey_a_grey_line_is_a_question() -> None:
    def faint(text: str) -> TextLine:
        return replace(line(text), faint=(Span(0, len(text)),))

    said, doubts = said_in(
        *(
            faint("Barnets navn"),
            line("Ida Øst"),
            faint("Klasse"),
            line("8.b"),
            faint("Skole"),
            line("Østre"),
        ),
        *(faint("Barnets perspektiv"), line(LONG)),
        *(faint("Transport til og fra skole"), line("Cykler selv")),
    )
    assert said["child_view"] == LONG
    assert doubts == ["answer.unplaced: Cykler selv"]


def test_two_mothers_are_two_though_all_that_they_say_is_the_same() -> None:
    said, doubts = said_in(
        line("Forældre", level=1),
        *(
            block
            for name in ("Mor 1", "Far 2", "Mor 3")
            for block in (line(name, bold=True), table(("Navn", "Ida Øst"), ("By", "Vanløse")))
        ),
    )
    assert sorted(said) == [f"guardians[{n}].{key}" for n in range(3) for key in ("city", "name")]
    assert doubts == []


def test_a_card_goes_on_with_the_list_it_stands_in() -> None:
    """Two lists of one section call their items so."""
    said, doubts = said_in(
        line("Igangværende støttende indsatser (tidl. foranstaltninger)", bold=True),
        line("Indsats 1"),
        line("Indsats: Kontaktperson til Sofus"),
        line("Leverandør: Prøvehuset"),
        programme="tilbageslusningsflex",
        name="plan",
    )
    assert said == {
        "existing_social_measures[0].type": "Kontaktperson til Sofus",
        "existing_social_measures[0].supplier": "Prøvehuset",
    }
    assert doubts == []


def test_an_office_over_the_title_asks_nothing() -> None:
    said, doubts = said_in(
        line("Børne- og Ungdomsforvaltningen"),
        line("Ansøgning om samt arbejdsplan for SkoleflexPLUS"),
        line("Beløb", level=1),
        line("BUF (skolefaglig del): 175.000 kr."),
    )
    assert (said, doubts) == ({"budget.buf": "175.000 kr."}, [])


def test_items_counted_before_their_name_are_cards_where_a_section_would_be_named_in_capitals() -> None:
    said, doubts = said_in(
        line("II. Om forældrene", level=1),
        line("Forældre og indehavere af forældremyndigheden", bold=True),
        line("1. forælder"),
        line("Navn: Rosa Prøve"),
        line("Indehaver af forældremyndighed: (x) Ja ( ) Nej"),
        line("2. forælder"),
        line("Navn: Jørn Prøve"),
        programme="skolefleks-ballerup",
    )
    names = {"guardians[0].name": "Rosa Prøve", "guardians[1].name": "Jørn Prøve"}
    assert (said, doubts) == ({**names, "guardians[0].has_custody:yes": "☒"}, [])


def test_a_bold_label_with_a_dash_within_it_ends_where_bold_type_does() -> None:
    text = "Indsats – hvad gør vi? Skolen ringer hver dag. Familien er med."
    bold = Span(0, text.index("?") + 1)
    said, _ = said_in(
        line("Mål og indsatser i skole, familie og fritid", level=1),
        line("Mål og indsats 1", bold=True),
        replace(line(text), bold=(bold,)),
        name="plan",
    )
    assert said == {"plan.rows[0].measure": "Skolen ringer hver dag. Familien er med."}


def test_columns_that_an_unknown_word_counts_are_items_of_the_list_they_stand_in() -> None:
    plan = (line("Fælles handleplan", level=1), line("Mål og aktiviteter", bold=True))
    one = table(("", "Målområde 1", "Målområde 2"), ("Delmål", "Læse", "Skrive"), ("Hyppighed", LONG, "Tit"))
    rest = table(("", "Målområde 1", "Målområde 2"), ("Slutdato", "1. juni 2026", "2. juni 2026"))
    third = table(("", "Målområde 3"), ("Delmål", "Regne"), ("Hyppighed", "Sjældent"))
    said, doubts = said_in(*plan, one, rest, third, programme="skoleflex")
    assert doubts == []
    assert [said[f"plan.rows[{n}].sub_goal"] for n in (0, 1, 2)] == ["Læse", "Skrive", "Regne"]
    assert said["plan.rows[1].end"] == "2. juni 2026"


def test_a_label_at_the_side_of_items_may_ask_for_two_things() -> None:
    said, doubts = said_in(
        line("Forældre", level=1),
        table(
            ("", "Forælder 1", "Forælder 2"),
            ("Navn", "Ida Øst", "Bo Vest"),
            ("Postnr. og by", "2300 København S", "2100 København Ø"),
        ),
    )
    assert doubts == []
    assert [said[f"guardians[{n}].postal_code"] for n in (0, 1)] == ["2300", "2100"]
    assert [said[f"guardians[{n}].city"] for n in (0, 1)] == ["København S", "København Ø"]
