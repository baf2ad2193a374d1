"""Columns in which a system notes who gave an answer, and when: they are about the answers, and hold none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_DONE: Final = (
    r"(?:rettet|ændret|opdateret|oprettet|registreret|besvaret|svaret|udfyldt|indtastet|tastet|afgivet|noteret"
    r"|gemt|indberettet)"
)
_NOTED: Final = re.compile(
    rf"(?:(?:sidst|senest) )?{_DONE}(?: (?:af|den|dato|kl\.?|tid|tidspunkt|hvornår))?"
    r"|tidspunkt(?: for (?:svar|besvarelse|ændring))?|tidsstempel|dato(?: og |/| / )(?:tid|klokkeslæt|kl\.?)"
    r"|bruger(?:navn|id|-id)?|initialer|log|logget(?: af)?|svarer|respondent|hvem har svaret"
)
"""What stands over such a column where answers stand beside their questions."""
_OLD: Final = re.compile(r"(?:rettet|ændret|opdateret|oprettet|registreret)(?: af)?|sidst (?:ændret|rettet)")
"""What stands over it wherever it is."""
_QUESTION: Final = frozenset(
    ["spørgsmål", "felt", "feltnavn", "oplysning", "oplysninger", "vi spørger om", "spørgsmål / question"]
)
_ANSWER: Final = frozenset(
    [
        *("svar", "besvarelse", "værdi", "indtastet værdi", "indhold", "jeres svar", "dit svar"),
        *("skolens svar", "svar / answer", "answer"),
    ]
)
_TIME: Final = re.compile(
    r"(?:den )?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\. [a-zæøå]+ \d{4})"
    r"(?:,| -|T)? ?(?:kl\.? ?)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?"
)
"""A day with the time of day, as a clock stamps it."""
_REMARKS: Final = frozenset(
    ["kommentar", "kommentarer", "bemærkning", "bemærkninger", "note", "noter", "uddybning", "begrundelse"]
)
"""What stands over more of the answer."""
_WHO: Final = re.compile(r"(?!(?:Ja|Nej|Ingen)$)[A-ZÆØÅ][\w.'’-]*(?: [A-ZÆØÅ][\w.'’-]*){0,3}")
"""A name, initials, `System`."""
_NOTE: Final = re.compile(
    rf"(?i)(?:sidst |senest )?{_DONE}(?: af [^:]{{2,60}}?)?,?(?: den)? ?{_TIME.pattern}"
    r"(?: af [^:]{2,60})?\.?"
)
"""`Besvaret af Lone Prøve, 11.06.2026 kl. 9.11`, below an answer."""
_SEVERAL, _LEAST = 2, 3


def is_note(text: str) -> bool:
    """Whether a line says nothing but who gave an answer, and at what time of which day."""
    return _NOTE.fullmatch(text.strip()) is not None


def noted_columns(heads: Mapping[int, str], columns: Mapping[int, Sequence[str]]) -> set[int]:
    """Which columns note something about the answers; `heads` in small letters, `columns` what stands below.

    Where a question and its answer have heads of their own, what stands beside them is noted that is headed
    so, that a clock has stamped in each row, or that says few names again and again beside such a column.
    """
    noted = {n for n, said in heads.items() if _OLD.fullmatch(said)}
    answers = [n for n, said in heads.items() if said in _ANSWER]
    if not answers or not any(said in _QUESTION for n, said in heads.items() if n < answers[0]):
        return noted
    others = [n for n, said in heads.items() if said not in _REMARKS | _ANSWER | _QUESTION]
    noted |= {n for n in others if _NOTED.fullmatch(heads[n]) or _is_stamped(columns.get(n, ()))}
    if noted:
        noted |= {n for n in others if heads[n] and _names_few(columns.get(n, ()))}
    return noted


def _is_stamped(texts: Sequence[str]) -> bool:
    said = [text for text in texts if text]
    return len(said) >= _SEVERAL and all(_TIME.fullmatch(text) for text in said)


def _names_few(texts: Sequence[str]) -> bool:
    """Whether a column holds nothing but names, few of them, each in several rows: who answered."""
    said = [text for text in texts if text]
    few = len(said) >= _LEAST and _SEVERAL * len(set(said)) <= len(said)
    return few and all(_WHO.fullmatch(text) for text in said)
