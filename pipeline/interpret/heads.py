"""The heads of a list, and rows below them that nobody can say the item of."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.definitions import Kind, Rows
from pipeline.interpret.cells import CellViews
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import BULLET
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.vocabulary import Named
from pipeline.records.layout import Place


@dataclass(slots=True, kw_only=True)
class Head:
    """The head of a column: what it says and which field that is."""

    label: str
    named: Named
    place: Place


def goes_on(sheet: Sheet, entry: Rows, heads: dict[int, Head], views: CellViews) -> bool:
    """Takes a row with gaps below a page break for the rest of the item above, to be confirmed."""
    item = (sheet.items.number(entry),)
    above = {one.field.path: one for one in sheet.entries if one.item == item and one.said}
    rests: list[tuple[Entry, list[str]]] = []
    for view in views:
        if texts := [text for text in view.texts if bare(text).strip()]:
            head = heads.get(view.cell.column)
            one = head.named.field if head is not None else None
            if one is None or one.kind is not Kind.TEXT or one.path not in above:
                return False
            rests.append((above[one.path], texts))
    if rests and all(before.ended for before, _ in rests):
        # As likely a row of its own: what it says is quoted, and the item above is in doubt.
        quote_row(sheet, heads, views)
        rests = [(before, []) for before, _ in rests]
    for before, texts in rests:
        before.texts += texts
        before.may_go_on = True
    return bool(rests)


def quote_row(sheet: Sheet, heads: dict[int, Head], views: CellViews) -> None:
    """Notes each paragraph of a row that nobody can say the item of, under the head of its column."""
    for view in views:
        head = heads.get(view.cell.column)
        said: list[list[str]] = []
        for text in [text for text in view.texts if bare(text).strip()]:
            if said and BULLET.match(bare(text)):
                said[-1].append(text)
            else:
                said.append([text])
        label = head.label if head is not None else ""
        sheet.unplaced += [
            Unplaced(label=label, texts=texts, place=view.place, in_row=True) for texts in said
        ]
    sheet.latest = None
