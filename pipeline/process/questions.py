"""What waits for a person's answer, as staff see it: one page for each in the folder of open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.assemble.case import date_leaf
from pipeline.delivery import alone, safe_name, write_file
from pipeline.errors import SetupError
from pipeline.process.documents import TURN, Office
from pipeline.process.joining import NEW_CASE, opened_by
from pipeline.process.receipts import task_note
from pipeline.process.released import SEND, SENT
from pipeline.register import InputRow, TaskEntry

DENMARK = ZoneInfo("Europe/Copenhagen")
ANSWERED = "Lagt på sagen af {by} den {day}."


def label_of(row: InputRow) -> str:
    """The day a file came and its number: names nobody, and is the same however often it is asked for."""
    return f"{came_on(row).isoformat()}-{row.sequence:04d}"


def came_on(row: InputRow) -> dt.date:
    """The day a file came, in Denmark."""
    return dt.datetime.fromisoformat(row.received_at).astimezone(DENMARK).date()


def question_path(office: Office, row: InputRow) -> Path:
    came_by = office.at(row.channel.partition(":")[2])
    return came_by.workspace.questions / f"{label_of(row)} Afklares.docx"


def task_line(task: TaskEntry) -> str:
    """An open task in one sentence, with its name and its answers; empty once it is no longer open."""
    if task.state != "open":
        return ""
    answers = " · ".join(f"{key}: {shown}" for key, shown in task.choices.items())
    return f"Opgave {task.name} – {task.title}. {task.says} Svar: {answers}."


def show_tasks(office: Office, tasks: Iterable[TaskEntry]) -> None:
    """A page for each open task; the pages of the others go away."""
    for task in tasks:
        path = office.workspace.questions / safe_name(f"{task.case_number} Opgave {task.number}.docx")
        if task.state != "open":
            path.unlink(missing_ok=True)
        elif not path.exists():
            day = date_leaf(dt.date.fromisoformat(task.opened_on), "register")
            write_file(path, task_note(task, day, office.catalogue).content)


def resolve(office: Office, name: str, answer: str, by: str, day: dt.date, note: str = "") -> str:
    """A named person answers a task (`SF-2026-0001/2`), or says where a waiting file (`2026-06-30-0004`)
    belongs; the case it is about.

    Raises SetupError where there is no such question or no such answer, TemporaryFailure while a run is at
    work.
    """
    with alone(office.workspace.lock, TURN):
        number, slash, _ = name.partition("/")
        if slash:
            return _answer(office, name, number, answer, by, day, note)
        return _place(office, name, answer, by, day)


def _answer(office: Office, name: str, number: str, answer: str, by: str, day: dt.date, note: str) -> str:
    office.row(number)
    office = office.of_case(number)
    task = next((task for task in office.register.tasks(number) if task.name == name), None)
    if task is None or task.state == "gone":
        raise SetupError(f"there is no open task {name}")
    if task.state == "answered":
        raise SetupError(f"{name} was answered by {task.answered_by} on {task.answered_on}")
    if answer not in task.choices:
        raise SetupError(f"{name} has no answer {answer!r}; answers: {', '.join(task.choices)}")
    answered = replace(
        task,
        state="answered",
        answer=answer,
        answered_by=by,
        answered_on=day.isoformat(),
        note=note,
    )
    office.touch(number)
    office.register.save_task(answered)
    if answer == SENT and task.key.startswith(SEND):
        _mark_sent(office, number, task.key.removeprefix(SEND))
    show_tasks(office, [answered])
    return number


def _mark_sent(office: Office, number: str, name: str) -> None:
    key, _, version = name.rpartition(":")
    for document in office.register.versions(number, key):
        if document.version == int(version):
            office.register.save_document(replace(document, state="sent"))


def _place(office: Office, name: str, answer: str, by: str, day: dt.date) -> str:
    waiting = office.register.inputs_where(end="waiting")
    row = next((row for row in waiting if label_of(row) == name), None)
    if row is None:
        raise SetupError(f"no file called {name} waits for an answer")
    programme = office.catalogue.programme(row.submission.programme)
    reason = ANSWERED.format(by=by, day=day.isoformat())
    if answer == NEW_CASE:
        if row.submission.form not in (programme.opens, *programme.opens_early):
            raise SetupError("a form of this kind opens no case; answer with the number of its case")
        number = office.register.join(
            row.id, "", reason=reason, opens=opened_by(row.submission, programme, day)
        )
    else:
        if office.row(answer).programme != programme.id:
            raise SetupError(f"{answer} is a case of another programme")
        number = office.register.join(row.id, answer, reason=reason)
    question_path(office, row).unlink(missing_ok=True)
    return number
