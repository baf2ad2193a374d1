"""Which fields stand beside each other: a section's entries become blocks, by their shape alone.

    Lines    label beside value (one or two pairs), or several labels above their values
    Matrix   groups with the same keys (three parties, four consents): one line for each group
    Rows     a table or cards, as the schema says

Label columns have the same edges throughout, so that a page reads in straight lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from pipeline.definitions import Field, Kind, Path, Rows

WHOLE = 170
"""What the text is wide, in parts of which the edges below speak: millimetres on A4 with margins of 20."""
LABEL = 48
PAIRS = (LABEL, 90, 128, WHOLE)
THIRDS = (LABEL, 109, WHOLE)


@dataclass(frozen=True, slots=True)
class Line:
    """Fields that share a line. `ends` are where its cells end.

    `stacked`: each field has one cell, its label above its value; else each has a cell for its label and one
    for its value. A line with one cell and one field is a statement to tick.
    """

    fields: tuple[Field, ...]
    ends: tuple[int, ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A line of a matrix: what the group is about, and its fields."""

    title: str
    help: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Groups with the same keys; `heads` are the words above their columns."""

    heads: tuple[str, ...]
    groups: tuple[Group, ...]


Block = Lines | Matrix | Rows


def blocks(entries: Sequence[Field | Rows]) -> Iterator[Block]:
    """What a section or card holds, in order, without its machine fields."""
    visible = [entry for entry in entries if isinstance(entry, Rows) or not entry.hidden]
    for kind, several in groupby(visible, key=type):
        if kind is Rows:
            yield from (entry for entry in several if isinstance(entry, Rows))
        else:
            yield from _field_blocks([entry for entry in several if isinstance(entry, Field)])


def machine_fields(entries: Sequence[Field | Rows]) -> list[Field]:
    """The fields that only the program fills: printed small, last in their section."""
    return [entry for entry in entries if isinstance(entry, Field) and entry.hidden]


def _field_blocks(fields: Sequence[Field]) -> Iterator[Lines | Matrix]:
    groups: list[tuple[Path, list[Field]]] = [
        (path, list(members)) for path, members in groupby(fields, key=lambda entry: entry.path[:-1])
    ]
    plain: list[Field] = []
    while groups:
        alike = _alike(groups)
        matrix = _matrix([members for _, members in groups[:alike]]) if alike > 1 else None
        if matrix is None:
            plain += groups.pop(0)[1]
            continue
        if plain:
            yield Lines(tuple(_lines(plain)))
            plain = []
        yield matrix
        del groups[:alike]
    if plain:
        yield Lines(tuple(_lines(plain)))


# ── groups with the same keys ─────────────────────────────────────────────────────────────────────────


def _alike(groups: Sequence[tuple[Path, list[Field]]]) -> int:
    """How many groups from the first on have its keys and kinds."""
    shape = [(entry.path[-1], entry.kind) for entry in groups[0][1]]
    same = takewhile(lambda group: [(entry.path[-1], entry.kind) for entry in group[1]] == shape, groups)
    return len(list(same))


def _matrix(groups: Sequence[Sequence[Field]]) -> Matrix | None:
    """The groups as a matrix.

    None where they have one key only or long texts, or where their labels are not made alike: each group's
    words in front (`Skole: telefon`), the same words behind in every group.
    """
    if len(groups[0]) < 2 or any(entry.multiline for members in groups for entry in members):
        return None
    titles = [_shared([entry.label for entry in members]) for members in groups]
    heads = [
        tuple(entry.label[len(title) :].strip(" :,–-") for entry in members)
        for title, members in zip(titles, groups, strict=True)
    ]
    if len(set(heads)) > 1 or len(set(titles)) < len(titles) or not all(titles):
        return None
    return Matrix(
        tuple(head[:1].upper() + head[1:] for head in heads[0]),
        tuple(
            Group(
                # `Skoleleders telefon` speaks of the school leader: the group's own title says it better.
                title.rstrip(" :,–-") if title.rstrip()[-1:] in ":,–-" else members[0].group,
                next((entry.help for entry in members if entry.help), ""),
                tuple(members),
            )
            for title, members in zip(titles, groups, strict=True)
        ),
    )


def _shared(labels: Sequence[str]) -> str:
    """The whole words with which all labels begin, a colon or comma after them included."""
    letters = "".join(
        same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*labels, strict=False))
    )
    whole = all(not label[len(letters) :][:1].isalnum() for label in labels) or not letters[-1:].isalnum()
    return letters if whole else letters.rpartition(" ")[0]


# ── single fields ─────────────────────────────────────────────────────────────────────────────────────


def _lines(fields: Sequence[Field]) -> Iterator[Line]:
    """Fields in lines: halves two by two, thirds three by three, everything else by itself."""
    waiting = list(fields)
    while waiting:
        entry = waiting.pop(0)
        if entry.kind is Kind.BOOLEAN and entry.widget == "tick":
            yield Line((entry,), (WHOLE,))
            continue
        line = [entry]
        most = 1 if entry.multiline else {"half": 2, "third": 3}.get(entry.width, 1)
        while waiting and len(line) < most and waiting[0].width == entry.width and not waiting[0].multiline:
            line.append(waiting.pop(0))
        if len(line) == 1:
            yield Line((entry,), (LABEL, WHOLE))
        elif entry.width == "third":
            yield Line(tuple(line), (*THIRDS[: len(line) - 1], WHOLE), stacked=True)
        else:
            yield Line(tuple(line), PAIRS)
