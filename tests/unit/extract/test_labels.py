"""Answers that only a label names, the labels of controls, and the place of each answer."""

from __future__ import annotations

import pytest

from pipeline.extract.word import read_word
from pipeline.records import Answer, Place
from tests.words import (
    HEADER,
    box,
    cell,
    control,
    docx,
    legacy_box,
    legacy_text,
    paragraph,
    row,
    run,
    section,
    table,
    text_box,
)

SHADE = '<w:shd w:fill="D9E2F3"/>'


def answers_of(*blocks: str) -> tuple[Answer, ...]:
    return read_word(docx(*blocks)).answers


def labelled(*blocks: str) -> list[tuple[str, str]]:
    return [(answer.label, answer.raw) for answer in answers_of(*blocks)]


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────────


def test_two_columns() -> None:
    rows = table(row("Navn:", "Ida"), row("Skole", cell("Engskolen", "Nord")), row("", "løs"), row("Tom", ""))
    assert labelled(rows) == [("Navn:", "Ida"), ("Skole", "Engskolen\nNord"), ("Tom", "")]
    assert answers_of(rows)[2].empty


def test_four_columns() -> None:
    assert labelled(table(row("Navn", "Ida", "Klasse", "4.b"))) == [("Navn", "Ida"), ("Klasse", "4.b")]


def test_cells_that_each_bring_their_label() -> None:
    rows = table(row("Navn: Ida", "Klasse: 4.b"), row("Skole: Engskolen", ""), row("Navn: (fulde)", ""))
    assert labelled(rows) == [
        ("Navn", "Ida"),
        ("Klasse", "4.b"),
        ("Skole", "Engskolen"),
        ("Navn: (fulde)", ""),
    ]


def test_a_label_with_a_colon_and_more_words_still_labels_the_cell_beside_it() -> None:
    assert labelled(table(row("Periode: fra den", "10-08-2026"))) == [("Periode: fra den", "10-08-2026")]


def test_help_text_in_another_style_is_not_the_label() -> None:
    label = cell(paragraph("Barnets navn", style="Normal"), paragraph("Fulde navn", style="Hjaelp"))
    plain = cell("Barnets navn", "på skolen")
    assert labelled(table(row(label, "Ida"), row(plain, "Bo"))) == [
        ("Barnets navn", "Ida"),
        ("Barnets navn\npå skolen", "Bo"),
    ]


def test_merged_label_cells_label_every_row_they_reach() -> None:
    rows = table(
        row(cell("Mål", merge="restart"), "lære"),
        row(cell("", merge="continue"), "være"),
        row(cell("Alt", merge="restart"), cell("ja", merge="restart")),
        row(cell("", merge="continue"), cell("", merge="continue")),
    )
    assert labelled(rows) == [("Mål", "lære"), ("Mål", "være"), ("Alt", "ja")]


def test_a_cell_with_a_control_gives_no_second_answer() -> None:
    rows = table(
        row("Navn", cell(paragraph(control("Ida", "name")), "mere")),
        row("Skole", cell(paragraph(legacy_text("T", "Engskolen")))),
        row("Start", control(cell("10-08-2026"), "start")),
        control(row("Slut", "18-12-2026"), "end"),
    )
    assert [(a.tag, a.label, a.raw) for a in answers_of(rows)] == [
        ("name", "Navn", "Ida"),
        ("T", "Skole", "Engskolen"),
        ("start", "Start", "10-08-2026"),
        ("end", "Slut", "18-12-2026"),
    ]


def test_columns_under_a_head() -> None:
    rows = table(row("Mål", "Indsats", "Hvem", properties=HEADER), row("a", "b", "c"), row("d", "", "f"))
    assert [(a.label, a.raw, a.items) for a in answers_of(rows)] == [
        ("Mål", "a", (0,)), ("Indsats", "b", (0,)), ("Hvem", "c", (0,)),
        ("Mål", "d", (1,)), ("Indsats", "", (1,)), ("Hvem", "f", (1,)),
    ]  # fmt: skip


def test_the_head_of_a_table_is_no_pair() -> None:
    answers = answers_of(table(row("Mål", "Indsats", properties=HEADER), row("a", "b")))
    assert ("Mål", "Indsats") not in [(a.label, a.raw) for a in answers]


def test_a_table_in_a_cell_is_read_and_its_cell_is_no_value() -> None:
    inner = table(row("Navn", "Ida"), row("Klasse", "4.b"))
    assert labelled(table(row("Barnet", cell(inner, paragraph())))) == [("Navn", "Ida"), ("Klasse", "4.b")]


def test_tables_that_only_a_wrapper_holds_are_read() -> None:
    rows = table(row("Navn", "Ida"))
    assert labelled(control(rows, kind="<w:richText/>")) == [("Navn", "Ida")]


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Navn: Ida Holm", [("Navn", "Ida Holm")]),
        ("Navn : ", [("Navn", "")]),
        ("Navn:\tIda", [("Navn", "Ida")]),
        ("Adresse: Vej 1\n2300 By\nTlf.: 00000001", [("Adresse", "Vej 1\n2300 By"), ("Tlf.", "00000001")]),
        ("Ingen etiket her", []),
        ("https://host.example", []),
        (": Ida", []),
        ("..: Ida", []),
        ("x" * 120 + ": Ida", [("x" * 120, "Ida")]),
        ("x" * 121 + ": Ida", []),
    ],
)
def test_label_and_value_in_a_line(text: str, answers: list[tuple[str, str]]) -> None:
    assert labelled(paragraph(text)) == answers
    assert labelled(table(row(text))) == answers


def test_headings_are_no_answers() -> None:
    assert labelled(paragraph("Bilag 1: PPV", style="Overskrift1")) == []


def test_what_stands_in_an_answer_is_not_read_again() -> None:
    blocks = control(paragraph("Navn: Bo") + paragraph("Skole: Nord"), "remarks", kind="<w:richText/>")
    assert [(a.tag, a.raw) for a in answers_of(blocks)] == [("remarks", "Navn: Bo\nSkole: Nord")]


def test_lines_that_only_a_wrapper_holds_are_read() -> None:
    blocks = control(paragraph("Navn: Ida") + paragraph("Skole: Nord"), kind="<w:richText/>")
    assert labelled(blocks) == [("Navn", "Ida"), ("Skole", "Nord")]


# ── labels of controls ────────────────────────────────────────────────────────────────────────────────


def test_the_words_between_two_controls_belong_to_the_second() -> None:
    line = paragraph("Navn: ", control("Ida", "a"), "  Klasse: ", control("4.b", "b"))
    assert [a.label for a in answers_of(line)] == ["Navn:", "Klasse:"]


def test_the_paragraph_above_a_control() -> None:
    blocks = [paragraph("Bemærkninger:"), paragraph(control("x", "a")), paragraph("slut")]
    blocks.append(control(paragraph("y"), "b"))
    assert [a.label for a in answers_of(*blocks) if a.tag] == ["Bemærkninger:", ""]


def test_head_of_the_column_left_cell_and_cell_above() -> None:
    head = row("Mål", "Indsats", properties=HEADER)
    item = row(cell(paragraph(control("a", "g[].a"))), cell(paragraph(control("b", "g[].b"))))
    wide = table(row(cell("Beskriv barnet", span=2)), row(cell(paragraph(control("c", "c")), span=2)))
    assert [a.label for a in answers_of(table(head, section("g[]", item)), wide)] == [
        "Mål",
        "Indsats",
        "Beskriv barnet",
    ]


def test_the_paragraph_above_a_control_in_its_cell() -> None:
    def entry(label: str, tag: str) -> list[str]:
        help_text = paragraph("Skriv tydeligt", style="Hjaelp")
        return [paragraph(label, style="Ledetekst"), help_text, paragraph(control("x", tag), style="Svar")]

    boxes = [paragraph(box("e", True), "Mor"), paragraph(box("f", True), "Far")]
    rows = table(
        row("Navn", cell(paragraph(control("Ida", "a")))),
        row(cell(*entry("Klasse", "b")), cell(*entry("Skole", "c"), *entry("By", "d"))),
        row(cell(paragraph("Hvem?", style="Ledetekst"), *boxes)),
    )
    assert [a.label for a in answers_of(rows)] == ["Navn", "Klasse", "Skole", "By", "Hvem? Mor", "Hvem? Far"]


def test_a_row_of_labels_above_a_row_of_controls() -> None:
    def held(*tags: str) -> str:
        return row(*(cell(paragraph(control("x", tag))) for tag in tags))

    rows = table(row("Navn", "Klasse"), held("a", "b"), row("Skole", "By"), held("c", "d"), held("e", "f"))
    labels = {a.tag: a.label for a in answers_of(rows) if a.tag}
    assert labels == {"a": "Navn", "b": "Klasse", "c": "Skole", "d": "By", "e": "Navn", "f": "Klasse"}


def test_a_table_with_labels_on_two_sides() -> None:
    line = row("Mor", cell(paragraph(control("x", "a"))), cell(paragraph(control("y", "b"))))
    labels = [a.label for a in answers_of(table(row("", "Telefon", "Mail"), line)) if a.tag]
    assert labels == ["Mor Telefon", "Mor Mail"]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ([box("a", True), " Ja\t", box("b", False), " Nej"], ["Samtykke Ja", "Samtykke Nej"]),
        (["Ja ", box("a", True), " Nej ", box("b", False)], ["Samtykke Ja", "Samtykke Nej"]),
        (["Enige: ", box("a", True), "Ja", box("b", False), "Nej"], ["Enige: Ja", "Enige: Nej"]),
        (["Enige: Ja ", box("a", True), " Nej ", box("b", False)], ["Enige Ja", "Enige Nej"]),
        ([box("a", True), box("b", True)], ["Samtykke", "Samtykke"]),
        ([legacy_box("a", checked=True), " Ja ", legacy_box("b"), " Nej"], ["Samtykke Ja", "Samtykke Nej"]),
    ],
)
def test_the_words_of_a_box_on_either_side(line: list[str], labels: list[str]) -> None:
    rows = table(row("Samtykke", cell(paragraph(*line))))
    assert [answer.label for answer in answers_of(rows)] == labels


def test_boxes_in_columns() -> None:
    rows = table(
        row("", "Ja", "Nej"),
        row("Samråd", cell(paragraph(box("a", True))), cell(paragraph(box("b", False)))),
    )
    assert [a.label for a in answers_of(rows) if a.tag] == ["Samråd Ja", "Samråd Nej"]


def test_a_text_too_long_for_a_label_is_none() -> None:
    blocks = [paragraph("x" * 1001, control("a", "a")), paragraph("x" * 1000, control("b", "b"))]
    assert [len(a.label) for a in answers_of(*blocks)] == [0, 1000]


# ── places ────────────────────────────────────────────────────────────────────────────────────────────

TURN = "<w:r><w:lastRenderedPageBreak/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def places(*blocks: str) -> list[Place]:
    return [answer.place for answer in answers_of(*blocks)]


def test_heading_table_row_and_line() -> None:
    assert places(
        paragraph("Indledning: x"),
        paragraph(""),
        paragraph("Mere: y"),
        paragraph("1. Barnet", style="Afsnit"),
        table(
            row(cell("2. Skolen", span=2, properties=SHADE)),
            row("Navn", "Engskolen"),
            row("Indre", cell(table(row("Klasse", "4.b")), paragraph())),
        ),
        paragraph("Til sidst: z"),
    ) == [
        Place(paragraph=1),
        Place(paragraph=2),
        Place(heading="2. Skolen", table=1, row=2),
        Place(heading="2. Skolen", table=1, row=3),
        Place(heading="2. Skolen", paragraph=1),
    ]


def test_a_contents_heading_is_no_heading() -> None:
    assert places(paragraph("Indhold", style="Indhold"), paragraph("A: b"))[0].heading == ""


def test_pages_are_counted_once_however_they_are_broken() -> None:
    pages = [
        place.page
        for place in places(
            paragraph("A: 1"),
            paragraph(TURN, "B: 2"),
            paragraph("C: 2", BREAK),
            paragraph(TURN, "D: 3"),
            paragraph(TURN, "E: 4", properties="<w:pageBreakBefore/>"),
            paragraph("F: 4", properties="<w:sectPr/>"),
            table(row(cell(paragraph(TURN, "Navn")), "5")),
            control(paragraph(TURN, "x"), "G"),
        )
    ]
    assert pages == [1, 2, 2, 3, 4, 4, 5, 6]


def test_pages_are_unknown_where_word_never_showed_the_file() -> None:
    assert [place.page for place in places(paragraph("A: 1", BREAK), paragraph("B: 2"))] == [0, 0]


def test_the_place_of_a_text_box_is_named() -> None:
    floating = text_box(paragraph("Navn: Ida"))
    assert places(paragraph("Om", style="Overskrift1"), paragraph(run("x"), floating)) == [
        Place(heading="Om", paragraph=1, part="tekstboks")
    ]
