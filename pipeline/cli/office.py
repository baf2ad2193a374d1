"""Commands on a workspace and its register: init, run, cases, case."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import AS_JSON, TODAY, WORKSPACE, day_of
from pipeline.cli.progress import ENDS, PROGRESS, follower
from pipeline.cli.shown import echo_json, paragraph, table
from pipeline.cli.tasks import say_tasks

if TYPE_CHECKING:
    from pipeline.process import Office, RunReport

MOST_ROWS = 1000
"""Files that a table tells of one by one; of more it tells how many."""


@contextmanager
def open_office(root: Path) -> Iterator[Office]:
    """The workspace at `root`, at its first area, with its register and catalogue; closed again
    afterwards."""
    from pipeline.catalogue import load_catalogue
    from pipeline.errors import SetupError
    from pipeline.process import Office, note_children
    from pipeline.register import open_register
    from pipeline.settings import narrow_permissions, open_areas

    narrow_permissions()
    areas = open_areas(root)
    catalogue = load_catalogue(root)
    strange = sorted({role for area in areas for role in area.recipients} - catalogue.roles)
    # A role may be known to a programme that stands still.
    if strange and not catalogue.stopped:
        known = ", ".join(sorted(catalogue.roles))
        raise SetupError(f"no document goes to a recipient called {strange[0]!r}; roles: {known}")
    register = open_register(areas[0].database, areas[0].register_url)
    try:
        office = Office(workspace=areas[0], register=register, catalogue=catalogue, areas=areas)
        note_children(office)
        yield office
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
@PROGRESS
@AS_JSON
def run(workspace: Path, only: str | None, today: dt.datetime | None, progress: str, as_json: bool) -> None:
    """Empty the inbox once, and make what has become due."""
    with open_office(workspace) as office:
        report = run_office(office, today.date() if today else None, progress=progress, only=only or "")
        if as_json:
            echo_json(report_json(report))
        else:
            say_report(report)
        end(report)


def run_office(
    office: Office,
    today: dt.date | None,
    settle: float | None = None,
    progress: str = "auto",
    only: str = "",
) -> RunReport:
    """Run once, and leave the sign of it that `status` looks for."""
    from pipeline.process import SETTLE, look, run_once, tick
    from pipeline.service.pulse import RUN, Pulse

    tick(office.register, look())
    pulse = Pulse(folder=office.workspace.pulses, name=RUN)
    rest = SETTLE if settle is None else settle
    report = run_once(office, dt.datetime.now(dt.UTC), today, rest, follower(progress), only)
    pulse.took(took.end for took in report.took)
    pulse.troubles = (*report.delays, *report.broken)
    pulse.beat(now=True)
    return report


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
        why = f": {report.delays[0]}" if report.delays else ""
        raise TemporaryFailure(
            f"{report.untouched} file(s) or case(s) could not be done just now; run again{why}"
        )


def report_json(report: RunReport) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": t.file,
                "end": t.end,
                "case": t.case_number or None,
                "place": t.place,
                "reason": t.reason,
            }
            | ({"area": t.area} if t.area else {})
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
        if len(rows) > MOST_ROWS:
            counts = Counter(end for _, end, _ in rows)
            click.echo(table(("Blev", "Antal"), [(end, str(n)) for end, n in counts.most_common()]))
            rows = [row for row in rows if row[1] == ENDS["returned"]][:MOST_ROWS]
        click.echo(table(("Fil", "Blev", "Se"), rows))
    if len(report.made) > MOST_ROWS:
        cases = len({number for number, _ in report.made})
        click.echo(f"\n{len(report.made)} nye dokumenter i {cases} sager.")
    elif report.made:
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
@click.option("--filed-in", metavar="SYSTEM", help="Note that the case was filed (journaliseret) there.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it was filed.")
@click.option("--hold", metavar="REASON", help="Keep the case from being deleted.")
@click.option("--no-hold", is_flag=True, help="Let it be deleted again once its time is up.")
@click.option("--by", metavar="NAME", help="Who releases, notes or reads it (reading: default your login).")
@AS_JSON
def case(
    number: str,
    workspace: Path,
    today: dt.datetime | None,
    keys: tuple[str, ...],
    filed_in: str | None,
    on: dt.datetime | None,
    hold: str | None,
    no_hold: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Show a case: what was read, what was made, what waits, and the next step."""
    from pipeline.process import case_account

    if (keys or filed_in or hold or no_hold) and not by:
        raise click.UsageError("--release, --filed-in, --hold and --no-hold need --by NAME")
    if bool(filed_in) != bool(on):
        raise click.UsageError("--filed-in SYSTEM needs --on DATE, and the other way round")
    day = day_of(today)
    with open_office(workspace) as office:
        office.row(number)
        if keys:
            _release(office, number, keys, by or "", day)
        if filed_in and on:
            _note_filing(office, number, filed_in, on.date(), by or "")
        if hold:
            office.register.hold_case(number, hold, by or "")
        if no_hold and not office.register.lift_holds(number, by or ""):
            click.echo("nothing held it", err=True)
        office.register.note("read", number, by or login())
        account = case_account(office, number, day)
    if as_json:
        echo_json(account)
        return
    _show(account)


def login() -> str:
    """Who is at the keyboard, as the machine knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "ukendt"


def _release(office: Office, number: str, keys: tuple[str, ...], by: str, day: dt.date) -> None:
    from pipeline.process import release_letters

    released = release_letters(office, number, keys, by, day)
    for document in released.documents:
        click.echo(f"{document.title}: released by {by}", err=True)
    if released.note:
        click.echo(paragraph(released.note), err=True)


def _note_filing(office: Office, number: str, system: str, on: dt.date, by: str) -> None:
    from pipeline.register import FilingRow

    if on > dt.date.today():
        raise click.UsageError("--on is a day to come; note the filing once it is done")
    office.register.file_case(
        FilingRow(case_number=number, system=system, filed_on=on.isoformat(), noted_by=by)
    )


def _show(account: dict[str, Any]) -> None:
    from pipeline.process import STATES

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
    for row in account["filed"]:
        click.echo(paragraph(f"Journaliseret i {row['system']} den {row['on']} ({row['by']})."))
    for row in account["holds"]:
        click.echo(paragraph(f"Må ikke slettes: {row['reason']} ({row['by']})."))
    for sentence in account["attachments"]:
        click.echo("\n" + paragraph(sentence))
    say_tasks(account["tasks"])
    for step in account["next"]:
        click.echo(f"\nNæste skridt: {step['who']}")
        click.echo(
            paragraph(
                f"{step['what']} Hvornår: {step['by']}. Til: {step['to']}. Hvordan: {step['how']}. "
                f"Underskrift: {step['signs']}. Journaliseres: {step['journal']}."
            )
        )
