"""A workspace with files in its inbox, runs of it in children of this process, and what it holds then."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.process import run_once
from tests.casebook import GONE, as_child, changed, good
from tests.filled import filled
from tests.kill.shim import Counter, Fault, count_steps
from tests.offices import NOW, office_in, shared_files

TABLES = {
    "inputs": "sequence, sha256, channel, received_at, end, case_number, reason, delivered",
    "cases": "number, programme, opened_on",
    "documents": "case_number, key, version, title, path, sha256, says, dated, state",
    "tasks": "case_number, number, key, title, says, state, answer",
}
FIRST = 1_780_000_000
"""When the first file came, in seconds since 1970; each later one came a second after the one before."""
KILLED = -signal.SIGKILL
NUMBER = re.compile(r"\d{4}-\d\d-\d\d-\d{4}")
"""What the papers of a file are called by: the day it came, and its number."""


def small_inbox() -> list[tuple[str, bytes]]:
    """One file for each end a file can have: accepted, returned, unreadable, waiting, duplicate."""
    application = filled("application", good("application"))
    return [
        ("ansøgning.docx", application),
        ("handleplan.docx", filled("plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))),
        ("billede.docx", b"%PDF-1.7"),
        (
            "afgørelse.docx",
            filled("decision_buf", as_child(good("decision_buf"), "Ukendt Barn", "740313-4028")),
        ),
        ("ansøgning igen.docx", application),
    ]


def full_inbox(files: int) -> list[tuple[str, bytes]]:
    """Many files that are cheap to read: five that aren't alike, then again and again the same."""
    few = small_inbox()
    return [
        (f"{n:05d} {name}", content if n < len(few) else _another(content, n))
        for n in range(files)
        for name, content in [few[n % len(few)]]
    ]


def _another(content: bytes, n: int) -> bytes:
    """Bytes of their own for what is no document anyway; a document stays a duplicate."""
    return content if content.startswith(b"PK") else content + b" %d" % n


def set_up(folder: Path, inbox: Iterable[tuple[str, bytes]]) -> Path:
    """A workspace with these files in its inbox, in their order."""
    with office_in(folder) as office:
        for n, (name, content) in enumerate(inbox):
            path = office.workspace.inbox / name
            path.write_bytes(content)
            os.utime(path, (FIRST + n, FIRST + n))
    return folder


def warm_up(scene: Path, folder: Path) -> None:
    """Run a copy here and not in a child, so that what is compiled once is there for every child."""
    with office_in_there(copy_of(scene, folder)) as office:
        run_once(office, NOW, NOW.date(), settle=0)


def copy_of(scene: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(scene, folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: its exit code, or minus the signal that killed it; and the steps it took."""

    code: int
    steps: tuple[str, ...] = ()


def in_child(work: Callable[[Counter], None], fault: Fault, until: float | None = None) -> Ended:
    """Do the work in a fork of this process with a fault planted; killed after `until` seconds."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        code = 1
        try:
            counter = count_steps(fault)
            code = _ending(work, counter)
            os.write(writes, json.dumps(counter.names).encode()[-60_000:])
        finally:
            os._exit(code)
    os.close(writes)
    if until is not None:
        _kill_after(pid, until)
    with os.fdopen(reads, "rb") as file:
        told = file.read()
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    try:
        return Ended(code=code, steps=tuple(json.loads(told or b"[]")))
    except ValueError:
        return Ended(code=code)


def _kill_after(pid: int, seconds: float) -> None:
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)


def _ending(work: Callable[[Counter], None], counter: Counter) -> int:
    try:
        work(counter)
    except PipelineError as error:
        return error.exit_code
    except BaseException:  # noqa: BLE001 - the child says how it ended, whatever that was
        traceback.print_exc(file=sys.stderr)
        return 1
    return 0


def run_in(folder: Path) -> Callable[[Counter], None]:
    """A run of the workspace, as the command does it; its exit codes too."""

    def work(_: Counter) -> None:
        with office_in_there(folder) as office:
            report = run_once(office, NOW, NOW.date(), settle=0)
        if report.broken:
            raise AssertionError(report.broken)
        if report.untouched or report.failed:
            os._exit(75)

    return work


def office_in_there(folder: Path) -> Any:
    """The workspace as it is, opened and not set up again: what is missing stays missing."""
    from contextlib import contextmanager

    from pipeline.process import Office
    from pipeline.register import open_register
    from pipeline.settings import open_workspace
    from tests.filled import catalogue

    @contextmanager
    def opened() -> Any:
        workspace = open_workspace(folder)
        register = open_register(workspace.database)
        try:
            yield Office(workspace=workspace, register=register, catalogue=catalogue())
        finally:
            register.close()

    return opened()


ASKED, OVERVIEW = " Afklares.", "oversigt.html"
"""In the name of a page that asks where a file belongs; and the list of cases."""


def holds(folder: Path, *, in_order: bool = True) -> dict[str, Any]:
    """All that a workspace holds, but for random ids: the register's rows, staff's files, the archive.

    Not `in_order`: without the numbers by which files are counted, and what bears them. A file that could not
    be had for a moment comes after those that could.
    """
    database = folder / "data" / "register.sqlite"
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}").fetchall()
            for table, columns in TABLES.items()
        }
    connection.close()
    archive = folder / "data" / "arkiv"
    originals = sorted(path for path in archive.rglob("*") if path.is_file())
    for path in originals:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    with office_in_there(folder) as office:
        files = sorted(shared_files(office).items())
    if not in_order:
        rows["inputs"] = sorted(row[1:] for row in rows["inputs"])
        # The page of a question bears the number of its file, in it too; so does the list of cases.
        numbered = (name for name, _ in files if ASKED in name or name == OVERVIEW)
        blank = dict.fromkeys(numbered, "")
        files = sorted((NUMBER.sub("#", name), blank.get(name, content)) for name, content in files)
    return {**rows, "files": files, "originals": [path.name for path in originals]}
