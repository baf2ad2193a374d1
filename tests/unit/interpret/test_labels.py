"""Answers that no tag names: the title of a control, the label beside a text."""

from __future__ import annotations

import pytest

from pipeline.definitions import get
from pipeline.records import Answer, Place, Severity
from tests.unit.interpret.reading import labelled, one_problem, read, tagged


@pytest.mark.parametrize(
    ("label", "pointer"),
    [
        ("Barnets navn", "/child/name"),
        ("BARNETS NAVN:", "/child/name"),
        ("Elevens navn", "/child/name"),
        ("Elev", "/child/name"),
        ("Skolens navn", "/school/name"),
        ("Skoleleders  navn", "/school/leader/name"),
    ],
)
def test_a_label_leads_to_its_field(label: str, pointer: str) -> None:
    found = read(labelled(label, "Alma"))
    assert found.problems == ()
    assert get(found.data, pointer) == "Alma"
    assert found.sources[pointer].by == "label"


@pytest.mark.parametrize("label", ["Barnets cpr-nr.", "barnets CPR nr", "Barnets cprnr.:", "Personnummer"])
def test_spaces_hyphens_and_case_do_not_matter(label: str) -> None:
    assert read(labelled(label, "740314-4007")).data == {"child": {"cpr": "740314-4007"}}


def test_a_title_of_a_control_counts_before_the_label_beside_it() -> None:
    answer = Answer(raw="Alma", place=Place(), by="label", alias="Barnets navn", label="Skole")
    assert read(answer).data == {"child": {"name": "Alma"}}


def test_an_unknown_tag_falls_back_on_words() -> None:
    assert read(tagged("Tekst12", "Alma", label="Barnets navn")).data == {"child": {"name": "Alma"}}


@pytest.mark.parametrize(
    ("label", "pointer", "raw"),
    [("Bamets navn", "/child/name", "Alma"), ("Barnets cpr-rnr.", "/child/cpr", "740314-4007")],
)
def test_small_misspellings_are_taken_and_told(label: str, pointer: str, raw: str) -> None:
    found = read(labelled(label, raw))
    assert get(found.data, pointer) == raw
    assert [(one.code, one.severity, one.params["beside"]) for one in found.problems] == [
        ("label.similar", Severity.NOTICE, label)
    ]


@pytest.mark.parametrize(
    "label",
    ["Åbningstider", "Barnets fulde historie", "Navne", "Kommune", "Fødselsdato for mor", "Skol", "x" * 5000],
)
def test_other_words_lead_nowhere(label: str) -> None:
    found = read(labelled(label, "Alma"))
    assert found.data == {}
    assert found.problems == ()


def test_a_number_in_a_label_is_no_misspelling() -> None:
    assert read(labelled("Barnets navn 2", "Bo")).data == {}


@pytest.mark.parametrize("label", ["Telefon", "Navn", "telefon:"])
def test_a_label_that_others_end_in_says_too_little(label: str) -> None:
    problem = one_problem(labelled(label, "00 00 00 01"))
    assert problem.code == "label.ambiguous"
    assert problem.params["raw"] == "00 00 00 01"
    assert problem.params["beside"] == label
    assert problem.severity is Severity.ERROR
    assert "eller" in str(problem.params["fields"])
    assert problem.params["place"] == "tabel 1"


@pytest.mark.parametrize("heading", ["Barnet", "2. Forældre", "Forælder 1", "FORÆLDER 2"])
def test_under_its_heading_it_says_enough(heading: str) -> None:
    found = read(labelled("Telefon", "00 00 00 01", heading))
    assert found.problems == ()
    assert found.data == {"guardians": [{"phone": "00000001"}]}


def test_under_another_heading_it_does_not() -> None:
    assert one_problem(labelled("Telefon", "00 00 00 01", "Skolen")).code == "label.ambiguous"


def test_in_a_repeated_row_it_says_enough() -> None:
    assert read(labelled("Navn", "Bo", items=(0,))).data == {"guardians": [{"name": "Bo"}]}


def test_something_written_in_a_control_of_no_field_is_told() -> None:
    problem = one_problem(tagged("remarks", "Ring efter kl. 16", alias="Bemærkning"))
    assert (problem.code, problem.severity) == ("answer.unplaced", Severity.WARNING)
    assert problem.params == {"raw": "Ring efter kl. 16", "beside": "Bemærkning", "place": "side 1"}
    assert read(tagged("remarks", "Skriv her", alias="Bemærkning", empty=True)).problems == ()


def test_text_beside_a_label_of_no_field_is_just_text() -> None:
    assert read(labelled("Åbningstid", "9-15")).problems == ()


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("Behov for tolk Ja", {"child": {"interpreter": True}}),
        ("Behov for tolk: Nej", {"child": {"interpreter": False}}),
        ("Klasseteamet er klar", {"school": {"ready": True}}),
        ("Betales af Social", {"funding": "sof"}),
        ("bygge bro", {"criteria": ["bridge"]}),
    ],
)
def test_boxes_by_their_words(label: str, data: object) -> None:
    found = read(labelled(label, "☒", checked=True))
    assert found.problems == ()
    assert found.data == data
    assert read(labelled(label, "☐", checked=False)).data == {}


def test_a_ticked_box_of_a_question_without_an_answer_is_never_taken_for_yes() -> None:
    for label, code in (("Behov for tolk", "box.unplaced"), ("Ja", "label.ambiguous")):
        found = read(labelled(label, "☒", checked=True))
        assert found.data == {}
        assert [one.code for one in found.problems] == [code]


def test_beside_a_box_the_words_count_before_its_title() -> None:
    answer = Answer(
        raw="☒", place=Place(), by="label", alias="Betales af", label="Betales af Social", checked=True
    )
    assert read(answer).data == {"funding": "sof"}


def test_the_words_of_a_list_stand_beside_no_box() -> None:
    # »Skole« is a question of the form, and an answer on the list of arenas.
    found = read(labelled("Skole", "☒", checked=True))
    assert found.data == {}
    assert [one.code for one in found.problems] == ["box.unplaced"]
