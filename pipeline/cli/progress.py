"""How a long run is followed: a bar on a terminal, lines in a log, JSON lines for machines. All on stderr.

What is said here ends in logs, so no file is named: people name files after children.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.process import Step

PROGRESS = click.option(
    "--progress",
    type=click.Choice(["auto", "bar", "lines", "json", "none"]),
    default="auto",
    show_default=True,
    help="How to follow a long run on stderr: auto is a bar on a terminal, and lines in a log.",
)
ENDS = {
    "accepted": "modtaget",
    "returned": "til rettelse",
    "duplicate": "dublet",
    "waiting": "afklares",
    "attachment": "lagt på sagen",
    "stopped": "venter i indbakken",
}
EVERY = 30.0
"""Seconds between two lines in a log; a run that is shorter needs none."""
WIDTH = 30


def follower(how: str, *, each: bool = False) -> Callable[[Step], None]:
    """What is called at each step. `each` file has a line of its own in a log, as for a watcher."""
    if how == "auto":
        how = "bar" if sys.stderr.isatty() else "lines"
    return {"bar": _Bar().step, "lines": _Lines(each).step, "json": _json, "none": _nothing}[how]


def _nothing(step: Step) -> None:
    """Say nothing."""


def _json(step: Step) -> None:
    told = {"step": step.what, "end": step.end or None, "case": step.case or None, "n": step.n, "of": step.of}
    click.echo(json.dumps(told, ensure_ascii=False), err=True)


class _Lines:
    def __init__(self, each: bool) -> None:
        self._each, self._last = each, time.monotonic()

    def step(self, step: Step) -> None:
        if self._each and step.what == "file":
            click.echo(
                f"file {step.n} of {step.of}: {ENDS.get(step.end, step.end)} {step.case}".rstrip(), err=True
            )
        elif time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            click.echo(f"{step.what} {step.n} of {step.of}", err=True)


class _Bar:
    def __init__(self) -> None:
        self._last = 0.0

    def step(self, step: Step) -> None:
        over = step.n >= step.of
        if not over and time.monotonic() - self._last < 0.1:
            return
        self._last = time.monotonic()
        filled = WIDTH * step.n // max(1, step.of)
        bar = f"\r{step.what:5} [{'#' * filled}{'-' * (WIDTH - filled)}] {step.n}/{step.of}"
        click.echo(bar + ("\n" if over else ""), err=True, nl=False)
