"""The inbox folder: which of its files are somebody's, and when one is whole and has come to rest."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

IGNORED_STARTS = (".", "~$")
IGNORED_ENDS = (".tmp", ".part", ".crdownload", ".partial")
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
LARGEST = 512 * 1024 * 1024
"""Bytes; a larger file is no form and is left where it lies."""
END_OF_ZIP = b"PK\x05\x06"
LONGEST_ZIP_END = 22 + 65_535
"""Bytes from the end of a zip file within which its end record begins: a comment may follow it."""
END_OF_PDF = b"%%EOF"
LONGEST_PDF_END = 2048


class Delay(StrEnum):
    """Why a file isn't taken yet."""

    FRESH = "fresh"
    """It came or changed just now."""
    GROWING = "growing"
    """It has been changing ever since it was first seen."""
    UNFINISHED = "unfinished"
    """It stands still, but its end is missing."""
    OPEN = "open"
    """Somebody has it open: an office program's lock file lies beside it."""
    LOCKED = "locked"
    """It can't be read: no right to, or somebody's lock."""
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """A file that isn't taken yet, why, and for how many seconds it has been so."""

    path: Path
    why: Delay
    seconds: float

    def give_back(self, inbox: Path) -> None:
        """Put the file back where it was dropped: nobody can read it just now.

        Where another of its name has come since, it stays claimed, and the next run takes it first.
        """
        target = inbox / self.path.name
        if not target.exists():
            self.path.rename(target)
            self.path.parent.rmdir()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What lay in the inbox at one look. `ready` in the order the files came."""

    ready: tuple[Path, ...]
    held: tuple[Delayed, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    stamp: tuple[int, int, int]
    first: float
    since: float


class Settling:
    """Tells which files of a folder have come to rest: what changed is seen from one look to the next.

    Times are those of a clock that never jumps. A file counts as at rest once size and time of change have
    stood still for `settle` seconds and nobody has it open; a Word or PDF file must also have its end, or
    have stood still without one for `patience` seconds: then it never gets one, and goes the way of every
    unreadable file.
    """

    def __init__(
        self,
        inbox: Path,
        settle: float,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] | None = None,
    ) -> None:
        """`wall` is the time of day, for who looks too shortly to see patience end: then a file's age counts
        as having stood still, for that alone."""
        self._inbox, self._settle, self._patience = inbox, settle, patience
        self._clock, self._wall = clock, wall
        self._seen: dict[Path, _Seen] = {}

    def look(self) -> Look:
        """Look once. Raises OSError where the folder is away."""
        now = self._clock()
        seen: dict[Path, _Seen] = {}
        for path, stamp in waiting(self._inbox):
            before = self._seen.get(path)
            first = before.first if before else now
            since = before.since if before and before.stamp == stamp else now
            seen[path] = _Seen(stamp, first, since)
        self._seen = seen
        ready, held = [], []
        for path, one in seen.items():
            why = self._why_not(path, one, now)
            if why is None:
                ready.append(path)
            else:
                held.append(Delayed(path=path, why=why, seconds=now - one.first))
        return Look(ready=tuple(ready), held=tuple(held))

    def _why_not(self, path: Path, one: _Seen, now: float) -> Delay | None:
        if one.stamp[0] > LARGEST:
            return Delay.LARGE
        if self._settle <= 0:
            return None  # whoever asks for no rest takes what is there
        if is_open(path):
            return Delay.OPEN
        still = now - one.since
        if still < self._settle:
            return Delay.GROWING if one.since > one.first else Delay.FRESH
        try:
            whole = has_its_end(path)
        except OSError:
            return Delay.LOCKED
        if not whole and self._wall:
            still = max(still, self._wall() - one.stamp[1] / 1e9)
        return None if whole or still >= self._patience else Delay.UNFINISHED


def waiting(inbox: Path) -> list[tuple[Path, tuple[int, int, int]]]:
    """The files in the inbox that are somebody's, in the order they came, each with size, time of change and
    number. Raises OSError where the folder is away."""
    found = []
    with os.scandir(inbox) as entries:
        for entry in entries:
            name = entry.name.lower()
            if (
                name.startswith(IGNORED_STARTS)
                or name.endswith(IGNORED_ENDS)
                or name in IGNORED_NAMES
                or not _is_plain(entry)
            ):
                continue
            try:
                about = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # it has just gone
            found.append((inbox / entry.name, (about.st_size, about.st_mtime_ns, about.st_ino)))
    return sorted(found, key=lambda one: (one[1][1], one[0].name))


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """No folder, link, pipe or device."""
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def is_open(path: Path) -> bool:
    """Whether an office program has the file open, by the lock file it lays beside it.

    Word writes `~$` over the first two letters of a long name and before a short one; LibreOffice writes
    `.~lock.NAME#`.
    """
    name = path.name
    beside = (f"~${name}", f"~${name[2:]}", f"~${name[1:]}", f".~lock.{name}#")
    return any(_exists(path.with_name(other)) for other in beside)


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:  # a name that has become too long with its mark is no lock file either
        return False
    return True


def has_its_end(path: Path) -> bool:
    """Whether a file ends as one of its kind does; one of no kind known here does, if it holds anything.

    Raises OSError where it can't be read. Room that was only set aside for a file holds zeros.
    """
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(8)
        if head.startswith(b"PK\x03\x04"):
            tail = _tail(file, size, LONGEST_ZIP_END)
            at = tail.rfind(END_OF_ZIP)
            return at >= 0 and len(tail) - at >= 22
        if head.startswith(b"%PDF"):
            return END_OF_PDF in _tail(file, size, LONGEST_PDF_END)
        return bool(head.strip(b"\0"))


def _tail(file: BinaryIO, size: int, length: int) -> bytes:
    file.seek(max(0, size - length))
    return file.read(length)


def open_plain(path: Path) -> BinaryIO:
    """An ordinary file, to read; links and devices are never followed or opened. Raises OSError for them, and
    for what is larger than any file of ours can be."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file, or too large")
    return os.fdopen(descriptor, "rb")
