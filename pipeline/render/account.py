"""A page of headings and tables as HTML: no script, no outside resource, readable on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.4 Carlito, Calibri, "Liberation Sans", Arial, sans-serif; color: #1a1a1a;
       background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #767676; padding-bottom: .2rem; }
p { margin: 0 0 .6rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
         border-bottom: 1px solid #c9c9c9; overflow-wrap: anywhere; white-space: pre-line; }
th { font-weight: 600; color: #404040; }
.note { border-left: 4px solid #404040; padding-left: .8rem; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } h2 { break-after: avoid; }
               thead { display: table-header-group; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPart:
    """A heading, sentences below it, and a table where there is one."""

    title: str
    sentences: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def render_account(title: str, notes: Iterable[str], parts: Sequence[AccountPart]) -> bytes:
    """The page in UTF-8. Every text is escaped: what a form says is shown, never obeyed."""
    body = [f"<h1>{escape(title)}</h1>", *(f'<p class="note">{escape(note)}</p>' for note in notes)]
    for part in parts:
        body.append(f"<h2>{escape(part.title)}</h2>")
        body += [f"<p>{escape(sentence)}</p>" for sentence in part.sentences]
        if part.rows:
            body.append(_table(part))
    return (
        '<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    ).encode("utf-8", "replace")


def _table(part: AccountPart) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in part.head)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in part.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
