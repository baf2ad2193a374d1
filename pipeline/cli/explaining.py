"""The command that says where the values of a document came from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from pipeline.cli.forms import catalogue_of, submissions_of
from pipeline.cli.options import AS_JSON, WORKSPACE
from pipeline.cli.shown import echo_json, table


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@WORKSPACE
@AS_JSON
def explain(file: Path, workspace: Path, as_json: bool) -> None:
    """Say where each value of a document came from: a letter or receipt of ours, or a form that came in."""
    from pipeline.settings import FILE

    values = _manifest(file, workspace)
    if values is None:
        own = workspace if (workspace / FILE).is_file() else None
        (submission,) = submissions_of((file,), dt.date.today(), catalogue_of(own))
        if not submission.sources:
            raise click.UsageError(
                f"nothing is known of {file.name}: it is no form, and no document of this workspace (-w) "
                "or of a merge into this folder"
            )
        values = [
            {"text": source.raw, "field": pointer, "form": submission.form, "place": source.place}
            for pointer, source in submission.sources.items()
        ]
    if as_json:
        echo_json(values)
        return
    rows = [
        (
            value["text"],
            value.get("field", value.get("origin", "")),
            f"{value.get('form', '')} {value.get('place', '')}",
        )
        for value in values
        if "text" in value
    ]
    click.echo(
        table(
            ("Værdi", "Felt", "Sted"),
            [(_cut(text, 26), _cut(field, 22), place) for text, field, place in rows],
        )
    )


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _manifest(file: Path, workspace: Path) -> list[dict[str, Any]] | None:
    """The manifest of a document: beside it where `merge` put it, else in the workspace's register."""
    import hashlib

    from pipeline.settings import FILE

    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    beside = file.parent / "manifest" / f"{file.name}.json"
    if beside.is_file():
        told = json.loads(beside.read_text("utf-8"))
        if told["sha256"] == sha256:
            return list(told["values"])
    if (workspace / FILE).is_file():
        from pipeline.cli.office import login, open_office
        from pipeline.process import values_read

        with open_office(workspace) as office:
            document = office.register.find_document(sha256)
            if document:
                office.register.note("explained", document.case_number, login())
            return list(document.manifest) if document else values_read(office, file.name)
    return None
