"""What the check of the data tells: one row for each thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.render.flaws import Flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFault:
    """Something wrong in the data. An error stops the programme it is in, a warning doesn't.

    `place` is where a person finds it. `flaw` is what is wrong with a template, with code, part and context.
    """

    severity: str
    file: str
    place: str
    message: str
    flaw: Flaw | None = None

    @property
    def code(self) -> str:
        """Stable for templates; the rest of the data is told by its file and place."""
        return self.flaw.code if self.flaw else "data"

    def as_json(self) -> dict[str, Any]:
        """For machines: `part` and `paragraph` (among all of the part) are told of templates only."""
        told: dict[str, Any] = {
            "severity": self.severity,
            "code": self.code,
            "file": self.file,
            "place": self.place,
            "message": self.message,
        }
        if self.flaw:
            spot = self.flaw.spot
            told |= {"part": spot.part, "paragraph": spot.paragraph, "context": spot.context or spot.said}
        return told


def error(file: str, place: str, message: str) -> DataFault:
    return DataFault(severity="error", file=file, place=place, message=message)


def warning(file: str, place: str, message: str) -> DataFault:
    return DataFault(severity="warning", file=file, place=place, message=message)


def of_template(file: str, found: Flaw, called: str = "") -> DataFault:
    """A template's flaw as a row; `called` is what a person calls the part it stands in."""
    spot = found.spot
    shown = spot.context if not spot.said or spot.said in spot.context else spot.said
    around = f" (»{shown}«)" if shown else ""
    return DataFault(
        severity="error" if found.is_error else "warning",
        file=file,
        place=", ".join(filter(None, (called, spot.place))),
        message=f"{found.message}{around}",
        flaw=found,
    )
