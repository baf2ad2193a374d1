"""Every failure this program expects, and who has to act on it.

    PipelineError                 1   anything else is a bug
    ├─ SetupError                 3   the operator: mend settings or catalogue
    ├─ InputRejected              4   the sender: mend the file and send it again
    ├─ RenderError                5   the template's author
    └─ TemporaryFailure          75   nobody: try again later
        ├─ ShareAway                  the shared folder isn't mounted: nothing is done there until it is
        └─ FileDelayed                one file can't be had or read just now; the others can

Expected ends of a file (accepted, returned, attachment, duplicate) are results, not exceptions.
The exit codes are a contract and stand only here. No message may hold a cpr number or a name.
"""

from __future__ import annotations

from typing import ClassVar


class PipelineError(Exception):
    """Root of all expected failures; `exit_code` is what the shell ends with."""

    exit_code: ClassVar[int] = 1


class SetupError(PipelineError):
    """Settings or catalogue are wrong: the operator acts."""

    exit_code = 3


class InputRejected(PipelineError):
    """The file can't be read: the sender acts.

    `code` is stable (`file.encrypted`); `params` fill the Danish sentence, which is made in `wording`.
    """

    exit_code = 4

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class RenderError(PipelineError):
    """A template can't be merged, or the finished document failed its release check."""

    exit_code = 5


class TemporaryFailure(PipelineError):
    """A lock, a full disk, a share that is away: the same call may succeed later."""

    exit_code = 75


class ShareAway(TemporaryFailure):
    """The folder that staff share isn't there: what lies in its place is not taken for it."""


class FileDelayed(TemporaryFailure):
    """One file can't be taken in just now: somebody has it locked, or there is no room to read it. It stays
    where it is, and no other has to wait for it."""


class StandsStill(FileDelayed):
    """A file can't be read before the data of its programme is mended: it stays in the inbox."""
