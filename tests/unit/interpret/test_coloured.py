"""Forms that are filled in in a colour of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Block, Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret.layouts import line, said_in

CHILD = line("Barnet/den unge", level=1)


def coloured(label: str, answer: str) -> TextLine:
    """A line that ends in colour."""
    text = f"{label} {answer}".strip()
    return replace(line(text), coloured=(Span(len(text) - len(answer), len(text)),))


FEW = (coloured("Barnets navn", "Ida Øst"), coloured("Barnets klasse", "4.b"), coloured("Postnr.", "2450"))
READ = {"child.name": "Ida Øst", "child.class_name": "4.b", "child.postal_code": "2450"}


def test_colour_parts_answers_from_labels_where_nothing_else_does() -> None:
    said, doubts = said_in(CHILD, *FEW, coloured("Hjemmets sprog", "Dansk"))
    assert (said, doubts) == ({**READ, "child.language": "Dansk"}, [])


def test_an_answer_in_colour_is_no_label_however_it_is_worded() -> None:
    own = ("Vi har prøvet:", "Klasse: en anden", "Hjemmets sprog")
    said, doubts = said_in(
        CHILD,
        *FEW,
        coloured("Barnets egne ord", "Jeg vil gerne blive."),
        *(coloured("", text) for text in own),
        coloured("Hjemmets sprog", "Dansk"),
    )
    assert doubts == []
    assert said["child_view"] == "\n".join(("Jeg vil gerne blive.", *own))
    assert said["child.language"] == "Dansk"


def test_an_answer_in_colour_may_stand_below_its_label() -> None:
    said, doubts = said_in(
        CHILD,
        *FEW,
        line("Hjemmets sprog"),
        coloured("", "Dansk"),
        line("Behov for tolk"),
        coloured("", "Nej"),
    )
    assert (said, doubts) == ({**READ, "child.language": "Dansk", "child.interpreter": "Nej"}, [])


def test_a_heading_in_colour_stays_one() -> None:
    said, doubts = said_in(
        CHILD,
        *FEW,
        replace(coloured("", "Forælder 1"), bold=(Span(0, 10),)),
        coloured("Navn", "Rosa Øst"),
        coloured("Telefon", "00 00 00 12"),
    )
    assert (said, doubts) == (
        {**READ, "guardians[0].name": "Rosa Øst", "guardians[0].phone": "00 00 00 12"},
        [],
    )


def test_a_red_star_behind_a_label_is_no_answer() -> None:
    starred = [
        coloured(label, "*") for label in ("Barnets navn", "Barnets klasse", "Postnr.", "Hjemmets sprog")
    ]
    answers = [line(text) for text in ("Ida Øst", "4.b", "2450", "Dansk")]
    blocks = [block for pair in zip(starred, answers, strict=True) for block in pair]
    said, doubts = said_in(CHILD, *blocks)
    assert (said, doubts) == ({**READ, "child.language": "Dansk"}, [])


def test_headings_in_colour_below_labels_that_nobody_answered_are_no_answers() -> None:
    titles = ("Forælder 1", "Den sociale undersøgelse", "Mål", "Underskrifter")
    blocks: list[Block] = [CHILD, line("Barnets egne ord")]
    for title in titles:
        blocks += [replace(coloured("", title), bold=(Span(0, len(title)),)), line("Navn"), line("Bynavn")]
    plain = [replace(one, coloured=()) if isinstance(one, TextLine) else one for one in blocks]
    assert said_in(*blocks) == said_in(*plain)


@pytest.mark.parametrize("count", [3, 6])
def test_labels_in_colour_are_labels(count: int) -> None:
    labels = ("Barnets navn", "Barnets klasse", "Postnr.", "Hjemmets sprog", "Bynavn", "Barnets adresse")
    blocks: list[Block] = [CHILD]
    for label in labels[:count]:
        blocks += [coloured("", label), line("Dansk" if label == "Hjemmets sprog" else "2450")]
    plain = [replace(one, coloured=()) if isinstance(one, TextLine) else one for one in blocks]
    assert said_in(*blocks) == said_in(*plain)


def test_an_address_of_email_in_blue_says_nothing_of_the_others() -> None:
    lines = (line("Forælder 1", bold=True), line("Navn: Rosa Øst"), coloured("E-mail:", "rosa@oest.example"))
    said, doubts = said_in(*lines, line("Relation til barnet: Mor"))
    assert doubts == []
    assert said == {
        "guardians[0].name": "Rosa Øst",
        "guardians[0].email": "rosa@oest.example",
        "guardians[0].relation": "Mor",
    }


def test_in_a_table_too() -> None:
    rows = [
        ("Barnets navn", "Ida Øst"),
        ("Barnets klasse", "4.b"),
        ("Postnr.", "2450"),
        ("Hjemmets sprog", "Behov for tolk"),
    ]
    grid = Grid(
        rows=tuple(
            GridRow(
                cells=(
                    GridCell(column=0, lines=(line(label),)),
                    GridCell(column=1, lines=(coloured("", answer),)),
                )
            )
            for label, answer in rows
        )
    )
    said, _ = said_in(CHILD, grid)
    assert said == {**READ, "child.language": "Behov for tolk"}
