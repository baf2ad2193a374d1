"""One workspace, one fault after the other: each time the end must be that of a run nothing happened to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kill.scene import KILLED, copy_of, holds, in_child, run_in, set_up, warm_up
from tests.kill.shim import KILL, LOCKED, Fault

TEMPORARY = 75


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a matrix found: faults planted by kind, and those after which the end was another."""

    planted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Scene:
    """A workspace to copy, the steps its run takes, and what it holds after a run nothing happened to."""

    def __init__(self, folder: Path, inbox: Iterable[tuple[str, bytes]]) -> None:
        self.folder = folder
        self.start = set_up(folder / "start", inbox)
        warm_up(self.start, folder / "calm")
        calm = copy_of(self.start, folder / "calm")
        ended = in_child(run_in(calm), Fault())
        assert ended.code == 0, ended
        self.steps = ended.steps
        self.statements = len(in_child(run_in(copy_of(self.start, folder / "calm")), Fault(how=LOCKED)).steps)
        self.expected = {in_order: holds(calm, in_order=in_order) for in_order in (True, False)}

    def meets(self, fault: Fault) -> tuple[int, dict[str, Any]]:
        """How the run with the fault ended, and what there is once another run has followed it."""
        hurt = copy_of(self.start, self.folder / "hurt")
        first = in_child(run_in(hurt), fault)
        second = in_child(run_in(hurt), Fault())
        assert second.code == 0, (fault, first, second.code)
        return first.code, holds(hurt, in_order=fault.how == KILL)


def faults(scene: Scene, every: int = 1) -> Iterator[Fault]:
    """Each fault there is, or one in `every`, so that each kind meets different steps."""
    steps = range(1, len(scene.steps) + 1)
    kinds = [(KILL, False)]
    kinds += [(how, lasts) for how in ("ENOSPC", "EIO", "EACCES") for lasts in (False, True)]
    for shift, (how, lasts) in enumerate(kinds):
        yield from (Fault(at=n, how=how, lasts=lasts) for n in steps if (n + shift) % every == 0)
    for lasts in (False, True):
        numbers = range(1, scene.statements + 1)
        yield from (Fault(at=n, how=LOCKED, lasts=lasts) for n in numbers if n % every == 0)


def try_all(
    scene: Scene, wanted: Iterable[Fault], heard: Callable[[Fault], None] = lambda _: None
) -> Outcome:
    """Plant each fault in a workspace of its own; whatever comes out wrong is told, and the rest goes on."""
    outcome = Outcome()
    for fault in wanted:
        heard(fault)
        kind = f"{fault.how}{' for good' if fault.lasts else ''}"
        outcome.planted[kind] += 1
        where = scene.steps[fault.at - 1] if fault.how != LOCKED else "statement"
        try:
            code, found = scene.meets(fault)
        except AssertionError as error:
            outcome.wrong.append(f"{kind} at {fault.at} ({where}): {error}")
            continue
        if code not in ((KILLED,) if fault.how == KILL else (0, TEMPORARY)):
            outcome.wrong.append(f"{kind} at {fault.at} ({where}): ended with {code}")
        for what, expected in scene.expected[fault.how == KILL].items():
            if found[what] != expected:
                outcome.wrong.append(
                    f"{kind} at {fault.at} ({where}): {what}: {differ(expected, found[what])}"
                )
    return outcome


def differ(expected: Any, found: Any) -> str:
    """What is in one and not in the other, shortly."""
    lost = [str(one)[:160] for one in expected if one not in found]
    new = [str(one)[:160] for one in found if one not in expected]
    return f"lost {lost[:4]}, new {new[:4]}"
