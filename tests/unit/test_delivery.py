"""Files out: whole or not at all, and never where a share should be."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from pipeline.delivery import set_aside, sweep, write_file


def test_nothing_is_made_where_the_share_is_away(tmp_path: Path) -> None:
    for name in ("sager/SF-1/a.docx", "opgaver/a.docx", "retur/1/a.docx", "udbakke/a.eml"):
        with pytest.raises(FileNotFoundError):
            write_file(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_there_was_deleted_by_nobody(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        set_aside(tmp_path / "sager" / "SF-1" / "a.docx", tmp_path / "sager" / "SF-1" / "tidligere")
    (tmp_path / "sager").mkdir()
    assert set_aside(tmp_path / "sager" / "SF-1" / "a.docx", tmp_path / "sager" / "tidligere") is None


def test_a_file_that_can_not_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_file(tmp_path / "a", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(path, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a", b"old")]


def test_halves_are_swept_but_not_while_somebody_writes(tmp_path: Path) -> None:
    dead, alive, other = tmp_path / f".{'a' * 16}.tmp", tmp_path / f".{'b' * 16}.tmp", tmp_path / "a.tmp"
    for path in (dead, alive, other):
        path.write_bytes(b"half")
    with alive.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sweep(tmp_path)
        assert not dead.exists()
        assert alive.exists()
        assert other.exists()
