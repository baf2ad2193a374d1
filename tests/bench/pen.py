"""Pieces of a Word file as municipalities make them: paragraphs, gridded tables, headings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.marks import answer
from tests.bench.sheet import Line
from tests.words import HEADER, cell, paragraph, row, run

WIDTH = 9600
"""Of the text on a page, in twentieths of a point."""
BAR = '<w:shd w:val="clear" w:color="auto" w:fill="D9E2F3"/>'
BORDERS = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)
BOLD = "<w:b/>"
ITALIC = '<w:i/><w:color w:val="7F7F7F"/>'


PROMPTS = (
    *("Klik eller tryk her for at skrive tekst.", "Klik her for at angive tekst.", "Skriv her", "…………………"),
    *("____________", "................", "dd-mm-åååå"),
)
"""What stands in a form where nobody has written."""


@dataclass(slots=True)
class Pen:
    """What one document's hand is: its chance, its way of ticking, what it has put aside for other parts."""

    dice: random.Random
    mark: str
    numbers: list[int] = field(default_factory=lambda: [0, 0])
    footnotes: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    names: int = 0
    colons: bool = False
    """Labels in tables end in a colon."""
    prompts: bool = False
    """What nobody has answered shows the form's own prompt."""

    def label(self, line: Line) -> str:
        return f"{line.label}:" if self.colons and line.label[-1] not in "?:." else line.label

    def name(self, prefix: str) -> str:
        """A name as programs give fields: `Tekst7`."""
        self.names += 1
        return f"{prefix}{self.names}"

    def blocks(self, line: Line) -> list[str]:
        """The paragraphs of an answer."""
        drawn = [paragraph(runs) if runs else paragraph() for runs in answer(line, self.mark)]
        if self.prompts and not line.texts and not line.options:
            return [paragraph(run(self.dice.choice(PROMPTS), ITALIC))]
        return drawn

    def runs(self, line: Line) -> str:
        """An answer within one paragraph, its own paragraphs as line breaks."""
        return "<w:r><w:br/></w:r>".join(answer(line, self.mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of ready cells; `widths` of the columns in twentieths of a point."""

    rows: tuple[str, ...]
    widths: tuple[int, ...]

    def __str__(self) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        head = f'<w:tblPr><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>{BORDERS}</w:tblPr>'
        return f"<w:tbl>{head}<w:tblGrid>{columns}</w:tblGrid>{''.join(self.rows)}</w:tbl>{paragraph()}"


def table(rows: Sequence[str], *widths: int) -> Table:
    """A table over the text's width; `widths` are shares."""
    total = sum(widths)
    return Table(rows=tuple(rows), widths=tuple(WIDTH * width // total for width in widths))


def label_cell(text: str, *, span: int = 0, bold: bool = False, merge: str = "") -> str:
    return cell(paragraph(run(text, BOLD if bold else "")), span=span, merge=merge)


def bar(text: str, span: int) -> str:
    """A shaded row over all columns."""
    shaded = cell(paragraph(run(text, BOLD)), span=span).replace("</w:tcPr>", f"{BAR}</w:tcPr>")
    return row(shaded)


def header_row(labels: Sequence[str], *, marked: bool = True) -> str:
    cells = [cell(paragraph(run(label, BOLD))) for label in labels]
    return row(*cells, properties=HEADER if marked else "")


def text_box(*paragraphs: str, number: int) -> str:
    """A framed text box as newer Word stores it, standing in the line."""
    width, height = 5_900_000, 260_000 + 220_000 * len(paragraphs)
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Tekstfelt {number}"/><a:graphic><a:graphicData'
        ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
        "</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def heading(text: str, level: int = 1) -> str:
    """A heading by style (level 1), or by its looks alone."""
    if level == 1:
        return paragraph(run(text), style="Overskrift1")
    return paragraph(run(text, BOLD))
