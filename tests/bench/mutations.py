"""Small changes to a form: `python -m tests.bench.mutations --seed 7`.

Each takes a filled form and changes one thing: a printed character, the order of rows, a column, a label.
Then the new value is read, or there is a finding; never another field's value, and nothing in silence.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import danish
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.definitions import Kind, Rows, get, prune
from tests.bench.accuracy import HEAD, keep, narrowed, read_case, table_line, totals
from tests.bench.cases import PROGRAMME, Filled, owed_by
from tests.bench.judge import Case, Judged, as_lines
from tests.bench.layouts import LAYOUTS
from tests.bench.made import CONVERTED, Row, filled_forms
from tests.bench.sheet import Group, Line, Part, Repeated, Sheet
from tests.casebook import GONE, changed

Lines = tuple[Line, ...]
OTHER_LABELS = ("Journalnummer", "Felt 7", "Udfyldes af kommunen", "Bordnummer", "Yndlingsfarve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutated:
    """The changed sheet and what stands on it now; `doubtful`: where nothing but a finding is right."""

    sheet: Sheet
    data: Any
    doubtful: str = ""


Mutation = Callable[[Sheet, random.Random], Mutated | None]
"""None where the form has nothing of the kind."""


def _mapped(sheet: Sheet, change: Callable[[Lines], Lines]) -> Sheet:
    """The sheet with the lines of each group and item changed."""

    def block(one: Group | Repeated) -> Group | Repeated:
        if isinstance(one, Group):
            return replace(one, lines=change(one.lines))
        return replace(one, items=tuple(change(item) for item in one.items))

    parts = (replace(part, blocks=tuple(map(block, part.blocks))) for part in sheet.parts)
    return replace(sheet, parts=tuple(parts))


def _with_line(sheet: Sheet, old: Line, *new: Line) -> Sheet:
    return _mapped(
        sheet, lambda lines: tuple(one for line in lines for one in (new if line is old else (line,)))
    )


def _answered(sheet: Sheet, *, in_rows: bool = True) -> list[Line]:
    rows = {
        line.pointers
        for part in sheet.parts
        for b in part.blocks
        if isinstance(b, Repeated)
        for i in b.items
        for line in i
    }
    return [
        line
        for line in sheet.lines()
        if (line.texts or any(option.chosen for option in line.options))
        and (in_rows or line.pointers not in rows)
    ]


def _other_char(text: str, dice: random.Random) -> str:
    """The text with one letter or digit replaced by another of its kind."""
    places = [n for n, char in enumerate(text) if char.isalnum()]
    at = dice.choice(places)
    pool = "0123456789" if text[at].isdigit() else "abdefghiklmnoprstuvæøå"
    new = dice.choice([char for char in pool if char != text[at].lower()])
    return text[:at] + (new.upper() if text[at].isupper() else new) + text[at + 1 :]


# ── the mutations ─────────────────────────────────────────────────────────────────────────────────────


def label_character(sheet: Sheet, dice: random.Random) -> Mutated:
    line = dice.choice(_answered(sheet, in_rows=False))
    new = replace(line, label=_other_char(line.label, dice))
    return Mutated(sheet=_with_line(sheet, line, new), data=sheet.filled.data)


def heading_character(sheet: Sheet, dice: random.Random) -> Mutated:
    at = dice.randrange(len(sheet.parts))
    part = sheet.parts[at]
    parts = (*sheet.parts[:at], replace(part, title=_other_char(part.title, dice)), *sheet.parts[at + 1 :])
    return Mutated(sheet=replace(sheet, parts=parts), data=sheet.filled.data)


PARSERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.CPR: danish.parse_cpr,
    Kind.CVR: danish.parse_cvr,
    Kind.EAN: danish.parse_ean,
    Kind.DATE: danish.parse_date,
    Kind.PHONE: danish.parse_phone,
    Kind.EMAIL: danish.parse_email,
    Kind.POSTAL_CODE: danish.parse_postal_code,
    Kind.INSTITUTION: danish.parse_institution,
    Kind.MONEY: danish.parse_money,
    Kind.GRADE: danish.parse_grade,
    Kind.NUMBER: lambda text: danish.parse_number(text, "%"),
    Kind.INTEGER: danish.parse_integer,
}


def value_character(sheet: Sheet, dice: random.Random) -> Mutated | None:
    lines = [line for line in _answered(sheet) if line.texts]
    line = dice.choice(lines)
    new = replace(line, texts=(_other_char(line.texts[0], dice), *line.texts[1:]))
    value: Any = new.text
    if line.kind in PARSERS:
        parsed = PARSERS[line.kind](new.text)
        if isinstance(parsed, danish.Unclear):
            return Mutated(
                sheet=_with_line(sheet, line, new), data=sheet.filled.data, doubtful=line.pointers[0]
            )
        value = parsed.isoformat() if line.kind is Kind.DATE else parsed
    return Mutated(
        sheet=_with_line(sheet, line, new), data=changed(sheet.filled.data, {line.pointers[0]: value})
    )


def lines_swapped(sheet: Sheet, dice: random.Random) -> Mutated | None:
    groups = [b for part in sheet.parts for b in part.blocks if isinstance(b, Group) and len(b.lines) > 1]
    if not groups:
        return None
    lines = list(dice.choice(groups).lines)
    first, second = dice.sample(lines, 2)
    swap = {id(first): second, id(second): first}
    return Mutated(
        sheet=_mapped(sheet, lambda some: tuple(swap.get(id(line), line) for line in some)),
        data=sheet.filled.data,
    )


def items_swapped(sheet: Sheet, dice: random.Random) -> Mutated | None:
    """Two rows change places, and with them the rows of the data."""
    block = _some_rows(sheet, dice, 2)
    if block is None:
        return None
    a, b = dice.sample(range(len(block.items)), 2)
    order = list(range(len(block.items)))
    order[a], order[b] = b, a
    return _reordered(sheet, block, order)


def item_twice(sheet: Sheet, dice: random.Random) -> Mutated | None:
    """A row stands there twice, as when somebody has pasted it."""
    block = _some_rows(sheet, dice, 1)
    entry = block and sheet.filled.form.find(block.pointer)
    if block is None or not isinstance(entry, Rows) or len(block.items) >= entry.max_items:
        return None
    at = dice.randrange(len(block.items))
    return _reordered(sheet, block, [*range(len(block.items)), at])


def _some_rows(sheet: Sheet, dice: random.Random, least: int) -> Repeated | None:
    found = [b for p in sheet.parts for b in p.blocks if isinstance(b, Repeated) and len(b.items) >= least]
    return dice.choice(found) if found else None


def _reordered(sheet: Sheet, block: Repeated, order: Sequence[int]) -> Mutated:
    items = []
    for n, source in enumerate(order):
        old, new = f"{block.pointer}/{source}/", f"{block.pointer}/{n}/"
        items.append(
            tuple(
                replace(line, pointers=tuple(p.replace(old, new, 1) for p in line.pointers))
                for line in block.items[source]
            )
        )
    heads = (
        *block.item_headings,
        *(f"{block.item_headings[0].split()[0]} {n + 1}" for n in range(len(block.items), len(order))),
    )
    new_block = replace(block, items=tuple(items), item_headings=heads)
    data = copy.deepcopy(sheet.filled.data)
    rows = get(data, block.pointer)
    rows[:] = [copy.deepcopy(rows[n]) for n in order]
    return Mutated(sheet=_with_block(sheet, block, new_block), data=data)


def _with_block(sheet: Sheet, old: Repeated, new: Repeated) -> Sheet:
    def part(one: Part) -> Part:
        return replace(one, blocks=tuple(new if block is old else block for block in one.blocks))

    return replace(sheet, parts=tuple(map(part, sheet.parts)))


def column_dropped(sheet: Sheet, dice: random.Random) -> Mutated | None:
    found = [b for p in sheet.parts for b in p.blocks if isinstance(b, Repeated) and len(b.columns) > 1]
    if not found:
        return None
    block = dice.choice(found)
    at = dice.randrange(len(block.columns))
    gone = {pointer: GONE for item in block.items for pointer in item[at].pointers}
    present = {p: gone[p] for p in gone if get(sheet.filled.data, p) is not None}
    items = tuple(item[:at] + item[at + 1 :] for item in block.items)
    data = prune(changed(sheet.filled.data, present))
    if len(get(data, block.pointer) or ()) != len(items):
        return None
    return Mutated(sheet=_with_block(sheet, block, replace(block, items=items)), data=data)


def label_renamed(sheet: Sheet, dice: random.Random) -> Mutated:
    line = dice.choice(_answered(sheet, in_rows=False))
    new = replace(line, label=dice.choice(OTHER_LABELS))
    return Mutated(sheet=_with_line(sheet, line, new), data=sheet.filled.data)


def label_deleted(sheet: Sheet, dice: random.Random) -> Mutated:
    line = dice.choice(_answered(sheet, in_rows=False))
    return Mutated(sheet=_with_line(sheet, line, replace(line, label=" ")), data=sheet.filled.data)


def line_twice(sheet: Sheet, dice: random.Random) -> Mutated:
    line = dice.choice(_answered(sheet, in_rows=False))
    return Mutated(sheet=_with_line(sheet, line, line, line), data=sheet.filled.data)


def two_values(sheet: Sheet, dice: random.Random) -> Mutated | None:
    """The same label twice with two answers: only a person can say which holds."""
    lines = [line for line in _answered(sheet, in_rows=False) if line.texts and not line.long]
    if not lines:
        return None
    line = dice.choice(lines)
    other = replace(line, texts=(_other_char(line.texts[0], dice),))
    return Mutated(
        sheet=_with_line(sheet, line, line, other), data=sheet.filled.data, doubtful=line.pointers[0]
    )


MUTATIONS: Mapping[str, Mutation] = {
    "a character of a label": label_character,
    "a character of a heading": heading_character,
    "a character of a value": value_character,
    "two lines swapped": lines_swapped,
    "two rows swapped": items_swapped,
    "a column dropped": column_dropped,
    "a label renamed": label_renamed,
    "a label deleted": label_deleted,
    "a line twice": line_twice,
    "a row twice": item_twice,
    "a label with two values": two_values,
}


# ── the run ───────────────────────────────────────────────────────────────────────────────────────────


def mutated_cases(known: Catalogue, name: str, seed: int, count: int) -> list[tuple[Case, str]]:
    """Each case with the pointer at which only a finding is right."""
    cases = []
    for n, filled in enumerate(filled_forms(narrowed(known, [PROGRAMME]), seed + len(name), count)):
        dice = random.Random(f"{seed}/{name}/{n}")
        layout = CONVERTED[n % len(CONVERTED)]
        sheet = LAYOUTS[layout].sheet(filled, dice)
        made = MUTATIONS[name](sheet, dice)
        if made is None:
            continue
        _, owed, _ = owed_by(made.data, filled.form, known)
        new = {one for one in owed - filled.owed if get(made.data, one[1]) is not None}
        if name == "a character of a value" and new:
            # What it says now can't be right, and so is told of.
            broken = min(new)
            made, owed = replace(made, doubtful=broken[1]), owed - {broken}
        now = Filled(form=filled.form, data=made.data, owed=owed, seed=filled.seed)
        printed = {
            pointer: (line.label, line.text or ", ".join(o.label for o in line.options if o.chosen))
            for line in made.sheet.lines()
            for pointer in line.pointers
        }
        safe = f"{name}-{n}-{layout}-{filled.form.name}.docx".replace(" ", "-").replace(":", "")
        content = LAYOUTS[layout].draw(made.sheet, dice)
        cases.append((Case(row=name, name=safe, content=content, filled=now, printed=printed), made.doubtful))
    return cases


def with_doubt(judged: Judged, pointer: str) -> Judged:
    """At a doubtful place a finding is right, whatever was read; without one, any value is silent."""
    verdicts = []
    for one in judged.verdicts:
        if one.pointer == pointer:
            found = one.verdict in ("flagged", "needless")
            one = replace(one, verdict="flagged" if found else "silent")
        verdicts.append(one)
    return replace(judged, verdicts=tuple(verdicts))


def taken_from_another(judged: Judged) -> list[str]:
    """Values that were read at a place they don't stand at: those of another field."""
    everywhere = {str(one.expected): one.pointer for one in judged.verdicts if len(str(one.expected)) > 4}
    return [
        f"  {judged.case.name} {one.pointer} has the value of {everywhere[str(one.got)]}"
        for one in judged.verdicts
        if one.got != one.expected and everywhere.get(str(one.got), one.pointer) != one.pointer
    ]


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--forms", type=int, default=20, help="forms for each mutation")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    told = parser.parse_args(words)
    known = load_catalogue()
    done: list[tuple[Row, list[Judged]]] = []
    print(HEAD)
    for name in MUTATIONS:
        if told.only in name:
            cases = mutated_cases(known, name, told.seed, told.forms)
            judged = [with_doubt(read_case(case, known), doubtful) for case, doubtful in cases]
            row = Row(kind="mutation", name=name, make=lambda seed, count: [])
            print(table_line(row, judged, 0, 0), flush=True)
            done.append((row, judged))
    everything = [each for _, judged in done for each in judged]
    silent = [line for each in everything for line in as_lines(each, "silent")]
    others = [line for each in everything for line in taken_from_another(each)]
    print(f"silent ({len(silent)}):", *silent, sep="\n")
    print(f"another field's value ({len(others)}):", *others, sep="\n")
    if told.keep:
        keep(done, told.keep)
    return 1 if totals(everything)["silent"] or others else 0


if __name__ == "__main__":
    sys.exit(main())
