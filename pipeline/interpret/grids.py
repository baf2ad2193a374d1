"""Reading tables: which cells are labels, and where the answer of each stands.

Beside it (two columns, four, six), below it, in the same cell; under the head of its column in a list with a
row for each item; where a row and a column cross. The table as a whole tells, never a single cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline import danish
from pipeline.definitions import Rows
from pipeline.interpret.evidence import column_by_answers, fits
from pipeline.interpret.flow import is_label, read_flow
from pipeline.interpret.ink import BOLD, FAINT, all_in, bare, inked, without
from pipeline.interpret.lexicon import NOTHING, Fit, Named
from pipeline.interpret.segments import segments
from pipeline.interpret.sheet import HELP, Sheet, Unplaced
from pipeline.interpret.ticks import MARK, offers, option_named, options_of
from pipeline.records.layout import Grid, GridCell, GridRow, Place, TextLine

LABEL, BOTH, TEXT, EMPTY = "label", "both", "text", "empty"
_LONGEST = 220


@dataclass(slots=True, kw_only=True)
class View:
    """A cell with what it is by itself: only a label, a label with its answer, other text, nothing."""

    cell: GridCell
    kind: str
    label: str
    named: Named

    @property
    def lines(self) -> tuple[TextLine, ...]:
        return self.cell.lines

    @property
    def texts(self) -> list[str]:
        return [inked(line) for line in self.cell.lines]

    @property
    def place(self) -> Place:
        for line in self.cell.lines:
            return replace(line.place, number=line.number, box=line.box)
        return Place()

    @property
    def is_bold(self) -> bool:
        return all(all_in(BOLD, inked(line)) for line in self.cell.lines if danish.clean_line(line.text))


Views = list[View]


def read_grid(sheet: Sheet, grid: Grid, *, before_labels: bool = False) -> None:
    """Reads one table."""
    rows = [[view_of(sheet, cell) for cell in row.cells] for row in grid.rows]
    sheet.new_unit([view.label for row in rows for view in row if view.kind in (LABEL, BOTH)])
    patterns = _patterns(rows)
    n = 0
    while n < len(rows):
        views = rows[n]
        if _is_group(rows, n) or _in_group(views):
            _read_pairs(sheet, rows, n, patterns)
            n += 1
            continue
        if len(views) == 1 and (heads := _list_heads(sheet, grid.rows[n], rows, n, patterns)) is not None:
            n = _read_list(sheet, grid, rows, n, heads)
            continue
        if len(views) == 1 or (all(view.kind == EMPTY for view in views[1:]) and _spans(views)):
            n = _read_single(sheet, rows, n, patterns)
            continue
        if (heads := _list_heads(sheet, grid.rows[n], rows, n, patterns)) is not None:
            n = _read_list(sheet, grid, rows, n, heads)
        elif crossed := _crossed(sheet, rows, n, patterns):
            n = crossed
        elif n + 1 < len(rows) and _is_label_row(views, rows[n + 1], patterns):
            _read_below(sheet, views, rows[n + 1])
            n += 2
        else:
            _read_pairs(sheet, rows, n, patterns)
            n += 1


def view_of(sheet: Sheet, cell: GridCell) -> View:
    """What a cell is by itself, where the reading stands now."""
    lines = [line for line in cell.lines if danish.clean_line(line.text)]
    filled = [line for line in cell.lines if line.filled]
    if not lines or (cell.continues and not lines):
        return View(cell=cell, kind=TEXT if filled else EMPTY, label="", named=NOTHING)
    first = inked(lines[0])
    if lines[0].filled and all(line.filled for line in lines) and not _plain(without_filled(first)):
        return View(cell=cell, kind=TEXT, label="", named=NOTHING)
    said = [line for line in lines if not line.filled and not all_in(FAINT, inked(line))] or lines[:1]
    said = [line for line in said if not sheet.is_printed(line.text)] or said
    whole = " ".join(_plain(inked(line)) for line in said)
    label = _plain(first)
    asked = len(label) <= _LONGEST and not lines[0].filled and not MARK.search(label)
    named = sheet.ask(label) if asked else NOTHING
    drawn = any(MARK.search(line.text) for line in lines)
    if len(whole) <= _LONGEST and not filled and not drawn and whole != label:
        together = sheet.ask(whole)
        if together.fields and not together.item and (not named.fields or together.fit < named.fit):
            return View(cell=cell, kind=LABEL, label=whole, named=together)
    if named.fields:
        rest = [line for line in cell.lines if line is not lines[0]]
        only_help = all(_is_aside(line) or sheet.is_printed(line.text) for line in rest)
        return View(cell=cell, kind=LABEL if only_help else BOTH, label=label, named=named)
    cut = segments(first, sheet.ask, single=sheet.is_single)
    if cut and cut[0].named.fields:
        has_value = bare(cut[0].value).strip(" ._…") or len(cut) > 1 or filled
        kind = BOTH if has_value or len(lines) > 1 else LABEL
        return View(cell=cell, kind=kind, label=cut[0].label, named=cut[0].named)
    return View(cell=cell, kind=TEXT, label=whole, named=NOTHING)


def without_filled(text: str) -> str:
    from pipeline.interpret.ink import FILLED

    return without(FILLED, text)


def _plain(text: str) -> str:
    said = bare(without(FAINT, text)).strip()
    return said if any(map(str.isalnum, said)) else bare(text).strip()


def _is_aside(line: TextLine) -> bool:
    """Help below a label: in grey or italics, or in brackets."""
    if line.filled:
        return False
    text = inked(line)
    plain = bare(text).strip()
    return not plain or all_in(FAINT, text) or (plain[0] in "([<" and plain[-1] in ")]>")


# ── the shape of a table ──────────────────────────────────────────────────────────────────────────────


Shape = tuple[int, ...]
Patterns = dict[Shape, list[Counter[str]]]
"""What stands at each place of the rows that have the same columns."""


def _shape(views: Sequence[View]) -> Shape:
    return tuple(view.cell.column for view in views)


def _patterns(rows: Sequence[Views]) -> Patterns:
    found: Patterns = {}
    for views in rows:
        places = found.setdefault(_shape(views), [Counter() for _ in views])
        for place, view in zip(places, views, strict=True):
            place[view.kind] += 1
    return found


def _in_pairs(views: Sequence[View], patterns: Patterns, start: int = 0) -> bool:
    """Whether rows of this shape are labels and answers by turns, from this cell on."""
    places = patterns[_shape(views)][start:]
    if len(places) % 2:
        return False
    labels = sum(place[LABEL] for place in places[::2])
    other = sum(place[TEXT] for place in places[::2])
    wrong = sum(place[LABEL] + place[BOTH] for place in places[1::2])
    answers = sum(place[TEXT] + place[EMPTY] for place in places[1::2])
    return labels >= other and answers >= wrong and labels > 0


def _spans(views: Sequence[View]) -> bool:
    return views[0].cell.span > 1


def _is_label_row(views: Sequence[View], below: Sequence[View], patterns: Patterns) -> bool:
    """Whether a row is labels whose answers stand in the row below; one of them may be unknown."""
    if _shape(below) != _shape(views) or _in_pairs(views, patterns):
        return False
    said = [view for view in views if view.kind != EMPTY]
    labels = [view for view in said if view.kind == LABEL]
    under = [view for view in below if view.kind != EMPTY]
    answers = [view for view in under if view.kind == TEXT or not view.label]
    if any(view.kind == BOTH for view in said) or not labels:
        return False
    return 2 * len(labels) > len(said) - (len(said) > 1) and 2 * len(answers) >= len(under)


# ── single cells ──────────────────────────────────────────────────────────────────────────────────────


def _read_single(sheet: Sheet, rows: Sequence[Views], n: int, patterns: Patterns) -> int:
    """Rows of one cell: bars with headings, labels above wide cells, whole lines."""
    lines: list[TextLine] = []
    start = n
    while n < len(rows) and (
        len(rows[n]) == 1 or (all(view.kind == EMPTY for view in rows[n][1:]) and _spans(rows[n]))
    ):
        view = rows[n][0]
        own = [line for line in view.lines if danish.clean_line(line.text) or line.filled]
        if len(own) > 1 or view.kind == BOTH:
            _read_lines(sheet, lines, rows, n, patterns)
            lines = []
            read_flow(sheet, own, in_cell=True)
        else:
            lines += [
                replace(line, level=2) if view.cell.shaded and line.level < 0 and view.kind != TEXT else line
                for line in own
            ]
        n += 1
    _read_lines(sheet, lines, rows, n, patterns)
    return max(n, start + 1)


def _read_lines(
    sheet: Sheet, lines: Sequence[TextLine], rows: Sequence[Views], n: int, patterns: Patterns
) -> None:
    if lines:
        labels_follow = n < len(rows) and len(rows[n]) > 1
        read_flow(sheet, lines, before_labels=labels_follow)


# ── lists: a row for each item ────────────────────────────────────────────────────────────────────────


@dataclass(slots=True, kw_only=True)
class Head:
    """The head of a column: what it says and which field that is."""

    label: str
    named: Named
    place: Place


def _list_heads(
    sheet: Sheet, row: GridRow, rows: Sequence[Views], n: int, patterns: Patterns
) -> tuple[Rows, dict[int, Head]] | None:
    """The list whose columns this row heads, and its columns; None where it heads none."""
    views = rows[n]
    said = [view for view in views if view.kind != EMPTY]
    if (
        len(said) < (1 if row.header or _list_at_home(sheet) is not None else 2)
        or len(said) < len(views) - 1
        or any(line.filled for view in said for line in view.lines)
    ):
        return None
    words = [_plain(" ".join(_plain(text) for text in view.texts)) for view in said]
    if any(len(word) > 100 for word in words):
        return None
    best: tuple[float, Rows, list[Named]] | None = None
    for entry in sheet.form.entries():
        if not isinstance(entry, Rows):
            continue
        named = [sheet.column(word, entry) for word in words]
        at_home = entry is _list_at_home(sheet)
        fields = {one.field.path for one in named if one.field is not None and (at_home or is_label(one))}
        section = sheet.form.section_of(entry.pointer)
        in_section = section is not None and f"s:{section.key}" in sheet.context.keys
        score = len(fields) + (2.5 if at_home else 1.2 if in_section else 0.0)
        enough = 1 if at_home or (row.header and len(said) <= 2) else 2
        if len(fields) >= enough and (best is None or score > best[0]):
            best = (score, entry, named)
    if best is None or _has_side_titles(views, rows[n + 1 :]):
        return None
    score, entry, named = best
    if sheet.in_card(entry) or (not row.header and _asks_below(sheet, entry, views, rows[n + 1 :])):
        return None
    if entry is not _list_at_home(sheet) and all(sheet.lexicon.is_generic(word) for word in words):
        return None
    known, at_home = sum(bool(one.fields) for one in named), entry is _list_at_home(sheet)
    if 2 * known <= len(said) and not at_home and not (row.header and 3 * known >= len(said)):
        return None
    if len(views) == 1 and not _is_column(row, rows[n + 1 :]):
        return None
    if _in_pairs(views, patterns) and not _is_head_row(row, views, rows, n, sheet, entry):
        return None
    if n + 1 < len(rows) and _shape(rows[n + 1]) != _shape(views) and not row.header:
        return None
    heads = {
        view.cell.column: Head(label=word, named=one, place=view.place)
        for view, word, one in zip(said, words, named, strict=True)
    }
    return entry, heads


def _asks_below(sheet: Sheet, entry: Rows, heads: Sequence[View], below: Sequence[Views]) -> bool:
    """Whether the rows below a head are questions themselves: labels at the side, or rows of labels."""
    rows = [views for views in below if _shape(views) == _shape(heads)]
    first = sheet.column(_title(heads[0]), entry).field
    sides = [_title(views[0]) for views in rows if _title(views[0])]
    if first is not None and offers(first):
        # In a column of roles stand words that are labels elsewhere.
        sides = [side for side in sides if option_named(first, side) is None]
    at_side = sum(is_label(sheet.column(side, entry)) for side in sides)
    labels = [
        sum(view.kind in (LABEL, BOTH) for view in views)
        for views in rows
        if any(view.kind != EMPTY for view in views)
    ]
    half = len(heads) / 2
    return (3 * at_side >= max(1, len(rows)) and len(heads) > 1) or any(count > half for count in labels)


def _is_column(row: GridRow, below: Sequence[Views]) -> bool:
    """Whether a single cell heads a list of one column: a row marked as head, or answers only below it."""
    column = [views[0] for views in takewhile(lambda views: len(views) == 1, below)]
    answers_only = len(column) > 1 and all(view.kind in (TEXT, EMPTY) for view in column)
    return bool(column) and (row.header or answers_only)


def _list_at_home(sheet: Sheet) -> Rows | None:
    """The list under whose heading the reading stands."""
    lists = [
        entry
        for entry in sheet.form.entries()
        if isinstance(entry, Rows) and f"r:{'/'.join(entry.path)}" in sheet.context.keys
    ]
    return lists[0] if len(lists) == 1 else None


def _has_side_titles(heads: Sequence[View], below: Sequence[Views]) -> bool:
    """Whether the corner of a table is blank and titles stand below it: its rows are no items."""
    first = [views[0] for views in below if _shape(views) == _shape(heads)]
    return heads[0].kind == EMPTY and any(view.kind != EMPTY for view in first)


def _is_head_row(
    row: GridRow, views: Sequence[View], rows: Sequence[Views], n: int, sheet: Sheet, entry: Rows
) -> bool:
    """Whether a row that could be a pair is a head all the same: by its looks or the heading above it."""
    if row.header:
        return True
    words = [_title(view) for view in views if view.kind != EMPTY]
    if not all(sheet.column(word, entry).fields for word in words):
        return False
    rest = [other for other in rows[n + 1 :] if _shape(other) == _shape(views)]
    bold = all(view.is_bold or view.cell.shaded for view in views if view.kind != EMPTY)
    rest_bold = any(
        all(view.is_bold or view.cell.shaded for view in other if view.kind != EMPTY) for other in rest
    )
    first = sheet.column(words[0], entry).field
    asked_below = any(
        other[0].kind == LABEL
        # In a column of roles stand words that are labels elsewhere.
        and not (first is not None and offers(first) and option_named(first, _title(other[0])))
        for other in rest
    )
    return (bold and not rest_bold) or (entry is _list_at_home(sheet) and not asked_below)


def _read_list(
    sheet: Sheet, grid: Grid, rows: Sequence[Views], n: int, found: tuple[Rows, dict[int, Head]]
) -> int:
    """Reads the rows below a head; gives the number of the row behind the last of them."""
    entry, heads = found
    head_texts = [view.cell.text for view in rows[n]]
    shape = _shape(rows[n])
    columns = sorted(heads)
    _name_columns(entry, heads, rows[n + 1 :], shape)
    above: dict[int, View] = {}
    n += 1
    while n < len(rows) and (_shape(rows[n]) == shape or _fits(rows[n], columns)):
        views = rows[n]
        n += 1
        if [view.cell.text for view in views] == head_texts:
            continue
        item = sheet.row_item(entry)
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
                sheet.answer(head.named, head.label, texts, view.place if texts else head.place, item)
    return n


def _name_columns(entry: Rows, heads: dict[int, Head], below: Sequence[Views], shape: Shape) -> None:
    """Columns whose heads nobody knows, told by what stands in them where only one column can hold that."""
    answered = {
        column: [
            "\n".join(view.texts)
            for views in below
            if _shape(views) == shape
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
        if head.named.field is not None and head.named.fit is not Fit.LOOSE:
            continue
        answers = answered[column]
        free = [one for one in entry.columns if one.path not in named]
        for possible in (head.named.fields, free):
            if (found := column_by_answers(possible, answers)).field is not None:
                head.named = found
                break


def _fits(views: Sequence[View], columns: Sequence[int]) -> bool:
    """Whether a row of another shape still stands under the same heads: each cell begins where one does."""
    return (
        len(views) > 1
        and all(view.cell.column in columns for view in views)
        and len(views) >= len(columns) - 1
    )


def _is_ordinal(texts: Sequence[str]) -> bool:
    return len(texts) == 1 and bare(texts[0]).strip(" .)").isdigit() and len(bare(texts[0]).strip()) <= 3


# ── crossings ─────────────────────────────────────────────────────────────────────────────────────────


def _crossed(sheet: Sheet, rows: Sequence[Views], n: int, patterns: Patterns) -> int:
    """Reads a table whose cells are named by row and column together; 0 where this is none."""
    heads = rows[n]
    if len(heads) < 2 or (heads[0].kind != EMPTY and _in_pairs(heads, patterns)):
        return 0
    below: list[Views] = []
    for views in rows[n + 1 :]:
        if _shape(views) != _shape(heads):
            break
        below.append(views)
    titles = [_plain(" ".join(_plain(text) for text in view.texts)) for view in heads]
    if titles[0] and not _has_known_sides(sheet, below):
        return 0
    if not below or any(len(title) > 100 for title in titles):
        return 0
    for read in (_items_across, _options_across, _fields_crossing):
        if taken := read(sheet, heads, titles, below):
            return n + 1 + taken
    return 0


def _has_known_sides(sheet: Sheet, below: Sequence[Views]) -> bool:
    """Whether what stands down the side of a table are labels or headings, not answers."""
    sides = [_title(views[0]) for views in below if _title(views[0])]
    known = [side for side in sides if len(side) < 160 and (sheet.heading(side) or is_label(sheet.ask(side)))]
    return bool(sides) and 2 * len(known) >= len(sides)


def _title(view: View) -> str:
    return _plain(" ".join(_plain(text) for text in view.texts))


def _items_across(sheet: Sheet, heads: Views, titles: list[str], below: Sequence[Views]) -> int:
    """Labels down the side and an item in each column: `Forælder 1`, `Forælder 2`."""
    found = [sheet.heading(title) for title in titles[1:]]
    lists = {heading.rows.path: heading.rows for heading in found if heading is not None and heading.rows}
    if (
        len(lists) != 1
        or len(found) < 1
        or any(one is None or one.rows is None or not one.item for one in found)
    ):
        return 0
    if is_label(sheet.ask(titles[0])) or (heads[0].cell.text.strip() and len(found) < 2):
        return 0
    rows = next(iter(lists.values()))
    names = [heading.item for heading in found if heading is not None]
    if len(set(names)) < len(names):
        return 0
    named = [sheet.column(_title(views[0]), rows) for views in below]
    if sum(is_label(one) for one in named) < max(2, len(below) / 2):
        return 0
    numbers = [sheet.named_item(rows, name) for name in names]
    for views, one in zip(below, named, strict=True):
        for view, number in zip(views[1:], numbers, strict=True):
            texts = [text for text in view.texts if bare(text).strip()]
            if one.field is not None and is_label(one):
                sheet.answer(one, _title(views[0]), texts, view.place, number)
            elif texts:
                sheet.unplaced.append(
                    Unplaced(label=_title(views[0]), texts=texts, place=view.place, fields=one.fields)
                )
    return len(below)


def _options_across(sheet: Sheet, heads: Views, titles: list[str], below: Sequence[Views]) -> int:
    """Questions down the side and an answer in each column: `Ja`, `Nej`; a cross marks one."""
    keys = [danish.fold(title) for title in titles[1:]]
    named = [sheet.ask(_title(views[0])) for views in below]
    fits = [
        one.field is not None
        and offers(one.field)
        and set(filter(None, keys)) <= {danish.fold(label) for label in options_of(one.field).values()}
        for one in named
    ]
    if len(list(filter(None, keys))) < 2 or not any(fits) or 2 * sum(fits) < len(below):
        return 0
    for views, one in zip(below, named, strict=True):
        crosses = [
            f"☒ {title}"
            for view, title in zip(views[1:], titles[1:], strict=True)
            if bare("".join(view.texts)).strip(" ☐□_.")
        ]
        odd = [bare("".join(view.texts)).strip() for view in views[1:]]
        if any(mark and mark not in "xX☒☑✓✔✗✘☐□" for mark in odd):
            crosses = odd
        sheet.answer(one, _title(views[0]), ["\n".join(crosses)] if crosses else [], views[0].place)
    return len(below)


def _fields_crossing(sheet: Sheet, heads: Views, titles: list[str], below: Sequence[Views]) -> int:
    """What stands down the side and above the columns make one label together."""
    if len(heads) < 3 and titles[0]:
        return 0
    taken = 0
    for views in below:
        side = _title(views[0])
        if not side or len(side) > 120:
            break
        named = [sheet.ask(f"{side}: {title}") if title else NOTHING for title in titles[1:]]
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


# ── labels with their answers ─────────────────────────────────────────────────────────────────────────


def _read_below(sheet: Sheet, labels: Views, answers: Views) -> None:
    """Labels in one row, their answers in the next."""
    below = {view.cell.column: view for view in answers}
    for label in labels:
        view = below[label.cell.column]
        texts = [text for text in view.texts if bare(text).strip()]
        if label.kind == EMPTY:
            if texts:
                sheet.orphan(texts, view.place)
        else:
            sheet.answer(sheet.ask(label.label), label.label, texts, view.place if texts else label.place)


def _read_pairs(sheet: Sheet, rows: Sequence[Views], n: int, patterns: Patterns) -> None:
    """A row of labels with their answers beside them or in the same cell."""
    views = rows[n]
    start = 1 if _is_group(rows, n) or _in_group(views) else 0
    in_pairs = _in_pairs(views, patterns, start)
    place = start
    if _is_group(rows, n):
        title = _title(views[0])
        if (heading := sheet.heading(title)) is not None:
            sheet.under(heading)
        elif sheet.lexicon.says_something(title):
            sheet.under_unknown(within_section=True)
    while place < len(views):
        view = _again(sheet, views[place])
        after = views[place + 1] if place + 1 < len(views) else None
        as_label = in_pairs and (place - start) % 2 == 0
        if view.kind == BOTH and not (as_label and after is not None and _is_pair(sheet, view, after)):
            read_flow(sheet, view.lines, in_cell=True)
            place += 1
        elif (view.kind == LABEL and after is not None and _is_one_of_its_answers(view, after)) or (
            view.kind in (LABEL, BOTH) and after is not None and (in_pairs or after.kind in (TEXT, EMPTY))
        ):
            place += 1 + _take_beside(sheet, view, views[place + 1 :])
        elif view.kind == LABEL:
            read_flow(sheet, view.lines, in_cell=True, before_labels=False)
            place += 1
        elif view.kind == EMPTY:
            place += 1
        elif not in_pairs and _has_own_labels(sheet, view):
            read_flow(sheet, view.lines, in_cell=True)
            place += 1
        elif after is not None and (as_label or (len(views) == 2 and place == 0)) and after.kind != BOTH:
            _unknown_pair(sheet, view, after)
            place += 2
        else:
            read_flow(sheet, view.lines, in_cell=True) if view.kind == BOTH else _lonely(sheet, view)
            place += 1


def _again(sheet: Sheet, view: View) -> View:
    """The cell seen once more: what was read before it in the table may tell what its label means."""
    return view_of(sheet, view.cell) if view.kind in (LABEL, BOTH) or view.label else view


def _is_pair(sheet: Sheet, view: View, after: View) -> bool:
    """A label with more text below it that is help, since the answer stands beside it."""
    if any(line.filled for line in view.lines) or len(view.lines) < 2:
        return False
    rest = [line for line in view.lines[1:] if danish.clean_line(line.text)]
    help_only = all(_is_aside(line) or sheet.is_printed(line.text) or HELP.match(line.text) for line in rest)
    return after.kind == TEXT or (after.kind == EMPTY and help_only)


def _has_own_labels(sheet: Sheet, view: View) -> bool:
    """Whether the lines of a cell are `Label: value`, though nobody knows the first of them."""
    cut = [segments(text, sheet.ask, single=sheet.is_single) for text in view.texts]
    with_label = [one for one in cut if one and one[0].label and bare(one[0].value).strip()]
    return bool(with_label) and len(with_label) == len([one for one in cut if one])


def _is_one_of_its_answers(label: View, beside: View) -> bool:
    """Whether a cell that could be a label is one of the answers to the question beside it."""
    one = label.named.field
    words = " ".join(bare(text) for text in beside.texts)
    if one is not None and beside.kind == LABEL and beside.named.field == one:
        return True  # `Hvor ofte`, beside it `1 gang om ugen`: no label stands twice beside itself
    return one is not None and offers(one) and option_named(one, words) is not None


def _is_group(rows: Sequence[Views], n: int) -> bool:
    """The first cell goes on in the rows below and names a group; pairs stand beside it."""
    first = rows[n][0]
    goes_on = (
        n + 1 < len(rows)
        and rows[n + 1][0].cell.continues
        and rows[n + 1][0].cell.column == first.cell.column
    )
    return goes_on and not first.cell.continues and len(rows[n]) >= 3 and first.kind != EMPTY


def _in_group(views: Sequence[View]) -> bool:
    """Whether a row goes on with the group that its first cell belongs to."""
    return len(views) >= 3 and views[0].cell.continues and views[0].kind == EMPTY


def _take_beside(sheet: Sheet, label: View, behind: Sequence[View]) -> int:
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
    sheet.answer(label.named, label.label, texts, place)
    return taken


def _is_option(view: View, words: set[str]) -> bool:
    plain = bare("".join(view.texts))
    key = danish.fold(plain.strip(" xX☒☑☐✓✔□()[]"))
    return bool(plain.strip()) and (key in words or plain.strip() in "xX☒☑☐✓✔□")


def _unknown_pair(sheet: Sheet, label: View, value: View) -> None:
    texts = [text for text in value.texts if bare(text).strip()]
    words = _title(label)
    if value.kind == LABEL and not label.label:
        sheet.orphan(label.texts, label.place)
        return
    heading = sheet.heading(words) if not texts else None
    if heading is not None:
        sheet.under(heading)
    elif texts:
        sheet.answer(NOTHING, words, texts, value.place)
    else:
        sheet.lose_track()


def _lonely(sheet: Sheet, view: View) -> None:
    texts = [text for text in view.texts if bare(text).strip()]
    if not texts:
        return
    if len(texts) == 1 and (heading := sheet.heading(bare(texts[0]))) is not None:
        sheet.under(heading)
        return
    sheet.orphan(texts, view.place)
