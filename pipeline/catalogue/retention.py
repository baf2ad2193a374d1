"""How long things are kept: the dated rows of `schemas/retention.toml`, a workspace's own before ours."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue.files import shipped
from pipeline.errors import SetupError

FILE = "schemas/retention.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Limits in months from a day on; 0 is not decided: nothing is deleted by it."""

    valid_from: dt.date
    programme: str = ""
    case_months: int = 0
    idle_months: int = 0
    returned_months: int = 0
    mail_months: int = 0
    systems: tuple[str, ...] = ()
    source: str = ""

    @property
    def months(self) -> tuple[int, ...]:
        """Every limit of the row."""
        return (self.case_months, self.idle_months, self.returned_months, self.mail_months)


UNDECIDED = Retention(valid_from=dt.date.min)


def load_retention(*overlays: Path) -> tuple[Retention, ...]:
    """The rows of the last overlay that has the file, else the shipped ones.

    Raises SetupError for what is no limit: a guess about deletion is worse than none.
    """
    path = next(root / FILE for root in (*reversed(overlays), shipped()) if (root / FILE).is_file())
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["retention"]
        limits = tuple(Retention(**{**row, "systems": tuple(row.get("systems", ()))}) for row in rows)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SetupError(f"{path}: {type(error).__name__} {error}") from error
    for limit in limits:
        if type(limit.valid_from) is not dt.date or any(type(n) is not int or n < 0 for n in limit.months):
            raise SetupError(f"{path}: valid_from is a date, and months are whole numbers from 0 up")
    return limits


def retention_of(limits: Sequence[Retention], programme: str, day: dt.date) -> Retention:
    """The row that holds for a programme (or, with none, for what belongs to no case) on a day."""
    fitting = [row for row in limits if row.valid_from <= day and row.programme in ("", programme)]
    return max(fitting, key=lambda row: (row.programme != "", row.valid_from), default=UNDECIDED)
