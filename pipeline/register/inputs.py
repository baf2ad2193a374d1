"""Files that came in, each with its end. Every function works within its caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from pipeline.records import Submission
from pipeline.register.audit import Trail
from pipeline.register.cases import open_case
from pipeline.register.rows import CaseRow, InputRow
from pipeline.register.tables import cases, inputs

KEPT = ("accepted", "attachment", "waiting")
"""The ends of a file whose bytes make what comes again a duplicate."""

MOST_AT_ONCE = 500
"""Numbers that are asked for in one statement."""


def find(connection: Connection, id: str) -> InputRow | None:
    return _first(connection, inputs.c.id == id)


def find_kept(connection: Connection, sha256: str) -> InputRow | None:
    return _first(connection, (inputs.c.sha256 == sha256) & inputs.c.end.in_(KEPT))


def record(connection: Connection, trail: Trail, row: InputRow, opens: CaseRow | None) -> InputRow:
    """The row with its sequence; what is on record under this id already stays as it is."""
    there = find(connection, row.id)
    if there:
        return there
    number = open_case(connection, trail, opens) if opens else row.case_number
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
            child=row.child,
        )
    )
    trail.append(connection, row.end, row.id)
    found = find(connection, row.id)
    assert found is not None  # noqa: S101 - written above, in this very transaction
    return found


def join(
    connection: Connection,
    trail: Trail,
    id: str,
    number: str,
    reason: str,
    opens: CaseRow | None,
    end: str = "accepted",
) -> str:
    """The number of the case that an input joins; one that has joined a case before stays in it."""
    there = find(connection, id)
    if there and there.end == end and there.case_number:
        return there.case_number
    number = open_case(connection, trail, opens) if opens else number
    joined = {"end": end, "case_number": number or None, "reason": reason, "delivered": False}
    connection.execute(update(inputs).where(inputs.c.id == id).values(**joined))
    trail.append(connection, end, id)
    return number


def mark_delivered(connection: Connection, id: str) -> None:
    connection.execute(update(inputs).where(inputs.c.id == id).values(delivered=True))


def where(
    connection: Connection, *, end: str = "", delivered: bool | None = None, case: str = ""
) -> list[InputRow]:
    query = select(inputs).order_by(inputs.c.sequence)
    if end:
        query = query.where(inputs.c.end == end)
    if delivered is not None:
        query = query.where(inputs.c.delivered.is_(delivered))
    if case:
        query = query.where(inputs.c.case_number == case)
    return [_row(row) for row in connection.execute(query)]


def numbered(connection: Connection, sequences: Sequence[int]) -> list[InputRow]:
    found: list[InputRow] = []
    for at in range(0, len(sequences), MOST_AT_ONCE):
        query = select(inputs).where(inputs.c.sequence.in_(sequences[at : at + MOST_AT_ONCE]))
        found += [_row(row) for row in connection.execute(query)]
    return sorted(found, key=lambda row: row.sequence)


def accepted_of_case(connection: Connection, number: str) -> list[InputRow]:
    return _accepted(connection, inputs.c.case_number == number)


def accepted_of_programme(connection: Connection, programme: str, forms: Sequence[str]) -> list[InputRow]:
    mine = select(cases.c.number).where(cases.c.programme == programme)
    of_forms = inputs.c.submission["form"].as_string().in_(forms)
    return _accepted(connection, inputs.c.case_number.in_(mine) & of_forms)


def _accepted(connection: Connection, condition: Any) -> list[InputRow]:
    query = select(inputs).where((inputs.c.end == "accepted") & condition).order_by(inputs.c.sequence)
    return [_row(row) for row in connection.execute(query)]


def of_mail(connection: Connection, id: str) -> list[InputRow]:
    """The files of the mail with that id, in its order: their ids begin with it."""
    query = select(inputs).where(inputs.c.id.startswith(f"{id}-", autoescape=True)).order_by(inputs.c.id)
    return [_row(row) for row in connection.execute(query)]


def of_no_case(connection: Connection) -> list[InputRow]:
    query = select(inputs).where(inputs.c.case_number.is_(None)).order_by(inputs.c.sequence)
    return [_row(row) for row in connection.execute(query)]


def of_bytes(connection: Connection, sha256: str) -> set[str]:
    return set(connection.execute(select(inputs.c.id).where(inputs.c.sha256 == sha256)).scalars())


def ends(connection: Connection) -> dict[str, str]:
    """The end of every input, by id."""
    return {row.id: row.end for row in connection.execute(select(inputs.c.id, inputs.c.end))}


def hashes(connection: Connection) -> set[str]:
    """The hash of every original that some input stands for."""
    return set(connection.execute(select(inputs.c.sha256)).scalars())


def remove(connection: Connection, ids: Iterable[str]) -> None:
    for id in ids:
        connection.execute(delete(inputs).where(inputs.c.id == id))


def _first(connection: Connection, condition: Any) -> InputRow | None:
    query = select(inputs).where(condition).order_by(inputs.c.sequence).limit(1)
    row = connection.execute(query).first()
    return _row(row) if row else None


def _row(row: Row[Any]) -> InputRow:
    told = dict(row._mapping)
    return InputRow(
        **{
            **told,
            "submission": Submission.from_json(told["submission"]),
            "case_number": row.case_number or "",
        }
    )
