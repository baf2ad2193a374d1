"""Labels and answers on either side of one column of colons, as case systems print what they hold."""

from __future__ import annotations

from pipeline.extract.colons import with_colons_between
from pipeline.extract.words import Page, PageWord
from tests.unit.extract.printed import laid, page_of, told, written

LABEL, COLON, ANSWER = 50.0, 210.0, 222.0


def row(label: str, answer: str, top: float, page: int = 1, colon: float = COLON) -> list[PageWord]:
    return [
        *written(label, LABEL, top, page=page),
        *written(":", colon, top, page=page),
        *(written(answer, ANSWER, top, page=page) if answer else ()),
    ]


PAIRS = [
    ["Navn", "Ida Øst"],
    ["Klasse", "4.b"],
    ["Postnr.", ""],
    ["By", "Prøveby"],
    ["Tolk", "Nej"],
    ["Fri", "Ja"],
]


def printed(*more: list[PageWord]) -> Page:
    """Six rows, and what stands below them from 160 on."""
    rows = [row(f"{label} .....", answer, 70 + 15 * n) for n, (label, answer) in enumerate(PAIRS)]
    return page_of(written("Eleven", LABEL, 50, bold=True), *rows, *more)


def test_a_label_and_an_answer_go_on_below_on_their_sides() -> None:
    page = printed(
        *(row("Hvad siger eleven", "Jeg kommer gerne, når", 160), written("selv? .....", LABEL, 171)),
        *(written("der er ro.", ANSWER, 171), written("- om morgenen", ANSWER + 9, 182)),
        *(row("Svar om samtykke", "Ja", 197), written("noteret af .....", LABEL, 208)),
        written("Skolen", LABEL, 230, bold=True),
    )
    rows = [
        ["Hvad siger eleven selv?", "Jeg kommer gerne, når der er ro.\n- om morgenen"],
        ["Svar om samtykke noteret af", "Ja"],
    ]
    assert told(laid(page)) == ["Eleven", [*PAIRS, *rows], "Skolen"]


def test_what_stands_close_below_a_row_may_be_a_heading() -> None:
    page = printed(written("Skolen", LABEL, 157), row("Navn .....", "Prøveskolen", 170))
    assert told(laid(page)) == ["Eleven", [*PAIRS], "Skolen", [["Navn", "Prøveskolen"]]]


def test_a_page_break_may_cut_an_answer() -> None:
    first = printed(row("Hvorfor? .....", "Det går bedre", 160))
    second = page_of(
        *(written("med dansk.", ANSWER, 60, page=2), row("Hvornår? .....", "I uge 43", 80, page=2)), number=2
    )
    rows = [["Hvorfor?", "Det går bedre med dansk."], ["Hvornår?", "I uge 43"]]
    assert told(laid(first, second)) == ["Eleven", [*PAIRS, *rows]]


def test_colons_at_other_places_make_no_column() -> None:
    rows = [row("Navn", "Ida", 70 + 15 * n, colon=COLON - 9 * n) for n in range(8)]
    page = page_of(*rows)
    assert with_colons_between([page]) == ([page], {})
