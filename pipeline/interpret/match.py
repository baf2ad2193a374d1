"""Which field of the form each answer belongs to.

By the control's tag; else by its title; else by the label beside it, where only a label that leads to one
field counts. What could belong to two is left to a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import danish
from pipeline.definitions import Field, Form, Path, Rows
from pipeline.interpret.doubts import hides_something
from pipeline.interpret.labels import Labels, Target
from pipeline.interpret.printed import crossing
from pipeline.records import Answer, ExtractedForm, Problem, Severity

RowKey = tuple[int, ...]
"""What tells the rows of one group apart within a document; empty outside repeated rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer and the field it belongs to; `option` says which of the field's boxes it is."""

    field: Field
    row: RowKey
    answer: Answer
    option: str
    moved: str = ""
    """The field whose label stands beside the answer, where that is another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of the answers of a document.

    `heard`: those that say something, in its order. `targets`: the field of every answer that has one, empty
    ones too, by the answer's number. `settled`: those that were placed, say nothing or have a problem.
    """

    heard: tuple[Heard, ...]
    problems: tuple[Problem, ...]
    targets: Mapping[int, Heard]
    settled: frozenset[int]

    def is_ours(self, document: ExtractedForm, form: Form) -> bool:
        """Whether a document is made from our own blank: it bears the form's mark or its controls."""
        mark = document.mark
        marked = mark is not None and (mark.programme, mark.form) == (form.programme, form.name)
        return marked or any(
            document.answers[number].tag.partition(":")[0] == one.field.tag
            for number, one in self.targets.items()
        )


def match(answers: Sequence[Answer], form: Form) -> Matched:
    """Which field each answer belongs to.

    Problems: `label.ambiguous` (not placed), `label.similar` (placed, a notice), `answer.unplaced` and
    `box.unplaced` (a filled-in control or a ticked box that is none of the form's, a warning).
    """
    tags = {field.tag: field for field in form.fields()}
    rows = {entry.path: entry for entry in form.entries() if isinstance(entry, Rows)}
    labels, crossings = Labels.of(form), crossing(form)
    heard: list[Heard] = []
    problems: list[Problem] = []
    targets: dict[int, Heard] = {}
    settled: set[int] = set()
    for number, answer in enumerate(answers):
        name, _, option = answer.tag.partition(":")
        target = Target(field=tags[name], option=option) if name in tags else None
        silent = _says_nothing(answer) and not (target and hides_something(answer))
        if target is None and not silent:
            target, problem = _by_words(answer, labels, crossings)
            problems.extend([problem] if problem else [])
            settled.update([number] if problem else [])
        if target is not None:
            targets[number] = Heard(
                field=target.field,
                row=_row_key(target.field, rows, answer),
                answer=answer,
                option=target.option,
                moved=""
                if silent or answer.by in ("label", "ocr")
                else _moved(target.field, answer, labels, crossings),
            )
        if target is not None and not silent:
            heard.append(targets[number])
        if target is not None or silent:
            settled.add(number)
    return Matched(heard=tuple(heard), problems=tuple(problems), targets=targets, settled=frozenset(settled))


def _says_nothing(answer: Answer) -> bool:
    """An unticked box, a prompt, a dotted line, blank."""
    if answer.checked is not None:
        return not answer.checked
    return answer.empty or danish.is_empty_text(answer.raw)


def _by_words(
    answer: Answer, labels: Labels, crossings: Mapping[str, list[Field]]
) -> tuple[Target | None, Problem | None]:
    """The field that the control's title or the label beside the answer names, or what is wrong with it."""
    # Beside a box stand the question and the words of that one box; its title may be the question alone.
    named = (answer.label, answer.alias) if answer.checked else (answer.alias, answer.label)
    said = [words for words in dict.fromkeys(named) if words]
    for words in said:
        if targets := labels.exact(words, answer):
            return (targets[0], None) if len(targets) == 1 else (None, _ambiguous(words, answer, targets))
    crossed = crossings.get(danish.fold(answer.label), []) if answer.checked is None else []
    if len(crossed) == 1:
        return Target(field=crossed[0]), None
    for words in said:
        if targets := labels.similar(words, answer):
            if len(targets) > 1:
                return None, _ambiguous(words, answer, targets)
            label = targets[0].field.label
            params = {"beside": words, "taken_for": label, "place": str(answer.place)}
            return targets[0], Problem(
                code="label.similar", pointer="", severity=Severity.NOTICE, params=params
            )
    if answer.tag or answer.alias or answer.checked:
        beside = (said or [answer.tag or answer.raw])[0]
        params = {"raw": answer.raw, "beside": beside, "place": str(answer.place)}
        code = "box.unplaced" if answer.checked else "answer.unplaced"
        return None, Problem(code=code, pointer="", severity=Severity.WARNING, params=params)
    # The label of no field: a letterhead, a heading, a note. Documents are full of them.
    return None, None


def _moved(field: Field, answer: Answer, labels: Labels, crossings: Mapping[str, list[Field]]) -> str:
    """The other field that the words beside a control name: it was moved, and a reader goes by the words."""
    if not (answer.tag and answer.label):
        return ""
    crossed = crossings.get(danish.fold(answer.label), [])
    named = crossed or [target.field for target in labels.exact(answer.label, answer)]
    return named[0].label if len(named) == 1 and named[0].path != field.path else ""


def _ambiguous(words: str, answer: Answer, targets: Sequence[Target]) -> Problem:
    labels = list(dict.fromkeys(target.field.label for target in targets))
    # One label in two sections is named with its group, or the sentence would name one field only.
    if len(labels) == 1:
        labels = list(dict.fromkeys(f"{target.field.label} ({target.field.group})" for target in targets))
    params = {
        "raw": answer.raw,
        "beside": words,
        "fields": danish.either(labels[:4]),
        "place": str(answer.place),
    }
    return Problem(code="label.ambiguous", pointer="", params=params)


def _row_key(field: Field, rows: dict[Path, Rows], answer: Answer) -> RowKey:
    """Which of the repeated rows an answer stands in.

    Without a repeating control the table tells: one row of a table, or one table for each card.
    """
    if "*" not in field.path:
        return ()
    if answer.items:
        return answer.items
    group = rows[field.path[: field.path.index("*")]]
    place = answer.place
    return (-1, place.table, place.row) if group.widget == "table" else (-1, place.table)
