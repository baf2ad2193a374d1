"""A short form of `python -m tests.cut.killed`: killed at a few of the steps of a round over the mails."""

from __future__ import annotations

from pathlib import Path

from tests.cut.killed import scene_in, try_steps

SHORT = 41
"""One step in so many: the rest is for the long form."""


def test_a_round_over_mails_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with scene_in(tmp_path) as scene:
        wrong, steps = try_steps(scene, SHORT)
    assert wrong == []
    assert {"say", "commit", "fsync"} <= set(steps)
    assert steps.count("say") > 30
