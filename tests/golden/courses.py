"""The courses of `courses.toml`: what is made of each, and what its documents say."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.container import open_package
from pipeline.process import merge_files
from pipeline.process.casework import MergeResult
from pipeline.records import IncomingFile
from tests.filled import catalogue
from tests.programmes.samples import FOLDER

HERE = Path(__file__).parent
PAGES = ("word/header2.xml", "word/document.xml", "word/footer2.xml")
"""The first page's head, the body and the foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Samples of one case, and what is to be made of them on a day."""

    folder: str
    """Where the words of its letters are kept."""
    name: str
    programme: str
    day: dt.date
    files: tuple[str, ...]
    letters: tuple[str, ...]
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    def words_of(self, letter: str) -> Path:
        return HERE / self.folder / f"{self.name}-{letter}.txt"


def _course(row: dict[str, object]) -> Course:
    return Course(**{key: tuple(told) if isinstance(told, list) else told for key, told in row.items()})  # type: ignore[arg-type]


TOLD = tomllib.loads((HERE / "courses.toml").read_text("utf-8"))
COURSES = {str(course): course for course in map(_course, TOLD["course"])}


def merged(course: Course, data: Catalogue) -> MergeResult:
    """The course's samples as one case."""
    paths = [FOLDER / course.programme / f"{name}.docx" for name in course.files]
    files = [IncomingFile(name=path.name, content=path.read_bytes()) for path in paths]
    result = merge_files(files, data, course.day)
    assert result.accepted
    return result


@lru_cache(maxsize=len(COURSES))
def made_of(name: str) -> dict[str, bytes]:
    """Every document of a course by its id, those with several recipients to the first of them."""
    made = [one for one in merged(COURSES[name], catalogue()).made if not re.search(r"/[2-9]$", one.due.key)]
    assert len({one.document.id for one in made}) == len(made)
    return {one.document.id: one.content for one in made}


def paragraphs(content: bytes, parts: tuple[str, ...] = PAGES) -> Iterator[str]:
    """The text of a document's parts, read without the program's own reading."""
    package = open_package(content)
    for part in parts:
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", package[part].decode("utf-8"), re.DOTALL):
            text = re.sub(r"<w:(?:br|tab)/>", " ", re.sub(r"<w:instrText.*?</w:instrText>", "", paragraph))
            yield unescape(re.sub(r"<[^>]*>", "", text)).strip()


def said(name: str, document: str) -> list[str]:
    """The paragraphs of a document that say something."""
    return [text for text in paragraphs(made_of(name)[document]) if text]


def body_of(content: bytes) -> str:
    return " ".join(paragraphs(content, ("word/document.xml",)))
