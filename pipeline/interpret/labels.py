"""The printed labels of a form, and what people write instead of them, as ways to its fields.

A label leads to a field only when it can lead to no other. A label that other labels end in (`Telefon`,
besides `Skoleleders telefon`) says too little by itself: it counts under the heading it belongs to, or in a
repeated row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.danish import fold
from pipeline.definitions import Field, Form, Kind, Rows, Section
from pipeline.records import Answer

SIMILAR, APART = 85, 10
"""How alike two labels must be (of 100) to be taken for one, and how much less alike any other must be."""

SHORTEST, LONGEST = 6, 150
"""Letters of a label: in fewer, one more or less makes another word; more are a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A field, or one of its boxes: the value, or `yes` and `no`."""

    field: Field
    option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    key: str
    target: Target
    is_title: bool
    in_rows: bool
    digits: str
    """Those of the key: `Mål 1` is no misspelt `Mål 2`."""
    headings: frozenset[str]
    """The headings, folded, under which this label is at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All labels of one form. `of` makes it; `exact` and `similar` ask it."""

    texts: tuple[_Label, ...]
    boxes: tuple[_Label, ...]
    texts_by_key: Mapping[str, list[_Label]]
    boxes_by_key: Mapping[str, list[_Label]]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, form: Form) -> Labels:
        texts: list[_Label] = []
        boxes: list[_Label] = []
        for section in form.sections:
            for entry in section.entries:
                for field in entry.columns if isinstance(entry, Rows) else (entry,):
                    headings = _headings(section, entry, field)
                    in_rows = isinstance(entry, Rows)
                    for n, words in enumerate((field.label, *field.aliases)):
                        for kind, option, said in _ways(field, words):
                            key = fold(said)
                            label = _Label(
                                key=key,
                                target=Target(field=field, option=option),
                                is_title=n == 0,
                                in_rows=in_rows,
                                digits=_digits(key),
                                headings=headings,
                            )
                            (boxes if kind == "box" else texts).append(label)
        return cls(
            texts=tuple(texts),
            boxes=tuple(boxes),
            texts_by_key=_by_key(texts),
            boxes_by_key=_by_key(boxes),
        )

    def exact(self, words: str, answer: Answer) -> tuple[Target, ...]:
        """The targets whose label these words are: none, the one, or all that they may mean."""
        by_key = self.texts_by_key if answer.checked is None else self.boxes_by_key
        return self._decided(by_key.get(fold(words), []), answer)

    def similar(self, words: str, answer: Answer) -> tuple[Target, ...]:
        """The target whose label these words are but for a letter or two; all, where more are alike."""
        from rapidfuzz.fuzz import ratio  # compiled, and needed for misspelt labels only

        key = fold(words)
        # Beside a box the words of the answer are too short to be misspelt for certain.
        if answer.checked or not SHORTEST <= len(key) <= LONGEST:
            return ()
        digits = _digits(key)
        likeness = [
            (ratio(key, label.key), label)
            for label in self._of_kind(answer)
            if len(label.key) >= SHORTEST and label.digits == digits
        ]
        best = max((score for score, _ in likeness), default=0)
        if best < SIMILAR:
            return ()
        return self._decided([label for score, label in likeness if score > best - APART], answer)

    def _of_kind(self, answer: Answer) -> tuple[_Label, ...]:
        return self.texts if answer.checked is None else self.boxes

    def _decided(self, labels: list[_Label], answer: Answer) -> tuple[Target, ...]:
        """What is left of the candidates when it is known where the answer stands."""
        if answer.items and any(label.in_rows for label in labels):
            labels = [label for label in labels if label.in_rows]
        heading = _heading_key(answer.place.heading)
        if at_home := [label for label in labels if heading in label.headings]:
            titles = [label for label in at_home if label.is_title]
            return _targets(titles or at_home)
        targets = _targets(labels)
        if len(targets) == 1 and not (answer.items and labels[0].in_rows):
            return targets + self._longer(labels[0], answer)
        return targets

    def _longer(self, label: _Label, answer: Answer) -> tuple[Target, ...]:
        """Other fields whose label ends in this one: it says too little to go by."""
        asked = self.texts if answer.checked is None else (*self.boxes, *self.texts)
        ending = [one for one in asked if one.key.endswith(label.key)]
        return tuple(one for one in _targets(ending) if one.field.path != label.target.field.path)


def _by_key(labels: Sequence[_Label]) -> dict[str, list[_Label]]:
    found: dict[str, list[_Label]] = {}
    for label in labels:
        found.setdefault(label.key, []).append(label)
    return found


def _digits(key: str) -> str:
    return "".join(filter(str.isdecimal, key))


def _ways(field: Field, words: str) -> list[tuple[str, str, str]]:
    """What may be written by a text answer or a box of the field: its kind, the option, the words."""
    ways = [("text", "", words)]
    if field.kind is Kind.BOOLEAN:
        if field.widget == "tick":
            ways.append(("box", "yes", words))
        ways += [("box", "yes", f"{words} Ja"), ("box", "no", f"{words} Nej")]
    for choice in field.choices:
        ways.append(("box", choice.value, f"{words} {choice.label}"))
        # The words of a drop-down stand beside no box: there they are another question's.
        if words == field.label and (field.kind is Kind.CHOICES or field.widget == "ticks"):
            ways.append(("box", choice.value, choice.label))
    return ways


def _headings(section: Section, entry: Field | Rows, field: Field) -> frozenset[str]:
    said = [section.title, field.group]
    if isinstance(entry, Rows):
        said += [entry.label, *entry.aliases, entry.item_label]
    return frozenset(_heading_key(words) for words in said if words)


@lru_cache(maxsize=1024)
def _heading_key(heading: str) -> str:
    """`3. Skolen` and `Forælder 2` without their numbers."""
    return fold(re.sub(r"^[\d.\s)]+|[\d.\s]+$", "", heading))


def _targets(labels: list[_Label]) -> tuple[Target, ...]:
    return tuple(dict.fromkeys(label.target for label in labels))
