"""Tables that go on over a page break: one table again, the repeated header dropped, a cut row made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.paragraphs import is_label_like
from pipeline.extract.words import WordLine

_SAME_EDGE: Final = 3.0
_BULLET: Final = re.compile(r"[-–•*] ?\S")
_Found: TypeAlias = WordLine | DrawnGrid


def joined_over_pages(found: Sequence[_Found]) -> list[_Found]:
    """The tables and lines of all pages in order, a table and what goes on of it on the next page as one."""
    done: list[_Found] = []
    for n, one in enumerate(found):
        last = done[-1] if done else None
        if isinstance(last, DrawnGrid):
            following = found[n + 1] if n + 1 < len(found) else None
            if isinstance(following, DrawnGrid) and _repeats_heading(done, one, following):
                following.continues = True
                continue
            if isinstance(one, DrawnGrid) and _goes_on(last, one):
                _join(last, one)
                continue
            last.rows[-1].open = _may_be_below(last, one)
        done.append(one)
    return done


def _may_be_below(last: DrawnGrid, one: _Found) -> bool:
    """Whether the line that begins the next page may be the rest of a row that nothing is drawn below."""
    if last.ruled or not isinstance(one, WordLine) or one.page != (last.last_page or last.page) + 1:
        return False
    broken = any(cell.lines and cell.text[-1:] not in '.!?»"' for cell in last.rows[-1].cells)
    return not one.bold and (broken or one.text[:1].islower())


def _repeats_heading(done: Sequence[_Found], one: _Found, following: DrawnGrid) -> bool:
    """Whether a line at the top of a page says again what stands over the table that the page break cut."""
    last, over = done[-1], done[-2] if len(done) > 1 else None
    return (
        isinstance(one, WordLine)
        and isinstance(over, WordLine)
        and isinstance(last, DrawnGrid)
        and one.bold
        and one.text == over.text
        and abs(one.x0 - over.x0) <= _SAME_EDGE
        and one.page == following.page == (last.last_page or last.page) + 1
        and not _begins_alike(last, following)
        and abs(following.edges[0] - last.edges[0]) + abs(following.edges[-1] - last.edges[-1]) <= _SAME_EDGE
    )


def _begins_alike(last: DrawnGrid, following: DrawnGrid) -> bool:
    """Whether both begin with one label and other values: two blocks of a kind, not one that was cut."""
    first, second = last.rows[0], following.rows[0]
    return first.text != second.text and first.text[0].split("\n")[0] == second.text[0].split("\n")[0] != ""


def _goes_on(last: DrawnGrid, following: DrawnGrid) -> bool:
    if following.page != (last.last_page or last.page) + 1 or last.cards != following.cards:
        return False
    if following.continues or last.cards:
        return following.continues
    return _same_edges(last, following) or _fits_into(last, following)


def _same_edges(last: DrawnGrid, following: DrawnGrid) -> bool:
    """Where nothing is drawn, nothing says where the last column ends."""
    end = None if last.ruled and following.ruled else -1
    edges, others = last.edges[:end], following.edges[:end]
    return len(edges) == len(others) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(edges, others, strict=True)
    )


def _fits_into(last: DrawnGrid, following: DrawnGrid) -> bool:
    """Whether the last row before the break and the first one behind it have the same cells.

    Other rows may have other cells, and then the two pages do not show the same edges.
    """
    before, behind = last.rows[-1].cells, following.rows[0].cells
    return len(before) == len(behind) > 1 and all(
        abs(a.x0 - b.x0) <= _SAME_EDGE and abs(a.x1 - b.x1) <= _SAME_EDGE
        for a, b in zip(before, behind, strict=True)
    )


def _join(last: DrawnGrid, following: DrawnGrid) -> None:
    if last.cards:
        _join_cards(last, following)
        return
    rows = following.rows
    header = _head_again(last, rows[0])
    below = _below_head(header, rows[0])
    if below is not None and len(last.rows) > 1:
        header.header = True
        rows = [*below, *rows[1:]]
    rows = _onto_edges(last, following, rows)
    untold = last.rows[-1].several or (bool(rows) and rows[0].several)
    if rows and not untold and _is_rest(last.rows[-1], rows[0]):
        for cell, rest in zip(last.rows[-1].cells, rows[0].cells, strict=True):
            cell.lines += rest.lines
        rows = rows[1:]
    elif rows:
        rows[0].cut = _has_gaps(last.rows[-1], rows[0]) or _begins_small(last.rows[-1], rows[0])
    last.rows += rows
    last.last_page = following.last_page or following.page


def _join_cards(last: DrawnGrid, following: DrawnGrid) -> None:
    """Each card with the rest of it, which stands below it on the next page."""
    cards = last.rows[-1].cells
    for rest in following.rows[0].cells:
        min(cards, key=lambda cell: abs(cell.x0 - rest.x0)).lines += rest.lines
    last.last_page = following.last_page or following.page


def _head_again(last: DrawnGrid, row: DrawnRow) -> DrawnRow:
    """The row of labels that the page begins with again; a table may stand right below another one."""
    for known in last.rows[1:]:
        labels = [cell for cell in known.cells if cell.lines]
        if len(labels) > 1 and all(map(_is_label, labels)) and _below_head(known, row) == []:
            return known
    return last.rows[0]


def _below_head(header: DrawnRow, row: DrawnRow) -> list[DrawnRow] | None:
    """What is left of a row that begins with the lines of the header: nothing, or a row; None if it doesn't.

    Where no line is drawn below the header, the rest of a cut row looks like more lines of it.
    """
    if len(header.cells) != len(row.cells) or not all(header.text[1:] or header.text):
        return None
    pairs = [
        (cell, [line.text for line in head.lines]) for head, cell in zip(header.cells, row.cells, strict=True)
    ]
    if any([line.text for line in cell.lines[: len(told)]] != told for cell, told in pairs):
        return None
    cells = [replace(cell, lines=cell.lines[len(told) :]) for cell, told in pairs]
    return [DrawnRow(cells=cells)] if any(cell.lines for cell in cells) else []


def _onto_edges(last: DrawnGrid, following: DrawnGrid, rows: list[DrawnRow]) -> list[DrawnRow]:
    """The rows counted by the columns of both pages together."""
    if _same_edges(last, following):
        return rows
    edges = list(last.edges)
    edges += [x for x in following.edges if all(abs(x - edge) > _SAME_EDGE for edge in edges)]
    edges.sort()
    for row in [*last.rows, *rows]:
        for cell in row.cells:
            cell.column = _number(edges, cell.x0)
            cell.span = max(1, _number(edges, cell.x1) - cell.column)
    last.edges = tuple(edges)
    return rows


def _number(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - x))


def _is_rest(row: DrawnRow, following: DrawnRow) -> bool:
    """Whether a row is what the page break cut off the row above it.

    Its first cell and all that held labels are empty, and each text goes on with one; or each of its texts
    begins with a small letter where the one above had not come to an end. One that does is enough where cells
    are empty that the row above has filled in.
    """
    same = len(row.cells) == len(following.cells) and all(
        a.column == b.column and a.span == b.span for a, b in zip(row.cells, following.cells, strict=True)
    )
    told = [(a, b) for a, b in zip(row.cells, following.cells, strict=False) if b.lines]
    if same and [bool(cell.lines) for cell in (*row.cells, *following.cells)] == [True, False, False, True]:
        return True  # the break lies between a label and its answer
    if not same or not told or not all(a.lines for a, _ in told):
        return False
    if (
        len(row.cells) > 1
        and not following.cells[0].lines
        and row.cells[0].lines
        and not any(_is_label(a) for a, _ in told)
    ):
        return True
    broken = [_is_broken_off(a, b) for a, b in told]
    return all(broken) or (any(broken) and _has_gaps(row, following))


def _has_gaps(row: DrawnRow, following: DrawnRow) -> bool:
    """Whether cells are empty that the row above has filled in, and none is filled in that it has not."""
    if len(row.cells) != len(following.cells):
        return False
    pairs = [(bool(a.lines), bool(b.lines)) for a, b in zip(row.cells, following.cells, strict=True)]
    return all(above or not below for above, below in pairs) and pairs.count((True, False)) > 0


def _begins_small(row: DrawnRow, following: DrawnRow) -> bool:
    """Whether a text begins with a small letter below one that doesn't, and so may be the rest of it.

    What stands beside it may have been cut between two paragraphs.
    """
    return len(row.cells) == len(following.cells) and any(
        above.text[:1].isupper() and below.text[:1].islower()
        for above, below in zip(row.cells, following.cells, strict=True)
    )


def _is_label(cell: DrawnCell) -> bool:
    return is_label_like([word for line in cell.lines for word in line.words])


def _is_broken_off(cell: DrawnCell, rest: DrawnCell) -> bool:
    if _BULLET.match(rest.text):
        return cell.text.endswith(":") or bool(cell.lines and _BULLET.match(cell.lines[-1].text))
    return cell.text[-1:] not in ".!?:;" and rest.text[:1].islower()
