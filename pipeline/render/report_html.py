"""A report as one HTML file: no script, no outside resource; it reads on a phone and prints in black and
white."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from pipeline.records.published import Bars, Report, ReportSection, Table

_STYLE: Final = """
:root { --accent: #17566b; --ink: #1d1d1b; --soft: #595959; --line: #a6a6a6; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.25rem 3rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 Calibri, Carlito, Arial, "Liberation Sans", sans-serif; }
.from { margin: 0; color: var(--soft); }
h1 { margin: .2rem 0 .3rem; font-size: 1.9rem; line-height: 1.2; color: var(--accent); }
h2 { margin: 2.4rem 0 .5rem; padding-top: .6rem; font-size: 1.25rem; line-height: 1.3;
  border-top: 1px solid var(--line); }
p { margin: 0 0 .6rem; max-width: 40rem; }
.lead { margin: 1.4rem 0 0; padding-left: 1rem; border-left: 4px solid var(--accent); font-size: 1.15rem; }
.lead p:last-child { margin: 0; }
.lead + .note { margin-top: 1rem; }
.note, footer { font-size: .875rem; color: var(--soft); }
figure { margin: 1rem 0; }
figcaption, caption { text-align: left; font-weight: 600; padding-bottom: .35rem; }
svg { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .95rem; }
th, td { padding: .35rem .6rem; text-align: right; vertical-align: top; border-bottom: 1px solid #d9d9d9; }
th { font-weight: 600; }
tr > :first-child, .words th, .words td { text-align: left; }
.short { max-width: 24rem; }
tbody th { font-weight: 400; white-space: nowrap; }
thead tr:last-child > * { border-bottom: 1.5px solid var(--ink); }
thead tr:not(:last-child) > * { border-bottom: 0; padding-bottom: 0; }
tfoot th, tfoot td { font-weight: 600; border-top: 1.5px solid var(--ink); border-bottom: 0; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); }
@media print { body { padding: 0; max-width: none; } section { break-inside: avoid; } }
"""
_LABEL, _FULL, _BAR, _STEP, _TOP = 96, 500, 16, 26, 24
"""In the drawing's own units: where bars begin, the longest, how thick, from one to the next, above the
first."""
_WIDTH = 720


def report_html(report: Report, drawn_up: str) -> bytes:
    """The report as a page; `drawn_up` is its day as people write it."""
    body = "".join(_section(section, n) for n, section in enumerate(report.sections))
    lead = "".join(f"<p>{escape(text)}</p>" for text in report.lead)
    notes = "".join(f"<p>{escape(text)}</p>" for text in report.notes)
    return (
        '<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n"
        f'<p class="from">{escape(report.municipality)}</p>\n<h1>{escape(report.title)}</h1>\n'
        f'<p class="from">Opgjort {escape(drawn_up)}</p>\n</header>\n<main>\n<div class="lead">{lead}</div>\n'
        f'<p class="note">{escape(report.privacy)}</p>\n'
        f"{body}</main>\n<footer>{notes}</footer>\n</body>\n</html>\n"
    ).encode()


def _section(section: ReportSection, number: int) -> str:
    says = "".join(f"<p>{escape(text)}</p>\n" for text in section.says)
    blocks = "".join(
        _table(block) if isinstance(block, Table) else _bars(block, f"bars{number}")
        for block in section.blocks
    )
    notes = "".join(f'<p class="note">{escape(text)}</p>\n' for text in section.notes)
    return f"<section>\n<h2>{escape(section.title)}</h2>\n{says}{blocks}{notes}</section>\n"


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str = "td") -> str:
        scope = "col" if tag == "th" else "row"
        first = f'<th scope="{scope}">{escape(cells[0])}</th>'
        others = "".join(
            f'<th scope="col">{escape(cell)}</th>' if tag == "th" else f"<td>{escape(cell)}</td>"
            for cell in cells[1:]
        )
        return f"<tr>{first}{others}</tr>\n"

    inside = "".join(row(cells) for cells in table.rows)
    over = "".join(f'<th scope="colgroup" colspan="{span}">{escape(text)}</th>' for text, span in table.over)
    above = f"<tr><td></td>{over}</tr>\n" if over else ""
    foot = f"<tfoot>\n{row(table.foot)}</tfoot>\n" if table.foot else ""
    kind = ' class="words"' if table.words else ""
    width = "wide" if table.words or len(table.head) > 2 else "short"
    return (
        f'<div class="{width}"><table{kind}>\n<caption>{escape(table.caption)}</caption>\n'
        f"<thead>\n{above}{row(table.head, 'th')}</thead>\n<tbody>\n{inside}</tbody>\n{foot}</table></div>\n"
    )


def _bars(bars: Bars, name: str) -> str:
    height = _TOP + _STEP * len(bars.bars) + 6
    return (
        f"<figure>\n<figcaption>{escape(bars.caption)}</figcaption>\n"
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}" font-size="14" '
        f'fill="#1d1d1b">\n<title id="{name}">{escape(bars.caption)}: {escape(_spoken(bars))}</title>\n'
        + "".join(_drawn(bars, height))
        + "</svg>\n</figure>\n"
    )


def _spoken(bars: Bars) -> str:
    told = ", ".join(f"{bar.label} {bar.shown}" for bar in bars.bars)
    return f"{told}. {bars.limit_label.capitalize()}." if bars.limit_label else f"{told}."


def _drawn(bars: Bars, height: int) -> Iterator[str]:
    for n, bar in enumerate(bars.bars):
        y = _TOP + n * _STEP
        length = round((bar.value or 0) / bars.scale * _FULL, 1)
        look = 'fill="#dbe8ec" stroke="#17566b" stroke-dasharray="3 2"' if bar.planned else 'fill="#17566b"'
        yield f'<text x="0" y="{y + 13}">{escape(bar.label)}</text>\n'
        if length:
            yield f'<rect x="{_LABEL}" y="{y}" width="{length}" height="{_BAR}" {look}/>\n'
        yield f'<text x="{_LABEL + _FULL + 10}" y="{y + 13}">{escape(bar.shown)}</text>\n'
    if bars.limit:
        x = _LABEL + round(bars.limit / bars.scale * _FULL, 1)
        side = "end" if x > _WIDTH / 2 else "start"
        yield f'<path d="M{x:g} {_TOP - 4}V{height}" stroke="#1d1d1b" stroke-width="1.5"/>\n'
        yield f'<text x="{x:g}" y="{_TOP - 9}" text-anchor="{side}">{escape(bars.limit_label)}</text>\n'
