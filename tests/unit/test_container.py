"""What a package may be, at each limit and one past it, and that writing is the same each time."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.container import (
    CONTENT_TYPES,
    MEGABYTE,
    Limits,
    is_flat_xml,
    is_locked,
    open_package,
    repack,
    sniff,
    write_package,
)
from pipeline.errors import InputRejected
from tests import words

SMALL = Limits(file=2_000, total=1_000, part=400, members=5)


def stored(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip as any program may write it: names as given, even twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, part)
    return buffer.getvalue()


def code_of(content: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(InputRejected) as rejected:
        open_package(content, limits)
    measure = rejected.value.params.get("measure")
    return f"{rejected.value.code} {measure}" if measure else rejected.value.code


def test_members_come_out_by_name_in_their_order_whatever_the_case() -> None:
    package = open_package(stored(("b.xml", b"1"), ("word/", b""), ("word/A.xml", b"2")))
    assert list(package) == ["b.xml", "word/A.xml"]
    assert package["WORD/a.XML"] == b"2"
    assert "word/a.xml" in package
    assert "word/b.xml" not in package
    assert len(package) == 2


def test_the_default_limits() -> None:
    assert Limits() == Limits(file=25 * MEGABYTE, total=200 * MEGABYTE, part=50 * MEGABYTE, members=2_000)


# ── limits ────────────────────────────────────────────────────────────────────────────────────────────


def test_file_size() -> None:
    content = stored(("a", b"x" * 300))
    limit = len(content)
    assert open_package(content, Limits(file=limit))
    assert code_of(content, Limits(file=limit - 1)) == "file.too_large"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_part_size(method: int) -> None:
    assert open_package(stored(("a", b"x" * 400), method=method), SMALL)
    assert code_of(stored(("a", b"x" * 401), method=method)) == "file.zip_bomb part"


def test_total_size() -> None:
    members = [(name, b"x" * 250) for name in "abcd"]
    assert open_package(stored(*members, method=zipfile.ZIP_DEFLATED), SMALL)
    assert code_of(stored(*members, ("e", b"x"), method=zipfile.ZIP_DEFLATED)) == "file.zip_bomb total"


def test_member_count() -> None:
    members = [(f"{n}", b"") for n in range(6)]
    assert open_package(stored(*members[:5]), SMALL)
    assert code_of(stored(*members)) == "file.zip_bomb members"


def test_a_directory_of_half_a_million_is_refused_before_it_is_read() -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"a"
    directory = entry * 500_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 0, 0)
    assert code_of(directory + end, Limits()) == "file.zip_bomb members"


def test_the_size_a_member_declares_is_not_believed() -> None:
    content = stored(("a", b"x" * 390), method=zipfile.ZIP_DEFLATED)
    lie = content.replace(struct.pack("<L", 390), struct.pack("<L", 10))
    assert lie != content
    assert code_of(lie) == "file.damaged"
    boast = content.replace(struct.pack("<L", 390), struct.pack("<L", 395))
    assert code_of(boast) == "file.damaged"


def test_overlapping_members() -> None:
    """One body, two names: the way a small file unpacks to a huge one."""
    content = stored(("a", b"x" * 100))
    start = content.index(b"PK\x01\x02")
    entry = content[start : start + 47]
    second = entry[:-1] + b"b"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, 94, start, 0)
    assert code_of(content[:start] + entry + second + end) == "file.zip_bomb overlap"


# ── what is no sane package ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["../a", "word/../../a", "/etc/passwd", "C:/a", "word\\a", "..", "a/..", "\\\\host\\share", "a:b"]
)
def test_names_that_leave_the_package(name: str) -> None:
    assert code_of(stored((name, b"x"))) == "file.unsafe_member"


def test_a_name_with_a_nul() -> None:
    content = stored(("aXb", b"x")).replace(b"aXb", b"a\0b")
    assert code_of(content) == "file.unsafe_member"


@pytest.mark.parametrize(("one", "other"), [("a.xml", "a.xml"), ("a.xml", "A.XML")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice(one: str, other: str) -> None:
    assert code_of(stored((one, b"1"), (other, b"2"))) == "file.duplicate_member"


def _flag(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[6] |= bit
    changed[content.index(b"PK\x01\x02") + 8] |= bit
    return bytes(changed)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[:-30],
    "head only": lambda content: content[:40],
    "a changed byte": lambda content: content.replace(b"hello", b"hellO"),
    "another name inside": lambda content: content.replace(b"part.xml", b"port.xml", 1),
    "something in front": lambda content: stored(("other", b"x")) + content,
    "no zip at all": lambda content: b"PK\x03\x04" + content[4:20],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged(damage: Callable[[bytes], bytes]) -> None:
    assert code_of(damage(stored(("part.xml", b"hello world")))) == "file.damaged"


def test_a_method_no_word_file_uses() -> None:
    assert code_of(stored(("a", b"x" * 50), method=zipfile.ZIP_BZIP2)) == "file.damaged"


def test_encrypted_members() -> None:
    assert code_of(_flag(stored(("a", b"secret")), 1)) == "file.encrypted"


def test_empty() -> None:
    assert code_of(b"") == "file.empty"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_package_or_rejected(content: bytes) -> None:
    for attempt in (content, b"PK\x03\x04" + content):
        with suppress(InputRejected):
            open_package(attempt, SMALL)
        assert sniff(attempt) in {
            "pdf",
            "ole",
            "ole-encrypted",
            "rtf",
            "html",
            "odt",
            "zip",
            "docx",
            "empty",
            "unknown",
        }


@settings(max_examples=300)
@given(st.data())
def test_any_changed_package_is_a_package_or_rejected(data: st.DataObject) -> None:
    members = [(CONTENT_TYPES, b"<a/>"), ("b", b"text" * 20)]
    content = bytearray(stored(*members, method=zipfile.ZIP_DEFLATED))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        package = open_package(bytes(content), SMALL)
    except InputRejected:
        return
    assert set(package.values()) <= {b"<a/>", b"text" * 20, b""}


# ── what kind of file ─────────────────────────────────────────────────────────────────────────────────

OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
ODT = stored(("mimetype", OPEN_TEXT), ("content.xml", b"<a/>"))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def word_stream(*, flags: int, magic: bytes = b"\xec\xa5\xc1\x00") -> bytes:
    """The start of a .doc, whose document stream begins with its third sector."""
    return (OLE + bytes(1016))[:1024] + magic + bytes(6) + struct.pack("<H", flags) + bytes(500)


KINDS = {
    "empty": [b""],
    "pdf": [b"%PDF-1.7\n", b"\r\njunk %PDF-1.4"],
    "ole": [
        OLE + b"WordDocument",
        OLE + bytes(600),
        OLE + "WordDocument".encode("utf-16-le") + "Workbook".encode("utf-16-le"),
        word_stream(flags=0),
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">',
        b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="x">',
        '<?xml version="1.0" encoding="UTF-16"?><w:wordDocument xmlns:w="x">'.encode("utf-16"),
    ],
    "ole-encrypted": [
        OLE + b"xx" + "EncryptedPackage".encode("utf-16-le"),
        word_stream(flags=0x0100),
        word_stream(flags=0x0100, magic=b"\xdc\xa5\x68\x00"),
    ],
    "rtf": [b"{\\rtf1\\ansi", b"\xef\xbb\xbf {\\rtf1"],
    "html": [
        b"<!DOCTYPE html><p>",
        b"\xef\xbb\xbf<HTML>",
        b'<?xml version="1.0"?>\n<html xmlns="x">',
        "<html>".encode("utf-16"),
        b"<head><title>a</title></head>",
        b"<html\nxmlns:v='x'>",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x",
        b"From: <Saved by Word>\r\nSubject:\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
    ],
    "odt": [
        ODT,
        stored(("mimetype", b"application/vnd.oasis.opendocument.text-template")),
        stored(("content.xml", b"<a/>"), ("mimetype", OPEN_TEXT)),
        stored(("mimetype", OPEN_TEXT), method=zipfile.ZIP_DEFLATED),
        b'<?xml version="1.0"?><office:document xmlns:x="y" office:mimetype="' + OPEN_TEXT + b'">',
    ],
    "zip": [
        stored(("a.txt", b"x")),
        stored(("ansoegning.docx", words.docx(words.paragraph("x")))),
        stored(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
        stored((CONTENT_TYPES, b"spreadsheetml.sheet.main+xml"), ("xl/workbook.xml", b"")),
        b"PK\x03\x04 torn",
    ],
    "docx": [
        words.docx(words.paragraph("x")),
        *(words.docx(main_type=kind) for kind in (words.DOTX, words.DOCM, words.DOTM)),
        words.docx(words.paragraph("x"))[:-50],
        stored((CONTENT_TYPES, "wordprocessingml.document.main+xml".encode("utf-16"))),
    ],
    "unknown": [
        b"hello",
        b"\x89PNG\r\n",
        b"Navn: Ida",
        OLE + "Workbook".encode("utf-16-le"),
        OLE + "__properties_version1.0".encode("utf-16-le"),
        b"<?xml version='1.0'?><svg/>",
        b"<pre>a</pre>",
        b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhej",
    ],
}


def test_flags_elsewhere_in_an_old_file_lock_nothing() -> None:
    """Only the head of the document's stream says so, and the first one counts."""
    assert not is_locked(OLE + bytes(100) + b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01" + bytes(500))
    assert not is_locked(word_stream(flags=0) + word_stream(flags=0x0100)[1024:])
    assert not is_locked(word_stream(flags=0xFEFF))


def test_a_locked_open_document_says_so_in_its_manifest() -> None:
    manifest = b'<m:manifest><m:file-entry><m:encryption-data m:checksum="x"/></m:file-entry></m:manifest>'
    assert is_locked(stored(("mimetype", OPEN_TEXT), ("META-INF/manifest.xml", manifest)))
    assert not is_locked(stored(("mimetype", OPEN_TEXT), ("META-INF/manifest.xml", b"<m:manifest/>")))
    assert not is_locked(ODT)
    assert not is_locked(stored(("META-INF/manifest.xml", manifest))[:-30])


@given(st.binary(max_size=3_000))
def test_looking_for_a_password_never_fails(content: bytes) -> None:
    for start in (b"", OLE, b"PK\x03\x04"):
        assert is_locked(start + content) in (True, False)


@pytest.mark.parametrize(
    ("content", "flat"),
    [
        (b"<?xml version='1.0'?><a/>", True),
        ("<a/>".encode("utf-16"), True),
        (ODT, False),
        (b"{\\rtf1}", False),
    ],
)
def test_one_piece_of_xml(content: bytes, flat: bool) -> None:
    assert is_flat_xml(content) is flat


@pytest.mark.parametrize(("kind", "content"), [(kind, one) for kind, all_ in KINDS.items() for one in all_])
def test_the_kind_is_told_by_the_bytes(kind: str, content: bytes) -> None:
    assert sniff(content) == kind


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_members_give_the_same_bytes_with_the_content_types_first() -> None:
    members = [("word/b.xml", b"2" * 500), (CONTENT_TYPES, b"1"), ("word/a.xml", "æ".encode())]
    content = write_package(members)
    assert content == write_package(iter(members))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == [CONTENT_TYPES, "word/b.xml", "word/a.xml"]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_DEFLATED}
    assert len({(info.external_attr, info.create_system) for info in infos}) == 1
    assert dict(open_package(content)) == dict(members)


def test_writing_a_name_twice_is_a_bug() -> None:
    with pytest.raises(ValueError, match="twice"):
        write_package([("a", b""), ("A", b"")])


def test_repack_replaces_in_place_and_adds_at_the_end() -> None:
    content = write_package([(CONTENT_TYPES, b"1"), ("word/a.xml", b"2"), ("word/b.xml", b"3")])
    package = open_package(repack(content, {"new.xml": b"5", "WORD/a.xml": b"4"}))
    assert list(package.items()) == [
        (CONTENT_TYPES, b"1"),
        ("word/a.xml", b"4"),
        ("word/b.xml", b"3"),
        ("new.xml", b"5"),
    ]


def test_repack_checks_what_it_opens() -> None:
    with pytest.raises(InputRejected):
        repack(b"PK", {})
