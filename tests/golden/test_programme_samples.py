"""The other programmes' samples are read as it stands beside each; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pipeline.container import open_package
from pipeline.extract.acroform import read_acroform
from pipeline.process import read_file
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.golden.test_samples import UPDATE
from tests.programmes.book import PROGRAMMES
from tests.programmes.samples import FOLDER, SAMPLES
from tests.samples import expected_of

DAY = dt.date(2026, 9, 16)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data(name: str) -> None:
    sample = SAMPLES[name]
    path, made = FOLDER / f"{name}{sample.suffix}", sample.content()
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    content = path.read_bytes()
    if sample.suffix == ".pdf":
        assert read_acroform(content) == read_acroform(made), "the forms have changed: write anew"
    else:
        assert dict(open_package(content)) == dict(open_package(made)), "the forms have changed: write anew"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    path, answer = FOLDER / f"{name}{SAMPLES[name].suffix}", FOLDER / f"{name}.expected.json"
    read = expected_of(read_file(IncomingFile(name=path.name, content=path.read_bytes()), catalogue(), DAY))
    if UPDATE:
        answer.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert read == json.loads(answer.read_text("utf-8"))


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
    wanted = {f"{name}{sample.suffix}" for name, sample in SAMPLES.items()}
    wanted |= {f"{name}.expected.json" for name in SAMPLES}
    there = {
        path.relative_to(FOLDER).as_posix()
        for programme in PROGRAMMES
        for path in (FOLDER / programme).rglob("*.*")
    }
    assert there == wanted
