"""Lines of a form as people write them in a mail, a message or minutes, without any table."""

from __future__ import annotations

from tests.bench.lines import colon
from tests.bench.marks import WORD, answer, plain
from tests.bench.pen import BOLD, Pen, table
from tests.bench.sheet import Group, Line
from tests.words import cell, paragraph, row, run


def _in_one_line(line: Line, pen: Pen) -> bool:
    return not line.long and len(answer(line, pen.mark)) == 1


def quoted(group: Group, pen: Pen) -> str:
    """The questions as a mail program quotes them, the answers below them."""
    return "".join(
        paragraph(run(f"> {line.label}")) + "".join(pen.blocks(line) if line.text or line.options else ())
        for line in group.lines
    )


def bulleted(group: Group, pen: Pen) -> str:
    """A bullet before each question, an arrow before each answer of one line."""
    drawn = []
    for line in group.lines:
        drawn.append(paragraph(run(f"• {line.label}")))
        if _in_one_line(line, pen):
            drawn.append(paragraph(run("→ ") + pen.runs(line)))
        else:
            drawn += pen.blocks(line)
    return "".join(drawn)


def starred(group: Group, pen: Pen) -> str:
    """`Navn * Ida Ibsen`; what takes more than a line stands below its question."""
    return "".join(
        paragraph(run(f"{line.label} * ") + pen.runs(line))
        if _in_one_line(line, pen)
        else paragraph(run(f"{line.label} *")) + "".join(pen.blocks(line))
        for line in group.lines
    )


def dashed(group: Group, pen: Pen) -> str:
    """A bold question and its answer behind a dash."""
    return "".join(
        paragraph(run(line.label, BOLD) + run(" – ") + pen.runs(line))
        if _in_one_line(line, pen)
        else paragraph(run(line.label, BOLD)) + "".join(pen.blocks(line))
        for line in group.lines
    )


def in_one_cell(group: Group, pen: Pen) -> str:
    """All of a group in the one cell of a frame, `Label: value` line by line."""
    inside = [
        paragraph(run(f"{colon(line)} ") + pen.runs(line))
        if _in_one_line(line, pen)
        else paragraph(run(colon(line))) + "".join(pen.blocks(line))
        for line in group.lines
    ]
    return str(table([row(cell(*inside))], 1))


def coloured(group: Group, pen: Pen) -> str:
    """Questions and answers in one line, parted by nothing but the colour of the answers."""
    lines = []
    for line in group.lines:
        said = plain(line).split("\n")
        answers = [run(text, BLUE) for text in said if text]
        lines.append(paragraph(run(f"{line.label} "), *answers[:1]))
        lines += [paragraph(one) for one in answers[1:]]
    return "".join(lines)


BLUE = '<w:color w:val="0070C0"/>'
IN_WORDS = (WORD, "bracket")
"""Ways to tick that can be typed."""
