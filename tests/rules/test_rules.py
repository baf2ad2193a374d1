"""Each rule of each programme: silent on straight data, heard in Danish when broken; no criterion decides."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from pipeline.definitions import pattern_of
from pipeline.programme import Rule
from pipeline.records import FindingKind, Severity
from tests.casebook import changed
from tests.filled import catalogue
from tests.programmes.book import form_of
from tests.rules.broken import BOOKS, Book, problems, samples_of, straight

STRAIGHT = [(book, sample) for book in BOOKS for sample in samples_of(book)]
BROKEN = [(book, *row) for book in BOOKS for row in book.broken]
RULES = [(book, rule) for book in BOOKS for rule in catalogue().programme(book.programme).rules]
SHARED_FORM = "change"
"""The form that the programmes share: its rules are broken in `tests/programmes/test_changes.py`, but for the
first programme's, which has a form of its own."""
CONFIGURED = {("skoleflex", "application", "period.length")}
"""Rules that ask for nothing until a workspace has configured them; they have a test of their own."""


def named(one: Any) -> str | None:
    return one.programme if isinstance(one, Book) else one.id if isinstance(one, Rule) else None


@pytest.mark.parametrize(("book", "sample"), STRAIGHT, ids=named)
def test_straight_data_have_neither_errors_nor_warnings(book: Book, sample: str) -> None:
    found = problems(book, sample, straight(book, sample))
    assert {problem.code for problem in found if problem.severity is not Severity.NOTICE} == set()
    assert {problem.code for problem in found} <= {"cpr.replacement", "cvr.leading_zero"}


@pytest.mark.parametrize(("book", "rule", "sample", "changes"), BROKEN, ids=named)
def test_a_rule_speaks_up_where_it_is_broken(
    book: Book, rule: str, sample: str, changes: dict[str, Any]
) -> None:
    form = form_of(book.programme, sample)
    rows = catalogue().programme(book.programme).rules
    (told,) = (one for one in rows if (one.id, one.form) == (rule, form))
    found = problems(book, sample, changed(straight(book, sample), changes))
    met = [problem for problem in found if problem.code == rule]
    assert met, {problem.code for problem in found}
    for problem in met:
        assert pattern_of(problem.pointer) == pattern_of(f"{told.each}/{told.at}" if told.each else told.at)
        assert problem.says[-1] in ".?«"
        for slip in ("  ", "..", "None", "{"):
            assert slip not in problem.says or slip in str(changes)


@pytest.mark.parametrize("book", BOOKS, ids=named)
def test_every_rule_is_broken_and_nothing_is_that_is_no_rule(book: Book) -> None:
    own = book.programme == "skoleflexplus"
    rules = catalogue().programme(book.programme).rules
    rows = [(rule.form, rule.id) for rule in rules if own or rule.form != SHARED_FORM]
    assert [row for row, count in Counter(rows).items() if count > 1] == []
    broken = {(form_of(book.programme, sample), rule) for rule, sample, _ in book.broken}
    untold = {(form, rule) for programme, form, rule in CONFIGURED if programme == book.programme}
    assert set(rows) == broken | untold


@pytest.mark.parametrize(("book", "rule"), RULES, ids=named)
def test_a_rule_says_what_to_do_and_leaves_the_decision_to_people(book: Book, rule: Rule) -> None:
    words = re.sub(r"{{.*?}}|{%.*?%}", "", rule.says).casefold()
    assert not re.search(r"\b(afvist|afslag|afvises|afslås|udelukket|ugyldig|fejl)\b", words)
    assert rule.source
    if rule.kind is FindingKind.CRITERION:
        assert book.judges in words
