"""How a workspace does: who watches it, what was done last, what waits and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.errors import ShareAway
from pipeline.intake.desk import TRIES
from pipeline.intake.folder import waiting
from pipeline.register import Counts, Register
from pipeline.service.pulse import RUN, is_alive, read_pulses
from pipeline.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxState:
    """One area's inbox: `away` where its share is; `in_work` files lie in claims."""

    area: str
    away: bool = False
    waiting: int = 0
    oldest: str = ""
    in_work: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`alive` where somebody watches, or the latest run isn't too long ago, and every share is there."""

    alive: bool
    watchers: tuple[dict[str, Any], ...]
    last_run: dict[str, Any] | None
    inboxes: tuple[InboxState, ...]
    counts: Counts = field(default_factory=Counts)


def state_of(areas: Sequence[Workspace], register: Register, now: dt.datetime) -> Standing:
    """Look at signs of life, inboxes and register. `now` is in UTC."""
    pulses = read_pulses(areas[0].pulses)
    watchers = tuple(told for told in pulses if told.get("name") != RUN)
    last_run = next((told for told in pulses if told.get("name") == RUN), None)
    alive = [told for told in pulses if is_alive(told, now)]
    inboxes = tuple(_inbox(area) for area in areas)
    return Standing(
        alive=bool(alive) and not any(inbox.away for inbox in inboxes),
        watchers=tuple({**told, "alive": told in alive} for told in watchers),
        last_run=last_run,
        inboxes=inboxes,
        counts=register.count(),
    )


def _inbox(area: Workspace) -> InboxState:
    try:
        area.require_share()
        lying = waiting(area.inbox)
        in_work = sum(1 for path in area.claimed.glob("*/*/*") if path.is_file() and path.name != TRIES)
    except (ShareAway, OSError):
        return InboxState(area=area.area, away=True)
    oldest = ""
    if lying:
        with suppress(ValueError, OverflowError):
            changed = dt.datetime.fromtimestamp(lying[0][1][1] / 1e9, dt.UTC)
            oldest = changed.isoformat(timespec="seconds")
    return InboxState(area=area.area, waiting=len(lying), oldest=oldest, in_work=in_work)
