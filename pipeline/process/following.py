"""A mail that follows one about the same: it says which one it replaces, and what is another by now.

Only the labels of what changed are told. What stood there before stands in the earlier mail, and need not go
out once more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pipeline import danish
from pipeline.assemble import Case
from pipeline.assemble.case import date_leaf
from pipeline.delivery import EARLIER
from pipeline.process.making import make_document
from pipeline.process.offices import Office
from pipeline.records import DueDocument
from pipeline.register import DocumentRow
from pipeline.views import Leaf, View

_WENT: Final = frozenset({"sending", "sent", "uncertain", "returned"})
"""States of the outbox after which a mail may have reached somebody."""


def following_mail(office: Office, case: Case, due: DueDocument, version: int = 0) -> DueDocument:
    """The mail as one that replaces the last one that left before that `version` (0: before a new one), if
    it says something else than that one did; else as it is."""
    told = _last_told(office, case.number, due.key, version)
    if told is None:
        return due
    plain = make_document(case, due, office.workshop())
    changed = changed_labels(told.manifest, plain.manifest(case))
    if not changed:
        return due
    labels = danish.together(changed)
    earlier = {
        "date": date_leaf(dt.date.fromisoformat(told.dated), "register"),
        "changed": Leaf(labels, labels, "register"),
    }
    return replace(due, context={**due.context, "earlier": View(earlier)})


def changed_labels(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels of the fields whose values two manifests have differently, in the order of the later."""
    old, new = _values(before), _values(after)
    labels = [label for origin, (text, label) in new.items() if old.get(origin, ("",))[0] != text]
    labels += [label for origin, (_, label) in old.items() if origin not in new]
    return list(dict.fromkeys(label for label in labels if label))


def _values(manifest: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Text and label of each value that came from a field of a form."""
    return {
        told["origin"]: (told["text"], told["field"])
        for told in manifest
        if told.get("kind") == "hole" and "field" in told
    }


def _last_told(office: Office, number: str, key: str, version: int) -> DocumentRow | None:
    earlier = [one for one in office.register.versions(number, key) if not version or one.version < version]
    return next((one for one in reversed(earlier) if _has_left(office, one)), None)


def _has_left(office: Office, mail: DocumentRow) -> bool:
    """Whether a mail has gone out, or may have: sent from here, or by hand and cleared away."""
    rows = office.register.mails(case_number=mail.case_number)
    mine = (row.state for row in rows if (row.document_key, row.document_version) == (mail.key, mail.version))
    if not _WENT.isdisjoint(mine):
        return True
    if mail.state != "ready":
        return False
    place = office.workspace.shared / mail.path
    aside = office.workspace.cases / mail.case_number / EARLIER
    unsent = [place, *(aside.iterdir() if aside.is_dir() else ())]
    return not any(
        path.suffix == place.suffix
        and path.is_file()
        and hashlib.sha256(path.read_bytes()).hexdigest() == mail.sha256
        for path in unsent
    )
