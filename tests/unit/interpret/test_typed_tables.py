"""Tables that were typed with tabs, and what an office notes below its form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.records.layout import Box
from tests.unit.interpret.layouts import line, said_in

HEADS = line("Type\tDokumentets titel\tDato")
CLOSING = (line("Bilag og underskrifter", level=1), line("Bilag:", bold=True))


def attached(*lines: str) -> tuple[dict[str, str], list[str]]:
    said, doubts = said_in(*CLOSING, HEADS, *map(line, lines))
    return {tag: raw for tag, raw in said.items() if tag.startswith("attachments")}, doubts


def test_rows_below_the_heads_of_their_columns_are_a_table() -> None:
    said, doubts = attached("PPV\tPPV af 21. april\t21.4.2026", "Skoleudtalelse\tFra skolen\t\t1.5.2026")
    assert said["attachments[0].title"] == "PPV af 21. april"
    assert said["attachments[1].title"] == "Fra skolen"
    assert said["attachments[1].date"] == "1.5.2026"
    assert not [one for one in doubts if "unplaced" in one]


def test_a_cell_may_be_left_blank_between_its_tabs() -> None:
    said, _ = attached("PPV\t\t21.4.2026", "Skoleudtalelse\tFra skolen\t")
    assert said["attachments[0].date"] == "21.4.2026"
    assert said["attachments[1].title"] == "Fra skolen"
    assert not said.keys() & {"attachments[0].title", "attachments[1].date"}


def test_a_bold_head_may_be_in_words_that_nobody_knows() -> None:
    heads = line("Nogets rette navn\tDokumentets titel\tBilagets dato\tType", bold=True)
    rows = ("Blåt\tPPV af 21. april\t21.4.2026\tPPV", "Grønt\tFra skolen\t1.5.2026\tSkoleudtalelse")
    said, doubts = said_in(*CLOSING, heads, *map(line, rows))
    assert said["attachments[0].date"] == "21.4.2026"
    assert said["attachments[1].title"] == "Fra skolen"
    assert any("Blåt" in one for one in doubts)


@pytest.mark.parametrize(
    "rows", [("PPV\t21.4.2026\tPPV af 21. april",), ("PPV\tPPV af 21. april\t21.4.2026", "Mål\tAnsvarlig")]
)
def test_where_a_row_does_not_fit_its_columns_nothing_is_taken_for_a_table(rows: tuple[str, ...]) -> None:
    said, _ = attached(*rows)
    assert "attachments[0].date" not in said


def test_on_a_page_the_cells_of_a_row_may_go_on_in_the_line_below() -> None:
    row = replace(line("PPV\tPPV af 21.\t21.4.2026"), box=Box(1, 50, 100, 500, 110))
    said, _ = said_in(*CLOSING, HEADS, row, line("april"))
    assert "attachments[0].title" not in said
    said, _ = said_in(*CLOSING, HEADS, row, line("Underskrifter", bold=True))
    assert said["attachments[0].title"] == "PPV af 21."


def test_what_an_office_notes_below_the_last_question_answers_nothing() -> None:
    said, doubts = said_in(
        line("Barnet/den unge", level=1),
        line("Barnets perspektiv:"),
        line("Udfyldt på skolens kontor / kopi til mappen"),
    )
    assert said == {}
    assert "text.unplaced: Udfyldt på skolens kontor / kopi til mappen" in doubts
