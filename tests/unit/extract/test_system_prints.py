"""What systems print in type as broad as a typewriter's: rules of dashes, leaders, hanging answers."""

from __future__ import annotations

import pytest

from pipeline.extract.words import PageWord
from pipeline.records.layout import Box
from tests.unit.extract.printed import laid, page_of, told

BROAD, HIGH = 5.1, 11.0
DASHES = "-" * 88
LEADER = "." * 12 + ":"
"""Behind a label, up to its answer."""


def typed(*lines: str) -> list[PageWord]:
    """Lines in type of one breadth, as a program prints them below each other."""
    words = []
    for n, line in enumerate(lines):
        at = 0
        for word in line.split(" "):
            x0, top = 51 + BROAD * at, 100 + HIGH * n
            if word:
                box = Box(1, x0, top, x0 + BROAD * len(word), top + 8.5)
                words.append(PageWord(text=word, box=box))
            at += len(word) + 1
    return words


def test_a_rule_of_dashes_below_a_line_shows_that_it_is_a_heading() -> None:
    page = page_of(
        typed(
            "Aftalen om barnet", "=" * 88, "", "BARNET", DASHES, f"Klasse{LEADER} 4.b", "", "SKOLEN", DASHES
        )
    )
    assert told(laid(page)) == [
        "Aftalen om barnet",
        "=" * 88,
        "BARNET",
        DASHES,
        f"Klasse{LEADER} 4.b",
        "SKOLEN",
        DASHES,
    ]


def test_a_rule_of_dashes_between_two_parts_says_nothing_and_joins_nothing() -> None:
    page = page_of(
        typed(
            "Skolens stemme:",
            "Barnet og familien har fortalt om alt det, der er svært",
            DASHES,
            "det er godt",
        )
        + typed("", "", "", "", "Sådan er det.", DASHES, "Barnets egne ord:", "Jeg er glad.")
    )
    assert told(laid(page)) == [
        "Skolens stemme:",
        "Barnet og familien har fortalt om alt det, der er svært",
        "det er godt",
        "Sådan er det.",
        "Barnets egne ord:",
        "Jeg er glad.",
    ]


def test_a_break_of_ornaments_is_no_part_of_the_text_above_it() -> None:
    page = page_of(typed("Barnets egne ord:", "Jeg er glad", "* * *", "Sådan er det."))
    assert told(laid(page)) == ["Barnets egne ord:", "Jeg er glad", "Sådan er det."]


def test_few_dashes_may_be_an_answer() -> None:
    assert told(laid(page_of(typed("Barnets egne ord:", "----------")))) == [
        "Barnets egne ord:",
        "----------",
    ]


def test_two_labels_a_line_that_lead_over_to_their_answers_make_no_table() -> None:
    page = page_of(
        typed(
            f"{'Navn......: Ida Øst':<40}Cpr-nr....: 630812-5002",
            f"{'Skole.....: Åsen':<40}Klasse....: 4.b",
            "By........: Vanløse",
        )
    )
    assert told(laid(page)) == [
        "Navn......: Ida Øst\tCpr-nr....: 630812-5002",
        "Skole.....: Åsen\tKlasse....: 4.b",
        "By........: Vanløse",
    ]


def test_colons_below_each_other_end_their_labels_and_are_no_column() -> None:
    page = page_of(
        typed(
            "Indstillingsdato     : 12. juni", "By                   : Vanløse", "Sagsbehandler        : Bo"
        )
    )
    assert told(laid(page)) == ["Indstillingsdato : 12. juni", "By : Vanløse", "Sagsbehandler : Bo"]


def test_running_numbers_in_a_first_column_part_its_rows() -> None:
    def row(top: float, *texts: str, bold: bool = False) -> list[PageWord]:
        return [
            PageWord(text=text, box=Box(1, x, top, x + 5 * len(text), top + 10), bold=bold)
            for x, text in zip((57, 80, 200, 300), texts, strict=True)
        ]

    page = page_of(
        row(100, "Nr.", "Felt", "Værdi", "Rettet", bold=True),
        row(112, "1", "navn", "ida", "system"),
        row(124, "2", "skole", "øst", "system"),
    )
    assert told(laid(page)) == [
        [["Nr.", "Felt", "Værdi", "Rettet"], ["1", "navn", "ida", "system"], ["2", "skole", "øst", "system"]]
    ]


ANSWER = ("Hun er glad for skolen.", "Vi har prøvet:", "- en fast makker")


@pytest.mark.parametrize("below", [(f"Klasse{LEADER} 4.b",), ("* Periode",)])
def test_lines_that_hang_where_the_answer_began_are_of_it(below: tuple[str, ...]) -> None:
    label = f"Barnets egne ord{LEADER} "
    page = page_of(typed(label + ANSWER[0], *(" " * len(label) + text for text in ANSWER[1:]), *below))
    assert told(laid(page)) == [[["Barnets egne ord:", "\n".join(ANSWER)]], *below]


def test_an_answer_of_several_lines_ends_where_text_stands_below_its_label() -> None:
    label = f"Barnets egne ord{LEADER} "
    page = page_of(typed(label + "Hun er glad for", " " * len(label) + "skolen og", "* Periode"))
    assert told(laid(page))[-1] == "* Periode"
    assert told(laid(page))[0][0][0] == "Barnets egne ord:"
