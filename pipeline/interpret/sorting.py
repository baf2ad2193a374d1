"""What of all that was met in a document is certain, what is doubtful and why, and what has no place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Kind, Path
from pipeline.interpret.askedtwice import asks_too, says_again, says_otherwise
from pipeline.interpret.continued import may_go_on
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.evidence import is_typed
from pipeline.interpret.formwords import is_of_form
from pipeline.interpret.helps import VALUE
from pipeline.interpret.ink import FILLED, bare, is_broken, without_leaders
from pipeline.interpret.left_help import begins_as_help, is_help_alone
from pipeline.interpret.several import PATTERNS
from pipeline.interpret.shapes import looks_cut_out
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.standing import labels_are_plain
from pipeline.interpret.ticks import LONE_X, MARK, mark_of
from pipeline.interpret.vocabulary import CONTACTS, GENERIC, NO_WORDS, NOTHING, Context, Fit
from pipeline.records.layout import Place

BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OTHER_VALUE: Final = re.compile(
    r"[^\s@]+@[^\s@]+\.\w|(?<!\d)\d{6}[ -]?\d{4}(?!\d)|(?<!\d)\d{2}(?: ?\d{2}){3}(?!\d)"
)
_DATE: Final = re.compile(PATTERNS[Kind.DATE], re.IGNORECASE)
_ASKED_WITHIN: Final = re.compile(r"[A-ZÆØÅ][^?:.\n]{4,80}\?\s+\S[^\n]{0,30}$")
"""A question of its own with its answer: `Går barnet i SFO? Ja`."""
_JUMP: Final = re.compile(r"\w[^\n]*?(?:\t| {4,}| \| )\s*\w")
"""Words a jump behind an answer in one line: somebody else's, then."""
_ASKED_AMID: Final = re.compile(r"[a-zæøå0-9)] [A-ZÆØÅ][^:?\n]{3,60}[:?] +\S")
"""A question in the middle, with its answer: `Ida Ibsen Samråd – svar: Ja`."""
_LINE_WITHIN: Final = re.compile(r"[^\W_][ \u00a0]*(?:_{3,}|\.{4,})[ \u00a0]*[^\W_]")
"""An answer on a line to write on, and words behind it: another label, then."""
_LABEL_WITHIN: Final = re.compile(r"[.!?] ([A-ZÆØÅ][^.:!?\n]{2,60}):\s")
"""What stands between the end of a sentence and a colon."""
_BEGINS_LABEL: Final = re.compile(r"([^\n:]{3,60}):(?:\s|$)")
_WHO: Final = re.compile(r"(?i)(?:af |til )?hvem\b")
_ASKS_NUMBER: Final = re.compile(r"(?i)(?:nummer|(?<!\w)nr\.?)$")
_AMID: Final = re.compile(
    r"(?:\w[,–-]|(?<!\w)(?:og|eller|samt|men|hvis|når|fordi|både|til|for|fra|af|på|i|ved|hos|med|om|som|hvor"
    r"|at|der|den|det|de|en|et|har|er|kan|skal|vil|bliver"
    r"|Den|Det|De|Der|Han|Hun|Vi|Hvis|Når|Men)|, \d{4})$"
)
"""How a text ends that goes on: in a comma, in `og`, in a postal code without its town."""
_LONGEST_NAME: Final = 150
_OF_SEVERAL: Final = 3
"""How long the path of a field is that is asked of several parties."""
_COUNTS: Final = re.compile(r"\s*\d+\s+\w")
"""How an answer begins that says how much or how often: `2 gange om ugen`."""
_SHORT_LABEL: Final = 4
"""Words of a label; more may be a sentence."""


def sorted_out(sheet: Sheet) -> tuple[list[tuple[Entry, str]], list[Unplaced]]:
    """Each entry with what is doubtful about it, and all that has no place."""
    met: dict[tuple[Path, tuple[int, ...]], list[Entry]] = {}
    for entry in sheet.entries:
        met.setdefault((entry.field.path, entry.item), []).append(entry)
    unplaced = [
        one
        for one in map(_as_text, sheet.unplaced)
        if not danish.is_empty_text(one.raw.strip(" :")) and not _is_unticked(one)
    ]
    kept: list[tuple[Entry, str]] = []
    said_elsewhere = {entry.field.path for entry in sheet.entries if entry.said}
    broken = may_go_on(sheet.entries)
    gaps, prose_gaps = _unmet_prose(sheet, required=True), _unmet_prose(sheet, required=False)
    for entry in sheet.entries:
        if not entry.said:
            if any(FILLED[0] in text for text in entry.texts):
                continue  # the label of a field that was left empty
            if _may_be_answer(sheet, entry):
                unplaced.append(Unplaced(label="", texts=[entry.label], place=entry.place))
            continue
        same = met[entry.field.path, entry.item]
        if any(says_otherwise(sheet, entry, other) or says_again(sheet, entry, other) for other in same):
            fields = (entry.field,)
            unplaced.append(Unplaced(label=entry.label, texts=entry.texts, place=entry.place, fields=fields))
        elif entry.fit is Fit.LOOSE:
            if any(other.said for other in same if other is not entry):
                unplaced.append(Unplaced(label=entry.label, texts=entry.texts, place=entry.place))
            else:
                kept.append((entry, "label.loose"))
        elif _lacks_its_number(entry) and not (_is_in_brackets(entry) or _is_asked_to_the_letter(entry)):
            unplaced.append(Unplaced(label=entry.label, texts=entry.texts, place=entry.place))
        elif any(asks_too(sheet, other, entry) for other in same):
            kept.append((entry, "label.twice"))
        elif entry.field.path in (prose_gaps if entry.swallowed else gaps if entry.paragraphs > 1 else ()):
            kept.append((entry, "answer.maybe_more"))
            unplaced += _quoted([*entry.swallowed, *entry.asked_within])
        elif entry.asked_within:
            kept.append((entry, "answer.maybe_more"))
            unplaced += _quoted(entry.asked_within)
        elif (
            entry.may_hold_label
            or _holds_label(sheet, entry)
            or _holds_head(sheet, entry)
            or _may_be_items(sheet, entry)
            or begins_as_help(entry)
            or is_help_alone(sheet, entry)
            or not said_elsewhere.issuperset(one.path for one in entry.echoes)
        ):
            kept.append((entry, "answer.maybe_more"))
        elif entry.may_go_on or _ends_amid(entry) or id(entry) in broken:
            kept.append((entry, "answer.maybe_less"))
        elif (
            _is_in_brackets(entry)
            or _lacks_its_number(entry)
            or _is_nobody(entry)
            or _may_begin_next(sheet, entry)
        ):
            kept.append((entry, "label.loose"))
        elif entry.field.kind is Kind.TEXT and any(map(is_broken, entry.texts)):
            kept.append((entry, "answer.maybe_cut"))
        elif _holds_more(sheet, entry):
            kept.append((entry, "answer.holds_more"))
        elif entry.field.kind is Kind.TEXT and is_of_form(sheet.form, entry.field, entry.raw):
            kept.append((entry, "label.loose"))
        else:
            kept.append((entry, ""))
    return kept, unplaced


def _may_be_answer(sheet: Sheet, entry: Entry) -> bool:
    """Whether what looked like a label, and nothing answers, may have been an answer."""
    long = entry.fit is Fit.LOOSE and len(entry.label.split()) > _SHORT_LABEL
    counts = entry.fit is not Fit.SURE and _COUNTS.match(entry.label) is not None
    plain = entry.plain and not (entry.place.table and labels_are_plain(sheet.entries))
    return plain or long or counts


def _ends_amid(entry: Entry) -> bool:
    """Whether a text ends in the middle of something: its rest may stand where nobody looked."""
    return entry.field.kind is Kind.TEXT and _AMID.search(entry.raw) is not None


def _quoted(lines: Iterable[tuple[str, str, Place]]) -> Iterator[Unplaced]:
    """Lines of an answer that may be somebody else's, each with its label."""
    for label, text, place in lines:
        yield Unplaced(label=label if bare(text).strip() else "", texts=[text or label], place=place)


def _as_text(one: Unplaced) -> Unplaced:
    """What looked like a label without an answer and is a text or holds a value: `Født d. 20-01-2012`."""
    words = one.label.split()
    text = len(words) > _SHORT_LABEL and (one.label[:1].islower() or one.label.endswith("."))
    if danish.is_empty_text(one.raw) and (text or VALUE.search(one.label)):
        return Unplaced(label="", texts=[one.label], place=one.place)
    return one


def _is_unticked(one: Unplaced) -> bool:
    """Whether boxes of a question nobody knows were all left empty, and none of their words stands out."""
    text = "".join(one.texts)
    boxes = MARK.findall(text)
    left_empty = len(boxes) > 1 and not any(map(mark_of, boxes))
    return bool(one.label) and left_empty and bare(text) == text and not LONE_X.search(text)


def _holds_label(sheet: Sheet, entry: Entry) -> bool:
    """Whether a text holds a question of the form that has no answer: `… om torsdagen. Beløb: 60.000 kr.`"""
    if not entry.field.multiline:
        return False
    asked = [sheet.ask(found[1]) for found in _LABEL_WITHIN.finditer(entry.raw)]
    sure = {one.field.path for one in asked if one.field is not None and one.fit is Fit.SURE}
    sure.discard(entry.field.path)
    return bool(sure) and not sure <= {one.field.path for one in sheet.entries if one.said}


def _holds_head(sheet: Sheet, entry: Entry) -> bool:
    """Whether a line of a text is a heading of the form, or the head of another column of its list."""
    if not entry.field.multiline:
        return False
    below = (line for line in entry.raw.split("\n")[1:] if len(line.split()) > 1)
    if any(is_of_form(sheet.form, entry.field, line) for line in below):
        return True
    rows = sheet.lexicon.rows_of(entry.field)
    if rows is None:
        return False
    others = (one for one in rows.columns if one != entry.field)
    heads = {danish.fold(said) for one in others for said in (one.label, *one.aliases)}
    return not heads.isdisjoint(map(danish.fold, entry.raw.split("\n")))


def _may_be_items(sheet: Sheet, entry: Entry) -> bool:
    """Whether the paragraphs below the one label of a list may be its items, one each."""
    rows = sheet.lexicon.rows_of(entry.field)
    if rows is None or not entry.heads or entry.paragraphs < 2 or sheet.items.of(rows)[entry.item[0]].name:
        return False
    return not any(one.item == entry.item and one.said and one is not entry for one in sheet.entries_of(rows))


def _is_in_brackets(entry: Entry) -> bool:
    """Whether all that stands at a label is in brackets: `(vej og nr.)` may be help that is left there."""
    return entry.field.kind is Kind.TEXT and bool(BRACKETED.fullmatch(entry.raw))


def _lacks_its_number(entry: Entry) -> bool:
    """Whether no number stands where one is asked for, but a date, say: the label may be another office's."""
    one = entry.field
    asks = one.kind is Kind.TEXT and not one.multiline and _ASKS_NUMBER.search(one.label) is not None
    no_number = not any(map(str.isdigit, entry.raw)) or "@" in entry.raw
    return asks and (no_number or _DATE.fullmatch(entry.raw) is not None)


def _is_asked_to_the_letter(entry: Entry) -> bool:
    """Whether the label is one of the field's own: beside `Sagsnummer` a text is for it, whatever it says."""
    said = danish.fold(entry.label).strip(" :*")
    return said in map(danish.fold, (entry.field.label, *entry.field.aliases))


def _may_begin_next(sheet: Sheet, entry: Entry) -> bool:
    """Whether a name that says nobody's stands behind what else is asked of the one it was given to.

    `Leverandørens telefon`, then `Repræsentant`: the next party may begin there.
    """
    one = entry.field
    if entry.item or one.path[-1] != "name" or len(one.path) < _OF_SEVERAL:
        return False
    home = sheet.lexicon.homes[one.path]
    if sheet.lexicon.words(entry.label) & (home.group_words | home.own_row_words) - GENERIC:
        return False
    alike = {other.path[-2] for other in sheet.form.fields() if other.path[:-2] == one.path[:-2]}
    before = sheet.entries[: next(n for n, other in enumerate(sheet.entries) if other is entry)]
    same = [other for other in before if other.said and other.field.path[:-1] == one.path[:-1]]
    return len(alike) > 1 and any(other.place.heading == entry.place.heading for other in same)


def _is_nobody(entry: Entry) -> bool:
    """Whether a date stands where it is asked who."""
    one = entry.field
    asks_who = one.kind is Kind.TEXT and any(_WHO.match(label) for label in (one.label, *one.aliases))
    return asks_who and _DATE.fullmatch(entry.raw) is not None


def _holds_more(sheet: Sheet, entry: Entry) -> bool:
    """Whether a text holds boxes, or a short one an e-mail, a number of its own, or the next label."""
    one = entry.field
    if one.kind is Kind.TEXT and len(MARK.findall(entry.raw)) > 1:
        return True  # another question's boxes
    if one.path[-1] == "name" and (_DATE.search(entry.raw) or _names_more(sheet, entry)):
        return True  # `Ida Øst, 01-06-2026`, `Ida Øst, skoleleder`
    if looks_cut_out(one, entry.raw):
        return True
    if one.kind is not Kind.TEXT or one.multiline or one.max_length > _LONGEST_NAME:
        return False
    begins = _BEGINS_LABEL.match(entry.raw)
    if begins is not None and sheet.lexicon.is_generic(begins[1]):
        return True  # the rest of the label: `Psykologen: navn og evt. titel: Ida`
    if entry.raw.endswith((":", "?")) or _is_label_itself(sheet, entry) or _ASKED_WITHIN.match(entry.raw):
        return True
    if _ends_in_label(sheet, entry):
        return True
    return any(one.search(entry.raw) for one in (_OTHER_VALUE, _LINE_WITHIN, _JUMP, _ASKED_AMID))


def _ends_in_label(sheet: Sheet, entry: Entry) -> bool:
    """Whether a short answer ends in a label that has no answer: `Ida Øst Underskrivers e-mail`."""
    words = entry.raw.split()
    for place in range(max(1, len(words) - _SHORT_LABEL), len(words)):
        label = " ".join(words[place:])
        begins = label[:1].isupper() and not label.isupper()  # `formand for BEKU` names no question
        named = sheet.lexicon.name(label, sheet.context) if begins else NOTHING
        one = named.field if named.spelt else None
        if one not in (None, entry.field) and not any(
            other.said for other in sheet.entries if other.field == one
        ):
            return True
    return False


def _names_more(sheet: Sheet, entry: Entry) -> bool:
    """Whether something stands behind a person's name whose own question nobody answered."""
    if "," not in entry.raw:
        return False
    group = [other for other in sheet.form.fields() if other.path[:-1] == entry.field.path[:-1]]
    of_person = [other for other in group if other.kind in CONTACTS or other.path[-1] == "title"]
    said = {other.field.path for other in sheet.entries if other.said and other.item == entry.item}
    return any(other.path not in said for other in of_person)


def _is_label_itself(sheet: Sheet, entry: Entry) -> bool:
    """Whether an answer is a label: its own, that of a number or a date, or no more than `Underskrift`."""
    raw = without_leaders(entry.raw)
    if danish.fold(raw) == danish.fold(entry.label):
        return True
    if NO_WORDS < sheet.lexicon.words(raw) <= GENERIC:
        return True
    at_home = Context(keys=frozenset(sheet.lexicon.keys_of(entry.field)))
    named = sheet.lexicon.name(raw, at_home) if len(raw.split()) <= _SHORT_LABEL else NOTHING
    if named.field is None or named.fit is not Fit.SURE:
        return False
    # `Skoleleder` may be somebody's title; `Navn på skoleleder` and `Barnet bor her` are nobody's.
    asks = len(raw.split()) > 1 and named.spelt and named.field != entry.field
    return is_typed(named.field) or asks


def _unmet_prose(sheet: Sheet, *, required: bool) -> set[Path]:
    """The prose fields behind which another one's label is missing: its answer may have run into theirs."""
    met = {entry.field.path for entry in sheet.entries}
    found: set[Path] = set()
    before: Field | None = None
    for one in sheet.form.fields():
        if one.path in met:
            before = one if one.multiline else None
        elif before is not None and one.multiline and (one.required or not required):
            found.add(before.path)
    return found
