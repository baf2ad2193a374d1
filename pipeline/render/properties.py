"""A finished document's properties: a title, no author, a fixed date, and the mark that it is an output."""

from __future__ import annotations

from html import escape
from typing import Final

from pipeline.container import CONTENT_TYPES, Package
from pipeline.wordml import relations
from pipeline.xml import NS, SubElement, parse, qn, serialize

OUTPUT_MARK: Final = "skoleflex-output"
"""The custom property that every finished document bears, and no template may."""

_FAMILY = "http://schemas.openxmlformats.org"
# For each kind of relation: the usual part, the type of the relation, the type of the part.
_PARTS = {
    "core-properties": (
        "docProps/core.xml",
        f"{_FAMILY}/package/2006/relationships/metadata/core-properties",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    "custom-properties": (
        "docProps/custom.xml",
        f"{_FAMILY}/officeDocument/2006/relationships/custom-properties",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ),
}
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="{cp}" xmlns:dc="{dc}" xmlns:dcterms="{dcterms}" xmlns:xsi="{xsi}">\
<dc:title>{title}</dc:title><dc:language>da-DK</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""


def core_properties(title: str) -> bytes:
    """The core properties of a document: its title and language; who made it when is nobody's business."""
    names = {prefix: NS[prefix] for prefix in ("cp", "dc", "dcterms", "xsi")}
    return _CORE.format(**names, title=escape(title, quote=False)).encode()


def marked(package: Package) -> tuple[dict[str, bytes], str]:
    """The members with the output mark among the custom properties, which are kept; and the name of the core
    properties, which are empty here."""
    members = dict(package)
    core, custom = (_part(package, members, kind) for kind in _PARTS)
    members[core] = b""
    if not members[custom]:
        members[custom] = f'<Properties xmlns="{NS["custom"]}" xmlns:vt="{NS["vt"]}"/>'.encode()
    root = parse(members[custom])
    taken = [int(number) for node in root if (number := node.get("pid", "")).isdecimal()]
    node = SubElement(root, qn("custom:property"))
    node.set("fmtid", _PROPERTY_SET)
    node.set("pid", str(max([1, *taken]) + 1))
    node.set("name", OUTPUT_MARK)
    SubElement(node, qn("vt:lpwstr")).text = "yes"
    members[custom] = serialize(root)
    return members, core


def _part(package: Package, members: dict[str, bytes], kind: str) -> str:
    """The name of a part of properties, which is entered into the package where the template lacks it."""
    usual, relation_type, content_type = _PARTS[kind]
    related = next((relation.target for relation in relations(package, "") if relation.kind == kind), "")
    name = related or usual
    if not related:
        root = parse(members["_rels/.rels"])
        taken = {node.get("Id") for node in root}
        node = SubElement(root, qn("rel:Relationship"))
        node.set("Id", next(free for n in range(1, len(taken) + 2) if (free := f"rId{n}") not in taken))
        node.set("Type", relation_type)
        node.set("Target", name)
        members["_rels/.rels"] = serialize(root)
    types = parse(members[CONTENT_TYPES])
    if not any(node.get("PartName") == f"/{name}" for node in types):
        node = SubElement(types, qn("ct:Override"))
        node.set("PartName", f"/{name}")
        node.set("ContentType", content_type)
        members[CONTENT_TYPES] = serialize(types)
    members.setdefault(name, b"")
    return name
