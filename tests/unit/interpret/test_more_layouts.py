"""Layouts that schools send: cells of many lines, items in columns, labels that a line's end has cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret.layouts import form, line, rows_of, said_in, table

CHILD = line("Barnet/den unge", level=1)
SCHOOL = line("Skolen", level=1)
PLAN = line("Fælles BUF-SOF-arbejdsplan", level=1)


def wide(*texts: str) -> GridRow:
    """A row of one cell over two columns."""
    return GridRow(cells=(GridCell(column=0, span=2, lines=tuple(map(line, texts))),))


# ── cells that list questions line by line ───────────────────────────────────────────────────────────


def test_a_cell_that_lists_questions_is_read_line_by_line() -> None:
    said, doubts = said_in(
        rows_of(
            (("Barnet",), ("Barnets navn: Ida", "Barnets adresse: ", "Klasse: 4.b")),
            (("Skole",), ("Sagens kode: -", "Barnets postnr.: 2100")),
        )
    )
    assert doubts == []
    assert said == {"child.name": "Ida", "child.class_name": "4.b", "child.postal_code": "2100"}


def test_one_question_with_a_long_answer_makes_no_list() -> None:
    said, _ = said_in(
        CHILD, rows_of((("Barnets/den unges eget perspektiv",), ("Hun vil gerne.", "Klasse: det er svært.")))
    )
    assert said == {"child_view": "Hun vil gerne.\nKlasse: det er svært."}


# ── items in columns ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [2, 3])
def test_numbered_columns_are_items_though_a_word_stands_in_the_corner(count: int) -> None:
    heads = ("Mål og indsats", *(f"Mål og indsats {n}" for n in range(1, count + 1)))
    said, doubts = said_in(
        PLAN,
        table(
            heads,
            ("Delmål", "Kun det første", *[""] * (count - 1)),
            ("Hvor ofte", *(f"{n} gange" for n in range(1, count + 1))),
        ),
    )
    assert doubts == []
    assert said == {"plan.rows[0].sub_goal": "Kun det første"} | {
        f"plan.rows[{n}].frequency": f"{n + 1} gange" for n in range(count)
    }


def test_boxes_at_the_side_of_a_list_are_answers() -> None:
    area = line("Mål", level=1)
    said, doubts = said_in(
        area,
        table(
            ("Målområde", "Mål med indsats", "Tegn på, at målet nås"),
            ("(x) Specialpædagogisk    ( ) Socialpædagogisk", "Læse", "Læser selv"),
            ("( ) Specialpædagogisk    (x) Socialpædagogisk", "En ven", "Leger"),
        ),
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert doubts == []
    assert [said[f"goals[{n}].goal"] for n in (0, 1)] == ["Læse", "En ven"]


def test_a_row_over_one_of_several_lines_may_be_the_heading_of_an_item() -> None:
    grid = Grid(
        rows=(
            wide("Mål og indsats 1"),
            wide("Delmål:", "Læse"),
            *table(("Hvor ofte: 4 gange om ugen", "Arena: Skole")).rows,
            wide("Mål og indsats 2"),
            wide("Delmål:", "Skrive"),
            *table(("Hvor ofte: en gang om ugen", "Arena: Fritid")).rows,
        )
    )
    said, doubts = said_in(PLAN, grid)
    assert doubts == []
    assert [said[f"plan.rows[{n}].sub_goal"] for n in (0, 1)] == ["Læse", "Skrive"]
    assert [said[f"plan.rows[{n}].frequency"] for n in (0, 1)] == ["4 gange om ugen", "en gang om ugen"]


# ── columns and rows about the answers ───────────────────────────────────────────────────────────────


def test_a_column_of_who_changed_an_answer_is_no_part_of_it() -> None:
    said, doubts = said_in(
        table(("Felt", "Værdi", "Rettet af"), ("Barnets navn", "Ida", "LKJ"), ("Klasse", "4.b", "LKJ"))
    )
    assert (said, doubts) == ({"child.name": "Ida", "child.class_name": "4.b"}, [])


def test_columns_of_who_answered_and_when_are_no_part_of_the_answers() -> None:
    head = ("Nr.", "Spørgsmål", "Svar", "Besvaret af", "Tidspunkt")
    row = ("1", "Barnets navn", "Ida", "Lone Skolesekretær", "11.06.2026 9:11")
    assert said_in(table(head, row)) == ({"child.name": "Ida"}, [])
    below = ("2", "Klasse", "4.b", "System", "12.06.2026 10:12")
    assert said_in(table(head, row, below)) == ({"child.name": "Ida", "child.class_name": "4.b"}, [])


def test_a_column_is_known_by_its_stamps_and_the_few_names_beside_them() -> None:
    rows = [
        (label, said, "Lone Sek", "11.06.2026 kl. 9.11")
        for label, said in (("Navn", "Ida"), ("Klasse", "4.b"))
    ]
    last = ("Barnets egne ord", "Jeg er glad.", "Lone Sek", "12.06.2026 kl. 9.12")
    said, doubts = said_in(CHILD, table(("Felt", "Værdi", "Kontoret", "Hændelse"), *rows, last))
    assert doubts == []
    assert said == {"child.name": "Ida", "child.class_name": "4.b", "child_view": "Jeg er glad."}


def test_who_and_when_may_stand_before_the_question_or_below_the_answer() -> None:
    rows = [
        ("11.06.2026 kl. 9:11", "LSK", "Barnets navn", "Ida"),
        ("12.06.2026 kl. 9:12", "LSK", "Klasse", "4.b"),
    ]
    expected: tuple[dict[str, str], list[str]] = ({"child.name": "Ida", "child.class_name": "4.b"}, [])
    assert said_in(table(("Tidspunkt", "Bruger", "Felt", "Værdi"), *rows)) == expected
    notes = [f"Besvaret af Lone Sek, 1{n}.06.2026 kl. 9.1{n}" for n in (1, 2)]
    below = rows_of((("Barnets navn",), ("Ida", notes[0])), (("Klasse",), ("4.b", notes[1])))
    assert said_in(CHILD, below) == expected


def test_what_is_remarked_behind_an_answer_is_not_taken_for_the_name_of_who_gave_it() -> None:
    rows = [
        (label, said, "Usikkert", "11.06.2026 9:11") for label, said in (("Navn", "Ida"), ("Klasse", "4.b"))
    ]
    last = ("Barnets egne ord", "Jeg er glad.", "Usikkert", "12.06.2026 9:12")
    _, doubts = said_in(CHILD, table(("Spørgsmål", "Svar", "Bemærkning", "Tidspunkt"), *rows, last))
    assert any("Usikkert" in doubt for doubt in doubts)


def test_a_column_with_a_time_in_a_list_is_one_of_the_list() -> None:
    head, row = ("Aktivitet", "Tidspunkt"), ("Lektiehjælp", "11.06.2026 9:11")
    _, doubts = said_in(CHILD, table(head, row, ("Svømning", "12.06.2026 9:12")))
    assert any("12.06.2026 9:12" in doubt for doubt in doubts)


def test_the_title_of_the_form_is_no_answer() -> None:
    said, doubts = said_in(line(f"Skema: {form().title}"), CHILD, line("Navn: Ida"))
    assert (said, doubts) == ({"child.name": "Ida"}, [])


def test_numbers_of_chapters_and_their_questions_are_none_of_the_answers() -> None:
    title = GridRow(
        cells=(GridCell(column=0, lines=(line("2"),)), GridCell(column=1, span=2, lines=(CHILD,)))
    )
    grid = Grid(rows=(title, *table(("2.1", "Barnets navn", "Ida")).rows))
    assert said_in(grid) == ({"child.name": "Ida"}, [])


def test_a_question_nobody_knows_and_nobody_answered_is_none_of_anybodys_business() -> None:
    grid = rows_of((("Cykler barnet til skole", "-"), ("Barnets navn", "Ida")))
    assert said_in(CHILD, grid) == ({"child.name": "Ida"}, [])


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_label_whose_end_stands_on_the_next_line_is_one() -> None:
    blocks = (
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        line("Navn: Rosa Prøve"),
        line("Støttende indsats:\tSkriftligt"),
        line("hvordan"),
        line("Støttende indsats:\tBo Prøve"),
        line("noteret af"),
    )
    said, doubts = said_in(*blocks)
    grouped = {tag.rpartition(".")[2]: value for tag, value in said.items() if "consent_measure" in tag}
    assert (grouped, doubts) == ({"form": "Skriftligt", "noted_by": "Bo Prøve"}, [])


def test_so_it_is_in_a_table() -> None:
    said, doubts = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        table(
            ("Navn", "Rosa Prøve"),
            ("Støttende indsats:", "Skriftligt"),
            ("hvordan", ""),
            ("Støttende indsats:", "Bo Prøve"),
            ("noteret af", ""),
        ),
    )
    grouped = {tag.rpartition(".")[2]: value for tag, value in said.items() if "consent_measure" in tag}
    assert (grouped, doubts) == ({"form": "Skriftligt", "noted_by": "Bo Prøve"}, [])


@pytest.mark.parametrize("sign", ["?", " *"])
def test_where_questions_end_in_a_sign_a_line_that_does_is_one(sign: str) -> None:
    said, doubts = said_in(
        CHILD,
        line(f"Barnets navn{sign}"),
        line("Ida"),
        line(f"Klasse{sign}"),
        line("4.b"),
        line(f"Barnets/den unges eget perspektiv{sign}"),
        line("Hun vil gerne."),
        line(f"Har eleven egen computer{sign}"),
        line("Ja, en lille"),
    )
    assert said == {"child.name": "Ida", "child.class_name": "4.b", "child_view": "Hun vil gerne."}
    assert "answer.unplaced: Ja, en lille" in doubts


def test_a_box_in_such_a_line_is_no_part_of_a_label() -> None:
    _, doubts = said_in(
        CHILD,
        *(line(text) for text in ("Barnets navn?", "Ida", "Klasse?", "4.b")),
        line("☐ Kommer hun selv i skole?"),
    )
    assert "text.unplaced: ☐ Kommer hun selv i skole?" in doubts


def test_a_bar_parts_questions_in_one_line() -> None:
    said, doubts = said_in(CHILD, line("Barnets navn: Ida | Klasse: 4.b | Barnets postnr.: 2100"))
    assert doubts == []
    assert said == {"child.name": "Ida", "child.class_name": "4.b", "child.postal_code": "2100"}


def test_what_stands_behind_a_bar_that_nobody_knows_is_asked_about() -> None:
    _, doubts = said_in(CHILD, line("Barnets navn: Ida | Bus til skole"))
    assert doubts == ["answer.holds_more: child.name"]


def test_a_bar_between_words_makes_none_of_them_a_label() -> None:
    assert said_in(line("Version 2.3 | Dagtilbud og Skole"), CHILD, line("Barnets navn: Ida"))[1] == []


@pytest.mark.parametrize("heading", ["Sagsfremstiller", "UU-vejleder"])
def test_below_the_heading_of_a_person_a_name_is_theirs(heading: str) -> None:
    said, doubts = said_in(
        line(heading, bold=True),
        table(("Navn", "Bo Prøve"), ("Telefon", "00 00 00 40")),
        programme="tilbageslusningsflex",
    )
    group = {"Sagsfremstiller": "presenter", "UU-vejleder": "uu_advisor"}[heading]
    assert (said, doubts) == ({f"{group}.name": "Bo Prøve", f"{group}.phone": "00 00 00 40"}, [])


def test_a_telephone_below_a_question_about_a_person_is_theirs() -> None:
    said, doubts = said_in(
        SCHOOL,
        rows_of((("Psykologens navn:", "Bo Prøve"), ("Hvilket nummer har psykologen?", "+45 00 00 00 09"))),
        programme="skoleflex",
    )
    assert (said, doubts) == ({"psychologist.name": "Bo Prøve", "psychologist.phone": "+45 00 00 00 09"}, [])


def test_a_label_may_say_its_field_twice() -> None:
    said, doubts = said_in(
        line("Målgruppe og indsatstrappe", level=1),
        line("Indsatstrappen: trin:..........Trin 3"),
        programme="skoleflex",
    )
    assert (said["intervention_step"].strip("."), doubts) == ("Trin 3", [])


def test_help_in_brackets_behind_a_label_may_be_long_and_hold_a_colon() -> None:
    help_text = "(Skal udfyldes ved afslag: hvilken hjælp får barnet i stedet, og hvem kontakter familien?)"
    cell = replace(
        line(f"Barnets/den unges eget perspektiv {help_text}"),
        faint=(Span(34, 34 + len(help_text)),),
    )
    grid = Grid(rows=(GridRow(cells=(GridCell(column=0, lines=(cell, line("Hun vil gerne."))),)),))
    assert said_in(CHILD, grid)[0] == {"child_view": "Hun vil gerne."}


def test_help_below_a_label_does_not_part_it_from_the_row_that_answers_it() -> None:
    label = rows_of((("Barnets/den unges eget perspektiv", "(barnets egne ord)"),))
    grid = Grid(rows=(*label.rows, *table(("Vi har aftalt følgende: en makker.",)).rows))
    assert said_in(CHILD, grid) == ({"child_view": "Vi har aftalt følgende: en makker."}, [])


def test_a_row_of_boxes_below_a_label_is_no_help() -> None:
    grid = rows_of((("Borgercenter", "[x] Børn og Unge (BBU)   [ ] Handicap (BCH)"),))
    said, doubts = said_in(line("Sagsbehandler", bold=True), grid)
    assert (said, doubts) == ({"caseworker.unit:bbu": "☒"}, [])


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────


def test_larger_letters_make_no_heading_where_headings_are_bold() -> None:
    def large(text: str) -> TextLine:
        return replace(line(text), level=1)

    said, doubts = said_in(
        replace(line("Barnet/den unge", bold=True), level=0),
        line("Barnets navn", bold=True),
        large("Ida Prøve"),
        line("Barnets adresse", bold=True),
        large("Prøvegade 1"),
        replace(line("Forældre og samtykke", bold=True), level=0),
        line("Forælder 1", bold=True),
        table(("Navn", "Rosa Prøve")),
    )
    assert doubts == []
    assert (said["child.name"], said["child.address"]) == ("Ida Prøve", "Prøvegade 1")


def test_a_word_alone_below_its_question_asks_nothing() -> None:
    said, doubts = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        rows_of((("Relation til barnet", "Mor"),)),
    )
    assert (said["guardians[0].relation"], doubts) == ("Mor", [])


def test_and_goes_on_with_the_line_above() -> None:
    said, doubts = said_in(
        PLAN,
        line("Møde 1", bold=True),
        line("Deltagere"),
        line("Ida og hendes forældre, skole, leverandør"),
        line("og sagsbehandler"),
        line("Møde 2", bold=True),
        line("Dato: 1. juni 2026"),
    )
    whole = "Ida og hendes forældre, skole, leverandør\nog sagsbehandler"
    assert said["plan.meetings[0].participants"] == whole
    assert doubts == []


def test_below_a_line_left_blank_a_label_is_no_answer() -> None:
    known = (("Barnets navn", "Ida"), ("Klasse", "4.b"), ("Barnets adresse", "Prøvegade 1"))
    said, _ = said_in(
        CHILD,
        *(one for label, answer in known for one in (line(label, bold=True), line(answer))),
        line("Barnets/den unges eget perspektiv ____"),
        line("Barnets postnr."),
        line("2100"),
    )
    assert "child_view" not in said
    assert said["child.postal_code"] == "2100"


# ── prints and letters ───────────────────────────────────────────────────────────────────────────────


def test_blanks_may_stand_before_a_colon() -> None:
    said, doubts = said_in(
        CHILD, line("Barnets navn      : Ida"), line("Klasse            :"), line("By : Øst")
    )
    assert (said, doubts) == ({"child.name": "Ida", "child.city": "Øst"}, [])


def test_a_dash_for_an_empty_answer_is_not_answered_by_the_next_question() -> None:
    said, doubts = said_in(CHILD, line("Barnets navn: -   Klasse: 4.b"))
    assert (said, doubts) == ({"child.class_name": "4.b"}, [])


def test_a_semicolon_may_part_questions_in_one_line() -> None:
    said, doubts = said_in(CHILD, line("Klasse: -; Barnets navn: Ida; Barnets postnr.: 2100"))
    assert (said, doubts) == ({"child.name": "Ida", "child.postal_code": "2100"}, [])


def test_what_a_dash_parts_from_its_group_is_the_label() -> None:
    said, doubts = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        line("Navn: Rosa Prøve"),
        line("Samråd – svar: Ja"),
        line("Samråd – dato: 9. juni 2026"),
        line("Samråd – noteret af: Bo Prøve"),
    )
    grouped = {tag.rpartition(".")[2]: value for tag, value in said.items() if "consulted" in tag}
    assert grouped == {"answer": "Ja", "date": "9. juni 2026", "noted_by": "Bo Prøve"}
    assert doubts == []


@pytest.mark.parametrize("number", ["104.", "A3", "B1.2", "7)"])
def test_a_question_may_be_numbered_in_many_ways(number: str) -> None:
    said, doubts = said_in(CHILD, line(f"{number} Barnets navn: Ida"), line(f"{number} Klasse: 4.b"))
    assert (said, doubts) == ({"child.name": "Ida", "child.class_name": "4.b"}, [])


@pytest.mark.parametrize(
    "foot",
    [
        "Udskrevet 26-11-2026 10:14 af KMJ01",
        "Udskrift fra sagssystem 12.06.26 10:41 Side 1/1",
        "*** Slut på udskrift ***",
    ],
)
def test_what_a_system_prints_of_itself_answers_nothing(foot: str) -> None:
    blocks = (CHILD, line("Barnets navn: Ida"), line("Barnets/den unges eget perspektiv:"), line(foot))
    assert said_in(*blocks) == ({"child.name": "Ida"}, [])


def test_a_bold_line_below_a_text_may_be_a_heading_nobody_knows() -> None:
    _, doubts = said_in(
        CHILD,
        line("Barnets/den unges eget perspektiv:"),
        line("Hun vil gerne."),
        line("Bilag m.m.", bold=True),
        line("Barnets navn: Ida"),
    )
    assert doubts == ["answer.maybe_more: child_view"]


# ── more tables ──────────────────────────────────────────────────────────────────────────────────────


def test_a_checklist_has_its_answers_in_several_columns() -> None:
    said, doubts = said_in(
        CHILD,
        table(
            ("Nr.", "Spørgsmål", "Ja", "Nej", "Svar"),
            ("1", "Barnets navn", "", "", "Ida"),
            ("2", "Beskyttet adresse", "", "X", ""),
            ("3", "Behov for tolk", "Ja", "", ""),
            ("4", "Klasse", "☐", "☐", "4.b"),
        ),
        programme="skoleflex",
    )
    assert doubts == []
    assert said == {
        "child.name": "Ida",
        "child.protected_address:no": "☒",
        "child.interpreter:yes": "☒",
        "child.class_name": "4.b",
    }


@pytest.mark.parametrize(
    ("answers", "read"),
    [
        (("Ida", "", "2100", ""), {"child.name": "Ida", "child.postal_code": "2100"}),
        (("", "", "", ""), {}),
    ],
    ids=["in part", "not at all"],
)
def test_labels_beside_each_other_are_answered_below_or_not_at_all(
    answers: tuple[str, ...], read: dict[str, str]
) -> None:
    grid = table(("Barnets navn", "Klasse", "Barnets postnr.", "Barnets adresse"), answers)
    assert said_in(CHILD, grid) == (read, [])


def test_the_title_of_a_section_heads_no_column() -> None:
    cards = [
        row
        for n, goal in enumerate(("Læse", "Skrive"), 1)
        for row in (wide(f"Mål og indsats {n}"), *table(("Delmål", goal), ("Hvor ofte", f"{n} gange")).rows)
    ]
    grid = Grid(rows=(wide("Mål og indsatser i skole, familie og fritid"), wide("Mål og indsatser"), *cards))
    said, doubts = said_in(grid)
    assert doubts == []
    assert [said[f"plan.rows[{n}].sub_goal"] for n in (0, 1)] == ["Læse", "Skrive"]


def test_a_numbered_question_above_labels_may_stand_for_its_item() -> None:
    cards = [
        row
        for n, goal in enumerate(("Læse", "Skrive"), 1)
        for row in (wide(f"Aktivitet {n}"), *table(("Mål:", goal), ("Hvor ofte:", f"{n} gange")).rows)
    ]
    grid = Grid(rows=(wide("Mål og aktiviteter"), *cards))
    said, doubts = said_in(grid, name="plan", programme="skoleflex")
    assert doubts == []
    assert [said[f"plan.rows[{n}].goal"] for n in (0, 1)] == ["Læse", "Skrive"]


def test_where_labels_stand_over_their_answers_no_cell_answers_another() -> None:
    known = [((label, "her"),) for label in ("Barnets navn", "Klasse", "Barnets adresse", "Barnets by")]
    grid = rows_of(*known, (("Skolen", "Øst"),), (("Barnets/den unges eget perspektiv",),), (("Eget", "Ja"),))
    said, doubts = said_in(CHILD, grid)
    assert "child_view" not in said
    assert any("Ja" in doubt for doubt in doubts)


def test_boxes_are_no_name() -> None:
    options = "☐ Skolen\n☒ Leverandøren\n☐ Familien"
    said, doubts = said_in(PLAN, line("Mål og indsats 1", bold=True), table(("Ansvar", options)))
    assert (said, doubts) == ({"plan.rows[0].responsible.party:supplier": "☒"}, [])


def test_whose_name_and_telephone_it_is_may_stand_at_the_side() -> None:
    said, doubts = said_in(
        SCHOOL,
        table(
            ("Funktion", "Navn", "Tlf.", "Mail"),
            ("Psykolog (PPR)", "Bo Prøve", "00 00 00 52", "bo@post.example"),
            ("Kontaktperson hos leverandøren", "Ida Prøve", "00 00 00 53", "ida@post.example"),
        ),
        programme="skoleflex",
    )
    assert doubts == []
    assert (said["psychologist.phone"], said["supplier.contact.name"]) == ("00 00 00 52", "Ida Prøve")


def test_numbered_columns_go_on_with_the_list_whose_heading_stands_above() -> None:
    said, doubts = said_in(
        line("Fælles handleplan", level=1),
        line("Mål og aktiviteter", bold=True),
        table(("", "Mål 1", "Mål 2"), ("Delmål", "Læse", "Skrive"), ("Hyppighed", "Dagligt nok", "Sjældent")),
        programme="skoleflex",
    )
    assert doubts == []
    assert [said[f"plan.rows[{n}].sub_goal"] for n in (0, 1)] == ["Læse", "Skrive"]


# ── what is to be confirmed ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "answer", ["Prøveskolen, Skolevej 7,", "Prøveskolen og", "Prøvegade 3, 2800", "Ida Prøve-"]
)
def test_an_answer_that_ends_in_the_middle_of_something_is_to_be_confirmed(answer: str) -> None:
    _, doubts = said_in(CHILD, line(f"Barnets adresse: {answer}"))
    assert doubts == ["answer.maybe_less: child.address"]


@pytest.mark.parametrize("answer", ["Prøvegade 3, 3. tv.", "Prøvegade 3, 2800 Prøveby", "Nørre-Prøve 7"])
def test_other_answers_are_whole(answer: str) -> None:
    said, doubts = said_in(CHILD, line(f"Barnets adresse: {answer}"))
    assert (answer.startswith(said["child.address"]), doubts) == (True, [])


def test_a_question_in_the_middle_of_a_short_answer_is_asked_about() -> None:
    _, doubts = said_in(CHILD, table(("Barnets adresse", "Prøvegade 3 Bor barnet hjemme: Ja")))
    assert doubts == ["answer.holds_more: child.address"]


def test_the_label_of_a_field_that_was_left_empty_is_no_text() -> None:
    blank = replace(line("     "), filled=(Span(0, 5),))
    bold = (line("Barnets navn", bold=True), line("Ida"), line("Klasse", bold=True), line("4.b"))
    cells = tuple(
        GridCell(column=n, lines=(line(label), blank)) for n, label in enumerate(("Barnets by", "Postnr."))
    )
    assert said_in(CHILD, *bold, Grid(rows=(GridRow(cells=cells),)))[1] == []


@pytest.mark.parametrize("answer", ["Bevilget", "5. oktober 2026"])
def test_what_is_no_person_is_to_be_confirmed_where_it_is_asked_who(answer: str) -> None:
    _, doubts = said_in(
        line("Afgørelsen", level=1),
        table(("Afgørelsen er truffet af", answer)),
        name="measure",
        programme="tilbageslusningsflex",
    )
    assert doubts == ["label.loose: approver.name"]


def test_small_words_on_a_line_to_write_on_answer_the_label_before_it() -> None:
    said, doubts = said_in(
        line("De tre parter", level=1),
        line("Skole: navn ____ Bo Prøve ______________"),
        line("Skole: stilling ____ skoleleder ______________"),
        name="agreement",
    )
    assert doubts == []
    assert said["parties.school.role"].strip("_ ") == "skoleleder"


@pytest.mark.parametrize("between", [": ", " .... "])
def test_so_it_is_where_a_leader_stands_behind_it(between: str) -> None:
    said, doubts = said_in(
        line("Forældre og samtykke", level=1),
        line("Forælder 1", bold=True),
        line(f"Støttende indsats – dato{between}9. juni 2026"),
        line(f"Støttende indsats – noteret af{between}Bo Prøve"),
    )
    grouped = {tag.rpartition(".")[2]: value.strip(" .") for tag, value in said.items()}
    assert (grouped, doubts) == ({"date": "9. juni 2026", "noted_by": "Bo Prøve"}, [])


def test_a_colon_alone_is_no_answer() -> None:
    assert said_in(CHILD, table(("Barnets navn", ":"), ("Klasse", "4.b"))) == (
        {"child.class_name": "4.b"},
        [],
    )


# ── panels, guides, labels over answers ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "asked",
    [("Navn", "{}", "Cpr-nr.", "671111-6476"), ("Navn: {}", "Cpr-nr.: 671111-6476")],
    ids=["below", "beside"],
)
def test_panels_are_read_below_their_headings_and_never_swapped(asked: tuple[str, ...]) -> None:
    child = tuple(text.format("Ida Øst") for text in asked)
    said, doubts = said_in(
        rows_of(
            (("Barnet",), ("Skolen",)),
            (child, ("Navn: Prøveskolen", "Institutionsnr.: 000059")),
        ),
        programme="tilbageslusningsflex",
    )
    assert doubts == []
    assert said == {
        "child.name": "Ida Øst",
        "child.cpr": "671111-6476",
        "school.name": "Prøveskolen",
        "school.institution_no": "000059",
    }


@pytest.mark.parametrize("place", [1, 2])
def test_a_column_that_tells_how_to_answer_holds_no_answers(place: int) -> None:
    def row(label: str, answer: str, guide: str) -> tuple[str, ...]:
        cells = [label, answer]
        cells.insert(place, guide)
        return tuple(cells)

    said, doubts = said_in(
        CHILD,
        table(
            row("Spørgsmål", "Svar", "Vejledning"),
            row("Barnets navn", "Ida Øst", "Skriv for- og efternavn"),
            row("Klasse", "", "Som på skolens liste"),
            row("Barnets by", "Vanløse", ""),
        ),
    )
    assert doubts == []
    assert said == {"child.name": "Ida Øst", "child.city": "Vanløse"}


def test_labels_stand_over_answers_though_one_of_them_is_worded_like_a_label() -> None:
    said, doubts = said_in(
        SCHOOL, table(("Skolens navn", "Institutionsnr."), ("Sct. Prøves Skole", "000059"))
    )
    assert doubts == []
    assert said == {"school.name": "Sct. Prøves Skole", "school.institution_no": "000059"}


def test_a_name_that_may_begin_the_next_party_is_to_be_confirmed() -> None:
    _, doubts = said_in(
        line("De tre parter", level=1),
        table(
            ("Leverandørens rolle", "Pædagog"),
            ("Leverandørens telefon", "0000 0042"),
            ("Repræsentant", "Ida"),
        ),
        name="agreement",
    )
    assert doubts == ["label.loose: parties.supplier.name"]


def test_whole_sentences_in_italics_are_an_answer_though_they_begin_as_help_may() -> None:
    text = "Hvis det går skævt, mødes vi igen. Så finder vi en vej."
    said, _ = said_in(CHILD, line("Barnets egne ord:"), replace(line(text), faint=(Span(0, len(text)),)))
    assert said == {"child_view": text}
