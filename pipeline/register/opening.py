"""Opening the register: a SQLite file on this machine's own disk, or a PostgreSQL database by its address."""

from __future__ import annotations

import datetime as dt
import errno
import os
import secrets
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.disks import NETWORK, file_system
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.register.database import LOCK_SECONDS, Database
from pipeline.register.migrations import VERSION, migrate, version_of
from pipeline.register.storable import to_json
from pipeline.register.store import Register

_PASSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})
"""What keeps a file from being opened for a while, and not because somebody set it up wrongly."""


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def open_register(
    path: Path,
    url: str = "",
    *,
    clock: Callable[[], dt.datetime] = _utc_now,
    lock_seconds: float = LOCK_SECONDS,
) -> Register:
    """The register in a SQLite file or, where `url` is given, in a PostgreSQL database; made where there is
    none, and brought up to this version.

    Raises SetupError where it is damaged, may be read by others, lies where it isn't safe, or was made by a
    newer version of the program; TemporaryFailure where it is locked or away.
    """
    database = open_postgresql(url, lock_seconds) if url else open_sqlite(path, lock_seconds)
    return Register(database, clock)


def open_sqlite(path: Path, lock_seconds: float = LOCK_SECONDS) -> Database:
    """The register in a SQLite file, made where there is none and brought up to this version.

    Raises SetupError where the file is damaged, lies on a network file system, may be read by others, or was
    made by a newer version of the program; TemporaryFailure where it is locked for longer than we wait.
    """
    kind = file_system(path.parent)
    if kind in NETWORK:
        raise SetupError(
            f"the register lies on a network file system ({kind}); set data in skoleflex.toml to a folder on "
            "this machine's own disk"
        )
    _make_private(path)
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": lock_seconds}, json_serializer=to_json
    )
    event.listen(engine, "connect", _preparer(lock_seconds))
    database = Database(engine, path.parent)
    try:
        database.read(_check_integrity)
        before = database.read(version_of)
        if 0 < before < VERSION:
            when = f"{dt.datetime.now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
            back_up(path, path.with_name(f"{path.stem}.v{before}-{when}.sqlite"))
        database.write(migrate)
        return database
    except BaseException:
        database.close()
        raise


def open_postgresql(url: str, lock_seconds: float = LOCK_SECONDS) -> Database:
    """The register in a PostgreSQL database, with its tables made where there are none.

    Raises SetupError where the address is none or the driver is missing, TemporaryFailure where the database
    can't be reached.
    """
    engine = _postgresql_engine(_address(url), lock_seconds)
    event.listen(engine, "connect", _patience(lock_seconds))
    database = Database(engine)
    try:
        database.write(migrate)
        return database
    except DBAPIError as error:
        database.close()
        raise SetupError("the register's database refuses its user: it needs to own its schema") from error
    except BaseException:
        database.close()
        raise


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise SetupError("the register's address can't be read: postgresql://user@host/database") from None
    if address.get_backend_name() != "postgresql":
        raise SetupError("the register's address must begin with postgresql://")
    return address.set(drivername="postgresql+psycopg")


def _postgresql_engine(address: URL, lock_seconds: float) -> Engine:
    try:
        return create_engine(
            address,
            json_serializer=to_json,
            connect_args={"connect_timeout": max(2, round(lock_seconds))},
        )
    except ModuleNotFoundError:
        raise SetupError("PostgreSQL needs its driver: pip install 'skoleflex[postgresql]'") from None


def back_up(path: Path, copy: Path) -> None:
    """A copy of a SQLite register as of now, whole even while others write, for the owner alone.

    Raises TemporaryFailure where there is no room for it.
    """
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        descriptor = os.open(copy, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise TemporaryFailure("no backup of the register could be made; it was left as it is") from error


def _make_private(path: Path) -> None:
    """Make the file where it is missing, for the owner alone; what SQLite puts beside it has its mode."""
    try:
        if not os.path.lexists(path):
            os.close(os.open(path, os.O_CREAT | os.O_RDONLY | os.O_NOFOLLOW, 0o600))
        os.close(os.open(path, os.O_RDONLY | os.O_NOFOLLOW))
    except OSError as error:
        kind = TemporaryFailure if error.errno in _PASSES else SetupError
        raise kind(f"{path.name} can't be opened: {error.strerror}") from None
    for part in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))):
        if part.exists() and stat.S_IMODE(part.stat().st_mode) & stat.S_IRWXO:
            raise SetupError(f"{part.name} may be read by every user of this machine: chmod o= {part.name}")


def _preparer(lock_seconds: float) -> Any:
    pragmas = (
        f"busy_timeout = {round(lock_seconds * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        # What is sorted or rebuilt on the way never lies in a file outside the data folder.
        "temp_store = MEMORY",
    )

    def prepare(connection: Any, _: Any) -> None:
        # SQLAlchemy begins its own transactions; the driver must not begin others behind its back.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _patience(lock_seconds: float) -> Any:
    def prepare(connection: Any, _: Any) -> None:
        connection.execute(f"SET lock_timeout = {round(lock_seconds * 1000):d}")
        # A machine that is gone without a word loses its turn within a minute.
        for setting in (
            "tcp_keepalives_idle = 30",
            "tcp_keepalives_interval = 10",
            "tcp_keepalives_count = 3",
        ):
            connection.execute(f"SET {setting}")
        connection.commit()

    return prepare


def _check_integrity(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        raise SetupError("the register is damaged; restore it from the latest backup")
