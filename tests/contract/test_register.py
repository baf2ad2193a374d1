"""One suite over every store: what the register promises holds for SQLite and for PostgreSQL."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, inspect

from pipeline.errors import TemporaryFailure
from pipeline.records import Status, Submission
from pipeline.register import (
    CaseRow,
    DocumentRow,
    FilingRow,
    InputRow,
    OutboxRow,
    Register,
    TaskEntry,
    TickRow,
    open_register,
)
from pipeline.register.database import _ONE_WRITER, WAITS
from pipeline.register.tables import metadata
from tests.stores import KINDS, Opens, store_of

NEW = CaseRow(number="SF-2026-", programme="skoleflexplus", opened_on="2026-06-30")
NUMBER = "SF-2026-0001"
NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Opens, str]]:
    with store_of(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def opens(store: tuple[Opens, str]) -> Opens:
    return store[0]


@pytest.fixture
def register(opens: Opens) -> Register:
    return opens(clock=lambda: NOW)


def an_input(id: str = "a1", **other: Any) -> InputRow:
    told = Submission(
        file="ansøgning.docx",
        sha256=f"{id}0",
        status=Status.ACCEPTED,
        programme="skoleflexplus",
        form="application",
        version=1,
        data={"child": {"name": "Ida Prøve", "cpr": "1403142005"}},
    )
    row = InputRow(
        id=id,
        sha256=f"{id}0",
        channel="folder",
        received_at="2026-06-30T09:00:00+00:00",
        end="accepted",
        submission=told,
    )
    return replace(row, **other)


def a_document(**other: Any) -> DocumentRow:
    row = DocumentRow(
        case_number=NUMBER,
        key="decision/1",
        version=1,
        title="Afgørelsesbrev",
        path="sager/x.docx",
        sha256="ff",
        says="1",
        dated="2026-06-30",
        state="draft",
        manifest=[{"kind": "hole", "text": "Ida & Bo »ø«"}],
    )
    return replace(row, **other)


def a_task(**other: Any) -> TaskEntry:
    row = TaskEntry(
        case_number=NUMBER,
        number=0,
        key="send:x",
        title="Send",
        says="Send det.",
        who="Sekretæren",
        by="i dag",
        choices={"sent": "Er sendt"},
        state="open",
        opened_on="2026-06-30",
    )
    return replace(row, **other)


def a_mail(**other: Any) -> OutboxRow:
    row = OutboxRow(
        id="m1",
        case_number=NUMBER,
        document_key="notification",
        document_version=1,
        role="coordination",
        message_id="<1@skoleflex.invalid>",
    )
    return replace(row, **other)


def events(register: Register) -> list[str]:
    return [link.event for link in register.trail()]


# ── what is written is read back ──────────────────────────────────────────────────────────────────────


def test_the_tables_are_those_the_queries_name(register: Register) -> None:
    there = inspect(register._database.engine)
    found = {name for name in there.get_table_names() if name not in ("sqlite_sequence", "register_version")}
    assert found == set(metadata.tables)
    for name, table in metadata.tables.items():
        columns = {column["name"]: column["nullable"] for column in there.get_columns(name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        assert set(there.get_pk_constraint(name)["constrained_columns"]) == {
            column.name for column in table.primary_key.columns
        }
        ours = {(key.parent.name, key.column.table.name) for key in table.foreign_keys}
        assert {
            (k["constrained_columns"][0], k["referred_table"]) for k in there.get_foreign_keys(name)
        } == ours


def test_an_input_and_the_case_it_opens(register: Register) -> None:
    row = register.record(an_input(), opens=NEW)
    assert (row.sequence, row.case_number) == (1, NUMBER)
    assert register.find_input("a1") == row
    assert register.find_case(NUMBER) == replace(NEW, number=NUMBER)
    assert register.find_kept("a10") == row
    assert register.accepted("skoleflexplus", ["application"]) == {NUMBER: [row.submission]}
    assert register.accepted("skoleflexplus", ["plan"]) == {}
    assert [one.submission for one in register.filed(NUMBER)] == [row.submission]
    assert register.ends() == {"a1": "accepted"}
    assert register.hashes() == {"a10"}
    register.record(an_input("r1", end="returned", sha256="a10"))
    assert [one.id for one in register.inputs_of_no_case()] == ["r1"]
    assert register.inputs_of_bytes("a10") == {"a1", "r1"}
    assert [one.id for one in register.inputs_where(case=NUMBER)] == ["a1"]


def test_a_childs_forms_are_found_by_its_number(register: Register) -> None:
    first = register.record(an_input("a1", child="1403142005"), opens=NEW)
    other = register.record(an_input("b1", sha256="b1", child="1503142005"), opens=NEW)
    again = register.record(an_input("a2", sha256="a2", child="1403142005"), opens=NEW)
    corrected = register.record(
        an_input("b2", sha256="b2", child="1403142005", case_number=other.case_number)
    )
    register.record(an_input("r1", sha256="r1", child="1403142005", end="returned"))
    register.record(an_input("w1", sha256="w1", child="1403142005", end="waiting"))

    def found(child: str, form: str = "application", programme: str = "skoleflexplus") -> dict[str, int]:
        forms = register.children.forms(programme, [form], child)
        return {number: len(held) for number, held in forms.items()}

    # Several courses of one child; and a number that was corrected finds its case as the former does.
    assert found("1403142005") == {first.case_number: 1, again.case_number: 1, corrected.case_number: 1}
    assert found("1503142005") == {other.case_number: 1}
    assert found("1603142005") == found("1403142005", "plan") == found("1403142005", programme="p") == {}
    register.forget_case(other.case_number, [], "Karen Prøvholm")
    assert found("1503142005") == {}


def test_a_child_that_nobody_has_noted_is_found_and_then_noted(register: Register) -> None:
    for n in range(3):
        register.record(an_input(f"a{n}", sha256=f"a{n}"), opens=NEW)
    register.record(an_input("p", sha256="p", end="waiting"))
    assert len(register.children.forms("skoleflexplus", ["application"], "1503142005")) == 3

    def child_of(submission: Submission) -> str | None:
        return {"a00": "1503142005", "a10": ""}.get(submission.sha256)

    assert register.children.note(child_of) == 2
    assert set(register.children.forms("skoleflexplus", ["application"], "1503142005")) == {
        NUMBER,
        "SF-2026-0003",
    }
    assert register.children.note(lambda _: "1603142005") == 2
    assert register.children.note(lambda _: "1703142005") == 0
    assert set(register.children.forms("skoleflexplus", ["application"], "1503142005")) == {NUMBER}


def test_an_input_that_waited_joins_once(register: Register) -> None:
    register.record(an_input("w1", end="waiting", reason="Hvis?"))
    assert register.join("w1", "", opens=NEW) == NUMBER
    assert register.join("w1", "", opens=NEW) == NUMBER
    assert [case.number for case in register.cases()] == [NUMBER]
    assert [row.id for row in register.inputs_where(delivered=False)] == ["w1"]
    register.mark_delivered("w1")
    assert register.inputs_where(delivered=False) == []


def test_documents_tasks_and_mails(register: Register) -> None:
    register.record(an_input(), opens=NEW)
    register.save_document(a_document())
    register.save_document(a_document(state="released", released_by="Ane Leder", released_on="2026-07-01"))
    register.save_document(a_document(version=2, sha256="fe"))
    assert [row.version for row in register.documents(NUMBER)] == [2]
    assert [row.version for row in register.versions(NUMBER, "decision/1")] == [1, 2]
    assert len(register.versions(NUMBER)) == 2
    found = register.find_document("ff")
    assert found is not None
    assert found.manifest == a_document().manifest
    task = register.save_task(a_task())
    assert task.name == f"{NUMBER}/1"
    assert register.save_task(a_task()).number == 1, "asked for again after a lost answer"
    assert register.save_task(a_task(key="other")).number == 2
    register.save_task(replace(task, state="answered", answer="sent", answered_by="Ane Leder"))
    assert [one.state for one in register.tasks(NUMBER)] == ["answered", "open"]
    mail = register.save_mail(a_mail())
    register.save_mail(replace(mail, state="uncertain", attempts=1, message_id="<2@skoleflex.invalid>"))
    (kept,) = register.mails(state="uncertain")
    assert (kept.message_id, kept.attempts) == ("<1@skoleflex.invalid>", 1)


def test_filings_holds_and_ticks(register: Register) -> None:
    register.record(an_input(), opens=NEW)
    filed = FilingRow(case_number=NUMBER, system="KINGO", filed_on="2026-07-01", noted_by="Bo")
    register.file_case(filed)
    register.file_case(filed)
    register.file_case(replace(filed, filed_on="2026-07-03"))
    assert [(row.system, row.filed_on) for row in register.filings(NUMBER)] == [("KINGO", "2026-07-03")]
    register.hold_case(NUMBER, "Klagesag", "Bo")
    register.hold_case(NUMBER, "Klagesag", "Bo")
    register.hold_case(NUMBER, "Tilsyn", "Bo")
    assert [row.lifted_by for row in register.holds(NUMBER)] == ["", ""]
    assert register.lift_holds(NUMBER, "Ida")
    assert not register.lift_holds(NUMBER, "Ida")
    assert register.last_tick() is None
    tick = TickRow(wall="2026-06-30T09:00:00+00:00", boot="b", running=1.5)
    register.save_tick(tick)
    register.save_tick(replace(tick, doubt="jumped"))
    assert register.last_tick() == replace(tick, doubt="jumped")


def test_what_no_database_keeps_never_reaches_a_statement(register: Register) -> None:
    broken = "Ida\x00\ud800\udfff & 'Bo'; DROP TABLE inputs; -- %"
    whole = "Ida\ufffd\ufffd\ufffd & 'Bo'; DROP TABLE inputs; -- %"
    row = an_input(id=broken, reason=broken)
    told = replace(row.submission, file=broken, data={"child": {broken: [broken, 1, None, {"x": broken}]}})
    kept = register.record(replace(row, submission=told), opens=NEW)
    assert (kept.id, kept.reason, kept.submission.file) == (whole, whole, whole)
    assert kept.submission.data == {"child": {whole: [whole, 1, None, {"x": whole}]}}
    assert register.find_input(broken) == kept
    register.save_task(a_task(says=broken, choices={broken: broken}))
    assert register.tasks(NUMBER)[0].choices == {whole: whole}
    assert register.accepted(broken, [broken]) == {}


def test_a_number_is_never_given_twice(register: Register) -> None:
    for id in ("a", "b"):
        register.record(an_input(id), opens=NEW)
    register.forget_case("SF-2026-0002", [], "Bo")
    assert register.record(an_input("c"), opens=NEW).case_number == "SF-2026-0003"


def test_a_pattern_in_a_number_matches_nothing_else(register: Register) -> None:
    register.record(an_input("a"), opens=NEW)
    assert register.record(an_input("b"), opens=replace(NEW, number="S%-20_6-")).case_number == "S%-20_6-0001"


# ── the audit trail ───────────────────────────────────────────────────────────────────────────────────


def a_life(register: Register) -> None:
    register.record(an_input(), opens=NEW)
    register.record(an_input("r1", end="returned"))
    register.save_document(a_document())
    register.save_document(a_document(state="released", released_by="Ane Leder"))
    register.save_document(a_document(state="released", released_by="Ane Leder"))
    register.save_document(a_document(state="sent", released_by="Ane Leder"))
    register.save_task(replace(register.save_task(a_task()), state="answered", answered_by="Ane Leder"))
    register.note("read", NUMBER, "Ane Leder")


def test_what_others_did_is_told_by_case(register: Register) -> None:
    register.record(an_input(), opens=NEW)
    other = register.record(an_input("b2"), opens=NEW).case_number
    first, _ = register.trail_head()
    assert register.cases_since(0) == {NUMBER, other}
    assert register.cases_since(first) == set()
    register.save_document(a_document())
    assert register.cases_since(first) == {NUMBER}
    second, _ = register.trail_head()
    register.record(an_input("c3", case_number=other))
    register.record(an_input("d4", end="returned"))
    assert register.cases_since(second) == {other}
    task = register.save_task(a_task())
    register.save_task(replace(task, state="answered", answered_by="Ane Leder"))
    assert register.cases_since(second) == {NUMBER, other}


def test_the_trail_tells_what_happened_once(register: Register) -> None:
    a_life(register)
    told = ["opened", "accepted", "returned", "made", "released", "sent", "answered", "read"]
    assert events(register) == told
    assert register.trail_broken_at() is None
    assert register.received() == {"a1", "r1"}
    about = [(link.event, what, who) for link, what, who in register.told_of(NUMBER)]
    assert ("released", f"{NUMBER} decision/1 1", "Ane Leder") in about
    assert [event for event, *_ in about] == [event for event in told if event != "returned"]
    head = register.trail_head()
    assert head == (8, register.trail()[-1].hash)
    assert register.has_seal(head[1])
    assert not register.has_seal("0" * 64)


def test_the_trail_holds_ids_and_times_only(register: Register) -> None:
    a_life(register)
    for link in register.trail():
        told = f"{link.id} {link.subject} {link.actor}"
        assert "Ane" not in told
        assert "SF-2026" not in told
        assert "1403142005" not in told
    people = {link.actor for link in register.trail() if link.event in ("released", "answered", "read")}
    assert len(people) == 1
    assert "" not in people


TAMPERED = {
    "changed": "UPDATE audit SET event = 'made' WHERE sequence = 5",
    "another person": "UPDATE audit SET actor = 'ffff' WHERE sequence = 5",
    "another time": "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE sequence = 1",
    "dropped": "DELETE FROM audit WHERE sequence = 5",
    "dropped and closed up": (
        "DELETE FROM audit WHERE sequence = 5; UPDATE audit SET sequence = sequence - 1 WHERE sequence > 5"
    ),
    "first dropped": "DELETE FROM audit WHERE sequence = 1",
    "end cut off": "DELETE FROM audit WHERE sequence = 8",
    "all gone": "DELETE FROM audit",
    "inserted": "INSERT INTO audit VALUES (9, 'i', '2026-01-01', 'read', 's', 'p', 'ffff')",
    "inserted in front": "INSERT INTO audit VALUES (0, 'i', '2026-01-01', 'read', 's', 'p', 'ffff')",
    "swapped": (
        "UPDATE audit SET sequence = 99 WHERE sequence = 2;"
        "UPDATE audit SET sequence = 2 WHERE sequence = 3;"
        "UPDATE audit SET sequence = 3 WHERE sequence = 99"
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_trail_that_was_tampered_with_is_found(
    register: Register, store: tuple[Opens, str], tmp_path: Path, how: str
) -> None:
    a_life(register)
    dropped = {
        "": "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete",
        "postgresql": "DROP TRIGGER audit_stays ON audit",
    }
    plainly(store[1], tmp_path, dropped["postgresql" if store[1] else ""])
    plainly(store[1], tmp_path, TAMPERED[how])
    assert register.trail_broken_at() is not None


@pytest.mark.parametrize("statement", ["UPDATE audit SET event = 'made'", "DELETE FROM audit"])
def test_the_trail_refuses_to_be_changed_by_mistake(
    register: Register, store: tuple[Opens, str], tmp_path: Path, statement: str
) -> None:
    a_life(register)
    with pytest.raises((sqlite3.DatabaseError, psycopg.Error), match="only added to"):
        plainly(store[1], tmp_path, statement)
    assert register.trail_broken_at() is None


def plainly(url: str, folder: Path, statements: str) -> None:
    """Run statements behind the register's back."""
    if url:
        with psycopg.connect(url) as connection:
            connection.execute(statements.encode())
        return
    with sqlite3.connect(folder / "register.sqlite") as connection:
        connection.executescript(statements)


# ── forgetting ────────────────────────────────────────────────────────────────────────────────────────


def test_a_forgotten_case_leaves_ids_and_times(register: Register) -> None:
    a_life(register)
    register.save_mail(a_mail())
    register.file_case(FilingRow(case_number=NUMBER, system="KINGO", filed_on="2026-07-01", noted_by="Bo"))
    register.hold_case(NUMBER, "Klagesag", "Bo")
    register.record(an_input("b1"), opens=NEW)
    mine = register.case_id(NUMBER)
    register.forget_case(NUMBER, ["r1"], "Bo")
    register.forget_case(NUMBER, ["r1"], "Bo")
    assert [case.number for case in register.cases()] == ["SF-2026-0002"]
    assert register.ends() == {"b1": "accepted"}
    for left in (register.documents, register.tasks, register.filings, register.holds):
        assert left(NUMBER) == []
    assert register.mails() == []
    assert register.forgotten() == {mine, "a1", "r1"}
    assert events(register).count("forgotten") == 3
    assert register.trail_broken_at() is None
    assert mine not in register.known_ids()
    assert "b1" in register.known_ids()
    assert [what for _, what, _ in register.told_of(NUMBER)] == []


def test_nothing_of_it_is_left_in_the_files(opens: Opens, store: tuple[Opens, str], tmp_path: Path) -> None:
    register = opens()
    for n in range(30):
        told = replace(an_input().submission, data={"text": "Kanariefugl 1403142005 " * 400})
        register.record(replace(an_input(f"k{n}"), submission=told), opens=NEW)
        register.record(an_input(f"o{n}"))
    for case in register.cases():
        register.forget_case(case.number, [], "Bo")
    register.make_small()
    assert len(register.ends()) == 30
    if not store[1]:
        for path in tmp_path.iterdir():
            assert b"Kanariefugl" not in path.read_bytes(), path.name


# ── when the database fails ───────────────────────────────────────────────────────────────────────────


def a_day(register: Register) -> None:
    """Every kind of write, each by its own key: what is done again is found done."""
    register.record(an_input(), opens=NEW)
    register.record(an_input("w1", end="waiting"))
    register.join("w1", NUMBER)
    register.mark_delivered("a1")
    register.save_document(a_document())
    register.save_document(a_document(key="decision/2", state="released", released_by="Ane Leder"))
    register.save_task(a_task())
    register.save_mail(a_mail())
    register.file_case(FilingRow(case_number=NUMBER, system="KINGO", filed_on="2026-07-01", noted_by="Bo"))
    register.hold_case(NUMBER, "Klagesag", "Bo")
    register.note("read", NUMBER, "Bo")


def after(register: Register) -> tuple[Any, ...]:
    """All that a day leaves, but for random ids."""
    assert register.trail_broken_at() is None
    return (
        [case.number for case in register.cases()],
        [(row.id, row.end, row.case_number, row.delivered) for row in register.inputs_where()],
        [(row.key, row.version, row.state) for row in register.versions(NUMBER)],
        [(row.number, row.key) for row in register.tasks(NUMBER)],
        [row.message_id for row in register.mails()],
        [row.system for row in register.filings(NUMBER)],
        [row.reason for row in register.holds(NUMBER)],
        events(register),
    )


def counted(register: Register) -> list[int]:
    """Counts the statements of a register as they come."""
    seen: list[int] = []
    event.listen(register._database.engine, "before_cursor_execute", lambda *_: seen.append(len(seen)))
    return seen


def try_until_done(work: Callable[[Register], None], register: Register) -> int:
    """What the caller of a TemporaryFailure does: the same again. How often that was needed."""
    for n in range(3):
        try:
            work(register)
            return n
        except TemporaryFailure:
            continue
    raise AssertionError("never done")


def each_statement(kind: str, folder: Path) -> Iterator[tuple[int, Register, str, tuple[Any, ...]]]:
    """A new register for each statement of a day, and what a day without trouble leaves.

    Every fourth statement is met where tests have to be quick.
    """
    with store_of(kind, folder) as (opens, _):
        register = opens()
        seen = counted(register)
        a_day(register)
        count, whole = len(seen), after(register)
    step = 1 if os.environ.get("SKOLEFLEX_REQUIRE") == "all" else 4
    for n in range(0, count, step):
        with store_of(kind, folder / str(n)) as (opens, url):
            yield n, opens(), url, whole


@pytest.mark.postgresql
def test_a_connection_ended_at_any_statement_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How often it tries is what counts here; the waits between would be most of the time.
    monkeypatch.setattr("pipeline.register.database.WAITS", (0.0,) * len(WAITS))
    for n, register, url, whole in each_statement("postgresql", tmp_path):
        ended = end_connection_at(register, n, url)
        assert try_until_done(a_day, register) == 0, "tried again, whole, without the caller's help"
        assert ended
        assert after(register) == whole, f"statement {n}"


def end_connection_at(register: Register, n: int, url: str) -> list[int]:
    """Have the server end the connection just before its n-th statement; not empty once it has."""
    seen = counted(register)
    ended: list[int] = []

    def before(connection: Any, cursor: Any, *_: Any) -> None:
        if len(seen) == n + 1 and not ended:
            ended.append(cursor.connection.info.backend_pid)
            with psycopg.connect(url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 2000)", ended)

    event.listen(register._database.engine, "before_cursor_execute", before)
    return ended


def test_a_file_locked_at_any_statement_doubles_nothing(tmp_path: Path) -> None:
    for n, register, _, whole in each_statement("sqlite", tmp_path):
        seen = counted(register)

        def locked(*_: Any, seen: list[int] = seen, n: int = n) -> None:
            if len(seen) == n + 1:
                seen.append(n)
                raise sqlite3.OperationalError("database is locked")

        event.listen(register._database.engine, "do_execute", locked)
        assert try_until_done(a_day, register) == 1, "the caller is told to try again, and does"
        assert after(register) == whole, f"statement {n}"


@pytest.mark.postgresql
def test_a_commit_whose_answer_is_lost_counts_once(tmp_path: Path) -> None:
    """The server commits, and the connection breaks before it has said so: at every other commit of a day."""
    with store_of("postgresql", tmp_path) as (opens, _):
        register = opens()
        a_day(register)
        whole = after(register)
    for n in range(0, 11, 2):
        with store_of("postgresql", tmp_path) as (opens, _):
            register = opens()
            lost = lose_answer(register, n)
            assert try_until_done(a_day, register) == 0
            assert lost
            assert after(register) == whole, f"commit {n}"


def lose_answer(register: Register, n: int) -> list[int]:
    dialect = register._database.engine.dialect
    commit, seen, lost = dialect.do_commit, [0], []

    def committed(connection: Any) -> None:
        commit(connection)
        seen[0] += 1
        if seen[0] == n + 1:
            lost.append(n)
            connection.driver_connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    dialect.do_commit = committed  # type: ignore[method-assign,assignment]
    return lost


@pytest.mark.parametrize("kind", KINDS)
def test_a_register_locked_for_long_is_waited_for_then_reported(kind: str, tmp_path: Path) -> None:
    with store_of(kind, tmp_path) as (opens, url):
        register = opens(lock_seconds=0.5)
        holder = holder_of(url, tmp_path)
        before = time.monotonic()
        with pytest.raises(TemporaryFailure):
            register.record(an_input(), opens=NEW)
        assert 0.4 < time.monotonic() - before < 5
        assert register.cases() == [], "reading needs no lock"
        freed = threading.Timer(0.2, holder)
        freed.start()
        register.record(an_input(), opens=NEW)
        freed.join()
        assert len(register.cases()) == 1


def holder_of(url: str, folder: Path) -> Callable[[], None]:
    """Hold the lock of whoever writes; what comes back lets go of it."""
    if url:
        server = psycopg.connect(url)
        server.execute(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})".encode())
        return server.close
    file = sqlite3.connect(folder / "register.sqlite", isolation_level=None, check_same_thread=False)
    file.execute("BEGIN IMMEDIATE")
    return file.close


def many_cases(folder: str, url: str, name: str) -> None:
    register = open_register(Path(folder) / "register.sqlite", url)
    for n in range(20):
        register.record(an_input(f"{name}{n}"), opens=NEW)
    register.close()


@pytest.mark.parametrize("kind", KINDS)
def test_several_processes_write_at_once(kind: str, tmp_path: Path) -> None:
    with store_of(kind, tmp_path) as (opens, url):
        register = opens()
        spawn = multiprocessing.get_context("spawn")
        writers = [spawn.Process(target=many_cases, args=(str(tmp_path), url, name)) for name in "abc"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0, 0, 0]
        numbers = [case.number for case in register.cases()]
        assert numbers == [f"SF-2026-{n:04d}" for n in range(1, 61)]
        assert len({row.case_number for row in register.inputs_where()}) == 60
        assert register.trail_broken_at() is None


@pytest.mark.postgresql
def test_a_database_that_is_away_is_a_temporary_failure(tmp_path: Path) -> None:
    with pytest.raises(TemporaryFailure) as raised:
        open_register(tmp_path, "postgresql://ida:hemmelig@127.0.0.1:1/x", lock_seconds=2)
    assert "hemmelig" not in str(raised.value)
