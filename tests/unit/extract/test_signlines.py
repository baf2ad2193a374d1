"""Lines to write on with their labels below them."""

from __future__ import annotations

import pytest

from pipeline.extract.words import Page
from tests.unit.extract.printed import laid, level, page_of, told, upright, written

PLACES = ((57.0, 290.0), (305.0, 538.0))
ROWS = (
    (("Ida Prøve", "Barnets navn"), ("4.b", "Klasse")),
    (("", "Adresse"), ("2100", "Postnr.")),
    (("Rosa Prøve", "Mor"), ("Bo Prøve", "Far")),
)


def on_lines(
    *,
    below: float = 2.0,
    size: float = 7.0,
    bold: bool = False,
    sides: bool = False,
    pitch: float = 34.0,
    brackets: bool = False,
) -> Page:
    """Two fields a row: an answer, its line, and the label so far below that."""
    texts, lines = [], []
    for n, row in enumerate(ROWS):
        y = 120 + pitch * n
        for (answer, label), (x0, x1) in zip(row, PLACES, strict=True):
            texts += [written(answer, x0 + 2, y - 12)] if answer else []
            shown = f"({label})" if brackets else label
            texts.append(written(shown, x0, y + below, size=size, bold=bold))
            lines.append(level(y, x0, x1))
    rulings = [*lines, *([upright(57, 100, 220)] if sides else [])]
    return page_of(written("Om barnet", 57, 80, size=14, bold=True), *texts, rulings=tuple(rulings))


@pytest.mark.parametrize("brackets", [False, True])
def test_a_label_below_its_line_asks_for_what_stands_above_it(brackets: bool) -> None:
    assert told(laid(on_lines(brackets=brackets))) == [
        "Om barnet",
        [["Barnets navn", "Ida Prøve", "Klasse", "4.b"]],
        [["Adresse", "", "Postnr.", "2100"]],
        [["Mor", "Rosa Prøve", "Far", "Bo Prøve"]],
    ]


def test_an_answer_of_several_lines_is_the_lines_own_up_to_the_label_above() -> None:
    page = on_lines(pitch=50)
    more = written("Prøvegade 1,", 59, 146), written("tredje sal", 59, 158)
    rest = [word for word in page.words if word.text != "2100"]
    layout = laid(page_of(rest, *more, rulings=page.rulings))
    assert [["Adresse", "Prøvegade 1,\ntredje sal", "Postnr.", ""]] in told(layout)


def ruled(lines: tuple[str, ...], y: float, *, label: str = "", page: int = 1) -> Page:
    """A text with a line to write on below each of its own, and its label below the last."""
    texts = [written(line, 59, y + 16 * n - 12, page=page) for n, line in enumerate(lines)]
    drawn = tuple(level(y + 16 * n, 57, 538) for n in range(len(lines)))
    below = [written(label, 57, drawn[-1].top + 2, size=7, page=page)] if label else []
    return page_of(*texts, *below, number=page, rulings=drawn)


def with_more(page: Page, more: Page) -> Page:
    return page_of(page.words, more.words, rulings=(*page.rulings, *more.rulings), number=page.number)


LONG = (
    "Ida kommer ofte i skole, men går igen efter anden lektion. Det hjælper, når en voksen tager imod",
    "ved døren.",
)


def test_a_long_answer_with_a_line_below_each_of_its_own_is_one() -> None:
    layout = laid(with_more(on_lines(), ruled(LONG, 250, label="Kort om sagen")))
    assert told(layout)[-1] == [["Kort om sagen", " ".join(LONG)]]


def test_an_answer_goes_on_behind_a_page_break_up_to_its_label() -> None:
    first = with_more(on_lines(), ruled(LONG[:1], 800))
    layout = laid(first, ruled(LONG[1:], 70, label="Kort om sagen", page=2))
    assert told(layout)[-1] == [["Kort om sagen", " ".join(LONG)]]


def test_a_page_with_little_on_it_is_read_as_the_others_are() -> None:
    layout = laid(on_lines(), ruled(("Bo Prøve",), 70, label="Udfyldt af", page=2))
    assert told(layout)[-1] == [["Udfyldt af", "Bo Prøve"]]


def test_a_table_elsewhere_on_the_page_has_its_own_lines() -> None:
    page = on_lines()
    drawn = [level(y, 57, 300) for y in (400, 420)] + [upright(x, 400, 420) for x in (57, 180, 300)]
    cells = written("Bilag", 60, 405), written("PPV", 184, 405)
    layout = laid(page_of(page.words, *cells, rulings=(*page.rulings, *drawn)))
    assert told(layout)[1] == [["Barnets navn", "Ida Prøve", "Klasse", "4.b"]]
    assert told(layout)[-1] == [["Bilag", "PPV"]]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(on_lines(below=13.0), id="labels are nearer to what stands below"),
        pytest.param(on_lines(size=10.0), id="labels are as large as answers"),
        pytest.param(on_lines(sides=True), id="a table is drawn"),
    ],
)
def test_other_lines_are_read_from_the_top_down(page: Page) -> None:
    assert [["Barnets navn", "Ida Prøve", "Klasse", "4.b"]] not in told(laid(page))


def test_headings_on_lines_over_labels_with_their_answers_below_are_none() -> None:
    texts, lines = [], []
    for n, (heading, label, answer) in enumerate(
        [("1. Barnet", "Navn", "Ida Prøve"), ("2. Skolen", "Skole", "Prøveskolen"), ("3. Sagen", "Nr.", "12")]
    ):
        y = 120 + 70 * n
        texts += [written(heading, 57, y - 13, size=12, bold=True), written(label, 57, y + 7, size=8)]
        texts += [written(answer, 57, y + 30), written("Det er læst.", 57, y + 43)]
        lines.append(level(y))
    layout = told(laid(page_of(*texts, rulings=tuple(lines))))
    assert [block for block in layout if not isinstance(block, str)] == []
