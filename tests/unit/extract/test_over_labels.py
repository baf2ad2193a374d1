"""Labels side by side, each over its answer: where an answer begins tells whose it is, if it stands alone."""

from __future__ import annotations

from pipeline.extract.overlabels import labels_over_answers
from pipeline.extract.words import Page, PageWord
from tests.unit.extract.printed import laid, page_of, told, written

LEFT, RIGHT = 57.0, 300.0


def pair(top: float, labels: tuple[str, str], *answers: tuple[str, str]) -> list[PageWord]:
    """Two small grey labels, and lines of answers from right below them on."""
    words: list[PageWord] = []
    for n, texts in enumerate((labels, *answers)):
        for text, x in zip(texts, (LEFT, RIGHT), strict=True):
            if text:
                below = 9 + 12 * (n - 1) if n else 0
                words += written(text, x, top + below, size=10.0 if n else 8.0, bold=not n, faint=not n)
    return words


def printed(*more: list[PageWord]) -> Page:
    """Four rows of which two have one answer, and what stands below them from 200 on."""
    return page_of(
        pair(50, ("Navn", "Relation"), ("Ida Øst", "Mor")),
        pair(80, ("Cpr-nr.", "Klassetrin"), ("", "3")),
        pair(110, ("Postnr.", "By"), ("2450", "")),
        pair(140, ("Vej", "Telefon"), ("Prøvevej 1", "00000070")),
        *more,
    )


ROWS = [
    [["Navn\nIda Øst", "Relation\nMor"]],
    [["Cpr-nr.", "Klassetrin\n3"]],
    [["Postnr.\n2450", "By"]],
    [["Vej\nPrøvevej 1", "Telefon\n00000070"]],
]


def test_what_begins_where_a_label_does_is_its_answer_and_a_label_over_nothing_has_none() -> None:
    page = printed(pair(170, ("Skole", "Inst.nr.")), pair(200, ("E-mail", "Sprog"), ("", "Dansk")))
    assert told(laid(page)) == [*ROWS, [["Skole", "Inst.nr."]], [["E-mail", "Sprog\nDansk"]]]


def test_an_answer_of_several_lines_and_boxes_with_gaps_between_them_are_of_one_label() -> None:
    page = printed(
        pair(200, ("Hvorfor", "Tolk"), ("Hun trives", ""), ("og læser.", "")),
        pair(250, ("Sprog", "Bisidder")),
        *(written("☐ Ja", RIGHT, 259, size=10.0), written("☒ Nej", RIGHT + 50, 259, size=10.0)),
        written("Skolen", LEFT, 300, size=14.0, bold=True),
    )
    found = told(laid(page))
    assert found[4][0][0].startswith("Hvorfor\nHun trives")
    assert found[4][0][1] == "Tolk"
    assert [found[5][0][0], found[6]] == ["Sprog", "Skolen"]
    assert "Nej" in found[5][0][1]


def test_text_that_reaches_over_both_columns_is_no_answer_of_one() -> None:
    wide = "Hun trives her, og det går bedre med dansk, med matematik, med engelsk og med idræt."
    page = printed(pair(200, ("Sprog", "Tolk"), (wide, "")))
    assert told(laid(page))[:4] == ROWS
    assert told(laid(page))[4] == "Sprog\tTolk"


def test_a_page_that_may_go_on_with_an_answer_leaves_the_last_row_open() -> None:
    first = printed(pair(200, ("Sprog", "Tolk"), ("", "Et sted,")))
    second = page_of(written("og et andet.", RIGHT, 50, page=2, size=10.0), number=2)
    assert told(laid(first, second))[:5] == [*ROWS, "Sprog\tTolk"]


def test_labels_below_their_answers_heads_of_tables_and_a_few_lines_are_none() -> None:
    few = page_of(pair(50, ("Navn", "By"), ("Ida", "Prøvekøbing")), pair(80, ("Vej", "Sprog"), ("", "Dansk")))
    below = page_of(
        *(pair(50 + 40 * n, (f"Navn {n}a", f"By {n}b"), ("Ida", "Prøvekøbing")) for n in range(5)),
        *(written("Bo", LEFT, 49 + 40 * n - 9, size=10.0) for n in range(5)),
    )
    heads = page_of(
        *(
            pair(50 + 80 * n, (f"Mål {n}", f"Tegn {n}"), ("Læse", "Bog"), ("Regne", "Tal"), ("Skrive", "Pen"))
            for n in range(5)
        )
    )
    assert [labels_over_answers([page]) for page in (few, below, heads)] == [[], [], []]


def test_two_lines_will_do_where_others_in_their_look_stand_alone_over_answers() -> None:
    rows = [
        *pair(50, ("Navn", "By"), ("Ida", "Prøvekøbing")),
        *pair(80, ("Vej", "Sprog"), ("", "Dansk")),
    ]
    alone = [
        word
        for n, label in enumerate(("Mål", "Tegn", "Hvem", "Hvornår"))
        for word in pair(110 + 30 * n, (label, ""), ("Vi evaluerer", ""))
    ]
    assert told(laid(page_of(rows, alone)))[:2] == [
        [["Navn\nIda", "By\nPrøvekøbing"]],
        [["Vej", "Sprog\nDansk"]],
    ]
