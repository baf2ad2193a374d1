"""Files out: written whole or not at all, never half, and never under a name that tells on a child.

A share that is away leaves its mount point behind, an empty folder: nothing is ever made there, and what is
missing there was not deleted by anybody.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

INBOX, CASES, RETURNED, QUESTIONS, OUTBOX = "indbakke", "sager", "retur", "opgaver", "udbakke"
ARCHIVE = "arkiv"
EARLIER = "tidligere"
"""The folder where what no longer holds goes, in a case and among the open questions."""
STANDING = frozenset({INBOX, CASES, RETURNED, QUESTIONS, OUTBOX, ARCHIVE})
"""The folders of a workspace: made when it is set up, and never again by the way."""

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST = 120
_HALF = re.compile(r"\.[0-9a-f]{16}\.tmp")
"""The name of a file that is being written."""


def safe_name(text: str) -> str:
    """A file name made of a title of ours: no path, no control character, no trailing dot, not too long."""
    cleaned = _NOT_IN_NAMES.sub("-", text).strip(" .")[:_LONGEST].rstrip(" .")
    return cleaned or "dokument"


def make_folder(path: Path) -> Path:
    """The folder, made with its parents where it was missing.

    A folder that is shared with a group shares what is made in it; else the umask decides who may look in.
    """
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        if _is_of_a_group(path.parent):
            _give_to_group(path, 0o2770)
        sync_folder(path.parent)
    return path


def require_standing(path: Path) -> None:
    """Raises FileNotFoundError where the folder of the workspace that `path` lies in isn't there: then its
    share is away."""
    for folder in path.parents:
        if folder.name in STANDING and not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "the folder of the workspace is away", folder.name)


def _is_of_a_group(folder: Path) -> bool:
    mode = folder.stat().st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def _give_to_group(what: Path | int, mode: int) -> None:
    # On a share whose server decides about rights nothing can be changed, and nothing need be.
    with suppress(PermissionError):
        os.chmod(what, mode)


def write_file(path: Path, content: bytes) -> Path:
    """Write the file so that a crash leaves either the old content or the new, on disk and not in a cache.

    Raises OSError where the disk is full, the folder may not be written or the share is away; then nothing
    has changed.
    """
    require_standing(path)
    make_folder(path.parent)
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with suppress(OSError):  # tells `sweep` that somebody is still writing
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_of_a_group(path.parent):
                _give_to_group(file.fileno(), 0o660)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)
    return path


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove the halves of files, here and in the folders `below`, that nobody writes on any more."""
    for parent, folders, names in os.walk(folder):
        if not below:
            folders.clear()
        for name in filter(_HALF.fullmatch, names):
            path = Path(parent, name)
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def write_once(path: Path, content: bytes) -> Path:
    """Write the file unless it already holds these bytes; a file of another content is never overwritten:
    the new one gets a number."""
    candidate, n = path, 1
    while candidate.exists():
        if candidate.read_bytes() == content:
            return candidate
        n += 1
        candidate = path.with_name(f"{path.stem} ({n}){path.suffix}")
    return write_file(candidate, content)


def set_aside(path: Path, folder: Path, remark: str = "") -> Path | None:
    """Move a file that no longer holds into `folder`, with a remark in its name; nothing where it is gone.

    Raises FileNotFoundError where not the file is gone but the share it lies on.
    """
    if not path.exists():
        require_standing(path)
        return None
    make_folder(folder)
    target, n = folder / f"{path.stem}{remark}{path.suffix}", 1
    while target.exists():
        n += 1
        target = folder / f"{path.stem}{remark} ({n}){path.suffix}"
    os.replace(path, target)
    sync_folder(folder)
    sync_folder(path.parent)
    return target


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
