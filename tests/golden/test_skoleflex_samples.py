"""The samples of Skoleflex and Skoleflex MINI; `SKOLEFLEX_UPDATE=1` writes them anew."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.golden.shelf import assert_made, assert_none_is_spare, assert_read
from tests.skoleflex.samples import FOLDER, PROGRAMMES, SAMPLES

DAY = dt.date(2026, 8, 10)
WARNED = {"unheard": {"decision.family_view"}, "school-only": {"S02.social"}}
"""What is pointed out in samples that are accepted all the same."""
CRITERIA = {"audience.at_risk", "S01.unit", "S02.social", "S03"}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data(name: str) -> None:
    assert_made(path_of(name), SAMPLES[name].content())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    assert_read(path_of(name), DAY)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_out_as_its_name_says(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    worse = [finding for finding in told["findings"] if finding["severity"] != "notice"]
    kind = name.rpartition("/")[2]
    if kind.startswith("fault"):
        errors = [finding for finding in worse if finding["severity"] == "error"]
        assert (told["status"], len(errors)) == ("rejected", 1), errors
        assert errors[0]["kind"] == "form"
        assert errors[0]["message"]
        return
    assert told["status"] == "accepted"
    assert told["data"] == SAMPLES[name].filling()
    if kind == "criteria":
        assert {finding["code"] for finding in worse} == CRITERIA
        assert {finding["kind"] for finding in worse} == {"criterion"}
    elif name.partition("/")[2].startswith("decision"):
        assert {finding["code"] for finding in worse} == WARNED.get(kind, set())
    else:
        assert worse == []


def test_there_is_no_sample_that_nobody_makes() -> None:
    assert_none_is_spare((FOLDER / programme for programme in PROGRAMMES), map(path_of, SAMPLES))


def path_of(name: str) -> Path:
    return FOLDER / f"{name}{SAMPLES[name].suffix}"
