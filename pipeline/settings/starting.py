"""A workspace made: its settings file with explanations, its folders, its marks; and who may open what."""

from __future__ import annotations

import os
import resource
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import SetupError
from pipeline.settings.reading import FILE, open_areas
from pipeline.settings.workspace import MARK, Workspace

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

# Registeret kan i stedet ligge i en PostgreSQL-database. Adgangskoden må ikke stå her: læg den i en fil, kun
# programmets bruger kan læse (passfile), eller sæt hele adressen i SKOLEFLEX_REGISTER_URL. Se docs/drift.md.
# [register]
# url = "postgresql://skoleflex@db.kommune.example/skoleflex?passfile=/etc/skoleflex/pgpass"

# En postkasse, som skemaerne kommer i. Kun de afsendere, der står her, bliver læst; alle andre mails bliver
# liggende, som de er. Adgangskoden står i en fil eller i miljøet. Se docs/drift.md.
# [mail.in]
# host = "imap.kommune.example"
# user = "beku@kommune.example"
# password_file = "/etc/skoleflex/imap"
# senders = ["@skolen.example", "sagsbehandler@kommune.example"]

# En mailserver, som orienteringer og svar sendes med. Uden den lægges alt som kladder i udbakken.
# Orienteringer sendes kun til de domæner, der står her som sikre.
# [mail.out]
# host = "smtp.kommune.example"
# user = "beku@kommune.example"
# password_file = "/etc/skoleflex/smtp"
# sender = "beku@kommune.example"
# secure_domains = ["kommune.example"]

# Hvem der kan godkende pr. mail, og for hvem (rollen står i tilbuddets data). Det kræver, at [mail.in] har
# "server": navnet på den mailserver, som siger god for afsenderne. En stedfortræder har datoer. Se
# docs/drift.md.
# [[approvers]]
# role = "beku_buf"
# email = "leder@kommune.example"
# name = "Navn Navnesen"
# title = "områdechef"
# from = 2026-08-01
# to = 2026-12-31

# Modtagere efter rolle. En tom adresse betyder, at kladden lægges i udbakken uden modtager.
[recipients]
"""


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
    """Files and folders made from here on are for the owner alone, and a crash leaves no image of memory."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
