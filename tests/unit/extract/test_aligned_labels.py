"""Labels set to the right beside their answers: with lines below these or none, and names in a margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.extract.words import PageWord, Ruling
from pipeline.records.layout import Grid
from tests.unit.extract.printed import laid, level, page_of, shade, told, written

END, START = 200.0, 207.0
LABELS = (
    ("Navn", "Ida Prøve"),
    ("Cpr-nr.", "660812-8415"),
    ("Hvilken adresse har barnet", "Prøvegade 4"),
    ("Klasse", "8.b"),
    ("Skolens navn", "Østskolen"),
)


def ending(text: str, x: float, top: float, **looks: Any) -> list[PageWord]:
    """A text that ends at `x`."""
    words = written(text, 0, top, **looks)
    return written(text, x - words[-1].box.x1, top, **looks)


def rows(
    pairs: Sequence[tuple[str, str]], top: float = 100.0, step: float = 18.0, page: int = 1, **looks: Any
) -> tuple[list[list[PageWord]], list[Ruling]]:
    """Labels and answers, a row below the other, and the line below each answer; `|` breaks a line."""
    texts, drawn = [], []
    for label, answer in pairs:
        lines = [*zip(label.split("|"), answer.split("|"), strict=False)]
        for n, (one, other) in enumerate(lines):
            texts += [ending(one, END, top + 12 * n, page=page)] if one else []
            texts += [written(other, START, top + 12 * n, page=page, **looks)] if other else []
        top += 12 * (len(lines) - 1) + step
        drawn.append(level(top - step + 13, START - 3, 520))
    return texts, drawn


def test_labels_and_answers_are_a_table_whatever_lines_are_drawn_below_answers() -> None:
    texts, drawn = rows(LABELS)
    expected = [[[label, answer] for label, answer in LABELS]]
    assert told(laid(page_of(*texts, rulings=tuple(drawn)))) == expected
    assert told(laid(page_of(*texts))) == expected


LONG = (
    ("Hvem har skrevet|under på planen", "Bo Prøve|"),
    ("Kort om|sagen", "Ida kommer ofte i skole, men går igen|efter anden lektion."),
    ("Skole", "Østskolen"),
    ("Det gør vi", "Vi har prøvet:|- pausekort"),
    ("By", "Prøveby"),
)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("ruled", [False, True])
def test_labels_and_answers_of_several_lines_are_one_row_each(ruled: bool, bold: bool) -> None:
    texts, drawn = rows(
        [(label + "|" * (answer.count("|") - label.count("|")), answer) for label, answer in LONG], bold=bold
    )
    assert told(laid(page_of(*texts, rulings=tuple(drawn) if ruled else ()))) == [
        [
            ["Hvem har skrevet under på planen", "Bo Prøve"],
            ["Kort om sagen", "Ida kommer ofte i skole, men går igen efter anden lektion."],
            ["Skole", "Østskolen"],
            ["Det gør vi", "Vi har prøvet:\n- pausekort"],
            ["By", "Prøveby"],
        ]
    ]


@pytest.mark.parametrize("ruled", [False, True])
def test_a_heading_over_answers_is_no_part_of_the_one_above(ruled: bool) -> None:
    first, drawn = rows(LABELS[:3])
    second, more = rows(LABELS[3:], 176)
    heading = written("Skolen", START - 2, 162, bold=True)
    page = page_of(*first, heading, *second, rulings=(*drawn, *more) if ruled else ())
    assert told(laid(page)) == [
        [[*pair] for pair in LABELS[:3]],
        "Skolen",
        [[*pair] for pair in LABELS[3:]],
    ]


@pytest.mark.parametrize("painted", [False, True])
def test_a_name_in_a_margin_goes_over_what_it_stands_beside(painted: bool) -> None:
    first, drawn = rows(LABELS[:3])
    second, more = rows(LABELS[3:], 190)
    names = written("Om", 20, 100, bold=True), written("barnet", 20, 112, bold=True)
    areas = (shade(15, 96, 60, 150), shade(15, 186, 60, 230)) if painted else ()
    page = page_of(
        *first, *names, *second, written("Skolen", 20, 190, bold=True), rulings=(*drawn, *more), shades=areas
    )
    assert told(laid(page)) == [
        "Om barnet",
        [[*pair] for pair in LABELS[:3]],
        "Skolen",
        [[*pair] for pair in LABELS[3:]],
    ]


def test_an_answer_goes_on_behind_a_page_break() -> None:
    texts, drawn = rows(LABELS)
    texts += rows([("Kort om sagen", "Ida kommer ofte i skole, men går igen efter")], 800)[0]
    rest = written("anden lektion.", START, 60, page=2)
    more, below = rows([("By", "Prøveby")], 78, page=2)
    layout = laid(
        page_of(*texts, rulings=tuple(drawn)),
        page_of(rest, *more, rulings=(level(73, START - 3, 520), *below), number=2),
    )
    assert told(layout)[0][-2:] == [
        ["Kort om sagen", "Ida kommer ofte i skole, men går igen efter anden lektion."],
        ["By", "Prøveby"],
    ]


def test_a_label_with_its_answer_on_the_next_page_has_it() -> None:
    texts, drawn = rows(LABELS)
    texts += [ending("Kort om sagen", END, 800)]
    more, below = rows([("", "Ida er glad."), ("By", "Prøveby")], 60, page=2)
    layout = laid(page_of(*texts, rulings=tuple(drawn)), page_of(*more, rulings=tuple(below), number=2))
    assert told(layout)[0][-2:] == [["Kort om sagen", "Ida er glad."], ["By", "Prøveby"]]


def test_what_nobody_has_answered_is_blank() -> None:
    texts, drawn = rows([(label, "") for label, _ in LABELS])
    assert told(laid(page_of(*texts, rulings=tuple(drawn)))) == [[[label, ""] for label, _ in LABELS]]


def test_figures_set_to_the_right_are_a_column_of_their_table() -> None:
    texts = []
    for n, (what, price) in enumerate([("Bus", "12"), ("Tolk", "1400"), ("Mad", "250"), ("I alt", "1662")]):
        top = 100 + 14 * n
        texts += [written(what, 57, top), ending(price, END, top), written("kroner", START, top)]
    assert told(laid(page_of(*texts)))[0][0] == ["Bus", "12 kroner"]


def test_a_bold_answer_goes_on_behind_a_page_break_and_is_no_heading() -> None:
    last = [("Kort om sagen", "Ida kommer ofte i skole, men går igen efter")]
    texts = [*rows(LABELS, bold=True)[0], *rows(last, 800, bold=True)[0]]
    rest = written("anden lektion.", START, 60, page=2, bold=True)
    more, _ = rows([("By", "Prøveby"), ("Postnr.", "2100")], 78, page=2, bold=True)
    layout = laid(page_of(*texts), page_of(rest, *more, number=2))
    (text,) = [row[1] for table in told(layout) for row in table if row[0] == "Kort om sagen"]
    assert text == "Ida kommer ofte i skole, men går igen efter anden lektion."


def test_a_label_is_marked_where_it_stands() -> None:
    texts, drawn = rows(LABELS)
    (grid,) = laid(page_of(*texts, rulings=tuple(drawn))).blocks
    assert isinstance(grid, Grid)
    boxes = [row.cells[0].lines[0].box for row in grid.rows]
    assert {round(box.x1) for box in boxes if box is not None} == {round(END)}
