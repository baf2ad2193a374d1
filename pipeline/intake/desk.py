"""Claims: a file is taken by renaming it into a folder of the process that works on it.

Several processes, on several machines, may work on one inbox. Each has a desk: a folder beside a file that it
holds locked for as long as it lives. What lies on a desk whose owner is gone is taken over, and keeps its id,
so that the register tells whether its end is on record already.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import FileDelayed
from pipeline.intake.folder import open_plain
from pipeline.records import IncomingFile

TRIES = ".forsoeg"
"""The file beside a claimed one that is as long as it was begun with often."""
OWNER = ".ejer"
"""The ending of the file that tells whose desk a folder is, and by its lock that they are alive."""
SILENT = 600.0
"""Seconds without a sign of life after which the owner of a desk on another machine counts as gone. Whether
locks of other machines are seen depends on the kind of share."""
_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A file taken from the inbox: it lies alone in a folder that bears its id.

    `tries` is how often somebody began to handle it and never came to an end, not even to an error: a file
    that takes its reader down with it must not keep others waiting.
    """

    id: str
    path: Path
    tries: int = 0

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the file: that it was begun stands beside it until that has ended, one way or the other."""
        marker = self.path.with_name(TRIES)
        with suppress(OSError), marker.open("ab") as file:
            file.write(b".")
        try:
            yield
        finally:
            with suppress(OSError):
                marker.unlink()

    def read(self, channel: str = "folder") -> IncomingFile:
        """The file's bytes. OSError for what is no regular file, or larger than any file of ours can be."""
        with open_plain(self.path) as file:
            content = file.read()
        # A name in another encoding than ours can't be written down as it is.
        name = self.path.name.encode("utf-8", "replace").decode("utf-8")
        return IncomingFile(name=name, content=content, channel=channel)

    def give_back(self, inbox: Path) -> None:
        """Put the file back where it was dropped: nobody can read it just now.

        Where another of its name has come since, it stays claimed, and is tried again from here.
        """
        target = inbox / self.path.name
        if not target.exists():
            self.path.rename(target)
            _remove_claim(self.path.parent)

    def done(self, sha256: str) -> None:
        """Let go of the file whose bytes, with this hash, are in the archive and whose end is on record.

        Where the file holds other bytes by now (somebody went on writing), it is kept to be read anew.
        """
        if self.path.exists() and self.read().sha256 != sha256:
            self.path.parent.rename(self.path.parent.with_name(secrets.token_hex(8)))
            return
        self.path.unlink(missing_ok=True)
        _remove_claim(self.path.parent)


class ClaimDesk:
    """The claims of one process in one inbox. Made by `open_desk`."""

    def __init__(self, folder: Path, lock: int) -> None:
        self._folder, self._lock = folder, lock

    @property
    def name(self) -> str:
        return self._folder.name

    def claim(self, path: Path) -> Claimed | None:
        """The file, now ours alone; None where somebody else was quicker or has taken it away.

        Raises FileDelayed where this file can't be taken just now, OSError where none can.
        """
        mine = self._folder / secrets.token_hex(8)
        mine.mkdir()
        try:
            os.rename(path, mine / path.name)
        except OSError as error:
            mine.rmdir()
            if isinstance(error, FileNotFoundError):
                return None
            raise FileDelayed(f"a file can't be taken: {error.strerror}") from error
        return Claimed(id=mine.name, path=mine / path.name)

    def left(self) -> Iterator[Claimed]:
        """What still lies on this desk: files that couldn't be worked off before, or were taken over; in the
        order they came."""
        claims = []
        for folder in self._folder.iterdir():
            held = sorted(path for path in folder.iterdir() if path.name != TRIES)
            if held:
                claims.append((held[0].lstat().st_mtime_ns, folder, held))
            else:
                _remove_claim(folder)
        for _, folder, held in sorted(claims):
            # More than one file never lies in a claim of ours; whoever put them there, each reaches its end.
            strays = [stray for path in held[1:] if (stray := self.claim(path))]
            yield Claimed(id=folder.name, path=held[0], tries=_size(folder / TRIES))
            yield from strays

    def take_over(self) -> None:
        """Take what lies on the desks of owners that are gone, each claim under the id it has. It is also the
        sign of life by which owners on other machines know this one."""
        os.utime(self._lock)
        for entry in sorted(self._folder.parent.iterdir()):
            if entry == self._folder:
                continue
            if entry.name.startswith("."):
                self._sweep(entry)
                continue
            if not entry.is_dir():
                self.claim(entry)
                continue
            owner = _owner_file(entry)
            if owner.exists() and self._lives(owner):
                continue
            with suppress(FileNotFoundError):  # somebody else takes it over at the same time
                self._take_from(entry)
                owner.unlink(missing_ok=True)

    def _sweep(self, owner: Path) -> None:
        """Remove what an owner left who was cut off before there was a desk, or after it was gone."""
        desk = owner.with_name(owner.name.removeprefix(".").removesuffix(OWNER))
        if owner.name.endswith(OWNER) and not desk.exists() and not self._lives(owner):
            with suppress(OSError):
                owner.unlink()

    def _take_from(self, entry: Path) -> None:
        claims = [one for one in entry.iterdir() if one.is_dir()]
        if not claims and any(entry.iterdir()):
            claims = [entry]  # a claim without a desk
        for claim in claims:
            with suppress(FileNotFoundError):
                os.rename(claim, self._folder / claim.name)
        if entry not in claims:
            for stray in entry.iterdir():
                self.claim(stray)
            entry.rmdir()

    def _lives(self, owner: Path) -> bool:
        try:
            with owner.open("r+") as file:
                about = os.fstat(file.fileno())
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    seen = True
                except BlockingIOError:
                    return True
                except OSError as error:
                    if error.errno not in _NO_LOCKS_HERE:
                        return True
                    seen = False
                told = file.read()
        except OSError:
            return owner.exists()
        # Both times are the file server's own: clocks of machines may differ.
        silent = os.fstat(self._lock).st_mtime - about.st_mtime > SILENT
        try:
            who = json.loads(told)
            near, pid = who["host"] == os.uname().nodename, int(who["pid"])
        except (ValueError, KeyError, TypeError):
            return not silent  # whoever is just setting up a desk hasn't written who they are
        if near:
            return not seen and _runs(pid)
        return not silent

    def close(self) -> None:
        """Leave the desk. What lies on it is for the next one to take over."""
        with suppress(OSError):
            self._folder.rmdir()
            _owner_file(self._folder).unlink(missing_ok=True)
        os.close(self._lock)


@contextmanager
def open_desk(claimed: Path) -> Iterator[ClaimDesk]:
    """A desk of one's own among the claims of an inbox. Raises OSError where that folder is away or full."""
    desk = _new_desk(claimed)
    try:
        yield desk
    finally:
        desk.close()


def _new_desk(claimed: Path) -> ClaimDesk:
    """The lock comes before the folder, so that nobody ever sees a desk without its owner."""
    folder = claimed / f"plads-{secrets.token_hex(8)}"
    owner = _owner_file(folder)
    lock = os.open(owner, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
        who = {"host": os.uname().nodename, "pid": os.getpid()}
        os.write(lock, json.dumps(who).encode())
        folder.mkdir()
    except OSError:
        os.close(lock)
        owner.unlink(missing_ok=True)
        raise
    return ClaimDesk(folder, lock)


def _remove_claim(folder: Path) -> None:
    (folder / TRIES).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        folder.rmdir()


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _owner_file(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{OWNER}")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
