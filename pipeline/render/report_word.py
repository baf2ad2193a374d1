"""A report as a Word file: laid into a shell that staff may restyle in Word; bars are cells of a table.

The shell brings page, footer and styles. The same report and shell give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.container import open_package, write_package
from pipeline.errors import RenderError
from pipeline.records.published import Bar, Bars, Report, ReportSection, Table
from pipeline.render.properties import core_properties, marked

_MAIN: Final = "word/document.xml"
_STYLES: Final = (
    "Title", "Heading1", "Indledning", "Tabeltekst", "Tabelhoved", "Tabelnote", "Hjaelpetekst", "SkemaTabel",
)  # fmt: skip
_BODY = re.compile(r"(<w:body>).*(<w:sectPr\b)", re.DOTALL)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTH: Final = 9355
"""Between the margins, in twips."""
_LABEL, _VALUE = 1300, 1500
_FULL = _WIDTH - _LABEL - _VALUE
_ACCENT, _PLANNED, _INK = "17566B", "C5DAE0", "1D1D1B"


def report_word(report: Report, shell: bytes, drawn_up: str) -> bytes:
    """The report as a .docx; `drawn_up` is its day as people write it. Raises RenderError where the shell
    lacks
    a style or has no page set-up, or a text holds what no Word file can."""
    package = open_package(shell)
    styles = package["word/styles.xml"].decode("utf-8")
    if missing := [name for name in _STYLES if f'w:styleId="{name}"' not in styles]:
        raise RenderError(f"report.docx has no style {', '.join(missing)}")
    body = "".join(_body(report, drawn_up))
    if _NOT_XML.search(body):
        raise RenderError("a text of the report holds a character that no Word file can hold")
    main, found = _BODY.subn(
        lambda match: match[1] + body + match[2], package[_MAIN].decode("utf-8"), count=1
    )
    if not found:
        raise RenderError("report.docx has no page set-up at its end")
    members, core = marked(package)
    return write_package({**members, _MAIN: main.encode(), core: core_properties(report.title)}.items())


def _body(report: Report, drawn_up: str) -> Iterator[str]:
    yield _paragraph(report.municipality, "Hjaelpetekst", "<w:keepNext/>")
    yield _paragraph(report.title, "Title")
    yield _paragraph(f"Opgjort {drawn_up}", "Hjaelpetekst", '<w:spacing w:after="280"/>')
    mark = '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="17566B"/></w:pBdr>'
    yield _paragraph(" ".join(report.lead), "Indledning", mark)
    yield _paragraph(report.privacy, "Hjaelpetekst")
    for section in report.sections:
        yield from _section(section)
    for note in report.notes:
        yield _paragraph(note, "Hjaelpetekst", '<w:spacing w:before="120"/>')


def _section(section: ReportSection) -> Iterator[str]:
    keep = "<w:keepNext/>" if section.blocks else ""
    yield _paragraph(section.title, "Heading1")
    for text in section.says:
        yield _paragraph(text, "Normal", keep)
    for block in section.blocks:
        yield _paragraph(block.caption, "Tabelhoved", '<w:spacing w:before="120"/>')
        yield _table(block) if isinstance(block, Table) else _bars(block)
        yield _paragraph("", "Tabelnote")
    for note in section.notes:
        yield _paragraph(note, "Hjaelpetekst")


def _paragraph(text: str, style: str, properties: str = "", bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run}</w:p>"


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def _table(table: Table) -> str:
    first = 3100 if table.words else 2100 if len(table.head) > 3 else 3600
    rest = (_WIDTH - first) // max(1, len(table.head) - 1)
    widths = [first, *([rest] * (len(table.head) - 1))]
    if len(table.head) == 2 and not table.words:
        widths[1] = 1900
    rows = [_row(table.head, widths, "Tabelhoved", table.words, "<w:tblHeader/>")]
    if table.over:
        rows.insert(0, _over(table, widths))
    rows += [_row(cells, widths, "Tabeltekst", table.words) for cells in table.rows]
    if table.foot:
        rows.append(_row(table.foot, widths, "Tabeltekst", table.words, bold=True))
    return _whole(table.caption, widths, rows, "SkemaTabel")


def _over(table: Table, widths: Sequence[int]) -> str:
    """The headings above the headings, each over its columns and apart from the next."""
    inside = _cell(widths[0], _paragraph("", "Tabelhoved"))
    for label, span in table.over:
        text = _paragraph(label, "Tabelhoved", '<w:jc w:val="right"/>')
        inside += _cell(widths[1] * span, text, span=span)
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{inside}</w:tr>"


def _row(
    cells: Sequence[str], widths: Sequence[int], style: str, words: bool, kind: str = "", bold: bool = False
) -> str:
    inside = "".join(
        _cell(
            width,
            _paragraph(cell, style, "" if words or not n else '<w:jc w:val="right"/>', bold),
        )
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{inside}</w:tr>"


def _cell(width: int, content: str, properties: str = "", span: int = 1) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{properties}</w:tcPr>{content}</w:tc>'


def _whole(caption: str, widths: Sequence[int], rows: Sequence[str], style: str) -> str:
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margins = "" if style else _NO_MARGINS
    return (
        f'<w:tbl><w:tblPr>{named}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'{margins}<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        f' w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={quoteattr(caption)}/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


# ── bars ──────────────────────────────────────────────────────────────────────────────────────────────

_NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
_TIGHT = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_GAP = '<w:top w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>'
_GAP_BELOW = '<w:bottom w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/>'
_LIMIT = f'<w:right w:val="single" w:sz="12" w:space="0" w:color="{_INK}"/>'


def _bars(bars: Bars) -> str:
    """A row for each bar, on a grid that has an edge wherever a bar or the limit ends."""
    limit = _at(bars, bars.limit) if bars.limit else 0
    ends = {_LABEL, limit or _LABEL, _LABEL + _FULL, _WIDTH}
    edges = sorted(ends | {_at(bars, bar.value) for bar in bars.bars if bar.value})
    widths = [end - start for start, end in zip([0, *edges], edges, strict=False)]
    rows = [_limit_row(bars, edges, limit)] if limit else []
    rows += [_bar_row(bars, bar, edges, limit) for bar in bars.bars]
    return _whole(f"{bars.caption}. {bars.limit_label}".strip(), widths, rows, "")


def _at(bars: Bars, value: int) -> int:
    """Where a bar of this value ends; the shortest can still be seen."""
    return _LABEL + max(30, round(value / bars.scale * _FULL))


def _limit_row(bars: Bars, edges: list[int], limit: int) -> str:
    text = _paragraph(bars.limit_label, "Tabelnote", f'<w:keepNext/>{_TIGHT}<w:jc w:val="right"/>')
    return _bar_cells([(0, limit, text, ""), (limit, _WIDTH, _paragraph("", "Tabelnote", _TIGHT), "")], edges)


def _bar_row(bars: Bars, bar: Bar, edges: list[int], limit: int) -> str:
    end = _at(bars, bar.value) if bar.value else _LABEL
    label = _paragraph(bar.label, "Tabelnote", _TIGHT)
    cells = [(0, _LABEL, label, "")]
    stops = sorted({_LABEL, end, limit or end, _LABEL + _FULL})
    colour = _PLANNED if bar.planned else _ACCENT
    for start, stop in pairwise(stops):
        borders = (_GAP + _GAP_BELOW) if stop <= end else ""
        borders = f"<w:tcBorders>{borders}{_LIMIT if stop == limit else ''}</w:tcBorders>"
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if stop <= end else ""
        cells.append((start, stop, _paragraph("", "Tabelnote", _TIGHT), borders + fill))
    shown = _paragraph(bar.shown, "Tabelnote", f'{_TIGHT}<w:ind w:left="120"/>')
    return _bar_cells([*cells, (_LABEL + _FULL, _WIDTH, shown, "")], edges)


def _bar_cells(cells: Sequence[tuple[int, int, str, str]], edges: list[int]) -> str:
    """A row of cells, each from one edge to another; the row is as high as a line and no higher."""
    inside = ""
    for start, end, content, properties in cells:
        span = edges.index(end) - (edges.index(start) if start else -1)
        inside += _cell(end - start, content, f'{properties}<w:vAlign w:val="center"/>', span)
    high = '<w:trHeight w:val="320" w:hRule="exact"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{high}</w:trPr>{inside}</w:tr>"
