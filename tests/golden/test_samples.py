"""Every shipped sample is read as it stands beside it; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from tests.casebook import as_child, good
from tests.golden.shelf import UPDATE, assert_made, assert_none_is_spare, assert_read
from tests.samples import CHILDREN, FOLDER, NAMES, PDF_FORMS, SAMPLES

DAY = dt.date(2026, 8, 10)


def test_the_update_switch_is_off() -> None:
    assert not UPDATE, "the samples were written anew: look at the difference, then run without the switch"


def test_there_is_no_sample_that_nobody_makes() -> None:
    assert_none_is_spare([FOLDER], (FOLDER / name for name in NAMES))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data(name: str) -> None:
    assert_made(FOLDER / f"{name}.docx", SAMPLES[name].content())


@pytest.mark.parametrize("name", PDF_FORMS)
def test_a_pdf_form_is_made_from_its_data(name: str) -> None:
    path, made = FOLDER / f"{name}.pdf", PDF_FORMS[name].as_pdf_form()
    assert_made(path, made)
    assert len(path.read_bytes()) == pytest.approx(len(made), rel=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    assert_read(FOLDER / name, DAY)


def test_what_others_made_says_what_was_written() -> None:
    written = as_child(good("application"), *CHILDREN["good-printed"])
    printed = json.loads((FOLDER / "application/good-printed.expected.json").read_text("utf-8"))
    assert flowing(printed["data"]) == flowing(written)
    foreign = json.loads((FOLDER / "application/foreign-two-column.expected.json").read_text("utf-8"))
    assert foreign["data"] == as_child(good("application"), "Bjørk Skabelonsen", "701212-4028")


def flowing(data: Any) -> Any:
    """On paper the line ends within a value may be anywhere."""
    return json.loads(re.sub(r"(\\n|\s)+", " ", json.dumps(data, sort_keys=True)))


@pytest.mark.parametrize("name", [name.rpartition(".")[0] for name in NAMES if "fault" not in name])
def test_samples_that_are_no_faults_are_accepted(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert told["status"] == "accepted"
    worse = {f["code"] for f in told["findings"] if f["severity"] != "notice"}
    if name.rpartition("/")[2].startswith(("good", "refused", "foreign")):
        assert worse == set()


@pytest.mark.parametrize("name", [name.rpartition(".")[0] for name in NAMES if "fault" in name])
def test_each_faulty_sample_is_sent_back_for_what_its_name_says(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert told["status"] == "rejected"
    errors = [f for f in told["findings"] if f["severity"] == "error"]
    assert len(errors) == 1, [f["message"] for f in errors]
    assert errors[0]["message"]
    assert errors[0]["place"]
