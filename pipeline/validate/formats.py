"""The formats of the form schemas: what a text must look like to stand in the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline import danish
from pipeline.danish import Unclear


class Fault(ValueError):
    """Carries what is wrong with a formatted value through jsonschema."""

    def __init__(self, unclear: Unclear) -> None:
        super().__init__(unclear.code)
        self.unclear = unclear


def _line(text: str) -> Unclear | None:
    if danish.is_empty_text(text):
        return Unclear(code="text.prompt")
    return None if danish.is_clean_line(text) else Unclear(code="text.unclean")


def _prose(text: str) -> Unclear | None:
    if danish.is_empty_text(text):
        return Unclear(code="text.prompt")
    return None if danish.is_clean_prose(text) else Unclear(code="text.unclean")


def _spelt(name: str, parse: Callable[[str], Any]) -> Callable[[str], Unclear | None]:
    """The check of a format: the text must be what reading it would put into the data."""

    def check(text: str) -> Unclear | None:
        value = parse(text)
        if isinstance(value, Unclear):
            return value
        return None if str(value) == text else Unclear(code=f"{name}.form")

    return check


def _cpr(text: str) -> Unclear | None:
    fault = _spelt("cpr", danish.parse_cpr)(text)
    if fault is None:
        try:
            danish.birth_date(text)
        except ValueError:
            return Unclear(code="cpr.date")
    return fault


def _cvr(text: str) -> Unclear | None:
    fault = _spelt("cvr", danish.parse_cvr)(text)
    return fault or (None if danish.cvr_adds_up(text) else Unclear(code="cvr.check"))


def _ean(text: str) -> Unclear | None:
    fault = _spelt("ean", danish.parse_ean)(text)
    return fault or (None if danish.ean_adds_up(text) else Unclear(code="ean.check"))


_TEXT_FORMATS: dict[str, Callable[[str], Unclear | None]] = {
    "line": _line,
    "prose": _prose,
    "date": _spelt("date", danish.parse_date),
    "cpr": _cpr,
    "cvr": _cvr,
    "ean": _ean,
    "phone": _spelt("phone", danish.parse_phone),
    "email": _spelt("email", danish.parse_email),
    "postal-code": _spelt("postal_code", danish.parse_postal_code),
    "institution": _spelt("institution", danish.parse_institution),
}


def _money(amount: int) -> Unclear | None:
    return Unclear(code="money.negative") if amount < 0 else None


def _grade(grade: int) -> Unclear | None:
    return None if 0 <= grade <= 10 else Unclear(code="grade.range")


def _raising(kind: type, check: Callable[[Any], Unclear | None]) -> Callable[[object], bool]:
    """The check as jsonschema calls it: for values of every type, of which those of another one pass."""

    def checked(value: object) -> bool:
        if isinstance(value, kind) and (fault := check(value)):
            raise Fault(fault)
        return True

    return checked


FORMATS: dict[str, Callable[[object], bool]] = {
    **{name: _raising(str, check) for name, check in _TEXT_FORMATS.items()},
    "money": _raising(int, _money),
    "grade": _raising(int, _grade),
}
"""Each format's check: true, or a Fault that says what is wrong."""
