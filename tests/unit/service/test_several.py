"""Several watchers of one inbox: each file registered once, whoever takes it."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from pipeline.process import read_file, run_once
from pipeline.records import IncomingFile
from tests.casebook import as_child, good
from tests.filled import filled
from tests.kill.places import Sqlite
from tests.kill.scene import holds, office_of, set_up
from tests.kill.scenes import an_inbox, small_inbox
from tests.offices import NOW, office_in


def work_off(folder: Path, *, at_least_once: bool = False) -> int:
    """A process that works off the inbox until nothing is left: its number."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with office_of(Sqlite(folder)) as office:
            while at_least_once or any(office.workspace.inbox.glob("*.docx")):
                at_least_once = False
                report = run_once(office, NOW, NOW.date(), settle=0)
                assert not report.broken, report.broken
        code = 0
    finally:
        os._exit(code)


def all_ended(pids: list[int]) -> list[int]:
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def test_eight_watchers_register_each_of_a_thousand_files_once(tmp_path: Path) -> None:
    kept = [content for name, content in small_inbox() if name in ("ansøgning.docx", "afgørelse.docx")]
    inbox = [(f"{n:04d} note.docx", b"%%PDF-1.7 %d" % n) for n in range(10)]
    inbox += [(f"{n:04d} skema.docx", kept[n % 2]) for n in range(10, 1000)]
    folder = tmp_path / "kontor"
    set_up(an_inbox(inbox), Sqlite(folder))
    assert all_ended([work_off(folder) for _ in range(8)]) == [0] * 8
    with office_of(Sqlite(folder)) as office:
        run_once(office, NOW, NOW.date(), settle=0)
        counted = office.register.count()
        assert (counted.cases, counted.owed) == (1, 0)
        accepted = office.register.inputs_where(end="accepted")
    names = Counter(row.submission.file for row in accepted)
    assert len(names) == len(accepted) == 1
    assert counted.ends == {"accepted": 1, "waiting": 1, "returned": 10, "duplicate": 988}
    held = holds(Sqlite(folder))
    assert len({row[0] for row in held["inputs"]}) == 1000
    assert len(held["originals"]) == len({content for _, content in inbox})


def test_two_forms_of_one_child_taken_at_once_open_one_case(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        for n in range(4):
            data = good("application") | {"application_date": f"2026-06-2{n + 5}"}
            (office.workspace.inbox / f"{n}.docx").write_bytes(filled("application", data))
        other = as_child(good("application"), "Ellen Modelsen Prøvholt", "740313-4028")
        (office.workspace.inbox / "anden.docx").write_bytes(filled("application", other))
    folder = tmp_path / "kontor"
    assert all_ended([work_off(folder) for _ in range(4)]) == [0] * 4
    with office_of(Sqlite(folder)) as office:
        assert office.register.count().ends == {"accepted": 5}
        assert len(office.register.cases()) == 2


def test_a_file_that_takes_its_reader_down_keeps_no_other_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run dies of the first file; after three of them the others are served before it."""
    inbox = [("ond.docx", b"%PDF-1.7 ond"), ("ansøgning.docx", filled("application", good("application")))]
    folder = tmp_path / "kontor"
    set_up(an_inbox(inbox), Sqlite(folder))

    def deadly(file: IncomingFile, *rest: object) -> object:
        if file.name == "ond.docx":
            os.kill(os.getpid(), signal.SIGKILL)
        return read_file(file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.process.taking.read_file", deadly)
    assert all_ended([work_off(folder)]) == [-9]
    for _ in range(3):
        pid = work_off(folder, at_least_once=True)
        assert all_ended([pid]) == [-9]
    with office_of(Sqlite(folder)) as office:
        counted = office.register.count()
    assert (counted.ends, counted.owed) == ({"accepted": 1}, 0)
    monkeypatch.undo()
    assert all_ended([work_off(folder, at_least_once=True)]) == [0]
    with office_of(Sqlite(folder)) as office:
        counted = office.register.count()
    assert (counted.ends, counted.owed) == ({"accepted": 1, "returned": 1}, 0)
