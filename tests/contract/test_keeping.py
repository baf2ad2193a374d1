"""verify, forget, insight, and what a case notes of filing, holding and reading – as commands."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from tests.casebook import GONE, changed, good
from tests.contract.test_cli import call, real
from tests.filled import filled

NUMBER = "SF-2026-0001"
CPR = good("application")["child"]["cpr"]
LIMITS = "[[retention]]\nvalid_from = 2020-01-01\nidle_months = 1\nreturned_months = 1\n"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("start") / "kontor"
    assert call("init", root).exit_code == 0
    inbox = root / "fælles" / "indbakke"
    (inbox / f"{CPR} ansøgning.docx").write_bytes(filled("application", good("application")))
    missing = changed(good("application"), {"/school/name": GONE})
    (inbox / "mangler.docx").write_bytes(filled("application", missing))
    assert call("run", "-w", root, "--today", "2026-06-30").exit_code == 0
    return root


@pytest.fixture
def root(start: Path, tmp_path: Path) -> Path:
    return shutil.copytree(start, tmp_path / "kontor")


def told(*words: str | Path) -> Any:
    done = call(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_verify_says_that_all_is_there(root: Path) -> None:
    found = told("verify", "-w", root)
    assert found["counts"]["received"] == 2
    assert found["problems"] == []
    assert found["trail"]["links"] > 2
    assert "Alt er på plads." in call("verify", "-w", root).stdout
    assert call("verify", "-w", root, "--seal", found["trail"]["seal"]).exit_code == 0
    assert "findes ikke i sporet" in call("verify", "-w", root, "--seal", "00").stdout


def test_verify_ends_with_3_where_something_is_wrong(root: Path) -> None:
    next(path for path in (root / "data" / "arkiv").rglob("*") if path.is_file()).unlink()
    done = CliRunner().invoke(cli, ["verify", "-w", str(root), "--json"])
    assert done.exception is not None
    assert getattr(done.exception, "exit_code", 0) == 3
    assert "mangler i arkivet" in json.loads(done.stdout)["problems"][0]
    assert real("verify", "-w", root, folder=root).returncode == 3


def test_who_looked_at_a_case_is_on_record(root: Path) -> None:
    call("case", NUMBER, "-w", root, "--by", "Ane Leder")
    call("case", NUMBER, "-w", root)
    (letter,) = (root / "fælles" / "sager" / NUMBER).glob("*.docx")
    call("explain", letter, "-w", root)
    with sqlite3.connect(root / "data" / "register.sqlite") as connection:
        query = (
            "SELECT event, aliases.stands_for FROM audit JOIN aliases ON aliases.id = actor ORDER BY sequence"
        )
        seen = connection.execute(query).fetchall()
    assert [event for event, _ in seen] == ["read", "read", "explained"]
    assert seen[0][1] == "Ane Leder"
    assert all(who for _, who in seen)


def test_filing_and_holding_are_noted_by_name(root: Path) -> None:
    filing = ("--filed-in", "KINGO", "--on", "2026-07-01")
    assert call("case", NUMBER, "-w", root, *filing).exit_code == 2
    assert call("case", NUMBER, "-w", root, "--filed-in", "KINGO", "--by", "Bo").exit_code == 2
    assert call("case", NUMBER, "-w", root, "--hold", "Klage").exit_code == 2
    future = ("--filed-in", "KINGO", "--on", "2999-01-01", "--by", "Bo")
    assert call("case", NUMBER, "-w", root, *future).exit_code == 2
    account = told("case", NUMBER, "-w", root, *filing, "--hold", "Klagesag", "--by", "Bo")
    assert account["filed"] == [{"system": "KINGO", "on": "2026-07-01", "by": "Bo"}]
    assert account["holds"] == [{"reason": "Klagesag", "by": "Bo"}]
    shown = call("case", NUMBER, "-w", root).stdout
    assert "Journaliseret i KINGO den 2026-07-01 (Bo)." in shown
    assert "Må ikke slettes: Klagesag (Bo)." in shown
    assert told("case", NUMBER, "-w", root, "--no-hold", "--by", "Bo")["holds"] == []


def test_forget_lists_first_and_deletes_what_was_listed(root: Path) -> None:
    (root / "schemas").mkdir()
    (root / "schemas" / "retention.toml").write_text(LIMITS, "utf-8")
    assert call("forget", "-w", root).exit_code == 2
    assert call("forget", "-w", root, "--confirm", "x").exit_code == 2
    call("case", NUMBER, "-w", root, "--filed-in", "KINGO", "--on", "2026-11-01", "--by", "Bo")
    ahead = ("--dry-run", "--today", "2040-01-01")
    listing = told("forget", "-w", root, *ahead)
    assert listing["cases"] == [], "filed before the last event"
    assert listing["confirm"] is None, "what is due on another day can't be asked for"
    assert call("forget", "-w", root, "--confirm", "x", "--by", "Bo", "--today", "2040-01-01").exit_code == 2
    with sqlite3.connect(root / "data" / "register.sqlite") as connection:
        # As if all this had happened in spring.
        connection.execute("UPDATE inputs SET received_at = '2026-03-01T09:00:00+00:00'")
        connection.execute("UPDATE documents SET dated = '2026-03-01'")
        connection.execute("UPDATE cases SET opened_on = '2026-03-01'")
    listing = told("forget", "-w", root, "--dry-run")
    assert [case["case"] for case in listing["cases"]] == [NUMBER]
    assert listing["cases"][0]["files"] == 2
    assert call("forget", "-w", root, "--confirm", "00000000", "--by", "Bo").exit_code != 0
    shown = call("forget", "-w", root, "--dry-run")
    assert NUMBER in shown.stdout
    assert f"--confirm {listing['confirm']}" in shown.stderr
    done = call("forget", "-w", root, "--confirm", listing["confirm"], "--by", "Bo")
    assert done.exit_code == 0, done.output
    assert "Slettet: 1 sager" in done.stdout
    for path in (path for path in root.rglob("*") if path.is_file()):
        assert CPR.encode() not in path.read_bytes(), path
        assert CPR not in path.name
    assert told("verify", "-w", root)["problems"] == []


def test_forget_says_that_no_limit_is_decided(root: Path) -> None:
    done = call("forget", "-w", root, "--dry-run", "--today", "2099-01-01")
    assert "Ingen opbevaringsfrist er besluttet" in done.stdout.replace("\n", " ")


def test_insight_by_case_and_by_cpr_from_standard_input(root: Path, tmp_path: Path) -> None:
    done = call("insight", NUMBER, "-o", tmp_path / "a", "-w", root, "--by", "Ane Leder")
    assert done.exit_code == 0, done.output
    assert Path(done.stdout.strip()) == tmp_path / "a" / "indsigt.html"
    line = ["insight", "-o", str(tmp_path / "b"), "-w", str(root), "--by", "Ane Leder"]
    assert CliRunner().invoke(cli, line, input=f"{CPR}\n").exit_code == 0
    names = [{path.name for path in (tmp_path / one).rglob("*")} for one in "ab"]
    assert names[0] == names[1]
    assert not any(re.search(r"[0-9]{6}-?[0-9]{4}", name) for name in names[0])


@pytest.mark.parametrize("words", [[CPR], ["-o", f"/tmp/{CPR}"]])
def test_a_cpr_number_on_the_command_line_is_refused_and_not_repeated(root: Path, words: list[str]) -> None:
    done = real("insight", *words, *(["-o", "x"] if len(words) < 2 else []), "--by", "A", folder=root)
    assert done.returncode == 2
    assert CPR not in done.stderr + done.stdout


def test_what_is_made_is_for_the_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    root = tmp_path / "kontor"
    script = "import os; os.umask(0); from pipeline.cli import main; main()"

    def run(*words: str) -> None:
        line = [sys.executable, "-c", script, *words]
        assert subprocess.run(line, capture_output=True, timeout=120, check=False).returncode == 0

    run("init", str(root))
    (root / "fælles" / "indbakke" / "a.docx").write_bytes(filled("application", good("application")))
    run("run", "-w", str(root), "--today", "2026-06-30")
    run("insight", NUMBER, "-o", str(tmp_path / "ud"), "-w", str(root), "--by", "A")
    for path in (root, *root.rglob("*"), tmp_path / "ud", *(tmp_path / "ud").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_no_cpr_number_reaches_stderr(tmp_path: Path) -> None:
    script = (
        "import sys, warnings; from pipeline.cli.masking import mask_talk; mask_talk();"
        "import logging, click; logging.basicConfig();"
        f"logging.error('%s', 'x {CPR} y'); click.echo('{CPR.replace('-', '')}', err=True);"
        f"sys.stderr.write('{CPR[:8]}'); sys.stderr.write('{CPR[8:]}\\n'); warnings.warn('{CPR}');"
        f"print('{CPR}'); sys.stderr.write('half {CPR[:6]} {CPR[7:]}');"
        f"raise ValueError('{CPR}')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert CPR in done.stdout
    assert done.stderr.count("-xxxx") >= 6
    for shape in (CPR, CPR.replace("-", ""), CPR.replace("-", " ")):
        assert shape not in done.stderr


def test_a_crash_leaves_no_image_of_memory(tmp_path: Path) -> None:
    script = (
        "import resource; from pipeline.settings import narrow_permissions as n; n();"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"
