"""Rules between fields: rows of data, run over a form's data, each with its own Danish sentence.

A rule that meets a field nobody filled in does not run; that the field is missing has its own finding, and
the run records which rules were left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import danish, schooldays
from pipeline.definitions import get
from pipeline.programme import Rule
from pipeline.records import Problem
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import AbsentValue, compile_expression, compile_text, text_names
from pipeline.views import Absent, Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRun:
    """What the rules found, and the ids of those that had nothing to look at."""

    problems: tuple[Problem, ...]
    skipped: tuple[str, ...]


def run_rules(
    rules: Sequence[Rule],
    form: str,
    data: Mapping[str, Any],
    *,
    terms: Mapping[str, Any],
    day: dt.date,
    calendar: SchoolCalendar,
) -> RuleRun:
    """Every rule of the form over its data.

    `terms` are the dated values of the programme, `day` stands in where the form bears no date, `calendar`
    knows the school holidays.
    """
    problems: list[Problem] = []
    skipped: list[str] = []
    names = {**data, "terms": terms, "form_date": day.isoformat(), **functions(calendar)}
    for rule in rules:
        if rule.form != form:
            continue
        ran = False
        for pointer, scope in _scopes(rule, data, names):
            broken = _is_broken(rule, scope)
            ran = ran or broken is not None
            if broken:
                problems.append(_problem(rule, pointer, scope))
        if not ran:
            skipped.append(rule.id)
    return RuleRun(problems=tuple(problems), skipped=tuple(skipped))


def _is_broken(rule: Rule, scope: Mapping[str, Any]) -> bool | None:
    """Whether the rule is broken; None where it has nothing to look at."""
    try:
        if rule.when and not compile_expression(rule.when)(scope):
            return False
        return not compile_expression(rule.must)(scope)
    except AbsentValue:
        return None


def _scopes(
    rule: Rule, data: Mapping[str, Any], names: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Where the rule points and what it sees: once, or once for each of its rows."""
    if not rule.each:
        yield rule.at, names
        return
    rows = rule.each.removesuffix("/*")
    for n, row in enumerate(get(data, rows) or ()):
        yield f"{rows}/{n}/{rule.at}".rstrip("/"), {**names, "row": row, "number": n + 1}


def _problem(rule: Rule, pointer: str, scope: Mapping[str, Any]) -> Problem:
    return Problem(
        code=rule.id,
        pointer=pointer,
        severity=rule.severity,
        kind=rule.kind,
        says=compile_text(rule.says)(_with_gaps(rule.says, scope)),
    )


def _with_gaps(sentence: str, scope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scope with `…` for each value that the sentence names and nobody filled in: a broken rule is told
    of all the same."""
    filled = dict(scope)
    for path in text_names(sentence):
        node: Any = filled
        *parents, last = path.split(".")
        for key in parents:
            inner = node.get(key)
            if inner is not None and not isinstance(inner, Mapping):
                break
            node[key] = dict(inner or {})
            node = node[key]
        else:
            node.setdefault(last, "…")
    return filled


def functions(calendar: SchoolCalendar) -> dict[str, Callable[..., Any]]:
    """The closed list of functions that rules, gates and derived values may call; dates are ISO texts."""

    def day(text: Any) -> dt.date:
        return dt.date.fromisoformat(str(text))

    return {
        "add_months": lambda date, months: schooldays.add_months(day(date), months).isoformat(),
        "add_days": lambda date, days: (day(date) + dt.timedelta(days=days)).isoformat(),
        "in_holidays": lambda start, end: calendar.overlaps_holiday(day(start), day(end)),
        "wholly_in_holidays": lambda start, end: calendar.wholly_in_holiday(day(start), day(end)),
        "holiday_dates": lambda start, end: _dated(calendar, day(start), day(end)),
        "holidays_known": lambda date: day(date) <= calendar.known_until(),
        "holiday_names": lambda start, end: ", ".join(calendar.holidays_between(day(start), day(end))),
        "sum_of": lambda rows, key: sum(_at(row, key) or 0 for row in rows),
        "count": _count,
        "words": lambda text: len(str(text).split()),
        "characters": lambda text: len(str(text)),
        "same": lambda one, other: danish.fold(str(one)) == danish.fold(str(other)),
        "birth_date": lambda cpr: danish.birth_date(str(cpr)).isoformat(),
        "years_between": lambda first, last: _years(day(first), day(last)),
        "school_day_by": lambda date: calendar.previous_school_day(day(date)).isoformat(),
        "school_day_from": lambda date: calendar.next_school_day(day(date)).isoformat(),
        "add_school_days": lambda date, days: calendar.add_school_days(day(date), days).isoformat(),
        "school_year": lambda date: _school_year(day(date)),
        "grade_of": lambda text: danish.parse_grade(str(text)),
        "long_date": lambda text: danish.format_date_long(day(text)),
        "kroner": lambda amount: danish.format_money(int(amount)),
    }


def _count(rows: Sequence[Any], *pairs: Any) -> int:
    """How many rows bear every one of the keys and values given in turn: `count(rows, 'role', 'school')`."""
    wanted = tuple(zip(pairs[::2], pairs[1::2], strict=True))
    return sum(all(_at(row, key) == value for key, value in wanted) for row in rows)


def _at(row: Any, key: str) -> Any:
    """The plain value under a dotted key of a row (plain data or a view); None where it is absent."""
    for step in key.split("."):
        row = row.get(step) if isinstance(row, Mapping) else getattr(row, step, None)
    return row.value if isinstance(row, Leaf) else None if isinstance(row, Absent) else row


def _dated(calendar: SchoolCalendar, start: dt.date, end: dt.date) -> str:
    """The school holidays of a course with their dates: `efterårsferie 12-10-2026 til 16-10-2026, …`."""
    return ", ".join(
        f"{off.name} {danish.format_date_short(off.first)} til {danish.format_date_short(off.last)}"
        for off in calendar.holidays_in(start, end)
    )


def _school_year(day: dt.date) -> str:
    """The school year a day lies in; it begins on 1 August (FSL § 14 a): `2026/27`."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _years(first: dt.date, last: dt.date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
