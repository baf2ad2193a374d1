"""Which field of the form each answer belongs to.

By the control's tag; else by its title; else by the label beside it, where only a label that leads to one
field counts. What could belong to two is left to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import danish
from pipeline.definitions import Field, Form, Path, Rows
from pipeline.interpret.labels import Labels, Target
from pipeline.records import Answer, Problem, Severity

RowKey = tuple[int, ...]
"""What tells the rows of one group apart within a document; empty outside repeated rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer and the field it belongs to; `option` says which of the field's boxes it is."""

    field: Field
    row: RowKey
    answer: Answer
    option: str


def match(answers: Sequence[Answer], form: Form) -> tuple[tuple[Heard, ...], list[Problem]]:
    """The answers that say something, each with its field, in the order of the document.

    Problems: `label.ambiguous` (not placed), `label.similar` (placed, a notice), `answer.unplaced` and
    `box.unplaced` (a filled-in control or a ticked box that is none of the form's, a warning).
    """
    tags = {field.tag: field for field in form.fields()}
    rows = {entry.path: entry for entry in form.entries() if isinstance(entry, Rows)}
    labels = Labels.of(form)
    heard: list[Heard] = []
    problems: list[Problem] = []
    for answer in answers:
        if _says_nothing(answer):
            continue
        name, _, option = answer.tag.partition(":")
        target = Target(field=tags[name], option=option) if name in tags else None
        if target is None:
            target, problem = _by_words(answer, labels)
            problems.extend([problem] if problem else [])
        if target is not None:
            row = _row_key(target.field, rows, answer)
            heard.append(Heard(field=target.field, row=row, answer=answer, option=target.option))
    return tuple(heard), problems


def _says_nothing(answer: Answer) -> bool:
    """An unticked box, a prompt, a dotted line, blank."""
    if answer.checked is not None:
        return not answer.checked
    return answer.empty or danish.is_empty_text(answer.raw)


def _by_words(answer: Answer, labels: Labels) -> tuple[Target | None, Problem | None]:
    """The field that the control's title or the label beside the answer names, or what is wrong with it."""
    # Beside a box stand the question and the words of that one box; its title may be the question alone.
    named = (answer.label, answer.alias) if answer.checked else (answer.alias, answer.label)
    said = [words for words in dict.fromkeys(named) if words]
    for words in said:
        if targets := labels.exact(words, answer):
            return (targets[0], None) if len(targets) == 1 else (None, _ambiguous(words, answer, targets))
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
