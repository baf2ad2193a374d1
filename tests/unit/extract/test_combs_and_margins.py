"""Boxes for one letter each, leaders in a column, names in the margin, and heads in small type."""

from __future__ import annotations

import pytest

from pipeline.extract.combs import without_combs
from pipeline.extract.words import Page, PageWord, Ruling
from tests.unit.extract.printed import laid, level, page_of, told, upright, written

BOX = 12.0


def comb(
    groups: tuple[str, ...], *, x: float = 200.0, top: float = 100.0, air: float = 7.0, sign: str = ""
) -> tuple[list[PageWord], list[Ruling]]:
    """Rows of boxes with a letter in each, and what parts the groups."""
    words: list[PageWord] = []
    rulings: list[Ruling] = []
    for n, group in enumerate(groups):
        if n and sign:
            words += written(sign, x - air + 1, top + 2)
        for letter in group:
            words += written(letter, x + 3, top + 2) if letter != " " else []
            rulings += [upright(x, top, top + 15), upright(x + BOX, top, top + 15)]
            rulings += [level(y, x, x + BOX) for y in (top, top + 15)]
            x += BOX
        x += air
    return words, rulings


def said(words: list[PageWord]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("groups", "sign", "text"),
    [
        (("28", "02", "2027"), "", "28-02-2027"),
        (("611214", "5883"), "-", "611214-5883"),
        (("2100",), "", "2100"),
        (("IDA ØST",), "", "IDA ØST"),
        (("00", "00", "00", "18"), "", "00 00 00 18"),
    ],
)
def test_letters_in_boxes_of_their_own_are_one_word(groups: tuple[str, ...], sign: str, text: str) -> None:
    words, rulings = without_combs(*comb(groups, sign=sign))
    assert (said(words), rulings) == ([text], [])


def test_a_scale_to_set_a_cross_on_stays_boxes() -> None:
    words, rulings = comb(("  X  ",))
    assert without_combs(words, rulings) == (words, rulings)


def test_boxes_with_several_letters_are_cells() -> None:
    words, rulings = comb(("1234",))
    more = [*words, *written("ab", 203, 102)]
    assert without_combs(more, rulings) == (more, rulings)


def test_boxes_that_a_table_has_between_its_lines_stay_its_cells() -> None:
    words, rulings = comb(("2100",))
    ruled = [*rulings, level(100, 57, 538), level(115, 57, 538)]
    assert without_combs(words, ruled) == (words, ruled)


def test_a_date_in_boxes_stands_beside_its_label() -> None:
    words, rulings = without_combs(*comb(("28", "02", "2027"), x=250))
    page = page_of(
        written("Udfyldt den", 57, 102), words, written("Skole", 57, 124), written("Åsen", 250, 124),
        rulings=tuple(rulings),
    )  # fmt: skip
    assert told(laid(page)) == [[["Udfyldt den", "28-02-2027"], ["Skole", "Åsen"]]]


def test_leaders_that_end_at_one_place_lead_from_each_label_to_its_answer() -> None:
    rows = (
        ("Hvem drejer sagen sig om?", "Ida Prøve af den lange slægt fra Åsen"),
        ("Personnr.", "630812-5002"),
    )
    texts = []
    for n, (label, answer) in enumerate(rows):
        top = 100.0 + 13 * n
        x = 57 + 5 * len(label)
        dots = "." * int((300 - x) / 5)
        texts += [written(label, 57, top), written(dots, 300 - 5 * len(dots), top), written(answer, 310, top)]
    layout = told(laid(page_of(*texts)))
    assert [line.split()[0] for line in layout] == ["Hvem", "Personnr."]


def test_a_row_of_small_bold_heads_stands_over_columns_that_may_be_blank() -> None:
    page = page_of(
        *(
            written(head, x, 100, size=7.5, bold=True)
            for head, x in (("Navn", 57), ("Relation", 170), ("Telefon", 230), ("Adresse", 300))
        ),
        written("Rosa Prøve Holm", 57, 114), written("Mor", 170, 114),
        written("Bo Skema Øst", 57, 130), written("Far", 170, 130),
    )  # fmt: skip
    assert told(laid(page)) == [
        [
            ["Navn", "Relation", "Telefon", "Adresse"],
            ["Rosa Prøve Holm", "Mor", "", ""],
            ["Bo Skema Øst", "Far", "", ""],
        ]
    ]


def test_names_of_sections_in_a_margin_stand_over_what_is_beside_them() -> None:
    def pair(label: str, answer: str, top: float) -> list[list[PageWord]]:
        return [written(label, 160, top), written(answer, 330, top)]

    page = page_of(
        written("ELEVEN", 57, 100, size=9), *pair("Navn", "Ida Prøve", 100), *pair("Klasse", "4.b", 118),
        *pair("Postnr.", "2100", 136),
        written("SKOLEN", 57, 160, size=9), *pair("Skole", "Åsen", 160), *pair("Telefon", "00 00 00 11", 178),
        written("OG PPR", 57, 171, size=9), *pair("Leder", "Bo Prøve", 196),
        *pair("Klub", "Mosaik", 214), *pair("Bil", "Nej", 232),
        rulings=(level(96), level(156), level(250)),
    )  # fmt: skip
    assert told(laid(page)) == [
        "ELEVEN",
        [["Navn", "Ida Prøve"], ["Klasse", "4.b"], ["Postnr.", "2100"]],
        "SKOLEN OG PPR",
        [
            ["Skole", "Åsen"],
            ["Telefon", "00 00 00 11"],
            ["Leder", "Bo Prøve"],
            ["Klub", "Mosaik"],
            ["Bil", "Nej"],
        ],
    ]


def test_labels_in_a_margin_stay_beside_their_answers() -> None:
    page = page_of(
        *(
            text
            for n, (label, answer) in enumerate((("Navn", "Ida"), ("Klasse", "4.b"), ("Postnr.", "2100")))
            for text in (written(label, 57, 100 + 18 * n), written(answer, 200, 100 + 18 * n))
        )
    )
    assert told(laid(page)) == [[["Navn", "Ida"], ["Klasse", "4.b"], ["Postnr.", "2100"]]]


def test_capitals_in_the_first_column_of_a_table_are_no_name_in_a_margin() -> None:
    """Most lines of the page begin further right: they are of the second column of the table above."""
    texts = [written(f"Linje {chr(97 + n)}", 200, 100 + 12 * n) for n in range(8)]
    page = page_of(
        written("Område", 57, 88), written("Mål", 200, 88), *texts,
        written("Type bilag", 57, 300, bold=True), written("Titel", 200, 300, bold=True),
        written("Dateret", 378, 300, bold=True),
        written("PPV", 57, 316), written("PPV af 21. april", 200, 316), written("21/4 2026", 378, 316),
        written("Undersøgelse", 57, 332), written("Afdækning", 200, 332), written("27/3 2026", 378, 332),
    )  # fmt: skip
    assert told(laid(page))[-1] == [
        ["Type bilag", "Titel", "Dateret"],
        ["PPV", "PPV af 21. april", "21/4 2026"],
        ["Undersøgelse", "Afdækning", "27/3 2026"],
    ]


def test_a_district_alone_in_a_line_is_the_end_of_its_town() -> None:
    page = page_of(
        written("Adresse: Skolevej 7, 2100 København", 57, 100), written("Ø", 57, 112),
        written("Telefon: 00 00 00 31", 57, 124),
    )  # fmt: skip
    assert told(laid(page)) == ["Adresse: Skolevej 7, 2100 København Ø", "Telefon: 00 00 00 31"]


def test_the_same_answer_at_the_foot_of_two_pages_of_many_is_no_footer() -> None:
    def page(number: int) -> Page:
        last = "Åse Prøve" if number in (2, 3) else f"Svar {chr(64 + number)}"
        texts = [
            written(f"Spørgsmål {chr(64 + number)}{n}", 57, 60.0 + 40 * n, page=number) for n in range(18)
        ]
        foot = written(f"Blanket side {number}", 57, 825, page=number)
        return page_of(*texts, written(last, 57, 795, page=number), foot, number=number)

    layout = laid(*map(page, range(1, 7)))
    assert sum("Åse Prøve" in str(block) for block in told(layout)) == 2
    assert not any("Blanket" in str(block) for block in told(layout))
