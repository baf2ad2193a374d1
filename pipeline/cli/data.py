"""Commands on the data the program is told by, and the demonstration that needs nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import AS_JSON, OVERLAY, TODAY, WORKSPACE
from pipeline.cli.shown import echo_json, paragraph, table
from pipeline.errors import RenderError, SetupError

if TYPE_CHECKING:
    from pipeline.catalogue import Catalogue, DataFault, DataFile

if TYPE_CHECKING:
    from pipeline.catalogue import Catalogue
    from pipeline.process import RunReport


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("skoleflex-demo"),
    show_default=True,
    help="The workspace to make.",
)
@TODAY
def demo(out: Path, today: dt.datetime | None) -> None:
    """Make a workspace, drop the shipped samples into it, and show what became of each.

    The last table sums up each programme: how its files ended, and what its cases have led to.
    """
    from pipeline.catalogue import load_catalogue, shipped
    from pipeline.cli.office import end, open_office, run_office, say_report
    from pipeline.settings import narrow_permissions, start_workspace

    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} isn't empty; give another folder with --out")
    narrow_permissions()
    known = load_catalogue()
    workspace = start_workspace(out, known.roles)
    dropped: dict[str, str] = {}
    for sample in sorted((shipped() / "samples").glob("*/*/*.*")):
        if sample.suffix == ".json":
            continue
        # Every programme has an application/good: the name says whose.
        programme = sample.parents[1].name
        name = f"{programme}-{sample.parent.name}-{sample.name}"
        shutil.copyfile(sample, workspace.inbox / name)
        dropped[name] = programme
    with open_office(out) as office:
        report = run_office(office, today.date() if today else None, settle=0)
    say_report(report)
    click.echo("\n" + _by_programme(known, dropped, report))
    end(report)
    click.echo(f"\nCases: {workspace.cases}   Sent back: {workspace.returned}", err=True)


def _by_programme(known: Catalogue, dropped: Mapping[str, str], report: RunReport) -> str:
    """A line for each programme: its files by how they ended, its cases, and the documents made of them."""
    ends = Counter((dropped[took.file], took.end) for took in report.took if took.file in dropped)
    rows = []
    for name, programme in known.programmes.items():
        there = [ended for (of, ended), n in ends.items() for _ in range(n) if of == name]
        cases = {number for number, _ in report.made if number.startswith(f"{programme.case_prefix}-")}
        made = [number for number, _ in report.made if number in cases]
        taken, returned = there.count("accepted"), there.count("returned")
        numbers = (len(there), taken, returned, len(there) - taken - returned, len(cases), len(made))
        rows.append((programme.title, *map(str, numbers)))
    return table(("Ordning", "Filer", "Modtaget", "Til rettelse", "Venter", "Sager", "Dokumenter"), rows)


@click.group()
def catalogue() -> None:
    """The programmes' data: proved, listed, spelled out."""


@catalogue.command("check")
@click.option(
    "--annotate",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write copies of the templates with comments at what is to be mended into this folder.",
)
@OVERLAY
@AS_JSON
@click.pass_context
def check_data(context: click.Context, folder: Path | None, workspace: Path | None, as_json: bool) -> None:
    """Prove forms, rules, gates, templates and law without running a case.

    Exit 3 if the data is wrong, 5 if nothing but templates is.
    """
    from pipeline.catalogue import check_catalogue

    overlays = [workspace] if workspace else []
    faults = check_catalogue(*overlays)
    errors = [fault for fault in faults if fault.severity == "error"]
    for fault in faults:
        if as_json:
            echo_json(fault.as_json())
        else:
            place = f", {fault.place}" if fault.place else ""
            code = f" [{fault.code}]" if fault.flaw else ""
            click.echo(f"{fault.severity}: {fault.file}{place}: {fault.message}{code}")
    if folder:
        _write_commented(folder, faults, overlays)
    click.echo(f"{len(errors)} errors, {len(faults) - len(errors)} warnings", err=True)
    elsewhere = any(fault.flaw is None for fault in errors)
    context.exit(SetupError.exit_code if elsewhere else RenderError.exit_code if errors else 0)


def _write_commented(folder: Path, faults: Sequence[DataFault], overlays: Sequence[Path]) -> None:
    """A copy for each template with something to mend; which ones can't have comments is said."""
    from pipeline.catalogue import commented_templates, shipped
    from pipeline.delivery import write_file

    if any(
        folder.resolve().is_relative_to((root / "templates").resolve()) for root in (shipped(), *overlays)
    ):
        raise click.UsageError("--annotate names a folder that templates are read from; name another one")
    written = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for name, copy in commented_templates(faults, *overlays, written=written).items():
        if copy is None:
            click.echo(f"templates/{name}: no comments can be put into this file", err=True)
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, copy)
        click.echo(f"templates/{name}: commented copy in {target}", err=True)


FROM = {
    "shipped": "pakken",
    "own": "her",
    "same": "her (kopi)",
    "edited": "her (rettet)",
    "behind": "her (rettet)",
    "gone": "her (rettet)",
    "unknown": "her",
}
SINCE = {
    "behind": "{name}: originalen er ændret, siden den blev kopieret {copied_on}. Se, hvad der er nyt, med: "
    "skoleflex catalogue copy {name} -w EN-TOM-MAPPE",
    "gone": "{name}: originalen findes ikke længere i pakken. Filen her gælder stadig.",
    "unknown": "{name}: er en anden end pakkens, og det er ikke skrevet ned, hvad den er kopieret fra.",
}


@catalogue.command("list")
@OVERLAY
@AS_JSON
def list_data(workspace: Path | None, as_json: bool) -> None:
    """The programmes, their forms, documents and templates, and where each comes from."""
    from pipeline.catalogue import load_catalogue, where_from

    known = load_catalogue(*([workspace] if workspace else []))
    files = {file.name: file for file in where_from(workspace)}
    rows = list(_listed(known, files))
    if as_json:
        for row in rows:
            echo_json(row)
        return
    shown = [(row["programme"], row["kind"], row["name"], FROM[row["state"]], row["title"]) for row in rows]
    click.echo(table(("Program", "Slags", "Navn", "Fra", "Titel"), shown))
    for file in files.values():
        if file.state in SINCE:
            told = SINCE[file.state].format(name=file.name, copied_on=file.copied_on)
            click.echo("\n" + paragraph(told, ""))
    for stopped in known.stopped.values():
        click.echo("\n" + paragraph(f"{stopped.id} står stille: {stopped.flaws[0]}", ""))


def _listed(known: Catalogue, files: Mapping[str, DataFile]) -> Iterator[dict[str, str]]:
    """A row for each programme, form and document, then one for each file that none of them is made from."""
    left = dict(files)

    def row(programme: str, kind: str, name: str, title: str, file: str) -> dict[str, str]:
        left.pop(file, None)
        told = {"programme": programme, "kind": kind, "name": name, "title": title, "file": file}
        state = files[file].state if file in files else "shipped"
        return told | {"from": "shipped" if state == "shipped" else "workspace", "state": str(state)}

    for programme in known.programmes.values():
        told = f"schemas/{programme.id}/programme.toml"
        yield row(programme.id, "programme", programme.id, programme.title, told)
        for form in (*programme.forms.values(), *programme.older_forms):
            file = f"schemas/{programme.id}/{form.name}.v{form.version}.schema.json"
            yield row(programme.id, "form", f"{form.name} v{form.version}", form.title, file)
        for document in programme.documents:
            templates = (f"templates/{one}/{document.template}" for one in (programme.id, programme.based_on))
            file = next((one for one in templates if document.template and one in files), told)
            yield row(programme.id, document.kind, document.id, document.title, file)
    for file in sorted(left):
        kind = "template" if file.startswith("templates/") else "data"
        yield row(files[file].programme, kind, file.partition("/")[2], "", file)


@catalogue.command("copy")
@click.argument("what")
@WORKSPACE
def copy_data(what: str, workspace: Path) -> None:
    """Copy shipped data into the workspace, to be changed there.

    WHAT: a programme, PROGRAMME/FORM, PROGRAMME/TEMPLATE, law.toml or holidays.toml. What was edited in the
    workspace is never written over.
    """
    from pipeline.catalogue import plan_copy

    plan = plan_copy(what, workspace, dt.date.today())
    _write(plan.files, workspace)
    for name in plan.kept:
        click.echo(f"{workspace / name} was edited here and stays as it is", err=True)
    if not plan.files:
        raise SetupError(f"nothing was copied: move {plan.kept[0]} away first, if you want the shipped one")
    click.echo(f"Edit it there, then: skoleflex catalogue check -w {workspace}", err=True)


@catalogue.command("new")
@click.argument("programme")
@click.option("--title", help="What it is called on forms and letters (default: its name).")
@click.option("--municipality", default="Eksempel Kommune", show_default=True, help="Whose it is.")
@WORKSPACE
def new_data(programme: str, title: str | None, municipality: str, workspace: Path) -> None:
    """Start a programme in the workspace: what it says, one form, one letter. Each is there to be changed."""
    from pipeline.catalogue import load_catalogue, plan_programme

    known = load_catalogue(workspace)
    name = title or programme.replace("-", " ").capitalize()
    _write(plan_programme(programme, name, municipality, known, workspace).files, workspace)
    click.echo(f"Change these files, then: skoleflex catalogue check -w {workspace}", err=True)


def _write(files: Mapping[str, bytes], workspace: Path) -> None:
    from pipeline.delivery import write_file

    for name, content in files.items():
        write_file(workspace / name, content)
        if not Path(name).name.startswith("."):
            click.echo(workspace / name)


@catalogue.command("fields")
@click.argument("form")
@OVERLAY
@AS_JSON
def list_fields(form: str, workspace: Path | None, as_json: bool) -> None:
    """Every field of PROGRAMME/FORM: its key, label, kind, and whether it is required."""
    from pipeline.catalogue import load_catalogue

    known = load_catalogue(*([workspace] if workspace else []))
    fields = list(known.form(form).fields())
    for field in fields if as_json else ():
        echo_json(
            {"key": field.tag, "label": field.label, "kind": str(field.kind), "required": field.required}
            | ({"choices": {c.value: c.label for c in field.choices}} if field.choices else {})
        )
    if not as_json:
        rows = [(f.tag, str(f.kind), "ja" if f.required else "", f.label) for f in fields]
        click.echo(table(("Nøgle", "Slags", "Skal", "Ledetekst"), rows))
