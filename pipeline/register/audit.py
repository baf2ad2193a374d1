"""The audit trail: who did or read what, when, in random ids, each link sealed with the hash of those before.

It holds no name, no cpr number and no case number: `aliases` says what an id stands for, until it is
forgotten. A link that was changed, taken out, put in or cut off at the end is found by `broken_at`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, insert, select, update

from pipeline.register.rows import EventRow
from pipeline.register.storable import storable
from pipeline.register.tables import aliases, audit, audit_head, documents, inputs

SEED = hashlib.sha256(b"skoleflex audit trail").hexdigest()
"""What stands before the first link."""
PAGE = 1000
"""Links, or ids, that are asked for at a time."""


class Trail:
    """Adds links to the trail; `clock` tells the time in UTC."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock

    def now(self) -> str:
        return self._clock().astimezone(dt.UTC).isoformat(timespec="seconds")

    def append(
        self, connection: Connection, event: str, subject: str, *, by: str = "", id: str = "", at: str = ""
    ) -> None:
        """Add a link. `by` is a person's name, and stands in the trail as an id; an `id` that is there
        already is not added again."""
        id = id or secrets.token_hex(8)
        if connection.execute(select(audit.c.sequence).where(audit.c.id == id)).first():
            return
        head = connection.execute(select(audit_head)).first()
        actor = self.alias(connection, "person", by) if by else ""
        link = EventRow(
            sequence=head.sequence + 1 if head else 1,
            id=id,
            at=at or self.now(),
            event=event,
            subject=storable(subject),
            actor=actor,
            hash="",
        )
        seal = _seal(head.hash if head else SEED, link)
        values = {name: getattr(link, name) for name in link.__dataclass_fields__}
        connection.execute(insert(audit).values(**{**values, "hash": seal}))
        if head:
            connection.execute(update(audit_head).values(sequence=link.sequence, hash=seal))
        else:
            connection.execute(insert(audit_head).values(name="head", sequence=link.sequence, hash=seal))

    def alias(self, connection: Connection, kind: str, stands_for: str, case_number: str = "") -> str:
        """The random id that stands for a person, case, document or task; the same one each time."""
        same = (aliases.c.kind == kind) & (aliases.c.stands_for == stands_for)
        there = connection.execute(select(aliases.c.id).where(same)).scalar()
        if there:
            return str(there)
        id = secrets.token_hex(8)
        connection.execute(
            insert(aliases).values(id=id, kind=kind, stands_for=stands_for, case_number=case_number)
        )
        return id

    def catch_up(self, connection: Connection) -> None:
        """Begin the trail of a register that had none: the ends of inputs, the releases of letters."""
        for row in connection.execute(select(inputs).order_by(inputs.c.sequence)).all():
            self.append(connection, row.end, row.id, at=row.received_at)
        frozen = documents.c.state.in_(("released", "sent"))
        for row in connection.execute(select(documents).where(frozen).order_by(documents.c.id)).all():
            name = f"{row.case_number} {row.key} {row.version}"
            subject = self.alias(connection, "document", name, row.case_number)
            self.append(connection, "released", subject, by=row.released_by, at=row.released_on)


def _seal(before: str, link: EventRow) -> str:
    # Each part with its length, so that no two links read the same.
    parts = (before, str(link.sequence), link.id, link.at, link.event, link.subject, link.actor)
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def links(connection: Connection) -> Iterator[EventRow]:
    """Every link of the trail, the oldest first, without holding all of them."""
    last: int | None = None
    while True:
        query = select(audit).order_by(audit.c.sequence).limit(PAGE)
        query = query if last is None else query.where(audit.c.sequence > last)
        page = connection.execute(query).all()
        yield from (EventRow(**row._mapping) for row in page)
        if len(page) < PAGE:
            return
        last = page[-1].sequence


def broken_at(connection: Connection) -> int | None:
    """The number of the first link that isn't what it was, or is missing; None where the trail is whole."""
    before, expected = SEED, 1
    for link in links(connection):
        if link.sequence != expected or _seal(before, link) != link.hash:
            return expected
        before, expected = link.hash, expected + 1
    head = connection.execute(select(audit_head)).first()
    told = (head.sequence, head.hash) if head else (0, SEED)
    return None if told == (expected - 1, before) else expected


def head_of(connection: Connection) -> tuple[int, str]:
    """How many links there are, and the seal of the last."""
    head = connection.execute(select(audit_head)).first()
    return (head.sequence, head.hash) if head else (0, SEED)


def cases_since(connection: Connection, sequence: int) -> set[str]:
    """The numbers of the cases that later links are about: the case, what came for it, its documents, its
    answers."""
    later = audit.c.sequence > sequence
    named = select(aliases.c.case_number).join(audit, audit.c.subject == aliases.c.id).where(later)
    came = select(inputs.c.case_number).join(audit, audit.c.subject == inputs.c.id).where(later)
    return {number for number in connection.execute(named.union(came)).scalars() if number}


def events_of(connection: Connection, subjects: set[str]) -> list[EventRow]:
    """The links about these ids, the oldest first."""
    wanted, found = sorted(subjects), []
    for at in range(0, len(wanted), PAGE):
        query = select(audit).where(audit.c.subject.in_(wanted[at : at + PAGE]))
        found += [EventRow(**row._mapping) for row in connection.execute(query)]
    return sorted(found, key=lambda link: link.sequence)


def stands_for(connection: Connection, id: str) -> str:
    """Who or what an id stands for; empty where it is forgotten."""
    return connection.execute(select(aliases.c.stands_for).where(aliases.c.id == id)).scalar() or ""


def aliases_of(connection: Connection, number: str) -> dict[str, str]:
    """What the ids of a case, its documents and tasks stand for."""
    query = select(aliases.c.id, aliases.c.stands_for).where(aliases.c.case_number == number)
    return {row.id: row.stands_for for row in connection.execute(query)}
