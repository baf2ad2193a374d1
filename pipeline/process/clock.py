"""Whether the clock can be trusted with a deletion: it can't once it has jumped (F47)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.register import Register, TickRow

JUMP = dt.timedelta(days=1)
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The wall's time in UTC, which boot of the machine this is, and its seconds since then."""

    now: dt.datetime
    boot: str
    running: float


def look() -> Clock:
    """The clock now. The seconds go on while the machine sleeps, and nobody can set them."""
    boot = BOOT.read_text("ascii").strip() if BOOT.exists() else ""
    return Clock(now=dt.datetime.now(dt.UTC), boot=boot, running=time.clock_gettime(time.CLOCK_BOOTTIME))


def tick(register: Register, clock: Clock) -> str:
    """Note that the clock was looked at; the day it jumped, while nobody has said that it is right.

    Within one boot a jump is what the wall gained on the running seconds. Between boots nobody can tell a
    jump from a machine that was off: more than a day is a jump.
    """
    last = register.last_tick()
    doubt = last.doubt if last else ""
    if last and not doubt and _jumped(last, clock):
        doubt = clock.now.date().isoformat()
    register.save_tick(_tick(clock, doubt))
    return doubt


def trust(register: Register, clock: Clock) -> None:
    """A person has looked: the clock is right."""
    register.save_tick(_tick(clock, ""))


def _tick(clock: Clock, doubt: str) -> TickRow:
    now = clock.now.isoformat(timespec="seconds")
    return TickRow(wall=now, boot=clock.boot, running=clock.running, doubt=doubt)


def _jumped(last: TickRow, clock: Clock) -> bool:
    passed = clock.now - dt.datetime.fromisoformat(last.wall)
    if last.boot == clock.boot and clock.running >= last.running:
        passed -= dt.timedelta(seconds=clock.running - last.running)
    return abs(passed) > JUMP
