"""What a form can be filled in with from the case, before anyone writes in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.assemble.case import Case
from pipeline.definitions import prune
from pipeline.templating import AbsentValue, compile_expression
from pipeline.views import Absent, Leaf, View


def prefilled(case: Case, form: str) -> dict[str, Any]:
    """The data of a form of the programme as far as the case knows it.

    The programme's `[prefill.<form>]` names for each pointer an expression over the case. For a column of
    rows (`/meeting_series/*/date`) it names the column of the case's rows that it takes (`meetings[].date`),
    and after an `or` the one to take where there are no such rows.
    What the case doesn't know stays empty on the form.
    """
    return filled_with(case, form, {})


def filled_with(case: Case, form: str, sets: Mapping[str, str], **beside: View) -> dict[str, Any]:
    """The same, and what the expressions of `sets` give, by pointer; they see the values `beside` it too."""
    data: dict[str, Any] = {}
    names = {**case.names, **beside}
    for pointer, expression in {**case.programme.prefill.get(form, {}), **sets}.items():
        rows, star, column = pointer.partition("/*/")
        if not star:
            _put(data, pointer, _plain(_known(expression, names)))
            continue
        columns = [option.partition("[].")[::2] for option in expression.split(" or ")]
        found = ((_known(source, names), key) for source, key in columns)
        value, key = next(((rows, key) for rows, key in found if rows), ((), ""))
        target = data
        *parents, last = rows.strip("/").split("/")
        for key in parents:
            target = target.setdefault(key, {})
        held: list[dict[str, Any]] = target.setdefault(last, [])
        for n, item in enumerate(value or ()):
            if n == len(held):
                held.append({})
            _put(held[n], column, _plain(getattr(item, key)))
    pruned: dict[str, Any] = prune(data)
    return pruned


def _known(expression: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression; None where it rests on something the case doesn't say."""
    try:
        return compile_expression(expression)(names)
    except AbsentValue:
        return None


def _put(tree: dict[str, Any], pointer: str, value: Any) -> None:
    *parents, last = pointer.strip("/").split("/")
    for key in parents:
        tree = tree.setdefault(key, {})
    tree[last] = value


def _plain(value: Any) -> Any:
    if isinstance(value, Absent):
        return None
    if isinstance(value, Leaf):
        return list(value.value) if isinstance(value.value, tuple) else value.value
    return value
