"""Every kind of Word file as an ordinary .docx, so that comments can be put into it.

Templates become documents, macros are left out, and Strict Open XML gets the names of the transitional one,
which every program reads. What the document says stays as it came, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.annotate.splice import Cuts, NotSpliced, read_plain, retagged, spliced
from pipeline.container import CONTENT_TYPES, write_package
from pipeline.wordml import DOCUMENT_TYPE, MAIN_TYPES, WordFile, is_strict, relations, transitional_names
from pipeline.xml import NS, Element, qn

_MACROS: Final = frozenset({"vbaProject", "attachedToolbars"})
"""The kinds of relation that lead to macros; what those parts refer to goes with them."""
_CONFORMANCE: Final = re.compile(rb"""(\sw:conformance=)(["'])strict\2""")


def is_signed(word: WordFile) -> bool:
    """Whether somebody signed the file: any change would break the signature."""
    return any(name.casefold().startswith("_xmlsignatures/") for name in word.package)


def as_ordinary(word: WordFile, content: bytes) -> bytes:
    """The file as an ordinary .docx; `content`, its own bytes, where it is one already.

    Raises NotSpliced for what is no Word document, and for parts that can't be changed safely.
    """
    kind = _type_of(read_plain(word.package[CONTENT_TYPES]), word.main)
    if kind not in MAIN_TYPES:
        raise NotSpliced("no Word document")
    strict = is_strict(read_plain(word.package[word.main]))
    if kind == DOCUMENT_TYPE and not strict:
        return content
    gone = frozenset(_macro_parts(word))
    parts = {
        name: _without_macros(part) if name.casefold().endswith(".rels") else part
        for name, part in word.package.items()
        if name.casefold() not in gone
    }
    parts[CONTENT_TYPES] = _with_types(parts, word.main)
    if strict:
        parts = {name: _transitional(name, part) for name, part in parts.items()}
    return write_package(parts.items())


def _transitional(name: str, part: bytes) -> bytes:
    """A part of a Strict file in transitional names; pictures and the like stay as they are."""
    if not name.casefold().endswith((".xml", ".rels")):
        return part
    read_plain(part)  # another encoding can't be changed tag by tag
    return retagged(part, lambda tag: _CONFORMANCE.sub(rb"\1\2transitional\2", transitional_names(tag)))


# ── macros ────────────────────────────────────────────────────────────────────────────────────────────


def _macro_parts(word: WordFile) -> Iterator[str]:
    """The parts that hold macros, with what only they refer to; names in small letters."""
    package = word.package
    for name in package:
        lowered = name.casefold()
        if not lowered.endswith(".rels"):
            continue
        folder, _, source = name.rpartition("_rels/")
        for relation in relations(package, folder + source.removesuffix(".rels")):
            if relation.kind in _MACROS and not relation.external:
                yield relation.target.casefold()
                yield _relations_of(relation.target).casefold()
                below = relations(package, relation.target)
                yield from (one.target.casefold() for one in below if not one.external)


def _relations_of(part: str) -> str:
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def _without_macros(part: bytes) -> bytes:
    root = read_plain(part)
    gone = {
        node
        for node in root.iter(qn("rel:Relationship"))
        if node.get("Type", "").rpartition("/")[2] in _MACROS
    }
    return spliced(part, root, Cuts(gone=gone))


# ── content types ─────────────────────────────────────────────────────────────────────────────────────


def _type_of(types: Element, part: str) -> str:
    """The type of a part: what its own entry says, else that of its ending."""
    named = {_named(node): node.get("ContentType", "") for node in types.iterchildren("*")}
    key = part.casefold()
    return named.get(key) or named.get(f".{key.rpartition('.')[2]}", "")


def _named(entry: Element) -> str:
    """The part or ending (`.bin`) that an entry is about."""
    part = entry.get("PartName")
    return (part.lstrip("/") if part else f".{entry.get('Extension', '')}").casefold()


def _with_types(parts: Mapping[str, bytes], main: str) -> bytes:
    """The content types of a document with these parts: those of parts that went go too."""
    types = read_plain(parts[CONTENT_TYPES])
    names = {name.casefold() for name in parts}
    kept = (names - {main.casefold()}) | {f".{name.rpartition('.')[2]}" for name in names}
    gone = {node for node in types.iterchildren("*") if _named(node) not in kept}
    own = "" if types.nsmap.get(None) == NS["ct"] else f' xmlns="{NS["ct"]}"'
    row = f'<Override{own} PartName="/{main}" ContentType="{DOCUMENT_TYPE}"/>'
    return spliced(parts[CONTENT_TYPES], types, Cuts(last={types: row}, gone=gone))
