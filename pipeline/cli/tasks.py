"""The people's part of a case: open questions, and the answers given by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import TODAY, WORKSPACE, day_of
from pipeline.cli.shown import paragraph


@click.command()
@click.argument("task")
@WORKSPACE
@click.option("--answer", required=True, metavar="ANSWER", help="One of the answers the task shows.")
@click.option("--by", required=True, metavar="NAME", help="Who decided it.")
@click.option("--note", default="", metavar="TEXT", help="Why, in a sentence for the record.")
@TODAY
def resolve(task: str, workspace: Path, answer: str, by: str, note: str, today: dt.datetime | None) -> None:
    """Answer a TASK of a case, or say where a waiting file belongs; the next run goes on from there."""
    from pipeline.cli.office import open_office
    from pipeline.process import resolve as answer_task

    with open_office(workspace) as office:
        number = answer_task(office, task, answer, by, day_of(today), note)
    click.echo(f"{task}: {answer}, by {by}. Now run: skoleflex run -w {workspace}", err=True)
    click.echo(number)


def say_tasks(tasks: list[dict[str, Any]]) -> None:
    """The tasks of a case: what is open, with its answers, and who answered what."""
    for task in tasks:
        if task["state"] == "open":
            click.echo(f"\nOpgave {task['task']}: {task['title']}")
            click.echo(paragraph(f"{task['says']} Hvem: {task['who']}. Hvornår: {task['by']}."))
            for key, shown in task["choices"].items():
                click.echo(f"  {key:14} {shown}")
        else:
            answer = task["choices"].get(task["answer"], task["answer"])
            note = f" ({task['note']})" if task["note"] else ""
            told = f"{answer} – {task['answered_by']}, {task['answered_on']}{note}"
            click.echo(paragraph(f"Besvaret {task['task']}: {task['title']}. {told}"))
