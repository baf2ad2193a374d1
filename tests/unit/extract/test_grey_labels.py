"""Labels in grey with answers in bold beside them: the looks alone tell which is which."""

from __future__ import annotations

from typing import Any

from pipeline.extract.greylabels import with_grey_labels
from pipeline.extract.words import Page, PageWord
from tests.unit.extract.printed import laid, page_of, told, written

LABEL, ANSWER = 57.0, 150.0
SECOND = (320.0, 420.0)


def grey(text: str, top: float, x: float = LABEL, **looks: Any) -> list[PageWord]:
    return written(text, x, top, faint=True, **looks)


def bold(text: str, top: float, x: float = ANSWER, **looks: Any) -> list[PageWord]:
    return written(text, x, top, bold=True, **looks)


def printed(*more: list[PageWord]) -> Page:
    """Six rows of two pairs, and what stands below them from 160 on."""
    pairs = (("Navn", "Ida Øst", "Relation", "Mor"), ("Cpr-nr.", "", "Telefon", "00000070"))
    rows = [
        words
        for n, row in enumerate(pairs * 3)
        for look, text, x in zip((grey, bold) * 2, row, (LABEL, ANSWER, *SECOND), strict=True)
        if text
        for words in [look(text, 70 + 15 * n, x)]
    ]
    return page_of(bold("Forælder", 50, LABEL), *rows, *more)


PAIRS = [["Navn", "Ida Øst", "Relation", "Mor"], ["Cpr-nr.", "", "Telefon", "00000070"]] * 3


def test_an_answer_goes_on_in_bold_where_it_began_and_a_label_in_grey_right_below() -> None:
    page = printed(
        *(grey("Hvad siger", 160), bold("Hun trives her.", 160), grey("familien?", 171), bold("Vi", 171)),
        *(bold("- læser", 182), grey("Hvorfor?", 197), bold("Det går.", 197), bold("Bedre.", 208)),
        bold("Skolen", 230, LABEL),
    )
    rows = [["Hvad siger familien?", "Hun trives her.\nVi\n- læser"], ["Hvorfor?", "Det går.\nBedre."]]
    assert told(laid(page)) == ["Forælder", [*PAIRS, *rows], "Skolen"]


def test_an_answer_may_begin_right_behind_its_label() -> None:
    page = printed(grey("Versionsnummer", 160), bold("1", 160, LABEL + 72))
    assert told(laid(page)) == ["Forælder", [*PAIRS], [["Versionsnummer", "1"]]]


def test_a_page_break_may_cut_an_answer() -> None:
    first = printed(grey("Hvorfor?", 160), bold("Det går", 160), bold("bedre", 171))
    second = page_of(bold("med dansk.", 60, page=2), bold("Skolen", 90, LABEL, page=2), number=2)
    assert told(laid(first, second)) == [
        "Forælder",
        [*PAIRS, ["Hvorfor?", "Det går\nbedre\nmed dansk."]],
        "Skolen",
    ]


def test_a_few_such_lines_may_be_anything() -> None:
    page = page_of(grey("Navn", 100), bold("Ida Øst", 100), bold("og Bo", 111))
    assert with_grey_labels([page]) == ([page], {})
