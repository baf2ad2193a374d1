"""Where in a Word form a finding belongs: the very control, else its label, its heading, the first paragraph.

A comment at the wrong field misleads worse than one at the heading. So a label counts only where it can be no
other field's, and a row only where its own controls tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import danish
from pipeline.annotate.controls import Control, paragraph_words, read_control, written_rows
from pipeline.definitions import Field, Form, Rows, Section
from pipeline.records import Finding
from pipeline.xml import Element, qn

LONGEST = 300
"""Characters of a paragraph that may be a label."""

_P, _SDT = qn("w:p"), qn("w:sdt")
_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_NOT_SHOWN = frozenset(map(qn, ("mc:Fallback", "w:del", "w:moveFrom")))
"""What stands in these is deleted, or stored a second time for older programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a comment stands at: paragraphs (it goes inside them) or something in one (it goes round it).

    `exact` says that it is the field itself; elsewhere the comment has to name the field.
    """

    first: Element
    last: Element
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph that may be a label or heading, and the headings it stands under."""

    element: Element
    section: str
    group: str
    is_heading: bool


@dataclass(slots=True)
class Places:
    """All places of one document. `of` makes it; `find` asks it."""

    form: Form
    body: Element
    labels: Mapping[str, frozenset[str]]
    """What each field may be called, by its tag."""
    controls: list[Control] = field(default_factory=list)
    titled: dict[str, list[Element]] = field(default_factory=dict)
    """The controls that only their title names, by it."""
    said: dict[str, list[Words]] = field(default_factory=dict)
    """The paragraphs by what they may be known by."""
    start: Element | None = None
    _rows: dict[str, list[list[Control]]] = field(default_factory=dict)
    _paragraphs: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, body: Element, form: Form, levels: Mapping[str, int]) -> Places:
        """`levels` are the paragraph styles that make headings."""
        labels = {
            entry.tag: frozenset(danish.fold(label) for label in (entry.label, *entry.aliases))
            for entry in form.fields()
        }
        places = cls(form, body, labels)
        sections = {_heading_key(section.title) for section in form.sections}
        groups = {key for entry in form.entries() for key in _groups_of(entry)}
        answers: set[Element] = set()
        section = group = ""
        for element in body.iter(_P, _SDT):
            held_by = [*element.iterancestors()]
            if any(holder.tag in _NOT_SHOWN for holder in held_by):
                continue
            if element.tag == _SDT:
                places._add_control(element, answers)
                continue
            if places.start is None or (held_by[0] is body and places.start.getparent() is not body):
                places.start = element
            text = "" if answers.intersection(held_by) else paragraph_words(element)
            if not text.strip() or len(text) > LONGEST:
                continue
            key = _heading_key(text)
            if key in sections:
                section, group = key, ""
            elif key in groups:
                group = key
            is_heading = _style_of(element) in levels
            words = Words(element=element, section=section, group=group, is_heading=is_heading)
            label = text.partition(":")[0]
            for known in {key, danish.fold(text), *([danish.fold(label)] if label != text else [])}:
                places.said.setdefault(known, []).append(words)
        return places

    def _add_control(self, element: Element, answers: set[Element]) -> None:
        control = read_control(element)
        if control is None:
            return
        self.controls.append(control)
        if not control.holds_others:
            answers.add(element)
            if control.tag.partition(":")[0] not in self.labels:
                self.titled.setdefault(danish.fold(control.alias), []).append(element)

    def find(self, finding: Finding) -> Anchor | None:
        """The best place for a finding; None in a document without a paragraph."""
        entry = self.form.find(finding.pointer) if finding.pointer else None
        rows = _rows_of(finding.pointer, self.form)
        control = self._control(finding.pointer, entry, rows)
        anchor = _round_control(control.element) if control else None
        if anchor is not None:
            return anchor
        if (there := self._paragraph(finding)) is not None:
            return _beside(there)
        section = _section_of(finding.pointer, self.form)
        found = self._labelled(finding, entry, section, rows)
        for title in (rows.label if rows else "", section.title if section else ""):
            found = self._heading(title) if found is None and title else found
        found = self.start if found is None else found
        return None if found is None else _beside(found)

    def _paragraph(self, finding: Finding) -> Element | None:
        """The very paragraph that was read, where a document without controls of ours was."""
        if finding.spot is None or finding.spot.number < 0 or finding.spot.part:
            return None
        if not self._paragraphs:
            self._paragraphs.extend(self.body.getroottree().getroot().iter(_P))
        within = finding.spot.number < len(self._paragraphs)
        return self._paragraphs[finding.spot.number] if within else None

    def _control(self, pointer: str, entry: Field | Rows | None, rows: Rows | None) -> Control | None:
        if rows is None:
            return _answering(self.controls, entry.tag) if isinstance(entry, Field) else None
        number = re.match(r"[0-9]{1,9}(?=/|$)", pointer.removeprefix(f"{rows.pointer}/"))
        if rows.tag not in self._rows:
            self._rows[rows.tag] = written_rows(self.controls, rows.tag)
        written = self._rows[rows.tag]
        if number is None or int(number[0]) >= len(written):
            return None
        row = written[int(number[0])]
        return _answering(row, entry.tag) if isinstance(entry, Field) else row[0]

    def _labelled(
        self, finding: Finding, entry: Field | Rows | None, section: Section | None, rows: Rows | None
    ) -> Element | None:
        """A control's title or a label, where only one can be meant."""
        labels = (entry.label, *entry.aliases) if entry else (finding.label,)
        wanted = {danish.fold(label) for label in labels if label}
        titled = [element for label in wanted for element in self.titled.get(label, ())]
        if len(titled) == 1:
            return titled[0]
        said = [words for label in wanted for words in self.said.get(label, ())]
        said = [one for one in said if not one.is_heading] or said
        namesakes = sum(not wanted.isdisjoint(known) for known in self.labels.values())
        if section and (len(said) > 1 or namesakes > 1):
            under = _heading_key(section.title)
            at_home = [one for one in said if one.section == under]
            said = at_home if namesakes > 1 else at_home or said
        if len(said) > 1 and entry:
            home = _groups_of(rows or entry)
            said = [one for one in said if one.group in home] or said
        return said[0].element if len(said) == 1 else None

    def _heading(self, title: str) -> Element | None:
        said = self.said.get(_heading_key(title), [])
        return next((one.element for one in [*filter(_is_heading, said), *said]), None)


def _answering(controls: Iterable[Control], tag: str) -> Control | None:
    """The first control of a field; of several boxes the first."""
    return next((one for one in controls if one.tag.partition(":")[0] == tag), None)


def _rows_of(pointer: str, form: Form) -> Rows | None:
    """The repeated group that a pointer names or leads into."""
    for entry in form.entries():
        if isinstance(entry, Rows) and (pointer == entry.pointer or pointer.startswith(f"{entry.pointer}/")):
            return entry
    return None


def _section_of(pointer: str, form: Form) -> Section | None:
    """The section a pointer belongs to; a group of fields belongs where its first field does."""
    if not pointer:
        return None
    below = (entry.pointer for entry in form.entries() if entry.pointer.startswith(f"{pointer}/"))
    return form.section_of(pointer) or form.section_of(next(below, ""))


def _groups_of(entry: Field | Rows) -> set[str]:
    """The headings below that of its section under which an entry is at home."""
    said: Sequence[str] = (
        (entry.label, *entry.aliases, entry.item_label) if isinstance(entry, Rows) else (entry.group,)
    )
    return {_heading_key(words) for words in said if words}


def _heading_key(heading: str) -> str:
    """`3. Skolen` and `Forælder 2` without their numbers."""
    return danish.fold(re.sub(r"^[\d.\s)]+|[\d.\s]+$", "", heading))


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(_STYLE)
    return "" if style is None else style.get(qn("w:val"), "")


def _is_heading(words: Words) -> bool:
    return words.is_heading


# ── anchors ───────────────────────────────────────────────────────────────────────────────────────────


def _round_control(control: Element) -> Anchor | None:
    """Round a control inside a paragraph; in the paragraphs of one round paragraphs, cells or rows."""
    within = _in_paragraph(control)
    if within is not None:
        return Anchor(first=within, last=within, exact=True)
    first = next(control.iter(_P), None)
    parent = None if first is None else first.getparent()
    if first is None or parent is None:
        return None
    return Anchor(first=first, last=parent.findall(_P)[-1], exact=True)


def _beside(element: Element) -> Anchor | None:
    if element.tag == _SDT:
        anchor = _round_control(element)
        return anchor and Anchor(first=anchor.first, last=anchor.last, exact=False)
    # Word allows no comment inside a text box: it goes round the box.
    place = _in_paragraph(element)
    place = element if place is None else place
    return Anchor(first=place, last=place, exact=False)


def _in_paragraph(element: Element) -> Element | None:
    """What stands directly in the outermost paragraph and holds the element, or is it."""
    found = None
    child = element
    for holder in element.iterancestors():
        if holder.tag == _P:
            found = child
        child = holder
    return found
