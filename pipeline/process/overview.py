"""The list of cases that everyone in the office may open: `oversigt.html`, beside the folders it leads to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import danish
from pipeline.delivery import write_file
from pipeline.process.accounts import said_of
from pipeline.process.documents import CaseWork
from pipeline.process.offices import Office
from pipeline.process.questions import question_path, task_path
from pipeline.process.tasks import came_on, label_of, number_in
from pipeline.register import InputRow
from pipeline.render.overview import CaseLine, FileLine, Linked, overview_page

NAME = "oversigt.html"
PAPER = "Bilag"
STUCK = "Sag {number} kunne ikke bringes ajour. Sig det til driften."
_DATE = re.compile(r"[0-9]{1,2}\. [a-zæøå]+ [0-9]{4}")
_MOST_REASONS = 3


def write_overview(
    office: Office, lines: Iterable[CaseLine], stuck: Iterable[str], waiting: Iterable[InputRow], day: dt.date
) -> None:
    """Write the list of an area anew where it says something else than the one that lies there.

    `stuck` are the numbers of cases that could not be brought up to date; `waiting` the files that wait for
    an answer. What went back is listed for as long as its folder lies there.
    """
    content = overview_page(
        list(lines),
        list(_waiting(office, waiting)),
        list(_returned(office)),
        [STUCK.format(number=number) for number in stuck],
        day,
    )
    path = office.workspace.shared / NAME
    if not (path.exists() and path.read_bytes() == content):
        write_file(path, content)


def case_line(office: Office, number: str, work: CaseWork) -> CaseLine:
    step = work.steps[0] if work.steps else None
    programme = work.case.programme
    tasks = [task for task in work.tasks if task.state == "open"]
    return CaseLine(
        number=number,
        child=said_of(work.case, programme.child_name),
        school=said_of(work.case, programme.place),
        programme=programme.title,
        state=str(work.case.names["state"]),
        on_hold=bool(work.case.conflicts),
        step=f"{step['who']}: {step['what']}" if step else "",
        by=step["by"] if step else "",
        due=_day_in(step["by"]) if step else None,
        tasks=tuple(
            Linked(text=task.title, path=_relative(office, task_path(office, task))) for task in tasks
        ),
    )


def _day_in(words: str) -> dt.date | None:
    """The day that a sentence names, the last of several; None where it names none."""
    days = [danish.parse_date(found) for found in _DATE.findall(words)]
    known = [day for day in days if isinstance(day, dt.date)]
    return known[-1] if known else None


def _waiting(office: Office, inputs: Iterable[InputRow]) -> Iterator[FileLine]:
    for row in inputs:
        said = row.submission
        form = office.catalogue.form_of(said.programme, said.form, said.version) if said.form else None
        titled = form.title if form else PAPER
        path = question_path(office, row)
        there = _relative(office, path) if path.exists() else ""
        yield FileLine(what=Linked(text=titled, path=there), came=came_on(row), why=row.reason)


def _returned(office: Office) -> Iterator[FileLine]:
    """What went back and still lies in its folder: somebody has to send it, or to mend it."""
    names = {path.name for path in office.workspace.returned.iterdir()}
    for row in office.register.inputs_numbered(sorted(filter(None, map(number_in, names)))):
        folder = office.workspace.returned / label_of(row)
        if row.end == "returned" and folder.name in names:
            findings = [one for one in row.submission.findings if one.severity == "error"]
            said = "; ".join(dict.fromkeys(one.label or "Filen" for one in findings[:_MOST_REASONS]))
            more = len(findings) - _MOST_REASONS
            yield FileLine(
                what=Linked(text=folder.name, path=f"{_relative(office, folder)}/"),
                came=came_on(row),
                why=f"{said} og {more} mere" if more > 0 else said,
            )


def _relative(office: Office, path: Path) -> str:
    return path.relative_to(office.workspace.shared).as_posix()
