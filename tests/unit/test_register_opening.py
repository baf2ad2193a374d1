"""Opening the register: what is refused, what is mended, and what is brought up to date."""

from __future__ import annotations

import errno
import json
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from pipeline.disks import file_system
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.process.child import noted_child
from pipeline.register import Register, TickRow, open_register, opening
from pipeline.register.migrations import _SERIAL, STEPS, VERSION
from pipeline.settings import open_workspace
from tests.contract.test_register import NEW, an_input
from tests.filled import catalogue
from tests.stores import new_postgresql

DATA = Path(__file__).parents[1] / "data" / "register"
"""Registers as earlier versions of the program wrote them."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


def older(version: int, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript((DATA / f"v{version}.sql").read_text("utf-8"))
    path.chmod(0o600)


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def rows_as_before(path: Path, table: str, before: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows without the columns that steps have added at their end."""
    return [row[: len(before[0])] for row in rows(path, table)]


def shape(register: Register) -> dict[str, list[str]]:
    there = inspect(register._database.engine)
    return {name: sorted(str(c["name"]) for c in there.get_columns(name)) for name in there.get_table_names()}


# ── from version to version ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_register_is_brought_up_with_its_rows_whole(version: int, path: Path) -> None:
    older(version, path)
    tables = ("cases", "inputs", "documents") + (("tasks",) if version > 1 else ())
    before = {table: rows(path, table) for table in tables}
    register = open_register(path)
    fresh = open_register(path.with_name("ny.sqlite"))
    assert shape(register) == shape(fresh)
    register.close()
    fresh.close()
    assert {table: rows_as_before(path, table, before[table]) for table in tables} == before
    register = open_register(path)
    assert [case.number for case in register.cases()] == ["SF-2026-0001", "SF-2026-0007"]
    (first, *_) = register.filed("SF-2026-0001")
    assert first.submission.data == {"child": {"name": "Ida Prøve Æblegård", "cpr": "740313-4028"}}
    assert register.documents("SF-2026-0001")[0].manifest == [{"kind": "hole", "text": "Ida"}]
    assert register.trail_broken_at() is None
    assert register.received() == set(register.ends()) == {"a1", "b2", "c3"}
    told = [(link.event, who) for link, _, who in register.told_of("SF-2026-0001")]
    assert ("released", "Ane Leder") in told
    register.close()


def test_the_children_of_an_older_register_are_noted(path: Path) -> None:
    older(2, path)
    register = open_register(path)
    assert {row.child for row in register.inputs_where()} == {None}
    noted = register.children.note(lambda submission: noted_child(submission, catalogue()))
    assert noted == 3
    assert {row.child for row in register.inputs_where(case="SF-2026-0001")} == {"7403134028"}
    found = register.children.forms("skoleflexplus", ["application"], "7403134028")
    assert set(found) == {"SF-2026-0001", "SF-2026-0007"}
    register.close()


def test_the_old_register_is_kept_beside_it(path: Path) -> None:
    older(2, path)
    before = rows(path, "inputs")
    open_register(path).close()
    open_register(path).close()
    (copy,) = path.parent.glob("register.v2-*.sqlite")
    assert rows(copy, "inputs") == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_numbers_go_on_where_the_old_register_was(path: Path) -> None:
    older(2, path)
    register = open_register(path)
    assert register.record(an_input("neu"), opens=NEW).case_number == "SF-2026-0008"
    register.close()


def test_a_step_that_fails_leaves_the_register_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(1, path)
    steps = (*STEPS[:2], ("CREATE TABLE numbers (x INTEGER)", "NONSENSE"))
    with monkeypatch.context() as broken:
        broken.setattr("pipeline.register.migrations.STEPS", steps)
        with pytest.raises(DBAPIError, match="syntax error"):
            open_register(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "tasks" not in names
    open_register(path).close()


def test_a_newer_register_is_refused_and_untouched(path: Path) -> None:
    open_register(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(SetupError, match="newer skoleflex"):
        open_register(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)


@pytest.mark.postgresql
def test_a_newer_postgresql_register_is_refused(path: Path) -> None:
    url = new_postgresql()
    open_register(path, url).close()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE register_version SET version = version + 1")
    with pytest.raises(SetupError, match="newer skoleflex"):
        open_register(path, url)


@pytest.mark.postgresql
@pytest.mark.parametrize("version", [1, 2])
def test_an_older_postgresql_register_is_brought_up(version: int, path: Path) -> None:
    """No such register is out there; the steps must hold for those to come."""
    url = new_postgresql()
    with psycopg.connect(url) as connection:
        for step in STEPS[:version]:
            for statement in step:
                connection.execute(statement.replace("{serial}", _SERIAL["postgresql"]).encode())
        connection.execute("CREATE TABLE register_version (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO register_version VALUES (%s)", [version])
        connection.execute("INSERT INTO cases VALUES ('SF-2026-0001', 'skoleflexplus', '2026-06-30')")
    register = open_register(path, url)
    assert [case.number for case in register.cases()] == ["SF-2026-0001"]
    assert register.trail_broken_at() is None
    register.close()


@pytest.mark.postgresql
def test_a_user_that_may_make_no_tables_is_told_what_it_needs(path: Path) -> None:
    url = new_postgresql()
    with psycopg.connect(url) as connection:
        connection.execute("DROP ROLE IF EXISTS gaest")
        connection.execute("CREATE ROLE gaest LOGIN")
    with pytest.raises(SetupError, match="needs to own its schema"):
        open_register(path, url.replace("postgres:@", "gaest@"))


# ── a file that isn't safe ────────────────────────────────────────────────────────────────────────────


def test_the_file_and_what_lies_beside_it_are_the_owners_alone(path: Path) -> None:
    register = open_register(path)
    register.save_tick(TickRow(wall="2026-06-30T09:00:00+00:00", boot="b", running=1.0))
    parts = sorted(path.parent.iterdir())
    assert len(parts) == 3
    assert {stat.S_IMODE(part.stat().st_mode) for part in parts} == {0o600}
    register.close()


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o601, 0o666])
def test_a_register_that_others_may_touch_is_refused(path: Path, mode: int) -> None:
    open_register(path).close()
    path.chmod(mode)
    with pytest.raises(SetupError, match="chmod o="):
        open_register(path)


def test_a_group_may_be_let_in(path: Path) -> None:
    open_register(path).close()
    path.chmod(0o660)
    open_register(path).close()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_a_network_file_system_is_refused(path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = path.with_name("mountinfo")
    mounts.write_text(
        "22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
        f"40 22 0:44 / {path.parent} rw,relatime shared:2 - {kind} server:/share rw\n"
    )
    monkeypatch.setattr(opening, "file_system", lambda folder: file_system(folder, mounts))
    with pytest.raises(SetupError, match="network file system"):
        open_register(path)
    assert file_system(path.parent.parent, mounts) == "ext4"
    assert not path.exists()


def test_a_link_in_place_of_the_register_is_refused(path: Path) -> None:
    path.symlink_to(path.with_name("andet.sqlite"))
    with pytest.raises(SetupError):
        open_register(path)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errno.ENOSPC, TemporaryFailure),
        (errno.EIO, TemporaryFailure),
        (errno.EMFILE, TemporaryFailure),
        (errno.EACCES, SetupError),
    ],
)
def test_what_passes_is_told_from_what_is_set_up_wrongly(
    error: int, kind: type[Exception], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise OSError(error, "no")

    monkeypatch.setattr("pipeline.register.opening.os.open", fails)
    with pytest.raises(kind, match="can't be opened"):
        open_register(path)


# ── a file that is damaged ────────────────────────────────────────────────────────────────────────────


def full(path: Path) -> None:
    register = open_register(path)
    for n in range(200):
        register.record(an_input(f"a{n}"), opens=NEW)
    register.make_small()
    register.close()


def test_flipped_bytes_are_found_at_the_start(path: Path) -> None:
    full(path)
    whole = path.read_bytes()
    size = 4096
    found = 0
    for page in range(1, len(whole) // size):
        broken = bytearray(whole)
        for at in range(page * size, page * size + 64):
            broken[at] ^= 0xFF
        path.write_bytes(broken)
        with suppress(SetupError):
            open_register(path).close()
            continue
        found += 1
        for beside in path.parent.glob("register.sqlite-*"):
            beside.unlink()
    assert found >= (len(whole) // size - 1) * 0.9


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_register_is_said_to_be_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SetupError, match="damaged"):
        open_register(path)


def test_a_page_that_goes_bad_at_work_stops_with_what_to_do(path: Path) -> None:
    full(path)
    register = open_register(path)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    register._database.engine.dispose()  # what was read before is in memory, and whole
    with pytest.raises(SetupError, match="backup"):
        register.inputs_where()
    register.close()


# ── the address ───────────────────────────────────────────────────────────────────────────────────────


def settings(tmp_path: Path, url: str) -> Path:
    (tmp_path / "skoleflex.toml").write_text(f"[register]\nurl = {json.dumps(url)}\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("url", ["postgresql://a:hemmelig@h/d", "postgresql://h/d?password=hemmelig"])
def test_a_password_in_the_settings_is_refused_and_not_said(tmp_path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="password doesn't belong") as raised:
        open_workspace(settings(tmp_path, url))
    assert "hemmelig" not in str(raised.value)


def test_the_environment_may_hold_the_whole_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = settings(tmp_path, "postgresql://a@h/d?passfile=/etc/pgpass")
    assert open_workspace(root).register_url == "postgresql://a@h/d?passfile=/etc/pgpass"
    monkeypatch.setenv("SKOLEFLEX_REGISTER_URL", "postgresql://a:hemmelig@h/d")
    workspace = open_workspace(root)
    assert workspace.register_url.endswith("hemmelig@h/d")
    assert "hemmelig" not in repr(workspace)


@pytest.mark.parametrize("url", ["mysql://a@h/d", "hello", "sqlite:///x"])
def test_an_address_of_something_else_is_refused(path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="postgresql://"):
        open_register(path, url)
