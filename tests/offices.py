"""A workspace in a temporary folder, to drop files into and run."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import sandbox
from pipeline.process import Office, RunReport, run_once
from pipeline.register import open_register
from pipeline.settings import MARK, open_areas, open_workspace, start_workspace
from tests.filled import catalogue, filled

NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.UTC)


@contextmanager
def office_in(folder: Path, url: str = "") -> Iterator[Office]:
    workspace = start_workspace(folder)
    for root in (workspace.data, *(area.shared for area in open_areas(folder))):
        (root / MARK).write_text("0a1b2c3d", "ascii")
    register = open_register(workspace.database, url)
    try:
        yield Office(workspace=workspace, register=register, catalogue=catalogue())
    finally:
        register.close()


@contextmanager
def printing_cheaply() -> Iterator[None]:
    """Released letters become PDFs that cost nothing, where the case is looked at and not its letters as PDF:
    a start of LibreOffice costs more than all the rest."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "can_print", lambda: True)
        patched.setattr(
            sandbox, "make_pdfs", lambda files: [b"%PDF-" + hashlib.sha256(one).digest() for one in files]
        )
        yield


def drop(office: Office, name: str, data: Any, file: str = "", case: str = "") -> None:
    """Put a filled form in the inbox; `name` as in the casebook."""
    (office.workspace.inbox / f"{file or name}.docx").write_bytes(filled(name, data, case))


def run(office: Office, day: str = "2026-06-30") -> RunReport:
    today = dt.date.fromisoformat(day)
    return run_once(office, dt.datetime.combine(today, dt.time(9), dt.UTC), today, settle=0)


def with_checked_law(office: Office) -> Office:
    """The same office after people have held every legal row against the law."""
    checked = {
        programme.id: replace(
            programme,
            laws=tuple(replace(row, checked_on="2026-06-01") for row in programme.laws),
            complaints=tuple(replace(row, checked_on="2026-06-01") for row in programme.complaints),
        )
        for programme in office.catalogue.programmes.values()
    }
    return replace(office, catalogue=replace(office.catalogue, programmes=checked))


def shared_files(office: Office) -> dict[str, str]:
    """Every file of the shared folder but its mark, with a hash of its bytes."""
    root = office.workspace.shared
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != MARK
    }


@contextmanager
def office_again(folder: Path) -> Iterator[Office]:
    """A workspace as it lies there, opened and not set up again."""
    workspace = open_workspace(folder)
    register = open_register(workspace.database)
    try:
        yield Office(workspace=workspace, register=register, catalogue=catalogue())
    finally:
        register.close()
