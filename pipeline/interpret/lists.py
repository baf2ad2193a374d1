"""Lists: a table with a head for each column and a row for each item."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pipeline.definitions import Field, Kind, Rows
from pipeline.interpret.cells import (
    BOTH,
    EMPTY,
    LABEL,
    TEXT,
    CellView,
    CellViews,
    Patterns,
    Shape,
    in_pairs,
    plain_of,
    shape_of,
    title_of,
)
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.evidence import column_by_answers, fits, is_telling
from pipeline.interpret.heads import Head, goes_on, quote_row
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import is_label
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, printed_options
from pipeline.interpret.vocabulary import CONTACTS, NOTHING, Fit, Named, list_key
from pipeline.records.layout import Grid, GridRow


def list_heads(
    sheet: Sheet, row: GridRow, rows: Sequence[CellViews], n: int, patterns: Patterns
) -> tuple[Rows, dict[int, Head]] | None:
    """The list whose columns this row heads, and its columns; None where it heads none."""
    views = rows[n]
    said = [view for view in views if view.kind != EMPTY]
    one_may = row.header or list_at_home(sheet) is not None or _is_told_by_answers(sheet, rows, n)
    if (
        len(said) < (1 if one_may else 2)
        or len(said) < len(views) - 1
        or any(line.filled or MARK.search(line.text) for view in said for line in view.lines)
        or (n + 1 == len(rows) and not row.header)
    ):
        return None  # what is answered, or has nothing below it, heads no list
    if any(view.named.party for view in said):
        return None  # `Skoleleder | Bo Prøve` is one who has signed
    words = [plain_of(" ".join(plain_of(text) for text in view.texts)) for view in said]
    if any(len(word) > 100 for word in words) or (len(views) == 1 and _is_section(sheet, words[0])):
        return None
    best: tuple[float, Rows, list[Named]] | None = None
    home = list_at_home(sheet)
    for entry in sheet.form.entries():
        if not isinstance(entry, Rows):
            continue
        named = [sheet.column(word, entry) for word in words]
        at_home = entry is home
        fields = {one.field.path for one in named if one.field is not None and (at_home or is_label(one))}
        section = sheet.form.section_of(entry.pointer)
        in_section = section is not None and f"s:{section.key}" in sheet.context.keys
        if at_home and row.header:
            # Heads that may mean several columns; what stands below them will tell.
            fields |= {one.fields[0].path for one in named if len(one.fields) > 1}
            if len(views) == 1:  # `Hvem skriver under?` is in nobody's words
                told = column_by_answers(entry.columns, _below(rows[n + 1 :], 0)).field
                fields |= {told.path} if told is not None else set()
        score = len(fields) + (2.5 if at_home else 1.2 if in_section else 0.0)
        enough = 1 if at_home or (row.header and len(said) <= 2) or len(views) == 1 else 2
        if len(fields) >= enough and (best is None or score > best[0]):
            best = (score, entry, named)
    if best is None or _has_side_titles(views, rows[n + 1 :]):
        return None
    score, entry, named = best
    if sheet.in_card(entry) or (not row.header and _asks_below(sheet, entry, views, rows[n + 1 :])):
        return None
    if entry is not list_at_home(sheet) and (
        _are_of_a_person(sheet, entry, named)
        or all(sheet.lexicon.is_generic(word) for word in words)
        or _are_asked_alone(sheet, entry, words, rows[n + 1 :], marked=row.header)
    ):
        return None
    known, at_home = sum(bool(one.fields) for one in named), entry is list_at_home(sheet)
    if 2 * known <= len(said) and not at_home and not (row.header and 3 * known >= len(said)):
        return None
    if len(views) == 1 and not _is_column(row, entry, rows[n + 1 :]):
        return None
    if in_pairs(views, patterns) and not _is_head_row(row, views, rows, n, sheet, entry):
        return None
    if n + 1 < len(rows) and shape_of(rows[n + 1]) != shape_of(views) and not row.header:
        return None
    heads = {
        view.cell.column: Head(label=word, named=one, place=view.place)
        for view, word, one in zip(said, words, named, strict=True)
    }
    return entry, heads


def _is_section(sheet: Sheet, title: str) -> bool:
    """Whether a title is that of a whole section, so that what stands below it is more than one column."""
    heading = sheet.heading(title)
    return heading is not None and heading.exact and heading.rows is None


def _are_of_a_person(sheet: Sheet, entry: Rows, named: Sequence[Named]) -> bool:
    """Whether heads away from a list's section ask for no more than anybody's name, number and address."""
    section = sheet.form.section_of(entry.pointer)
    here = not sheet.context.keys or (section is not None and f"s:{section.key}" in sheet.context.keys)
    fields = [one.field for one in named if one.field is not None]
    return not here and all(one.path[-1] == "name" or one.kind in CONTACTS for one in fields)


def _are_asked_alone(
    sheet: Sheet, entry: Rows, words: Sequence[str], below: Sequence[CellViews], *, marked: bool
) -> bool:
    """Whether most of the words name fields that stand alone, and so no columns of a list.

    Above one row of answers any such field will do, and one that is spelt as the form does, where nothing
    marks the row as a head; above more only one of the group whose heading this is.
    """
    asked = [sheet.ask(word) for word in words]
    once = sum(any(view.kind != EMPTY for view in views) for views in below) < 2
    alone = [
        one.field
        for one in asked
        if one.field is not None
        and is_label(one)
        and sheet.lexicon.rows_of(one.field) is not entry
        and (
            (once and sheet.lexicon.rows_of(one.field) is None)
            or sheet.lexicon.is_near(one.field, sheet.context)
        )
    ]
    spelt = [one for one in asked if one.spelt and one.field in alone]
    return 2 * len(alone) > len(words) or (once and not marked and bool(spelt))


def _is_told_by_answers(sheet: Sheet, rows: Sequence[CellViews], n: int) -> bool:
    """Whether a single cell heads a column of answers that nothing else could be answers to."""
    if len(rows[n]) != 1:
        return False
    column = _below(list(takewhile(lambda views: len(views) == 1, rows[n + 1 :])), 0)
    lists = [entry for entry in sheet.form.entries() if isinstance(entry, Rows)]
    asked = [sheet.column(title_of(rows[n][0]), entry) for entry in lists]
    return any(is_label(one) and _answers_fit(one.field, column) for one in asked)


def _asks_below(sheet: Sheet, entry: Rows, heads: Sequence[CellView], below: Sequence[CellViews]) -> bool:
    """Whether the rows below a head are questions themselves: labels at the side, or rows of labels."""
    rows = [views for views in below if shape_of(views) == shape_of(heads)]
    # What is written in a form field asks nothing.
    printed = [views[0] for views in rows if not any(line.filled for line in views[0].lines)]
    sides = [said for view in printed if (said := title_of(view))]
    # In a column of roles stand words that are labels elsewhere.
    sides = [side for side in sides if not _is_role(entry, side)]
    at_side = sum(is_label(sheet.column(side, entry)) for side in sides)
    labels = [
        sum(
            view.kind in (LABEL, BOTH) and not (n == 0 and _is_role(entry, title_of(view)))
            for n, view in enumerate(views)
        )
        for views in rows
        if any(view.kind != EMPTY for view in views)
    ]
    half = len(heads) / 2
    return (3 * at_side >= max(1, len(rows)) and len(heads) > 1) or any(count > half for count in labels)


def _is_role(entry: Rows, words: str) -> bool:
    """Whether words at the side of a table are answers to a question of its list, with or without boxes."""
    return any(offers(one) and bool(printed_options(one, words)) for one in entry.columns)


def _is_column(row: GridRow, entry: Rows, below: Sequence[CellViews]) -> bool:
    """Whether a single cell heads a list of one column: a row marked as head, or answers only below it."""
    column = [views[0] for views in takewhile(lambda views: len(views) == 1, below)]
    answers_only = len(column) > 1 and all(
        view.kind in (TEXT, EMPTY) or _is_role(entry, title_of(view)) for view in column
    )
    return bool(column) and (row.header or answers_only)


def list_at_home(sheet: Sheet) -> Rows | None:
    """The list under whose heading the reading stands."""
    lists = [
        entry
        for entry in sheet.form.entries()
        if isinstance(entry, Rows) and list_key(entry.path) in sheet.context.keys
    ]
    return lists[0] if len(lists) == 1 else None


def _has_side_titles(heads: Sequence[CellView], below: Sequence[CellViews]) -> bool:
    """Whether the corner of a table is blank and titles stand below it: its rows are no items."""
    first = [views[0] for views in below if shape_of(views) == shape_of(heads)]
    return heads[0].kind == EMPTY and any(view.kind != EMPTY for view in first)


def _is_head_row(
    row: GridRow, views: Sequence[CellView], rows: Sequence[CellViews], n: int, sheet: Sheet, entry: Rows
) -> bool:
    """Whether a row that could be a pair is a head all the same: by its looks or the heading above it."""
    if row.header:
        return True
    words = [title_of(view) for view in views if view.kind != EMPTY]
    at_home = entry is list_at_home(sheet)
    rest = [other for other in rows[n + 1 :] if shape_of(other) == shape_of(views)]
    known = sum(
        bool(sheet.column(title_of(view), entry).fields)
        # `Hvem skriver under?` is in nobody's words, but names of parties stand below it.
        or (at_home and column_by_answers(entry.columns, _below(rest, place)).field is not None)
        for place, view in enumerate(views)
        if view.kind != EMPTY
    )
    if known < len(words) and not (at_home and 2 * known > len(words)):
        return False
    bold = all(view.is_bold or view.cell.shaded for view in views if view.kind != EMPTY)
    rest_bold = any(
        all(view.is_bold or view.cell.shaded for view in other if view.kind != EMPTY) for other in rest
    )
    asked_below = any(
        other[0].kind == LABEL
        # In a column of roles stand words that are labels elsewhere.
        and not _is_role(entry, title_of(other[0]))
        for other in rest
    )
    if (bold and not rest_bold) or (at_home and not asked_below):
        return True
    if len(words) > 2 and not any(
        2 * sum(view.kind == LABEL for view in other) > len(other) for other in rest
    ):
        return True  # three known labels beside each other are no pairs of label and answer
    return all(
        _answers_fit(sheet.column(title_of(view), entry).field, _below(rest, place))
        for place, view in enumerate(views)
        if view.kind != EMPTY
    )


def _below(rows: Sequence[CellViews], place: int) -> list[str]:
    return ["\n".join(views[place].texts) for views in rows]


def _answers_fit(one: Field | None, answers: Sequence[str]) -> bool:
    """Whether all that stands below a head, in two rows at least, answers what only some texts can answer."""
    said = [text for text in answers if bare(text).strip()]
    return one is not None and is_telling(one) and len(said) > 1 and all(fits(one, text) for text in said)


def read_list(
    sheet: Sheet, grid: Grid, rows: Sequence[CellViews], n: int, found: tuple[Rows, dict[int, Head]]
) -> int:
    """Reads the rows below a head; gives the number of the row behind the last of them."""
    entry, heads = found
    head_texts = [view.cell.text for view in rows[n]]
    shape = shape_of(rows[n])
    columns = sorted(heads)
    _name_columns(entry, heads, rows[n + 1 :], shape)
    above: dict[int, CellView] = {}
    n += 1
    while n < len(rows) and (shape_of(rows[n]) == shape or _fits(rows[n], columns)):
        views = rows[n]
        n += 1
        if [view.cell.text for view in views] == head_texts:
            continue
        if grid.rows[n - 1].several:
            quote_row(sheet, heads, views)
            continue
        if grid.rows[n - 1].cut and goes_on(sheet, entry, heads, views):
            continue
        item = sheet.items.next_row(entry)
        for view in views:
            head = heads.get(view.cell.column)
            above[view.cell.column] = view = (
                above.get(view.cell.column, view) if view.cell.continues else view
            )
            texts = [text for text in view.texts if bare(text).strip()]
            if head is None:
                if texts:
                    sheet.orphan(texts, view.place)
            elif head.named.field is None:
                if texts and not _is_ordinal(texts):
                    sheet.unplaced.append(
                        Unplaced(label=head.label, texts=texts, place=view.place, fields=head.named.fields)
                    )
            else:
                taken = sheet.answer(head.named, head.label, texts, view.place if texts else head.place, item)
                if grid.rows[n - 1].open and isinstance(taken, Entry) and taken.field.multiline:
                    taken.may_go_on = taken.said
    return n


def _name_columns(entry: Rows, heads: dict[int, Head], below: Sequence[CellViews], shape: Shape) -> None:
    """Columns whose heads nobody knows, told by what stands in them where only one column can hold that."""
    answered = {
        column: [
            "\n".join(view.texts)
            for views in below
            if shape_of(views) == shape
            for view in views
            if view.cell.column == column
        ]
        for column in heads
    }
    for column, head in heads.items():
        one = head.named.field
        said = [text for text in answered[column] if bare(text).strip()]
        if one is not None and offers(one) and said and not any(fits(one, text) for text in said):
            head.named = NOTHING  # `Hvem skriver under?` above names of parties
    named = {head.named.field.path for head in heads.values() if head.named.field is not None}
    for column, head in heads.items():
        one, free = head.named.field, [other for other in entry.columns if other.path not in named]
        if one is not None and one.kind is Kind.TEXT and not head.named.spelt:
            # `Hvem skriver under?` may ask for a name; the parties that stand below it are none.
            told = column_by_answers([other for other in free if other.kind is Kind.CHOICE], answered[column])
            if told.field is not None:
                head.named = told
                named = (named - {one.path}) | {told.field.path}
    for column, head in heads.items():
        if head.named.field is not None and head.named.fit is not Fit.LOOSE:
            continue
        answers = answered[column]
        free = [one for one in entry.columns if one.path not in named]
        for possible in (head.named.fields, free):
            if (found := column_by_answers(possible, answers)).field is not None:
                head.named = found
                break


def _fits(views: Sequence[CellView], columns: Sequence[int]) -> bool:
    """Whether a row of another shape still stands under the same heads: each cell begins where one does."""
    return (
        len(views) > 1
        and all(view.cell.column in columns for view in views)
        and len(views) >= len(columns) - 1
    )


def _is_ordinal(texts: Sequence[str]) -> bool:
    return len(texts) == 1 and bare(texts[0]).strip(" .)").isdigit() and len(bare(texts[0]).strip()) <= 3
