"""What a programme says of its courses and of its report, held against what a case has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pipeline.facts import COUNTED_BY
from pipeline.programme import Programme

Said = Callable[[str, set[str]], Iterable[str]]
COURSE_KEYS = frozenset({"granted", "first", "last", "amount", "group"})
REPORT_KEYS = frozenset(
    {"group", "groups", "capacity", "pool", "pool_by", "applied", "letters", "years", "notes", "due"}
)


def figure_faults(programme: Programme, known: set[str], said: Said) -> Iterator[tuple[str, str]]:
    """Each thing wrong with `[course]` and `[report]`, as the place it stands in and the message."""
    yield from _strange("course", programme.course, COURSE_KEYS)
    yield from _strange("report", programme.report, REPORT_KEYS)
    for key, source in programme.course.items():
        yield from ((f"course {key}", message) for message in said(source, known))
    report = programme.report
    if applied := report.get("applied"):
        yield from (("report applied", message) for message in said(applied, known))
    for row in report.get("due", ()):
        place = f"report.due {row.get('label', '')}"
        yield from _strange(place, row, frozenset({"label", "day"}))
        yield from ((place, message) for message in said(row["day"], known))
    documents = {document.id for document in programme.documents}
    for letter in report.get("letters", ()):
        if letter not in documents:
            yield "report letters", f"no document is called {letter!r}"
    for terms in programme.terms:
        for key in ("capacity", "pool", "pool_by"):
            if key in report and report[key] not in terms:
                yield f"report {key}", f"the terms of {terms['valid_from']} have no {report[key]!r}"
        for key, value in terms.items():
            if key.endswith("_by") and value not in COUNTED_BY:
                yield f"terms {key}", f"{value!r} is none of {', '.join(COUNTED_BY)}"


def _strange(place: str, told: Mapping[str, Any], keys: frozenset[str]) -> Iterator[tuple[str, str]]:
    yield from ((place, f"no key is called {key!r} here") for key in told if key not in keys)
