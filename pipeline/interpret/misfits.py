"""What an answer that doesn't fit its field tells of the others around it.

A form may be laid out in a way that nobody thought of. Then its answers are read one field further on, and
only some of them show it: a name may stand in a date's place, but not a date in a name's. So one that shows
it speaks for all of its list, and for the fields beside it that seem to be unanswered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline import danish
from pipeline.danish import Unclear
from pipeline.definitions import Field, Form, Kind, Path, Rows
from pipeline.interpret.convert import convert
from pipeline.interpret.several import PATTERNS
from pipeline.interpret.ticks import offers, option_named, printed_options
from pipeline.records import Answer, Place, Problem, Severity, Source

_MISFIT: Final = re.compile(r"(?:\.(?:unclear|unknown|form|length|town|several|both)|^answer\.conflict)$")
"""Codes of answers of another kind than the field's. Vague ones (`date.imprecise`) are no misreading."""
_HOLDS_MORE: Final = frozenset({"answer.holds_more", "answer.maybe_more", "label.loose"})
"""Codes of answers that may be, or hold, somebody else's."""
_PARTS: Final = re.compile(r"\s*(?:\||\n|\t|;|:\s|\?\s|,\s)\s*")
_NEAR: Final = 2
"""How many questions further on a text may be asked for that stands with another answer."""
_FEW: Final = 3
"""Fields in other sections, at most, that are asked about for one answer."""
_SEVERAL: Final = 2
"""Misfits in a section, at least, and half of what could be one, before its texts are doubted too."""
_IN_TEXTS: Final = frozenset({Kind.EMAIL, Kind.PHONE, Kind.CPR, Kind.CVR, Kind.EAN, Kind.DATE})
"""Kinds of answer that are found wherever they stand in a text."""


def around_misfits(
    form: Form, sources: Mapping[str, Source], problems: Sequence[Problem]
) -> Iterator[Problem]:
    """Lists and texts to compare with the document, and unanswered fields whose answer may stand elsewhere.

    `sources`: what was read, by pointer; `problems`: what was found about it.
    """
    found = [one for one in problems if one.pointer in sources]
    misfits = [one.pointer for one in found if _MISFIT.search(one.code)]
    hold_more = [one.pointer for one in found if one.code in _HOLDS_MORE]
    if not misfits and not hold_more:
        return
    missed: dict[str, str] = {}
    for pointer in (*misfits, *hold_more):
        for other in _unanswered(form, sources, pointer):
            missed.setdefault(other, pointer)
    for other, pointer in missed.items():
        yield _problem("answer.maybe_beside", other, sources[pointer])
    for rows in form.entries():
        if isinstance(rows, Rows):
            amiss = [one for one in (*misfits, *missed.values()) if one.startswith(rows.pointer + "/")]
            if amiss:
                yield _problem("rows.misfit", rows.pointer, sources[amiss[0]])
    told = {one.pointer for one in problems}
    for section in form.sections:
        plain = [one for one in section.entries if isinstance(one, Field) and one.pointer in sources]
        typed = [one for one in plain if one.kind is not Kind.TEXT]
        amiss = [one.pointer for one in typed if one.pointer in misfits]
        if len(amiss) >= _SEVERAL and len(amiss) >= len(typed) / 2:
            for one in plain:
                if one.kind is Kind.TEXT and sources[one.pointer].raw and one.pointer not in told:
                    yield _problem("answer.amid_misfits", one.pointer, sources[one.pointer])


def _problem(code: str, pointer: str, source: Source) -> Problem:
    return Problem(code=code, pointer=pointer, severity=Severity.WARNING, params={"raw": source.raw})


def _unanswered(form: Form, sources: Mapping[str, Source], pointer: str) -> Iterator[str]:
    """The fields beside an answer that have none, and whose answer it may hold: of each kind the nearest."""
    group = _group_of(form, pointer)
    at = next((n for n, (other, _) in enumerate(group) if other == pointer), None)
    if at is None:
        return
    raw = sources[pointer].raw
    met: set[Kind] = set()
    beside = False
    home = pointer.rpartition("/")[0] + "/"
    nearest = sorted(enumerate(group), key=lambda one: (not one[1][0].startswith(home), abs(one[0] - at)))
    for n, (other, field) in nearest:
        if field.kind is Kind.TEXT:
            if other not in sources and abs(n - at) <= _NEAR and len(_parts(raw)) > 1:
                yield other
        elif field.kind not in met and _holds(raw, field):
            if other not in sources:
                beside = True
                yield other
            elif other != pointer and offers(field):
                continue  # other questions may offer the same
            met.add(field.kind)
    elsewhere = [one for one in form.entries() if isinstance(one, Field) and one.pointer not in sources]
    yield from (one.pointer for one in elsewhere if _prints_options(raw, one))
    # A date is a date wherever it stands, but in a field of text it is none.
    alike = [one for one in elsewhere if _is_whole(raw, one)]
    if not beside and group[at][1].kind is Kind.TEXT and len(alike) <= _FEW:
        yield from (one.pointer for one in alike)


def _is_whole(raw: str, field: Field) -> bool:
    """Whether a text, or one of several in conflict, is a value of the field's kind and no more."""
    pattern = PATTERNS[field.kind] if field.kind in _IN_TEXTS else ""
    return bool(pattern) and any(re.fullmatch(pattern, part, re.IGNORECASE) for part in raw.split(" | "))


def _parts(raw: str) -> list[str]:
    return [part for part in _PARTS.split(raw) if not danish.is_empty_text(part)]


def _holds(raw: str, field: Field) -> bool:
    """Whether a value of the field's kind, or its printed options, stand in a text."""
    if offers(field):
        named = any(option_named(field, part) is not None for part in _parts(raw))
        return named or _prints_options(raw, field)
    texts = _parts(raw)
    if field.kind in _IN_TEXTS:
        texts = [found[0] for found in re.finditer(PATTERNS[field.kind], raw, re.IGNORECASE)]
    elif field.kind in (Kind.INTEGER, Kind.NUMBER):
        texts = [part for part in texts if part[0].isdigit()]
    values = [convert(field, Answer(raw=text, place=Place(), by="")) for text in texts]
    return any(value is not None and not isinstance(value, Unclear) for value in values)


def _prints_options(raw: str, field: Field) -> bool:
    return field.kind in (Kind.CHOICE, Kind.CHOICES) and len(printed_options(field, raw)) > 1


def _group_of(form: Form, pointer: str) -> list[tuple[str, Field]]:
    """The fields of the row that holds a pointer, or else of its section, each with its pointer."""
    keys: Path = tuple(pointer.strip("/").split("/"))
    for section in form.sections:
        plain = [(one.pointer, one) for one in section.entries if isinstance(one, Field)]
        if any(other == pointer for other, _ in plain):
            return plain
        for rows in section.entries:
            depth = len(rows.path)
            if isinstance(rows, Rows) and keys[:depth] == rows.path and len(keys) > depth:
                row = f"{rows.pointer}/{keys[depth]}/"
                return [(row + "/".join(one.path[depth + 1 :]), one) for one in rows.columns]
    return []
