"""What goes wrong with one file or case delays no other: it is noted, and the round goes on."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import ShareAway, TemporaryFailure


@dataclass(slots=True, kw_only=True)
class Troubles:
    """`broken` are bugs, by kind and place and never by value; `later` is what may succeed another time: no
    room on the disk, no right to a file, a share that is away."""

    broken: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    in_a_row: int = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Work on one file or case. What fails for now twice in a row, on the register for instance, fails
        for all: then TemporaryFailure is raised."""
        try:
            yield
        except ShareAway as error:
            self._note(str(error))
        except TemporaryFailure as error:
            self._note(str(error))
            self.in_a_row += 1
            if self.in_a_row > 1:
                raise
        except OSError as error:
            self._note(error.strerror or type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the loop goes on with the next one
            last = traceback.extract_tb(error.__traceback__)[-1]
            self.broken.append(f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}")
        else:
            self.in_a_row = 0

    def _note(self, why: str) -> None:
        self.later.append(why)
