"""Looking into commented files: what each comment says and what it stands round."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.annotate.word import annotate_word
from pipeline.container import open_package
from pipeline.definitions import Form
from pipeline.extract.word import read_word
from pipeline.records import Finding, FindingKind, Severity
from pipeline.xml import parse, qn
from tests.unit.small import FORM

BODY = "word/document.xml"
_MARKS = re.compile(
    rb'<w:commentRange(?:Start|End)(?: xmlns:w="[^"]*")? w:id="\d+"/>'
    rb'|<w:r(?: xmlns:w="[^"]*")?><w:commentReference w:id="\d+"/></w:r>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment: its words, the text it stands round, and the tags of the controls in that."""

    words: str
    about: str
    tags: tuple[str, ...]


def finding(pointer: str, label: str = "", message: str = "Ret det.", *, severity: str = "error") -> Finding:
    return Finding(
        severity=Severity(severity),
        kind=FindingKind.FORM,
        code="a.b",
        pointer=pointer,
        label=label,
        place="",
        message=message,
    )


def commented(content: bytes, *findings: Finding, form: Form = FORM) -> bytes:
    """The commented copy, in which the same must stand as before."""
    made = annotate_word(content, findings, form)
    assert made is not None
    assert read_word(made) == read_word(content)
    return made


def remarks(word: bytes) -> list[Remark]:
    """Every comment of a file, in the order of the comments part; each must be marked in the text once."""
    package = open_package(word)
    about: dict[str, str] = {}
    tags: dict[str, list[str]] = {}
    inside: set[str] = set()
    references: list[str] = []
    for node in parse(package[BODY]).iter("*"):
        number = node.get(qn("w:id"), "")
        if node.tag == qn("w:commentRangeStart"):
            inside.add(number)
            about[number], tags[number] = "", []
        elif node.tag == qn("w:commentRangeEnd"):
            inside.remove(number)
        elif node.tag == qn("w:commentReference"):
            references.append(number)
        for one in inside:
            about[one] += (node.text or "") if node.tag == qn("w:t") else ""
            tags[one] += [node.get(qn("w:val"), "")] if node.tag == qn("w:tag") else []
    comments = [*parse(package["word/comments.xml"]).iterchildren(qn("w:comment"))]
    numbers = [comment.get(qn("w:id"), "") for comment in comments]
    assert sorted(references) == sorted(numbers)
    return [
        Remark(
            words="".join(node.text or "" for node in comment.iter(qn("w:t"))),
            about=about[number],
            tags=tuple(tags[number]),
        )
        for number, comment in zip(numbers, comments, strict=True)
    ]


def unmarked(part: bytes) -> bytes:
    """A body without the marks of comments."""
    return _MARKS.sub(b"", part)
