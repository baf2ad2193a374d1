"""The database behind the register: how it is opened, and what a transaction does when the database fails.

A transaction is a function that is called again, whole, when its connection was lost on the way. Whether a
commit whose answer was lost took hold can't be told; so every function that writes goes by a key, and a
second call finds what the first one left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from pipeline.errors import PipelineError, SetupError, TemporaryFailure
from pipeline.register.locks import AdvisoryLocks, FileLocks
from pipeline.register.storable import with_storable_values
from pipeline.register.tables import metadata

_Result = TypeVar("_Result")

LOCK_SECONDS = 60
"""How long to wait for another process that is writing."""
WAITS = (0.1, 0.5, 2.0)
"""Seconds before a transaction whose connection was lost is tried again."""
_TRY_AGAIN = frozenset({"40001", "40P01"})
"""PostgreSQL could not serialise the transaction, or chose it to end a deadlock."""
_ONE_WRITER = 0x5C01EF1E
"""The lock that whoever writes to a PostgreSQL register holds, as SQLite's one writer does."""


class Database:
    """Runs transactions. Raises TemporaryFailure where the database is locked or away, SetupError where it
    is damaged. `folder` is where the locks of a SQLite register lie; a PostgreSQL one has its own."""

    def __init__(self, engine: Engine, folder: Path | None = None) -> None:
        self.engine = engine
        self.locks: AdvisoryLocks | FileLocks = FileLocks(folder) if folder else AdvisoryLocks(engine)
        self._writing = engine.execution_options(writing=True)
        self._inside: Connection | None = None
        event.listen(engine, "begin", _begin)
        event.listen(engine, "before_cursor_execute", with_storable_values, retval=True)

    def read(self, work: Callable[[Connection], _Result]) -> _Result:
        return work(self._inside) if self._inside else _again(self.engine, work)

    def write(self, work: Callable[[Connection], _Result]) -> _Result:
        """Run `work` alone: nobody else writes before it is committed.

        Who holds a lock of the database is not given another connection where theirs was lost: the turn went
        with it.
        """
        if self._inside:
            return work(self._inside)
        if self._held():
            with self._once() as connection:
                return work(connection)
        return _again(self._writing, work)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is read and written inside is one transaction: on record as a whole, or not at all. It
        isn't tried again."""
        with self._once() as connection:
            self._inside = connection
            try:
                yield
            finally:
                self._inside = None

    @contextmanager
    def _once(self) -> Iterator[Connection]:
        held = self._held()
        try:
            if held is None:
                with self._writing.begin() as connection:
                    yield connection
            else:
                with held.execution_options(writing=True).begin():
                    yield held
        except DBAPIError as error:
            raise failure(error) from error
        finally:
            if held is not None:
                held.execution_options(writing=False)

    def _held(self) -> Connection | None:
        return self.locks.holding if isinstance(self.locks, AdvisoryLocks) else None

    def close(self) -> None:
        self.engine.dispose()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    if connection.dialect.name == "sqlite":
        # Taking the write lock at once avoids the deadlock of two readers that both want to write.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    elif writing:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER:d})")


def _again(engine: Engine, work: Callable[[Connection], _Result]) -> _Result:
    for wait in (*WAITS, None):
        try:
            with engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            if wait is None or not _worth_another(error):
                raise failure(error) from error
        time.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _worth_another(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _TRY_AGAIN


def failure(error: DBAPIError) -> PipelineError | DBAPIError:
    """What a fault of the database means to the caller; a fault of a statement is a bug and stays what it is.

    The messages of databases quote values: none of them is passed on.
    """
    if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_ERROR":
        return error
    if isinstance(error, OperationalError | InterfaceError | InternalError) or error.connection_invalidated:
        return TemporaryFailure("the register is locked or away; try again")
    if type(error.orig).__name__ == "DatabaseError":  # SQLite's word for a file that is none, or is broken
        return SetupError("the register is damaged; restore it from the latest backup")
    return error


def make_small(database: Database) -> None:
    """Write the database anew without what was deleted: nothing of it is left in its files.

    PostgreSQL's write-ahead log and backups keep it until their own time is up. Raises TemporaryFailure while
    somebody else is reading or writing.
    """
    engine = database.engine
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            if engine.dialect.name == "sqlite":
                raw.execute("VACUUM")
                busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if busy:
                    raise TemporaryFailure("somebody else is reading the register; try again")
            else:
                raw.autocommit = True
                for table in metadata.tables:
                    raw.execute(f"VACUUM FULL {table}")
                raw.autocommit = False
    except driver.OperationalError as error:
        raise TemporaryFailure("the register is locked or away; try again") from error
