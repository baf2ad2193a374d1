"""A document without controls of ours, read by its printed labels: answers as if each had our own tag.

What is read is certain or says that it is not: a label in unknown words, one that stands twice, prose that
may hold two answers are doubts that a person confirms; text that no label names is quoted, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.definitions import Form
from pipeline.interpret.answers import answers_of
from pipeline.interpret.bilingual import in_danish
from pipeline.interpret.checklists import as_boxes
from pipeline.interpret.chosen import with_chosen
from pipeline.interpret.coloured import with_coloured_answers
from pipeline.interpret.flattened import with_tables_restored
from pipeline.interpret.flow import read_flow
from pipeline.interpret.framed import (
    frames,
    with_fields_framed,
    with_label,
    with_numbers_led,
    without_running_numbers,
)
from pipeline.interpret.grids import read_grid
from pipeline.interpret.helps import is_help
from pipeline.interpret.ink import BOLD, all_in, inked
from pipeline.interpret.late import settle_late
from pipeline.interpret.left_help import leave_out_help
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.listing import as_flow
from pipeline.interpret.looks import looks_of
from pipeline.interpret.marked import with_marked_as_boxes
from pipeline.interpret.meant import as_meant
from pipeline.interpret.printed import help_of
from pipeline.interpret.problems import problems_of
from pipeline.interpret.settle import PROPOSED
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.sorting import sorted_out
from pipeline.interpret.spreadsheet import sections_of
from pipeline.interpret.standing import labels_are_grey, labels_stand_below, labels_stand_over
from pipeline.interpret.typed import with_typed_tables
from pipeline.interpret.vocabulary import Context
from pipeline.interpret.webpages import without_links
from pipeline.records import Answer, ExtractedForm, Problem
from pipeline.records.layout import Block, Grid, GridRow, Layout, Span, TextLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLabels:
    """The answers that labels name, each with its field's tag, and the problems of what none names."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]


def goes_by_labels(document: ExtractedForm, form: Form) -> bool:
    """Whether a document has to be read by its labels: none of its controls bears a tag of the form's."""
    tags = {one.tag for one in form.fields()}
    return document.layout is not None and not any(
        answer.tag.partition(":")[0] in tags for answer in document.answers
    )


def read_by_labels(layout: Layout, form: Form, *, proposed: bool = False) -> ByLabels:
    """What a document says, going by what is printed beside, above and around each answer.

    `proposed`: the letters were recognised in a picture, so a person has to confirm each answer.
    """
    sheet = read_sheet(layout, form, guessed=proposed)
    entries, unplaced = sorted_out(sheet)
    answers = [answer for entry, doubt in entries for answer in answers_of(entry, doubt)]
    if proposed:
        answers = [replace(answer, by="ocr", doubt=answer.doubt or PROPOSED) for answer in answers]
    problems = tuple(problems_of(sheet, entries, unplaced))
    return ByLabels(answers=tuple(answers), problems=problems)


def read_sheet(layout: Layout, form: Form, *, guessed: bool = False) -> Sheet:
    """Walks the blocks of a document in their order; `guessed` when its letters were recognised."""
    sheet = Sheet(form=form, lexicon=_lexicon_of(form), own_help=help_of(form), guessed=guessed)
    lines: list[TextLine] = []
    layout = with_numbers_led(without_running_numbers(without_links(layout)))
    layout = as_meant(sheet, in_danish(sheet, layout))
    layout = with_coloured_answers(sheet, with_chosen(with_marked_as_boxes(sheet, layout), form))
    layout = with_typed_tables(sheet, with_tables_restored(sheet, with_fields_framed(sheet, layout)))
    sheet.looks = looks_of(sheet, layout)
    sheet.looks = replace(sheet.looks, labels_below=labels_stand_below(sheet, layout))
    sheet.looks = replace(sheet.looks, labels_over=labels_stand_over(sheet, layout))
    sheet.looks = replace(sheet.looks, faint_before=labels_are_grey(sheet, layout))
    blocks = [
        one
        for block in layout.blocks
        for part in (sections_of(sheet, block) if isinstance(block, Grid) else [block])
        for one in (as_flow(sheet, part) if isinstance(part, Grid) else [part])
    ]
    blocks = [as_boxes(sheet, one) if isinstance(one, Grid) else one for one in blocks]
    body = sheet.context
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if before is not None and _part_of(block) != _part_of(before):
            read_flow(sheet, lines)
            lines = []
            # Nothing of the page leans on what the body ended with, and that goes on behind its foot.
            body = body if _part_of(before) else sheet.context
            sheet.context = Context() if _part_of(block) else body
        if isinstance(block, Grid):
            # What goes on below a table has come apart: which column it is of, nobody can say.
            whole = after is None or not _first_words(after)[:1].islower()
            head = lines.pop() if lines and whole and _heads(lines[-1], block) else None
            over = _taken_from(sheet, lines, block)
            read_flow(sheet, lines, before_labels=True)
            lines = []
            grid = block if head is None else _with_head(head, block)
            read_grid(sheet, grid if over is None else with_label(over, grid))
        else:
            lines.append(block)
    read_flow(sheet, lines)
    settle_late(sheet)
    leave_out_help(sheet)
    return sheet


def _taken_from(sheet: Sheet, lines: list[TextLine], grid: Grid) -> TextLine | None:
    """The label that a table of one cell frames the answer to, taken out of the lines; help may follow it."""
    last = len(lines) - 1
    place = last - 1 if last > 0 and is_help(inked(lines[last])) else last
    return lines.pop(place) if lines and frames(sheet, lines[place], grid) else None


def _heads(line: TextLine, grid: Grid) -> bool:
    """Whether a bold line, with a jump between its words, is the head that stands over a table's columns."""
    titles = line.text.split("\t")
    bold = all_in(BOLD, inked(line)) and line.level < 0
    return bold and len(titles) > 1 and all(len(row.cells) == len(titles) for row in grid.rows)


def _with_head(line: TextLine, grid: Grid) -> Grid:
    titles = line.text.split("\t")
    cells = tuple(
        replace(
            over,
            lines=(replace(line, text=title.strip(), bold=(Span(0, len(title.strip())),)),),
            continues=False,
        )
        for over, title in zip(grid.rows[0].cells, titles, strict=True)
    )
    return Grid(rows=(GridRow(cells=cells, header=True), *grid.rows))


def _first_words(block: Block) -> str:
    return next((text for line in Layout(blocks=(block,)).lines() if (text := line.text.strip())), "")


def _part_of(block: Block) -> str:
    """`sidehoved` and the like; nothing for the body and what is anchored in it."""
    first = next(Layout(blocks=(block,)).lines(), None)
    return "" if first is None or first.place.in_body else first.place.part


@lru_cache(maxsize=128)
def _lexicon_of(form: Form) -> Lexicon:
    """The wordings of a form, made once: a form is loaded once and never changes."""
    return Lexicon.of(form)
