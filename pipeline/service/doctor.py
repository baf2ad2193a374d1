"""What is set up on this machine and what is missing, in words an operator can act on."""

from __future__ import annotations

import datetime as dt
import grp
import os
import shutil
import stat
import zoneinfo
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline import ocr
from pipeline.disks import NETWORK, file_system
from pipeline.errors import SetupError, ShareAway, TemporaryFailure
from pipeline.records.channels import MailIn, Relay
from pipeline.relay import is_safe_for
from pipeline.sandbox import can_print
from pipeline.settings import Workspace

ROOM = 2 * 1024**3
"""Bytes that ought to be free where originals are kept."""
LEAST_ROOM = 100 * 1024**2


class Verdict(StrEnum):
    FINE = "fine"
    MISSING = "missing"
    """Something can't be done here; the rest works."""
    WRONG = "wrong"
    """Nothing should run before this is mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was looked at, in a sentence; where it isn't fine the sentence says what to do."""

    what: str
    verdict: Verdict
    says: str


def examine_machine(areas: Sequence[Workspace], roles: Collection[str] = ()) -> list[Checked]:
    """Look at everything the workspace needs. Changes nothing but for a file it writes and removes again.

    `roles` are those that the programmes ask for approvals by mail; none where that isn't known.
    """
    return [
        *_data(areas[0]),
        *(one for area in areas for one in _shared(area)),
        *_register(areas[0]),
        *(one for area in areas for one in _mail(area, roles)),
        *_programs(),
        *_clock(),
    ]


def refuse_unsafe(areas: Sequence[Workspace]) -> None:
    """Raises SetupError where the register would not be safe: on another machine's disk, or open to
    others."""
    for one in (*_place(areas[0]), *_register(areas[0])):
        if one.verdict is Verdict.WRONG:
            raise SetupError(one.says)


def _place(area: Workspace) -> Iterator[Checked]:
    kind = file_system(area.data)
    if kind in NETWORK and area.register_url and area.data.is_dir():
        yield _fine(
            "data", f"{area.data} lies on a network share ({kind}): every machine needs this same one."
        )
    elif kind in NETWORK:
        yield _wrong(
            "data",
            f"{area.data} lies on a network file system ({kind}). The register isn't safe there: set `data` "
            "in skoleflex.toml to a folder on this machine's own disk.",
        )
    elif not area.data.is_dir():
        yield _wrong("data", f"{area.data} isn't there: run 'skoleflex init {area.root}'.")
    else:
        yield _fine("data", f"{area.data} lies on this machine ({kind or 'kind unknown'}).")


def _data(area: Workspace) -> Iterator[Checked]:
    yield from _place(area)
    if area.data.is_dir():
        yield from _writable("data", area.data)
        mode = stat.S_IMODE(area.data.stat().st_mode)
        if mode & 0o077:
            yield _wrong(
                "rights", f"{area.data} can be opened by others ({mode:04o}): run 'chmod 700 {area.data}'."
            )
        free = shutil.disk_usage(area.data).free
        if free < LEAST_ROOM:
            yield _wrong("room", f"only {free // 1024**2} MB are free for originals: make room.")
        elif free < ROOM:
            yield _missing("room", f"{free // 1024**2} MB are free for originals: that won't last long.")
        else:
            yield _fine("room", f"{free // 1024**3} GB are free for originals.")


def _shared(area: Workspace) -> Iterator[Checked]:
    name = f"shared ({area.area})" if area.area else "shared"
    try:
        area.require_share()
    except ShareAway as away:
        yield _wrong(name, f"{away}.")
        return
    if missing := [folder.name for folder in area.shared_folders() if not folder.is_dir()]:
        yield _wrong(
            name, f"{', '.join(missing)} missing in {area.shared}: run 'skoleflex init {area.root}'."
        )
        return
    kind = file_system(area.shared)
    where = (
        f"on a network share ({kind}); it is looked into, nothing tells of files there"
        if kind in NETWORK
        else (f"on this machine ({kind or 'kind unknown'})")
    )
    yield _fine(name, f"{area.shared} is there, {where}.")
    yield from _writable(name, area.inbox)
    if not area.group:
        yield _missing(name, "no group is set: only the user who runs this can open what lies there.")
        return
    try:
        group = grp.getgrnam(area.group).gr_gid
    except KeyError:
        yield _wrong(name, f"there is no group {area.group!r} on this machine.")
        return
    about = area.inbox.stat()
    if about.st_gid != group or stat.S_IMODE(about.st_mode) & 0o2770 != 0o2770:
        yield _wrong(
            name, f"the inbox isn't shared with the group {area.group}: run 'skoleflex init {area.root}'."
        )
    else:
        yield _fine(name, f"shared with the group {area.group}, and closed to others.")


def _writable(name: str, folder: Path) -> Iterator[Checked]:
    probe = folder / f".proeve-{os.getpid()}.tmp"
    try:
        with probe.open("xb") as file:
            file.write(b"x")
            os.fsync(file.fileno())
    except OSError as error:
        yield _wrong(name, f"{folder} can't be written: {error.strerror}.")
    finally:
        probe.unlink(missing_ok=True)


def _register(area: Workspace) -> Iterator[Checked]:
    database = area.database
    if area.register_url:
        yield _fine("register", "a PostgreSQL database, by its address in the settings or the environment.")
        return
    if not database.exists():
        yield _missing("register", "there is none yet: it is made by the first run.")
        return
    open_to = [
        path.name
        for path in (database, *database.parent.glob(f"{database.name}-*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to:
        yield _wrong(
            "register",
            f"{', '.join(open_to)} can be read by others: run 'chmod 600' on it, in {database.parent}.",
        )
    else:
        yield _fine("register", "only its owner can read it.")


def _mail(area: Workspace, roles: Collection[str]) -> Iterator[Checked]:
    """The mailbox and the mail server, each spoken to and left again."""
    name = f" ({area.area})" if area.area else ""
    if area.mail_in is None:
        yield _missing(f"mail in{name}", "no mailbox is set up: forms come in by the folder.")
    else:
        yield _mailbox(f"mail in{name}", area.mail_in)
    if area.mail_out is None:
        yield _missing(f"mail out{name}", "no mail server is set up: mails lie as drafts in udbakke.")
    else:
        yield _relay(f"mail out{name}", area.mail_out)
    yield _approvals(f"approvals by mail{name}", area, roles)


def _mailbox(what: str, told: MailIn) -> Checked:
    from pipeline.intake.mailbox import open_mailbox

    try:
        with open_mailbox(told.account) as box:
            waits = "tells of new mails" if box.can_wait else "is asked for new mails"
    except (SetupError, TemporaryFailure) as error:
        return _wrong(what, f"{error} ({told.account.host}).")
    if not told.senders:
        return _wrong(what, "nobody may write: list addresses or domains as `senders` in [mail.in].")
    vouched = f"for whom {told.server} vouches" if told.server else "and nothing vouches for them"
    return _fine(what, f"{told.account.host} lets us in and {waits}; those listed may write, {vouched}.")


def _relay(what: str, relay: Relay) -> Checked:
    from pipeline.relay import Fate, try_out
    from pipeline.wording.mail import why_it_waits

    attempt = try_out(relay)
    if attempt.fate is not Fate.SENT:
        return _wrong(what, why_it_waits(f"{attempt.why} {attempt.code or ''}".strip()))
    if not relay.secure_domains:
        return _missing(what, "the server lets us in, but no domain is listed as secure: cases' mails wait.")
    return _fine(what, f"{relay.host} lets us in over a checked channel.")


def _approvals(what: str, area: Workspace, known: Collection[str]) -> Checked:
    """Whether approvals are asked for by mail, of how many for each role; else what is missing for it."""
    lacks = {
        "nobody is listed as [[approvers]]": not area.approvers,
        "[mail.in] names no `server` that vouches for senders": not (area.mail_in and area.mail_in.server),
        "there is no [mail.out] to ask by": area.mail_out is None,
    }
    if why := [said for said, lacking in lacks.items() if lacking]:
        return _missing(what, f"off: {', and '.join(why)}. Decisions come in by their form.")
    assert area.mail_out is not None  # noqa: S101 - said above
    today = dt.datetime.now(zoneinfo.ZoneInfo("Europe/Copenhagen")).date()
    roles = sorted({one.role for one in area.approvers})
    may = {role: area.may_approve(role, today) for role in roles}
    if strange := [role for role in roles if known and role not in known]:
        return _wrong(what, f"no programme asks {', '.join(strange)}: roles are {', '.join(sorted(known))}.")
    if empty := [role for role in roles if not may[role]]:
        return _wrong(what, f"nobody may approve today for {', '.join(empty)}: look at `from` and `to`.")
    if far := [one for one in area.approvers if not is_safe_for(area.mail_out, one.address)]:
        return _wrong(what, f"{len(far)} of [[approvers]] have a domain that isn't listed as secure.")
    return _fine(what, f"on, for {', '.join(f'{role} ({len(may[role])})' for role in roles)}.")


def _programs() -> Iterator[Checked]:
    if can_print():
        yield _fine("LibreOffice", "found: letters become PDF, .odt, .rtf and .doc are read.")
    else:
        yield _missing(
            "LibreOffice",
            "not found: released letters stay Word files, .odt, .rtf and .doc go back to their senders. "
            "Install the package libreoffice-writer.",
        )
    if ocr.available():
        yield _fine("tesseract", "found, with Danish: scans are read as proposals.")
    else:
        yield _missing(
            "tesseract",
            "not found, or without Danish: scans that aren't ours go back to their senders. Install the "
            "packages tesseract-ocr and tesseract-ocr-dan.",
        )


def _clock() -> Iterator[Checked]:
    try:
        zoneinfo.ZoneInfo("Europe/Copenhagen")
    except zoneinfo.ZoneInfoNotFoundError:
        yield _wrong("time", "the time zone Europe/Copenhagen isn't known: install the package tzdata.")
    else:
        yield _fine("time", "days are those of Europe/Copenhagen, whatever this machine's own zone is.")


def _fine(what: str, says: str) -> Checked:
    return Checked(what=what, verdict=Verdict.FINE, says=says)


def _missing(what: str, says: str) -> Checked:
    return Checked(what=what, verdict=Verdict.MISSING, says=says)


def _wrong(what: str, says: str) -> Checked:
    return Checked(what=what, verdict=Verdict.WRONG, says=says)
