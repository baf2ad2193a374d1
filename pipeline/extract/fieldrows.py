"""Form fields that belong to what stands over them, though something else stands between or nothing is drawn.

Fields below a table, each where a column of it begins, are its next rows: what is typed into them is long or
short, so that the rows lie at any distance. Boxes to tick right below their label belong to it, though a
field of the column beside them lies at a height between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.extract.drawn import DrawnCell, DrawnGrid, DrawnRow
from pipeline.extract.words import PageWord, WordLine, chunks_of
from pipeline.records.layout import TICKED, UNTICKED

_ALIGNED: Final = 4.0
"""Points between where a field and its column begin."""
_RIGHT_BELOW: Final = 2.0
"""Letter sizes between a label and its boxes, at most."""


def with_rows_of_fields(found: Sequence[WordLine | DrawnGrid]) -> list[WordLine | DrawnGrid]:
    """Lines and tables of a page, with lines of such fields as rows of the table above them."""
    kept: list[WordLine | DrawnGrid] = []
    for one in found:
        above = kept[-1] if kept else None
        if isinstance(above, DrawnGrid) and isinstance(one, WordLine):
            row = _row_of(above, one)
            if row is not None:
                above.rows.append(row)
                above.bottom = one.bottom
                continue
        kept.append(one)
    return kept


def with_boxes_at_their_labels(found: Sequence[WordLine | DrawnGrid]) -> list[WordLine | DrawnGrid]:
    """Lines and tables of a page, with boxes right behind the label that they begin below."""
    kept = [*found]
    for n in range(len(kept) - 2):
        label, beside, boxes = kept[n : n + 3]
        if (
            isinstance(label, WordLine)
            and isinstance(beside, DrawnGrid)
            and isinstance(boxes, WordLine)
            and boxes.words[0].text in (TICKED, UNTICKED)
            and abs(boxes.x0 - label.x0) <= _ALIGNED
            and 0 <= boxes.top - label.bottom <= _RIGHT_BELOW * label.size
            and (beside.edges[-1] < label.x0 or beside.edges[0] > max(label.x1, boxes.x1))
        ):
            kept[n + 1 : n + 3] = [boxes, beside]
    return kept


def _row_of(grid: DrawnGrid, line: WordLine) -> DrawnRow | None:
    """The fields of a line in the cells of the row before, where that holds fields in the same places."""
    above, fields = grid.rows[-1].cells, line.words
    if not 1 < len(above) == len(fields) == len(chunks_of(line)):
        return None
    pairs = list(zip(above, fields, strict=True))
    if not all(_is_field(cell) and field.whole and _is_below(cell, field) for cell, field in pairs):
        return None
    return DrawnRow(
        cells=[
            DrawnCell(
                column=cell.column,
                span=cell.span,
                x0=cell.x0,
                top=line.top,
                x1=cell.x1,
                bottom=line.bottom,
                right=cell.right,
                lines=[WordLine((field,))],
            )
            for cell, field in pairs
        ]
    )


def _is_below(cell: DrawnCell, field: PageWord) -> bool:
    return abs(field.box.x0 - cell.lines[0].x0) <= _ALIGNED


def _is_field(cell: DrawnCell) -> bool:
    words = [word for line in cell.lines for word in line.words]
    return len(words) == 1 and words[0].whole
