"""How a value stands on the form: Danish dates, amounts and numbers, everything else verbatim."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.danish import format_date_short, format_money, format_number, format_phone, iso_date
from pipeline.definitions import Field, Kind


def shown(entry: Field, value: Any) -> str:
    """The text of a field's control; a value of another type or shape than the field's stands as it is."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return str(value)
    if not isinstance(value, str):
        return (
            format_money(value)
            if entry.kind is Kind.MONEY and isinstance(value, int)
            else format_number(value)
        )
    if entry.kind is Kind.DATE and (day := day_of(value)):
        return format_date_short(day)
    if entry.kind is Kind.PHONE and len(value) == 8 and value.isdecimal():
        return format_phone(value)
    if entry.kind is Kind.CHOICE:
        return entry.choice_label(value)
    return value


def day_of(value: Any) -> date | None:
    """The day of an ISO date; None where there is no such day."""
    try:
        return iso_date(value) if isinstance(value, str) else None
    except ValueError:
        return None
