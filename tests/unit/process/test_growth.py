"""What a file and a round cost doesn't grow with what is on record already."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import event

from pipeline.process import note_children
from tests.casebook import GONE, changed, good
from tests.offices import drop, office_in, run

GROWS = re.compile(
    r"SCAN (inputs|documents|tasks|audit|outbox|mails|aliases|approvals|filings)\b(?! USING C)"
)
"""A table that is read from end to end; counting by an index alone (`USING COVERING INDEX`) costs nothing
that anybody would notice."""


def plans_of(connection: Any, statement: str, values: Any) -> list[str]:
    raw = connection.connection.driver_connection
    return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values)]


def test_no_query_of_a_round_reads_a_table_from_end_to_end(tmp_path: Path) -> None:
    scanned: set[str] = set()
    asked: set[str] = set()

    def look(connection: Any, _: Any, statement: str, values: Any, *__: Any) -> None:
        if statement.startswith("SELECT") and statement not in asked:
            asked.add(statement)
            scanned.update(plan for plan in plans_of(connection, statement, values) if GROWS.match(plan))

    with office_in(tmp_path / "kontor") as office:
        # A case opened, one file back, one that waits; then a decision and the mails that follow from it.
        drop(office, "application", good("application"))
        drop(office, "plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))
        drop(office, "agreement", good("agreement"))
        event.listen(office.register._database.engine, "before_cursor_execute", look)
        run(office)
        drop(office, "decision_buf", good("decision_buf"))
        drop(office, "decision_sof", good("decision_sof"))
        run(office, "2026-07-01")
        note_children(office)
    assert len(asked) > 20
    assert scanned == set()


def test_every_file_is_put_on_record_with_its_child(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        drop(office, "application", good("application"))
        drop(office, "plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))
        (office.workspace.inbox / "billede.docx").write_bytes(b"%PDF-1.7")
        run(office)
        children = {row.submission.form: row.child for row in office.register.inputs_where()}
        child = good("application")["child"]["cpr"].replace("-", "")
        assert children == {"application": child, "plan": child, "": ""}
        assert note_children(office) == 0
