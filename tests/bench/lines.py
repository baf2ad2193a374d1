"""How the lines of a group are drawn, one function for each way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.definitions import Kind
from tests.bench.marks import MARKS, WORD, answer, plain
from tests.bench.pen import BOLD, ITALIC, WIDTH, Pen, Table, label_cell, table, text_box
from tests.bench.sheet import Group, Line
from tests.words import cell, paragraph, row, run

DrawLines = Callable[[Group, Pen], str]
TAB = "<w:r><w:tab/></w:r>"


def in_groups(lines: Sequence[Line], most: int) -> Iterator[list[Line]]:
    """So many lines at a time; a long answer always alone."""
    waiting: list[Line] = []
    for line in lines:
        if is_wide(line):
            if waiting:
                yield waiting
            yield [line]
            waiting = []
            continue
        waiting.append(line)
        if len(waiting) == most:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def is_wide(line: Line) -> bool:
    return line.long or sum(len(option.label) for option in line.options) > 40 or len(line.text) > 60


def item_rows(lines: Sequence[Line], pen: Pen) -> list[str]:
    """Rows of two cells: label and answer."""
    return [row(label_cell(pen.label(line)), cell(*pen.blocks(line))) for line in lines]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def two_column(group: Group, pen: Pen) -> str:
    return str(table(item_rows(group.lines, pen), 2, 3))


def _beside(group: Group, pen: Pen, most: int) -> str:
    """Label and answer side by side, several a row."""
    rows = []
    for some in in_groups(group.lines, most):
        cells = [part for line in some for part in (label_cell(pen.label(line)), cell(*pen.blocks(line)))]
        if is_wide(some[0]):
            cells[-1] = cell(*pen.blocks(some[0]), span=2 * most - 1)
        elif len(some) < most:
            cells += [cell() for _ in range(2 * (most - len(some)))]
        rows.append(row(*cells))
    return str(table(rows, *(2, 3) * most))


def four_column(group: Group, pen: Pen) -> str:
    return _beside(group, pen, 2)


def six_column(group: Group, pen: Pen) -> str:
    return _beside(group, pen, 3)


def label_above_in_cell(group: Group, pen: Pen) -> str:
    """Label and answer in one cell, the answer under the label; two or three a row."""
    most = pen.dice.choice((2, 3))
    rows = []
    for some in in_groups(group.lines, most):
        cells = [cell(paragraph(run(pen.label(line), BOLD)), *pen.blocks(line)) for line in some]
        if is_wide(some[0]):
            cells = [cell(paragraph(run(pen.label(some[0]), BOLD)), *pen.blocks(some[0]), span=most)]
        cells += [cell()] * (most - len(some) if not is_wide(some[0]) else 0)
        rows.append(row(*cells))
    return str(table(rows, *(1,) * most))


def label_row_above(group: Group, pen: Pen) -> str:
    """A row of labels, and the answers in the row under it."""
    rows = []
    for some in in_groups(group.lines, 3):
        if is_wide(some[0]):
            rows += [row(label_cell(pen.label(some[0]), span=3)), row(cell(*pen.blocks(some[0]), span=3))]
            continue
        blank = [cell()] * (3 - len(some))
        rows.append(row(*(label_cell(pen.label(line), bold=True) for line in some), *blank))
        rows.append(row(*(cell(*pen.blocks(line)) for line in some), *blank))
    return str(table(rows, 1, 1, 1))


def colon_cells(group: Group, pen: Pen) -> str:
    """`Label: value` in the cells, several a cell."""
    cells = []
    for some in in_groups(group.lines, 2):
        cells.append(cell(*(paragraph(run(f"{colon(line)} ") + pen.runs(line)) for line in some)))
    rows = [
        row(*cells[n : n + 2], *([cell()] if n + 1 == len(cells) else [])) for n in range(0, len(cells), 2)
    ]
    return str(table(rows, 1, 1))


def merged_labels(group: Group, pen: Pen) -> str:
    """A first cell over all rows that says what they are of."""
    head = group.heading or "Oplysninger"
    rows = [
        row(
            cell(
                paragraph(run(head, BOLD)) if n == 0 else paragraph(),
                merge="restart" if n == 0 else "continue",
            ),
            label_cell(pen.label(line)),
            cell(*pen.blocks(line)),
        )
        for n, line in enumerate(group.lines)
    ]
    return str(table(rows, 1, 2, 3))


def options_in_cells(group: Group, pen: Pen) -> str:
    """Each option in a cell of its own."""
    rows = []
    for line in group.lines:
        count = len(line.options)
        if not 2 <= count <= 3:
            rows.append(row(label_cell(pen.label(line), span=6), cell(*pen.blocks(line), span=6)))
            continue
        drawn = [cell(paragraph(MARKS[pen.mark](option)), span=6 // count) for option in line.options]
        rows.append(row(label_cell(pen.label(line), span=6), *drawn))
    return str(table(rows, *(1,) * 12))


def yes_no_columns(group: Group, pen: Pen) -> str:
    """Questions with a cross under Ja or Nej."""
    asked = [line for line in group.lines if line.yes_no]
    others = replace(group, lines=tuple(line for line in group.lines if not line.yes_no))
    body = two_column(others, pen) if others.lines else ""
    if not asked:
        return body
    sign = pen.dice.choice(("X", "x", "✓", "☒"))
    rows = [row(label_cell("Sæt kryds"), label_cell("Ja"), label_cell("Nej"))]
    for line in asked:
        marks = [cell(sign if option.chosen else "☐" if sign == "☒" else "") for option in line.options]
        rows.append(row(label_cell(line.label), *marks))
    return body + str(table(rows, 6, 1, 1))


def nested(group: Group, pen: Pen) -> str:
    """A table in a cell of a table."""
    inner = table(item_rows(group.lines, pen), 2, 3)
    small = Table(rows=inner.rows, widths=tuple(width * 9 // 10 for width in inner.widths))
    return str(Table(rows=(row(cell(str(small))),), widths=(WIDTH,)))


# ── help beside the label and in the answer's cell ────────────────────────────────────────────────────

HELP = {
    Kind.DATE: "dag, måned og år",
    Kind.CPR: "ti cifre",
    Kind.PHONE: "otte cifre",
    Kind.EMAIL: "skriv tydeligt",
    Kind.BOOLEAN: "sæt kryds",
    Kind.CHOICE: "sæt ét kryds",
    Kind.CHOICES: "sæt gerne flere kryds",
    Kind.MONEY: "hele kroner",
}


def help_of(line: Line) -> str:
    return line.help or HELP.get(line.kind, "udfyldes af skolen" if not line.long else "højst ti linjer")


def help_in_label(group: Group, pen: Pen) -> str:
    rows = []
    for line in group.lines:
        shown = run(line.label) + run(f" ({help_of(line).rstrip('.')})", ITALIC)
        rows.append(row(cell(paragraph(shown)), cell(*pen.blocks(line))))
    return str(table(rows, 2, 3))


def help_below_label(group: Group, pen: Pen) -> str:
    rows = []
    for line in group.lines:
        shown = (paragraph(run(line.label, BOLD)), paragraph(run(help_of(line), ITALIC)))
        rows.append(row(cell(*shown), cell(*pen.blocks(line))))
    return str(table(rows, 2, 3))


def help_in_value(group: Group, pen: Pen) -> str:
    """The help stands in the answer's cell, in its own paragraph before or behind the answer."""
    before = pen.dice.random() < 0.5
    rows = []
    for line in group.lines:
        told = [paragraph(run(f"({help_of(line).rstrip('.')})", ITALIC))]
        blocks = [*told, *pen.blocks(line)] if before else [*pen.blocks(line), *told]
        rows.append(row(label_cell(pen.label(line)), cell(*blocks)))
    return str(table(rows, 2, 3))


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────────


def colon(line: Line) -> str:
    return line.label if line.label.endswith("?") else f"{line.label}:"


def _answer_below(line: Line, pen: Pen, *, bold: bool = False) -> str:
    return paragraph(run(colon(line), BOLD if bold else "")) + "".join(pen.blocks(line))


def colon_paragraphs(group: Group, pen: Pen) -> str:
    """`Label: value`; a long answer in paragraphs of its own under its label."""
    return "".join(
        _answer_below(line, pen)
        if line.long or len(answer(line, pen.mark)) > 1
        else paragraph(run(f"{colon(line)} ") + pen.runs(line))
        for line in group.lines
    )


def tabbed(group: Group, pen: Pen) -> str:
    stop = '<w:tabs><w:tab w:val="left" w:pos="4200"/></w:tabs><w:ind w:left="4200" w:hanging="4200"/>'
    return "".join(
        _answer_below(line, pen)
        if line.long or len(answer(line, pen.mark)) > 1
        else paragraph(run(pen.label(line)) + TAB + pen.runs(line), properties=stop)
        for line in group.lines
    )


def dotted(group: Group, pen: Pen) -> str:
    """`Navn: ....Ida Ibsen....`"""
    drawn = []
    for line in group.lines:
        if line.long or len(answer(line, pen.mark)) > 1:
            drawn.append(_answer_below(line, pen))
            continue
        before, after = "." * pen.dice.randint(2, 12), "." * pen.dice.randint(5, 30)
        drawn.append(paragraph(run(f"{colon(line)} {before}") + pen.runs(line) + run(after)))
    return "".join(drawn)


def underscored(group: Group, pen: Pen) -> str:
    """`Cpr-nr. __621112-5002__  Klasse __8.b__`, two on a line."""
    drawn = []
    for some in in_groups(group.lines, 2):
        if is_wide(some[0]):
            drawn.append(_answer_below(some[0], pen))
            continue
        pieces = []
        for line in some:
            if line.options and pen.mark != WORD:
                pieces.append(run(f"{line.label} ") + pen.runs(line))
            elif plain(line):
                pieces.append(
                    run(f"{line.label} {'_' * pen.dice.randint(1, 5)}") + pen.runs(line) + run("____")
                )
            else:
                pieces.append(run(f"{line.label} {'_' * 14}"))
        drawn.append(paragraph(run("   ").join(pieces)))
    return "".join(drawn)


def label_paragraph(group: Group, pen: Pen) -> str:
    """A bold paragraph, and the answer in the next ones."""
    return "".join(paragraph(run(line.label, BOLD)) + "".join(pen.blocks(line)) for line in group.lines)


def numbered(group: Group, pen: Pen) -> str:
    """Numbered questions, now in a table, now in paragraphs."""
    pen.numbers[0] += 1
    lines = tuple(
        replace(line, label=f"{pen.numbers[0]}.{n} {line.label}")
        for n, line in enumerate(group.lines, start=1)
    )
    draw = two_column if pen.numbers[0] % 2 else label_paragraph
    return draw(replace(group, lines=lines), pen)


def boxed(group: Group, pen: Pen) -> str:
    """Text boxes with a few `Label: value` each; long answers outside."""
    drawn = []
    for some in in_groups(group.lines, 3):
        inside = [paragraph(run(f"{colon(line)} ") + pen.runs(line)) for line in some]
        wide = some[0].long
        pen.names += 1
        framed = paragraph(text_box(*inside, number=pen.names))
        drawn.append(_answer_below(some[0], pen) if wide else framed)
    return "".join(drawn)


def with_footnote(group: Group, pen: Pen) -> str:
    """Two columns, where one long answer has been put into a footnote."""
    rows = []
    for line in group.lines:
        if line.long and len(line.texts) == 1 and not pen.footnotes:
            pen.footnotes.append(line.text)
            number = f'<w:r><w:footnoteReference w:id="{len(pen.footnotes) + 1}"/></w:r>'
            rows.append(row(label_cell(pen.label(line)), cell(paragraph(number))))
        else:
            rows.append(row(label_cell(pen.label(line)), cell(*pen.blocks(line))))
    return str(table(rows, 2, 3))
