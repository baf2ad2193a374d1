"""Workspaces that are copied whole, register and all: a SQLite file in it, or a PostgreSQL database."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg

from pipeline.process import Office
from tests.stores import new_postgresql


class Store(Protocol):
    """A workspace and where its register lies: `url` is empty for SQLite."""

    @property
    def folder(self) -> Path: ...

    @property
    def url(self) -> str: ...

    def copy(self, folder: Path) -> Store:
        """The same, in another folder; what was there before is gone."""

    def settle(self) -> None:
        """Have all of it on disk, where copies find it."""

    def rows(self, office: Office, table: str, columns: str) -> list[tuple[Any, ...]]:
        """What stands in a table, in order."""


@dataclass(frozen=True, slots=True)
class Sqlite:
    folder: Path
    url: str = ""

    def copy(self, folder: Path) -> Sqlite:
        shutil.rmtree(folder, ignore_errors=True)
        return Sqlite(Path(shutil.copytree(self.folder, folder)))

    def settle(self) -> None:
        """Its files are copied as they are."""

    def rows(self, office: Office, table: str, columns: str) -> list[tuple[Any, ...]]:
        read = office.register._database.read
        assert read(lambda c: c.exec_driver_sql("PRAGMA integrity_check").scalar()) == "ok"
        return _rows(read, table, columns)


def _rows(read: Callable[[Any], Any], table: str, columns: str) -> list[tuple[Any, ...]]:
    found = read(lambda c: c.exec_driver_sql(f"SELECT {columns} FROM {table}").all())
    return sorted((tuple(row) for row in found), key=lambda row: [(one is None, str(one)) for one in row])


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A register that lies in a schema of the tests' server; a copy is made table by table."""

    folder: Path
    url: str

    @classmethod
    def new(cls, folder: Path) -> PostgreSQL:
        return cls(folder, new_postgresql())

    def copy(self, folder: Path) -> PostgreSQL:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        copy = PostgreSQL(folder, new_postgresql())
        source, target = (url.rpartition("%3D")[2] for url in (self.url, copy.url))
        office_tables(copy.url)
        with psycopg.connect(copy.url) as connection:
            connection.execute("SET session_replication_role = replica")
            names = connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (source,)
            ).fetchall()
            for (name,) in names:
                connection.execute(f"DELETE FROM {target}.{name}".encode())
                connection.execute(f"INSERT INTO {target}.{name} SELECT * FROM {source}.{name}".encode())
            for table, column in (("inputs", "sequence"), ("documents", "id"), ("tasks", "id")):
                connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('{target}.{table}', '{column}'), "
                    f"(SELECT coalesce(max({column}), 0) + 1 FROM {target}.{table}), false)".encode()
                )
        return copy

    def settle(self) -> None:
        """Whatever is committed is there for copies."""

    def rows(self, office: Office, table: str, columns: str) -> list[tuple[Any, ...]]:
        return _rows(office.register._database.read, table, columns)


def office_tables(url: str) -> None:
    """The tables of a register, in an empty schema."""
    from pipeline.register import open_register

    open_register(Path(), url).close()
