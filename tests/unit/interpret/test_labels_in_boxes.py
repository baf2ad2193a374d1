"""Labels in boxes of their own over the boxes of their answers, and labels in grey before their answers."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridCell, GridRow, Span, TextLine
from tests.unit.interpret.layouts import line, rows_of, said_in, table


def test_what_is_called_otherwise_does_not_go_on_with_a_list() -> None:
    said, _ = said_in(
        line("Mål og aktiviteter i skole, familie og fritid", level=1),
        line("Mål og aktiviteter – Målområde 1", bold=True),
        boxes("Mål", "At læse"),
        line("Ting 2", bold=True),
        boxes("Mål", "At regne"),
        name="plan",
        programme="skoleflex-mini",
    )
    assert "plan.rows[1].goal" not in said
