"""The files of data: where the shipped ones lie, which of them a workspace hides, what is in them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import SetupError

FOLDERS = ("schemas", "templates")
SHARED_FOLDERS = ("shared", "fonts", "start")
"""Folders under `templates` that are no programme's."""

_AT_LINE = re.compile(r" ?\(at (?P<place>line \d+, column \d+|end of document)\)")


class FileFault(NamedTuple):
    """Something wrong in a file: its path from `schemas` or `templates`, the place in it, and what it is."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (", ".join(filter(None, (self.file, self.place))), self.message)))


class FaultyFile(SetupError):
    """A file that can't be used; carries everything that is wrong with it."""

    def __init__(self, *flaws: FileFault) -> None:
        super().__init__(str(flaws[0]))
        self.flaws = flaws


def shipped() -> Path:
    """The folder that holds the shipped `schemas`, `templates` and `samples`: in the package once it is
    installed, beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    return package / "_data" if (package / "_data").is_dir() else package.parent


def data_files(roots: Sequence[Path]) -> dict[str, Path]:
    """Every data file by its path within a root; a file in a later root hides the same one in an earlier.

    Word's lock files (`~$…`) and hidden files are none.
    """
    return {name: path for root in roots for name, path in _files_in(root)}


def _files_in(root: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not path.name.startswith(("~$", ".")):
                yield path.relative_to(root).as_posix(), path


def programme_of(file: str) -> str:
    """The programme whose folder a file lies in; empty for what all of them share."""
    folder, _, rest = file.partition("/")[2].partition("/")
    return folder if rest and folder not in SHARED_FOLDERS else ""


def read_json(name: str, path: Path) -> Mapping[str, Any]:
    """The object in a JSON file. Raises FaultyFile with the line of the fault."""
    try:
        loaded = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FaultyFile(FileFault(name, place, f"is not JSON: {error.msg}")) from error
    except (ValueError, OSError) as error:
        raise FaultyFile(FileFault(name, "", f"can't be read: {error}")) from error
    if not isinstance(loaded, dict):
        raise FaultyFile(FileFault(name, "line 1", "must hold one object: { … }"))
    return loaded


def read_bytes(name: str, path: Path) -> bytes:
    """What is in a file. Raises FaultyFile where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FaultyFile(FileFault(name, "", f"can't be read: {error.strerror}")) from error


def read_toml(name: str, path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises FaultyFile with the line of the fault."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        place = found["place"] if found else ""
        raise FaultyFile(FileFault(name, place, f"is not TOML: {_AT_LINE.sub('', str(error))}")) from error
    except (ValueError, OSError) as error:
        raise FaultyFile(FileFault(name, "", f"can't be read: {error}")) from error


def names_in(path: Path | None) -> tuple[str, ...]:
    """The names of a programme, from its file as far as that can be read: another fault in it hides none."""
    text = path.read_text("utf-8", "replace") if path else ""
    text = re.split(r"^\[", text, maxsplit=1, flags=re.MULTILINE)[0]
    lines = re.findall(r"^(?:title|spellings)[ \t]*=\s*(\[[^\]]*\]|[^\n]*)", text, re.MULTILINE)
    return tuple(dict.fromkeys(name for line in lines for name in re.findall(r"[\"']([^\"'\n]+)[\"']", line)))
