"""Web pages that were printed: lists with level lines alone, heads near each other, links at the right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.words import PageWord, Ruling
from tests.unit.extract.printed import LEFT, RIGHT, laid, level, page_of, told, written

OPEN = 490.0
"""Where the lines below rows end: the last column, of links, has none."""


def placed(top: float, *texts: tuple[float, str], **looks: bool) -> list[PageWord]:
    return [word for x, text in texts for word in written(text, x, top, size=8.0, **looks)]


def ruled(head: float, *rows: float) -> tuple[Ruling, ...]:
    """A thicker line below the head and thinner ones below the rows, which don't go as far."""
    return (level(head), *(level(y, LEFT, OPEN, weight=0.3) for y in rows))


HEAD = placed(98, (58, "Navn"), (150, "Relation"), (300, "Postnr."), (491, "Handling"), faint=True)


@pytest.mark.parametrize("number", [1, 2])
def test_a_list_whose_last_column_is_set_right_and_has_no_lines(number: int) -> None:
    rows = [("Ida Øst", "Mor", "2100"), ("Bo Vest", "Far", "2200")][:number]
    words = [
        placed(110 + 12 * n, (60, row[0]), (152, row[1]), (302, row[2]), (520, "Vis"))
        for n, row in enumerate(rows)
    ]
    page = page_of(HEAD, *words, rulings=ruled(108, *(120 + 12 * n for n in range(number))))
    assert told(laid(page)) == [
        [["Navn", "Relation", "Postnr.", "Handling"], *([*row, "Vis"] for row in rows)]
    ]


def test_heads_hardly_a_blank_apart_stand_each_over_its_column() -> None:
    page = page_of(
        placed(98, (58, "Område"), (84, "Mål"), (491, "Handling"), faint=True),
        placed(110, (60, "Fagligt"), (93, "Hun læser hver dag og"), (520, "Vis")),
        placed(119, (93, "regner.")),
        placed(131, (60, "Fagligt"), (93, "Hun går i skole."), (520, "Vis")),
        rulings=ruled(108, 129, 141),
    )
    # The second head begins a little left of its column, as web pages set heads.
    moved = replace(page, words=tuple(_moved(word) for word in page.words))
    assert told(laid(moved)) == [
        [
            ["Område", "Mål", "Handling"],
            ["Fagligt", "Hun læser hver dag og\nregner.", "Vis"],
            ["Fagligt", "Hun går i skole.", "Vis"],
        ]
    ]


def _moved(word: PageWord) -> PageWord:
    shift = 91.5 - word.box.x0 if word.text == "Mål" else 0.0
    return replace(word, box=word.box._replace(x0=word.box.x0 + shift, x1=word.box.x1 + shift))


def test_a_head_of_two_lines_is_one_beside_heads_set_in_the_middle() -> None:
    page = page_of(
        placed(93, (300, "Lektioner"), faint=True),
        placed(97.5, (58, "Beskrivelse"), (200, "Form"), faint=True),
        placed(102, (300, "pr. uge"), faint=True),
        placed(114, (60, "Lektiehjælp"), (202, "Hold"), (302, "4")),
        placed(126, (60, "Samtaler"), (202, "Alene"), (302, "2")),
        placed(138, (60, "Svømning"), (202, "Hold"), (302, "1")),
        rulings=(level(112), level(124, weight=0.3), level(136, weight=0.3), level(148, weight=0.3)),
    )
    (grid,) = told(laid(page))
    assert [text.replace("\n", " ") for text in grid[0]] == ["Beskrivelse", "Form", "Lektioner pr. uge"]
    assert grid[1:] == [["Lektiehjælp", "Hold", "4"], ["Samtaler", "Alene", "2"], ["Svømning", "Hold", "1"]]


def test_two_lines_drawn_below_text_alone_are_no_table() -> None:
    page = page_of(
        written("Barnet", LEFT, 96, bold=True),
        written("Ida går i skole.", LEFT, 112),
        rulings=ruled(108, 124),
    )
    assert told(laid(page)) == ["Barnet", "Ida går i skole."]


def test_a_heading_with_a_link_at_the_right_ends_a_table_and_begins_none() -> None:
    def labels(top: float, *texts: str) -> list[PageWord]:
        return placed(top, *((57 + 160.0 * n, text) for n, text in enumerate(texts)), faint=True)

    def answers(top: float, *texts: str) -> list[PageWord]:
        return placed(top, *((57 + 160.0 * n, text) for n, text in enumerate(texts)))

    def heading(top: float, text: str) -> list[PageWord]:
        return [*written(text, LEFT, top, size=11.0, bold=True), *placed(top + 2, (RIGHT - 30, "Redigér"))]

    page = page_of(
        heading(100, "Eleven"),
        [*labels(116, "Navn", "Klasse", "By"), *answers(125, "Ida", "4.b", "Vanløse")],
        heading(140, "Familien"),
        [*labels(156, "Navn", "Relation", "By"), *answers(165, "Bo", "Far", "Vanløse")],
    )
    assert told(laid(page)) == [
        "Eleven\tRedigér",
        [["Navn", "Klasse", "By"], ["Ida", "4.b", "Vanløse"]],
        "Familien\tRedigér",
        [["Navn", "Relation", "By"], ["Bo", "Far", "Vanløse"]],
    ]


def test_a_size_that_much_of_the_text_has_makes_no_heading() -> None:
    small = [
        written("Hun går i skole og er glad for det hver dag i ugen.", LEFT, 100 + 12 * n, size=8)
        for n in range(6)
    ]
    large = [written(f"Svar nummer {n} er et svar", LEFT, 200 + 24 * n, size=9) for n in range(5)]
    assert all(line.level < 0 for line in laid(page_of(*small, *large)).lines())
    (heading,) = [line.text for line in laid(page_of(*small, *large[:1])).lines() if line.level >= 0]
    assert heading == "Svar nummer 0 er et svar"
