"""A form whose controls have lost their names is read by its words: less of it, and nothing wrongly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.blank.word import blank_word
from pipeline.catalogue import load_catalogue
from pipeline.definitions import Form, leaves, prune
from pipeline.extract.word import read_word
from pipeline.interpret import interpret
from tests.generate import Drawer

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("titles_gone", [False, True])
@pytest.mark.parametrize("form", CATALOGUE.forms(), ids=lambda form: form.name)
def test_no_value_lands_in_another_field(form: Form, titles_gone: bool) -> None:
    all_values = read_values = 0
    for seed in range(6):
        data = dict(leaves(written := prune(Drawer(form=form, seed=seed).draw())))
        document = read_word(blank_word(form, CATALOGUE.templates["form.docx"], written))
        answers = tuple(
            replace(answer, tag="", alias="" if titles_gone else answer.alias, by="label")
            for answer in document.answers
        )
        read = dict(leaves(interpret(replace(document, answers=answers), form).data))
        wrong = {pointer: value for pointer, value in read.items() if data.get(pointer) != value}
        assert not wrong, f"seed {seed}"
        all_values += len(data)
        read_values += len(read)
    assert read_values > 0.6 * all_values
