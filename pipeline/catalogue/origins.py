"""Which fields of which forms a name in a template brings into a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.errors import RenderError
from pipeline.programme import Document, Programme
from pipeline.templating import names

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What a name prints: `sure` where it is the very field, `any` with all that may have part in it."""

    sure: frozenset[str]
    any: frozenset[str]


def case_name(path: str, document: Document | None) -> str:
    """A template's name as the case knows it: without `decision` and `recipient`."""
    if document is None:
        return path
    if document.about and path.startswith("decision."):
        return f"{document.about}.{path.removeprefix('decision.')}"
    if document.each and path.startswith("recipient."):
        return f"{document.each}[].{path.removeprefix('recipient.')}"
    return path


def origins_of(path: str, document: Document | None, programme: Programme) -> Origins:
    """The origins of a name, as a merge tells them: `application:/guardians/0/name`, `law:bl_32`."""
    found = _direct(case_name(path, document), programme)
    if found:
        return Origins(sure=frozenset(found), any=frozenset(found))
    return _derived(path, programme, frozenset())


def _direct(path: str, programme: Programme) -> set[str]:
    root, _, rest = path.partition(".")
    if root in ("law", "complaint"):
        return {f"{root}:{rest}"}
    step = rest.replace("[]", "/0").replace(".", "/")
    return {
        f"{part.name}:{source.at}/{step}"
        for part in programme.parts
        if part.name == root
        for source in part.sources
    }


def _derived(path: str, programme: Programme, seen: frozenset[str]) -> Origins:
    """What follows from other values: the same field where it is only another name for it."""
    root, dot, rest = path.partition(".")
    source = programme.derived.get(root, "")
    if not source or root in seen:
        return Origins(sure=frozenset(), any=frozenset())
    try:
        used = names(source)
    except RenderError:
        used = frozenset()
    every: set[str] = set()
    for name in used:
        every |= _direct(name, programme) or _derived(name, programme, seen | {root}).any
    if not _PLAIN.fullmatch(source):
        return Origins(sure=frozenset(), any=frozenset(every))
    same = f"{source}{dot}{rest}"
    sure = _direct(same, programme) or _derived(same, programme, seen | {root}).sure
    return Origins(sure=frozenset(sure), any=frozenset(sure | every))
