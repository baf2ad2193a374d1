"""Approvals asked for by mail: what was asked, and the one mail that answered it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from pipeline.register import mails
from pipeline.register import outbox as sent
from pipeline.register.audit import Trail
from pipeline.register.database import Database
from pipeline.register.rows import ApprovalRow, MailRow, OutboxRow
from pipeline.register.tables import approvals, outbox


class Approvals:
    """The approvals on record. Each method is one transaction, and may be called again."""

    def __init__(self, database: Database, trail: Trail) -> None:
        self._read, self._write = database.read, database.write
        self._trail = trail

    def ask(self, mail: OutboxRow, asked: ApprovalRow) -> None:
        """Put the mail that asks on record, and what it asks; once for its id."""

        def work(connection: Connection) -> None:
            if _first(connection, asked.id) is None:
                sent.save(connection, self._trail, mail)
                connection.execute(insert(approvals).values(**_told(asked)))

        self._write(work)

    def find(self, id: str) -> ApprovalRow | None:
        return self._read(lambda c: _first(c, id))

    def of_case(self, number: str) -> list[ApprovalRow]:
        """Everything that was asked in a case, answered or not."""
        return self._read(lambda c: _where(c, approvals.c.case_number == number))

    def asked_in(self, message_ids: Collection[str]) -> ApprovalRow | None:
        """What was asked in the first mail of ours among these Message-IDs."""

        def work(connection: Connection) -> ApprovalRow | None:
            query = select(approvals).join(outbox, outbox.c.id == approvals.c.id)
            for message_id in message_ids:
                row = connection.execute(query.where(outbox.c.message_id == message_id)).first()
                if row:
                    return ApprovalRow(**row._mapping)
            return None

        return self._read(work)

    def with_key(self, key_hash: str) -> ApprovalRow | None:
        """What was asked in the mail with this key."""
        found = self._read(lambda c: _where(c, approvals.c.key_hash == key_hash))
        return found[0] if found else None

    def answered_by(self, mail: str) -> ApprovalRow | None:
        """What a mail answered."""
        found = self._read(lambda c: _where(c, approvals.c.mail == mail)) if mail else []
        return found[0] if found else None

    def answer(self, mail: MailRow, answered: ApprovalRow) -> bool:
        """Put a mail on record as the answer; False where the same was answered before, by whatever mail."""

        def work(connection: Connection) -> bool:
            same = (
                (approvals.c.case_number == answered.case_number)
                & (approvals.c.approval == answered.approval)
                & (approvals.c.code == answered.code)
                & (approvals.c.mail != "")
            )
            before = _where(connection, same)
            if before:
                return before[0].mail == mail.id
            mails.save(connection, self._trail, mail)
            mine = approvals.c.id == answered.id
            connection.execute(update(approvals).where(mine).values(**_told(answered)))
            return True

        return self._write(work)


def _first(connection: Connection, id: str) -> ApprovalRow | None:
    return next(iter(_where(connection, approvals.c.id == id)), None)


def _where(connection: Connection, condition: object) -> list[ApprovalRow]:
    query = select(approvals).where(condition).order_by(approvals.c.id)  # type: ignore[arg-type]
    return [ApprovalRow(**row._mapping) for row in connection.execute(query)]


def _told(row: ApprovalRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
