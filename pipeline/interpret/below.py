"""Whether a line that could be a label or a heading is the answer to the label above it."""

from __future__ import annotations

from typing import Final

from pipeline.danish.labels import without_number
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import fits, is_telling
from pipeline.interpret.ink import bare
from pipeline.interpret.lines import Read, card_of, ends_as_label, is_label, stands_out
from pipeline.interpret.several import share_out
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import offers, option_named, printed_options, ticks
from pipeline.interpret.vocabulary import PERSON, Fit

_SEVERAL: Final = 3
"""Labels with their answers below them, where that is how a document is made."""


def is_answer_alone(sheet: Sheet, read: Read, open_entry: Entry | Unplaced, follows: str) -> bool:
    """Whether a line that could be a label or heading is the answer to the label above it."""
    first = read.cut[0]
    if isinstance(open_entry, Entry) and open_entry.joined and not open_entry.texts and not read.only_label:
        asked = [one.field for one in open_entry.joined]
        return share_out(asked, read.text) is not None
    if isinstance(open_entry, Entry) and open_entry.texts and not open_entry.said:
        return False  # its line to write on was left blank
    if isinstance(open_entry, Entry) and (
        _names_option(read, open_entry) or _is_who(sheet, read, open_entry)
    ):
        return True
    card = card_of(read, follows) is not None and not bare(read.text).strip()[:1].islower()
    looks_as_headings_do = not sheet.looks.plain_headings and stands_out(read.line)
    if card or (read.heading is not None and looks_as_headings_do):
        return False
    if (
        isinstance(open_entry, Entry)
        and offers(open_entry.field)
        and not (is_label(first.named) and option_named(open_entry.field, first.label) is None)
    ):
        marked = ticks(open_entry.field, read.text)
        if marked is not None and not marked.other:
            return True
        if all(answers_options(open_entry, text) for text in (*open_entry.texts, read.text)):
            return True
    alone = read.only_label or (len(read.cut) == 1 and not read.cut[0].label and read.heading is not None)
    if not alone or read.is_bold or read.line.level >= 0:
        return False
    asks = ends_as_label(bare(read.text))
    if (
        isinstance(open_entry, Entry)
        and not open_entry.texts
        and not asks
        and _begins_small(read, open_entry)
    ):
        return True
    if asks and read.only_label and isinstance(open_entry, Entry) and open_entry.plain:
        return False  # two questions in plain type, neither answered
    if isinstance(open_entry, Entry) and open_entry.on_line and not open_entry.texts:
        return False
    if isinstance(open_entry, Entry) and open_entry.heads and not open_entry.texts and first.bare_label:
        if first.named.field == open_entry.field and not first.named.spelt:
            return True  # `Trin 3` below `Trin på indsatstrappen`
        if may_ask_instead(sheet, read, open_entry):
            return True
    if sheet.looks.bold_asks:
        return True  # in plain type it asks nothing, whatever its words are
    if sheet.looks.bold_labels or (sheet.looks.bold_unmarked and not asks):
        return not open_entry.texts or (isinstance(open_entry, Entry) and takes_lines(open_entry.field))
    if open_entry.texts:
        return False
    one = open_entry.field if isinstance(open_entry, Entry) else None
    if one is not None and is_telling(one):
        return option_named(one, bare(read.text)) is not None if offers(one) else fits(one, read.text)
    return not read.only_label


def _names_option(read: Read, unanswered: Entry) -> bool:
    """Whether a line in plain type below a label is one of its printed answers: `PPV`, a heading too."""
    plain = not read.is_bold and read.line.level < 0 and not unanswered.texts
    return plain and offers(unanswered.field) and option_named(unanswered.field, read.text) is not None


def _is_who(sheet: Sheet, read: Read, unanswered: Entry) -> bool:
    """Whether a line says who the person of a card is: `Mor` below `Relation`, and no new card."""
    rows = sheet.lexicon.rows_of(unanswered.field)
    waits = unanswered.heads and not unanswered.texts and not is_telling(unanswered.field)
    same = read.heading is not None and read.heading.rows == rows and rows is not None
    plain = not read.is_bold and read.line.level < 0
    named = PERSON.fullmatch(bare(read.text).strip()) is not None
    return waits and plain and same and rows is not None and sheet.in_card(rows) and named


def _begins_small(read: Read, unanswered: Entry) -> bool:
    """Whether words of a small letter stand below a label that begins as labels do: `skoleleder`."""
    small = bare(read.text).lstrip()[:1].islower() and (without_number(unanswered.label)[:1].isupper())
    return small and not is_telling(unanswered.field)


def may_ask_instead(sheet: Sheet, read: Read, unanswered: Entry) -> bool:
    """Whether what stands below a label is its answer, though it may be the next one, in unknown words.

    Where answers stand below their labels in this document, words that are nearly a label's may be one too.
    """
    named, asks = read.cut[0].named, ends_as_label(bare(read.text))
    if not named.fields or named.field == unanswered.field or asks or is_telling(unanswered.field):
        return False
    several = len(bare(read.text).split()) > 1  # `Mor` may be asked about, and is an answer too
    return named.fit is Fit.LOOSE or (several and named.fit is Fit.ALIKE and _answers_stand_below(sheet))


def _answers_stand_below(sheet: Sheet) -> bool:
    """Whether nearly all labels in lines of their own so far have their answers below them."""
    heads = [entry for entry in sheet.entries if entry.heads][:-1]
    said = sum(entry.said for entry in heads)
    return said >= _SEVERAL and 5 * said >= 4 * len(heads)


def answers_options(open_entry: Entry, text: str) -> bool:
    """Whether a line lists or marks the answers that the label above it offers, and says nothing else."""
    one = open_entry.field
    if not offers(one):
        return False
    marked = ticks(one, text)
    if marked is not None and not marked.other:
        return True
    # Where one of them is in bold, it may be the answer; which field it answers, is sure.
    return option_named(one, bare(text)) is not None or len(printed_options(one, bare(text))) > 1
