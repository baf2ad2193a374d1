"""From what stands in a document to typed data: which field each answer belongs to, and what it says.

Nothing is guessed. What can't be placed or read for certain becomes a problem that quotes it, and two
answers to the same question are a conflict unless they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.definitions import Field, Form, Path, Rows
from pipeline.interpret.beside import beside_fields
from pipeline.interpret.by_labels import goes_by_labels, read_by_labels
from pipeline.interpret.match import Heard, RowKey, match
from pipeline.interpret.misfits import around_misfits
from pipeline.interpret.settle import settle
from pipeline.records import ExtractedForm, Place, Problem, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """The data of a form, where each value came from, and what could not be read.

    An unreadable answer is absent from `data` but its text is in `sources`. A row of which nothing could be
    read stays as an empty object, so that the rows after it keep their numbers.
    """

    data: dict[str, Any]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    spots: Mapping[str, Place]
    """Where each value stands, by its pointer, for comments on it."""


def interpret(extracted: ExtractedForm, form: Form) -> Interpretation:
    """What the document says in the terms of the form.

    Answers find their field by tag, else by the control's title, else by the label beside them. Rows in
    which nothing is written don't count. Problems are those of reading alone: whether the data is complete
    and allowed is for `validate`.
    """
    by_labels = (
        read_by_labels(extracted.layout, form, proposed=extracted.proposed)
        if extracted.layout is not None and goes_by_labels(extracted, form)
        else None
    )
    matched = match(by_labels.answers if by_labels else extracted.answers, form)
    heard, problems = matched.heard, [*matched.problems, *(by_labels.problems if by_labels else ())]
    answers: dict[tuple[Path, RowKey], list[Heard]] = {}
    for one in heard:
        answers.setdefault((one.field.path, one.row), []).append(one)
    data: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    pointers: dict[tuple[Path, RowKey], str] = {}
    spots: dict[str, Place] = {}
    for entry in form.entries():
        for field, row, path in _places(entry, heard, data):
            pointers[field.path, row] = "/" + "/".join(path)
            if said := answers.get((field.path, row)):
                settled = settle(field, said, "/" + "/".join(path))
                problems.extend(settled.problems)
                sources["/" + "/".join(path)] = settled.source
                spots["/" + "/".join(path)] = said[0].answer.place
                if settled.value is not None:
                    _put(data, path, settled.value)
    if by_labels is None:
        problems.extend(beside_fields(extracted, form, matched, pointers, data, sources))
    else:
        problems.extend(around_misfits(form, sources, problems))
    return Interpretation(data=data, sources=sources, problems=tuple(problems), spots=spots)


def _places(
    entry: Field | Rows, heard: Sequence[Heard], data: dict[str, Any]
) -> Iterator[tuple[Field, RowKey, Path]]:
    """Each field of the entry, with the row it is in and its path in the data; makes room for the rows.

    Rows count in the order of the document, and only those in which something is written.
    """
    if isinstance(entry, Field):
        yield entry, (), entry.path
        return
    depth = len(entry.path)
    rows = dict.fromkeys(one.row for one in heard if one.field.path[:depth] == entry.path)
    if rows:
        _put(data, entry.path, [{} for _ in rows])
    for n, row in enumerate(rows):
        for column in entry.columns:
            yield column, row, (*entry.path, str(n), *column.path[depth + 1 :])


def _put(data: dict[str, Any], path: Path, value: Any) -> None:
    node: Any = data
    for key in path[:-1]:
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    node[path[-1]] = value
