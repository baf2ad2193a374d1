"""One answer that holds the values of several fields: `Postnr. og by`, `Navn, telefon og e-mail`.

Values of a kind of their own (a number, a date, an address of e-mail) are found wherever they stand in it;
what is left must be exactly one text for each field of text, in their order. Else nobody can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.definitions import Field, Kind
from pipeline.interpret.ink import bare, without_leaders

PATTERNS: Final = {
    Kind.EMAIL: r"[^\s,;:<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+",
    Kind.CPR: r"(?<!\d)\d{6}[ -]?\d{4}(?!\d)",
    Kind.PHONE: r"(?<![\d-])(?:(?:\+|00)45[ ]?)?\d(?:[ ]?\d){7}(?![\d-])",
    Kind.DATE: r"(?:den |d\. ?)?\d{1,2}"
    r"(?:\. ?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.? ?|[./-])"
    r"(?:\d{1,2}[./ -])?\d{2,4}|\d{4}-\d{2}-\d{2}",
    Kind.POSTAL_CODE: r"(?<![\d.])\d{4}(?![\d.])",
    Kind.CVR: r"(?<!\d)(?:DK ?)?\d{2}(?: ?\d{2}){3}(?!\d)",
    Kind.EAN: r"(?<!\d)\d{13}(?!\d)",
    Kind.INSTITUTION: r"(?<!\d)\d{6}(?!\d)",
    Kind.GRADE: r"(?<!\d)(?:10|\d)\.?(?: ?kl(?:asse|\.)?)?(?![\d])",
    Kind.MONEY: r"(?:kr\. ?)?\d{1,3}(?:\.\d{3})*(?:,\d\d|,-)?(?: ?kr\.?)?",
}
"""How a value of a kind looks among others, the surest kinds first."""


_WORD_OF_KIND: Final = re.compile(
    r"(?i)(?:^|[,;(]?\s*(?<!\w))(?:på\s+)?(?:tlf|telefon|mobil|mail|e-?mail|cpr|nr)\.?(?:nr|nummer)?\.?:?$"
)
"""What stands before a value and says of what kind it is: `Ida Øst, tlf.`"""
_LISTS_IN_BRACKETS: Final = re.compile(r"(?i)([^()]+)\(([^()]*(?:,|\bog\b)[^()]*)\)")


_LISTS_BEHIND_COLON: Final = re.compile(r"(?i)([^():]{3,}):\s*((?:[^():,]+,\s*)+(?:og\s+)?[^():,]+)")
_CHOICES_IN_BRACKETS: Final = re.compile(
    r"([^()]{3,}?)\s*\((?:[^(),/]{1,25}[,/]\s*)+(?:eller\s+)?[^(),/]{1,25}\)"
)


_FROM_TO: Final = re.compile(r"(?i)(.*?)[\s,:(]*\bfra\s*(?:[-–—/]|og)\s*til\b[\s):*]*")
"""`Periode (fra – til)`, `Gælder fra/til`."""
_FROM: Final = re.compile(r"(?i)^fra(?: og med)?:?\s+")
_BETWEEN: Final = re.compile(r"(?i)\s*[,;]?\s+(?:[–—-]|(?:frem )?til(?: og med)?:?)\s+|\s*[–—]\s*")
"""What stands before two dates from one to the other, and between them."""
_DASHES: Final = "–—-"
_TAIL: Final = re.compile(r"(.{3,}?)\s*(?:\(([^()]{3,40})\)|\s[–—-]\s([^–—()]{3,40}))")


def lists_in_brackets(label: str) -> bool:
    """Whether a label says in brackets or behind a colon what it asks for: `Psykolog (navn og telefon)`."""
    return _listed(label) is not None


def _listed(label: str) -> re.Match[str] | None:
    return _LISTS_IN_BRACKETS.fullmatch(label) or _LISTS_BEHIND_COLON.fullmatch(label)


def without_choices(label: str) -> str:
    """The label without words in brackets that are answers to choose from: `Er barnets (mor, far, andet)`."""
    return _CHOICES_IN_BRACKETS.sub(r"\1", label)


def tail_of(label: str) -> tuple[str, str] | None:
    """The beginning of a label and what it ends with in brackets or behind a dash: `Samtykke (dato)`."""
    found = _TAIL.fullmatch(label)
    return (found[1], found[2] or found[3]) if found else None


def parts_of_label(label: str) -> tuple[str, ...]:
    """The labels that a label joins; one alone where it joins none."""
    if ranged := _FROM_TO.fullmatch(label):
        return f"{ranged[1]} fra".strip(), f"{ranged[1]} til".strip()
    if bracketed := _listed(label):
        inner = parts_of_label(bracketed[2])
        if len(inner) > 1:
            return tuple(f"{bracketed[1].strip()} {part}" for part in inner)
    parts = re.split(r"(?i)\s*(?:,|/|\+|&|\bog\b|\bsamt\b)\s*", label)
    return tuple(part.strip(" :*?") for part in parts if part.strip(" :*?"))


def is_range(text: str) -> bool:
    """Whether a text is two dates, from one to the other: `10/8-2026 – 9/8-2027`, `fra den … til den …`."""
    parts = _between(text)
    return len(parts) == 2 and all(re.fullmatch(PATTERNS[Kind.DATE], one, re.IGNORECASE) for one in parts)


def is_half_range(text: str) -> bool:
    """Whether a text is one of two dates, and a dash says which: `– 9/8-2027`, `10/8-2026 –`."""
    date = PATTERNS[Kind.DATE]
    found = re.fullmatch(rf"([–—-]\s*)?(?:{date})(\s*[–—-])?", bare(text).strip(), re.IGNORECASE)
    return found is not None and bool(found[1]) != bool(found[2])


def _between(text: str) -> list[str]:
    return _BETWEEN.split(_FROM.sub("", bare(text).strip()))


def share_out(fields: Sequence[Field], text: str) -> dict[Field, str] | None:
    """Which stretch of an answer belongs to which field; None where that is not certain."""
    if is_half_range(text) and [one.kind for one in fields] == [Kind.DATE, Kind.DATE]:
        plain = bare(text).strip()
        return {fields[plain[0] in _DASHES]: plain.strip(_DASHES + " \u00a0")}
    rest = " – ".join(_between(text)) if is_range(text) else without_leaders(bare(text).strip())
    found: dict[Field, str] = {}
    for kind, pattern in PATTERNS.items():
        asked = [one for one in fields if one.kind is kind]
        if not asked:
            continue
        met = list(re.finditer(pattern, rest, re.IGNORECASE))
        if len(met) > len(asked) or (len(asked) > 1 and len(met) != len(asked)):
            return None
        for one, value in zip(asked, met, strict=False):
            found[one] = value[0].strip()
        for value in reversed(met):
            rest = f"{rest[: value.start()]}\ue030{rest[value.end() :]}"
    others = [one for one in fields if one.kind not in PATTERNS]
    if any(one.kind is not Kind.TEXT or one.multiline for one in others):
        return None
    texts = [part.strip(" ,;:/\t\n-–") for part in re.split(r"[\ue030\n;]", rest)]
    texts = [part for text in texts if (part := _WORD_OF_KIND.sub("", text).strip(" ,;:/-–"))]
    if len(others) > 1 and len(texts) == 1:
        texts = [part.strip() for part in texts[0].split(",") if part.strip()]
    if found and not texts and len(others) == 1:
        return found  # `Postnr. og by: 2700`
    if len(texts) != len(others):
        return None
    return {**found, **dict(zip(others, texts, strict=True))}
