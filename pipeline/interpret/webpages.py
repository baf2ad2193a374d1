"""What a printed web page let a person do: `Redigér` behind a heading, `Vis` in each row of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.interpret.framed import text_of, without_columns
from pipeline.interpret.ink import BOLD, all_in, inked
from pipeline.records.layout import Block, Grid, GridCell, Layout, TextLine, part_of

_ACTION: Final = (
    r"(?:redig[eé]r|ret|vis|åbn|slet|fjern|ændre?|hent|download|kopi[eé]r|udskriv|print|se|skjul|luk|tilføj|"
    r"detaljer|fold (?:ud|sammen)|gå til)(?: (?:række|linje|felt|svar|afsnit|detaljer|mere|alle))?"
)
_LINK: Final = re.compile(rf"(?i)[\[(✎✏⋮›»>+ ]*{_ACTION}(?:[ |/·,]+{_ACTION})*[\])›»> ]*")
_BEHIND: Final = re.compile(rf"\t\s*{_LINK.pattern[4:]}$", re.IGNORECASE)
_OVER: Final = re.compile(r"(?i)\s*(?:handling(?:er)?|funktion(?:er)?|valg|muligheder)")
"""What stands over a column of them."""
_WAY: Final = re.compile(
    r"(?i)(?:hjem|forside|start|min side|mine sager|overblik)(?:\s+[›>»/→]\s+\S[^›>»→]*)+"
)
"""Where in the site the page stands: `Hjem › Sager › Sag 88110`."""
_MENU: Final = re.compile(r"(?i)[^:]{0,100}\blog (?:ud|af|ind)\W*")
_PRINTED: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?:,| kl\.?)? \d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\t[^\t:]{1,100})?"
)
"""What a browser prints over a page: when it did so, and what the page is called."""
_SEVERAL: Final = 2
_ABOVE: Final = 8
"""Menus stand among so many first blocks."""


def without_links(layout: Layout) -> Layout:
    """The layout without what could be clicked: it is none of the form's words, and nobody's answer."""
    first = layout.blocks[0] if layout.blocks else None
    if isinstance(first, TextLine) and not first.filled and _PRINTED.fullmatch(first.text.strip()):
        layout = replace(layout, blocks=layout.blocks[1:])
    above = [block for block in layout.blocks[:_ABOVE] if not _is_menu(block)]
    layout = replace(layout, blocks=(*above, *layout.blocks[_ABOVE:]))
    layout = layout.with_lines(_without_links_behind)
    blocks = [_without_actions(block) if isinstance(block, Grid) else block for block in layout.blocks]
    return replace(layout, blocks=tuple(blocks))


def _is_menu(block: Block) -> bool:
    """Whether a line says nothing but where in its site the page stands, or where one could go from it."""
    if not isinstance(block, TextLine) or block.filled:
        return False
    return any(one.fullmatch(block.text.strip()) for one in (_WAY, _MENU))


def _without_links_behind(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines without a link far behind what stands out as a heading does."""
    for line in lines:
        found = None if line.filled else _BEHIND.search(line.text)
        title = part_of(line, 0, found.start()) if found is not None else line
        yield title if title.level >= 0 or all_in(BOLD, inked(title)) else line


def _without_actions(grid: Grid) -> Grid:
    """The table without a last column that holds nothing but links, in several rows or below its head."""
    rows = [row for row in grid.rows if row.cells]
    columns = {cell.column for row in rows for cell in row.cells}
    last = max(columns, default=0)
    own = [cell for row in rows for cell in row.cells if cell.column == last]
    over = [cell for cell in rows[0].cells if cell.column + cell.span > last] if rows else []
    said = [text for cell in own if (text := text_of(cell)) and not _OVER.fullmatch(text)]
    headed = any(_OVER.search(text_of(cell)) for cell in over)
    links = [text for text in said if _LINK.fullmatch(text)]
    if not last or not links or len(links) < len(said) or (len(links) < _SEVERAL and not headed):
        return grid
    narrow = [replace(row, cells=tuple(_narrower(cell, last) for cell in row.cells)) for row in grid.rows]
    return without_columns(replace(grid, rows=tuple(narrow)), {last})


def _narrower(cell: GridCell, last: int) -> GridCell:
    """A cell that reaches into the column of links without that part, and without its head."""
    if cell.column == last or cell.column + cell.span <= last:
        return cell
    lines = tuple(line for line in cell.lines if not _OVER.fullmatch(line.text))
    if lines and (found := re.search(rf"{_OVER.pattern[4:]}$", lines[-1].text, re.IGNORECASE)):
        lines = (*lines[:-1], part_of(lines[-1], 0, found.start()))
    return replace(cell, span=last - cell.column, lines=lines)
