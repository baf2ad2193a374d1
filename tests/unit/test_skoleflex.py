"""Skoleflex and Skoleflex MINI: what is configured, what they share, and whom nobody takes them for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from pipeline.container import open_package, repack
from pipeline.process import read_file
from pipeline.records import FindingKind, IncomingFile, Severity, Status
from tests.filled import catalogue
from tests.rules.broken import found_in
from tests.skoleflex.samples import FOLDER, FULL, MINI, PROGRAMMES, good

DAY = dt.date(2026, 6, 12)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_length_of_a_course_is_a_question_only_where_it_is_configured(programme: str) -> None:
    known = catalogue().programme(programme)
    assert known.terms_on("2026-06-12")["course_months"] == 0
    assert known.terms_on("2026-06-12")["buf_amount"] == known.terms_on("2026-06-12")["sof_amount"] == 0
    (terms,) = known.terms
    short = replace(known, terms=({**terms, "course_months": 6},))
    (said,) = [
        p
        for p in found_in(short, "application", good("application"), "2026-06-12")
        if p.code == "period.length"
    ]
    assert (said.severity, said.kind) == (Severity.WARNING, FindingKind.CRITERION)
    assert "6 måneder" in said.says


def test_mini_is_skoleflex_but_for_its_names_and_the_shorter_effort() -> None:
    full, mini = (catalogue().programme(programme) for programme in PROGRAMMES)
    assert mini.rules == full.rules
    assert mini.documents == full.documents
    assert mini.templates == full.templates
    assert (full.case_prefix, mini.case_prefix) == ("SK", "SM")
    for name, form in full.forms.items():
        other = mini.forms[name]
        assert other.title == form.title.replace("Skoleflex", "Skoleflex MINI")
        assert [field.tag for field in other.fields()] == [field.tag for field in form.fields()]
    label = mini.forms["application"].find("/audience/can_thrive")
    assert label is not None
    assert "kortere indsats" in label.label


# ── nobody takes one for another ──────────────────────────────────────────────────────────────────────


def unmarked(content: bytes, *names: tuple[str, str]) -> IncomingFile:
    """A filled form as somebody made it anew: without the mark, the tags and the names of the controls."""
    parts = dict(open_package(content))
    body = parts["word/document.xml"].decode("utf-8")
    body = re.sub(r"<w:(?:tag|alias) w:val=\"[^\"]*\"/>", "", body)
    changes = {"word/document.xml": body, "docProps/custom.xml": ""}
    for part in [name for name in parts if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", name)]:
        text = changes.get(part) or parts[part].decode("utf-8")
        for old, new in names:
            text = text.replace(old, new)
        changes[part] = text
    custom = parts["docProps/custom.xml"].decode("utf-8")
    changes["docProps/custom.xml"] = re.sub(r"<property .*</property>", "", custom, flags=re.DOTALL)
    bare = repack(content, {part: text.encode("utf-8") for part, text in changes.items()})
    return IncomingFile(name="skema.docx", content=bare)


@pytest.mark.parametrize(
    "sample",
    [
        *(f"{programme}/application/good" for programme in PROGRAMMES),
        *(f"{programme}/decision/good" for programme in PROGRAMMES),
        *(f"{programme}/plan/good" for programme in PROGRAMMES),
        "skoleflexplus/application/good",
        "skoleflexplus/plan/good",
        "skoleflexplus/decision/good-buf",
    ],
)
def test_a_form_without_its_mark_is_known_by_its_name(sample: str) -> None:
    read = read_file(unmarked((FOLDER / f"{sample}.docx").read_bytes()), catalogue(), DAY)
    assert (read.programme, read.form) == tuple(sample.split("/")[:2])
    assert read.status is Status.ACCEPTED, [finding.message for finding in read.findings]


@pytest.mark.parametrize(
    ("written", "programme"),
    [
        ("Skole-flex", FULL),
        ("Skoleflex-MINI", MINI),
        ("SkoleflexMINI", MINI),
        ("Skoleflex (MINI)", MINI),
        ("MINI Skoleflex", MINI),
        ("MINI-Skoleflex", MINI),
        ("Skoleflex mini", MINI),
        ("Skoleflex+", "skoleflexplus"),
        ("Skoleflex PLUS", "skoleflexplus"),
        ("Skoleflex (PLUS)", "skoleflexplus"),
    ],
)
def test_a_name_is_known_however_it_is_written(written: str, programme: str) -> None:
    content = (FOLDER / f"{FULL}/application/good.docx").read_bytes()
    read = read_file(unmarked(content, ("Skoleflex", written)), catalogue(), DAY)
    # The questions of another programme are others: then it is none of ours, never this one.
    assert read.programme in (programme, "")
    if programme in PROGRAMMES:
        assert (read.programme, read.form) == (programme, "application")


@pytest.mark.parametrize("written", ["SkoleFleks", "Skole-fleks", "Skolefleks Ballerup", "Skoleflexi"])
def test_a_name_that_only_sounds_alike_is_none_of_these(written: str) -> None:
    content = (FOLDER / f"{FULL}/application/good.docx").read_bytes()
    read = read_file(unmarked(content, ("Skoleflex", written)), catalogue(), DAY)
    assert read.programme not in (*PROGRAMMES, "skoleflexplus")
