"""Forms as systems and municipalities lay them out: exports, shaded labels, boxes, dashes, steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridCell, GridRow, Span
from tests.unit.interpret.layouts import cell, line, rows_of, said_in, table

CHILD = line("Barnet/den unge", level=1)
CHANGE = {"name": "change", "programme": "skoleflex-mini"}


def test_a_column_of_section_names_heads_the_questions_beside_it() -> None:
    said, doubts = said_in(
        table(
            ("Afsnit", "Spørgsmål", "Svar"),
            ("Barnet", "Navn", "Ida Øst"),
            ("Barnet", "Klasse", "4.b"),
            ("Barnet", "Barnets egne ord", "Jeg er glad."),
            ("Forælder 1", "Navn", "Rosa Øst"),
            ("Forælder 1", "Telefon", "00 00 00 12"),
            ("Forælder 2", "Navn", "Bo Øst"),
            ("Forælder 2", "Telefon", "00 00 00 13"),
        )
    )
    assert doubts == []
    assert said == {
        "child.name": "Ida Øst",
        "child.class_name": "4.b",
        "child_view": "Jeg er glad.",
        "guardians[0].name": "Rosa Øst",
        "guardians[0].phone": "00 00 00 12",
        "guardians[1].name": "Bo Øst",
        "guardians[1].phone": "00 00 00 13",
    }


def test_a_list_whose_first_column_says_the_same_is_a_list() -> None:
    rows = [("Specialpædagogisk", f"Hun læser {n + 1} bøger.", "Tegn.") for n in range(4)]
    said, doubts = said_in(
        line("Mål", level=2), table(("Område", "Mål og indsats", "Tegn på trivsel"), *rows)
    )
    assert [said[f"goals[{n}].goal"] for n in range(4)] == [row[1] for row in rows]
    assert not [one for one in doubts if "rows" in one]


def test_a_column_of_colons_parts_labels_from_answers() -> None:
    said, doubts = said_in(CHILD, table(("Barnets navn", ":", "Ida Øst"), ("Klasse", ":", "4.b")))
    assert (said, doubts) == ({"child.name": "Ida Øst", "child.class_name": "4.b"}, [])


def test_a_person_above_navn_heads_it() -> None:
    def asked(label: str, answer: str) -> GridRow:
        return GridRow(cells=(GridCell(column=0, lines=(line(label, bold=True),)), cell(1, answer)))

    head = GridRow(cells=(cell(0, "Skoleleder"), GridCell(column=1, lines=())))
    rows = (
        asked("Støtten er talt i:", "Timer"),
        head,
        asked("Navn:", "Yasin Ørtoft Prøve"),
        asked("Telefon:", "00 00 00 82"),
    )
    said, doubts = said_in(line("Om skolen", level=1), Grid(rows=rows), programme="skoleflex-mini")
    assert doubts == []
    assert said == {
        "ppv.hours_unit": "Timer",
        "school.leader.name": "Yasin Ørtoft Prøve",
        "school.leader.phone": "00 00 00 82",
    }


def test_a_grey_label_over_its_answer_is_one_and_answers_no_empty_label_beside_it() -> None:
    def box(column: int, label: str, *answer: str) -> GridCell:
        grey = replace(line(label), faint=(Span(0, len(label)),))
        return GridCell(column=column, lines=(grey, *map(line, answer)))

    below = GridRow(cells=(box(0, "Følges op den"), box(1, "Hvor ofte"), box(2, "Status", "I gang")))
    said, doubts = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktivitet 1", bold=True),
        Grid(rows=(GridRow(cells=(box(0, "Mål", "Ida kommer."),)), below)),
        name="plan",
        programme="skoleflex-mini",
    )
    assert (said, doubts) == ({"plan.rows[0].goal": "Ida kommer.", "plan.rows[0].status": "I gang"}, [])


def test_help_may_stand_between_a_label_and_the_box_for_its_answer() -> None:
    help_text = replace(line("Skriv kort."), faint=(Span(0, 11),))
    asked = line("Grunden til ændringen", bold=True)
    said, doubts = said_in(CHILD, line("Barnets navn: Ida"), asked, help_text, table(("Ro.",)), **CHANGE)
    assert (said, doubts) == ({"child.name": "Ida", "reason": "Ro."}, [])


@pytest.mark.parametrize("own", [("Hun ønsker ro.",), ("Hun ønsker ro.", "Vi har prøvet:", "- en makker")])
def test_a_shaded_label_over_one_answer_heads_nothing(own: tuple[str, ...]) -> None:
    label = GridCell(column=0, lines=(line("Barnets/den unges egne ord", bold=True),), shaded=True)
    answer = GridCell(column=0, lines=tuple(map(line, own)))
    frame = Grid(rows=(GridRow(cells=(label,)), GridRow(cells=(answer,))))
    said, doubts = said_in(line("Barnets navn: Ida"), frame, programme="skolefravaerstilbud")
    assert (said, doubts) == ({"child.name": "Ida", "child_view": "\n".join(own)}, [])


def test_where_dashes_part_labels_from_answers_they_do_so_behind_words_nobody_knows_too() -> None:
    lines = ("Barnets navn – Ida Øst", "Klasse – 4.b", "Postnr. – 2450", "Skolens journal – Side 1, vedlagt")
    said, _ = said_in(
        CHILD, *map(line, lines), line("Barnets egne ord – Jeg vil – helst – blive her hele dagen.")
    )
    assert said["child.name"] == "Ida Øst"
    assert said["child_view"] == "Jeg vil – helst – blive her hele dagen."


def test_the_steps_of_a_web_page_are_counted_before_their_headings() -> None:
    below = (line("Navn: Bo Prøve"), line("Telefon: 00 00 00 12"))
    plain = said_in(CHILD, line("Barnets navn: Ida"), line("Sagsbehandler", bold=True), *below)
    step = said_in(CHILD, line("Barnets navn: Ida"), line("Trin 2: Sagsbehandler", bold=True), *below)
    assert step == plain
    assert step[0]["caseworker.name"] == "Bo Prøve"


def test_a_label_of_two_lines_with_its_answer_behind_the_first_one() -> None:
    said, doubts = said_in(
        line("Forælder 1", bold=True),
        rows_of((("Navn",), ("Rosa Øst",)), (("Skal have\tJa", "brevene"), ())),
    )
    assert (said, doubts) == ({"guardians[0].name": "Rosa Øst", "guardians[0].send_letters": "Ja"}, [])
