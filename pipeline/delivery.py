"""Files out: written whole or not at all, never half, and never under a name that tells on a child."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import TemporaryFailure

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST = 120


def safe_name(text: str) -> str:
    """A file name made of a title of ours: no path, no control character, no trailing dot, not too long."""
    cleaned = _NOT_IN_NAMES.sub("-", text).strip(" .")[:_LONGEST].rstrip(" .")
    return cleaned or "dokument"


def make_folder(path: Path) -> Path:
    """The folder, made with its parents where it was missing (the umask decides who may look in)."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def write_file(path: Path, content: bytes) -> Path:
    """Write the file so that a crash leaves either the old content or the new, on disk and not in a cache.

    Raises OSError where the disk is full or the folder may not be written; then nothing has changed.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return path


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
    """Move a file that no longer holds into `folder`, with a remark in its name; nothing where it is gone."""
    if not path.exists():
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


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock file, for one at a time; the lock goes with the process, however that ends.

    Raises TemporaryFailure where somebody else holds it.
    """
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TemporaryFailure("another run is at work in this workspace; try again") from None
        yield


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
