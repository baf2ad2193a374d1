"""Cards, and fields with a line below them, side by side: each is read from its head to its foot."""

from __future__ import annotations

from pipeline.extract.words import Page, PageWord, Ruling
from tests.unit.extract.printed import RIGHT, laid, level, page_of, shade, told, upright, written

LEFT_CARD, RIGHT_CARD = (60.0, 290.0), (300.0, 530.0)
PAPER = 0.99


def card(x: float, top: float, *lines: str) -> list[PageWord]:
    return [word for n, text in enumerate(lines) for word in written(text, x + 10, top + 8 + 15 * n)]


def frames(top: float, bottom: float) -> tuple[object, ...]:
    return tuple(shade(x0, top, x1, bottom, PAPER) for x0, x1 in (LEFT_CARD, RIGHT_CARD))


def cards(left: list[PageWord], right: list[PageWord], *, number: int = 1, top: float = 100) -> Page:
    return page_of(left, right, number=number, shades=frames(top, top + 140))


MOTHER = ("Forælder 1", "Navn", "Ida Øst", "Telefon", "00 00 00 01")
FATHER = ("Forælder 2", "Navn", "Bo Vest", "Telefon", "00 00 00 02")


def test_cards_side_by_side_are_read_one_after_the_other() -> None:
    page = cards(card(60, 100, *MOTHER), card(300, 100, *FATHER))
    assert told(laid(page)) == [*MOTHER, *FATHER]


def test_cards_of_different_length_keep_their_own_answers() -> None:
    longer = ("Mål 1", "Beskrivelse", "Vi har prøvet dette.", "Og også dette her.", "Dato", "1. maj 2026")
    page = cards(card(60, 100, *longer), card(300, 100, "Mål 2", "Beskrivelse", "Kort.", "Dato"))
    said = told(laid(page))
    assert said.index("Mål 2") > said.index("1. maj 2026")
    assert said[-4:] == ["Mål 2", "Beskrivelse", "Kort.", "Dato"]


def test_a_card_that_a_page_break_cut_goes_on_before_the_next_one() -> None:
    first = cards(card(60, 690, *MOTHER[:3]), card(300, 690, *FATHER[:3]), top=690)
    rest = [
        *[PageWord(text=w.text, box=w.box._replace(page=2)) for w in card(60, 50, *MOTHER[3:])],
        *[PageWord(text=w.text, box=w.box._replace(page=2)) for w in card(300, 50, *FATHER[3:])],
    ]
    second = page_of(rest, number=2, shades=frames(50, 100))
    assert told(laid(first, second)) == [*MOTHER, *FATHER]


def test_the_rest_of_cut_cards_is_no_page_in_two_columns() -> None:
    """What is left of them asks nothing that both do, and each has as many lines as a column."""
    first = cards(card(60, 690, *MOTHER[:3]), card(300, 690, *FATHER[:3]), top=690)
    left = ("Bemærkninger", "Ida vil gerne med.", "Hun ringer selv.", "Og hun kommer.", "Dato", "1. maj")
    right = ("Adresse", "Prøvevej 1", "Postnr.", "2100", "By", "København")
    rest = [
        PageWord(text=word.text, box=word.box._replace(page=2))
        for x, top, lines in ((60, 50, left), (300, 53, right))
        for word in card(x, top, *lines)
    ]
    second = page_of(rest, number=2, shades=frames(50, 160))
    assert told(laid(first, second)) == [*MOTHER[:3], *left, *FATHER[:3], *right]


def test_shaded_cells_that_ask_different_things_are_no_cards() -> None:
    page = cards(
        card(60, 100, "Det gik godt", "med dansk og", "med idræt også"),
        card(300, 100, "Vi mødes igen", "efter ferien,", "når alle kan"),
    )
    assert told(laid(page)) == [
        [
            ["Det gik godt", "Vi mødes igen"],
            ["med dansk og", "efter ferien,"],
            ["med idræt også", "når alle kan"],
        ]
    ]


def test_a_shaded_label_with_its_answer_beside_it_is_a_cell() -> None:
    label = card(60, 100, "Begrundelse:", "Skrevet, så alle", "kan læse den.")
    page = page_of(
        label,
        written("Det hjælper, når en voksen", 310, 108),
        written("tager imod ved døren.", 310, 120),
        rulings=(
            *(level(y, 60, 530) for y in (100, 160)),
            *(upright(x, 100, 160) for x in (60, 300, 530)),
        ),
        shades=(shade(60, 100, 300, 160),),
    )
    ((row,),) = told(laid(page))
    assert row[0].startswith("Begrundelse:")
    assert row[1].startswith("Det hjælper")


# ── fields with a line below them ─────────────────────────────────────────────────────────────────────

HALVES = ((57.0, 290.0), (299.0, 532.0))


def field(x: float, top: float, *lines: str) -> list[PageWord]:
    return [word for n, text in enumerate(lines) for word in written(text, x, top + 11 * n)]


def foot(half: int, y: float) -> Ruling:
    return level(y, *HALVES[half])


def test_fields_with_a_line_below_them_are_read_one_by_one() -> None:
    page = page_of(
        written("Mødet", 57, 60, bold=True),
        field(57, 100, "Mødedato", "20. oktober 2026"),
        field(299, 100, "Slags møde", "Statusmøde"),
        field(57, 150, "Deltagere", "Alma og hendes to forældre, en lærer, skolen", "og leverandøren"),
        field(299, 150, "Sted", "Skolen"),
        rulings=(foot(0, 124), foot(1, 124), foot(0, 185), foot(1, 174)),
    )
    assert told(laid(page)) == [
        *("Mødet", "Mødedato", "20. oktober 2026", "Slags møde", "Statusmøde"),
        *("Deltagere", "Alma og hendes to forældre, en lærer, skolen og leverandøren", "Sted", "Skolen"),
    ]


def test_a_field_with_boxes_has_no_line_and_stands_beside_one_that_has() -> None:
    """The boxes are drawn, and so is a table further down: neither bounds the fields."""
    labels = (("Dato", "Bestilt den"), ("Skrevet af", "Støtte?"), ("Skole", "Klasse"))
    answers = (("11/5 2026", ""), ("Ida Øst", "☒ Ja"), ("Åsen", "8.b"))
    page = page_of(
        *(
            written(text, x, top + 40 * n, bold=top == 100)
            for top, rows in ((100, labels), (111, answers))
            for n, row in enumerate(rows)
            for text, x in zip(row, (57, 299), strict=True)
            if text
        ),
        rulings=(
            *(foot(half, y) for half, y in ((0, 124), (1, 124), (0, 164), (0, 204), (1, 204))),
            *box(290, 152, 298, 160),
            *box(57, 300, 532, 400),
        ),
    )
    said = [
        word for row in zip(labels, answers, strict=True) for pair in zip(*row, strict=True) for word in pair
    ]
    assert told(laid(page))[:11] == [word for word in said if word]


def test_labels_below_their_lines_are_not_those_of_the_answers_below_them() -> None:
    rows = (("Ida Øst", "8.b"), ("Navn", "Klasse"), ("Eksempelvej 1", "2100"), ("Adresse", "Postnr."))
    page = page_of(
        *(
            written(text, x, top)
            for row, top in zip(rows, (100, 114, 150, 164), strict=True)
            for text, x in zip(row, (57, 299), strict=True)
        ),
        rulings=(foot(0, 112), foot(1, 112), foot(0, 162), foot(1, 162)),
    )
    assert told(laid(page)) == [[[*row] for row in rows]]


def test_a_line_goes_no_further_than_the_one_it_stands_on() -> None:
    page = page_of(
        written("Hvem deltager?", 57, 100, size=8),
        written("Alma og hendes forældre, skole,", 57, 112),
        written("leverandør og sagsbehandler", 57, 124),
        written("Et afsnit, der går helt ud til margenen på den anden side af papiret her.", 57, 180),
        rulings=(level(136, 57, 232),),
    )
    assert "Alma og hendes forældre, skole, leverandør og sagsbehandler" in told(laid(page))


# ── labels and their boxes ────────────────────────────────────────────────────────────────────────────


def box(x0: float, top: float, x1: float, bottom: float) -> tuple[Ruling, ...]:
    return (level(top, x0, x1), level(bottom, x0, x1), upright(x0, top, bottom), upright(x1, top, bottom))


def test_a_label_is_that_of_its_box_however_far_away() -> None:
    page = page_of(
        written("Navn", 57, 100),
        written("Ida Øst", 260, 100),
        written("Relation", 57, 122),
        written("Mor", 260, 122),
        rulings=(*box(255, 98, RIGHT, 112), *box(255, 120, RIGHT, 134)),
    )
    assert told(laid(page)) == [[["Navn", "Ida Øst"]], [["Relation", "Mor"]]]


def test_a_heading_over_a_box_with_a_label_in_it_stays_a_heading() -> None:
    page = page_of(
        written("Det, udvalget drøfter", 60, 80, size=12, bold=True),
        written("Hvad skal de tage stilling til?", 60, 98, size=7.5),
        written("Om barnet kan blive i klassen", 60, 108),
        rulings=box(57, 96, RIGHT, 122),
    )
    assert told(laid(page))[0] == "Det, udvalget drøfter"


def test_a_thicker_line_below_a_head_begins_the_table() -> None:
    columns = (57.0, 220.0, 400.0)
    rows = (("20-10-2026", "Statusmøde"), ("15-12-2026", "Aftaleforum"))
    page = page_of(
        *(
            written(text, x, 88, bold=True)
            for text, x in zip(("Dato", "Møde", "Deltagere"), columns, strict=True)
        ),
        *(
            written(text, x, 104 + 16 * n)
            for n, row in enumerate(rows)
            for text, x in zip(row, columns, strict=False)
        ),
        rulings=(level(100, weight=1.5), level(116), level(132)),
    )
    assert told(laid(page)) == [[["Dato", "Møde", "Deltagere"], *([*row, ""] for row in rows)]]


def test_a_second_pair_of_boxes_is_not_taken_for_the_first_ones_options() -> None:
    page = page_of(
        *(written(text, x, 100) for text, x in (("Har forældremyndighed", 57), ("Barnet bor her", 300))),
        *(written(text, x, 116) for text, x in (("☒ Ja", 57), ("☐ Nej", 100), ("☐ Ja", 300), ("☒ Nej", 343))),
    )
    assert told(laid(page)) == [[["Har forældremyndighed", "Barnet bor her"], ["☒ Ja\t☐ Nej", "☐ Ja\t☒ Nej"]]]


def test_dates_below_each_other_are_rows() -> None:
    page = page_of(
        *(written(text, 40, top, size=8.5) for text, top in (("Startdato", 100), ("Slutdato", 114))),
        *(written(text, 179, top) for text, top in (("10/8-2026", 100), ("25/6-2027", 114))),
        written("Koordinator", 40, 133, size=8.5),
        written("Rosa Øst", 179, 133),
    )
    assert told(laid(page)) == [
        [["Startdato", "10/8-2026"], ["Slutdato", "25/6-2027"], ["Koordinator", "Rosa Øst"]]
    ]


def test_fields_framed_one_by_one_are_no_second_column() -> None:
    labels = [
        written(text, 57, 100 + 20 * n) for n, text in enumerate(("Navn", "Relation", "Cpr", "By", "Klasse"))
    ]
    answers = [written(text, 330, 98 + 20 * n) for n, text in enumerate(("Ida", "Mor", "-", "Kbh.", "8.b"))]
    frames_drawn = tuple(line for n in range(5) for line in box(325, 95 + 20 * n, RIGHT, 110 + 20 * n))
    said = told(laid(page_of(*labels, *answers, rulings=frames_drawn)))
    assert said[0] == [["Navn", "Ida"]]
