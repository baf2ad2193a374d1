"""A case: what its parts say, what follows from them, and where they contradict each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from pipeline import danish
from pipeline.assemble.conflicts import Conflict, conflicts_of
from pipeline.assemble.parts import Chosen, Held, choose_parts, control_code
from pipeline.assemble.schedule import meeting_days, talk_days
from pipeline.assemble.versions import Looking, not_yet
from pipeline.assemble.view import view_of
from pipeline.facts import Facts, fact_functions
from pipeline.programme import Programme, TaskRow
from pipeline.records import Filed
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import AbsentValue, compile_expression
from pipeline.views import Absent, Leaf, View

NO_NUMBER = "ikke tildelt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a case stands on beside its submissions: the other courses on record, and what named people have
    answered, by the key of the task."""

    facts: Facts = field(default_factory=Facts)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Submissions that belong together on one day.

    `names` is what gates, documents and sentences see. `conflicts`, `voided` and `past` are Danish sentences:
    the first put the case on hold, the others say which approvals and which other forms no longer count.
    `ahead` is the same case as it will be once every change that is known holds.
    """

    programme: Programme
    number: str
    day: dt.date
    filed: tuple[Filed, ...] = field(repr=False)
    parts: Mapping[str, Held]
    conflicts: tuple[Conflict, ...]
    voided: tuple[str, ...]
    names: Mapping[str, Any] = field(repr=False)
    ahead_of: Case | None = field(default=None, repr=False)

    @property
    def ahead(self) -> Case:
        return self.ahead_of or self


def assemble_case(
    filed: Sequence[Filed],
    looking: Looking,
    *,
    number: str,
    calendar: SchoolCalendar,
    known: Known | None = None,
) -> Case:
    """The case that these accepted submissions make on a day; `number` may be empty (no register)."""
    known = known or Known()
    today = _assembled(filed, looking, number, calendar, known, ahead=False)
    if not not_yet(filed, looking):
        return today
    return replace(today, ahead_of=_assembled(filed, looking, number, calendar, known, ahead=True))


def _assembled(
    filed: Sequence[Filed],
    looking: Looking,
    number: str,
    calendar: SchoolCalendar,
    known: Known,
    *,
    ahead: bool,
) -> Case:
    programme = looking.programme
    chosen = choose_parts(filed, looking, ahead=ahead)
    conflicts = tuple(conflicts_of(programme, chosen, known.answers))
    voided = tuple(part.void for part in chosen.parts.values() if part.void)
    names = _derive(
        programme,
        {
            **looking.functions,
            **fact_functions(known.facts),
            **_names(looking, chosen, number, calendar),
            "conflicts": tuple(_fixed(conflict.says) for conflict in conflicts),
            "voided": tuple(map(_fixed, voided)),
            "past": tuple(map(_fixed, chosen.past)),
        },
    )
    names["answers"] = View({row.id: _answer(row, names, known) for row in programme.tasks})
    return Case(
        programme=programme,
        number=number,
        day=looking.day,
        filed=tuple(filed),
        parts=chosen.parts,
        conflicts=conflicts,
        voided=voided,
        names=names,
    )


def task_key(row: TaskRow, names: Mapping[str, Any]) -> str:
    """What tells a task from the last one of its kind."""
    try:
        return f"{row.id}:{compile_expression(row.key)(names)}"
    except AbsentValue:
        return f"{row.id}:"


def _answer(row: TaskRow, names: Mapping[str, Any], known: Known) -> Leaf | Absent:
    answer = known.answers.get(task_key(row, names), "")
    return Leaf(answer, row.choices.get(answer, answer), f"task:{row.id}") if answer else Absent(path=row.id)


def _names(looking: Looking, chosen: Chosen, number: str, calendar: SchoolCalendar) -> dict[str, Any]:
    """Everything that has a name in gates, documents and templates."""
    programme, day = looking.programme, looking.day
    names: dict[str, Any] = {}
    for part in programme.parts:
        held = chosen.parts.get(part.name)
        source = part.sources[0]
        names[part.name] = (
            view_of(held.form, held.submission.data, part.name, held.base)
            if held and not held.void
            else view_of(programme.forms[source.form], {}, part.name, source.at)
        )
    names["case"] = View(
        {
            "number": _fixed(number or NO_NUMBER),
            "programme": _fixed(programme.title),
            "municipality": _fixed(programme.municipality),
            "control_code": _fixed(control_code(programme, chosen.current.data))
            if chosen.current
            else Absent("case"),
        }
    )
    names["today"] = date_leaf(day, "calculated")
    names["terms"] = View({key: _fixed(value) for key, value in programme.terms_on(day.isoformat()).items()})
    names["law"] = View(
        {
            ref.id: Leaf(ref.id, ref.text, f"law:{ref.id}")
            for ref in programme.laws
            if ref.in_force(day.isoformat())
        }
    )
    names["meetings"] = _meetings(programme, {**looking.functions, **names}, calendar)
    kinds = programme.meetings.get("with_status", "").split()
    with_status = [row.date for row in names["meetings"] if row.kind.value in kinds]
    for name, there in (("last_meeting", False), ("next_meeting", True)):
        days = [date for date in with_status if (date >= names["today"]) is there]
        names[name] = (days[0] if there else days[-1]) if days else Absent(path=name)
    return names


def _derive(programme: Programme, names: dict[str, Any]) -> dict[str, Any]:
    """The names, and one more for each derived value of the programme, in its order."""
    for name, expression in programme.derived.items():
        try:
            value = compile_expression(expression)(names)
        except AbsentValue:
            value = Absent(path=name)
        names[name] = value if isinstance(value, Leaf | Absent | View) else _derived(name, value)
    return names


def _derived(name: str, value: Any) -> Leaf | Absent:
    """A value that follows from others: an ISO date prints as a date, nothing at all is absent."""
    if value is None or value == "":
        return Absent(path=name)
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        return date_leaf(dt.date.fromisoformat(text), f"calculated:{name}")
    return Leaf(value, text, f"calculated:{name}")


def _meetings(programme: Programme, names: Mapping[str, Any], calendar: SchoolCalendar) -> tuple[View, ...]:
    """The meetings of every series in the order of their days, numbered."""
    wanted = programme.meetings
    days = [
        found
        for series in wanted.get("series", [wanted] if wanted else [])
        for found in _series(series, names, calendar)
    ]
    return tuple(
        View(
            {
                "number": _fixed(n),
                "date": date_leaf(day, origin),
                "weekday": Leaf(danish.weekday(day), danish.weekday(day), origin),
                "kind": kind_shown,
                "note": Leaf(note, note, origin) if note else Absent(path="meetings/note"),
            }
        )
        for n, (day, origin, note, kind_shown) in enumerate(sorted(days, key=itemgetter(0)), start=1)
    )


def _series(
    wanted: Mapping[str, str], names: Mapping[str, Any], calendar: SchoolCalendar
) -> list[tuple[dt.date, str, str, Leaf]]:
    """One series: the one day it is `on`, or the days agreed, or where there are none the proposed ones."""
    usual = Leaf(wanted["kind"], wanted["kind_shown"], "fixed")
    if "on" in wanted:
        day = _value(wanted["on"], names)
        return [(dt.date.fromisoformat(day), "calculated:meetings", "", usual)] if day else []
    agreed = compile_expression(wanted["agreed"])(names) if "agreed" in wanted else None
    start, end = (_value(wanted[key], names) for key in ("start", "end"))
    if agreed:
        kind = wanted.get("kind_of_agreed", "")
        # A course that starts later or stops early has no meetings outside its days.
        return [
            (
                dt.date.fromisoformat(row.date.value),
                row.date.origin,
                "",
                getattr(row, kind) or usual if kind else usual,
            )
            for row in agreed
            if (not start or row.date.value >= start) and (not end or row.date.value <= end)
        ]
    if not start or not end:
        return []
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    found = (
        meeting_days(first, last, int(_value(wanted["every_months"], names)), calendar)
        if "every_months" in wanted
        else talk_days(first, last, int(_value(wanted["every_days"], names)), calendar)
    )
    return [(meeting.day, "calculated:meetings", meeting.note, usual) for meeting in found]


def _value(expression: str, names: Mapping[str, Any]) -> str:
    """The plain value of an expression as text; empty where a name in it has none."""
    try:
        value = compile_expression(expression)(names)
    except AbsentValue:
        return ""
    return str(value.value if isinstance(value, Leaf) else value or "")


def date_leaf(day: dt.date, origin: str) -> Leaf:
    return Leaf(day.isoformat(), danish.format_date_long(day), origin)


def _fixed(value: Any) -> Leaf:
    return Leaf(value, str(value), "fixed")
