"""A document without controls of ours, read by its printed labels: answers as if each had our own tag.

What is read is certain or says that it is not: a label in unknown words, one that stands twice, prose that
may hold two answers are doubts that a person confirms; text that no label names is quoted, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Rows
from pipeline.interpret.chosen import with_chosen
from pipeline.interpret.convert import convert
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.evidence import is_typed
from pipeline.interpret.flow import read_flow
from pipeline.interpret.framed import as_flow, frames, with_label
from pipeline.interpret.grids import read_grid
from pipeline.interpret.helps import HELP
from pipeline.interpret.ink import BOLD, FAINT, STRUCK, all_in, bare, has, inked, without_leaders
from pipeline.interpret.late import settle_late
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.looks import as_meant, note_looks
from pipeline.interpret.printed import help_of
from pipeline.interpret.settle import PROPOSED
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.sorting import BRACKETED, sorted_out
from pipeline.interpret.standing import labels_stand_below, labels_stand_over
from pipeline.interpret.ticks import MARK, offers, option_named, options_of, ticks
from pipeline.interpret.vocabulary import Context, Fit
from pipeline.records import Answer, ExtractedForm, Place, Problem, Severity
from pipeline.records.layout import Block, Grid, GridRow, Layout, Span, TextLine

_BULLET: Final = re.compile(r"^[–—•-]\s+(?=\w)")
_SEVERAL: Final = 4
"""Questions with boxes of which none is ticked, at least, before that is strange."""


_BOXED: Final = 3
"""Questions with boxes, at least, before one without is strange."""


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
    answers = [answer for entry, doubt in entries for answer in _answers(entry, doubt)]
    if proposed:
        answers = [replace(answer, by="ocr", doubt=answer.doubt or PROPOSED) for answer in answers]
    problems = [
        *_similar(entries),
        *_unboxed(entries),
        *_none_ticked(entries),
        *_without_boxes(sheet, unplaced),
        *_mixed_rows(sheet),
        *map(_unplaced, unplaced),
    ]
    return ByLabels(answers=tuple(answers), problems=tuple(problems))


def read_sheet(layout: Layout, form: Form, *, guessed: bool = False) -> Sheet:
    """Walks the blocks of a document in their order; `guessed` when its letters were recognised."""
    sheet = Sheet(form=form, lexicon=_lexicon_of(form), own_help=help_of(form), guessed=guessed)
    lines: list[TextLine] = []
    layout = with_chosen(as_meant(sheet, layout), form)
    note_looks(sheet, layout)
    sheet.labels_below = labels_stand_below(sheet, layout)
    sheet.labels_over = labels_stand_over(sheet, layout)
    blocks = [
        one
        for block in layout.blocks
        for one in (as_flow(sheet, block) if isinstance(block, Grid) else [block])
    ]
    for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if before is not None and _part_of(block) != _part_of(before):
            read_flow(sheet, lines)
            lines = []
            sheet.context = Context()  # nothing of the page leans on what the body ended with
        if isinstance(block, Grid):
            # What goes on below a table has come apart: which column it is of, nobody can say.
            whole = after is None or not _first_words(after)[:1].islower()
            head = lines.pop() if lines and whole and _heads(lines[-1], block) else None
            over = lines.pop() if lines and frames(sheet, lines[-1], block) else None
            read_flow(sheet, lines, before_labels=True)
            lines = []
            grid = block if head is None else _with_head(head, block)
            read_grid(sheet, grid if over is None else with_label(over, grid))
        else:
            lines.append(block)
    read_flow(sheet, lines)
    settle_late(sheet)
    return sheet


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


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────


def _answers(entry: Entry, doubt: str) -> Iterator[Answer]:
    one = entry.field
    texts = _without_help(entry)
    text = "\n".join(texts)
    raw = "\n".join(bare(part).strip() for part in texts).strip("\n")
    plain = Answer(
        raw=raw,
        place=entry.place,
        by="label",
        tag=one.tag,
        label=entry.label,
        items=entry.item,
        struck=has(STRUCK, text),
        doubt=doubt,
    )
    if not offers(one):
        yield replace(plain, raw=_typed(one, raw))
        return
    marked = ticks(one, text)
    if marked is None:
        said = option_named(one, raw)
        label = options_of(one).get(said or "", "")
        yield replace(plain, raw=label or raw)
    elif marked.other:
        yield replace(plain, struck=one.kind is Kind.CHOICES and plain.struck)
    else:
        for option in marked.options:
            yield replace(plain, raw="☒", tag=f"{one.tag}:{option}", checked=True, struck=False)


def _without_help(entry: Entry) -> list[str]:
    """The texts of an answer without the form's own help that was left in its cell."""
    help_text = danish.fold(entry.field.help) if entry.field.help else ""
    # Where all of an answer is grey or in italics, that is how the form was filled in.
    so_filled = len(entry.texts) > 1 and all(all_in(FAINT, text) for text in entry.texts)
    kept = [text for text in entry.texts if not _is_left_help(text, help_text, faint=not so_filled)]
    return kept if any(bare(text).strip() for text in kept) else list(entry.texts)


def _is_left_help(text: str, help_text: str, *, faint: bool) -> bool:
    plain = bare(text).strip()
    if not plain:
        return False
    if help_text and danish.fold(plain) == help_text:
        return True
    aside = (faint and all_in(FAINT, text)) or (plain[0] in "([<" and plain[-1] in ")]>")
    return aside and bool(HELP.match(plain))


def _typed(one: Field, raw: str) -> str:
    """A short answer without leaders round it and without help in brackets beside it."""
    if one.multiline:
        return raw
    text = "\n".join(line.strip(" \t_…") for line in raw.split("\n")).strip("\n")
    text = _BULLET.sub("", text)  # of a list of one thing it says nothing
    if one.unit and text.endswith(one.unit) and danish.is_empty_text(text.removesuffix(one.unit)):
        return ""  # the unit is printed behind the field, and nothing stands before it
    if one.unit:
        # Printed at the right of a field, it stands a jump behind what is written there.
        text = re.sub(rf"\t+{re.escape(one.unit)}$", "", text)
    text = without_leaders(text)
    # Help may stand before the line to write on: `(skriv kort) ____Prøvegade 1____`.
    rest = without_leaders(
        BRACKETED.sub(lambda found: "" if HELP.match(found[0]) else found[0], text).strip()
    )
    if is_typed(one) and _unreadable(one, rest):
        # What stands in brackets beside a number or a date is no part of it.
        bare_value = BRACKETED.sub("", text).strip()
        rest = rest if _unreadable(one, bare_value) else bare_value
    return rest or text


def _unreadable(one: Field, text: str) -> bool:
    return isinstance(convert(one, Answer(raw=text, place=Place(), by="")), danish.Unclear)


# ── problems ──────────────────────────────────────────────────────────────────────────────────────────


def _similar(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    for entry, _ in entries:
        if entry.fit is Fit.ALIKE:
            yield Problem(
                code="label.similar",
                pointer="",
                severity=Severity.NOTICE,
                params={
                    "beside": entry.label,
                    "taken_for": entry.field.label,
                    "place": str(entry.place),
                },
                spot=entry.place,
            )


def _unboxed(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    """Answers that are printed without their boxes: nobody can see any more which was ticked.

    A row that nobody filled in is passed over, unless boxes are lost elsewhere in the document too.
    """
    said = {(entry.field.path[:-1], entry.item) for entry, _ in entries if _answers_something(entry)}
    lost = [entry for entry, _ in entries if _has_lost_boxes(entry)]
    everywhere = any(not entry.item for entry in lost)
    for entry in lost:
        if everywhere or not entry.item or (entry.field.path[:-1], entry.item) in said:
            yield Problem(
                code="choice.unboxed",
                pointer="",
                severity=Severity.WARNING,
                params={"raw": entry.raw, "beside": entry.label, "place": str(entry.place)},
                spot=entry.place,
            )


def _none_ticked(entries: Sequence[tuple[Entry, str]]) -> Iterator[Problem]:
    """A form that is filled in but for its boxes, all of them: some programs drop every tick."""
    boxes = [entry for entry, _ in entries if offers(entry.field) and len(MARK.findall(entry.raw)) > 1]
    others = sum(not offers(entry.field) for entry, _ in entries)
    if len(boxes) < _SEVERAL or others < len(boxes) or any(map(_answers_something, boxes)):
        return
    labels = list(dict.fromkeys(f"»{entry.label}«" for entry in boxes))
    params = {"fields": danish.together(labels)}
    yield Problem(code="choice.none_ticked", pointer="", severity=Severity.WARNING, params=params)


def _without_boxes(sheet: Sheet, unplaced: Sequence[Unplaced]) -> Iterator[Problem]:
    """Questions that stand without boxes where those of the others have them, and some boxes fit nowhere."""
    asked = [entry for entry in sheet.entries if offers(entry.field)]
    boxed = [entry for entry in asked if MARK.search(entry.raw)]
    written = [entry for entry in asked if entry.said and not MARK.search(entry.raw)]
    astray = any(MARK.search(one.raw) for one in unplaced) or any(map(_has_boxes_of_others, sheet.entries))
    if not astray or len(boxed) < _BOXED or len(boxed) <= len(written):
        return
    answered = {(entry.field.path, entry.item) for entry in (*boxed, *written)}
    for entry in asked:
        if (entry.field.path, entry.item) not in answered:
            yield Problem(
                code="choice.no_boxes",
                pointer="" if entry.item else entry.field.pointer,
                severity=Severity.WARNING,
                params={"beside": entry.label, "place": str(entry.place)},
                spot=entry.place,
            )


def _has_boxes_of_others(entry: Entry) -> bool:
    """Whether an answer has boxes that its question doesn't offer."""
    boxes = len(MARK.findall(entry.raw))
    if not offers(entry.field):
        return boxes > 0
    return boxes > len(options_of(entry.field)) or (boxes > 0 and ticks(entry.field, entry.raw) is None)


def _mixed_rows(sheet: Sheet) -> Iterator[Problem]:
    """Lists of which nobody can say for certain which answer belongs to which row."""
    for rows in sheet.form.entries():
        if isinstance(rows, Rows):
            answered = {entry.item[0] for entry in sheet.entries_of(rows) if entry.said}
            if sheet.items.in_doubt(rows, answered):
                yield Problem(code="rows.mixed", pointer=rows.pointer, severity=Severity.WARNING)


def _has_lost_boxes(entry: Entry) -> bool:
    found = ticks(entry.field, "\n".join(_without_help(entry))) if offers(entry.field) else None
    return found is not None and found.unboxed


def _answers_something(entry: Entry) -> bool:
    return not offers(entry.field) or bool(list(_answers(entry, "")))


def _unplaced(one: Unplaced) -> Problem:
    params: dict[str, str | int] = {
        "raw": one.raw,
        "beside": one.label or "Tekst uden for felterne",
        "place": str(one.place),
    }
    if one.in_row:
        return Problem(code="row.untold", pointer="", params=params, spot=one.place)
    if one.fields:
        labels = list(dict.fromkeys(field.label for field in one.fields))
        if len(labels) == 1:
            labels = list(dict.fromkeys(f"{field.label} ({field.group})" for field in one.fields))
        params["fields"] = danish.either(labels[:4])
        return Problem(code="label.ambiguous", pointer="", params=params, spot=one.place)
    code = "answer.unplaced" if one.label else "text.unplaced"
    return Problem(code=code, pointer="", severity=Severity.WARNING, params=params, spot=one.place)
