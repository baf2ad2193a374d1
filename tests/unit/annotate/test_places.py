"""Where a comment stands: at the very control, else at the label, the heading, the first paragraph."""

from __future__ import annotations

import pytest

from tests.unit.annotate.marks import commented, finding, remarks
from tests.words import (
    box,
    cell,
    control,
    deleted,
    docx,
    inserted,
    paragraph,
    row,
    section,
    table,
    text_box,
)

TITLE = paragraph("Lille skema", style="Titel")


def about(content: bytes, pointer: str, label: str = "") -> tuple[str, str]:
    """What the comment of one finding stands round, and what it says."""
    (remark,) = remarks(commented(content, finding(pointer, label)))
    return remark.about, remark.words


def goal(words: str, tag: str = "goals[].goal") -> str:
    return control(words, tag)


# ── controls ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([paragraph("Navn: ", control("Alma", "child.name"), " efter")], id="in a line"),
        pytest.param([control(paragraph("Alma"), "child.name")], id="round a paragraph"),
        pytest.param([control(paragraph("Al") + paragraph("ma"), "child.name")], id="round paragraphs"),
        pytest.param([table(row(cell("Navn"), control(cell("Alma"), "child.name")))], id="round a cell"),
        pytest.param([table(row("Navn", cell(control(paragraph("Alma"), "child.name"))))], id="in a cell"),
        pytest.param([paragraph("Navn: ", control(control("Alma", "child.name")))], id="in a control"),
        pytest.param([paragraph("Navn: ", inserted(control("Alma", "child.name")))], id="inserted"),
        pytest.param([paragraph(text_box(paragraph(control("Alma", "child.name"))))], id="in a text box"),
        pytest.param(
            [paragraph(deleted("x"), control("Alma", "child.name")), paragraph(control("B", "child.name"))],
            id="twice",
        ),
    ],
)
def test_the_control_of_the_field(blocks: list[str]) -> None:
    text, words = about(docx(TITLE, *blocks), "/child/name", "Barnets navn")
    assert text.replace("AlmaAlma", "Alma") == "Alma"  # a text box is stored twice
    assert words == "Skal rettes: Ret det."


def test_boxes_are_commented_at_the_first_of_them() -> None:
    boxes = [box("child.interpreter:yes", True), " Ja ", box("child.interpreter:no", True), " Nej"]
    content = docx(
        paragraph(*boxes), paragraph(box("criteria:inclusive", False), box("criteria:bridge", False))
    )
    first, second = remarks(commented(content, finding("/child/interpreter"), finding("/criteria")))
    assert first.tags == ("child.interpreter:yes",)
    assert second.tags == ("criteria:inclusive",)


def test_a_longer_name_is_another_field() -> None:
    content = docx(paragraph(control("A", "child.name_before")), paragraph(control("B", "child.name")))
    assert about(content, "/child/name")[0] == "B"


def test_a_control_in_a_deleted_text_or_an_older_programs_copy_is_none() -> None:
    gone = f'<w:del w:id="1" w:author="A">{control("A", "child.name")}</w:del>'
    content = docx(paragraph(gone), paragraph("Barnets navn"))
    assert about(content, "/child/name", "Barnets navn")[0] == "Barnets navn"


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────


def items(*words: str) -> str:
    return section("goals[]", *(row(cell(paragraph(goal(word)))) for word in words))


@pytest.mark.parametrize(("number", "text"), [(0, "en"), (1, "to"), (2, "tre")])
def test_a_row_is_found_by_its_number_and_blank_rows_do_not_count(number: int, text: str) -> None:
    content = docx(TITLE, table(items("", "en", "Skriv her", "to", "......", "tre")))
    assert about(content, f"/goals/{number}/goal") == (text, "Skal rettes: Ret det.")


def test_rows_without_repeating_items_are_told_by_the_table() -> None:
    rows = [row(cell(paragraph(goal(word))), cell(paragraph(goal(f"tegn {word}", "goals[].indicators"))))
            for word in ("en", "to")]  # fmt: skip
    # In the last row one of the controls was deleted.
    rows.append(row(cell(paragraph(goal("tegn tre", "goals[].indicators"))), "x"))
    content = docx(TITLE, table(*rows))
    assert about(content, "/goals/1/indicators")[0] == "tegn to"
    assert about(content, "/goals/2/indicators")[0] == "tegn tre"


def test_cards_without_repeating_items_are_told_by_a_name_that_occurs_again() -> None:
    def card(name: str, phone: str) -> str:
        fields = (("guardians[].name", name), ("guardians[].phone", phone))
        return table(*(row(tag, cell(paragraph(control(words, tag)))) for tag, words in fields))

    content = docx(card("Mor", "1"), paragraph(""), card("Far", "2"))
    assert about(content, "/guardians/1/phone")[0] == "2"
    assert about(content, "/guardians/1", "Forælder 2")[0] == "Far"


def test_a_row_that_is_not_there_is_commented_at_the_heading_and_named() -> None:
    content = docx(TITLE, paragraph("Mål og økonomi", style="Overskrift1"), table(items("en")))
    text, words = about(content, "/goals/1/goal", "Mål, række 2: Mål og indsats")
    assert text == "Mål og økonomi"
    assert words == "Skal rettes: Mål, række 2: Mål og indsats – Ret det."


def test_missing_rows_are_commented_at_their_own_heading_before_the_sections() -> None:
    content = docx(
        TITLE,
        paragraph("3. Mål og økonomi", style="Overskrift1"),
        paragraph("Mål *", style="Niveau"),
        table(items("")),
    )
    assert about(content, "/goals", "Mål") == ("Mål *", "Skal rettes: Mål – Ret det.")


# ── without the form's own controls ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(table(row("Barnets navn *", "Alma")), id="cell"),
        pytest.param(paragraph("Elevens navn: Alma"), id="line"),
        pytest.param(paragraph("Barnets navn ............."), id="leader"),
        pytest.param(table(row(cell("Barnets navn", "Skriv for- og efternavn"), "")), id="with help"),
    ],
)
def test_the_label_where_there_is_no_control(block: str) -> None:
    content = docx(TITLE, paragraph("Barnet", style="Overskrift1"), block, paragraph("Skolen"))
    text, words = about(content, "/child/name", "Barnets navn")
    assert "navn" in text
    assert words == "Skal rettes: Barnets navn – Ret det."


def test_a_control_that_only_its_title_names() -> None:
    content = docx(TITLE, paragraph("Navn: ", control("Alma", alias="Barnets navn")))
    assert about(content, "/child/name", "Barnets navn") == ("Alma", "Skal rettes: Barnets navn – Ret det.")


def test_an_answer_is_no_label() -> None:
    content = docx(TITLE, paragraph(control("Barnets navn", "school.name")))
    assert about(content, "/child/name")[0] == "Lille skema"


def test_a_label_in_two_places_counts_where_its_section_is() -> None:
    content = docx(
        TITLE,
        paragraph("Barnet", style="Overskrift1"),
        paragraph("Skole: Prøveskolen"),
        paragraph("2. Skolen", style="Overskrift1"),
        paragraph("Skole: Eksempelskolen"),
    )
    assert about(content, "/school/name", "Skole")[0] == "Skole: Eksempelskolen"


def test_a_label_that_may_be_two_fields_is_left_and_the_heading_taken() -> None:
    twice = paragraph("Skole: A"), paragraph("Skole: B")
    content = docx(TITLE, paragraph("Skolen", style="Overskrift1"), *twice)
    assert about(content, "/school/name", "Skole")[0] == "Skolen"


def test_the_group_of_a_finding_that_names_no_field() -> None:
    content = docx(TITLE, paragraph("Skolen", style="Overskrift1"), table(row("Skoleleder", "")))
    assert about(content, "/school/leader", "Skoleleder")[0] == "Skoleleder"
    assert about(content, "/supplier", "Leverandøren")[0] == "Skolen"


@pytest.mark.parametrize("pointer", ["", "/child/name", "/goals/7/goal", "/no/such/thing"])
def test_the_first_paragraph_where_nothing_else_is_known(pointer: str) -> None:
    content = docx(table(row("x")), TITLE, paragraph("Noget andet"))
    text, words = about(content, pointer, "Sagen")
    assert (text, words) == ("Lille skema", "Skal rettes: Sagen – Ret det.")


def test_a_label_in_a_text_box_is_commented_round_the_box() -> None:
    content = docx(TITLE, paragraph("Her: ", text_box(paragraph("Barnets navn: "))))
    assert about(content, "/child/name", "Barnets navn")[0] == "Barnets navn: " * 2
