"""One run: empty the inboxes, look at what waited, bring the cases up to date, tell staff what became of
what.

Nothing is lost on the way: a file's bytes are in the archive and its end is on record before it leaves the
claim folder; receipts and returned copies still owed after a crash are written by the next run.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline import danish
from pipeline.errors import SetupError, StandsStill
from pipeline.intake.desk import ClaimDesk, Claimed, open_desk
from pipeline.intake.folder import Look, Settling
from pipeline.process.attachments import take_attachments
from pipeline.process.cases import Worked, work_cases
from pipeline.process.mail_ends import end_mails
from pipeline.process.mail_left import show_left_mails
from pipeline.process.mailing import take_mails
from pipeline.process.offices import Office
from pipeline.process.sending import queue_mails, send_due
from pipeline.process.stopped import show_standing_still, standing_still
from pipeline.process.taking import take_in
from pipeline.process.tasks import DENMARK
from pipeline.process.troubles import Troubles
from pipeline.register import InputRow

FOLDER, MAIL = "folder", "mail"
"""The channels by which files come in."""
SETTLE = 2.0
"""Seconds for which a file in the inbox must have stood still before a run takes it."""
SUSPECT = 3
"""So many times a file's handling must have been cut off before it has to wait for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What became of one file: its end, its case, and where staff find what there is to find."""

    file: str
    end: str
    case_number: str = ""
    place: str = ""
    reason: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did. `untouched` are files that could not be read just now and stay where they are, and
    cases that could not be brought up to date; `delays` says why, each reason once. `stopped` says
    which programmes stand still."""

    took: tuple[Took, ...]
    made: tuple[tuple[str, str], ...]
    failed: tuple[str, ...] = ()
    untouched: int = 0
    broken: tuple[str, ...] = ()
    delays: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a run, for those who follow it: a file that reached its end, or a case that was done."""

    what: str
    case: str = ""
    end: str = ""
    n: int
    of: int


Follow = Callable[[Step], None]


def run_once(
    office: Office,
    now: dt.datetime,
    today: dt.date | None = None,
    settle: float = SETTLE,
    follow: Follow = lambda _: None,
    only: str = "",
) -> RunReport:
    """Work off the inbox and the mailbox of every area once, or `only` the `folder` or the `mail`. `now` is
    in UTC; `today` is its day in Denmark unless another is wanted.

    One file or case that meets a bug delays no other: it stays as it is, and the report names the bug. What
    keeps a run from its work for now, the report names too; all that is left then is done by the next one.
    Others may be at the same work at the same time. Raises ShareAway where the only shared folder is away.
    """
    if len(office.areas) < 2:
        office.workspace.require_share()
    if only == MAIL and not any(area.workspace.mail_in for area in office.everywhere()):
        raise SetupError("no mailbox is set up: write [mail.in] in skoleflex.toml")
    day = today or now.astimezone(DENMARK).date()
    troubles = Troubles()
    taken: list[InputRow] = []
    held = 0
    with ExitStack() as open_desks:
        desks: list[tuple[Office, ClaimDesk]] = []
        for area in office.everywhere() if only != MAIL else ():
            with troubles.apart():
                desk = open_desks.enter_context(open_desk(_present(area).workspace.claimed))
                look = _look_twice(area, settle)
                held += len(look.held)
                desk.take_over()
                desks.append((area, desk))
                taken += take_files(area, desk, look.ready, now, day, troubles, follow)
                taken += take_attachments(area, now, settle)
        for area in office.everywhere() if only != FOLDER else ():
            with troubles.apart():
                take_mails(_present(area), now, today, troubles, taken)
        worked = _worked(office, day, troubles, follow)
        for area, desk in desks:
            with troubles.apart():
                suspects = take_suspects(area, desk, now, day, troubles, follow)
                taken += suspects
                if suspects:
                    worked.add(_worked(office, day, troubles, follow))
    end_round(office, now, day, troubles)
    for area in office.everywhere():
        with troubles.apart():
            show_standing_still(_present(area), standing_still(office), len(troubles.held_up))
    return report_of(office, taken, worked, troubles, held)


def _worked(office: Office, day: dt.date, troubles: Troubles, follow: Follow) -> Worked:
    worked = Worked()
    with troubles.apart():
        work_cases(
            office,
            day,
            troubles,
            worked,
            heard=lambda number, n, of: follow(Step(what="case", case=number, n=n, of=of)),
        )
    return worked


def end_round(office: Office, now: dt.datetime, day: dt.date, troubles: Troubles) -> None:
    """Answer and put away the mails that were taken in, and send what is to be sent."""
    for area in office.everywhere():
        with troubles.apart():
            end_mails(area, now, day)
            show_left_mails(_present(area), now)
    with troubles.apart():
        queue_mails(office)
        send_due(office, now)


def _present(area: Office) -> Office:
    area.workspace.require_share()
    return area


def _look_twice(area: Office, settle: float) -> Look:
    """What is ready now, or after the time for which a file must stand still: one wait for all of them."""
    settling = Settling(area.workspace.inbox, settle, area.workspace.pace.patience, wall=time.time)
    look = settling.look()
    if look.held and settle > 0:
        time.sleep(settle)
        look = settling.look()
    return look


def take_files(
    office: Office,
    desk: ClaimDesk,
    ready: Iterable[Path],
    now: dt.datetime,
    day: dt.date | None,
    troubles: Troubles,
    follow: Follow = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[InputRow]:
    """Take in what lies on the desk and what is ready in the inbox, one after the other, each claimed as it
    is reached; those that reached an end, as they stand on record. What others have claimed is left out."""
    waiting: list[Claimed | Path] = [claim for claim in desk.left() if claim.tries < SUSPECT]
    waiting += ready
    return _take_all(office, desk, waiting, now, day, troubles, follow, stopped)


def take_suspects(
    office: Office,
    desk: ClaimDesk,
    now: dt.datetime,
    day: dt.date | None,
    troubles: Troubles,
    follow: Follow = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> list[InputRow]:
    """Take in what has taken its readers down before: after everything else is done."""
    waiting = [claim for claim in desk.left() if claim.tries >= SUSPECT]
    return _take_all(office, desk, waiting, now, day, troubles, follow, stopped)


def _take_all(
    office: Office,
    desk: ClaimDesk,
    waiting: Sequence[Claimed | Path],
    now: dt.datetime,
    day: dt.date | None,
    troubles: Troubles,
    follow: Follow,
    stopped: Callable[[], bool],
) -> list[InputRow]:
    taken: list[InputRow] = []
    for n, one in enumerate(waiting, 1):
        if stopped():
            break
        with troubles.alone():
            claim = desk.claim(one) if isinstance(one, Path) else one
            if claim is None:
                continue
            try:
                row = take_in(office, claim, now, day)
            except StandsStill as error:
                troubles.held_up.append((claim.path.name, str(error)))
                continue
            taken.append(row)
            follow(Step(what="file", case=row.case_number, end=row.end, n=n, of=len(waiting)))
    return taken


def report_of(
    office: Office, taken: list[InputRow], worked: Worked, troubles: Troubles, held: int = 0
) -> RunReport:
    """What was done, for people. A file that waited when it was taken may have found its case since."""
    rows = [office.register.find_input(row.id) or row if row.end == "waiting" else row for row in taken]
    held_up = (Took(file=danish.mask_cprs(name), end="stopped", reason=why) for name, why in troubles.held_up)
    return RunReport(
        took=(*(_took(row, worked.told.get(row.id, "")) for row in rows), *held_up),
        made=tuple(worked.made),
        failed=tuple(worked.failed),
        untouched=held + len(troubles.later),
        broken=tuple(troubles.broken),
        delays=tuple(dict.fromkeys(troubles.later)),
        stopped=standing_still(office),
    )


def _took(row: InputRow, place: str) -> Took:
    return Took(
        file=danish.mask_cprs(row.submission.file),
        end=row.end,
        case_number=row.case_number,
        place=place,
        reason=row.reason,
        area=row.channel.partition(":")[2],
    )
