"""Signs of life: each watcher and the latest run tell, in a small file of their own, what they are doing.

A watcher writes while it works, between one file or case and the next, and not from a thread of its own: one
that hangs falls silent.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.delivery import write_file

OLD = 600.0
"""Seconds after which a watcher that says nothing counts as gone: reading a long scan takes minutes."""
OLD_RUN = 26 * 3600.0
"""Seconds after which the latest run of a workspace that nobody watches is too long ago."""
EVERY = 10.0
RUN = "run"
WATCHING, STOPPED = "watching", "stopped"


@dataclass(slots=True, kw_only=True)
class Pulse:
    """One process's sign of life. `ends` counts the files it took in by their end; `troubles` are what keeps
    it from its work just now."""

    folder: Path
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    since: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    state: str = WATCHING
    ends: Counter[str] = field(default_factory=Counter)
    last_file_at: dt.datetime | None = None
    troubles: Sequence[str] = ()
    _written: float = -EVERY

    def beat(self, *, now: bool = False) -> None:
        """Write the sign, at most every few seconds unless `now`. A full disk keeps nobody from working: the
        sign grows old then, and that is what it is for."""
        if not now and time.monotonic() - self._written < EVERY:
            return
        self._written = time.monotonic()
        told = {
            "name": self.name,
            "host": os.uname().nodename,
            "pid": os.getpid(),
            "state": self.state,
            "since": self.since.isoformat(timespec="seconds"),
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "ends": dict(self.ends),
            "last_file_at": self.last_file_at.isoformat(timespec="seconds") if self.last_file_at else None,
            "troubles": list(self.troubles),
        }
        with suppress(OSError):
            write_file(self.folder / f"{self.name}.json", json.dumps(told, ensure_ascii=False).encode())

    def took(self, ends: Iterable[str]) -> None:
        before = self.ends.total()
        self.ends.update(ends)
        if self.ends.total() > before:
            self.last_file_at = dt.datetime.now(dt.UTC)


def read_pulses(folder: Path) -> list[dict[str, Any]]:
    """Every sign of life there is, the newest first. One that can't be read is none."""
    found = []
    for path in folder.glob("*.json"):
        with suppress(OSError, ValueError):
            told = json.loads(path.read_text("utf-8"))
            if isinstance(told, dict) and isinstance(told.get("at"), str):
                found.append(told)
    return sorted(found, key=lambda told: str(told["at"]), reverse=True)


def is_alive(told: Mapping[str, Any], now: dt.datetime) -> bool:
    """Whether a sign of life is young enough for what it is the sign of. One from the future isn't."""
    if told.get("state") == STOPPED:
        return False
    try:
        age = (now - dt.datetime.fromisoformat(told["at"])).total_seconds()
    except (ValueError, TypeError):
        return False
    return -OLD < age < (OLD_RUN if told.get("name") == RUN else OLD)


def forget_old(folder: Path, days: float = 7.0) -> None:
    """Remove the signs of processes that have long been gone."""
    for path in folder.glob("*.json"):
        with suppress(OSError):
            if path.stem != RUN and time.time() - path.stat().st_mtime > days * 86_400:
                path.unlink()
