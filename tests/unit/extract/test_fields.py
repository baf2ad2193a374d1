"""The fields of another maker's PDF form among the words printed round them."""

from __future__ import annotations

import pytest

from pipeline.extract.acroform import Widget
from pipeline.extract.fields import with_fields
from pipeline.records.layout import TICKED, UNTICKED, Box, Layout, Span, TextLine
from tests.unit.extract.printed import laid, level, page_of, told, upright, written


def widget(text: str, x0: float, top: float, x1: float, bottom: float, checked: bool | None = None) -> Widget:
    box = Box(1, x0, top, x1, bottom)
    return Widget(text=text, box=box, name="Text1", title="", checked=checked, empty=not text)


def laid_with(widgets: list[Widget], *printed: list) -> Layout:  # type: ignore[type-arg]
    return laid(*with_fields([page_of(*printed)], widgets))


def filled(layout: Layout) -> list[str]:
    return [line.text[span.start : span.end] for line in layout.lines() for span in line.filled]


def test_a_field_stands_on_the_line_of_its_label() -> None:
    layout = laid_with([widget("Ida Ibsen", 200, 96, 400, 114)], written("Barnets navn", 57, 100))
    assert told(layout) == ["Barnets navn\tIda Ibsen"]
    assert filled(layout) == ["Ida Ibsen"]


@pytest.mark.parametrize("value", ["En linje.\nOg en til\nuden punktum", "Kort\r\nog\rkort\n\nigen"])
def test_the_line_breaks_of_a_value_are_kept_and_no_others_made(value: str) -> None:
    layout = laid_with([widget(value, 57, 115, 538, 180)], written("Beskriv", 57, 100))
    assert filled(layout) == ["\n".join(line for line in value.splitlines() if line)]


def test_a_value_never_goes_on_in_the_field_below() -> None:
    widgets = [
        widget("den er lang " * 6, 57, 100, 538, 116),
        widget("og den her begynder med småt", 57, 118, 538, 134),
    ]
    assert filled(laid_with(widgets)) == [("den er lang " * 6).strip(), widgets[1].text]


def test_an_empty_field_is_an_empty_stretch_behind_its_label() -> None:
    layout = laid_with([widget("", 200, 96, 400, 114)], written("Barnets navn", 57, 100))
    (line,) = layout.blocks
    assert isinstance(line, TextLine)
    assert (line.text, line.filled) == ("Barnets navn\t", (Span(13, 13),))


def test_fields_side_by_side_are_cells_of_a_row_however_near_they_stand() -> None:
    printed = [written(text, x, 100) for text, x in (("Navn", 57), ("Dato", 200), ("Rolle", 345))]
    widgets = [
        widget(text, x, top, x + 142, top + 15)
        for top, row in ((115, ("Ida Ibsen", "6/6 2026", "Mor")), (133, ("Ib Ibsen", "", "Far")))
        for text, x in zip(row, (57, 200, 345), strict=True)
    ]
    assert told(laid_with(widgets, *printed)) == [
        [["Navn", "Dato", "Rolle"], ["Ida Ibsen", "6/6 2026", "Mor"], ["Ib Ibsen", "", "Far"]]
    ]


def test_a_label_goes_on_below_its_first_line_beside_a_field_to_the_margin() -> None:
    layout = laid_with(
        [widget("Karl Emil", 231, 96, 538, 111), widget("12 34", 231, 130, 538, 145)],
        written("Navn på leverandørens lange", 57, 98),
        written("repræsentant", 57, 111),
        written("Telefon", 57, 132),
    )
    assert told(layout) == [[["Navn på leverandørens lange repræsentant", "Karl Emil"], ["Telefon", "12 34"]]]


def test_boxes_are_the_pair_of_signs_and_what_a_field_drew_itself_is_not_read_twice() -> None:
    widgets = [
        widget("", 200, 98, 212, 110, checked=True),
        widget("", 260, 98, 272, 110, checked=False),
        widget("Ida Ibsen", 200, 126, 400, 142),
    ]
    layout = laid_with(
        widgets,
        written("Sag?", 57, 100),
        written("Ja", 216, 100),
        written("Nej", 276, 100),
        written("Navn", 57, 130),
        written("Ida Ibsen", 203, 130),
    )
    words = " ".join(line.text for line in layout.lines())
    assert words.count("Ida Ibsen") == 1
    assert f"{TICKED} Ja" in words
    assert f"{UNTICKED} Nej" in words


def test_the_size_of_fields_does_not_hide_headings() -> None:
    layout = laid_with(
        [widget("Lang tekst " * 30, 57, 160, 538, 230)],
        written("Barnet", 57, 100, size=13),
        written("Hvad siger barnet?", 57, 140),
    )
    assert [line.level for line in layout.lines()] == [1, -1, -1]


# ── labels below their fields ─────────────────────────────────────────────────────────────────────────


def below(*named: tuple[str, str], gap: float = 1.0, first: float = 100.0) -> tuple[list[Widget], list]:  # type: ignore[type-arg]
    """Fields with their labels printed right below them, in two columns."""
    widgets, printed = [], []
    for n, (value, label) in enumerate(named):
        x, top = (57, 300)[n % 2], first + 40 * (n // 2)
        widgets.append(widget(value, x, top, x + 200, top + 16))
        printed += written(label, x, top + 16 + gap, size=7)
    return widgets, printed


def test_labels_below_their_fields_come_to_stand_over_them() -> None:
    widgets, printed = below(("Ida Øst", "Navn"), ("8.b", "Klasse"), ("", "Adresse"), ("2100", "Postnr."))
    assert told(laid_with(widgets, printed)) == [
        [["Navn", "Klasse"], ["Ida Øst", "8.b"], ["Adresse", "Postnr."], ["", "2100"]]
    ]


def test_a_label_below_its_field_may_be_nearer_to_the_next_one() -> None:
    values = [("Ida Øst", "Navn"), ("8.b", "Klasse"), ("Åvej 4", "Adresse")]
    values += [("2100", "Postnr."), ("Kbh. Ø", "By"), ("Dansk", "Sprog")]
    widgets, printed = [], written("Barnet", 57, 80, size=13, bold=True)
    for n, (value, label) in enumerate(values):
        x, top = 57 + 160 * (n % 3), 100 + 30 * (n // 3)
        widgets.append(widget(value, x, top, x + 140, top + 15))
        printed += written(label, x, top + 20, size=7)
    (grid,) = (one for one in told(laid_with(widgets, printed)) if isinstance(one, list))
    assert grid == [
        ["Navn", "Klasse", "Adresse"],
        ["Ida Øst", "8.b", "Åvej 4"],
        ["Postnr.", "By", "Sprog"],
        ["2100", "Kbh. Ø", "Dansk"],
    ]


def test_labels_over_their_fields_stay_there() -> None:
    widgets, printed = [], []
    for n, (label, value) in enumerate((("Navn", "Ida Øst"), ("Klasse", "8.b"), ("By", "Hvidovre"))):
        printed += written(label, 57, 100 + 30 * n, size=7)
        widgets.append(widget(value, 57, 109 + 30 * n, 257, 124 + 30 * n))
    assert told(laid_with(widgets, printed)) == ["Navn", "Ida Øst", "Klasse", "8.b", "By", "Hvidovre"]


def test_a_label_below_a_field_stands_on_the_line_of_a_question_with_boxes() -> None:
    widgets, printed = below(("Ida", "Navn"), ("8.b", "Klasse"), ("2100", "Postnr."), ("Kbh.", "By"))
    widgets += [
        widget("Dansk", 300, 180, 500, 196),
        widget("", 57, 196, 67, 206, checked=False),
        widget("", 100, 196, 110, 206, checked=True),
    ]
    printed += [*written("Sprog", 300, 197, size=7), *written("Beskyttet adresse", 57, 183)]
    printed += [*written("Ja", 70, 197), *written("Nej", 114, 197)]
    (table,) = (one for one in told(laid_with(widgets, printed)) if isinstance(one, list))
    assert table[-2:] == [["Beskyttet adresse", "Sprog"], [f"{UNTICKED} Ja\t{TICKED} Nej", "Dansk"]]


def test_a_field_is_no_part_of_what_stands_before_it_in_a_row() -> None:
    widgets = [
        *(widget(text, 150, top, 280, top + 14) for text, top in (("Prøveområdet", 98), ("Ida Øst", 118))),
        widget("20-06-2026", 430, 98, 530, 112),
    ]
    printed = [
        *(
            written(text, x, top)
            for text, x, top in (("Område", 57, 100), ("Møde", 340, 100), ("Navn", 57, 120))
        )
    ]
    assert told(laid_with(widgets, *printed)) == [
        "Område\tPrøveområdet\tMøde\t20-06-2026",
        "Navn\tIda Øst",
    ]


def test_fields_in_the_places_of_those_above_are_the_next_row_of_their_table() -> None:
    places = ((57, 180), (190, 360), (370, 538))
    heads = [
        written(head, x0, 100, bold=True)
        for head, (x0, _) in zip(("Mål", "Tegn", "Hvem"), places, strict=True)
    ]
    rows = (("Læse bedre", "Læser selv", "Ida"), ("Ro " * 30, "Mere ro " * 20, "Bo"))
    widgets = [
        widget(text.strip(), x0, 116 + 90 * n, x1, 130 + 90 * n + 60 * bool(n))
        for n, row in enumerate(rows)
        for text, (x0, x1) in zip(row, places, strict=True)
    ]
    assert told(laid_with(widgets, *heads)) == [
        [["Mål", "Tegn", "Hvem"], list(rows[0]), [text.strip() for text in rows[1]]]
    ]


def in_frames() -> Layout:
    """A table of two rows, each with a tall field and a low one beside it in frames of their own."""
    places = [(60.0, 296.0, 76.0), (304.0, 535.0, 16.0)]
    tops = [120.0, 204.0]
    widgets, rulings = [], [upright(x, 100, 284) for x in (57, 300, 538)]
    for n, top in enumerate(tops):
        for x0, x1, high in places:
            y = top + (76 - high) / 2
            widgets.append(widget(f"svar {n} {x0:.0f}", x0, y, x1, y + high))
            rulings += [level(edge, x0 - 2, x1 + 2) for edge in (y - 2, y + high + 2)]
            rulings += [upright(side, y - 2, y + high + 2) for side in (x0 - 2, x1 + 2)]
    rulings += [level(y) for y in (100, 117, 200, 284)]
    heads = (written("Mål", 60, 103, bold=True), written("Hvem", 304, 103, bold=True))
    return laid(*with_fields([page_of(*heads, rulings=tuple(rulings))], widgets))


def test_the_frames_of_fields_within_the_rows_of_a_table_part_no_rows() -> None:
    (grid,) = told(in_frames())
    assert grid == [["Mål", "Hvem"], ["svar 0 60", "svar 0 304"], ["svar 1 60", "svar 1 304"]]
