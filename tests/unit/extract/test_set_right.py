"""Answers at the right edge, far from their labels: one column, wherever each of them begins."""

from __future__ import annotations

from pipeline.extract.setright import with_answers_to_the_left
from pipeline.extract.words import PageWord, Ruling
from pipeline.records.layout import Box, Grid
from tests.unit.extract.printed import LEFT, RIGHT, laid, level, page_of, told, written

ROWS = (
    *(("Elevens navn", "Ida Øst-Prøvholm"), ("Personnummer", "621112-5002"), ("Klasse", "4.b")),
    *(("Barnets bopæl", "Prøvevej 69 B"), ("Postnr.", "-"), ("Behov for tolk", "Nej")),
)


def ending(text: str, x1: float, top: float) -> list[PageWord]:
    """The words of a text that ends at `x1`."""
    words = written(text, 0, top)
    by = x1 - words[-1].box.x1
    return written(text, by, top)


def test_answers_at_the_right_edge_stand_in_one_column() -> None:
    texts = [
        word
        for n, (label, answer) in enumerate(ROWS)
        for word in (*written(label, LEFT, 100 + 20 * n), *ending(answer, RIGHT, 100 + 20 * n))
    ]
    rulings = tuple(level(115 + 20 * n) for n in range(-1, len(ROWS)))
    layout = laid(page_of(texts, rulings=rulings))
    assert told(layout) == [[list(row) for row in ROWS]]


def test_an_answer_that_was_moved_is_marked_where_it_stands() -> None:
    texts = [
        word
        for n, (label, answer) in enumerate(ROWS)
        for word in (*written(label, LEFT, 100 + 20 * n), *ending(answer, RIGHT, 100 + 20 * n))
    ]
    rulings = tuple(level(115 + 20 * n) for n in range(-1, len(ROWS)))
    (grid,) = laid(page_of(texts, rulings=rulings)).blocks
    assert isinstance(grid, Grid)
    box = grid.rows[2].cells[1].lines[0].box
    assert isinstance(box, Box)
    assert (round(box.x0), round(box.x1)) == (round(RIGHT - 15), round(RIGHT))


def test_a_heading_between_rulings_is_no_part_of_the_label_below_it() -> None:
    tops = [100, 120, 140, 170, 190, 210]
    texts = [
        word
        for (label, answer), top in zip(ROWS, tops, strict=True)
        for word in (*written(label, LEFT + 3, top), *ending(answer, RIGHT - 3, top))
    ]
    heading = written("Skole og bopæl", LEFT + 3, 157, bold=True)
    rulings = tuple(level(y) for y in (95, *(top + 13 for top in tops)))
    above, bar, below = told(laid(page_of(texts, heading, rulings=rulings)))
    assert (above[-1], bar, below[0]) == (
        ["Klasse", "4.b"],
        "Skole og bopæl",
        ["Barnets bopæl", "Prøvevej 69 B"],
    )


def test_the_foot_of_each_page_makes_no_column() -> None:
    """Its name and number stand as labels and such answers do, but the form's own do not."""
    form = [
        word
        for n, (label, answer) in enumerate(ROWS)
        for word in (*written(label, LEFT, 100 + 20 * n), *written(answer, 300, 100 + 20 * n))
    ]
    feet = [
        (written("Aula", LEFT, 800), ending(f"{'i' * number} af 5", RIGHT, 800)) for number in range(1, 6)
    ]
    pages = [page_of(*(() if n else (form,)), *foot, number=n + 1) for n, foot in enumerate(feet)]
    moved = [word for page in with_answers_to_the_left(pages) for word in page.words if word.stood]
    assert moved == []


def led(label: str, answer: str, top: float) -> tuple[list[PageWord], Ruling]:
    """A label, an answer at the right edge, and the line of dots that is drawn from one to the other."""
    before, behind = written(label, LEFT, top), ending(answer, RIGHT, top)
    foot = before[-1].box.bottom - 1
    return [*before, *behind], Ruling(before[-1].box.x1 + 3, foot, behind[0].box.x0 - 4, foot)


def test_a_drawn_line_leads_to_an_answer_and_is_no_part_of_it() -> None:
    """Though the longest answer begins further left than the longest label ends."""
    rows = (
        *ROWS,
        ("Hvem har skrevet det ned, da vi spurgte om det", "Ida Ibsen"),
        ("Deltagere", "Ida Ibsen, Søren Prøve, Bo Prøvesen, Åse Prøvholm, Mads Prøve, Ib Prøve"),
    )
    lines = [led(*row, 100 + 20 * n) for n, row in enumerate(rows)]
    page = page_of(*(words for words, _ in lines), rulings=tuple(ruling for _, ruling in lines))
    assert told(laid(page)) == [[list(row) for row in rows]]
