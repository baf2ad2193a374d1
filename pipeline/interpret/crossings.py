"""Tables whose answers are named by their row and their column together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import danish
from pipeline.interpret.cells import (
    BOTH,
    EMPTY,
    LABEL,
    CellView,
    CellViews,
    Patterns,
    in_pairs,
    plain_of,
    shape_of,
    title_of,
)
from pipeline.interpret.counted import count_of
from pipeline.interpret.entries import Unplaced
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import is_label
from pipeline.interpret.lists import list_at_home
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import mark_of, offers, options_of
from pipeline.interpret.vocabulary import NOTHING, Fit, Heading, Named


def read_crossed(sheet: Sheet, rows: Sequence[CellViews], n: int, patterns: Patterns) -> int:
    """Reads a table whose cells are named by row and column together; 0 where this is none."""
    heads = rows[n]
    titles = [plain_of(" ".join(plain_of(text) for text in view.texts)) for view in heads]
    told = heads[0].kind == EMPTY or _are_counted([sheet.heading(title) for title in titles[1:]])
    # `Funktion | Navn | Tlf.` says of each row's person what anybody has.
    told = told or (len(titles) > 2 and all(map(sheet.lexicon.is_generic, titles[1:])))
    if len(heads) < 2 or (not told and in_pairs(heads, patterns)):
        return 0
    if len(heads) == 2 and n > 0 and shape_of(rows[n - 1]) == shape_of(heads) and in_pairs(heads, patterns):
        return 0  # amid questions and answers a text beside no label heads no column
    below: list[CellViews] = []
    for views in rows[n + 1 :]:
        if shape_of(views) != shape_of(heads):
            break
        below.append(views)
    if titles[0] and not _has_known_sides(sheet, below):
        return 0
    if not below or any(len(title) > 100 for title in titles):
        return 0
    corner = heads[0].named
    if len(below) == 1 and heads[0].kind == LABEL and corner.field is not None and corner.fit is Fit.SURE:
        return 0  # the corner asks, and what stands below it is its answer
    if taken := _items_across(sheet, heads, titles, _with_bars(rows[n + 1 :], heads)):
        return n + 1 + taken
    for read in (_options_across, _fields_crossing):
        if taken := read(sheet, heads, titles, below):
            return n + 1 + taken
    return 0


def _with_bars(rows: Sequence[CellViews], heads: CellViews) -> list[CellViews]:
    """The rows that have the columns of the head, and bars of one cell between them."""
    below: list[CellViews] = []
    last = 0
    for views in rows:
        if shape_of(views) == shape_of(heads):
            below.append(views)
            last = len(below)
        elif len(views) == 1 and below and not any(view.kind == BOTH for view in views):
            below.append(views)
        else:
            break
    return below[:last]


def _has_known_sides(sheet: Sheet, below: Sequence[CellViews]) -> bool:
    """Whether what stands down the side of a table are labels or headings, not answers."""
    sides = [title_of(views[0]) for views in below if title_of(views[0])]
    known = [side for side in sides if len(side) < 160 and (sheet.heading(side) or is_label(sheet.ask(side)))]
    return bool(sides) and 2 * len(known) >= len(sides)


def _items_across(sheet: Sheet, heads: CellViews, titles: list[str], below: Sequence[CellViews]) -> int:
    """Labels down the side and an item in each column: `Forælder 1`, `Forælder 2`."""
    found = [sheet.heading(title) for title in titles[1:]]
    if _are_counted(found) and (first := found[0]) is not None:
        # `Mål 1` goes on with the list at home, though another one's items are named so; `Mål 2` with it.
        found = [one and replace(first, item=one.item) for one in found]
    elif counted := _counted_at_home(sheet, titles[1:], found):
        found = counted
    lists = {heading.rows.path: heading.rows for heading in found if heading is not None and heading.rows}
    if (
        len(lists) != 1
        or len(found) < 1
        or any(one is None or one.rows is None or not one.item for one in found)
    ):
        return 0
    # Over numbered columns the corner says what they count: `Indsats`, `Indsats 1`, `Indsats 2`.
    if not _are_counted(found) and (is_label(sheet.ask(titles[0])) or (titles[0] and len(found) < 2)):
        return 0
    rows = next(iter(lists.values()))
    names = [heading.item for heading in found if heading is not None]
    if len(set(names)) < len(names):
        return 0
    named: list[Named] = []
    bar = ""
    for views in below:
        side = title_of(views[0])
        bar = side if len(views) == 1 else bar
        one = sheet.column(side, rows)
        # `Samtykke til indsatsen` in a bar, below it `dato`.
        named.append(one if is_label(one) or not bar else sheet.column(f"{bar}: {side}", rows))
    fewest = 1 if not titles[0] and len(found) > 1 else 2
    asking = sum(len(views) > 1 for views in below)
    if sum(is_label(one) for one in named) < max(fewest, asking / 2):
        return 0
    numbers = [sheet.items.begin(rows, name) for name in names]
    for views, one in zip(below, named, strict=True):
        for view, number in zip(views[1:], numbers, strict=len(views) > 1):
            texts = [text for text in view.texts if bare(text).strip()]
            if one.together or (one.field is not None and is_label(one)):
                sheet.answer(one, title_of(views[0]), texts, view.place, number)
            elif texts:
                sheet.unplaced.append(
                    Unplaced(label=title_of(views[0]), texts=texts, place=view.place, fields=one.fields)
                )
    return len(below)


def _counted_at_home(
    sheet: Sheet, titles: Sequence[str], found: Sequence[Heading | None]
) -> list[Heading | None]:
    """Columns that one word counts, as items of the list they stand in: `Målområde 1`, `Målområde 2`.

    What the word says alone may be another list's, but none to the letter.
    """
    home = list_at_home(sheet)
    if home is None or any(one is not None and one.exact for one in found):
        return []
    told = [one for one in map(count_of, titles) if one is not None]
    first = told[0][1] if len(told) == len(titles) else 0
    if not first or told != [(told[0][0], first + n) for n in range(len(told))]:
        return []
    # A page break may have cut the table, and the rest of it says the numbers again.
    again = {item.name for item in sheet.items.of(home)} >= {str(number) for _, number in told}
    if not again and not sheet.items.is_next(home, str(first)):
        return []
    context = sheet.context
    return [
        Heading(keys=context.keys, words=context.words, rows=home, item=str(number), exact=True)
        for _, number in told
    ]


def _are_counted(columns: Sequence[Heading | None]) -> bool:
    """Whether columns are the items of a list by their numbers: `Indsats 1`, `Indsats 2`."""
    return len(columns) > 1 and all(one is not None and one.is_card for one in columns)


def _options_across(sheet: Sheet, heads: CellViews, titles: list[str], below: Sequence[CellViews]) -> int:
    """Questions down the side and an answer in each column: `Ja`, `Nej`; a cross marks one."""
    keys = [danish.fold(title) for title in titles[1:]]
    named = [sheet.ask(title_of(views[0])) for views in below]
    fits = [
        one.field is not None
        and offers(one.field)
        and set(filter(None, keys)) <= {danish.fold(label) for label in options_of(one.field).values()}
        for one in named
    ]
    if len(list(filter(None, keys))) < 2 or not any(fits) or 2 * sum(fits) < len(below):
        return 0
    for views, one in zip(below, named, strict=True):
        said = [bare("".join(view.texts)).strip(" \u00a0_.") for view in views[1:]]
        crosses = [f"☒ {title}" for mark, title in zip(said, titles[1:], strict=True) if mark_of(mark)]
        if any(mark and mark_of(mark) is None for mark in said):
            crosses = said
        sheet.answer(one, title_of(views[0]), ["\n".join(crosses)] if crosses else [], views[0].place)
    return len(below)


def _fields_crossing(sheet: Sheet, heads: CellViews, titles: list[str], below: Sequence[CellViews]) -> int:
    """What stands down the side and above the columns make one label together."""
    if len(heads) < 3 and titles[0]:
        return 0
    taken = 0
    sides = [_side(sheet, views[0]) for views in below]
    # Each says whole what it asks for, so none leans on the row before it.
    asked = [[sheet.ask(f"{side}: {title}") if title else NOTHING for title in titles[1:]] for side in sides]
    for views, side, named in zip(below, sides, asked, strict=True):
        if not side or len(side) > 120:
            break
        known = [one for one in named if is_label(one) and one.field is not None]
        apart = {one.field.path for one in known if one.field is not None}
        if len(apart) < max(1, (len(list(filter(None, titles[1:]))) + 1) // 2) or len(apart) < len(known):
            break
        taken += 1
        for view, title, one in zip(views[1:], titles[1:], named, strict=True):
            texts = [text for text in view.texts if bare(text).strip()]
            if one.fields or texts:
                sheet.answer(one, f"{side}: {title}", texts, view.place)
    return taken


def _side(sheet: Sheet, view: CellView) -> str:
    """The title at the side of a row, without the form's own help below it."""
    own = tuple(line for line in view.lines if not sheet.is_printed(line.text)) or view.lines
    return title_of(replace(view, cell=replace(view.cell, lines=own)))
