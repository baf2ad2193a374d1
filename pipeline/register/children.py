"""Whose each file is, in a column with an index: a child's forms are found without reading anybody else's.

The column holds the child's number as the file itself says it, and nothing made from it. What a row says
never changes: a number that is corrected stands in the file that corrects it, and the child is found by both;
each course is another case under the same number; and who is forgotten goes with the row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline.records import Submission
from pipeline.register.database import Database
from pipeline.register.tables import cases, inputs

PAGE = 500
"""Rows that are looked at in one transaction."""


class Children:
    """The children on record. Each method may be called again."""

    def __init__(self, database: Database) -> None:
        self._read, self._write = database.read, database.write

    def forms(self, programme: str, forms: Sequence[str], child: str) -> dict[str, list[Submission]]:
        """The accepted submissions of these forms about a child, by case, in the order they came.

        Those whose child nobody has noted yet are among them: better one too many to look at than a second
        case of one child.
        """
        found = self._read(lambda c: [*_accepted(c, programme, child), *_accepted(c, programme, None)])
        held: dict[str, list[Submission]] = {}
        for _, number, told in sorted(found, key=lambda one: one[0]):
            submission = Submission.from_json(told)
            if submission.form in forms:
                held.setdefault(number, []).append(submission)
        return held

    def note(self, child_of: Callable[[Submission], str | None]) -> int:
        """Note the child of every input that has none noted yet, and say of how many it was.

        `child_of` gives the number, an empty text where a file names no child, and None where that can't be
        said now: such a row is left for another time.
        """
        noted = after = 0
        while page := self._read(partial(_unnoted, after=after)):
            after = page[-1][0]
            told = [(sequence, child_of(Submission.from_json(said))) for sequence, said in page]
            known = [(sequence, child) for sequence, child in told if child is not None]
            if known:
                self._write(partial(_note, known=known))
            noted += len(known)
        return noted


def _accepted(connection: Connection, programme: str, child: str | None) -> list[tuple[int, str, Any]]:
    query = (
        select(inputs.c.sequence, inputs.c.case_number, inputs.c.submission)
        .join(cases, inputs.c.case_number == cases.c.number)
        .where((inputs.c.child == child) & (inputs.c.end == "accepted"))
        .where(cases.c.programme == programme)
    )
    return [(row.sequence, row.case_number, row.submission) for row in connection.execute(query)]


def _unnoted(connection: Connection, after: int) -> list[tuple[int, Any]]:
    query = select(inputs.c.sequence, inputs.c.submission).where(inputs.c.child.is_(None))
    page = query.where(inputs.c.sequence > after).order_by(inputs.c.sequence).limit(PAGE)
    return [(row.sequence, row.submission) for row in connection.execute(page)]


def _note(connection: Connection, known: Sequence[tuple[int, str]]) -> None:
    for sequence, child in known:
        connection.execute(update(inputs).where(inputs.c.sequence == sequence).values(child=child))
