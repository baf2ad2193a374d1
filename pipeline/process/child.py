"""Whose a file or case is: the child by cpr number, and nothing else – twins share all but that."""

from __future__ import annotations

import re

from pipeline.catalogue import Catalogue
from pipeline.definitions import get
from pipeline.process.documents import Office
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


def children_of(office: Office, number: str) -> set[str]:
    """The children of a case: one, unless a file was put on it that names another."""
    rows = office.register.inputs_where(case=number)
    return {cpr for row in rows if (cpr := child_of(row.submission, office.catalogue))}
