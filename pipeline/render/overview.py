"""The list of cases as one HTML page: readable without a server, a script or anything from outside.

The same rows give the same bytes. Whatever stands in a form is text here and never markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import quote

from pipeline import danish

_STYLE = """
:root { --ink: #1c2429; --soft: #4d5a63; --line: #c3ccd2; --accent: #0b5a72; --alert: #8a1c1c; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; color: var(--ink); background: #fff;
  font: 1rem/1.45 Calibri, Carlito, "Segoe UI", Arial, sans-serif; }
h1 { margin: 0; color: var(--accent); font-size: 1.7rem; }
h2 { margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--accent);
  color: var(--accent); font-size: 1.2rem; }
p { margin: .3rem 0; }
.sum { color: var(--soft); }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .5rem .6rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
thead th { color: var(--soft); font-size: .9em; }
tbody th { color: inherit; font-size: inherit; }
ul { margin: 0; padding-left: 1.1rem; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.flag { color: var(--alert); font-weight: bold; }
.soft { color: var(--soft); }
@media (max-width: 50rem) {
  colgroup { display: none; }
  thead { position: absolute; left: -100rem; }
  tr { display: block; padding: .6rem 0; border-bottom: 2px solid var(--line); }
  tbody th, td { display: block; padding: .15rem 0; border: 0; white-space: normal; }
  td::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media print {
  @page { size: A4 landscape; margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""
_SAYS = (
    "Listen viser, hvad programmet ved. Den er ikke en journal, og »modtaget« betyder ikke godkendt. Svar på "
    "opgaver ved at udfylde siden i mappen opgaver og lægge den i indbakken."
)

_CASE_HEADS = ("Sag", "Barn", "Skole", "Tilbud", "Tilstand", "Næste skridt", "Senest", "Åbne opgaver")
_ROWS_KEPT = 20_000
"""Rows of cases that are remembered: the list is written anew for each that changes; most say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Words, and where they lead from the folder of the page; nowhere when empty."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in the list. `due` is the day of its next step, where that names one."""

    number: str
    child: str
    school: str
    programme: str
    state: str
    on_hold: bool
    step: str
    by: str
    due: dt.date | None
    tasks: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that waits for somebody, or went back: what it is, when it came, why."""

    what: Linked
    came: dt.date
    why: str


def overview_page(
    cases: Sequence[CaseLine],
    waiting: Sequence[FileLine],
    returned: Sequence[FileLine],
    remarks: Sequence[str],
    day: dt.date,
) -> bytes:
    """The page as it is on a day, the most urgent first."""
    ordered = sorted(cases, key=lambda case: _urgency(case, day))
    parts = [
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>Oversigt over sager</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Oversigt over sager</h1>\n{_summary(cases, waiting, returned, day)}<p>{_SAYS}</p>\n",
        "".join(f'<p class="flag">{escape(remark)}</p>\n' for remark in remarks),
        _section("Sager", _case_table(ordered, day) if ordered else "<p>Der er ingen sager endnu.</p>\n"),
    ]
    if waiting:
        parts.append(_section("Skemaer, der venter på svar", _file_table(waiting, "Skema", "Vi spørger om")))
    if returned:
        parts.append(_section("Til rettelse", _file_table(returned, "Mappe", "Det mangler")))
    return "".join([*parts, "</main>\n</body>\n</html>\n"]).encode()


def _urgency(case: CaseLine, day: dt.date) -> tuple[int, dt.date, str]:
    """On hold or overdue first, then what waits for an answer, then by the day of the next step."""
    overdue = case.due is not None and case.due < day
    rank = 0 if case.on_hold or overdue else 1 if case.tasks else 2 if case.step else 3
    return rank, case.due or dt.date.max, case.number


def _summary(
    cases: Sequence[CaseLine], waiting: Sequence[FileLine], returned: Sequence[FileLine], day: dt.date
) -> str:
    counts = [
        _counted(len(cases), "sag", "sager"),
        _counted(sum(case.on_hold for case in cases), "på hold", "på hold"),
        _counted(sum(len(case.tasks) for case in cases), "åben opgave", "åbne opgaver"),
        _counted(len(waiting), "skema venter på svar", "skemaer venter på svar"),
        _counted(len(returned), "til rettelse", "til rettelse"),
    ]
    return f'<p class="sum">{danish.format_date_long(day).capitalize()} · {" · ".join(counts)}</p>\n'


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _section(title: str, content: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{content}</section>\n"


def _table(caption: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table of these rows (`_row`); widths are in percent."""
    columns = "".join(f'<col style="width: {width}%">' for width in widths)
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<table aria-label="{escape(caption)}">\n<colgroup>{columns}</colgroup>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    """A row that its first cell names; the cells are markup already."""
    first, *rest = cells
    told = (
        f'<td data-label="{escape(label)}">{cell}</td>' for label, cell in zip(heads[1:], rest, strict=True)
    )
    return f'<tr><th scope="row">{first}</th>{"".join(told)}</tr>\n'


def _case_table(cases: Sequence[CaseLine], day: dt.date) -> str:
    widths = (9, 11, 11, 13, 10, 25, 10, 11)
    rows = (_case_row(case, case.due is not None and case.due < day) for case in cases)
    return _table("Sager", _CASE_HEADS, widths, rows)


@lru_cache(maxsize=_ROWS_KEPT)
def _case_row(case: CaseLine, late: bool) -> str:
    return _row(_CASE_HEADS, _case_cells(case, late))


def _case_cells(case: CaseLine, late: bool) -> Sequence[str]:
    tasks = "".join(f"<li>{_link(task)}</li>" for task in case.tasks)
    state = escape(case.state)
    return (
        _link(Linked(text=case.number, path=f"sager/{case.number}/")),
        escape(case.child),
        escape(case.school),
        escape(case.programme),
        f'<span class="flag">{state}</span>' if case.on_hold else state,
        escape(case.step) or '<span class="soft">ikke noget lige nu</span>',
        f'<span class="flag">Overskredet:</span> {escape(case.by)}' if late else escape(case.by),
        f"<ul>{tasks}</ul>" if tasks else '<span class="soft">ingen</span>',
    )


def _file_table(files: Sequence[FileLine], what: str, why: str) -> str:
    rows = (
        (_link(file.what), danish.format_date_long(file.came), escape(file.why))
        for file in sorted(files, key=lambda one: (one.came, one.what.path))
    )
    heads = (what, "Kom den", why)
    return _table(what, heads, (32, 13, 55), (_row(heads, cells) for cells in rows))


def _link(words: Linked) -> str:
    text = escape(words.text)
    return f'<a href="{escape(quote(words.path))}">{text}</a>' if words.path else text
