"""Small Word templates in raw WordprocessingML, and the values to merge into them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from pipeline.container import open_package, write_package
from pipeline.views import Absent, Leaf, View

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(*texts: str, style: str = "") -> str:
    """A paragraph of one run for each text."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(map(run, texts))}</w:p>"


def cell(*blocks: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{"".join(blocks)}</w:tc>'


def row(*texts: str) -> str:
    return f"<w:tr>{''.join(cell(paragraph(text)) for text in texts)}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def word_file(
    body: str, header: str = "", footer: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """A Word file with this body; `extra` adds members or replaces them."""
    stories = {"header": header, "footer": footer}
    held = {kind: text for kind, text in stories.items() if text}
    references = "".join(f'<w:{kind}Reference w:type="default" r:id="rId{kind}"/>' for kind in held)
    links = "".join(
        f'<Relationship Id="rId{kind}" Type="{_OFFICE}/{kind}" Target="{kind}1.xml"/>' for kind in held
    )
    overrides = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_WORD}.{kind}+xml"/>' for kind in held
    )
    members = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>"
        ),
        "word/document.xml": (
            f"{_HEAD}<w:document {_NAMES}><w:body>{body}<w:sectPr>{references}"
            '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": (
            f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{links}</Relationships>"
        ),
    }
    tags = {"header": "hdr", "footer": "ftr"}
    for kind, text in held.items():
        members[f"word/{kind}1.xml"] = f"{_HEAD}<w:{tags[kind]} {_NAMES}>{text}</w:{tags[kind]}>"
    packed = {name: text.encode() for name, text in members.items()} | dict(extra or {})
    return write_package(packed.items())


def part(document: bytes, name: str = "word/document.xml") -> str:
    return open_package(document)[name].decode()


def leaf(text: str, origin: str = "application:/value", value: Any = None) -> Leaf:
    return Leaf(text if value is None else value, text, origin)


def letter() -> bytes:
    """A letter with all that templates use: branches, loops in paragraphs and rows, header and footer."""
    body = "".join(
        [
            paragraph("Afgørelse om SkoleflexPLUS", style="Heading1"),
            paragraph("Kære {{ recipient", ".name }}"),
            paragraph("Vi har behandlet ansøgningen for {{ child.name }}, født {{ child.born }}."),
            paragraph("{%p if outcome == 'granted' %}"),
            paragraph("I får støtten på {{ school }} fra {{ start }}."),
            paragraph("Det betyder:"),
            paragraph("{%p for goal in goals %}"),
            paragraph("Mål {{ loop.index }}: {{ goal.text }}", style="ListBullet"),
            paragraph("{%p endfor %}"),
            paragraph("{%p elif outcome == 'refused' %}"),
            paragraph("I får ikke støtten. Begrundelsen er: {{ reason }}"),
            paragraph("{%p else %}"),
            paragraph("Der er ikke truffet en afgørelse endnu."),
            paragraph("{%p endif %}"),
            table(
                row("Dato", "Møde"),
                row("{%tr for meeting in meetings %}", ""),
                row(
                    "{{ meeting.date | kort }}",
                    "{{ meeting.kind }}{% if meeting.note %} ({{ meeting.note }}){% endif %}",
                ),
                row("{%tr endfor %}", ""),
                row("I alt", "{{ meetings | length }} møder"),
            ),
            paragraph("Med venlig hilsen", "\u00a0"),
            paragraph(
                "{{ signatory }}{% if phone %}, telefon {{ phone }}{% else %}, uden telefon{% endif %}"
            ),
        ]
    )
    return word_file(
        body,
        header=paragraph("{%p if draft %}") + paragraph("{{ draft }}") + paragraph("{%p endif %}"),
        footer=paragraph("Sag {{ case.number }}, side 1"),
    )


def values(**changed: Any) -> dict[str, Any]:
    """What the letter prints when the application is granted."""
    meeting = {"kind": leaf("Statusmøde", "fixed")}
    return {
        "recipient": View({"name": leaf("Bo Prøvesen", "application:/guardians/0/name")}),
        "child": View(
            {
                "name": leaf("Alma Testrup Eksempelsen", "application:/child/name"),
                "born": leaf("14. marts 2014", "application:/child/born", "2014-03-14"),
            }
        ),
        "outcome": leaf("Bevilget", "buf:/outcome", "granted"),
        "school": leaf("Skolen ved Prøvesøen", "application:/school/name"),
        "start": leaf("10. august 2026", "application:/start", "2026-08-10"),
        "goals": tuple(
            View({"text": leaf(text, f"application:/goals/{n}/goal")})
            for n, text in enumerate(["Alma møder hver dag", "Alma læser 4 sider", "Alma har en ven"])
        ),
        "reason": Absent("buf:/reason"),
        "meetings": tuple(
            View({**meeting, "date": leaf(day, "calculated:meetings", day), "note": note})
            for day, note in [
                ("2026-10-12", Absent("meetings/note")),
                ("2026-12-10", leaf("flyttet fra 12. december 2026 (lørdag)", "calculated:meetings")),
                ("2027-02-10", Absent("meetings/note")),
            ]
        ),
        "signatory": leaf("Ida Fiktivsen", "settings:signatory"),
        "phone": leaf("00 00 00 01", "settings:phone", "00000001"),
        "draft": leaf("UDKAST", "fixed"),
        "case": View({"number": leaf("SF-2026-0137", "fixed")}),
        **changed,
    }
