"""Reading tables: which cells are labels, and where the answer of each stands.

Beside it (two columns, four, six), below it, in the same cell; under the head of its column in a list with a
row for each item; where a row and a column cross. The table as a whole tells, never a single cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline import danish
from pipeline.interpret.cards import cards_of, panels_of, read_cards, read_panels
from pipeline.interpret.cells import (
    BOTH,
    EMPTY,
    LABEL,
    TEXT,
    CellView,
    CellViews,
    Patterns,
    in_pairs,
    patterns_of,
    plain_of,
    shape_of,
    spans,
    title_of,
)
from pipeline.interpret.checklists import with_boxes_behind, with_one_answer
from pipeline.interpret.crossings import read_crossed
from pipeline.interpret.entries import takes_lines
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.exported import with_sections_over
from pipeline.interpret.flow import read_flow
from pipeline.interpret.framed import (
    with_cards_apart,
    with_whole_labels,
    without_heads,
    without_numbers,
    without_signs,
)
from pipeline.interpret.ink import bare, inked
from pipeline.interpret.ladders import ladder_of
from pipeline.interpret.lines import ends_as_label
from pipeline.interpret.listing import turns_of
from pipeline.interpret.lists import list_heads, read_list
from pipeline.interpret.pairs import in_group, is_group, read_below, read_pairs
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.standing import answers_by_kind, are_labels_below, views_of
from pipeline.interpret.ticks import MARK, offers, option_named
from pipeline.interpret.vocabulary import Fit, Heading
from pipeline.records.layout import Grid, TextLine

_FEW_WORDS = 8
_FEW_ROWS = 4
"""Rows that may be labels and answers by turns; what all of more look like tells."""


def read_grid(sheet: Sheet, grid: Grid) -> None:
    """Reads one table."""
    grid = with_boxes_behind(sheet, with_one_answer(without_numbers(without_signs(grid))))
    headed, grid = grid, without_heads(grid)
    paired = len(grid.rows) < len(headed.rows)  # its head says that questions and answers stand side by side
    grid = with_sections_over(sheet, grid)
    grid = with_whole_labels(sheet, with_cards_apart(sheet, grid))
    rows = [views_of(sheet, row) for row in grid.rows]
    sheet.new_unit([view.label for row in rows for view in row if view.kind in (LABEL, BOTH)])
    patterns = patterns_of(rows)
    if are_labels_below(rows, as_others=sheet.looks.labels_below):
        for upper in range(0, len(rows), 2):
            read_below(sheet, rows[upper + 1], rows[upper])
        return
    n = 0
    while n < len(rows):
        views = rows[n]
        if is_group(rows, n) or in_group(views):
            read_pairs(sheet, rows, n, patterns)
            n += 1
            continue
        if (heading := _title_of_row(sheet, rows, n)) is not None:
            sheet.under(heading)
            rows[n + 1 :] = [views_of(sheet, row) for row in grid.rows[n + 1 :]]
            patterns = patterns_of(rows[n + 1 :])
            n += 1
            continue
        if below := cards_of(sheet, rows, n):
            read_cards(sheet, rows, n, below)
            n += 1 + below
            continue
        if below := panels_of(sheet, rows, n):
            read_panels(sheet, rows, n, below)
            n += 1 + below
            continue
        bar = all(view.kind == EMPTY for view in views[1:]) and (len(views) == 1 or spans(views))
        heads = None if bar and len(views) > 1 else list_heads(sheet, grid.rows[n], rows, n, patterns)
        if paired and not bar and heads is None:
            read_pairs(sheet, rows, n, patterns)
            n += 1
            continue
        if heads is not None:
            n = read_list(sheet, grid, rows, n, heads)
        elif pairs := ladder_of(rows, n):
            for upper in range(n, n + 2 * pairs, 2):
                read_below(sheet, rows[upper], rows[upper + 1])
            n += 2 * pairs
        elif bar:
            here = sheet.context.keys
            n = _read_single(sheet, rows, n, patterns)
            if sheet.context.keys != here:
                # What the rows below are is told by the heading they stand under.
                rows[n:] = [views_of(sheet, row) for row in grid.rows[n:]]
                patterns = patterns_of(rows)
        elif crossed := read_crossed(sheet, rows, n, patterns):
            n = crossed
        elif n + 1 < len(rows) and (
            _is_label_row(views, rows[n + 1], patterns) or _is_unanswered(views, rows[n + 1])
        ):
            read_below(sheet, views, rows[n + 1])
            n += 2
        else:
            read_pairs(sheet, rows, n, patterns)
            n += 1


def _title_of_row(sheet: Sheet, rows: Sequence[CellViews], n: int) -> Heading | None:
    """The heading in the first cell of an unmerged row, blank but for it, over a row of several labels."""
    views = rows[n]
    if len(views) < 2 or views[0].kind in (EMPTY, BOTH) or any(view.kind != EMPTY for view in views[1:]):
        return None
    below = rows[n + 1] if n + 1 < len(rows) else []
    labels = [view for view in below if view.kind == LABEL]
    heads = len(labels) > 1 and 2 * len(labels) >= len(below) and not spans(views)
    found = sheet.heading(title_of(views[0]))
    if found is None or heads:
        return found
    # `Skoleleder`, below it `Navn` and `Telefon` with the answers beside them.
    leans = len(below) > 1 and below[0].kind in (LABEL, TEXT) and sheet.lexicon.is_generic(title_of(below[0]))
    return found if (found.is_card and labels) or (found.exact and leans) else None


def _is_label_row(views: Sequence[CellView], below: Sequence[CellView], patterns: Patterns) -> bool:
    """Whether a row is labels whose answers stand in the row below; one of them may be unknown."""
    if shape_of(below) != shape_of(views):
        return False
    said = [view for view in views if view.kind != EMPTY]
    labels = [view for view in said if view.kind == LABEL]
    if _is_filled_in_below(views, below):
        return True
    under = [view for view in below if view.kind != EMPTY]
    if not labels or any(view.kind == BOTH for view in said):
        return False
    # Where labels end as `Stilling:` does, `Skoleleder` below one is none.
    marked = all(ends_as_label(title_of(view)) for view in labels)
    plain = [view for view in under if not ends_as_label(title_of(view)) and not _has_own_label(view)]
    if marked and 1 < len(said) == len(labels) and plain and len(plain) == len(under):
        return True
    if 1 < len(said) == len(labels) and (
        _stand_over(labels, below, patterns) or _are_answered_by_kind(labels, below)
    ):
        return True
    if _boxes_below_unknown(said, below) and len(labels) + 1 == len(said) and len(under) == len(said):
        return True
    if in_pairs(views, patterns) or _answers_stand_beside(views, patterns):
        return False
    if any(_is_answered_beside(*pair) for pair in pairwise(views)):
        return False
    at = {view.cell.column: view for view in below}
    asks_below = [view for view in labels if _asks_too(view, at[view.cell.column])]
    if 2 * len(asks_below) >= len(labels) and not marked:
        return False  # the label has its answer beside it, and the next one asks below
    answers = [view for view in under if view.kind == TEXT or not view.label or (marked and view in plain)]
    return 2 * len(labels) > len(said) - (len(said) > 1) and 2 * len(answers) >= len(under)


def _has_own_label(view: CellView) -> bool:
    """Whether a cell begins with a label we know and its colon: `Stilling: lærer`."""
    first = bare(view.texts[0]).lstrip()
    return view.kind == BOTH and first.startswith(view.label) and first[len(view.label) :][:1] == ":"


def _is_filled_in_below(views: Sequence[CellView], below: Sequence[CellView]) -> bool:
    """Whether a row is printed throughout, and the one below it holds fields and boxes throughout."""
    printed = all(view.kind != EMPTY and not _is_to_fill_in(view) for view in views)
    filled = all(_is_to_fill_in(view) for view in below)
    return len(views) > 1 and printed and filled and any(line.filled for view in below for line in view.lines)


def _is_to_fill_in(view: CellView) -> bool:
    return any(line.filled or MARK.search(line.text) for line in view.lines)


def _boxes_below_unknown(said: Sequence[CellView], below: Sequence[CellView]) -> bool:
    """Whether boxes stand below the one cell of a row that is no label we know: they answer it."""
    at = {view.cell.column: view for view in below}
    unknown = [view for view in said if view.kind == TEXT]
    labels_below = any(view.kind in (LABEL, BOTH) for view in below)
    drawn = [len(MARK.findall(" ".join(at[view.cell.column].texts))) > 1 for view in unknown]
    printed = any(MARK.search(text) for view in unknown for text in view.texts)
    return bool(drawn) and all(drawn) and not labels_below and not printed


def _is_answered_beside(label: CellView, beside: CellView) -> bool:
    """Whether what stands beside a label answers it, and hardly any other text would: a date, an option."""
    one = label.named.field if label.kind == LABEL else None
    return one is not None and is_telling(one) and beside.kind == TEXT and fits(one, "\n".join(beside.texts))


def _stand_over(labels: Sequence[CellView], below: Sequence[CellView], patterns: Patterns) -> bool:
    """Whether nothing but labels of different fields stands over words that are none, and over no blank.

    Nothing in the table may look like labels with their answers beside them: one of its columns would hold
    no other label.
    """
    at = {view.cell.column: view for view in below}
    fields = {(view.named.fields, view.named.item) for view in labels}
    pairs = [(view, at[view.cell.column]) for view in labels]
    columns = {view.cell.column for view in labels}
    blank = all(view.kind == EMPTY for view in below if view.cell.column not in columns)
    answers = all(answer.kind == TEXT or _is_same(label, answer) for label, answer in pairs)
    # Several labels beside each other are no answers, also where not each of them has its own below it.
    below_some = len(labels) > 2 or (below[0].kind == EMPTY and len(below) == len(labels))
    said = [(label, answer) for label, answer in pairs if answer.kind != EMPTY]
    fitting = all(answer.kind == TEXT or answers_by_kind(answer, label) for label, answer in said)
    answers = answers or (below_some and bool(said) and fitting)
    places = patterns[shape_of(below)]
    # Rows with label and answer in each cell tell nothing of answers beside labels.
    few = places[0][LABEL] + places[0][TEXT] <= _FEW_ROWS and all(place[LABEL] <= 2 for place in places)
    return len(fields) == len(labels) and answers and blank and few


def _are_answered_by_kind(labels: Sequence[CellView], below: Sequence[CellView]) -> bool:
    """Whether each of several labels that takes one kind of answer, a date or an option, has it below it.

    One is enough where no more than words like those of a label stand below the others: `Prøveskolen`.
    """
    at = {view.cell.column: view for view in below}
    told = [answers_by_kind(at[view.cell.column], view) for view in labels]
    apart = len({view.named.fields for view in labels}) == len(labels)
    others = [at[label.cell.column] for label, sure in zip(labels, told, strict=True) if sure is None]
    few = 1 if not any(view.kind == LABEL and view.named.spelt for view in others) else 2
    return apart and told.count(True) >= few and False not in told


def _is_same(label: CellView, below: CellView) -> bool:
    """Whether words below a label name its own field: `Trin 3` below `Trin på indsatstrappen`."""
    return below.kind == LABEL and below.named.field is not None and below.named.field == label.named.field


def _answers_stand_beside(views: Sequence[CellView], patterns: Patterns) -> bool:
    """Whether what other rows of the table have where this one has no label are answers.

    A blank cell where some have an answer; or words nobody knows where hardly any of many has a label.
    """
    places = list(zip(views, patterns[shape_of(views)], strict=True))
    if any(view.kind == EMPTY and place[TEXT] for view, place in places):
        return True
    unknown = [place for view, place in places if view.kind == TEXT and place.total() > _FEW_ROWS]
    return bool(unknown) and all(4 * place[LABEL] < place.total() for place in unknown)


def _is_unanswered(views: Sequence[CellView], below: Sequence[CellView]) -> bool:
    """Whether a row is labels of fields of words, side by side, and blank cells wait for their answers."""
    fields = [view.named.field for view in views if view.kind == LABEL]
    blank = shape_of(below) == shape_of(views) and all(view.kind == EMPTY for view in below)
    most = len(fields) == len(views) or (len(fields) > 2 and 2 * len(fields) > len(views))
    return blank and len(views) > 1 and most and None not in fields


def _asks_too(label: CellView, below: CellView) -> bool:
    """Whether what stands below a label is a label itself, and no answer in the words of one."""
    one = label.named.field
    answers = one is not None and offers(one) and option_named(one, title_of(below)) is not None
    return below.kind == LABEL and not answers and not _is_same(label, below)


def _read_single(sheet: Sheet, rows: Sequence[CellViews], n: int, patterns: Patterns) -> int:
    """Rows of one cell: bars with headings, labels above wide cells, whole lines."""
    if n == 0 and _is_left_blank(rows):
        label = rows[0][0]
        sheet.answer(sheet.ask(label.label), label.label, [], label.place)
        return len(rows)
    lines: list[TextLine] = []
    start = n
    while n < len(rows) and (
        len(rows[n]) == 1 or (all(view.kind == EMPTY for view in rows[n][1:]) and spans(rows[n]))
    ):
        if n > start and ladder_of(rows, n):
            break
        view = rows[n][0]
        own = [line for line in view.lines if danish.clean_line(line.text) or line.filled]
        if view.kind == LABEL and own and plain_of(inked(own[0])) == view.label:
            own = own[:1]  # what else stands there is help
        if len(own) > 1 or view.kind == BOTH:
            # A label alone in the cell above asks for all that stands in this one.
            alone = n > start and _asks_alone(rows[n - 1][0], view, over=sheet.looks.labels_over)
            asked = lines[-1:] if alone else []
            before = lines[: len(lines) - len(asked)]
            read_flow(sheet, before, before_labels=not asked and view.kind == BOTH)
            lines = []
            # Also a shaded cell over one answer asks for it, and heads nothing.
            turns = None if asked else turns_of(sheet, view.lines)
            whole = [*(replace(line, level=-1) for line in asked), *own] if turns is None else turns.lines
            read_flow(sheet, whole, in_cell=turns is None, answers=turns.answers if turns else ())
        else:
            shaded = view.cell.shaded and view.kind != TEXT and not _is_answered_below(rows, n)
            bar = _is_bar(rows, n) or shaded
            lines += [replace(line, level=2) if bar and line.level < 0 else line for line in own]
        n += 1
    read_flow(sheet, lines, before_labels=n < len(rows) and len(rows[n]) > 1)
    return max(n, start + 1)


def _is_left_blank(rows: Sequence[CellViews]) -> bool:
    """Whether a table is a label and a blank cell below it: a question that nobody has answered."""
    one = len(rows) == 2 and all(len(views) == 1 for views in rows)
    return one and rows[0][0].kind == LABEL and rows[1][0].kind == EMPTY


def _is_answered_below(rows: Sequence[CellViews], n: int) -> bool:
    """Whether text alone in the row below answers what a row asks in one of the form's own words."""
    one, below = rows[n][0].named, rows[n + 1] if n + 1 < len(rows) else []
    text = len(below) == 1 and below[0].kind == TEXT
    return text and one.field is not None and one.fit is Fit.SURE and takes_lines(one.field)


def _is_bar(rows: Sequence[CellViews], n: int) -> bool:
    """Whether a few words nobody knows are all of a table's first row, over labels side by side."""
    view, below = rows[n][0], rows[n + 1] if n + 1 < len(rows) else []
    labels = sum(one.kind == LABEL for one in below)
    words = view.label[:1].isupper() and view.label[-1:].isalnum() and len(view.label.split()) <= _FEW_WORDS
    return n == 0 and view.kind == TEXT and labels > 1 and words


def _asks_alone(above: CellView, view: CellView, *, over: bool) -> bool:
    """Whether a cell is nothing but a label, and the one below it begins with no other.

    Below a question with boxes all lines are boxes of it. `over`: all labels stand over their answers, so
    that words are read line by line.
    """
    first, own = above.named.field, len(view.texts) > 1 and ends_as_label(bare(view.texts[0]))
    if above.kind != LABEL or first is None or view.named.fields:
        return False
    if offers(first):
        return MARK.search(view.texts[0]) is not None and fits(first, "\n".join(view.texts))
    return takes_lines(first) and not own and not over
