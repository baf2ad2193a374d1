"""Templates with the faults that were found in them as Word comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pipeline.annotate.template import Note, annotate_template
from pipeline.catalogue.faults import DataFault
from pipeline.catalogue.load import read_catalogue
from pipeline.render.flaws import Flaw
from pipeline.wording.templates import template_comment

_FOLDER, _MAIN = "templates/", "word/document.xml"


def commented_templates(
    faults: Sequence[DataFault], *overlays: Path, written: dt.datetime | None = None
) -> dict[str, bytes | None]:
    """A copy of each template that something is wrong with, by its name; None where no comment fits in.

    `faults` are those of these overlays. The comments bear the day `written`.
    """
    templates = read_catalogue(*overlays).templates if faults else {}
    notes: dict[str, list[Note]] = {}
    for fault in faults:
        name = fault.file.removeprefix(_FOLDER)
        if fault.flaw and name in templates:
            notes.setdefault(name, []).append(_note(fault.flaw, fault.place))
    return {name: annotate_template(templates[name], own, written=written) for name, own in notes.items()}


def _note(found: Flaw, place: str) -> Note:
    """The comment of a flaw: at the very tag on the page, else at the first paragraph and saying where."""
    spot, params = found.spot, dict(found.params)
    if spot.part != _MAIN:
        return Note(text=template_comment(found.code, params, place))
    text = template_comment(found.code, params)
    return Note(text=text, paragraph=spot.paragraph, start=spot.start, end=spot.end)
