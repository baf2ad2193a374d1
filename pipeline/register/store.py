"""The register as the program uses it. Every public method is one transaction, and may be called again."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Callable, Sequence, Set
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from pipeline.records import Filed, Submission
from pipeline.register import (
    areas,
    audit,
    cases,
    counting,
    documents,
    inputs,
    outbox,
    retention,
    tasks,
)
from pipeline.register import mails as incoming
from pipeline.register.approvals import Approvals
from pipeline.register.audit import Trail
from pipeline.register.children import Children
from pipeline.register.counting import Counts
from pipeline.register.database import Database, make_small
from pipeline.register.rows import (
    CaseRow,
    DocumentRow,
    EventRow,
    FilingRow,
    HoldRow,
    InputRow,
    MailRow,
    OutboxRow,
    TaskEntry,
    TickRow,
)


class Register:
    """The register behind one database. Raises TemporaryFailure where it is locked or away."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._trail = Trail(clock)
        self._read, self._write = database.read, database.write
        self.approvals = Approvals(database, self._trail)
        self.children = Children(database)

    def close(self) -> None:
        self._database.close()

    def alone(self, name: str, wait: float = 0.0) -> AbstractContextManager[None]:
        """Have a turn (`locks`), for one at a time on every machine that works with this register.

        Raises TemporaryFailure where somebody else still has it after `wait` seconds, and says who.
        """
        return self._database.locks.alone(name, wait)

    def together(self) -> AbstractContextManager[None]:
        """All that is asked and put on record inside comes to be as a whole, or not at all."""
        return self._database.together()

    # ── inputs ────────────────────────────────────────────────────────────────────────────────────────

    def find_input(self, id: str) -> InputRow | None:
        return self._read(lambda c: inputs.find(c, id))

    def find_kept(self, sha256: str) -> InputRow | None:
        """An input of the same bytes that was accepted or waits: what comes again is a duplicate."""
        return self._read(lambda c: inputs.find_kept(c, sha256))

    def record(self, row: InputRow, *, opens: CaseRow | None = None) -> InputRow:
        """Put an input and its end on record, with the case it opens; the row comes back with its sequence.

        A case to open has a number that ends in `-`: the next free one of its year is given here, inside the
        transaction, so that two runs never give the same.
        """
        return self._write(lambda c: inputs.record(c, self._trail, row, opens))

    def join(
        self, id: str, number: str, *, reason: str = "", opens: CaseRow | None = None, end: str = "accepted"
    ) -> str:
        """An input that waited belongs to a case after all, or opens one as `record` does: its number."""
        return self._write(lambda c: inputs.join(c, self._trail, id, number, reason, opens, end))

    def mark_delivered(self, id: str) -> None:
        self._write(lambda c: inputs.mark_delivered(c, id))

    def inputs_where(self, *, end: str = "", delivered: bool | None = None, case: str = "") -> list[InputRow]:
        """Inputs in the order they came, narrowed to an end, a case, or those still to be delivered."""
        return self._read(lambda c: inputs.where(c, end=end, delivered=delivered, case=case))

    def inputs_numbered(self, sequences: Sequence[int]) -> list[InputRow]:
        """The inputs of these numbers, in the order they came."""
        return self._read(lambda c: inputs.numbered(c, sequences))

    def inputs_of_no_case(self) -> list[InputRow]:
        """Returned files, files that wait, and copies of those, in the order they came."""
        return self._read(inputs.of_no_case)

    def inputs_of_bytes(self, sha256: str) -> set[str]:
        """The id of every input that one original stands for."""
        return self._read(lambda c: inputs.of_bytes(c, sha256))

    def ends(self) -> dict[str, str]:
        """The end of every input, by id."""
        return self._read(inputs.ends)

    def hashes(self) -> set[str]:
        """The hash of every original that some input stands for."""
        return self._read(lambda c: inputs.hashes(c) | incoming.hashes(c))

    # ── cases ─────────────────────────────────────────────────────────────────────────────────────────

    def cases(self, programme: str = "") -> list[CaseRow]:
        return self._read(lambda c: cases.every(c, programme))

    def cases_of_each(self) -> dict[str, int]:
        """How many cases there are of each programme."""
        return self._read(counting.cases_of_each)

    def find_case(self, number: str) -> CaseRow | None:
        return self._read(lambda c: cases.find(c, number))

    def accepted(self, programme: str, forms: Sequence[str]) -> dict[str, list[Submission]]:
        """The accepted submissions of these forms, by case, in the order they came."""
        held: dict[str, list[Submission]] = {}
        for row in self._read(lambda c: inputs.accepted_of_programme(c, programme, forms)):
            held.setdefault(row.case_number, []).append(row.submission)
        return held

    def filed(self, number: str) -> list[Filed]:
        """The accepted submissions of a case in the order they came."""
        rows = self._read(lambda c: inputs.accepted_of_case(c, number))
        return [Filed(sequence=row.sequence, submission=row.submission) for row in rows]

    def place_case(self, number: str, area: str) -> None:
        """The case lies in that area, unless it lies in one already."""
        self._write(lambda c: areas.place(c, number, area))

    def areas_of_cases(self) -> dict[str, str]:
        """The area of every case that lies in one."""
        return self._read(areas.of_all)

    def area_of_case(self, number: str) -> str:
        """The area of a case; empty where it lies in none yet."""
        return self._read(lambda c: areas.of_case(c, number))

    def count(self) -> Counts:
        """How much of what there is."""
        return self._read(counting.count)

    # ── tasks ─────────────────────────────────────────────────────────────────────────────────────────

    def tasks(self, number: str) -> list[TaskEntry]:
        """Every task of a case, those that are answered or gone too, in the order they came up."""
        return self._read(lambda c: tasks.of_case(c, number))

    def save_task(self, row: TaskEntry) -> TaskEntry:
        """Put a task on record, or what became of it; one that has no number yet (0) gets the next."""
        return self._write(lambda c: tasks.save(c, self._trail, row))

    # ── documents ─────────────────────────────────────────────────────────────────────────────────────

    def documents(self, number: str) -> list[DocumentRow]:
        """The newest version of each document of a case, in the order they were first made."""
        return self._read(lambda c: documents.newest(c, number))

    def versions(self, number: str, key: str = "") -> list[DocumentRow]:
        """Every version of one document of a case, or of all of them, the oldest first."""
        return self._read(lambda c: documents.versions(c, number, key))

    def save_document(self, row: DocumentRow) -> None:
        """Put a version of a document on record; the same version again replaces what was there."""
        self._write(lambda c: documents.save(c, self._trail, row))

    def find_document(self, sha256: str) -> DocumentRow | None:
        """The document with these bytes."""
        return self._read(lambda c: documents.with_bytes(c, sha256))

    # ── mails ─────────────────────────────────────────────────────────────────────────────────────────

    def save_mail(self, row: OutboxRow) -> OutboxRow:
        """Put a mail on record, or what became of it; its Message-ID stays the first one it had."""
        return self._write(lambda c: outbox.save(c, self._trail, row))

    def mails(self, *, state: str = "", case_number: str = "") -> list[OutboxRow]:
        """Mails in the order in which they last changed."""
        return self._read(lambda c: outbox.where(c, state=state, case_number=case_number))

    def mail_states(self) -> Counter[str]:
        """How many mails there are in each state."""
        return self._read(outbox.states)

    def find_mail(self, id: str) -> OutboxRow | None:
        return self._read(lambda c: outbox.find(c, id))

    def claim_mail(self, id: str) -> bool:
        """Take a mail that is ready, to send it, before anybody connects. False where others have."""
        return self._write(lambda c: outbox.claim(c, self._trail, id))

    def mail_bearing(self, message_id: str) -> OutboxRow | None:
        """The mail that went out with this Message-ID."""
        return self._read(lambda c: outbox.bearing(c, message_id))

    def sent_since(self, time: str, recipient: str = "") -> int:
        """How many mails went out since a time (UTC, ISO), to everybody or as answers to one sender."""
        return self._read(lambda c: outbox.sent_since(c, time, recipient))

    # ── mails that came in ────────────────────────────────────────────────────────────────────────────

    def save_incoming(self, row: MailRow, answer: OutboxRow | None = None) -> None:
        """Put a mail that was looked at on record, together with the answer that is owed for it."""
        self._write(lambda c: incoming.save(c, self._trail, row, answer))

    def find_incoming(self, id: str) -> MailRow | None:
        return self._read(lambda c: incoming.find(c, id))

    def highest_uid(self, box: str, validity: int) -> int | None:
        """The number up to which every mail of a box was looked at to its end; None where it is a new one."""
        return self._read(lambda c: incoming.highest(c, box, validity))

    def last_looked_at(self, box: str) -> str:
        """When a mail of a box was last looked at; empty where none was."""
        return self._read(lambda c: incoming.last_looked_at(c, box))

    def inputs_of_mail(self, id: str) -> list[InputRow]:
        """The files of a mail, in its order."""
        return self._read(lambda c: inputs.of_mail(c, id))

    def mails_of_only(self, ids: Set[str]) -> list[MailRow]:
        """The mails all of whose files are among these inputs."""
        return self._read(lambda c: incoming.of_only(c, ids))

    def forget_incoming(self, id: str) -> None:
        """Take a mail off the record, and the answer to it."""
        self._write(lambda c: incoming.remove(c, id))

    def same_incoming(self, message_id: str, sha256: str) -> MailRow | None:
        """A mail of the same Message-ID and the same bytes that was looked at before."""
        return self._read(lambda c: incoming.same(c, message_id, sha256))

    def incoming(self, *, end: str = "", state: str = "") -> list[MailRow]:
        """Mails that were looked at, in the order they came."""
        return self._read(lambda c: incoming.where(c, end=end, state=state))

    # ── the audit trail ───────────────────────────────────────────────────────────────────────────────

    def note(self, event: str, number: str, by: str) -> None:
        """Note that somebody read or exported a case (`read`, `explained`, `exported`)."""
        id = secrets.token_hex(8)
        self._write(lambda c: retention.note(c, self._trail, event, number, by, id))

    def note_input(self, event: str, id: str, by: str) -> None:
        """Note that somebody read or exported a file that belongs to no case."""
        once = secrets.token_hex(8)
        self._write(lambda c: self._trail.append(c, event, id, by=by, id=once))

    def trail_broken_at(self) -> int | None:
        """The number of the first link of the trail that isn't what it was; None where all are."""
        return self._read(audit.broken_at)

    def trail_head(self) -> tuple[int, str]:
        """How many links the trail has, and the seal of the last."""
        return self._read(audit.head_of)

    def cases_since(self, sequence: int) -> set[str]:
        """The numbers of the cases that links of the trail after this one are about."""
        return self._read(lambda c: audit.cases_since(c, sequence))

    def has_seal(self, seal: str) -> bool:
        """Whether the trail holds a link with this seal."""
        return self._read(lambda c: any(link.hash == seal for link in audit.links(c)))

    def trail(self) -> list[EventRow]:
        return self._read(lambda c: list(audit.links(c)))

    def received(self) -> set[str]:
        """The id of every input that the trail says has come in."""
        ends = {"accepted", "returned", "attachment", "duplicate", "waiting"}
        return self._read(lambda c: {link.subject for link in audit.links(c) if link.event in ends})

    def told_of(self, number: str, also: Sequence[str] = ()) -> list[tuple[EventRow, str, str]]:
        """What happened to a case, its inputs and the inputs `also`: each event, what it was about, who."""

        def told(c: Connection) -> list[tuple[EventRow, str, str]]:
            known = audit.aliases_of(c, number) if number else {}
            ids = {row.id for row in inputs.where(c, case=number)} if number else set()
            found = audit.events_of(c, {*known, *ids, *also})
            return [(one, known.get(one.subject, ""), audit.stands_for(c, one.actor)) for one in found]

        return self._read(told)

    # ── retention ─────────────────────────────────────────────────────────────────────────────────────

    def file_case(self, row: FilingRow) -> None:
        """Note that a case was filed in a system."""
        self._write(lambda c: retention.file(c, self._trail, row))

    def filings(self, number: str) -> list[FilingRow]:
        return self._read(lambda c: retention.filings_of(c, number))

    def hold_case(self, number: str, reason: str, by: str) -> None:
        """Keep a case from being deleted until somebody lifts it."""
        self._write(lambda c: retention.hold(c, self._trail, number, reason, by))

    def lift_holds(self, number: str, by: str) -> bool:
        """Lift every hold of a case; whether there was one."""
        return self._write(lambda c: retention.lift(c, self._trail, number, by))

    def holds(self, number: str) -> list[HoldRow]:
        """Every hold of a case, those that were lifted too."""
        return self._read(lambda c: retention.holds_of(c, number))

    def last_tick(self) -> TickRow | None:
        return self._read(retention.last_tick)

    def save_tick(self, row: TickRow) -> None:
        self._write(lambda c: retention.save_tick(c, row))

    def case_id(self, number: str) -> str:
        """The random id that stands for a case in the trail and in the log of deletions."""
        return self._write(lambda c: retention.case_id(c, self._trail, number))

    def known_ids(self) -> set[str]:
        """The ids of all cases and inputs that are on record now."""
        return self._read(retention.known_ids)

    def forgotten(self) -> set[str]:
        """The ids that the trail says were forgotten."""
        return self._read(retention.forgotten)

    def forget_case(self, number: str, also: Sequence[str], by: str) -> None:
        """Remove every row about a case, and the inputs `also`; the trail keeps that they went."""
        self._write(lambda c: retention.forget_case(c, self._trail, number, also, by))

    def forget_inputs(self, ids: Sequence[str], by: str) -> None:
        self._write(lambda c: retention.forget_inputs(c, self._trail, ids, by))

    def make_small(self) -> None:
        """Write the database anew without what was deleted."""
        make_small(self._database)
