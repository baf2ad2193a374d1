"""`winmail.dat`: the files in what Outlook sends to those who have no Outlook.

The format is Microsoft's MS-OXTNEF: a signature, then attributes of level, id, length, data and checksum.
Only those that hold attached files are looked at; nothing in them is run or followed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_SIGNATURE: Final = 0x223E9F78
_RENDER, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME, _SHORT_NAME = 0x3707, 0x3704
_FIXED: Final = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes that a MAPI property of each fixed type takes (2-byte ones are padded to four)."""
_TEXT, _WIDE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0xD
_NAMED: Final = 0x8000
_MOST: Final = 10_000


def tnef_files(content: bytes) -> list[tuple[str, bytes]]:
    """The attached files by name, in their order; the file itself where it is torn or holds none."""
    try:
        files = list(_files(content))
    except (struct.error, IndexError, ValueError):
        files = []
    return files or ([("winmail.dat", content)] if content else [])


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    name, data = "", b""
    for id, value in _attributes(content):
        if id == _RENDER:
            if data:
                yield name, data
            name, data = "", b""
        elif id == _TITLE:
            name = name or _text(value, "cp1252")
        elif id == _DATA:
            data = value
        elif id == _PROPERTIES:
            name = _long_name(value) or name
    if data:
        yield name, data


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if struct.unpack_from("<I", content)[0] != _SIGNATURE:
        raise ValueError("no TNEF")
    at = 6
    while at + 9 <= len(content):
        _, id, _, length = struct.unpack_from("<BHHI", content, at)
        at += 9
        if at + length + 2 > len(content):
            raise ValueError("torn")
        yield id, content[at : at + length]
        at += length + 2


def _long_name(properties: bytes) -> str:
    """The file's long name among its MAPI properties; nothing where they can't be followed to it."""
    try:
        return next((text for id, text in _names(properties) if id == _LONG_NAME), "")
    except (struct.error, ValueError):
        return ""


def _names(properties: bytes) -> Iterator[tuple[int, str]]:
    (count,) = struct.unpack_from("<I", properties)
    at = 4
    for _ in range(min(count, _MOST)):
        kind, id = struct.unpack_from("<HH", properties, at)
        at += 4
        if id >= _NAMED:
            (by_text,) = struct.unpack_from("<I", properties, at + 16)
            at += 20 + 4
            if by_text:
                (length,) = struct.unpack_from("<I", properties, at - 4)
                at += _padded(length)
        if kind in _FIXED:
            at += _FIXED[kind]
            continue
        if kind not in (_TEXT, _WIDE, _BINARY, _OBJECT):
            raise ValueError("a property of a kind not known here")
        (values,) = struct.unpack_from("<I", properties, at)
        at += 4
        for _ in range(min(values, _MOST)):
            (length,) = struct.unpack_from("<I", properties, at)
            value = properties[at + 4 : at + 4 + length]
            at += 4 + _padded(length)
            if kind in (_TEXT, _WIDE):
                yield id, _text(value, "utf-16-le" if kind == _WIDE else "cp1252")


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _text(value: bytes, charset: str) -> str:
    return value.decode(charset, "replace").split("\0")[0]
