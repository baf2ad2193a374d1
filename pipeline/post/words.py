"""What a sender writes beside the form: a mail without greeting, signature and the mail it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NAMES = r"(?:[ ,]+(?:[A-ZÆØÅ][\w.'-]*|alle|og|igen|jer|dig|sammen|til|fra|i|på))*"
"""Names and the small words between them: whatever else follows a greeting is something to read."""
_GREETING: Final = re.compile(
    r"(?i:hej(?:sa)?|kære|goddag|god (?:dag|morgen|aften)|til rette vedkommende|att\.?|hi|hello|dear)"
    rf"{_NAMES}[ ,.!:]*"
)
_FAREWELL: Final = re.compile(
    r"(?i:(?:med )?(?:de )?(?:venlige?|bedste|mange|kærlige?|hjertelige?) hilsene?r?|hilsen|mvh|vh|dbh|kh"
    rf"|(?:kind|best|warm) regards|regards)\.?{_NAMES}[ ,.!]*"
)
_QUOTED: Final = re.compile(
    r">.*|_{10,}"
    r"|-{2,} ?(?:oprindelig meddelelse|original message|videresendt (?:meddelelse|besked)|forwarded message)"
    r" ?-{2,}|(?:den|on)\b.{5,120}(?:skrev|wrote)\b.{0,120}:|(?:fra|from): .{1,200}",
    re.IGNORECASE,
)
_WRAPPED: Final = re.compile(r"(?:den|on)\b.*\d.{5,160}(?:skrev|wrote)\b.{0,120}:", re.IGNORECASE)
"""What leads into a quotation, where a mail program has broken the line."""
_PHONE_SIGNATURE: Final = re.compile(
    r"(?:sendt fra (?:min|outlook|mail)|hent outlook|get outlook|sent from).{0,60}", re.IGNORECASE
)
_AFTERTHOUGHT: Final = re.compile(r"(?:p\.? ?s\.?|nb\.?|obs\.?)[ :.!]", re.IGNORECASE)


def own_words(text: str) -> str:
    """What the sender wrote beyond greeting and signature, above the quotation; nothing where that is all.

    An afterthought below the signature (*PS: …*) counts. What is left out stands in the mail, which is kept.
    """
    lines = above_quotation(text).split("\n")
    end = next((n for n, line in enumerate(lines) if _ends(line)), len(lines))
    after = next((n for n in range(end, len(lines)) if _AFTERTHOUGHT.match(lines[n].strip())), len(lines))
    own = [*lines[:end], *lines[after:]]
    first = next((n for n, line in enumerate(own) if line.strip()), len(own))
    if first < len(own) and _GREETING.fullmatch(own[first].strip()):
        own = own[first + 1 :]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in own)).strip()


def above_quotation(text: str) -> str:
    """The text down to where an earlier mail is quoted."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if _is_quotation(line, lines[n + 1 : n + 2])), len(lines))
    return "\n".join(lines[:end])


def below_quotation(text: str) -> str:
    """What stands among or below lines that are quoted with `>`, and is not quoted itself."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.lstrip().startswith(">")), len(lines))
    return "\n".join(line for line in lines[first:] if not line.lstrip().startswith(">"))


def _is_quotation(line: str, after: Sequence[str]) -> bool:
    bare = line.strip()
    wrapped = " ".join([bare, *(next.strip() for next in after)])
    return bool(_QUOTED.fullmatch(bare)) or bool(bare and _WRAPPED.fullmatch(wrapped))


def _ends(line: str) -> bool:
    bare = line.strip()
    return line.rstrip() in ("--", "-- ") or bool(
        _FAREWELL.fullmatch(bare) or _PHONE_SIGNATURE.fullmatch(bare)
    )
