"""An approval by mail: one word at the top of an answer, or nothing. What is unclear is left to people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pipeline.post.words import above_quotation

_REFUSED: Final = re.compile(r"Afvist: *(\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What somebody answered: granted, or not and why."""

    granted: bool
    reason: str = field(default="", repr=False)


def read_approval(text: str) -> Approval | None:
    """What the first line of an answer says: exactly `Godkendt`, or `Afvist:` and a reason.

    None for everything else (*Godkendt, hvis …*, *OK*, a word in another place): a person reads it.
    Source: 001_06c0b31cd508fc6a.txt (approval in writing, by one leading member of each administration).
    """
    lines = [line.strip() for line in above_quotation(text).split("\n") if line.strip()]
    if not lines:
        return None
    if lines[0] == "Godkendt":
        return Approval(granted=True)
    found = _REFUSED.fullmatch(lines[0])
    return Approval(granted=False, reason=found[1].strip()) if found else None
