"""Whose a file or case is: the child by cpr number, and nothing else – twins share all but that."""

from __future__ import annotations

import re

from pipeline.catalogue import Catalogue
from pipeline.definitions import get
from pipeline.process.offices import Office
from pipeline.process.pages import PAGES
from pipeline.records import Submission


def child_of(submission: Submission, catalogue: Catalogue) -> str:
    """The ten digits of the child's cpr number, as read or as they stood; empty where there are none."""
    programme = catalogue.programmes.get(submission.programme)
    if programme is None:
        return ""
    source = submission.sources.get(programme.child_cpr)
    text = str(get(submission.data, programme.child_cpr) or (source.raw if source else ""))
    digits = re.sub(r"[^0-9]", "", text)
    return digits if len(digits) == 10 else ""


def noted_child(submission: Submission, catalogue: Catalogue) -> str | None:
    """What the register notes beside a file: as `child_of`; None where its programme stands still."""
    known = submission.programme in ("", PAGES, *catalogue.programmes)
    return child_of(submission, catalogue) if known else None


def note_children(office: Office) -> int:
    """Have the register know the child of every file on record: those of an older version, and of programmes
    that stood still, are told now. How many there were."""
    return office.register.children.note(lambda submission: noted_child(submission, office.catalogue))


def children_of(office: Office, number: str) -> set[str]:
    """The children of a case: one, unless a file was put on it that names another."""
    rows = office.register.inputs_where(case=number)
    return {cpr for row in rows if (cpr := child_of(row.submission, office.catalogue))}
