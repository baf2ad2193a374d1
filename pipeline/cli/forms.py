"""Commands on files, without a register: blank, read, check, merge."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import AS_JSON, FILES, OVERLAY, TODAY, WORKSPACE, day_of
from pipeline.cli.shown import echo_json, paragraph, table

if TYPE_CHECKING:
    from pipeline.catalogue import Catalogue
    from pipeline.process import MergeResult
    from pipeline.records import IncomingFile, Submission


def incoming(files: Iterable[Path]) -> list[IncomingFile]:
    from pipeline.records import IncomingFile

    return [IncomingFile(name=path.name, content=path.read_bytes()) for path in files]


@click.command()
@click.argument("form", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file, or folder.")
@click.option("--all", "everything", is_flag=True, help="Every form of every programme, into a folder.")
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Fill it in.")
@click.option("--case", "number", help="Prefill it from a case of the workspace.")
@WORKSPACE
def blank(
    form: str | None, output: Path, everything: bool, data: Path | None, number: str | None, workspace: Path
) -> None:
    """Make a blank form: PROGRAMME/FORM, as `skoleflex catalogue list` names them."""
    from pipeline.delivery import write_file
    from pipeline.sandbox import make_form, make_pdf_form
    from pipeline.settings import FILE, narrow_permissions

    narrow_permissions()
    if everything == bool(form):
        raise click.UsageError("name a form as PROGRAMME/FORM, or give --all")
    # A workspace's own forms are those it reads.
    catalogue = catalogue_of(workspace if (workspace / FILE).is_file() else None)
    shell = catalogue.templates["form.docx"]
    if everything:
        for one in catalogue.newest_forms():
            path = output / f"{one.programme}-{one.name}.docx"
            programme = catalogue.programme(one.programme)
            click.echo(write_file(path, make_form(programme, one.name, shell)))
            as_pdf = make_pdf_form(programme, one.name, catalogue.templates)
            click.echo(write_file(path.with_suffix(".pdf"), as_pdf))
        return
    wanted = catalogue.form(form or "")
    filling = _filling(wanted.name, data, number, workspace)
    programme = catalogue.programme(wanted.programme)
    if output.suffix.lower() == ".pdf":
        content = make_pdf_form(programme, wanted.name, catalogue.templates, filling, number or "")
    else:
        content = make_form(programme, wanted.name, shell, filling, number or "")
    click.echo(write_file(output, content))


def _filling(form: str, data: Path | None, number: str | None, workspace: Path) -> Any:
    """What a form is filled in with: a file's data over what its case knows."""
    told: dict[str, Any] = {}
    if number:
        from pipeline.cli.office import login, open_office
        from pipeline.process import prefill_form

        with open_office(workspace) as office:
            told = prefill_form(office, number, form, dt.date.today())
            office.register.note("prefilled", number, login())
    if data:
        try:
            loaded = json.loads(data.read_text("utf-8"))
        except ValueError as error:
            raise click.UsageError(f"{data.name} is not JSON: {error}") from None
        given = loaded.get("data", loaded) if isinstance(loaded, dict) else None
        if not isinstance(given, dict):
            raise click.UsageError(f"{data.name} must hold an object with the form's data")
        told = {**told, **given}
    return told or None


@click.command()
@FILES
@OVERLAY
@AS_JSON
@TODAY
@click.pass_context
def read(
    context: click.Context,
    files: tuple[Path, ...],
    workspace: Path | None,
    as_json: bool,
    today: dt.datetime | None,
) -> None:
    """Read filled forms; one JSON object a file, one a line. Exit 4 if one was not accepted."""
    _ = as_json  # the result is always JSON; the flag is there so that all commands take it
    submissions = submissions_of(files, day_of(today), catalogue_of(workspace))
    for submission in submissions:
        echo_json(submission.as_json())
    context.exit(_code(submissions))


@click.command()
@FILES
@click.option(
    "--annotate",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write copies with comments at what is to be mended into this folder.",
)
@OVERLAY
@AS_JSON
@TODAY
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    folder: Path | None,
    workspace: Path | None,
    as_json: bool,
    today: dt.datetime | None,
) -> None:
    """Read filled forms and say in words what is to be mended. Exit 4 if one was not accepted."""
    if folder:
        _check_targets(files, folder)
    catalogue, day = catalogue_of(workspace), day_of(today)
    submissions = submissions_of(files, day, catalogue)
    copies = _write_commented(files, submissions, folder, catalogue, day) if folder else {}
    for path, submission in zip(files, submissions, strict=True):
        if as_json:
            echo_json(submission.as_json())
        else:
            _say(submission)
        if path in copies:
            click.echo(f"  Med kommentarer: {copies[path]}", err=as_json)
        elif folder and submission.status != "accepted":
            click.echo("  Der kan ikke sættes kommentarer i filen.", err=as_json)
    context.exit(_code(submissions))


def _check_targets(files: tuple[Path, ...], folder: Path) -> None:
    """No copy may take the place of a file that was given, nor of another copy."""
    names = [path.name for path in files]
    if len(set(names)) < len(names):
        raise click.UsageError("two of the files have the same name; check them one at a time")
    if any(path.resolve() == (folder / path.name).resolve() for path in files):
        raise click.UsageError("--annotate names the folder that the files are in; name another one")


def _write_commented(
    files: tuple[Path, ...],
    submissions: Iterable[Submission],
    folder: Path,
    catalogue: Catalogue,
    day: dt.date,
) -> dict[Path, Path]:
    """The copies with comments that bear the day of checking, by the file each is a copy of."""
    from pipeline.delivery import write_file
    from pipeline.process import commented_copy

    # Noon is on the same day wherever the copy is read.
    written = dt.datetime.combine(day, dt.time(12), dt.UTC)
    copies = {}
    for path, submission in zip(files, submissions, strict=True):
        copy = commented_copy(path.read_bytes(), submission, catalogue, written)
        if copy:
            # What had to be converted to be read comes back as the Word file it became.
            ending = Path(copy.name).suffix
            target = folder / path.with_suffix(ending).name
            if target.name in {other.name for other in files if other != path}:
                target = folder / f"{path.name}{ending}"
            copies[path] = write_file(target, copy.content)
    return copies


def catalogue_of(workspace: Path | None) -> Catalogue:
    """The shipped data, with those of a workspace laid over them where one is named.

    A programme that stands still is told on stderr; the others work.
    """
    from pipeline.catalogue import load_catalogue

    catalogue = load_catalogue(*([workspace] if workspace else []))
    for stopped in catalogue.stopped.values():
        click.echo(f"skoleflex: the programme {stopped.id!r} stands still: {stopped.flaws[0]}", err=True)
    return catalogue


def submissions_of(files: tuple[Path, ...], day: dt.date, catalogue: Catalogue) -> list[Submission]:
    from pipeline.process import read_file

    return [read_file(file, catalogue, day) for file in incoming(files)]


def _code(submissions: Iterable[Submission]) -> int:
    return 0 if all(submission.status == "accepted" for submission in submissions) else 4


SAID = {
    "accepted": "Kan behandles.",
    "rejected": "Noget skal rettes, før skemaet kan behandles.",
    "unknown_form": "Filen er ikke genkendt som et skema.",
    "unreadable": "Filen kunne ikke læses.",
}
STOPPED = "Skemaet kan ikke læses lige nu."
SIGNED = "Underskrevet kopi af et skema, der hører til en sag."
MARKS = {"error": "Skal rettes", "warning": "Bør ses efter", "notice": "Til orientering"}


def _say(submission: Submission) -> None:
    is_copy = any(finding.code == "file.signed_copy" for finding in submission.findings)
    is_held = any(finding.code in ("form.stopped", "form.maybe_stopped") for finding in submission.findings)
    said = SIGNED if is_copy else STOPPED if is_held else SAID[submission.status]
    click.echo(f"{click.style(submission.file, bold=True)}: {said}")
    for finding in submission.findings:
        place = f" ({finding.place})" if finding.place else ""
        mark = MARKS[finding.severity]
        if is_held:
            mark = "Venter"
        elif finding.kind == "criterion":
            mark = "Vurderes af myndigheden"
        click.echo(paragraph(f"{mark}: {finding.label}{place}: {finding.message}"))


@click.command()
@FILES
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True)
@OVERLAY
@AS_JSON
@TODAY
@click.pass_context
def merge(
    context: click.Context,
    files: tuple[Path, ...],
    output: Path,
    workspace: Path | None,
    as_json: bool,
    today: dt.datetime | None,
) -> None:
    """Take the given files as one case and write the documents that are due into a folder."""
    from pipeline.errors import InputRejected
    from pipeline.process import merge_files
    from pipeline.settings import narrow_permissions
    from pipeline.wording import reject_sentence

    narrow_permissions()
    try:
        result = merge_files(incoming(files), catalogue_of(workspace), day_of(today))
    except InputRejected as rejected:
        click.echo(reject_sentence(rejected.code, rejected.params), err=True)
        context.exit(4)
    if result.accepted:
        _write(result, output)
    if as_json:
        echo_json(_told(result))
    else:
        _say_result(result)
    context.exit(0 if result.accepted else 4)


def _write(result: MergeResult, output: Path) -> None:
    from pipeline.delivery import safe_name, write_file

    for made in result.made:
        write_file(output / safe_name(made.file), made.content)
        assert result.case is not None  # noqa: S101 - made documents have a case
        manifest = {"sha256": made.sha256, "document": made.due.key, "values": made.manifest(result.case)}
        told = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        write_file(output / "manifest" / f"{safe_name(made.file)}.json", told)
    if result.receipt:
        write_file(output / "Kvittering.docx", result.receipt.content)


def _told(result: MergeResult) -> dict[str, Any]:
    case, outlook = result.case, result.outlook
    return {
        "files": [submission.as_json() for submission in result.submissions],
        "case": (case.number or None) if case else None,
        "state": str(case.names["state"]) if case else None,
        "conflicts": [conflict.says for conflict in case.conflicts] if case else [],
        "documents": [
            {
                "key": made.due.key,
                "document": made.due.document,
                "title": made.due.title,
                "file": made.file,
                "sha256": made.sha256,
            }
            for made in result.made
        ],
        "waiting": [
            {"document": row.document, "title": row.title, "reasons": list(row.reasons)}
            for row in (outlook.waiting if outlook else ())
        ],
        "tasks": [
            {"key": task.key, "title": task.title, "says": task.says, "choices": dict(task.choices)}
            for task in (outlook.tasks if outlook else ())
        ],
        "next": [dict(step) for step in result.steps],
    }


def _say_result(result: MergeResult) -> None:
    if not result.accepted:
        for submission in result.submissions:
            _say(submission)
        return
    assert result.outlook is not None  # noqa: S101 - accepted files make a case
    if result.made:
        click.echo(table(("Dokument", "Fil"), [(made.due.title, made.file) for made in result.made]) + "\n")
    reasons: dict[str, list[str]] = {}
    for waiting in result.outlook.waiting:
        for reason in waiting.reasons:
            reasons.setdefault(reason, []).append(waiting.title)
    for reason, titles in reasons.items():
        click.echo(paragraph(f"Venter: {reason}", ""))
        click.echo(paragraph(", ".join(titles)))
    for step in result.steps[:1]:
        click.echo("\n" + paragraph(f"Næste skridt: {step['who']}: {step['what']} ({step['by']})", ""))
