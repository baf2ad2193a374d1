"""An approval by mail: one word at the top of an answer, or nothing. What is unclear is left to people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from pipeline import danish
from pipeline.post.mail import Mail
from pipeline.post.words import above_quotation, below_quotation, own_words

GRANTED: Final = "Godkendt"
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""What keys are made of: no vowel, so that none is a word, and no figure, so that none is a number."""
_REFUSED: Final = re.compile(r"Afvist: *(\S.*)")
_KEY: Final = re.compile(rf"\[([{LETTERS}]{{4}}(?:-[{LETTERS}]{{4}}){{3}})\]")
_FORWARDED: Final = re.compile(r"(?:vs|fw|fwd|videresendt) ?:", re.IGNORECASE)
_AUTOMATIC: Final = re.compile(
    r"(?:automatisk svar|autosvar|autoreply|auto-reply|automatic reply|out of office|ikke til stede|fravær)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What somebody answered: granted, or not and why. `words` is all that stands above the quotation."""

    granted: bool
    reason: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


def read_approval(text: str, beside: Collection[str] = ()) -> Approval | None:
    """What an answer says whose first line is exactly `Godkendt`, or `Afvist:` and a reason.

    None for everything else (*Godkendt, hvis …*, *OK*, a word in another place): a person reads it. So it is
    where anything but manners follows *Godkendt*, or stands below what is quoted, for it may be a condition;
    lines that say `beside` (name and title of who answers) are manners too. A reason goes on to the
    signature.
    Source: 001_06c0b31cd508fc6a.txt (approval in writing, by one leading member of each administration).
    """
    whole = above_quotation(text).strip()
    lines = [line.strip() for line in whole.split("\n")]
    names = [*beside, " ".join(beside), *(one.split()[0] for one in beside if one.strip())]
    known = {danish.fold(one) for one in names}
    more, below = (
        [line for line in own_words(told).split("\n") if line.strip() and danish.fold(line) not in known]
        for told in ("\n".join(lines[1:]), below_quotation(text))
    )
    if below:
        return None
    if lines[0] == GRANTED:
        return Approval(granted=True, words=whole) if not more else None
    found = _REFUSED.fullmatch(lines[0])
    if found is None:
        return None
    return Approval(granted=False, reason="\n".join([found[1].strip(), *map(str.strip, more)]), words=whole)


def key_in(subject: str) -> str:
    """The key that stands in the subject of an answer; empty where there is none, or more than one."""
    found = set(_KEY.findall(subject))
    return found.pop() if len(found) == 1 else ""


def with_key(subject: str, key: str) -> str:
    return f"{subject} [{key}]"


def hash_of_key(key: str) -> str:
    """What is kept of a key: enough to know it again, too little to write it."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()


def why_no_answer(mail: Mail, asked_in: str) -> str:
    """Why a mail is no direct answer of a person to the mail with the Message-ID `asked_in`, as a code of
    `wording.mail.UNCLEAR`; empty where it is one."""
    if mail.machine or _AUTOMATIC.match(mail.subject):
        return "machine"
    if _FORWARDED.match(mail.subject):
        return "forwarded"
    if mail.in_reply_to != asked_in:
        return "reply"
    if mail.files or mail.refused:
        return "files"
    return "" if mail.plain else "html"
