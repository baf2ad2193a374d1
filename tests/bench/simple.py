"""A form as plain blocks – headings, paragraphs, tables of texts – for programs that are not Word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tests.bench.marks import plain
from tests.bench.sheet import Group, Line, Repeated, Sheet

MOST_COLUMNS = 6
TEXT_MARKS = {"ballot": ("☒ {}", "☐ {}"), "bracket": ("[x] {}", "[ ] {}"), "paren": ("(x) {}", "( ) {}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading of a level, a paragraph (level 0), or a table: rows of cells of paragraphs."""

    text: str = ""
    level: int = 0
    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()
    header: bool = False

    def as_json(self) -> dict[str, object]:
        return {"text": self.text, "level": self.level, "rows": self.rows, "header": self.header}


def answer_text(line: Line, mark: str) -> str:
    """An answer as text, its options marked by signs that are text too (`word`: in words)."""
    if not line.options or mark not in TEXT_MARKS:
        return plain(line)
    chosen, other = TEXT_MARKS[mark]
    drawn = [(chosen if option.chosen else other).format(option.label) for option in line.options]
    return ("\n" if max(map(len, drawn)) > 28 else "     ").join(drawn)


def blocks_of(sheet: Sheet, dice: random.Random, *, tables: bool = True) -> Iterator[Block]:
    """Two-column tables, or `Label: value` paragraphs; repeated rows as tables or as cards."""
    mark = dice.choice(("word", *TEXT_MARKS))
    yield Block(text=sheet.title, level=1)
    for part in sheet.parts:
        yield Block(text=part.title, level=2)
        for block in part.blocks:
            if isinstance(block, Group):
                if block.heading:
                    yield Block(text=block.heading, level=3)
                yield from _lines(block.lines, mark, tables=tables)
            else:
                yield Block(text=block.heading, level=3)
                yield from _repeated(block, mark, tables=tables)


def _repeated(block: Repeated, mark: str, *, tables: bool) -> Iterator[Block]:
    if tables and len(block.columns) <= MOST_COLUMNS:
        head = tuple((label,) for label in block.columns)
        body = (tuple(tuple(plain(line).split("\n")) for line in item) for item in block.items)
        yield Block(rows=(head, *body), header=True)
        return
    for head_text, lines in zip(block.item_headings, block.items, strict=True):
        yield Block(text=head_text, level=4)
        yield from _lines(lines, mark, tables=tables)


def _lines(lines: tuple[Line, ...], mark: str, *, tables: bool) -> Iterator[Block]:
    if tables:
        yield Block(rows=tuple(((line.label,), tuple(answer_text(line, mark).split("\n"))) for line in lines))
        return
    for line in lines:
        label = line.label if line.label.endswith("?") else f"{line.label}:"
        first, *rest = answer_text(line, mark).split("\n")
        if line.long or rest:
            yield Block(text=label)
            yield from (Block(text=text) for text in (first, *rest))
        else:
            yield Block(text=f"{label} {first}")


def as_html(blocks: Iterator[Block]) -> str:
    """A web page, for pandoc."""
    drawn = []
    for block in blocks:
        if block.rows:
            drawn.append(f"<table>{''.join(_html_row(block, n) for n in range(len(block.rows)))}</table>")
        else:
            name = f"h{block.level}" if block.level else "p"
            drawn.append(f"<{name}>{escape(block.text)}</{name}>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(drawn)}</body></html>'


def _html_row(block: Block, n: int) -> str:
    name = "th" if block.header and n == 0 else "td"
    cells = (
        "".join(f"<p>{escape(text)}</p>" for text in cell) if len(cell) > 1 else escape(cell[0])
        for cell in block.rows[n]
    )
    return "<tr>" + "".join(f"<{name}>{cell}</{name}>" for cell in cells) + "</tr>"
