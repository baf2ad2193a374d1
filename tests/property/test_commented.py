"""A commented copy says what the original said, and is accepted once it is mended."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotate.word import annotate_word
from pipeline.blank.word import blank_word
from pipeline.container import open_package
from pipeline.definitions import Form, Rows, leaves, prune
from pipeline.process import commented_copy, read_file
from pipeline.records import Finding, FindingKind, IncomingFile, Severity, Status, Submission
from pipeline.xml import parse
from tests.filled import catalogue
from tests.generate import Drawer
from tests.samples import FOLDER, SAMPLES, tampered
from tests.tools import needs, sdk_faults, word_faults
from tests.unit.annotate.marks import BODY, remarks, unmarked

DAY = dt.date(2026, 8, 10)
FORMS = [f"{form.programme}/{form.name}" for form in catalogue().forms()]
RETURNED = [name for name in SAMPLES if "fault" in name]
DATA_SETS = 8


def read(content: bytes) -> Submission:
    return read_file(IncomingFile(name="x.docx", content=content), catalogue(), DAY)


def sample(name: str) -> bytes:
    return (FOLDER / f"{name}.docx").read_bytes()


def copy_of(content: bytes) -> bytes:
    copy = commented_copy(content, read(content), catalogue())
    assert copy is not None
    return copy.content


def blank(name: str) -> bytes:
    return blank_word(catalogue().form(name), catalogue().templates["form.docx"])


def as_told(content: bytes) -> Submission:
    """What a file says, whatever its bytes."""
    return replace(read(content), sha256="")


# ── the samples ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", RETURNED)
def test_a_returned_sample_says_the_same_with_comments(name: str) -> None:
    content = sample(name)
    copy = copy_of(content)
    assert as_told(copy) == as_told(content)
    assert unmarked(open_package(copy)[BODY]) == open_package(content)[BODY]
    told = [finding for finding in read(content).findings if finding.severity is not Severity.NOTICE]
    made = remarks(copy)
    assert [remark.words.rpartition(": ")[2] for remark in made] == [
        finding.message.rpartition(": ")[2] for finding in told
    ]
    form = catalogue().form(f"skoleflexplus/{name.partition('/')[0]}")
    for finding, remark in zip(told, made, strict=True):
        entry = form.find(finding.pointer)
        assert entry
        if isinstance(entry, Rows):
            assert remark.about.startswith(entry.label)
        else:
            assert [tag.partition(":")[0] for tag in remark.tags] == [entry.tag]


def test_a_value_that_is_mended_in_the_commented_copy_is_accepted() -> None:
    copy = copy_of(sample("application/fault-cpr-date"))
    assert read(copy).status is Status.REJECTED
    assert read(tampered(copy, {"910212-4002": "631212-4058"})).status is Status.ACCEPTED
    again = tampered(copy, {"910212-4002": "310212-400"})
    assert len(remarks(copy_of(again))) == len(remarks(copy)), "comments of the copy before are replaced"


# ── forms with anything in them ───────────────────────────────────────────────────────────────────────


def some_findings(form: Form, data: Any, dice: random.Random) -> list[Finding]:
    """Findings at values that are there, at fields and rows that may not be, and at nothing."""
    pointers = [pointer for pointer, _ in leaves(data)]
    pointers += [entry.pointer.replace("*", str(dice.randrange(4))) for entry in form.fields()]
    pointers += [entry.pointer for entry in form.entries()] + ["", "/no/such/field", "/goals/99"]
    return [
        Finding(
            severity=dice.choice(list(Severity)),
            kind=dice.choice(list(FindingKind)),
            code="a.b",
            pointer=pointer,
            label=dice.choice(["", "Navn", "Mål, række 2: Dato"]),
            place="",
            message=f"Der står »<{pointer}> & æøå«.",
        )
        for pointer in dice.sample(pointers, dice.randint(1, len(pointers)))
    ]


@pytest.mark.parametrize("name", FORMS)
def test_any_form_with_any_findings_says_the_same(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    form = catalogue().form(name)
    said = exact = 0
    for seed in range(DATA_SETS):
        data = prune(Drawer(form=form, seed=seed).draw())
        content = blank_word(form, catalogue().templates["form.docx"], data)
        findings = some_findings(form, data, random.Random(f"{name}/{seed}"))
        told = [finding for finding in findings if finding.severity is not Severity.NOTICE]
        copy = annotate_word(content, findings, form)
        if copy is None:
            assert not told
            continue
        assert as_told(copy) == as_told(content), f"seed {seed}"
        assert unmarked(open_package(copy)[BODY]) == open_package(content)[BODY]
        made = remarks(copy)
        assert len(made) == len(told)
        values = dict(leaves(data))
        for finding, remark in zip(told, made, strict=True):
            said += 1
            if finding.pointer in values:
                exact += 1
                entry = form.find(finding.pointer)
                assert entry
                assert [tag.partition(":")[0] for tag in remark.tags] == [entry.tag], f"seed {seed}"
                value = values[finding.pointer]
                if isinstance(value, str) and "\n" not in value and entry.pointer.endswith(("name", "goal")):
                    assert remark.about == value, f"seed {seed}: another row"
    record_property(name, {"data sets": DATA_SETS, "comments": said, "at a filled field": exact})


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_form_is_commented_and_sound(name: str, tmp_path: Path) -> None:
    content = blank(name)
    assert as_told(copy_of(content)) == as_told(content)
    assert word_faults(copy_of(content), tmp_path) == word_faults(content, tmp_path)


# ── programs from outside ─────────────────────────────────────────────────────────────────────────────


@needs("sdk")
def test_the_open_xml_sdk_finds_no_fault(tmp_path: Path) -> None:
    words = {name: copy_of(sample(name)) for name in RETURNED} | {
        name: copy_of(blank(name)) for name in FORMS
    }
    assert {name: faults for name, faults in sdk_faults(words, tmp_path).items() if faults} == {}


@needs("soffice")
def test_libreoffice_shows_each_comment(tmp_path: Path) -> None:
    copy = copy_of(blank("skoleflexplus/application"))
    (tmp_path / "form.docx").write_bytes(copy)
    line = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    line += ["--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "form.docx")]
    subprocess.run(line, check=True, capture_output=True, timeout=180)
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    notes = [*parse((tmp_path / "form.fodt").read_bytes()).iter(f"{office}annotation")]
    told = ["".join(str(text) for text in note.itertext()).strip() for note in notes]
    words = [remark.words for remark in remarks(copy)]
    assert len(told) == len(words) > 30
    assert all(any(said.endswith(one) for said in told) for one in words)
