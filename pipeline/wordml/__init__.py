"""The outside of a Word file: its main part, what that part refers to, and its properties.

All flavours of Word's XML format are one here: documents and templates, with or without macros, and Strict
Open XML, which is given the names of the transitional one. Links to the outside are seen and never followed.
Home of python-docx, too: `open_document` hands it nothing that did not pass the checks of `container`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from pipeline.container import CONTENT_TYPES, DEFAULT_LIMITS, Limits, Package, open_package, write_package
from pipeline.errors import InputRejected
from pipeline.xml import Element, QName, has_doctype, parse, qn, serialize

if TYPE_CHECKING:
    from docx.document import Document

DOCUMENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MAIN_TYPES: Final = frozenset(
    {
        DOCUMENT_TYPE,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    }
)
"""The content types of .docx, .dotx, .docm and .dotm."""

STORIES: Final = ("header", "footer", "footnotes", "endnotes")
"""The kinds of part beside the main one that hold text of the document."""

OFF: Final = frozenset({"0", "false", "off", "none"})
"""What an on/off property says that is off."""

_VALUE = qn("w:val")
_UNREAD = {
    **dict.fromkeys(
        ("aFChunk", "subDocument", "oleObject", "package", "diagramData"), "file.embedded_document"
    ),
    "control": "file.active_controls",
}
"""What stands in a document and is not read, by the kind of relation, and the code that says so."""

_STRICT_KINDS = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}
_STRICT_KIND = re.compile(rb"(?<=/)(?:%s)(?=[\"'])" % "|".join(_STRICT_KINDS).encode())
_SAVED = datetime(2000, 1, 1)
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT_YEAR = re.compile(_STRICT + rb"(wordprocessingml|drawingml|officeDocument|schemaLibrary)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a part refers to: `kind` is the last word of its type (`header`), `target` a part's name or,
    where `external`, an address."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFile:
    """An opened Word file: its checked package and the name of its main part."""

    package: Package
    main: str


def open_word(content: bytes, limits: Limits = DEFAULT_LIMITS) -> WordFile:
    """The file behind the bytes, with a main part.

    Raises InputRejected as `open_package` does; `file.doctype` when any XML part has a document type;
    `file.not_word` for another kind of package; `file.damaged` when the main part is missing.
    """
    package = open_package(content, limits)
    for name, part in package.items():
        if name.casefold().endswith((".xml", ".rels", ".vml")) and has_doctype(part):
            raise InputRejected("file.doctype")
    return WordFile(package=package, main=_find_main(package))


def _find_main(package: Package) -> str:
    """By the package's relations; where they are broken by its content types, at last by the usual name."""
    types = _content_types(package)
    targets = [relation.target for relation in relations(package, "") if relation.kind == "officeDocument"]
    by_type = [name for name, kind in types.items() if kind in MAIN_TYPES]
    for name in (*targets, *by_type, "word/document.xml"):
        if name in package:
            kind = types.get(name.casefold(), "")
            if kind.endswith("main+xml") and kind not in MAIN_TYPES:
                raise InputRejected("file.not_word")
            return name
    raise InputRejected("file.damaged")


def _content_types(package: Package) -> dict[str, str]:
    """The types of the parts that are named one by one, by the part's name in small letters."""
    root = optional_part(package, CONTENT_TYPES)
    if root is None:
        return {}
    return {
        override.get("PartName", "").lstrip("/").casefold(): override.get("ContentType", "")
        for override in root.iter(qn("ct:Override"))
    }


# ── parts and relations ───────────────────────────────────────────────────────────────────────────────


def read_part(package: Package, name: str) -> Element:
    """The root of a part, in transitional names. KeyError when it is missing; raises as `parse` does."""
    root = parse(package[name])
    return _transitional(root) if is_strict(root) else root


def optional_part(package: Package, name: str) -> Element | None:
    """The root of a part a form can be read without; None when it is missing or damaged."""
    try:
        return read_part(package, name)
    except KeyError:
        return None
    except InputRejected as rejected:
        if rejected.code != "file.damaged":
            raise
        return None


def is_strict(root: Element) -> bool:
    """Whether a part is written in the names of Strict Open XML."""
    return any(uri.startswith(_STRICT.decode()) for uri in root.nsmap.values() if uri)


def _transitional(root: Element) -> Element:
    """Strict Open XML differs in its namespaces; the names of what a form holds are the same."""
    # In lxml's own output `<` and `>` stand for nothing but tags, so no text can be taken for one.
    return parse(re.sub(rb"<[^<>]*>", lambda tag: transitional_names(tag[0]), serialize(root)))


def transitional_names(tag: bytes) -> bytes:
    """A tag of Strict Open XML with the transitional names of its namespaces and kinds of relation."""
    if _STRICT not in tag:
        return tag
    named = _STRICT_YEAR.sub(lambda found: _TRANSITIONAL + found[1] + b"/2006/", tag)
    return _STRICT_KIND.sub(lambda found: _STRICT_KINDS[found[0].decode()].encode(), named)


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """What a part refers to, in the order of its relations part; "" is the package itself."""
    folder, _, name = part.rpartition("/")
    root = optional_part(package, f"{folder}/_rels/{name}.rels".lstrip("/"))
    if root is None:
        return ()
    return tuple(
        Relation(
            kind=_kind(node.get("Type", "")),
            target=node.get("Target", "") if external else _inside(package, folder, node.get("Target", "")),
            external=external,
        )
        for node in root.iter(qn("rel:Relationship"))
        for external in [node.get("TargetMode", "").casefold() == "external"]
    )


def _kind(type_: str) -> str:
    """The last word of a relation's type; two of them are spelt otherwise in Strict Open XML."""
    word = type_.rpartition("/")[2]
    return _STRICT_KINDS.get(word, word)


def _inside(package: Package, folder: str, target: str) -> str:
    """The part that a target means: an address, which may be quoted, and which some write as Windows does."""
    plain = _resolve(folder, target)
    unquoted = _resolve(folder, unquote(target.partition("#")[0]).replace("\\", "/"))
    return unquoted if plain not in package and unquoted in package else plain


def _resolve(folder: str, target: str) -> str:
    """A part's name from a target that is relative to a folder; a leading `/` starts at the package."""
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)


def story_parts(word: WordFile) -> tuple[tuple[str, str], ...]:
    """The headers, footers and notes the main part refers to and that are there: (kind, name)."""
    found = [
        (relation.kind, relation.target)
        for relation in relations(word.package, word.main)
        if relation.kind in STORIES and not relation.external and relation.target in word.package
    ]
    return tuple(dict.fromkeys(found))


def left_alone(word: WordFile) -> Iterator[str]:
    """Codes of what the file holds and no reader here touches; for some, more than once.

    `file.macros`, `file.external_links` (anything fetched from outside when a program shows the document; a
    mere hyperlink is not), `file.embedded_document` (a document within, whose text is not read),
    `file.active_controls` (ActiveX fields, whose answers no reader without Word can see).
    """
    for name, part in word.package.items():
        lowered = name.casefold()
        if lowered.endswith("vbaproject.bin"):
            yield "file.macros"
        elif lowered.endswith(".rels"):
            folder, _, source = name.rpartition("_rels/")
            for relation in relations(word.package, folder + source.removesuffix(".rels")):
                if relation.external and relation.kind != "hyperlink":
                    yield "file.external_links"
                if relation.kind in _UNREAD:
                    yield _UNREAD[relation.kind]
        elif lowered == CONTENT_TYPES.casefold() and b"macroEnabled" in part.replace(b"\0", b""):
            yield "file.macros"


# ── properties ────────────────────────────────────────────────────────────────────────────────────────


def custom_properties(package: Package) -> dict[str, str]:
    """The file's own properties (docProps/custom.xml) by name, as text; empty when there are none."""
    targets = [relation.target for relation in relations(package, "") if relation.kind == "custom-properties"]
    root = optional_part(package, targets[0] if targets else "docProps/custom.xml")
    if root is None:
        return {}
    return {
        node.get("name", ""): str(node[0].text or "") if len(node) else ""
        for node in root
        if QName(node).localname == "property"
    }


def value_of(element: Element | None, default: str = "") -> str:
    """The `w:val` of an element."""
    return default if element is None else element.get(_VALUE, default)


def is_on(element: Element | None) -> bool:
    """An on/off property: on when it is there and does not say otherwise."""
    return element is not None and element.get(_VALUE, "1").casefold() not in OFF


# ── python-docx ───────────────────────────────────────────────────────────────────────────────────────


def open_document(content: bytes) -> Document:
    """The file as a python-docx document.

    Raises InputRejected as `open_word` does, `file.not_docx` for a .docm, .dotx or .dotm, and `file.damaged`
    for what python-docx can't follow.
    """
    # Reading a form needs no python-docx, and importing it takes longer than reading one.
    import docx

    word = open_word(content)
    if _content_types(word.package).get(word.main.casefold()) != DOCUMENT_TYPE:
        raise InputRejected("file.not_docx")
    try:
        return docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, SyntaxError, AttributeError):
        raise InputRejected("file.damaged") from None


def save_document(document: Document) -> bytes:
    """The document as a file: no author, a fixed date, and the same bytes for the same document."""
    properties = document.core_properties
    properties.author = ""
    properties.last_modified_by = ""
    properties.created = _SAVED
    properties.modified = _SAVED
    properties.revision = 1
    properties.comments = properties.comments.replace("generated by python-docx", "")
    buffer = io.BytesIO()
    document.save(buffer)
    return write_package(open_package(buffer.getvalue()).items())
