"""Changing a part of XML and leaving every other byte as it was.

A parser that writes a part anew keeps what it means, not what stood there: quotes, blanks, comments, entities
and declarations come out otherwise. Here the tree only says where to cut; what is written is the part itself
with pieces put in or taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.xml import Element, QName, parse

_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(?P<end>/?)(?P<name>[^\s/>!?]++)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)
"""Everything in angle brackets. In a well-formed part without a document type nothing else holds a `<`."""

_ASCII_WITHIN = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
"""Encodings in which ASCII stands for itself, so that a piece of ASCII fits anywhere."""


class NotSpliced(ValueError):
    """The part can't be cut safely: another encoding, or bytes and tree that tell different stories."""


@dataclass(slots=True)
class Cuts:
    """What is to change in a part: markup round elements or inside them, and elements to take out."""

    before: dict[Element, str] = field(default_factory=dict)
    after: dict[Element, str] = field(default_factory=dict)
    first: dict[Element, str] = field(default_factory=dict)
    last: dict[Element, str] = field(default_factory=dict)
    gone: set[Element] = field(default_factory=set)

    def put(self, where: dict[Element, str], element: Element, markup: str) -> None:
        """Adds markup at a place, behind what is already to stand there."""
        where[element] = where.get(element, "") + markup

    def is_empty(self) -> bool:
        return not (self.before or self.after or self.first or self.last or self.gone)


def read_plain(part: bytes) -> Element:
    """The root of a part that can be cut. Raises NotSpliced for other encodings, and as `parse` does."""
    root = parse(part)
    encoding = (root.getroottree().docinfo.encoding or "utf-8").casefold()
    if encoding not in _ASCII_WITHIN or b"\0" in part[:4]:
        raise NotSpliced(encoding)
    return root


def spliced(part: bytes, root: Element, cuts: Cuts) -> bytes:
    """The part with the cuts made; `root` is what `read_plain` gave for it. Raises NotSpliced."""
    if cuts.is_empty():
        return part
    pieces: list[bytes] = []
    done = 0
    for start, end, new in _edits(part, root, cuts):
        if start < done:
            raise NotSpliced("two cuts overlap")
        pieces += [part[done:start], new]
        done = end
    return b"".join([*pieces, part[done:]])


def retagged(part: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The part with every start of an element changed; texts, comments and all else stay."""
    return _TOKEN.sub(
        lambda token: change(token[0]) if token["name"] and not token["end"] else token[0], part
    )


def _edits(part: bytes, root: Element, cuts: Cuts) -> Iterator[tuple[int, int, bytes]]:
    """The stretches to replace, in the order of the part. The n-th start in the bytes is the n-th element."""
    nodes = iter(root.iter("*"))
    open_elements: list[tuple[Element, bytes, int]] = []
    for token in _TOKEN.finditer(part):
        name = token["name"]
        if name is None:
            continue
        start, end = token.span()
        if token["end"]:
            if not open_elements or open_elements[-1][1] != name:
                raise NotSpliced("an end without its start")
            element, _, own_start = open_elements.pop()
            if inside := cuts.last.get(element):
                yield start, start, _ascii(inside)
            yield from _leave(element, own_start, end, cuts)
            continue
        element = next(nodes, root)
        if QName(element).localname.encode() != name.rpartition(b":")[2]:
            raise NotSpliced("bytes and tree differ")
        if element not in cuts.gone and (before := cuts.before.get(element)):
            yield start, start, _ascii(before)
        inside = cuts.first.get(element, "")
        if part[end - 2 : end] != b"/>":
            open_elements.append((element, name, start))
            if inside:
                yield end, end, _ascii(inside)
            continue
        if inside := inside + cuts.last.get(element, ""):
            yield end - 2, end, b">%s</%s>" % (_ascii(inside), name)
        yield from _leave(element, start, end, cuts)
    if open_elements or next(nodes, None) is not None:
        raise NotSpliced("bytes and tree differ")


def _leave(element: Element, start: int, end: int, cuts: Cuts) -> Iterator[tuple[int, int, bytes]]:
    if element in cuts.gone:
        yield start, end, b""
    if after := cuts.after.get(element):
        yield end, end, _ascii(after)


def _ascii(markup: str) -> bytes:
    return markup.encode("ascii", "xmlcharrefreplace")
