"""What a scene is done in: children of this process that may be cut off, and what a workspace holds then."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.errors import PipelineError
from pipeline.process import Office, recount
from pipeline.register import open_register
from pipeline.settings import open_workspace
from tests.filled import catalogue
from tests.kill.places import Store
from tests.kill.scenes import NotDone, Scene
from tests.kill.shim import Counter, Fault, count_steps
from tests.offices import office_in, printing_cheaply, shared_files, with_checked_law

Act = Callable[[Office, dt.date], None]
TABLES = {
    "inputs": 'sequence, sha256, channel, received_at, "end", case_number, reason, delivered',
    "cases": "number, programme, opened_on",
    "documents": "case_number, key, version, title, path, sha256, says, dated, state, released_by, "
    "released_on",
    "tasks": "case_number, number, key, title, says, state, answer, answered_by, answered_on, note",
    "outbox": "case_number, document_key, document_version, role, state",
}
KILLED = -signal.SIGKILL
TASK = re.compile(r" Opgave \d+")
NUMBER = re.compile(r"\d{4}-\d\d-\d\d-\d{4}")
"""What the papers of a file are called by: the day it came, and its number."""


def set_up(scene: Scene, store: Store) -> None:
    """The workspace of a scene, as it is before anything happens to it."""
    with printing_cheaply(), office_in(store.folder, store.url) as office:
        scene.build(with_checked_law(office))
    store.settle()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: its exit code, or minus the signal that killed it; and the steps it took."""

    code: int
    steps: tuple[str, ...] = ()


def in_child(work: Callable[[Counter], None], fault: Fault, until: float | None = None) -> Ended:
    """Do the work in a fork of this process with a fault planted; killed after `until` seconds."""
    reads, writes = os.pipe()
    # Else the child's collector writes in each object there is, and all memory of this process is copied.
    gc.freeze()
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
    gc.unfreeze()
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


def doing(act: Act, store: Store, day: dt.date) -> Callable[[Counter], None]:
    """What is done in a workspace, in a child that may be cut off."""

    def work(_: Counter) -> None:
        try:
            with printing_cheaply(), office_of(store) as office:
                act(office, day)
        except NotDone:
            os._exit(75)

    return work


@contextmanager
def office_of(store: Store) -> Iterator[Office]:
    """The workspace as it is, opened and not set up again: what is missing stays missing."""
    workspace = open_workspace(store.folder)
    register = open_register(workspace.database, store.url)
    try:
        yield with_checked_law(Office(workspace=workspace, register=register, catalogue=catalogue()))
    finally:
        register.close()


def _unnumbered(name: str) -> str:
    return TASK.sub(" Opgave #", NUMBER.sub("#", name))


OF_ITS_TIME = re.compile(r" Afklares\.| Opgave \d+|/Kvittering |^oversigt\.html$")
"""In the names of files whose content depends on which others had been told of before."""


def holds(store: Store, *, in_order: bool = True) -> dict[str, Any]:
    """All that a workspace holds, but for random ids: the register's rows, staff's files, the archive; and
    what the recount finds wrong.

    Not `in_order`: without the numbers by which files are counted, and what bears them. A file that could not
    be had for a moment comes after those that could.
    """
    with office_of(store) as office:
        rows: dict[str, Any] = {
            table: store.rows(office, table, columns) for table, columns in TABLES.items()
        }
        files = sorted(shared_files(office).items())
        recounted = recount(office)
    originals = sorted(path for path in (store.folder / "data" / "arkiv").rglob("*") if path.is_file())
    for path in originals:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    if not in_order:
        rows["inputs"] = sorted(row[1:] for row in rows["inputs"])
        rows["tasks"] = sorted((row[0], *row[2:]) for row in rows["tasks"])
        # The page of a question bears the number of its file, or its own, in it too; so does the list of
        # cases.
        # A receipt tells how its case stood then: with what came before it, and not what came after.
        numbered = (name for name, _ in files if OF_ITS_TIME.search(name))
        blank = dict.fromkeys(numbered, "")
        files = sorted((_unnumbered(name), blank.get(name, content)) for name, content in files)
    return {
        **rows,
        "files": files,
        "originals": [path.name for path in originals],
        "verify": list(recounted.problems),
    }
