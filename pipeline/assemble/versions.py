"""The versions a case's opening form goes through: as it was sent, sent again, and changed by other forms.

A change has a day from which it holds. Until then it is known but not in force: the case of today doesn't see
it, the case of what is ahead does.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import danish
from pipeline.definitions import get
from pipeline.programme import Change, Programme
from pipeline.records import Filed, Source, Submission
from pipeline.templating import AbsentValue, compile_expression

_PATH = re.compile(r"[a-z_][a-z0-9_.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What the opening form said once the submission of that `sequence` was in.

    `ahead` says that something in it doesn't hold yet on the day it is looked at.
    """

    number: int
    sequence: int
    submission: Submission
    ahead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How a case is looked at: on which day, with which functions and terms its expressions may use."""

    programme: Programme
    day: dt.date
    functions: Mapping[str, Any]

    def value(self, expression: str, data: Mapping[str, Any]) -> Any:
        """What an expression over a form's data comes to; None where it rests on what isn't there."""
        terms = self.programme.terms_on(self.day.isoformat())
        try:
            return compile_expression(expression)({**data, "terms": terms, **self.functions})
        except AbsentValue:
            return None


def not_yet(filed: Sequence[Filed], looking: Looking) -> frozenset[int]:
    """The sequences of the submissions whose changes hold from a later day."""
    return frozenset(
        entry.sequence
        for entry in filed
        for change in _changes_in(entry.submission, looking)
        if change.valid_from
        and str(looking.value(change.valid_from, entry.submission.data) or "") > looking.day.isoformat()
    )


def versions_of(filed: Sequence[Filed], looking: Looking) -> tuple[Version, ...]:
    """Every version there has been or is known to come, in the order in which they came in."""
    filed = _in_order(filed, looking)
    waiting = not_yet(filed, looking)
    versions: list[Version] = []
    for n, entry in enumerate(filed):
        if _is_opener(entry, looking) or any(_changes_in(entry.submission, looking)):
            current = current_version(filed[: n + 1], looking)
            if current:
                seen = {one.sequence for one in filed[: n + 1]}
                versions.append(
                    Version(
                        number=len(versions) + 1,
                        sequence=entry.sequence,
                        submission=current,
                        ahead=bool(waiting & seen),
                    )
                )
    return tuple(versions)


def current_version(filed: Sequence[Filed], looking: Looking) -> Submission | None:
    """The newest opening form with every change among `filed` made in it; None where there is none.

    A change that came before the form was sent again still holds, unless the form says something new at that
    place: then somebody has written the newer value.
    """
    filed = _in_order(filed, looking)
    base: Submission | None = None
    made: list[tuple[Change, Submission]] = []
    for entry in filed:
        if _is_opener(entry, looking):
            before, base = base, entry.submission
            for change, form in made:
                if before and not _overtaken(change, form, before, base, looking):
                    base = _changed(base, change, form, looking)
        elif base:
            for change in _changes_in(entry.submission, looking):
                base = _changed(base, change, entry.submission, looking)
                made.append((change, entry.submission))
    return base


def _in_order(filed: Sequence[Filed], looking: Looking) -> Sequence[Filed]:
    """The submissions as they came; a change that lay in the inbox before the form it changes comes after."""
    first = next((n for n, entry in enumerate(filed) if _is_opener(entry, looking)), len(filed))
    early = [entry for entry in filed[:first] if any(_changes_in(entry.submission, looking))]
    if not early or first == len(filed):
        return filed
    others = [entry for entry in filed[:first] if entry not in early]
    return [*others, filed[first], *early, *filed[first + 1 :]]


def _is_opener(entry: Filed, looking: Looking) -> bool:
    return entry.submission.form == looking.programme.opens


def _changes_in(submission: Submission, looking: Looking) -> Iterator[Change]:
    for change in looking.programme.changes:
        if change.form != submission.form:
            continue
        if not change.when or looking.value(change.when, submission.data):
            yield change


def _overtaken(
    change: Change, form: Submission, before: Submission, sent_again: Submission, looking: Looking
) -> bool:
    """Whether the form that was sent again says at the change's places neither what stood there before the
    change nor after it."""
    again, after, first = (
        _there(data, change, form, looking) for data in (sent_again.data, before.data, _unchanged(before))
    )
    return again != after and again != first


def _there(data: Any, change: Change, form: Submission, looking: Looking) -> list[Any]:
    """What stands at the places of a change."""
    row = _number_of(data, change, form, looking)
    return [get(data, pattern.replace("/*/", f"/{row}/")) for pattern in change.sets]


def _unchanged(submission: Submission) -> Any:
    return submission.original if submission.original is not None else submission.data


# ── one change ────────────────────────────────────────────────────────────────────────────────────────


def _changed(base: Submission, change: Change, form: Submission, looking: Looking) -> Submission:
    """The opening form with one change made in it; each new value keeps the place it was read from."""
    data = copy.deepcopy(base.data)
    sources, changed = dict(base.sources), dict(base.changed)
    row = _row(data, change, form, looking)
    title = looking.programme.forms[form.form].title
    for pattern, expression in change.sets.items():
        value = looking.value(expression, form.data)
        if value is None:
            continue
        pointer = pattern.replace("/*/", f"/{row}/")
        _put(data, pointer, copy.deepcopy(value))
        changed = {**{key: one for key, one in changed.items() if key != pointer}, pointer: form}
        sources = {key: source for key, source in sources.items() if not _within(key, pointer)}
        if _PATH.fullmatch(expression):
            origin = f"/{expression.replace('.', '/')}"
            sources |= {
                pointer + key.removeprefix(origin): Source(
                    raw=source.raw, place=", ".join(filter(None, (title, source.place))), by=source.by
                )
                for key, source in form.sources.items()
                if _within(key, origin)
            }
    return replace(base, data=data, sources=sources, original=_unchanged(base), changed=changed)


def _row(data: Any, change: Change, form: Submission, looking: Looking) -> int:
    """The number of the row a change is about; one is added where nobody of that name stands there."""
    if not change.rows:
        return 0
    number = _number_of(data, change, form, looking)
    rows = get(data, change.rows)
    if rows is None:
        rows = []
        _put(data, change.rows, rows)
    if number == len(rows):
        rows.append({change.key: looking.value(change.named, form.data)})
    return number


def _number_of(data: Any, change: Change, form: Submission, looking: Looking) -> int:
    """The number of the row a change is about; the one behind the last where nobody of that name is there."""
    rows = get(data, change.rows) if change.rows else None
    name = danish.fold(str(looking.value(change.named, form.data))) if rows else ""
    found = (n for n, row in enumerate(rows or ()) if danish.fold(str(row.get(change.key, ""))) == name)
    return next(found, len(rows or ()))


def _within(pointer: str, root: str) -> bool:
    return pointer == root or pointer.startswith(f"{root}/")


def _put(data: Any, pointer: str, value: Any) -> None:
    *parents, last = pointer.strip("/").split("/")
    for key in parents:
        data = data[int(key)] if isinstance(data, list) else data.setdefault(key, {})
    data[last] = value
