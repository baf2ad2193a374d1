"""The walk through a Word part: paragraphs, tables, controls, text boxes and what was deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pipeline.errors import InputRejected
from pipeline.extract.controls import content_control
from pipeline.extract.found import (
    FoundCell,
    FoundControl,
    FoundParagraph,
    FoundRow,
    FoundTable,
    Level,
    Story,
    Units,
    Way,
)
from pipeline.extract.inline import (
    INLINE_READERS,
    TEXT,
    close_coded,
    give_up_codes,
    give_up_fields,
    open_coded,
    read_code,
    read_field_sign,
    read_text,
)
from pipeline.extract.offers import shown_offer
from pipeline.extract.walk import MAX_CELLS, MAX_SPAN, OpenField, Walk
from pipeline.wordml import is_on, value_of
from pipeline.wordml.styles import WordStyles
from pipeline.xml import Element, backwards, children, qn

_MAX_BAR = 100
"""A shaded row with more text than this is no heading."""

_PARAGRAPH_PROPERTIES, _STYLE, _OUTLINE = qn("w:pPr"), qn("w:pStyle"), qn("w:outlineLvl")
_BREAK_BEFORE, _SECTION, _MARK = qn("w:pageBreakBefore"), qn("w:sectPr"), qn("w:rPr")
_DELETED, _INSERTED = qn("w:del"), qn("w:ins")
_GONE, _NEW = (_DELETED, qn("w:moveFrom")), (_INSERTED, qn("w:moveTo"))
_CELL_PROPERTIES, _SPAN, _SHADE = qn("w:tcPr"), qn("w:gridSpan"), qn("w:shd")
_MERGES = {qn("w:vMerge"): "above", qn("w:hMerge"): "beside"}
_TRACKED_CELLS = (qn("w:cellDel"), qn("w:cellIns"))
_NO_TEXT = (
    *("w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr"),
    *("w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr"),
    *("w:delText", "w:delInstrText", "w:fldData", "w:rt"),
)
_CONTENT, _CONTROL_PROPERTIES = qn("w:sdtContent"), qn("w:sdtPr")


def read_story(root: Element, styles: WordStyles, part: str = "") -> Story:
    """All that stands in a part: its text, and what of it stands in paragraphs, tables and controls.

    Raises InputRejected: `file.nested_tables` (limit), `file.huge_table` (cells, columns), `file.too_complex`
    (limit).
    """
    walk = Walk(styles=styles, part=part, waiting=[root])
    _go_on(walk)
    while walk.boxes:
        waiting = walk.boxes.popleft()
        box = walk.enter_box(waiting)
        walk.waiting.extend(backwards(waiting.content))
        _go_on(walk)
        box.end = walk.here()
    return walk.story


def _go_on(walk: Walk) -> None:
    waiting = walk.waiting
    readers = _READERS
    while waiting:
        step = waiting.pop()
        if isinstance(step, tuple):
            step[0](walk, step[1])
            continue
        reader = readers.get(step.tag)
        if reader is None:
            waiting.extend(backwards(step))
        else:
            reader(walk, step)
    give_up_fields(walk)


def _close_with(walk: Walk, close: Callable[[Walk, Any], None], what: object) -> None:
    walk.waiting.append((close, what))


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────────


def _read_paragraph(walk: Walk, element: Element) -> None:
    before = walk.paragraph
    paragraph = walk.carried
    if paragraph is None or paragraph.cell is not walk.cell or paragraph.inside is not walk.control:
        paragraph = FoundParagraph(
            spot=walk.spot(),
            start=walk.here(),
            cell=walk.cell,
            inside=walk.control,
            element=element,
            within=next((one.control for one in walk.fields[::-1] if one.control is not None), None),
        )
        walk.check_count(len(walk.story.paragraphs))
        walk.story.paragraphs.append(paragraph)
        if walk.cell is not None:
            walk.cell.paragraphs.append(paragraph)
    walk.carried = None
    walk.paragraph = paragraph
    goes_on = ends_page = False
    if len(element) and element[0].tag == _PARAGRAPH_PROPERTIES:
        goes_on, ends_page = _read_paragraph_properties(walk, paragraph, element[0])
    _close_with(walk, _end_paragraph, (paragraph, before, goes_on, ends_page))
    walk.waiting.extend(backwards(element))


def _read_paragraph_properties(
    walk: Walk, paragraph: FoundParagraph, properties: Element
) -> tuple[bool, bool]:
    """Sets the paragraph's level; says whether its end was deleted, and whether a page ends with it."""
    goes_on = ends_page = False
    for child in children(properties):
        tag = child.tag
        if tag == _STYLE:
            paragraph.style = value_of(child)
            paragraph.level = walk.styles.levels.get(paragraph.style, -1)
        elif tag == _OUTLINE:
            level = value_of(child)
            paragraph.level = int(level) + 1 if level in set("012345678") else paragraph.level
        elif tag == _BREAK_BEFORE and is_on(child):
            walk.turn_page(rendered=False)
            paragraph.spot = walk.spot()
        elif tag == _SECTION:
            ends_page = value_of(child.find(qn("w:type")), "nextPage") != "continuous"
        elif tag == _MARK:
            for mark in child:
                if mark.tag in (*_GONE, *_NEW):
                    walk.story.notices.add("file.tracked_changes")
                    goes_on = goes_on or mark.tag in _GONE
    return goes_on, ends_page


def _end_paragraph(walk: Walk, ended: tuple[FoundParagraph, FoundParagraph | None, bool, bool]) -> None:
    paragraph, walk.paragraph, goes_on, ends_page = ended
    give_up_codes(walk)
    paragraph.end = walk.here()
    if paragraph.controls:
        last_box = next((c for c in reversed(paragraph.controls) if c.setup.way is Way.CHECK), None)
        if last_box is not None:
            after = walk.story.pieces[last_box.end : paragraph.end]
            paragraph.words_follow = any(piece.strip() for piece in after)
    if goes_on:
        walk.carried = paragraph
    else:
        walk.story.pieces.append("\n")
        walk.size += 1
    if paragraph.end > paragraph.start and not walk.tables_open:
        walk.lines_seen += 1
    if paragraph.level >= 0:
        _start_heading(walk, walk.story.text(paragraph.start, paragraph.end))
    if ends_page:
        walk.turn_page(rendered=False)


def _start_heading(walk: Walk, text: str) -> None:
    heading = " ".join(text.split())
    if heading:
        walk.heading = heading[:_MAX_BAR]
        walk.lines_seen = 0


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def _read_table(walk: Walk, element: Element) -> None:
    before = (walk.table, walk.row, walk.level)
    walk.table, walk.row, walk.level = walk.open_table(), None, Level.ROWS
    _close_with(walk, _end_table, before)
    walk.waiting.extend(backwards(element))


def _end_table(walk: Walk, before: tuple[FoundTable | None, FoundRow | None, Level]) -> None:
    walk.table, walk.row, walk.level = before
    walk.tables_open -= 1


def _read_row(walk: Walk, element: Element) -> None:
    if walk.table is None:
        walk.waiting.extend(backwards(element))
        return
    header, before = False, 0
    properties = element.find(qn("w:trPr"))
    for child in properties if properties is not None else ():
        if child.tag in (_DELETED, _INSERTED):
            walk.story.notices.add("file.tracked_changes")
            if child.tag == _DELETED:
                return
        elif child.tag == qn("w:tblHeader"):
            header = is_on(child)
        elif child.tag == qn("w:gridBefore"):
            before = _columns(child)
    row = walk.open_row(walk.table, header=header, before=before)
    _close_with(walk, _end_row, (row, walk.row, walk.level))
    walk.row, walk.level = row, Level.CELLS
    walk.waiting.extend(backwards(element))


def _columns(element: Element) -> int:
    """A number of columns; what is no number counts as one."""
    text = value_of(element)
    if not text.isdecimal():
        return 1
    if len(text) > 4 or int(text) > MAX_SPAN:
        raise InputRejected("file.huge_table", cells=MAX_CELLS, columns=MAX_SPAN)
    return int(text)


def _end_row(walk: Walk, ended: tuple[FoundRow, FoundRow | None, Level]) -> None:
    row, walk.row, walk.level = ended
    if len(row.cells) == 1 and row.cells[0].shaded and not row.cells[0].controls:
        text = walk.story.cell_text(row.cells[0])
        if len(text) <= _MAX_BAR:
            _start_heading(walk, text)


def _read_cell(walk: Walk, element: Element) -> None:
    if walk.row is None:
        walk.waiting.extend(backwards(element))
        return
    span, continued, shaded = 1, "", False
    for child in children(element[0]) if len(element) and element[0].tag == _CELL_PROPERTIES else ():
        tag = child.tag
        if tag == _SPAN:
            span = max(1, _columns(child))
        elif tag in _MERGES:
            continued = _MERGES[tag] if value_of(child, "continue") == "continue" else continued
        elif tag == _SHADE:
            shaded = child.get(qn("w:fill"), "auto").casefold() not in ("auto", "ffffff", "")
        elif tag in _TRACKED_CELLS:
            walk.story.notices.add("file.tracked_changes")
            if tag == _TRACKED_CELLS[0]:
                return
    cell = walk.open_cell(walk.row, span=span, continued=continued, shaded=shaded)
    _close_with(walk, _end_cell, (cell, walk.cell, walk.level, walk.row, walk.paragraph))
    walk.cell, walk.level, walk.row, walk.paragraph = cell, Level.TEXT, None, None
    walk.waiting.extend(backwards(element))


def _end_cell(
    walk: Walk, ended: tuple[FoundCell, FoundCell | None, Level, FoundRow | None, FoundParagraph | None]
) -> None:
    cell, walk.cell, walk.level, walk.row, walk.paragraph = ended
    cell.end = walk.here()


# ── controls, text boxes, changes ─────────────────────────────────────────────────────────────────────


def _read_control(walk: Walk, element: Element) -> None:
    before = (walk.control, walk.units)
    control = walk.open_control(content_control(element.find(_CONTROL_PROPERTIES)))
    walk.control = control
    _close_with(walk, _end_control, (control, *before))
    content = element.find(_CONTENT)
    if content is not None:
        walk.waiting.extend(backwards(content))


def _end_control(walk: Walk, ended: tuple[FoundControl, FoundControl | None, Units]) -> None:
    control, walk.control, walk.units = ended
    walk.close_control(control)


def _read_text_box(walk: Walk, element: Element) -> None:
    walk.put_off(element)


def _read_alternatives(walk: Walk, element: Element) -> None:
    shown = shown_offer(element)
    if shown is not None:
        walk.waiting.extend(backwards(shown))


def _read_deleted(walk: Walk, element: Element) -> None:
    walk.story.notices.add("file.tracked_changes")


def _read_inserted(walk: Walk, element: Element) -> None:
    walk.story.notices.add("file.tracked_changes")
    walk.waiting.extend(backwards(element))


def _read_simple_field(walk: Walk, element: Element) -> None:
    walk.simple_fields += 1
    _close_with(walk, _end_simple_field, open_coded(walk, element.get(qn("w:instr"), "")))
    walk.waiting.extend(backwards(element))


def _end_simple_field(walk: Walk, field: OpenField) -> None:
    walk.simple_fields -= 1
    close_coded(walk, field)


def _read_note(walk: Walk, element: Element) -> None:
    """A footnote or endnote; those with a type are the lines that set them off."""
    if element.get(qn("w:type"), "normal") == "normal":
        walk.waiting.extend(backwards(element))


def _pass_by(walk: Walk, element: Element) -> None:
    """Properties, field codes and second readings (ruby) are no text."""


_READERS: Final[dict[str, Callable[[Walk, Element], None]]] = {
    **INLINE_READERS,
    TEXT: read_text,
    qn("m:t"): read_text,
    qn("w:fldChar"): read_field_sign,
    qn("w:p"): _read_paragraph,
    qn("w:tbl"): _read_table,
    qn("w:tr"): _read_row,
    qn("w:tc"): _read_cell,
    qn("w:sdt"): _read_control,
    qn("w:instrText"): read_code,
    qn("w:fldSimple"): _read_simple_field,
    qn("w:txbxContent"): _read_text_box,
    qn("mc:AlternateContent"): _read_alternatives,
    qn("w:footnote"): _read_note,
    qn("w:endnote"): _read_note,
    **dict.fromkeys(_GONE, _read_deleted),
    **dict.fromkeys(_NEW, _read_inserted),
    **dict.fromkeys(map(qn, _NO_TEXT), _pass_by),
}
