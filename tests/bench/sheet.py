"""What a municipality's own form prints: sections, labelled lines and repeated rows, before any layout.

A sheet is made of a form, the data on it and a choice of wordings: the schema's title, one of its `x-labels`
or one of our own list. A layout turns it into a document.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import danish
from pipeline.definitions import Field, Kind, Rows, Section, get, pattern_of
from tests.bench.cases import Filled

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A label and what is written at it: paragraphs, or options of which some are chosen."""

    pointers: tuple[str, ...]
    label: str
    kind: Kind
    texts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    help: str = ""
    long: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def yes_no(self) -> bool:
        return self.kind is Kind.BOOLEAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that stand together, under a heading of their own or none. `about` is what they are all of."""

    lines: tuple[Line, ...]
    heading: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Items of the same kind; each has the same lines in the same order."""

    pointer: str
    heading: str
    items: tuple[tuple[Line, ...], ...]
    item_headings: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(line.label for line in self.items[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    title: str
    blocks: tuple[Group | Repeated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    title: str
    parts: tuple[Part, ...]
    filled: Filled
    printed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By pointer: the label that is printed and the text that is written."""

    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Group):
                    yield from block.lines
                else:
                    yield from (line for item in block.items for line in item)


@lru_cache(maxsize=1)
def wordings() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "wordings.toml").read_text("utf-8"))


def sheet_of(filled: Filled, dice: random.Random, *, combined: bool = False) -> Sheet:
    maker = _Maker(filled=filled, dice=dice)
    parts = tuple(part for section in filled.form.sections if (part := maker.part(section)).blocks)
    if combined:
        parts = tuple(replace(part, blocks=tuple(map(_combined, part.blocks))) for part in parts)
    name = f"{filled.form.programme}/{filled.form.name}"
    title = dice.choice([filled.form.title, *wordings()["titles"].get(name, ())])
    sheet = Sheet(title=title, parts=parts, filled=filled)
    for line in sheet.lines():
        for pointer in line.pointers:
            chosen = ", ".join(option.label for option in line.options if option.chosen)
            sheet.printed[pointer] = (line.label, line.text or chosen)
    return sheet


@dataclass(slots=True)
class _Maker:
    filled: Filled
    dice: random.Random

    def part(self, section: Section) -> Part:
        title = self.dice.choice([section.title, *wordings()["sections"].get(section.key, ())])
        blocks: list[Group | Repeated] = []
        taken: set[str] = set()
        headed: dict[str, bool] = {}
        for entry in section.entries:
            if isinstance(entry, Rows):
                rows = self._rows(entry)
                blocks += [rows] if rows else []
                continue
            about = "/" + "/".join(entry.path[:-1])
            heads = wordings()["groups"].get(about)
            last = blocks[-1] if blocks and isinstance(blocks[-1], Group) else None
            if heads and not (last and last.about == about) and self._answered(section, about) > 1:
                headed.setdefault(about, self.dice.random() < 0.5)
                if headed[about]:
                    last = Group(lines=(), heading=self.dice.choice(heads), about=about)
                    blocks.append(last)
            elif last and last.heading and last.about != about:
                # What follows a group with a heading of its own would seem to belong to it.
                last = Group(lines=(), heading=f"Øvrigt – {title.lower()}", about="")
                blocks.append(last)
            inside = bool(last and last.heading and last.about == about)
            line = self.line(entry, entry.pointer, taken, short=inside)
            if line is None:
                continue
            if last is None or (last.heading and last.about and not inside):
                head = f"Øvrigt – {title.lower()}" if last else ""
                last = Group(lines=(), heading=head, about="")
                blocks.append(last)
            blocks[blocks.index(last)] = replace(last, lines=(*last.lines, line))
        kept = tuple(b for b in blocks if isinstance(b, Repeated) or b.lines)
        return Part(title=title, blocks=kept)

    def _answered(self, section: Section, about: str) -> int:
        fields = [
            e for e in section.entries if isinstance(e, Field) and e.pointer.rpartition("/")[0] == about
        ]
        return sum(get(self.filled.data, one.pointer) is not None for one in fields)

    def _rows(self, rows: Rows) -> Repeated | None:
        values = get(self.filled.data, rows.pointer) or []
        asked = [
            column
            for column in rows.columns
            if any(get(row, _below(column, rows)) is not None for row in values)
        ]
        if not asked:
            return None
        taken: set[str] = set()
        labels = {column.pointer: self._label(column, taken, short=False) for column in asked}
        items = []
        for n in range(len(values)):
            lines = []
            for column in asked:
                pointer = rows.pointer + f"/{n}/" + _below(column, rows)
                lines.append(self.line(column, pointer, set(), label=labels[column.pointer]))
            items.append(tuple(line for line in lines if line))
        return Repeated(
            pointer=rows.pointer,
            heading=self._label(rows, set(), short=False),
            items=tuple(items),
            item_headings=self._item_headings(rows, values),
        )

    def _item_headings(self, rows: Rows, values: list[Any]) -> tuple[str, ...]:
        relations = [str(row.get("relation", "")) for row in values if isinstance(row, dict)]
        if rows.pointer == "/guardians" and set(relations) == {"Mor", "Far"} and self.dice.random() < 0.5:
            return tuple(relations)
        return tuple(f"{rows.item_label or 'Nr.'} {n}" for n in range(1, len(values) + 1))

    def line(
        self, entry: Field, pointer: str, taken: set[str], *, short: bool = False, label: str = ""
    ) -> Line | None:
        value = get(self.filled.data, pointer)
        in_row = pattern_of(pointer) != pointer
        if entry.hidden or (value is None and not in_row and self.dice.random() > 0.12):
            return None
        return Line(
            pointers=(pointer,),
            label=label or self._label(entry, taken, short=short),
            kind=entry.kind,
            texts=written(entry, value, self.dice),
            options=_options(entry, value),
            help=entry.help,
            long=entry.multiline,
        )

    def _label(self, entry: Field | Rows, taken: set[str], *, short: bool) -> str:
        own = wordings()["labels"].get(entry.pointer, [])
        known = [entry.label, *(alias for alias in entry.aliases if isinstance(entry, Field))]
        pool = wordings()["short"].get(entry.path[-1], []) if short else []
        if not pool:
            pool = self.dice.choice([own or known, own or known, known])
        for label in (*self.dice.sample(pool, len(pool)), entry.label):
            if danish.fold(label) not in taken:
                break
        taken.add(danish.fold(label))
        return label


def _below(column: Field, rows: Rows) -> str:
    return "/".join(column.path[len(rows.path) + 1 :])


def _options(entry: Field, value: Any) -> tuple[Option, ...]:
    if entry.kind is Kind.BOOLEAN:
        return (Option(label="Ja", chosen=value is True), Option(label="Nej", chosen=value is False))
    chosen = value if isinstance(value, list) else [value]
    return tuple(Option(label=one.label, chosen=one.value in chosen) for one in entry.choices)


def written(entry: Field, value: Any, dice: random.Random) -> tuple[str, ...]:
    """A value as somebody writes it, in one of the accepted ways; answers with options are not written."""
    if value is None or entry.choices or entry.kind is Kind.BOOLEAN:
        return ()
    text = str(value)
    if entry.kind is Kind.DATE:
        return (_date(dt.date.fromisoformat(text), dice, birth="birth" in entry.path[-1]),)
    if entry.kind is Kind.MONEY:
        point = f"{value:,}".replace(",", ".")
        return (dice.choice([f"{point} kr.", f"kr. {point},-", f"{point},00 kr.", point, f"{point},-"]),)
    if entry.kind is Kind.PHONE:
        pairs = " ".join(text[n : n + 2] for n in range(0, 8, 2))
        return (dice.choice([pairs, pairs, text, f"+45 {pairs}", f"{text[:4]} {text[4:]}"]),)
    if entry.kind is Kind.CPR:
        return (dice.choice([text, text, text.replace("-", ""), text.replace("-", " ")]),)
    if entry.kind is Kind.CVR:
        return (dice.choice([text, " ".join(text[n : n + 2] for n in range(0, 8, 2))]),)
    if entry.kind is Kind.GRADE:
        return (dice.choice([text, f"{text}. klasse", f"{text}. kl."]),)
    if entry.kind in (Kind.NUMBER, Kind.INTEGER):
        shown = text.replace(".", ",")
        return (f"{shown} %" if entry.unit == "%" and dice.random() < 0.7 else shown,)
    return tuple(text.split("\n"))


def _date(day: dt.date, dice: random.Random, *, birth: bool) -> str:
    d, m, y, short = day.day, day.month, day.year, day.year % 100
    month = MONTHS[m - 1]
    ways = [
        f"{d}. {month} {y}",
        f"{d:02d}-{m:02d}-{y}",
        f"{d:02d}.{m:02d}.{y}",
        f"{d}.{m}.{y}",
        f"{d}/{m} {y}",
    ]
    ways += [f"den {d}. {month} {y}", f"{d}/{m}-{y}", day.isoformat()]
    ways += [] if birth else [f"{d}/{m}-{short:02d}", f"d. {d}/{m} {y}"]
    return dice.choice(ways)


def _combined(block: Group | Repeated) -> Group | Repeated:
    """Several values at one label, as many forms ask for them."""
    if isinstance(block, Group):
        return replace(block, lines=_joined(block.lines))
    items = tuple(_joined(item) for item in block.items)
    same = len({tuple(line.label for line in item) for item in items}) == 1
    return replace(block, items=items) if same else block


JOINED = (
    (("postal_code", "city"), "Postnr. og by", " "),
    (("name", "phone", "email"), "Navn, telefon og e-mail", ", "),
    (("phone", "email"), "Telefon og e-mail", ", "),
)


def _joined(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    done: list[Line] = []
    left = list(lines)
    while left:
        for keys, label, between in JOINED:
            some = left[: len(keys)]
            about = {line.pointers[0].rpartition("/")[0] for line in some}
            last = tuple(line.pointers[0].rpartition("/")[2] for line in some)
            if last == keys and len(about) == 1 and all(line.texts for line in some):
                person = {"caseworker": "Sagsbehandler", "psychologist": "Psykolog", "leader": "Skoleleder"}
                owner = person.get(about.pop().rpartition("/")[2], "")
                label = f"{owner} ({label.lower()})" if owner else label
                texts = (between.join(line.text for line in some),)
                pointers = tuple(line.pointers[0] for line in some)
                done.append(replace(some[0], label=label, texts=texts, pointers=pointers, kind=Kind.TEXT))
                del left[: len(keys)]
                break
        else:
            done.append(left.pop(0))
    return tuple(done)
