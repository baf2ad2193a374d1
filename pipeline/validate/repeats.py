"""Rows that say word for word the same as another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.definitions import Form, Kind, Rows, get
from pipeline.records import Problem, Severity


def repeated_rows(form: Form, data: Any) -> Iterator[Problem]:
    """Rows that say word for word the same: somebody copied a row, or a whole table, perhaps by accident."""
    for entry in form.entries():
        if not isinstance(entry, Rows):
            continue
        rows = get(data, entry.pointer)
        # The same day or the same choice twice is nothing strange.
        texts = [column for column in entry.columns if column.kind is Kind.TEXT]
        written = [column.path[len(entry.path) + 1 :] for column in texts]
        seen: dict[str, int] = {}
        for n, row in enumerate(rows if isinstance(rows, list) else ()):
            said = json.dumps(row, sort_keys=True, ensure_ascii=False)
            if said in seen and any(get(rows, f"/{n}/{'/'.join(keys)}") for keys in written):
                yield Problem(
                    code="rows.repeated",
                    pointer=f"{entry.pointer}/{n}",
                    severity=Severity.WARNING,
                    params={"number": n + 1, "other": seen[said] + 1},
                )
            seen.setdefault(said, n)
