"""Tables told by a bar of shaded heads, and shaded boxes among level lines, as portals print them."""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.words import PageWord, Shade
from tests.unit.extract.printed import LEFT, RIGHT, laid, level, page_of, shade, told, written

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


def test_a_shaded_box_among_rows_is_no_row() -> None:
    """Above it stands its own label, and the row below it is ruled off at its foot alone."""
    first, second, third = (("Startdato", "10-08-2026"), ("Slutdato", "25-06-2027"), ("Område", "Vest"))
    words = []
    for top, (label, answer) in ((100, first), (120, second), (210, third), (230, ("Sagen", "Bo Øst"))):
        words += [written(label, LEFT, top), written(answer, 250, top, bold=True)]
    words += [
        written("Kort om sagen", LEFT, 142),
        written("Familien ønsker den samme aftale i begge hjem, og", LEFT + 8, 164),
        written("skolen holder øje med det.", LEFT + 8, 176),
    ]
    page = page_of(
        *words,
        rulings=tuple(level(y) for y in (115, 135, 225, 245)),
        shades=(shade(LEFT, 158, RIGHT, 192, 0.95),),
    )
    assert told(laid(page)) == [
        [[*first], [*second]],
        "Kort om sagen",
        "Familien ønsker den samme aftale i begge hjem, og",
        "skolen holder øje med det.",
        [[*third], ["Sagen", "Bo Øst"]],
    ]


def test_a_shaded_row_from_line_to_line_stays_a_row() -> None:
    words = []
    for n, label in enumerate(("Startdato", "Slutdato", "Område", "Møde")):
        words += [written(label, LEFT, 100 + 20 * n), written("Svaret", 250, 100 + 20 * n)]
    page = page_of(
        *words,
        rulings=tuple(level(115 + 20 * n) for n in range(4)),
        shades=(shade(LEFT, 115, RIGHT, 135, 0.95),),
    )
    assert [len(one) for one in told(laid(page))] == [4]
