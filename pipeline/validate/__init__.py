"""Whether data is complete and allowed, as the form's schema says: the only judge of data there is.

Read from a document or given as JSON, the same data has the same problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Rows, Schema, get
from pipeline.records import FindingKind, Problem, Severity
from pipeline.validate.broken import below, broken_rules
from pipeline.validate.repeats import repeated_rows

LEFT_BLANK = "recommended"
"""The finding of a field that may be left blank, and better isn't."""


def validate(data: Any, form: Form, *, phone_exempt: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Every problem of the data, each once.

    A missing field that must be there is `required`, once for each field, not for the group it is in.
    Numbers beginning with one of `phone_exempt` are let pass by the check of telephone series.
    """
    asked = _with_groups(data, form.schema)
    problems = broken_rules(asked, form.schema)
    wrong = {problem.pointer for problem in problems}
    misshapen = tuple(f"{problem.pointer}/" for problem in problems if problem.code == "type")
    for pointer, entry, value in _values(data, form):
        if pointer in wrong or pointer.startswith(misshapen):
            continue
        if value is None and entry.recommended and _is_asked(entry, asked):
            problems.append(Problem(code=LEFT_BLANK, pointer=pointer, severity=Severity.WARNING))
        if value is not None and isinstance(entry, Field):
            problems.extend(_advice(entry.kind, value, pointer, phone_exempt))
    return (*problems, *repeated_rows(form, data))


def untold(checked: Iterable[Problem], read: Iterable[Problem]) -> Iterator[Problem]:
    """Those problems of the data that reading hasn't told of.

    A value that could not be read has its own finding; that it is missing then is not another one. Nor is it
    that a field should be filled in whose answer may stand elsewhere.
    """
    told = {(one.pointer, one.severity) for one in read}
    for one in checked:
        missed = one.code == LEFT_BLANK and (one.pointer, one.severity) in told
        if not missed and (one.pointer, Severity.ERROR) not in told:
            yield one


def _is_asked(entry: Field | Rows, data: Any) -> bool:
    """Whether a field is missed: not in a group that may be left out and was."""
    return "*" in entry.path or get(data, "/".join(("", *entry.path[:-1]))) is not None


def without_errors(data: Any, problems: Iterable[Problem]) -> Any:
    """The data without the values that the sender has to mend, and without what is then empty.

    Only values go, not the rows or groups they are in: rows keep their numbers, for the findings and
    sources that name them, even where nothing is left of one.
    """
    wrong = {
        one.pointer: one.code in ("type", "unknown_key")
        for one in problems
        if one.severity is Severity.ERROR and one.kind is FindingKind.FORM
    }
    return _without(data, "", wrong) or {}


def _without(node: Any, pointer: str, wrong: Mapping[str, bool]) -> Any:
    """The node without wrong values, None where nothing is left; `wrong` says which go with all they hold."""
    if pointer in wrong and (wrong[pointer] or not _holds_others(node)):
        return None
    if isinstance(node, Mapping):
        kept = {key: _without(value, below(pointer, key), wrong) for key, value in node.items()}
        return {key: value for key, value in kept.items() if value is not None} or None
    if isinstance(node, list) and _holds_others(node):
        items = [_without(item, below(pointer, n), wrong) for n, item in enumerate(node)]
        return [item or {} for item in items] if any(items) else None
    return None if node in ("", [], None) else node


def _holds_others(node: Any) -> bool:
    inside = node if isinstance(node, list) else [node]
    return any(isinstance(item, Mapping) for item in inside)


def _with_groups(node: Any, schema: Schema) -> Any:
    """The data with each group that must be there, empty if need be: so its fields are missed one by one."""
    if schema.get("type") == "object" and isinstance(node, Mapping):
        filled = dict(node)
        for key, child in schema["properties"].items():
            if key not in filled and child.get("type") == "object" and key in schema.get("required", ()):
                filled[key] = {}
            if key in filled:
                filled[key] = _with_groups(filled[key], child)
        return filled
    if schema.get("type") == "array" and isinstance(node, list):
        return [_with_groups(item, schema["items"]) for item in node]
    return node


def _values(data: Any, form: Form) -> Iterator[tuple[str, Field | Rows, Any]]:
    """Each field and group of rows with its pointer and value (None: absent); columns once for each row."""
    for entry in form.entries():
        value = get(data, entry.pointer)
        yield entry.pointer, entry, value
        if isinstance(entry, Rows) and isinstance(value, list):
            for n in range(len(value)):
                for column in entry.columns:
                    pointer = column.pointer.replace("*", str(n), 1)
                    yield pointer, column, get(data, pointer)


def _advice(kind: Kind, value: Any, pointer: str, phone_exempt: tuple[str, ...]) -> Iterator[Problem]:
    """What an allowed value still gives reason to look at."""
    params = {"raw": str(value)}
    if kind is Kind.CPR:
        if danish.is_replacement(value):
            yield Problem(code="cpr.replacement", pointer=pointer, severity=Severity.NOTICE, params=params)
        if danish.cpr_looks_mistyped(value):
            yield Problem(code="cpr.mod11", pointer=pointer, severity=Severity.WARNING, params=params)
    if kind is Kind.CVR and value.startswith("0"):
        yield Problem(code="cvr.leading_zero", pointer=pointer, severity=Severity.NOTICE, params=params)
    if kind is Kind.PHONE and value[0] in "01" and not value.startswith(phone_exempt):
        params = {"raw": danish.format_phone(value)}
        yield Problem(code="phone.series", pointer=pointer, severity=Severity.WARNING, params=params)
