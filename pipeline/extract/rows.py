"""Which repeated row each answer stands in.

A repeating section says so itself. Where it is missing, because a row was copied without it or a program
dropped it, the rows are told by their controls: a name that occurs again starts a new row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.extract.found import FoundControl, FoundRow, FoundTable, Units

_REPEATED = "[]"
"""In our own forms a control in a repeated row bears it after the group's name: `goals[].goal`."""


@dataclass(slots=True, eq=False)
class _Current:
    """The row that is being put together from loose controls."""

    number: int = 0
    tags: set[str] = field(default_factory=set)
    table: FoundTable | None = None
    row: FoundRow | None = None


def number_items(controls: Sequence[FoundControl]) -> dict[int, tuple[int, ...]]:
    """For each control (by its number) the ordinals of the rows that hold it, outermost first, from 0.

    Rows of one group are counted through the whole part, whatever table they stand in; groups inside a row
    are counted within that row.
    """
    loose = _loose_units([control for control in controls if control.setup.tag and not control.units])
    known: dict[tuple[tuple[int, ...], str], dict[int, int]] = {}
    items: dict[int, tuple[int, ...]] = {}
    for control in controls:
        ordinals: tuple[int, ...] = ()
        outer: Units = ()
        for said, unit in control.units or loose.get(control.number, ()):
            group = _group(said, control.setup.tag)
            siblings = known.setdefault((ordinals, _path(outer, group)), {})
            ordinals = (*ordinals, siblings.setdefault(unit, len(siblings)))
            outer = (*outer, (group, unit))
        if ordinals:
            items[control.number] = ordinals
    return items


def _group(said: str, tag: str) -> str:
    """The group's name; an item that has lost its section is told by what its controls are called."""
    nameless = not said or (said.startswith("#") and said[1:].isdecimal())
    return tag[: tag.index(_REPEATED) + 2] if nameless and _REPEATED in tag else said


def _path(outer: Units, group: str) -> str:
    return "\n".join([*(name for name, _ in outer), group])


def _loose_units(controls: Iterable[FoundControl]) -> dict[int, Units]:
    """Rows for the controls that no repeating section holds. Their numbers are negative: no item has such."""
    members: dict[str, list[FoundControl]] = {}
    for control in controls:
        tag = control.setup.tag
        if _REPEATED in tag:
            members.setdefault(tag[: tag.index(_REPEATED) + 2], []).append(control)
        elif control.cell is not None:
            members.setdefault(f"#table {id(control.cell.row.table)}", []).append(control)
    units: dict[int, Units] = {}
    for group, loose in members.items():
        if group.startswith("#table"):
            loose = _repeated(loose)
        current = _Current()
        by_row = _tables_by_row(loose)
        for control in loose:
            _step(current, control, by_row)
            units[control.number] = ((group, -1 - current.number),)
    return units


def _repeated(controls: Sequence[FoundControl]) -> list[FoundControl]:
    """The controls of one table whose row holds a name that other rows hold too."""
    rows_of: dict[str, set[int]] = {}
    for control in controls:
        if control.cell is not None:
            rows_of.setdefault(control.setup.tag, set()).add(id(control.cell.row))
    rows = {row for found in rows_of.values() if len(found) > 1 for row in found}
    return [control for control in controls if control.cell is not None and id(control.cell.row) in rows]


def _tables_by_row(controls: Sequence[FoundControl]) -> set[int]:
    """The tables in which each row is an item: a name stands in more than half of their rows.

    In a table that is a card, or holds several cards below each other, no name does.
    """
    rows: dict[int, set[int]] = {}
    names: dict[int, Counter[str]] = {}
    for control in controls:
        if control.cell is not None:
            table = id(control.cell.row.table)
            rows.setdefault(table, set()).add(id(control.cell.row))
            names.setdefault(table, Counter())[control.setup.tag] += 1
    return {
        table
        for table, within in rows.items()
        if len(within) > 1 and 2 * max(names[table].values()) > len(within)
    }


def _step(current: _Current, control: FoundControl, by_row: set[int]) -> None:
    """Goes on to the next row where this control can't stand in the current one."""
    row = control.cell.row if control.cell is not None else None
    table = row.table if row is not None else None
    other_table = table is not None and current.table is not None and table is not current.table
    if table is not None and id(table) in by_row:
        starts = current.row is not None and row is not current.row
    else:
        starts = control.setup.tag in current.tags
    if current.tags and (starts or other_table):
        current.number += 1
        current.tags = set()
    current.tags.add(control.setup.tag)
    current.row = row
    current.table = table or current.table
