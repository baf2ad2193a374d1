"""Papers that are no forms of ours: filed unread with their case, and held against what its forms name.

Staff lay them into the case's own folder; nothing else could say whose they are. They stay there, a copy goes
to the archive, and the case tells which of the papers its forms name have not come.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import danish
from pipeline.assemble import Case
from pipeline.assemble.parts import Held
from pipeline.assemble.view import shown
from pipeline.definitions import Field, Rows, get
from pipeline.delivery import write_file
from pipeline.errors import FileDelayed
from pipeline.intake.desk import Claimed
from pipeline.intake.folder import waiting
from pipeline.process.offices import Office
from pipeline.process.reading import is_signed_copy
from pipeline.records import IncomingFile, Status, Submission
from pipeline.register import CaseRow, InputRow

FOLDER = "bilag"
SIGNED = "Underskrevet kopi {label}.pdf"
CHANNEL = "case folder"
COARSE = 10.0
"""Seconds after which a change of a folder shows in its time, on any share."""
MISSING = "Bilag nævnt i {form}, men ikke modtaget: {listed}. Læg dem i sagens mappe under bilag."
UNLISTED = "Bilag modtaget uden at stå på listen i {form}: {listed}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A paper that a form names: how it is written there, and the words by which a file's name means it."""

    shown: str
    meant_by: tuple[frozenset[str], ...]


# ── papers in ─────────────────────────────────────────────────────────────────────────────────────────


Looked = dict[str, int]
"""When the folder of a case was last changed, at a look that found every paper in it on record."""


def take_attachments(
    office: Office, now: dt.datetime, settle: float, looked: Looked | None = None
) -> Iterator[InputRow]:
    """File each new paper in the cases' folders of an area. One that is still changing is left for later.

    What is remembered in `looked` needn't be looked into again. Raises FileDelayed where a paper can't be
    read just now; it stays where it is.
    """
    looked = {} if looked is None else looked
    for case in office.register.cases():
        folder = office.workspace.cases / case.number / FOLDER
        try:
            stamp = _stamp(folder)
            if not stamp or looked.get(case.number) == stamp:
                continue
            lying = waiting(folder)
            known = _known(office, case.number) if lying else {}
            new = [(path, changed) for path, (_, changed, _) in lying if not _is_known(path, known)]
            for path, changed in new:
                if time.time() - changed / 1e9 >= settle:
                    yield from _file(office, case, _without_cpr(path), known, now)
            # Clocks of shares are coarse: a folder that has just changed may change again unseen.
            if not new and time.time() - stamp / 1e9 >= COARSE:
                looked[case.number] = stamp
        except OSError as error:
            raise FileDelayed(f"a paper can't be read: {error.strerror or type(error).__name__}") from error


def _stamp(folder: Path) -> int:
    """When a folder was last changed; 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _known(office: Office, number: str) -> dict[str, tuple[str, int]]:
    """The papers of a case on record, by their hash: their name and size."""
    rows = office.register.inputs_where(end="attachment", case=number)
    sizes = {row.sha256: _archived(office, row.sha256) for row in rows}
    return {row.sha256: (row.submission.file, _size(sizes[row.sha256])) for row in rows}


def _is_known(path: Path, known: dict[str, tuple[str, int]]) -> bool:
    """By name and size: hashing every paper in every run would read the whole share."""
    return (path.name, _size(path)) in known.values()


def _file(
    office: Office, case: CaseRow, path: Path, known: dict[str, tuple[str, int]], now: dt.datetime
) -> Iterator[InputRow]:
    file = Claimed(id="", path=path).read()
    if file.sha256 in known:
        return  # our own signed copy, or a paper under another name
    keep_in_archive(office, file)
    known[file.sha256] = (path.name, len(file.content))
    office.touch(case.number)
    yield office.register.record(
        InputRow(
            id=_id(case.number, file.sha256),
            sha256=file.sha256,
            channel=CHANNEL,
            received_at=now.isoformat(timespec="seconds"),
            end="attachment",
            submission=Submission(file=path.name, sha256=file.sha256, status=Status.ACCEPTED),
            case_number=case.number,
            delivered=True,
            child="",
        )
    )


def _id(number: str, sha256: str) -> str:
    """The same for the same paper of a case: two processes that file it at once file it once."""
    return hashlib.sha256(f"{number} {sha256}".encode()).hexdigest()[:16]


def keep_in_archive(office: Office, file: IncomingFile) -> None:
    """The bytes of what came in, on disk before anything else happens to it."""
    path = _archived(office, file.sha256)
    if not path.exists():
        write_file(path, file.content)


def _archived(office: Office, sha256: str) -> Path:
    return office.workspace.archive / sha256[:2] / sha256


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1


def _without_cpr(path: Path) -> Path:
    """The paper under a name that tells no cpr number: `PPV 621112-xxxx.pdf`."""
    masked = path.with_name(danish.mask_cprs(path.name))
    if masked == path:
        return path
    n = 1
    while masked.exists():
        n += 1
        masked = path.with_name(danish.mask_cprs(f"{path.stem} ({n}){path.suffix}"))
    return path.rename(masked)


# ── held against the list ─────────────────────────────────────────────────────────────────────────────


def attachment_lines(office: Office, case: Case) -> tuple[str, ...]:
    """What a form names and hasn't come, and what came without being named; nothing where it has no list."""
    part, _, pointer = case.programme.attachments.partition(":")
    held = case.parts.get(part)
    if held is None:
        return ()
    rows = office.register.inputs_where(end="attachment", case=case.number)
    names = list(dict.fromkeys(row.submission.file for row in rows if not is_signed_copy(row.submission)))
    missing, unlisted = compare(list(_listed(held, pointer)), names)
    form = f"»{held.form.title}«"
    told = ((MISSING, missing), (UNLISTED, unlisted))
    return tuple(says.format(form=form, listed="; ".join(these)) for says, these in told if these)


def compare(listed: Sequence[Listed], names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The papers that are named and have not come, and the files that no line of the list means.

    A file is taken for a paper whose kind, or whose title, its name holds word by word; each for one.
    """
    left = list(listed)
    unlisted = []
    for name in names:
        words = _words(Path(name).stem)
        found = next((one for one in left if any(meant <= words for meant in one.meant_by)), None)
        if found:
            left.remove(found)
        else:
            unlisted.append(name)
    return [one.shown for one in left], unlisted


def _listed(held: Held, pointer: str) -> Iterator[Listed]:
    rows = held.form.find(pointer)
    if not isinstance(rows, Rows):
        return
    choices = [column for column in rows.columns if column.choices]
    texts = [column for column in rows.columns if not column.choices]
    for row in get(held.submission.data, pointer) or ():
        # `Andet bilag` says nothing of what it is.
        kinds = [_said(one, row) for one in choices if _value(one, row) != "other"]
        titles = [_said(one, row) for one in texts if one.kind == "text"]
        meant = [_words(words) for words in (*kinds, *titles) if words]
        named = next(iter([*filter(None, titles), *(_said(one, row) for one in choices)]), "")
        dated = [_said(one, row) for one in texts if one.kind == "date"]
        if named:
            yield Listed(
                shown=", ".join([named, *(day for day in dated if day and day not in named)]),
                meant_by=tuple(words for words in meant if words),
            )


def _value(column: Field, row: object) -> object:
    return get(row, f"/{column.path[-1]}")


def _said(column: Field, row: object) -> str:
    value = _value(column, row)
    return shown(column, value) if value is not None else ""


def _words(text: str) -> frozenset[str]:
    return frozenset(danish.fold(word) for word in re.findall(r"[^\W_]+", text) if danish.fold(word))
