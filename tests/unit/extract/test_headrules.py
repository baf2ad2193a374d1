"""Tables of which nothing is drawn but the line below their heads, as word processors style them."""

from __future__ import annotations

from pipeline.extract.words import PageWord
from tests.unit.extract.printed import LEFT, RIGHT, grids, laid, level, page_of, told, written

STARTS = (LEFT, 200.0, 300.0, 420.0)
ROWS = [
    ["", "Svar", "Dato", "Noteret af"],
    ["Støtte i skolen", "Nej", "5. juni 2026", "Rosa Prøve"],
    ["Deling af viden", "", "9. juni 2026", "Rosa Prøve"],
]
PAIR = "Evt. bemærkninger"


def row(top: float, texts: list[str], **looks: bool) -> list[list[PageWord]]:
    return [written(text, x, top, **looks) for x, text in zip(STARTS, texts, strict=True) if text]


def prose(top: float) -> list[list[PageWord]]:
    """Text far below, which tells how near to each other the lines of one text are."""
    lines = (
        "Her er en tekst om barnet, som",
        "er brudt om i flere linjer, og",
        "den siger, hvor tæt de står.",
    )
    return [written(line, 120, top + 12 * n) for n, line in enumerate(lines)]


def table(*rows: list[str], apart: float = 17.0) -> list[list[PageWord]]:
    """Bold heads at 100, and rows from 117 on."""
    below = [words for n, one in enumerate(rows[1:]) for words in row(117 + apart * n, one)]
    return [*row(100, rows[0], bold=True), *below]


def test_columns_begin_where_heads_over_a_line_do() -> None:
    page = page_of(*table(*ROWS), *prose(400), rulings=(level(113),))
    assert told(laid(page))[0] == ROWS


def test_the_table_ends_with_what_stands_elsewhere() -> None:
    pair = [written(PAIR, LEFT, 160, faint=True), written("Der er ingen.", 240, 160)]
    page = page_of(*table(*ROWS), *pair, *prose(400), rulings=(level(113),))
    assert told(laid(page))[0] == ROWS


def test_a_head_of_two_lines_is_one() -> None:
    heads = [
        *row(100, ["Indsats", "Hvem", "Efter hvilken", "Samarbejdet"], bold=True),
        written("paragraf?", STARTS[2], 111, bold=True),
    ]
    below = [*row(131, ["En voksen til", "Huset", "§ 32", "De mødes hver"]), written("Alma", LEFT, 143)]
    page = page_of(*heads, *below, written("fredag.", STARTS[3], 143), rulings=(level(124),))
    assert told(laid(page)) == [
        [
            ["Indsats", "Hvem", "Efter hvilken paragraf?", "Samarbejdet"],
            ["En voksen til\nAlma", "Huset", "§ 32", "De mødes hver fredag."],
        ]
    ]


def test_heads_over_nothing_name_no_answers() -> None:
    page = page_of(*row(100, ROWS[0], bold=True), written(PAIR, LEFT, 180), rulings=(level(113),))
    assert told(laid(page)) == [[ROWS[0], ["", "", "", ""]], PAIR]


def test_each_of_two_tables_has_its_own_head() -> None:
    again = [
        [words[0].moved(down=50), *(word.moved(down=50) for word in words[1:])] for words in table(*ROWS[:2])
    ]
    page = page_of(*table(*ROWS[:2]), *again, *prose(400), rulings=(level(113), level(163)))
    assert told(laid(page))[:2] == [ROWS[:2], ROWS[:2]]


def test_rows_that_nothing_parts_may_be_several() -> None:
    rows = [
        ["Hvem", "Svar", "Dato", "Noteret af"],
        *([f"Barnets {n}", "Ja", "1. maj", "Rosa"] for n in "abc"),
    ]
    page = page_of(*table(*rows, apart=12), *prose(400), rulings=(level(113),))
    (grid,) = grids(laid(page))
    assert len(grid.rows) == 2
    assert grid.rows[-1].several


def test_rows_that_stand_apart_may_leave_their_first_column_blank() -> None:
    rows = [
        ["Type", "Titel", "Dato", "Antal"],
        ["", "En plan", "1. maj", "1"],
        ["", "Et brev", "2. maj", "2"],
    ]
    page = page_of(*table(*rows), *prose(400), rulings=(level(113),))
    assert told(laid(page))[0] == rows


def test_a_line_below_a_letterhead_heads_no_table() -> None:
    head = [written("Prøveby Kommune", LEFT, 100, bold=True), written("Side 1", 480, 100, bold=True)]
    page = page_of(*head, written("Kære Ida", LEFT, 130), rulings=(level(113, LEFT, RIGHT),))
    assert "Kære Ida" in told(laid(page))


def test_lines_below_rows_part_them_however_many_lines_they_have() -> None:
    """Though the line below the head is thicker, and heads stand over columns that are blank in all rows."""
    heads = row(100, ["Indsats", "Form", "Antal", "Virkning"], bold=True)
    first = [*row(118, ["En voksen tager", "", "3", ""]), written("imod ved døren.", LEFT, 130)]
    first += [written("Skolen har et lokale.", LEFT, 142)]
    second = row(160, ["En fast makker", "", "4", ""])
    rulings = (level(113, weight=1.2), level(156), level(174))
    page = page_of(*heads, *first, *second, *prose(400), rulings=rulings)
    assert told(laid(page))[0] == [
        ["Indsats", "Form", "Antal", "Virkning"],
        ["En voksen tager imod ved døren. Skolen har et lokale.", "", "3", ""],
        ["En fast makker", "", "4", ""],
    ]


def test_a_line_at_the_foot_as_thick_as_that_below_the_heads_parts_no_rows() -> None:
    rulings = (level(113), level(147))
    page = page_of(*table(*ROWS), *prose(400), rulings=rulings)
    assert told(laid(page))[0] == ROWS
