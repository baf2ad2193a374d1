"""PDF form → filled in → read: the same data, and nothing from a blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.blank.pdf import blank_pdf
from pipeline.blank.pdf_font import FontFiles
from pipeline.catalogue import load_catalogue
from pipeline.definitions import prune
from pipeline.extract.acroform import read_acroform
from pipeline.identify import identify
from pipeline.interpret import interpret
from tests.generate import Drawer

CATALOGUE = load_catalogue()
FORMS = [f"{form.programme}/{form.name}" for form in CATALOGUE.forms()]
FOLDER = Path(__file__).parents[2] / "templates" / "fonts"
FONTS = FontFiles(
    regular=(FOLDER / "Carlito-Regular.ttf").read_bytes(), bold=(FOLDER / "Carlito-Bold.ttf").read_bytes()
)
DATA_SETS, BATCH = 60, 15


@pytest.mark.parametrize("batch", range(DATA_SETS // BATCH))
@pytest.mark.parametrize("name", FORMS)
def test_what_is_filled_in_is_what_is_read(
    name: str, batch: int, record_property: Callable[[str, object], None]
) -> None:
    form = CATALOGUE.form(name)
    covered: Counter[str] = Counter()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        data = prune(Drawer(form=form, seed=seed, covered=covered).draw())
        extracted = read_acroform(blank_pdf(form, data, fonts=FONTS))
        assert identify(extracted, CATALOGUE.forms()).form is form
        read = interpret(extracted, form)
        assert read.data == data, f"seed {seed}"
        assert read.problems == (), f"seed {seed}"
    record_property(name, {"data sets": BATCH, **covered})


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_says_nothing(name: str) -> None:
    form = CATALOGUE.form(name)
    extracted = read_acroform(blank_pdf(form, fonts=FONTS))
    read = interpret(extracted, form)
    assert (read.data, read.problems, dict(read.sources)) == ({}, (), {})
    assert all(answer.empty or answer.checked is False for answer in extracted.answers)
