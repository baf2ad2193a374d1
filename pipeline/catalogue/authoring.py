"""A workspace's own data: what is copied there, what is started there, and where each file is from.

Beside the copies lies `.copied.toml`, which says how the shipped file looked on the day it was copied. So it
can be told whether the shipped one has changed since, and whether a copy is still as it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.catalogue.files import FOLDERS, SHARED_FOLDERS, data_files, programme_of, shipped
from pipeline.catalogue.load import Catalogue
from pipeline.errors import SetupError

RECORD = ".copied.toml"
HEAD = """\
# Filer, der er kopieret fra skoleflex til denne mappe for at blive rettet her, og hvordan originalen så ud
# den dag (sha256). Listen skrives af »skoleflex catalogue copy«; »skoleflex catalogue list« siger til, når en
# original er ændret siden.
"""
STARTERS = "templates/start/"
"""Below it lies what a new programme begins with, as in a workspace but for the programme's folder."""

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_ID = 40


class State(StrEnum):
    """How a workspace's file stands to the shipped one of the same name."""

    SHIPPED = "shipped"
    """There is none in the workspace."""
    OWN = "own"
    """There is none in the package."""
    SAME = "same"
    """A copy nobody has changed yet."""
    EDITED = "edited"
    """Changed here; the shipped one is as it was."""
    BEHIND = "behind"
    """The shipped one has changed since it was copied."""
    GONE = "gone"
    """The shipped one it was copied from is there no more."""
    UNKNOWN = "unknown"
    """Another than the shipped one, and nobody noted what it was copied from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file of data, by its path from `schemas` or `templates`, and where it is from."""

    name: str
    path: Path
    state: State
    copied_on: str = ""

    @property
    def programme(self) -> str:
        return programme_of(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is to be written into a workspace, and which of its files stay as somebody made them."""

    files: Mapping[str, bytes] = field(repr=False)
    kept: tuple[str, ...] = ()


def where_from(workspace: Path | None) -> tuple[DataFile, ...]:
    """Every file of data that counts, with where it is from."""
    ours = data_files([shipped()])
    here = data_files([workspace]) if workspace else {}
    noted = _noted(workspace) if workspace else {}
    return tuple(
        DataFile(
            name=name,
            path=path,
            state=_state(name, ours, here, noted),
            copied_on=noted.get(name, ("", ""))[1],
        )
        for name, path in sorted({**ours, **here}.items())
    )


def _state(
    name: str, ours: Mapping[str, Path], here: Mapping[str, Path], noted: Mapping[str, tuple[str, str]]
) -> State:
    if name not in here:
        return State.SHIPPED
    if name not in ours:
        return State.GONE if name in noted else State.OWN
    original, mine = ours[name].read_bytes(), here[name].read_bytes()
    if mine == original:
        return State.SAME
    if name not in noted:
        return State.UNKNOWN
    return State.EDITED if noted[name][0] == _hash(original) else State.BEHIND


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _noted(workspace: Path) -> dict[str, tuple[str, str]]:
    """What was copied: by file, the hash of the original and the day. SetupError where the list is broken."""
    found: dict[str, tuple[str, str]] = {}
    for folder in FOLDERS:
        path = workspace / folder / RECORD
        if path.exists():
            try:
                for name, row in tomllib.loads(path.read_text("utf-8")).items():
                    found[f"{folder}/{name}"] = (str(row["sha256"]), str(row["copied_on"]))
            except (ValueError, KeyError, TypeError) as error:
                raise SetupError(f"{path}: {error}") from error
    return found


def _record(noted: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """The lists of what was copied, one in each folder."""
    lists = {}
    for folder in FOLDERS:
        rows = [
            f'\n["{name.removeprefix(folder + "/")}"]\nsha256 = "{sha256}"\ncopied_on = {day}\n'
            for name, (sha256, day) in sorted(noted.items())
            if name.startswith(f"{folder}/")
        ]
        if rows:
            lists[f"{folder}/{RECORD}"] = (HEAD + "".join(rows)).encode()
    return lists


# ── copying what is shipped ───────────────────────────────────────────────────────────────────────────


def plan_copy(what: str, workspace: Path, day: dt.date) -> Planned:
    """The shipped files that `what` means, to be written into a workspace, and the list that notes them.

    `what`: a programme, one of its forms or templates (`PROGRAMME/NAME`), or a file by its name (`law.toml`).
    A file of the workspace that was edited is never written over; one nobody has changed may be made new.
    Raises SetupError for a name that means nothing, or two things.
    """
    ours = data_files([shipped()])
    here, noted = data_files([workspace]), _noted(workspace)
    files: dict[str, bytes] = {}
    kept = []
    for name in _meant(what, ours):
        original = ours[name].read_bytes()
        mine = here[name].read_bytes() if name in here else original
        untouched = mine == original or noted.get(name, ("", ""))[0] == _hash(mine)
        if untouched:
            files[name] = original
            noted[name] = (_hash(original), day.isoformat())
        else:
            kept.append(name)
    return Planned(files={**files, **_record(noted)} if files else {}, kept=tuple(kept))


def _meant(what: str, ours: Mapping[str, Path]) -> list[str]:
    """The shipped files that a name means: all of a programme, or the one of that name."""
    wanted = what.strip("/")
    whole = [name for name in ours if programme_of(name) == wanted]
    if whole:
        return whole
    found = [name for name in ours if not name.startswith(STARTERS) and wanted in _called(name)]
    if not found:
        raise SetupError(f"nothing shipped is called {what!r}; see: skoleflex catalogue list")
    if len(found) > 1:
        raise SetupError(f"{what!r} may be {' or '.join(found)}; name one of them")
    return found


def _called(name: str) -> Iterator[str]:
    """The ways to name a file: whole, without its folder, without its endings."""
    yield name
    rest = name.partition("/")[2]
    yield rest
    folder, _, file = rest.rpartition("/")
    yield f"{folder}/{file.partition('.')[0]}".strip("/")
    yield re.sub(r"\.(docx|mail\.j2|schema\.json|toml)$", "", rest)


# ── a new programme ───────────────────────────────────────────────────────────────────────────────────


def plan_programme(id: str, title: str, municipality: str, catalogue: Catalogue, workspace: Path) -> Planned:
    """The files a new programme begins with: what it says, a form and a letter; they pass the check.

    Raises SetupError for an id that is taken or can't be a folder's name, and for a title that is another's.
    """
    taken = {*catalogue.programmes, *catalogue.stopped, *SHARED_FOLDERS}
    if not _ID.fullmatch(id) or len(id) > _LONGEST_ID:
        raise SetupError(f"{id!r} can't name a programme: small letters a to z, figures and hyphens")
    if id in taken or any((workspace / folder / id).exists() for folder in FOLDERS):
        raise SetupError(f"there is something called {id!r} already; give the new programme another name")
    names = {name.casefold() for form in catalogue.forms() for name in form.names}
    if title.casefold() in names:
        raise SetupError(f"a programme is called {title!r} already; give the new one another --title")
    words = {"PROGRAM": id, "TITEL": title, "KOMMUNE": municipality, "BOGSTAVER": _letters(id, catalogue)}
    files = {}
    for name, path in data_files([shipped(), workspace]).items():
        if name.startswith(STARTERS):
            folder, _, file = name.removeprefix(STARTERS).partition("/")
            files[f"{folder}/{id}/{file}"] = _filled(path.read_bytes(), name, words)
    return Planned(files=files)


def _filled(content: bytes, name: str, words: Mapping[str, str]) -> bytes:
    """A starter with its words in the place of those in capitals; a letter has none, it asks for them."""
    if name.endswith(".docx"):
        return content
    pattern = re.compile(rf"\b({'|'.join(words)})\b")
    # TOML's and JSON's texts are quoted alike.
    return pattern.sub(
        lambda found: json.dumps(words[found[0]], ensure_ascii=False)[1:-1], content.decode()
    ).encode()


def _letters(id: str, catalogue: Catalogue) -> str:
    """The letters that its case numbers begin with: the first of its name that no other programme has."""
    used = {programme.case_prefix for programme in catalogue.programmes.values()}
    letters = id.replace("-", "").upper()
    shortest = (letters[:n] for n in range(2, len(letters) + 1))
    return next((one for one in shortest if one not in used), f"{letters}X")
