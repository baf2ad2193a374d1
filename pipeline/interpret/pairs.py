"""Labels with their answers: beside them, below them or in the same cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline import danish
from pipeline.definitions import Field, Rows
from pipeline.interpret.cards import take_by_kind
from pipeline.interpret.cells import (
    BOTH,
    EMPTY,
    LABEL,
    TEXT,
    CellView,
    CellViews,
    Patterns,
    in_pairs,
    is_aside,
    shape_of,
    title_of,
    view_of,
)
from pipeline.interpret.entries import Entry
from pipeline.interpret.evidence import fits, is_typed
from pipeline.interpret.flow import read_flow
from pipeline.interpret.helps import HELP, VALUE, is_sentence
from pipeline.interpret.ink import bare, inked
from pipeline.interpret.lines import ends_as_label, is_label
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, mark_of, offers, options_of
from pipeline.interpret.vocabulary import NOTHING, Fit, Named


def read_below(sheet: Sheet, labels: CellViews, answers: CellViews) -> None:
    """Labels in one row, their answers in the next."""
    below = {view.cell.column: view for view in answers}
    asked = [sheet.ask(label.label) for label in labels if label.kind != EMPTY]
    lists = [rows for one in asked if one.field and (rows := sheet.lexicon.rows_of(one.field))]
    for label in labels:
        view = below[label.cell.column]
        texts = [text for text in view.texts if bare(text).strip()]
        if label.kind == EMPTY:
            if texts:
                sheet.orphan(texts, view.place)
        else:
            named = _or_of_list(sheet, label.label, lists)
            sheet.answer(named, label.label, texts, view.place if texts else label.place)


def _or_of_list(sheet: Sheet, label: str, lists: Sequence[Rows]) -> Named:
    """What a label names, or the column of a list it may head, where another in its row is of that list."""
    named = sheet.ask(label)
    if len(named.fields) != 1 or sheet.lexicon.rows_of(named.fields[0]) is not None:
        return named
    heads = (column for rows in lists if is_label(column := sheet.column(label, rows)))
    fields = dict.fromkeys((*named.fields, *(one for column in heads for one in column.fields)))
    return replace(named, fields=tuple(fields), spelt=False) if len(fields) > 1 else named


def read_pairs(sheet: Sheet, rows: Sequence[CellViews], n: int, patterns: Patterns) -> None:
    """A row of labels with their answers beside them or in the same cell."""
    views = rows[n]
    start = 1 if is_group(rows, n) or in_group(views) else 0
    by_turns = in_pairs(views, patterns, start)
    place = start
    if is_group(rows, n):
        title = title_of(views[0])
        if (heading := sheet.heading(title)) is not None:
            sheet.under(heading)
        elif sheet.lexicon.says_something(title):
            sheet.under_unknown(within_section=True)
    twins = _twins(sheet, views)
    while place < len(views):
        view = _again(sheet, views[place])
        after = views[place + 1] if place + 1 < len(views) else None
        as_label = by_turns and (place - start) % 2 == 0
        unanswered = place > start and views[place - 1].kind == LABEL
        if view.kind == LABEL and after is not None and _heads_labels(sheet, view, after):
            if (heading := sheet.heading(title_of(view))) is not None:
                sheet.under(heading)
            place += 1
        elif view.kind == BOTH and not (as_label and after is not None and _is_pair(sheet, view, after)):
            read_flow(sheet, view.lines, in_cell=True)
            place += 1
        elif (
            view.kind in (LABEL, BOTH)
            and after is not None
            and not _asks_itself(view, after)
            and not (sheet.looks.labels_over and after.kind == TEXT and len(after.lines) > 1)
            and not (_holds_answers(patterns, views, place) and _has_own_labels(sheet, after))
            and (
                by_turns
                or after.kind in (TEXT, EMPTY)
                or (view.kind == LABEL and _is_one_of_its_answers(view, after))
                or (len(rows) == 1 and len(views) == 2 and view.named.fit is Fit.SURE)
            )
        ):
            place += 1 + _take_beside(sheet, view, views[place + 1 :], twins.get(place))
            if unanswered and not view.named.spelt and sheet.latest is not None:
                sheet.latest.plain = True  # right beside an unanswered label, it may have been the answer
        elif view.kind == LABEL and by_turns and not as_label and views[place - 1].kind == EMPTY:
            sheet.orphan(view.texts, view.place)  # where answers stand, beside no label: it heads nothing
            place += 1
        elif view.kind == LABEL:
            read_flow(sheet, view.lines, in_cell=True, before_labels=False)
            place += 1
        elif view.kind == EMPTY:
            place += 1
        elif not by_turns and _has_own_labels(sheet, view):
            read_flow(sheet, view.lines, in_cell=True)
            place += 1
        elif after is not None and (as_label or (len(views) == 2 and place == 0)) and after.kind != BOTH:
            _unknown_pair(sheet, view, after)
            place += 2
        else:
            if view.kind == BOTH:
                read_flow(sheet, view.lines, in_cell=True)
            else:
                _lonely(sheet, view, heads=after is None or after.kind != TEXT)
            place += 1


def _again(sheet: Sheet, view: CellView) -> CellView:
    """The cell seen once more: what was read before it in the table may tell what its label means."""
    return view_of(sheet, view.cell) if view.kind in (LABEL, BOTH) or view.label else view


def _is_pair(sheet: Sheet, view: CellView, after: CellView) -> bool:
    """A label with more text below it that is help, since the answer stands beside it."""
    if any(line.filled for line in view.lines) or len(view.lines) < 2:
        return False
    rest = [line for line in view.lines[1:] if danish.clean_line(line.text)]
    help_only = all(is_aside(line) or sheet.is_printed(line.text) or HELP.match(line.text) for line in rest)
    return after.kind == TEXT or (after.kind == EMPTY and help_only)


def _has_own_labels(sheet: Sheet, view: CellView) -> bool:
    """Whether the lines of a cell are `Label: value`, though nobody knows the first of them."""
    cut = [sheet.cut(text) for text in view.texts]
    with_label = [one for one in cut if one and one[0].label and bare(one[0].value).strip()]
    return bool(with_label) and len(with_label) == len([one for one in cut if one])


def _heads_labels(sheet: Sheet, view: CellView, after: CellView) -> bool:
    """Whether a label heads several lines of `Label: value` beside it that ask for other fields."""
    cut = [one[0] for text in after.texts if (one := sheet.cut(text))]
    other = [one.named.field for one in cut if one.named.spelt and bare(one.value).strip()]
    return len({one.path for one in other if one is not None and one != view.named.field}) > 1


def _holds_answers(patterns: Patterns, views: Sequence[CellView], place: int) -> bool:
    """Whether labels have their answers in the same cell in this column of the table."""
    return patterns[shape_of(views)][place][BOTH] > 0


def _asks_itself(label: CellView, beside: CellView) -> bool:
    """Whether the cell beside an unanswered label holds a label of its own, with its answer below it."""
    asked, other = label.named.field, beside.named.field
    if beside.kind in (TEXT, LABEL) and len(beside.texts) == 1 and title_of(beside).endswith(":"):
        return True  # the next label, known or not
    if beside.kind == LABEL and other is not None and asked != other and is_typed(other):
        return asked is None or not offers(asked)  # the label of a number answers no question of words
    return (
        beside.kind == BOTH
        and beside.named.fit is not Fit.LOOSE
        and asked is not None
        and other is not None
        and asked != other
        and not asked.multiline
        and not offers(asked)
    )


def _is_one_of_its_answers(label: CellView, beside: CellView) -> bool:
    """Whether a cell that could be a label is one of the answers to the question beside it."""
    one, text = label.named.field, "\n".join(beside.texts)
    marked = ends_as_label(title_of(label)) and not ends_as_label(title_of(beside))
    if marked and not beside.named.spelt and any(fits(possible, text) for possible in label.named.fields):
        return True  # `Skrevet af:`, beside it `Rosa Prøve`: here labels end in a colon
    if one is not None and beside.kind == LABEL and beside.named.field == one:
        return True  # `Hvor ofte`, beside it `1 gang om ugen`: no label stands twice beside itself
    return one is not None and offers(one) and fits(one, text)


def is_group(rows: Sequence[CellViews], n: int) -> bool:
    """The first cell goes on in the rows below and names a group; pairs stand beside it."""
    first = rows[n][0]
    goes_on = (
        n + 1 < len(rows)
        and rows[n + 1][0].cell.continues
        and rows[n + 1][0].cell.column == first.cell.column
    )
    return goes_on and not first.cell.continues and len(rows[n]) >= 3 and first.kind != EMPTY


def in_group(views: Sequence[CellView]) -> bool:
    """Whether a row goes on with the group that its first cell belongs to."""
    return len(views) >= 3 and views[0].cell.continues and views[0].kind == EMPTY


def _twins(sheet: Sheet, views: CellViews) -> dict[int, int]:
    """The item that each label asks of in a row that asks items beside each other the same, by its place.

    `Navn | Ida | Navn | Bo`: the first is the first item's, or that of the items whose headings stand above.
    """
    asked: dict[Field, list[int]] = {}
    for place, view in enumerate(views):
        if view.kind == LABEL and (one := sheet.ask(view.label).field) is not None:
            asked.setdefault(one, []).append(place)
    found: dict[int, int] = {}
    for one, places in asked.items():
        rows = sheet.lexicon.rows_of(one)
        apart = all(right - left > 1 for left, right in pairwise(places))  # beside it stands its answer
        if rows is not None and len(places) > 1 and apart:
            first = sheet.items.side_by_side(rows, one.path, len(places))
            found |= {place: first + n for n, place in enumerate(places)}
    return found


def _take_beside(sheet: Sheet, label: CellView, behind: Sequence[CellView], item: int | None = None) -> int:
    """The answer beside a label; of a question with boxes also the cells after it. How many were taken."""
    one = label.named.field
    taken = 1
    texts = [text for text in behind[0].texts if bare(text).strip()]
    if one is not None and offers(one):
        words = {danish.fold(said) for said in options_of(one).values()}
        while (
            taken < len(behind) and _is_option(behind[taken], words) and _is_option(behind[taken - 1], words)
        ):
            texts += [text for text in behind[taken].texts if bare(text).strip()]
            taken += 1
        if taken > 1:
            texts = ["\t".join(texts)]
    place = behind[0].place if texts else label.place
    entry = sheet.answer(label.named, label.label, texts, place, item)
    if label.named.party and isinstance(entry, Entry):
        # `Skoleleder | Bo Prøve | 01-06-2026 | ☒`
        while taken < len(behind) and _is_of_party(sheet, entry, behind[taken]):
            taken += 1
    return taken


def _is_of_party(sheet: Sheet, entry: Entry, view: CellView) -> bool:
    """Whether a cell behind the name of one who takes part was taken as theirs, by its kind alone."""
    rows = sheet.lexicon.rows_of(entry.field)
    if rows is None or view.kind in (LABEL, BOTH) or title_of(view).endswith(":"):
        return False
    return take_by_kind(sheet, rows, entry.label, view, entry.item[0])


def _is_option(view: CellView, words: set[str]) -> bool:
    plain = bare("".join(view.texts)).strip()
    return mark_of(plain) is not None or danish.fold(MARK.sub("", plain).strip(" xX")) in words


def _unknown_pair(sheet: Sheet, label: CellView, value: CellView) -> None:
    texts = [text for text in value.texts if bare(text).strip()]
    words = title_of(label)
    if value.kind == LABEL and not label.label:
        sheet.orphan(label.texts, label.place)
        return
    if texts and words and not any(map(str.isalpha, words)):
        # A number beside something else is no label of it.
        sheet.orphan(label.texts, label.place)
        sheet.orphan(texts, value.place)
        return
    heading = sheet.heading(words) if not texts else None
    if heading is not None:
        sheet.under(heading)
    elif texts:
        sheet.answer(NOTHING, words, texts, value.place)
    elif len([text for text in label.texts if bare(text).strip()]) > 1:
        read_flow(sheet, label.lines, in_cell=True)  # more than a label that nobody answered
    elif MARK.search(words) and not _answers_above(sheet, label):
        sheet.orphan(label.texts, label.place)
    elif (asked := _unanswered_prose(sheet)) is not None:
        asked.texts, asked.place, asked.fit = list(label.texts), label.place, Fit.LOOSE
    elif is_sentence(words) or VALUE.search(words):
        sheet.orphan(label.texts, label.place)
    else:
        sheet.lose_track()


def _answers_above(sheet: Sheet, view: CellView) -> bool:
    """Takes boxes below a question that nothing stands beside for its answer."""
    asked = sheet.latest
    if asked is None or asked.said or not offers(asked.field) or not fits(asked.field, "\n".join(view.texts)):
        return False
    asked.texts, asked.place = list(view.texts), view.place
    return True


def _unanswered_prose(sheet: Sheet) -> Entry | None:
    """The label right before, if it asks for prose and has no answer: lonely words may be that."""
    asked = sheet.latest
    return asked if asked is not None and not asked.said and asked.field.multiline else None


def _lonely(sheet: Sheet, view: CellView, *, heads: bool) -> None:
    """Notes a text that is nobody's answer; one that may head what stands beside it can be a heading."""
    texts = [text for text in view.texts if bare(text).strip()]
    if not texts:
        return
    filled = any(line.filled for line in view.lines)
    titles = [inked(line) for line in view.lines if bare(inked(line)).strip() and not is_aside(line)]
    if heads and len(titles) == 1 and not filled and (heading := sheet.heading(bare(titles[0]))) is not None:
        sheet.under(heading)
        return
    asked, *answer = [bare(text).strip() for text in texts]
    if answer and all(map(danish.is_empty_text, answer)) and not filled:
        sheet.answer(NOTHING, asked, [], view.place)  # a question nobody knows, and nobody has answered
        return
    sheet.orphan(texts, view.place)
