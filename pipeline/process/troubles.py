"""What goes wrong with one file or case delays no other: it is noted, and the round goes on."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import FileDelayed, ShareAway, TemporaryFailure

IN_A_ROW = 3
"""Failures of the disk, one after the other, that are no longer the trouble of one file or case."""


@dataclass(slots=True, kw_only=True)
class Troubles:
    """`broken` are bugs, by kind and place and never by value; `later` is what may succeed another time: no
    room on the disk, no right to a file, a share that is away. `held_up` are files, each with the sentence
    why, that wait in the inbox for a programme's data to be mended."""

    broken: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    held_up: list[tuple[str, str]] = field(default_factory=list)
    _failed: int = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Work on one file or case.

        What stops all work is raised as TemporaryFailure: a register that is away, and a disk that fails
        several times in a row.
        """
        try:
            yield
        except (ShareAway, FileDelayed) as error:
            self.later.append(str(error))
        except TemporaryFailure:
            raise
        except OSError as error:
            self.later.append(_said(error))
            self._failed += 1
            if self._failed >= IN_A_ROW:
                raise TemporaryFailure(_said(error)) from error
        except Exception as error:  # noqa: BLE001 - the loop goes on with the next one
            self.broken.append(where(error))
        else:
            self._failed = 0

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Work on one area, or on the cases: what stops this one doesn't stop the next."""
        try:
            yield
        except TemporaryFailure as error:
            self.later.append(str(error))
        except OSError as error:
            self.later.append(_said(error))


def where(error: BaseException) -> str:
    """A bug, by its kind and place: no value it met."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _said(error: OSError) -> str:
    return f"files can't be read or written: {error.strerror or type(error).__name__}"
