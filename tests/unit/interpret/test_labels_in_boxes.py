"""Labels in boxes of their own over the boxes of their answers, and labels in grey before their answers."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret.layouts import line, rows_of, said_in, table


def boxes(label: str, *answers: str) -> Grid:
    return rows_of(((label,),), (answers,))


def grey(label: str, answer: str = "") -> TextLine:
    """A label in italics with its answer in plain type behind it."""
    return replace(line(f"{label} {answer}".rstrip()), faint=(Span(0, len(label)),))


def side_by_side(*rows: tuple[TextLine, ...]) -> Grid:
    return Grid(
        rows=tuple(
            GridRow(
                cells=tuple(
                    GridCell(column=column, lines=(one,) if one.text else ())
                    for column, one in enumerate(row)
                )
            )
            for row in rows
        )
    )


def test_answers_with_boxes_in_the_cell_below_their_question_are_all_of_them_its() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        boxes("Skolens navn", "Prøveskolen"),
        boxes("PPV", "☐ Foreligger", "☒ Bestilt", "☐ Er ikke bestilt"),
        boxes("Navn på skoleleder", "Ida Prøve"),
    )
    assert said["ppv.status:ordered"] == "☒"
    assert said["school.leader.name"] == "Ida Prøve"
    assert not [one for one in doubts if "☐" in one or "ppv" in one]  # none of them is left over


def test_a_label_over_a_blank_box_is_a_question_and_no_heading() -> None:
    """`Holdes den` would head the meetings, and what follows would be of none of them."""
    said, _ = said_in(
        line("Planlagte møder", level=1),
        line("Møde 1", bold=True),
        boxes("Holdes den"),
        boxes("Mødetype", "☐ Status", "☒ Aftaleforum"),
        line("Møde 2", bold=True),
        boxes("Holdes den", "10-08-2026"),
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert said["meetings[0].type:aftaleforum"] == "☒"
    assert said["meetings[1].date"] == "10-08-2026"


def test_items_go_on_under_what_the_first_one_is_called() -> None:
    """Only over the first one stands what `Målområde` is of."""
    said, doubts = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktiviteter – Målområde 1", bold=True),
        boxes("Mål", "At læse"),
        boxes("Ansvarlig person", "Bo Øst"),
        line("Målområde 2", bold=True),
        boxes("Mål", "At regne"),
        boxes("Ansvarlig person", "Eva Vest"),
        name="plan",
        programme="skoleflex-mini",
    )
    assert said["plan.rows[1].goal"] == "At regne"
    assert said["plan.rows[1].responsible.name"] == "Eva Vest"
    assert not doubts


def test_what_is_called_otherwise_does_not_go_on_with_a_list() -> None:
    said, _ = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktiviteter – Målområde 1", bold=True),
        boxes("Mål", "At læse"),
        line("Ting 2", bold=True),
        boxes("Mål", "At regne"),
        name="plan",
        programme="skoleflex-mini",
    )
    assert "plan.rows[1].goal" not in said


def test_a_question_of_nothing_but_answers_asks_so_to_the_letter_only() -> None:
    """`Mor, far eller andet?` asks who somebody is, and `Andet om forælderen` what else there is to say."""
    said, _ = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        line("Navn: Ida Prøve"),
        line("Mor, far eller andet? Mor"),
        line("Andet om forælderen: Hun arbejder om natten."),
    )
    assert said["guardians[0].relation"] == "Mor"
    assert said["guardians[0].remarks"] == "Hun arbejder om natten."


def test_words_behind_a_label_in_grey_are_its_answer_though_they_are_a_label_too() -> None:
    said, _ = said_in(
        line("Skolen og dem omkring", level=1),
        side_by_side(
            (grey("Lægges frem af:", "Bo Øst"), grey("Repræsentantens stilling:", "Distriktsskoleleder")),
            (grey("KUI-kontakt:", "Eva Vest"), grey("PPR-medarbejder:", "Ida Prøve")),
        ),
        programme="skolefleks-ballerup",
    )
    assert said["presenter.title"] == "Distriktsskoleleder"
    assert "school.leader.name" not in said


def test_a_label_of_several_parts_in_grey_is_whole() -> None:
    said, _ = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        grey("Navn:", "Ida Prøve"),
        grey("Samråd: dato:", "9. juni 2026"),
    )
    assert said["guardians[0].consulted.date"] == "9. juni 2026"


def test_a_question_left_blank_is_not_answered_by_the_next_one() -> None:
    said, _ = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        side_by_side(
            (grey("Navn:", "Ida Prøve"), grey("Relation:", "Mor")),
            (grey("Hvis nej: hvorfor:"), line("")),
            (grey("Støttende indsats: svar:", "Ja / Nej / Ikke spurgt"), line("")),
            (grey("Støttende indsats: dato:", "9. juni 2026"), line("")),
        ),
    )
    assert not any("svar" in raw for raw in said.values())
    assert said["guardians[0].consent_measure.date"] == "9. juni 2026"


def test_a_table_of_labels_over_answers_is_read_as_before() -> None:
    said, _ = said_in(table(("Barnets navn",), ("Bo Øst",), ("Klasse",), ("3.b",)))
    assert said["child.name"] == "Bo Øst"


def test_words_that_look_as_the_labels_do_are_no_rest_of_the_answer_above() -> None:
    """Where labels are in plain type, `Ting for perioden:` may be the text's."""
    filled_in = (("Navn:", "Ida Prøve"), ("Mor, far eller andet?", "Mor"), ("Telefon:", "00 00 00 12"))
    asked = [grey(label, answer) for label, answer in (*filled_in, ("E-mail:", "a@b.example"))]
    more = [grey("Adresse:", "Prøvevej 1"), grey("Bemærkninger:", "Hun arbejder om natten.")]
    head = (line("Forældre", level=1), line("Forælder 1", bold=True))
    said, _ = said_in(*head, *asked, *more, grey("Ting for perioden:"), grey("Postnr.:", "2100"))
    assert said["guardians[0].remarks"] == "Hun arbejder om natten."
    assert said["guardians[0].postal_code"] == "2100"
    told = (replace(one, faint=()) for one in (*asked, *more, line("Ting for perioden:")))
    assert "Ting for perioden:" in said_in(*head, *told)[0]["guardians[0].remarks"]


def test_help_in_grey_behind_a_label_may_hold_a_colon() -> None:
    helped = "Bemærkninger Skal udfyldes ved afslag: hvem siger det til familien?"
    label = replace(line(helped), faint=(Span(len("Bemærkninger "), len(helped)),))
    said, _ = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        line("Navn: Ida Prøve"),
        label,
        line("Hun arbejder om natten."),
    )
    assert said["guardians[0].remarks"] == "Hun arbejder om natten."
