"""A short form of the kill matrix: each kind of fault meets every so many of the steps, another set each.

The whole of it: `python -m tests.kill --matrix` (hours), and `python -m tests.kill --kills 500 --files 200`.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.kill.__main__ import random_kills
from tests.kill.matrix import Stage, faults, try_all
from tests.kill.places import Sqlite
from tests.kill.scene import doing, holds, in_child, set_up
from tests.kill.scenes import SCENES, a_run, an_inbox, small_inbox
from tests.kill.shim import KILL, LOCKED, Counter, Fault

SHORT = 24
"""One fault in so many: the rest is for the long form."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("kill"), an_inbox(small_inbox()))


@pytest.mark.parametrize("how", [KILL, "ENOSPC", "EIO", "EACCES", LOCKED])
def test_after_a_fault_at_any_step_the_end_is_that_of_a_calm_run(stage: Stage, how: str) -> None:
    outcome = try_all(stage, (fault for fault in faults(stage, SHORT) if fault.how == how))
    assert outcome.wrong == []
    assert outcome.planted


@pytest.mark.parametrize("name", SCENES)
def test_what_people_do_is_done_whole_wherever_it_was_cut_off(name: str, tmp_path: Path) -> None:
    stage = Stage(tmp_path, SCENES[name])
    outcome = try_all(stage, faults(stage, SHORT * 3))
    assert outcome.wrong == []
    assert outcome.planted


def test_every_kind_of_step_is_counted(stage: Stage) -> None:
    expected = {"create", "open", "write", "fsync", "replace", "rename", "mkdir", "unlink", "rmdir", "commit"}
    assert expected <= set(stage.steps)
    assert len(stage.steps) > 100
    assert stage.statements > 50


def test_a_few_random_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    assert random_kills(tmp_path, files=12, kills=8, seed=7, longest=0.4) == []


# ── and what is wrong would be found ──────────────────────────────────────────────────────────────────


def test_a_loss_would_be_found(stage: Stage) -> None:
    hurt = Sqlite(stage.folder / "tabt")
    set_up(stage.scene, hurt)
    (hurt.folder / "fælles" / "indbakke" / "ansøgning.docx").unlink()
    assert in_child(doing(a_run, hurt, stage.scene.day), Fault()).code == 0
    assert holds(hurt) != stage.expected[True]


def test_the_fault_is_planted_where_it_was_asked_for(tmp_path: Path) -> None:
    def work(_: Counter) -> None:
        for n in range(3):
            os.mkdir(tmp_path / str(n))

    assert in_child(work, Fault(at=2)).code == -9
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0"]
    (tmp_path / "0").rmdir()

    def failing(_: Counter) -> None:
        met = [_errno(tmp_path / str(n)) for n in range(3)]
        assert met == [0, errno.ENOSPC, 0], met

    assert in_child(failing, Fault(at=2, how="ENOSPC")).code == 0


def _errno(path: Path) -> int:
    try:
        os.mkdir(path)
    except OSError as error:
        return error.errno or -1
    return 0
