"""The long form: every fault at every step, or many kills at random moments."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from pipeline.process import run
from tests.kill.matrix import Scene, differ, faults, try_all
from tests.kill.scene import (
    KILLED,
    copy_of,
    full_inbox,
    holds,
    in_child,
    run_in,
    set_up,
    small_inbox,
    warm_up,
)
from tests.kill.shim import Fault


def random_kills(folder: Path, files: int, kills: int, seed: int, longest: float) -> list[str]:
    """Work off an inbox while being killed so many times at random moments; what came out wrong.

    That a file waits for the others once it was cut off three times is left out: with so many kills that were
    another order, and of two files with the same bytes another one would count.
    """
    run.SUSPECT = kills + 1
    chance = random.Random(seed)
    start = set_up(folder / "start", full_inbox(files))
    warm_up(start, folder / "calm")
    calm = copy_of(start, folder / "calm")
    assert in_child(run_in(calm), Fault()).code == 0
    hurt = copy_of(start, folder / "hurt")
    killed = rounds = 0
    while killed < kills:
        rounds += 1
        ended = in_child(run_in(hurt), Fault(), until=chance.uniform(0, longest))
        killed += ended.code == KILLED
        if ended.code == 0 and not any((hurt / "fælles" / "indbakke").glob("*.docx")):
            # Worked off before so many kills: the next inbox, with everything that is there already.
            break
    ended = in_child(run_in(hurt), Fault())
    print(f"{files} files, {killed} kills in {rounds} runs, seed {seed}", file=sys.stderr)
    wrong = [] if ended.code == 0 else [f"the last run ended with {ended.code}"]
    expected, found = holds(calm), holds(hurt)
    return wrong + [f"{k}: {differ(expected[k], found[k])}" for k in expected if expected[k] != found[k]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=0.3, help="seconds a run may last at the most")
    parser.add_argument("--matrix", action="store_true", help="every fault at every step instead")
    parser.add_argument("--every", type=int, default=1, help="of the matrix only one fault in so many")
    wanted = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        if wanted.matrix:
            scene = Scene(Path(name), small_inbox())
            print(f"{len(scene.steps)} steps, {scene.statements} statements", file=sys.stderr)
            outcome = try_all(scene, faults(scene, wanted.every))
            print(dict(outcome.planted), file=sys.stderr)
            wrong = outcome.wrong
        else:
            wrong = random_kills(Path(name), wanted.files, wanted.kills, wanted.seed, wanted.longest)
    for one in wrong:
        print(one)
    print(f"{len(wrong)} wrong after {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
