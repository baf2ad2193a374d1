"""One workspace, one fault after the other: each time the end must be that of a run nothing happened to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kill.places import PostgreSQL, Sqlite, Store
from tests.kill.scene import KILLED, doing, holds, in_child, office_of, set_up
from tests.kill.scenes import Scene, a_run
from tests.kill.shim import KILL, LOCKED, LOST, Fault
from tests.offices import printing_cheaply

TEMPORARY = 75


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a matrix found: faults planted by kind, and those after which the end was another."""

    planted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Stage:
    """The workspace of a scene to copy, the steps its act takes, and what it holds where nothing happened."""

    def __init__(self, folder: Path, scene: Scene, *, postgresql: bool = False) -> None:
        self.folder, self.scene = folder, scene
        self.start: Store = (PostgreSQL.new if postgresql else Sqlite)(folder / "start")
        set_up(scene, self.start)
        # Once here and not in a child, so that what is compiled once is there for every child.
        with printing_cheaply(), office_of(self.start.copy(folder / "calm")) as office:
            scene.act(office, scene.day)
        calm = self.start.copy(folder / "calm")
        ended = in_child(doing(scene.act, calm, scene.day), Fault())
        assert ended.code == 0, ended
        assert in_child(doing(a_run, calm, scene.day), Fault()).code == 0
        self.steps = ended.steps
        spare = self.start.copy(folder / "hurt")
        self.statements = len(in_child(doing(scene.act, spare, scene.day), Fault(how=LOCKED)).steps)
        self.expected = {in_order: holds(calm, in_order=in_order) for in_order in (True, False)}
        self.lost = LOST if postgresql else LOCKED

    def meets(self, fault: Fault) -> tuple[int, dict[str, Any]]:
        """How the act with the fault ended, and what there is once it was done again and a run has
        followed."""
        hurt = self.start.copy(self.folder / "hurt")
        first = in_child(doing(self.scene.act, hurt, self.scene.day), fault)
        for act in dict.fromkeys((self.scene.act, a_run)):
            again = in_child(doing(act, hurt, self.scene.day), Fault())
            assert again.code == 0, (fault, first, again.code)
        return first.code, holds(hurt, in_order=fault.how == KILL)


def faults(stage: Stage, every: int = 1) -> Iterator[Fault]:
    """Each fault there is, or one in `every`, so that each kind meets different steps."""
    steps = range(1, len(stage.steps) + 1)
    kinds = [(KILL, False)]
    kinds += [(how, lasts) for how in ("ENOSPC", "EIO", "EACCES") for lasts in (False, True)]
    for shift, (how, lasts) in enumerate(kinds):
        yield from (Fault(at=n, how=how, lasts=lasts) for n in steps if (n + shift) % every == 0)
    for lasts in (False, True):
        numbers = range(1, stage.statements + 1)
        yield from (Fault(at=n, how=stage.lost, lasts=lasts) for n in numbers if n % every == 0)


def try_all(
    stage: Stage,
    wanted: Iterable[Fault],
    heard: Callable[[Fault], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Plant each fault in a workspace of its own; whatever comes out wrong is said, and the rest goes on."""
    outcome = Outcome()

    def is_wrong(what: str) -> None:
        outcome.wrong.append(what)
        say(what)

    for fault in wanted:
        heard(fault)
        kind = f"{fault.how}{' for good' if fault.lasts else ''}"
        outcome.planted[kind] += 1
        where = "statement" if fault.how == stage.lost else stage.steps[fault.at - 1]
        told = f"{stage.scene.name}: {kind} at {fault.at} ({where})"
        try:
            code, found = stage.meets(fault)
        except AssertionError as error:
            is_wrong(f"{told}: {error}")
            continue
        if code not in ((KILLED,) if fault.how == KILL else (0, TEMPORARY)):
            is_wrong(f"{told}: ended with {code}")
        for what, expected in stage.expected[fault.how == KILL].items():
            if found[what] != expected:
                is_wrong(f"{told}: {what}: {differ(expected, found[what])}")
    return outcome


def differ(expected: Any, found: Any) -> str:
    """What is in one and not in the other, shortly."""
    lost = [str(one)[:160] for one in expected if one not in found]
    new = [str(one)[:160] for one in found if one not in expected]
    return f"lost {lost[:4]}, new {new[:4]}"
