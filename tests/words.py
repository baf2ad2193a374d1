"""Word files by hand: what python-docx can't write, as raw WordprocessingML.

The builders give markup; `docx` puts a body into a package. Text is escaped, markup is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from pipeline.container import write_package

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' mc:Ignorable="w14 w15"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOTX = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOTM = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"

STYLES = (
    f'<w:styles xmlns:w="{WORD}">'
    '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Afsnit"><w:name w:val="Eget"/>'
    '<w:basedOn w:val="Overskrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Indhold"><w:name w:val="TOC Heading"/>'
    '<w:basedOn w:val="Overskrift1"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Niveau"><w:name w:val="Noget"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    "</w:styles>"
)

_ids = count(1)


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────


def run(text: str, properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{inside}{lines}</w:r>"


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """Each content is markup when it starts with `<`, text otherwise."""
    if style:
        properties = f'<w:pStyle w:val="{style}"/>{properties}'
    inside = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def inserted(*content: str) -> str:
    return f'<w:ins w:id="1" w:author="A">{"".join(content)}</w:ins>'


def text_box(*paragraphs: str) -> str:
    """A text box as Word stores it: once for newer programs, once more for older ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


# ── content controls ──────────────────────────────────────────────────────────────────────────────────


def control(
    content: str, tag: str = "", *, kind: str = "<w:text/>", alias: str = "", placeholder: bool = False
) -> str:
    """A content control round markup, or round text when it does not start with `<`."""
    properties = f"<w:alias w:val={quoteattr(alias)}/>" if alias else ""
    properties += f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""
    properties += f'<w:id w:val="{next(_ids)}"/>' + ("<w:showingPlcHdr/>" if placeholder else "")
    inside = content if content.startswith("<") else run(content)
    return f"<w:sdt><w:sdtPr>{properties}{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(tag: str, ticked: bool, glyph: str = "", alias: str = "") -> str:
    kind = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
    return control(glyph or ("☒" if ticked else "☐"), tag, kind=kind, alias=alias)


def dropdown(
    tag: str,
    shown: str,
    choices: Iterable[tuple[str, str]],
    *,
    placeholder: bool = False,
    combo: bool = False,
) -> str:
    name = "comboBox" if combo else "dropDownList"
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(text)} w:value={quoteattr(value)}/>" for text, value in choices
    )
    return control(shown, tag, kind=f"<w:{name}>{items}</w:{name}>", placeholder=placeholder)


def date_control(tag: str, shown: str, stored: str = "", *, placeholder: bool = False) -> str:
    full = f" w:fullDate={quoteattr(stored)}" if stored else ""
    return control(shown, tag, kind=f"<w:date{full}/>", placeholder=placeholder)


def section(tag: str, *items: str) -> str:
    inside = "".join(control(one, kind="<w15:repeatingSectionItem/>") for one in items)
    return control(inside, tag, kind="<w15:repeatingSection/>")


# ── legacy fields ─────────────────────────────────────────────────────────────────────────────────────


def _legacy(data: str, code: str, result: str | None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def legacy_text(name: str, value: str) -> str:
    return _legacy(f'<w:name w:val="{name}"/><w:enabled/><w:textInput/>', "FORMTEXT", value)


def legacy_box(name: str, *, checked: bool | None = None, default: bool = False) -> str:
    state = "" if checked is None else f'<w:checked w:val="{int(checked)}"/>'
    box = f'<w:checkBox><w:sizeAuto/><w:default w:val="{int(default)}"/>{state}</w:checkBox>'
    return _legacy(f'<w:name w:val="{name}"/>{box}', "FORMCHECKBOX", None)


def legacy_list(name: str, entries: Sequence[str], result: int | None) -> str:
    chosen = "" if result is None else f'<w:result w:val="{result}"/>'
    listed = "".join(f"<w:listEntry w:val={quoteattr(entry)}/>" for entry in entries)
    return _legacy(f'<w:name w:val="{name}"/><w:ddList>{chosen}{listed}</w:ddList>', "FORMDROPDOWN", None)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────


def cell(*content: str, span: int = 0, merge: str = "", properties: str = "") -> str:
    """Each content is a block when it starts with `<w:p`, `<w:tbl` or `<w:sdt`; else text of a paragraph."""
    properties += f'<w:gridSpan w:val="{span}"/>' if span else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = ("<w:p", "<w:tbl", "<w:sdt")
    inside = "".join(part if part.startswith(blocks) else paragraph(part) for part in content or ("",))
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Each cell is markup when it starts with `<w:tc` or `<w:sdt`, text of a cell otherwise."""
    inside = "".join(part if part.startswith(("<w:tc", "<w:sdt")) else cell(part) for part in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


HEADER = "<w:tblHeader/>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


# ── packages ──────────────────────────────────────────────────────────────────────────────────────────


def document(body: str) -> bytes:
    """The main part round a body."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


def story(kind: str, body: str) -> bytes:
    """A header (`hdr`), footer (`ftr`), `footnotes` or `endnotes` part round a body."""
    return f"<w:{kind} {NAMESPACES}>{body}</w:{kind}>".encode()


def relations(*entries: tuple[str, str], external: Iterable[tuple[str, str]] = ()) -> bytes:
    """A relations part; entries are kind and target."""
    inner = [(kind, target, "") for kind, target in entries]
    outer = [(kind, target, ' TargetMode="External"') for kind, target in external]
    rows = [
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target={quoteattr(target)}{mode}/>'
        for n, (kind, target, mode) in enumerate(inner + outer, start=1)
    ]
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(rows)}</Relationships>'.encode()


def properties(values: Mapping[str, str]) -> bytes:
    """docProps/custom.xml."""
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{rows}</Properties>"
    ).encode()


def parts(body: str, *, main_type: str = DOCX) -> dict[str, bytes]:
    """The members of a small but whole Word file, to be changed before `write_package`."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"), ("custom-properties", "docProps/custom.xml")
        ),
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
        "word/styles.xml": STYLES.encode(),
    }


def docx(
    *blocks: str,
    more: Mapping[str, bytes | None] | None = None,
    mark: Mapping[str, str] | None = None,
    main_type: str = DOCX,
) -> bytes:
    """A Word file with these blocks as its body; `more` adds and replaces parts, and drops those of None."""
    members: dict[str, bytes | None] = {**parts("".join(blocks), main_type=main_type)}
    if mark:
        members["docProps/custom.xml"] = properties(mark)
    members |= more or {}
    return write_package((name, part) for name, part in members.items() if part is not None)
