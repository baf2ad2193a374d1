"""Tables whose number of columns a merge has changed."""

from __future__ import annotations

from pipeline.xml import Element, SubElement, qn


def fit_grids(root: Element) -> None:
    """Give each table as many grid columns as its widest row has; its width stays and is shared evenly."""
    for table in root.iter(qn("w:tbl")):
        grid = table.find(qn("w:tblGrid"))
        if grid is None:
            continue
        columns = [int(column.get(qn("w:w"), "0")) for column in grid.iter(qn("w:gridCol"))]
        widest = max((_width(row) for row in table.iterchildren(qn("w:tr"))), default=len(columns))
        if widest == len(columns):
            continue
        for column in list(grid):
            grid.remove(column)
        for _ in range(widest):
            SubElement(grid, qn("w:gridCol")).set(qn("w:w"), str(sum(columns) // widest))


def _width(row: Element) -> int:
    """The grid columns a row takes: its cells, each with what it spans."""
    spans = (cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.iterchildren(qn("w:tc")))
    return sum(1 if span is None else int(span.get(qn("w:val"), "1")) for span in spans)
