"""The watcher: what it takes, what it waits for, and how it is stopped."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.delivery import write_file
from pipeline.errors import SetupError
from pipeline.process import Office, RunReport, read_file
from pipeline.process.cases import Memory, Worked, work_cases
from pipeline.process.documents import bring_up_to_date
from pipeline.process.tasks import DENMARK
from pipeline.process.troubles import Troubles
from pipeline.register import CaseRow
from pipeline.service.pulse import read_pulses
from pipeline.service.stopping import Wishes
from pipeline.service.watching import watch
from pipeline.settings import Pace
from tests.casebook import as_child, good
from tests.filled import filled
from tests.offices import drop, office_in, run, shared_files

DAY = dt.date(2026, 6, 30)
FAST = Pace(settle=0.05, rescan=0.05, patience=3600)
pytestmark = pytest.mark.usefixtures("_no_one_waits_for_ever")


@pytest.fixture
def _no_one_waits_for_ever() -> Iterator[None]:
    """A watcher that is never stopped fails its test."""

    def late(*_: object) -> None:
        raise AssertionError("the watcher was not stopped in time")

    before = signal.signal(signal.SIGUSR1, late)
    timer = threading.Timer(120, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    yield
    timer.cancel()
    signal.signal(signal.SIGUSR1, before)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        yield replace(opened, workspace=replace(opened.workspace, pace=FAST))


def opening(office: Office) -> Callable[[], AbstractContextManager[Office]]:
    @contextmanager
    def opened() -> Iterator[Office]:
        yield office

    return opened


class Watched:
    """A watcher's reports and complaints; `until` so many files were taken it goes on."""

    def __init__(self, office: Office, files: int) -> None:
        self.office, self._left = office, files
        self.wishes = Wishes()
        self.said: list[str] = []
        self.ends: list[str] = []

    def report(self, report: RunReport) -> None:
        self.ends += [took.end for took in report.took]
        if len(self.ends) >= self._left:
            self.wishes.ask_stop()

    def run(self, on_said: Callable[[str], None] = lambda _: None) -> Watched:
        def say(sentence: str) -> None:
            self.said.append(sentence)
            on_said(sentence)

        watch(opening(self.office), say, report=self.report, wishes=self.wishes, today=DAY)
        return self


def test_files_are_taken_and_told_of_as_a_run_does(office: Office, tmp_path: Path) -> None:
    with office_in(tmp_path / "enkelt") as calm:
        for name in ("application", "decision_buf"):
            drop(calm, name, good(name))
        run(calm)
        expected = set(shared_files(calm))
    for name in ("application", "decision_buf"):
        drop(office, name, good(name))
    watched = Watched(office, 2).run()
    assert watched.ends == ["accepted", "accepted"]
    today = dt.datetime.now(DENMARK).date().isoformat()
    assert {name.replace(today, "2026-06-30") for name in shared_files(office)} == expected
    (pulse,) = read_pulses(office.workspace.pulses)
    assert (pulse["state"], pulse["ends"]) == ("stopped", {"accepted": 2})


def test_a_share_that_is_away_is_waited_for_and_nothing_is_made_in_its_place(office: Office) -> None:
    drop(office, "application", good("application"))
    run(office)
    before = shared_files(office)
    shared, aside = office.workspace.shared, office.workspace.shared.with_name("afmonteret")
    shared.rename(aside)
    shared.mkdir()
    rounds = []

    def back(sentence: str) -> None:
        rounds.append(sentence)
        if len(rounds) == 1:
            assert "away" in sentence
            threading.Timer(0.5, mount).start()

    def mount() -> None:
        assert list(shared.iterdir()) == []
        shared.rmdir()
        aside.rename(shared)
        drop(office, "decision_buf", good("decision_buf"))

    watched = Watched(office, 1).run(back)
    assert watched.ends == ["accepted"]
    assert [said for said in watched.said if "away" in said] == watched.said[:1], "said once"
    after = shared_files(office)
    assert before.items() <= after.items()


def test_an_empty_mount_takes_nothing_back(office: Office, tmp_path: Path) -> None:
    for name in ("application", "decision_buf", "decision_sof"):
        drop(office, name, good(name))
    run(office)
    states = {document.key: document.state for document in office.register.documents("SF-2026-0001")}
    office.workspace.shared.rename(tmp_path / "afmonteret")
    office.workspace.shared.mkdir()
    (office.workspace.touched / "SF-2026-0001").touch()
    wishes = Wishes()
    watch(opening(office), lambda _: wishes.ask_stop(), wishes=wishes, today=DAY)
    assert list(office.workspace.shared.iterdir()) == []
    now = {document.key: document.state for document in office.register.documents("SF-2026-0001")}
    assert now == states
    assert (office.workspace.touched / "SF-2026-0001").exists(), "it is still to be done"


def test_between_two_days_only_touched_cases_are_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(office, "application", good("application"))
    other = as_child(good("application"), "Ellen Modelsen Prøvholt", "740313-4028")
    drop(office, "application", other, file="en anden")
    run(office)
    done: list[str] = []
    whole = bring_up_to_date

    def noted(office: Office, row: CaseRow, *rest: object) -> object:
        done.append(row.number)
        return whole(office, row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.process.cases.bring_up_to_date", noted)
    memory = Memory()
    numbers = [row.number for row in office.register.cases()]
    work_cases(office, DAY, Troubles(), Worked(), memory)
    assert done == numbers
    work_cases(office, DAY, Troubles(), Worked(), memory)
    assert done == numbers
    office.touch(numbers[1])
    work_cases(office, DAY, Troubles(), Worked(), memory)
    assert done == [*numbers, numbers[1]]
    work_cases(office, DAY + dt.timedelta(days=1), Troubles(), Worked(), memory)
    assert done == [*numbers, numbers[1], *numbers]


def test_a_file_that_takes_too_long_is_left_waiting_when_asked_to_stop(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.service.stopping.GRACE", 0.3)
    drop(office, "application", good("application"))

    def slow(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.process.taking.read_file", slow)
        began = time.monotonic()
        watched = Watched(office, 1).run()
    assert time.monotonic() - began < 10
    assert watched.said[-1].startswith("stopped")
    assert office.register.count().ends == {}
    assert [took.end for took in run(office).took] == ["accepted"]


def test_a_file_in_hand_is_finished_when_asked_to_stop(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_file

    def asked(*rest: object) -> object:
        os.kill(os.getpid(), signal.SIGTERM)
        return whole(*rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.process.taking.read_file", asked)
    for name in ("application", "decision_buf"):
        drop(office, name, good(name))
    os.utime(office.workspace.inbox / "application.docx", (1_000_000, 1_000_000))
    Watched(office, 2).run()
    assert office.register.count().ends == {"accepted": 1}
    assert len(list(office.workspace.inbox.glob("*.docx"))) == 1


def test_settings_are_read_again_when_asked_and_kept_where_they_are_wrong(office: Office) -> None:
    opened: list[int] = []
    wishes = Wishes()
    said: list[str] = []

    @contextmanager
    def opening() -> Iterator[Office]:
        opened.append(1)
        if len(opened) == 2:
            raise SetupError("unknown setting 'mad'")
        yield office

    def say(sentence: str) -> None:
        said.append(sentence)
        if len(opened) == 2:
            wishes.ask_reread()
        else:
            wishes.ask_stop()

    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGHUP)).start()
    watch(opening, say, wishes=wishes, today=DAY)
    assert said == ["settings kept as they were: unknown setting 'mad'", "settings read again"]


def test_a_file_written_slowly_with_pauses_is_taken_once_and_whole(office: Office) -> None:
    office = replace(office, workspace=replace(office.workspace, pace=replace(FAST, settle=0.6)))
    whole = filled("application", good("application"))
    path = office.workspace.inbox / "langsom.docx"

    def write() -> None:
        with path.open("wb") as file:
            for n in range(0, len(whole), 4096):
                file.write(whole[n : n + 4096])
                file.flush()
                time.sleep(0.9 if n == 8192 else 0.1)

    writer = threading.Thread(target=write)
    writer.start()
    watched = Watched(office, 1).run()
    writer.join()
    assert watched.ends == ["accepted"]
    (row,) = office.register.inputs_where(end="accepted")
    assert (office.workspace.archive / row.sha256[:2] / row.sha256).read_bytes() == whole


def test_a_file_held_open_is_told_of_once_on_a_page_that_goes_away(office: Office) -> None:
    office = replace(office, workspace=replace(office.workspace, pace=replace(FAST, patience=0.3)))
    drop(office, "application", good("application"), file="621112-5002 Alma")
    lock = office.workspace.inbox / "~$1112-5002 Alma.docx"
    lock.write_bytes(b"")
    page = office.workspace.questions / "Filer der venter i indbakken.docx"
    written: set[int] = set()

    def close_it() -> None:
        until = time.monotonic() + 60
        while not page.exists() and time.monotonic() < until:
            time.sleep(0.05)
        for _ in range(10):
            written.add(page.stat().st_ino)
            time.sleep(0.05)
        lock.unlink()

    person = threading.Thread(target=close_it)
    person.start()
    watched = Watched(office, 1).run()
    person.join()
    assert watched.ends == ["accepted"]
    assert len(written) == 1, "written once"
    assert not page.exists()


def test_a_trouble_is_said_once_and_its_end_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(office, "application", good("application"))
    tries: list[int] = []
    whole = write_file

    def full(path: Path, content: bytes) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise OSError(28, "No space left on device")
        return whole(path, content)

    monkeypatch.setattr("pipeline.process.attachments.write_file", full)
    watched = Watched(office, 1).run()
    assert watched.ends == ["accepted"]
    assert watched.said[0] == "the archive can't be written: No space left on device"
    assert len(watched.said) == len(set(watched.said))
