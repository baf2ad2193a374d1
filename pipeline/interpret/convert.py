"""What one written answer says, in the type of its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from pipeline import danish
from pipeline.danish import Unclear
from pipeline.definitions import Choice, Field, Kind
from pipeline.records import Answer

_PARSERS: dict[Kind, Callable[[str], Any]] = {
    Kind.CPR: danish.parse_cpr,
    Kind.CVR: danish.parse_cvr,
    Kind.EAN: danish.parse_ean,
    Kind.PHONE: danish.parse_phone,
    Kind.EMAIL: danish.parse_email,
    Kind.POSTAL_CODE: danish.parse_postal_code,
    Kind.INSTITUTION: danish.parse_institution,
    Kind.MONEY: danish.parse_money,
    Kind.GRADE: danish.parse_grade,
}

_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.INTEGER)


def convert(field: Field, answer: Answer) -> Any:
    """The value, an `Unclear`, or None where boxes are drawn in the text and none is ticked."""
    raw = answer.raw
    if field.kind in _NUMBERS and len(re.split(r"[\n\t]+", raw.strip())) > 1:
        # 12 and 345 below each other are not 12.345.
        return Unclear(code="money.unclear" if field.kind is Kind.MONEY else "number.unclear")
    match field.kind:
        case Kind.TEXT:
            return danish.clean_prose(raw) if field.multiline else danish.clean_line(raw)
        case Kind.DATE:
            return _date(raw, answer.iso, birth=field.path[-1] == "birth_date")
        case Kind.NUMBER:
            return danish.parse_number(raw, field.unit)
        case Kind.INTEGER:
            return danish.parse_integer(raw, field.unit)
        case Kind.BOOLEAN:
            return None if danish.is_unticked(raw) else danish.parse_yes_no(raw)
        case Kind.CHOICE:
            return _choice(field, raw, answer.choice)
        case Kind.CHOICES:
            return _choices(field, raw)
        case kind:
            return _PARSERS[kind](raw)


def _date(raw: str, iso: str, *, birth: bool) -> str | Unclear:
    """The day a person sees in the text; what the control has stored must not say otherwise.

    A stored date alone never stands in for unreadable text: it may be older than the text. It only tells
    the century where the text has everything else.
    """
    seen = danish.parse_date(raw, birth=birth)
    stored = _stored_day(iso)
    if isinstance(seen, Unclear):
        if seen.code == "date.short_year" and stored and danish.parse_date(raw) in _centuries(stored):
            return stored.isoformat()
        return seen
    if stored and stored != seen:
        return Unclear(code="date.disagrees", params={"stored": danish.format_date_short(stored)})
    return seen.isoformat()


def _stored_day(iso: str) -> date | None:
    try:
        return danish.iso_date(iso[:10])
    except ValueError:
        return None


def _centuries(day: date) -> list[date]:
    """The day with its two-digit year read as 20YY; none for 29 February of a year that was none then."""
    try:
        return [day.replace(year=2000 + day.year % 100)]
    except ValueError:
        return []


def _choice(field: Field, raw: str, chosen: str) -> str | Unclear:
    """The value chosen from a list, or named by its Danish words."""
    named = _named(field.choices, raw)
    if any(choice.value == chosen for choice in field.choices):
        # A list whose text has been overtyped keeps the old choice: what a person sees must agree.
        if named is None or named.value != chosen:
            return Unclear(code="choice.disagrees", params={"stored": field.choice_label(chosen)})
        return chosen
    return named.value if named else unknown_choice(field)


def _choices(field: Field, raw: str) -> list[str] | Unclear:
    """Several values, named by their Danish words with commas, semicolons or lines between them."""
    parts = [raw] if _named(field.choices, raw) else re.split(r"[,;\n]", raw)
    named = [_named(field.choices, part) for part in parts if part.strip()]
    values = {choice.value for choice in named if choice}
    if None in named:
        return unknown_choice(field)
    return [choice.value for choice in field.choices if choice.value in values]


def unknown_choice(field: Field) -> Unclear:
    """The answer is none of those that the field offers."""
    labels = [choice.label for choice in field.choices]
    return Unclear(code="choice.unknown", params={"allowed": danish.either(labels)})


def _named(choices: tuple[Choice, ...], words: str) -> Choice | None:
    """The one choice that these words are."""
    key = danish.fold(words)
    fitting = [one for one in choices if key in map(danish.fold, (one.label, *one.aliases))]
    return fitting[0] if len(fitting) == 1 else None
