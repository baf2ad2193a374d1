"""Blank form → filled in → read: the same data, and exactly the findings of the data itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.blank.word import blank_word
from pipeline.catalogue import load_catalogue
from pipeline.definitions import Rows, leaves, prune
from pipeline.process import examine, read_file
from pipeline.records import IncomingFile
from tests.generate import Drawer

CATALOGUE = load_catalogue()
FORMS = [f"{form.programme}/{form.name}" for form in CATALOGUE.forms()]
DATA_SETS = 200
BATCH = 25
DAY = dt.date(2026, 6, 15)


def _findings(findings: Any) -> list[tuple[str, ...]]:
    return sorted((str(f.severity), f.code, f.pointer, f.message) for f in findings)


@pytest.mark.parametrize("batch", range(DATA_SETS // BATCH))
@pytest.mark.parametrize("name", FORMS)
def test_what_is_filled_in_is_what_is_read(
    name: str, batch: int, record_property: Callable[[str, object], None]
) -> None:
    form = CATALOGUE.form(name)
    programme = CATALOGUE.programme(form.programme)
    covered: Counter[str] = Counter()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        drawer = Drawer(form=form, seed=seed, covered=covered)
        data = prune(drawer.draw())
        content = blank_word(form, CATALOGUE.templates["form.docx"], data)
        read = read_file(IncomingFile(name="x.docx", content=content), CATALOGUE, DAY)
        expected, findings, _ = examine(data, form, programme, DAY)
        found = dict(leaves(read.data))
        differing = {pointer: value for pointer, value in leaves(expected) if found.get(pointer) != value}
        assert not differing, f"seed {seed}: read otherwise than filled in: {differing}"
        assert read.data == expected, f"seed {seed}: read more than was filled in"
        assert _findings(read.findings) == _findings(findings), f"seed {seed}"
    record_property(name, {"data sets": BATCH, **covered})


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_has_no_value_and_misses_each_required_field_once(name: str) -> None:
    form = CATALOGUE.form(name)
    content = blank_word(form, CATALOGUE.templates["form.docx"])
    read = read_file(IncomingFile(name="x.docx", content=content), CATALOGUE, DAY)
    assert read.data == {}
    missing = Counter(f.pointer for f in read.findings if f.code == "required")
    required = {entry.pointer for entry in form.entries() if entry.required and "*" not in entry.pointer}
    assert missing == Counter(required)
    without = (
        *("decision", "commitment", "change", "recommendation", "evaluation"),
        *("tilbageslusningsflex/measure", "/sent", "/ending"),
    )
    assert any(isinstance(entry, Rows) for entry in form.entries()) or name.endswith(without)
