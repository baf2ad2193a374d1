"""Signatures and other lists of parties, in which whose it is says the label, and cards beside each other."""

from __future__ import annotations

import pytest

from pipeline.records.layout import Block, Grid, GridRow
from tests.unit.interpret.layouts import cell, line, said_in, table

SIGNATURES = line("Underskrifter", level=1)
PARENTS = line("Forældre og indehavere af forældremyndigheden", level=1)
BOTH = {
    "signatures[0].role": "Skoleleder",
    "signatures[0].name": "Ida Øst",
    "signatures[0].date": "01-06-2026",
    "signatures[1].role": "Leverandør",
    "signatures[1].name": "Bo Prøve",
    "signatures[1].date": "02-06-2026",
}


def cards(*rows: tuple[tuple[str, ...], ...]) -> Grid:
    return Grid(
        rows=tuple(GridRow(cells=tuple(cell(n, *texts) for n, texts in enumerate(row))) for row in rows)
    )


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(
            (table(("Skoleleder", "Ida Øst", "01-06-2026"), ("Leverandør", "Bo Prøve", "02-06-2026")),),
            id="told by their kind",
        ),
        pytest.param(
            (
                table(
                    ("Skoleleder:", "Ida Øst", "Dato:", "01-06-2026"),
                    ("Leverandør:", "Bo Prøve", "Dato:", "02-06-2026"),
                ),
            ),
            id="labels in a row",
        ),
        pytest.param(
            (line("Skoleleder: Ida Øst    Dato: 01-06-2026"), line("Leverandør: Bo Prøve, dato: 02-06-2026")),
            id="lines",
        ),
        pytest.param(
            (
                line("Skoleleder"),
                line("Navn: Ida Øst"),
                line("Dato: 01-06-2026"),
                line("Leverandørens underskrift", bold=True),
                line("Navn: Bo Prøve"),
                line("Dato: 02-06-2026"),
            ),
            id="titles above lines",
        ),
        pytest.param(
            (table(("Skoleleder", "Leverandør"), ("Ida Øst", "Bo Prøve"), ("01-06-2026", "02-06-2026")),),
            id="below each other",
        ),
        pytest.param(
            (
                cards(
                    (("For skolelederen",), ("For leverandøren",)),
                    (("Navn: Ida Øst", "Dato: 01-06-2026"), ("Navn: Bo Prøve", "Dato: 02-06-2026")),
                ),
            ),
            id="cards",
        ),
        pytest.param(
            (
                table(
                    ("", "Skoleleder", "Leverandør"),
                    ("Navn", "Ida Øst", "Bo Prøve"),
                    ("Dato", "01-06-2026", "02-06-2026"),
                ),
            ),
            id="a column each",
        ),
    ],
)
def test_who_signs_may_be_the_label_or_the_heading(blocks: tuple[Block, ...]) -> None:
    assert said_in(SIGNATURES, *blocks) == (BOTH, [])


def test_two_who_sign_as_the_same_are_two() -> None:
    said, doubts = said_in(SIGNATURES, line("Forælder: Ida Øst"), line("Forælder 2: Bo Prøve"))
    assert said == {
        "signatures[0].role": "Forælder",
        "signatures[0].name": "Ida Øst",
        "signatures[1].role": "Forælder",
        "signatures[1].name": "Bo Prøve",
    }
    assert doubts == []


def test_one_who_has_not_signed_is_no_signature() -> None:
    said, _ = said_in(SIGNATURES, table(("Skoleleder", "", ""), ("Leverandør", "Bo Prøve", "")))
    assert said == {"signatures[1].role": "Leverandør", "signatures[1].name": "Bo Prøve"}


def test_a_tick_behind_who_signs_is_the_signature() -> None:
    said, doubts = said_in(SIGNATURES, table(("Skoleleder", "Ida Øst", "☒"), ("Leverandør", "Bo", "☐")))
    assert said["signatures[0].signed:yes"] == "☒"
    assert "signatures[1].signed:yes" not in said
    assert doubts == []


def test_who_signs_is_nobody_asked_for_elsewhere() -> None:
    said, doubts = said_in(SIGNATURES, table(("For skolen", "Ida Øst"), ("For PPR", "Bo Prøve")))
    assert said == {}
    assert doubts == ["answer.unplaced: Ida Øst", "answer.unplaced: Bo Prøve"]


def test_a_name_with_a_date_behind_it_is_put_in_doubt() -> None:
    said, doubts = said_in(SIGNATURES, line("Skoleleder: Ida Øst, 01-06-2026"))
    assert said["signatures[0].name"] == "Ida Øst, 01-06-2026"
    assert "answer.holds_more: signatures[].name" in doubts


def test_parents_beside_each_other_are_each_told_below_their_title() -> None:
    said, doubts = said_in(
        PARENTS,
        table(
            ("Mor", "Far"),
            ("Navn: Ida Øst", "Navn: Bo Prøve"),
            ("Tlf.: 00 00 00 11", "Tlf.: 00 00 00 12"),
        ),
    )
    assert said == {
        "guardians[0].name": "Ida Øst",
        "guardians[0].phone": "00 00 00 11",
        "guardians[1].name": "Bo Prøve",
        "guardians[1].phone": "00 00 00 12",
    }
    assert doubts == []


def test_who_delivers_below_the_heading_of_the_supplier_is_asked_of_no_list() -> None:
    said, doubts = said_in(
        line("Leverandøren", level=1), table(("Hvem leverer indsatsen?", "Broen"), ("CVR", "02914395"))
    )
    assert said == {"supplier.name": "Broen", "supplier.cvr": "02914395"}
    assert doubts == []
