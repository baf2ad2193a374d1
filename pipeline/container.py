"""Zip packages: read with every check a stranger's file needs, written the same way each time.

The only room that uses `zipfile`. A package that came through `open_package` has sane names, no member twice,
nothing encrypted or overlapping, every checksum right, and is no larger than the limits, both as declared and
as really unpacked.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.errors import InputRejected

MEGABYTE: Final = 1024 * 1024
CONTENT_TYPES: Final = "[Content_Types].xml"

_CHUNK = 64 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = b"PK\x03\x04"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ATTRIBUTES = 0o600 << 16
_ENCRYPTED = 0x1 | 0x40

# What zipfile raises for files that break the format; corrupt deflate streams come as zlib.error.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a package may be, in bytes; `members` counts its files."""

    file: int = 25 * MEGABYTE
    total: int = 200 * MEGABYTE
    part: int = 50 * MEGABYTE
    members: int = 2_000


DEFAULT_LIMITS: Final = Limits()


class Package(Mapping[str, bytes]):
    """The members of a package by name, in the order in which they stand in it.

    Names are compared without regard to case, as the Open Packaging Conventions have it.
    """

    __slots__ = ("_by_key", "_parts")

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)
        self._by_key = {name.casefold(): name for name in self._parts}

    def __getitem__(self, name: str) -> bytes:
        return self._parts[self._by_key[name.casefold()]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────


def open_package(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Every member of a zip package, unpacked and checked.

    Raises InputRejected: `file.empty`, `file.too_large` (limit_mb), `file.zip_bomb` (measure, limit),
    `file.duplicate_member`, `file.unsafe_member`, `file.encrypted`, `file.damaged`.
    """
    if not content:
        raise InputRejected("file.empty")
    if len(content) > limits.file:
        raise InputRejected("file.too_large", limit_mb=limits.file // MEGABYTE)
    # Counted before zipfile builds its list: half a million entries fit into a small file.
    if content.count(_DIRECTORY_ENTRY) > limits.members:
        raise InputRejected("file.zip_bomb", measure="members", limit=limits.members)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_directory(members, limits)
            _check_overlap(content, members, archive.start_dir)
            return Package(_unpack(archive, members, limits))
    except _BROKEN:
        raise InputRejected("file.damaged") from None


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """What the directory declares, before a byte is unpacked."""
    if len(members) > limits.members:
        raise InputRejected("file.zip_bomb", measure="members", limit=limits.members)
    seen: set[str] = set()
    declared = 0
    for member in members:
        if _is_unsafe(member.orig_filename):
            raise InputRejected("file.unsafe_member")
        if member.flag_bits & _ENCRYPTED:
            raise InputRejected("file.encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputRejected("file.damaged")
        key = member.filename.casefold()
        if key in seen:
            # Two readers may see two bodies.
            raise InputRejected("file.duplicate_member")
        seen.add(key)
        if member.file_size > limits.part:
            raise InputRejected("file.zip_bomb", measure="part", limit=limits.part)
        declared += member.file_size
    if declared > limits.total:
        raise InputRejected("file.zip_bomb", measure="total", limit=limits.total)


def _is_unsafe(name: str) -> bool:
    """A name that is empty, absolute, climbs out of its folder, or that two systems read differently."""
    folders = name.split("/")
    return not name or name.startswith("/") or ".." in folders or any(sign in name for sign in "\\:\0")


def _check_overlap(content: bytes, members: list[zipfile.ZipInfo], directory: int) -> None:
    """No two members may share bytes: that is how a small file unpacks to a huge one (CVE-2024-0450)."""
    starts = sorted((member.header_offset, member.compress_size) for member in members)
    if starts and starts[0][0] != 0:
        # Something stands before the first member: another zip, which another reader may take for the file.
        raise InputRejected("file.damaged")
    ends = [start for start, _ in starts[1:]] + [directory]
    for (start, size), end in zip(starts, ends, strict=True):
        header = content[start : start + 30]
        if not header.startswith(_LOCAL_HEADER):
            raise InputRejected("file.damaged")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        if start + 30 + name_length + extra_length + size > end:
            raise InputRejected("file.zip_bomb", measure="overlap", limit=0)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = limits.total
    for member in members:
        part = _read(archive, member, min(limits.part, left))
        left -= len(part)
        if len(part) != member.file_size:
            raise InputRejected("file.damaged")
        if not member.is_dir():
            parts[member.filename] = part
    return parts


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """One member, by chunks: what it declares of its size is not believed."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise InputRejected("file.zip_bomb", measure="part", limit=most)
            chunks.append(chunk)
    return b"".join(chunks)


# ── what kind of file is it? ──────────────────────────────────────────────────────────────────────────

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_OTHERS = tuple(
    name.encode("utf-16-le")
    for name in ("Workbook", "Book", "PowerPoint Document", "VisioDocument", "__properties_version1.0")
)
"""Streams by which Excel, PowerPoint, Visio and Outlook keep what is theirs."""
_OLE_WORD = "WordDocument".encode("utf-16-le")
_SECTOR = 512
_WORD_VERSIONS = tuple(
    version.to_bytes(2, "little")
    for version in (0x65, 0x68, 0x69, 0xC0, 0xC1, 0xC2, 0xD9, 0x101, 0x10C, 0x112)
)
_WORD_HEADS = tuple(magic + version for magic in (b"\xec\xa5", b"\xdc\xa5") for version in _WORD_VERSIONS)
_WORD_TYPES = tuple(
    f"{family}.{kind}".encode()
    for family in ("wordprocessingml", "ms-word")
    for kind in ("document", "template")
)
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_HTML = re.compile(rb"<(?:!doctype html|(?:html|head|meta|title|style|body|div|table|p)[\s>])")
_MAX_HEAD = 4096


def sniff(content: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    """What the bytes are, whatever the file's name says; never raises.

    One of `docx` (also .docm, .dotx, .dotm), `pdf`, `ole` (Word as it was before 2007: .doc, and the XML that
    holds a whole document in one file), `ole-encrypted` (a file with a password), `rtf`, `html` (also the web
    archives of Word), `odt` (also .ott and .fodt), `zip` (another package), `empty`, `unknown`.
    """
    if not content:
        return "empty"
    if content.startswith(b"PK"):
        return _sniff_zip(content, limits)
    if content.startswith(_OLE):
        return _sniff_ole(content)
    head = _head(content)
    if b"%pdf-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith((b"mime-version:", b"from: <saved by")) and b"multipart/related" in head:
        return "html"
    if head.startswith(b"<"):
        return _sniff_xml(head)
    return "unknown"


def _head(content: bytes) -> bytes:
    """The first of a file's text in small letters, whatever its encoding."""
    return content[:_MAX_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def _sniff_xml(head: bytes) -> str:
    if b"<office:document" in head and _OPEN_TEXT in head:
        return "odt"
    if b"<w:worddocument" in head or b'progid="word.document"' in head:
        return "ole"
    return "html" if _HTML.match(head) or (head.startswith(b"<?xml") and b"<html" in head) else "unknown"


def _sniff_ole(content: bytes) -> str:
    if is_locked(content):
        return "ole-encrypted"
    if _OLE_WORD not in content and any(name in content for name in _OLE_OTHERS):
        return "unknown"
    return "ole"


def is_flat_xml(content: bytes) -> bool:
    """Whether a document is one piece of XML instead of a package."""
    return _head(content).startswith(b"<")


def is_locked(content: bytes) -> bool:
    """Whether a Word file of any age or an OpenDocument has a password; never raises."""
    if content.startswith(_OLE):
        return "EncryptedPackage".encode("utf-16-le") in content or _is_locked_word(content)
    if content.startswith(b"PK"):
        return b"encryption-data" in _member(content, "META-INF/manifest.xml")
    return False


def _is_locked_word(content: bytes) -> bool:
    """By the head of the document's stream, which starts with a sector: bit 8 of its flags."""
    for at in range(_SECTOR, len(content) - 12, _SECTOR):
        if content.startswith(_WORD_HEADS, at):
            return bool(content[at + 11] & 1)
    return False


def _member(content: bytes, name: str) -> bytes:
    """The start of a member for a look at it; nothing where there is none."""
    if content.count(_DIRECTORY_ENTRY) > DEFAULT_LIMITS.members:
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as stream:
            return stream.read(MEGABYTE)
    except (KeyError, *_BROKEN):
        return b""


def _sniff_zip(content: bytes, limits: Limits) -> str:
    # The first local header: a package that starts with its type needs no directory to be known.
    if content[30:38] == b"mimetype" and content[38:80].startswith(_OPEN_TEXT):
        return "odt"
    if content.count(_DIRECTORY_ENTRY) > limits.members:
        return "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(CONTENT_TYPES) as stream:
            types = stream.read(MEGABYTE).replace(b"\0", b"")
        return "docx" if any(name in types for name in _WORD_TYPES) else "zip"
    except KeyError:
        return "odt" if _member(content, "mimetype").startswith(_OPEN_TEXT) else "zip"
    except _BROKEN:
        # A torn Word file is told from other torn packages by the names in its local headers.
        torn = CONTENT_TYPES.encode() in content and b"word/document.xml" in content
        return "docx" if torn else "zip"


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────


def write_package(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the members in the given order, the content types first; the same members give the same bytes.

    Raises ValueError for a name given twice.
    """
    ordered = sorted(members, key=lambda member: member[0] != CONTENT_TYPES)
    names = [name.casefold() for name, _ in ordered]
    if len(set(names)) != len(names):
        raise ValueError("a member is named twice")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in ordered:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = _ATTRIBUTES
            archive.writestr(member, part)
    return buffer.getvalue()


def repack(content: bytes, replace: Mapping[str, bytes]) -> bytes:
    """The package with some members replaced; names it does not have yet are added at its end.

    Raises InputRejected as `open_package` does.
    """
    package = open_package(content)
    given = {name.casefold(): part for name, part in replace.items()}
    kept = [(name, given.get(name.casefold(), part)) for name, part in package.items()]
    added = [(name, part) for name, part in replace.items() if name not in package]
    return write_package([*kept, *added])
