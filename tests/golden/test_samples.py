"""Every shipped sample is read as it stands beside it; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json
import os

import pytest

from pipeline.container import open_package
from pipeline.process import read_file
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.samples import FOLDER, SAMPLES, expected_of

DAY = dt.date(2026, 8, 10)
UPDATE = os.environ.get("SKOLEFLEX_UPDATE") == "1"


def test_the_update_switch_is_off() -> None:
    assert not UPDATE, "the samples were written anew: look at the difference, then run without the switch"


def test_there_is_no_sample_that_nobody_makes() -> None:
    there = {path.relative_to(FOLDER).as_posix().removesuffix(".docx") for path in FOLDER.rglob("*.docx")}
    assert there == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data_and_read_as_expected(name: str) -> None:
    path, answer = FOLDER / f"{name}.docx", FOLDER / f"{name}.expected.json"
    made = SAMPLES[name].content()
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    content = path.read_bytes()
    # Compressed bytes may differ from one zlib to the next; what is in them may not.
    assert dict(open_package(content)) == dict(open_package(made)), "the forms have changed: write anew"
    read = expected_of(read_file(IncomingFile(name=path.name, content=content), catalogue(), DAY))
    if UPDATE:
        answer.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert read == json.loads(answer.read_text("utf-8"))


@pytest.mark.parametrize("name", [name for name in SAMPLES if "fault" not in name])
def test_samples_that_are_no_faults_are_accepted(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert told["status"] == "accepted"
    worse = {f["code"] for f in told["findings"] if f["severity"] != "notice"}
    if name.rpartition("/")[2] in ("good", "good-buf", "good-sof", "refused", "refused-buf", "refused-sof"):
        assert worse == set()


@pytest.mark.parametrize("name", [name for name in SAMPLES if "fault" in name])
def test_each_faulty_sample_is_sent_back_for_what_its_name_says(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert told["status"] == "rejected"
    errors = [f for f in told["findings"] if f["severity"] == "error"]
    assert len(errors) == 1, [f["message"] for f in errors]
    assert errors[0]["message"]
    assert errors[0]["place"]
