"""Text that tells how to fill in a form, and is no answer."""

from __future__ import annotations

import re
from typing import Final

from pipeline.interpret.ink import FAINT, all_in, bare

_SHORT: Final = 2
_STOP: Final = re.compile(r"[^\W\d_]{5,}\.$")
"""A word too long for an abbreviation with a full stop behind it."""
HELP: Final = re.compile(
    r"(?i)^[\s(\[<*–-]*(?:skriv\w*|angiv\w*|udfyld\w*|sæt|vælg|oplys\w*|beskriv\w*|fx|f\.eks\.|for eksempel|"
    r"eksempel|evt\.|hvis|her |husk|bemærk|vedlæg|gerne|max|maks|mindst|højst|dd|ååå|\d+ cifre|"
    r"fornavn og efternavn|for- og efternavn|se |skemaet|felter|feltet|kryds|markér|marker)"
)
"""How a text begins that tells how to fill in a form."""


def is_in_brackets(text: str) -> bool:
    """Whether a text stands in brackets as a whole, as help does: `(udfyldes af skolen)`."""
    plain = bare(text).strip()
    return plain[:1] in ("(", "[", "<") and plain[-1:] in (")", "]", ">")


def is_help(text: str) -> bool:
    """Whether a line tells how to fill in the form."""
    plain = bare(text).strip()
    bracketed = plain[:1] in "([<" and plain[-1:] in ")]>"
    return bool(HELP.match(plain)) and (all_in(FAINT, text) or bracketed or plain.endswith("."))


def is_sentence(text: str) -> bool:
    """Whether some words end in a full stop that is no abbreviation's: `Kontaktpersonen ringer altid.`"""
    return len(text.split()) > _SHORT and _STOP.search(text.rstrip()) is not None
