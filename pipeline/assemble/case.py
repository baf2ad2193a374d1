"""A case: what its parts say, what follows from them, and where they contradict each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from pipeline import danish
from pipeline.assemble.parts import Held, choose_parts, control_code
from pipeline.assemble.schedule import meeting_days
from pipeline.assemble.view import view_of
from pipeline.definitions import get
from pipeline.programme import Comparison, Programme
from pipeline.records import Filed
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import AbsentValue, compile_expression
from pipeline.views import Absent, Leaf, View

NO_NUMBER = "ikke tildelt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Submissions that belong together on one day.

    `names` is what gates, documents and sentences see. `conflicts` and `voided` are Danish sentences: the
    first put the case on hold, the second say which approvals no longer count.
    """

    programme: Programme
    number: str
    day: dt.date
    filed: tuple[Filed, ...] = field(repr=False)
    parts: Mapping[str, Held]
    conflicts: tuple[str, ...]
    voided: tuple[str, ...]
    names: Mapping[str, Any] = field(repr=False)


def assemble_case(
    programme: Programme,
    filed: Sequence[Filed],
    *,
    number: str,
    day: dt.date,
    calendar: SchoolCalendar,
    functions: Mapping[str, Any],
) -> Case:
    """The case that these accepted submissions make on `day`; `number` may be empty (no register).

    `functions` are those that the programme's expressions may call.
    """
    parts = choose_parts(programme, filed)
    conflicts = tuple(filter(None, (_conflict(row, parts) for row in programme.comparisons)))
    voided = tuple(part.void for part in parts.values() if part.void)
    names = _derive(
        programme,
        {
            **functions,
            **_names(programme, parts, number, day, calendar),
            "conflicts": tuple(map(_fixed, conflicts)),
            "voided": tuple(map(_fixed, voided)),
        },
    )
    return Case(
        programme=programme,
        number=number,
        day=day,
        filed=tuple(filed),
        parts=parts,
        conflicts=conflicts,
        voided=voided,
        names=names,
    )


def _names(
    programme: Programme, parts: Mapping[str, Held], number: str, day: dt.date, calendar: SchoolCalendar
) -> dict[str, Any]:
    """Everything that has a name in gates, documents and templates."""
    names: dict[str, Any] = {}
    for part in programme.parts:
        held = parts.get(part.name)
        source = part.sources[0]
        names[part.name] = (
            view_of(held.form, held.submission.data, part.name, held.base)
            if held and not held.void
            else view_of(programme.forms[source.form], {}, part.name, source.at)
        )
    opener = next((held for held in parts.values() if held.submission.form == programme.opens), None)
    names["case"] = View(
        {
            "number": _fixed(number or NO_NUMBER),
            "programme": _fixed(programme.title),
            "municipality": _fixed(programme.municipality),
            "control_code": _fixed(control_code(programme, opener.submission.data))
            if opener
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
    names["meetings"] = _meetings(programme, names, calendar)
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
    """The agreed meetings where the parties have agreed on them, otherwise the proposed ones."""
    wanted = programme.meetings
    if not wanted:
        return ()
    agreed = compile_expression(wanted["agreed"])(names)
    usual = Leaf(wanted["kind"], wanted["kind_shown"], "fixed")
    if agreed:
        kind = wanted["kind_of_agreed"]
        days = [
            (dt.date.fromisoformat(row.date.value), row.date.origin, "", getattr(row, kind) or usual)
            for row in agreed
        ]
    else:
        start, end = (compile_expression(wanted[key])(names) for key in ("start", "end"))
        if not start or not end:
            return ()
        months = int(compile_expression(wanted["every_months"])(names).value)
        found = meeting_days(
            dt.date.fromisoformat(start.value), dt.date.fromisoformat(end.value), months, calendar
        )
        days = [(meeting.day, "calculated:meetings", meeting.note, usual) for meeting in found]
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


def date_leaf(day: dt.date, origin: str) -> Leaf:
    return Leaf(day.isoformat(), danish.format_date_long(day), origin)


def _fixed(value: Any) -> Leaf:
    return Leaf(value, str(value), "fixed")


# ── conflicts ─────────────────────────────────────────────────────────────────────────────────────────


def _conflict(comparison: Comparison, parts: Mapping[str, Held]) -> str:
    """The Danish sentence that quotes both places when they differ, otherwise nothing.

    Where three places differ the first two that disagree are quoted: mending one brings the next.
    """
    seen: list[tuple[Held, str, Any]] = []
    for value in comparison.values:
        name, _, pointer = value.partition(":")
        held = parts.get(name)
        found = get(held.submission.data, pointer) if held else None
        if held is None or found is None:
            continue
        for other, other_pointer, there in seen:
            if _differ(there, found, comparison.fold):
                return (
                    f"{comparison.label}: oplysningerne passer ikke sammen. "
                    f"{_quoted(other, other_pointer)}, men {_quoted(held, pointer)}. "
                    "Ret det ene sted, og send skemaet igen."
                )
        seen.append((held, pointer, found))
    return ""


def _differ(one: Any, other: Any, fold: bool) -> bool:
    return danish.fold(str(one)) != danish.fold(str(other)) if fold else bool(one != other)


def _quoted(held: Held, pointer: str) -> str:
    """»Eksempelskolen« i Ansøgning (afsnit 4. Skolen, række 1) – with the text as it stood."""
    source = held.submission.sources.get(pointer)
    raw = source.raw if source else str(get(held.submission.data, pointer))
    place = f" ({source.place})" if source and source.place else ""
    return f"»{raw}« i {held.part.label}{place}"
