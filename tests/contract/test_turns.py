"""One has the turn, on whatever machine: held by files beside a SQLite register, by PostgreSQL itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pipeline.errors import TemporaryFailure
from pipeline.register import CASES, DECIDING, Register
from tests.contract.test_register import NEW, an_input
from tests.stores import KINDS, Opens, store_of


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Opens, str]]:
    with store_of(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[tuple[Opens, str]]:
    with store_of("postgresql", tmp_path) as opened:
        yield opened


def another_process(work: Callable[[], None], ready: Path) -> int:
    """A process that does `work` and then says so, and lives until it is killed; its number."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            ready.touch()
            time.sleep(60)
        finally:
            os._exit(1)
    until = time.monotonic() + 30
    while not ready.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert ready.exists()
    return pid


def test_a_turn_goes_to_one_and_says_who_has_it(store: tuple[Opens, str]) -> None:
    opens, _ = store
    one, other = opens(), opens()
    with one.alone(CASES):
        with (
            pytest.raises(TemporaryFailure, match=rf"process {os.getpid()} on .* is at work"),
            other.alone(CASES),
        ):
            pass
        with pytest.raises(TemporaryFailure), one.alone(CASES):
            pass
        with other.alone(DECIDING), pytest.raises(TemporaryFailure), one.alone(DECIDING, 0.1):
            pass
        assert one.record(an_input(), opens=NEW).case_number == "SF-2026-0001"
    with other.alone(CASES):
        assert other.find_input("a1") is not None


def test_a_turn_is_waited_for_and_free_once_its_holder_is_killed(
    store: tuple[Opens, str], tmp_path: Path
) -> None:
    opens, _ = store
    opens()  # made, before two use it

    def hold() -> None:
        register = opens()
        context = register.alone(CASES)
        context.__enter__()
        hold.kept = (register, context)  # type: ignore[attr-defined]

    pid = another_process(hold, tmp_path / "ready")
    mine = opens()
    try:
        with pytest.raises(TemporaryFailure, match=f"process {pid} on"), mine.alone(CASES, 0.2):
            pass
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with mine.alone(CASES, 10):
        mine.record(an_input(), opens=NEW)


def test_what_is_done_together_is_done_or_not(store: tuple[Opens, str]) -> None:
    opens, _ = store
    register, other = opens(), opens()

    def half() -> None:
        with register.together():
            register.record(an_input(), opens=NEW)
            register.record(an_input("b2"))
            assert register.find_input("a1") is not None
            raise OSError("cut off")

    with pytest.raises(OSError, match="cut off"):
        half()
    assert other.ends() == {}
    with register.alone(CASES), register.together():
        register.record(an_input(), opens=NEW)
        register.record(an_input("b2"))
    assert set(other.ends()) == {"a1", "b2"}
    assert other.trail_broken_at() is None


@pytest.mark.postgresql
def test_who_loses_the_connection_loses_the_turn_and_writes_no_more(postgresql: tuple[Opens, str]) -> None:
    opens, url = postgresql
    one, other = opens(), opens()

    def cut_off() -> None:
        with one.alone(CASES):
            one.record(an_input(), opens=NEW)
            _terminate(url, os.getpid())
            with other.alone(CASES, 10):
                other.record(an_input("b2"))
                one.record(an_input("c3"))

    with pytest.raises(TemporaryFailure):
        cut_off()
    assert set(other.ends()) == {"a1", "b2"}
    with one.alone(CASES):  # and goes on with a new one
        one.record(an_input("c3"))
    assert set(other.ends()) == {"a1", "b2", "c3"}


@pytest.mark.postgresql
def test_workspaces_of_one_database_have_turns_of_their_own(tmp_path: Path) -> None:
    with store_of("postgresql", tmp_path / "a") as (first, _), store_of("postgresql", tmp_path / "b") as two:
        one, other = first(), two[0]()
        with one.alone(CASES), other.alone(CASES):
            assert isinstance(other, Register)


def _terminate(url: str, pid: int) -> None:
    """End the connection over which a process holds its turn, as a server that is restarted does."""
    with psycopg.connect(url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s",
            (f"process {pid} on %",),
        ).fetchall()
    assert ended
