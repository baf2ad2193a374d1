"""What is told about a document as a whole, and about what in it answers no question for certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline import danish
from pipeline.definitions import Kind, Rows
from pipeline.interpret.answers import answers_of, without_help
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.helps import is_of_office
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, mark_of, offers, options_of, ticks
from pipeline.interpret.vocabulary import Fit
from pipeline.records import Problem, Severity

_SEVERAL: Final = 4
"""Questions with boxes of which none is ticked, at least, before that is strange."""
_BOXED: Final = 3
"""Questions with boxes, at least, before one without is strange."""


def problems_of(
    sheet: Sheet, entries: Sequence[tuple[Entry, str]], unplaced: Sequence[Unplaced]
) -> Iterator[Problem]:
    """What a person is told of a sheet, beside the doubts of `entries`; `unplaced` is quoted."""
    yield from _similar(entries)
    yield from _unboxed(entries)
    yield from _none_ticked(entries)
    yield from _left_empty(sheet)
    yield from _without_boxes(sheet, unplaced)
    yield from _mixed_rows(sheet)
    yield from map(_unplaced, unplaced)


def _similar(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    for entry, _ in entries:
        if entry.fit is Fit.ALIKE:
            yield Problem(
                code="label.similar",
                pointer="",
                severity=Severity.NOTICE,
                params={
                    "beside": entry.label,
                    "taken_for": entry.field.label,
                    "place": str(entry.place),
                },
                spot=entry.place,
            )


def _unboxed(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    """Answers that are printed without their boxes: nobody can see any more which was ticked.

    A row that nobody filled in is passed over, unless boxes are lost elsewhere in the document too.
    """
    said = {(entry.field.path[:-1], entry.item) for entry, _ in entries if _answers_something(entry)}
    lost = [entry for entry, _ in entries if _has_lost_boxes(entry)]
    everywhere = any(not entry.item for entry in lost)
    for entry in lost:
        if everywhere or not entry.item or (entry.field.path[:-1], entry.item) in said:
            yield Problem(
                code="choice.unboxed",
                pointer="",
                severity=Severity.WARNING,
                params={"raw": entry.raw, "beside": entry.label, "place": str(entry.place)},
                spot=entry.place,
            )


def _none_ticked(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    """A form that is filled in but for its boxes, all of them: some programs drop every tick."""
    boxes = [entry for entry, _ in entries if offers(entry.field) and len(MARK.findall(entry.raw)) > 1]
    others = sum(not offers(entry.field) for entry, _ in entries)
    if len(boxes) < _SEVERAL or others < len(boxes) or any(map(_answers_something, boxes)):
        return
    labels = list(dict.fromkeys(f"»{entry.label}«" for entry in boxes))
    params = {"fields": danish.together(labels)}
    yield Problem(code="choice.none_ticked", pointer="", severity=Severity.WARNING, params=params)


def _left_empty(sheet: Sheet) -> Iterator[Problem]:
    """Questions of *Ja* or *Nej* with one empty box alone: that may be a no, or no answer."""
    asked = [one for one in sheet.entries if one.field.kind is Kind.BOOLEAN and one.field.widget != "tick"]
    labels = list(dict.fromkeys(f"»{one.label}«" for one in asked if mark_of(one.raw) is False))
    if labels:
        params = {"fields": danish.together(labels)}
        yield Problem(code="choice.left_empty", pointer="", severity=Severity.WARNING, params=params)


def _without_boxes(sheet: Sheet, unplaced: Sequence[Unplaced]) -> Iterator[Problem]:
    """Questions that stand without boxes where those of the others have them, and some boxes fit nowhere."""
    asked = [entry for entry in sheet.entries if offers(entry.field)]
    boxed = [entry for entry in asked if MARK.search(entry.raw)]
    written = [entry for entry in asked if entry.said and not MARK.search(entry.raw)]
    if len(boxed) < _BOXED or len(boxed) <= len(written):
        return
    astray = any(MARK.search(one.raw) for one in unplaced)
    if not astray and not any(map(_has_boxes_of_others, sheet.entries)):
        return
    answered = {(entry.field.path, entry.item) for entry in (*boxed, *written)}
    for entry in asked:
        if (entry.field.path, entry.item) not in answered:
            yield Problem(
                code="choice.no_boxes",
                pointer="" if entry.item else entry.field.pointer,
                severity=Severity.WARNING,
                params={"beside": entry.label, "place": str(entry.place)},
                spot=entry.place,
            )


def _has_boxes_of_others(entry: Entry) -> bool:
    """Whether an answer has boxes that its question doesn't offer."""
    boxes = len(MARK.findall(entry.raw))
    if not offers(entry.field):
        return boxes > 0
    return boxes > len(options_of(entry.field)) or (boxes > 0 and ticks(entry.field, entry.raw) is None)


def _mixed_rows(sheet: Sheet) -> Iterator[Problem]:
    """Lists of which nobody can say for certain which answer belongs to which row."""
    for rows in sheet.form.entries():
        if isinstance(rows, Rows):
            answered = {entry.item[0] for entry in sheet.entries_of(rows) if entry.said}
            if sheet.items.in_doubt(rows, answered):
                yield Problem(code="rows.mixed", pointer=rows.pointer, severity=Severity.WARNING)


def _has_lost_boxes(entry: Entry) -> bool:
    found = ticks(entry.field, "\n".join(without_help(entry))) if offers(entry.field) else None
    return found is not None and found.unboxed


def _answers_something(entry: Entry) -> bool:
    return not offers(entry.field) or bool(list(answers_of(entry, "")))


def _unplaced(one: Unplaced) -> Problem:
    params: dict[str, str | int] = {
        "raw": one.raw,
        "beside": one.label or "Tekst uden for felterne",
        "place": str(one.place),
    }
    if one.in_row:
        return Problem(code="row.untold", pointer="", params=params, spot=one.place)
    if one.fields:
        labels = list(dict.fromkeys(field.label for field in one.fields))
        if len(labels) == 1:
            labels = list(dict.fromkeys(f"{field.label} ({field.group})" for field in one.fields))
        params["fields"] = danish.either(labels[:4])
        return Problem(code="label.ambiguous", pointer="", params=params, spot=one.place)
    code = "answer.unplaced" if one.label else "text.unplaced"
    severity = Severity.NOTICE if is_of_office(one.label, one.raw) else Severity.WARNING
    return Problem(code=code, pointer="", severity=severity, params=params, spot=one.place)
