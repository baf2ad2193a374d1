"""Reading and writing the register. Every public method is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, event, func, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.records import Filed, Submission
from pipeline.register.tables import VERSION, cases, documents, inputs, metadata, tasks

LOCK_SECONDS = 60
"""How long to wait for another process that is writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One file that came in. `end` is `accepted`, `returned`, `duplicate` or `waiting`."""

    id: str
    sha256: str
    channel: str
    received_at: str
    end: str
    submission: Submission = field(repr=False)
    case_number: str = ""
    reason: str = ""
    delivered: bool = False
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    number: str
    programme: str
    opened_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One version of a document. `state` is `draft`, `ready`, `released` or `withdrawn`."""

    case_number: str
    key: str
    version: int
    title: str
    path: str
    sha256: str
    says: str
    dated: str
    state: str
    manifest: Any = field(repr=False)
    released_by: str = ""
    released_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry:
    """A task of a case and what became of it. `state` is `open`, `answered` or `gone`."""

    case_number: str
    number: int
    key: str
    title: str
    says: str
    who: str
    by: str
    choices: Mapping[str, str]
    state: str
    opened_on: str
    answer: str = ""
    answered_by: str = ""
    answered_on: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """What people call it: `SF-2026-0001/2`."""
        return f"{self.case_number}/{self.number}"


class Register:
    """The register behind one database. Raises TemporaryFailure where it is locked or away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise TemporaryFailure("the register is locked or away; try again") from error

    # ── inputs ────────────────────────────────────────────────────────────────────────────────────────

    def find_input(self, id: str) -> InputRow | None:
        return self._first_input(inputs.c.id == id)

    def find_kept(self, sha256: str) -> InputRow | None:
        """An input of the same bytes that was accepted or waits: what comes again is a duplicate."""
        return self._first_input(
            (inputs.c.sha256 == sha256) & inputs.c.end.in_(("accepted", "attachment", "waiting"))
        )

    def record(self, row: InputRow, *, opens: CaseRow | None = None) -> InputRow:
        """Put an input and its end on record, with the case it opens; the row comes back with its sequence.

        A case to open has a number that ends in `-`: the next free one of its year is given here, inside the
        transaction, so that two runs never give the same.
        """
        with self._transaction() as connection:
            number = self._open(connection, opens) if opens else row.case_number
            connection.execute(
                insert(inputs).values(
                    id=row.id,
                    sha256=row.sha256,
                    channel=row.channel,
                    received_at=row.received_at,
                    end=row.end,
                    case_number=number or None,
                    reason=row.reason,
                    submission=row.submission.as_json(),
                    delivered=row.delivered,
                )
            )
        found = self.find_input(row.id)
        if found is None:
            raise TemporaryFailure("an input that was just recorded is gone")
        return found

    def join(
        self, id: str, number: str, *, reason: str = "", opens: CaseRow | None = None, end: str = "accepted"
    ) -> str:
        """An input that waited belongs to a case after all, or opens one as `record` does: its number."""
        with self._transaction() as connection:
            case_number = self._open(connection, opens) if opens else number
            connection.execute(
                update(inputs)
                .where(inputs.c.id == id)
                .values(end=end, case_number=case_number or None, reason=reason, delivered=False)
            )
        return case_number

    def mark_delivered(self, id: str) -> None:
        with self._transaction() as connection:
            connection.execute(update(inputs).where(inputs.c.id == id).values(delivered=True))

    def inputs_where(self, *, end: str = "", delivered: bool | None = None, case: str = "") -> list[InputRow]:
        """Inputs in the order they came, narrowed to an end, a case, or those still to be delivered."""
        query = select(inputs).order_by(inputs.c.sequence)
        query = query.where(inputs.c.end == end) if end else query
        query = query.where(inputs.c.case_number == case) if case else query
        if delivered is not None:
            query = query.where(inputs.c.delivered.is_(delivered))
        with self._transaction() as connection:
            return [_input(row) for row in connection.execute(query)]

    def _first_input(self, condition: Any) -> InputRow | None:
        with self._transaction() as connection:
            query = select(inputs).where(condition).order_by(inputs.c.sequence).limit(1)
            row = connection.execute(query).first()
        return _input(row) if row else None

    # ── cases ─────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, programme: str = "") -> list[CaseRow]:
        query = select(cases).order_by(cases.c.number)
        if programme:
            query = query.where(cases.c.programme == programme)
        with self._transaction() as connection:
            return [CaseRow(**row._mapping) for row in connection.execute(query)]

    def find_case(self, number: str) -> CaseRow | None:
        with self._transaction() as connection:
            row = connection.execute(select(cases).where(cases.c.number == number)).first()
        return CaseRow(**row._mapping) if row else None

    def accepted(self, programme: str, forms: Sequence[str]) -> dict[str, list[Submission]]:
        """The accepted submissions of these forms, by case, in the order they came."""
        query = (
            select(inputs)
            .join(cases, inputs.c.case_number == cases.c.number)
            .where((cases.c.programme == programme) & (inputs.c.end == "accepted"))
            .where(inputs.c.submission["form"].as_string().in_(forms))
            .order_by(inputs.c.sequence)
        )
        with self._transaction() as connection:
            rows = [_input(row) for row in connection.execute(query)]
        held: dict[str, list[Submission]] = {}
        for row in rows:
            held.setdefault(row.case_number, []).append(row.submission)
        return held

    def filed(self, number: str) -> list[Filed]:
        """The accepted submissions of a case in the order they came."""
        query = (
            select(inputs)
            .where((inputs.c.case_number == number) & (inputs.c.end == "accepted"))
            .order_by(inputs.c.sequence)
        )
        with self._transaction() as connection:
            rows = [_input(row) for row in connection.execute(query)]
        return [Filed(sequence=row.sequence, submission=row.submission) for row in rows]

    def _open(self, connection: Connection, case: CaseRow) -> str:
        number = self._next_number(connection, case.number)
        connection.execute(
            insert(cases).values(number=number, programme=case.programme, opened_on=case.opened_on)
        )
        return number

    @staticmethod
    def _next_number(connection: Connection, prefix: str) -> str:
        last = connection.execute(
            select(func.max(cases.c.number)).where(cases.c.number.startswith(prefix, autoescape=True))
        ).scalar()
        return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"

    # ── tasks ─────────────────────────────────────────────────────────────────────────────────────────

    def tasks(self, number: str) -> list[TaskEntry]:
        """Every task of a case, those that are answered or gone too, in the order they came up."""
        with self._transaction() as connection:
            query = select(tasks).where(tasks.c.case_number == number).order_by(tasks.c.number)
            return [_task(row) for row in connection.execute(query)]

    def save_task(self, row: TaskEntry) -> TaskEntry:
        """Put a task on record, or what became of it; one that has no number yet (0) gets the next."""
        values = {name: getattr(row, name) for name in row.__dataclass_fields__}
        mine = tasks.c.case_number == row.case_number
        with self._transaction() as connection:
            if row.number:
                connection.execute(
                    update(tasks).where(mine & (tasks.c.number == row.number)).values(**values)
                )
            else:
                last = connection.execute(select(func.max(tasks.c.number)).where(mine)).scalar()
                values["number"] = (last or 0) + 1
                connection.execute(insert(tasks).values(**values))
        return replace(row, number=values["number"])

    # ── documents ─────────────────────────────────────────────────────────────────────────────────────

    def documents(self, number: str) -> list[DocumentRow]:
        """The newest version of each document of a case, in the order they were first made."""
        with self._transaction() as connection:
            rows = connection.execute(
                select(documents).where(documents.c.case_number == number).order_by(documents.c.id)
            )
            newest = {row.key: _document(row) for row in rows}
        return list(newest.values())

    def versions(self, number: str, key: str) -> list[DocumentRow]:
        """Every version of one document of a case, the oldest first."""
        mine = (documents.c.case_number == number) & (documents.c.key == key)
        with self._transaction() as connection:
            query = select(documents).where(mine).order_by(documents.c.version)
            return [_document(row) for row in connection.execute(query)]

    def save_document(self, row: DocumentRow) -> None:
        """Put a version of a document on record; the same version again replaces what was there."""
        values = {name: getattr(row, name) for name in row.__dataclass_fields__}
        same = (
            (documents.c.case_number == row.case_number)
            & (documents.c.key == row.key)
            & (documents.c.version == row.version)
        )
        with self._transaction() as connection:
            if not connection.execute(update(documents).where(same).values(**values)).rowcount:
                connection.execute(insert(documents).values(**values))

    def find_document(self, sha256: str) -> DocumentRow | None:
        """The document with these bytes."""
        with self._transaction() as connection:
            query = select(documents).where(documents.c.sha256 == sha256).order_by(documents.c.id.desc())
            row = connection.execute(query).first()
        return _document(row) if row else None


def _input(row: Row[Any]) -> InputRow:
    told = dict(row._mapping)
    return InputRow(
        **{
            **told,
            "submission": Submission.from_json(told["submission"]),
            "case_number": row.case_number or "",
        }
    )


def _document(row: Row[Any]) -> DocumentRow:
    return DocumentRow(**{key: value for key, value in row._mapping.items() if key != "id"})


def _task(row: Row[Any]) -> TaskEntry:
    return TaskEntry(**{key: value for key, value in row._mapping.items() if key != "id"})


def open_register(path: Path) -> Register:
    """The register in a SQLite file, made where there is none.

    Raises SetupError where the file is damaged or was made by a newer version of the program.
    """
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": LOCK_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > VERSION:
                raise SetupError("the register was made by a newer skoleflex; install that one")
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION:d}")
    except OperationalError as error:
        raise TemporaryFailure("the register is locked or can't be opened") from error
    except DatabaseError as error:
        raise SetupError(f"{path.name} is damaged; restore it from the latest backup") from error
    return Register(engine)


def _prepare(connection: Any, _: Any) -> None:
    # SQLAlchemy begins its own transactions; the driver must not begin others behind its back.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        f"busy_timeout = {LOCK_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Taking the write lock at once avoids the deadlock of two readers that both want to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
