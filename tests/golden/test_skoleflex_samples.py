"""The samples of Skoleflex and Skoleflex MINI; `SKOLEFLEX_UPDATE=1` writes them anew."""

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
from tests.samples import expected_of
from tests.skoleflex.samples import FOLDER, PROGRAMMES, SAMPLES

DAY = dt.date(2026, 8, 10)
WARNED = {"unheard": {"decision.family_view"}, "school-only": {"S02.social"}}
"""What is pointed out in samples that are accepted all the same."""
CRITERIA = {"audience.at_risk", "S01.unit", "S02.social", "S03"}


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
    wanted = {f"{name}{sample.suffix}" for name, sample in SAMPLES.items()}
    wanted |= {f"{name}.expected.json" for name in SAMPLES}
    there = {
        path.relative_to(FOLDER).as_posix()
        for programme in PROGRAMMES
        for path in (FOLDER / programme).rglob("*.*")
    }
    assert there == wanted
