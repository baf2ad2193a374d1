"""What every shipped sample must be, whatever its programme: made from its data, read as stands beside it.

`SKOLEFLEX_UPDATE=1` writes both anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.container import open_package
from pipeline.extract.acroform import read_acroform
from pipeline.process import read_file
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.samples import expected_of

UPDATE = os.environ.get("SKOLEFLEX_UPDATE") == "1"
STALE = "the forms have changed: write anew"


def kept(path: Path, made: bytes) -> bytes:
    """What is shipped of a sample; written anew first where that is wanted."""
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    return path.read_bytes()


def assert_made(path: Path, made: bytes) -> None:
    content = kept(path, made)
    if path.suffix == ".pdf":
        assert read_acroform(content) == read_acroform(made), STALE
    else:
        # Compressed bytes may differ from one zlib to the next; what is in them may not.
        assert dict(open_package(content)) == dict(open_package(made)), STALE


def assert_read(path: Path, day: dt.date) -> None:
    answer = answer_of(path)
    read = expected_of(read_file(IncomingFile(name=path.name, content=path.read_bytes()), catalogue(), day))
    if UPDATE:
        answer.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert read == json.loads(answer.read_text("utf-8"))


def assert_none_is_spare(folders: Iterable[Path], wanted: Iterable[Path]) -> None:
    """Each file in the folders is a sample that is wanted, or what one is read as."""
    there = {path for folder in folders for path in folder.rglob("*.*")}
    named = set(wanted)
    assert there == named | {answer_of(path) for path in named}


def answer_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.json")
