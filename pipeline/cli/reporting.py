"""The command on figures: report."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.office import open_office
from pipeline.cli.options import AS_JSON, TODAY, WORKSPACE, day_of
from pipeline.cli.shown import echo_json


@click.command()
@click.argument("programme")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The calendar year.")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A .docx or .html file."
)
@WORKSPACE
@TODAY
@AS_JSON
def report(
    programme: str, year: int, out: Path, workspace: Path, today: dt.datetime | None, as_json: bool
) -> None:
    """Figures of a programme's year, for a committee: no names, and no count under five."""
    from pipeline.delivery import write_file
    from pipeline.errors import SetupError
    from pipeline.process import report_on, write_report

    kind = out.suffix.lower().removeprefix(".")
    if kind not in ("docx", "html"):
        raise click.UsageError("-o takes a file that ends in .docx or .html")
    with open_office(workspace) as office:
        told = report_on(office, programme, year, day_of(today))
        content = write_report(office, told, kind)
    try:
        write_file(out, content)
    except OSError as error:
        raise SetupError(f"{out} can't be written: {error.strerror}") from None
    if as_json:
        echo_json({"file": str(out), **asdict(told)})
    else:
        click.echo(out)
