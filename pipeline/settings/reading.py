"""`skoleflex.toml` read: every setting known, of its kind, and no password in it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import SetupError
from pipeline.settings.mail import approvers, check_known, mail_in, relay
from pipeline.settings.workspace import Pace, Workspace

FILE = "skoleflex.toml"
AREA = re.compile(r"[a-zæøå0-9][a-zæøå0-9-]{0,39}")
REGISTER_URL = "SKOLEFLEX_REGISTER_URL"
"""The environment variable that names the register's database, password and all."""


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
    known = {"shared", "data", "group", "recipients", "areas", "watch", "register", "mail", "approvers"}
    check_known(told, known, "")
    shared = root / _text(told, "shared", "fælles")
    whole = Workspace(
        root=root,
        shared=shared,
        data=root / _text(told, "data", "data"),
        recipients=told.get("recipients", {}),
        group=_text(told, "group", ""),
        pace=_pace(told.get("watch", {})),
        register_url=_register_url(told.get("register", {})),
        approvers=approvers(told.get("approvers", [])),
        **_mail(told.get("mail", {})),
    )
    areas = []
    for name, rows in told.get("areas", {}).items():
        if not AREA.fullmatch(name):
            raise ValueError(f"the area {name!r} needs a plain name: small letters, digits and hyphens")
        check_known(rows, {"shared", "group", "recipients", "mail", "approvers"}, f"areas.{name}: ")
        areas.append(
            Workspace(
                root=root,
                shared=root / rows["shared"] if "shared" in rows else shared / name,
                data=whole.data,
                recipients={**whole.recipients, **rows.get("recipients", {})},
                area=name,
                group=_text(rows, "group", whole.group),
                pace=whole.pace,
                register_url=whole.register_url,
                approvers=approvers(rows["approvers"]) if "approvers" in rows else whole.approvers,
                **{"mail_out": whole.mail_out, **_mail(rows.get("mail", {}))},
            )
        )
    if areas and whole.mail_in:
        raise ValueError("a mailbox is one area's: write it as [areas.NAME.mail.in]")
    return tuple(areas) or (whole,)


def _mail(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the mail tables set: `mail_in`, `mail_out`, or neither."""
    check_known(told, {"in", "out"}, "mail: ")
    made = {"mail_in": mail_in(told.get("in", {})), "mail_out": relay(told.get("out", {}))}
    return {name: value for name, value in made.items() if value is not None}


def _text(told: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = told.get(name, otherwise)
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return value


def _pace(told: Mapping[str, Any]) -> Pace:
    check_known(told, {"settle", "rescan", "patience"}, "watch: ")
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


def _register_url(told: Mapping[str, str]) -> str:
    """The address of the register's database; the environment's, which may hold a password, goes first."""
    if unknown := sorted(set(told) - {"url"}):
        raise ValueError(f"register: unknown setting {unknown[0]!r}")
    url = told.get("url", "")
    if urlsplit(url).password is not None or "password=" in url:
        raise ValueError(
            "the register's password doesn't belong in this file; use passfile= in the address, "
            f"or {REGISTER_URL} in the environment"
        )
    return os.environ.get(REGISTER_URL, url)
