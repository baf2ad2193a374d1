"""Rows, cells and tables cut, copied and moved."""

from __future__ import annotations

import copy
from typing import Any

from pipeline.xml import Element, qn
from tests.misuse.edit import (
    ANY,
    ENTRIES,
    FINDING,
    SAME,
    VISIBLE,
    around,
    is_filled,
    is_item,
    misuse,
    piece,
    run,
    shown,
    tag_of,
    unwrap,
    write,
)

# ── rows, cells and sections ────────────────────────────────────────────────────────────────────────


@misuse(ANY)
def control_copied_with_another_value(body: Element, sdt: Element) -> Any:
    twin = copy.deepcopy(sdt)
    if sdt.find(f".//{qn('w14:checkbox')}") is None:
        write(twin, run("Noget andet"))
        around(sdt, "w:tbl").addprevious(piece("<w:p/>"))
        around(sdt, "w:tbl").getprevious().append(twin)  # type: ignore[union-attr]
        return FINDING
    around(sdt, "w:tbl").addprevious(piece("<w:p/>"))
    around(sdt, "w:tbl").getprevious().append(twin)  # type: ignore[union-attr]
    return SAME


@misuse(ANY)
def table_copied(body: Element, sdt: Element) -> Any:
    table = around(sdt, "w:tbl")
    table.addnext(copy.deepcopy(table))
    table.addnext(piece("<w:p/>"))
    return SAME


@misuse(ENTRIES)
def cells_swapped(body: Element, sdt: Element) -> Any:
    """The control's content changes places with that of another cell that holds one control of its kind."""
    cell = around(sdt, "w:tc")
    table = around(sdt, "w:tbl")
    for other in table.iter(qn("w:tc")):
        controls = [one for one in other.iter(qn("w:sdt")) if one.find(f".//{qn('w:text')}") is not None]
        if other is cell or len(controls) != 1 or not is_filled(controls[0]):
            continue
        theirs = controls[0]
        mark = piece("<w:p/>")
        sdt.addprevious(mark)
        theirs.addprevious(sdt)
        mark.addprevious(theirs)
        mark.getparent().remove(mark)  # type: ignore[union-attr]
        # Within one column it is two values that changed places, for the eye as for us.
        return VISIBLE if tag_of(theirs) == tag_of(sdt) else FINDING
    return SAME


@misuse(ANY)
def row_cut(body: Element, sdt: Element) -> Any:
    row = around(sdt, "w:tr")
    row.getparent().remove(row)  # type: ignore[union-attr]
    return VISIBLE


@misuse(ANY)
def row_copied(body: Element, sdt: Element) -> Any:
    row = around(sdt, "w:tr")
    item = next((one for one in sdt.iterancestors(qn("w:sdt")) if is_item(one)), None)
    whole = item if item is not None else row
    whole.addnext(copy.deepcopy(whole))
    return SAME


@misuse(ANY)
def row_moved_to_the_end(body: Element, sdt: Element) -> Any:
    item = next((one for one in sdt.iterancestors(qn("w:sdt")) if is_item(one)), None)
    if item is None:
        around(sdt, "w:tbl").append(around(sdt, "w:tr"))
        return SAME
    item.getparent().append(item)  # type: ignore[union-attr]
    return VISIBLE


@misuse(ENTRIES)
def all_controls_of_the_row_gone(body: Element, sdt: Element) -> Any:
    for control in list(around(sdt, "w:tr").iter(qn("w:sdt"))):
        unwrap(control)
    return SAME


@misuse(ENTRIES)
def repeating_section_gone(body: Element, sdt: Element) -> Any:
    for control in list(sdt.iterancestors(qn("w:sdt"))):
        unwrap(control)
    return SAME


@misuse(ENTRIES)
def moved_to_the_end_of_the_form(body: Element, sdt: Element) -> Any:
    """The answer is taken out of its cell and stands at the end of the form."""
    text = shown(sdt)
    write(sdt)
    new = piece("<w:p/>")
    new.append(run(text))
    body.find(qn("w:body")).insert(len(body.find(qn("w:body"))) - 1, new)  # type: ignore[union-attr,arg-type]
    return FINDING
