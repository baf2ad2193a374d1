"""Items side by side: a row of what they are called, below each all that is said of it.

`Mor | Far`, below them `Navn: Ida | Navn: Bo`; `Skoleleder | Leverandør`, below them names and dates.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.definitions import Kind, Rows
from pipeline.interpret.cells import BOTH, EMPTY, LABEL, CellView, CellViews, shape_of, title_of, view_of
from pipeline.interpret.evidence import column_by_answers, is_typed
from pipeline.interpret.flow import read_flow
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import begins_with_question
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.vocabulary import Fit, Heading, Named


def cards_of(sheet: Sheet, rows: Sequence[CellViews], n: int) -> int:
    """How many rows below a row of titles say something of the items it names; 0 where it names none."""
    titles = rows[n]
    found = [sheet.heading(title_of(view)) for view in titles]
    lists = {one.rows.path for one in found if one is not None and one.rows is not None and one.item}
    apart = len({one.item for one in found if one is not None}) == len(found)
    if len(titles) < 2 or len(lists) != 1 or None in found or not (apart or _are_parties(found)):
        return 0
    below = 0
    for views in rows[n + 1 :]:
        if shape_of(views) != shape_of(titles) or not _tells(views, parties=_are_parties(found)):
            break
        below += 1
    return below if any(view.kind != EMPTY for views in rows[n + 1 : n + 1 + below] for view in views) else 0


def panels_of(sheet: Sheet, rows: Sequence[CellViews], n: int) -> int:
    """How many rows below a row of headings ask in each cell, line by line, about what its heading names.

    `Barnet | Skolen`, below them `Navn / Ida / Cpr-nr.` beside `Navn / Prøveskolen`. 0 where there are none.
    """
    found = [sheet.heading(title_of(view)) for view in rows[n]]
    keys = {one.keys for one in found if one is not None}
    if len(found) < 2 or None in found or len(keys) < len(found):
        return 0
    below = 0
    for views in rows[n + 1 :]:
        said = [view for view in views if view.kind != EMPTY]
        asks = [begins_with_question(sheet, view.lines) for view in said]
        if shape_of(views) != shape_of(rows[n]) or not said or not all(asks):
            break
        below += 1
    return below


def read_panels(sheet: Sheet, rows: Sequence[CellViews], n: int, below: int) -> None:
    """Reads what stands below each of the headings of a row."""
    for place, title in enumerate(rows[n]):
        if (heading := sheet.heading(title_of(title))) is not None:
            sheet.under(heading)
            for views in rows[n + 1 : n + 1 + below]:
                read_flow(sheet, views[place].cell.lines)


def _are_parties(found: Sequence[Heading | None]) -> bool:
    return all(one is not None and one.party for one in found)


def _tells(views: CellViews, *, parties: bool) -> bool:
    """Whether each cell of a row says itself what it tells; of parties it may be a name or a date alone."""
    if parties:
        return not any(view.named.party for view in views)
    return all(view.kind in (BOTH, EMPTY) for view in views)


def read_cards(sheet: Sheet, rows: Sequence[CellViews], n: int, below: int) -> None:
    """Reads each item with all that stands below its title."""
    for place, title in enumerate(rows[n]):
        if (heading := sheet.heading(title_of(title))) is None:
            continue
        party = sheet.party(title_of(title))
        sheet.under(heading)
        for views in rows[n + 1 : n + 1 + below]:
            view = view_of(sheet, views[place].cell)
            if party is None or view.kind in (LABEL, BOTH):
                read_flow(sheet, view.lines, in_cell=True)
                continue
            item = sheet.items.number(party.rows)
            if not take_by_kind(sheet, party.rows, title_of(title), view, item):
                texts = [text for text in view.texts if bare(text).strip()]
                free = not sheet.was_answered(party.name)
                named = Named(fields=(party.name,) if free else (), fit=Fit.ALIKE)
                sheet.answer(named, title_of(title), texts, view.place, item)


def take_by_kind(sheet: Sheet, rows: Rows, label: str, view: CellView, item: int) -> bool:
    """Takes what no label names for the one column of an item that it can answer: a date, a tick."""
    texts = [text for text in view.texts if bare(text).strip()]
    ticked_or_typed = [one for one in rows.columns if one.kind is Kind.BOOLEAN or is_typed(one)]
    free = [one for one in ticked_or_typed if not sheet.was_answered(one)]
    told = column_by_answers(free, ["\n".join(texts)])
    if told.field is not None:
        sheet.answer(told, label, texts, view.place, item)
    return told.field is not None or not texts
