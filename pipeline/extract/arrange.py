"""From what a walk through a Word part found to the neutral layout: lines and grids in reading order.

Controls and legacy fields become filled stretches of their line, check boxes the one pair of signs. Whoever
reads by labels needs no Word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.found import FoundBox, FoundCell, FoundControl, FoundParagraph, FoundTable, Story, Way
from pipeline.records.layout import (
    TICKED,
    UNTICKED,
    Block,
    Grid,
    GridCell,
    GridRow,
    Layout,
    Span,
    TextLine,
    joined,
)
from pipeline.xml import Element

_LONGEST_TITLE, _TITLE = 100, 2
"""Letters of a heading, at most, and its level in the document."""

_SIGNS = frozenset("☐☒☑✓✔✗✘□■🗹🗷")


def arrange(stories: Sequence[Story], numbers: Mapping[Element, int]) -> Layout:
    """The layout of a document's parts, the body first. `numbers` are those of the body's `w:p` elements."""
    return Layout(blocks=tuple(block for story in stories for block in _in_order(story, numbers)))


def _in_order(story: Story, numbers: Mapping[Element, int]) -> Iterator[Block]:
    """The blocks of a part in reading order: a text box right behind the text it floats over."""
    found = list(_blocks(story, numbers))
    if not story.boxes:
        yield from (block for _, block in found)
        return
    anchors = {box.start: box.anchor for box in story.boxes}
    starts = sorted(anchors)

    def order(start: int) -> tuple[int, int]:
        """A box's content counts from where it is anchored; boxes in boxes from the outermost."""
        at, within = start, 0
        # An anchor in an empty text box, or in the box itself, leads nowhere: only ever further up.
        while at >= starts[0] and (anchor := anchors[starts[bisect_right(starts, at) - 1]]) < at:
            at, within = anchor, start
        return at, within

    yield from (block for _, block in sorted(found, key=lambda one: order(one[0])))


def _blocks(story: Story, numbers: Mapping[Element, int]) -> Iterator[tuple[int, Block]]:
    """Each block with where in the story's text it starts."""
    inside, nested = _inside_boxes(story), _nested(story)
    seen: set[int] = set()
    for n, paragraph in enumerate(story.paragraphs):
        cell = paragraph.cell
        if cell is None:
            if n not in inside and _starts_line(paragraph):
                yield paragraph.start, _with_rest(story, n, numbers)
            continue
        outermost = _outermost(cell.row.table)
        if id(outermost) not in seen:
            seen.add(id(outermost))
            yield from ((paragraph.start, block) for block in _table(story, outermost, numbers, nested))


def _with_rest(story: Story, n: int, numbers: Mapping[Element, int]) -> TextLine:
    """The line of a paragraph, with those of the paragraphs that its form field goes on in."""
    first = _line(story, story.paragraphs[n], numbers)
    last = n + 1
    while last < len(story.paragraphs) and _goes_on_in_field(story.paragraphs[last]):
        last += 1
    if last == n + 1:
        return first
    whole = joined([first, *(_line(story, one, numbers) for one in story.paragraphs[n + 1 : last])])
    start = first.filled[-1].start if first.filled else len(first.text)
    return replace(whole, filled=(*first.filled[:-1], Span(start, len(whole.text))))


def _starts_line(paragraph: FoundParagraph) -> bool:
    """Whether a paragraph says or holds something, and is not the rest of what a form field holds."""
    return (paragraph.end > paragraph.start or bool(paragraph.controls)) and not _goes_on_in_field(paragraph)


def _goes_on_in_field(paragraph: FoundParagraph) -> bool:
    """Whether a paragraph is within a form field that began in one before it."""
    return paragraph.within is not None and paragraph.within.end >= paragraph.end and paragraph.cell is None


def _outermost(table: FoundTable) -> FoundTable:
    while table.outer is not None:
        table = table.outer.row.table
    return table


def _nested(story: Story) -> dict[int, list[FoundTable]]:
    """The tables in each cell, by the cell's id; a frame of one cell is part of what it stands in."""
    found: dict[int, list[FoundTable]] = {}
    for table in story.tables:
        if table.outer is not None and not _is_frame(table):
            found.setdefault(id(table.outer), []).append(table)
    return found


def _is_frame(table: FoundTable) -> bool:
    """Whether a table is one cell with nothing but text in it."""
    return len(table.rows) == 1 and len(table.rows[0].cells) == 1 and not table.rows[0].cells[0].tables


def _table(
    story: Story,
    table: FoundTable,
    numbers: Mapping[Element, int],
    nested: Mapping[int, Sequence[FoundTable]],
) -> Iterator[Block]:
    """The grids of a table. What is nested in a row comes behind the rest of that row, its title."""
    rows: list[GridRow] = []
    for row in table.rows:
        holders = [cell for cell in row.cells if id(cell) in nested]
        if not holders:
            rows.append(GridRow(cells=tuple(_cells(story, row.cells, numbers)), header=row.header))
            continue
        if rows:
            yield Grid(rows=tuple(rows))
        rows = []
        beside = tuple(
            cell
            for cell in _cells(story, [one for one in row.cells if one not in holders], numbers)
            if cell.text.strip()
        )
        if len(beside) > 1:
            yield Grid(rows=(GridRow(cells=beside),))
        yield from _titles(beside[0].lines if len(beside) == 1 else ())
        for holder in holders:
            paragraphs = _paragraphs_in(story, holder)
            for inner in nested[id(holder)]:
                starts = min(cell.start for row in inner.rows for cell in row.cells)
                over = [one for one in paragraphs if one.start < starts]
                yield from _titles([_line(story, one, numbers) for one in over])
                yield from _table(story, inner, numbers, nested)
                paragraphs = paragraphs[len(over) :]
            yield from (_line(story, one, numbers) for one in paragraphs)
    if rows:
        yield Grid(rows=tuple(rows))


def _titles(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines over or beside a table; a short one alone is that table's heading."""
    said = [line for line in lines if line.text.strip()]
    alone = len(said) == 1 and not said[0].filled and len(said[0].text) <= _LONGEST_TITLE
    yield from (replace(line, level=_TITLE) if alone and line.level < 0 else line for line in said)


def _inside_boxes(story: Story) -> set[int]:
    """The paragraphs of text boxes that are all a cell holds: they stand in that cell."""
    found: set[int] = set()
    for table in story.tables:
        for row in table.rows:
            for cell in row.cells:
                for box in _only_boxes(story, cell):
                    found.update(_paragraphs_of(story, box))
    return found


def _only_boxes(story: Story, cell: FoundCell) -> tuple[FoundBox, ...]:
    return cell.boxes if cell.boxes and not story.text(cell.start, cell.end).strip() else ()


def _paragraphs_of(story: Story, box: FoundBox) -> range:
    first = bisect_right(story.paragraphs, box.start - 1, key=lambda paragraph: paragraph.start)
    last = first
    while last < len(story.paragraphs) and story.paragraphs[last].start < box.end:
        last += 1
    return range(first, last)


def _cells(story: Story, cells: Sequence[FoundCell], numbers: Mapping[Element, int]) -> Iterator[GridCell]:
    for n, cell in enumerate(cells):
        if cell.origin is not None and cell.origin.row is cell.row:
            continue  # merged into the one before it in its row
        after = next((other.column for other in cells[n + 1 :] if other.origin is None), cell.row.width)
        yield GridCell(
            lines=tuple(_line(story, paragraph, numbers) for paragraph in _paragraphs_in(story, cell)),
            column=cell.column,
            span=max(1, after - cell.column),
            continues=cell.origin is not None,
            shaded=cell.shaded,
        )


def _paragraphs_in(story: Story, cell: FoundCell) -> list[FoundParagraph]:
    """The paragraphs of a cell that say or hold something, those of frames and text boxes in it as well."""
    paragraphs: Iterable[FoundParagraph] = sorted(
        [*cell.paragraphs, *_framed(story, cell)], key=lambda one: one.start
    )
    if boxes := _only_boxes(story, cell):
        paragraphs = [story.paragraphs[m] for box in boxes for m in _paragraphs_of(story, box)]
    return [one for one in paragraphs if one.end > one.start or one.controls or _holder(one) is not None]


def _framed(story: Story, cell: FoundCell) -> Iterator[FoundParagraph]:
    """The paragraphs of the frames in a cell, tables of one cell each."""
    for table in story.tables if cell.tables else ():
        if table.outer is cell and _is_frame(table):
            yield from table.rows[0].cells[0].paragraphs


def _line(story: Story, paragraph: FoundParagraph, numbers: Mapping[Element, int]) -> TextLine:
    text, offsets = _text(story, paragraph)
    filled = [
        Span(offsets.get(control.start, 0), offsets.get(control.end, len(text)))
        for control in paragraph.controls
        if control.setup.way not in (Way.SECTION, Way.ITEM, Way.FRAME, Way.CHECK)
    ]
    if _holder(paragraph) is not None and not filled:
        filled = [Span(0, len(text))]
    pieces = range(paragraph.start, paragraph.end)
    return TextLine(
        text=text,
        place=paragraph.spot.as_place(pages_known=story.pages_known),
        struck=_spans(pieces, story.struck, offsets, text),
        underlined=_spans(pieces, story.underlined, offsets, text),
        coloured=_spans(pieces, story.coloured, offsets, text),
        bold=_spans(pieces, story.bold, offsets, text),
        faint=_spans(pieces, story.grey | story.italic, offsets, text),
        filled=tuple(filled),
        level=paragraph.level,
        number=numbers.get(paragraph.element, -1) if paragraph.element is not None else -1,
    )


def _holder(paragraph: FoundParagraph) -> FoundControl | None:
    """The control round a whole paragraph that is an answer."""
    control = paragraph.inside
    while control is not None and (
        control.setup.way in (Way.SECTION, Way.ITEM, Way.FRAME)
        or control.holds_controls
        or control.holds_table
    ):
        control = control.parent
    return control


def _text(story: Story, paragraph: FoundParagraph) -> tuple[str, dict[int, int]]:
    """The paragraph's text, and at which of its characters each piece begins.

    Prompts are left out, boxes and what legacy fields show without text are put in.
    """
    starts: dict[int, list[FoundControl]] = {}
    for control in paragraph.controls:
        starts.setdefault(control.start, []).append(control)
    holder = _holder(paragraph)
    gone = {
        n
        for control in (*paragraph.controls, *((holder,) if holder is not None else ()))
        if control.setup.placeholder and control.setup.way is not Way.CHECK
        for n in range(control.start, control.end)
    }
    words: list[str] = []
    offsets: dict[int, int] = {}
    size = 0
    for n in range(paragraph.start, paragraph.end + 1):
        offsets[n] = size
        for control in starts.get(n, ()):
            shown = _shown(story, control)
            if control.setup.way is Way.CHECK:
                gone.update(_sign_pieces(story, control))
            if shown:
                words.append(shown)
                size += len(shown)
        if n < paragraph.end and n not in gone:
            words.append(story.pieces[n])
            size += len(story.pieces[n])
    return "".join(words), offsets


def _sign_pieces(story: Story, box: FoundControl) -> Iterator[int]:
    """The pieces that are a box's own sign; LibreOffice stretches the first of a line round all of them."""
    for n in range(box.start, box.end):
        if story.pieces[n].strip() in _SIGNS:
            yield n
            return


def _shown(story: Story, control: FoundControl) -> str:
    """What a control shows that doesn't stand among the text."""
    setup = control.setup
    if setup.way is not Way.CHECK:
        return setup.shown
    said = TICKED if setup.checked else UNTICKED
    own = story.text(control.start, control.end).strip()
    other = own[:1] in _SIGNS and (own[:1] in "☐□") == bool(setup.checked)
    # Where sign and state disagree both stand there, and nobody can read it for certain.
    return said + (UNTICKED if setup.checked else TICKED) if other else said


def _spans(pieces: range, marked: set[int], offsets: Mapping[int, int], text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    for n in pieces if marked else ():
        if n not in marked:
            continue
        start, end = offsets[n], offsets.get(n + 1, len(text))
        if found and found[-1].end == start:
            found[-1] = Span(found[-1].start, end)
        elif end > start:
            found.append(Span(start, end))
    return tuple(found)
