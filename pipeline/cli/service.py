"""Commands of the long run: watch, status, doctor."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.office import open_office, report_json, say_report
from pipeline.cli.options import AS_JSON, TODAY, WORKSPACE
from pipeline.cli.progress import ENDS, PROGRESS, follower
from pipeline.cli.shown import echo_json, table

if TYPE_CHECKING:
    from pipeline.process import RunReport
    from pipeline.service.state import Standing

VERDICTS = {"fine": "ok", "missing": "-", "wrong": "!!"}


@click.command()
@WORKSPACE
@TODAY
@PROGRESS
@click.pass_context
def watch(context: click.Context, workspace: Path, today: dt.datetime | None, progress: str) -> None:
    """Work off the inbox for ever. SIGTERM stops it after the file in hand, SIGHUP rereads the settings."""
    from pipeline.service.doctor import refuse_unsafe
    from pipeline.service.watching import watch as keep_watching
    from pipeline.settings import open_areas

    refuse_unsafe(open_areas(workspace))
    bar = sys.stderr.isatty() and progress == "auto"

    def report(round: RunReport) -> None:
        if progress == "json":
            echo_json(report_json(round))
        elif bar:
            say_report(round)

    click.echo(f"Watching {workspace}; stop with Ctrl-C or SIGTERM.", err=True)
    keep_watching(
        lambda: open_office(workspace),
        say=lambda sentence: click.echo(f"skoleflex: {sentence}", err=True),
        follow=follower(progress, each=True),
        report=report,
        today=today.date() if today else None,
    )


@click.command()
@WORKSPACE
@AS_JSON
@click.pass_context
def status(context: click.Context, workspace: Path, as_json: bool) -> None:
    """Tell whether somebody watches, what was done last, and what waits. Exit 75 where nobody does."""
    from pipeline.register import open_register
    from pipeline.service.state import state_of
    from pipeline.settings import narrow_permissions, open_areas

    narrow_permissions()
    areas = open_areas(workspace)
    register = open_register(areas[0].database, areas[0].register_url)
    try:
        state = state_of(areas, register, dt.datetime.now(dt.UTC))
    finally:
        register.close()
    if as_json:
        echo_json(asdict(state))
    else:
        _say_state(state)
    context.exit(0 if state.alive else 75)


def _say_state(state: Standing) -> None:
    # Of those that have stopped only the last one is news, and that only while nobody watches.
    living = [told for told in state.watchers if told["alive"] or told["state"] != "stopped"]
    for told in living or state.watchers[:1]:
        alive = "watching" if told["alive"] else ("stopped" if told["state"] == "stopped" else "SILENT")
        since = f"since {told['since']}, last sign {told['at']}"
        click.echo(f"{alive}: process {told['pid']} on {told['host']}, {since}{_took(told)}")
        for trouble in told["troubles"] if told["alive"] else ():
            click.echo(f"  ! {trouble}")
    if state.last_run:
        click.echo(f"last run: {state.last_run['at']}{_took(state.last_run)}")
    if not state.alive:
        click.echo("Nobody watches, and no run has been here lately: start 'skoleflex watch'.", err=True)
    rows = [
        (
            inbox.area or "-",
            "AWAY" if inbox.away else str(inbox.waiting),
            str(inbox.in_work),
            inbox.oldest or "-",
        )
        for inbox in state.inboxes
    ]
    click.echo(table(("Område", "I indbakken", "I arbejde", "Ældste fra"), rows))
    ends = ", ".join(f"{ENDS.get(end, end)} {n}" for end, n in sorted(state.counts.ends.items())) or "ingen"
    click.echo(
        f"Sager: {state.counts.cases}. Åbne opgaver: {state.counts.tasks}. Filer: {ends}. "
        f"Mangler kvittering: {state.counts.owed}."
    )


def _took(told: dict[str, Any]) -> str:
    ends = ", ".join(f"{ENDS.get(end, end)} {n}" for end, n in sorted(told["ends"].items()))
    return f"; {ends}, latest {told['last_file_at']}" if ends else ""


@click.command()
@WORKSPACE
@AS_JSON
@click.pass_context
def doctor(context: click.Context, workspace: Path, as_json: bool) -> None:
    """Tell what is set up on this machine and what is missing. Exit 3 where something must be mended
    first."""
    from pipeline.catalogue import load_catalogue
    from pipeline.errors import SetupError
    from pipeline.service.doctor import Verdict, examine_machine
    from pipeline.settings import narrow_permissions, open_areas

    narrow_permissions()
    areas = open_areas(workspace)
    try:
        roles = load_catalogue(workspace).approving_roles
    except SetupError:  # `catalogue check` says what is wrong there
        roles = frozenset()
    checked = examine_machine(areas, roles)
    for one in checked:
        if as_json:
            echo_json(asdict(one))
        else:
            click.echo(f"{VERDICTS[one.verdict]:2} {one.what}: {one.says}")
    context.exit(3 if any(one.verdict is Verdict.WRONG for one in checked) else 0)
