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
from pipeline.assemble.versions import Looking, Version, current_version, not_yet, versions_of
from pipeline.definitions import Field, Form, get, text_at
from pipeline.programme import Part, Programme
from pipeline.records import Filed, Submission


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
    sequence: int
    void: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The parts a case has on a day. `past` says, in Danish, what no longer counts because the case has
    changed since; `versions` are all those of the opening form, `current` is what it says on that day."""

    parts: Mapping[str, Held]
    past: tuple[str, ...]
    versions: tuple[Version, ...]
    current: Submission | None


def choose_parts(filed: Sequence[Filed], looking: Looking, *, ahead: bool = False) -> Chosen:
    """Each part of the programme that the submissions hold, approvals marked void where they are.

    `ahead`: as if every change that is known held already.
    """
    programme = looking.programme
    waiting = frozenset() if ahead else not_yet(filed, looking)
    there = [entry for entry in filed if entry.sequence not in waiting]
    current = current_version(there, looking)
    versions = versions_of(filed, looking)
    if ahead:
        versions = tuple(replace(version, ahead=False) for version in versions)
    held: dict[str, Held] = {}
    past: list[str] = []
    for part in programme.parts:
        candidates = _candidates(part, there, looking, current)
        if part.approves:
            judged = (_judge(one, filed, versions, current, looking) for one in reversed(candidates))
            chosen = next((one for one in judged if one is not None), None)
        else:
            chosen, gone = _in_force(candidates, versions, current)
            past += [gone] if gone else []
        if chosen:
            held[part.name] = chosen
    return Chosen(parts=held, past=tuple(past), versions=versions, current=current)


def _candidates(
    part: Part, filed: Sequence[Filed], looking: Looking, current: Submission | None
) -> list[Held]:
    """What the part may be taken from, the newest last; the opening form as it reads on the day."""
    programme = looking.programme
    found: list[Held] = []
    for source in part.sources:
        newest: Held | None = None
        for sequence, submission in _as_it_changed(filed, source.form, source.at):
            seen = {**submission.data, "current": current.data if current else {}}
            if part.where and not looking.value(part.where, seen):
                continue
            newest = Held(
                part=part,
                form=programme.forms[source.form],
                submission=submission,
                base=source.at,
                sequence=sequence,
            )
            found.append(newest)
        if newest and current and source.form == programme.opens:
            found[-1] = replace(newest, submission=current)
    return sorted(found, key=lambda held: held.sequence)


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
        if content != before or not at:
            since, before = entry.sequence, content
        yield since, entry.submission


def _in_force(
    candidates: Sequence[Held], versions: Sequence[Version], current: Submission | None
) -> tuple[Held | None, str]:
    """The newest candidate that speaks of the case as it is on the day, and what is said of one that doesn't.

    One that says the same as the case did when it came belongs to the time before a change; one that says
    what the case will say is early; one that still says what held before a change already known is late,
    and counts for that time alone. Any other difference is a contradiction, which people settle.
    """
    late = ""
    for held in reversed(candidates):
        changed = [field for field in held.part.bound if current and not _same_at(field, held, current)]
        if not changed:
            return held, ""
        fitting = [v for v in versions if all(_same_at(f, held, v.submission) for f in held.part.bound)]
        if any(version.ahead for version in fitting):
            continue
        known = [version for version in versions if version.sequence < held.sequence]
        fields = map(held.form.find, changed)
        names = _listed([field.label for field in fields if isinstance(field, Field)])
        if known and known[-1] in fitting:
            return None, f"{held.part.label} er fra før ændringen ({names}). Der skal laves en ny."
        if not any(version in fitting for version in known):
            return held, ""
        late = late or f"{held.part.label} gælder det, der stod før ændringen ({names})."
    return None, f"{late} Der skal laves en ny." if late else ""


def _same_at(pointer: str, held: Held, other: Submission) -> bool:
    ours, theirs = (get(submission.data, pointer) for submission in (held.submission, other))
    return ours is None or theirs is None or danish.fold(str(ours)) == danish.fold(str(theirs))


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


def _judge(
    held: Held,
    filed: Sequence[Filed],
    versions: Sequence[Version],
    current: Submission | None,
    looking: Looking,
) -> Held | None:
    """The approval, marked void if what it approved has changed since; None if that is still to come."""
    programme = looking.programme
    if not versions or current is None:
        return held
    approved = _approved_version(programme, held, filed, versions)
    day = text_at(held.submission.data, programme.approval_day)
    when = f" af {danish.format_date_long(danish.iso_date(day))}" if day else ""
    if approved is None:
        return replace(
            held,
            void=f"{held.part.label}{when} gælder en version, der ikke findes i sagen. "
            "Bed om ny godkendelse.",
        )
    changed = _changed(programme, approved.submission, current)
    if not changed:
        return held
    if approved.ahead:
        return None
    later = [version for version in versions if version.number > approved.number and not version.ahead]
    since = next((v for v in later if _changed(programme, approved.submission, v.submission)), approved)
    return replace(
        held,
        void=f"{held.part.label}{when} gælder version {approved.number}. "
        f"{_listed(changed)} er ændret i version {since.number}. Bed om ny godkendelse.",
    )


def _changed(programme: Programme, approved: Submission, now: Submission) -> list[str]:
    """The labels of what an approval is bound to that reads otherwise now."""
    return [
        mark.label
        for mark in programme.fingerprint
        if any(_folded(get(approved.data, field)) != _folded(get(now.data, field)) for field in mark.fields)
    ]


def _approved_version(
    programme: Programme, held: Held, filed: Sequence[Filed], versions: Sequence[Version]
) -> Version | None:
    """The version of the application that an approval speaks of.

    By its control code, else by the version it names. Without either (filled in by hand) it is the version
    that was current on its date, among those that had come in before it.
    """
    code = text_at(held.submission.data, programme.approval_code)
    if code:
        wanted = danish.fold(code)
        matching = [v for v in versions if danish.fold(control_code(programme, v.submission.data)) == wanted]
        return matching[-1] if matching else None
    number = int(text_at(held.submission.data, programme.approval_version) or 0)
    if number:
        return versions[number - 1] if number <= len(versions) else None
    known = [version for version in versions if version.sequence < held.sequence] or list(versions)
    day = text_at(held.submission.data, programme.approval_day)
    said = {entry.sequence: _dated(programme, entry.submission) for entry in filed}
    earlier = [version for version in known if day and said[version.sequence] <= day]
    return earlier[-1] if earlier else known[0]


def _dated(programme: Programme, submission: Submission) -> str:
    """The day a form bears as its own."""
    return text_at(submission.data, programme.form_dates.get(submission.form, ""))


def _listed(labels: Sequence[str]) -> str:
    first, *rest = labels
    return danish.together([first, *(label.lower() for label in rest)])
