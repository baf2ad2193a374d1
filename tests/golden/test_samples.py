"""Every shipped sample is read as it stands beside it; `SKOLEFLEX_UPDATE=1` writes both anew."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from typing import Any

import pytest

from pipeline.container import open_package
from pipeline.extract.acroform import read_acroform
from pipeline.process import read_file
from pipeline.records import IncomingFile
from tests.casebook import as_child, good
from tests.filled import catalogue
from tests.samples import CHILDREN, FOLDER, NAMES, PDF_FORMS, SAMPLES, expected_of

DAY = dt.date(2026, 8, 10)
UPDATE = os.environ.get("SKOLEFLEX_UPDATE") == "1"


def test_the_update_switch_is_off() -> None:
    assert not UPDATE, "the samples were written anew: look at the difference, then run without the switch"


def test_there_is_no_sample_that_nobody_makes() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")}
    assert {name for name in there if not name.endswith(".json")} == set(NAMES)
    answers = {f"{name.rpartition('.')[0]}.expected.json" for name in NAMES}
    assert {name for name in there if name.endswith(".json")} == answers


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_made_from_its_data(name: str) -> None:
    made = SAMPLES[name].content()
    content = kept(f"{name}.docx", made)
    # Compressed bytes may differ from one zlib to the next; what is in them may not.
    assert dict(open_package(content)) == dict(open_package(made)), "the forms have changed: write anew"


@pytest.mark.parametrize("name", PDF_FORMS)
def test_a_pdf_form_is_made_from_its_data(name: str) -> None:
    made = PDF_FORMS[name].as_pdf_form()
    content = kept(f"{name}.pdf", made)
    assert len(content) == pytest.approx(len(made), rel=0.05)
    assert read_acroform(content) == read_acroform(made), "the forms have changed: write anew"


def kept(name: str, made: bytes) -> bytes:
    """What is shipped of a sample; written anew first where that is wanted."""
    path = FOLDER / name
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    return path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    path, answer = FOLDER / name, FOLDER / f"{name.rpartition('.')[0]}.expected.json"
    read = expected_of(read_file(IncomingFile(name=path.name, content=path.read_bytes()), catalogue(), DAY))
    if UPDATE:
        answer.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert read == json.loads(answer.read_text("utf-8"))


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
