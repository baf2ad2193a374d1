"""Many invented courses put on record without their files, as a report needs more of them than a test can
read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.process import Office
from pipeline.records import Status, Submission
from pipeline.register import CaseRow, DocumentRow, InputRow
from tests.casebook import changed
from tests.filled import catalogue

DATA = Path(__file__).parents[1] / "data"
FIRST = (
    *("Alma", "Bo", "Carl", "Dea", "Emil", "Freja", "Gry", "Hans", "Ida", "Jens"),
    *("Karla", "Liv", "Mads", "Nora", "Otto", "Pia", "Rune", "Signe", "Tor", "Ulla"),
)
LAST = ("Prøveholm", "Mønsterby", "Testrup", "Skitseborg", "Udkastsen")


def child(n: int) -> tuple[str, str]:
    """The n-th invented child: a name, and a replacement number (day + 60) of nobody."""
    name = f"{FIRST[n % len(FIRST)]} {LAST[n // len(FIRST)]}"
    return name, f"{61 + n % 28:02}{1 + n % 12:02}{12 + n % 5:02}-{4000 + n:04}"


def good(programme: str, name: str) -> Any:
    """The data of a straight course; of a programme that is based on another, that one's."""
    folder = DATA / programme if (DATA / programme).is_dir() else DATA / programme.rpartition("-")[0]
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One case: which child it is of, the forms that came, what differs in each, and when its letter went
    out."""

    child: int
    forms: Sequence[str]
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    letter: str = ""
    released: str = ""


def put_on_record(office: Office, programme: str, told: Told, opened: str = "2026-01-05") -> str:
    """The case with its accepted forms, as a run would have left it in the register; gives its number."""
    known = catalogue().programme(programme)
    number = ""
    for name in told.forms:
        form = max((form for form in known.forms if name.startswith(form)), key=len)
        data = of_child(good(programme, name), programme, told.child)
        data = changed(data, told.changes.get(name, {}))
        text = f"{programme} {told.child} {name} {json.dumps(data)}"
        row = InputRow(
            id=hashlib.sha256(f"{text} {number}".encode()).hexdigest()[:20],
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            channel="folder",
            received_at=f"{opened}T08:00:00+00:00",
            end="accepted",
            case_number=number,
            delivered=True,
            submission=Submission(
                file="skema.docx",
                sha256="",
                status=Status.ACCEPTED,
                programme=programme,
                form=form,
                version=1,
                data=data,
            ),
        )
        prefix = f"{known.case_prefix}-{opened[:4]}-"
        opens = None if number else CaseRow(number=prefix, programme=programme, opened_on=opened)
        number = office.register.record(row, opens=opens).case_number
    if told.released:
        office.register.save_document(_letter(number, told))
    return number


def of_child(data: Any, programme: str, n: int) -> Any:
    """The data of a straight course as those of the n-th child: every mention of the first one is
    replaced."""
    first, (name, cpr) = good(programme, "application")["child"], child(n)
    text = json.dumps(data, ensure_ascii=False).replace(first["name"], name).replace(first["cpr"], cpr)
    mine = json.loads(text.replace(first["name"].split()[0], name.split()[0]))
    mine.get("child", {}).pop("birth_date", None)
    return mine


def _letter(number: str, told: Told) -> DocumentRow:
    return DocumentRow(
        case_number=number,
        key=told.letter,
        version=1,
        title="Brev",
        path=f"sager/{number}/Brev.docx",
        sha256=hashlib.sha256(number.encode()).hexdigest(),
        says="",
        dated=told.released,
        state="released",
        manifest=[],
        released_by="Inger Udkastlund",
        released_on=told.released,
    )
