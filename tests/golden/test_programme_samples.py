"""The other programmes' samples are read as it stands beside each; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.golden.shelf import assert_made, assert_none_is_spare, assert_read
from tests.programmes.book import PROGRAMMES
from tests.programmes.samples import FOLDER, SAMPLES

DAY = dt.date(2026, 9, 16)


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
    if "/fault" in name:
        errors = [finding for finding in worse if finding["severity"] == "error"]
        assert (told["status"], len(errors)) == ("rejected", 1), errors
        assert errors[0]["kind"] == "form"
        assert errors[0]["message"]
        assert errors[0]["place"]
        return
    assert told["status"] == "accepted"
    assert told["data"] == SAMPLES[name].filling()
    if "/criteria" in name:
        assert {(finding["kind"], finding["code"]) for finding in worse} == {
            ("criterion", name.rpartition("-")[2])
        }
    elif "unheard" not in name:
        assert worse == []


def test_there_is_no_sample_that_nobody_makes() -> None:
    assert_none_is_spare((FOLDER / programme for programme in PROGRAMMES), map(path_of, SAMPLES))


def path_of(name: str) -> Path:
    return FOLDER / f"{name}{SAMPLES[name].suffix}"
