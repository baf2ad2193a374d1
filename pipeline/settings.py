"""The workspace's `skoleflex.toml`: where things lie, and who gets what. The only reader of settings."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import delivery
from pipeline.errors import SetupError, ShareAway

FILE = "skoleflex.toml"
MARK = ".skoleflex"
"""The file by which the roots of a workspace are known; it holds the workspace's own id."""
AREA = re.compile(r"[a-zæøå0-9][a-zæøå0-9-]{0,39}")

TEMPLATE = """\
# Indstillinger for skoleflex. Linjer med # er forklaringer.

# Det, medarbejderne ser: indbakke, sager, retur, opgaver og udbakke. Må gerne ligge på et netværksdrev.
shared = "fælles"

# Registeret og arkivet med alle originaler. Skal ligge på maskinens egen disk.
data = "data"

# Den gruppe på maskinen, som må læse og skrive i det fælles. Uden gruppe er alt kun for den bruger, der kører
# programmet.
# group = "skoleafdeling"

# Flere områder med hver sin indbakke, sine sager, sin gruppe og sine modtagere. Registeret er ét.
# [areas.ppr]
# shared = "fælles/ppr"
# group = "ppr"
# [areas.ppr.recipients]

# Når mappen overvåges: hvor længe en fil skal have ligget stille, hvor tit der ses efter (sekunder), og
# hvornår der gøres opmærksom på en fil, der ikke bliver færdig (minutter).
# [watch]
# settle = 5
# rescan = 10
# patience = 60

# Modtagere efter rolle. En tom adresse betyder, at kladden lægges i udbakken uden modtager.
# Programmet sender ikke noget selv.
[recipients]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a folder is watched, in seconds: how long a file must have stood still, how often it is looked for,
    and when a file that is never finished is told of."""

    settle: float = 5.0
    rescan: float = 10.0
    patience: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The folders of one area of a workspace, and the recipients of its mails by role.

    A workspace without areas is one area without a name. The register and the archive are for all of them.
    """

    root: Path
    shared: Path
    data: Path
    recipients: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    group: str = ""
    pace: Pace = field(default_factory=Pace)

    @property
    def channel(self) -> str:
        """How the register names the way a file came by this area's inbox."""
        return f"folder:{self.area}" if self.area else "folder"

    @property
    def inbox(self) -> Path:
        return self.shared / delivery.INBOX

    @property
    def claimed(self) -> Path:
        """Where a file lies while it is worked on: in the inbox's own file system, hidden from staff."""
        return self.inbox / ".i-arbejde"

    @property
    def cases(self) -> Path:
        return self.shared / delivery.CASES

    @property
    def returned(self) -> Path:
        return self.shared / delivery.RETURNED

    @property
    def questions(self) -> Path:
        return self.shared / delivery.QUESTIONS

    @property
    def outbox(self) -> Path:
        return self.shared / delivery.OUTBOX

    @property
    def archive(self) -> Path:
        return self.data / delivery.ARCHIVE

    @property
    def lock(self) -> Path:
        """Held by whoever changes cases and documents, one at a time."""
        return self.data / ".lock"

    @property
    def deciding(self) -> Path:
        """Held by whoever decides a file's end and case and puts them on record, one at a time."""
        return self.data / ".deciding"

    @property
    def pulses(self) -> Path:
        """Where each run and each watcher tells that it is alive, and what it did last."""
        return self.data / "puls"

    @property
    def touched(self) -> Path:
        """Names of cases to be brought up to date though no file came for them."""
        return self.data / "berørt"

    @property
    def database(self) -> Path:
        return self.data / "register.sqlite"

    def folders(self) -> tuple[Path, ...]:
        return (*self.shared_folders(), *self.data_folders())

    def shared_folders(self) -> tuple[Path, ...]:
        return (self.inbox, self.claimed, self.cases, self.returned, self.questions, self.outbox)

    def data_folders(self) -> tuple[Path, ...]:
        return (self.archive, self.pulses, self.touched)

    def require_share(self) -> None:
        """Raises ShareAway where the shared folder is away: an empty mount point bears no mark, and
        another workspace's share bears another."""
        try:
            same = (self.shared / MARK).read_bytes() == (self.data / MARK).read_bytes()
        except OSError:
            same = False
        if not same:
            where = f"of area {self.area} " if self.area else ""
            raise ShareAway(
                f"the shared folder {where}is away, or was never set up: {self.shared}. Is it new, run "
                f"'skoleflex init {self.root}'"
            )


# ── reading the settings ──────────────────────────────────────────────────────────────────────────────


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`, where it has several areas the first. Errors as `open_areas`."""
    return open_areas(root)[0]


def open_areas(root: Path) -> tuple[Workspace, ...]:
    """The areas of the workspace at `root`. Raises SetupError where there is none or its settings are
    wrong."""
    settings = root / FILE
    try:
        told = tomllib.loads(settings.read_text("utf-8"))
    except FileNotFoundError:
        raise SetupError(f"no workspace in {root}: make one with 'skoleflex init {root}'") from None
    except (OSError, ValueError) as error:
        raise SetupError(f"{settings}: {error}") from error
    try:
        areas = _areas(root, told)
        _check_apart(areas)
    except (ValueError, TypeError) as error:
        raise SetupError(f"{settings}: {error}") from error
    return areas


def _areas(root: Path, told: Mapping[str, Any]) -> tuple[Workspace, ...]:
    _known(told, {"shared", "data", "group", "recipients", "areas", "watch"}, "")
    shared = root / _text(told, "shared", "fælles")
    whole = Workspace(
        root=root,
        shared=shared,
        data=root / _text(told, "data", "data"),
        recipients=told.get("recipients", {}),
        group=_text(told, "group", ""),
        pace=_pace(told.get("watch", {})),
    )
    areas = []
    for name, rows in told.get("areas", {}).items():
        if not AREA.fullmatch(name):
            raise ValueError(f"the area {name!r} needs a plain name: small letters, digits and hyphens")
        _known(rows, {"shared", "group", "recipients"}, f"areas.{name}: ")
        areas.append(
            Workspace(
                root=root,
                shared=root / rows["shared"] if "shared" in rows else shared / name,
                data=whole.data,
                recipients={**whole.recipients, **rows.get("recipients", {})},
                area=name,
                group=_text(rows, "group", whole.group),
                pace=whole.pace,
            )
        )
    return tuple(areas) or (whole,)


def _known(told: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := sorted(set(told) - names):
        raise ValueError(f"{where}unknown setting {unknown[0]!r}")


def _text(told: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = told.get(name, otherwise)
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return value


def _pace(told: Mapping[str, Any]) -> Pace:
    _known(told, {"settle", "rescan", "patience"}, "watch: ")
    if not all(isinstance(value, int | float) and 0 < value < 1e6 for value in told.values()):
        raise ValueError("watch: numbers above 0 only")
    usual = Pace()
    return Pace(
        settle=float(told.get("settle", usual.settle)),
        rescan=float(told.get("rescan", usual.rescan)),
        patience=float(told.get("patience", usual.patience / 60)) * 60,
    )


def _check_apart(areas: tuple[Workspace, ...]) -> None:
    """No area's files may lie in another's, and no original where staff can change it."""
    for area in areas:
        if area.data.resolve().is_relative_to(area.shared.resolve()):
            raise ValueError("data must not lie inside the shared folder")
        for other in areas:
            if other is not area and area.shared.resolve().is_relative_to(other.shared.resolve()):
                raise ValueError(f"the areas {other.area} and {area.area} need folders apart from each other")


# ── setting up ────────────────────────────────────────────────────────────────────────────────────────


def start_workspace(root: Path, roles: Iterable[str] = ()) -> Workspace:
    """Make a workspace at `root`: its settings file, unless it has one, and its folders with their marks.

    `roles` are those that documents go to; each has a line to write an address in. Doing it again adds what
    is missing, as after an area was added. Raises SetupError where that can't be done, or where a shared
    folder belongs to another workspace.
    """
    settings = root / FILE
    try:
        root.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            empty = "".join(f'{role} = ""\n' for role in sorted(roles))
            settings.write_text(TEMPLATE + empty, "utf-8")
        areas = open_areas(root)
        _mark(areas)
        for area in areas:
            for folder in area.folders():
                folder.mkdir(parents=True, exist_ok=True)
            if area.group:
                _share(area)
    except OSError as error:
        raise SetupError(f"{root}: {error.strerror}") from error
    return areas[0]


def _mark(areas: tuple[Workspace, ...]) -> None:
    """Give every root the same id: that of the roots there are, so that two machines may share a folder."""
    marks = [areas[0].data / MARK, *(area.shared / MARK for area in areas)]
    ids = {mark.read_bytes() for mark in marks if mark.exists()}
    if len(ids) > 1:
        raise SetupError("a shared folder belongs to another workspace; give it a folder of its own")
    id = ids.pop() if ids else f"{secrets.token_hex(8)}\n".encode()
    for mark in marks:
        mark.parent.mkdir(parents=True, exist_ok=True)
        if not mark.exists():
            mark.write_bytes(id)


def _share(area: Workspace) -> None:
    """Open the shared folders to the area's group; what is made in them is the group's too."""
    try:
        for folder in (area.shared, *area.shared_folders()):
            shutil.chown(folder, group=area.group)
            folder.chmod(0o2770)
        shutil.chown(area.shared / MARK, group=area.group)
        (area.shared / MARK).chmod(0o640)
    except (LookupError, PermissionError) as error:
        raise SetupError(
            f"the folders can't be given to the group {area.group!r}: is there such a group, and is the user "
            "who runs this in it?"
        ) from error


def narrow_permissions() -> None:
    """Files and folders made from here on are for the owner alone."""
    os.umask(0o077)
