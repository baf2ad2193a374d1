"""Claims of several processes in one inbox, and what becomes of those whose owner is gone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from pipeline.intake.desk import SILENT, open_desk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "indbakke" / ".i-arbejde").mkdir(parents=True)
    return tmp_path / "indbakke"


def put(inbox: Path, name: str, content: bytes = b"x") -> Path:
    (inbox / name).write_bytes(content)
    return inbox / name


def claimed_by_one_who_is_killed(inbox: Path, path: Path) -> str:
    """The id under which a child claims a file before it is killed."""
    pid = os.fork()
    if pid == 0:
        with open_desk(inbox / ".i-arbejde") as desk:
            claim = desk.claim(path)
            (inbox.parent / "id").write_text(claim.id if claim else "")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    return (inbox.parent / "id").read_text()


def test_one_of_two_gets_the_file(inbox: Path) -> None:
    path = put(inbox, "a.docx")
    with open_desk(inbox / ".i-arbejde") as one, open_desk(inbox / ".i-arbejde") as other:
        assert one.claim(path) is not None
        assert other.claim(path) is None
        other.take_over()
        assert list(other.left()) == []


def test_what_a_dead_process_claimed_is_taken_over_under_its_id(inbox: Path) -> None:
    id = claimed_by_one_who_is_killed(inbox, put(inbox, "a.docx", b"original"))
    with open_desk(inbox / ".i-arbejde") as desk:
        desk.take_over()
        (left,) = desk.left()
        assert left.id == id
        assert left.read().content == b"original"
        left.done(left.read().sha256)
    assert list((inbox / ".i-arbejde").iterdir()) == []


def test_a_desk_left_in_order_leaves_its_claims_to_the_next(inbox: Path) -> None:
    with open_desk(inbox / ".i-arbejde") as desk:
        desk.claim(put(inbox, "a.docx"))
    with open_desk(inbox / ".i-arbejde") as desk:
        desk.take_over()
        assert [claim.path.name for claim in desk.left()] == ["a.docx"]


def test_an_owner_on_another_machine_is_believed_until_long_silent(inbox: Path) -> None:
    with open_desk(inbox / ".i-arbejde") as desk:
        desk.claim(put(inbox, "a.docx"))
    (owner,) = (inbox / ".i-arbejde").glob(".*.ejer")
    owner.write_text('{"host": "en anden", "pid": 1}')
    with open_desk(inbox / ".i-arbejde") as desk:
        desk.take_over()
        assert list(desk.left()) == []
        ago = time.time() - SILENT - 60
        os.utime(owner, (ago, ago))
        desk.take_over()
        assert [claim.path.name for claim in desk.left()] == ["a.docx"]


def test_a_file_that_goes_on_being_written_is_kept_to_be_read_anew(inbox: Path) -> None:
    path = put(inbox, "a.docx", b"half")
    with open_desk(inbox / ".i-arbejde") as desk, path.open("ab") as writer:
        claim = desk.claim(path)
        assert claim
        half = claim.read()
        writer.write(b" and the rest")
        writer.flush()
        claim.done(half.sha256)
        (again,) = desk.left()
        assert again.id != claim.id
        assert again.read().content == b"half and the rest"


@pytest.mark.parametrize("what", ["link", "pipe"])
def test_a_claim_that_is_no_plain_file_is_never_opened(inbox: Path, what: str) -> None:
    with open_desk(inbox / ".i-arbejde") as desk:
        claim = desk.claim(put(inbox, "a.docx"))
        assert claim
        claim.path.unlink()
        if what == "link":
            claim.path.symlink_to("/etc/hostname")
        else:
            os.mkfifo(claim.path)
        with pytest.raises(OSError, match=r"regular|symbolic"):
            claim.read()
