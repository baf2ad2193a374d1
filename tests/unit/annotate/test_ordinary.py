"""Templates, files with macros and Strict Open XML come back as an ordinary .docx with comments."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.annotate.ordinary import as_ordinary
from pipeline.annotate.splice import NotSpliced
from pipeline.annotate.word import annotate_word
from pipeline.container import open_package, repack, write_package
from pipeline.extract.word import read_word
from pipeline.process import commented_copy, read_file
from pipeline.records import IncomingFile, Submission
from pipeline.wordml import DOCUMENT_TYPE, open_word
from tests.bench.producers import as_strict, as_type
from tests.filled import catalogue
from tests.samples import FOLDER
from tests.tools import needs, sdk_faults, word_faults
from tests.unit.annotate.marks import BODY, finding, remarks, unmarked
from tests.unit.small import FORM
from tests.words import DOCM, DOTM, DOTX, WORD, control, document, docx, paragraph, parts

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
NAME = paragraph("Navn: ", control("Alma", "child.name"))
WRONG = finding("/child/name")
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
DAY = dt.date(2026, 8, 10)
FAULTY = (FOLDER / "application" / "fault-cpr-date.docx").read_bytes()


def with_macros(content: bytes) -> bytes:
    """The file with macros in it, as Word stores them."""
    package = dict(open_package(content))
    types = package[TYPES].decode().replace(DOCUMENT_TYPE, DOCM)
    rows = (
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Override PartName="/word/vbaData.xml" ContentType="application/vnd.ms-word.vbaData+xml"/></Types>'
    )
    package[TYPES] = types.replace("</Types>", rows).encode()
    row = f'<Relationship Id="rIdM" Type="{MICROSOFT}/vbaProject" Target="vbaProject.bin"/></Relationships>'
    package[RELATIONS] = package[RELATIONS].replace(b"</Relationships>", row.encode())
    package["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    package["word/_rels/vbaProject.bin.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="%s/wordVbaData" Target="vbaData.xml"/></Relationships>'
    ) % MICROSOFT.encode()
    package["word/vbaData.xml"] = b"<x/>"
    return write_package(package.items())


def ordinary(content: bytes) -> bytes:
    return as_ordinary(open_word(content), content)


def test_an_ordinary_file_stays_as_it_is() -> None:
    content = docx(NAME)
    assert ordinary(content) is content


@pytest.mark.parametrize("kind", [DOCM, DOTX, DOTM])
def test_a_template_becomes_a_document_by_its_type_alone(kind: str) -> None:
    before, after = (
        open_package(docx(NAME, main_type=kind)),
        open_package(ordinary(docx(NAME, main_type=kind))),
    )
    assert {name for name in before if before[name] != after[name]} == {TYPES}
    assert after[TYPES].count(DOCUMENT_TYPE.encode()) == 1
    assert kind.encode() not in after[TYPES]


def test_macros_and_all_that_only_they_refer_to_are_left_out() -> None:
    plain = open_package(FAULTY)
    made = open_package(ordinary(with_macros(FAULTY)))
    assert set(made) == set(plain)
    assert {name for name in made if made[name] != plain[name]} <= {TYPES}
    assert b"vba" not in made[TYPES].lower()
    assert read_word(ordinary(with_macros(FAULTY))) == read_word(FAULTY)


def test_other_parts_keep_a_type_that_macros_shared() -> None:
    content = repack(with_macros(FAULTY), {"word/embeddings/oleObject1.bin": b"x"})
    made = open_package(ordinary(content))
    assert b'Extension="bin"' in made[TYPES]
    assert "word/vbaProject.bin" not in made


def test_strict_gets_the_names_of_transitional_and_keeps_every_text() -> None:
    strict = open_package(as_strict(FAULTY))
    made = open_package(ordinary(as_strict(FAULTY)))
    assert not [name for name in made if b"purl.oclc.org" in made[name]]
    assert b'conformance="strict"' not in made[BODY]
    between = re.compile(rb">([^<>]+)<")
    for name in made:
        assert between.findall(made[name]) == between.findall(strict[name]), name
    assert read_word(ordinary(as_strict(FAULTY))) == read_word(as_strict(FAULTY))


def test_what_only_looks_like_a_strict_name_stays() -> None:
    said = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = document(paragraph(said) + f"<!-- {said} -->" + NAME)
    strict = docx(more={BODY: body.replace(f'"{WORD}"'.encode(), f'"{said}"'.encode())})
    part = open_package(ordinary(strict))[BODY]
    assert part.count(said.encode()) == 2
    assert b'"%s"' % said.encode() not in part


def test_what_is_no_word_document_is_refused() -> None:
    members = parts(NAME)
    members[TYPES] = members[TYPES].replace(DOCUMENT_TYPE.encode(), b"application/xml")
    content = write_package(members.items())
    with pytest.raises(NotSpliced):
        ordinary(content)


@pytest.mark.parametrize("other", [with_macros, as_strict, as_type(DOTX), as_type(DOTM)])
def test_each_comes_back_with_comments_and_says_the_same(other: object, tmp_path: Path) -> None:
    assert callable(other)
    content = other(FAULTY)
    read = as_told(content)
    copy = commented_copy(content, read_file(incoming(content), catalogue(), DAY), catalogue())
    plain = commented_copy(FAULTY, read_file(incoming(FAULTY), catalogue(), DAY), catalogue())
    assert copy
    assert plain
    assert remarks(copy.content) == remarks(plain.content)
    assert unmarked(open_package(copy.content)[BODY]) == open_package(ordinary(content))[BODY]
    back = as_told(copy.content)
    assert back == replace(read, findings=tuple(one for one in read.findings if one.code != "file.macros"))
    assert word_faults(copy.content, tmp_path) == word_faults(FAULTY, tmp_path)


@needs("sdk")
def test_the_open_xml_sdk_finds_no_fault(tmp_path: Path) -> None:
    made = {
        name: annotate_word(content, [WRONG], FORM) or b""
        for name, content in {"docm": with_macros(FAULTY), "strict": as_strict(FAULTY)}.items()
    }
    assert {name: faults for name, faults in sdk_faults(made, tmp_path).items() if faults} == {}


def incoming(content: bytes) -> IncomingFile:
    return IncomingFile(name="x.docx", content=content)


def as_told(content: bytes) -> Submission:
    return replace(read_file(incoming(content), catalogue(), DAY), sha256="")
