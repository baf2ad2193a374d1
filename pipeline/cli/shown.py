"""Plain tables and findings for a terminal of 80 columns."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click

WIDTH = 80


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their longest cell; the last one wraps."""
    lines = [tuple(map(str, row)) for row in rows]
    widths = [max(len(line[n]) for line in (tuple(head), *lines)) for n in range(len(head) - 1)]
    room = max(24, WIDTH - sum(widths) - 2 * len(widths))
    shown = []
    for line in (tuple(head), *lines):
        wrapped = textwrap.wrap(line[-1], room) or [""]
        first = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False))
        indent = " " * (sum(widths) + 2 * len(widths))
        shown.append((first + ("  " if widths else "") + wrapped[0]).rstrip())
        shown.extend(indent + more for more in wrapped[1:])
    return "\n".join(shown)


def echo_json(value: Any) -> None:
    """One JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def paragraph(text: str, indent: str = "  ") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
