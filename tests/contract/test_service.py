"""The long run as people and machines rely on it: watch, status, doctor, progress."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.errors import TemporaryFailure
from tests.casebook import good
from tests.filled import filled

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def kontor(tmp_path: Path) -> Path:
    folder = tmp_path / "kontor"
    assert call("init", folder).exit_code == 0
    settings = (folder / "skoleflex.toml").read_text("utf-8")
    (folder / "skoleflex.toml").write_text(settings + "\n[watch]\nsettle = 0.2\nrescan = 0.2\n", "utf-8")
    return folder


def test_a_watcher_takes_a_file_is_seen_by_status_and_stops_when_told(kontor: Path) -> None:
    watcher = subprocess.Popen(
        [*COMMAND, "watch", "-w", str(kontor), "--progress", "json"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        (kontor / "fælles" / "indbakke" / "a.docx").write_bytes(filled("application", good("application")))
        receipts = kontor / "fælles" / "sager"
        until = time.monotonic() + 120
        while not list(receipts.glob("*/kvitteringer/*.docx")) and time.monotonic() < until:
            time.sleep(0.1)
        seen = call("status", "-w", kontor, "--json")
        assert seen.exit_code == 0
        state = json.loads(seen.stdout)
        assert (state["alive"], state["watchers"][0]["state"]) == (True, "watching")
        assert state["inboxes"] == [{"area": "", "away": False, "waiting": 0, "oldest": "", "in_work": 0}]
        assert state["counts"]["ends"] == {"accepted": 1}
    finally:
        watcher.send_signal(signal.SIGTERM)
        out, err = watcher.communicate(timeout=60)
    assert watcher.returncode == 0
    steps = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    (taken,) = [step for step in steps if step["step"] == "file"]
    assert taken == {"step": "file", "end": "accepted", "case": taken["case"], "n": 1, "of": 1}
    assert taken["case"].startswith("SF-")
    assert "a.docx" not in err
    assert json.loads(out.splitlines()[0])["files"][0]["end"] == "accepted"
    assert call("status", "-w", kontor).exit_code == 75


def test_status_without_anybody_at_work_says_so(kontor: Path) -> None:
    seen = call("status", "-w", kontor)
    assert seen.exit_code == 75
    assert "Nobody watches" in seen.stderr
    assert call("run", "-w", kontor).exit_code == 0
    assert call("status", "-w", kontor).exit_code == 0, "a run from time to time will do"
    (sign,) = (kontor / "data" / "puls").iterdir()
    told = json.loads(sign.read_text())
    sign.write_text(json.dumps(told | {"at": "2026-01-01T00:00:00+00:00"}))
    assert call("status", "-w", kontor).exit_code == 75


def test_the_doctor_ends_with_3_where_something_must_be_mended(kontor: Path) -> None:
    fine = call("doctor", "-w", kontor, "--json")
    rows = [json.loads(line) for line in fine.stdout.splitlines()]
    assert {"data", "shared", "register", "LibreOffice", "tesseract", "time"} <= {row["what"] for row in rows}
    assert fine.exit_code == 0, fine.stdout
    os.rename(kontor / "fælles", kontor / "væk")
    ill = call("doctor", "-w", kontor)
    assert ill.exit_code == 3
    assert "!! shared:" in ill.stdout


def test_a_run_without_its_share_ends_with_75_and_makes_nothing(kontor: Path) -> None:
    os.rename(kontor / "fælles", kontor / "væk")
    (kontor / "fælles").mkdir()
    done = subprocess.run([*COMMAND, "run", "-w", str(kontor)], capture_output=True, text=True, check=False)
    assert done.returncode == 75
    assert "skoleflex init" in done.stderr
    assert list((kontor / "fælles").iterdir()) == []


def test_a_run_is_followed_by_json_lines_on_demand(kontor: Path) -> None:
    for n in range(3):
        (kontor / "fælles" / "indbakke" / f"{n}.txt").write_text(f"note {n}")
    done = call("run", "-w", kontor, "--progress", "json", "--json")
    steps = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(step["n"], step["of"]) for step in steps if step["step"] == "file"] == [(1, 3), (2, 3), (3, 3)]
    assert len(json.loads(done.stdout)["files"]) == 3


def test_status_looks_into_the_register_that_is_set_up(kontor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a PostgreSQL database that is away it says so, and makes no other register in its place."""
    monkeypatch.setenv("SKOLEFLEX_REGISTER_URL", "postgresql://skoleflex@127.0.0.1:9/skoleflex")
    told = call("status", "-w", kontor)
    assert isinstance(told.exception, TemporaryFailure)
    assert not (kontor / "data" / "register.sqlite").exists()
