"""Commands on a workspace and its register: init, run, cases, case."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import AS_JSON, TODAY, WORKSPACE, day_of
from pipeline.cli.shown import echo_json, paragraph, table
from pipeline.cli.tasks import say_tasks

if TYPE_CHECKING:
    from pipeline.process import Office, RunReport

ENDS = {
    "accepted": "modtaget",
    "returned": "til rettelse",
    "duplicate": "dublet",
    "waiting": "afklares",
    "attachment": "lagt på sagen",
    "stopped": "venter i indbakken",
}


@contextmanager
def open_office(root: Path) -> Iterator[Office]:
    """The workspace at `root` with its register and catalogue; closed again afterwards."""
    from pipeline.catalogue import load_catalogue
    from pipeline.errors import SetupError
    from pipeline.process import Office
    from pipeline.register import open_register
    from pipeline.settings import narrow_permissions, open_workspace

    narrow_permissions()
    workspace = open_workspace(root)
    catalogue = load_catalogue(root)
    strange = sorted(set(workspace.recipients) - catalogue.roles)
    # A role may be known to a programme that stands still.
    if strange and not catalogue.stopped:
        known = ", ".join(sorted(catalogue.roles))
        raise SetupError(f"no document goes to a recipient called {strange[0]!r}; roles: {known}")
    register = open_register(workspace.database)
    try:
        yield Office(workspace=workspace, register=register, catalogue=catalogue)
    finally:
        register.close()


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a workspace: its settings file and its folders."""
    from pipeline.catalogue import load_catalogue
    from pipeline.settings import narrow_permissions, start_workspace

    narrow_permissions()
    workspace = start_workspace(folder, load_catalogue().roles)
    click.echo(f"Drop filled forms in {workspace.inbox} and run: skoleflex run -w {folder}", err=True)
    click.echo(workspace.root)


@click.command()
@WORKSPACE
@click.option("--only", type=click.Choice(["folder", "mail"]), help="One channel only.")
@TODAY
@AS_JSON
def run(workspace: Path, only: str | None, today: dt.datetime | None, as_json: bool) -> None:
    """Empty the inbox once, and make what has become due."""
    if only == "mail":
        raise click.UsageError("there is no mailbox to read yet; forms come in by the folder")
    with open_office(workspace) as office:
        report = run_office(office, today.date() if today else None)
        if as_json:
            echo_json(_report_json(report))
        else:
            say_report(report)
        end(report)


def run_office(office: Office, today: dt.date | None, settle: float | None = None) -> RunReport:
    from pipeline.process import SETTLE, run_once

    return run_once(office, dt.datetime.now(dt.UTC), today, SETTLE if settle is None else settle)


def end(report: RunReport) -> None:
    """End with the code of what could not be done; everything else is done by then."""
    from pipeline.errors import PipelineError, RenderError, SetupError, TemporaryFailure

    for sentence in (*report.failed[1:], *report.stopped[1:]):
        click.echo(sentence, err=True)
    if report.broken:
        raise PipelineError(f"bug met in a file or case, which stays as it was: {report.broken[0]}")
    if report.failed:
        raise RenderError(report.failed[0])
    if report.stopped:
        raise SetupError(report.stopped[0])
    if report.untouched:
        raise TemporaryFailure(f"{report.untouched} file(s) could not be read just now; run again")


def _report_json(report: RunReport) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": t.file,
                "end": t.end,
                "case": t.case_number or None,
                "place": t.place,
                "reason": t.reason,
            }
            for t in report.took
        ],
        "documents": [{"case": number, "title": title} for number, title in report.made],
        "failed": list(report.failed),
        "broken": list(report.broken),
        "untouched": report.untouched,
        "stopped": list(report.stopped),
    }


def say_report(report: RunReport) -> None:
    """What became of what, as a table."""
    if not report.took and not report.made:
        if sys.stderr.isatty():  # from cron, no news is no mail
            click.echo("Nothing new.", err=True)
        return
    if report.took:
        rows = [
            (t.file, ENDS[t.end], f"sager/{t.case_number}" if t.case_number else t.place or t.reason)
            for t in report.took
        ]
        click.echo(table(("Fil", "Blev", "Se"), rows))
    if report.made:
        by_case: dict[str, list[str]] = {}
        for number, title in report.made:
            by_case.setdefault(number, []).append(title)
        rows2 = [(number, ", ".join(titles)) for number, titles in by_case.items()]
        click.echo("\n" + table(("Sag", "Nye dokumenter"), rows2))


@click.command()
@WORKSPACE
@TODAY
@AS_JSON
def cases(workspace: Path, today: dt.datetime | None, as_json: bool) -> None:
    """List the cases: number, child, school, state and next step."""
    from pipeline.process import case_lines

    with open_office(workspace) as office:
        lines = case_lines(office, day_of(today))
    if as_json:
        for line in lines:
            echo_json(line)
    else:
        rows = [(x["case"], x["child"], x["school"], x["state"], x["next"]) for x in lines]
        click.echo(table(("Sag", "Barn", "Skole", "Tilstand", "Næste skridt"), rows))


@click.command()
@click.argument("number")
@WORKSPACE
@TODAY
@click.option(
    "--release",
    "keys",
    metavar="DOC",
    multiple=True,
    help="Release a draft: its key, as shown for the case; without its number, every recipient's letter.",
)
@click.option("--by", metavar="NAME", help="The official who stands behind it.")
@AS_JSON
def case(
    number: str,
    workspace: Path,
    today: dt.datetime | None,
    keys: tuple[str, ...],
    by: str | None,
    as_json: bool,
) -> None:
    """Show a case: what was read, what was made, what waits, and the next step."""
    from pipeline.process import STATES, case_account, release_letters

    if bool(keys) != bool(by):
        raise click.UsageError("--release needs --by NAME, and the other way round")
    day = day_of(today)
    with open_office(workspace) as office:
        if by:
            released = release_letters(office, number, keys, by, day)
            for document in released.documents:
                click.echo(f"{document.title}: released by {by}", err=True)
            if released.note:
                click.echo(paragraph(released.note), err=True)
        account = case_account(office, number, day)
    if as_json:
        echo_json(account)
        return
    click.echo(f"{click.style(account['case'], bold=True)}  {account['programme']}  {account['state']}\n")
    click.echo(table(("Felt", "Værdi", "Sted"), [tuple(row.values()) for row in account["read"]]))
    documents = [
        (row["key"], STATES[row["state"]], row["file"])
        for row in account["documents"]
        if row["state"] != "withdrawn"
    ]
    if documents:
        click.echo("\n" + table(("Dokument", "Tilstand", "Fil"), documents))
    if account["waiting"]:
        click.echo("\nVenter:")
        for reason in account["waiting"]:
            click.echo(paragraph(f"– {reason}"))
    say_tasks(account["tasks"])
    for step in account["next"]:
        click.echo(f"\nNæste skridt: {step['who']}")
        click.echo(
            paragraph(
                f"{step['what']} Hvornår: {step['by']}. Til: {step['to']}. Hvordan: {step['how']}. "
                f"Underskrift: {step['signs']}. Journaliseres: {step['journal']}."
            )
        )
