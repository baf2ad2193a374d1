"""Answers with tags: what each kind of control says."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.definitions import get
from pipeline.records import Answer, Severity
from tests.unit.interpret.layouts import line, said_in
from tests.unit.interpret.reading import box, one_problem, read, tagged


@pytest.mark.parametrize(
    ("tag", "raw", "pointer", "value"),
    [
        ("child.name", " Alma  Testrup ", "/child/name", "Alma  Testrup"),
        ("child.name", 'A & B <c> "D" {{ 7*7 }} 😀', "/child/name", 'A & B <c> "D" {{ 7*7 }} 😀'),
        ("child.name", "Barnets navn: Alma", "/child/name", "Barnets navn: Alma"),
        ("child.name", "Alma\nTestrup", "/child/name", "Alma Testrup"),
        ("child.view", "Første linje\n\nTredje", "/child/view", "Første linje\n\nTredje"),
        ("child.cpr", "7403144007", "/child/cpr", "740314-4007"),
        ("child.cpr", "310214 4002", "/child/cpr", "310214-4002"),
        ("child.grade", "7.b", "/child/grade", 7),
        ("child.grade", "0. kl.", "/child/grade", 0),
        ("child.birth_date", "14. marts 2014", "/child/birth_date", "2014-03-14"),
        ("child.postal_code", "2100", "/child/postal_code", "2100"),
        ("school.institution_no", "000001", "/school/institution_no", "000001"),
        ("school.leader.phone", "+45 00 00 00 01", "/school/leader/phone", "00000001"),
        ("school.leader.email", "bo@skolen.example", "/school/leader/email", "bo@skolen.example"),
        ("supplier.cvr", "DK 00 00 00 27", "/supplier/cvr", "00000027"),
        ("supplier.ean", "952 0000 000004", "/supplier/ean", "9520000000004"),
        ("budget", "175.000 kr.", "/budget", 175_000),
        ("budget", "0", "/budget", 0),
        ("hours", "9,5 lektioner", "/hours", 9.5),
        ("count", "6", "/count", 6),
        ("start", "1/9-26", "/start", "2026-09-01"),
        ("child.interpreter", "Nej", "/child/interpreter", False),
        ("child.interpreter", "☒ Ja ☐ Nej", "/child/interpreter", True),
        ("funding", "Børn og Unge", "/funding", "buf"),
        ("funding", "social", "/funding", "sof"),
        ("criteria", "bygge bro, inkludere", "/criteria", ["inclusive", "bridge"]),
        ("criteria", "Oversætte", "/criteria", ["translate"]),
    ],
)
def test_what_is_written_becomes_typed_data(tag: str, raw: str, pointer: str, value: Any) -> None:
    found = read(tagged(tag, raw))
    assert found.problems == ()
    assert get(found.data, pointer) == value
    assert type(get(found.data, pointer)) is type(value)
    assert found.sources[pointer].raw == raw
    assert found.sources[pointer].place == "side 1"
    assert found.sources[pointer].by == "tag"


@pytest.mark.parametrize(
    ("tag", "raw", "code"),
    [
        ("child.cpr", "740314-400", "cpr.length"),
        ("child.cpr", "74O314-4007", "cpr.letters"),
        ("child.cpr", "ukendt", "cpr.form"),
        ("child.grade", "7.-8. klasse", "grade.unclear"),
        ("child.birth_date", "14/3-14", "date.short_year"),
        ("child.postal_code", "2100 København Ø", "postal_code.town"),
        ("school.institution_no", "1", "institution.length"),
        ("school.leader.phone", "00000001 / 00000002", "phone.several"),
        ("school.leader.email", "bo(snabela)skolen", "email.form"),
        ("supplier.cvr", "123", "cvr.length"),
        ("supplier.ean", "123", "ean.length"),
        ("budget", "175,50 kr.", "money.ore"),
        ("budget", "1.23", "money.unclear"),
        ("hours", "9 timer", "number.unit"),
        ("hours", "ca. 9", "number.imprecise"),
        ("count", "4,5", "number.whole"),
        ("start", "ultimo maj", "date.imprecise"),
        ("start", "31/2 2026", "date.impossible"),
        ("start", "1/9 2026 - 30/6 2027", "date.several"),
        ("child.interpreter", "måske", "boolean.unclear"),
        ("child.interpreter", "☒ Ja ☒ Nej", "boolean.both"),
        ("funding", "Staten", "choice.unknown"),
        ("criteria", "inkludere, fortrylle", "choice.unknown"),
    ],
)
def test_what_cant_be_read_is_quoted_and_left_out(tag: str, raw: str, code: str) -> None:
    pointer = "/" + tag.replace(".", "/")
    found = read(tagged(tag, raw))
    assert [(problem.code, problem.pointer) for problem in found.problems] == [(code, pointer)]
    assert found.problems[0].params["raw"] == raw
    assert found.problems[0].severity is Severity.ERROR
    assert get(found.data, pointer) is None
    assert found.sources[pointer].raw == raw


@pytest.mark.parametrize(
    "answer",
    [
        tagged("child.name", "Skriv her", empty=True),
        tagged("child.name", "Skriv her"),
        tagged("child.name", "skriv her."),
        tagged("child.name", "........"),
        tagged("child.name", "  \u200b "),
        tagged("start", "dd-mm-åååå"),
        tagged("start", "dd-mm-åååå", iso="2026-09-01"),
        tagged("funding", "Vælg", choice="Vælg"),
        tagged("funding", "Vælg et element.", choice="buf", empty=True),
        tagged("child.interpreter", "☐ Ja ☐ Nej"),
        box("child.interpreter:yes", False),
        box("school.ready:yes", False),
        box("criteria:bridge", False),
    ],
)
def test_empty_is_empty(answer: Answer) -> None:
    found = read(answer)
    assert found.data == {}
    assert found.problems == ()


def test_boxes() -> None:
    found = read(
        box("child.interpreter:yes", False),
        box("child.interpreter:no"),
        box("school.ready:yes"),
        box("funding:sof"),
        box("criteria:translate"),
        box("criteria:inclusive"),
        box("criteria:bridge", False),
    )
    assert found.problems == ()
    assert found.data == {
        "child": {"interpreter": False},
        "school": {"ready": True},
        "funding": "sof",
        "criteria": ["inclusive", "translate"],
    }
    assert found.sources["/child/interpreter"].raw == "Nej"
    assert found.sources["/criteria"].raw == "oversætte, inkludere"


def test_a_single_box_is_true_or_absent() -> None:
    assert read(tagged("school.ready", "Ja")).data == {"school": {"ready": True}}
    assert read(tagged("school.ready", "Nej")).data == {}


def test_both_boxes_of_yes_and_no() -> None:
    problem = one_problem(box("child.interpreter:yes"), box("child.interpreter:no"))
    assert problem.code == "boolean.both"
    assert problem.pointer == "/child/interpreter"


def test_several_boxes_of_one_choice() -> None:
    problem = one_problem(box("funding:buf"), box("funding:sof"))
    assert (problem.code, problem.params["raw"]) == ("choice.several", "Børn og Unge, Social")


def test_a_box_that_the_form_does_not_offer() -> None:
    problem = one_problem(box("funding:staten"))
    assert problem.code == "choice.unknown"
    assert problem.params["allowed"] == "»Børn og Unge« eller »Social«"
    assert one_problem(box("child.interpreter:perhaps")).code == "boolean.unclear"
    assert one_problem(box("child.name:yes")).code == "boolean.unclear"


def test_a_list_stores_its_value() -> None:
    assert read(tagged("funding", "Social", choice="sof")).data == {"funding": "sof"}
    assert read(tagged("funding", "Social", choice="?")).data == {"funding": "sof"}


def test_a_list_whose_text_says_otherwise() -> None:
    for shown in ("Børn og Unge", "noget helt andet"):
        problem = one_problem(tagged("funding", shown, choice="sof"))
        assert (problem.code, problem.params) == ("choice.disagrees", {"raw": shown, "stored": "Social"})


def test_a_stored_date_must_agree_with_the_text() -> None:
    assert read(tagged("start", "01-09-2026", iso="2026-09-01")).data == {"start": "2026-09-01"}
    assert read(tagged("start", "1. september 2026", iso="2026-09-01T00:00:00Z")).data == {
        "start": "2026-09-01"
    }
    assert read(tagged("start", "01-09-2026", iso="garbled")).data == {"start": "2026-09-01"}
    problem = one_problem(tagged("start", "02-09-2026", iso="2026-09-01"))
    assert problem.code == "date.disagrees"
    assert problem.params == {"raw": "02-09-2026", "stored": "01-09-2026"}


def test_a_stored_date_never_stands_in_for_unreadable_text() -> None:
    found = read(tagged("start", "medio september", iso="2026-09-01"))
    assert [problem.code for problem in found.problems] == ["date.imprecise"]
    assert found.data == {}


def test_a_stored_birth_date_tells_the_century_that_the_text_leaves_open() -> None:
    assert read(tagged("child.birth_date", "14-03-14", iso="2014-03-14")).data == {
        "child": {"birth_date": "2014-03-14"}
    }
    assert read(tagged("child.birth_date", "14-03-78", iso="1978-03-14")).data == {
        "child": {"birth_date": "1978-03-14"}
    }
    assert one_problem(tagged("child.birth_date", "14-03-14", iso="2015-03-14")).code == "date.short_year"


def test_the_same_question_answered_alike_twice() -> None:
    found = read(tagged("start", "1/9 2026"), tagged("start", "01-09-2026"))
    assert found.data == {"start": "2026-09-01"}
    assert found.problems == ()
    assert found.sources["/start"].raw == "1/9 2026 | 01-09-2026"


def test_the_same_question_answered_differently_is_a_conflict_and_nobody_wins() -> None:
    found = read(tagged("child.name", "Alma"), tagged("child.name", "Bo"), tagged("child.name", "Bo"))
    assert [(problem.code, problem.params) for problem in found.problems] == [
        ("answer.conflict", {"first": "Alma", "second": "Bo"})
    ]
    assert found.data == {}
    assert found.sources["/child/name"].raw == "Alma | Bo"


def test_words_and_box_that_disagree_are_a_conflict() -> None:
    problem = one_problem(tagged("child.interpreter", "Nej"), box("child.interpreter:yes"))
    assert (problem.code, problem.params) == ("answer.conflict", {"first": "Nej", "second": "Ja"})
    assert read(tagged("child.interpreter", "Ja"), box("child.interpreter:yes")).data == {
        "child": {"interpreter": True}
    }


def test_an_unreadable_answer_beside_a_readable_one_is_not_passed_over() -> None:
    found = read(tagged("start", "01-09-2026"), tagged("start", "efter aftale"))
    assert [(problem.code, problem.params["raw"]) for problem in found.problems] == [
        ("date.unclear", "efter aftale")
    ]
    assert found.data == {}


def test_invisible_characters_are_taken_out_and_told() -> None:
    found = read(tagged("child.name", "Al\u202ema\u200b"), tagged("school.name", "Eksempel\u00adskolen"))
    assert found.data == {"child": {"name": "Alma"}, "school": {"name": "Eksempelskolen"}}
    assert [(one.code, one.pointer, one.severity, one.params) for one in found.problems] == [
        ("text.invisible", "/child/name", Severity.NOTICE, {"number": 2})
    ]
    assert found.sources["/child/name"].raw == "Al\u202ema\u200b"


def test_data_stands_in_the_order_of_the_form() -> None:
    found = read(
        tagged("start", "01-09-2026"), tagged("school.name", "Eksempelskolen"), tagged("child.name", "Alma")
    )
    assert list(found.data) == ["child", "school", "start"]


@pytest.mark.parametrize(
    "label", ["Periode (fra – til)", "Periode fra/til", "Forløbsperiode", "Periode", "Start- og slutdato"]
)
def test_two_dates_in_one_answer_are_from_when_until_when(label: str) -> None:
    said, doubts = said_in(line("Periode", level=1), line(f"{label}: 10/8-2026 – 9/8-2027"))
    assert (said, doubts) == ({"period.start": "10/8-2026", "period.end": "9/8-2027"}, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [("– 9/8-2027", {"period.end": "9/8-2027"}), ("10/8-2026 –", {"period.start": "10/8-2026"})],
)
def test_a_dash_says_which_of_two_dates_one_alone_is(text: str, said: dict[str, str]) -> None:
    assert said_in(line("Periode", level=1), line(f"Periode (fra – til): {text}")) == (said, [])


@pytest.mark.parametrize(
    "text", ["fra 10. august 2026 til 9. august 2027", "Fra den 10.8.2026 til og med den 9.8.2027"]
)
@pytest.mark.parametrize("heading", ["Periode", "Oplysninger"])
def test_a_period_may_say_from_and_until_under_any_heading(text: str, heading: str) -> None:
    said, doubts = said_in(line(heading, level=1), line(f"Forløbets periode (fra – til): {text}"))
    assert list(said) == ["period.start", "period.end"]
    assert doubts == []


def test_two_dates_are_no_period_of_another_question() -> None:
    dates = "10/8-2026 – 9/8-2027"
    said, _ = said_in(line("Fravær", level=1), line(f"Opgørelsesperiode: {dates}"))
    assert said == {"attendance.period": dates}
    said, doubts = said_in(line("Periode", level=1), line(f"Skolens sommerferie: {dates}"))
    assert (said, doubts) == ({}, [f"answer.unplaced: {dates}"])


@pytest.mark.parametrize("label", ["Brevet underskrives af og stilling", "Underskriver, stilling"])
def test_a_name_and_a_post_in_one_answer_are_two(label: str) -> None:
    said, doubts = said_in(line(f"{label}: Søren Modelsen, socialrådgiver"), name="decision")
    assert said == {"signatory.name": "Søren Modelsen", "signatory.title": "socialrådgiver"}
    assert doubts == []


def test_words_that_share_their_end_are_one_question() -> None:
    said, doubts = said_in(
        line("Barnet/den unge", level=1),
        line("Har barnet navne- og adressebeskyttelse? Nej"),
        programme="skoleflex",
    )
    assert (said, doubts) == ({"child.protected_address": "Nej"}, [])
