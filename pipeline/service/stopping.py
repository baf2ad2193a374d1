"""Signals: how a watcher is told to stop, or to read its settings again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 8.0
"""Seconds a watcher has to finish the file in its hands; then it leaves it waiting and stops."""


class Wishes:
    """What was asked of a watcher since it last looked."""

    def __init__(self) -> None:
        self._stop = False
        self._reread = False
        self._woken = threading.Event()

    def ask_stop(self) -> None:
        self._stop = True
        self._woken.set()

    def ask_reread(self) -> None:
        self._reread = True
        self._woken.set()

    def wake(self) -> None:
        """End the waiting: there is something to do."""
        self._woken.set()

    def stop(self) -> bool:
        return self._stop

    def wait(self, seconds: float) -> None:
        """Wait, by a clock that never jumps, unless something is asked."""
        self._woken.wait(seconds)
        self._woken.clear()

    def reread(self) -> bool:
        """Whether to read the settings again; said once."""
        asked, self._reread = self._reread, False
        return asked


@contextmanager
def signals_ask(wishes: Wishes) -> Iterator[None]:
    """SIGTERM and SIGINT ask to stop, SIGHUP to reread; a second SIGINT, or the end of grace, raises
    KeyboardInterrupt wherever the work is."""

    def stop(number: int, _: FrameType | None) -> None:
        if wishes.stop() and number == signal.SIGINT:
            raise KeyboardInterrupt
        wishes.ask_stop()
        signal.setitimer(signal.ITIMER_REAL, GRACE)

    def leave(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    def reread(_: int, __: FrameType | None) -> None:
        wishes.ask_reread()

    wanted: dict[signal.Signals, Callable[[int, FrameType | None], None]] = {
        signal.SIGTERM: stop,
        signal.SIGINT: stop,
        signal.SIGHUP: reread,
        signal.SIGALRM: leave,
    }
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
