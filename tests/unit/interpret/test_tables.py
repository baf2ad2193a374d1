"""Reading tables: which cells ask, which answer, and what is said where a row may be two things."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridRow, Span
from tests.unit.interpret.layouts import cell, line, said_in, table

MEASURES = (line("Skolen", level=1), line("Skolens indsats i dag", bold=True))


def test_labels_of_the_group_whose_heading_stands_above_head_no_list() -> None:
    said, doubts = said_in(
        line("Socialforvaltningen", level=1),
        line("Sagsbehandler", bold=True),
        table(
            ("Navn", "Sagsbehandlerens borgercenter", "Telefonnummer"), ("Rosa Prøve", "BBU", "00 00 00 40")
        ),
    )
    assert said["caseworker.name"] == "Rosa Prøve"
    assert said["caseworker.phone"] == "00 00 00 40"
    assert not any("guardians" in tag for tag in said)
    assert doubts == []


def test_a_row_that_a_page_break_may_have_cut_goes_on_with_its_item_and_is_put_in_doubt() -> None:
    whole = table(
        ("Beskriv indsatsen", "Indsatsens form", "Virkning"),
        ("Et roligt rum.", "Holddeling", "Det går bedre."),
        ("Det bruges hver dag.", "", ""),
    )
    assert "existing_school_measures[1].description" in said_in(*MEASURES, whole)[0]
    cut = Grid(rows=(*whole.rows[:2], replace(whole.rows[2], cut=True)))
    said, doubts = said_in(*MEASURES, cut)
    assert said["existing_school_measures[0].description"] == "Et roligt rum.\nDet bruges hver dag."
    assert "existing_school_measures[1].description" not in said
    assert doubts == ["answer.maybe_less: existing_school_measures[].description"]


def test_an_answer_worded_like_a_label_is_none_beside_the_question_it_answers() -> None:
    said, _ = said_in(
        line("Fælles BUF-SOF-arbejdsplan", level=1),
        line("Mål og indsats 1", bold=True),
        table(
            ("Indsatsens arena", "Skole"),
            ("Ansvarlig part", "Socialforvaltningen"),
            ("Navn på den ansvarlige", "Freja Prøve"),
            ("Hvem betaler?", "BUF og SOF"),
        ),
    )
    assert said["plan.rows[0].arena"] == "Skole"
    assert said["plan.rows[0].responsible.name"] == "Freja Prøve"
    assert said["plan.rows[0].responsible.party"] == "Socialforvaltningen"


def test_a_label_that_takes_two_lines_of_its_cell_is_the_whole_of_them() -> None:
    said, doubts = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        Grid(
            rows=(
                GridRow(cells=(cell(0, "Navn"), cell(1, "Rosa Prøve"))),
                GridRow(cells=(cell(0, "Deling med psykologen:", "hvordan"), cell(1, "Skriftligt"))),
            )
        ),
    )
    assert said["guardians[0].consent_psychologist.form"] == "Skriftligt"
    assert doubts == []


def test_what_is_written_in_a_form_field_is_no_heading() -> None:
    filled = replace(line("Barnets plan"), filled=(Span(0, 12),))
    row = GridRow(cells=(cell(0, "Noget andet"), cell(1, ""), replace(cell(2), lines=(filled,))))
    _, doubts = said_in(line("Bilag", level=1), Grid(rows=(*table(("Titel", "PPV", "")).rows, row)))
    assert "text.unplaced: Barnets plan" in doubts


def test_boxes_in_cells_of_their_own_may_be_drawn_in_any_way() -> None:
    for ticked, empty in ("■□", "✗❏", "☑▢", "x☐"):
        said, doubts = said_in(
            line("Barnet/den unge", level=1),
            table(
                ("Barnets sprog", "Dansk", ""),
                ("Behov for tolk", f"{empty} Ja", f"{ticked} Nej"),
                ("By", "Vanløse", ""),
            ),
        )
        assert said == {"child.language": "Dansk", "child.interpreter:no": "☒", "child.city": "Vanløse"}
        assert doubts == []


def test_answers_below_a_row_of_labels_may_be_worded_as_labels() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        table(("Skole (navn):", "Skolens institutionsnummer:"), ("Sct. Prøves Skole", "000055")),
        programme="skoleflex-mini",
    )
    assert (said, doubts) == ({"school.name": "Sct. Prøves Skole", "school.institution_no": "000055"}, [])
    said, doubts = said_in(
        line("Oplysninger om skolen", level=1),
        table(("Repræsentantens stilling:", "", ""), ("Distriktsskoleleder", "", "")),
        programme="skolefleks-ballerup",
    )
    assert (said, doubts) == ({"presenter.title": "Distriktsskoleleder"}, [])
