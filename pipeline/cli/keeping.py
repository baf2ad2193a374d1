"""Commands that keep the register honest: verify, forget, insight."""

from __future__ import annotations

import datetime as dt
import getpass
import re
import sys
from pathlib import Path

import click

from pipeline.cli.office import open_office
from pipeline.cli.options import AS_JSON, TODAY, WORKSPACE, day_of
from pipeline.cli.shown import echo_json, paragraph, table

_CPR = re.compile(r"[0-9]{6}[- ]?[0-9]{4}")


@click.command()
@WORKSPACE
@click.option("--seal", default="", metavar="SEAL", help="A seal of the trail that was kept elsewhere.")
@AS_JSON
def verify(workspace: Path, seal: str, as_json: bool) -> None:
    """Recount: is everything that came in still there, whole, and somebody's?"""
    from pipeline.errors import SetupError
    from pipeline.process import recount
    from pipeline.wording import recount as says

    with open_office(workspace) as office:
        found = recount(office, seal)
    if as_json:
        echo_json(
            {
                "counts": dict(found.counts),
                "problems": list(found.problems),
                "remarks": list(found.remarks),
                "trail": {"links": found.trail[0], "seal": found.trail[1]},
            }
        )
    else:
        click.echo(table(("Hvad", "Antal"), [(says.COUNTS[key], str(n)) for key, n in found.counts.items()]))
        for sentence in (*found.problems, *found.remarks):
            click.echo(paragraph(f"– {sentence}"))
        click.echo(paragraph(says.TRAIL.format(n=found.trail[0], seal=found.trail[1]), ""))
        if not found.problems:
            click.echo(says.WHOLE)
    if found.problems:
        raise SetupError(f"{len(found.problems)} thing(s) are not as they should be")


@click.command()
@WORKSPACE
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and the code to ask for it with.")
@click.option("--confirm", default="", metavar="CODE", help="Delete what the dry run with this code listed.")
@click.option("--clock-is-right", is_flag=True, help="The clock was checked after it jumped.")
@click.option("--by", default="", metavar="NAME", help="Who decides it.")
@TODAY
@AS_JSON
def forget(
    workspace: Path,
    dry_run: bool,
    confirm: str,
    clock_is_right: bool,
    by: str,
    today: dt.datetime | None,
    as_json: bool,
) -> None:
    """Delete what its time is up for: first --dry-run, then --confirm CODE --by NAME."""
    from pipeline.catalogue.retention import load_retention
    from pipeline.process import Clock, forget_listed, lines_of, list_due, listing_json, look, trust
    from pipeline.wording import forgetting as says

    if bool(confirm) == dry_run and not clock_is_right:
        raise click.UsageError("begin with --dry-run; then --confirm CODE --by NAME")
    if (confirm or clock_is_right) and not by:
        raise click.UsageError("who decides it? --by NAME")
    if today and not dry_run:
        raise click.UsageError("--today is for --dry-run: what is deleted is due on the real day")
    limits = load_retention(workspace)
    clock: Clock = look()
    with open_office(workspace) as office:
        if clock_is_right:
            trust(office.register, clock)
        if confirm:
            listing = forget_listed(office, limits, dt.date.today(), clock, code=confirm, by=by)
            done = {"cases": listing.cases, "files": listing.inputs, "mails": listing.mails}
            click.echo(says.DONE.format(**{what: len(rows) for what, rows in done.items()}))
            return
        if not dry_run:
            return
        listing = list_due(office, limits, day_of(today), clock)
    real = today is None
    if as_json:
        echo_json({**listing_json(listing), "confirm": listing.code if real else None})
        return
    if listing.empty:
        click.echo(says.NOTHING)
    else:
        click.echo(table(("Slettes", "Hvorfor"), list(lines_of(listing))))
    for sentence in listing.kept:
        click.echo(paragraph(f"– {sentence}"))
    if not any(any(row.months) for row in limits):
        click.echo(paragraph(says.UNDECIDED, ""))
    if listing.doubt:
        click.echo(paragraph(says.DOUBT.format(day=listing.doubt), ""), err=True)
    if real and not listing.empty:
        click.echo(says.HOW.format(code=listing.code), err=True)


@click.command()
@click.argument("case", required=False)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder for it all.",
)
@click.option("--by", required=True, metavar="NAME", help="Who asks for it; it is put on record.")
@WORKSPACE
def insight(case: str | None, out: Path, by: str, workspace: Path) -> None:
    """Write all about one child into a folder: the child of CASE, or of a cpr number.

    Without CASE the cpr number is asked for, or read from standard input: on the command line others of this
    machine could see it.
    """
    from pipeline.process import give_insight

    if _CPR.search(case or "") or _CPR.search(str(out)):
        raise click.UsageError(
            "a cpr number doesn't belong on the command line; leave CASE out and it is asked for"
        )
    cpr = "" if case else _asked_for()
    with open_office(workspace) as office:
        given = give_insight(office, out, dt.datetime.now(dt.UTC), by, number=case or "", cpr=cpr)
    click.echo(f"{len(given.cases)} case(s), {given.originals} original(s)", err=True)
    click.echo(given.page)


def _asked_for() -> str:
    """The ten digits of a cpr number, typed unseen or from standard input."""
    text = getpass.getpass("CPR: ") if sys.stdin.isatty() else sys.stdin.readline()
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise click.UsageError("a cpr number has ten digits")
    return digits
