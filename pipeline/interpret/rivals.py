"""Where two readings of the same document differ, and nothing tells for certain which of them is right.

The pages of a document may be taken in more than one way. One reading is kept; where another one is nearly as
good and says something else, the answer is not certain, even if it looks as if it were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline import danish
from pipeline.definitions import Form, Rows, get, leaves
from pipeline.interpret import Interpretation
from pipeline.records import Problem, Severity


def where_they_differ(
    kept: Interpretation, rivals: Iterable[Interpretation], form: Form
) -> Iterator[Problem]:
    """A warning for each answer of `kept` that a rival reads otherwise, or finds where `kept` has none.

    What a finding stands at already is asked about as it is. A list that has more rows in a rival is doubted
    as a whole.
    """
    told = {one.pointer for one in kept.problems if one.severity is not Severity.NOTICE}
    for rival in rivals:
        doubted = {one.pointer for one in rival.problems if one.severity is not Severity.NOTICE}
        uneven = [
            rows.pointer for rows in form.entries() if isinstance(rows, Rows) and _uneven(kept, rival, rows)
        ]
        for pointer in uneven:
            if pointer not in told:
                told.add(pointer)
                yield Problem(code="rows.other_way", pointer=pointer, severity=Severity.WARNING)
        for pointer, value in leaves(rival.data):
            if pointer in told or pointer in doubted or any(pointer.startswith(f"{one}/") for one in uneven):
                continue
            mine = get(kept.data, pointer)
            if mine != value and not _is_cut_from(value, mine):
                told.add(pointer)
                yield _problem(pointer, mine, value, kept, rival)


def _uneven(kept: Interpretation, rival: Interpretation, rows: Rows) -> bool:
    """Whether a list has more rows in the rival than in the reading that is kept."""
    return len(get(rival.data, rows.pointer) or ()) > len(get(kept.data, rows.pointer) or ())


def _is_cut_from(text: Any, whole: Any) -> bool:
    """Whether a text is a part of another that ends within one of its lines: a page break cut it there."""
    if not isinstance(text, str) or not isinstance(whole, str):
        return False
    part, all_of_it = danish.clean_line(text), danish.clean_line(whole)
    if part == all_of_it:
        return True
    lines = set(map(danish.clean_line, whole.splitlines()))
    return part in all_of_it and not lines.issuperset(map(danish.clean_line, text.splitlines()))


def _problem(pointer: str, mine: Any, other: Any, kept: Interpretation, rival: Interpretation) -> Problem:
    said = rival.sources[pointer].raw if pointer in rival.sources else str(other)
    if mine is None:
        params, code = {"raw": said}, "answer.other_place"
    elif isinstance(mine, str) and isinstance(other, str) and (mine in other or other in mine):
        params, code = {"raw": mine}, "answer.maybe_more" if other in mine else "answer.maybe_less"
    else:
        own = kept.sources[pointer].raw if pointer in kept.sources else str(mine)
        params, code = {"first": own, "second": said}, "answer.other_way"
    return Problem(
        code=code, pointer=pointer, severity=Severity.WARNING, params=params,
        spot=kept.spots.get(pointer) or rival.spots.get(pointer),
    )  # fmt: skip
