"""What the tables of a `programme.toml` may hold, held against what somebody wrote.

The keys of a row are the fields of the record it becomes, so a key that is misspelt, missing, of the wrong
kind or given twice is found here, with its place, before anything is built of it.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from pipeline.programme import (
    Change,
    Comparison,
    Complaint,
    Document,
    Fingerprint,
    Gate,
    LawRef,
    LetterPart,
    MailApproval,
    NextStep,
    Part,
    PartSource,
    Rule,
    TaskRow,
)
from pipeline.records import FindingKind, Severity

Faults = Iterator[tuple[str, str]]
"""Each thing wrong, as the place it stands in and the message."""
Told = Mapping[str, Any]


class _Kind(NamedTuple):
    """What may stand at a key: how that is called, and whether a value is one."""

    name: str
    fits: Callable[[Any], bool]


def _one_of(values: Collection[str]) -> _Kind:
    return _Kind(f"one of {', '.join(repr(value) for value in values)}", lambda value: value in values)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, dt.date) or bool(dt.date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


TEXT = _Kind("a text in quotes", lambda value: isinstance(value, str))
FLAG = _Kind("true or false", lambda value: isinstance(value, bool))
DAY = _Kind("a day, as 2026-08-01", _is_day)
LIST = _Kind(
    'a list of texts: ["…", "…"]',
    lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
)
TABLE = _Kind(
    "a table of texts",
    lambda value: isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values()),
)
TABLES = _Kind(
    "tables of texts",
    lambda value: isinstance(value, Mapping) and all(TABLE.fits(item) for item in value.values()),
)
ROWS = _Kind(
    "rows: [[…]]",
    lambda value: isinstance(value, list) and all(isinstance(item, Mapping) for item in value),
)

_BY_TYPE = {
    "str": TEXT,
    "bool": FLAG,
    "tuple[str, ...]": LIST,
    "Mapping[str, str]": TABLE,
    "tuple[PartSource, ...]": ROWS,
    "Severity": _one_of([str(value) for value in Severity]),
    "FindingKind": _one_of([str(value) for value in FindingKind]),
}


class _Keys(NamedTuple):
    """The keys a table may have, each with what stands there, and those it must have."""

    kinds: Mapping[str, _Kind]
    needed: frozenset[str] = frozenset()


def _of(record: type[Any], **special: _Kind) -> _Keys:
    """The keys of a row that becomes this record."""
    parts = fields(record)
    return _Keys(
        {part.name: special.get(part.name) or _BY_TYPE[str(part.type)] for part in parts}
        | {name: kind for name, kind in special.items() if name not in {part.name for part in parts}},
        frozenset(part.name for part in parts if part.default is MISSING and part.default_factory is MISSING),
    )


RECORDS: Mapping[str, _Keys] = {
    "part": _of(Part),
    "change": _of(Change),
    "fingerprint": _of(Fingerprint),
    "same": _of(Comparison),
    "gate": _of(Gate),
    "document": _of(Document, kind=_one_of(("word", "form", "mail", "calendar"))),
    "task": _of(TaskRow),
    "approval": _of(MailApproval),
    "next": _of(NextStep),
    "rule": _of(Rule),
}
"""The rows of a programme by the name of their table."""

CASE = _Keys(
    dict.fromkeys(("prefix", "opens", "child_name", "child_cpr", "place", "number"), TEXT)
    | dict.fromkeys(("closed", "asks_first", "holds_place", "attachments"), TEXT)
    | dict.fromkeys(("approval_code", "approval_day", "approval_version"), TEXT)
    | dict.fromkeys(("opens_early", "rests_on", "no_news", "summary"), LIST),
    frozenset({"prefix", "opens", "child_name", "child_cpr", "place"}),
)
SERIES = _Keys(
    dict.fromkeys(("on", "agreed", "start", "end", "every_months", "every_days"), TEXT)
    | dict.fromkeys(("kind", "kind_shown", "kind_of_agreed"), TEXT),
    frozenset({"kind", "kind_shown"}),
)
PROGRAMME = _Keys(
    dict.fromkeys(("id", "title", "municipality", "based_on"), TEXT)
    | dict.fromkeys(("spellings", "forms", "phone_exempt"), LIST)
    | dict.fromkeys(("received", "form_dates", "derived", "complaint_facts"), TABLE)
    | dict.fromkeys(("prefill", "sender"), TABLES)
    | {"course": TABLE}
    | dict.fromkeys(
        ("terms", "case", "meetings", "report"),
        _Kind("a table: […]", lambda value: isinstance(value, Mapping)),
    )
    | dict.fromkeys(RECORDS, ROWS),
    frozenset({"id", "title", "municipality", "forms", "case", "received"}),
)
NOTED = {"note": TEXT}
DATED = {"valid_from": DAY, "valid_to": DAY, "checked_on": DAY}
LAW = {
    "ref": _of(LawRef, **DATED, **NOTED),
    "complaint": _of(Complaint, **DATED, **NOTED),
    "letter": _Keys({"id": TEXT, "part": ROWS, **NOTED}, frozenset({"id", "part"})),
}
LETTER_PART = _of(LetterPart)
REASONING = _Keys(
    {"min_characters": _Kind("a number", lambda value: type(value) is int), "phrases": LIST, **NOTED}
)
HOLIDAY = _Keys(
    dict.fromkeys(("municipality", "school_year", "name", "source"), TEXT)
    | {"from": DAY, "to": DAY, **NOTED},
    frozenset({"municipality", "name", "from", "to"}),
)
UNKNOWN = _Keys(dict.fromkeys(("municipality", "why"), TEXT), frozenset({"municipality", "why"}))
NAMED_BY = ("id", "name", "label")
"""The key that tells the rows of a table apart: the first of these that they have."""


def table_faults(told: Told, whole: Told) -> Faults:
    """What is wrong in the tables of a programme.

    `told` is what stands in its file, `whole` the same laid over the programme it is based on: only there
    must everything be that is needed.
    """
    yield from _keys("", told, PROGRAMME._replace(needed=frozenset()))
    yield from _lacking("", whole, PROGRAMME)
    for name, keys in RECORDS.items():
        yield from _rows(name, told.get(name), keys)
    for n, row in enumerate(_tables(told.get("part")), start=1):
        for source in _tables(row.get("sources")):
            yield from _keys(_place("part", row, n), source, _of(PartSource))
    case = whole.get("case", {})
    if isinstance(case, Mapping):
        yield from _keys("case", told.get("case", {}), CASE._replace(needed=frozenset()))
        yield from _lacking("case", case, CASE)
    derived = whole.get("derived", {})
    if isinstance(derived, Mapping) and "state" not in derived:
        yield "derived", "'state' is missing: what the list of cases says of a case"
    yield from _terms(whole.get("terms", {}))
    yield from _meetings(whole.get("meetings", {}))
    yield from _lost_forms(whole)


def law_faults(law: Told) -> Faults:
    """What is wrong in the tables of `law.toml`."""
    yield from _keys("", law, _Keys(dict.fromkeys(LAW, ROWS) | {"reasoning": _Kind("a table", _is_table)}))
    for name, keys in LAW.items():
        yield from _rows(name, law.get(name), keys)
    for n, row in enumerate(_tables(law.get("letter")), start=1):
        for part in _tables(row.get("part")):
            yield from _keys(_place("letter", row, n), part, LETTER_PART)
    if _is_table(law.get("reasoning")):
        yield from _keys("reasoning", law["reasoning"], REASONING)


def holiday_faults(holidays: Told) -> Faults:
    """What is wrong in the rows of `holidays.toml`."""
    yield from _keys("", holidays, _Keys({"holiday": ROWS, "unknown": ROWS}))
    for n, row in enumerate(_tables(holidays.get("unknown")), start=1):
        yield from _keys(f"unknown {n}", row, UNKNOWN)
    for n, row in enumerate(_tables(holidays.get("holiday")), start=1):
        yield from _keys(f"holiday {n}", row, HOLIDAY)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _tables(rows: Any) -> list[Told]:
    """The rows of a table that may have been written wrong; that it was is told elsewhere."""
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _place(table: str, row: Told, n: int) -> str:
    """How a row is called: `gate application`, or by its number where it has no name."""
    named = next((row[key] for key in NAMED_BY if isinstance(row.get(key), str)), None)
    return f"{table} {named}" if named else f"{table} number {n}"


def _rows(table: str, rows: Any, keys: _Keys) -> Faults:
    """The rows of a table: their keys, and that no two have one name (rules: for one form)."""
    apart = next(key for key in NAMED_BY if key in keys.kinds)
    seen: set[tuple[str, str]] = set()
    for n, row in enumerate(_tables(rows), start=1):
        place = _place(table, row, n)
        yield from _keys(place, row, keys)
        name = (str(row.get(apart)), str(row.get("form")) if table == "rule" else "")
        if apart in row and name in seen:
            yield place, f"stands twice; give each [[{table}]] its own {apart}"
        seen.add(name)


def _keys(place: str, row: Any, keys: _Keys) -> Faults:
    if not isinstance(row, Mapping):
        yield place, "must be a table"
        return
    for key, value in row.items():
        kind = keys.kinds.get(key)
        if kind is None:
            near = difflib.get_close_matches(key, sorted(keys.kinds), n=1, cutoff=0.6)
            yield (
                place,
                f"{key!r} is nothing that may stand here" + (f"; did you mean {near[0]!r}?" if near else ""),
            )
        elif not kind.fits(value):
            yield place, f"{key!r} must be {kind.name}"
    yield from _lacking(place, row, keys)


def _lacking(place: str, row: Told, keys: _Keys) -> Faults:
    for key in sorted(keys.needed - set(row)):
        yield place, f"{key!r} is missing"


def _terms(terms: Any) -> Faults:
    """Every version has a day it holds from, and what one knows, all know: else a rule finds nothing."""
    if not isinstance(terms, Mapping):
        return
    yield from _keys("terms", terms, _Keys({"version": ROWS}))
    versions = _tables(terms.get("version"))
    known = {key for version in versions for key in version}
    days = []
    for version in versions:
        place = f"terms.version {version.get('valid_from', '')}".rstrip()
        if not _is_day(version.get("valid_from")):
            yield place, f"'valid_from' must be {DAY.name}"
        days.append(str(version.get("valid_from")))
        for key in sorted(known - set(version) - {"source", "note"}):
            yield place, f"{key!r} is missing; another version has it"
    if days != sorted(days):
        yield "terms.version", "must stand in the order of their days, the newest last"


def _meetings(meetings: Any) -> Faults:
    """Each series has one way to find its days, and the words for them."""
    if not isinstance(meetings, Mapping) or not meetings:
        return
    several = "series" in meetings
    outer = {"with_status": TEXT, **({"series": ROWS} if several else SERIES.kinds)}
    yield from _keys("meetings", meetings, _Keys(outer, frozenset() if several else SERIES.needed))
    for n, series in enumerate(_tables(meetings["series"]) if several else [meetings], start=1):
        place = f"meetings.series {n}" if several else "meetings"
        if several:
            yield from _keys(place, series, SERIES)
        every = [key for key in ("every_months", "every_days") if key in series]
        if "on" in series:
            if others := sorted({"agreed", "start", "end", *every} & set(series)):
                yield place, f"is on one day, so {others[0]!r} means nothing"
            continue
        for key in ("start", "end"):
            if key not in series:
                yield place, f"{key!r} is missing"
        if len(every) != 1:
            yield place, "needs either 'every_months' or 'every_days'"


def _lost_forms(whole: Told) -> Faults:
    """Every form that is named is one of the programme's."""
    forms = whole.get("forms", [])
    case = whole.get("case", {})
    named: list[tuple[str, Any]] = []
    if isinstance(case, Mapping):
        named += [("case", case["opens"])] if "opens" in case else []
        named += [("case opens_early", name) for name in case.get("opens_early", ())]
    for table in ("received", "form_dates", "prefill"):
        told = whole.get(table, {})
        named += [(table, name) for name in (told if isinstance(told, Mapping) else ())]
    for table in ("change", "rule", "document", "approval"):
        rows = enumerate(_tables(whole.get(table)), start=1)
        named += [(_place(table, row, n), row["form"]) for n, row in rows if row.get("form")]
    for n, row in enumerate(_tables(whole.get("part")), start=1):
        sources = _tables(row.get("sources"))
        named += [(_place("part", row, n), source["form"]) for source in sources if "form" in source]
    for place, name in named:
        if isinstance(forms, list) and name not in forms:
            yield place, f"no form is called {name!r}"
    received = whole.get("received", {})
    for name in forms if isinstance(forms, list) and isinstance(received, Mapping) else ():
        if name not in received:
            yield "received", f"nothing is said of {name!r}: what the receipt of such a form says first"
