"""The watcher: looks into the inboxes again and again, for as long as it runs.

It looks; it isn't told. A share tells nobody of files that another machine puts there, and a look decides
anyway. What keeps it from its work – a share that is away, a full disk, a register that is locked – is said
once and waited for.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SetupError, ShareAway, TemporaryFailure
from pipeline.intake.desk import ClaimDesk, open_desk
from pipeline.intake.folder import Settling
from pipeline.process import Office, RunReport, Step, look, tick
from pipeline.process.attachments import Looked, take_attachments
from pipeline.process.cases import Memory, Worked, work_cases
from pipeline.process.mailing import take_mails
from pipeline.process.run import end_round, report_of, take_files, take_suspects
from pipeline.process.stuck import Stuck, tell_stuck
from pipeline.process.tasks import DENMARK
from pipeline.process.troubles import Troubles, where
from pipeline.register import InputRow
from pipeline.service.mailboxes import Mailboxes
from pipeline.service.pulse import STOPPED, WATCHING, Pulse, forget_old
from pipeline.service.stopping import Wishes, signals_ask

BATCH = 50
"""Files taken in before the cases are brought up to date: the first receipts lie there soon, and a full inbox
needs no more memory than a small one."""
LONGEST_WAIT = 300.0
"""Seconds between two tries at the most, while something keeps the watcher from its work."""
TICK = 600.0
"""Seconds between two notes of the clock."""
PAPERS = 60.0
"""Seconds between two looks for papers that staff laid into the folders of cases."""
TAKE_OVER = 30.0
"""Seconds between two looks for what others have left behind."""

CASES = "*"
"""What the cases are called beside the areas, where something keeps them from being worked on."""

Opening = Callable[[], AbstractContextManager[Office]]
Say = Callable[[str], None]
Follow = Callable[[Step], None]


def watch(
    opening: Opening,
    say: Say,
    follow: Follow = lambda _: None,
    report: Callable[[RunReport], None] = lambda _: None,
    wishes: Wishes | None = None,
    today: dt.date | None = None,
) -> None:
    """Watch the inboxes until asked to stop. `say` is told in sentences what keeps it from its work, once for
    each reason; `report` of each round that did something.

    Raises SetupError where the settings are wrong at the start; later on the former ones are kept.
    """
    wishes = wishes or Wishes()
    with ExitStack() as opened:
        office = opened.enter_context(opening())
        pulse = Pulse(folder=office.workspace.pulses)
        while not wishes.stop():
            with Watcher(office, pulse, say, follow, report, wishes, today) as watcher, signals_ask(wishes):
                watcher.serve()
            if wishes.stop():
                return
            try:
                with ExitStack() as fresh:
                    office = fresh.enter_context(opening())
                    opened.close()
                    opened = fresh.pop_all()
                say("settings read again")
            except (SetupError, TemporaryFailure) as error:
                say(f"settings kept as they were: {error}")


@dataclass(frozen=True, slots=True)
class _Rest:
    """Until when something is left alone, for how many seconds in all, and why."""

    until: float
    seconds: float
    why: tuple[str, ...]


def _told(troubles: Troubles) -> list[str]:
    """Troubles as sentences for a log."""
    return [*troubles.later, *(f"bug met, which delays nothing else: {bug}" for bug in troubles.broken)]


class Watcher:
    """One watcher's round after round, with what it remembers between them."""

    def __init__(
        self,
        office: Office,
        pulse: Pulse,
        say: Say,
        follow: Follow,
        report: Callable[[RunReport], None],
        wishes: Wishes,
        today: dt.date | None,
    ) -> None:
        self._office, self._say, self._follow, self._report = office, say, follow, report
        self._wishes, self._today = wishes, today
        self._settling: dict[str, Settling] = {}
        self._desks: dict[str, tuple[ClaimDesk, ExitStack]] = {}
        self._looked_over: dict[str, float] = {}
        self._papers: dict[str, float] = {}
        self._looked_into: dict[str, Looked] = {}
        self._held_up: set[tuple[Path, int]] = set()
        self._stuck: dict[str, Stuck] = {}
        self._memory = Memory()
        self._pulse = pulse
        self._said: frozenset[str] = frozenset()
        self._rest: dict[str, _Rest] = {}
        self._mailboxes = Mailboxes(office.everywhere(), wishes.wake)
        self._ticked = -TICK

    def __enter__(self) -> Watcher:
        forget_old(self._office.workspace.pulses)
        self._pulse.state = WATCHING
        self._pulse.beat(now=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._mailboxes.close()
        for area in list(self._desks):
            self._leave(area)
        self._pulse.state = STOPPED
        self._pulse.beat(now=True)

    def serve(self) -> None:
        """Rounds until asked to stop or to reread the settings."""
        try:
            while not self._wishes.stop() and not self._wishes.reread():
                busy = self._round()
                self._pulse.beat()
                if not busy:
                    self._wishes.wait(self._office.workspace.pace.rescan)
        except KeyboardInterrupt:
            if not self._wishes.stop():
                raise
            self._say("stopped; the file in hand is left waiting")

    def _round(self) -> bool:
        """One look into each inbox, and what follows from it. True where more is ready already."""
        troubles = Troubles()
        more = False
        taken: list[InputRow] = []
        try:
            for area in self._office.everywhere():
                if not self._rests(area.workspace.area):
                    more |= self._look_in(area, taken, troubles)
            mail = [
                area for area in self._office.everywhere() if self._look_into_mailbox(area, taken, troubles)
            ]
            self._cases(taken)
            if taken or mail:
                end_round(self._office, dt.datetime.now(dt.UTC), self._day(), troubles)
            self._tick()
            for area in self._office.everywhere():
                with troubles.apart():
                    self._suspects(area, taken, troubles)
        except Exception as error:  # noqa: BLE001 - a watcher goes on; what was met is said
            troubles.broken.append(where(error))
        self._pulse.took(row.end for row in taken)
        self._complain(troubles)
        return more and not self._wishes.stop()

    def _look_in(self, area: Office, taken: list[InputRow], troubles: Troubles) -> bool:
        """One look into an area's inbox; where that fails, the next one comes later, and later each time."""
        name = area.workspace.area
        halted, more = Troubles(), False
        with halted.apart():
            try:
                more = self._one_area(area, taken, troubles)
            except (ShareAway, OSError):
                self._leave(name)
                raise
        if halted.later:
            self._let_rest(name, halted.later)
            self._let_rest(CASES, ())  # what was taken in before it failed is owed
        else:
            self._rest.pop(name, None)
        return more

    def _look_into_mailbox(self, area: Office, taken: list[InputRow], troubles: Troubles) -> bool:
        """One look into an area's mailbox, where it is time for one; whether it was."""
        if not self._mailboxes.is_due(area):
            return False
        with troubles.apart():
            area.workspace.require_share()
            take_mails(area, dt.datetime.now(dt.UTC), self._today, troubles, taken)
        return True

    def _tick(self) -> None:
        """Note now and then that the clock was looked at: `forget` sees by it whether it jumped."""
        if time.monotonic() - self._ticked >= TICK:
            tick(self._office.register, look())
            self._ticked = time.monotonic()

    def _rests(self, what: str) -> bool:
        return what in self._rest and time.monotonic() < self._rest[what].until

    def _let_rest(self, what: str, why: Iterable[str]) -> None:
        before = self._rest.get(what)
        usual = self._office.workspace.pace.rescan
        seconds = min(LONGEST_WAIT, before.seconds * 2 if before else usual)
        self._rest[what] = _Rest(time.monotonic() + seconds, seconds, tuple(why))

    def _one_area(self, area: Office, taken: list[InputRow], troubles: Troubles) -> bool:
        workspace = area.workspace
        workspace.require_share()
        desk = self._desk(area)
        if time.monotonic() - self._looked_over.get(workspace.area, -TAKE_OVER) >= TAKE_OVER:
            desk.take_over()
            self._looked_over[workspace.area] = time.monotonic()
        settling = self._settling.setdefault(
            workspace.area, Settling(workspace.inbox, workspace.pace.settle, workspace.pace.patience)
        )
        look = settling.look()
        with troubles.alone():
            self._stuck[workspace.area] = tell_stuck(
                area, look.held, self._day(), self._stuck.get(workspace.area)
            )
        now = dt.datetime.now(dt.UTC)
        ready = [path for path in look.ready if not self._is_held_up(path)]
        taken += take_files(
            area, desk, ready[:BATCH], now, self._today, troubles, self._heard, self._wishes.stop
        )
        if time.monotonic() - self._papers.get(workspace.area, -PAPERS) >= PAPERS:
            looked = self._looked_into.setdefault(workspace.area, {})
            taken += take_attachments(area, now, workspace.pace.settle, looked)
            self._papers[workspace.area] = time.monotonic()
        # What waits for a programme's data to be mended is tried again when that is read again.
        held = (workspace.inbox / name for name, _ in troubles.held_up)
        self._held_up |= {(path, _changed(path)) for path in held}
        return len(ready) > BATCH

    def _is_held_up(self, path: Path) -> bool:
        return bool(self._held_up) and (path, _changed(path)) in self._held_up

    def _suspects(self, area: Office, taken: list[InputRow], troubles: Troubles) -> None:
        """Try what has taken its readers down before, once all the others have been served."""
        if area.workspace.area not in self._desks or self._wishes.stop():
            return
        desk, _ = self._desks[area.workspace.area]
        now = dt.datetime.now(dt.UTC)
        more = take_suspects(area, desk, now, self._today, troubles, self._heard, self._wishes.stop)
        taken += more
        if more:
            self._let_rest(CASES, ())  # their cases are owed

    def _cases(self, taken: list[InputRow]) -> None:
        """Bring up to date what there is a reason for: a file, an answer, another day, a former trouble."""
        marked = any(self._office.workspace.touched.iterdir())
        again = CASES in self._rest and not self._rests(CASES)
        due = taken or again or self._memory.day != self._day() or (marked and CASES not in self._rest)
        if not due or self._wishes.stop():
            return
        troubles, worked = Troubles(), Worked()
        with troubles.apart():
            work_cases(
                self._office,
                self._day(),
                troubles,
                worked,
                self._memory,
                lambda number, n, of: self._heard(Step(what="case", case=number, n=n, of=of)),
                self._wishes.stop,
            )
        if troubles.later or troubles.broken:
            self._let_rest(CASES, _told(troubles))
        else:
            self._rest.pop(CASES, None)
        report = report_of(self._office, taken, worked, troubles)
        if report.took or report.made or report.failed:
            self._report(report)

    def _heard(self, step: Step) -> None:
        self._pulse.beat()
        self._follow(step)

    def _day(self) -> dt.date:
        return self._today or dt.datetime.now(DENMARK).date()

    def _complain(self, troubles: Troubles) -> None:
        """Say each trouble once for as long as it lasts, and once that all is well again."""
        lasting = (why for rest in self._rest.values() for why in rest.why)
        now = frozenset([*_told(troubles), *lasting])
        for new in sorted(now - self._said):
            self._say(new)
        if self._said and not now:
            self._say("all is well again")
        self._said = now
        self._pulse.troubles = sorted(now)

    # ── desks ─────────────────────────────────────────────────────────────────────────────────────────

    def _desk(self, area: Office) -> ClaimDesk:
        name = area.workspace.area
        if name not in self._desks:
            stack = ExitStack()
            self._desks[name] = (stack.enter_context(open_desk(area.workspace.claimed)), stack)
        return self._desks[name][0]

    def _leave(self, area: str) -> None:
        """Give up the desk, where there is one: its share is away, or the work is over."""
        _, stack = self._desks.pop(area, (None, ExitStack()))
        stack.close()
        self._settling.pop(area, None)
        self._looked_over.pop(area, None)


def _changed(path: Path) -> int:
    """When a file was last changed; 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
