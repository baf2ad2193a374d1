"""Turns: who holds the lock of a name works alone until they let go of it, or are gone.

A SQLite register lies on one machine, and so do its locks: files beside it, which go with the process. With
PostgreSQL several machines may work on one workspace, so the database itself holds the locks; they go with
the connection. Whoever holds one writes over that very connection: if it is lost, somebody else may have the
turn by now, and the next write fails instead of getting between theirs.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pipeline.errors import TemporaryFailure

CASES, DECIDING, SENDING = "lock", "deciding", "sending"
"""The turn with cases and documents; with the ends of files and their cases; with mails that go out."""

NEXT_LOOK = 0.02
"""Seconds between two looks whether a lock is free."""
_LONGEST = 120
"""Characters of who holds a lock."""


def whoami() -> str:
    return f"process {os.getpid()} on {os.uname().nodename}"


def _try_until(taken: Callable[[], bool], wait: float, holder: Callable[[], str]) -> None:
    until = time.monotonic() + wait
    while not taken():
        if time.monotonic() >= until:
            who = holder()
            raise TemporaryFailure(f"{who or 'another run'} is at work in this workspace; try again")
        time.sleep(NEXT_LOOK)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────


class FileLocks:
    """Locks in files of a folder on this machine's own disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def alone(self, name: str, wait: float) -> Iterator[None]:
        path = self._folder / f".{name}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise TemporaryFailure(f"the lock can't be had: {error.strerror}") from error
        with os.fdopen(descriptor, "r+b") as file:

            def taken() -> bool:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
                return True

            _try_until(taken, wait, lambda: _written_in(path))
            with suppress(OSError):  # a full disk keeps nobody from working; only the name is missing then
                os.pwrite(file.fileno(), whoami().encode().ljust(_LONGEST), 0)
            yield


def _written_in(path: Path) -> str:
    with suppress(OSError):
        return path.read_text("utf-8", "replace")[:_LONGEST].strip()
    return ""


# ── the database ──────────────────────────────────────────────────────────────────────────────────────

_KEY = text("SELECT hashtextextended(current_schema() || '.skoleflex.' || :name, 0)")
"""The number of a lock: every workspace of one database has its own schema, and so its own locks."""
_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_LEAVE = text("SELECT pg_advisory_unlock(:key)")
_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted "
    "AND ((l.classid::bigint << 32) | l.objid::bigint) = :key"
)


class AdvisoryLocks:
    """Locks of a PostgreSQL database, all those of this process over one connection.

    `holding` is that connection for as long as a lock is held: who writes meanwhile writes over it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.holding: Connection | None = None
        self._names: set[str] = set()

    @contextmanager
    def alone(self, name: str, wait: float) -> Iterator[None]:
        with ExitStack() as ending:
            connection = self.holding or ending.enter_context(self._held_connection())
            told = {"key": _ask(connection, _KEY, {"name": name})}

            def taken() -> bool:
                # A session may take its own lock twice; within one process too only one has the turn.
                return name not in self._names and bool(_ask(connection, _TAKE, told))

            _try_until(taken, wait, lambda: str(_ask(connection, _HOLDER, told) or ""))
            self._names.add(name)
            try:
                yield
            finally:
                self._names.discard(name)
                # Lost, it holds nothing any more.
                with suppress(TemporaryFailure):
                    _ask(connection, _LEAVE, told)

    @contextmanager
    def _held_connection(self) -> Iterator[Connection]:
        try:
            connection = self._engine.connect()
        except DBAPIError as error:
            raise TemporaryFailure("the register is locked or away; try again") from error
        self.holding = connection
        try:
            _ask(connection, text("SELECT set_config('application_name', :name, false)"), {"name": whoami()})
            yield connection
        finally:
            self.holding = None
            # Not back to the others: a lock that could not be let go of ends with its connection.
            with suppress(SQLAlchemyError):
                connection.invalidate()
            connection.close()


def _ask(connection: Connection, question: object, told: dict[str, object]) -> object:
    """The answer to one question, outside of any transaction that goes on."""
    try:
        with connection.begin():
            return connection.execute(question, told).scalar()  # type: ignore[call-overload]
    except DBAPIError as error:
        raise TemporaryFailure("the register was lost; another machine may have the turn") from error
