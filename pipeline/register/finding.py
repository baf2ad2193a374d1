"""Finding submissions by one value in them, without reading the others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from pipeline.records import Submission
from pipeline.register.tables import cases, inputs


def accepted_with(
    connection: Connection, programme: str, forms: Sequence[str], pointer: str, value: str
) -> dict[str, list[Submission]]:
    """The accepted submissions of these forms that say `value` at `pointer`, by case, as they came."""
    at = ("data", *pointer.strip("/").split("/"))
    query = (
        select(inputs.c.case_number, inputs.c.submission)
        .join(cases, inputs.c.case_number == cases.c.number)
        .where((cases.c.programme == programme) & (inputs.c.end == "accepted"))
        .where(inputs.c.submission["form"].as_string().in_(forms))
        .where(inputs.c.submission[at].as_string() == value)
        .order_by(inputs.c.sequence)
    )
    held: dict[str, list[Submission]] = {}
    for row in connection.execute(query):
        held.setdefault(row.case_number, []).append(Submission.from_json(row.submission))
    return held
