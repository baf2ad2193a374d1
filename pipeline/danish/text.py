"""Text as it may stand in a form: cleaned of what no eye sees, empty where only a prompt stands.

Word, PDF and mail carry invisible characters, three kinds of line break and two spellings of å. What becomes
data goes through `clean_line` or `clean_prose` first, what is compared goes through `fold`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """An answer that can't be read for certain: why (a stable code), and what its sentence needs."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


UNANSWERED: frozenset[str] = frozenset(
    {
        "Ikke besvaret",
        "(ikke besvaret)",
        "Ikke udfyldt",
        "(ikke udfyldt)",
        "Ubesvaret",
        "(ubesvaret)",
        "(tom)",
        "Intet svar",
        "(intet svar)",
        "Uden svar",
        "(uden svar)",
        "(ingen)",
        "Ikke relevant",
        "(ikke relevant)",
        "Ej relevant",
        "Irrelevant",
        "Ikke aktuelt",
        "(ikke aktuelt)",
        "Ej aktuelt",
        "Uaktuelt",
        "n/a",
        "n.a",
        "i/r",
        "/",
        "//",
        "./",
    }
)
"""What systems print, and people write, where nobody has answered."""
PROMPTS: frozenset[str] = frozenset(
    {
        "Skriv her",
        "dd-mm-åååå",
        "Vælg",
        # Word's own, in Danish and in English
        "Klik eller tryk her for at skrive tekst.",
        "Klik eller tryk her for at angive tekst.",
        "Klik her for at skrive tekst.",
        "Klik her for at angive tekst.",
        "Klik eller tryk for at angive en dato.",
        "Klik eller tryk her for at angive en dato.",
        "Klik her for at angive en dato.",
        "Vælg et element.",
        "Vælg en dato.",
        "Click or tap here to enter text.",
        "Click here to enter text.",
        "Choose an item.",
        "Click or tap to enter a date.",
        "Click here to enter a date.",
        # what people put into forms of their own
        "Indsæt",
        "Indsæt tekst",
        "Indsæt dato",
        "Angiv tekst",
        "Angiv dato",
        "Vælg dato",
        "dd.mm.åååå",
        "dd/mm-åååå",
        "ddmmåå-xxxx",
    }
)
"""What a form says where nothing has been written yet."""

LEADERS = frozenset("._…‥-‐‑‒–—·∙⋅•▪◦‣→➔›>")
"""Characters that draw the line to write on, or point to where nothing is written."""

ARROW = r"(?:[-–—=~]{1,3}>|[→⇒⇨⟶➔➙➜➝➞►▶])"
"""What points from a label to its answer, as a pattern: one sign, or several that draw it, `->`, `==>`."""

_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_BLANKS = "\t\x1c\x1d\x1e\x1f"


def is_invisible(char: str) -> bool:
    """Whether a character must not stand in data: control, bidi, zero-width, surrogate or noncharacter."""
    if char in _BREAKS or char in _BLANKS:
        return False
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return True
    code = ord(char)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _invisible(text: str) -> set[str]:
    """Those of its characters that are invisible. A text is asked once for each of its different characters:
    a long answer has thousands of them, and hardly a hundred different ones."""
    if text.isprintable():
        return set()
    return {char for char in set(text) if not char.isprintable() and is_invisible(char)}


def _without_invisible(text: str) -> str:
    for char in _invisible(text):
        text = text.replace(char, "")
    return text


def invisible_in(text: str) -> int:
    """How many characters cleaning would drop; soft hyphens and byte order marks hide nothing."""
    return sum(map(text.count, _invisible(text) - {"\u00ad", "\ufeff"}))


def clean_line(text: str) -> str:
    """The text on one line: trimmed, NFC, line breaks and tabs as one space, nothing invisible."""
    if not text.isprintable():
        text = _without_invisible(text)
        parts = (part.strip() for part in re.split(f"[{_BREAKS}{_BLANKS}]+", text))
        text = " ".join(part for part in parts if part)
    return unicodedata.normalize("NFC", text).strip()


def clean_prose(text: str) -> str:
    """The text with its lines: trimmed, NFC, blank lines kept, no blank at the end of a line."""
    if not text.isprintable():
        text = _without_invisible(text)
        text = re.sub(rf"\r\n|[{_BREAKS}]", "\n", text)
        text = re.sub(f"[{_BLANKS}]", " ", text)
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def is_empty_text(text: str) -> bool:
    """Whether nobody has written anything here: blank, leader characters only, or exactly a prompt."""
    line = clean_line(text)
    if not line or (line[0] in LEADERS and all(char in LEADERS or char.isspace() for char in line)):
        return True
    return len(line) <= _LONGEST_PROMPT and _prompt_key(line) in _PROMPT_KEYS


def is_clean_line(text: str) -> bool:
    """What the format `line` of the form schemas means."""
    return text == clean_line(text) and not is_empty_text(text)


def is_clean_prose(text: str) -> bool:
    """What the format `prose` of the form schemas means."""
    return text == clean_prose(text) and not is_empty_text(text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A key under which two spellings of a name or a label are the same.

    Case, spaces, hyphens and punctuation don't count; aa/å, ae/æ and oe/ø are equal. What consists of
    punctuation alone keeps it, so that two such texts stay different.
    """
    folded = unicodedata.normalize("NFKC", clean_line(text)).casefold()
    kept = "".join(char for char in folded if not _is_punctuation(char)) or "".join(folded.split())
    kept = unicodedata.normalize("NFKC", kept)
    for letter, spelling in (("å", "aa"), ("æ", "ae"), ("ø", "oe")):
        kept = kept.replace(letter, spelling)
    return unicodedata.normalize("NFKC", kept)


def together(words: Sequence[str]) -> str:
    """`mor, far og barnet`"""
    return f"{', '.join(words[:-1])} og {words[-1]}" if len(words) > 1 else "".join(words)


def either(labels: Sequence[str]) -> str:
    """`»Ja«, »Nej« eller »Ikke spurgt«`"""
    quoted = [f"»{label}«" for label in labels]
    return f"{', '.join(quoted[:-1])} eller {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


@lru_cache(maxsize=1024)
def _is_punctuation(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "PZC" or category == "Sk"


def _prompt_key(text: str) -> str:
    return text.casefold().removesuffix(".").rstrip()


_PROMPT_KEYS = frozenset(map(_prompt_key, PROMPTS | UNANSWERED))
_LONGEST_PROMPT = 2 * max(map(len, PROMPTS | UNANSWERED))
"""No text longer than this folds to a prompt, whatever its case."""
