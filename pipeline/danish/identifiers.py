"""Numbers that name people, firms and schools: cpr, CVR, EAN and institutionsnummer."""

from __future__ import annotations

import re
from datetime import date

from pipeline.danish.text import Unclear, clean_line

_DASHES = "‐‑‒–—−-"

# Born on 1 January of these years, people hold valid numbers that fail the check (CPR-kontoret, list of
# 10 May 2023, "not exhaustive").
_KNOWN_EXCEPTIONS = frozenset(
    {1960, 1962, *range(1964, 1968), 1969, 1970, 1974, 1975, 1978, *range(1980, 1993), 1994, 1995}
)


def parse_cpr(text: str) -> str | Unclear:
    """The number with its hyphen (`740314-4007`); whether such a day exists is another question.

    Codes: `cpr.letters` (the letter O for a nought, digits of other scripts), `cpr.length`, `cpr.form`.
    """
    line = clean_line(text)
    compact = re.sub(rf"[\s{_DASHES}]", "", line)
    if not re.fullmatch("[0-9]*", compact):
        looks_like_digits = re.fullmatch(r"[\doOlI]{10}", compact)
        return Unclear(code="cpr.letters" if looks_like_digits else "cpr.form")
    if len(compact) != 10:
        return Unclear(code="cpr.length", params={"digits": len(compact)})
    return f"{compact[:6]}-{compact[6:]}"


def birth_date(cpr: str) -> date:
    """The birth date that a number (with its hyphen) stands for; ValueError where there is no such day.

    The century follows from the seventh digit; replacement numbers carry 60 more in the day.
    """
    if not re.fullmatch("[0-9]{6}-[0-9]{4}", cpr):
        raise ValueError("not a cpr number")
    day, month, short, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[7])
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if short <= 36 else 1900
    else:
        century = 2000 if short <= 57 else 1800
    return date(century + short, month, day - 60 if day > 60 else day)


def is_replacement(cpr: str) -> bool:
    """Whether this is an erstatningspersonnummer: the day raised by 60."""
    return cpr[0] in "6789"


def cpr_looks_mistyped(cpr: str) -> bool:
    """Whether the number fails mod 11 and its birth date isn't one of those known to.

    Never an error: numbers without the check have been given out since 2007.
    """
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    digits = zip(cpr.replace("-", ""), weights, strict=True)
    if sum(int(digit) * weight for digit, weight in digits) % 11 == 0:
        return False
    born = birth_date(cpr)
    return not (born.month == born.day == 1 and born.year in _KNOWN_EXCEPTIONS)


def mask_cpr(cpr: str) -> str:
    """`740314-xxxx`: enough to recognise a person by who knows the number already."""
    return f"{cpr[:6]}-xxxx"


_CPR_ANYWHERE = re.compile(
    r"(?P<hash>\b[0-9a-f]{32,}\b)"
    r"|(?<!\d)\d\d[ .\u00a0]?\d\d[ .\u00a0]?\d\d[\s\u00ad\u200b-\u200d\u2060\ufeff‐‑‒–—−._-]{0,3}\d{4}(?!\d)"
    r"|\d{6}-\d{4}"
)


def mask_cprs(text: str) -> str:
    """The text with every cpr-shaped number masked, however it is spaced; rather one too many.

    A hash in hexadecimal stays: ten digits of it in a row are no cpr number.
    """
    return _CPR_ANYWHERE.sub(_masked, text)


def _masked(match: re.Match[str]) -> str:
    if match["hash"]:
        return match[0]
    return re.sub(r"\D", "", match[0])[:6] + "-xxxx"


def parse_cvr(text: str) -> str | Unclear:
    """Eight digits of `12 34 56 78`, `DK12345678`, `CVR-nr. 12345678`; `cvr.length`, `cvr.form`."""
    line = re.sub(r"^(?:dk[\s-]?|cvr(?:[-. ]?n(?:umme)?r)?[.: ]*)", "", clean_line(text), flags=re.IGNORECASE)
    return _digits(line, 8, "cvr")


def cvr_adds_up(cvr: str) -> bool:
    """Mod 11 with the weights of Erhvervsstyrelsen; eight noughts are no number."""
    weighed = sum(int(digit) * weight for digit, weight in zip(cvr, (2, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return weighed % 11 == 0 and cvr != "00000000"


def parse_ean(text: str) -> str | Unclear:
    """Thirteen digits, spaced or not, `EAN` before them or not; `ean.length`, `ean.form`."""
    line = re.sub(r"^(?:ean|gln)(?:[-. ]?n(?:umme)?r)?[.: ]*", "", clean_line(text), flags=re.IGNORECASE)
    return _digits(line, 13, "ean")


def ean_adds_up(ean: str) -> bool:
    """The check digit of GS1: weights 1 and 3 from the left."""
    return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(ean)) % 10 == 0


def parse_institution(text: str) -> str | Unclear:
    """Six digits; `institution.length`, `institution.form`."""
    return _digits(clean_line(text), 6, "institution")


def _digits(text: str, length: int, name: str) -> str | Unclear:
    compact = re.sub(rf"[\s{_DASHES}]", "", text)
    if not re.fullmatch("[0-9]+", compact):
        return Unclear(code=f"{name}.form")
    if len(compact) != length:
        return Unclear(code=f"{name}.length", params={"digits": len(compact)})
    return compact
