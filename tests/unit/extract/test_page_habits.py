"""What printed pages are drawn like: lines to write on, columns, labels set to the right, page numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.words import PageWord, Shade
from pipeline.records.layout import Layout
from tests.unit.extract.printed import RIGHT, laid, level, page_of, told, upright, written

LEFT_HALF, RIGHT_HALF = 57.0, 320.0


# ── lines to write on ─────────────────────────────────────────────────────────────────────────────────


def test_a_line_drawn_behind_a_label_ends_it_and_holds_its_answer() -> None:
    page = page_of(
        written("Barnets navn Ida Øst", 57, 100),
        written("Klasse", 57, 130),
        written("Skolens stemme", 57, 160),
        # Behind `navn`, which ends at 114.5 points, and behind `Klasse`.
        rulings=(level(110, 115, 300), level(140, 88, 300)),
    )
    assert told(laid(page)) == ["Barnets navn ____ Ida Øst", "Klasse ____", "Skolens stemme"]


def test_two_answers_on_lines_beside_each_other_keep_their_labels() -> None:
    page = page_of(
        written("Navn Ida", 57, 100),
        written("Skole Øst", 200, 100),
        rulings=(level(110, 78, 198), level(110, 226, RIGHT)),
    )
    (line,) = told(laid(page))
    assert line == "Navn ____ Ida\tSkole ____ Øst"


def test_a_full_line_ends_before_the_next_label() -> None:
    page = page_of(
        written("Navn Ida Øst-Prøvholm Skole Nord", 57, 100),
        rulings=(level(110, 78, 158), level(110, 186, RIGHT)),
    )
    assert told(laid(page)) == ["Navn ____ Ida Øst-Prøvholm ____ Skole ____ Nord"]


def test_a_ruling_of_a_table_is_no_line_to_write_on() -> None:
    page = page_of(
        written("Navn", 57, 100),
        written("Ida", 90, 100),
        rulings=(level(98, 55, 300), level(112, 55, 300), *(upright(x, 98, 112) for x in (55, 80, 300))),
    )
    assert told(laid(page)) == [[["Navn", "Ida"]]]


DOTS = "." * 40


def over(dots: list[PageWord], *texts: list[PageWord]) -> list[PageWord]:
    return [*dots, *(word for text in texts for word in text)]


def test_an_answer_typed_over_dots_stands_behind_its_label_without_them() -> None:
    page = page_of(
        over(written("Sagsnummer: " + DOTS, 57, 100), written("SF-1", 116, 99)),
        written("Forløbets år: " + DOTS, 57, 120),
        over(written("Beskriv:", 57, 140), written(DOTS, 57, 155), written("Det går godt", 60, 154)),
    )
    assert told(laid(page)) == [
        "Sagsnummer: ____ SF-1",
        "Forløbets år: ____",
        "Beskriv:",
        "Det går godt",
    ]


def test_dots_that_nothing_is_typed_over_are_text() -> None:
    assert told(laid(page_of(written("Navn " + DOTS, 57, 100)))) == ["Navn " + DOTS]


@pytest.mark.parametrize("below", ["Har skolen sagt ja: ☒ Ja ☐ Nej", "Bemærkninger til sagen:"])
def test_a_label_below_a_full_line_to_write_on_begins_a_line(below: str) -> None:
    full = "Navn: ____ Ida Prøve E-mail: ____ ida.proeve@skolen.example"
    page = page_of(written(full, 57, 100, size=12), written(below, 57, 114, size=12))
    assert told(laid(replace(page, width=430.0))) == [full, below]


def test_a_label_that_leads_over_to_its_answer_begins_a_line() -> None:
    page = page_of(
        written("E-mail ..........: " + "lang" * 20 + "@skole.example", 57, 100),
        written("Adresse .........: Prøvevej 1, 2. tv.", 57, 112),
    )
    assert len(told(laid(page))) == 2


def test_an_answer_goes_on_where_it_began_behind_its_leader() -> None:
    answer = written(
        "Hvem deltager? .....: Alma og hendes forældre, skolen, leverandøren, psykologen og", 57, 100
    )
    begins = next(word.box.x0 for word in answer if word.text == "Alma")
    (text,) = told(laid(page_of(answer, written("sagsbehandler", begins, 112))))
    assert text.endswith("psykologen og sagsbehandler")


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────


def in_two_columns(step: float) -> Layout:
    """A page with a title and two columns of lines; those of the right one are `step` points lower."""
    left = [written(f"Venstre nummer {n} her.", LEFT_HALF, 100 + 15 * n) for n in range(6)]
    right = [written(f"Hoejre nummer {n} her.", RIGHT_HALF, 100 + step + 15 * n) for n in range(6)]
    return laid(page_of(written("Statusmøde for barnet og skolen i hele kommunen", 150, 60), *left, *right))


def test_a_page_in_two_columns_is_read_down_the_one_and_then_the_other() -> None:
    layout = in_two_columns(7)
    lines = [line.text for line in layout.lines()]
    assert lines[1:7] == [f"Venstre nummer {n} her." for n in range(6)]
    assert lines[7:] == [f"Hoejre nummer {n} her." for n in range(6)]


def test_what_stands_in_the_right_column_is_told_at_its_true_place() -> None:
    first = next(line for line in in_two_columns(7).lines() if line.text.startswith("Hoejre"))
    assert first.box is not None
    assert first.box.x0 == pytest.approx(RIGHT_HALF)
    assert first.box.top == pytest.approx(107)
    assert first.box.bottom == pytest.approx(117)


def test_a_coloured_head_over_both_columns_is_no_row_across_them() -> None:
    left = [written(f"Venstre nummer {n} her.", LEFT_HALF, 100 + 15 * n) for n in range(6)]
    right = [written(f"Hoejre nummer {n} her.", RIGHT_HALF, 107 + 15 * n) for n in range(6)]
    head = Shade(0, 0, 595, 62, 0.24)
    layout = laid(page_of(written("Kommunen", LEFT_HALF, 40), *left, *right, shades=(head,)))
    assert [line.text for line in layout.lines()][1:7] == [f"Venstre nummer {n} her." for n in range(6)]


def test_columns_of_frames_with_labels_over_them_below_a_ruled_head() -> None:
    """In a frame text stands further in than its label; the head's frame is drawn over both columns."""
    words, rulings = [], [level(60), level(76), upright(57, 60, 76), upright(538, 60, 76)]
    for side, x, down in (("Venstre", LEFT_HALF, 0), ("Hoejre", RIGHT_HALF, 9)):
        for n in range(5):
            top = 100 + down + 40 * n
            words += [written(f"{side} {n}", x, top, bold=True), written(f"Svar {side} {n}", x + 5, top + 15)]
            rulings += [level(y, x, x + 220) for y in (top + 12, top + 29)]
            rulings += [upright(one, top + 12, top + 29) for one in (x, x + 220)]
    head = [*written("Modtaget:", 57 + 4, 63), *written("Journalnr.:", 330, 63)]
    layout = laid(page_of(head, *words, rulings=tuple(rulings)))
    asked = [line.text for line in layout.lines() if line.bold]
    assert asked == [f"{side} {n}" for side in ("Venstre", "Hoejre") for n in range(5)]


def test_lines_level_with_each_other_are_rows_and_no_columns_of_a_page() -> None:
    grid = told(in_two_columns(0))[1]
    assert grid[0] == ["Venstre nummer 0 her.", "Hoejre nummer 0 her."]


def test_labels_set_to_the_right_stand_in_a_column_beside_their_answers() -> None:
    labels = ["Navn", "Cpr-nr.", "Adresse", "Klasse", "Skolens navn", "By"]
    answers = ["Ida", "660812-8415", "Prøvegade 4", "8.b", "Østskolen", "Prøveby"]
    texts = []
    for n, (label, answer) in enumerate(zip(labels, answers, strict=True)):
        width = sum(5.0 * len(word) for word in label.split(" ")) + 2.5 * label.count(" ")
        texts += [written(label, 200 - width, 100 + 14 * n), written(answer, 209, 100 + 14 * n)]
    assert told(laid(page_of(*texts))) == [
        [[label, answer] for label, answer in zip(labels, answers, strict=True)]
    ]


# ── pages and their numbers ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", ["1", "– 1 –", "- 1 -"])
def test_the_number_of_a_page_alone_at_its_foot_is_no_text(number: str) -> None:
    page = page_of(written("Bemærkninger:", 57, 100), written(number, 290, 815))
    layout = laid(page)
    assert (told(layout), layout.furniture) == (["Bemærkninger:"], (number,))


def test_another_number_at_the_foot_is_text() -> None:
    assert told(laid(page_of(written("Antal:", 57, 100), written("7", 290, 815)))) == ["Antal:", "7"]


def test_a_title_at_the_head_of_a_page_is_no_part_of_the_text_before() -> None:
    long = "Skolen og familien har talt om morgenen og aftalt at den samme voksen tager imod."
    first = page_of(written(long, 57, 760), written("Alt er aftalt.", 57, 100), number=1)
    second = page_of(
        written("Indsats nummer to", 57, 60, page=2), written("Navn: Ida", 57, 80, page=2), number=2
    )
    assert told(laid(first, second))[1:] == [long, "Indsats nummer to", "Navn: Ida"]


# ── rows that rulings part ────────────────────────────────────────────────────────────────────────────


def test_rulings_below_a_head_and_each_row_part_the_rows_whatever_stands_in_them() -> None:
    page = page_of(
        written("Mål", 62, 88, bold=True),
        written("Status", 400, 88, bold=True),
        written("Ida møder hver dag.", 62, 105),
        written("I gang", 400, 105),
        written("Hun har en god ven.", 62, 117),
        written("Ida læser højt.", 62, 137),
        written("Nået", 400, 137),
        rulings=(level(101), level(132), level(152)),
    )
    assert told(laid(page)) == [
        [
            ["Mål", "Status"],
            ["Ida møder hver dag.\nHun har en god ven.", "I gang"],
            ["Ida læser højt.", "Nået"],
        ]
    ]


def test_a_row_that_may_be_several_says_so() -> None:
    page = page_of(
        written("Mål", 62, 88, bold=True),
        written("Status", 400, 88, bold=True),
        written("Ida møder hver dag.", 62, 105),
        written("I gang", 400, 105),
        written("Hun har en god ven.", 62, 117),
        rulings=(level(85), level(101), level(132)),
    )
    (grid,) = [block for block in laid(page).blocks if not hasattr(block, "text")]
    assert [row.several for row in grid.rows] == [False, True]


# ── numbers of lines ──────────────────────────────────────────────────────────────────────────────────


def numbered(numbers: tuple[int, ...], x: float = 40.0) -> list[PageWord]:
    return [
        word
        for n, number in enumerate(numbers)
        for word in written(str(number), x - 5 * len(str(number)), 100 + 20 * n)
    ]


@pytest.mark.parametrize("numbers", [(5, 10, 15, 20), (1, 2, 3, 4)])
def test_the_numbers_of_lines_in_a_margin_are_no_text(numbers: tuple[int, ...]) -> None:
    texts = [written(f"Spørgsmål {'abcd'[n]}", 57, 100 + 20 * n) for n in range(4)]
    assert told(laid(page_of(numbered(numbers), *texts))) == [f"Spørgsmål {letter}" for letter in "abcd"]


@pytest.mark.parametrize("numbers", [(5, 10, 14, 20), (12, 12, 8, 9)])
def test_numbers_that_count_nothing_are_text(numbers: tuple[int, ...]) -> None:
    texts = [written(f"Timer {'abcd'[n]}", 57, 100 + 20 * n) for n in range(4)]
    said = str(told(laid(page_of(numbered(numbers), *texts))))
    assert all(str(number) in said for number in numbers)


@pytest.mark.parametrize("number", ["1 / 1", "1/1", "https://blanket.example/kvittering 1/1"])
def test_a_page_number_of_a_total_is_no_text(number: str) -> None:
    address, _, pages = number.rpartition(" ") if "http" in number else ("", "", number)
    foot = [*(written(address, 57, 815) if address else []), *written(pages, 500, 815)]
    assert told(laid(page_of(written("Bemærkninger", 57, 100), foot))) == ["Bemærkninger"]


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────

PAIRS = (57, 160, 300, 420)


def in_pairs(top: float, *texts: str) -> list[PageWord]:
    return [word for x, text in zip(PAIRS, texts, strict=False) for word in written(text, x, top)]


def test_two_pairs_in_one_line_stand_in_the_columns_that_others_have() -> None:
    """One row tells nothing by itself: the columns of the same tables elsewhere do."""
    heads = (written(title, 57, 80 + 100 * n, bold=True) for n, title in enumerate(("Barnet", "Skolen")))
    page = page_of(
        *heads,
        *(in_pairs(100 + 15 * n, "Navn", "Ida Øst", "Klasse", "4.b") for n in range(4)),
        in_pairs(200, "Skole", "Den Nye", "Inst.nr.", "000081"),
        in_pairs(215, "Mail", "ny@proeve.example"),
    )
    assert told(laid(page))[-1] == [
        ["Skole", "Den Nye", "Inst.nr.", "000081"],
        ["Mail", "ny@proeve.example", "", ""],
    ]


def test_what_stands_behind_a_label_and_its_answer_is_of_no_column() -> None:
    """`Ja` and the crossed `Nej` behind it are one question's, wherever the second begins."""
    labels = ("Er fritaget for Digital Post: ...Ja", "Har forældremyndighed: ...Ja X", "Bor her? ...Ja")
    answers = ("Nej X......", "Nej........", "Nej X....")
    page = page_of(
        *(written(text, 57, 100 + 20 * n) for n, text in enumerate(labels)),
        *(written(text, 300 + 30 * n, 100 + 20 * n) for n, text in enumerate(answers)),
    )
    assert all(isinstance(one, str) for one in told(laid(page)))


def test_a_label_with_dots_up_to_its_answer_begins_a_line_of_its_own() -> None:
    """Though the line above it is full, and its answer has no end of a sentence."""
    page = page_of(
        written("Barnets bopæl " + "." * 50 + " Skabelonstien 135, 4., lejl. 12", 57, 100),
        written("Postnummer: " + "." * 72 + " 2200", 57, 112),
        written("By " + "." * 80 + " København N", 57, 124),
    )
    assert len(told(laid(page))) == 3
