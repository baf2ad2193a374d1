"""Tables that are no tables of answers: a column of running numbers, a frame to write in below its label."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline import danish
from pipeline.interpret.ink import bare, inked
from pipeline.interpret.lines import ends_as_label, is_label, is_one_label, read_line
from pipeline.interpret.noted import noted_columns, says_nothing
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK
from pipeline.records.layout import Grid, GridCell, GridRow, Layout, Span, TextLine

_OF_CHAPTER: Final = re.compile(r"\d{1,2}\.\d{1,2}[.)]?")
"""The number of a question within a numbered chapter: no value looks like it, least of all in each row."""
_ORDINAL: Final = re.compile(r"(?:[A-ZÆØÅ][.-]?)?(?:\d{1,2}\.)*(\d{1,3})[a-z]?[.)]?")
_SECTION: Final = re.compile(r"[A-ZÆØÅ][.)]?")
_GUIDES: Final = re.compile(
    r"(?:udfyldelses)?(?:vejledning|hjælp(?:e?tekst)?)(?: til (?:spørgsmålet|feltet|udfyldelsen?))?"
    r"|sådan (?:skal det forstås|(?:udfylder|gør|svarer) (?:du|i)(?: feltet)?)"
)
"""What stands over a column that tells how to answer."""
_FOREIGN: Final = re.compile(
    r"(?:in |på )?(?:english|engelsk|deutsch|tysk|polski|polsk|arabisk|somali(?:sk)?|tyrkisk|ukrainsk|urdu)"
)
"""What stands over a column that says the labels again in another language."""
_PARTING: Final = re.compile(rf"(?:{danish.ARROW}|[:=»>])?")
_COUNTS: Final = frozenset(["nr", "nr.", "pkt", "pkt.", "punkt", "#"])
"""What stands over a column of numbers, with gaps where somebody left out rows."""
_LEAST_ROWS, _LEAST_CELLS = 3, 3
_TITLE_AND_LINES, _SEVERAL = 2, 2
_LONGEST_LABEL: Final = 160
_NUMBER_AND_TABS: Final = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|(?:\d{1,2}|[A-Za-z])[.)])( ?\t+)(?=[^\W\d_])"
)
"""The number of a question and the tab behind it; no date and no amount stands before words so."""


def without_columns(grid: Grid, columns: Collection[int]) -> Grid:
    """The table without the cells that begin in some columns; the same one where there are none."""
    if not any(cell.column in columns for row in grid.rows for cell in row.cells):
        return grid
    rows = (
        replace(row, cells=tuple(cell for cell in row.cells if cell.column not in columns))
        for row in grid.rows
    )
    return replace(grid, rows=tuple(rows))


def without_heads(grid: Grid) -> Grid:
    """The table without a first row that names its columns and says nothing: `Spørgsmål | Svar`.

    Nor with the columns in which a system notes who changed an answer, or a form how to write one, or asks
    again in another language.
    """
    head = grid.rows[0].cells if len(grid.rows) > 1 else ()
    heads = {cell.column: text_of(cell).casefold() for cell in head}
    below: dict[int, list[str]] = {}
    for row in grid.rows[1:]:
        for cell in row.cells:
            below.setdefault(cell.column, []).append(text_of(cell))
    noted = noted_columns(heads, below)
    noted |= {column for column, said in heads.items() if _GUIDES.fullmatch(said) or _FOREIGN.fullmatch(said)}
    told = [said for column, said in heads.items() if column not in noted]
    if sum(map(bool, told)) < _SEVERAL or not all(map(says_nothing, told)):
        return grid
    return without_columns(replace(grid, rows=grid.rows[1:]), noted)


def without_signs(grid: Grid) -> Grid:
    """The table without columns that hold nothing but colons or arrows, which part labels from answers."""
    said: dict[int, list[str]] = {}
    for row in grid.rows:
        for cell in row.cells:
            said.setdefault(cell.column, []).append(text_of(cell).strip())
    signs = {n for n, texts in said.items() if any(texts) and all(map(_PARTING.fullmatch, texts))}
    return grid if len(signs) == len(said) else without_columns(grid, signs)


def without_numbers(grid: Grid) -> Grid:
    """The table without a first column that only counts its rows: `1.1` and `1.2` below `Nr.`."""
    counted: list[GridRow] = []
    numbers: list[int] = []
    chapters = 0
    for n, row in enumerate(grid.rows):
        first = row.cells[0] if row.cells else None
        text = text_of(first) if first is not None else ""
        found = _ORDINAL.fullmatch(text)
        if _SECTION.fullmatch(text):
            found, text = None, ""  # `A` before the title of a section, below it `1`, `2`
        width = row.cells[-1].column + row.cells[-1].span - row.cells[0].column if row.cells else 0
        if first is None or len(row.cells) < _SEVERAL or width < _LEAST_CELLS or first.span > 1:
            counted.append(row)
            continue
        if found is None and text and n:
            return grid
        numbers += [int(found[1])] if found else []
        chapters += bool(_OF_CHAPTER.fullmatch(text))
        counted.append(replace(row, cells=row.cells[1:]))
    over = grid.rows[0].cells[:1] if grid.rows else ()
    said = any(text_of(cell).casefold() in _COUNTS for cell in over)
    running = all(after in (before + 1, 1) for before, after in pairwise(numbers))
    # What counts on from the table before begins anywhere, and goes up one by one.
    goes_on = all(after == before + 1 for before, after in pairwise(numbers))
    sure = len(numbers) >= _LEAST_ROWS and running and (numbers[0] == 1 or goes_on)
    rising = bool(numbers) and all(after >= before for before, after in pairwise(numbers))
    return replace(grid, rows=tuple(counted)) if sure or chapters or (said and rising) else grid


def with_numbers_led(layout: Layout) -> Layout:
    """The layout with a blank for the tab between a question's number and its words: `1.2\tNavn`."""
    return layout.with_lines(lambda lines: map(_with_number_led, lines))


def _with_number_led(line: TextLine) -> TextLine:
    tabs = _NUMBER_AND_TABS.match(line.text)
    if tabs is None:
        return line
    return replace(line, text=line.text[: tabs.start(1)] + " " * len(tabs[1]) + line.text[tabs.end() :])


def without_running_numbers(layout: Layout) -> Layout:
    """The layout without the numbers before its rows that count on from one table to the next.

    A table of one row or two tells by itself not enough; a document in which nearly all numbers run on does.
    """
    rows = [row for block in layout.blocks if isinstance(block, Grid) for row in block.rows]
    found = [one for row in rows if (one := _number_before(row)) is not None]
    run_on = sum(after == before + 1 for before, after in pairwise(found))
    if len(found) <= 2 * _LEAST_ROWS or 10 * run_on < 9 * (len(found) - 1):
        return layout
    blocks = (
        replace(block, rows=tuple(map(_without_number, block.rows))) if isinstance(block, Grid) else block
        for block in layout.blocks
    )
    return replace(layout, blocks=tuple(blocks))


def _number_before(row: GridRow) -> int | None:
    """The number in the first cell of a row that holds a label and an answer besides."""
    first = row.cells[0] if row.cells else None
    width = row.cells[-1].column + row.cells[-1].span - row.cells[0].column if row.cells else 0
    if first is None or len(row.cells) < _SEVERAL or width < _LEAST_CELLS or first.span > 1:
        return None
    found = _ORDINAL.fullmatch(text_of(first))
    return int(found[1]) if found else None


def _without_number(row: GridRow) -> GridRow:
    return replace(row, cells=row.cells[1:]) if _number_before(row) is not None else row


def with_whole_labels(sheet: Sheet, grid: Grid) -> Grid:
    """The table with labels of two rows in one: `noteret af | ` below `Deling: | Ida` asks who noted it."""
    rows: list[GridRow] = []
    for row in grid.rows:
        above = rows[-1].cells if rows else ()
        if (
            len(above) == len(row.cells) == _TITLE_AND_LINES
            and not row.cells[-1].text.strip()
            and is_one_label(sheet, text_of(above[0]), text_of(row.cells[0]))
        ):
            label = replace(above[0], lines=(*above[0].lines, *row.cells[0].lines))
            rows[-1] = replace(rows[-1], cells=(label, above[1]))
            continue
        rows.append(row)
    return replace(grid, rows=tuple(rows)) if len(rows) < len(grid.rows) else grid


def with_cards_apart(sheet: Sheet, grid: Grid) -> Grid:
    """The table with the name of an item in a row of its own: `Forælder 2` over `Navn` in one cell."""
    rows: list[GridRow] = []
    for row in grid.rows:
        first = row.cells[0] if len(row.cells) > 1 else None
        lines = [line for line in first.lines if danish.clean_line(line.text)] if first is not None else []
        card = sheet.heading(lines[0].text) if len(lines) > 1 else None
        if first is None or card is None or not card.is_card or not sheet.ask(lines[1].text).fields:
            rows.append(row)
            continue
        last = row.cells[-1]
        over = GridCell(column=first.column, span=last.column + last.span - first.column, lines=(lines[0],))
        rows.append(GridRow(cells=(over,)))
        rows.append(replace(row, cells=(replace(first, lines=tuple(lines[1:])), *row.cells[1:])))
    return replace(grid, rows=tuple(rows)) if len(rows) > len(grid.rows) else grid


def frames(sheet: Sheet, line: TextLine, grid: Grid) -> bool:
    """Whether a table is a frame of one cell below its label: what stands in it answers that.

    Not so where labels of its own stand in the frame.
    """
    cell = grid.rows[0].cells[0] if len(grid.rows) == 1 and len(grid.rows[0].cells) == 1 else None
    if cell is None or line.filled or len(line.text) > _LONGEST_LABEL or line.level >= 0:
        return False
    read = read_line(sheet, line)
    asks = read.only_label or (ends_as_label(bare(read.text)) and read.heading is None)
    inside = [read_line(sheet, one) for one in cell.lines if danish.clean_line(one.text)]
    return asks and not any(one.cut[0].label for one in inside)


def with_fields_framed(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with frames of one cell below their labels as form fields, where several labels have one.

    What stands in such a frame is its label's answer, whatever its words; but for boxes to tick, and frames
    that hold several questions of their own.
    """
    framed = [
        n
        for n, (line, frame) in enumerate(pairwise(layout.blocks))
        if isinstance(line, TextLine) and isinstance(frame, Grid) and _is_plain_frame(sheet, frame)
    ]
    asked = {n: read_line(sheet, line) for n in framed if isinstance(line := layout.blocks[n], TextLine)}
    if sum(is_label(read.cut[0].named) and read.only_label for read in asked.values()) < _LEAST_ROWS:
        return layout
    blocks = [*layout.blocks]
    for n, read in asked.items():
        frame = blocks[n + 1]
        if isinstance(frame, Grid) and (read.only_label or (read.is_bold and not read.heading)):
            lines = [line for line in frame.rows[0].cells[0].lines if danish.clean_line(line.text)]
            text = "\n".join(line.text.strip() for line in lines)
            blocks[n + 1] = replace(lines[0], text=text, level=-1, bold=(), filled=(Span(0, len(text)),))
    return replace(layout, blocks=tuple(blocks))


def _is_plain_frame(sheet: Sheet, grid: Grid) -> bool:
    """Whether a table is one cell with nothing but words in it, that ask hardly anything themselves."""
    cells = [cell for row in grid.rows for cell in row.cells]
    lines = [line for cell in cells for line in cell.lines if danish.clean_line(line.text)]
    looks = any(line.struck or line.filled or line.broken or MARK.search(line.text) for line in lines)
    if len(cells) != 1 or not lines or looks:
        return False
    read = [read_line(sheet, line) for line in lines]
    asks = ends_as_label(bare(read[0].text)) or is_label(read[0].cut[0].named)
    inside = [segment.named for line in read for segment in line.cut if segment.label]
    return not asks and sum(named.spelt for named in inside) < _SEVERAL


def with_label(line: TextLine, grid: Grid) -> Grid:
    """The frame with its label in a cell of its own above it; a grey frame is no bar with a heading."""
    below = replace(grid.rows[0].cells[0], shaded=False)
    over = GridCell(column=below.column, span=below.span, lines=(line,))
    return replace(grid, rows=(GridRow(cells=(over,)), GridRow(cells=(below,))))


def text_of(cell: GridCell) -> str:
    return " ".join(bare(inked(line)).strip() for line in cell.lines).strip()
