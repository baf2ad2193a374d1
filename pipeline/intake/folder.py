"""The inbox folder: a file is claimed by renaming it, so that nobody else works on it, and goes only when its
bytes are safe elsewhere."""

from __future__ import annotations

import os
import secrets
import stat
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
            return IncomingFile(name=self.path.name, content=file.read(), channel="folder")

    def done(self) -> None:
        """Let go of the file: its bytes are in the archive and its end is in the register."""
        self.path.unlink(missing_ok=True)
        self.path.parent.rmdir()


def waiting(inbox: Path) -> list[Path]:
    """The files in the inbox that are somebody's, in the order of their names."""
    return sorted(entry for entry in inbox.iterdir() if _is_ours(entry))


def _is_ours(path: Path) -> bool:
    name = path.name.lower()
    return (
        not name.startswith(IGNORED_STARTS)
        and not name.endswith(IGNORED_ENDS)
        and name not in IGNORED_NAMES
        and stat.S_ISREG(path.lstat().st_mode)
    )


def claim_files(inbox: Path, claimed: Path) -> Iterator[Claimed]:
    """Files left by a run that was cut off, then those in the inbox, each claimed as it is reached."""
    for folder in sorted(claimed.iterdir()):
        held = sorted(folder.iterdir()) if folder.is_dir() else []
        if held:
            yield Claimed(id=folder.name, path=held[0])
        elif folder.is_dir():
            folder.rmdir()
    for path in waiting(inbox):
        mine = claimed / secrets.token_hex(8)
        mine.mkdir()
        try:
            os.rename(path, mine / path.name)
        except FileNotFoundError:  # somebody else was quicker
            mine.rmdir()
            continue
        yield Claimed(id=mine.name, path=mine / path.name)
