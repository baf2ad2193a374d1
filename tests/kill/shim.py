"""Counts the durable steps of this process, and at one of them kills it or makes the call fail."""

from __future__ import annotations

import errno
import io
import os
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

CALLS = ("rename", "replace", "unlink", "remove", "rmdir", "mkdir", "fsync", "link", "chmod", "truncate")
KILL = "kill"
LOCKED = "locked"
"""A statement finds a SQLite register locked."""
LOST = "lost"
"""The connection to a PostgreSQL register breaks before a statement."""
ERRORS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens at the step numbered `at`, from 1: `how` is `kill`, `locked` or the name of an error.

    A fault that `lasts` meets every later step of its kind too, as a full disk does. Without one (`at` 0) the
    steps are only counted.
    """

    at: int = 0
    how: str = KILL
    lasts: bool = False


class Counter:
    """The steps so far, each by its name."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.names: list[str] = []

    def step(self, name: str, before_death: Callable[[], object] = lambda: None) -> None:
        """One durable step is about to be taken."""
        self.names.append(name)
        n = len(self.names)
        if not self.fault.at or n < self.fault.at or (n > self.fault.at and not self.fault.lasts):
            return
        if self.fault.how == KILL:
            before_death()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault.how not in (LOCKED, LOST) and name != "commit":
            before_death()
            raise OSError(ERRORS[self.fault.how], os.strerror(ERRORS[self.fault.how]))


def count_steps(fault: Fault) -> Counter:
    """From here on, count. For a process that ends after the test: nothing is ever put back."""
    counter = Counter(fault)
    if fault.how in (LOCKED, LOST):
        _count_statements(counter)
    else:
        _count_calls(counter)
    return counter


def _count_calls(counter: Counter) -> None:
    for name in CALLS:
        setattr(os, name, _counted(getattr(os, name), name, counter))
    os_open, opened, fdopen = os.open, io.open, os.fdopen

    def open_counted(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            counter.step("create")
        return os_open(path, flags, *rest, **named)

    def io_counted(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not isinstance(file, int) and set(mode) & set("wax"):
            counter.step("open")
        return opened(file, mode, *rest, **named)

    def fdopen_counted(descriptor: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
        file = fdopen(descriptor, mode, *rest, **named)
        return _Writing(file, counter) if set(mode) & set("wa+") else file

    os.open, io.open, os.fdopen = open_counted, io_counted, fdopen_counted  # type: ignore[assignment]
    event.listen(Engine, "commit", lambda _: counter.step("commit"))


def _counted(call: Callable[..., Any], name: str, counter: Counter) -> Callable[..., Any]:
    def counted(*words: Any, **named: Any) -> Any:
        counter.step(name)
        return call(*words, **named)

    return counted


class _Writing:
    """A file whose writing is a step: cut off in it, half of the bytes are written."""

    def __init__(self, file: Any, counter: Counter) -> None:
        self._file, self._counter = file, counter

    def write(self, content: bytes) -> int:
        def half() -> None:
            self._file.write(content[: len(content) // 2])
            self._file.flush()

        self._counter.step("write", half)
        return int(self._file.write(content))

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _count_statements(counter: Counter) -> None:
    """Each statement of the register is a step; the one at fault finds it locked, or its connection gone."""

    def met(cursor: Any, *_: Any) -> None:
        counter.step("statement")
        n, fault = len(counter.names), counter.fault
        if fault.at and (n == fault.at or (fault.lasts and n > fault.at)):
            if fault.how == LOCKED:
                raise sqlite3.OperationalError("database is locked")
            cursor.connection.close()  # what follows meets a connection that is closed

    event.listen(Engine, "do_execute", met)
    event.listen(Engine, "do_execute_no_params", met)
