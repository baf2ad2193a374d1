"""How to reach people: telephone, e-mail and postal code."""

from __future__ import annotations

import re
from typing import Final

from pipeline.danish.text import Unclear, clean_line

_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_DOMAIN = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
_DAY: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d")
"""The day of something: `05-06-2026`."""


def parse_phone(text: str) -> str | Unclear:
    """Eight digits for a Danish number, `+46701234567` for a foreign one.

    Codes: `phone.several`, `phone.length`, `phone.form`.
    """
    line = re.sub(r"^(?:tlf|tel|telefon|mobil|mob)\b[.: ]*", "", clean_line(text), flags=re.IGNORECASE)
    if _DAY.fullmatch(line):
        return Unclear(code="phone.form")  # eight digits, and yet no number
    compact = re.sub(r"[\s().‐‑‒–—−-]", "", line)
    if not re.fullmatch(r"\+?[0-9]+", compact):
        parts = [re.sub(r"\D", "", part) for part in re.split(r"[/,;]|\b(?:og|eller)\b", line)]
        several = sum(len(part) >= 8 for part in parts) > 1
        return Unclear(code="phone.several" if several else "phone.form")
    if len(compact) > 8 and re.match("00[1-9]", compact):
        compact = "+" + compact[2:]
    if compact.startswith("+45"):
        compact = compact[3:]
    elif compact.startswith("+"):
        # A telephone number holds up to 15 digits with its country's (E.164).
        return compact if re.fullmatch(r"\+[1-9][0-9]{6,14}", compact) else Unclear(code="phone.form")
    if len(compact) == 16:
        return Unclear(code="phone.several")
    return compact if len(compact) == 8 else Unclear(code="phone.length", params={"digits": len(compact)})


def format_phone(phone: str) -> str:
    """`12 34 56 78`; a foreign number as it is."""
    if phone.startswith("+"):
        return phone
    return " ".join(phone[n : n + 2] for n in range(0, len(phone), 2))


def parse_email(text: str) -> str | Unclear:
    """One bare address; its case is kept. Codes: `email.several`, `email.form`."""
    line = clean_line(text).removeprefix("mailto:")
    if len(line) <= 254 and re.fullmatch(f"{_LOCAL}@{_DOMAIN}", line) and len(line.partition("@")[0]) <= 64:
        return line
    return Unclear(code="email.several" if line.count("@") > 1 else "email.form")


def parse_postal_code(text: str) -> str | Unclear:
    """Four digits, `DK-` before them or not.

    A town behind the number is unclear: it has a field of its own, and would be lost here. Codes:
    `postal_code.town`, `postal_code.form`.
    """
    line = re.sub(r"^dk[\s-]?(?=[0-9])", "", clean_line(text), flags=re.IGNORECASE)
    if re.fullmatch("[0-9]{4}", line):
        return line
    return Unclear(code="postal_code.town" if re.match(r"[0-9]{4}\s+\D", line) else "postal_code.form")
