"""A form's data as templates see it: every field of the form, in its Danish spelling, with its origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Rows, get
from pipeline.views import Absent, Leaf, View


def view_of(form: Form, data: Mapping[str, Any], part: str, base: str = "") -> View:
    """The part of the form at `base` as a tree of leaves; what nobody filled in is `Absent`.

    `data` is the data of the whole form (`{}` where no such form came in yet). Origins read
    `part:/json/pointer`, the pointer counted from the root of the form's data.
    """
    tree: dict[str, Any] = {}
    prefix = tuple(key for key in base.split("/") if key)
    for entry in form.entries():
        if entry.path[: len(prefix)] != prefix:
            continue
        path = entry.path[len(prefix) :]
        if isinstance(entry, Rows):
            rows = get(data, entry.pointer) or []
            value: Any = tuple(_row(entry, n, data, part) for n in range(len(rows)))
            _put(tree, path, value)
        else:
            _put(tree, path, _leaf(entry, entry.pointer, data, part))
    return _frozen(tree)


def _row(rows: Rows, n: int, data: Mapping[str, Any], part: str) -> View:
    tree: dict[str, Any] = {}
    for column in rows.columns:
        pointer = column.pointer.replace("/*/", f"/{n}/", 1)
        _put(tree, column.path[len(rows.path) + 1 :], _leaf(column, pointer, data, part))
    return _frozen(tree)


def _leaf(field: Field, pointer: str, data: Mapping[str, Any], part: str) -> Leaf | Absent:
    value = get(data, pointer)
    if value is None:
        return Absent(path=f"{part}{pointer}")
    held = tuple(value) if isinstance(value, list) else value
    return Leaf(held, shown(field, value), f"{part}:{pointer}")


def shown(field: Field, value: Any) -> str:
    """A value as a Danish reader expects to see it in a letter."""
    match field.kind:
        case Kind.DATE:
            return danish.format_date_long(danish.iso_date(value))
        case Kind.MONEY:
            return danish.format_money(value)
        case Kind.PHONE:
            return danish.format_phone(value)
        case Kind.BOOLEAN:
            return "Ja" if value else "Nej"
        case Kind.CHOICE:
            return field.choice_label(value)
        case Kind.CHOICES:
            return ", ".join(field.choice_label(item) for item in value)
        case Kind.NUMBER | Kind.INTEGER:
            return danish.format_number(value)
        case _:
            return str(value)


def _put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value


def _frozen(tree: Mapping[str, Any]) -> View:
    return View({key: _frozen(value) if isinstance(value, dict) else value for key, value in tree.items()})
