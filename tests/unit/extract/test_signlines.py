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
    *, below: float = 2.0, size: float = 7.0, bold: bool = False, sides: bool = False, pitch: float = 34.0
) -> Page:
    """Two fields a row: an answer, its line, and the label so far below that."""
    texts, lines = [], []
    for n, row in enumerate(ROWS):
        y = 120 + pitch * n
        for (answer, label), (x0, x1) in zip(row, PLACES, strict=True):
            texts += [written(answer, x0 + 2, y - 12)] if answer else []
            texts.append(written(label, x0, y + below, size=size, bold=bold))
            lines.append(level(y, x0, x1))
    rulings = [*lines, *([upright(57, 100, 220)] if sides else [])]
    return page_of(written("Om barnet", 57, 80, size=14, bold=True), *texts, rulings=tuple(rulings))


def test_a_label_below_its_line_asks_for_what_stands_above_it() -> None:
    assert told(laid(on_lines())) == [
        "Om barnet",
        [["Barnets navn\nIda Prøve", "Klasse\n4.b"]],
        [["Adresse\n______", "Postnr.\n2100"]],
        [["Mor\nRosa Prøve", "Far\nBo Prøve"]],
    ]


def test_an_answer_of_several_lines_is_the_lines_own_up_to_the_label_above() -> None:
    page = on_lines(pitch=50)
    more = written("Prøvegade 1,", 59, 146), written("tredje sal", 59, 158)
    rest = [word for word in page.words if word.text != "2100"]
    layout = laid(page_of(rest, *more, rulings=page.rulings))
    assert [["Adresse\nPrøvegade 1,\ntredje sal", "Postnr.\n______"]] in told(layout)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(on_lines(below=13.0), id="labels are nearer to what stands below"),
        pytest.param(on_lines(size=10.0), id="labels are as large as answers"),
        pytest.param(on_lines(sides=True), id="a table is drawn"),
    ],
)
def test_other_lines_are_read_from_the_top_down(page: Page) -> None:
    assert [["Barnets navn\nIda Prøve", "Klasse\n4.b"]] not in told(laid(page))
