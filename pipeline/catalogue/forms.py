"""A form's schema held against the dialect, against the other forms, and against where its file lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.catalogue.build import SCHEMA_END
from pipeline.catalogue.files import FileFault, data_files, programme_of, shipped
from pipeline.catalogue.load import Catalogue
from pipeline.definitions import Rows
from pipeline.programme import Programme
from pipeline.validate.dialect import schema_faults


def form_flaws(programme: Programme, catalogue: Catalogue) -> Iterator[FileFault]:
    """What is wrong with the schemas of a programme, and with the names by which its forms are known."""
    for name, schema in catalogue.schemas.items():
        if name.startswith(f"{programme.id}/"):
            for pointer, message in schema_faults(schema, catalogue.meta):
                yield FileFault(f"schemas/{name}{SCHEMA_END}", pointer, message)
            if schema.get("$id") != name:
                yield FileFault(
                    f"schemas/{name}{SCHEMA_END}", "/$id", f"must be {name!r}, as its file is called"
                )
    yield from _labels(programme)
    yield from _names(programme, catalogue)


def _labels(programme: Programme) -> Iterator[FileFault]:
    """No label stands twice where a reader could take one for the other."""
    for form in programme.forms.values():
        file = f"schemas/{programme.id}/{form.name}.v{form.version}{SCHEMA_END}"
        for section in form.sections:
            yield from _twice(file, f"section {section.title!r}", (entry.label for entry in section.entries))
            for rows in section.entries:
                if isinstance(rows, Rows):
                    yield from _twice(file, f"rows {rows.label!r}", (column.label for column in rows.columns))


def _twice(file: str, place: str, labels: Iterable[str]) -> Iterator[FileFault]:
    for label, count in Counter(labels).items():
        if count > 1:
            yield FileFault(file, place, f"two fields are labelled {label!r}; give each its own label")


def _names(programme: Programme, catalogue: Catalogue) -> Iterator[FileFault]:
    """A programme's name and the prefix of its cases are no other's: both tell whose a form is."""
    file = f"schemas/{programme.id}/programme.toml"
    mine = set(_known_as(programme))
    for other in catalogue.programmes.values():
        # The newcomer is at fault, not the one whose name it took.
        if other.id == programme.id or (other.id in catalogue.own and programme.id not in catalogue.own):
            continue
        for name in sorted(mine & set(_known_as(other))):
            yield FileFault(
                file, "spellings", f"{other.id!r} is called {name!r} too; a form of one could be the other's"
            )
        if other.case_prefix == programme.case_prefix:
            yield FileFault(file, "case", f"the prefix {programme.case_prefix!r} is that of {other.id!r} too")


def _known_as(programme: Programme) -> tuple[str, ...]:
    return next((form.names for form in programme.forms.values()), ())


def stray_files(overlays: Iterable[Path], catalogue: Catalogue) -> Iterator[FileFault]:
    """Files of an overlay that nothing asks for: of a folder without programme, of a form nobody lists."""
    ours = data_files([shipped()])
    for name in data_files(tuple(overlays)):
        owner = programme_of(name)
        if name in ours or not owner or owner in catalogue.stopped:
            continue
        programme = catalogue.programmes.get(owner)
        if programme is None:
            yield FileFault(
                name, "", f"there is no programme called {owner!r}: schemas/{owner}/programme.toml is missing"
            )
        elif name.endswith(SCHEMA_END):
            form = name.rpartition("/")[2].partition(".")[0]
            if form not in programme.forms:
                yield FileFault(
                    name, "", f"{form!r} is not among the 'forms' of schemas/{owner}/programme.toml"
                )
