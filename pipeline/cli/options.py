"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to reckon with (default: today)."
)
WORKSPACE = click.option(
    "-w",
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The workspace (default: the current folder).",
)
OVERLAY = click.option(
    "-w",
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With the overlay of a workspace.",
)


def day_of(today: dt.datetime | None) -> dt.date:
    """The day that was asked for, or today."""
    return today.date() if today else dt.date.today()
