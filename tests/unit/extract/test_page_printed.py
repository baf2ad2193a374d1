"""What LibreOffice prints is read as it stood in the Word file: every cell, over page breaks too."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from pipeline.extract.page import read_page_pdf
from pipeline.records.layout import Grid, Layout, TextLine
from tests.filled import filled
from tests.tools import as_pdf, needs
from tests.unit.extract.printed import grids, told

DATA = Path(__file__).parents[2] / "data" / "skoleflexplus" / "application.json"
SENTENCE = (
    "Skole og familie har talt om, hvad der skal til, for at hverdagen kan hænge sammen igen, og hvem der "
    "ringer til hvem, når morgenen bliver svær."
)
ROWS = [
    ("Barnets navn", "Ida Prøvesen Testholm"),
    ("Barnets cpr-nr.", "741114-4002"),
    ("Baggrund", SENTENCE),
    ("Kontakt", "Mette Prøvesen, tlf. 00 00 00 01, mette.proevesen@post.example"),
    ("Dato", "12-06-2026"),
]
HEAD = ("Mål", "Indsats", "Ansvarlig", "Frist")
MANY = [
    (f"Mål nummer {n}", SENTENCE if n % 3 == 0 else "Samtale om morgenen", "Skole", f"{n:02d}-08-2026")
    for n in range(1, 16)
]


def borders(table: Any, *sides: str) -> None:
    told = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in sides else "nil")
        line.set(qn("w:sz"), "4")
        told.append(line)
    table._tbl.tblPr.append(told)


def shaded(cell: Any, color: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), color)
    cell._tc.get_or_add_tcPr().append(shade)


def label_table(document: Any, style: str | None) -> Any:
    table = document.add_table(0, 2, style=style)
    for label, value in ROWS:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].text = value
        cells[0].width, cells[1].width = Cm(5), Cm(11)
    return table


def many_rows(document: Any, style: str | None) -> Any:
    table = document.add_table(1, 4, style=style)
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in MANY:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return table


def printed(document: Any) -> Layout:
    file = io.BytesIO()
    document.save(file)
    layout = read_page_pdf(as_pdf(file.getvalue())).layout
    assert layout is not None
    return layout


@needs("soffice")
def test_label_tables_of_all_looks() -> None:
    document: Any = Document()
    for n, look in enumerate(("ruled", "bare", "level", "open", "shaded", "dark")):
        document.add_heading(f"Udseende {n}", 1)
        table = label_table(document, "Table Grid" if look in ("ruled", "dark") else None)
        if look in ("level", "open"):
            borders(table, "top", "bottom", "insideH", *(["insideV"] if look == "open" else []))
        for row in table.rows if look in ("shaded", "dark") else ():
            shaded(row.cells[0], "D9E2F3" if look == "shaded" else "1F3864")
            if look == "dark":
                row.cells[0].paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
        document.add_page_break()
    layout = printed(document)
    assert [block for block in told(layout) if not isinstance(block, str)] == [
        [list(row) for row in ROWS]
    ] * 6


@needs("soffice")
def test_tables_over_page_breaks() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Eksempel Kommune\t\tSkoleFleks"
    for look in ("ruled", "bare", "level"):
        document.add_paragraph(f"{SENTENCE} " * 4)
        table = many_rows(document, "Table Grid" if look == "ruled" else None)
        if look == "level":
            borders(table, "top", "bottom", "insideH")
        document.add_paragraph("Her slutter tabellen.")
    layout = printed(document)
    assert [block for block in told(layout) if not isinstance(block, str)] == [
        [list(row) for row in (HEAD, *MANY)]
    ] * 3
    assert layout.furniture == ("Eksempel Kommune SkoleFleks",)


@needs("soffice")
def test_labels_in_paragraphs() -> None:
    document = Document()
    for label, value in ROWS:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {value}")
    for label, value in ROWS:
        paragraph = document.add_paragraph(f"{label}\t{value}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(6), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
    for label, value in ROWS:
        document.add_paragraph().add_run(label).bold = True
        document.add_paragraph(value)
    paragraph = document.add_paragraph("Svar: ")
    paragraph.add_run("Ja").font.strike = True
    paragraph.add_run(" / Nej")
    lines = [block for block in printed(document).blocks if isinstance(block, TextLine)]
    texts = [line.text for line in lines]
    assert texts[:5] == [f"{label}: {value}" for label, value in ROWS]
    dotted = [text.replace(".", "") for text in texts[5:10]]
    assert dotted == [f"{label}{value}".replace(".", "") for label, value in ROWS]
    assert texts[10:20] == [text for row in ROWS for text in row]
    assert texts[20] == "Svar: Ja / Nej"
    (span,) = lines[20].struck
    assert texts[20][span.start : span.end] == "Ja"


@needs("soffice")
def test_our_own_form_as_it_is_printed() -> None:
    data: Any = json.loads(DATA.read_text(encoding="utf-8"))
    form = read_page_pdf(as_pdf(filled("application", data)))
    assert form.layout is not None
    cells = {cell.text for grid in grids(form.layout) for row in grid.rows for cell in row.cells}
    child = data["child"]
    assert {
        child["name"],
        child["cpr"],
        f"Barnets adresse\n{child['address']}",
        f"Postnr.\n{child['postal_code']}",
    } <= cells
    assert {data["child_view"], data["aftaleforum"]["participants"]} <= cells
    assert {row["description"] for row in data["existing_school_measures"]} <= cells
    headings = [
        block.text for block in form.layout.blocks if isinstance(block, TextLine) and block.level == 1
    ]
    assert headings[:2] == ["1. Ansøgningen, perioden og beløbet", "2. Barnet/den unge"]
    assert not any(isinstance(block, Grid) and not block.rows for block in form.layout.blocks)
