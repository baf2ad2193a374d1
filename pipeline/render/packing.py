"""A package of which most never changes, written many times.

Byte for byte what `container.write_package` makes of the same members, but the members that stay the same are
deflated once: for a letter with a logo and a set of styles that is nearly all of the work.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pipeline.container import CONTENT_TYPES

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED = 8
_UTF8 = 0x800
_NEW_YEAR_1980 = 1 << 5 | 1
_ATTRIBUTES = 0o600 << 16


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member as it is written: its own header with its content, and its line in the directory."""

    stored: bytes = field(repr=False)
    line: tuple[bytes | int, ...]
    name: bytes


@dataclass(frozen=True, slots=True)
class Packing:
    """Members in the order in which they are written; those that change have no entry yet."""

    entries: Mapping[str, _Entry | None]

    def pack(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with the contents of the members that change; KeyError where one is not given."""
        pieces: list[bytes] = []
        directory: list[bytes] = []
        at = 0
        for name, kept in self.entries.items():
            entry = kept or _entry(name, changed[name])
            pieces.append(entry.stored)
            directory += (_CENTRAL.pack(*entry.line, at), entry.name)
            at += len(entry.stored)
        size, count = sum(map(len, directory)), len(pieces)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, 0)
        return b"".join([*pieces, *directory, end])


def prepare(members: Mapping[str, bytes], changing: Collection[str]) -> Packing:
    """The members made ready to be written again and again; those in `changing` are left open."""
    ordered = sorted(members, key=lambda name: name != CONTENT_TYPES)
    return Packing({name: None if name in changing else _entry(name, members[name]) for name in ordered})


def _entry(name: str, content: bytes) -> _Entry:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    deflated = compressor.compress(content) + compressor.flush()
    written = name.encode()
    flags = 0 if name.isascii() else _UTF8
    shared = (
        flags,
        _DEFLATED,
        0,
        _NEW_YEAR_1980,
        zlib.crc32(content),
        len(deflated),
        len(content),
        len(written),
        0,
    )
    return _Entry(
        stored=_LOCAL.pack(b"PK\x03\x04", _VERSION, *shared) + written + deflated,
        line=(b"PK\x01\x02", _VERSION, _VERSION, *shared, 0, 0, 0, _ATTRIBUTES),
        name=written,
    )
