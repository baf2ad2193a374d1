"""The inbox folder: a file is claimed by renaming it, so that nobody else works on it, and goes only when its
bytes are safe elsewhere."""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import IncomingFile

IGNORED_STARTS = (".", "~$")
IGNORED_ENDS = (".tmp", ".part", ".crdownload", ".partial")
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
LARGEST = 512 * 1024 * 1024
"""Bytes; a larger file is no form and is left where it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A file taken from the inbox: it lies alone in a folder that bears its id."""

    id: str
    path: Path

    def read(self) -> IncomingFile:
        """The file's bytes. OSError for what is no regular file, or larger than any file of ours can be:
        links and devices are never followed or opened."""
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                raise OSError("not a regular file, or too large")
            # A name in another encoding than ours can't be written down as it is.
            name = self.path.name.encode("utf-8", "replace").decode("utf-8")
            return IncomingFile(name=name, content=file.read(), channel="folder")

    def done(self, sha256: str) -> None:
        """Let go of the file whose bytes, with this hash, are in the archive and whose end is on record.

        Where the file holds other bytes by now (somebody went on writing), it is kept to be read anew.
        """
        if self.path.exists() and self.read().sha256 != sha256:
            self.path.parent.rename(self.path.parent.with_name(secrets.token_hex(8)))
            return
        self.path.unlink(missing_ok=True)
        self.path.parent.rmdir()

    def give_back(self, inbox: Path) -> None:
        """Put the file back where it was dropped: nobody can read it just now.

        Where another of its name has come since, it stays claimed, and the next run takes it first.
        """
        target = inbox / self.path.name
        if not target.exists():
            self.path.rename(target)
            self.path.parent.rmdir()


def waiting(inbox: Path) -> list[Path]:
    """The files in the inbox that are somebody's, in the order they came."""
    return sorted(filter(_is_ours, inbox.iterdir()), key=lambda path: (_stamp(path)[1], path.name))


def _is_ours(path: Path) -> bool:
    name = path.name.lower()
    return (
        not name.startswith(IGNORED_STARTS)
        and not name.endswith(IGNORED_ENDS)
        and name not in IGNORED_NAMES
        and path.is_file()
        and not path.is_symlink()
    )


def claim_files(inbox: Path, claimed: Path, settle: float) -> Iterator[Claimed]:
    """Files left by a run that was cut off, then those in the inbox, each claimed as it is reached.

    A file that changed within the last `settle` seconds may still be on its way: it is taken only if it stays
    as it is for as long again, and otherwise left for the next run.
    """
    for folder in sorted(claimed.iterdir()):
        was_folder = folder.is_dir()
        held = sorted(folder.iterdir()) if was_folder else [folder]
        if not held:
            folder.rmdir()
        strays = held[1:] if was_folder else held
        moved = [_own_folder(path, claimed) for path in strays]
        if was_folder and held:
            yield Claimed(id=folder.name, path=held[0])
        yield from moved
    for path in _settled(inbox, settle):
        try:
            yield _own_folder(path, claimed)
        except FileNotFoundError:  # somebody else was quicker
            continue


def _own_folder(path: Path, claimed: Path) -> Claimed:
    """The file, moved to a folder of its own that bears a new id. FileNotFoundError where it is gone."""
    mine = claimed / secrets.token_hex(8)
    mine.mkdir()
    try:
        os.rename(path, mine / path.name)
    except FileNotFoundError:
        mine.rmdir()
        raise
    return Claimed(id=mine.name, path=mine / path.name)


def _settled(inbox: Path, settle: float) -> list[Path]:
    before = {path: _stamp(path) for path in waiting(inbox)}
    if any(abs(time.time() - changed) < settle for _, changed in before.values()):
        time.sleep(settle)
    return [path for path, stamp in before.items() if path.exists() and _stamp(path) == stamp]


def _stamp(path: Path) -> tuple[int, float]:
    """Size and time of a file; a file that has just vanished has neither."""
    try:
        about = path.lstat()
    except FileNotFoundError:
        return 0, 0.0
    return about.st_size, about.st_mtime
