"""Paragraphs are counted as a person counts who looks at the page."""

from __future__ import annotations

from pipeline.render.places import places_of
from pipeline.xml import parse, qn
from tests.unit.render.letters import W, cell, paragraph, row, run, table


def places(body: str, root: str = "document") -> list[tuple[str, str]]:
    tree = parse(f'<w:{root} xmlns:w="{W}">{body}</w:{root}>'.encode())
    found = places_of(tree)
    assert [number for number, _ in found.values()] == [*range(1, len(found) + 1)]
    return [
        ("".join(text.text or "" for text in one.iter(qn("w:t"))), place) for one, (_, place) in found.items()
    ]


def test_paragraphs_cells_and_tables_within() -> None:
    inner = table(row("d", "e"))
    outer = f"<w:tr>{cell(paragraph('b'), paragraph('c'))}{cell(inner, paragraph('f'))}</w:tr>"
    assert places(paragraph("a") + table(outer) + paragraph("g") + table(row("h"))) == [
        ("a", "paragraph 1"),
        ("b", "table 1, row 1, cell 1, paragraph 1"),
        ("c", "table 1, row 1, cell 1, paragraph 2"),
        ("d", "table 1, row 1, cell 2, table 1, row 1, cell 1"),
        ("e", "table 1, row 1, cell 2, table 1, row 1, cell 2"),
        ("f", "table 1, row 1, cell 2"),
        ("g", "paragraph 2"),
        ("h", "table 2, row 1, cell 1"),
    ]


def test_text_boxes_and_notes() -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('b')}</w:txbxContent></w:pict></w:r>{run('a')}</w:p>"
    assert places(box + paragraph("c")) == [("ba", "paragraph 1"), ("b", "text box"), ("c", "paragraph 2")]
    own = f'<w:footnote w:type="separator">{paragraph("–")}</w:footnote>'
    notes = own + "".join(f"<w:footnote>{paragraph(text)}</w:footnote>" for text in "de")
    assert places(notes, "footnotes")[1:] == [("d", "footnote 1"), ("e", "footnote 2")]
