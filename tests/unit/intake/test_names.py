"""Names of files are people's own: none loses another, none stops anything, none tells on a child."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.process import Office
from tests.casebook import good
from tests.filled import filled
from tests.offices import office_in, run, shared_files

NOTE = b"%PDF-1.7 note "


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        yield opened


def put(office: Office, name: str | bytes, content: bytes) -> None:
    with open(os.path.join(os.fsencode(office.workspace.inbox), os.fsencode(name)), "xb") as file:
        file.write(content)


def registered(office: Office) -> list[str]:
    return [row.submission.file for row in office.register.inputs_where()]


def test_the_same_name_again_with_other_content_is_another_file(office: Office) -> None:
    for n in range(2):
        put(office, "skema.docx", NOTE + b"%d" % n)
        run(office)
    assert registered(office) == ["skema.docx"] * 2
    assert len([path for path in office.workspace.archive.rglob("*") if path.is_file()]) == 2


def test_the_same_content_under_another_name_is_a_duplicate_and_both_are_on_record(office: Office) -> None:
    for name in ("skema.docx", "kopi.docx"):
        put(office, name, filled("application", good("application")))
    assert sorted(took.end for took in run(office).took) == ["accepted", "duplicate"]
    assert sorted(registered(office)) == ["kopi.docx", "skema.docx"]


@pytest.mark.parametrize(
    "names",
    [
        ("Skema.docx", "SKEMA.DOCX"),
        (unicodedata.normalize("NFC", "åæø é.docx"), unicodedata.normalize("NFD", "åæø é.docx")),
        ("a" * 250 + ".docx", "b" * 250 + ".docx"),
        (b"ans\xf8gning.docx", b"ans\xe6gning.docx"),
        ("linje\nskift.docx", "'; DROP TABLE inputs; --.docx"),
        ("skema .docx", " skema.docx"),
        ("ingen endelse", "-rf"),
    ],
)
def test_names_that_are_nearly_the_same_or_strange_are_two_files(
    office: Office, names: tuple[str | bytes, str | bytes]
) -> None:
    for n, name in enumerate(names):
        put(office, name, NOTE + b"%d" % n)
    report = run(office)
    assert (len(report.took), report.broken, report.untouched) == (2, (), 0)
    assert len(office.register.inputs_where()) == 2
    assert len(list(office.workspace.returned.iterdir())) == 2


def test_a_cpr_in_a_name_stands_in_no_name_of_ours(office: Office) -> None:
    put(office, "621112-5002 Alma.docx", filled("application", good("application")))
    put(office, "6211125002.docx", NOTE)
    report = run(office)
    names = [*shared_files(office), *(str(path) for path in office.workspace.data.rglob("*"))]
    assert not [name for name in names if "621112" in name]
    assert not [took.file for took in report.took if "5002" in took.file]
