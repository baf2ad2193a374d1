"""Tilbageslusningsflex: a third year is a question, and no form of it is taken for another programme's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pipeline.extract.word import read_word
from pipeline.identify import identify
from pipeline.process import examine
from pipeline.records import ExtractedForm, FindingKind, Severity
from tests import casebook
from tests.casebook import changed
from tests.filled import catalogue
from tests.filled import filled as plus_filled
from tests.tilbageslusning import PROGRAMME, filled, good

DAY = dt.date(2026, 6, 12)
FORMS = ("application", "plan", "decision", "measure", "sent", "extension", "ending")
FLEX = catalogue().programme(PROGRAMME)


def course(form: str) -> Any:
    data = good(form)
    return {**data, "case_no": "TF-2026-0001"} if form == "sent" else data


def codes(form: str, data: Any) -> dict[str, Any]:
    _, findings, _ = examine(data, FLEX.forms[form], FLEX, DAY)
    return {finding.code: finding for finding in findings}


def test_a_third_year_is_a_question_to_beku() -> None:
    found = codes("extension", changed(good("extension"), {"/year_no": 3}))
    assert found["T02.third"].kind is FindingKind.CRITERION
    assert "afslag" not in found["T02.third"].message
    assert all(one.kind is FindingKind.CRITERION for one in found.values() if one.severity is Severity.ERROR)


def stripped(content: bytes) -> ExtractedForm:
    return replace(read_word(content), mark=None)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_lost_its_mark_is_still_this_programme_s(form: str) -> None:
    found = identify(stripped(filled(form, course(form))), catalogue().forms()).form
    assert found is not None
    assert (found.programme, found.name) == (PROGRAMME, form)


@pytest.mark.parametrize("name", ["application", "plan", "decision_buf", "agreement", "extension", "status"])
def test_a_form_of_another_programme_is_not_taken_for_this_one(name: str) -> None:
    content = plus_filled(name, casebook.good(name))
    found = identify(stripped(content), catalogue().forms()).form
    assert found is not None
    assert (found.programme, found.name) == ("skoleflexplus", name.partition("_")[0])
