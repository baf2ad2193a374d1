"""The judge of data: what is missing, what is not allowed, what is worth a look."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from pipeline.definitions import Rows, get
from pipeline.formschema import form_from_schema
from pipeline.records import FindingKind, Problem, Severity
from pipeline.validate import untold, validate, without_errors
from tests.unit.small import FORM, GOOD, SCHEMA


def good(**changes: Any) -> dict[str, Any]:
    """The good data, with values at pointers (`child__cpr`) replaced, or taken away by None."""
    data = copy.deepcopy(GOOD)
    for path, value in changes.items():
        *parents, last = path.split("__")
        node: Any = data
        for key in parents:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if value is None:
            del node[last]
        else:
            node[last] = value
    return data


def found(data: Any, **more: Any) -> list[tuple[str, str]]:
    """Code and pointer of every problem, but for the sample's replacement number and rows that are alike."""
    problems = validate(data, FORM, **more)
    aside = ("cpr.replacement", "rows.repeated")
    return [(one.code, one.pointer) for one in problems if one.code not in aside]


def test_good_data_has_only_its_notice() -> None:
    assert [(one.code, one.pointer, one.severity) for one in validate(GOOD, FORM)] == [
        ("cpr.replacement", "/child/cpr", Severity.NOTICE)
    ]


# ── missing ───────────────────────────────────────────────────────────────────────────────────────────


def test_of_nothing_each_required_field_is_missed_once() -> None:
    missing = Counter(found({}))
    required = {entry.pointer for entry in FORM.entries() if entry.required}
    assert required == {"/child/name", "/child/cpr", "/school/name", "/goals"}
    assert missing == Counter(
        [
            *(("required", pointer) for pointer in required),
            ("recommended", "/child/grade"),
            ("recommended", "/budget"),
        ]
    )


def test_a_group_is_asked_for_its_fields_only_when_it_is_there() -> None:
    assert found(good(school__leader={"phone": "22334455"})) == [("required", "/school/leader/name")]
    assert found(good(school__leader={})) == [("required", "/school/leader/name")]


def test_missing_and_recommended_in_rows() -> None:
    data = good(goals=[{"indicators": "Fremmøde"}, {"goal": "Læse"}, {}])
    assert found(data) == [
        ("required", "/goals/0/goal"),
        ("required", "/goals/2/goal"),
        ("recommended", "/goals/1/indicators"),
        ("recommended", "/goals/2/indicators"),
    ]


def test_recommended_is_a_warning_and_required_an_error() -> None:
    problems = {one.code: one for one in validate({}, FORM)}
    assert problems["recommended"].severity is Severity.WARNING
    assert problems["required"].severity is Severity.ERROR
    assert problems["required"].kind is FindingKind.FORM


# ── not allowed ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("child__name", "", "text.prompt"),
        ("child__name", "Skriv her", "text.prompt"),
        ("child__name", "......", "text.prompt"),
        ("child__name", " Alma", "text.unclean"),
        ("child__name", "Al\u200bma", "text.unclean"),
        ("child__name", "A\u030ase", "text.unclean"),
        ("child__name", "Alma\nTestrup", "text.unclean"),
        ("child__name", "x" * 41, "text.too_long"),
        ("child__name", 7, "type"),
        ("child__name", ["Alma"], "type"),
        ("child__view", "linje \nlinje", "text.unclean"),
        ("child__view", "x" * 201, "text.too_long"),
        ("child__cpr", "7403144007", "cpr.form"),
        ("child__cpr", "740314-400", "cpr.length"),
        ("child__cpr", "74O314-4007", "cpr.letters"),
        ("child__cpr", "310214-4002", "cpr.date"),
        ("child__birth_date", "14-03-2014", "date.form"),
        ("child__birth_date", "2014-02-30", "date.impossible"),
        ("child__birth_date", "1014-03-14", "date.year"),
        ("child__birth_date", "maj 2014", "date.imprecise"),
        ("child__birth_date", "i går", "date.unclear"),
        ("child__postal_code", "2100 København Ø", "postal_code.town"),
        ("child__postal_code", "DK-2100", "postal_code.form"),
        ("child__grade", 11, "grade.range"),
        ("child__grade", -1, "grade.range"),
        ("child__grade", "7", "type"),
        ("child__grade", 7.0, "type"),
        ("child__grade", True, "type"),
        ("child__interpreter", "Ja", "type"),
        ("child__interpreter", 1, "type"),
        ("school__institution_no", "1", "institution.length"),
        ("supplier__cvr", "00000028", "cvr.check"),
        ("supplier__cvr", "00000000", "cvr.check"),
        ("supplier__cvr", "0000027", "cvr.length"),
        ("supplier__cvr", "DK00000027", "cvr.form"),
        ("supplier__ean", "9520000000005", "ean.check"),
        ("supplier__ean", "952000000000", "ean.length"),
        ("supplier__phone", "22 33 44 55", "phone.form"),
        ("supplier__phone", "2233445", "phone.length"),
        ("supplier__phone", "+4522334455", "phone.form"),
        ("school__leader__email", "bo@skolen", "email.form"),
        ("budget", -1, "money.negative"),
        ("budget", 10_000_001, "number.too_large"),
        ("budget", "175.000 kr.", "type"),
        ("budget", 175_000.5, "type"),
        ("hours", 60.5, "number.too_large"),
        ("hours", -0.5, "number.too_small"),
        ("hours", float("nan"), "type"),
        ("hours", float("inf"), "type"),
        ("count", 0, "number.too_small"),
        ("count", 10**400, "number.too_large"),
        ("funding", "staten", "choice.unknown"),
        ("funding", 1, "type"),
        ("criteria", ["bridge", "bridge"], "choice.repeated"),
        ("criteria", ["bridge", "magic"], "choice.unknown"),
        ("goals", [], "rows.too_few"),
        ("goals", {"goal": "x"}, "type"),
        ("goals", "x", "type"),
        ("goals", [{"goal": "x", "indicators": "y"}] * 4, "rows.too_many"),
        ("child__nickname", "Mulle", "unknown_key"),
        ("goals__0__colour", "rød", "unknown_key"),
    ],
)
def test_each_broken_rule_has_its_code_once(path: str, value: Any, code: str) -> None:
    data = good(**({"school__leader__name": "Bo"} if "leader" in path else {}), **{path: value})
    pointer = "/" + path.replace("__", "/")
    assert found(data) == [(code, pointer)]


@pytest.mark.parametrize("value", [None, [], "x", 7, True])
def test_what_is_no_form_at_all(value: Any) -> None:
    assert [one for one in found(value) if one[0] == "type"] == [("type", "")]


def test_an_unclean_text_that_is_also_too_long_is_told_both() -> None:
    assert sorted(found(good(child__name=" " + "x" * 41))) == [
        ("text.too_long", "/child/name"),
        ("text.unclean", "/child/name"),
    ]


def test_keys_with_slashes_are_escaped() -> None:
    assert found(good(**{"a/b~c": 1})) == [("unknown_key", "/a~1b~0c")]


def test_what_a_problem_needs_for_its_sentence() -> None:
    def params(**changes: Any) -> dict[str, Any]:
        aside = ("cpr.replacement", "rows.repeated")
        (problem,) = (one for one in validate(good(**changes), FORM) if one.code not in aside)
        return dict(problem.params)

    assert params(child__name="x" * 41) == {"raw": "x" * 41, "limit": "40", "number": "41"}
    assert params(funding="staten") == {"raw": "staten", "allowed": "»Børn og Unge« eller »Social«"}
    assert params(budget=10_000_001) == {"raw": "10.000.001", "limit": "10.000.000"}
    assert params(child__cpr="740314-400") == {"raw": "740314-400", "digits": 9}
    assert params(goals=[{"goal": "x", "indicators": "y"}] * 4) == {"raw": "", "limit": "3", "number": "4"}


# ── worth a look ──────────────────────────────────────────────────────────────────────────────────────


def test_cpr_numbers() -> None:
    codes = {one.code: one.severity for one in validate(good(child__cpr="621112-5990"), FORM)}
    assert codes == {"cpr.replacement": Severity.NOTICE, "cpr.mod11": Severity.WARNING}
    # An ordinary number without the check, of one born on another day than the known holders.
    assert found(good(child__cpr="150636-9069")) == [("cpr.mod11", "/child/cpr")]
    assert found(good(child__cpr="150636-9068")) == []


def test_a_leading_nought_of_a_cvr_number_is_a_notice() -> None:
    problems = validate(good(supplier__cvr="00000027"), FORM)
    assert [(one.code, one.severity) for one in problems if one.pointer == "/supplier/cvr"] == [
        ("cvr.leading_zero", Severity.NOTICE)
    ]


def test_telephone_series() -> None:
    assert found(good(supplier__phone="22334455")) == []
    assert found(good(supplier__phone="+46701234567")) == []
    assert found(good(supplier__phone="12334455")) == [("phone.series", "/supplier/phone")]
    assert found(good(supplier__phone="00000001")) == [("phone.series", "/supplier/phone")]
    assert found(good(supplier__phone="00000001"), phone_exempt=("000000",)) == []
    assert found(good(supplier__phone="00000101"), phone_exempt=("000000",)) == [
        ("phone.series", "/supplier/phone")
    ]
    rows = good(guardians=[{"name": "Bo", "phone": "22334455"}, {"name": "Ida", "phone": "02334455"}])
    assert found(rows) == [("phone.series", "/guardians/1/phone")]


def test_too_many_rows_do_not_hide_what_stands_in_them() -> None:
    rows = [{"name": "Bo", "phone": "02334455"}] * 3
    assert found(good(guardians=rows)) == [
        ("rows.too_many", "/guardians"),
        *(("phone.series", f"/guardians/{n}/phone") for n in range(3)),
    ]


# ── the data without errors ───────────────────────────────────────────────────────────────────────────


def test_wrong_values_go_and_what_is_empty_then() -> None:
    data = good(supplier={"cvr": "123"}, child__nickname="Mulle", funding="staten", child__cpr="310214-4002")
    sound = without_errors(data, validate(data, FORM))
    assert sound == {**good(child__cpr=None)}
    assert not [one for one in validate(sound, FORM) if one.code not in ("required", "recommended")]


def test_rows_keep_their_numbers() -> None:
    data = good(guardians=[{"name": " "}, {"name": "Ida"}])
    assert without_errors(data, validate(data, FORM))["guardians"] == [{}, {"name": "Ida"}]
    data = good(guardians=[{"name": " "}])
    assert "guardians" not in without_errors(data, validate(data, FORM))


def test_too_many_rows_stay() -> None:
    data = good(goals=[{"goal": f"Mål {n}", "indicators": "y"} for n in range(4)])
    assert without_errors(data, validate(data, FORM)) == data


def test_only_what_the_sender_must_mend_goes() -> None:
    for severity, kind in ((Severity.WARNING, FindingKind.FORM), (Severity.ERROR, FindingKind.CRITERION)):
        problem = Problem(code="x", pointer="/budget", severity=severity, kind=kind)
        assert without_errors(GOOD, [problem]) == GOOD
    assert "budget" not in without_errors(GOOD, [Problem(code="x", pointer="/budget")])
    # an error about a group or the whole form takes no value away
    assert without_errors(GOOD, [Problem(code="x", pointer="/child"), Problem(code="y", pointer="")]) == GOOD


def test_the_data_given_is_left_as_it_is() -> None:
    data = good(budget=-1, school__leader={})
    before = copy.deepcopy(data)
    without_errors(data, validate(data, FORM))
    assert data == before


def test_what_is_no_form_leaves_nothing() -> None:
    nothings: tuple[Any, ...] = (None, [], "x", {})
    for value in nothings:
        assert without_errors(value, validate(value, FORM)) == {}


def test_two_forms_of_one_name_are_judged_each_by_its_own_schema() -> None:
    schema = copy.deepcopy(SCHEMA)
    schema["properties"]["budget"]["maximum"] = 5
    other = form_from_schema(schema, "lille", "skema", 1)
    assert [one.code for one in validate(GOOD, other) if one.pointer == "/budget"] == ["number.too_large"]
    assert [one.code for one in validate(GOOD, FORM) if one.pointer == "/budget"] == []


def test_every_entry_of_the_small_form_is_reachable() -> None:
    assert {type(entry) is Rows for entry in FORM.entries()} == {True, False}
    assert get(GOOD, "/goals/0/goal") == "Komme i skole"


def test_two_rows_that_say_the_same_are_worth_a_look() -> None:
    data = good()
    data["goals"].append(copy.deepcopy(data["goals"][0]))
    last = len(data["goals"]) - 1
    met = [(one.code, one.pointer) for one in validate(data, FORM)]
    assert met == [("cpr.replacement", "/child/cpr"), ("rows.repeated", f"/goals/{last}")]


def test_what_reading_told_of_a_field_is_not_told_again() -> None:
    read = (
        Problem(code="date.unclear", pointer="/a"),
        Problem(code="answer.maybe_beside", pointer="/b", severity=Severity.WARNING),
        Problem(code="label.similar", pointer="/c", severity=Severity.NOTICE),
    )
    checked = (
        Problem(code="required", pointer="/a"),
        Problem(code="required", pointer="/b"),
        Problem(code="recommended", pointer="/b", severity=Severity.WARNING),
        Problem(code="recommended", pointer="/c", severity=Severity.WARNING),
    )
    assert [(one.code, one.pointer) for one in untold(checked, read)] == [
        ("required", "/b"),
        ("recommended", "/c"),
    ]
