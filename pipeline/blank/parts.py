"""The parts of a form beside its body: properties, prompts, card numbers, header and footer.

They take the shell's part, as staff left it in Word, and give it back with the form's own things added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.blank.controls import PROMPT_PARTS
from pipeline.blank.markup import Markup, Styles, quoted, run
from pipeline.errors import RenderError
from pipeline.xml import Element, parse, qn, serialize

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WRITTEN = "2026-01-01T00:00:00Z"
"""Every form is dated alike: the same form is the same bytes."""

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument."

NEEDED_STYLES = (
    "Title", "Subtitle", "heading 1", "heading 2", "Placeholder Text", "Skema indledning", "Skema note",
    "Skema ledetekst", "Skema ledetekst over", "Skema hjælp", "Skema afsnitshjælp", "Skema svar",
    "Skema kolonne", "Skema kort", "Skema maskinfelt", "Skema mellemrum", "Skema stjerne", "Skema tabel",
)  # fmt: skip


def find_styles(part: bytes) -> Styles:
    """The ids of the shell's styles by name; RenderError names those a form can't do without."""
    ids: dict[str, str] = {}
    for style in parse(part).iter(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            ids[name.get(qn("w:val"), "")] = style.get(qn("w:styleId"), "")
    missing = [name for name in NEEDED_STYLES if name not in ids]
    if missing:
        raise RenderError(f"the form's shell has no style {', '.join(missing)}")
    return Styles(ids)


def core_properties(title: str) -> bytes:
    """Title and language, and nobody's name."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:language>da-DK</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:modified></cp:coreProperties>'
    ).encode()


def custom_properties(values: Mapping[str, str]) -> bytes:
    """The hidden identity, and the texts that header and footer show; empty values are left out."""
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoted(name)}>'
        f"<vt:lpwstr>{_escaped(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(((n, v) for n, v in values.items() if v), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    ).encode()


def application_properties() -> bytes:
    """The shell's own may hold the name of whoever saved it last."""
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
    ).encode()


def prompts(prompt_style: str) -> bytes:
    """The glossary part: the building blocks from which Word restores a prompt when a field is cleared."""
    parts = "".join(
        f"<w:docPart><w:docPartPr><w:name w:val={quoted(name)}/><w:category>"
        '<w:name w:val="Generelt"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        '<w:behaviors><w:behavior w:val="content"/></w:behaviors>'
        f'<w:guid w:val="{{5B0E1F00-7A3C-4D52-9E61-0000000000{number:02d}}}"/></w:docPartPr>'
        f"<w:docPartBody><w:p>{run(prompt, prompt_style)}</w:p></w:docPartBody></w:docPart>"
        for number, (prompt, name) in enumerate(PROMPT_PARTS.items(), start=1)
    )
    return f"{_HEAD}<w:glossaryDocument {_W}><w:docParts>{parts}</w:docParts></w:glossaryDocument>".encode()


def add_counters(part: bytes, labels: Sequence[str]) -> tuple[bytes, list[int]]:
    """The numbering part with a list for each label (`Forælder 1`, `Forælder 2`, …), and their numbers."""
    root = parse(part)
    abstract_ids = [int(node.get(qn("w:abstractNumId"), "0")) for node in root.iter(qn("w:abstractNum"))]
    list_ids = [int(node.get(qn("w:numId"), "0")) for node in root.findall(qn("w:num"))]
    first_abstract, first_list = max(abstract_ids, default=-1) + 1, max(list_ids, default=0) + 1
    numbers = []
    for n, label in enumerate(labels):
        words = quoted(f"{label.replace('%', '')} %1")
        new = parse(
            f'<w:numbering {_W}><w:abstractNum w:abstractNumId="{first_abstract + n}">'
            f'<w:nsid w:val="5F1E0{n:03X}"/><w:multiLevelType w:val="singleLevel"/>'
            f'<w:tmpl w:val="5F1E1{n:03X}"/>'
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val={words}/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
            f'</w:lvl></w:abstractNum><w:num w:numId="{first_list + n}">'
            f'<w:abstractNumId w:val="{first_abstract + n}"/></w:num></w:numbering>'.encode()
        )
        abstract, number = list(new)
        root.insert(len(root.findall(qn("w:abstractNum"))), abstract)
        root.insert(len(root.findall(qn("w:abstractNum"))) + len(root.findall(qn("w:num"))), number)
        numbers.append(first_list + n)
    return serialize(root), numbers


def fill_fields(part: bytes, values: Mapping[str, str]) -> bytes:
    """A header or footer with the shown text of its DOCPROPERTY fields set to the properties' values.

    Word and LibreOffice show the stored text until the field is updated.
    """
    root = parse(part)
    for simple in root.iter(qn("w:fldSimple")):
        name = _property(simple.get(qn("w:instr"), ""))
        if name in values:
            _set_text(list(simple.iter(qn("w:t"))), values[name])
    for paragraph in root.iter(qn("w:p")):
        instruction, shows, texts = "", False, []
        for node in paragraph.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
            if node.tag == qn("w:instrText"):
                instruction += node.text or ""
            elif node.tag == qn("w:t"):
                texts += [node] if shows else []
            elif node.get(qn("w:fldCharType")) == "separate":
                shows = True
            elif node.get(qn("w:fldCharType")) == "begin":
                instruction, shows, texts = "", False, []
            else:
                name = _property(instruction)
                if name in values:
                    _set_text(texts, values[name])
                shows = False
    return serialize(root)


def _property(instruction: str) -> str:
    found = re.match(r'\s*DOCPROPERTY\s+"?([^"\s]+)', instruction)
    return found[1] if found else ""


def _set_text(texts: Sequence[Element], value: str) -> None:
    for n, node in enumerate(texts):
        node.text = value if n == 0 else ""


def with_relation(part: bytes, kind: str, target: str) -> bytes:
    """A relationships part that points to `target`; unchanged where it does already."""
    root = parse(part)
    if any(node.get("Target", "").lstrip("/") == target for node in root):
        return part
    ids = {node.get("Id") for node in root}
    free = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
    node = root.makeelement(
        qn("rel:Relationship"),
        {"Id": free, "Type": f"{_RELATIONS}/{kind}", "Target": target},
    )
    root.append(node)
    return serialize(root)


def relation_id(part: bytes, target: str) -> str:
    """The id under which a relationships part points to `target`, empty when it doesn't."""
    return next((node.get("Id", "") for node in parse(part) if node.get("Target") == target), "")


def with_content_type(part: bytes, name: str, kind: str) -> bytes:
    """The content types with that of one part set."""
    root = parse(part)
    for node in root.findall(qn("ct:Override")):
        if node.get("PartName") == f"/{name}":
            return part
    root.append(
        root.makeelement(qn("ct:Override"), {"PartName": f"/{name}", "ContentType": f"{_MAIN}{kind}+xml"})
    )
    return serialize(root)


def with_picture_type(part: bytes) -> bytes:
    """The content types with that of PNG pictures among the defaults."""
    root = parse(part)
    defaults = root.findall(qn("ct:Default"))
    if not any(node.get("Extension", "").lower() == "png" for node in defaults):
        new = root.makeelement(qn("ct:Default"), {"Extension": "png", "ContentType": "image/png"})
        root.insert(len(defaults), new)
    return serialize(root)


def with_run_at_end(part: bytes, markup: Markup) -> bytes:
    """A header or footer with one more run at the end of its last paragraph; as it was without any."""
    root = parse(part)
    paragraphs = root.findall(qn("w:p"))
    if paragraphs:
        paragraphs[-1].append(parse(markup.encode()))
    return serialize(root)


def _escaped(value: str) -> Markup:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
