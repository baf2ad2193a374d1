"""What somebody wrote beside the fields of our own forms: never lost, and never added to an answer.

A text outside a control may change what the answer in it means (`☒ Ja, men kun til jul`), or be the answer
(the control beside it is empty). Only a person can say, so it is a problem that quotes both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.danish import Unclear
from pipeline.definitions import Field, Form, Path, get
from pipeline.interpret.convert import convert
from pipeline.interpret.match import Matched, RowKey
from pipeline.interpret.printed import (
    Printed,
    after_answer,
    before_answer,
    before_row,
    beyond,
    of_field,
    says_something,
)
from pipeline.records import Answer, ExtractedForm, LooseText, Place, Problem, Severity, Source

_ELSEWHERE = "Tekst uden for felterne"
Pointers = Mapping[tuple[Path, RowKey], str]
"""Where in the data each field of each row stands; rows in which nothing is answered have no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What has been read so far."""

    document: ExtractedForm
    matched: Matched
    printed: Printed
    pointers: Pointers
    data: Any
    sources: Mapping[str, Source]


def beside_fields(
    document: ExtractedForm,
    form: Form,
    matched: Matched,
    pointers: Pointers,
    data: Any,
    sources: Mapping[str, Source],
) -> Iterator[Problem]:
    """The problems of all text in the document that neither is an answer nor printed by the form.

    `answer.beside` (an error) where it stands by a field, `text.struck` (an error) where printed words are
    crossed out, `text.unplaced` (a warning; a notice in headers and footers) anywhere else, `text.reworded`
    (a notice) for headings and what may be the words of an older blank. None for documents that are not made
    of our controls: nobody knows what those print.
    """
    if not matched.is_ours(document, form):
        return
    reading = _Reading(
        document=document,
        matched=matched,
        printed=Printed.of(form),
        pointers=pointers,
        data=data,
        sources=sources,
    )
    waiting: list[tuple[LooseText, str]] = []
    for loose in document.loose:
        words, by_field = _beyond(loose, reading)
        near = _fields_near(loose, matched)
        if words and not by_field:
            if waiting and not _follows(waiting[-1][0], loose):
                yield _unplaced(waiting, reading.printed)
                waiting = []
            waiting.append((loose, words))
            continue
        if waiting and says_something(loose.text):
            yield _unplaced(waiting, reading.printed)
            waiting = []
        if words:
            yield from _beside(loose, words, near, reading)
    if waiting:
        yield _unplaced(waiting, reading.printed)


def _beyond(loose: LooseText, reading: _Reading) -> tuple[str, bool]:
    """What a text says beyond the words of the form, and whether that belongs to the field it stands by."""
    matched = reading.matched
    if not says_something(loose.text) or (
        loose.read_as and all(number in matched.settled for number in loose.read_as)
    ):
        return "", False
    expected = _expected(loose, reading)
    if loose.struck:
        return loose.text, bool(expected)
    if not expected:
        in_table, in_line = loose.place.table > 0, loose.where == "line"
        printed = reading.printed.holds(loose.text, in_table=in_table, in_line=in_line)
        return ("" if printed else loose.text), False
    words, anchored = beyond(loose.text, expected)
    if anchored or loose.where == "line":
        return words, anchored or not _is_unticked(loose, reading)
    # A whole paragraph of other words: an older blank's label or help, unless it looks like an answer.
    return words, loose.like_answers


def _expected(loose: LooseText, reading: _Reading) -> list[str]:
    """The words the form prints in this place; none where they may be any of its words."""
    fields = [field for field, _ in _fields_near(loose, reading.matched)]
    if not fields or loose.where == "":
        return []
    # A control bears the label as it was when the blank was made.
    titles = [reading.document.answers[number].alias for number in loose.near]
    labels = [words for title in titles if title for words in (title, f"{title} *")]
    if loose.where == "row":
        return [*before_row(fields), *labels]
    if loose.where == "cell":
        return [*labels, *(word for field in fields for word in of_field(field))]
    if loose.after < 0:
        return before_answer(fields[0]) + [f"{title}:" for title in titles[:1]]
    target = reading.matched.targets.get(loose.after)
    words = after_answer(target.field, target.option) if target else []
    return words + (labels if target and target.field.widget == "tick" else [])


def _is_unticked(loose: LooseText, reading: _Reading) -> bool:
    return loose.after >= 0 and reading.document.answers[loose.after].checked is False


def _fields_near(loose: LooseText, matched: Matched) -> list[tuple[Field, RowKey]]:
    """The fields a text stands by, each with its row; of a text that a label names, none but its own."""
    if loose.read_as:
        return []
    found = [matched.targets[number] for number in loose.near if number in matched.targets]
    return list(dict.fromkeys((one.field, one.row) for one in found))


# ── the problems ──────────────────────────────────────────────────────────────────────────────────────


def _beside(
    loose: LooseText, words: str, near: Sequence[tuple[Field, RowKey]], reading: _Reading
) -> Iterator[Problem]:
    """The problem of a text that stands by these fields: the empty one is meant, else the nearest."""
    pointers = [reading.pointers.get((field.path, row), "") for field, row in near]
    values = [get(reading.data, pointer) if pointer else None for pointer in pointers]
    told = [reading.sources[pointer].raw if pointer in reading.sources else "" for pointer in pointers]
    meant = 0
    if loose.where == "row":
        meant = next((n for n, raw in enumerate(told) if not raw), 0)
    elif (after := reading.matched.targets.get(loose.after)) is not None:
        meant = near.index((after.field, after.row))
    field, _ = near[meant]
    pointer = pointers[meant] or ("" if "*" in field.path else field.pointer)
    params = {"raw": words, "beside": field.label, "place": str(loose.place)}
    if loose.struck:
        yield Problem(code="text.struck", pointer=pointer, params=params)
    elif not told[meant]:
        yield Problem(code="answer.beside", pointer=pointer, params=params)
    elif not _says_the_same(field, told[meant], words, values[meant]):
        yield Problem(code="answer.beside", pointer=pointer, params={**params, "first": told[meant]})


def _says_the_same(field: Field, raw: str, words: str, value: Any) -> bool:
    """Whether an answer stays what it is with the words behind it: a unit, `kr.`, the answer once more."""
    if value is None or "?" in words:
        return False
    said = [convert(field, Answer(raw=text, place=Place(), by="")) for text in (f"{raw} {words}", words)]
    return any(not isinstance(read, Unclear) and read == value for read in said)


def _follows(before: LooseText, loose: LooseText) -> bool:
    """Whether two texts are near enough to be quoted as one."""
    return replace(before.place, row=0, paragraph=0) == replace(loose.place, row=0, paragraph=0)


def _unplaced(found: Sequence[tuple[LooseText, str]], printed: Printed) -> Problem:
    place = found[0][0].place
    struck = any(loose.struck for loose, _ in found)
    reworded = all(loose.heading or printed.resembles(loose.text) for loose, _ in found)
    slight = reworded or place.in_margin
    return Problem(
        code="text.struck" if struck else "text.reworded" if reworded else "text.unplaced",
        pointer="",
        severity=Severity.WARNING if struck or not slight else Severity.NOTICE,
        params={"raw": " ".join(words for _, words in found), "beside": _ELSEWHERE, "place": str(place)},
    )
