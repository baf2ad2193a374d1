"""Text that tells how to fill in a form, and is no answer."""

from __future__ import annotations

import re
from typing import Final

from pipeline.interpret.ink import FAINT, all_in, bare, without_leaders

_IMPERATIVES: Final = (
    r"skriv\w*|angiv\w*|udfyld\w*|sæt\b|vælg\b|oplys\w*|beskriv\w*|vedlæg\b|"
    r"skemaet\b|blanketten\b|formularen\b|felter\b|feltet\b|kryds\b|markér\b|marker\b"
)
_NOTES: Final = r"obs\b|nb\b|husk\b|bemærk\b"
_OF_FORM: Final = (
    r"(?=.*(?:skema|blanket|felt|udfyld|kryds|sendes|vedlæg|underskriv|samtykke|ansøgning|bilag))"
)
_TELLS: Final = re.compile(rf"(?i)(?:{_IMPERATIVES}|(?:{_NOTES}){_OF_FORM})")
"""How a sentence begins that can hardly be an answer."""
HELP: Final = re.compile(
    rf"(?i)^[\s(\[<*–-]*(?:{_IMPERATIVES}|{_NOTES}|fx|f\.eks\.|for eksempel|eksempel(?:vis)?\b|evt\.|hvis|"
    r"her |gerne|max|maks|mindst|højst|dd|ååå|dag, måned"
    r"|\d+ cifre|fornavn og efternavn|for- og efternavn|se )"
)
"""How a text begins that tells how to fill in a form."""
VALUE: Final = re.compile(
    r"[^\s@]@[^\s@]+\.\w|\d{5,}|(?<!\d)\d{2}(?: ?\d{2}){3}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}"
    r"|(?<!\d)\d{4} [A-ZÆØÅ]|\d ?kr\b"
)
"""What no label holds: an address of e-mail, a long number, a date, a postal code and town, an amount."""
_OF_PRINTER: Final = re.compile(
    r"(?i)\W*(?:(?:udskrevet|udskrift(?:sdato)?|printet)(?=[\s:]*(?:den|d\.|af|fra|\d))"
    r"|denne (?:besked|meddelelse) er [^.:]{3,40}\. ?(?:udskrevet|sendt) (?:fra|via)\b"
    r"|slut på udskrift|(?:udskrift|udtræk|besked|dokument|rapport|skema)(?:en|et)? slut\W*$)"
)
"""How what a system prints at the foot of its forms begins."""
_SHORT: Final = 1

_SENTENCES: Final = re.compile(rf"(?i)hvis\b(?!.*\b(?:{_IMPERATIVES})).*[a-zæøå]{{3}}[.!?] [A-ZÆØÅ»]")
"""Whole sentences that begin as help may, and tell nobody to write: an answer in italics does so too."""

_STOP: Final = re.compile(r"(?i)[^\W\d_]{5,}(?<!nr)(?<!tlf)(?<!adr)(?<!dist)(?<!inst)\.$")
"""A word that is no abbreviation, with a full stop behind it."""


_CLOSING: Final = re.compile(
    r"(?i)[\s–-]*(?:(?:med\s+)?(?:(?:venlig|kærlig)(?:e|st)?\s+)?hilsen|m\.?v\.?h|k\.?h"
    r"|(?:mange\s+|(?:de\s+)?bedste\s+|venlige\s+|kærlige\s+)?hilsner)\b"
    r"[\s.,:]*(.*)"
)
_FAREWELL: Final = re.compile(
    r"(?i)(?:ring|skriv|kontakt (?:os|mig)|sig til|(?:i|du) er velkom\w+ til at (?:ringe|skrive))\b"
    r".*\b(?:spørgsmål|tvivl)\b[^.]*[.!]?"
)
"""How a letter says that it may be asked about."""
_LONGEST_CLOSING: Final = 60
_FOR_OFFICE: Final = re.compile(
    r"(?i)(?:forbeholdt|(?:kun )?til (?:intern(?:t)? )?brug (?:for|i|hos)|udfyldes af)"
    r" (?:forvaltning|kommune|myndighed|administration|modtager|sekretariat|visitation|kontor)\w*\b.*"
    r"|modtaget(?: (?:den|d\.|af \w+))?|journaliseret(?: (?:den|d\.))?|journal(?:nr\.?|nummer)"
)
"""Labels of what the office that gets a form notes on it, as with a stamp."""
_STAMPED: Final = re.compile(
    r"(?i)(?:(?:den )?\d{1,2}[./-] ?\d{1,2}[./-] ?(?:\d{4}|\d{2})"
    r"|\d{2}\.\d{2}\.\d{2}-[A-Z]\d{2}-\d{1,6}-\d{2}|journal(?:nr\.?|nummer):?"
    r"|init\.?:? ?[A-ZÆØÅ]{2,5}|[\s,;:/])+"
)
"""What is written there: days and the numbers of its journal."""
_OF_SYSTEM: Final = re.compile(
    r"(?i)(?:(?:ind|af)?sendt|modtaget|oprettet)\s+(?:via|fra|gennem|med|i|på|den)\b.*"
    r"|(?:du|i|vi)\s+(?:vil\s+)?(?:modtager?|får?|hører)\b.*(?:svar|digital post|kvittering).*"
    r"|tak for (?:din|jeres) (?:henvendelse|ansøgning|indberetning|besvarelse).*"
    r"|(?:gem|print|udskriv|luk|tilbage|download|hent)\b[^|.]*(?:\|[^|]*)+"
    r"|[^.]*\b(?:skemaet|blanketten|formularen)\b[^.]*\b(?:sag(?:en)?|mappen?|elevmappen?|arkiv\w*|journal\w*"
    r"|opbevares|gemmes|sendes|afleveres|esdh)\b[^.]*\."
    r"|(?:.*[\s/,;.–-])?kopi(?:er)?\s+(?:er\s+)?(?:sendt|lagt|gemt)?\s*(?:til|i|på)\s+"
    r"(?:mappen?|elevmappen?|(?:elev|børne)?sagen|arkivet?|journalen)\W*"
)
"""What a self-service system prints below the last answer, or an office notes there: `Kopi til mappen`."""


def is_of_printer(text: str) -> bool:
    """Whether a line is what a system prints of itself: `Udskrevet 26-11-2026 10:14 af KMJ01`."""
    return len(text) <= _LONGEST_CLOSING and _OF_PRINTER.match(text) is not None


def closing(text: str) -> str | None:
    """What stands behind the words that end a letter, `Mvh. Bodil`; None where a line doesn't begin so.

    The line is part of no answer above it. `Ring, hvis der er spørgsmål` may be one all the same: all of it.
    """
    plain = bare(text).strip()
    if _FAREWELL.fullmatch(plain) and len(plain) <= 2 * _LONGEST_CLOSING:
        return plain
    found = _CLOSING.fullmatch(plain) if len(plain) <= _LONGEST_CLOSING else None
    return found[1] if found is not None else None


def is_of_system(text: str) -> bool:
    """Whether the last line of a document is a system's or an office's own: `Indsendt via borger.dk.`"""
    return len(text) <= 2 * _LONGEST_CLOSING and _OF_SYSTEM.fullmatch(text.strip()) is not None


def is_of_office(label: str, text: str) -> bool:
    """Whether a label and what stands at it are a note of the office itself: `Modtaget: 12.6.2026`.

    Beside another label, the form's title say, its own may be the first line of the text.
    """
    first, _, rest = bare(text).strip().partition("\n")
    for asks, said in ((bare(label), bare(text)), (first, rest)):
        if _FOR_OFFICE.fullmatch(asks.strip(" :")) and _STAMPED.fullmatch(said.strip()):
            return True
    return False


def is_in_brackets(text: str) -> bool:
    """Whether a text stands in brackets as a whole, as help does: `(udfyldes af skolen)`."""
    plain = bare(text).strip()
    return plain[:1] in ("(", "[", "<") and plain[-1:] in (")", "]", ">")


def is_help(text: str, *, in_grey: bool = False) -> bool:
    """Whether a line tells how to fill in the form; in one that is filled in in grey, grey says nothing."""
    plain = bare(text).strip()
    if (all_in(FAINT, text) and not in_grey) or is_in_brackets(text):
        return bool(HELP.match(plain)) and not _SENTENCES.match(plain)
    # `Hvis planen ikke virker, mødes vi igen.` may be somebody's answer.
    return bool(_TELLS.match(plain)) and plain.endswith(".") and without_leaders(plain) == plain


def is_sentence(text: str) -> bool:
    """Whether some words end in a full stop that is no abbreviation's: `Kontaktpersonen ringer altid.`"""
    said = text.rstrip()
    return said.endswith(".") and len(said.split()) > _SHORT and _STOP.search(said) is not None
