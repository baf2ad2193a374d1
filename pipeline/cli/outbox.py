"""The outbox: which mails wait and why, and what a person says of one whose fate nobody knows."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.office import open_office
from pipeline.cli.options import AS_JSON, WORKSPACE
from pipeline.cli.shown import echo_json, paragraph, table

STATES = {
    "ready": "Venter",
    "sending": "Sendes",
    "sent": "Sendt",
    "uncertain": "Uvis – er den kommet frem?",
    "failed": "Ikke sendt",
    "returned": "Kom tilbage – ikke afleveret",
    "withdrawn": "Trukket",
}


@click.group(invoke_without_command=True)
@WORKSPACE
@AS_JSON
@click.pass_context
def outbox(context: click.Context, workspace: Path, as_json: bool) -> None:
    """The mails of the outbox; retry or confirm one that waits for a person."""
    context.obj = workspace
    if context.invoked_subcommand:
        return
    from pipeline.wording.mail import why_it_waits

    with open_office(workspace) as office:
        rows = office.register.mails()
    if as_json:
        for row in rows:
            told = asdict(row)
            del told["recipient"]  # who wrote stands in the register and nowhere else
            echo_json(told)
        return
    lines = [
        (row.id, row.case_number or "svar på en mail", STATES[row.state], str(row.attempts))
        for row in rows
        if row.state != "withdrawn"
    ]
    click.echo(table(("Mail", "Sag", "Tilstand", "Forsøg"), lines))
    for row in rows:
        if row.why and row.state in ("ready", "uncertain", "failed", "returned"):
            click.echo(paragraph(f"{row.id}: {why_it_waits(row.why)}"))


@outbox.command()
@click.argument("id")
@click.option("--by", required=True, metavar="NAME", help="Who decided it.")
@click.pass_obj
def retry(workspace: Path, id: str, by: str) -> None:
    """Send the mail ID again: it did not arrive."""
    _settle(workspace, id, by, again=True)


@outbox.command()
@click.argument("id")
@click.option("--by", required=True, metavar="NAME", help="Who knows it.")
@click.pass_obj
def confirm(workspace: Path, id: str, by: str) -> None:
    """The mail ID did arrive: nothing more is to be done."""
    _settle(workspace, id, by, again=False)


def _settle(workspace: Path, id: str, by: str, *, again: bool) -> None:
    from pipeline.process import settle_mail

    with open_office(workspace) as office:
        row = settle_mail(office, id, again=again, by=by)
    click.echo(f"{row.id}: {STATES[row.state]}")
