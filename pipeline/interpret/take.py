"""What a label with its value adds to what was read, and what becomes of text without a label."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline import danish
from pipeline.interpret.entries import Entry, Unplaced, filled_in_grey, takes_lines
from pipeline.interpret.evidence import decide
from pipeline.interpret.helps import VALUE, is_help, is_in_brackets
from pipeline.interpret.ink import BOLD, FAINT, FILLED, all_in, bare, has
from pipeline.interpret.lines import BULLET, Read
from pipeline.interpret.segments import Segment
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, ticks
from pipeline.interpret.vocabulary import NOTHING, Fit
from pipeline.records.layout import Place

_BLANK: Final = 2
"""Signs of a line to write on, at most, that may stand for something else."""
_ANSWER: Final = ("svar", "besvarelse", "dit svar", "jeres svar")
_COLONS: Final = (":", "?")
_JUMPS: Final = re.compile(r"(?:\t| {3,})\s*$")
_SHORT_VALUE: Final = 30
_POINT: Final = re.compile(r"\s*(?:\d{1,2}\.\d{1,2}\.?|§\s*\d{1,3}\s?[a-z]?\.|[A-Z]\d{1,2}[.)]?)\s+\S")
"""How the questions of a form are numbered: `1.2 Allergier`, `§ 12. Allergier`, `B4 Allergier`."""
_TABBED: Final = re.compile(r"\s*[:?]?\s*\t\s*\S")
_TITLE: Final = 4
"""Words of a question that is no sentence: `Tegn på målopfyldelse`."""
_SAID: Final = (
    r"(?i:.*"
    r"(?:siger|sagt|fortæller|fortalt|mener|oplever|ønsker|skriver|følgende|prøvet|aftalt|gjort|eksempel|fx)$)"
)
_SENTENCE: Final = re.compile(rf"(?i:vi|jeg|han|hun|de|der|det|den|men|og|her|så|i|når|hvis)\b|{_SAID}")
"""How a sentence begins, and the verbs before what somebody says."""
_SEVERAL: Final = 3
_LONGEST_QUESTION: Final = 16
_FEW_WORDS: Final = 8
"""Of a line below a text that may be a question: more are a sentence."""


def take(
    sheet: Sheet,
    segment: Segment,
    read: Read,
    open_entry: Entry | Unplaced | None,
    follows: str,
    *,
    bounded: bool,
) -> Entry | Unplaced | None:
    """Notes a label with its value, or adds text to the label before it; `bounded` in a cell of its own."""
    place = read.line.spot
    if open_entry is not None and not open_entry.texts and segment.label.casefold() in _ANSWER:
        open_entry.texts.append(segment.value)  # `Svar: Ida`, below its question
        return open_entry
    if segment.named.fields:
        texts = [segment.value] if bare(segment.value).strip() else []
        named = segment.named
        is_prose = isinstance(open_entry, Entry) and takes_lines(open_entry.field)
        in_prose = is_prose and not segment.is_on_line
        if isinstance(open_entry, Entry) and in_prose and _is_its_own(sheet, segment, open_entry, follows):
            open_entry.texts.append(segment.whole)
            open_entry.paragraphs += 1
            return open_entry
        if named.fit is Fit.LOOSE:
            decided = decide(sheet.lexicon, named, segment.label, texts, sheet.context)
            # Within prose an unknown word is no small thing: `Vi har aftalt: …` is a sentence.
            asks_prose = decided.field is not None and takes_lines(decided.field)
            named = named if in_prose and asks_prose and texts else decided
        if isinstance(open_entry, Entry) and in_prose and named.fit is Fit.LOOSE:
            if texts:
                within = (segment.label, segment.value, place)
                if _may_ask_next(segment, bounded=bounded):
                    open_entry.asked_within.append(within)
                elif open_entry.said:
                    open_entry.swallowed.append(within)
                open_entry.texts.append(segment.whole)
                return open_entry
            if open_entry.said and follows in ("label", ""):
                # The last line of a text, or a question that nobody has answered.
                open_entry.may_hold_label = True
                open_entry.texts.append(segment.whole)
                return open_entry
        if isinstance(entry := sheet.answer(named, segment.label, texts, place), Entry):
            entry.paragraphs = len(texts)
            entry.heads = not texts and len(read.cut) == 1
            entry.on_line = not texts and segment.is_on_line
            stands_out = read.is_bold or read.line.level >= 0
            entry.plain = entry.heads and sheet.looks.bold_labels and not stands_out
        return entry
    if (
        len(read.cut) > 1
        and isinstance(open_entry, Entry)
        and open_entry.said
        and not place.in_margin
        and _JUMPS.search(segment.whole)
    ):
        sheet.orphan([segment.whole], place)  # beside the next label, and so none of the text above
        return None
    alone = len(read.cut) == 1 and (not segment.label or _is_label_alone(segment))
    if alone and _looks_asked(sheet, segment, read, open_entry, bounded=bounded):
        segment = replace(segment, label=bare(segment.whole).strip(" *"), value="", bold=True)
    if segment.label:
        return _unknown_label(sheet, segment, read, open_entry, follows, bounded=bounded)
    if isinstance(open_entry, Entry):
        if follows == "text" and not open_entry.said and is_in_brackets(segment.value):
            return _aside(sheet, segment.value, open_entry, place)
        asks = follows == "label" and looks_like_label(sheet, segment.value, open_entry)
        open_entry.may_hold_label |= asks or _stands_out_below(read, open_entry)
    return _text(sheet, segment.value, open_entry, place)


def _aside(sheet: Sheet, text: str, open_entry: Entry, place: Place) -> Entry:
    """What stands in brackets between a label and its answer: help, as a rule, and quoted all the same."""
    sheet.unplaced.append(Unplaced(label="", texts=[text], place=place))
    return open_entry


def _looks_asked(
    sheet: Sheet, segment: Segment, read: Read, open_entry: Entry | Unplaced | None, *, bounded: bool
) -> bool:
    """Whether a line looks as labels do in this document, though nobody knows its words."""
    bold = sheet.looks.bold_in_cells if bounded else sheet.looks.bold_labels
    in_grey = _asks_in_grey(sheet, read, open_entry)
    return (bold and read.is_bold) or in_grey or _ends_as_others(sheet, segment, open_entry)


def _asks_in_grey(sheet: Sheet, read: Read, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a line is a label by its looks, where labels are grey; right below a label it would be help.

    Where they are grey before their answers, it ends as they do.
    """
    answered = open_entry is None or bool(open_entry.texts)
    words = bare(read.text).strip()
    asks = all_in(FAINT, read.text) and not words.endswith((".", "!"))
    marked = sheet.looks.faint_before and words.endswith(_COLONS)
    return (sheet.looks.faint_labels or marked) and answered and asks


def _stands_out_below(read: Read, text: Entry) -> bool:
    """Whether a line is bold or underlined below a text that isn't: it may be a heading nobody knows."""
    words = read.line.text.strip()
    underlined = any(one.start == 0 and one.end >= len(words) for one in read.line.underlined)
    stands_out = underlined or (read.is_bold and not any(all_in(BOLD, one) for one in text.texts))
    return text.said and bool(words) and stands_out


def _is_label_alone(segment: Segment) -> bool:
    return not bare(segment.whole)[len(segment.label) :].strip(" *?:")


def _ends_as_others(sheet: Sheet, segment: Segment, open_entry: Entry | Unplaced | None) -> bool:
    """Whether words in a line of their own end in the sign that labels end in here: `Egen computer? *`."""
    words = bare(segment.whole).strip()
    if MARK.search(words) or (open_entry is not None and not open_entry.texts):
        return False
    return words[-1:] in sheet.looks.label_signs and len(words.split()) <= _LONGEST_QUESTION


def looks_like_label(sheet: Sheet, text: str, prose: Entry) -> bool:
    """Whether a line below whole sentences is none: it may be a question in words nobody knows.

    Or a heading, below a question that nobody answered where answers stand beside their questions.
    """
    words = bare(text).strip()
    title = words[:1].isupper() and words[-1:].isalnum() and len(words.split()) <= _FEW_WORDS
    ended = prose.ended or (not prose.said and _answers_stand_beside(sheet))
    return takes_lines(prose.field) and title and ended


def _answers_stand_beside(sheet: Sheet) -> bool:
    """Whether nearly all answers in lines so far stand in the line of their label."""
    said = [entry for entry in sheet.entries if entry.said and not entry.place.table]
    beside = sum(not entry.heads for entry in said)
    return beside >= _SEVERAL and 5 * beside >= 4 * len(said)


def _is_its_own(sheet: Sheet, segment: Segment, prose: Entry, follows: str) -> bool:
    """Whether a line that names another field is said within a text: `Vi har prøvet:`.

    So it is where that question has had its answer, where it belongs to a list that is at home elsewhere, or
    where points follow and its words are nobody's label. What has yet to be asked is noted, to be confirmed.
    """
    one, empty = segment.named.field, not bare(segment.value).strip()
    pointed = follows == "bullet" if empty else bool(BULLET.match(bare(segment.value)))
    if not prose.said or segment.bold or one is None or not (empty or pointed):
        return False
    if one == prose.field:
        return pointed and not segment.named.spelt  # in other words than its label, which it has had
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
        # Right above the next label it may be a heading: `Mål for det næste år:`.
        prose.may_hold_label = prose.may_hold_label or (empty and follows == "label")
        return True
    return False


def _unknown_label(
    sheet: Sheet,
    segment: Segment,
    read: Read,
    open_entry: Entry | Unplaced | None,
    follows: str,
    *,
    bounded: bool,
) -> Entry | Unplaced | None:
    """`Something: text` with a label nobody knows; inside prose it may be the prose's own."""
    place = read.line.spot
    if place.in_margin:
        return None
    tabbed = not bounded and _TABBED.match(bare(segment.whole)[len(segment.label) :]) is not None
    if tabbed and isinstance(open_entry, Entry) and takes_lines(open_entry.field):
        open_entry.may_go_on |= open_entry.said and not open_entry.ended
    if (
        isinstance(open_entry, Entry)
        and takes_lines(open_entry.field)
        and not segment.bold
        and not (segment.is_on_line and not _is_said_below(segment, open_entry))
        and not (_POINT.match(segment.label) and _POINT.match(open_entry.label))
        and not (open_entry.said and tabbed)
        and not (open_entry.by_field and not has(FILLED, segment.whole))
        and (open_entry.said or not danish.is_empty_text(bare(segment.value)) or follows == "bullet")
    ):
        said, alone = open_entry.said, not bare(segment.value).strip()
        if said and alone and follows == "text":
            # It stands alone, and text follows: it may ask for that.
            open_entry.swallowed.append((segment.label, "", place))
        asks = segment.whole.rstrip().endswith("?") and follows == "label" if alone else _is_value(segment)
        open_entry.may_hold_label |= said and asks
        if _may_ask_next(segment, bounded=bounded, most=_TITLE if said else 2 * _TITLE):
            open_entry.asked_within.append((segment.label, segment.value, place))
        open_entry.texts.append(segment.whole)
        open_entry.paragraphs += 1 if said else 0
        return open_entry
    if isinstance(open_entry, Entry) and open_entry.heads and segment.is_on_line:
        # On a line to write on it may ask something, or be the rest of what is written on the lines above.
        open_entry.may_go_on |= open_entry.said and not danish.is_empty_text(bare(segment.value))
    says = _asks_prose(open_entry, segment) if isinstance(open_entry, Unplaced) else False
    if isinstance(open_entry, Unplaced) and says and bare(segment.value).strip():
        open_entry.texts.append(segment.whole)
        return open_entry
    if not sheet.started and (read.line.level >= 0 or len(bare(segment.value).split()) > 3):
        sheet.printed.append((bare(read.text), place))
        return None
    texts = [segment.value] if bare(segment.value).strip() else []
    return sheet.answer(NOTHING, segment.label, texts, place)


def _may_ask_next(segment: Segment, *, bounded: bool, most: int = _TITLE) -> bool:
    """Whether a line within a text may be the form's next question with its answer: `Fritidstilbud: Klub`.

    What begins as a sentence or ends in a verb of saying is the writer's own: `Læreren siger: …`. So is what
    stands in a cell of its own, which bounds the answer, and what has more than `most` words.
    """
    if not bare(segment.value).strip():
        return False
    if bare(segment.whole)[len(segment.label) :].lstrip().startswith("?"):
        return True
    words = [] if bounded else segment.label.split()
    title = 0 < len(words) <= most and segment.label[:1].isupper()
    return title and not _SENTENCE.match(segment.label)


def _is_said_below(segment: Segment, prose: Entry) -> bool:
    """Whether a line to write on below a label holds what somebody says: `Læreren siger: … ______`."""
    return prose.heads and re.match(_SAID, segment.label) is not None


def _is_value(segment: Segment) -> bool:
    """Whether hardly more than a date, a number or an address of e-mail stands behind a label."""
    value = bare(segment.value).strip()
    return len(value) <= _SHORT_VALUE and VALUE.search(value) is not None


def _asks_prose(open_entry: Unplaced, segment: Segment) -> bool:
    """Whether a label that may be one of several, or nobody's, waits for an answer that may be prose."""
    fields = open_entry.fields
    prose = any(map(takes_lines, fields)) if fields else _SENTENCE.match(segment.label) is not None
    return prose and not open_entry.texts


def _text(
    sheet: Sheet, text: str, open_entry: Entry | Unplaced | None, place: Place
) -> Entry | Unplaced | None:
    plain = bare(text).strip()
    if danish.is_empty_text(plain):
        if open_entry is not None and not open_entry.texts and FILLED[0] in text:
            open_entry.texts.append(text)
        # A line to write on with nothing on it: what stands below is something else.
        return None if len(plain) > _BLANK and FILLED[0] not in text else open_entry
    if plain in _COLONS:
        return None  # a label whose words are lost: what stands below is something else
    helps = is_help(text, in_grey=filled_in_grey(sheet.entries))
    if open_entry is not None and _belongs(open_entry, text, helps=helps):
        if isinstance(open_entry, Entry):
            open_entry.by_field = all_in(FILLED, text) and not open_entry.texts
        open_entry.texts.append(text)
        if isinstance(open_entry, Entry):
            open_entry.paragraphs += 1
        return open_entry
    before_all = not sheet.started and not has(FILLED, text)
    if place.in_margin or before_all or helps:
        if helps and isinstance(open_entry, Entry) and not all_in(FAINT, text):
            sheet.unplaced.append(Unplaced(label="", texts=[text], place=place))  # it may be the answer
        else:
            sheet.printed.append((plain, place))
        return open_entry if helps else None
    sheet.orphan([text], place)
    return None


def _belongs(open_entry: Entry | Unplaced, text: str, *, helps: bool) -> bool:
    """Whether text behind a label is its answer, or the rest of it."""
    if isinstance(open_entry, Unplaced):
        return not open_entry.texts or not open_entry.fields
    if open_entry.by_field and not all_in(FILLED, text):
        return False  # the field holds the whole answer: what is printed below it is no part of it
    if _POINT.match(bare(text)) and _POINT.match(open_entry.label):
        return False  # the next question of the form, in words nobody knows
    if not open_entry.said or takes_lines(open_entry.field):
        # In a form that is filled in in grey or italics a faint line is no more help than those before it.
        faint = all_in(FAINT, text) and not all(all_in(FAINT, one) for one in open_entry.texts)
        return not (helps and (faint or not open_entry.said))
    # Boxes below each other.
    return offers(open_entry.field) and ticks(open_entry.field, text) is not None
