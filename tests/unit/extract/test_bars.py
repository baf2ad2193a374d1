"""Tables told by a bar of shaded heads, as portals print them."""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.words import PageWord, Shade
from tests.unit.extract.printed import LEFT, RIGHT, laid, page_of, shade, told, written

EDGES = (LEFT, 200.0, 300.0, 400.0, RIGHT)
HEADS = (("Indsats",), ("Hvem", "leverer den?"), ("Lov",), ("Hvis ja,", "hvordan?"))


def bar(top: float, bottom: float, light: float = 0.3) -> list[Shade]:
    return [shade(x0, top, x1, bottom, light) for x0, x1 in pairwise(EDGES)]


def heads(top: float) -> list[list[PageWord]]:
    """Heads of one and of two lines, each in the middle of its cell."""
    return [
        written(text, x + 5, top + 6 * (3 - len(head)) + 12 * n, bold=True)
        for x, head in zip(EDGES, HEADS, strict=False)
        for n, text in enumerate(head)
    ]


def row(top: float, *texts: tuple[str, ...]) -> list[list[PageWord]]:
    return [
        written(line, x + 5, top + 12 * n)
        for x, lines in zip(EDGES, texts, strict=False)
        for n, line in enumerate(lines)
        if line
    ]


FIRST = (("En fast voksen", "om morgenen"), ("Huset",), ("Paragraf", "32"), ("De mødes",))
SECOND = (("En makker",), ("Skolen",), ("",), ("De taler", "sammen"))
TOLD = [
    ["Indsats", "Hvem\nleverer den?", "Lov", "Hvis ja,\nhvordan?"],
    ["En fast voksen\nom morgenen", "Huset", "Paragraf\n32", "De mødes"],
]


def test_the_cells_of_a_bar_are_the_columns_of_the_rows_below_it() -> None:
    page = page_of(*heads(100), *row(145, *FIRST), shades=tuple(bar(96, 136)))
    assert told(laid(page)) == [TOLD]


def test_rows_below_a_bar_are_parted_by_white() -> None:
    page = page_of(*heads(100), *row(145, *FIRST), *row(185, *SECOND), shades=tuple(bar(96, 136)))
    assert told(laid(page)) == [[*TOLD, ["En makker", "Skolen", "", "De taler\nsammen"]]]


def test_each_stripe_below_a_bar_is_a_row() -> None:
    """However near to each other they stand."""
    shades = (*bar(96, 136), *bar(167, 195, 0.95))
    page = page_of(*heads(100), *row(142, *FIRST), *row(170, *SECOND), shades=shades)
    assert told(laid(page)) == [[*TOLD, ["En makker", "Skolen", "", "De taler\nsammen"]]]


def test_what_begins_left_of_the_heads_is_below_the_table() -> None:
    heading = written("Fælles mål for barnet", LEFT, 178)
    page = page_of(*heads(100), *row(145, *FIRST), heading, shades=tuple(bar(96, 136)))
    assert told(laid(page)) == [TOLD, "Fælles mål for barnet"]


def test_two_shaded_cells_side_by_side_are_no_bar() -> None:
    """They may be a label and its answer."""
    shades = (shade(LEFT, 96, 200, 116, 0.9), shade(200, 96, RIGHT, 116, 0.9))
    page = page_of(
        written("Navn", LEFT + 5, 100),
        written("Ida Prøve", 205, 100),
        written("En linje om noget helt andet, som går på tværs af det hele.", LEFT + 5, 130),
        shades=shades,
    )
    assert "En linje om noget helt andet, som går på tværs af det hele." in told(laid(page))
