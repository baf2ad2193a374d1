"""Amounts, numbers, grades, yes and no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import danish
from pipeline.danish.amounts import MOST


def code_of(found: object) -> str:
    assert isinstance(found, danish.Unclear), found
    return found.code


@pytest.mark.parametrize(
    "text",
    [
        "175.000 kr.", "kr. 175.000", "175.000,00 kr.", "175.000,-", "175 000 kr.", "175\u00a0000 kr.",
        "175\u202f000\u00a0kr.", "175.000", "175000", "175000 kr", "Kr 175.000", "175.000 kroner",
        "DKK 175.000", "175.000 DKK", "175.000,- kr.", "175 t.kr.", "175 tkr.", "175 tusind kr.",
        "0,175 mio. kr.", "175.000,–", "175.000,--", "175.000,0",
    ],
)  # fmt: skip
def test_a_hundred_and_seventy_five_thousand(text: str) -> None:
    assert danish.parse_money(text) == 175_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("350 t.kr.", 350_000),
        ("2,5 mio. kr.", 2_500_000),
        ("1 mio.", 1_000_000),
        ("0 kr.", 0),
        ("-0", 0),
        ("999", 999),
    ],
)
def test_other_amounts(text: str, amount: int) -> None:
    assert danish.parse_money(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("175,000", "money.unclear"),
        ("175.00", "money.unclear"),
        ("1.23", "money.unclear"),
        ("17.5000", "money.unclear"),
        ("1.750 000", "money.unclear"),
        ("0.175", "money.unclear"),
        ("2.5 mio.", "money.unclear"),
        ("350 t", "money.unclear"),
        ("175.000 kr. pr. år", "money.unclear"),
        ("175.000 + 175.000", "money.unclear"),
        ("et hundrede tusind", "money.unclear"),
        ("175.000 €", "money.unclear"),
        ("efter aftale", "money.unclear"),
        ("", "money.unclear"),
        ("9" * 5000, "money.unclear"),
        ("175,50 kr.", "money.ore"),
        ("175.000,25", "money.ore"),
        ("-175.000 kr.", "money.negative"),
        ("ca. 175.000 kr.", "money.imprecise"),
        ("op til 350.000", "money.imprecise"),
        ("150.000-175.000 kr.", "money.imprecise"),
        ("~175.000", "money.imprecise"),
        ("1.000.000.000.000", "number.too_large"),
    ],
)
def test_what_is_no_certain_amount(text: str, code: str) -> None:
    assert code_of(danish.parse_money(text)) == code


@given(st.integers(0, MOST))
def test_an_amount_is_read_back(amount: int) -> None:
    assert danish.parse_money(danish.format_money(amount)) == amount
    assert danish.parse_money(str(amount)) == amount


def test_how_an_amount_is_written() -> None:
    assert danish.format_money(175_000) == "175.000 kr."
    assert danish.format_money(999) == "999 kr."
    assert danish.format_money(2_500_000) == "2.500.000 kr."


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12", "", 12),
        ("9,5", "", 9.5),
        ("9,0", "", 9),
        ("12 lektioner", "lektioner", 12),
        ("12 lekt.", "lektioner", 12),
        ("12 lektioner om ugen", "lektioner pr. uge", 12),
        ("12 lektioner", "lektioner pr. uge", 12),
        ("9,5 timer pr. uge", "timer pr. uge", 9.5),
        ("40 %", "%", 40),
        ("40%", "%", 40),
        ("40 pct.", "%", 40),
        ("12,5 procent", "%", 12.5),
        ("12 mdr.", "måneder", 12),
        ("1.200", "", 1200),
        ("-5", "", -5),
    ],
)
def test_numbers(text: str, unit: str, number: float) -> None:
    assert danish.parse_number(text, unit) == number


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("12 timer", "lektioner", "number.unit"),
        ("12 uger", "timer pr. uge", "number.unit"),
        ("12 timer", "", "number.unit"),
        ("12 lektioner om måneden", "lektioner pr. uge", "number.unit"),
        ("ca. 12", "", "number.imprecise"),
        ("ca. 12 lektioner", "lektioner", "number.imprecise"),
        ("12-15", "", "number.imprecise"),
        ("12 til 15", "", "number.imprecise"),
        ("mindst 12", "", "number.imprecise"),
        ("9.5", "", "number.unclear"),
        ("tolv", "", "number.unclear"),
        ("12 13", "", "number.unclear"),
        ("¾", "", "number.unclear"),
        ("１２", "", "number.unclear"),
        ("9999999999999", "", "number.too_large"),
    ],
)
def test_what_is_no_certain_number(text: str, unit: str, code: str) -> None:
    assert code_of(danish.parse_number(text, unit)) == code


def test_whole_numbers_are_whole() -> None:
    assert danish.parse_integer("12") == 12
    assert code_of(danish.parse_integer("9,5")) == "number.whole"
    assert code_of(danish.parse_integer("ca. 9")) == "number.imprecise"


@given(st.one_of(st.integers(-MOST, MOST), st.decimals(-9999, 9999, places=3).map(float)))
def test_a_number_is_read_back(number: float) -> None:
    assert danish.parse_number(danish.format_number(number)) == number


def test_how_a_number_is_written() -> None:
    written = [
        danish.format_number(number) for number in (9.5, 12, 2026, 12_000, 12_345.25, -3, 0.1, 10.0, 10**30)
    ]
    assert written == [
        "9,5", "12", "2026", "12.000", "12.345,25", "-3", "0,1", "10", "1" + ".000" * 10,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("7.b", 7), ("7B", 7), ("7. b", 7), ("7 b", 7), ("7", 7), ("7.", 7), ("7. klasse", 7), ("7. kl.", 7),
        ("7.kl. b", 7), ("0. kl.", 0), ("0. klasse", 0), ("bh.kl.", 0), ("bh. kl.", 0),
        ("Børnehaveklasse", 0), ("børnehaveklassen", 0), ("10. klasse", 10), ("10.a", 10),
        ("7. årgang", 7), ("4.g", 4), ("8. æ", 8),
    ],
)  # fmt: skip
def test_grades(text: str, grade: int) -> None:
    assert danish.parse_grade(text) == grade


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("11. klasse", "grade.range"), ("1.g", "grade.unclear"), ("3. g", "grade.unclear"),
        ("7.-8.", "grade.unclear"), ("syvende", "grade.unclear"), ("7bb", "grade.unclear"),
        ("specialklasse", "grade.unclear"), ("2026", "grade.unclear"), ("", "grade.unclear"),
    ],
)  # fmt: skip
def test_what_is_no_certain_grade(text: str, code: str) -> None:
    assert code_of(danish.parse_grade(text)) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ja", True), ("ja.", True), ("J", True), ("X", True), ("☒", True), ("✓", True), ("[x]", True),
        ("Nej", False), ("n", False), ("☒ Ja ☐ Nej", True), ("☐ Ja ☒ Nej", False), ("[ ] ja [x] nej", False),
        ("(x) Ja ( ) Nej", True), ("☐ Ja / ☑ Nej", False), ("x Ja", True), ("☒Ja  ☐Nej", True),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, value: bool) -> None:
    assert danish.parse_yes_no(text) is value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("☒ Ja ☒ Nej", "boolean.both"), ("Ja, delvist", "boolean.unclear"), ("Ja/Nej", "boolean.unclear"),
        ("måske", "boolean.unclear"), ("☐ Ja ☐ Nej", "boolean.unclear"), ("", "boolean.unclear"),
        ("☒ Ja, men ikke nu", "boolean.unclear"), ("ikke ja", "boolean.unclear"),
    ],
)  # fmt: skip
def test_neither_yes_nor_no(text: str, code: str) -> None:
    assert code_of(danish.parse_yes_no(text)) == code


def test_boxes_of_which_none_is_ticked() -> None:
    assert danish.is_unticked("☐ Ja ☐ Nej")
    assert danish.is_unticked("☐")
    assert danish.is_unticked("[ ] ja ( ) nej")
    assert not danish.is_unticked("☒ Ja ☐ Nej")
    assert not danish.is_unticked("Nej")
    assert not danish.is_unticked("☐ Ja ☐ Nej efter aftale")


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_is_a_value_or_unclear(text: str, unit: str) -> None:
    assert isinstance(danish.parse_money(text), int | danish.Unclear)
    assert isinstance(danish.parse_number(text, unit), int | float | danish.Unclear)
    assert isinstance(danish.parse_grade(text), int | danish.Unclear)
    assert isinstance(danish.parse_yes_no(text), bool | danish.Unclear)
