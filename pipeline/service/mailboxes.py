"""When a watcher looks into its mailboxes: every minute, and at once where the mail server tells of news.

A listener only wakes the watcher. What is new is for the mailbox itself to say, so that nothing hangs on one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.intake.mailbox import open_mailbox
from pipeline.process import Office
from pipeline.records.channels import MailAccount

EVERY: Final = 60.0
"""Seconds between two looks, whatever anybody tells."""
AT_A_TIME: Final = 20.0
"""Seconds for which a listener listens before it sees whether it is still wanted."""


class Mailboxes:
    """The mailboxes of all areas. `wake` is called, from another thread, where one of them has news."""

    def __init__(self, offices: Iterable[Office], wake: Callable[[], None]) -> None:
        self._looked: dict[str, float] = {}
        self._news: dict[str, threading.Event] = {}
        self._stop = threading.Event()
        for office in offices:
            if told := office.workspace.mail_in:
                news = self._news[told.account.name] = threading.Event()
                threading.Thread(target=self._listen, args=(told.account, news, wake), daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def is_due(self, office: Office) -> bool:
        """Whether to look into an area's mailbox now; said once, and again a while later."""
        told = office.workspace.mail_in
        if told is None:
            return False
        name = told.account.name
        waited = time.monotonic() - self._looked.get(name, -EVERY)
        if waited < EVERY and not self._news[name].is_set():
            return False
        self._news[name].clear()
        self._looked[name] = time.monotonic()
        return True

    def _listen(self, account: MailAccount, news: threading.Event, wake: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                with open_mailbox(account) as box:
                    while box.can_wait and not self._stop.is_set():
                        if box.wait(AT_A_TIME):
                            news.set()
                            wake()
                            break
                    else:
                        self._stop.wait(EVERY)
            except (SetupError, TemporaryFailure):
                # Whoever looks into the mailbox says what is wrong with it.
                self._stop.wait(EVERY)
