"""When a file in the inbox is whole and has come to rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.intake.folder import LARGEST, Delay, Settling, has_its_end, is_open
from tests.casebook import good
from tests.filled import filled


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


WHOLE = filled("plan", good("plan"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def looking(inbox: Path, clock: Clock) -> Settling:
    return Settling(inbox, settle=5, patience=3600, clock=clock)


def ready(settling: Settling) -> list[str]:
    return [path.name for path in settling.look().ready]


def why(settling: Settling) -> dict[str, Delay]:
    return {held.path.name: held.why for held in settling.look().held}


def test_a_file_is_taken_once_it_has_stood_still(tmp_path: Path, clock: Clock) -> None:
    settling = looking(tmp_path, clock)
    (tmp_path / "a.docx").write_bytes(WHOLE)
    assert why(settling) == {"a.docx": Delay.FRESH}
    clock.now += 4
    assert ready(settling) == []
    clock.now += 1
    assert ready(settling) == ["a.docx"]


def test_a_file_that_grows_again_waits_again(tmp_path: Path, clock: Clock) -> None:
    settling = looking(tmp_path, clock)
    path = tmp_path / "a.docx"
    for end in range(1000, len(WHOLE), 4000):
        path.write_bytes(WHOLE[:end])
        assert ready(settling) == []
        clock.now += 4
    path.write_bytes(WHOLE)
    assert why(settling) == {"a.docx": Delay.GROWING}
    clock.now += 5
    assert ready(settling) == ["a.docx"]


def test_an_old_time_of_change_doesnt_make_a_file_whole(tmp_path: Path, clock: Clock) -> None:
    settling = looking(tmp_path, clock)
    path = tmp_path / "a.docx"
    for end in (len(WHOLE) // 2, len(WHOLE)):
        path.write_bytes(WHOLE[:end])
        os.utime(path, (1_000_000, 1_000_000))
        assert ready(settling) == []
        clock.now += 3
    clock.now += 2
    assert ready(settling) == ["a.docx"]


@pytest.mark.parametrize("content", [WHOLE[:-30], b"%PDF-1.7\n1 0 obj", b"", b"\0" * 5000])
def test_a_file_without_its_end_waits_as_long_as_there_is_patience(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    settling = looking(tmp_path, clock)
    (tmp_path / "a.docx").write_bytes(content)
    settling.look()
    clock.now += 3599
    assert why(settling) == {"a.docx": Delay.UNFINISHED}
    clock.now += 1
    assert ready(settling) == ["a.docx"]


@pytest.mark.parametrize(
    "content",
    [WHOLE, WHOLE + b"\n", b"%PDF-1.7\n...\n%%EOF\r\n", b"{\\rtf1}", b"\xd0\xcf\x11\xe0" + b"\0" * 600],
)
def test_a_whole_file_has_its_end(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert has_its_end(path)


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("ansøgning.docx", "~$søgning.docx"),
        ("a.docx", "~$a.docx"),
        ("plan1.docx", "~$plan1.docx"),
        ("ansøgning.odt", ".~lock.ansøgning.odt#"),
    ],
)
def test_a_file_somebody_has_open_is_waited_for(tmp_path: Path, clock: Clock, name: str, lock: str) -> None:
    settling = looking(tmp_path, clock)
    (tmp_path / name).write_bytes(WHOLE)
    (tmp_path / lock).write_bytes(b"owner")
    settling.look()
    clock.now += 60
    assert why(settling) == {name: Delay.OPEN}
    (tmp_path / lock).unlink()
    assert ready(settling) == [name]


def test_another_files_lock_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "~$handleplan.docx").write_bytes(b"")
    assert not is_open(tmp_path / "ansøgning.docx")


def test_what_is_no_form_of_anybodys_is_never_seen(tmp_path: Path, clock: Clock) -> None:
    for name in (
        *("~$a.docx", ".~lock.a.odt#", "a.tmp", "a.docx.part", "a.crdownload", "Thumbs.db", ".DS_Store"),
        *(".skjult.docx", "desktop.ini", "A.TMP", "b.partial"),
    ):
        (tmp_path / name).write_bytes(WHOLE)
    (tmp_path / "mappe.docx").mkdir()
    (tmp_path / "lænke.docx").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "rør.docx")
    look = Settling(tmp_path, settle=0, patience=0, clock=clock).look()
    assert (look.ready, look.held) == ((), ())


def test_a_file_that_is_far_too_large_stays(tmp_path: Path, clock: Clock) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert why(looking(tmp_path, clock)) == {"film.mp4": Delay.LARGE}


def test_a_file_that_can_not_be_opened_is_told_apart(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Path) -> None:
        raise PermissionError(13, "locked")

    settling = looking(tmp_path, clock)
    (tmp_path / "a.docx").write_bytes(WHOLE)
    settling.look()
    clock.now += 60
    monkeypatch.setattr("pipeline.intake.folder.open_plain", locked)
    assert why(settling) == {"a.docx": Delay.LOCKED}


def test_the_order_is_that_in_which_files_came(tmp_path: Path, clock: Clock) -> None:
    for n, name in enumerate(("c", "a", "b")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1_000_000 + n, 1_000_000 + n))
    assert ready(Settling(tmp_path, settle=0, patience=0, clock=clock)) == ["c", "a", "b"]


def test_a_folder_that_is_away_is_an_error_and_not_an_empty_inbox(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(FileNotFoundError):
        looking(tmp_path / "væk", clock).look()
