"""A document without controls of ours, read by its printed labels: answers as if each had our own tag.

What is read is certain or says that it is not: a label in unknown words, one that stands twice, prose that
may hold two answers are doubts that a person confirms; text that no label names is quoted, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Path
from pipeline.interpret.convert import convert
from pipeline.interpret.entries import Entry, Unplaced
from pipeline.interpret.flow import read_flow
from pipeline.interpret.grids import read_grid
from pipeline.interpret.helps import HELP
from pipeline.interpret.ink import FAINT, STRUCK, all_in, bare, has
from pipeline.interpret.late import settle_late
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.looks import note_looks
from pipeline.interpret.printed import help_of
from pipeline.interpret.settle import PROPOSED
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import MARK, offers, option_named, options_of, ticks
from pipeline.interpret.vocabulary import Fit
from pipeline.records import Answer, ExtractedForm, Place, Problem, Severity
from pipeline.records.layout import Grid, Layout, TextLine

_TYPED: Final = frozenset(Kind) - {Kind.TEXT, Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES}
_OTHER_VALUE: Final = re.compile(
    r"[^\s@]+@[^\s@]+\.\w|(?<!\d)\d{6}[ -]?\d{4}(?!\d)|(?<!\d)\d{2}(?: ?\d{2}){3}(?!\d)"
)
_LINE_WITHIN: Final = re.compile(r"[^\W_][ \u00a0]*(?:_{3,}|\.{4,})[ \u00a0]*[^\W_]")
"""An answer on a line to write on, and words behind it: another label, then."""
_ASKS_NUMBER: Final = re.compile(r"(?i)(?:nummer|(?<!\w)nr\.?)$")
_LONGEST_NAME: Final = 150
_SHORT_LABEL: Final = 4
"""Words of a label; more may be a sentence."""
_SHORTENED: Final = re.compile(r"(?i)(?<!\w)(?:tv|th|mf|st|kl|co|jr|sr|m\.fl|m\.m|mv|osv)$")
"""What ends in a full stop of its own, before the dots of a leader."""
_BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


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
    entries, unplaced = _sorted_out(sheet)
    answers = [answer for entry, doubt in entries for answer in _answers(entry, doubt)]
    if proposed:
        answers = [replace(answer, by="ocr", doubt=answer.doubt or PROPOSED) for answer in answers]
    problems = [*_similar(entries), *_unboxed(entries), *map(_unplaced, unplaced)]
    return ByLabels(answers=tuple(answers), problems=tuple(problems))


def read_sheet(layout: Layout, form: Form, *, guessed: bool = False) -> Sheet:
    """Walks the blocks of a document in their order; `guessed` when its letters were recognised."""
    sheet = Sheet(form=form, lexicon=_lexicon_of(form), own_help=help_of(form), guessed=guessed)
    lines: list[TextLine] = []
    note_looks(sheet, layout)
    for block in layout.blocks:
        if isinstance(block, Grid):
            read_flow(sheet, lines, before_labels=True)
            lines = []
            read_grid(sheet, block)
        else:
            lines.append(block)
    read_flow(sheet, lines)
    settle_late(sheet)
    return sheet


_LEXICONS: Final[dict[int, Lexicon]] = {}


def _lexicon_of(form: Form) -> Lexicon:
    """The wordings of a form, made once: a form is loaded once and never changes."""
    known = _LEXICONS.get(id(form))
    if known is None or known.form is not form:
        known = _LEXICONS[id(form)] = Lexicon.of(form)
    return known


# ── doubts ────────────────────────────────────────────────────────────────────────────────────────────


def _sorted_out(sheet: Sheet) -> tuple[list[tuple[Entry, str]], list[Unplaced]]:
    """Each entry with what is doubtful about it, and all that has no place."""
    met: dict[tuple[Path, tuple[int, ...]], list[Entry]] = {}
    for entry in sheet.entries:
        met.setdefault((entry.field.path, entry.item), []).append(entry)
    unplaced = [one for one in sheet.unplaced if not danish.is_empty_text(one.raw)]
    kept: list[tuple[Entry, str]] = []
    said_elsewhere = {entry.field.path for entry in sheet.entries if entry.said}
    gaps, prose_gaps = _unmet_prose(sheet, required=True), _unmet_prose(sheet, required=False)
    for entry in sheet.entries:
        if not entry.said:
            if entry.plain or (entry.fit is Fit.LOOSE and len(entry.label.split()) > _SHORT_LABEL):
                # What looked like a label may have been an answer.
                unplaced.append(Unplaced(label="", texts=[entry.label], place=entry.place))
            continue
        same = met[entry.field.path, entry.item]
        if not entry.item and any(_says_otherwise(entry, other) for other in same):
            fields = (entry.field,)
            unplaced.append(Unplaced(label=entry.label, texts=entry.texts, place=entry.place, fields=fields))
        elif entry.fit is Fit.LOOSE:
            if any(other.said for other in same if other is not entry):
                unplaced.append(Unplaced(label=entry.label, texts=entry.texts, place=entry.place))
            else:
                kept.append((entry, "label.loose"))
        elif any(_asks_too(sheet, other, entry) for other in same):
            kept.append((entry, "label.twice"))
        elif entry.field.path in (prose_gaps if entry.swallowed else gaps if entry.paragraphs > 1 else ()):
            kept.append((entry, "answer.maybe_more"))
            unplaced += [
                Unplaced(label=label if bare(text).strip() else "", texts=[text or label], place=place)
                for label, text, place in entry.swallowed
            ]
        elif entry.may_hold_label or not said_elsewhere.issuperset(one.path for one in entry.echoes):
            kept.append((entry, "answer.maybe_more"))
        elif entry.may_go_on:
            kept.append((entry, "answer.maybe_less"))
        elif _is_in_brackets(entry) or _lacks_its_number(entry):
            kept.append((entry, "label.loose"))
        elif _holds_more(entry):
            kept.append((entry, "answer.holds_more"))
        else:
            kept.append((entry, ""))
    return kept, unplaced


def _says_otherwise(entry: Entry, other: Entry) -> bool:
    """Whether one label asks under several headings and gets other answers: it names something of each."""
    apart = other.label == entry.label and other.place.heading != entry.place.heading
    return apart and other.said and other.raw != entry.raw


def _asks_too(sheet: Sheet, other: Entry, entry: Entry) -> bool:
    """Whether the same was asked elsewhere, and got no answer.

    Right above the label that got one (`Sagsbehandler`, then `Navn: Ida`) it is the heading of that.
    """
    if other.said or other.fit is Fit.LOOSE:
        return False
    at = next(n for n, one in enumerate(sheet.entries) if one is other)
    return not (other.heads and sheet.entries[at + 1 :][:1] == [entry])


def _is_in_brackets(entry: Entry) -> bool:
    """Whether all that stands at a label is in brackets: `(vej og nr.)` may be help that is left there."""
    return entry.field.kind is Kind.TEXT and bool(_BRACKETED.fullmatch(entry.raw))


def _lacks_its_number(entry: Entry) -> bool:
    """Whether no digit stands where a number is asked for: the label may be of another office's field."""
    one = entry.field
    asks = one.kind is Kind.TEXT and not one.multiline and _ASKS_NUMBER.search(one.label) is not None
    return asks and not any(map(str.isdigit, entry.raw))


def _holds_more(entry: Entry) -> bool:
    """Whether a text holds boxes, or a short one an e-mail, a number of its own, or the next label."""
    one = entry.field
    if one.kind is Kind.TEXT and len(MARK.findall(entry.raw)) > 1:
        return True  # another question's boxes
    if one.kind is not Kind.TEXT or one.multiline or one.max_length > _LONGEST_NAME:
        return False
    return bool(_OTHER_VALUE.search(entry.raw) or _LINE_WITHIN.search(entry.raw))


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
    kept = [text for text in entry.texts if not _is_left_help(text, help_text)]
    return kept if any(bare(text).strip() for text in kept) else list(entry.texts)


def _is_left_help(text: str, help_text: str) -> bool:
    plain = bare(text).strip()
    if not plain:
        return False
    if help_text and danish.fold(plain) == help_text:
        return True
    aside = all_in(FAINT, text) or (plain[0] in "([<" and plain[-1] in ")]>")
    return aside and bool(HELP.match(plain))


def _typed(one: Field, raw: str) -> str:
    """A short answer without leaders round it and without help in brackets beside it."""
    if one.multiline:
        return raw
    text = "\n".join(line.strip(" \t_…") for line in raw.split("\n")).strip("\n")
    if one.unit and text.endswith(one.unit) and danish.is_empty_text(text.removesuffix(one.unit)):
        return ""  # the unit is printed behind the field, and nothing stands before it
    if one.unit:
        # Printed at the right of a field, it stands a jump behind what is written there.
        text = re.sub(rf"\t+{re.escape(one.unit)}$", "", text)
    text = _without_leaders(text)
    rest = _BRACKETED.sub(lambda found: "" if HELP.match(found[0]) else found[0], text).strip()
    if one.kind in _TYPED and _unreadable(one, rest):
        # What stands in brackets beside a number or a date is no part of it.
        bare_value = _BRACKETED.sub("", text).strip()
        rest = rest if _unreadable(one, bare_value) else bare_value
    return rest or text


def _without_leaders(text: str) -> str:
    """The text without the dots or underscores before and behind it; `3. tv.` keeps its own full stop."""
    text = re.sub(r"^[._…\s]{2,}", "", text)
    if (behind := re.search(r"[._…\s]{2,}$", text)) is None:
        return text
    said = text[: behind.start()]
    return said + "." if behind[0].startswith(".") and _SHORTENED.search(said) else said


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
    if one.fields:
        labels = list(dict.fromkeys(field.label for field in one.fields))
        if len(labels) == 1:
            labels = list(dict.fromkeys(f"{field.label} ({field.group})" for field in one.fields))
        params["fields"] = danish.either(labels[:4])
        return Problem(code="label.ambiguous", pointer="", params=params, spot=one.place)
    code = "answer.unplaced" if one.label else "text.unplaced"
    return Problem(code=code, pointer="", severity=Severity.WARNING, params=params, spot=one.place)
