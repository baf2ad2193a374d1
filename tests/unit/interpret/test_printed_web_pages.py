"""Web pages that were printed: menus, links and the columns of what could be done with a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Grid, GridRow, Span
from tests.unit.interpret.layouts import cell, line, said_in, table

CHILD = line("Barnet/den unge", level=1)
PARENTS = line("Forældre", level=1)
SAID = {"guardians[0].name": "Rosa Øst", "guardians[0].phone": "00 00 00 12"}


@pytest.mark.parametrize("head", ["Handling", "Funktioner", ""])
def test_a_column_of_links_is_none_of_a_list(head: str) -> None:
    rows = (("Rosa Øst", "00 00 00 12", "Vis"), ("Bo Øst", "00 00 00 13", "Redigér | Slet"))
    said, doubts = said_in(PARENTS, table(("Navn", "Telefon", head), *rows))
    assert (said, doubts) == (SAID | {"guardians[1].name": "Bo Øst", "guardians[1].phone": "00 00 00 13"}, [])


def test_a_head_that_has_come_to_stand_over_the_links_too_is_made_whole() -> None:
    over = GridRow(cells=(cell(0, "Navn"), replace(cell(1, "Telefon Handling"), span=2)))
    rows = table(("Rosa Øst", "00 00 00 12", "Vis")).rows
    assert said_in(PARENTS, Grid(rows=(over, *rows))) == (SAID, [])


def test_a_last_column_that_says_more_is_one_of_the_list() -> None:
    _, doubts = said_in(
        PARENTS, table(("Navn", "Handling"), ("Rosa Øst", "Ringer hver dag"), ("Bo Øst", "Vis"))
    )
    assert any("Ringer hver dag" in doubt for doubt in doubts)


def test_a_link_behind_a_heading_is_no_part_of_it_and_of_no_answer() -> None:
    heading = replace(line("Barnet/den unge\tRedigér"), bold=(Span(0, 15),))
    said, doubts = said_in(line("Skolens stemme:"), heading, line("Navn: Ida"))
    assert (said, doubts) == ({"child.name": "Ida"}, [])


def test_menus_and_what_a_browser_prints_over_a_page_are_no_text() -> None:
    said, doubts = said_in(
        line("12.06.2026 09.41\tSagsportalen"),
        line("Hjem › Sager › Sag 88110 › Ansøgning"),
        line("Oversigt Dokumenter (3) Historik Log ud"),
        CHILD,
        line("Navn: Ida"),
    )
    assert (said, doubts) == ({"child.name": "Ida"}, [])
