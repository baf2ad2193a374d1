"""Repeated rows: which belong together, which count."""

from __future__ import annotations

from pipeline.records import Place
from tests.unit.interpret.reading import box, labelled, read, tagged


def test_rows_are_put_together_by_their_item() -> None:
    found = read(
        tagged("goals[].goal", "Komme i skole", items=(0,)),
        tagged("goals[].by", "1/9 2026", items=(0,)),
        tagged("goals[].goal", "Læse", items=(1,)),
        tagged("goals[].arena", "Familie", choice="family", items=(1,)),
    )
    assert found.problems == ()
    assert found.data == {
        "goals": [{"goal": "Komme i skole", "by": "2026-09-01"}, {"goal": "Læse", "arena": "family"}]
    }
    assert set(found.sources) == {"/goals/0/goal", "/goals/0/by", "/goals/1/goal", "/goals/1/arena"}


def test_empty_rows_do_not_count() -> None:
    found = read(
        tagged("goals[].goal", "Skriv her", items=(0,), empty=True),
        tagged("goals[].goal", "Læse", items=(1,)),
        tagged("goals[].goal", "......", items=(2,)),
        tagged("goals[].goal", "Regne", items=(3,)),
        box("guardians[].consent:yes", False, items=(0,)),
    )
    assert found.data == {"goals": [{"goal": "Læse"}, {"goal": "Regne"}]}
    assert set(found.sources) == {"/goals/0/goal", "/goals/1/goal"}


def test_rows_stand_in_the_order_of_the_document() -> None:
    found = read(
        tagged("goals[].indicators", "først", items=(7,)),
        tagged("goals[].goal", "så", items=(2,)),
        tagged("goals[].goal", "Læse", items=(7,)),
    )
    assert found.data == {"goals": [{"goal": "Læse", "indicators": "først"}, {"goal": "så"}]}


def test_a_row_of_which_nothing_can_be_read_keeps_its_number() -> None:
    found = read(
        tagged("goals[].by", "engang", items=(0,)),
        tagged("goals[].goal", "Læse", items=(1,)),
    )
    assert found.data == {"goals": [{}, {"goal": "Læse"}]}
    assert [problem.pointer for problem in found.problems] == ["/goals/0/by"]
    assert set(found.sources) == {"/goals/0/by", "/goals/1/goal"}


def test_boxes_in_rows() -> None:
    found = read(
        box("guardians[].consent:not_asked", items=(0,)),
        box("guardians[].consent:yes", items=(1,)),
        box("guardians[].consent:no", items=(1,)),
    )
    assert found.data == {"guardians": [{"consent": "not_asked"}, {}]}
    assert [(one.code, one.pointer) for one in found.problems] == [("choice.several", "/guardians/1/consent")]


def test_more_rows_than_the_form_has_room_for_are_all_kept() -> None:
    found = read(*(tagged("goals[].goal", f"Mål {n}", items=(n,)) for n in range(5)))
    assert len(found.data["goals"]) == 5
    assert found.problems == ()


def test_rows_without_a_repeating_control_are_told_apart_by_the_table() -> None:
    found = read(
        tagged("goals[].goal", "Læse", place=Place(table=2, row=2)),
        tagged("goals[].by", "1/9 2026", place=Place(table=2, row=2)),
        tagged("goals[].goal", "Regne", place=Place(table=2, row=3)),
        tagged("guardians[].name", "Bo", place=Place(table=3, row=1)),
        tagged("guardians[].phone", "00000001", place=Place(table=3, row=2)),
        tagged("guardians[].name", "Ida", place=Place(table=4, row=1)),
    )
    assert found.problems == ()
    assert found.data == {
        "goals": [{"goal": "Læse", "by": "2026-09-01"}, {"goal": "Regne"}],
        "guardians": [{"name": "Bo", "phone": "00000001"}, {"name": "Ida"}],
    }


def test_one_row_answered_twice_is_a_conflict() -> None:
    found = read(tagged("goals[].goal", "Læse", items=(0,)), tagged("goals[].goal", "Regne", items=(0,)))
    assert [(one.code, one.pointer) for one in found.problems] == [("answer.conflict", "/goals/0/goal")]
    assert found.data == {"goals": [{}]}


def test_a_table_with_a_header_row() -> None:
    found = read(
        labelled("Mål og indsats", "Læse", items=(0,)),
        labelled("Tegn", "Læser højt", items=(0,)),
        labelled("Dato", "1/9 2026", items=(0,)),
        labelled("Mål og indsats", "", items=(1,)),
        labelled("Mål og indsats", "Regne", items=(2,)),
    )
    assert found.problems == ()
    assert found.data == {
        "goals": [
            {"goal": "Læse", "indicators": "Læser højt", "by": "2026-09-01"},
            {"goal": "Regne"},
        ]
    }
