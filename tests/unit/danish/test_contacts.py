"""Telephone, e-mail, postal code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import danish


def code_of(found: object) -> str:
    assert isinstance(found, danish.Unclear), found
    return found.code


@pytest.mark.parametrize(
    "text",
    [
        "00000001", "00 00 00 01", "0000 0001", "+45 00 00 00 01", "0045 00 00 00 01", "(+45) 00000001",
        "Tlf. 00 00 00 01", "tlf.: 00000001", "Mobil 00-00-00-01", "00.00.00.01",
    ],
)  # fmt: skip
def test_ways_of_writing_a_danish_number(text: str) -> None:
    assert danish.parse_phone(text) == "00000001"


def test_foreign_numbers_keep_their_country() -> None:
    assert danish.parse_phone("+46 70 123 45 67") == "+46701234567"
    assert danish.parse_phone("0046 70 123 45 67") == "+46701234567"
    assert danish.format_phone("+46701234567") == "+46701234567"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("00 00 00 0", "phone.length"),
        ("00 00 00 01 2", "phone.length"),
        ("45 00 00 00 01", "phone.length"),
        ("+45 0000001", "phone.length"),
        ("00 00 00 01 / 00 00 00 02", "phone.several"),
        ("00000001 og 00000002", "phone.several"),
        ("00000001 00000002", "phone.several"),
        ("00 00 00 01 (mor)", "phone.form"),
        ("lokal 123", "phone.form"),
        ("05-06-2026", "phone.form"),
        ("5.6.2026", "phone.form"),
        ("+0", "phone.form"),
        ("+46", "phone.form"),
        ("OO OO OO O1", "phone.form"),
        ("ukendt", "phone.form"),
        ("", "phone.form"),
    ],
)
def test_what_is_no_certain_number(text: str, code: str) -> None:
    assert code_of(danish.parse_phone(text)) == code


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_a_number_is_read_back(phone: str) -> None:
    assert danish.parse_phone(danish.format_phone(phone)) == phone
    assert danish.parse_phone(f"+45{phone}") == phone


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True).filter(lambda phone: not phone.startswith("+45")))
def test_a_foreign_number_is_read_back(phone: str) -> None:
    assert danish.parse_phone(danish.format_phone(phone)) == phone


@pytest.mark.parametrize(
    "text",
    [
        "alma@skolen.example", "Alma.Testrup+skole@sub.skolen.example", "å.ø@blåbær.example", "a@b.dk",
        "mailto:alma@skolen.example",
    ],
)  # fmt: skip
def test_addresses(text: str) -> None:
    assert danish.parse_email(text) == text.removeprefix("mailto:")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("alma@skolen", "email.form"),
        ("alma.skolen.example", "email.form"),
        ("alma @skolen.example", "email.form"),
        ("alma@skolen.example.", "email.form"),
        (".alma@skolen.example", "email.form"),
        ("al..ma@skolen.example", "email.form"),
        ("alma@-skolen.example", "email.form"),
        ("alma@skolen.12", "email.form"),
        ("Alma <alma@skolen.example>", "email.form"),
        ("alma@skolen.example, bo@skolen.example", "email.several"),
        ("a" * 65 + "@skolen.example", "email.form"),
        ("alma@" + "a" * 250 + ".example", "email.form"),
        ("", "email.form"),
    ],
)
def test_what_is_no_address(text: str, code: str) -> None:
    assert code_of(danish.parse_email(text)) == code


def test_postal_codes() -> None:
    assert danish.parse_postal_code("2100") == "2100"
    assert danish.parse_postal_code("0900") == "0900"
    assert danish.parse_postal_code("DK-2100") == "2100"
    assert danish.parse_postal_code("DK 2100") == "2100"
    # The town has a field of its own; read as a postal code it would be lost.
    assert code_of(danish.parse_postal_code("2100 København Ø")) == "postal_code.town"
    for wrong in ("210", "21000", "2100-2200", "København", "21OO", ""):
        assert code_of(danish.parse_postal_code(wrong)) == "postal_code.form"


@given(st.text(max_size=300))
def test_any_text_is_a_value_or_unclear(text: str) -> None:
    for parse in (danish.parse_phone, danish.parse_email, danish.parse_postal_code):
        assert isinstance(parse(text), str | danish.Unclear)
