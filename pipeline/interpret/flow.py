"""Reading lines: `Label: value`, labels with their answer below, headings; outside tables and in cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.interpret.below import answers_options, is_answer_alone, may_ask_instead
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.helps import VALUE, closing, is_of_printer, is_of_system
from pipeline.interpret.ink import FILLED, all_in, bare, inked
from pipeline.interpret.lines import (
    UNTICKED,
    Read,
    card_of,
    is_answered_by,
    is_heading,
    is_label,
    read_line,
    tell_by_answer,
    what_follows,
)
from pipeline.interpret.segments import Segment
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.take import looks_like_label, take
from pipeline.interpret.ticks import MARK
from pipeline.interpret.vocabulary import NAME, NOTHING, Fit, Named
from pipeline.records.layout import TextLine

_COUNTED: Final = re.compile(r"\s*\d{1,3}[.)]\s+\D")
"""A number before what begins an item of a list."""
_AND: Final = re.compile(r"(?:og|eller|samt)\s")
"""How the rest of a list of words begins: `og sagsbehandler`."""
_MOST_SIGNED: Final = 3
"""Lines below the closing of a letter: a name, an office, what the system prints."""
_PAIR: Final = 2
_WORDS: Final = 12
"""Of the longest label nobody knows that may stand over a form field."""


def read_flow(
    sheet: Sheet,
    lines: Sequence[TextLine],
    *,
    in_cell: bool = False,
    before_labels: bool = False,
    answers: Sequence[TextLine] = (),
) -> None:
    """Reads lines in their order. `in_cell`: all that follows a label up to the cell's end is its answer.

    `before_labels`: what comes right after them are labels, so that a last lonely label is a heading.
    `answers` are lines that can only answer the label right above them.
    """
    shown = [
        line
        for line in lines
        if line.filled or (danish.clean_line(line.text) and not sheet.is_printed(line.text))
    ]
    shown = shown if in_cell or before_labels else _without_signature(sheet, shown)
    open_entry: Entry | Unplaced | None = None
    stacked = False
    for n, (line, after) in enumerate(zip(shown, (*shown[1:], None), strict=False)):
        if not in_cell and _closes(sheet, line, last=n + 1 == len(shown) and not before_labels):
            open_entry = None
            continue
        read = read_line(sheet, line)
        follows = what_follows(sheet, after, before_labels=before_labels, styled=line.level >= 0)
        if after is not None and (follows in ("text", "bullet") or len(read.cut[0].named.fields) == 1):
            tell_by_answer(sheet, read, after)
        answered = after is not None and (after in answers or is_answered_by(read, after))
        if answered:
            follows = "text"
        if after is not None and _stands_over(sheet, read, after):
            follows = "label"  # what its label means is told by the card
        if stacked and after is not None and _ends_label(sheet, read, open_entry):
            continue
        if stacked and open_entry is not None and not _breaks_out(sheet, read, open_entry):
            _stack(read, open_entry, follows, last=after is None)
            continue
        told = open_entry is not None and not open_entry.texts and line in answers
        if open_entry is not None and (
            told or (isinstance(open_entry, Entry) and _goes_on(read, open_entry))
        ):
            open_entry.texts.append(read.text)
            continue
        if not in_cell and isinstance(open_entry, Entry) and _is_next_answer(sheet, read, open_entry):
            open_entry = _next_item(sheet, read, open_entry)
            continue
        if not in_cell and open_entry is not None and is_answer_alone(sheet, read, open_entry, follows):
            _add_alone(sheet, read, open_entry, follows)
            continue
        if line.filled and isinstance(open_entry, Entry) and open_entry.by_field and not read.cut[0].label:
            open_entry = _next_item(sheet, read, open_entry)
            continue
        if not answered and is_heading(sheet, read, follows, open_entry, in_cell=in_cell):
            open_entry = None
            _quote_if_answer(sheet, read)
            continue
        if _names_field_below(read, after, open_entry):
            open_entry = sheet.answer(NOTHING, bare(read.text).strip(), [], line.spot)
            continue
        for n_segment, segment in enumerate(read.cut):
            if n_segment and (again := sheet.ask(segment.label)).fields:
                # The label before it in the line may tell what a short one means.
                segment = replace(segment, named=again)
            sheet.items.counted = not n_segment and _COUNTED.match(line.text) is not None
            sheet.items.at_line = not n_segment and (len(read.cut) > 1 or sheet.items.counted)
            open_entry = take(sheet, segment, read, open_entry, follows, bounded=in_cell)
        open_entry = _over_answer(sheet, read, after, follows) or open_entry
        stacked = in_cell and read.only_label


def _add_alone(sheet: Sheet, read: Read, open_entry: Entry | Unplaced, follows: str) -> None:
    """Takes a line that could be a label or a heading for the answer to the label above it."""
    if read.only_label and isinstance(open_entry, Entry) and open_entry.said:
        open_entry.swallowed.append((read.cut[0].label, "", read.line.spot))
        open_entry.may_hold_label |= open_entry.field.multiline and follows in ("label", "")
    if isinstance(open_entry, Entry):
        asks = follows == "label" and looks_like_label(sheet, read.text, open_entry)
        open_entry.may_hold_label |= asks and not read.only_label
        if read.only_label and open_entry.heads and not open_entry.texts:
            open_entry.fit = Fit.LOOSE if may_ask_instead(sheet, read, open_entry) else open_entry.fit
        open_entry.by_field = bool(read.line.filled) and not open_entry.texts
    open_entry.texts.append(read.text)


def _over_answer(sheet: Sheet, read: Read, after: TextLine | None, follows: str) -> Entry | Unplaced | None:
    """What takes the answer below labels side by side: one of them, or nobody where it may be that to any."""
    below = _answered_below(sheet, read, after)
    if below is not None or follows not in ("text", "bullet") or not _stand_side_by_side(read):
        return below
    return sheet.answer(NOTHING, bare(read.text).strip(), [], read.line.spot)


def _answered_below(sheet: Sheet, read: Read, after: TextLine | None) -> Entry | None:
    """The one of several labels in a line, none of them answered, that takes what stands below alone."""
    if len(read.cut) < _PAIR or after is None or any(bare(one.value).strip() for one in read.cut):
        return None
    asked = [one for one in sheet.entries[-len(read.cut) :] if one.place == read.line.spot]
    takers = [one for one in asked if is_telling(one.field) and fits(one.field, after.text)]
    known = len(asked) == len(read.cut)  # what nobody knows may have asked for it
    return takers[0] if known and len(takers) == 1 and not takers[0].texts else None


def _stand_side_by_side(read: Read) -> bool:
    """Whether several labels stand beside each other in a line, and nothing else."""
    return len(read.cut) >= _PAIR and all(one.label and not bare(one.value).strip(" ._…") for one in read.cut)


def _stands_over(sheet: Sheet, read: Read, after: TextLine) -> bool:
    """Whether a line is the number of a card over a label, or the heading over the first card's number."""
    if card_of(read, "label") is not None:
        return bool(read_line(sheet, after).cut[0].label)
    if read.heading is None or not read.heading.exact or read.heading.item:
        return False
    return card_of(read_line(sheet, after), "label") is not None


def _quote_if_answer(sheet: Sheet, read: Read) -> None:
    """Quotes a heading that is none we know where it holds what may be somebody's answer."""
    if sheet.started and read.heading is None and VALUE.search(bare(read.text)):
        sheet.quote(read.line)


def _stack(read: Read, open_entry: Entry | Unplaced, follows: str, *, last: bool) -> None:
    """Takes a line of a cell for the answer to the label the cell begins with."""
    # `Mor` is all that stands below `Relation til barnet`, and asks nothing.
    alone = (
        last and not open_entry.texts and isinstance(open_entry, Entry) and not takes_lines(open_entry.field)
    )
    if isinstance(open_entry, Entry) and follows != "bullet" and not alone:
        asked = (one.named.field for one in read.cut if is_label(one.named))
        open_entry.echoes += [one for one in asked if one not in (None, open_entry.field)]
    open_entry.texts.append(read.text)


def _without_signature(sheet: Sheet, lines: list[TextLine]) -> list[TextLine]:
    """The lines without the last few of a letter, whom it is from below `Venlig hilsen`: those are quoted."""
    for n in range(max(len(lines) - _MOST_SIGNED - 1, 0), len(lines)):
        below = lines[n + 1 :]
        alone = not lines[n].filled and closing(lines[n].text) == ""
        if alone and not any(line.filled or ":" in line.text or "?" in line.text for line in below):
            for line in below:
                if not is_of_printer(line.text):
                    sheet.quote(line)
            return lines[: n + 1]
    return lines


def _closes(sheet: Sheet, line: TextLine, *, last: bool) -> bool:
    """Whether a line ends a letter, `Mvh. Bodil`, or a print; what else such a line says is quoted."""
    if last and not line.filled and is_of_system(line.text):
        sheet.latest = None
        sheet.quote(line)
        return True
    if not line.filled and is_of_printer(line.text):
        sheet.latest = None
        return True
    behind = None if line.filled else closing(line.text)
    if behind is not None:
        sheet.latest = None  # what follows is the rest of no answer
    if behind:
        sheet.quote(line)
    return behind is not None


def _names_field_below(read: Read, after: TextLine | None, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a line that says nothing we know stands over a form field, and none before it waits for it."""
    if after is None or not after.filled or read.line.filled or not all_in(FILLED, inked(after)):
        return False
    alone = len(read.cut) == 1 and not read.cut[0].label and len(bare(read.text).split()) <= _WORDS
    if isinstance(open_entry, Entry):
        return alone and open_entry.by_field
    return alone and (open_entry is None or bool(open_entry.texts))


def _goes_on(read: Read, open_entry: Entry) -> bool:
    """Whether a line is the rest of the sentence above it, though it could be a label: `klassen.`"""
    plain, first = bare(read.text).strip(), read.cut[0]
    asks = first.named.fit is Fit.SURE and bool(first.named.fields) and not first.bare_label
    if read.line.filled or open_entry.by_field:
        return False
    may = takes_lines(open_entry.field) or (not is_telling(open_entry.field) and _AND.match(plain))
    unfinished = may and open_entry.said and open_entry.raw[-1].isalnum()
    return bool(unfinished) and plain[:1].islower() and not asks and not first.bold and read.line.level < 0


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
        and not UNTICKED.match(bare(read.text).strip())
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
    sheet.items.reach(rows, number)
    entry = sheet.answer(named, open_entry.label, [read.text], place, number)
    if isinstance(entry, Entry):
        entry.by_field, entry.heads = open_entry.by_field, open_entry.heads
    return entry


def _ends_label(sheet: Sheet, read: Read, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a line goes on with the label above it in its cell: `Underskriver`, below it `Navn`."""
    if not isinstance(open_entry, Entry) or open_entry.texts or not read.only_label:
        return False
    return open_entry.field.path[-1] == "name" and sheet.lexicon.words(read.cut[0].label) == NAME


def _asks_else(first: Segment, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a line is a question nobody knows, with its answer, below a label that can't have it within."""
    asks = bare(first.whole)[len(first.label) :].lstrip().startswith("?") and bool(bare(first.value).strip())
    if not asks or not isinstance(open_entry, Entry):
        return False
    return not takes_lines(open_entry.field) or not open_entry.said


def _breaks_out(sheet: Sheet, read: Read, open_entry: Entry | Unplaced) -> bool:
    """In a cell that begins with a label: whether a line further down is a label too, and no answer."""
    first = read.cut[0] if read.cut else None
    if sheet.looks.bold_in_cells and read.is_bold and open_entry.texts:
        return True  # where all labels look so, it is one, known or not
    if first is not None and first.label and first.is_on_line and not first.bold:
        return True  # a label with a line of its own to write on
    if first is not None and not first.named.fields and _asks_else(first, open_entry):
        return True
    if first is None or not is_label(first.named):
        return False
    if isinstance(open_entry, Entry) and answers_options(open_entry, read.text):
        return False
    if first.bare_label:
        return first.bold
    if first.bold or not isinstance(open_entry, Entry) or takes_lines(open_entry.field):
        return first.bold
    one = first.named.field
    if one == open_entry.field:
        return True  # its own question below its title: `Barnets skole`, `Hvilken skole går barnet på? …`
    own = one is not None and is_telling(one) and fits(one, first.value)  # `Tlf.: 00 00 00 56` below a name
    return first.named.fit is Fit.SURE or own or not fits(open_entry.field, read.text)
