"""What a label names under every heading of its form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.definitions import Form
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.vocabulary import GENERIC, Context, Fit
from tests.filled import catalogue

FORMS = [form for programme in catalogue().programmes.values() for form in programme.forms.values()]


def places(lexicon: Lexicon) -> Iterator[Context]:
    """No heading, each place that has one, and right behind a field of each group."""
    yield Context()
    headings = {known.heading.keys: known.heading for known in lexicon.headings.known}
    for heading in headings.values():
        yield Context(keys=heading.keys, words=heading.words)
    behind = {lexicon.keys_of(one)[0]: one for one in lexicon.form.fields()}
    for one in behind.values():
        keys = lexicon.keys_of(one)
        yield Context(keys=frozenset(keys[1:]), last=keys, last_words=lexicon.own_words(one))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.programme}-{form.name}")
def test_a_label_of_a_field_names_no_other_one_wherever_it_stands(form: Form) -> None:
    lexicon = Lexicon.of(form)
    contexts = set(places(lexicon))
    wrong = []
    for one in form.fields():
        if lexicon.rows_of(one) is not None:
            continue
        for said in dict.fromkeys((one.label, *one.aliases[:2])):
            owners = {other.path for other in lexicon.namesakes(said)}
            for context in () if lexicon.words(said) <= GENERIC else contexts:
                named = lexicon.name(said, context)
                if named.field and named.fit is not Fit.LOOSE and named.field.path not in owners:
                    wrong.append((said, named.field.pointer, sorted(context.keys), context.last))
    assert wrong == []


@pytest.mark.parametrize("form", [one for one in FORMS if one.find("/child/name")], ids=lambda one: one.title)
@pytest.mark.parametrize("said", ["Barnets navn", "Elevens fulde navn", "Navn på den unge"])
def test_the_childs_name_is_nobody_elses(form: Form, said: str) -> None:
    lexicon = Lexicon.of(form)
    for context in set(places(lexicon)):
        named = lexicon.name(said, context)
        assert [one.pointer for one in named.fields] == ["/child/name"], context
