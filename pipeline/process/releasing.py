"""A named official releases a letter: what nobody but a person may do, and what stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.delivery import alone
from pipeline.errors import SetupError
from pipeline.process.documents import (
    TURN,
    CaseWork,
    Office,
    bring_up_to_date,
    following_letter,
    is_edited,
    keep_document,
    last_released,
)
from pipeline.process.making import Made, make_document
from pipeline.process.released import remake_wanted
from pipeline.register import CaseRow, DocumentRow


class Refused(SetupError):
    """What a person asked for is not done. `code` and `params` choose the Danish sentence that says why."""

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


def release(office: Office, number: str, key: str, by: str, day: dt.date) -> DocumentRow:
    """A named official stands behind a draft: it is made without the draft mark, and never changes again.

    Raises SetupError as `release_drafts`, TemporaryFailure while a run is at work.
    """
    row = office.row(number)
    office = office.of_case(number)
    with alone(office.workspace.lock, TURN):
        (released,) = release_drafts(office, number, [key], by, day)
        bring_up_to_date(office, row, day)
        return released


def release_drafts(
    office: Office, number: str, keys: Sequence[str], by: str, day: dt.date
) -> tuple[DocumentRow, ...]:
    """`release` of several letters, all or none, for who holds the workspace and goes on with the case.

    Raises SetupError where there is no such draft; Refused where it is not the one that lay there to be read,
    or where it rests on a legal row nobody has checked.
    """
    row = office.row(number)
    work = bring_up_to_date(office, row, day)
    ready = [(_made_for_release(office, row, work, key), key) for key in keys]
    held = {document.key: document for document in work.documents}
    return tuple(
        keep_document(office, work.case, made, held[key], day, released_by=by) for made, key in ready
    )


def _made_for_release(office: Office, row: CaseRow, work: CaseWork, key: str) -> Made:
    """The letter as it goes out. Errors as `release_drafts`."""
    before = next((document for document in work.documents if document.key == key), None)
    due = next((one for one in work.outlook.due if one.key == key), None)
    if before is None or due is None or before.state != "draft":
        drafts = ", ".join(document.key for document in work.documents if document.state == "draft")
        raise SetupError(f"no draft {key!r} in {row.number}; drafts: {drafts or 'none'}")
    if before in work.new:
        raise Refused("release.remade", f"{key} was made anew just now; read it first, then release it")
    if is_edited(office, before):
        raise Refused(
            "release.edited",
            f"{key} was changed by hand in Word. Put the change in the form it comes from and send that "
            "again; a released letter says exactly what its forms say.",
        )
    if earlier := last_released(office, row, key):
        due = following_letter(due, earlier, remake_wanted(earlier, work.tasks))
    made = make_document(work.case, due, office.workshop(released=True))
    if made.unchecked:
        raise Refused(
            "release.unchecked",
            f"{key} can't be released: nobody has checked the law it rests on "
            f"({', '.join(made.unchecked)}). Hold these rows of law.toml against the law as published, "
            "and give them a checked_on date.",
        )
    return made
