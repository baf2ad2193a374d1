"""Where all labels are bold and headings look otherwise, a bold line is a label, known or not."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridCell, GridRow, TextLine
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line

HEADINGS = (line("Barnet/den unge", level=1), line("Skolen", level=1), line("Forældre og samtykke", level=1))


def asked(*pairs: tuple[str, str]) -> list[TextLine]:
    """Bold questions, each with the line that answers it below; nothing below one without an answer."""
    return [one for label, text in pairs for one in (line(label, bold=True), line(text)) if one.text]


def said_in(*blocks: TextLine | Grid) -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(*blocks, programme="skoleflex")


def child() -> list[TextLine]:
    lines = asked(("Barnets/den unges navn", "Ida Øst"), ("CPR-nr.", "630812-5002"), ("Klasse", "4.b"))
    return [HEADINGS[0], *lines]


def plan(*lines: TextLine) -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(
        line("Barnet/den unge", level=1),
        *asked(("Barnets/den unges navn", "Ida Øst"), ("CPR-nr.", "630812-5002")),
        line("Planen", level=1),
        *asked(("Planen gælder fra", "10-08-2026"), ("Planen gælder til", "09-08-2027")),
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktivitet 1", level=2),
        *lines,
        name="plan",
        programme="skoleflex",
    )


def test_a_question_nobody_answered_is_no_heading() -> None:
    said, doubts = plan(
        *asked(("Mål", ""), ("Delmål", "Læse højt."), ("Indsats", "Læse hver dag."), ("Note", "")),
        line("Mål og aktivitet 2", level=2),
        *asked(("Mål", "Regne."), ("Indsats", "Regne hver dag.")),
    )
    assert {key: text for key, text in said.items() if key.startswith("plan.rows")} == {
        "plan.rows[0].sub_goal": "Læse højt.",
        "plan.rows[0].measure": "Læse hver dag.",
        "plan.rows[1].goal": "Regne.",
        "plan.rows[1].measure": "Regne hver dag.",
    }
    assert doubts == []


def test_what_a_bold_label_goes_on_with_behind_a_dash_is_part_of_it() -> None:
    said, doubts = plan(*asked(("Mål", "Regne."), ("Indsats – det gør vi", "Regne hver dag.")))
    assert said["plan.rows[0].measure"] == "Regne hver dag."
    assert doubts == []


def test_labels_over_their_answers_in_the_cells_of_a_row() -> None:
    left = asked(("Barnets/den unges navn", "Ida Øst"), ("Yndlingsfarve", "Blå"), ("CPR-nr.", "630812-5002"))
    right = asked(("Klasse", "4.b"), ("Adresse", "Østergade 1"), ("Yndlingsfag", "Dansk"))
    cells = (GridCell(column=0, lines=tuple(left)), GridCell(column=1, lines=tuple(right)))
    said, doubts = said_in(HEADINGS[0], Grid(rows=(GridRow(cells=cells),)))
    assert said == {
        "child.name": "Ida Øst",
        "child.cpr": "630812-5002",
        "child.class_name": "4.b",
        "child.address": "Østergade 1",
    }
    assert doubts == ["answer.unplaced: Blå", "answer.unplaced: Dansk"]


def test_what_an_office_notes_below_a_bold_line_of_its_own_answers_no_question() -> None:
    said, doubts = plan(
        *asked(("Mål", "Regne."), ("Udfyldes af kontoret", "Modtaget: 12. juni")),
        line("Planen koordineres af: "),
        line("PPR og Skoleafdelingen"),
    )
    assert "plan.coordinator" not in said
    assert any("PPR og Skoleafdelingen" in one for one in doubts)


def test_a_bold_line_in_a_cell_is_no_label_where_labels_are_plain() -> None:
    lines = [
        replace(one, bold=()) if n % 2 == 0 else one
        for n, one in enumerate(asked(("Barnets/den unges navn", "Ida Øst"), ("CPR-nr.", "630812-5002")))
    ]
    answered = [*lines, line("Klasse"), line("4.b", bold=True)]
    grid = Grid(
        rows=tuple(GridRow(cells=(GridCell(column=0, lines=tuple(answered[n : n + 2])),)) for n in (0, 2, 4))
    )
    said, doubts = said_in(HEADINGS[0], grid)
    assert said == {"child.name": "Ida Øst", "child.cpr": "630812-5002", "child.class_name": "4.b"}
    assert doubts == []


def test_the_first_item_may_be_called_by_a_word_of_its_lists_heading() -> None:
    cards = (("Indsats 1",), ("Mål: Regne.",), ("Indsats 2",), ("Mål: Læse.",))
    said, doubts = layouts.said_in(
        line("Mål og indsatser i skole, familie og fritid", level=1),
        line("Mål og indsatser", level=2),
        *map(layouts.table, cards),
        name="plan",
    )
    assert (said, doubts) == ({"plan.rows[0].goal": "Regne.", "plan.rows[1].goal": "Læse."}, [])
