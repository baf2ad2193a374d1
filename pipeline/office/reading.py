"""Older and other kinds of text document, made Word files by LibreOffice where it is installed.

LibreOffice reads far more than a form may hold, so it runs as a stranger. Nothing of the sender's file is in
a file name, an argument or a message.
"""

from __future__ import annotations

import base64
import re
import tempfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from pipeline.container import (
    CONTENT_TYPES,
    DEFAULT_LIMITS,
    MEGABYTE,
    is_flat_xml,
    is_locked,
    open_package,
    sniff,
    write_package,
)
from pipeline.errors import InputRejected, TemporaryFailure
from pipeline.office.running import SECONDS, available, convert
from pipeline.xml import NS, children, has_doctype, parse, serialize

_FILTERS: Final = {
    "odt": ("writer8", "OpenDocument Text Flat XML"),
    "rtf": ("Rich Text Format", "Rich Text Format"),
    "doc": ("MS Word 97", "MS Word 2003 XML"),
}
"""How LibreOffice reads each kind: as a file of its own, and as plain XML. Told, so that it never guesses."""

_KINDS = {"odt": "odt", "rtf": "rtf", "ole": "doc"}
_ODT_TEXTS = frozenset({"content.xml", "styles.xml", "meta.xml", "settings.xml"})


def _any(patterns: bytes, stream: str = "") -> re.Pattern[bytes]:
    """Finds markup or the name of a stream of a .doc, which stands there in two bytes a letter."""
    return re.compile(patterns + (b"|" + re.escape(stream.encode("utf-16-le")) if stream else b""))


_LEFT: Final = {
    "file.macros": _any(rb"<ooo:library-embedded|<w:binData [^>]*editdata.mso", "_VBA_PROJECT"),
    "file.active_controls": _any(rb"<draw:control |\\objocx|<w:ocx ", "OCXNAME"),
    # A .doc keeps its objects under numbers.
    "file.embedded_document": _any(
        rb"<draw:object(?:-ole)? |\\objemb|<w:docOleData|_\0(?:[0-9]\0){8,10}\0\0"
    ),
    "file.hidden_sections": _any(rb"<text:section [^>]*text:display=|<text:hidden-paragraph "),
    "file.external_links": _any(
        rb"<text:section-source |<office:dde-source |<draw:image [^>]*href=\"[a-z]+:/"
        rb"|INCLUDE(?:PICTURE|TEXT)|DDEAUTO|\\objlink"
    ),
}
"""What only a document's own bytes still show, by the notice that tells of it."""

_FLAT_PACKAGE = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_FLAT_NAMES = f"{{{_FLAT_PACKAGE.decode()}}}"
_HEAD = 4096
_OUT = "docx:MS Word 2007 XML"


def convert_to_word(content: bytes, kind: str, *, seconds: float = SECONDS) -> bytes:
    """The document as a .docx. `kind` is `odt`, `rtf` or `doc`, each also as the XML it can be kept in.

    What comes out is as much a stranger's file as what went in, and `left_behind` says what it has lost.
    Calls may run side by side. Raises InputRejected: `file.needs_office` (kind) where LibreOffice is not
    installed; `file.encrypted` for a document with a password; `file.too_large` (limit_mb) and what else
    `open_package` says of a package; `file.doctype`; `file.damaged` for what is torn, not of its kind, or
    can't be read; `file.too_complex` (limit, in seconds) for what takes too long.
    TemporaryFailure when the machine has no room for it.
    """
    _check(content, kind)
    if _FLAT_PACKAGE in content[:_HEAD]:
        return _packed(content)
    if not available():
        raise InputRejected("file.needs_office", kind=kind)
    try:
        with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as name:
            return _converted(Path(name), content, _FILTERS[kind][is_flat_xml(content)], seconds)
    except OSError:
        raise TemporaryFailure("no room or right to convert a document here") from None


def left_behind(content: bytes) -> frozenset[str]:
    """Codes of what a document holds and its conversion drops; for a document that `convert_to_word` takes.

    `file.macros`; `file.active_controls`: fields that are drawn on the page (ActiveX, LibreOffice's form
    controls), whose answers are lost; `file.embedded_document`; `file.external_links`. And, worse than lost,
    `file.hidden_sections`: paragraphs of an OpenDocument that nobody sees, and that are plain text now.
    """
    if content.startswith(b"PK"):
        package = open_package(content)
        text = b"".join(part for name, part in package.items() if name.casefold() in _ODT_TEXTS)
        scripts = any(name.startswith(("Basic/", "Scripts/")) for name in package)
    else:
        text, scripts = content, False
    found = {code for code, pattern in _LEFT.items() if pattern.search(text)}
    return frozenset(found | {"file.macros"} if scripts else found)


def _check(content: bytes, kind: str) -> None:
    """Refuses what LibreOffice would mend, and show half of, or fill the machine with."""
    if len(content) > DEFAULT_LIMITS.file:
        raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // MEGABYTE)
    if is_locked(content):
        raise InputRejected("file.encrypted")
    if _KINDS.get(sniff(content)) != kind:
        raise InputRejected("file.damaged")
    if kind == "rtf" and not content.rstrip(b"\0\t\r\n\x1a ").endswith(b"}"):
        raise InputRejected("file.damaged")
    parts = [content] if is_flat_xml(content) else []
    if content.startswith(b"PK"):
        package = open_package(content)
        parts = [part for name, part in package.items() if name.casefold() in _ODT_TEXTS]
        if "content.xml" not in package:
            raise InputRejected("file.damaged")
    if any(map(has_doctype, parts)):
        raise InputRejected("file.doctype")


def _packed(content: bytes) -> bytes:
    """A Word file that was saved as one piece of XML, made a package again."""
    types: list[str] = []
    members: list[tuple[str, bytes]] = []
    for part in parse(content).iter(f"{_FLAT_NAMES}part"):
        name = part.get(f"{_FLAT_NAMES}name", "").lstrip("/")
        kind = part.get(f"{_FLAT_NAMES}contentType", "")
        types.append(f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(kind)}/>")
        for data in children(part)[:1]:
            inside = children(data)
            members.append((name, serialize(inside[0]) if inside else _binary(data.text or "")))
    listed = f'<Types xmlns="{NS["ct"]}">{"".join(types)}</Types>'
    try:
        return write_package([(CONTENT_TYPES, listed.encode()), *members])
    except ValueError:
        raise InputRejected("file.duplicate_member") from None


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        raise InputRejected("file.damaged") from None


def _converted(folder: Path, content: bytes, reader: str, seconds: float) -> bytes:
    source = folder / "document.in"
    source.write_bytes(content)
    out = convert([source], folder, _OUT, reader=reader, seconds=seconds)
    try:
        made = out / "document.docx"
        if made.stat().st_size <= DEFAULT_LIMITS.file:
            return made.read_bytes()
    except OSError:
        raise InputRejected("file.damaged") from None
    raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // MEGABYTE)
