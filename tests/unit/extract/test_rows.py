"""Repeated rows: which answers belong together, with and without repeating sections."""

from __future__ import annotations

from pipeline.extract.word import read_word
from tests.words import HEADER, box, cell, control, docx, paragraph, row, section, table

Row = dict[str, str]


def held(tag: str, text: str) -> str:
    return cell(paragraph(control(text, tag)))


def goal(goal: str, effort: str) -> str:
    return row(held("goals[].goal", goal), held("goals[].effort", effort))


def card(name: str, phone: str, *more: str) -> str:
    return table(
        row("Navn", held("guardians[].name", name)), row("Telefon", held("guardians[].phone", phone)), *more
    )


def grouped(*blocks: str) -> dict[tuple[int, ...], Row]:
    """The tagged answers by the row they stand in."""
    rows: dict[tuple[int, ...], Row] = {}
    for answer in read_word(docx(*blocks)).answers:
        if answer.tag:
            row_ = rows.setdefault(answer.items, {})
            assert answer.tag not in row_, f"{answer.tag} twice in {answer.items}"
            row_[answer.tag] = answer.raw
    return rows


def goals(*pairs: tuple[str, str]) -> dict[tuple[int, ...], Row]:
    return {(n,): {"goals[].goal": one, "goals[].effort": two} for n, (one, two) in enumerate(pairs)}


def guardians(*pairs: tuple[str, str]) -> dict[tuple[int, ...], Row]:
    return {(n,): {"guardians[].name": one, "guardians[].phone": two} for n, (one, two) in enumerate(pairs)}


HEAD = row("Mål", "Indsats", properties=HEADER)


def test_rows_of_a_repeating_section() -> None:
    rows = table(HEAD, section("goals[]", goal("a", "b"), goal("c", "d")))
    assert grouped(rows) == goals(("a", "b"), ("c", "d"))


def test_cards_of_a_repeating_section() -> None:
    cards = section("guardians[]", card("Mor", "1") + paragraph(), card("Far", "2") + paragraph())
    assert grouped(cards) == guardians(("Mor", "1"), ("Far", "2"))


def test_sections_are_counted_each_for_itself() -> None:
    rows = grouped(
        table(section("goals[]", goal("a", "b"), goal("c", "d"))),
        section("guardians[]", card("Mor", "1")),
        paragraph(control("Ida", "child.name")),
    )
    assert rows[(0,)] == goals(("a", "b"))[(0,)] | guardians(("Mor", "1"))[(0,)]
    assert rows[(1,)] == goals(("", ""), ("c", "d"))[(1,)]
    assert rows[()] == {"child.name": "Ida"}


def test_sections_inside_the_rows_of_a_section() -> None:
    def plan(name: str, *steps: str) -> str:
        inner = [paragraph(control(step, "plans[].steps[].text")) for step in steps]
        return paragraph(control(name, "plans[].name")) + section("plans[].steps[]", *inner)

    rows = grouped(section("plans[]", plan("A", "a1", "a2"), plan("B", "b1")))
    assert rows == {
        (0,): {"plans[].name": "A"},
        (0, 0): {"plans[].steps[].text": "a1"},
        (0, 1): {"plans[].steps[].text": "a2"},
        (1,): {"plans[].name": "B"},
        (1, 0): {"plans[].steps[].text": "b1"},
    }


def test_rows_without_any_section() -> None:
    assert grouped(table(HEAD, goal("a", "b"), goal("c", "d"))) == goals(("a", "b"), ("c", "d"))


def test_a_single_row_without_section_is_still_a_row() -> None:
    assert grouped(table(HEAD, goal("a", "b"))) == goals(("a", "b"))


def test_rows_copied_below_the_section() -> None:
    rows = table(HEAD, section("goals[]", goal("a", "b"), goal("c", "d")), goal("e", "f"), goal("g", "h"))
    assert grouped(rows) == goals(("a", "b"), ("c", "d"), ("e", "f"), ("g", "h"))


def test_a_whole_section_copied() -> None:
    rows = [table(section("goals[]", goal("a", "b"))), table(section("goals[]", goal("c", "d")))]
    assert grouped(*rows) == goals(("a", "b"), ("c", "d"))


def test_cards_copied_without_section() -> None:
    assert grouped(card("Mor", "1"), paragraph(), card("Far", "2")) == guardians(("Mor", "1"), ("Far", "2"))


def test_cards_copied_below_each_other_in_one_table() -> None:
    people = [("Mor", "1"), ("Far", "2"), ("Farmor", "3")]
    rows = [
        row("Navn", held("guardians[].name", name)) + row("Telefon", held("guardians[].phone", phone))
        for name, phone in people
    ]
    assert grouped(table(*rows)) == guardians(*people)


def test_a_card_of_one_table_and_a_paragraph() -> None:
    rows = grouped(
        card("Mor", "1"), paragraph(control("x", "guardians[].remarks")),
        card("Far", "2"), paragraph(control("y", "guardians[].remarks")),
    )  # fmt: skip
    assert [rows[(n,)]["guardians[].remarks"] for n in range(2)] == ["x", "y"]
    assert [rows[(n,)]["guardians[].name"] for n in range(2)] == ["Mor", "Far"]


def test_a_copied_row_that_lost_a_control() -> None:
    """Each row of the table stays a row, whichever of its controls are gone."""
    rows = grouped(
        table(
            HEAD,
            row(held("goals[].goal", "a"), "skrevet ved siden af"),
            goal("c", "d"),
            row("slettet", held("goals[].effort", "f")),
            goal("g", "h"),
        )
    )
    assert [rows[(n,)].get("goals[].goal") for n in range(4)] == ["a", "c", None, "g"]
    assert [rows[(n,)].get("goals[].effort") for n in range(4)] == [None, "d", "f", "h"]


def test_names_repeated_in_a_table_tell_its_rows_even_without_brackets() -> None:
    rows = grouped(
        table(
            row("Skole", held("school", "Engskolen")),
            row(held("name", "Mor"), held("phone", "1")),
            row(held("name", "Far"), held("phone", "2")),
        )
    )
    assert rows == {
        (): {"school": "Engskolen"},
        (0,): {"name": "Mor", "phone": "1"},
        (1,): {"name": "Far", "phone": "2"},
    }


def test_boxes_of_one_question_are_no_repetition() -> None:
    boxes = table(row("Samtykke", cell(paragraph(box("c:yes", True), " Ja ", box("c:no", False), " Nej"))))
    assert grouped(boxes) == {(): {"c:yes": "☒", "c:no": "☐"}}


def test_rows_with_boxes() -> None:
    def line(name: str, yes: bool) -> str:
        boxes = paragraph(box("rows[].ok:yes", yes), "Ja", box("rows[].ok:no", not yes), "Nej")
        return row(held("rows[].name", name), cell(boxes))

    rows = grouped(table(section("rows[]", line("a", True), line("b", False))))
    assert [rows[(n,)]["rows[].ok:yes"] for n in range(2)] == ["☒", "☐"]


def test_rows_deleted_by_a_tracked_change_do_not_count() -> None:
    gone = row(held("goals[].goal", "x"), properties='<w:del w:id="1"/>')
    assert grouped(table(gone, section("goals[]", gone, goal("a", "b")))) == goals(("a", "b"))
