"""One round over the cases: each brought up to date, its people told. One process at a time does it.

What is owed stands in the register: an input that nobody was told of yet names its case, whoever took it in
and however that ended. So whoever has the turn next does what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pipeline.delivery import sweep
from pipeline.errors import ShareAway
from pipeline.facts import Course, Courses, Facts
from pipeline.process.asking import queue_requests
from pipeline.process.documents import bring_up_to_date
from pipeline.process.offices import Office
from pipeline.process.overview import case_line, write_overview
from pipeline.process.placing import unplaced_cases
from pipeline.process.questions import show_files, show_tasks
from pipeline.process.stopped import is_workable
from pipeline.process.taking import look_again
from pipeline.process.telling import tell
from pipeline.process.troubles import Troubles
from pipeline.register import CASES, CaseRow, InputRow
from pipeline.render.overview import CaseLine

TURN = 60.0
"""Seconds to wait for the turn: another process may be at the same work."""


@dataclass(slots=True, kw_only=True)
class Memory:
    """What a watcher keeps from one round to the next, so that a round needn't look at every case.

    Time makes things due by the day, so the first round of a day looks at every case; so does the first one
    after a start, when settings, templates or the program may be others. In between only those cases are done
    for which something came or, as the trail tells, somebody did something since (`seen` is its last link
    that is known here); and those to whom it is news: other cases of a programme whose places or money
    were taken or given up, and of the same child.
    """

    day: dt.date | None = None
    facts: Facts = field(default_factory=Facts)
    lines: dict[str, CaseLine] = field(default_factory=dict)
    seen: int = 0


@dataclass(slots=True, kw_only=True)
class Worked:
    """What a round did. `told` is where each input's papers lie, by its id."""

    made: list[tuple[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    def add(self, more: Worked) -> None:
        self.made += more.made
        self.failed += more.failed
        self.told |= more.told


Heard = Callable[[str, int, int], None]
"""Told what was just done: the number of a case, how many are done, of how many."""


def work_cases(
    office: Office,
    day: dt.date,
    troubles: Troubles,
    done: Worked,
    memory: Memory | None = None,
    heard: Heard = lambda *_: None,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Bring cases up to date and tell what is owed. All of them without `memory`, else those it leaves.

    A case or file that meets trouble delays no other. What was done is noted in `done` as it is. Raises
    TemporaryFailure where another process keeps the turn.
    """
    with office.register.alone(CASES, TURN):
        memory = memory or Memory()
        whole = memory.day != day
        if whole:
            _clear_up(office)
        look_again(office, day)
        owed: dict[str, list[InputRow]] = {}
        for input in office.register.inputs_where(delivered=False):
            if not is_workable(office, input):
                continue
            owed.setdefault(input.case_number, []).append(input)
        _place(office, owed)
        marked = {path.name for path in office.workspace.touched.iterdir()}
        for area in office.everywhere():
            with suppress(ShareAway):
                area.workspace.require_share()
                marked |= unplaced_cases(area)
        news = office.register.cases_since(memory.seen) if not whole else set()
        known = office.register.cases()
        rows = _wanted(office, known, day, {*filter(None, owed), *marked, *news}, memory, whole)
        areas = office.register.areas_of_cases() if len(office.areas) > 1 else {}
        for n, row in enumerate(rows):
            if stopped():
                break
            with troubles.alone():
                home = office.at(areas.get(row.number, "")) if areas else office
                memory.lines.pop(row.number, None)
                memory.lines[row.number] = _one_case(
                    home, row, day, memory.facts, owed.get(row.number, ()), done
                )
                (office.workspace.touched / row.number).unlink(missing_ok=True)
            heard(row.number, n + 1, len(rows))
        for input in owed.get("", ()):
            if stopped():
                break
            with troubles.alone():
                home = office.of_input(input)
                home.workspace.require_share()
                done.told[input.id] = tell(home, input, None)
        _show_lists(office, known, memory, areas, day, troubles)
        if not stopped():
            memory.day = day
            memory.seen, _ = office.register.trail_head()


def _one_case(
    office: Office,
    row: CaseRow,
    day: dt.date,
    facts: Facts,
    owed: Iterable[InputRow],
    done: Worked,
) -> CaseLine:
    office.workspace.require_share()
    work = bring_up_to_date(office, row, day, facts)
    show_tasks(office, work.tasks)
    queue_requests(office, work, day)
    done.made += [(row.number, document.title) for document in work.new]
    done.failed += work.failed
    for input in owed:
        done.told[input.id] = tell(office, input, work)
    return case_line(office, row.number, work)


def _show_lists(
    office: Office,
    known: Iterable[CaseRow],
    memory: Memory,
    areas: Mapping[str, str],
    day: dt.date,
    troubles: Troubles,
) -> None:
    """The list of each area's cases: what is remembered of those that were not looked at in this round."""
    numbers: dict[str, list[str]] = {}
    for row in known:
        numbers.setdefault(areas.get(row.number, ""), []).append(row.number)
    homes = {area: office.at(area).workspace for area in numbers}
    waiting = office.register.inputs_where(end="waiting")
    for home in office.everywhere():
        mine = sorted(
            number for area, held in numbers.items() if homes[area] == home.workspace for number in held
        )
        lines = [memory.lines[number] for number in mine if number in memory.lines]
        stuck = [number for number in mine if number not in memory.lines]
        with troubles.alone():
            home.workspace.require_share()
            asks = [row for row in waiting if office.of_input(row).workspace == home.workspace]
            show_files(home, asks)
            write_overview(home, lines, stuck, asks, day)


def _place(office: Office, owed: Mapping[str, Sequence[InputRow]]) -> None:
    """A case lies in the area by whose inbox the form came that opened it."""
    for number, rows in owed.items():
        if number and len(office.areas) > 1:
            opener = next((row for row in rows if _opens(office, row)), rows[0])
            office.register.place_case(number, opener.channel.partition(":")[2])


def _opens(office: Office, row: InputRow) -> bool:
    programme = office.catalogue.programmes.get(row.submission.programme)
    return programme is not None and row.submission.form in (programme.opens, *programme.opens_early)


def _wanted(
    office: Office, known: Iterable[CaseRow], day: dt.date, touched: set[str], memory: Memory, whole: bool
) -> list[CaseRow]:
    """The cases of this round: those that are touched, and those to whom the courses of these are news."""
    rows = [row for row in known if row.programme in office.catalogue.programmes]
    before = memory.facts
    if whole:
        memory.facts = office.facts(day, rows)
    else:
        mine = office.facts(day, [row for row in rows if row.number in touched]).courses
        kept = {row.number for row in rows} - touched
        others = (one for one in before.courses if one.case in kept)
        memory.facts = Facts(courses=Courses((*others, *mine)))
    if whole:
        return rows
    news = _counting(before) ^ _counting(memory.facts)
    programmes = {one.programme for one in news}
    children = {one.child for one in news if one.child}
    theirs = {one.case for child in children for one in memory.facts.courses.of_child(child)}
    undone = {row.number for row in rows} - set(memory.lines)
    wanted = touched | theirs | undone
    return [row for row in rows if row.number in wanted or row.programme in programmes]


def _counting(facts: Facts) -> set[Course]:
    """The courses that others ask about: those that take a place or were granted."""
    return {one for one in facts.courses if one.holds or one.granted}


def _clear_up(office: Office) -> None:
    """Remove halves of files that were being written when a process was cut off: nobody writes now but us,
    and those who archive hold theirs."""
    for area in office.everywhere():
        with suppress(ShareAway, OSError):
            area.workspace.require_share()
            for folder in area.workspace.shared_folders():
                if folder != area.workspace.inbox:
                    sweep(folder)
            sweep(area.workspace.shared, below=False)
    with suppress(OSError):
        sweep(office.workspace.archive)
