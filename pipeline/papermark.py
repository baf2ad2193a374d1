"""The identity of a form as it stands on paper: the text of its code, and the words of its foot.

What a scanner sees again must be what the printer wrote, so both stand here. Neither says anything about a
person: a code can be read by anyone who sees the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from pipeline.records import Mark

_KIND: Final = "SKF1"
"""Names the payload and its version; another version is another text that old readers leave alone."""
_PAYLOAD = re.compile(
    rf"{_KIND}\|([a-z0-9][a-z0-9-]{{0,63}})/([a-z][a-z0-9_]{{0,63}})\|([1-9][0-9]{{0,5}})"
    r"\|((?:[A-Za-z0-9._~/-]|%[0-9A-F]{2}){0,200})\|([0-9]{1,4})",
    re.ASCII,
)
_SEPARATOR: Final = " · "
_FOOT = re.compile(
    # What a recogniser of characters makes of the dot between the parts differs: any short sign, or none.
    r"(?P<title>\w.{2,118}?)\s*(?:[·•∙⋅*.,:;«»°=~-]{1,2}\s*)?"
    r"\bversion\s+(?P<version>[1-9][0-9]{0,5})\b"
    r"(?:\s*[·•∙⋅*.,:;«»°=~-]{0,2}\s*\bsagsnr\s*[.,:]?\s*(?P<case>[A-ZÆØÅ]{1,8}(?:-[0-9]{1,8}){1,3})\b)?"
    r"(?:.*?\bside\s+(?P<page>[0-9]{1,3})\s+af\s+[0-9]{1,3}\b)?",
    re.IGNORECASE,
)
_MAX_LINE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperMark:
    """What the code of one page says; `page` counts from 1, 0 means that the code doesn't know."""

    mark: Mark
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FootMark:
    """What the words at the foot of a page say. The form is named by its title: paper shows no other name."""

    title: str
    version: int
    case: str = ""
    page: int = 0


def paper_payload(mark: Mark, page: int = 0) -> str:
    """The text of a page's code: `SKF1|skoleflexplus/application|1|SF-2026-0137|3`.

    The case is quoted as in a URL, so that whatever a sagsnummer holds the code stays plain ASCII.
    """
    case = quote(mark.case, safe="/")
    return f"{_KIND}|{mark.programme}/{mark.form}|{mark.version}|{case}|{page}"


def parse_payload(text: str) -> PaperMark | None:
    """What a code says, or None when it is none of ours (other codes may stand on the same page)."""
    found = _PAYLOAD.fullmatch(text)
    if found is None:
        return None
    programme, form, version, quoted, page = found.groups()
    case = unquote(quoted, errors="replace")
    if not case.isprintable() or "\ufffd" in case:
        return None
    return PaperMark(
        mark=Mark(programme=programme, form=form, version=int(version), case=case), page=int(page)
    )


def foot_text(title: str, version: int, case: str = "") -> str:
    """The words at the foot of every page of a form: its title, version and, where there is one, its case."""
    parts = [title, f"version {version}", f"sagsnr. {case}" if case else ""]
    return _SEPARATOR.join(part for part in parts if part)


def parse_foot(line: str) -> FootMark | None:
    """What the last line of a page says when it reads like `foot_text`, also where letters were recognised.

    None when it doesn't. The title is as it was read: whether a form bears it is for others to say, and a
    sagsnummer in another shape than `SF-2026-0137` is left out.
    """
    found = _FOOT.match(" ".join(line[:_MAX_LINE].split()))
    if found is None:
        return None
    return FootMark(
        title=found["title"],
        version=int(found["version"]),
        case=(found["case"] or "").upper(),
        page=int(found["page"] or 0),
    )
