"""cpr, CVR, EAN and institutionsnummer; python-stdnum is the oracle for ordinary numbers."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import ean as stdnum_ean
from stdnum.dk import cpr as stdnum_cpr
from stdnum.dk import cvr as stdnum_cvr
from stdnum.exceptions import ValidationError

from pipeline import danish

CPR = st.from_regex(r"[0-9]{6}-[0-9]{4}", fullmatch=True)


def code_of(found: object) -> str:
    assert isinstance(found, danish.Unclear), found
    return found.code


@pytest.mark.parametrize(
    "text",
    [
        "740314-4007", "7403144007", "740314 4007", "740314 - 4007", "740314–4007", "740314\u00a04007",
        " 740314-4007 ", "74 03 14 4007", "740314\u200d-4007", "740314\n4007",
    ],
)  # fmt: skip
def test_ways_of_writing_a_cpr_number(text: str) -> None:
    assert danish.parse_cpr(text) == "740314-4007"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("740314-400", "cpr.length"),
        ("740314-40071", "cpr.length"),
        ("74O314-4007", "cpr.letters"),
        ("740314-4oo7", "cpr.letters"),
        ("740314-40l7", "cpr.letters"),
        ("７４０３１４-4007", "cpr.letters"),
        ("740314-KOT1", "cpr.form"),
        ("740314.4007", "cpr.form"),
        ("Alma", "cpr.form"),
        ("740314-4007 (Alma)", "cpr.form"),
        ("740314-xxxx", "cpr.form"),
    ],
)
def test_what_is_no_cpr_number(text: str, code: str) -> None:
    assert code_of(danish.parse_cpr(text)) == code


def test_how_many_digits_is_told() -> None:
    found = danish.parse_cpr("740314-400")
    assert isinstance(found, danish.Unclear)
    assert found.params == {"digits": 9}


@given(CPR)
def test_a_cpr_number_is_read_back(cpr: str) -> None:
    assert danish.parse_cpr(cpr) == cpr
    assert danish.parse_cpr(cpr.replace("-", "")) == cpr


@pytest.mark.parametrize(
    ("cpr", "born"),
    [
        ("740314-4007", dt.date(2014, 3, 14)),
        ("621112-5002", dt.date(2012, 11, 2)),
        ("890212-6059", dt.date(2012, 2, 29)),
        ("910815-9038", dt.date(2015, 8, 31)),
        ("610116-7001", dt.date(2016, 1, 1)),
        ("010135-4059", dt.date(2035, 1, 1)),
        ("150636-9068", dt.date(2036, 6, 15)),
    ],
)
def test_birth_dates_of_the_samples(cpr: str, born: dt.date) -> None:
    assert danish.birth_date(cpr) == born
    assert not danish.cpr_looks_mistyped(cpr)


@pytest.mark.parametrize(
    ("seventh", "short", "year"),
    [
        ("0", 0, 1900), ("3", 99, 1999), ("1", 50, 1950), ("4", 36, 2036), ("4", 37, 1937), ("9", 0, 2000),
        ("9", 99, 1999), ("5", 57, 2057), ("8", 58, 1858), ("6", 0, 2000), ("7", 99, 1899),
    ],
)  # fmt: skip
def test_the_century_follows_from_the_seventh_digit(seventh: str, short: int, year: int) -> None:
    assert danish.birth_date(f"1506{short:02}-{seventh}001") == dt.date(year, 6, 15)


@given(CPR)
def test_birth_dates_and_check_digits_agree_with_another_library(cpr: str) -> None:
    compact = stdnum_cpr.compact(cpr)
    assume(compact[0] in "0123")
    try:
        theirs = stdnum_cpr.get_birth_date(compact)
    except ValidationError:
        with pytest.raises(ValueError):
            danish.birth_date(cpr)
        return
    assert danish.birth_date(cpr) == theirs
    if (theirs.month, theirs.day) != (1, 1):
        assert danish.cpr_looks_mistyped(cpr) == (stdnum_cpr.checksum(compact) != 0)


@given(CPR)
def test_a_replacement_number_is_born_sixty_days_of_the_month_earlier(cpr: str) -> None:
    day = int(cpr[:2])
    assume(1 <= day <= 31)
    try:
        born = danish.birth_date(cpr)
    except ValueError:
        return
    raised = f"{day + 60}{cpr[2:]}"
    assert danish.birth_date(raised) == born
    assert danish.is_replacement(raised)
    assert not danish.is_replacement(cpr)


@pytest.mark.parametrize(
    "cpr",
    ["310214-4002", "000114-4000", "320114-4000", "011314-4000", "290213-4000", "600114-4000", "921214-4000"],
)
def test_days_that_are_none(cpr: str) -> None:
    with pytest.raises(ValueError):
        danish.birth_date(cpr)


def test_the_errors_of_birth_dates_hold_no_number() -> None:
    for wrong in ("310214-4002", "7403144007", "abc"):
        with pytest.raises(ValueError) as caught:
            danish.birth_date(wrong)
        assert wrong not in str(caught.value)


@pytest.mark.parametrize("cpr", ["740314-4991", "621112-5990", "890212-6991"])
def test_numbers_that_fail_the_check(cpr: str) -> None:
    assert danish.cpr_looks_mistyped(cpr)


def test_known_holders_of_numbers_without_the_check_are_left_in_peace() -> None:
    failing = [f"0101{short:02}-{serial:04}" for short in (65, 66) for serial in range(1000, 1010)]
    failing = [cpr for cpr in failing if stdnum_cpr.checksum(cpr.replace("-", "")) != 0]
    assert failing
    assert not any(danish.cpr_looks_mistyped(cpr) for cpr in failing)
    assert any(danish.cpr_looks_mistyped(cpr.replace("0101", "0201", 1)) for cpr in failing)


@pytest.mark.parametrize(
    "text",
    [
        "740314-4007", "7403144007", "740314 4007", "740314 - 4007", "74.03.14-4007", "74 03 14 4007",
        "740314–4007", "740314\u200d4007", "740314_4007", "７４０３１４4007", "7403\u00a0144007",
    ],
)  # fmt: skip
def test_masking_anywhere(text: str) -> None:
    masked = danish.mask_cprs(f"kopi af {text}.docx")
    assert "4007" not in masked
    assert masked.startswith("kopi af ")
    assert masked.endswith("-xxxx.docx")


def test_masking_leaves_what_is_no_cpr_number() -> None:
    for text in (
        "5790000000012", "01-09-2026 14.30", "SF-2026-0137", "12 34 56 78", "175.000 kr.",
        "2026-09-01T12:30:00",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "a" * 22 + "1234567890",
    ):  # fmt: skip
        assert danish.mask_cprs(text) == text


def test_masking_one() -> None:
    assert danish.mask_cpr("740314-4007") == "740314-xxxx"
    assert danish.mask_cprs("sag00740314-4007 og 621112-5002") == "sag00740314-xxxx og 621112-xxxx"


@pytest.mark.parametrize(
    "text",
    [
        "00000132",
        "00 00 01 32",
        "DK00000132",
        "DK 00 00 01 32",
        "dk-00000132",
        "CVR 00000132",
        "CVR-nr.: 00000132",
    ],
)
def test_ways_of_writing_a_cvr_number(text: str) -> None:
    assert danish.parse_cvr(text) == "00000132"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0000132", "cvr.length"),
        ("000001320", "cvr.length"),
        ("SE00000132", "cvr.form"),
        ("O0000132", "cvr.form"),
        ("", "cvr.form"),
    ],
)
def test_what_is_no_cvr_number(text: str, code: str) -> None:
    assert code_of(danish.parse_cvr(text)) == code


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_the_cvr_check_agrees_with_another_library(cvr: str) -> None:
    assert danish.parse_cvr(cvr) == cvr
    if cvr[0] != "0":  # theirs takes no leading nought
        assert danish.cvr_adds_up(cvr) == stdnum_cvr.is_valid(cvr)


def test_the_cvr_numbers_of_the_samples() -> None:
    assert danish.cvr_adds_up("00000027")
    assert danish.cvr_adds_up("00000132")
    assert not danish.cvr_adds_up("00000000")
    assert not danish.cvr_adds_up("00000028")


@given(st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_the_ean_check_agrees_with_another_library(ean: str) -> None:
    assert danish.parse_ean(ean) == ean
    assert danish.ean_adds_up(ean) == stdnum_ean.is_valid(ean)


def test_ways_of_writing_an_ean_number() -> None:
    for text in (
        "9520000000004",
        "952 0000 000004",
        "EAN 9520000000004",
        "EAN-nr. 9520000000004",
        "GLN: 9520000000004",
    ):
        assert danish.parse_ean(text) == "9520000000004"
    assert danish.ean_adds_up("9520000000004")
    assert code_of(danish.parse_ean("952000000000")) == "ean.length"
    assert code_of(danish.parse_ean("952000000000X")) == "ean.form"


def test_institution_numbers() -> None:
    assert danish.parse_institution("000001") == "000001"
    assert danish.parse_institution("101 001") == "101001"
    assert code_of(danish.parse_institution("1001")) == "institution.length"
    assert code_of(danish.parse_institution("Eksempelskolen")) == "institution.form"


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_unclear(text: str) -> None:
    for parse in (danish.parse_cpr, danish.parse_cvr, danish.parse_ean, danish.parse_institution):
        assert isinstance(parse(text), str | danish.Unclear)
    danish.mask_cprs(text)
