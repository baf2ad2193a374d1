"""Amounts and numbers as Danes write them: point between thousands, comma before decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.danish.text import Unclear, clean_line, fold

MOST = 999_999_999_999
"""More kroner, or a greater number, than any form can mean."""

_TOO_LARGE = Unclear(code="number.too_large", params={"limit": "999.999.999.999"})

_LONGEST = 80
"""Characters that a written number can have; past that it is a text."""

_WHOLE = r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|0|[1-9][0-9]*)"
_THOUSAND, _MILLION = ("tkr", "t", "tusind"), ("mio", "mill", "million", "millioner")
_SCALES = dict.fromkeys(_THOUSAND, 1000) | dict.fromkeys(_MILLION, 1_000_000)
_MONEY = re.compile(
    rf"(?:(?:kr|dkk)\b\.?\s*)?(?P<minus>[-−])?(?P<whole>{_WHOLE})(?:,(?P<decimals>[0-9]+|-{{1,2}}|[–—]))?"
    r"(?:\s*(?P<scale>tkr|t(?=\.?\s?kr)|tusind|mio|mill|millioner|million)(?![a-zæøå])\.?)?\s*(?:kr|kroner|dkk)?\.?"
)
_NUMBER = re.compile(rf"(?P<minus>[-−])?(?P<whole>{_WHOLE})(?:,(?P<decimals>[0-9]+))?\s*(?P<unit>[^0-9]*)")
_VAGUE = re.compile(
    r"^(?:ca|cirka|omkring|omtrent|næsten|mellem|fra|under|over)\b"
    r"|^(?:op til|højst|maks|max|maksimalt|mindst|min|minimum)\b"
    r"|^[~≈<>]|[0-9]\s*[-–—/]\s*[0-9]|[0-9] (?:til|eller|og) [0-9]"
)
_UNITS = {
    "lektion": ("lektion", "lektioner", "lekt", "lek"),
    "time": ("time", "timer", "tim", "t"),
    "minut": ("minut", "minutter", "min"),
    "dag": ("dag", "dage", "dagen", "dagligt", "daglige"),
    "uge": ("uge", "uger", "ugen", "ugentlig", "ugentligt", "ugentlige"),
    "måned": ("måned", "måneder", "måneden", "mdr", "md", "månedligt", "månedlige"),
    "år": ("år", "året", "årligt", "årlige"),
    "procent": ("procent", "%", "pct"),
    "krone": ("krone", "kroner", "kr"),
}
_UNIT_WORDS = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_BOX = re.compile(r"(☒|☑|✓|✔|☐|\[ ?x? ?\]|\( ?x? ?\)|\bx) ?(ja|nej)\b")
_FILLERS = frozenset({"pr", "per", "om", "i", "hver", ""})


def parse_money(text: str) -> int | Unclear:
    """Whole kroner, or why the text is no certain amount.

    A lone 175.000 is 175000, never 175. Codes: `money.ore` (parts of a krone), `money.negative`,
    `money.imprecise`, `money.unclear`, `number.too_large`.
    """
    line = _spaced(text)
    match = _MONEY.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None:
        return Unclear(code="money.imprecise" if _VAGUE.search(line) else "money.unclear")
    decimals = (match["decimals"] or "").strip("-–—")
    if not match["scale"] and len(decimals) > 2:
        # 175,000 may be an Englishman's thousands.
        return Unclear(code="money.unclear")
    amount = _value(match["whole"], decimals) * _SCALES.get(match["scale"] or "", 1)
    if amount != int(amount):
        return Unclear(code="money.ore")
    if match["minus"] and amount:
        return Unclear(code="money.negative")
    return int(amount) if amount <= MOST else _TOO_LARGE


def format_money(amount: int) -> str:
    """`175.000 kr.`"""
    return f"{amount:,} kr.".replace(",", ".")


def parse_number(text: str, unit: str = "") -> int | float | Unclear:
    """A number, with its unit or without; an int where it has no decimals.

    Codes: `number.unit` (12 timer where lektioner are asked for), `number.too_large`, `number.imprecise`,
    `number.unclear`.
    """
    line = _spaced(text)
    match = _NUMBER.fullmatch(line) if len(line) <= _LONGEST else None
    if _VAGUE.search(line):
        return Unclear(code="number.imprecise")
    if match is None:
        return Unclear(code="number.unclear")
    if not _unit_fits(match["unit"], unit):
        return Unclear(code="number.unit", params={"unit": unit} if unit else {})
    value = _value(match["whole"], match["decimals"] or "")
    if value > MOST:
        return _TOO_LARGE
    value = -value if match["minus"] else value
    return int(value) if value == int(value) else float(value)


def parse_integer(text: str, unit: str = "") -> int | Unclear:
    """A whole number; `number.whole` for one with decimals, else the codes of `parse_number`."""
    number = parse_number(text, unit)
    return Unclear(code="number.whole") if isinstance(number, float) else number


def format_number(number: int | float) -> str:
    """`9,5`, `12`, `12.000`; four digits stand without a point, as years and room numbers do."""
    text = str(number) if isinstance(number, int) else format(Decimal(repr(number)).normalize(), "f")
    whole, _, decimals = text.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{decimals}" if decimals else whole


def parse_grade(text: str) -> int | Unclear:
    """The grade (0–10) of a class or grade: `7.b`, `7B`, `7. klasse`, `bh.kl.` (0).

    Codes: `grade.range`, `grade.unclear`. 1.g to 3.g are unclear: so the classes of the gymnasium are called.
    """
    line = _spaced(text)
    if re.fullmatch(r"(?:bh|børnehave)\.? ?-?(?:kl|klasse|klassen)?\.?", line):
        return 0
    match = re.fullmatch(
        r"([0-9]{1,2}) ?\.? ?-?(?:(?:kl|klasse|klassetrin|årgang)\b\.? ?([a-zæøå])?|([a-zæøå]))?\.?", line
    )
    if match is None or (match[3] == "g" and match[1] in ("1", "2", "3")):
        return Unclear(code="grade.unclear")
    grade = int(match[1])
    return grade if grade <= 10 else Unclear(code="grade.range")


def parse_yes_no(text: str) -> bool | Unclear:
    """Yes or no in words, or as two boxes written in text (`☒ Ja ☐ Nej`, `[x] ja [ ] nej`).

    Codes: `boolean.both`, `boolean.unclear`. Two boxes of which none is ticked are unclear too: ask
    `is_unticked` first.
    """
    line = _spaced(text).rstrip(".! ")
    if line in ("ja", "j", "x", "☒", "☑", "✓", "✔", "[x]", "(x)"):
        return True
    if line in ("nej", "n"):
        return False
    ticked = {word for mark, word in _boxes(line) if mark}
    if len(ticked) == 2:
        return Unclear(code="boolean.both")
    return ticked == {"ja"} if ticked else Unclear(code="boolean.unclear")


def is_unticked(text: str) -> bool:
    """Whether boxes are drawn in the text and none of them is ticked."""
    line = _spaced(text)
    boxes = _boxes(line)
    return line in ("☐", "[ ]", "( )", "[]", "()") or (bool(boxes) and not any(mark for mark, _ in boxes))


def _boxes(line: str) -> list[tuple[bool, str]]:
    """The boxes of a text that holds nothing but boxes with Ja or Nej behind them."""
    boxes = [(bool(re.search("[☒☑✓✔x]", match[1])), match[2]) for match in _BOX.finditer(line)]
    return boxes if not re.sub("[ /,]+", "", _BOX.sub("", line)) else []


def _spaced(text: str) -> str:
    return " ".join(clean_line(text).casefold().split())


def _value(whole: str, decimals: str) -> Decimal:
    return Decimal(re.sub("[. ]", "", whole) + (f".{decimals}" if decimals else ""))


def _unit_fits(written: str, unit: str) -> bool:
    """Whether what stands behind a number says no more than the unit the form asks for."""
    said, asked = _unit_words(written), _unit_words(unit)
    return not said or (bool(asked) and asked[0] in said and set(said) <= set(asked))


def _unit_words(text: str) -> list[str]:
    words = re.split(r"[\s./]+", text.casefold())
    return [_UNIT_WORDS.get(word, fold(word)) for word in words if word not in _FILLERS]
