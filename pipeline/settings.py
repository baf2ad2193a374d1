"""The workspace's `skoleflex.toml`: where things lie, and who gets what. The only reader of settings."""

from __future__ import annotations

import os
import resource
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import SetupError

FILE = "skoleflex.toml"
REGISTER_URL = "SKOLEFLEX_REGISTER_URL"
"""The environment variable that names the register's database, password and all."""

TEMPLATE = """\
# Indstillinger for skoleflex. Linjer med # er forklaringer.

# Det, medarbejderne ser: indbakke, sager, retur, opgaver og udbakke. Må gerne ligge på et netværksdrev.
shared = "fælles"

# Registeret og arkivet med alle originaler. Skal ligge på maskinens egen disk.
data = "data"

# Registeret kan i stedet ligge i en PostgreSQL-database. Adgangskoden må ikke stå her: læg den i en fil, kun
# programmets bruger kan læse (passfile), eller sæt hele adressen i SKOLEFLEX_REGISTER_URL. Se docs/drift.md.
# [register]
# url = "postgresql://skoleflex@db.kommune.example/skoleflex?passfile=/etc/skoleflex/pgpass"

# Modtagere efter rolle. En tom adresse betyder, at kladden lægges i udbakken uden modtager.
# Programmet sender ikke noget selv.
[recipients]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The folders of a workspace and the recipients of its mails, by role."""

    root: Path
    shared: Path
    data: Path
    recipients: Mapping[str, str] = field(default_factory=dict)
    register_url: str = field(default="", repr=False)
    """Where the register is a PostgreSQL database: its address."""

    @property
    def inbox(self) -> Path:
        return self.shared / "indbakke"

    @property
    def claimed(self) -> Path:
        """Where a file lies while it is worked on: in the inbox's own file system, hidden from staff."""
        return self.inbox / ".i-arbejde"

    @property
    def cases(self) -> Path:
        return self.shared / "sager"

    @property
    def returned(self) -> Path:
        return self.shared / "retur"

    @property
    def questions(self) -> Path:
        return self.shared / "opgaver"

    @property
    def outbox(self) -> Path:
        return self.shared / "udbakke"

    @property
    def archive(self) -> Path:
        return self.data / "arkiv"

    @property
    def lock(self) -> Path:
        """Held by whoever changes cases and documents, one at a time."""
        return self.data / ".lock"

    @property
    def database(self) -> Path:
        return self.data / "register.sqlite"

    def folders(self) -> tuple[Path, ...]:
        return (
            self.inbox,
            self.claimed,
            self.cases,
            self.returned,
            self.questions,
            self.outbox,
            self.archive,
        )


def start_workspace(root: Path, roles: Iterable[str] = ()) -> Workspace:
    """Make a workspace at `root`: its settings file, unless it has one, and its folders.

    `roles` are those that documents go to; each has a line to write an address in.
    """
    settings = root / FILE
    try:
        root.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            empty = "".join(f'{role} = ""\n' for role in sorted(roles))
            settings.write_text(TEMPLATE + empty, "utf-8")
        workspace = open_workspace(root)
        for folder in workspace.folders():
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{root}: {error.strerror}") from error
    return workspace


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`. Raises SetupError where there is none or its settings are wrong."""
    settings = root / FILE
    try:
        told = tomllib.loads(settings.read_text("utf-8"))
    except FileNotFoundError:
        raise SetupError(f"no workspace in {root}: make one with 'skoleflex init {root}'") from None
    except (OSError, ValueError) as error:
        raise SetupError(f"{settings}: {error}") from error
    unknown = sorted(set(told) - {"shared", "data", "recipients", "register"})
    if unknown:
        raise SetupError(f"{settings}: unknown setting {unknown[0]!r}")
    return Workspace(
        root=root,
        shared=root / told.get("shared", "fælles"),
        data=root / told.get("data", "data"),
        recipients=told.get("recipients", {}),
        register_url=_register_url(told.get("register", {}), settings),
    )


def _register_url(told: Mapping[str, str], settings: Path) -> str:
    """The address of the register's database; the environment's, which may hold a password, goes first."""
    if unknown := sorted(set(told) - {"url"}):
        raise SetupError(f"{settings}: unknown setting {unknown[0]!r} in [register]")
    url = told.get("url", "")
    if urlsplit(url).password is not None or "password=" in url:
        raise SetupError(
            f"{settings}: the register's password doesn't belong in this file; use passfile= in the address, "
            f"or {REGISTER_URL} in the environment"
        )
    return os.environ.get(REGISTER_URL, url)


def narrow_permissions() -> None:
    """Files and folders made from here on are for the owner alone, and a crash leaves no image of memory."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
