"""Reading lines: `Label: value`, labels with their answer below, headings; outside tables and in cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import decide, fits, is_telling
from pipeline.interpret.helps import is_help
from pipeline.interpret.ink import FAINT, FILLED, all_in, bare, has, inked
from pipeline.interpret.lines import (
    BULLET,
    Read,
    ends_as_label,
    is_answered_by,
    is_heading,
    is_label,
    read_line,
    tell_by_answer,
    what_follows,
)
from pipeline.interpret.segments import Segment
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, option_named, ticks
from pipeline.interpret.vocabulary import NOTHING, Fit, Named
from pipeline.records.layout import Place, TextLine

_WORDS: Final = 12
"""Of the longest label nobody knows that may stand over a form field."""
_FEW_WORDS: Final = 8
"""Of a line below a text that may be a question: more are a sentence."""


def read_flow(
    sheet: Sheet, lines: Sequence[TextLine], *, in_cell: bool = False, before_labels: bool = False
) -> None:
    """Reads lines in their order. `in_cell`: all that follows a label up to the cell's end is its answer.

    `before_labels`: what comes right after them are labels, so that a last lonely label is a heading.
    """
    shown = [
        line
        for line in lines
        if line.filled or (danish.clean_line(line.text) and not sheet.is_printed(line.text))
    ]
    open_entry: Entry | Unplaced | None = None
    stacked = False
    for n, line in enumerate(shown):
        read = read_line(sheet, line)
        after = shown[n + 1] if n + 1 < len(shown) else None
        follows = what_follows(sheet, after, before_labels=before_labels)
        if after is not None and (follows == "text" or len(read.cut[0].named.fields) == 1):
            tell_by_answer(sheet, read, after)
        if after is not None and is_answered_by(read, after):
            follows = "text"
        if stacked and open_entry is not None and not _breaks_out(sheet, read, open_entry):
            open_entry.texts.append(read.text)
            continue
        if not in_cell and isinstance(open_entry, Entry) and _is_next_answer(sheet, read, open_entry):
            open_entry = _next_item(sheet, read, open_entry)
            continue
        if not in_cell and open_entry is not None and _is_answer_alone(sheet, read, open_entry):
            if read.only_label and isinstance(open_entry, Entry) and open_entry.said:
                place = replace(line.place, number=line.number, box=line.box)
                open_entry.swallowed.append((read.cut[0].label, "", place))
                open_entry.may_hold_label |= open_entry.field.multiline and follows in ("label", "")
            if isinstance(open_entry, Entry):
                open_entry.by_field = bool(line.filled) and not open_entry.texts
            open_entry.texts.append(read.text)
            continue
        if line.filled and isinstance(open_entry, Entry) and open_entry.by_field and not read.cut[0].label:
            open_entry = _next_item(sheet, read, open_entry)
            continue
        if is_heading(sheet, read, follows, open_entry, in_cell=in_cell):
            open_entry = None
            continue
        if _names_field_below(read, after, open_entry):
            place = replace(line.place, number=line.number, box=line.box)
            open_entry = sheet.answer(NOTHING, bare(read.text).strip(), [], place)
            continue
        for n_segment, segment in enumerate(read.cut):
            if n_segment and (again := sheet.ask(segment.label)).fields:
                # The label before it in the line may tell what a short one means.
                segment = replace(segment, named=again)
            open_entry = _take(sheet, segment, read, open_entry, follows)
        stacked = in_cell and read.only_label


def _names_field_below(read: Read, after: TextLine | None, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a line that says nothing we know stands over a form field, and none before it waits for it."""
    if after is None or not after.filled or read.line.filled or not all_in(FILLED, inked(after)):
        return False
    alone = len(read.cut) == 1 and not read.cut[0].label and len(bare(read.text).split()) <= _WORDS
    if isinstance(open_entry, Entry):
        return alone and open_entry.by_field
    return alone and (open_entry is None or bool(open_entry.texts))


def _is_next_answer(sheet: Sheet, read: Read, open_entry: Entry) -> bool:
    """Whether a line stands in the list that a label alone heads: an answer below the first one's answer."""
    one = open_entry.field
    rows = sheet.lexicon.rows_of(one)
    return (
        rows is not None
        and not sheet.in_card(rows)
        and open_entry.heads
        and open_entry.said
        and is_telling(one)
        and not takes_lines(one)
        and not MARK.search(read.text)
        and not (read.is_bold or read.line.level >= 0)
        and fits(one, open_entry.texts[-1])
        and fits(one, read.text)
    )


def _next_item(sheet: Sheet, read: Read, open_entry: Entry) -> Entry | Unplaced | None:
    """An answer below another one that has answered the label: the next item's, or nobody's."""
    place = replace(read.line.place, number=read.line.number, box=read.line.box)
    rows = sheet.lexicon.rows_of(open_entry.field)
    if rows is None:
        if not danish.is_empty_text(bare(read.text)):
            sheet.orphan([read.text], place)
        return None
    named = Named(fields=(open_entry.field,), fit=open_entry.fit)
    number = open_entry.item[-1] + 1
    sheet.reach_item(rows, number)
    entry = sheet.answer(named, open_entry.label, [read.text], place, number)
    if isinstance(entry, Entry):
        entry.by_field, entry.heads = open_entry.by_field, open_entry.heads
    return entry


def _is_answer_alone(sheet: Sheet, read: Read, open_entry: Entry | Unplaced) -> bool:
    """Whether a line that could be a label or heading is the answer to the label above it."""
    first = read.cut[0]
    if (
        isinstance(open_entry, Entry)
        and offers(open_entry.field)
        and not (is_label(first.named) and option_named(open_entry.field, first.label) is None)
    ):
        marked = ticks(open_entry.field, read.text)
        if marked is not None and not marked.other:
            return True
        if all(_answers_options(open_entry, text) for text in (*open_entry.texts, read.text)):
            return True
    alone = read.only_label or (len(read.cut) == 1 and not read.cut[0].label and read.heading is not None)
    if not alone or read.is_bold or read.line.level >= 0:
        return False
    if sheet.bold_labels or (sheet.bold_unmarked and not ends_as_label(bare(read.text))):
        return not open_entry.texts or (isinstance(open_entry, Entry) and takes_lines(open_entry.field))
    if open_entry.texts:
        return False
    one = open_entry.field if isinstance(open_entry, Entry) else None
    if one is not None and is_telling(one):
        return option_named(one, bare(read.text)) is not None if offers(one) else fits(one, read.text)
    return not read.only_label


def _answers_options(open_entry: Entry, text: str) -> bool:
    """Whether a line lists or marks the answers that the label above it offers, and says nothing else."""
    one = open_entry.field
    if not offers(one):
        return False
    marked = ticks(one, text)
    return (marked is not None and not marked.other) or option_named(one, bare(text)) is not None


def _breaks_out(sheet: Sheet, read: Read, open_entry: Entry | Unplaced) -> bool:
    """In a cell that begins with a label: whether a line further down is a label too, and no answer."""
    first = read.cut[0] if read.cut else None
    if first is None or not is_label(first.named):
        return False
    if isinstance(open_entry, Entry) and _answers_options(open_entry, read.text):
        return False
    if first.bare_label:
        return first.bold
    if first.bold or not isinstance(open_entry, Entry) or takes_lines(open_entry.field):
        return first.bold
    one = first.named.field
    own = one is not None and is_telling(one) and fits(one, first.value)  # `Tlf.: 00 00 00 56` below a name
    return first.named.fit is Fit.SURE or own or not fits(open_entry.field, read.text)


def _take(
    sheet: Sheet, segment: Segment, read: Read, open_entry: Entry | Unplaced | None, follows: str
) -> Entry | Unplaced | None:
    """Notes a label with its value, or adds text to the label before it."""
    line = read.line
    place = replace(line.place, number=line.number, box=line.box)
    if segment.named.fields:
        texts = [segment.value] if bare(segment.value).strip() else []
        named = segment.named
        is_prose = isinstance(open_entry, Entry) and takes_lines(open_entry.field)
        in_prose = is_prose and not segment.is_blank
        if isinstance(open_entry, Entry) and in_prose and _is_its_own(sheet, segment, open_entry, follows):
            open_entry.texts.append(segment.whole)
            open_entry.paragraphs += 1
            return open_entry
        if named.fit is Fit.LOOSE:
            decided = decide(sheet.lexicon, named, segment.label, texts, sheet.context)
            # Within prose an unknown word is no small thing: `Vi har aftalt: …` is a sentence.
            asks_prose = decided.field is not None and takes_lines(decided.field)
            named = named if in_prose and asks_prose and texts else decided
        if (
            isinstance(open_entry, Entry)
            and in_prose
            and open_entry.said
            and named.fit is Fit.LOOSE
            and not texts
            and follows in ("label", "")
        ):
            # The last line of a text, or a question that nobody has answered.
            open_entry.may_hold_label = True
            open_entry.texts.append(segment.whole)
            return open_entry
        if isinstance(open_entry, Entry) and in_prose and named.fit is Fit.LOOSE and texts:
            if open_entry.said:
                open_entry.swallowed.append((segment.label, segment.value, place))
            open_entry.texts.append(segment.whole)
            return open_entry
        if isinstance(entry := sheet.answer(named, segment.label, texts, place), Entry):
            entry.paragraphs = len(texts)
            entry.heads = not texts and len(read.cut) == 1
            entry.plain = entry.heads and sheet.bold_labels and not (read.is_bold or line.level >= 0)
        return entry
    if sheet.bold_labels and read.is_bold and len(read.cut) == 1 and not segment.label:
        segment = replace(segment, label=bare(segment.value).strip(), value="", bold=True)
    if segment.label:
        return _unknown_label(sheet, segment, read, open_entry, place, follows)
    if follows == "label" and isinstance(open_entry, Entry) and _looks_like_label(segment.value, open_entry):
        open_entry.may_hold_label = True
    return _text(sheet, segment.value, open_entry, place)


def _looks_like_label(text: str, prose: Entry) -> bool:
    """Whether a line below whole sentences is none: it may be a question in words nobody knows."""
    words = bare(text).strip()
    ended = takes_lines(prose.field) and prose.ended
    return ended and words[:1].isupper() and words[-1].isalnum() and len(words.split()) <= _FEW_WORDS


def _is_its_own(sheet: Sheet, segment: Segment, prose: Entry, follows: str) -> bool:
    """Whether a line that names another field is said within a text: `Vi har prøvet:`.

    So it is where that question has had its answer, where it belongs to a list that is at home elsewhere, or
    where points follow and its words are nobody's label. What has yet to be asked is noted, to be confirmed.
    """
    one, empty = segment.named.field, not bare(segment.value).strip()
    pointed = follows == "bullet" if empty else bool(BULLET.match(bare(segment.value)))
    if not prose.said or segment.bold or one is None or one == prose.field or not (empty or pointed):
        return False
    if empty and sheet.was_answered(one):
        prose.may_go_on = prose.may_go_on or follows == "text"
        # Below the last of a text it may be asked once more, and not be answered.
        prose.may_hold_label = prose.may_hold_label or follows == "label"
        return True
    own_list = sheet.lexicon.rows_of(one) is not None and (
        sheet.lexicon.rows_of(one) == sheet.lexicon.rows_of(prose.field)
    )
    prose.may_go_on = prose.may_go_on or (pointed and own_list)  # `Vi har prøvet:` may ask, or be its own
    if (empty and sheet.is_elsewhere(one)) or (pointed and not segment.named.spelt and not own_list):
        prose.echoes.append(one)
        return True
    return False


def _unknown_label(
    sheet: Sheet,
    segment: Segment,
    read: Read,
    open_entry: Entry | Unplaced | None,
    place: Place,
    follows: str,
) -> Entry | Unplaced | None:
    """`Something: text` with a label nobody knows; inside prose it may be the prose's own."""
    if place.in_margin:
        return None
    if (
        isinstance(open_entry, Entry)
        and takes_lines(open_entry.field)
        and not segment.bold
        and not segment.is_blank
        and not (open_entry.by_field and not has(FILLED, segment.whole))
        and (open_entry.said or bare(segment.value).strip() or follows == "bullet")
    ):
        said, alone = open_entry.said, not bare(segment.value).strip()
        if said and alone and follows == "text":
            # It stands alone, and text follows: it may ask for that.
            open_entry.swallowed.append((segment.label, "", place))
        if said and alone and segment.whole.rstrip().endswith("?") and follows == "label":
            open_entry.may_hold_label = True
        open_entry.texts.append(segment.whole)
        open_entry.paragraphs += 1 if said else 0
        return open_entry
    if isinstance(open_entry, Unplaced) and _asks_prose(open_entry) and bare(segment.value).strip():
        open_entry.texts.append(segment.whole)
        return open_entry
    if not sheet.started and (read.line.level >= 0 or len(bare(segment.value).split()) > 3):
        sheet.printed.append((bare(read.text), place))
        return None
    texts = [segment.value] if bare(segment.value).strip() else []
    return sheet.answer(NOTHING, segment.label, texts, place)


def _asks_prose(open_entry: Unplaced) -> bool:
    """Whether a label that may be one of several waits for its answer, which may be prose."""
    fields = open_entry.fields
    return bool(fields) and not open_entry.texts and any(map(takes_lines, fields))


def _text(
    sheet: Sheet, text: str, open_entry: Entry | Unplaced | None, place: Place
) -> Entry | Unplaced | None:
    plain = bare(text).strip()
    if danish.is_empty_text(plain):
        if open_entry is not None and not open_entry.texts and has(FILLED, text):
            open_entry.texts.append(text)
        return open_entry
    if open_entry is not None and _belongs(open_entry, text):
        if isinstance(open_entry, Entry):
            open_entry.by_field = all_in(FILLED, text) and not open_entry.texts
        open_entry.texts.append(text)
        if isinstance(open_entry, Entry):
            open_entry.paragraphs += 1
        return open_entry
    before_all = not sheet.started and not has(FILLED, text)
    if place.in_margin or before_all or is_help(text):
        sheet.printed.append((plain, place))
        return open_entry if is_help(text) else None
    sheet.orphan([text], place)
    return None


def _belongs(open_entry: Entry | Unplaced, text: str) -> bool:
    """Whether text behind a label is its answer, or the rest of it."""
    if isinstance(open_entry, Unplaced):
        return not open_entry.texts or not open_entry.fields
    if open_entry.by_field and not all_in(FILLED, text):
        return False  # the field holds the whole answer: what is printed below it is no part of it
    if not open_entry.said or takes_lines(open_entry.field):
        return not (is_help(text) and all_in(FAINT, text))
    # Boxes below each other.
    return offers(open_entry.field) and ticks(open_entry.field, text) is not None
