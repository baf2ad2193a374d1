"""One line, read as far as it can be by itself: its labels, and whether it is a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.definitions import Kind
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import decide, fits, is_telling
from pipeline.interpret.ink import BOLD, FILLED, all_in, bare, has, inked, without_leaders
from pipeline.interpret.segments import Segment
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, option_named, printed_options
from pipeline.interpret.vocabulary import NOTHING, Fit, Heading, Named, list_key, row_words
from pipeline.records.layout import TextLine

BULLET: Final = re.compile(r"\s*(?:[-–•*·‣]|\d{1,2}[.)])\s+\S")
UNTICKED: Final = re.compile(r"_{1,3}\s")
"""A line to put a cross on, before an option."""
_ASKS_OF: Final = re.compile(r"\w(?::| [–—-]) [a-zæøå]\D*$")
"""How a label asks something of somebody, `Skole: titel`: it is no heading, as `Samtykke – forælder 1` is."""
_LONGEST_REST: Final = 40
"""Letters of what a line's end has cut off a label."""
_LONGEST_HEADING: Final = 120
_SEVERAL: Final = 2
_SENTENCE: Final = 8
"""Words of a paragraph that is no label: before the first label it is the form's own text."""


@dataclass(slots=True, kw_only=True)
class Read:
    """A line, read as far as it can be by itself; what it is cut into is never nothing."""

    line: TextLine
    text: str
    cut: list[Segment]
    heading: Heading | None

    @property
    def only_label(self) -> bool:
        """Nothing but one label stands here."""
        return (
            len(self.cut) == 1
            and bool(self.cut[0].named.fields)
            and not bare(self.cut[0].value).strip(" ._…")
        )

    @property
    def begins_label(self) -> bool:
        first = self.cut[0]
        if not first.named.fields:
            return False
        return first.named.fit is not Fit.LOOSE or bool(bare(first.value).strip())

    @property
    def is_bold(self) -> bool:
        return all_in(BOLD, self.text)


def read_line(sheet: Sheet, line: TextLine) -> Read:
    text = inked(line)
    plain = bare(text).strip()
    filled = all_in(FILLED, text) or (bool(line.filled) and not plain)
    if filled:
        cut = [Segment(label="", named=NOTHING, value=text, whole=text)]
    elif line.level >= 0:
        # A heading is a label as a whole or none.
        named = sheet.ask(plain)
        label = plain if named.fields else ""
        value = "" if label else text
        cut = [Segment(label=label, named=named, value=value, whole=text, bare_label=bool(label))]
    else:
        cut = sheet.cut(text)
    # What begins with a box is an answer or a question.
    no_heading = filled or len(plain) > _LONGEST_HEADING or MARK.match(plain) or UNTICKED.match(plain)
    heading = None if no_heading else sheet.heading(plain)
    cut = cut or [Segment(label="", named=NOTHING, value="", whole=text)]
    read = Read(line=line, text=text, cut=cut, heading=heading)
    title = line.level == 0 or plain.isupper()
    if title and not sheet.started and read.only_label and _is_of_list(sheet, cut[0].named):
        cut[0] = Segment(label="", named=NOTHING, value=text, whole=text)  # over all else stands `NOTAT`
    return read


def _is_of_list(sheet: Sheet, named: Named) -> bool:
    """Whether a label asks for something of items, and no heading says that items follow."""
    lists = [sheet.lexicon.rows_of(one) for one in named.fields]
    return all(rows is not None and list_key(rows.path) not in sheet.context.keys for rows in lists)


def begins_with_question(sheet: Sheet, lines: Sequence[TextLine]) -> bool:
    """Whether the first of several lines asks something that the form asks, and is no heading."""
    said = [line for line in lines if line.text.strip()]
    if len(said) < _SEVERAL:
        return False
    read = read_line(sheet, said[0])
    return is_label(read.cut[0].named) and read.heading is None


def is_one_label(sheet: Sheet, words: str, rest: str) -> bool:
    """Whether what a line's end has cut in two is a label to the letter, and no two of them."""
    if not rest[:1].islower() or len(rest) > _LONGEST_REST or words.rstrip().endswith((".", "?")):
        return False
    return sheet.ask(f"{words} {rest}").spelt and not (sheet.ask(words).spelt and sheet.ask(rest).spelt)


def what_follows(sheet: Sheet, after: TextLine | None, *, before_labels: bool, styled: bool = False) -> str:
    """What comes next: `label`, `text`, `bullet` for an item of a list within a text, or nothing.

    `styled`: it comes below a line that looks like a heading. Where answers stand in form fields, what is
    printed there is no answer, though its words may be unknown.
    """
    if after is None:
        return "label" if before_labels else ""
    if styled and sheet.looks.in_fields and not after.filled:
        return "label"
    read = read_line(sheet, after)
    if BULLET.match(after.text) and not is_label(read.cut[0].named):
        return "bullet"
    asks = bool(read.cut[0].named.fields) and read.only_label and after.text.rstrip().endswith("?")
    looks_asked = sheet.looks.bold_asks and read.is_bold
    begins = after.level >= 0 or looks_asked or read.begins_label or asks or (read.heading and read.is_bold)
    return "label" if begins else "text"


def tell_by_answer(sheet: Sheet, read: Read, after: TextLine) -> None:
    """Lets the line below a label say which field it asks for, where its words may be those of another."""
    first = read.cut[0]
    several, unsure = len(first.named.fields) > 1, first.named.fit is Fit.ALIKE
    # `Klasse (trin)`, below it the grade.
    unsure = unsure or ("(" in first.label and all(one.kind is Kind.TEXT for one in first.named.fields))
    # `Hvilket nummer har psykologen?`, below it a telephone.
    one = first.named.field
    unsure = unsure or (one is not None and one.path[-1] == "name" and not first.named.spelt)
    if read.only_label and (several or unsure) and not first.named.together:
        named = decide(sheet.lexicon, first.named, first.label, [inked(after)], sheet.context)
        told = named.field is not None and (unsure or named.field in first.named.fields)
        if told or named.together:
            read.cut[0] = replace(first, named=named)


def is_answered_by(read: Read, after: TextLine) -> bool:
    """Whether the next line can only be the answer to a label, though it is worded like one: `4. kl.`"""
    one = read.cut[0].named.field if read.only_label else None
    if one is None or not offers(one):
        return one is not None and is_telling(one) and fits(one, after.text)
    return option_named(one, after.text) is not None or len(printed_options(one, after.text)) > 1


def is_heading(
    sheet: Sheet, read: Read, follows: str, open_entry: Entry | Unplaced | None, *, in_cell: bool
) -> bool:
    """Whether a line is a heading; one that is sets the context."""
    line, plain, styled = read.line, bare(read.text).strip(), read.line.level >= 0
    if read.heading is not None and read.heading.is_card and ": " in plain and stands_out(line):
        sheet.under(read.heading)  # `Bilag: Bilag 1`
        return True
    named = read.cut[0].named if read.only_label else NOTHING
    if (
        has(FILLED, read.text)
        or line.filled
        or _asks_for_certain(read)
        or (read.cut and bare(read.cut[0].value).strip() and read.cut[0].label)
    ):
        return False
    asked = read.heading is not None and follows == "text" and _asks_in_card(sheet, named, read.heading)
    if styled and read.heading is not None and not asked and (read.heading.exact or not named.fields):
        sheet.under(read.heading)
        sheet.started = sheet.started or (line.level > 0 and read.heading.exact)  # no letterhead any more
        return True
    asks = named.fit is Fit.SURE or sheet.looks.styled_labels
    if styled and (line.level > 0 or sheet.looks.in_fields) and (follows in ("label", "") or not asks):
        if read.heading is not None:
            sheet.under(read.heading)
        else:
            sheet.under_unknown(within_section=line.level > 1)
        return True
    if named.fields and follows in ("text", "bullet") and not (styled and read.heading and not named.field):
        return False
    if in_cell and follows == "label" and read.heading is not None and read.heading.item:
        sheet.under(read.heading)  # a card in its cell: `Mål 1`, below it `Mål: Læse bedre`
        return True
    card = card_of(read, follows) or _card_by_question(sheet, read, follows)
    if card is not None:
        sheet.under(card)
    if card is not None or (read.heading is not None and sheet.repeats(read.heading)):
        return True
    if not sheet.looks.plain_headings and not stands_out(line):
        return False
    strong = styled or read.is_bold or (not sheet.looks.plain_headings and not in_cell)
    if read.heading is not None and (strong or follows == "label" or not named.fields):
        if not strong and follows != "label" and (open_entry is not None or in_cell):
            return False
        if in_cell and named.field is not None:
            return False
        if asked or (not styled and _asks_in_card(sheet, named, read.heading)):
            return False
        in_prose = isinstance(open_entry, Entry) and takes_lines(open_entry.field) and open_entry.said
        if in_prose and plain.endswith(":") and not stands_out(line):
            return False  # the last line of a text: `Vi har prøvet:`
        sheet.under(read.heading)
        return True
    if named.fields and not (
        (styled or read.is_bold)
        and follows == "label"
        and (named.fit is not Fit.SURE or named.field is None)
        and not in_cell
    ):
        return False
    if styled:
        if line.level > 0:
            sheet.under_unknown(within_section=line.level > 1)
        return True
    over = not in_cell and (follows == "label" or _is_left_blank(open_entry))
    heads = over and _looks_like_heading(read, named, open_entry)
    if heads:
        sheet.under_unknown(within_section=True)
    return heads


def _asks_for_certain(read: Read) -> bool:
    """Whether a label can be no heading: in plain type over its line to write on, or asking for something of
    somebody: `Ansvarlig (navn) ______`, `Skole – titel`."""
    named = read.cut[0].named if read.only_label else NOTHING
    on_line = read.cut[0].is_on_line and not stands_out(read.line)
    of_somebody = _ASKS_OF.search(bare(read.text)) is not None
    return named.field is not None and is_label(named) and (on_line or of_somebody)


def _is_left_blank(open_entry: Entry | Unplaced | None) -> bool:
    """Whether the label before has a line to write on with nothing on it."""
    return isinstance(open_entry, Entry) and open_entry.on_line and not open_entry.said


def _looks_like_heading(read: Read, named: Named, open_entry: Entry | Unplaced | None) -> bool:
    """Whether a few words over labels, in bold or in capitals, are a heading nobody knows."""
    plain = bare(read.text).strip()
    few = len(plain.split()) <= _SENTENCE and not plain.endswith((".", "!"))
    unknown = not read.cut[0].label or named.fit is Fit.LOOSE
    return few and unknown and (read.is_bold or (plain.isupper() and not _waits(open_entry)))


def card_of(read: Read, follows: str) -> Heading | None:
    """The item whose number a line is, `Mål 2`, right above its labels; it need look like no heading."""
    one = read.heading
    return one if one is not None and one.is_card and follows == "label" else None


def _card_by_question(sheet: Sheet, read: Read, follows: str) -> Heading | None:
    """The item that a numbered question of the list at home stands for: `Aktivitet 2` above its labels."""
    named = read.cut[0].named
    rows = sheet.lexicon.rows_of(named.field) if named.field is not None else None
    if rows is None or not read.only_label or follows != "label" or not named.item.isdigit():
        return None
    keys = frozenset(sheet.lexicon.keys_of(named.fields[0])[-2:])
    if list_key(rows.path) not in sheet.context.keys or read.heading is not None:
        return None
    return Heading(keys=keys, words=row_words(rows), rows=rows, item=named.item, exact=True)


def _asks_in_card(sheet: Sheet, named: Named, heading: Heading) -> bool:
    """Whether a line that could be a heading asks something of the card it stands in.

    `Hvem udfører?` within `Mål 2` does; a heading to the letter that is nearly one of its labels doesn't.
    """
    rows = sheet.lexicon.rows_of(named.field) if named.field is not None else None
    if rows is None or rows == heading.rows or named.fit is not Fit.SURE:
        return False
    return (named.spelt or not heading.exact) and sheet.in_card(rows)


def _waits(open_entry: Entry | Unplaced | None) -> bool:
    """Whether a label has no answer yet, so that capitals right below it may be one: `SF-2026-0001`."""
    return open_entry is not None and not open_entry.texts


def stands_out(line: TextLine) -> bool:
    """Whether a line looks like a heading: by its style, in bold, or in capitals."""
    text = inked(line)
    return line.level >= 0 or all_in(BOLD, text) or bare(text).strip().isupper()


def ends_as_label(text: str) -> bool:
    """Whether words end as a label does that nothing else marks: `Stilling:`, `Stilling ......`."""
    return without_leaders(text).rstrip(" *\u00a0").endswith((":", "?")) or without_leaders(text) != text


def is_label(named: Named) -> bool:
    return bool(named.fields) and named.fit is not Fit.LOOSE
