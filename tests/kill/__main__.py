"""The long form: every fault at every step of every scene, or many kills at random moments."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.process import run
from tests.kill.matrix import Outcome, Stage, differ, faults, try_all
from tests.kill.places import Sqlite
from tests.kill.scene import KILLED, doing, holds, in_child, set_up
from tests.kill.scenes import SCENES, Scene, a_run, an_inbox, full_inbox, small_inbox
from tests.kill.shim import Fault

SAID_EVERY = 50


def random_kills(folder: Path, files: int, kills: int, seed: int, longest: float) -> list[str]:
    """Work off an inbox while being killed so many times at random moments; what came out wrong.

    That a file waits for the others once it was cut off three times is left out: with so many kills that were
    another order, and of two files with the same bytes another one would count.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "SUSPECT", kills + 1)
        return _random_kills(folder, files, kills, seed, longest)


def _random_kills(folder: Path, files: int, kills: int, seed: int, longest: float) -> list[str]:
    chance = random.Random(seed)
    scene = an_inbox(full_inbox(files))
    start = Sqlite(folder / "start")
    set_up(scene, start)
    calm = start.copy(folder / "calm")
    assert in_child(doing(a_run, calm, scene.day), Fault()).code == 0
    hurt = start.copy(folder / "hurt")
    killed = rounds = 0
    while killed < kills:
        rounds += 1
        ended = in_child(doing(a_run, hurt, scene.day), Fault(), until=chance.uniform(0, longest))
        killed += ended.code == KILLED
        if ended.code == 0 and not any((hurt.folder / "fælles" / "indbakke").glob("*.docx")):
            # Worked off before so many kills: the next inbox, with everything that is there already.
            break
    ended = in_child(doing(a_run, hurt, scene.day), Fault())
    print(f"{files} files, {killed} kills in {rounds} runs, seed {seed}", file=sys.stderr)
    wrong = [] if ended.code == 0 else [f"the last run ended with {ended.code}"]
    expected, found = holds(calm), holds(hurt)
    return wrong + [f"{k}: {differ(expected[k], found[k])}" for k in expected if expected[k] != found[k]]


def whole_matrix(folder: Path, scene: Scene, wanted: argparse.Namespace) -> Outcome:
    """Every fault of one scene that is asked for; the number of the next one is said now and then."""
    stage = Stage(folder, scene, postgresql=wanted.postgresql)
    everything = [one for one in faults(stage, wanted.every) if one.how in (wanted.only or [one.how])]
    left = everything[wanted.start : wanted.start + wanted.most if wanted.most else None]
    said = f"{scene.name}: {len(stage.steps)} steps, {stage.statements} statements, {len(everything)} faults"
    print(said, file=sys.stderr, flush=True)
    done = 0

    def say(wrong: str) -> None:
        print(wrong, flush=True)

    def heard(fault: Fault) -> None:
        nonlocal done
        if done % SAID_EVERY == 0:
            print(f"{scene.name}: --from {wanted.start + done} ({fault})", file=sys.stderr, flush=True)
        done += 1

    outcome = try_all(stage, left, heard, say)
    print(f"{scene.name}: {dict(outcome.planted)}, {len(outcome.wrong)} wrong", file=sys.stderr, flush=True)
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=0.3, help="seconds a run may last at the most")
    parser.add_argument("--matrix", action="store_true", help="every fault at every step instead")
    parser.add_argument("--every", type=int, default=1, help="of the matrix only one fault in so many")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="FAULT", help="kill ENOSPC EIO EACCES locked"
    )
    parser.add_argument("--scene", choices=["inbox", *SCENES], help="of the matrix only one scene")
    parser.add_argument("--from", type=int, default=0, dest="start", help="go on with this fault of a scene")
    parser.add_argument("--most", type=int, default=0, help="so many faults of a scene at the most")
    parser.add_argument("--postgresql", action="store_true", help="the register is a PostgreSQL database")
    wanted = parser.parse_args()
    began = time.monotonic()
    scenes = [an_inbox(small_inbox()), *SCENES.values()]
    with tempfile.TemporaryDirectory() as name:
        if wanted.matrix:
            wrong = []
            for n, scene in enumerate(scenes):
                if wanted.scene in (None, scene.name):
                    wrong += whole_matrix(Path(name) / str(n), scene, wanted).wrong
        else:
            wrong = random_kills(Path(name), wanted.files, wanted.kills, wanted.seed, wanted.longest)
            for one in wrong:
                print(one)
    print(f"{len(wrong)} wrong after {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
