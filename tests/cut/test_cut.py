"""Every mail has one end, one answer and one place, wherever the line was cut."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.cut.line import FROM_SERVER, TO_SERVER, Cut, Line
from tests.cut.round import BEFORE_A_NEW_WORKSPACE, Post, opened, post_at
from tests.servers import dovecot_account, pymap_account
from tests.tools import marks_for

EVERY = int(os.environ.get("SKOLEFLEX_EVERY", "0"))
"""Cut after every so many bytes; 0 leaves it to what there is time for every day."""
AFTER_THE_END = 400
"""Bytes past those of a calm round up to which a cut is tried: numbers in what is said grow."""


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=marks_for("dovecot"))])
def post(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setattr("pipeline.process.sending.BRAKE", 10**9)
    account = pymap_account() if request.param == "pymap" else dovecot_account()
    with post_at(tmp_path, account) as post:
        yield post


def calm(post: Post, where: str) -> tuple[bytes, bytes]:
    """What each side says in a round on a line that holds."""
    with opened(post):
        assert post.meets(where, None) == []
        to, fro = post.lines[where].heard
    return bytes(to), bytes(fro)


def try_each(meets: Callable[[Cut], list[str]], line: Line, post: Post, cuts: Iterable[Cut]) -> list[str]:
    """Cut at each of these, either way until one is behind all that is said; what went wrong, and where."""
    wrong: list[str] = []
    behind: set[int] = set()
    tried = 0
    left = (cut for cut in cuts if cut.way not in behind)
    while batch := list(itertools.islice(left, BEFORE_A_NEW_WORKSPACE)):
        with opened(post):
            for cut in (one for one in batch if one.way not in behind):
                tried += 1
                wrong += [f"{cut}: {one}" for one in meets(cut)]
                if not line.broke:
                    behind.add(cut.way)
    print(f"{tried} cuts", file=sys.stderr)
    return wrong


def after_lines(said: tuple[bytes, bytes]) -> list[Cut]:
    """A cut before and after each line that either side said: commands, answers, and what is in them."""
    ends = [[0, *(n + 1 for n, sign in enumerate(one) if sign == 10)] for one in said]
    return [Cut(way=way, at=at) for way in (TO_SERVER, FROM_SERVER) for at in ends[way]]


def after_bytes(said: bytes, way: int, daily: int) -> Iterable[Cut]:
    """A cut after every byte that was said, or after so many of them as there is time for every day."""
    every = EVERY or max(1, len(said) // daily)
    return (Cut(way=way, at=at) for at in range(0, len(said) + AFTER_THE_END, every))


def test_the_mailbox_is_cut_off_after_every_line(post: Post) -> None:
    cuts = after_lines(calm(post, "imap"))
    few = cuts if EVERY else cuts[:: max(1, len(cuts) // 20)]
    assert len(few) >= 20
    assert try_each(lambda cut: post.meets("imap", cut), post.lines["imap"], post, few) == []


@pytest.mark.parametrize("way", [TO_SERVER, FROM_SERVER])
def test_the_mailbox_is_cut_off_after_every_byte(post: Post, way: int) -> None:
    cuts = after_bytes(calm(post, "imap")[way], way, 10)
    assert try_each(lambda cut: post.meets("imap", cut), post.lines["imap"], post, cuts) == []


def test_the_mail_server_is_cut_off_after_every_line_of_a_round(post: Post) -> None:
    cuts = after_lines(calm(post, "smtp"))
    few = cuts if EVERY else cuts[:: max(1, len(cuts) // 8)]
    assert try_each(lambda cut: post.meets("smtp", cut), post.lines["smtp"], post, few) == []


@pytest.mark.parametrize("way", [TO_SERVER, FROM_SERVER])
def test_the_mail_server_is_cut_off_after_every_byte(post: Post, way: int) -> None:
    cuts = after_bytes(calm(post, "smtp")[way], way, 150)
    assert try_each(post.sends, post.lines["smtp"], post, cuts) == []
