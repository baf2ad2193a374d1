"""What all answers to one question say together: the value, its source, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import danish
from pipeline.danish import Unclear
from pipeline.definitions import Field, Kind
from pipeline.interpret.convert import convert, unknown_choice
from pipeline.interpret.doubts import doubt
from pipeline.interpret.match import Heard
from pipeline.records import Problem, Severity, Source

PROPOSED = "value.proposed"
"""What a recogniser made out on a picture, to be confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`value` is None where nothing can be said for certain."""

    value: Any
    source: Source
    problems: tuple[Problem, ...]


def settle(field: Field, heard: Sequence[Heard], pointer: str) -> Settled:
    """The value of the field from everything that was answered to it, one answer or more.

    Equal answers are one. Different ones are `answer.conflict`: the last never wins.
    """
    if doubtful := _doubtful(field, heard, pointer):
        return doubtful
    boxes = [one for one in heard if one.answer.checked]
    texts = [one for one in heard if not one.answer.checked]
    said: list[tuple[str, Any]] = [(one.answer.raw, convert(field, one.answer)) for one in texts]
    if boxes:
        said.append((_box_words(field, boxes), _ticked(field, {box.option for box in boxes})))
    problems = [
        Problem(code="text.invisible", pointer=pointer, severity=Severity.NOTICE, params={"number": number})
        for number in [sum(danish.invisible_in(one.answer.raw) for one in texts)]
        if number
    ]
    said = [(raw, value) for raw, value in said if value is not None]
    raws = list(dict.fromkeys(raw for raw, _ in said))
    fault = next(((raw, value) for raw, value in said if isinstance(value, Unclear)), None)
    value = None
    if fault:
        params = {"raw": fault[0], **fault[1].params}
        problems.append(Problem(code=fault[1].code, pointer=pointer, params=params))
    elif any(other != said[0][1] for _, other in said):
        second = next(raw for raw, other in said if other != said[0][1])
        params = {"first": said[0][0], "second": second}
        problems.append(Problem(code="answer.conflict", pointer=pointer, params=params))
    elif said:
        value = said[0][1]
    for code, params in _to_confirm(heard, value):
        weighty = heard[0].answer.by == "ocr" and _is_weighty(field)
        problems.append(
            Problem(
                code=f"{code}.weighty" if weighty and code == PROPOSED else code,
                pointer=pointer,
                severity=Severity.ERROR if weighty else Severity.WARNING,
                params=params,
            )
        )
    if field.widget == "tick" and value is False:
        value = None  # a single box knows no "no": an unticked one says nothing
    first = heard[0].answer
    source = Source(raw=" | ".join(raws) or first.raw, place=str(first.place), by=first.by)
    return Settled(value=value, source=source, problems=tuple(problems))


def _is_weighty(field: Field) -> bool:
    """Whether a wrong letter would do harm: numbers of persons, names, amounts."""
    return field.kind in (Kind.CPR, Kind.MONEY) or field.path[-1] == "name"


def _to_confirm(heard: Sequence[Heard], value: Any) -> list[tuple[str, dict[str, str | int]]]:
    """What a person has to confirm of a value that was read."""
    if value is None:
        return []
    found = {one.answer.doubt: one.answer for one in heard if one.answer.doubt}
    return [(code, {"raw": answer.raw, "beside": answer.label}) for code, answer in found.items()]


def _doubtful(field: Field, heard: Sequence[Heard], pointer: str) -> Settled | None:
    """No value and the reason, where what was answered can't be taken as it stands."""
    for one in heard:
        found = doubt(field, one.answer)
        params: dict[str, str | int] = {"raw": one.answer.raw}
        if found:
            code, params = found.code, {**params, **found.params}
        elif one.moved:
            code, params = "answer.moved", {**params, "other": one.moved, "own": field.label}
        else:
            continue
        source = Source(raw=one.answer.raw, place=str(one.answer.place), by=one.answer.by)
        problem = Problem(code=code, pointer=pointer, params=params)
        return Settled(value=None, source=source, problems=(problem,))
    return None


def _ticked(field: Field, options: set[str]) -> Any:
    """What the ticked boxes of a field say."""
    if field.kind is Kind.BOOLEAN:
        if options == {"yes", "no"}:
            return Unclear(code="boolean.both")
        return options == {"yes"} if options <= {"yes", "no"} else Unclear(code="boolean.unclear")
    values = [choice.value for choice in field.choices if choice.value in options]
    if len(values) < len(options):
        return unknown_choice(field) if field.choices else Unclear(code="boolean.unclear")
    if field.kind is Kind.CHOICES:
        return values
    return values[0] if len(values) == 1 else Unclear(code="choice.several")


def _box_words(field: Field, boxes: Sequence[Heard]) -> str:
    """The words beside the ticked boxes, as the form prints them."""
    words = {"yes": "Ja", "no": "Nej"} if field.kind is Kind.BOOLEAN else {}
    return ", ".join(dict.fromkeys(words.get(box.option) or field.choice_label(box.option) for box in boxes))
