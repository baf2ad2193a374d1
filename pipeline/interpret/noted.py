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
_ASKED: Final = r"spørgsmål|felt|feltnavn|emne|punkt|afsnit|nr\.?|pkt\.?|vi spørger om|dansk|question"
_OF_WHOM: Final = r"(?:til |indtastet )?(?:\w{4,20}s |dit |jeres |internt? )?"
_OF_BOTH: Final = r"oplysning(?:er)?"
"""What may stand over questions and over their answers."""
_ANSWERED: Final = (
    rf"(?:udfyldes|besvares|oplyses)(?: af .{{3,30}})?|answer"
    rf"|{_OF_WHOM}(?:svar|besvarelse|{_OF_BOTH}|værdi|indhold|tekst|referat|brug)"
)
_REMARKED: Final = rf"{_OF_WHOM}(?:kommentar(?:er)?|bemærkning(?:er)?|not(?:e|er|at|ater))"


def _heads(*words: str) -> re.Pattern[str]:
    """Heads of columns that say nothing else, one or several of them: `Referat/oplysning`."""
    return re.compile(rf"(?:(?:{'|'.join(words)})(?: ?/ ?|$))+")


_QUESTION, _ANSWER = _heads(_ASKED, _OF_BOTH), _heads(_ANSWERED)
_NOTHING: Final = _heads(_ASKED, _ANSWERED, _REMARKED)
_TIME: Final = re.compile(
    r"(?:den )?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\. [a-zæøå]+ \d{4})"
    r"(?:,| -|T)? ?(?:kl\.? ?)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?"
)
"""A day with the time of day, as a clock stamps it."""
_MORE: Final = _heads(_ANSWERED, _REMARKED, "uddybning", "begrundelse")
"""What stands over more of the answer."""
_WHO: Final = re.compile(r"(?!(?:Ja|Nej|Ingen)$)[A-ZÆØÅ][\w.'’-]*(?: [A-ZÆØÅ][\w.'’-]*){0,3}")
"""A name, initials, `System`."""
_NOTE: Final = re.compile(
    rf"(?i)(?:sidst |senest )?{_DONE}(?: af [^:]{{2,60}}?)?,?(?: den)? ?{_TIME.pattern}"
    r"(?: af [^:]{2,60})?\.?"
)
"""`Besvaret af Lone Prøve, 11.06.2026 kl. 9.11`, below an answer."""
_SEVERAL, _LEAST = 2, 3


def says_nothing(head: str) -> bool:
    """Whether words over labels, answers or remarks say nothing themselves: `Emne`, `Jeres svar`, none."""
    return not head or _NOTHING.fullmatch(head.casefold()) is not None


def is_note(text: str) -> bool:
    """Whether a line says nothing but who gave an answer, and at what time of which day."""
    return _NOTE.fullmatch(text.strip()) is not None


def noted_columns(heads: Mapping[int, str], columns: Mapping[int, Sequence[str]]) -> set[int]:
    """Which columns note something about the answers; `heads` in small letters, `columns` what stands below.

    Where a question and its answer have heads of their own, what stands beside them is noted that is headed
    so, that a clock has stamped in each row, or that says few names again and again beside such a column.
    """
    noted = {n for n, said in heads.items() if _OLD.fullmatch(said)}
    answers = [n for n, said in heads.items() if n and _ANSWER.fullmatch(said)]
    if not answers or not any(_QUESTION.fullmatch(said) for n, said in heads.items() if n < answers[0]):
        return noted
    others = [n for n, said in heads.items() if not (_MORE.fullmatch(said) or _QUESTION.fullmatch(said))]
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
