"""What a form is: its sections, fields and repeated rows, taken from its JSON Schema and nothing else.

One schema gives the blank form, the reader's map, the validation and the Danish messages; this module is
the map they share. Everything here is pure: dictionaries in, frozen records out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

Schema = Mapping[str, Any]
Path = tuple[str, ...]
"""Keys from the root of the data to a value; `*` stands for the number of a repeated row."""


class Kind(StrEnum):
    """How a value is written, read and shown."""

    TEXT = "text"
    DATE = "date"
    CPR = "cpr"
    CVR = "cvr"
    EAN = "ean"
    PHONE = "phone"
    EMAIL = "email"
    POSTAL_CODE = "postal-code"
    INSTITUTION = "institution"
    MONEY = "money"
    GRADE = "grade"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One allowed answer: the value in the data, the Danish words on the form and other words for it."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to answer.

    `required`: must be answered in every form. `needed`: must be answered once anything beside it in the
    same group or row is. `recommended`: a warning when missing.
    """

    path: Path
    kind: Kind
    label: str
    help: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    needed: bool = False
    recommended: bool = False
    choices: tuple[Choice, ...] = ()
    multiline: bool = False
    max_length: int = 0
    widget: str = ""
    width: str = ""
    unit: str = ""
    example: str = ""
    law: str = ""
    hidden: bool = False
    group: str = ""

    @property
    def pointer(self) -> str:
        """The JSON Pointer pattern: `/child/cpr`, `/goals/*/goal`."""
        return "/" + "/".join(self.path)

    @property
    def tag(self) -> str:
        """The name a content control bears: `child.cpr`, `goals[].goal` (never over 64 characters)."""
        return ".".join(self.path).replace(".*", "[]")

    def choice_label(self, value: str) -> str:
        return next((choice.label for choice in self.choices if choice.value == value), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A repeated group: one row (or card) for each item of an array."""

    path: Path
    label: str
    columns: tuple[Field, ...]
    help: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    needed: bool = False
    recommended: bool = False
    max_items: int = 1
    shown: int = 1
    widget: str = "table"
    item_label: str = ""
    law: str = ""

    @property
    def pointer(self) -> str:
        return "/" + "/".join(self.path)

    @property
    def tag(self) -> str:
        return ".".join(self.path) + "[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str
    entries: tuple[Field | Rows, ...]
    help: str = ""
    page_break: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """A form of a programme in one version, as its schema says it.

    Loaded once and never changed, so it is equal to itself alone, and what follows from it can be kept.
    """

    programme: str
    name: str
    version: int
    title: str
    description: str
    who_fills: str
    who_sends: str
    what_happens: str
    sections: tuple[Section, ...]
    names: tuple[str, ...] = ()
    """How the programme's name is written in documents."""
    schema: Schema
    """The schema with every `$ref` replaced by what it refers to."""

    def entries(self) -> Iterator[Field | Rows]:
        for section in self.sections:
            yield from section.entries

    def fields(self) -> Iterator[Field]:
        """Every field in the order of the form, those of repeated rows included."""
        for entry in self.entries():
            if isinstance(entry, Rows):
                yield from entry.columns
            else:
                yield entry

    def find(self, pointer: str) -> Field | Rows | None:
        """The field or rows that a JSON Pointer into the data belongs to (`/goals/0/goal` too)."""
        return _places(self).entries.get(pattern_of(pointer))

    def section_of(self, pointer: str) -> Section | None:
        """The section that holds what a JSON Pointer into the data belongs to, or goes on from."""
        sections, wanted = _places(self).sections, pattern_of(pointer)
        while wanted and wanted not in sections:
            wanted = wanted.rpartition("/")[0]
        return sections.get(wanted)


class _Places(NamedTuple):
    """Where everything of a form is, by the pattern of its pointer."""

    entries: Mapping[str, Field | Rows]
    sections: Mapping[str, Section]


@lru_cache(maxsize=256)
def _places(form: Form) -> _Places:
    entries: dict[str, Field | Rows] = {}
    sections: dict[str, Section] = {}
    for section in form.sections:
        for entry in section.entries:
            sections.setdefault(entry.pointer, section)
            entries.setdefault(entry.pointer, entry)
            for column in entry.columns if isinstance(entry, Rows) else ():
                entries.setdefault(column.pointer, column)
    return _Places(entries, sections)


_ROW_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


def pattern_of(pointer: str) -> str:
    """The pointer with every row number replaced by `*`: `/goals/3/goal` → `/goals/*/goal`."""
    return _ROW_NUMBER.sub("/*", pointer)


def get(data: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, or None where there is none."""
    for key in pointer.strip("/").split("/") if pointer.strip("/") else ():
        if isinstance(data, Mapping) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
    return data


def text_at(data: Any, pointer: str) -> str:
    """The value at a JSON Pointer as text; empty where there is none, and where no place is named."""
    return str(get(data, pointer) or "") if pointer else ""


def leaves(data: Any) -> Iterator[tuple[str, Any]]:
    """Every value of the data that is not an object or array of objects, with its JSON Pointer.

    A list of plain values (several ticks under one label) counts as one value.
    """
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting.extend((f"{pointer}/{key}", value[key]) for key in reversed(list(value)))
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            waiting.extend((f"{pointer}/{n}", item) for n, item in reversed(list(enumerate(value))))
        else:
            yield pointer, value


def prune(data: Any) -> Any:
    """The data without empty objects, empty arrays, empty texts and nulls: what no paper can show."""
    if isinstance(data, Mapping):
        pruned = {key: prune(value) for key, value in data.items()}
        return {key: value for key, value in pruned.items() if value not in ({}, [], "", None)}
    if isinstance(data, list):
        return [value for value in map(prune, data) if value not in ({}, [], "", None)]
    return data
