"""Samples of all other programmes are read as stands beside each; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.filled import catalogue
from tests.golden.shelf import assert_made, assert_none_is_spare, assert_read
from tests.programmes.samples import FOLDER, SAMPLES

DAY = dt.date(2026, 8, 10)
DAYS = {"skolefravaerstilbud": dt.date(2026, 9, 16), "skolefleks-ballerup": dt.date(2026, 9, 16)}
"""The day on which a programme's samples are read, where it is another."""
POINTED_OUT = {
    "decision/unheard": {"decision.family_view", "L00.family_view"},
    "measure/unheard": {"measure.family_view"},
    "decision/school-only": {"S02.social"},
    "application/criteria": {"audience.at_risk", "S01.unit", "S02.social", "S03"},
    "extension/third": {"T02.third"},
    "application/waiting": {"T06.ppv.ordered"},
    "plan/waiting": {"day_treatment.ends_on"},
}
"""What is pointed out in samples that are accepted all the same; other names tell it: `criteria-L02`."""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data(name: str) -> None:
    assert_made(path_of(name), SAMPLES[name].content())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    assert_read(path_of(name), DAYS.get(name.partition("/")[0], DAY))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_out_as_its_name_says(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    worse = [finding for finding in told["findings"] if finding["severity"] != "notice"]
    if "/fault" in name:
        errors = [finding for finding in worse if finding["severity"] == "error"]
        assert (told["status"], len(errors)) == ("rejected", 1), errors
        assert errors[0]["kind"] == "form"
        assert errors[0]["message"]
        assert errors[0]["place"]
        return
    assert told["status"] == "accepted"
    assert told["data"] == SAMPLES[name].filling()
    kind = name.partition("/")[2]
    wanted = {kind.rpartition("-")[2]} if "/criteria-" in kind else POINTED_OUT.get(kind, set())
    assert {finding["code"] for finding in worse} <= wanted
    assert bool(worse) is bool(wanted)
    if "/criteria" in kind:
        assert {finding["code"] for finding in worse} == wanted
        assert {finding["kind"] for finding in worse} == {"criterion"}


def test_there_is_no_sample_that_nobody_makes() -> None:
    programmes = {name.partition("/")[0] for name in SAMPLES}
    assert programmes == set(catalogue().programmes) - {"skoleflexplus"}
    assert_none_is_spare((FOLDER / programme for programme in programmes), map(path_of, SAMPLES))


def path_of(name: str) -> Path:
    return FOLDER / f"{name}{SAMPLES[name].suffix}"
