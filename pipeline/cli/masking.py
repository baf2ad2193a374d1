"""What the program says about its work never holds a cpr number, wherever the sentence comes from."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from typing import TextIO


class MaskedTalk(io.TextIOBase):
    """A text stream that masks cpr numbers in whole lines before they reach the stream behind it.

    A number that comes in two pieces is still seen: what doesn't end in a line break waits until it does, or
    until somebody flushes – a progress bar does.
    """

    def __init__(self, behind: TextIO) -> None:
        self._behind = behind
        self._waiting = ""

    def write(self, text: str) -> int:
        whole, line, self._waiting = (self._waiting + text).rpartition("\n")
        if line:
            self._behind.write(_masked(whole) + line)
        return len(text)

    def flush(self) -> None:
        if self._waiting:
            self._behind.write(_masked(self._waiting))
            self._waiting = ""
        self._behind.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._behind.isatty()

    def fileno(self) -> int:
        return self._behind.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._behind.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._behind.errors

    def close(self) -> None:
        with suppress(ValueError):
            self.flush()
        self._behind.close()


def _masked(text: str) -> str:
    from pipeline import danish

    return danish.mask_cprs(text)


def mask_talk() -> None:
    """From here on everything on stderr – errors, warnings, progress, log lines – is masked."""
    if not isinstance(sys.stderr, MaskedTalk):
        sys.stderr = MaskedTalk(sys.stderr)
