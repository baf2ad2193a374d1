"""What is done while the program is cut off: each scene builds a workspace, and then something is done there.

A scene is done twice after a fault, as cron and people do: the run that was cut off runs again, the command
that never answered is given again.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.catalogue.retention import Retention
from pipeline.process import Clock, Office, forget_listed, list_due, release_letters, run_once
from pipeline.process.pages import Question
from pipeline.process.questions import question_of_task, task_path
from pipeline.register import FilingRow
from tests.answered import filled_in
from tests.casebook import GONE, as_child, changed, good
from tests.filled import filled
from tests.offices import NOW, drop, run

TODAY = NOW.date()
CASE = "SF-2026-0001"
BY = "Birgit Prøvholm"
GRANTED = ("application", "decision_buf", "decision_sof")
FIRST = 1_780_000_000
"""When the first file came, in seconds since 1970; each later one came a second after the one before."""


class NotDone(Exception):
    """A run left something for the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`build` makes the workspace, `act` is what the program is cut off in. `day` is the day it happens."""

    name: str
    build: Callable[[Office], None]
    act: Callable[[Office, dt.date], None]
    day: dt.date = TODAY


def a_run(office: Office, day: dt.date) -> None:
    """One run, as the command does it."""
    now = dt.datetime.combine(day, dt.time(9), dt.UTC)
    report = run_once(office, now, day, settle=0)
    if report.broken:
        raise AssertionError(report.broken)
    if report.untouched or report.failed:
        raise NotDone


# ── an inbox with each end ────────────────────────────────────────────────────────────────────────────


def small_inbox() -> list[tuple[str, bytes]]:
    """One file for each end a file can have: accepted, returned, unreadable, waiting, duplicate."""
    application = filled("application", good("application"))
    return [
        ("ansøgning.docx", application),
        ("handleplan.docx", filled("plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))),
        ("billede.docx", b"%PDF-1.7"),
        (
            "afgørelse.docx",
            filled("decision_buf", as_child(good("decision_buf"), "Ukendt Barn", "740313-4028")),
        ),
        ("ansøgning igen.docx", application),
    ]


def full_inbox(files: int) -> list[tuple[str, bytes]]:
    """Many files that are cheap to read: five that aren't alike, then again and again the same."""
    few = small_inbox()
    return [
        (f"{n:05d} {name}", content if n < len(few) else _another(content, n))
        for n in range(files)
        for name, content in [few[n % len(few)]]
    ]


def _another(content: bytes, n: int) -> bytes:
    """Bytes of their own for what is no document anyway; a document stays a duplicate."""
    return content if content.startswith(b"PK") else content + b" %d" % n


def lay(office: Office, inbox: Iterable[tuple[str, bytes]]) -> None:
    """Files in the inbox, in their order."""
    for n, (name, content) in enumerate(inbox):
        path = office.workspace.inbox / name
        path.write_bytes(content)
        os.utime(path, (FIRST + n, FIRST + n))


def an_inbox(files: Iterable[tuple[str, bytes]]) -> Scene:
    laid = list(files)
    return Scene(name="inbox", build=lambda office: lay(office, laid), act=a_run)


# ── what people do with a case ────────────────────────────────────────────────────────────────────────


def _granted(office: Office, *more: str, day: str = "2026-06-30") -> None:
    for name in (*GRANTED, *more):
        drop(office, name, good(name))
    run(office, day)


def _page(office: Office, title: str, tick: str) -> tuple[str, bytes]:
    """The page of an open task as somebody has answered it, taken from the folder of open questions."""
    (task,) = [one for one in office.register.tasks(CASE) if title in one.title and one.state == "open"]
    assert isinstance(question_of_task(office, task), Question)
    path = task_path(office, task)
    content = filled_in(path.read_bytes(), tick, by=BY, note="Læst.")
    path.unlink()
    return path.name, content


def _pages(office: Office) -> None:
    """Pages that release, hold and place; a paper in the case's folder; a form that changes the case."""
    drop(office, "decision_buf", as_child(good("decision_buf"), "Ukendt Barn", "740313-4028"), file="fremmed")
    _granted(office)
    (asks,) = office.workspace.questions.glob("*Afklares.docx")
    placed = asks.name, filled_in(asks.read_bytes(), "drop", by=BY)
    asks.unlink()
    (office.workspace.cases / CASE / "bilag" / "PPV.pdf").write_bytes(b"%PDF-1.7 en PPV")
    pages = [
        _page(office, "Afgørelsesbrev – undervisning", "release"),
        _page(office, "Brev til barnet", "hold"),
        placed,
    ]
    lay(office, pages)


def _release(office: Office, day: dt.date) -> None:
    release_letters(office, CASE, ["decision_social", "child_letter"], BY, day)


HEARD = {"/family_view": "Alma vil gerne begynde, og begge forældre er enige med hende i det."}


def _taken_back(office: Office) -> None:
    """The mail of a course lies unsent beside a released letter; then the agreement names another school."""
    _granted(office, "agreement", day="2026-08-10")
    release_letters(office, CASE, ["decision_school"], BY, dt.date(2026, 8, 10))
    other = changed(good("agreement"), {"/school/name": "Skolen ved Prøvesøen"})
    lay(office, [("anden aftale.docx", filled("agreement", other))])


def _taken_up_again(office: Office) -> None:
    """The mail that was taken back is due again; the decision says something else than the letter."""
    _taken_back(office)
    run(office, "2026-08-11")
    agreement = changed(good("agreement"), {"/version": 3})
    decision = changed(good("decision_buf"), HEARD)
    lay(
        office,
        [("aftale.docx", filled("agreement", agreement)), ("ny.docx", filled("decision_buf", decision))],
    )


def _to_be_corrected(office: Office) -> None:
    """A released letter says something else than its case; the page asks for a correction of it."""
    _granted(office)
    release_letters(office, CASE, ["decision_school"], BY, dt.date(2026, 7, 1))
    drop(office, "decision_buf", changed(good("decision_buf"), HEARD), file="ny")
    run(office, "2026-07-02")
    lay(office, [_page(office, "Frigivet brev: Afgørelsesbrev – undervisning (modtager 1)", "correction")])


# ── deletion ──────────────────────────────────────────────────────────────────────────────────────────

LIMITS = (Retention(valid_from=dt.date(2026, 1, 1), case_months=2, idle_months=12, returned_months=6),)
LATER = dt.date(2027, 9, 1)
CLOCK = Clock(now=dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC), boot="b", running=1000.0)


def _to_forget(office: Office) -> None:
    lay(office, small_inbox())
    run(office)
    office.register.file_case(FilingRow(case_number=CASE, system="KINGO", filed_on="2026-07-01", noted_by=BY))


def _forget(office: Office, day: dt.date) -> None:
    listing = list_due(office, LIMITS, day, CLOCK)
    if not listing.empty:
        forget_listed(office, LIMITS, day, CLOCK, code=listing.code, by=BY)


SCENES = {
    scene.name: scene
    for scene in (
        Scene(name="pages", build=_pages, act=a_run, day=dt.date(2026, 7, 1)),
        Scene(name="release", build=_granted, act=_release, day=dt.date(2026, 7, 1)),
        Scene(name="taken back", build=_taken_back, act=a_run, day=dt.date(2026, 8, 11)),
        Scene(name="taken up again", build=_taken_up_again, act=a_run, day=dt.date(2026, 8, 12)),
        Scene(name="correction", build=_to_be_corrected, act=a_run, day=dt.date(2026, 7, 3)),
        Scene(name="forget", build=_to_forget, act=_forget, day=LATER),
    )
}
"""What people do, beside the inbox with each end (`an_inbox`)."""
