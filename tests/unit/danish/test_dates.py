"""Every way of writing a date that people use, and every one that is no certain day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import danish

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "1. september 2026", "den 1. september 2026", "d. 1/9 2026", "1/9-26", "01-09-2026", "01.09.2026",
        "1.9.2026", "1. sept. 2026", "2026-09-01",
        "1 september 2026", "1.september 2026", "1. Sep 2026", "1. sept 26", "1. september '26",
        "tirsdag den 1. september 2026", "Tirsdag d. 1. september 2026", "tirs. 1. sept. 2026",
        "1/9 2026", "1/9/2026", "1/9/26", "1/9-2026", "1-9-26", "1.9.26", "1. 9. 2026", "01 09 2026",
        "1./9. 2026", "1./9.-26", "01–09–2026", "1. september 2026.", "DEN 1. SEPTEMBER 2026",
        " 1.\u00a0september\u00a02026 ", "1.\nseptember 2026", "d 1/9 2026",
    ],
)  # fmt: skip
def test_the_first_of_september(text: str) -> None:
    assert danish.parse_date(text) == FIRST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("uge 36 2026", "date.imprecise"),
        ("uge 36", "date.imprecise"),
        ("ultimo maj", "date.imprecise"),
        ("primo september 2026", "date.imprecise"),
        ("medio maj 2026", "date.imprecise"),
        ("skoleåret 2026/27", "date.imprecise"),
        ("maj 2026", "date.imprecise"),
        ("Maj", "date.imprecise"),
        ("2026", "date.imprecise"),
        ("2026/27", "date.imprecise"),
        ("ca. 1. september 2026", "date.imprecise"),
        ("efter sommerferien", "date.imprecise"),
        ("snarest muligt", "date.imprecise"),
        ("efterår 2026", "date.imprecise"),
        ("i løbet af året", "date.imprecise"),
        ("1. september", "date.no_year"),
        ("den 1. september", "date.no_year"),
        ("1/9", "date.no_year"),
        ("1.9.", "date.no_year"),
        ("1/9 2026 - 30/6 2027", "date.several"),
        ("1. september 2026 eller 2. september 2026", "date.several"),
        ("01-09-2026 / 02-09-2026", "date.several"),
        ("31. februar 2026", "date.impossible"),
        ("29-02-2026", "date.impossible"),
        ("32/1 2026", "date.impossible"),
        ("1/13 2026", "date.impossible"),
        ("9/31/2026", "date.impossible"),
        ("2026-02-30", "date.impossible"),
        ("0/9 2026", "date.impossible"),
        ("1. september 2206", "date.year"),
        ("01-09-1026", "date.year"),
        ("mandag den 1. september 2026", "date.weekday"),
        ("010926", "date.unclear"),
        ("01092026", "date.unclear"),
        ("1. septembar 2026", "date.unclear"),
        ("1. september 20266", "date.unclear"),
        ("1. september 2026 kl. 14.30", "date.unclear"),
        ("1.-30. september 2026", "date.unclear"),
        ("2026/09/01", "date.unclear"),
        ("2026-9-1", "date.unclear"),
        ("１/９ 2026", "date.unclear"),
        ("i morgen", "date.unclear"),
        ("Alma", "date.unclear"),
        ("", "date.unclear"),
    ],
)
def test_what_is_no_certain_day(text: str, code: str) -> None:
    found = danish.parse_date(text)
    assert isinstance(found, danish.Unclear)
    assert found.code == code


def test_the_weekday_that_would_have_been_right_is_told() -> None:
    found = danish.parse_date("mandag den 1. september 2026")
    assert isinstance(found, danish.Unclear)
    assert found.params == {"weekday": "tirsdag"}


def test_a_two_digit_year_is_of_this_century_but_for_birth_dates() -> None:
    assert danish.parse_date("14/3-14") == date(2014, 3, 14)
    assert danish.parse_date("14/3-78") == date(2078, 3, 14)
    assert danish.parse_date("14/3-14", birth=True) == danish.Unclear(code="date.short_year")
    assert danish.parse_date("14/3-2014", birth=True) == date(2014, 3, 14)
    assert danish.parse_date("14/3-1978", birth=True) == date(1978, 3, 14)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_by_its_name(month: int) -> None:
    name = danish.MONTHS[month - 1]
    assert danish.parse_date(f"3. {name} 2026") == date(2026, month, 3)
    assert danish.parse_date(f"3. {name[:3]}. 2026") == date(2026, month, 3)


def test_day_comes_first_always() -> None:
    assert danish.parse_date("03-04-2026") == date(2026, 4, 3)
    assert danish.parse_date("12-11-10") == date(2010, 11, 12)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert danish.parse_date(danish.format_date_long(day)) == day
    assert danish.parse_date(danish.format_date_short(day)) == day
    assert danish.parse_date(f"{danish.weekday(day)} den {danish.format_date_long(day)}") == day
    assert danish.parse_date(day.isoformat()) == day
    assert danish.iso_date(day.isoformat()) == day


@given(st.text(max_size=200))
def test_any_text_is_a_day_or_unclear(text: str) -> None:
    assert isinstance(danish.parse_date(text), date | danish.Unclear)


def test_forms_of_a_date() -> None:
    assert danish.format_date_long(FIRST) == "1. september 2026"
    assert danish.format_date_short(FIRST) == "01-09-2026"
    assert danish.weekday(FIRST) == "tirsdag"
    assert [danish.weekday(date(2026, 8, 31 - n)) for n in (0, 1, 2)] == ["mandag", "søndag", "lørdag"]


@pytest.mark.parametrize("text", ["2026-9-1", "01-09-2026", "20260901", "2026-02-30", "2026-09-01T00:00", ""])
def test_iso_dates_are_exact(text: str) -> None:
    with pytest.raises(ValueError):
        danish.iso_date(text)
