"""No form of one programme is taken for one of another, with or without its mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.word import read_word
from pipeline.identify import identify
from pipeline.records import ExtractedForm
from tests.filled import PROGRAMME, catalogue
from tests.programmes.samples import FOLDER, SAMPLES

FORMS = catalogue().forms()
GOOD = [name for name in SAMPLES if name.endswith("/good")]
PLUS = [
    f"{PROGRAMME}/{name}"
    for name in ("application/good", "plan/good", "agreement/good", "decision/good-buf", "status/good")
]


def unmarked(name: str) -> ExtractedForm:
    return replace(read_word((FOLDER / f"{name}.docx").read_bytes()), mark=None)


@pytest.mark.parametrize("name", [*GOOD, *PLUS])
def test_a_form_that_lost_its_mark_is_known_by_title_and_labels(name: str) -> None:
    form = identify(unmarked(name), FORMS).form
    assert form
    assert f"{form.programme}/{form.name}" == name.rpartition("/")[0]


@pytest.mark.parametrize("name", GOOD)
def test_without_its_own_programme_a_form_is_nobodys(name: str) -> None:
    """A programme whose data can't be used is still known by its names."""
    programme = catalogue().programme(name.partition("/")[0])
    others = tuple(form for form in FORMS if form.programme != programme.id)
    names = next(iter(programme.forms.values())).names
    known = {programme.id: names} if programme.based_on else {}
    assert identify(unmarked(name), others, known).form is None
