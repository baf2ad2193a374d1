"""Tasks: what a named person has to decide, kept with who decided it and when; and what files are called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.records import Filed, Task
from pipeline.register import CaseRow, InputRow, Register, TaskEntry

_LABEL = re.compile(r"\d{4}-\d\d-\d\d-(\d{4,12})")
UNDO = "undo"
"""What the key of a decision that was taken back begins with."""
DENMARK = ZoneInfo("Europe/Copenhagen")


def forms_that_count(register: Register, row: CaseRow) -> list[Filed]:
    """The forms of a case in the order they came, without decisions a named person has taken back. Answered
    pages are filed with their case too, and are no form of its programme."""
    tasks = register.tasks(row.number)
    taken_back = {int(task.key.partition(":")[2]) for task in tasks if task.key.startswith(f"{UNDO}:")}
    return [
        one
        for one in register.filed(row.number)
        if one.submission.programme == row.programme and one.sequence not in taken_back
    ]


def label_of(row: InputRow) -> str:
    """The day a file came and its number: names nobody, and is the same however often it is asked for."""
    return f"{came_on(row).isoformat()}-{row.sequence:04d}"


def number_in(label: str) -> int:
    """The number of a file in its label; 0 where it is none."""
    found = _LABEL.fullmatch(label)
    return int(found[1]) if found else 0


def came_on(row: InputRow) -> dt.date:
    """The day a file came, in Denmark."""
    return dt.datetime.fromisoformat(row.received_at).astimezone(DENMARK).date()


def update_tasks(
    register: Register, number: str, wanted: Iterable[Task], day: dt.date
) -> tuple[TaskEntry, ...]:
    """Open the tasks that are new, close those whose cause is gone; what was answered stays answered.

    The same question is never asked twice: one that came back after its cause was gone is open again.
    """
    there = {task.key: task for task in register.tasks(number)}
    asked = {task.key: task for task in wanted}
    for key, task in asked.items():
        told = {name: getattr(task, name) for name in ("title", "says", "who", "by", "choices")}
        before = there.get(key)
        if before is None:
            before = TaskEntry(
                case_number=number, number=0, key=key, state="open", opened_on=day.isoformat(), **told
            )
            there[key] = register.save_task(before)
        elif before.state != "answered":
            now = replace(before, state="open", **told)
            if now != before:
                there[key] = register.save_task(now)
    for key, entry in there.items():
        if entry.state == "open" and key not in asked:
            there[key] = register.save_task(replace(entry, state="gone"))
    return tuple(there.values())
