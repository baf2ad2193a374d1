"""Which submission speaks for which part of a case, and which approvals still hold.

The newest submission of a part wins, in the order they came. An approval counts only for what was approved:
child, school, supplier, goals, period, amounts. A later change of one of these voids it for new documents; a
mended spelling, new contact data or another caseworker do not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import danish
from pipeline.definitions import Form, get
from pipeline.programme import Part, Programme
from pipeline.records import Filed, Submission
from pipeline.templating import AbsentValue, compile_expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One part of a case: the submission it stands in, and the form that describes it.

    `base` is where in the submission's data the part begins. `void` says, in Danish, why an approval no
    longer counts; then nothing may be built on it.
    """

    part: Part
    form: Form
    submission: Submission
    base: str
    void: str = ""


def choose_parts(programme: Programme, filed: Sequence[Filed]) -> dict[str, Held]:
    """Each part of the programme that the submissions hold, approvals marked void where they are."""
    held: dict[str, Held] = {}
    for part in programme.parts:
        best: tuple[int, Held] | None = None
        for source in part.sources:
            for sequence, submission in _as_it_changed(filed, source.form, source.at):
                if part.where and not _true(part.where, submission.data):
                    continue
                candidate = Held(
                    part=part,
                    form=programme.forms[source.form],
                    submission=submission,
                    base=source.at,
                )
                if best is None or sequence >= best[0]:
                    best = (sequence, candidate)
        if best:
            held[part.name] = best[1]
    return {name: _judge(programme, part, filed) for name, part in held.items()}


def _as_it_changed(filed: Sequence[Filed], form: str, at: str) -> Iterable[tuple[int, Submission]]:
    """The submissions of a form with the part in question, each with the sequence since when it reads so.

    An application sent again with its plan unchanged doesn't make the old plan newer than a revision that
    came in between.
    """
    since, before = 0, None
    for entry in filed:
        if entry.submission.form != form:
            continue
        content = get(entry.submission.data, at)
        if not content:
            continue
        if content != before:
            since, before = entry.sequence, content
        yield since, entry.submission


def _true(expression: str, data: Mapping[str, Any]) -> bool:
    try:
        return bool(compile_expression(expression)(data))
    except AbsentValue:
        return False


# ── approvals ─────────────────────────────────────────────────────────────────────────────────────────


def control_code(programme: Programme, data: Mapping[str, Any]) -> str:
    """The short code of what an approval of this application is bound to: `7F3A-91C2`."""
    bound = [[_folded(get(data, pointer)) for pointer in mark.fields] for mark in programme.fingerprint]
    digest = (
        hashlib.sha256(json.dumps(bound, sort_keys=True, ensure_ascii=False).encode()).hexdigest().upper()
    )
    return f"{digest[:4]}-{digest[4:8]}"


def fits(programme: Programme, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two submissions are about the same child: same cpr, and same name but for spelling."""
    return all(
        get(first, pointer) is not None
        and danish.fold(str(get(first, pointer))) == danish.fold(str(get(second, pointer)))
        for pointer in (programme.child_cpr, programme.child_name)
    )


def _folded(value: Any) -> Any:
    """The value without what is only spelling: case, spaces, å written aa. Signs and figures stay."""
    if isinstance(value, str):
        text = " ".join(value.casefold().split())
        return text.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _folded(item) for key, item in value.items()}
    return value


def _judge(programme: Programme, held: Held, filed: Sequence[Filed]) -> Held:
    """The part, marked void if it is an approval of something that has changed since."""
    if not held.part.approves:
        return held
    versions = [entry.submission for entry in filed if entry.submission.form == programme.opens]
    if not versions:
        return held
    current = versions[-1]
    approved = _approved_version(programme, held, filed)
    day = get(held.submission.data, programme.approval_day)
    when = f" af {danish.format_date_long(danish.iso_date(day))}" if day else ""
    if approved is None:
        return replace(
            held,
            void=f"{held.part.label}{when} gælder en version, der ikke findes i sagen. "
            "Bed om ny godkendelse.",
        )
    changed = [
        mark.label
        for mark in programme.fingerprint
        if any(
            _folded(get(approved.data, field)) != _folded(get(current.data, field)) for field in mark.fields
        )
    ]
    if not changed:
        return held
    older, newer = versions.index(approved) + 1, len(versions)
    return replace(
        held,
        void=f"{held.part.label}{when} gælder version {older}. "
        f"{_listed(changed)} er ændret i version {newer}. Bed om ny godkendelse.",
    )


def _approved_version(programme: Programme, held: Held, filed: Sequence[Filed]) -> Submission | None:
    """The version of the application that an approval speaks of.

    By its control code, else by the version it names. Without either (filled in by hand) it is the version
    that was current on its date, among those that had come in before it.
    """
    versions = [entry.submission for entry in filed if entry.submission.form == programme.opens]
    code = get(held.submission.data, programme.approval_code)
    if code:
        matching = [v for v in versions if danish.fold(control_code(programme, v.data)) == danish.fold(code)]
        return matching[-1] if matching else None
    number = get(held.submission.data, programme.approval_version)
    if number:
        return versions[number - 1] if number <= len(versions) else None
    came = next(entry.sequence for entry in filed if entry.submission is held.submission)
    before = [e.submission for e in filed if e.submission.form == programme.opens and e.sequence < came]
    day = get(held.submission.data, programme.approval_day)
    dated = programme.form_dates[programme.opens]
    known = before or versions
    earlier = [version for version in known if day and str(get(version.data, dated) or "") <= str(day)]
    return earlier[-1] if earlier else known[0]


def _listed(labels: Sequence[str]) -> str:
    first, *rest = labels
    lowered = [first, *(label.lower() for label in rest)]
    return lowered[0] if not rest else f"{', '.join(lowered[:-1])} og {lowered[-1]}"
