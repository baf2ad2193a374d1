"""Text beside the fields, and fields whose controls are gone."""

from __future__ import annotations

import copy
from typing import Any

from pipeline.xml import Element, parse, qn
from tests.misuse.edit import (
    ANY,
    EMPTY,
    ENTRIES,
    FINDING,
    SAME,
    W,
    around,
    misuse,
    piece,
    run,
    shown,
    unwrap,
    write,
)

# ── written beside the field ────────────────────────────────────────────────────────────────────────


@misuse(ANY | EMPTY)
def typed_behind_the_control(body: Element, sdt: Element) -> Any:
    sdt.addnext(run(" men kun til jul"))
    return FINDING


@misuse(ANY | EMPTY)
def typed_before_the_control(body: Element, sdt: Element) -> Any:
    sdt.addprevious(run("ikke "))
    return FINDING


@misuse(ANY | EMPTY)
def typed_in_a_new_paragraph_of_the_cell(body: Element, sdt: Element) -> Any:
    paragraph = around(sdt, "w:p")
    new = piece("<w:p/>")
    style = paragraph.find(qn("w:pPr"))
    if style is not None:
        new.append(copy.deepcopy(style))
    new.append(run("Skolen ved Havet"))
    paragraph.addnext(new)
    return FINDING


@misuse(ENTRIES | EMPTY)
def typed_in_the_cell_before(body: Element, sdt: Element) -> Any:
    cell = around(sdt, "w:tc")
    before = cell.getprevious()
    if before is None or before.tag != qn("w:tc") or before.find(f".//{qn('w:sdt')}") is not None:
        cell.findall(qn("w:p"))[0].append(run(" Prøvevej 3"))
    else:
        before.findall(qn("w:p"))[0].append(run(" Prøvevej 3"))
    return FINDING


@misuse(ANY | EMPTY)
def typed_below_the_table(body: Element, sdt: Element) -> Any:
    table = around(sdt, "w:tbl")
    table.addnext(piece("<w:p><w:r><w:t>Han kommer fra Prøveby Skole</w:t></w:r></w:p>"))
    return FINDING


@misuse(ANY | EMPTY)
def a_new_table_below(body: Element, sdt: Element) -> Any:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Uge", "Noget", "7"))
    around(sdt, "w:tbl").addnext(piece(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>"))
    return FINDING


@misuse(ANY | EMPTY)
def a_text_box_beside(body: Element, sdt: Element) -> Any:
    sdt.addnext(
        parse(
            f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>Ring først til mor</w:t></w:r></w:p>"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>".encode()
        )
    )
    return FINDING


@misuse(EMPTY)
def a_letter_beside_an_empty_field(body: Element, sdt: Element) -> Any:
    sdt.addnext(run("7"))
    return FINDING


@misuse(ANY)
def a_question_mark_behind(body: Element, sdt: Element) -> Any:
    sdt.addnext(run(" ?"))
    return FINDING


# ── the control is gone ─────────────────────────────────────────────────────────────────────────────


@misuse(ANY)
def control_deleted_text_left(body: Element, sdt: Element) -> Any:
    unwrap(sdt)
    return SAME


@misuse(ENTRIES)
def pasted_over_the_cell(body: Element, sdt: Element) -> Any:
    paragraph = around(sdt, "w:p")
    text = shown(sdt)
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    paragraph.append(run(text))
    return SAME


@misuse(ENTRIES)
def content_moved_above_the_table(body: Element, sdt: Element) -> Any:
    around(sdt, "w:tbl").addprevious(piece(f"<w:p><w:r><w:t>{'Flyttet'}</w:t></w:r></w:p>"))
    write(sdt)
    return FINDING
