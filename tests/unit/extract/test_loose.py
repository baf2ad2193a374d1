"""Text outside the controls: which answers it stands by, and how it looks."""

from __future__ import annotations

from pipeline.extract.word import read_word
from pipeline.records import LooseText
from tests.words import HEADER, box, cell, control, docx, paragraph, row, run, section, table


def loose_of(*blocks: str) -> tuple[LooseText, ...]:
    return read_word(docx(*blocks)).loose


def test_text_in_the_line_of_a_control() -> None:
    line = paragraph(run("Navn: "), control("Ida", "name"), run(" Holm"))
    assert [(one.text, one.where, one.near, one.after) for one in loose_of(line)] == [
        ("Navn: ", "line", (0,), -1),
        (" Holm", "line", (0,), 0),
    ]


def test_text_behind_each_box() -> None:
    line = paragraph(box("a:yes", True), run(" Ja "), box("a:no", False), run(" Nej"))
    assert [(one.text, one.after) for one in loose_of(line)] == [(" Ja ", 0), (" Nej", 1)]


def test_text_in_the_cell_and_in_the_cell_before() -> None:
    inside = cell(
        paragraph("Hjælp", style="Hjaelp"), paragraph(control("Ida", "name"), style="Svar"),
        paragraph("mere", style="Svar"),
    )  # fmt: skip
    found = loose_of(table(row("Navn", inside)))
    assert [(one.text, one.where, one.near, one.like_answers) for one in found] == [
        ("Navn", "row", (0,), False),
        ("Hjælp", "cell", (0,), False),
        ("mere", "cell", (0,), True),
    ]


def test_text_by_no_field() -> None:
    found = loose_of(
        paragraph("Fri tekst"), table(row("a", "b", "c")), paragraph("Slut", style="Overskrift1")
    )
    assert [(one.text, one.where, one.near, one.heading) for one in found] == [
        ("Fri tekst", "", (), False), ("a", "", (), False), ("b", "", (), False), ("c", "", (), False),
        ("Slut", "", (), True),
    ]  # fmt: skip


def test_text_that_a_label_names_is_an_answer_too() -> None:
    found = loose_of(table(row("Navn", "Ida")))
    assert [(one.text, one.read_as) for one in found] == [("Navn", ()), ("Ida", (0,))]


def test_crossed_out_and_grey_text_is_told() -> None:
    content = docx(
        paragraph(control(run("Anna", "<w:strike/>") + run("Ida"), "name"), run(" væk", "<w:dstrike/>")),
        paragraph(control(run("Skriv h", '<w:rStyle w:val="PlaceholderText"/>'), "class"), run(" frem")),
    )
    read = read_word(content)
    assert [(one.raw, one.struck, one.grey) for one in read.answers] == [
        ("AnnaIda", True, False),
        ("Skriv h", False, True),
    ]
    assert [(one.text, one.struck) for one in read.loose] == [(" væk", True), (" frem", False)]


def test_a_table_with_a_blank_corner_asks_and_lists_nothing() -> None:
    heads = row("", "Navn", "Telefon", properties=HEADER)
    read = read_word(docx(table(heads, row("Skoleleder", "Bo", "00000001"))))
    assert [(one.label, one.raw, one.items) for one in read.answers] == [
        ("Skoleleder Navn", "Bo", ()),
        ("Skoleleder Telefon", "00000001", ()),
    ]


def test_a_row_without_controls_is_no_other_row() -> None:
    heads = row("Mål", "Tegn", properties=HEADER)
    items = [row(cell(paragraph(control(f"m{n}", "goals[].goal"))), cell("")) for n in range(3)]
    items[1] = row("fri", "tekst")
    read = read_word(docx(table(heads, section("goals[]", *items))))
    rows = {one.items for one in read.answers if one.raw in ("m0", "fri", "m2")}
    assert len(rows) == 3
