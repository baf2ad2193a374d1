"""`catalogue list`, `copy` and `new`: what is whose, what may be edited, what a programme begins with."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import pipeline.catalogue.authoring as authoring
from pipeline.catalogue import check_catalogue, load_catalogue, shipped
from pipeline.cli import cli
from pipeline.container import open_package, repack

LETTER = "templates/skoleflexplus/decision_school.docx"
FORM = "schemas/skoleflexplus/plan.v1.schema.json"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def listed(workspace: Path | None = None) -> dict[str, dict[str, Any]]:
    words = ["-w", str(workspace)] if workspace else []
    told = call("catalogue", "list", "--json", *words)
    assert told.exit_code == 0, told.exception
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    # A document without a template is said in its programme's file, which is listed before it.
    return {row["file"]: row for row in reversed(rows)}


def errors(workspace: Path) -> list[str]:
    return [str(fault) for fault in check_catalogue(workspace) if fault.severity == "error"]


# ── list ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_programme_form_and_template_is_listed_with_its_file() -> None:
    rows = listed()
    assert {row["from"] for row in rows.values()} == {"shipped"}
    files = {path.relative_to(shipped()).as_posix() for path in (shipped() / "schemas").rglob("*.*")}
    files |= {path.relative_to(shipped()).as_posix() for path in (shipped() / "templates").rglob("*.*")}
    assert files == set(rows)
    titles = [row for row in rows.values() if row["kind"] == "programme"]
    assert {row["name"]: row["title"] for row in titles} == {
        programme.id: programme.title for programme in load_catalogue().programmes.values()
    }


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("same", "her (kopi)"),
        ("edited", "her (rettet)"),
        ("behind", "originalen er ændret"),
        ("gone", "ikke længere"),
    ],
)
def test_a_copy_tells_how_it_stands_to_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, shown: str
) -> None:
    """The package is a copy of the shipped folder here, so that a newer version of it can be played."""
    package = tmp_path / "package"
    for folder in ("schemas", "templates"):
        shutil.copytree(shipped() / folder, package / folder)
    for module in ("authoring", "load", "forms"):
        monkeypatch.setattr(f"pipeline.catalogue.{module}.shipped", lambda: package)
    workspace = tmp_path / "w"
    workspace.mkdir()
    assert call("catalogue", "copy", "skoleflexplus/plan", "-w", workspace).exit_code == 0
    mine, original = workspace / FORM, package / FORM
    if state != "same":
        mine.write_text(mine.read_text("utf-8").replace("Aftalt dato", "Aftalt den") + "\n", "utf-8")
    if state == "behind":
        original.write_text(original.read_text("utf-8") + "\n\n", "utf-8")
    if state == "gone":
        original.unlink()
    row = listed(workspace)[FORM]
    assert (row["from"], row["state"]) == ("workspace", state)
    assert shown in " ".join(call("catalogue", "list", "-w", workspace).stdout.split())


def test_the_note_of_what_was_copied_can_be_read_by_people(tmp_path: Path) -> None:
    call("catalogue", "copy", "skoleflexplus/decision_school", "-w", tmp_path)
    text = (tmp_path / "templates" / ".copied.toml").read_text("utf-8")
    assert text.startswith("# Filer, der er kopieret fra skoleflex")
    row = tomllib.loads(text)["skoleflexplus/decision_school.docx"]
    assert set(row) == {"sha256", "copied_on"}


# ── copy ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("what", "files"),
    [
        ("skoleflexplus/decision_school", [LETTER]),
        ("skoleflexplus/decision_school.docx", [LETTER]),
        (LETTER, [LETTER]),
        ("skoleflexplus/plan", [FORM]),
        ("skoleflexplus/programme.toml", ["schemas/skoleflexplus/programme.toml"]),
        ("law.toml", ["schemas/law.toml"]),
        ("holidays.toml", ["schemas/holidays.toml"]),
        ("shared/receipt", ["templates/shared/receipt.docx"]),
        ("form.docx", ["templates/form.docx"]),
    ],
)
def test_one_file_by_the_names_people_call_it(tmp_path: Path, what: str, files: list[str]) -> None:
    done = call("catalogue", "copy", what, "-w", tmp_path)
    assert done.exit_code == 0, done.exception
    assert done.stdout.split() == [str(tmp_path / file) for file in files]
    assert "skoleflex catalogue check -w" in done.stderr
    for file in files:
        assert (tmp_path / file).read_bytes() == (shipped() / file).read_bytes()
    assert errors(tmp_path) == []


def test_a_whole_programme_works_as_before_from_its_copy(tmp_path: Path) -> None:
    done = call("catalogue", "copy", "skolefleks-ballerup", "-w", tmp_path)
    assert done.exit_code == 0
    assert len(done.stdout.split()) > 9
    assert errors(tmp_path) == []
    assert load_catalogue(tmp_path).stopped == {}
    mine = [row for row in listed(tmp_path).values() if row["programme"] == "skolefleks-ballerup"]
    assert {row["state"] for row in mine} == {"same"}


def test_what_was_edited_is_never_written_over(tmp_path: Path) -> None:
    call("catalogue", "copy", LETTER, "-w", tmp_path)
    mine = tmp_path / LETTER
    body = open_package(mine.read_bytes())["word/document.xml"]
    edited = repack(mine.read_bytes(), {"word/document.xml": body.replace("Kære".encode(), b"Hej", 1)})
    mine.write_bytes(edited)
    again = call("catalogue", "copy", LETTER, "-w", tmp_path)
    assert (again.exit_code, type(again.exception).__name__) == (1, "SetupError")
    assert "was edited here and stays as it is" in again.stderr
    whole = call("catalogue", "copy", "skoleflexplus", "-w", tmp_path)
    assert whole.exit_code == 0
    assert "was edited here and stays as it is" in whole.stderr
    assert mine.read_bytes() == edited
    assert listed(tmp_path)[LETTER]["state"] == "edited"


def test_a_copy_nobody_changed_is_made_new_from_a_newer_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    for folder in ("schemas", "templates"):
        shutil.copytree(shipped() / folder, package / folder)
    monkeypatch.setattr(authoring, "shipped", lambda: package)
    workspace = tmp_path / "w"
    workspace.mkdir()
    call("catalogue", "copy", "law.toml", "-w", workspace)
    newer = (package / "schemas" / "law.toml").read_bytes() + b"\n# newer\n"
    (package / "schemas" / "law.toml").write_bytes(newer)
    assert call("catalogue", "copy", "law.toml", "-w", workspace).exit_code == 0
    assert (workspace / "schemas" / "law.toml").read_bytes() == newer


def test_names_that_mean_nothing_or_two_things_are_told(tmp_path: Path) -> None:
    nothing = call("catalogue", "copy", "skoleflexplus/brev", "-w", tmp_path)
    assert "nothing shipped is called 'skoleflexplus/brev'" in str(nothing.exception)
    two = call("catalogue", "copy", "skolefleks-ballerup/recommendation", "-w", tmp_path)
    assert "may be schemas/skolefleks-ballerup/recommendation.v1.schema.json or" in str(two.exception)
    assert list(tmp_path.iterdir()) == []


# ── new ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "title"),
    [("morgenhold", "Morgenholdet"), ("a-1", 'Hold "A" \\ 1'), ("skolestart", "PROGRAM KOMMUNE")],
)
def test_a_new_programme_passes_the_check_as_it_is(tmp_path: Path, name: str, title: str) -> None:
    done = call("catalogue", "new", name, "--title", title, "-w", tmp_path)
    assert done.exit_code == 0, done.exception
    assert errors(tmp_path) == []
    programme = load_catalogue(tmp_path).programme(name)
    assert programme.title == title
    assert programme.municipality == "Eksempel Kommune"
    prefixes = [one.case_prefix for one in load_catalogue(tmp_path).programmes.values()]
    assert len(prefixes) == len(set(prefixes))
    assert {row["state"] for row in listed(tmp_path).values() if row["programme"] == name} == {"own"}


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("Morgen hold", "x", "can't name a programme"),
        ("../morgen", "x", "can't name a programme"),
        ("skoleflex", "x", "there is something called 'skoleflex' already"),
        ("shared", "x", "there is something called 'shared' already"),
        ("morgenhold", "skoleflex plus", "a programme is called 'skoleflex plus' already"),
    ],
)
def test_what_is_taken_or_no_name_is_refused_and_writes_nothing(
    tmp_path: Path, name: str, title: str, said: str
) -> None:
    done = call("catalogue", "new", name, "--title", title, "-w", tmp_path)
    assert said in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_second_start_of_the_same_programme_overwrites_nothing(tmp_path: Path) -> None:
    call("catalogue", "new", "morgenhold", "-w", tmp_path)
    told = tmp_path / "schemas" / "morgenhold" / "programme.toml"
    told.write_text(told.read_text("utf-8") + "\n# mit\n", "utf-8")
    assert call("catalogue", "new", "morgenhold", "-w", tmp_path).exit_code != 0
    assert told.read_text("utf-8").endswith("# mit\n")
