"""Fields with a line below each answer, whose labels in front of it take several lines."""

from __future__ import annotations

from typing import Any

from pipeline.extract.words import PageWord, Ruling
from tests.unit.extract.printed import LEFT, laid, level, page_of, told, written

FIRST, LABEL, SECOND, RIGHT = 190.0, 300.0, 430.0, 540.0
ROWS = [
    ["Barnets navn", "Ida Prøve", "Klasse", "5.b"],
    ["Fritaget for post", "Nej", "Har du del i forældremyndigheden?", "Ja"],
    ["Vejnavn", "Prøvegade 1", "By", ""],
]


def drawn(foot: float) -> list[Ruling]:
    return [level(foot, FIRST, 295), level(foot, SECOND, RIGHT)]


def label(text: str, x: float, top: float) -> list[PageWord]:
    return written(text, x, top, faint=True)


def form() -> dict[str, Any]:
    """Three rows, in the second of which one label is broken and both answers stand at the foot."""
    texts = [
        *(label("Barnets navn", LEFT, 100), written("Ida Prøve", FIRST + 2, 100)),
        *(label("Klasse", LABEL, 100), written("5.b", SECOND + 2, 100)),
        *(label("Fritaget for post", LEFT, 117), written("Nej", FIRST + 2, 129)),
        *(label("Har du del i", LABEL, 117), label("forældremyndigheden?", LABEL, 128)),
        written("Ja", SECOND + 2, 129),
        *(label("Vejnavn", LEFT, 145), written("Prøvegade 1", FIRST + 2, 145), label("By", LABEL, 145)),
    ]
    return {"texts": texts, "rulings": (*drawn(112), *drawn(141), *drawn(157))}


def test_all_between_two_lines_is_one_label_and_its_answer() -> None:
    made = form()
    assert told(laid(page_of(*made["texts"], rulings=made["rulings"]))) == [ROWS]


def test_what_stands_over_the_first_row_is_of_none() -> None:
    made = form()
    heading = written("Oplysninger om barnet", LEFT, 82, bold=True)
    page = page_of(heading, *made["texts"], rulings=made["rulings"])
    assert told(laid(page)) == ["Oplysninger om barnet", ROWS]


def test_a_row_with_one_broad_field_is_of_the_same_table() -> None:
    made = form()
    broad = [
        label("Bemærkninger til", LEFT, 162),
        label("klassen", LEFT, 173),
        written("Ingen.", FIRST + 2, 173),
    ]
    page = page_of(*made["texts"], *broad, rulings=(*made["rulings"], level(186, FIRST, RIGHT)))
    assert told(laid(page)) == [[*ROWS, ["Bemærkninger til klassen", "Ingen."]]]


def test_two_rows_between_lines_are_not_one() -> None:
    """A row of boxes has no line of its own, and its label stands as far off as rows do."""
    made = form()
    boxes = [label("Tolk", LEFT, 165), written("☐ Ja ☒ Nej", FIRST + 2, 165)]
    below = [label("Sprog", LEFT, 185), written("Dansk", FIRST + 2, 185)]
    page = page_of(*made["texts"], *boxes, *below, rulings=(*made["rulings"], level(197, FIRST, 295)))
    assert not any("Tolk Sprog" in cell for block in told(laid(page)) for row in block for cell in row)
