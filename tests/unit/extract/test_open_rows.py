"""Tables without rulings: where a row, a label, an option or the table itself goes on, and where it ends."""

from __future__ import annotations

from pipeline.extract.acroform import Widget
from pipeline.extract.fields import with_fields
from pipeline.extract.words import PageWord
from pipeline.records.layout import Box
from tests.unit.extract.printed import LEFT, grids, laid, page_of, told, written


def rows(*lines: tuple[float, str, str], page: int = 1, bold: bool = False) -> list[PageWord]:
    """Lines with a text on the left and one 180 points further in."""
    return [
        word
        for top, label, value in lines
        for text, x in ((label, LEFT), (value, 237.0))
        if text
        for word in written(text, x, top, page=page, bold=bold)
    ]


def widget(text: str, top: float, page: int = 1) -> Widget:
    return Widget(
        text=text, box=Box(page, 237, top, 538, top + 12), name="", title="", checked=None, empty=False
    )


def test_a_label_goes_on_beside_the_next_of_its_boxes_where_its_next_word_had_no_room() -> None:
    page = page_of(
        rows(
            (100, "Samtykke til deling med", "☐ Ja"),
            (113, "Skolefraværstilbuddet", "☒ Nej"),
            (132, "Dato for samtykket", "1.6.2026"),
            (151, "Noteret af", "Ida Prøve"),
        )
    )
    assert told(laid(page))[0][0] == ["Samtykke til deling med Skolefraværstilbuddet", "☐ Ja\n☒ Nej"]


def test_questions_with_colons_are_rows_of_their_own_however_near_they_stand() -> None:
    page = page_of(
        rows(
            (100, "Ansvarlig:", "Ida Prøve"),
            (124, "Betales af:", "☐ BUF ☒ SOF"),
            (148, "Starter:", "1.8.2026"),
            (161, "Slutter:", "1.9.2026"),
            (174, "Status:", "☒ I gang"),
        )
    )
    assert [row[0] for row in told(laid(page))[0]] == [
        *("Ansvarlig:", "Betales af:", "Starter:", "Slutter:", "Status:")
    ]


def test_boxes_below_a_table_of_fields_are_none_of_its_rows() -> None:
    heads = rows((100, "Indsats", "Virkning"), bold=True)
    below = rows((170, "Er der en PPV?", ""), (183, "☐ Foreligger", ""), (196, "☒ Er bestilt", ""))
    fields = [
        Widget(text=text, box=Box(1, x, top, x + 170, top + 12), name="", title="", checked=None, empty=False)
        for top in (120.0, 140.0)
        for x, text in ((LEFT, "Holddeling hver dag"), (237.0, "Det går godt"))
    ]
    found = told(laid(*with_fields([page_of(heads, below)], fields)))
    assert found[1:] == ["Er der en PPV?", "☐ Foreligger", "☒ Er bestilt"]


def test_a_bold_heading_at_the_top_of_a_page_ends_the_table_before_it() -> None:
    first = page_of(
        rows((760, "Barnets navn", "Ida"), (780, "Barnets skole", "Prøveskolen"), (800, "Klasse", "6.b"))
    )
    second = page_of(
        rows((60, "Psykolog", ""), page=2, bold=True),
        rows((80, "Fulde navn", "Bo Prøve"), (100, "Telefon", "00 00 00 11"), page=2),
        number=2,
    )
    found = told(laid(first, second))
    assert "Psykolog" in found
    assert found[-1][0] == ["Fulde navn", "Bo Prøve"]


def test_boxes_written_in_brackets_behind_a_question_make_no_columns() -> None:
    page = page_of(
        written("Er der en PPV? [x] Ja", LEFT, 100),
        written("[ ] Nej", 200, 100),
        written("Antal timer: 10", LEFT, 114),
    )
    assert told(laid(page)) == ["Er der en PPV? [x] Ja\t[ ] Nej", "Antal timer: 10"]


def test_an_option_goes_on_in_the_next_line_among_other_boxes() -> None:
    page = page_of(
        written("Hvem betaler det her forløb i alt?", LEFT, 100),
        written("☐ BUF", 300, 100),
        written("☐ SOF", 360, 100),
        written("☒ Barnets kommune betaler", 420, 100),
        written("det", LEFT, 113),
        written("☐ Ingen", 120, 113),
    )
    assert len(told(laid(page))) == 1


def test_an_answer_and_the_line_for_its_cross_stay_together() -> None:
    page = page_of(
        written("Peger PPV'en på støtte i klassen? Ja _X_", LEFT, 100),
        written("Nej ___ Er støtten talt i timer? Timer", 345, 100),
        written("___", LEFT, 113),
        written("Lektioner _X_", 120, 113),
    )
    (line,) = told(laid(page))
    assert "Timer ___" in line
    assert "Lektioner _X_" in line


def test_a_row_at_the_end_of_a_page_says_that_its_rest_may_stand_on_the_next() -> None:
    first = page_of(rows((740, "Indsats", "Virkning"), (760, "Holddeling hver dag", "Vi har aftalt og")))
    second = page_of(written("talt om mere, og det står her på hele linjen.", LEFT, 60, page=2), number=2)
    (grid,) = grids(laid(first, second))
    assert grid.rows[-1].open
