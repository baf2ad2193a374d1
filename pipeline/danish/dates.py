"""Danish dates, in and out: always day first, never guessed."""

from __future__ import annotations

import re
from datetime import date

from pipeline.danish.text import Unclear, clean_line

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Years outside these are typing errors (1. september 2206) in the data as on paper."""

_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_NUMBERS = {name: n for n, name in enumerate(MONTHS, 1)} | _SHORT_MONTHS
_SHORT_DAYS = ("man", "tir", "tirs", "ons", "tor", "tors", "fre", "lør", "søn")
_NAMES = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_WEEKDAY = "|".join((*WEEKDAYS, *sorted(_SHORT_DAYS, key=len, reverse=True)))
_DAY, _YEAR = "(?P<day>[0-9]{1,2})", "['’]?(?P<year>[0-9]{4}|[0-9]{2})"
_FIRST_SIGN = r"(?:\s*(?:\./|[./-])\s*|\s+)"  # 1/9, 1.9, 1-9, 1 9, 1./9
_SECOND_SIGN = r"(?:\s*(?:\.-|\./|[./-])\s*|\s+)"
_NUMERIC = f"{_DAY}{_FIRST_SIGN}(?P<month>[0-9]{{1,2}}){_SECOND_SIGN}{_YEAR}"
_NAMED = rf"{_DAY}\.?\s*(?P<month>{_NAMES})\b\.?,?\s*{_YEAR}"
_ISO = "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_LEAD = rf"(?:(?P<weekday>{_WEEKDAY})\b\.?,?\s*)?(?:(?:den|d\.?)\s*)?"
_WHOLE = tuple(re.compile(_LEAD + pattern) for pattern in (_NAMED, _NUMERIC, _ISO))
_ANY = re.compile("|".join(re.sub(r"\?P<[a-z]+>", "?:", pattern) for pattern in (_ISO, _NAMED, _NUMERIC)))
_NO_YEAR = re.compile(rf"{_LEAD}[0-9]{{1,2}}(?:\s*[./-]\s*[0-9]{{1,2}}\b|\.?\s*(?:{_NAMES})\b)[.,/-]?")
_IMPRECISE = re.compile(
    r"\b(?:uge|primo|medio|ultimo|skoleår\w*|forår\w*|sommer\w*|efterår\w*|vinter\w*|jul\w*|påske\w*|snarest\w*"
    r"|løbende|ca|cirka|omkring|omtrent|start\w*|begyndelsen|midt\w*|slut\w*|måned\w*|år\w*)\b"
    rf"|^(?:{_NAMES})\b\.?\s*(?:['’]?[0-9]{{2,4}})?$|^[0-9]{{4}}(?:\s*[-/]\s*[0-9]{{2,4}})?$"
)


def parse_date(text: str, *, birth: bool = False) -> date | Unclear:
    """The day that the text names, or why it names none for certain.

    Day first, always. A year of two digits is 20YY; for a birth date it could be either century, so it is
    unclear there. Codes: `date.impossible`, `date.year`, `date.short_year`, `date.weekday`, `date.several`,
    `date.no_year`, `date.imprecise`, `date.unclear`.
    """
    line = re.sub(r"[‐‑‒–—−]", "-", " ".join(clean_line(text).casefold().split())).rstrip(".,; ")
    for pattern in _WHOLE:
        if match := pattern.fullmatch(line):
            return _day(match, birth)
    if len(_ANY.findall(line)) > 1:
        return Unclear(code="date.several")
    if _NO_YEAR.fullmatch(line):
        return Unclear(code="date.no_year")
    return Unclear(code="date.imprecise" if _IMPRECISE.search(line) else "date.unclear")


def _day(match: re.Match[str], birth: bool) -> date | Unclear:
    day, month, year = match["day"], match["month"], match["year"]
    if len(year) == 2 and birth:
        return Unclear(code="date.short_year")
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return Unclear(code="date.year", params={"year": year})
    try:
        found = date(number, _MONTH_NUMBERS.get(month) or int(month), int(day))
    except ValueError:
        return Unclear(code="date.impossible")
    if match["weekday"] and not weekday(found).startswith(match["weekday"]):
        return Unclear(code="date.weekday", params={"weekday": weekday(found)})
    return found


def iso_date(text: str) -> date:
    """The day of an ISO text as the data holds it (`2026-09-01`); ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("not an ISO date")
    return date.fromisoformat(text)


def weekday(day: date) -> str:
    """`tirsdag`"""
    return WEEKDAYS[day.weekday()]


def format_date_long(day: date) -> str:
    """`1. september 2026`: running text and letters."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def format_date_short(day: date) -> str:
    """`01-09-2026`: tables and forms."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"
