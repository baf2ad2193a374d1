"""Values as a PDF file writes them, and a file made of them: the same objects give the same bytes."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an object of the same file."""

    number: int
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Stream:
    entries: Mapping[str, Any]
    content: bytes


_WESTERN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u00ff]*")
"""The letters that a PDF's own encoding shares with Latin-1."""
_QUOTED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


def written(value: Any) -> bytes:
    """A value as it stands in a file.

    Mappings become dictionaries (None values are left out), sequences arrays, `str` text strings, `bytes`
    strings of bytes.
    """
    if isinstance(value, Name):
        return b"/" + re.sub(rb"[^!-~]|[#/()<>\[\]{}%]", lambda m: b"#%02x" % m[0][0], value.encode())
    if isinstance(value, Ref):
        return b"%d %d R" % (value.number, value.generation)
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return number(value).encode()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, Mapping):
        inside = (written(Name(key)) + b" " + written(one) for key, one in value.items() if one is not None)
        return b"<<" + b" ".join(inside) + b">>"
    if isinstance(value, Sequence):
        return b"[" + b" ".join(written(one) for one in value) + b"]"
    raise TypeError(f"no PDF value: {type(value).__name__}")


def number(value: float) -> str:
    """A number with two decimals at most: a hundredth of a point is less than any printer's dot."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def _text(value: str) -> bytes:
    """A text string: Western letters a byte each, all else as UTF-16 (and what begins as UTF would)."""
    if _WESTERN.fullmatch(value) and not value.startswith(("þÿ", "ÿþ", "ï»¿")):
        return b"(" + value.translate(_QUOTED).encode("latin-1") + b")"
    return b"<feff" + value.encode("utf-16-be", "replace").hex().encode() + b">"


@dataclass(slots=True)
class PdfFile:
    """The objects of a file in the order of their numbers; a place may be kept free and filled later."""

    _objects: list[bytes] = field(default_factory=lambda: [b""])
    _known: dict[bytes, Ref] = field(default_factory=dict)

    def keep(self) -> Ref:
        """A number for an object that comes later."""
        self._objects.append(b"null")
        return Ref(len(self._objects) - 1)

    def put(self, ref: Ref, value: Any) -> None:
        self._objects[ref.number] = body_of(value)

    def add(self, value: Any) -> Ref:
        ref = self.keep()
        self.put(ref, value)
        return ref

    def share(self, value: Any) -> Ref:
        """As `add`, but values alike are one object: most fields of a blank look the same."""
        body = body_of(value)
        if body not in self._known:
            self._objects.append(body)
            self._known[body] = Ref(len(self._objects) - 1)
        return self._known[body]

    def content(self, root: Ref, info: Ref) -> bytes:
        """The whole file; its identifier follows from what is in it."""
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offsets, at = [], len(parts[0])
        for n, body in enumerate(self._objects[1:], start=1):
            offsets.append(at)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (n, body))
            at += len(parts[-1])
        mark = hashlib.sha256(b"".join(parts)).digest()[:16]
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        size = len(self._objects)
        trailer = written({"Size": size, "Root": root, "Info": info, "ID": [mark, mark]})
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\n" % (size, table, trailer))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(parts)


def body_of(value: Any) -> bytes:
    """An object as it stands between its number and its end."""
    if not isinstance(value, Stream):
        return written(value)
    packed = zlib.compress(value.content, 9)
    packed, how = (
        (packed, {"Filter": Name("FlateDecode")}) if len(packed) < len(value.content) else (value.content, {})
    )
    head = written({**value.entries, **how, "Length": len(packed)})
    return head + b"\nstream\n" + packed + b"\nendstream"
