"""All about one child, and nothing about another – twins least of all."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import SetupError
from pipeline.process import Office, give_insight, resolve
from tests.offices import office_in, run
from tests.unit.process.test_forgetting import CANARY, CANARY_CPR, NUMBER, TWIN, filed, fill, holding

NOW = dt.datetime(2026, 7, 2, 9, tzinfo=dt.UTC)
DIGITS = CANARY_CPR.replace("-", "")


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worked") / "kontor"
    with office_in(folder) as office:
        fill(office)
    return folder


@pytest.fixture
def office(worked: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "kontor"
    shutil.copytree(worked, folder)
    with office_in(folder) as opened:
        yield opened


def give(office: Office, tmp_path: Path, number: str = NUMBER, cpr: str = "") -> Path:
    folder = tmp_path / "indsigt"
    given = give_insight(office, folder, NOW, "Ane Leder", number=number, cpr=cpr)
    assert given.page.parent == folder
    return folder


def test_everything_about_the_child_is_there(office: Office, tmp_path: Path) -> None:
    filed(office)
    office.register.note("read", NUMBER, "Bo Kollega")
    folder = give(office, tmp_path)
    mine = {row.sha256 for row in office.register.inputs_where() if CANARY in repr(row.submission)}
    handed = {path.name for path in (folder / "originaler").iterdir()}
    assert len(mine) == 2
    assert len(handed) == 3, "the duplicate came with a day of its own"
    assert any((folder / "retur").iterdir())
    made = {path.name for path in (office.workspace.cases / NUMBER).rglob("*") if path.is_file()}
    assert made == {path.name for path in (folder / "sager" / NUMBER).rglob("*") if path.is_file()}
    told = json.loads((folder / "data.json").read_text("utf-8"))
    assert [case["case"] for case in told["cases"]] == [NUMBER]
    assert {file["end"] for file in told["files"]} == {"accepted", "returned", "duplicate"}
    assert told["files"][0]["data"]["child"]["name"] == CANARY
    assert {(file["end"], file["case"]) for file in told["files"]} == {
        ("accepted", NUMBER),
        ("duplicate", NUMBER),
        ("returned", None),
    }
    assert [event["event"] for event in told["events"]] == ["returned", "exported"]
    events = [(event["event"], event["who"]) for event in told["cases"][0]["events"]]
    assert ("Sagen vist", "Bo Kollega") in events
    assert ("Indsigt lavet", "Ane Leder") in events
    page = (folder / "indsigt.html").read_text("utf-8")
    for text in (CANARY, "Journaliseret i KINGO", "Bo Kollega", "Gennemgå mappen", "til rettelse"):
        assert text in page


def test_nothing_of_the_twin_is_there(office: Office, tmp_path: Path) -> None:
    twin = office.register.filed(TWIN)[0].submission.data["child"]
    folder = give(office, tmp_path)
    assert holding(folder, twin["name"], twin["cpr"], twin["cpr"].replace("-", "")) == []
    assert TWIN not in (folder / "indsigt.html").read_text("utf-8")


def test_by_cpr_number_it_is_the_same(office: Office, tmp_path: Path) -> None:
    folder = give(office, tmp_path, number="", cpr=DIGITS)
    assert [path.name for path in (folder / "sager").iterdir()] == [NUMBER]


def test_no_name_of_a_file_or_folder_tells_who_it_is(office: Office, tmp_path: Path) -> None:
    folder = give(office, tmp_path)
    for path in folder.rglob("*"):
        assert not re.search(r"[0-9]{6}[- ]?[0-9]{4}", path.name)
        assert CANARY.split()[0] not in path.name


def test_a_file_of_another_child_on_the_case_is_left_to_a_person(office: Office, tmp_path: Path) -> None:
    (waiting,) = office.register.inputs_where(end="waiting")
    resolve(office, f"2026-06-30-{waiting.sequence:04d}", NUMBER, "Ane Leder", dt.date(2026, 7, 1))
    run(office, "2026-07-01")
    with pytest.raises(SetupError, match="more than one child"):
        give(office, tmp_path)
    folder = give(office, tmp_path, number="", cpr=DIGITS)
    assert len(list((folder / "originaler").iterdir())) == 3
    assert "bærer et andet barns cpr-nr." in (folder / "indsigt.html").read_text("utf-8")
    assert not [path for path in folder.rglob("Kvittering*") if f"{waiting.sequence:04d}" in path.name]


def test_a_lost_original_is_said(office: Office, tmp_path: Path) -> None:
    for path in [path for path in office.workspace.archive.rglob("*") if path.is_file()]:
        path.unlink()
    assert "mangler i arkivet" in (give(office, tmp_path) / "indsigt.html").read_text("utf-8")


def test_a_form_is_shown_and_never_obeyed(office: Office, tmp_path: Path) -> None:
    office.register.note("read", NUMBER, "<script>alert(1)</script>")
    page = (give(office, tmp_path) / "indsigt.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_folder_is_new_and_for_the_owner_alone(office: Office, tmp_path: Path) -> None:
    folder = give(office, tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with pytest.raises(SetupError, match="isn't empty"):
        give(office, tmp_path)


@pytest.mark.parametrize(("number", "cpr"), [("SF-2026-0099", ""), ("", "0101011234")])
def test_nobody_is_nobody(office: Office, tmp_path: Path, number: str, cpr: str) -> None:
    with pytest.raises(SetupError):
        give(office, tmp_path, number=number, cpr=cpr)
