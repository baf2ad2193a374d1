"""Documents on their way to where staff find them: staged, then on record, then moved to their place.

A document's bytes lie synced in a hidden folder of the share before its row says that it is there; moving
them is one rename. So a row always has its bytes, and what is still staged has not been placed:

| cut off after          | what there is                         | what the next round does             |
|------------------------|---------------------------------------|--------------------------------------|
| staging                | bytes that no row speaks of           | takes them away; all is as it was    |
| the row                | a row, its bytes staged               | sets the former file aside, moves    |
| setting the former aside | the same, and nothing in its place  | moves the bytes                      |
| the move               | the document where its row says       | prints the letter that is owed as PDF |
| the PDF                | the PDF, and the note that it is owed | prints the same again, drops the note |
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.delivery import EARLIER, make_folder, set_aside, sync_folder, write_file
from pipeline.process.offices import Office
from pipeline.process.printing import print_letters
from pipeline.process.released import FROZEN
from pipeline.register import DocumentRow

STAGED = ".undervejs"
"""The hidden folder among the cases where documents lie until they are placed."""
BY_HAND = " (rettet i hånden)"
OWED = ".pdf"
"""What the note is called that a released letter has not been printed yet: its staged name, and this."""


def path_of(office: Office, document: DocumentRow) -> Path:
    """Where a document lies once it is placed."""
    return office.workspace.shared / document.path


def is_edited(office: Office, document: DocumentRow) -> bool:
    """Whether somebody has changed the file since it was made."""
    path = path_of(office, document)
    return path.exists() and _hash_of(path) != document.sha256


def stage(office: Office, document: DocumentRow, content: bytes) -> None:
    """Have the bytes ready, and the note that they are to be printed, before the row is put on record."""
    staged = _folder(office) / _staged_name(document)
    if document.state == "released" and document.path.endswith(".docx"):
        write_file(staged.with_name(staged.name + OWED), b"")
    write_file(staged, content)


def unplaced_cases(office: Office) -> set[str]:
    """The cases in whose name something is staged: a round was cut off, or a file was in somebody's way."""
    return {path.name.partition(" ")[0] for path in _staged(office)}


def is_on_its_way(office: Office, document: DocumentRow) -> bool:
    """Whether a document on record lies staged, whole, and the next round will place it."""
    return has_bytes(_folder(office) / _staged_name(document), document)


def place_documents(office: Office, number: str) -> str:
    """Move what is staged for a case to where its rows say, and print what is owed; why it could not be
    printed, in Danish, or nothing. Raises OSError where a file can't be moved just now."""
    staged = [path for path in _staged(office) if path.name.startswith(f"{number} ")]
    if not staged:
        return ""
    rows = {_staged_name(row): row for row in office.register.versions(number)}
    owed: list[Path] = []
    for path in staged:
        row = rows.get(path.name.removesuffix(OWED))
        if row is None:
            path.unlink(missing_ok=True)  # never came to be on record
        elif path.name.endswith(OWED):
            owed.append(path)
        else:
            _place(office, path, row, rows.values())
    return _print_owed(office, {path: rows[path.name.removesuffix(OWED)] for path in owed})


def _place(office: Office, staged: Path, row: DocumentRow, rows: Iterable[DocumentRow]) -> None:
    """Move one document; what lies there is set aside, and one that people made or changed says so."""
    place = path_of(office, row)
    earlier = [one for one in rows if one.key == row.key and one.version < row.version]
    before = max(earlier, key=lambda one: one.version, default=None)
    replaced = {path_of(office, before)} if before and before.state not in FROZEN else set()
    for old in {place, *replaced}:
        if old.exists() and not (old == place and _hash_of(old) == row.sha256):
            ours = before is not None and _hash_of(old) == before.sha256
            set_aside(old, office.workspace.cases / row.case_number / EARLIER, "" if ours else BY_HAND)
    make_folder(place.parent)
    os.replace(staged, place)
    sync_folder(place.parent)
    sync_folder(staged.parent)


def _print_owed(office: Office, owed: Mapping[Path, DocumentRow]) -> str:
    note = print_letters(office, list(owed.values()))
    for path in owed:
        path.unlink(missing_ok=True)
    return note


def _staged_name(document: DocumentRow) -> str:
    """The case, and what tells this version of this document from every other: no title, no name."""
    key = hashlib.sha256(document.key.encode()).hexdigest()[:16]
    return f"{document.case_number} {key} {document.version} {document.sha256[:16]}"


def _folder(office: Office) -> Path:
    return office.workspace.cases / STAGED


def _staged(office: Office) -> list[Path]:
    folder = _folder(office)
    return sorted(path for path in folder.iterdir() if path.name[:1] != ".") if folder.is_dir() else []


def has_bytes(path: Path, document: DocumentRow) -> bool:
    """Whether the very bytes of a document lie there."""
    return path.is_file() and _hash_of(path) == document.sha256


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
