"""A Word document as lines and grids: what is nested stands where a reader's eye finds it."""

from __future__ import annotations

import pytest

from pipeline.extract.word import read_word
from pipeline.records.layout import Grid, Span
from tests.words import WORD, cell, docx, legacy_text, paragraph, row, run, table

Shown = list[str | list[list[str]]]


def blocks_of(*blocks: str) -> Shown:
    """The lines of a document, headings behind a `#`, and the texts of its grids."""
    layout = read_word(docx(*blocks)).layout
    assert layout is not None
    return [
        [[one.text for one in row.cells] for row in block.rows]
        if isinstance(block, Grid)
        else "#" * max(block.level, 0) + block.text
        for block in layout.blocks
    ]


def test_a_table_in_a_cell_stands_below_its_title_beside_it() -> None:
    first, second = table(row("Navn", "Ida")), table(row("Navn", "Bo"))
    outer = table(row("Sagsnr.", "7"), row("Mor", cell(first)), row("Far", cell(second)), row("Skole", "Øst"))
    assert blocks_of(outer) == [
        [["Sagsnr.", "7"]],
        "##Mor",
        [["Navn", "Ida"]],
        "##Far",
        [["Navn", "Bo"]],
        [["Skole", "Øst"]],
    ]


def test_tables_side_by_side_each_stand_below_the_title_in_their_cell() -> None:
    left = cell(paragraph("Mor") + table(row("Navn", "Ida")))
    right = cell(paragraph("Far") + table(row("Navn", "Bo")))
    assert blocks_of(table(row(left, right))) == ["##Mor", [["Navn", "Ida"]], "##Far", [["Navn", "Bo"]]]


def test_a_frame_in_a_cell_is_part_of_the_cell() -> None:
    assert blocks_of(table(row("Navn", cell(table(row("Ida Holm")))))) == [[["Navn", "Ida Holm"]]]


def test_what_stands_in_frames_within_frames_is_kept() -> None:
    inner = cell(table(row("Navn", "Ida")))
    framed = table(row(cell(table(row(cell(table(row("Bo Holm"))))))))
    assert blocks_of(table(row("Far", cell(framed)))) == ["##Far", [["Bo Holm"]]]
    assert blocks_of(table(row("Mor", cell(table(row(inner)))))) == ["##Mor", [["Navn", "Ida"]]]


def test_labels_with_answers_beside_a_nested_table_stay_a_row() -> None:
    outer = table(row("Navn", "Ida", cell(table(row("Mål", "Status"), row("Læse", "Nået")))))
    assert blocks_of(outer) == [[["Navn", "Ida"]], [["Mål", "Status"], ["Læse", "Nået"]]]


def test_what_is_nested_twice_stands_below_both_titles() -> None:
    inner = table(row("Mål 1", cell(table(row("Målet", "Læse")))))
    assert blocks_of(table(row("Mål", cell(inner)))) == ["##Mål", "##Mål 1", [["Målet", "Læse"]]]


def test_a_text_beside_a_nested_table_is_no_heading() -> None:
    long = "Her skriver vi, " + "hvad vi har aftalt, " * 8 + "og det."
    assert blocks_of(table(row(long, cell(table(row("Navn", "Ida")))))) == [long, [["Navn", "Ida"]]]


def test_what_stands_between_nested_tables_is_the_heading_of_the_next() -> None:
    cards = cell(
        *(
            paragraph(f"Møde {n}") + table(row("Dato", date))
            for n, date in enumerate(("1. juni 2026", "2. juni 2026"), 1)
        ),
    )
    assert blocks_of(table(row("Planen", cards))) == [
        "##Planen",
        "##Møde 1",
        [["Dato", "1. juni 2026"]],
        "##Møde 2",
        [["Dato", "2. juni 2026"]],
    ]


def test_what_stands_below_a_nested_table_is_no_heading() -> None:
    under = cell(table(row("Dato", "1. juni 2026")) + paragraph("Referat følger"))
    assert blocks_of(table(row("Planen", under))) == [
        "##Planen",
        [["Dato", "1. juni 2026"]],
        "Referat følger",
    ]


def underlined_in(markup: str) -> list[str]:
    layout = read_word(docx(markup)).layout
    assert layout is not None
    return [line.text[one.start : one.end] for line in layout.lines() for one in line.underlined]


def test_words_with_a_line_below_them_are_told() -> None:
    single, none = '<w:u w:val="single"/>', '<w:u w:val="none"/>'
    assert underlined_in(paragraph("Ja / ", run("Nej", single), run(" / Ved ikke", none))) == ["Nej"]


def coloured_in(markup: str) -> list[str]:
    layout = read_word(docx(markup)).layout
    assert layout is not None
    return [line.text[one.start : one.end] for line in layout.lines() for one in line.coloured]


@pytest.mark.parametrize(
    ("looks", "seen"),
    [
        ('<w:color w:val="FF0000"/>', True),
        ('<w:color w:val="2E74B5" w:themeColor="accent1"/>', True),
        ('<w:highlight w:val="yellow"/>', True),
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', True),
        ('<w:color w:val="auto"/>', False),
        ('<w:color w:val="808080"/>', False),
        ('<w:color w:val="rød"/>', False),
        ('<w:highlight w:val="none"/>', False),
        ('<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>', False),
    ],
)
def test_words_in_a_colour_are_told(looks: str, seen: bool) -> None:
    assert coloured_in(paragraph("Ja / ", run("Nej", looks), run(" / Ved ikke"))) == (["Nej"] if seen else [])


STYLES = (
    f'<w:styles xmlns:w="{WORD}">'
    '<w:style w:styleId="Label"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Head"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    "</w:styles>"
)


@pytest.mark.parametrize(
    ("block", "bold"),
    [
        (paragraph("Navn", style="Label"), True),
        (paragraph(run("Navn", '<w:b w:val="0"/>'), style="Label"), False),
        (paragraph(run("Navn", '<w:rStyle w:val="Strong"/>')), True),
        (paragraph(run("Navn", '<w:rStyle w:val="Strong"/>'), style="Label"), False),  # as Word shows it
        (paragraph("Navn", style="Head"), False),  # a heading stands out as it is
        (paragraph("Navn"), False),
    ],
)
def test_letters_are_bold_as_their_style_says_unless_they_say_otherwise(block: str, bold: bool) -> None:
    layout = read_word(docx(block, more={"word/styles.xml": STYLES.encode()})).layout
    assert layout is not None
    assert [bool(line.bold) for line in layout.lines()] == [bold]


def test_a_form_field_over_several_paragraphs_is_one_line() -> None:
    begin, rest = legacy_text("Text1", "Ida læser.").rsplit("<w:r><w:fldChar", 1)
    layout = read_word(
        docx(
            paragraph("Mål:"), paragraph(begin), paragraph("Hun regner."), paragraph(f"<w:r><w:fldChar{rest}")
        )
    ).layout
    assert layout is not None
    assert [(line.text, line.filled) for line in layout.lines()] == [
        ("Mål:", ()),
        ("Ida læser.\nHun regner.\n", (Span(0, 23),)),
    ]


def test_a_form_field_that_never_ends_goes_no_further_than_its_paragraph() -> None:
    begin = legacy_text("Text1", "Ida læser.").rsplit("<w:r><w:fldChar", 1)[0]
    assert blocks_of(paragraph(begin), paragraph("Hun regner.")) == ["Ida læser.", "Hun regner."]
