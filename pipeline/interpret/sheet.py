"""What has been read of a document by its labels: answers, things nobody could place, and where one stands.

`flow` and `grids` walk the document and tell this what they meet. It keeps the heading and the field that
short labels lean on, and which of several repeated items an answer belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Path, Rows
from pipeline.interpret.appearance import Looks
from pipeline.interpret.counted import going_on
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import decide, fits, is_telling
from pipeline.interpret.helps import VALUE, is_in_brackets, is_sentence
from pipeline.interpret.ink import bare, inked
from pipeline.interpret.items import Items
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.memo import kept
from pipeline.interpret.parties import Party, is_among_parties, party_of
from pipeline.interpret.printed import is_title, plain
from pipeline.interpret.segments import Segment, segments
from pipeline.interpret.several import share_out
from pipeline.interpret.spelling import nearly_among
from pipeline.interpret.ticks import offers, printed_options
from pipeline.interpret.vocabulary import NO_WORDS, NOTHING, Context, Fit, Heading, Named, list_key, row_words
from pipeline.records.layout import Place, TextLine

_ANSWERED: Final = re.compile(r".*[:?]\s+([^\s(*].*)$")
LONGEST_CELL = 220
"""Letters of a cell that may be a label or a list of answers; more are prose."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """The state of one reading."""

    form: Form
    lexicon: Lexicon
    own_help: frozenset[str]
    """What the form prints to help: introductions, help texts, notes."""
    guessed: bool = False
    """Its letters were recognised in a picture: what the form prints may be misspelt."""
    context: Context = default(default_factory=Context)
    entries: list[Entry] = default(default_factory=list)
    latest: Entry | None = None
    """The entry whose label was the last thing met."""
    unplaced: list[Unplaced] = default(default_factory=list)
    printed: list[tuple[str, Place]] = default(default_factory=list)
    """Lines that look like the form's own: instructions, letterheads, headings of nothing we know."""
    items: Items = default(default_factory=Items)
    looks: Looks = default(default_factory=Looks)
    started: bool = False
    """Whether a label has been met: what stands before is letterhead and instruction."""
    _stray: bool = False
    """The last thing met was text under no label."""
    _asked: dict[tuple[str, Context], Named] = default(default_factory=dict)
    _cut: dict[tuple[str, Context, bool], list[Segment]] = default(default_factory=dict)

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, label: str) -> Named:
        """What a label names where the reading stands."""
        return kept(self._asked, (label, self.context), lambda: self._ask(label))

    def _ask(self, label: str) -> Named:
        if is_title(self.form, label):
            return NOTHING
        if (party := self.party(label)) is not None:
            return Named(fields=(party.name,), item=party.said, spelt=True, party=True)
        named = NOTHING if is_in_brackets(label) else self.lexicon.name(label, self.context)
        if (is_sentence(label) and not named.spelt) or self._is_who_signs(named.field):
            return NOTHING
        one = named.field
        # Several of its own answers beside each other are no question, nor is one with its answer behind it.
        answered = _ANSWERED.search(label) if ":" in label or "?" in label else None
        if one is None or not is_telling(one):
            asked = answered and "?" in label and self.lexicon.name(label[: answered.start(1)], self.context)
            return NOTHING if one is not None and asked and asked.field == one else named
        listed = offers(one) and len(printed_options(one, label)) > 1
        return NOTHING if listed or (answered and fits(one, answered[1])) else named

    def cut(self, text: str) -> list[Segment]:
        """The labels of an inked line with their values, as they are known where the reading stands."""

        def make() -> list[Segment]:
            return segments(text, self.ask, single=self.is_single, lists=self.lists_answers, dashed=dashed)

        dashed = self.looks.dashed_labels
        return [*kept(self._cut, (text, self.context, dashed), make)]

    def party(self, label: str) -> Party | None:
        """The one who takes part that words name under the heading of a list of those."""
        return party_of(self.form, danish.clean_line(label).strip(" :*"), self.context, self.lexicon.words)

    def _is_who_signs(self, one: Field | None) -> bool:
        """Whether a label that names a person of elsewhere stands in a list of parties: `For skolen`."""
        if one is None or one.path[-1] != "name" or not is_among_parties(self.form, self.context):
            return False
        return self.lexicon.rows_of(one) is None and self.lexicon.keys_of(one)[-1] not in self.context.keys

    def heading(self, text: str) -> Heading | None:
        if (party := self.party(text)) is not None:
            keys = frozenset(self.lexicon.keys_of(party.name))
            words = row_words(party.rows)
            return Heading(keys=keys, words=words, rows=party.rows, item=party.said, exact=True, party=True)
        # No heading begins with a small letter: `skoleleder` answers what somebody's post is.
        no_heading = VALUE.search(text) or text.lstrip()[:1].islower()
        if no_heading:
            return None
        known = (one.heading for one in self.lexicon.headings.known)
        found = self.lexicon.heading(text, self.context)
        return going_on(text, found, self.context, known, self.items)

    def column(self, label: str, rows: Rows) -> Named:
        return self.lexicon.name(label, self.context, rows.path)

    def is_single(self, named: Named) -> bool:
        """Whether what a label names is answered in one line."""
        return bool(named.fields) and not any(takes_lines(one) for one in named.fields)

    def lists_answers(self, text: str) -> bool:
        """Whether a text says nothing but several answers of one question: `Timer     Lektioner X`."""
        offered = (one for one in self.form.fields() if one.kind in (Kind.CHOICE, Kind.CHOICES))
        return len(text) <= LONGEST_CELL and any(len(printed_options(one, text)) > 1 for one in offered)

    def is_printed(self, text: str) -> bool:
        """Whether a whole line is help or an introduction that the form itself prints."""
        said = plain(bare(text))
        if not self.started and is_title(self.form, said):
            return True
        return said in self.own_help or (self.guessed and nearly_among(said, self.own_help))

    # ── headings ──────────────────────────────────────────────────────────────────────────────────────

    def under(self, heading: Heading) -> None:
        """A heading that is known: short labels below it lean on it."""
        self.context = Context(keys=heading.keys, words=heading.words)
        if heading.rows is not None and heading.party:
            self.items.begin_party(heading.rows, heading.item)
        elif heading.rows is not None:
            self.items.begin(heading.rows, heading.item)
            self.items.card = heading

    def repeats(self, heading: Heading) -> bool:
        """Whether a heading says again the one right above it, as the caption of a table does."""
        again = heading.exact and not heading.item and heading.keys == self.context.keys
        return again and not self.context.last

    def under_unknown(self, *, within_section: bool) -> None:
        """A heading nobody knows: short labels say nothing until another one tells more."""
        section = {key for key in self.context.keys if key.startswith("s:")} if within_section else ()
        self.context = Context(keys=frozenset(section), lost=self.started)

    def lose_track(self) -> None:
        """Something unknown was met: what follows may belong to it."""
        if self.context.last:
            self.context = replace(self.context, last=(), last_words=NO_WORDS, lost=True)

    def new_unit(self, labels: Sequence[str]) -> None:
        """A table begins: one that asks again what the item before was asked is the next item's.

        What its labels say must tell, not what stands before them: `Svar` and `Dato` lean on any consent.
        """
        here = replace(self.context, last=(), last_words=NO_WORDS)
        asked: dict[Path, tuple[Rows, set[Path]]] = {}
        for label in labels:
            one = NOTHING if is_in_brackets(label) else self.lexicon.name(label, here)
            rows = self.lexicon.rows_of(one.field) if one.field is not None else None
            if rows is not None and one.field is not None and not self.is_elsewhere(one.field):
                _, fields = asked.setdefault(rows.path, (rows, set()))
                fields.update(() if one.item else (one.field.path,))
        for rows, fields in asked.values():
            self.items.next_unit(rows, fields)

    def in_card(self, rows: Rows) -> bool:
        """Whether the reading stands under the heading of one item of a list: `Mål 2`."""
        return list_key(rows.path) in self.context.keys and self.items.in_card(rows)

    # ── answers ───────────────────────────────────────────────────────────────────────────────────────

    def answer(
        self, named: Named, label: str, texts: list[str], place: Place, item: int | None = None
    ) -> Entry | Unplaced:
        """Notes what stands under a label, and what the label leaves short labels after it to lean on."""
        self.started = True
        names = named.field is not None and named.field.path[-1] == "name"
        if (names or not named.fields) and is_title(self.form, bare("\n".join(texts)).strip()):
            return self._unplace(label, [], place, ())  # `Vedr.: Ansøgning om Skoleflex`, `Skema: …`
        named = decide(self.lexicon, named, label, texts, self.context)
        if named.together:
            return self._answer_all(named, label, texts, place, item)
        named = self._not_again(named, label, texts, place)
        one = named.field
        self.latest = None
        if one is None:
            if not named.fields:
                self.lose_track()
            return self._unplace(label, texts, place, named.fields)
        begins = named.item or item is not None or self.items.counted
        if not begins and self.was_answered(one) and self.is_elsewhere(one):
            # Under another heading nobody is asked the same again: it may be of an item we don't know.
            return self._unplace(label, texts, place, (one,))
        entry = Entry(
            field=one,
            item=self._item_of(one, named, item),
            label=label,
            fit=named.fit,
            place=place,
            texts=texts,
        )
        # `Formand for` stands over a label with `udvalget` beside it: an answer of two lines.
        entry.may_go_on = self._stray and one.kind is Kind.TEXT and entry.raw.lstrip("_ ")[:1].islower()
        self._stray = False
        self.entries.append(entry)
        self.latest = entry
        if named.fit is not Fit.LOOSE:
            self.context = replace(
                self.context,
                last=self.lexicon.keys_of(one),
                last_words=self.lexicon.own_words(one),
                lost=False,
            )
        return entry

    def _unplace(self, label: str, texts: list[str], place: Place, fields: tuple[Field, ...]) -> Unplaced:
        """Notes what stands under a label that may be of several fields, or of none."""
        unplaced = Unplaced(label=label, texts=texts, place=place, fields=fields)
        self.unplaced.append(unplaced)
        return unplaced

    def _answer_all(
        self, named: Named, label: str, texts: list[str], place: Place, item: int | None
    ) -> Entry | Unplaced:
        """Notes an answer that holds the values of several fields."""
        text = "\n".join(texts)
        if any(self._is_answered(one) for one in named.fields):
            # Somebody else's, then: nobody is asked twice.
            return self._unplace(label, texts, place, named.fields)
        shares = share_out(named.fields, text) if bare(text).strip() else dict.fromkeys(named.fields, "")
        if shares is None:
            return self._unplace(label, texts, place, named.fields)
        entries = [
            self.answer(
                Named(fields=(one,), fit=Fit.ALIKE, item=named.item),
                label,
                [shares[one]] if shares.get(one) else [],
                place,
                item,
            )
            for one in named.fields
        ]
        last = entries[-1]
        if isinstance(last, Entry) and not bare(text).strip():
            last.joined = tuple(one for one in entries if isinstance(one, Entry))
        return last

    def _not_again(self, named: Named, label: str, texts: list[str], place: Place) -> Named:
        """What a short label names whose field has another answer already: a namesake without one."""
        one = named.field
        if one is None or not self._is_answered(one):
            return named
        before = [entry for entry in self.entries if entry.field == one and entry.said]
        said = {entry.raw for entry in before}
        if any(_stands_with(entry, label, place) for entry in before):
            return named  # the same question twice, with other answers: a contradiction
        if danish.is_empty_text(bare("\n".join(texts))) or bare("\n".join(texts)).strip() in said:
            return named
        others = [
            other
            for other in self.lexicon.namesakes(label)
            if other != one and self.lexicon.rows_of(other) is None and not self._is_answered(other)
        ]
        return Named(fields=tuple(others), fit=Fit.ALIKE) if others else named

    def _is_answered(self, one: Field) -> bool:
        return self.lexicon.rows_of(one) is None and self.was_answered(one)

    def was_answered(self, one: Field) -> bool:
        """Whether a field has its answer, one of a repeated item in the item that is being read."""
        rows = self.lexicon.rows_of(one)
        item = (self.items.number(rows),) if rows is not None else ()
        return any(entry.field == one and entry.item == item and entry.said for entry in self.entries)

    def entries_of(self, rows: Rows) -> list[Entry]:
        return [one for one in self.entries if self.lexicon.rows_of(one.field) is rows]

    def is_elsewhere(self, one: Field) -> bool:
        """Whether a field of a list is named under a heading that is not the list's, or behind the list."""
        rows, keys, last = self.lexicon.rows_of(one), self.context.keys, self.context.last
        if rows is None or not keys:
            return False
        home = list_key(rows.path)
        return home not in keys or (bool(last) and home not in last)

    def _item_of(self, one: Field, named: Named, item: int | None) -> tuple[int, ...]:
        rows = self.lexicon.rows_of(one)
        if rows is None:
            return ()
        if item is None and named.party:
            item = self.items.begin_party(rows, named.item, one.path)
        if item is None and named.item:
            named_here = self.in_card(rows) and not self.items.asks_another(rows, one.path, named.item)
            item = None if named_here else self.items.begin(rows, named.item)
        if item is not None:
            return (self.items.note(rows, one.path, item),)
        return (self.items.asked(rows, one.path),)

    def _right_before(self) -> list[Entry]:
        """The last answer, if nothing was met since; of a row of a list also the prose beside it."""
        last = self.latest
        if last is None:
            return []
        row = last.place.table, last.place.row
        beside = [
            entry
            for entry in self.entries
            if entry.item and entry.item == last.item and (entry.place.table, entry.place.row) == row
        ]
        return [last, *(entry for entry in beside if row[1] and entry.field.multiline and entry is not last)]

    def orphan(self, texts: list[str], place: Place) -> None:
        """Text that stands under no label: it may be the rest of the answer right before it, or behind it."""
        for one in self._right_before():
            one.may_go_on = one.said and one.field.kind is Kind.TEXT and one.place.part == place.part
        self.latest = None
        self._stray = True
        self.unplaced.append(Unplaced(label="", texts=texts, place=place))
        self.lose_track()

    def quote(self, line: TextLine) -> None:
        """A line that is part of no answer before it, and may hold one."""
        self.unplaced.append(Unplaced(label="", texts=[inked(line)], place=line.spot))


def _stands_with(entry: Entry, label: str, place: Place) -> bool:
    """Whether an answer stands under the same label and heading, in the same table."""
    there = entry.place
    return entry.label == label and (there.heading, there.table) == (place.heading, place.table)
